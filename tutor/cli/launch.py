"""Starts the app, importing no more than its first paint needs."""

from __future__ import annotations

import gc
import os
import sys

from tutor.cli.options import CannotOpenError, Options

FPS = "480"


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
    return run(app, mouse)
