"""Getting the next page ready while this one is read: setting its text is a good part of a first turn to it."""

from __future__ import annotations

import asyncio
import sys
from typing import TYPE_CHECKING

from lessons.model import FigureBlock, Page
from tutor.blocks import FIGURE_WIDTH, figure_block
from tutor.widgets.column import drawable, drawn_lines
from tutor.widgets.item_view import ItemView
from tutor.widgets.lines import Lines
from tutor.widgets.page_blocks import WIDGETS

if TYPE_CHECKING:
    from tutor.ink import Ink
    from tutor.session import Session

BREATH = 0.03  # seconds between two blocks: keys come first


async def foresee(page: Page, session: Session, ink: Ink, width: int, *, figures: bool) -> None:
    """Set the lines of a page that is not turned to yet, and draw its figures where they have the whole width.

    On the loop, in pieces of a few milliseconds: a thread would hold up every step that a key takes meanwhile.
    """
    for block in page.blocks:
        await asyncio.sleep(BREATH)
        if isinstance(block, FigureBlock):
            if figures:
                _draw(block, ink, min(width, FIGURE_WIDTH), session.plain)
            continue
        widget = WIDGETS[type(block)](block, session)
        if drawable(widget) and isinstance(widget, Lines | ItemView):
            widget.use_ink(ink)
            drawn_lines(widget, width)
    await asyncio.to_thread(ink.save)


def _draw(block: FigureBlock, ink: Ink, width: int, plain: bool) -> None:
    if "plotext" in sys.modules and ink.find(block, width, plain) is None:  # to load it would take a fifth of a second
        ink.keep(block, width, plain, figure_block(block, width, plain))
