"""Prefetching: the next pages are built and typeset while one is read, which is most of the work of turning a page."""

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

AHEAD = 2  # pages that are prefetched
BUSY = 0.02  # seconds between two checks whether another thread is done drawing

BuildPage = Callable[[Page, LineMemo], PageDocument]
RecordOf = Callable[[Page], object]


class PagePrefetch:
    """The documents of the current page and its neighbors.

    Args:
        course: The course.
        home: The learner's home, where lines are kept.
        build: Builds the document of a page.
        record_of: The part of the learner's record that a document shows; a document is stale once that has changed.
        clock: The idle clock.
    """

    def __init__(self, course: Course, home: Path, build: BuildPage, record_of: RecordOf, clock: IdleClock) -> None:
        self._course, self._build, self._record_of, self._clock = course, build, record_of, clock
        self._pages: dict[str, tuple[PageDocument, object]] = {}
        self._current: PageDocument | None = None
        self._memos = LineCaches(home)

    def memo(self, page: str) -> LineMemo:
        """The cache of a page's lines."""
        return self._memos.of(page)

    def document(self, page: Page) -> PageDocument:
        """The document of the page that is opened now; the previous page's document is kept for going back."""
        document, previous = self._ready(page), self._current
        self._pages.pop(page.id, None)
        if previous is not None and previous.page is not page and enabled("page_prefetch"):
            self._pages[previous.page.id] = previous, self._record_of(previous.page)
        self._current = document
        return document

    def _ready(self, page: Page) -> PageDocument:
        """The prefetched document of a page, unless it is missing or stale; else a new one."""
        document, record = self._pages.get(page.id, (None, None))
        if document is not None and document.page is page and record == self._record_of(page):
            return document
        return self._build(page, self.memo(page.id))

    async def prefetch(self, page: str, direction: int, width: int, *, figures: bool) -> None:
        """Prefetch the pages next to this one, mostly those ahead in `direction` (1 or -1), and save their lines."""
        if not enabled("page_prefetch"):
            return
        outline = self._course.outline
        near = {
            by: entry.id for by in (-1, *range(1, AHEAD + 1)) if (entry := neighbour(outline, page, direction * by))
        }
        self._pages = {name: pair for name, pair in self._pages.items() if name in near.values()}
        names = [name for by, name in near.items() if by > 0]
        for name in names:
            if name == names[0] or not self._memos.holds(name):  # a page whose lines are cached is built quickly
                await self._clock.wait_until_idle()
                with suppress(CourseError):  # reported when the page is opened
                    await self._get_ready(name, width, figures)
        await asyncio.to_thread(self.save)

    def save(self) -> None:
        """Write new lines and pages to disk. Blocks."""
        self._memos.save()
        self._course.save_pages()

    async def _get_ready(self, name: str, width: int, figures: bool) -> None:
        page = self._course.page(name)
        await self._clock.wait_until_idle()
        for _ in self._course.loading(page.rung):
            await self._clock.wait_until_idle()
        document = self._ready(page)
        self._pages[name] = document, self._record_of(page)
        await typeset(document, width, self._clock, figures=figures)


async def typeset(document: PageDocument, width: int, clock: IdleClock, *, figures: bool) -> None:
    """Typeset a document; with `figures`, draw its figures too, which then have the full width.

    This runs on the event loop in pieces of a few milliseconds, because a thread would slow down every key.
    """
    await clock.wait_until_idle()
    for index, block in enumerate(document.blocks):
        if isinstance(block, Illustration):
            if figures and "plotext" in sys.modules:  # loading it takes a fifth of a second
                await _drawn(block, document, width)
        else:
            document.lines_of(index, width)
        await clock.wait_until_idle()


async def _drawn(block: Illustration, document: PageDocument, width: int) -> None:
    from tutor.rendering.charts import busy

    while busy():  # waiting for the drawing thread's lock would block the loop
        await asyncio.sleep(BUSY)
    if not block.is_drawn(width, document.ascii_only, document.memo):
        block.draw(width, document.ascii_only, document.memo)
