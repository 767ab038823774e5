"""An exercise: by hand, in NumPy, and the two compared."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.events import DescendantFocus, Resize
from textual.message import Message
from textual.widget import Widget

from lessons.reading.exercise import PREFIX, Task
from tutor.app.screens.exercise_check import Coding
from tutor.app.screens.question_screen import QuestionScreen
from tutor.app.theme import sign
from tutor.app.widgets.code_editor import CodeEditor
from tutor.app.widgets.exercise_panels import ExerciseTitle, KnobInput
from tutor.app.widgets.header_footer import HeaderBar, KeyLine
from tutor.app.widgets.plain_containers import VerticalScroll
from tutor.app.widgets.question import QuestionView
from tutor.app.widgets.worksheet import WorksheetView
from tutor.learning.hand_results import step_key

if TYPE_CHECKING:
    from tutor.app.session import Session

BESIDE = 110  # columns from which hand and code stand side by side
BREAKPOINTS = [(0, "-stacked"), (BESIDE, "-beside")]
OWN_CELLS = 99  # as if it had been solved so often: no cell of a worksheet is given


class ExerciseBody(VerticalScroll, can_focus=True):
    """Both halves. Enter goes to the next thing to do, Space a screenful on."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "next_thing", "next"),
        Binding("space", "onward(1)", "on", show=False),
        Binding("pagedown", "onward(1)", "on", show=False),
        Binding("pageup", "onward(-1)", "back", show=False),
        Binding("down", "row(1)", "scroll", show=False),
        Binding("up", "row(-1)", "scroll", show=False),
    ]

    class NextWanted(Message):
        """The learner wants the next thing to do."""

    def __init__(self, hand: VerticalScroll, code: VerticalScroll) -> None:
        super().__init__(hand, code, id="parts")
        self.halves = (hand, code)

    @property
    def _scrolled(self) -> list[VerticalScroll]:
        """What the keys scroll: all of it, or one half after the other where they stand side by side."""
        return list(self.halves) if self.screen.has_class("-beside") else [self]

    def _move(self, rows: int) -> None:
        moving = self._scrolled if rows > 0 else self._scrolled[::-1]
        for one in moving:
            if (rows > 0 and round(one.scroll_y) < one.max_scroll_y) or (rows < 0 and round(one.scroll_y) > 0):
                one.scroll_relative(y=rows, animate=False)
                return

    def action_onward(self, way: int) -> None:
        self._move(way * max(1, self.size.height - 2))

    def action_row(self, way: int) -> None:
        self._move(way)

    def action_next_thing(self) -> None:
        self.post_message(self.NextWanted())


class ExerciseScreen(Coding, QuestionScreen):
    """One exercise. Its questions are answered as on a page, its program as in `Coding`."""

    DEFAULT_CSS = """
    ExerciseScreen { layout: vertical; }
    ExerciseScreen #parts { layout: vertical; height: 1fr; overflow-y: auto;
        scrollbar-size-vertical: 1; align-horizontal: center; }
    ExerciseScreen #hand, ExerciseScreen #code { width: 100%; max-width: 84; height: auto; padding: 1 2; }
    ExerciseScreen #hand { padding: 1 2 0 2; }
    ExerciseScreen.-beside #parts { layout: horizontal; overflow: hidden; }
    ExerciseScreen.-beside #hand { width: 5fr; max-width: 76; height: 1fr; overflow-y: auto;
        scrollbar-size-vertical: 1; padding: 1 2; }
    ExerciseScreen.-beside #code { width: 8fr; max-width: 100; height: 1fr; overflow-y: auto;
        scrollbar-size-vertical: 1; padding: 1 2 1 1; }
    """
    HORIZONTAL_BREAKPOINTS = BREAKPOINTS
    HELP_TEXT = """
Three parts. **By hand**: answer as on a page; `ctrl+o` opens a question step by step. **In NumPy**: fill in the
program; `ctrl+s` saves it and runs the check, `ctrl+o` opens the same file in your own editor, `ctrl+t` gives a
hint and `ctrl+r` one solution. **Compared**: your numbers beside your program's.

In the editor **Tab** indents; **Escape** leaves it, and then **Tab** goes on. What you save from another terminal is
noticed and checked too.
"""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("q", "back", "back"),
        Binding("escape", "back", "back", show=False),
    ]

    where = "exercise"

    def __init__(self, session: Session, task: Task, item: str | None = None) -> None:
        super().__init__(session)
        place = session.place
        self._first = item or (place.focus if place.screen == f"{PREFIX}{task.id}" else None)  # where to begin
        self._views = {id: self._view(id) for id in task.items}
        after = [self._views[id] for id in task.entry.after]
        self.begin_coding(task, after)
        hand = [self._views[id] for id in task.entry.hand]
        self.hand_half = VerticalScroll(
            ExerciseTitle("", task.entry.about), ExerciseTitle("By hand"), *hand, id="hand", can_focus=False
        )
        self.parts = ExerciseBody(self.hand_half, VerticalScroll(self.half, id="code", can_focus=False))
        self._header = HeaderBar(*self._where())

    def _view(self, id: str) -> QuestionView:
        seed = self.session.seed_of(id)
        view = QuestionView(self.session.course, self.session.course.item(id, seed), self.session.standing_of(id, seed))
        view.solved = OWN_CELLS
        return view

    def compose(self) -> ComposeResult:
        yield self._header
        yield self.parts
        yield KeyLine()

    @property
    def questions(self) -> Iterable[QuestionView]:
        return self._views.values()

    def _where(self) -> tuple[str, str]:
        done = sum(view.settled for view in self._views.values())
        within = sign("within", self.session.plain)
        code = sign(self.standing, self.session.plain)
        return f"Exercise {within} {self.exercise.entry.title}", f"hand {done} of {len(self._views)}  code {code}"

    async def on_mount(self) -> None:
        self.parts.focus()
        self.restore_drafts()
        self.session.remember(screen=f"{PREFIX}{self.exercise.id}")
        await self.open_file()
        self.call_after_refresh(self._come_back)

    def _come_back(self) -> None:
        self.fit()
        if self._first in self._views and not self._views[self._first].settled:
            self._to(self._views[self._first])
        elif self._first == self.key:
            self._to(self.half.editor)

    def on_resize(self, _: Resize) -> None:
        self.call_after_refresh(self.fit)

    def fit(self) -> None:
        """The editor takes the rows there are."""
        self.half.fit(self.parts.size.height)

    def look_around(self) -> None:
        if self.is_attached:
            self._header.show(*self._where())
            self.compare()

    @property
    def at_question(self) -> bool:
        return any(view.has_focus_within for view in self._views.values())

    def checked(self) -> None:
        self.look_around()

    def record_changed(self) -> None:
        self.look_around()

    # From one thing to the next

    def _to(self, widget: Widget) -> None:
        """Put the learner to work on something, wholly in sight where it fits."""
        if isinstance(widget, QuestionView):
            widget.begin()
        else:
            widget.focus(scroll_visible=False)
        self.call_after_refresh(self.show_part, widget)

    def show_part(self, widget: Widget) -> None:
        """Bring a part in sight."""
        if isinstance(widget, CodeEditor):
            self.half.file.scroll_visible(animate=False, top=not self.has_class("-beside"))
        else:
            widget.scroll_visible(animate=False)

    def on_exercise_body_next_wanted(self, event: ExerciseBody.NextWanted) -> None:
        """Questions before the code, the code, questions after it, the number of one's own choice."""
        event.stop()
        hand = [self._views[id] for id in self.exercise.entry.hand]
        after = self.half.after if self.half.afterwards.display else []
        wanted: list[Widget] = [view for view in hand if not view.settled]
        wanted += [self.half.editor] if self.standing != "done" else []
        wanted += [view for view in after if not view.settled]
        wanted += [self.half.box] if self.half.box is not None and self.half.knob.display else []
        self._to(wanted[0] if wanted else self.half.editor)

    def in_hand(self) -> QuestionView | None:
        view = self.latest
        if view is None or not view.is_attached or self.focused is not self.parts:
            return None
        top = self.parts.region.y
        return view if top <= view.region.y < top + self.parts.size.height - 1 else None

    def answer_known(self, view: QuestionView) -> None:
        self.parts.focus(scroll_visible=False)

    def words_kept(self, view: QuestionView) -> None:
        self.parts.focus(scroll_visible=False)

    def show_whole(self, view: QuestionView) -> None:
        view.scroll_visible(animate=False)

    def on_question_view_left(self, event: QuestionView.Left) -> None:
        event.stop()
        self.parts.focus(scroll_visible=False)

    def on_descendant_focus(self, _: DescendantFocus) -> None:
        self.note_focus(next((id for id, view in self._views.items() if view.has_focus_within), None))

    async def on_worksheet_view_filled(self, event: WorksheetView.Filled) -> None:
        """Each cell is kept: it is compared with the program's number."""
        cell = event.sheet.cells[event.index]
        self.session.draft(step_key(event.sheet.item.id, event.index), cell.typed, len(cell.typed))
        await super().on_worksheet_view_filled(event)
        self.look_around()

    def on_code_editor_left(self, event: CodeEditor.Left) -> None:
        """Out of the editor; while something runs, that ends first."""
        event.stop()
        if not self.stop():
            self.parts.focus(scroll_visible=False)

    def on_knob_input_left(self, event: KnobInput.Left) -> None:
        event.stop()
        if not self.stop():
            self.parts.focus(scroll_visible=False)

    def compare(self) -> None:
        """Hand and program as they now stand."""
        self.half.compared.show(self.comparison())

    def action_back(self) -> None:
        """To where the exercise was opened; while something runs, that ends first."""
        if not self.stop():
            self.session.remember(screen="home", focus=None)
            self.app.pop_screen()
