"""The parts of a page that are only read: text, figures, one's own record."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING

from lessons.model.page import (
    FigureBlock,
    Formula,
    OwnData,
    Page,
    Pitfall,
    Prose,
    SidePath,
)
from tutor.app.widgets.lines import Lines
from tutor.app.workers import start_work
from tutor.rendering.article import leaning_lines
from tutor.rendering.blocks import FIGURE_WIDTH, figure_block, passive_lines
from tutor.rendering.notation import Line
from tutor.rendering.typeset import wrap

if TYPE_CHECKING:
    from lessons.outline import Outline
    from tutor.app.session import Session
    from tutor.learning.scheduling.recall_trials import Trial


class LeansOn(Lines):
    """What the page takes for granted, above its first block."""

    DEFAULT_CSS = "LeansOn { margin: 0 0 1 0; }"

    def __init__(self, outline: Outline, page: Page) -> None:
        super().__init__()
        self.outline, self.page = outline, page

    def typeset(self, width: int) -> list[Line]:
        return leaning_lines(self.outline, self.page, width, self.plain)


class Reading(Lines):
    """A block that is only read."""

    DEFAULT_CSS = "Reading { margin: 0 0 1 0; }"

    def __init__(self, block: Prose | Formula | Pitfall | SidePath) -> None:
        super().__init__()
        self.block = block

    def typeset(self, width: int) -> list[Line]:
        return self.inked(self.block, width, lambda: passive_lines(self.block, width, self.plain))


class Picture(Lines):
    """A figure with its caption: as it was drawn before, else drawn after the first paint, its room kept free."""

    DEFAULT_CSS = "Picture { margin: 0 0 1 0; }"

    def __init__(self, block: FigureBlock) -> None:
        super().__init__()
        self.block = block
        self.ready = False  # whether what draws is loaded

    def kept(self, width: int) -> list[Line] | None:
        """As it was drawn before for this room, if it was."""
        return self.ink.find(self.block, min(width, FIGURE_WIDTH), self.plain) if self.ink else None

    def typeset(self, width: int) -> list[Line]:
        lines = self.kept(width)
        if lines is not None:
            return lines
        width = min(width, FIGURE_WIDTH)
        if self.ready:
            return self._drawn(figure_block(self.block, width, self.plain), width)
        caption = wrap(self.block.caption, width, self.plain) if self.block.caption else []
        return [*(() for _ in range(self.block.figure.height)), *caption]

    def on_resize(self) -> None:
        width = min(self.size.width, FIGURE_WIDTH)
        if width and not self.ready and self.kept(width) is None:
            self.call_after_refresh(start_work, self, partial(self._begin, width), "draw", exclusive=True)

    async def _begin(self, width: int) -> None:
        """Draw it off the event loop; the page may have been left meanwhile."""
        self._drawn(await asyncio.to_thread(figure_block, self.block, width, self.plain), width)
        if self.is_attached:
            self.ready = True
            self.changed()
        if self.ink is not None:
            await asyncio.to_thread(self.ink.save)

    def _drawn(self, lines: list[Line], width: int) -> list[Line]:
        if self.ink is not None:
            self.ink.keep(self.block, width, self.plain, lines)
        return lines


class PersonalBlockView(Lines):
    """What a page says of the learner's own record. Until that is looked through, and drawn, its room is kept free."""

    DEFAULT_CSS = "PersonalBlockView { margin: 0 0 1 0; }"

    def __init__(self, block: OwnData, session: Session) -> None:
        super().__init__()
        self.block, self.session = block, session
        self.data: tuple[Trial, ...] | None = None
        self._first: dict[int, list[Line]] = {}  # by width, drawn off the event loop with what has to be loaded for it

    def on_mount(self) -> None:
        start_work(self, self._look_through, "own")

    async def _look_through(self) -> None:
        from tutor.learning.scheduling.recall_trials import trials

        data = await asyncio.to_thread(trials, self.session.course, self.session.state)
        if width := self.size.width:
            self._first[width] = await asyncio.to_thread(self._drawn, data, width)
        self.data = data
        self.changed()

    def typeset(self, width: int) -> list[Line]:
        from tutor.rendering.personal_data import room

        rows = room(self.block, width, self.plain)
        if self.data is None:
            return [()] * rows
        lines = self._first.get(width) or self._drawn(self.data, width)
        return [*lines, *[()] * (rows - len(lines))]

    def _drawn(self, data: tuple[Trial, ...], width: int) -> list[Line]:
        from tutor.rendering.personal_data import own_lines

        return own_lines(self.block, data, width, self.session.plain)
