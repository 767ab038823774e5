"""Getting the next pages ready while one is read: to build a page and set its text is most of turning to it."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from lessons.course import Course
from lessons.model.page import Page
from lessons.source import CourseError
from tutor.fast import enabled
from tutor.fast.idle import IdleClock
from tutor.fast.line_cache import LineCaches
from tutor.learning.page_progress import neighbour
from tutor.rendering.line_memo import LineMemo
from tutor.rendering.page_document import Illustration, PageDocument

AHEAD = 2  # pages that are got ready
BUSY = 0.02  # seconds between looks whether another thread is done drawing

BuildPage = Callable[[Page, LineMemo], PageDocument]
RecordOf = Callable[[Page], object]


class PagePrefetch:
    """The documents of the pages around the one that is read.

    Args:
        course: The course.
        home: The learner's home, where lines are kept.
        build: Builds the document of a page.
        record_of: What of the learner's record a document shows: one that was built before is right while that is.
        clock: Says when there is time.
    """

    def __init__(self, course: Course, home: Path, build: BuildPage, record_of: RecordOf, clock: IdleClock) -> None:
        self._course, self._build, self._record_of, self._clock = course, build, record_of, clock
        self._pages: dict[str, tuple[PageDocument, object]] = {}
        self._here: PageDocument | None = None
        self._memos = LineCaches(home)

    def memo(self, page: str) -> LineMemo:
        """Where the lines of a page are kept."""
        return self._memos.of(page)

    def take(self, page: Page) -> PageDocument:
        """The document of a page that is opened now; that of the page before is kept for coming back to it."""
        document, previous = self._ready(page), self._here
        self._pages.pop(page.id, None)
        if previous is not None and previous.page is not page and enabled("page_prefetch"):
            self._pages[previous.page.id] = previous, self._record_of(previous.page)
        self._here = document
        return document

    def _ready(self, page: Page) -> PageDocument:
        """What was built of a page, if it is still right; else a new document."""
        document, record = self._pages.get(page.id, (None, None))
        if document is not None and document.page is page and record == self._record_of(page):
            return document
        return self._build(page, self.memo(page.id))

    async def look(self, page: str, direction: int, width: int, *, figures: bool) -> None:
        """Get the pages after this one ready, or those before it, for text so wide; and keep what was made."""
        if not enabled("page_prefetch"):
            return
        outline = self._course.outline
        near = {
            by: entry.id for by in (-1, *range(1, AHEAD + 1)) if (entry := neighbour(outline, page, direction * by))
        }
        self._pages = {name: pair for name, pair in self._pages.items() if name in near.values()}
        names = [name for by, name in near.items() if by > 0]
        for name in names:
            if name == names[0] or not self._memos.holds(name):  # with its text set before, a page is soon built
                await self._clock.breath()
                with suppress(CourseError):  # is said where the page is opened
                    await self._get_ready(name, width, figures)
        await asyncio.to_thread(self._memos.save)

    async def _get_ready(self, name: str, width: int, figures: bool) -> None:
        page = self._course.page(name)
        await self._clock.breath()
        for _ in self._course.loading(page.rung):
            await self._clock.breath()
        document = self._ready(page)
        self._pages[name] = document, self._record_of(page)
        await typeset(document, width, self._clock, figures=figures)


async def typeset(document: PageDocument, width: int, clock: IdleClock, *, figures: bool) -> None:
    """Set the lines of a document; draw figures too where they have the whole width.

    On the loop, in pieces of a few milliseconds: a thread would hold up every step that a key takes meanwhile.
    """
    await clock.breath()
    for index, block in enumerate(document.blocks):
        if isinstance(block, Illustration):
            if figures and "plotext" in sys.modules:  # to load it takes a fifth of a second
                await _drawn(block, document, width)
        else:
            document.lines_of(index, width)
        await clock.breath()


async def _drawn(block: Illustration, document: PageDocument, width: int) -> None:
    from tutor.rendering.charts import busy

    while busy():  # to wait for a thread that draws, or loads, would hold up the loop
        await asyncio.sleep(BUSY)
    if not block.is_drawn(width, document.ascii_only, document.memo):
        block.draw(width, document.ascii_only, document.memo)
