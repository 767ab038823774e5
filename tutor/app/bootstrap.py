"""Builds the app from command-line options and files; a broken file is a warning, never a failure."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from lessons.source import Source
from ml_math_tutor.platform import has_unix_terminal
from progress import resume
from progress import settings as settings_file
from progress.paths import Paths, clock
from progress.record import Record
from progress.settings import Settings
from tutor.app.app import TutorApp
from tutor.app.key_settings import for_browsers, keymap
from tutor.app.launch_options import LaunchOptions, driver_name, in_browser
from tutor.app.session import Session
from tutor.app.theme import THEME_NAMES, theme_name
from tutor.fast.outline_cache import cached_course

if TYPE_CHECKING:
    from textual.driver import Driver

LONG_JOURNAL = 5_000_000  # bytes from which rebuilding the cache takes seconds
ASCII_TERMS = ("", "dumb", "linux")


def build(options: LaunchOptions, opened: Callable[..., Session] | None = None) -> tuple[TutorApp, bool]:
    """Return the app, and whether it uses the mouse; `opened` opens its session, `open_session` if it is None."""
    settings = Paths(options.settings_home or options.home).settings
    chosen, problems = settings_file.load(settings)
    session = (opened or open_session)(
        options.home, plain_characters(options, chosen), problems, options.source, options.settings_home
    )
    if options.seed is not None:
        session.seed(*options.seed)
    theme, fault = choose_theme(options.theme, chosen.theme)
    if fault:
        session.problems += (fault,)
    session.keys, faults = keymap(for_browsers(chosen.keys) if in_browser(os.environ) else chosen.keys)
    session.problems += tuple(f"{settings}: {fault}" for fault in faults)
    app = TutorApp(
        session,
        options.start,
        theme,
        driver_class(os.environ, chosen.driver),
        follow=options.theme is None and chosen.theme is None,
        substitutes=_blocks() if options.blocks or chosen.figures == "blocks" else None,
    )
    if chosen.slow_link != "auto":
        app.slow_link(bool(chosen.slow_link))
    return app, chosen.mouse and options.mouse


def _blocks() -> Mapping[int, str]:
    """Return what stands for braille; imported only where it is wanted."""
    from tutor.rendering.quadrants import BLOCKS

    return BLOCKS


def driver_class(environ: Mapping[str, str], chosen: str) -> type[Driver] | None:
    """The driver; None is Textual's own, or the one that TEXTUAL_DRIVER names."""
    if in_browser(environ):
        from tutor.driver.browser_driver import BrowserDriver

        return BrowserDriver
    if "TEXTUAL_DRIVER" in environ or not has_unix_terminal():
        return None
    from tutor.driver import DiffDriver, ResilientDriver

    return DiffDriver if driver_name(environ, chosen) == "wire" else ResilientDriver


def open_session(
    home: Path,
    plain: bool,
    problems: tuple[str, ...] = (),
    source: Source | None = None,
    settings_home: Path | None = None,
) -> Session:
    """Open the session of the learner whose data is in a folder."""
    now = clock(os.environ)
    record = Record.open(home, now=now, on_progress=_show_progress)
    place, faults = resume.load_all(home)
    course = cached_course(home, source or Source.installed())
    problems = (*problems, *record.problems, *faults)
    return Session(course, record, place, home, now, plain, problems, settings_home)


def _show_progress(done: int, total: int) -> None:
    """Print the share of a long journal that was read, in bytes, while its cache is rebuilt."""
    if total > LONG_JOURNAL and sys.stderr.isatty():
        end = "\r" if done < total else "\r\x1b[K"
        sys.stderr.write(f"\rreading your record: {done / total:4.0%}{end}")
        sys.stderr.flush()


def plain_characters(options: LaunchOptions, chosen: Settings) -> bool:
    """Whether to draw with ASCII only: by option, else by setting, else by the terminal and its encoding."""
    if options.ascii_only:
        return True
    if chosen.ascii is not None:
        return chosen.ascii
    encoding = (getattr(sys.stderr, "encoding", None) or "ascii").lower().replace("-", "")
    return encoding != "utf8" or os.environ.get("TERM", "") in ASCII_TERMS


def choose_theme(option: str | None, setting: str | None) -> tuple[str, str]:
    """Return Textual's name of the theme, and a warning if no theme has the name that was asked for."""
    name = option or setting
    if name is None:
        # Textual grays everything out under NO_COLOR; the terminal's own colors keep their meaning.
        return ("ansi-dark" if os.environ.get("NO_COLOR") else "dark"), ""
    theme = theme_name(name)
    if theme is None:
        return "dark", f"no theme is called {name!r}; there are {', '.join(THEME_NAMES)}"
    return theme, ""
