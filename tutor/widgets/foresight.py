"""Getting the next page ready while this one is read: most of what a turn takes can be done before it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from lessons.model import FigureBlock, ItemBlock, Page
from tutor.blocks import FIGURE_WIDTH, figure_block
from tutor.widgets.column import drawable, drawn_lines
from tutor.widgets.item_view import ItemView
from tutor.widgets.lines import Lines
from tutor.widgets.page_blocks import WIDGETS

if TYPE_CHECKING:
    from tutor.ink import Ink
    from tutor.session import Session

BREATH = 0.01  # seconds between two blocks: keys come first


async def foresee(page: Page, session: Session, ink: Ink, width: int, *, figures: bool) -> None:
    """Set the lines of a page that is not turned to yet, and draw its figures where they have the whole width."""
    for block in page.blocks:
        await asyncio.sleep(BREATH)
        if isinstance(block, FigureBlock):
            if figures:
                await _draw(block, ink, min(width, FIGURE_WIDTH), session.plain)
            continue
        if isinstance(block, ItemBlock):  # to find numbers that make a good question can take a while
            await asyncio.to_thread(session.course.item, block.item, session.seed_of(block.item))
        widget = WIDGETS[type(block)](block, session)
        if drawable(widget) and isinstance(widget, Lines | ItemView):
            widget.use_ink(ink)
            drawn_lines(widget, width)
    await asyncio.to_thread(ink.save)


async def _draw(block: FigureBlock, ink: Ink, width: int, plain: bool) -> None:
    if ink.find(block, width, plain) is None:
        ink.keep(block, width, plain, await asyncio.to_thread(figure_block, block, width, plain))
