"""From options and files to an app that can run: nothing here may fail because a file is broken."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from lessons.course import Course
from progress import resume
from progress import settings as settings_file
from progress.paths import Paths, clock
from progress.record import Record
from progress.settings import Settings
from tutor.app.app import TutorApp
from tutor.app.session import Session
from tutor.app.theme import THEME_NAMES, theme_name
from tutor.cli.options import Options, driver_name
from tutor.driver import DiffDriver
from tutor.fast.page_cache import PageCache

LONG = 5_000_000  # bytes of journal from which reading it anew takes a moment
ASCII_TERMS = ("", "dumb", "linux")


def build(tutor: Options, start: tuple[str, str] | None, seed: tuple[str, int] | None) -> tuple[TutorApp, bool]:
    """The app, and whether it is to use the mouse."""
    home = tutor.home_dir()
    chosen, problems = settings_file.load(Paths(home).settings)
    session = open_session(home, plain_characters(tutor, chosen), problems)
    if seed is not None:
        session.seed(*seed)
    theme, fault = choose_theme(tutor.theme, chosen.theme)
    if fault:
        session.problems += (fault,)
    driver = DiffDriver if driver_name(os.environ, chosen.driver) == "wire" else None
    app = TutorApp(session, start, theme, driver)
    if chosen.slow_link != "auto":
        app.slow_link(bool(chosen.slow_link))
    return app, chosen.mouse and not tutor.no_mouse


def open_session(home: Path, plain: bool, problems: tuple[str, ...] = ()) -> Session:
    """The session of the learner who lives in this folder."""
    now = clock(os.environ)
    record = Record.open(home, now=now, told=_tell)
    place, faults = resume.load_all(home)
    return Session(
        Course(shelf=PageCache(home)), record, place, home, now, plain, (*problems, *record.problems, *faults)
    )


def _tell(done: int, total: int) -> None:
    """Say how far a long record has been read, when its cache has to be made anew."""
    if total > LONG and sys.stderr.isatty():
        end = "\r" if done < total else "\r\x1b[K"
        sys.stderr.write(f"\rreading your record: {done / total:4.0%}{end}")
        sys.stderr.flush()


def plain_characters(tutor: Options, chosen: Settings) -> bool:
    """ASCII by option or setting, else when the terminal or its encoding can do no better."""
    if tutor.ascii_only:
        return True
    if chosen.ascii is not None:
        return chosen.ascii
    encoding = (getattr(sys.stderr, "encoding", None) or "ascii").lower().replace("-", "")
    return encoding != "utf8" or os.environ.get("TERM", "") in ASCII_TERMS


def choose_theme(option: str | None, setting: str | None) -> tuple[str, str]:
    """Textual's name of the theme, and what to say when the one asked for is not there."""
    wanted = option or setting
    if wanted is None:
        # Textual greys everything out under NO_COLOR; the terminal's own colours keep their meaning.
        return ("ansi-dark" if os.environ.get("NO_COLOR") else "dark"), ""
    found = theme_name(wanted)
    if found is None:
        return "dark", f"no theme is called {wanted!r}; there are {', '.join(THEME_NAMES)}"
    return found, ""
