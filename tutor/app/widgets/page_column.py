"""The column of a page: one block under the other; on wide terminals figures stand in the margin beside them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple, cast

from textual import events
from textual.geometry import Region, Size
from textual.layout import ArrangeResult, Layout, WidgetPlacement
from textual.layouts.vertical import VerticalLayout
from textual.message import Message
from textual.widget import Widget

from tutor.app.theme import TERMINAL_THEMES
from tutor.app.widgets.lines import Lines
from tutor.app.widgets.page_blocks import takes_keys
from tutor.app.widgets.page_links import PageLink
from tutor.app.widgets.page_parts import LeansOn, PersonalBlockView, Picture, Reading
from tutor.app.widgets.plain_containers import Vertical
from tutor.app.widgets.question import QuestionView
from tutor.rendering.notation import Line

GAP = 3  # columns between text and margin
APART = 1  # rows between blocks


class Drawn(NamedTuple):
    """A block that is drawn without a widget of its own, and its rows."""

    block: Widget
    top: int
    lines: list[Line]


def drawable(block: Widget, width: int) -> bool:
    """Whether nothing is lost when the block has no widget of its own for now; `width` 0: text's width is not known."""
    if isinstance(block, QuestionView):
        return block.untouched
    if isinstance(block, Picture):
        return width > 0 and block.kept(width) is not None
    return isinstance(block, LeansOn | Reading | PageLink | PersonalBlockView)


def drawn_lines(block: Widget, width: int) -> list[Line]:
    """The lines of such a block."""
    if isinstance(block, QuestionView):
        return block.untouched_lines(width)
    assert isinstance(block, Lines)
    return block.lines(width)


class Sheet(Lines):
    """All blocks of a page that need no widget of their own, in one: a widget costs more than its lines."""

    DEFAULT_CSS = "Sheet { height: 1; }"

    class Touched(Message):
        """The pointer is at a block, or has pressed it."""

        def __init__(self, block: Widget, pressed: bool) -> None:
            super().__init__()
            self.block, self.pressed = block, pressed

    def __init__(self) -> None:
        super().__init__()
        self.drawn: Sequence[Drawn] = ()
        self._rows = 0

    def show(self, drawn: Sequence[Drawn], rows: int) -> None:
        """Draw these; the rows between are left free."""
        if (drawn, rows) == (self.drawn, self._rows):
            return
        self.drawn, self._rows = drawn, rows
        if self._set is not None:  # else it was never painted, and will be
            self.changed(layout=False)

    def typeset(self, width: int) -> list[Line]:
        lines: list[Line] = [()] * self._rows
        for one in self.drawn:
            lines[one.top : one.top + len(one.lines)] = one.lines
        return lines

    def on_mouse_move(self, event: events.MouseMove) -> None:
        self._touched(event, pressed=False)

    def on_click(self, event: events.Click) -> None:
        self._touched(event, pressed=True)

    def _touched(self, event: events.MouseEvent, pressed: bool) -> None:
        for one in self.drawn:
            if one.top <= event.y < one.top + len(one.lines) and takes_keys(one.block):
                self.post_message(self.Touched(one.block, pressed))


class ColumnLayout(VerticalLayout):
    """Blocks from top to bottom, those with a widget among those that are drawn; pictures may stand in the margin.

    No height in it depends on the room there is, so none is given: that way it is worked out once.
    """

    name = "column"

    def arrange(self, parent: Widget, children: list[Widget], size: Size, greedy: bool = True) -> ArrangeResult:
        column = cast("Column", parent)
        told = column.told(children, size.width)
        if told is not None:
            return told

        def placed(child: Widget) -> WidgetPlacement:
            return super(ColumnLayout, self).arrange(parent, [child], Size(size.width, 0), greedy)[0]

        sheet = placed(column.sheet)
        stack = _Stack(sheet.region.width, column.beside)
        for block in column.blocks:
            stack.put(block, placed if block in children else None)
        column.places = {block: (column.gutter.top + top, rows) for block, (top, rows) in stack.tops.items()}
        column.rows = column.gutter.height + max(stack.left, stack.right)
        column.sheet.show(stack.drawn, stack.left)
        return [sheet._replace(region=Region(0, 0, sheet.region.width, stack.left)), *stack.placed]


class _Stack:
    """Text keeps its order on the left; each picture begins where the block before it does, or below the last one."""

    def __init__(self, width: int, beside: bool) -> None:
        self.width, self.beside = width, beside
        self.left = self.right = self.level = 0
        self.tops: dict[Widget, tuple[int, int]] = {}
        self.drawn: list[Drawn] = []
        self.placed: list[WidgetPlacement] = []

    def put(self, block: Widget, place: Callable[[Widget], WidgetPlacement] | None) -> None:
        """The next block; `place` gives its size where it has a widget."""
        if place is None:
            lines = drawn_lines(block, self.width)
            self.drawn.append(Drawn(block, self._text(block, len(lines)), lines))
            return
        found = place(block)
        region = found.region
        if self.beside and isinstance(block, Picture):
            top = max(self.level, self.right)
            self.right = top + region.height + APART
            self.tops[block] = top, region.height
            region = Region(self.width + GAP, top, region.width, region.height)
        else:
            region = Region(region.x, self._text(block, region.height), region.width, region.height)
        self.placed.append(found._replace(region=region, order=1))

    def _text(self, block: Widget, rows: int) -> int:
        self.level = top = self.left
        self.tops[block] = top, rows
        self.left += rows + APART
        return top


class Column(Vertical):
    """The blocks of a page, each with a widget of its own only where it needs one."""

    DEFAULT_CSS = "Column { width: 100%; max-width: 80; height: auto; padding: 1 2; }"

    _layout = ColumnLayout()

    def __init__(self, blocks: Sequence[Widget]) -> None:
        self.sheet = Sheet()
        super().__init__(self.sheet, *self._own(blocks, 0))
        self._hold(blocks)

    def _hold(self, blocks: Sequence[Widget]) -> None:
        self.blocks = tuple(blocks)
        # The row at which each block begins, and how many it has; empty before they are laid out.
        self.places: dict[Widget, tuple[int, int]] = {}
        self.rows = 0
        self._told: tuple[int, ArrangeResult] | None = None

    def _own(self, blocks: Sequence[Widget], width: int) -> list[Widget]:
        """Those that need a widget of their own."""
        # Without colours of our own a box is known by its underline, which no line of cells has.
        whole = self.app.theme in TERMINAL_THEMES.values()
        return [block for block in blocks if whole or not drawable(block, width)]

    async def turn_to(self, blocks: Sequence[Widget], width: int) -> list[Widget]:
        """Other blocks in place of these; gives back the hidden widgets of these, to be removed when there is time."""
        before = [child for child in self.children if child is not self.sheet]
        self._hold(())  # to hide a widget asks for the places of all, and these are half gone then
        for child in before:
            child.display = False
        own = self._own(blocks, 0 if self.beside else width)
        mounting = self.mount(*own) if own else None
        self._hold(blocks)
        self.redraw()
        if mounting is not None:
            await mounting
        return before

    def redraw(self) -> None:
        """Show what changed of blocks that have no widget of their own."""
        self._told = None
        self.sheet.refresh(layout=True)  # the sheet's: with its own a widget keeps the places of what is in it

    @property
    def beside(self) -> bool:
        """Whether figures stand in the margin."""
        return self.screen.has_class("-wide") or self.screen.has_class("-wider")

    async def on_resize(self) -> None:
        """A figure that is not known as it has to be now, or goes to the margin, needs a widget."""
        width = 0 if self.beside else self.sheet.size.width
        await self.wake(*(one for one in self.blocks if isinstance(one, Picture) and not drawable(one, width)))

    @property
    def layout(self) -> Layout:
        return self._layout

    def foretell(self, width: int) -> None:
        """Find every place for text so wide before it is laid out."""
        if width:
            self._told = width, self._layout.arrange(self, list(self.displayed_children), Size(width, 0))

    def told(self, children: Sequence[Widget], width: int) -> ArrangeResult | None:
        """What was foretold, once, if it is what is asked for: a widget may have grown since, lines have not."""
        told, self._told = self._told, None
        return told[1] if told is not None and told[0] == width and [*children] == [self.sheet] else None

    async def wake(self, *blocks: Widget) -> None:
        """Give these blocks widgets of their own, where they stand; not those of a page that was turned meanwhile."""
        if not blocks:
            return
        with self.app.batch_update():
            for block in blocks:
                if block.parent is None and block in self.blocks:
                    before = [one for one in self.blocks[: self.blocks.index(block)] if one.parent is self]
                    await self.mount(block, after=before[-1] if before else self.sheet)
