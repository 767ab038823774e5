"""Starts the app, importing no more than its first paint needs."""

from __future__ import annotations

import contextlib
import gc
import os
import sys
from typing import TYPE_CHECKING

from tutor.cli.options import CannotOpenError, Options

if TYPE_CHECKING:
    from tutor.app.launch_options import LaunchOptions

FPS = "480"
HUNG_UP = 129  # the status after SIGHUP, as when a line has dropped


def launch(
    tutor: Options,
    start: tuple[str, str] | None = None,
    seed: tuple[str, int] | None = None,
    wish: tuple[int | None, int | None] = (None, None),
) -> int:
    """Run the app in the terminal of stdin and stderr, and return its exit status.

    `start` is the kind and id of what to open; for a study session, `wish` is the number of questions and the first
    seed.

    Raises:
        CannotOpenError: there is no terminal, or one that cannot move its cursor.
    """
    from tutor.app.launch_options import LaunchOptions, in_browser

    if not ((sys.stdin.isatty() and sys.stderr.isatty()) or in_browser(os.environ)):
        raise CannotOpenError(
            "the app needs a terminal, and there is none here. "
            "`tutor read` prints the pages; `tutor practice --plain` asks line by line."
        )
    if os.environ.get("TERM") == "dumb":
        raise CannotOpenError(
            "the app moves the cursor, and TERM=dumb says that this terminal cannot. "
            "`tutor review --plain` and `tutor practice --plain` ask line by line; `tutor read` prints the pages."
        )
    gc.disable()  # until the first paint, which then takes a quarter less time
    # Textual paints at the next tick of a timer, by default of 60 Hz and so 8 ms after a key on average. The driver
    # merges frames that a slow connection cannot take. Textual reads the variable when it is imported.
    os.environ.setdefault("TEXTUAL_FPS", FPS)
    from ml_math_tutor import first_paint
    from tutor.app.bootstrap import build
    from tutor.app.main_loop import run

    options = LaunchOptions(
        tutor.home_dir(),
        tutor.ascii_only,
        tutor.theme,
        not tutor.no_mouse,
        start,
        seed,
        tutor.blocks,
        tutor.own_dir(),
        tutor.source(),
    )
    app, mouse = build(options)
    app.navigator.session_options = wish
    if (painted := first_paint.painted()) is not None:
        from tutor.driver.messages import Shown
        from tutor.fast.kept_frame import summary_of

        painted.settle()
        app.session.kept_summary = summary_of(painted)
        app.shown = Shown(painted.text, painted.size, painted.attributes, painted.typed, painted.answered)
    status = run(app, mouse)
    if status in (0, HUNG_UP) and tutor.course_name is None:
        with contextlib.suppress(Exception):  # it is for speed only, and everything is saved
            size = (
                first_paint.terminal_size() if status == 0 else (app.size.width, app.size.height)
            )  # a terminal that is gone has none
            if size is not None:
                _keep_first_screen(tutor, options, size, app.background)
    return status


def _keep_first_screen(tutor: Options, options: LaunchOptions, size: tuple[int, int], background: str) -> None:
    """Keep what the next start shows, so that it can paint it before anything is imported."""
    import signal

    from msgspec.structs import replace

    from tutor.app.rehearsal import rehearse
    from tutor.fast.kept_frame import Start, keep

    for number in (signal.SIGINT, signal.SIGTERM, getattr(signal, "SIGHUP", signal.SIGTERM)):
        signal.signal(number, signal.SIG_DFL)  # all is saved, and the terminal is given back
    chosen = (tutor.theme, tutor.ascii_only, tutor.blocks, tutor.no_mouse)
    start = Start(options.home, tutor.own_dir(), tutor.source().root, chosen, background)
    keep(start, size, lambda: rehearse(replace(options, start=None, seed=None), size, background))
