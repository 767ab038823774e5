"""The page itself: its blocks in a column, scrolled by screenfuls, with a sign for what is out of sight."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.message import Message
from textual.widget import Widget

from lessons.model import (
    Block,
    CodeCell,
    DemoBlock,
    ExerciseBlock,
    FigureBlock,
    Formula,
    ItemBlock,
    OwnData,
    Page,
    Pitfall,
    Prose,
    SidePath,
)
from tutor.look import sign
from tutor.notation import Line
from tutor.typeset import words
from tutor.widgets.column import Column
from tutor.widgets.item_view import ItemView
from tutor.widgets.lines import Lines
from tutor.widgets.page_parts import CodeDoor, DemoDoor, ExerciseDoor, LeansOn, OwnRecord, Picture, Reading

if TYPE_CHECKING:
    from tutor.session import Session

ROOM = 6  # rows kept free below a question for what will be said about the answer

_W = TypeVar("_W", bound=Widget)
Doable = ItemView | DemoDoor | ExerciseDoor


def _item(block: Block, session: Session) -> Widget:
    assert isinstance(block, ItemBlock)
    seed = session.seed_of(block.item)
    view = ItemView(session.course, session.course.item(block.item, seed), session.standing_of(block.item, seed))
    record = session.state.items.get(block.item)
    view.solved = record.unaided_right if record else 0
    return view


def _demo(block: Block, session: Session) -> Widget:
    assert isinstance(block, DemoBlock)
    demo = session.course.demo(block.demo)
    return DemoDoor(demo, block, session.challenges_met(demo))


def _exercise(block: Block, session: Session) -> Widget:
    assert isinstance(block, ExerciseBlock)
    entry = next(entry for entry in session.course.outline.exercises if entry.id == block.exercise)
    return ExerciseDoor(entry.title, block, session.exercise_standing(entry.id))


def _code(block: Block, _: Session) -> Widget:
    assert isinstance(block, CodeCell)
    return CodeDoor(block)


def _reading(block: Block, _: Session) -> Widget:
    assert isinstance(block, Prose | Formula | Pitfall | SidePath)
    return Reading(block)


def _picture(block: Block, _: Session) -> Widget:
    assert isinstance(block, FigureBlock)
    return Picture(block)


def _own(block: Block, session: Session) -> Widget:
    assert isinstance(block, OwnData)
    return OwnRecord(block, session)


WIDGETS: Mapping[type[Block], Callable[[Block, Session], Widget]] = {
    Prose: _reading,
    Formula: _reading,
    CodeCell: _code,
    Pitfall: _reading,
    SidePath: _reading,
    FigureBlock: _picture,
    OwnData: _own,
    ItemBlock: _item,
    DemoBlock: _demo,
    ExerciseBlock: _exercise,
}


class OutOfSight(Lines):
    """One line that says what is still to be done where it cannot be seen."""

    DEFAULT_CSS = "OutOfSight { height: 1; padding: 0 2; }"

    def __init__(self) -> None:
        super().__init__()
        self.above = self.below = self.more = 0

    def show(self, above: int, below: int, more: int) -> None:
        """Count what is to be done above and below; `more` is the number of rows below."""
        if (above, below, more) != (self.above, self.below, self.more):
            self.above, self.below, self.more = above, below, more
            self.changed(layout=False)

    def typeset(self, width: int) -> list[Line]:
        if self.below:
            things = "one thing" if self.below == 1 else f"{self.below} things"
            return [words(f"{sign('below', self.plain)} {things} to do below", "accent")]
        if self.more:
            return [words(f"{sign('below', self.plain)} more below", "dim")]
        if self.above:
            things = "one thing" if self.above == 1 else f"{self.above} things"
            return [words(f"{sign('above', self.plain)} {things} left to do above", "dim")]
        return [()]


class PageScroll(VerticalScroll, can_focus=True):
    """The scrolled column. Moves by screenfuls; Enter goes to the next thing to do."""

    DEFAULT_CSS = """
    PageScroll { width: 1fr; height: 1fr; scrollbar-size-vertical: 1; align-horizontal: center; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "next_thing", "next"),
        Binding("space", "onward", "on"),
        Binding("pagedown", "onward", "on", show=False),
        Binding("left", "screen.turn(-1)", "page before", show=False),
        Binding("right", "screen.turn(1)", "page after", show=False),
    ]

    class PastEnd(Message):
        """The learner moves on from the end of the page."""

    class Moved(Message):
        """The place on the page changed."""

    def __init__(self, page: Page, session: Session) -> None:
        super().__init__()
        self.session = session
        self.take(page)

    def take(self, page: Page) -> None:
        """Hold this page; `lay_out` shows it in place of one that is shown."""
        self.page = page
        self.blocks: list[Widget] = [WIDGETS[type(block)](block, self.session) for block in page.blocks]
        leaning = [LeansOn(self.session.course.outline, page)] if page.leans_on else []
        self.column = Column(*leaning, *self.blocks)

    def compose(self) -> ComposeResult:
        yield self.column

    async def lay_out(self) -> None:
        """Show the page that was taken last. What was shown before is taken apart after the paint: that takes time."""
        with self.app.batch_update():
            before, column = list(self.children), self.column
            for child in before:
                child.display = False
            self.scroll_home(animate=False, immediate=True)
            await self.mount(column)
        self.call_after_refresh(self.remove_children, before)

    @property
    def laid_out(self) -> bool:
        """Whether the page that was taken last has its places."""
        return self.column.size.height > 0

    def of(self, kind: type[_W]) -> list[_W]:
        """The blocks of one kind, in their order."""
        return [widget for widget in self.blocks if isinstance(widget, kind)]

    @property
    def doables(self) -> list[Doable]:
        return [widget for widget in self.blocks if isinstance(widget, Doable)]

    @property
    def undone(self) -> list[Doable]:
        return [widget for widget in self.doables if not widget.settled]

    def top_of(self, widget: Widget) -> int:
        """The row of the page at which a block begins."""
        return widget.virtual_region.y + self._offset_within(widget)

    def _offset_within(self, widget: Widget) -> int:
        offset, parent = 0, widget.parent
        while isinstance(parent, Widget) and parent is not self:
            offset += parent.virtual_region.y
            parent = parent.parent
        return offset

    def in_sight(self, widget: Widget) -> bool:
        """Whether the beginning of a block is on the screen."""
        top = self.top_of(widget)
        return self.scroll_y <= top < self.scroll_y + self.size.height - 1

    def overlaps(self, widget: Widget) -> bool:
        """Whether any row of a block is on the screen."""
        top = self.top_of(widget)
        return top < self.scroll_y + self.size.height and top + widget.outer_size.height > self.scroll_y

    @property
    def place(self) -> tuple[int, int]:
        """The place on the page: the block at the top of the screen, and the row of it."""
        row = round(self.scroll_y)
        found = (0, row - self.top_of(self.blocks[0])) if self.blocks else (0, 0)
        for index, widget in enumerate(self.blocks):
            if self.top_of(widget) <= row:
                found = (index, row - self.top_of(widget))
        return found

    def go_to(self, block: int, line: int) -> None:
        """Scroll to a place as `place` gave it."""
        if 0 <= block < len(self.blocks):
            self.scroll_to(y=self.top_of(self.blocks[block]) + line, animate=False)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        if round(old_value) != round(new_value):
            self.post_message(self.Moved())

    def out_of_sight(self) -> tuple[int, int, int]:
        """How many undone things begin above and below what is seen, and how many rows are below."""
        bottom = self.scroll_y + self.size.height
        tops = [self.top_of(widget) for widget in self.undone]
        above = sum(top < self.scroll_y for top in tops)
        below = sum(top >= bottom - 1 for top in tops)
        return above, below, max(0, round(self.max_scroll_y - self.scroll_y))

    def action_onward(self) -> None:
        """A screenful on: to the first block that is not wholly in sight, so that none is read in halves."""
        if not self.laid_out:
            self.call_after_refresh(self.action_onward)
            return
        if round(self.scroll_y) >= self.max_scroll_y:
            self.post_message(self.PastEnd())
            return
        top, height = round(self.scroll_y), self.size.height
        cut = next((one for one in self.blocks if self.top_of(one) + one.outer_size.height > top + height), None)
        start = self.top_of(cut) - 1 if cut is not None else 0
        self.scroll_to(y=start if start > top + height // 3 else top + max(1, height - 2), animate=False)

    def action_next_thing(self) -> None:
        """To the next thing to do if it is in sight, else a screenful on; at the end, to what was passed over."""
        if not self.laid_out:
            self.call_after_refresh(self.action_next_thing)
            return
        undone = self.undone
        here = next((widget for widget in undone if self.in_sight(widget)), None)
        at_end = round(self.scroll_y) >= self.max_scroll_y
        if here is None and undone and at_end:
            here = undone[0]  # nothing is left below: back to what was passed over
        if here is not None:
            self.begin(here)
        else:
            self.action_onward()

    def begin(self, widget: Doable) -> None:
        """Put the learner to work on something."""
        top, height = self.top_of(widget), widget.outer_size.height + ROOM
        if top < self.scroll_y or top + height > self.scroll_y + self.size.height:
            self.scroll_to(y=max(0, min(top - 1, top + height - self.size.height)), animate=False)
        if isinstance(widget, ItemView):
            widget.begin()
        else:
            widget.focus(scroll_visible=False)
