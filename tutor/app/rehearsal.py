"""A start of the app for which there is no terminal and nothing is saved: what the next start will show.

It is the program itself that runs, with the same files and options, so what it shows needs no rules of its own.
"""

from __future__ import annotations

import asyncio
import errno
import io
import os
from pathlib import Path
from typing import Any, cast

from rich.console import Console
from textual import events
from textual.app import App
from textual.driver import Driver
from textual.geometry import Size

from lessons.source import Source
from progress import resume
from progress.files import Files
from progress.paths import clock
from progress.record import Record
from tutor.app.app import TutorApp
from tutor.app.background import is_light
from tutor.app.bootstrap import build
from tutor.app.launch_options import LaunchOptions
from tutor.app.rehearsed_keys import RehearsedKeys
from tutor.app.screens.home import HomeScreen
from tutor.app.session import Session
from tutor.app.theme import themes_by_background
from tutor.driver.driver import DiffDriver, has_back_color_erase
from tutor.driver.encoder import Encoder
from tutor.driver.messages import drivers
from tutor.fast.kept_frame import FirstScreen
from tutor.fast.outline_cache import cached_course
from tutor.learning.home_summary import unchanged_until
from tutor.learning.home_texts import HomeSummary

LONGEST = 3.0  # seconds after which a rehearsal is given up
SCREENS = ("home", "lesson")  # the screens, by their name in the resume point, that say when all of them is there
QUIET = 0.02  # seconds without a frame after which the screen is whole


class UntouchedFiles(Files):
    """A disk that can be read and not written."""

    def open(self, path: Path, flags: int) -> int:
        if flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
            raise _refusal()
        return super().open(path, flags)

    def replace(self, source: Path, target: Path) -> None:
        raise _refusal()

    def remove(self, path: Path) -> None:
        raise _refusal()

    def make_folder(self, path: Path) -> None:
        raise _refusal()


def _refusal() -> OSError:
    return OSError(errno.EROFS, os.strerror(errno.EROFS))


class RehearsalSession(Session):
    """A session in which everything happens, and nothing is saved."""

    def save_place(self) -> None:
        return None


def open_rehearsal(
    home: Path,
    plain: bool,
    problems: tuple[str, ...] = (),
    source: Source | None = None,
    settings_home: Path | None = None,
) -> Session:
    """Open a session for a rehearsal, on the files that a start would read."""
    now = clock(os.environ)
    record = Record.open(home, now=now, files=UntouchedFiles())
    place, faults = resume.load_all(home, readonly=True)
    course = cached_course(home, source or Source.installed())
    problems = (*problems, *record.problems, *faults)
    return RehearsalSession(course, record, place, home, now, plain, problems, settings_home)


class CanvasDriver(Driver):
    """A driver that draws on cells in memory, and ends the app once its first screen is whole.

    Attributes:
        text: What draws the screen; empty until it is whole.
        keys: What the first keys show on it.
        summary: What Home says, if the screen is Home.
    """

    def __init__(
        self, app: App[Any], *, debug: bool = False, mouse: bool = True, size: tuple[int, int] | None = None
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        self.text = ""
        self.summary: HomeSummary | None = None
        self._rehearsed = cast(TutorApp, app)
        self._encoder = Encoder(*(size or (80, 24)), back_color_erase=has_back_color_erase(os.environ))
        self._substitutes: dict[int, str] = dict(getattr(app, "substitutes", {}))
        self._frames = 0
        self.keys = RehearsedKeys(self._rehearsed, self._encoder.rows, self._quiet)
        self._ending: asyncio.Task[None] | None = None
        drivers[app] = self

    def write(self, data: str) -> None:
        """Draw what Textual writes."""
        self._encoder.feed(data.translate(self._substitutes))
        self._frames += 1

    def start_application_mode(self) -> None:
        """Tell the app its size; it ends by itself if its screen is never whole."""
        size = Size(*self._encoder.size)
        self._rehearsed.post_message(events.Resize(size, size))
        asyncio.get_running_loop().call_later(LONGEST, self._rehearsed.exit)

    def redraw(self) -> None:
        """There is no terminal to draw on again."""

    def release(self) -> None:
        """End the app as soon as what it is about to draw is drawn."""
        if self._ending is None:
            self._ending = asyncio.ensure_future(self._end())

    def disable_input(self) -> None:
        """There is no input."""

    def stop_application_mode(self) -> None:
        """Nothing of a terminal was started."""

    async def _end(self) -> None:
        await self._quiet(QUIET)
        if isinstance(self._rehearsed.screen, HomeScreen):
            self.summary = self._rehearsed.screen.summary
        if await self.keys.is_whole():
            self.text = self._encoder.whole()
        if self.text:
            await self.keys.press()
        self._rehearsed.exit()

    async def _quiet(self, seconds: float) -> None:
        """Wait until nothing is drawn for some seconds."""
        before = -1
        while before != self._frames:
            before = self._frames
            await asyncio.sleep(seconds)


def rehearse(options: LaunchOptions, size: tuple[int, int], background: str) -> FirstScreen | None:
    """What a start with these options shows; None where that is not certain. Blocks.

    Args:
        options: The options.
        size: Columns and rows of the terminal.
        background: What the terminal answers when it is asked for its background; empty for nothing.
    """
    app, mouse = build(options, open_rehearsal)
    session, since = app.session, app.session.now()
    if app.driver_class is not DiffDriver or session.problems or session.place.screen not in SCREENS:
        return None
    until = unchanged_until(session.state, session.place, since)
    light = is_light(background) if app.follow else None
    if light is not None:
        app.theme = themes_by_background(app.theme)[light]
    driver = run_without_terminal(app, mouse, size)
    if driver is None:
        return None
    return FirstScreen(driver.text, tuple(driver.keys.answers), driver.summary, since, until)


def run_without_terminal(app: TutorApp, mouse: bool, size: tuple[int, int]) -> CanvasDriver | None:
    """Run an app until its first screen is whole and the likely keys are pressed. Returns what it drew on. Blocks.

    None where the app has failed.
    """
    app.driver_class = CanvasDriver
    app.error_console = Console(file=io.StringIO())
    app.run(mouse=mouse, size=size)
    driver = drivers.get(app)
    return driver if isinstance(driver, CanvasDriver) and not app.return_code and not app.fault else None
