"""A page on the screen: a document that is drawn, and the one block of it that is worked at, which has a widget."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from tutor.app.widgets.cursor_row import cursor_within, row_to_show
from tutor.app.widgets.held_place import HeldPlace
from tutor.app.widgets.key_buffer import KeyBuffer
from tutor.app.widgets.page_canvas import MarginCanvas, PageCanvas, TextColumn
from tutor.app.widgets.page_links import LINK_VIEWS, PageLink
from tutor.app.widgets.page_scroll_bar import PageBar
from tutor.app.widgets.question import QuestionView
from tutor.app.widgets.todo_indicator import TodoIndicator
from tutor.app.workers import start_work
from tutor.fast.key_order import run_binding_now
from tutor.rendering.notation import Line
from tutor.rendering.page_document import (
    LINKS,
    DemoLink,
    ExerciseLink,
    Illustration,
    Layout,
    PageBlock,
    PageDocument,
    PersonalRecord,
    Place,
    Question,
)

if TYPE_CHECKING:
    from tutor.learning.scheduling.recall_trials import Trial

ROOM = 6  # rows kept free below a question for what will be said about the answer
PADDING = 1  # rows above and below the column of text

Live = QuestionView | PageLink


class PageColumns(Horizontal):
    """The text of a page, and on wide terminals the margin beside it, where figures stand."""

    DEFAULT_CSS = """
    PageColumns { width: 100%; max-width: 80; height: auto; padding: 1 2; visibility: hidden; }
    PageColumns .margin { visibility: visible; }
    """  # the ground is that of the page: rows of this one's own would be painted for nothing

    virtual_size = reactive(Size(0, 0), repaint=False)  # Widget's own lays out the screen a second time


class PageView(VerticalScroll, can_focus=True):
    """The scrolled page. Moves by screenfuls; Enter goes to the next thing to do.

    Blocks are named by their index in the document. At most one has a widget, `live`: it stands in the flow between
    what is drawn above it and what is drawn below. When another is gone to, its state goes back to the document.
    (Textual's `ScrollView` draws rows the same way, but takes no children.)
    """

    DEFAULT_CSS = """
    PageView { width: 1fr; height: 1fr; scrollbar-size-vertical: 0; align-horizontal: center; }
    PageView .margin { display: none; }
    """

    virtual_size = reactive(Size(0, 0), repaint=False)  # Widget's own lays out the screen a second time

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
        """The place on the page, or the focus on it, changed; `scrolled` says which."""

        def __init__(self, scrolled: bool) -> None:
            super().__init__()
            self.scrolled = scrolled

    def __init__(self, document: PageDocument, indicator: TodoIndicator) -> None:
        super().__init__()
        self.document, self.indicator = document, indicator
        self.live: Live | None = None
        self.live_index: int | None = None
        self.bar = PageBar()
        self.above, self.below = PageCanvas(self._rows_above), PageCanvas(self._rows_below)
        self.margin = MarginCanvas(self._rows_in_margin, classes="margin")
        self.text = TextColumn(self.above, self.below)
        self._swapping = asyncio.Lock()
        self._keys = KeyBuffer()
        self.held_place = HeldPlace()
        self.route_key: Callable[[events.Key], bool] = lambda _: False  # whether a key was typed into a question

    def compose(self) -> ComposeResult:
        yield PageColumns(self.text, self.margin)
        yield self.bar

    def on_mount(self) -> None:
        self.set_class(bool(self.document.of(Illustration)), "-figures")

    def show(self, document: PageDocument) -> None:
        """Show another page in place of this one, from its beginning."""
        live = self._retire()
        self.document = document
        self.held_place.forget()
        self._keys.end()
        self.set_class(bool(document.of(Illustration)), "-figures")
        self.scroll_home(animate=False, immediate=True)
        self.redraw()
        if live is not None:
            self.call_after_refresh(live.remove)  # after the paint: that takes time
        self.call_after_refresh(self._after_layout)

    # What is drawn

    def redraw(self) -> None:
        """Draw what changed of the document."""
        for canvas in (self.above, self.below, self.margin):
            canvas.changed()
        self.tell()

    @property
    def _margin_width(self) -> int:
        """Columns of the margin; 0 where figures stand between the text."""
        if not self.is_attached:  # keys may come before the screen is built, and after it is gone
            return 0
        return 60 if self.screen.has_class("-wider") else 40 if self.screen.has_class("-wide") else 0

    @property
    def text_width(self) -> int:
        """Columns of the text; 0 before it is laid out."""
        return self.above.size.width

    @property
    def _live_rows(self) -> tuple[int, int] | None:
        if self.live is None or self.live_index is None or not self.live.size:
            return None
        return self.live_index, self.live.outer_size.height

    def layout_now(self) -> Layout:
        """Where the blocks stand, without the padding above the first; all at the top before the page is laid out."""
        if not self.laid_out:
            return Layout((Place(0, 0),) * len(self.document.blocks), 0, 0)
        return self.document.layout(self.text_width, self._margin_width, self._live_rows)

    def _rows_above(self, width: int) -> list[Line]:
        lines = self.document.text(width, self._margin_width)
        return lines if self.live_index is None else lines[: self._drawn_place(width)[0]]

    def _rows_below(self, width: int) -> list[Line]:
        if self.live_index is None:
            return []
        return self.document.text(width, self._margin_width)[self._drawn_place(width)[1] :]

    def _drawn_place(self, width: int) -> tuple[int, int]:
        """Where the block that is worked at would begin and end if it were drawn."""
        assert self.live_index is not None
        place = self.document.layout(width, self._margin_width).places[self.live_index]
        return place.top, place.top + place.rows

    def _rows_in_margin(self, width: int) -> list[Line]:
        return self.document.margin_text(self.text_width or width, width, self._live_rows)

    def _after_layout(self) -> None:
        self.tell()
        width = self._margin_width or self.text_width
        if width and (missing := self.not_drawn):
            start_work(self, partial(self._draw, self.document, missing, width), "draw", exclusive=True)

    @property
    def not_drawn(self) -> list[Illustration]:
        """The figures that are still to be drawn."""
        document, width = self.document, self._margin_width or self.text_width
        figures = (block for block in document.blocks if isinstance(block, Illustration))
        return [one for one in figures if not one.is_drawn(width, document.ascii_only, document.memo)]

    async def _draw(self, document: PageDocument, figures: list[Illustration], width: int) -> None:
        """Draw figures off the event loop; the page may be left meanwhile."""
        for figure in figures:
            await asyncio.to_thread(figure.draw, width, document.ascii_only, document.memo)
            if self.document is document:
                self.redraw()
        await asyncio.to_thread(document.memo.save)

    async def show_record(self, find_trials: Callable[[], tuple[Trial, ...]]) -> None:
        """Look through the learner's record for the blocks that speak of it. Off the event loop: that takes time."""
        document, width = self.document, self.text_width
        for index in document.of(PersonalRecord):
            block = document.blocks[index]
            assert isinstance(block, PersonalRecord)
            known = PersonalRecord(block.block, await asyncio.to_thread(find_trials))
            if width:
                await asyncio.to_thread(document.lines_of, index, width, known)
            document.replace(index, known)
            if self.document is document:
                self.redraw()

    # What there is to do

    def settled(self, index: int) -> bool:
        """Whether nothing is left to do at a block."""
        if index == self.live_index and isinstance(self.live, QuestionView):
            return self.live.settled
        return bool(getattr(self.document.blocks[index], "settled", True))

    def takes_keys(self, index: int) -> bool:
        """Whether the focus can be put on a block."""
        block = self.document.blocks[index]
        return not self.settled(index) if isinstance(block, Question) else isinstance(block, LINKS)

    @property
    def doables(self) -> list[int]:
        """The blocks at which there is something to do."""
        return self.document.of(Question, DemoLink, ExerciseLink)

    @property
    def undone(self) -> list[int]:
        """Those of them that are not done."""
        return [index for index in self.doables if not self.settled(index)]

    @property
    def undone_questions(self) -> list[int]:
        """The questions that are not done."""
        return [index for index in self.document.of(Question) if not self.settled(index)]

    def question(self, item: str) -> int:
        """The block of a question."""
        questions = ((index, self.document.blocks[index]) for index in self.document.of(Question))
        return next(index for index, block in questions if isinstance(block, Question) and block.state.item.id == item)

    @property
    def has_focus_within_live(self) -> bool:
        """Whether a block is worked at."""
        return self.live is not None and self.live.has_focus_within

    @property
    def live_question(self) -> QuestionView | None:
        """The question that is worked at, or was last."""
        return self.live if isinstance(self.live, QuestionView) else None

    # Where things stand

    def top_of(self, index: int) -> int:
        """The row of the page at which a block begins."""
        return PADDING + self.layout_now().places[index].top

    def end_of(self, index: int) -> int:
        """The row after its last."""
        return PADDING + sum(self.layout_now().places[index])

    @property
    def rows(self) -> int:
        """The rows of the whole page."""
        layout = self.layout_now()
        return 2 * PADDING + max(layout.rows, layout.margin_rows)

    @property
    def laid_out(self) -> bool:
        """Whether the blocks have their places."""
        return self.text_width > 0

    def in_sight(self, index: int) -> bool:
        """Whether the beginning of a block is on the screen."""
        return self.scroll_y <= self.top_of(index) < self.scroll_y + self.size.height - 1

    @property
    def open_in_sight(self) -> list[int]:
        """The questions to be answered of which anything is on the screen: first those that begin there."""
        seen = [index for index in self.undone_questions if self.overlaps(index)] if self.laid_out else []
        return sorted(seen, key=lambda index: not self.in_sight(index))

    def overlaps(self, index: int) -> bool:
        """Whether any row of a block is on the screen."""
        return self.top_of(index) < self.scroll_y + self.size.height and self.end_of(index) > self.scroll_y

    @property
    def place(self) -> tuple[int, int] | None:
        """The place on the page: the block at the top of the screen, and the row of it; None before it is laid out."""
        if not self.laid_out:
            return None
        row, tops = round(self.scroll_y), [PADDING + place.top for place in self.layout_now().places]
        if not tops:
            return 0, 0
        index = max((index for index, top in enumerate(tops) if top <= row), default=0)
        return index, row - tops[index]

    def go_to(self, block: int, line: int) -> bool:
        """Scroll to a place as `place` gave it; False while the layout is not whole, so that it cannot be reached."""
        if not 0 <= block < len(self.document.blocks):
            return True
        row = self.top_of(block) + line
        self.scroll_to(y=row, animate=False, immediate=True)
        return self.laid_out and self.max_scroll_y >= min(row, self.rows - self.size.height)

    def hold_place(self) -> None:
        """Note what is at the top, before the page takes another size."""
        self.held_place.hold(self.place, round(self.scroll_y))

    def go_back(self) -> None:
        """Bring what was at the top there again, as far as the block that is worked at stays in sight."""
        place = self.held_place.release()
        if place is not None and self.laid_out:
            self.scroll_to(y=self._row_for(place), animate=False, immediate=True)
            self.held_place.reached(place, round(self.scroll_y))

    def _row_for(self, place: tuple[int, int]) -> int:
        row, height = self.top_of(place[0]) + place[1], self.size.height
        if self.live is None or self.live_index is None or not self.has_focus_within_live:
            return row
        top, end = self.top_of(self.live_index), self.end_of(self.live_index)
        fits = row <= top and end <= row + height
        return row if fits else row_to_show(top, end, height, cursor_within(self, self.live))

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        if round(old_value) != round(new_value):
            self.tell()  # at once, so that it comes in the same frame
            self.post_message(self.Moved(scrolled=True))

    def watch_virtual_size(self) -> None:
        self.tell()

    def on_resize(self) -> None:
        self.call_after_refresh(self._after_layout)

    def on_question_view_grown(self) -> None:
        self.margin.changed()
        self.tell()

    def on_descendant_focus(self) -> None:
        self.post_message(self.Moved(scrolled=False))

    def on_page_bar_pulled(self, event: PageBar.Pulled) -> None:
        event.stop()
        self.scroll_to(y=round(event.share * self.max_scroll_y), animate=False)

    def tell(self) -> None:
        """Show how much is seen, and what is to be done where it is not."""
        if self.laid_out:
            self.indicator.show(*self.out_of_sight())
            self.bar.show(round(self.scroll_y), self.size.height, self.rows)

    def out_of_sight(self) -> tuple[int, int, int]:
        """How many undone things begin above and below what is seen, and how many rows are below."""
        bottom, places = self.scroll_y + self.size.height, self.layout_now().places
        tops = [PADDING + places[index].top for index in self.undone]
        above = sum(top < self.scroll_y for top in tops)
        below = sum(top >= bottom - 1 for top in tops)
        return above, below, max(0, self.rows - round(bottom))

    # Moving on

    def action_onward(self) -> None:
        """A screenful on: to the first block that is not wholly in sight, so that none is read in halves."""
        if not self.laid_out:
            self.call_after_refresh(self.action_onward)
            return
        if round(self.scroll_y) >= self.max_scroll_y:
            self.post_message(self.PastEnd())
        else:
            self.scroll_to(y=self._screenful_on(), animate=False)

    def _screenful_on(self) -> int:
        """The row that comes to the top with the next screenful."""
        top, height = round(self.scroll_y), self.size.height
        places = self.layout_now().places
        start = next((PADDING + place.top - 1 for place in places if PADDING + sum(place) > top + height), 0)
        return min(start if start > top + height // 3 else top + max(1, height - 2), round(self.max_scroll_y))

    def action_next_thing(self) -> None:
        """To the next thing to do if it is in sight or comes in sight with the next screenful, else a screenful on.

        At the end, to what was passed over.
        """
        if not self.laid_out:
            self.call_after_refresh(self.action_next_thing)
            return
        undone = self.undone
        here = next((index for index in undone if self.in_sight(index)), None)
        at_end = round(self.scroll_y) >= self.max_scroll_y
        if here is None and undone and at_end:
            here = undone[0]  # nothing is left below: back to what was passed over
        if here is not None:
            self.begin(here)
        elif at_end:
            self.action_onward()
        else:
            self._screenful_on_to(undone)

    def _screenful_on_to(self, undone: list[int]) -> None:
        """A screenful on, and to the first thing to do that is then seen, unless rows not yet read would be skipped."""
        row, height = self._screenful_on(), self.size.height
        index = next((index for index in undone if row <= self.top_of(index) < row + height - 1), None)
        whole = row if index is None else max(row, min(self.top_of(index), self.end_of(index) - height))
        skips = whole > round(self.scroll_y) + height
        self.scroll_to(y=row if skips else whole, animate=False)
        if index is not None and not skips:
            self.work_at(index, _begin)

    def begin(self, index: int) -> None:
        """Put the learner to work at a block."""
        top, end = self.top_of(index), self.end_of(index) + ROOM
        if top < self.scroll_y or end > self.scroll_y + self.size.height:
            self.scroll_to(y=max(0, min(top - 1, end - self.size.height)), animate=False, immediate=True)
        self.work_at(index, _begin)

    def begin_beside(self, by: int) -> None:
        """On to the next thing that takes keys, or back to the one before; past the last to the page itself."""
        things = [index for index in range(len(self.document.blocks)) if self.takes_keys(index)]
        focused = self.live_index if self.has_focus_within_live else None
        if focused in things:
            at = things.index(focused)
        else:
            edge = self.scroll_y + (0 if by > 0 else self.size.height)
            at = sum(self.top_of(index) < edge for index in things) - (by > 0)
        if 0 <= at + by < len(things):
            self.begin(things[at + by])
        else:
            self.focus()

    # The block that is worked at

    def work_at(self, index: int, begin: Callable[[Live], object]) -> None:
        """Give a block its widget and the focus; what is typed meanwhile goes there."""
        if self._keys.waits:
            return
        self._keys.begin(index, isinstance(self.document.blocks[index], Question))
        if index == self.live_index and self.live is not None and self.live.is_mounted:
            self._give(index, self.live, begin)
        else:
            if self.has_focus_within_live:
                self.focus()
            start_work(self, partial(self._work_at, self.document, index, begin), "box")

    async def _work_at(self, document: PageDocument, index: int, begin: Callable[[Live], object]) -> None:
        live = await self.make_live(document, index)
        if live is not None and self.document is document:
            self._give(index, live, begin)
        else:
            self._keys.end(index)

    def _give(self, index: int, live: Live, begin: Callable[[Live], object]) -> None:
        begin(live)
        self._keys.go_on(live)
        self.call_after_refresh(self._keys.end, index)

    async def make_live(self, document: PageDocument, index: int) -> Live | None:
        """Give a block its widget, in place of the one that had it; None where the page was turned meanwhile."""
        async with self._swapping:
            if self.document is not document or not self.is_attached:
                return None
            if index == self.live_index:
                return self.live
            top = self.top_of(index)
            with self.app.batch_update():
                before = self._retire()
                live = self._widget_of(index)
                self.live, self.live_index = live, index
                mounted = self.text.mount(live, after=self.above)
                self.redraw()
                if moved := self.top_of(index) - top:  # the block that is left may be drawn with other rows
                    self.scroll_to(y=self.scroll_y + moved, animate=False, immediate=True)
                await mounted
            if before is not None:
                self.call_after_refresh(before.remove)
            return live if self.live is live else None

    def _widget_of(self, index: int) -> Live:
        block, memo = self.document.blocks[index], self.document.memo
        if isinstance(block, Question):
            return QuestionView.working_at(block.course, block.state, memo)
        assert isinstance(block, LINKS)
        return LINK_VIEWS[type(block)](block, memo)

    def _retire(self) -> Live | None:
        """Put the state of the block that was worked at back into the document, and hide its widget."""
        live, self.live, self.live_index = self.live, None, None
        if isinstance(live, QuestionView):
            self.put_back(live)
        if live is not None:
            live.display = False
        return live

    def put_back(self, view: QuestionView) -> None:
        """Put the state of a question into the document."""
        for index in self.document.of(Question):
            block = self.document.blocks[index]
            if isinstance(block, Question) and block.state.item.id == view.item.id:
                self.document.replace(index, Question(block.course, view.state))
        if view is not self.live:
            self.redraw()

    def update(self, index: int, block: PageBlock) -> None:
        """Show a block as it is by now."""
        changed = self.document.replace(index, block)
        live = self.live if index == self.live_index else None
        if isinstance(block, LINKS) and isinstance(live, PageLink):
            live.show(block)
        elif changed:
            self.redraw()

    @property
    def holds_keys(self) -> bool:
        """Whether what is typed is meant for a block that is only now getting its widget, or the focus."""
        return self._keys.active

    async def on_key(self, event: events.Key) -> None:
        if not (self._keys.take(event) or self.route_key(event)):
            await run_binding_now(self, event, PageView)

    def type_into(self, index: int, event: events.Key | events.Paste) -> None:
        """Put the learner to work at a question, and pass a key or a paste on to its box."""
        self.begin(index)
        self._keys.take(event)

    def on_blur(self) -> None:
        if not self._keys.waits:
            self._keys.end()

    def on_page_canvas_touched(self, event: PageCanvas.Touched) -> None:
        event.stop()
        index = self._block_at(event.canvas, event.row)
        if index is not None:
            self.touch(self.document, index, event.pressed)

    def _block_at(self, canvas: PageCanvas, row: int) -> int | None:
        if canvas is self.margin:
            return None
        if canvas is self.below:
            row += self._drawn_place(self.text_width)[1]
        places = self.document.layout(self.text_width, self._margin_width).places
        in_text = (index for index, block in enumerate(self.document.blocks) if self.takes_keys(index))
        return next((index for index in in_text if places[index].top <= row < sum(places[index])), None)

    def touch(self, document: PageDocument, index: int, pressed: bool) -> None:
        """The pointer is at a block, or has pressed it: a question gets its widget, or a link is opened."""
        block = document.blocks[index]
        if document is not self.document:
            return
        if pressed and isinstance(block, LINKS):
            self.post_message(PageLink.Opened(block))
        elif pressed:
            self.work_at(index, _begin)
        elif isinstance(block, Question) and not (self._swapping.locked() or self.has_focus_within_live):
            start_work(self, partial(self._wake, document, index), "box")

    async def _wake(self, document: PageDocument, index: int) -> None:
        await self.make_live(document, index)


def _begin(live: Live) -> None:
    if isinstance(live, QuestionView):
        live.begin()
    else:
        live.focus(scroll_visible=False)


def resume(live: Widget) -> None:
    """Put the cursor where it was left in a question."""
    if isinstance(live, QuestionView):
        live.resume()
