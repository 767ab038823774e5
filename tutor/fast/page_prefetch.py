"""Getting the next page ready while this one is read: to make it and set its text is most of turning to it."""

from __future__ import annotations

import asyncio
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from textual.widget import Widget

from lessons.model.page import FigureBlock, Page
from lessons.source import CourseError
from tutor.app.widgets.page_blocks import made, what_shows
from tutor.app.widgets.page_column import drawable, drawn_lines
from tutor.app.widgets.page_parts import Picture
from tutor.app.widgets.question import QuestionView
from tutor.fast.line_cache import LineCache, LineCaches
from tutor.learning.page_progress import neighbour
from tutor.rendering.blocks import FIGURE_WIDTH, figure_block

if TYPE_CHECKING:
    from tutor.app.session import Session
    from tutor.fast.idle import IdleClock

AHEAD = 2  # pages that are got ready
BUSY = 0.02  # seconds between looks whether another thread is done drawing


class PreparedPage:
    """A page that is likely to be turned to, as far as it is ready."""

    def __init__(self, page: Page, session: Session, ink: LineCache) -> None:
        self.page, self.ink = page, ink
        self._session, self._record = session, what_shows(page, session)
        self._making = made(page, session, ink)
        self._widgets: list[Widget] = []

    def holds(self, page: Page) -> bool:
        """Whether it is this page, and the record has nothing else to show on it since."""
        return self.page is page and self._record == what_shows(page, self._session)

    @property
    def untouched(self) -> bool:
        """Whether nothing was done to its widgets since they were made: none is on the screen, or was worked at."""
        return all(
            widget.parent is None and (not isinstance(widget, QuestionView) or widget.untouched)
            for widget in self._widgets
        )

    def whole(self) -> list[Widget]:
        """Its widgets; what is not ready yet is made now."""
        self._widgets += self._making
        return self._widgets

    async def get_ready(self, width: int, pace: IdleClock, *, figures: bool) -> None:
        """Make the widgets and set their lines; draw figures too where they have the whole width.

        On the loop, in pieces of a few milliseconds: a thread would hold up every step that a key takes meanwhile.
        """
        await pace.breath()
        for widget in self._making:
            self._widgets.append(widget)
            if isinstance(widget, Picture) and figures:
                await self._draw(widget.block, min(width, FIGURE_WIDTH))
            if drawable(widget, width if figures else 0):
                drawn_lines(widget, width)
            await pace.breath()

    async def _draw(self, block: FigureBlock, width: int) -> None:
        if "plotext" not in sys.modules:  # to load it takes a fifth of a second
            return
        from tutor.rendering.charts import busy

        while busy():  # to wait for a thread that draws, or loads, would hold up the loop
            await asyncio.sleep(BUSY)
        plain = self._session.plain
        self.ink.lines(block, width, plain, lambda: figure_block(block, width, plain))


class PagePrefetch:
    """The pages around the one that is read: what is made of the next, what is kept of the last."""

    def __init__(self, session: Session, pace: IdleClock) -> None:
        self._session, self._pace = session, pace
        self._pages: dict[str, PreparedPage] = {}
        self._here: PreparedPage | None = None
        self._inks = LineCaches(session.home)

    def ink(self, page: str) -> LineCache:
        """Where the lines of a page are kept."""
        return self._inks.of(page)

    def take(self, page: Page) -> list[Widget]:
        """The widgets of a page that is opened now; those of the page before are kept for coming back to it."""
        found, left = self._held(page), self._here
        self._pages.pop(page.id, None)
        if left is not None and left.page is not page and left.untouched:
            self._pages[left.page.id] = left
        self._here = found
        return found.whole()

    def _held(self, page: Page) -> PreparedPage:
        """What is made of a page, if it is still right; else a new beginning."""
        found = self._pages.get(page.id)
        return (
            found if found is not None and found.holds(page) else PreparedPage(page, self._session, self.ink(page.id))
        )

    async def look(self, page: str, way: int, width: int, *, figures: bool) -> None:
        """Get the pages after this one ready, or those before it, for text so wide; and keep what was made."""
        outline = self._session.course.outline
        near = {by: entry.id for by in (-1, *range(1, AHEAD + 1)) if (entry := neighbour(outline, page, way * by))}
        self._pages = {id: found for id, found in self._pages.items() if id in near.values()}
        ids = [id for by, id in near.items() if by > 0]
        for id in ids:
            if id == ids[0] or not self._inks.holds(id):  # with its text set before, a page is soon made
                await self._pace.breath()
                with suppress(CourseError):  # is said where the page is opened
                    await self._get_ready(id, width, figures)
        await asyncio.to_thread(self._inks.save)

    async def _get_ready(self, id: str, width: int, figures: bool) -> None:
        page = self._session.course.page(id)
        await self._pace.breath()
        for _ in self._session.course.loading(page.rung):
            await self._pace.breath()
        found = self._pages[id] = self._held(page)
        await found.get_ready(width, self._pace, figures=figures)
