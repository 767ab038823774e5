"""The page itself: its blocks in a column, scrolled by screenfuls."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from functools import partial
from typing import ClassVar, TypeVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widget import Widget

from lessons.model.page import Page
from tutor.app.widgets.key_buffer import KeyBuffer
from tutor.app.widgets.page_blocks import takes_keys
from tutor.app.widgets.page_column import Column, Sheet
from tutor.app.widgets.page_links import DemoLink, ExerciseLink, PageLink
from tutor.app.widgets.page_parts import LeansOn, PersonalBlockView
from tutor.app.widgets.page_scroll_bar import PageBar
from tutor.app.widgets.plain_containers import VerticalScroll
from tutor.app.widgets.question import QuestionView
from tutor.app.widgets.todo_indicator import TodoIndicator
from tutor.app.workers import start_work
from tutor.fast.key_order import run_binding_now

MESSAGES = 3  # turns of the loop until the screen has heard that a widget changed: all is to come in one frame
ROOM = 6  # rows kept free below a question for what will be said about the answer

_W = TypeVar("_W", bound=Widget)
Doable = QuestionView | DemoLink | ExerciseLink


class PageView(VerticalScroll, can_focus=True):
    """The scrolled column. Moves by screenfuls; Enter goes to the next thing to do."""

    DEFAULT_CSS = """
    PageView { width: 1fr; height: 1fr; scrollbar-size-vertical: 0; align-horizontal: center; }
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

    def __init__(self, page: Page, widgets: Sequence[Widget], sign: TodoIndicator) -> None:
        super().__init__()
        self.sign, self.bar = sign, PageBar()
        self._handover = KeyBuffer()
        self.column: Column | None = None
        self.take(page, widgets)

    def take(self, page: Page, widgets: Sequence[Widget]) -> None:
        """Hold this page; `lay_out` shows it in place of one that is shown."""
        self._width = self.sheet_width
        self.page = page
        self._all = tuple(widgets)
        self.blocks = [one for one in self._all if not isinstance(one, LeansOn)]
        self.waiting = True  # for being laid out
        self._handover.end()

    def compose(self) -> ComposeResult:
        self.waiting = False
        self.column = Column(self._all)
        yield self.column
        yield self.bar

    async def lay_out(self) -> None:
        """Show the page that was taken last. What was shown before is taken apart after the paint: that takes time."""
        column, self.waiting = self.column, False
        if column is None:
            return
        with self.app.batch_update():
            self.scroll_home(animate=False, immediate=True)
            before = await column.turn_to(self._all, self._width)
            column.foretell(self._width)
            self.tell()
            for _ in range(MESSAGES):
                await asyncio.sleep(0)
        if before:
            self.call_after_refresh(column.remove_children, before)

    async def go_on(self) -> None:
        """What there is to do on the page by itself, once it is shown."""
        if self.column is not None:
            await self.column.wake(*self.of(PersonalBlockView))

    def redraw(self) -> None:
        """Show what changed of blocks that have no widget of their own."""
        if self.column is not None:
            self.column.redraw()

    @property
    def laid_out(self) -> bool:
        """Whether the page that was taken last has its places."""
        return not self.waiting and self.column is not None and bool(self.column.places)

    @property
    def sheet_width(self) -> int:
        """How wide the text is set; 0 before it is laid out."""
        return self.column.sheet.size.width if self.column is not None else 0

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
        return self._place_of(widget)[0]

    def end_of(self, widget: Widget) -> int:
        """The row after its last."""
        return sum(self._place_of(widget))

    def _place_of(self, widget: Widget) -> tuple[int, int]:
        return self.column.places.get(widget, (0, 0)) if self.column is not None else (0, 0)

    def in_sight(self, widget: Widget) -> bool:
        """Whether the beginning of a block is on the screen."""
        top = self.top_of(widget)
        return self.scroll_y <= top < self.scroll_y + self.size.height - 1

    def overlaps(self, widget: Widget) -> bool:
        """Whether any row of a block is on the screen."""
        top = self.top_of(widget)
        return top < self.scroll_y + self.size.height and self.end_of(widget) > self.scroll_y

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
            self.tell()  # at once, so that it comes in the same frame
            self.post_message(self.Moved())

    def watch_virtual_size(self) -> None:
        self.tell()

    def on_resize(self) -> None:
        self.tell()

    def on_page_bar_pulled(self, event: PageBar.Pulled) -> None:
        event.stop()
        self.scroll_to(y=round(event.share * self.max_scroll_y), animate=False)

    def tell(self) -> None:
        """Show how much is seen, and what is to be done where it is not."""
        self.sign.show(*self.out_of_sight())
        if self.column is not None:
            self.bar.show(round(self.scroll_y), self.size.height, self.column.rows)

    def out_of_sight(self) -> tuple[int, int, int]:
        """How many undone things begin above and below what is seen, and how many rows are below."""
        bottom = self.scroll_y + self.size.height
        tops = [self.top_of(widget) for widget in self.undone]
        above = sum(top < self.scroll_y for top in tops)
        below = sum(top >= bottom - 1 for top in tops)
        rows = self.column.rows if self.column is not None else 0
        return above, below, max(0, rows - round(bottom))

    def action_onward(self) -> None:
        """A screenful on: to the first block that is not wholly in sight, so that none is read in halves."""
        if not self.laid_out:
            self.call_after_refresh(self.action_onward)
            return
        if round(self.scroll_y) >= self.max_scroll_y:
            self.post_message(self.PastEnd())
            return
        top, height = round(self.scroll_y), self.size.height
        cut = next((one for one in self.blocks if self.end_of(one) > top + height), None)
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

    def begin(self, widget: Widget) -> None:
        """Put the learner to work on something."""
        top, end = self.top_of(widget), self.end_of(widget) + ROOM
        if top < self.scroll_y or end > self.scroll_y + self.size.height:
            self.scroll_to(y=max(0, min(top - 1, end - self.size.height)), animate=False)
        if isinstance(widget, QuestionView):
            self.work_at(widget, widget.begin)
        else:
            self.work_at(widget, partial(widget.focus, scroll_visible=False))

    def begin_beside(self, by: int) -> None:
        """On to the next thing that takes keys, or back to the one before; past the last to the page itself."""
        things = [one for one in self.blocks if takes_keys(one)]
        at = next((index for index, one in enumerate(things) if one.has_focus_within), None)
        if at is None:
            edge = self.scroll_y + (0 if by > 0 else self.size.height)
            at = sum(self.top_of(one) < edge for one in things) - (by > 0)
        if 0 <= at + by < len(things):
            self.begin(things[at + by])
        else:
            self.focus()

    def work_at(self, block: Widget, begin: Callable[[], object]) -> None:
        """Put the cursor into a block, which may need a widget first; what is typed meanwhile goes there."""
        if self._handover.waits:
            return
        self._handover.begin(block)
        if block.is_mounted:
            self._give(block, begin)
        else:
            start_work(self, partial(self._wake, block, begin), "box")

    async def _wake(self, block: Widget, begin: Callable[[], object]) -> None:
        page, column = self.page, self.column
        if column is not None and column.is_attached:
            await column.wake(block)
        if block.is_attached and self.page is page:
            self._give(block, begin)
        else:
            self._handover.end(block)

    def _give(self, block: Widget, begin: Callable[[], object]) -> None:
        begin()
        self._handover.go_on()
        self.call_after_refresh(self._handover.end, block)

    async def on_key(self, event: events.Key) -> None:
        if not self._handover.take(event):
            await run_binding_now(self, event, PageView)

    def on_blur(self) -> None:
        if not self._handover.waits:
            self._handover.end()

    def on_sheet_touched(self, event: Sheet.Touched) -> None:
        event.stop()
        block, column = event.block, self.column
        if event.pressed and isinstance(block, QuestionView):
            self.work_at(block, block.begin)
        elif event.pressed and isinstance(block, PageLink):
            self.work_at(block, block.action_open)
        elif column is not None and isinstance(block, QuestionView):
            start_work(self, partial(column.wake, block), "box")
