"""The keys that a learner is likely to press first, pressed in a rehearsal: what each of them shows is kept."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial

from textual import events

from ml_math_tutor.early_keys import Answer
from tutor.app.app import TutorApp
from tutor.app.painted import when_painted
from tutor.app.screens.home import HomeScreen
from tutor.app.typed_keys import when_handled
from tutor.app.widgets.page_view import PageView
from tutor.driver.cells import Row
from tutor.driver.encoder import text_of

DOWN, UP, ENTER, SPACE = "\x1b[B", "\x1b[A", "\r", " "
NAMES = {DOWN: "down", UP: "up", ENTER: "enter", SPACE: "space"}
MOVES = 4  # times that Down is pressed on Home
SCREENFULS = 3  # times that a page is read on
REFRESHES = 3  # of the screen, after which a key has been answered
SETTLED = 0.01  # seconds without a frame after that
LOADING = 1.0  # seconds that a page may take to load, with its figures


class RehearsedKeys:
    """Presses keys on the screen that an app shows.

    Args:
        app: The app.
        rows: Returns what its screen shows.
        quiet: Waits until nothing is drawn for so many seconds.

    Attributes:
        answers: What the keys show.
    """

    def __init__(self, app: TutorApp, rows: Callable[[], list[Row]], quiet: Callable[[float], Awaitable[None]]) -> None:
        self.answers: list[Answer] = []
        self._app, self._rows, self._quiet = app, rows, quiet

    async def press(self) -> None:
        """Move the cursor of Home, and open what it is on at first, if that is a page; read a page on."""
        at = await self._home() if isinstance(self._app.screen, HomeScreen) else 0
        if at is not None:
            await self._read_on(at)

    async def is_whole(self) -> bool:
        """Wait until all that is loaded after the first paint is shown; False where that takes too long."""
        end = asyncio.get_running_loop().time() + LOADING
        while self._app.loaded is not self._app.screen or ((page := self._page) is not None and page.not_drawn):
            if asyncio.get_running_loop().time() > end:
                return False
            await asyncio.sleep(SETTLED)
        await self._drawn()
        return True

    @property
    def _page(self) -> PageView | None:
        return next(iter(self._app.screen.query(PageView)), None)

    async def _home(self) -> int | None:
        """Note what Down, Up and Enter show. Returns the number of the page that is opened then; None for none."""
        home, moves = self._rows(), 0
        while moves < MOVES and await self._moved(moves):
            moves += 1
        _, back = await self._pressed(*(UP,) * moves)
        await self._pressed(ENTER)
        is_page = back == home and self._page is not None and await self.is_whole()
        return moves + 1 if is_page and self._note(0, ENTER, moves + 1, home, self._rows()) else None

    async def _moved(self, at: int) -> bool:
        """Press Down, and note what it shows, and what Up shows then."""
        before, after = await self._pressed(DOWN)
        return self._note(at, DOWN, at + 1, before, after) and self._note(at + 1, UP, at, after, before)

    async def _read_on(self, at: int) -> None:
        """Note what Space shows on a page, unless the keys go to a question of it."""
        for number in range(at, at + SCREENFULS):
            page = self._page
            if page is None or self._app.focused is not page:
                return
            document = page.document
            before, after = await self._pressed(SPACE)
            is_read = self._page is page and page.document is document and self._app.focused is page
            if not is_read or not self._note(number, SPACE, number + 1, before, after):
                return

    async def _pressed(self, *keys: str) -> tuple[list[Row], list[Row]]:
        """Press some keys. Returns what was shown before, and what is shown then."""
        before, handled = self._rows(), asyncio.Event()
        for key in keys:
            self._app.post_message(events.Key(NAMES[key], key if key.isprintable() else None))
        when_handled(self._app, partial(self._app.typed.when_empty, handled.set))
        await handled.wait()
        await self._drawn()
        return before, self._rows()

    async def _drawn(self) -> None:
        """Wait until what has changed is drawn: a scroll waits for one refresh, and what it brings for the next."""
        for _ in range(REFRESHES):
            refreshed = asyncio.Event()
            when_painted(self._app, refreshed.set)
            await refreshed.wait()
        await self._quiet(SETTLED)

    def _note(self, at: int, key: str, to: int, before: list[Row], after: list[Row]) -> bool:
        """Keep what a key shows; False where it shows nothing else, or what cannot be kept."""
        text = text_of({y: row for y, row in enumerate(after) if row != before[y]})
        if text:
            self.answers.append((at, key, to, text))
        return bool(text)
