"""Getting the next page ready while this one is read: to make it and set its text is most of turning to it."""

from __future__ import annotations

import asyncio
import sys
from typing import TYPE_CHECKING

from textual.widget import Widget

from lessons.model import FigureBlock, Page
from tutor.blocks import FIGURE_WIDTH, figure_block
from tutor.widgets.column import drawable, drawn_lines
from tutor.widgets.page_blocks import made, what_shows
from tutor.widgets.page_parts import Picture

if TYPE_CHECKING:
    from tutor.ink import Ink
    from tutor.session import Session

BREATH = 0.001  # seconds between two blocks: keys come first


class Foreseen:
    """A page that is likely to be turned to, as far as it is ready."""

    def __init__(self, page: Page, session: Session, ink: Ink) -> None:
        self.page, self.ink = page, ink
        self._session, self._record = session, what_shows(page, session)
        self._making = made(page, session, ink)
        self._widgets: list[Widget] = []

    def holds(self, page: Page) -> bool:
        """Whether it is this page, and the record has nothing else to show on it since."""
        return self.page is page and self._record == what_shows(page, self._session)

    def whole(self) -> list[Widget]:
        """Its widgets; what is not ready yet is made now."""
        self._widgets += self._making
        return self._widgets

    async def get_ready(self, width: int, *, figures: bool) -> None:
        """Make the widgets and set their lines; draw figures too where they have the whole width.

        On the loop, in pieces of a few milliseconds: a thread would hold up every step that a key takes meanwhile.
        """
        for widget in self._making:
            self._widgets.append(widget)
            if isinstance(widget, Picture):
                if figures:
                    self._draw(widget.block, min(width, FIGURE_WIDTH))
            elif drawable(widget):
                drawn_lines(widget, width)
            await asyncio.sleep(BREATH)

    def _draw(self, block: FigureBlock, width: int) -> None:
        if "plotext" not in sys.modules:  # to load it takes a fifth of a second
            return
        plain = self._session.plain
        self.ink.lines(block, width, plain, lambda: figure_block(block, width, plain))
