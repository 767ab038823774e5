"""A question where it stands: it takes the answer, judges it, and gives the help that is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, TypeAlias

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.layout import Layout

from lessons.answers import Verdict, judge
from tutor.app.widgets import question_messages
from tutor.app.widgets.answer_input import AnswerSubmitted, AnswerTyped
from tutor.app.widgets.input_factory import box_for
from tutor.app.widgets.matrix_input import MatrixInput
from tutor.app.widgets.plain_containers import Vertical
from tutor.app.widgets.question_text import QuestionLayout, QuestionText
from tutor.app.widgets.text_input import TextInput
from tutor.app.widgets.worksheet import WorksheetView
from tutor.learning import attempt as attempts
from tutor.learning.attempt import Attempt
from tutor.learning.question_draft import STEP, STEPS, QuestionDraft
from tutor.learning.worksheet import cells_of, sheet
from tutor.rendering.answer_feedback import AnswerFeedback
from tutor.rendering.notation import Line

if TYPE_CHECKING:
    from lessons.course import Course
    from lessons.model.page import Item
    from tutor.app.widgets.input_factory import Box
    from tutor.fast.line_cache import LineCache

SURE = (None, 50, 70, 90)  # percent


class QuestionView(Vertical):
    """One question of a page. It judges; the screen records, and tells it when to show the verdict."""

    DEFAULT_CSS = """
    QuestionView { height: auto; width: 1fr; margin: 0 0 1 0; }
    QuestionView ChoiceInput, QuestionView MatrixInput { margin-left: 2; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("exclamation_mark", "dispute", "mine is right"),
        Binding("ctrl+g", "dispute", "mine is right"),
        Binding("h", "hint", "hint"),
        Binding("ctrl+t", "hint", "hint"),
        Binding("s", "show_me", "show me"),
        Binding("ctrl+r", "show_me", "show me"),
        Binding("w", "worksheet", "steps"),
        Binding("ctrl+o", "worksheet", "steps"),
        Binding("n", "another", "another"),
        Binding("ctrl+y", "sure", "how sure"),
        Binding("escape", "leave", "leave"),
    ]

    _layout = QuestionLayout()

    Judged: TypeAlias = question_messages.Judged
    Helped: TypeAlias = question_messages.Helped
    Drafted: TypeAlias = question_messages.Drafted
    Redrawn: TypeAlias = question_messages.Redrawn
    Grown: TypeAlias = question_messages.Grown
    Left: TypeAlias = question_messages.Left

    def __init__(self, course: Course, item: Item, done: str = "") -> None:
        super().__init__()
        self.course = course
        self.attempt = Attempt.on_record(item, done)
        self.draft = ""
        self.disputed = False
        self.empty_submit = False
        self.box: Box = box_for(item)
        self._words = QuestionText(self)
        self.solved = 0
        self._cursor: int | None = None
        self._left: QuestionDraft | None = None
        self.sure: int | None = None  # percent, said before the answer by who wants to know their calibration
        self.tested = False  # one readable answer, and nothing that helps before it
        self.deliberate = False  # Enter alone, as it ends the question before, chooses nothing
        self.redraws = True  # whether the same question may come with other numbers

    @property
    def layout(self) -> Layout:
        return self._layout

    @property
    def leads(self) -> bool:
        """Whether something stands before the box, on its row."""
        return isinstance(self.box, TextInput) or bool(self.item.lead and isinstance(self.box, MatrixInput))

    @property
    def item(self) -> Item:
        return self.attempt.item

    @property
    def standing(self) -> str:
        """open, wrong, right or shown."""
        return self.attempt.standing

    @property
    def settled(self) -> bool:
        """Whether nothing is left to do here."""
        return self.standing in ("right", "shown")

    @property
    def over(self) -> bool:
        """Whether no further answer is taken."""
        return self.settled or (self.tested and self.standing == "wrong")

    @property
    def untouched(self) -> bool:
        """Whether it is as it was first asked, so that `untouched_lines` is all there is to see."""
        return (self.attempt, self.draft, self._left) == (Attempt(self.item), "", None)

    def untouched_lines(self, width: int) -> list[Line]:
        """How it looks before it is worked at, without a widget: most questions of a page are not, most of the time."""
        return self._words.with_box(self.box, width)

    def use_ink(self, ink: LineCache) -> None:
        """Keep the lines that take long to make."""
        self._words.use_ink(ink)
        self.box.use_ink(ink)

    def compose(self) -> ComposeResult:
        if isinstance(self.box, TextInput):  # heard before it is painted: what is typed and its echo are one frame
            self.watch(self.box, "typed", self._heard, init=False)
        yield self._words
        yield self.box

    def on_mount(self) -> None:
        if self.standing == "right" and not self.draft:
            self.draft = self.item.answer
        if self.draft:
            self.box.restore(self.draft, self._cursor)
        if self.settled:
            self._close()
        self._open_steps()

    def come_back(self, left: QuestionDraft) -> None:
        """Be as the learner left it: half-typed answers, the last verdict, hints taken, a worksheet that was open."""
        if left == QuestionDraft():
            return
        if left.answer is not None:
            self.draft = left.answer.text
            self._cursor = left.answer.cursor
        if hasattr(self.box, "words_left"):
            self.box.words_left = left.words
        if not self.settled:
            self.attempt = attempts.as_left(self.attempt, left, self.course)
            self._left = left
        if self.is_mounted:
            self.box.restore(self.draft, self._cursor)
            if self.settled:
                self._close()
            self._open_steps()
            self._refresh()

    def _close(self) -> None:
        """No more answers: where the right one was asked for, the box shows it."""
        if self.standing == "shown":
            self.box.show_answer(self.item.answer)
        self.box.close()

    def _open_steps(self) -> None:
        left, self._left = self._left, None
        made = sheet(self.item, self.solved)
        if left is not None and made is not None and left.steps is not None:
            self.mount(WorksheetView(made.refilled(left.steps), left.step.text, left.step.cursor))

    def begin(self) -> None:
        """Put the cursor where the answer goes."""
        self.box.focus()

    def resume(self) -> None:
        """Put the cursor where it was left: into a worksheet that is open, else where the answer goes."""
        sheets = self.query(WorksheetView)
        if sheets and sheets.first().sheet.next is not None:
            sheets.first().begin()
        else:
            self.box.focus(scroll_visible=False)

    def reveal(self, typed: str, verdict: Verdict) -> None:
        """Show the verdict; it is on disk by now."""
        self.attempt = self.attempt.judged(typed, verdict)
        self.disputed = False
        self.sure = None if verdict.mark != "unreadable" else self.sure
        self.box.mark(verdict.cells if verdict.mark == "wrong" else None)
        if self.over:
            self.box.close()
        self._refresh()

    def _refresh(self) -> None:
        if not self.is_mounted:
            return
        self._words.changed()
        self.refresh_bindings()

    def aftermath(self, width: int, ascii_only: bool) -> list[Line]:
        """Everything below the box."""
        said = AnswerFeedback(self.course, self.attempt, self.draft, self.disputed, self.empty_submit)
        return said.lines(width, ascii_only)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "hint":
            return not (self.settled or self.tested) and self.attempt.hints < len(
                attempts.hints(self.course, self.item)
            )
        if action == "show_me":
            return not self.settled
        if action == "sure":
            return not self.over
        if action == "dispute":
            verdict = self.attempt.verdict
            return verdict is not None and verdict.mark == "wrong" and not self.disputed and not self.attempt.gave_up
        if action == "worksheet":
            helps = not (self.settled or self.tested)
            return helps and len(cells_of(self.item)) > 1 and not self.query(WorksheetView)
        if action == "another":
            return self.settled and self.redraws and self.course.is_computed(self.item.id)
        return True

    def _heard(self, text: str) -> None:
        self.draft, self.empty_submit = text, False
        if self.is_mounted:
            self._words.changed()

    def on_answer_typed(self, event: AnswerTyped) -> None:
        event.stop()
        if not isinstance(self.box, TextInput):
            self._heard(event.text)
        self.post_message(self.Drafted(self, event.text, event.cursor))

    def on_answer_submitted(self, event: AnswerSubmitted) -> None:
        event.stop()
        untouched = self.deliberate and not self.draft
        self.draft = event.text
        if not event.text.strip() or untouched:
            self.draft = "" if untouched else event.text
            self.empty_submit = True
            self._refresh()
            return
        self.post_message(self.Judged(self, event.text, judge(self.item.question, event.text)))

    def action_hint(self) -> None:
        self.attempt = self.attempt.hinted()
        self._refresh()
        self.post_message(self.Helped(self, "hint"))

    def action_show_me(self) -> None:
        self.attempt = self.attempt.shown()
        self._close()
        self._refresh()
        self.post_message(self.Helped(self, "gave_up"))

    def action_sure(self) -> None:
        """How sure the learner is, said before the answer: round and round, the last is nothing."""
        at = SURE.index(self.sure)
        self.sure = SURE[(at + 1) % len(SURE)]
        self._words.changed()

    def action_dispute(self) -> None:
        self.disputed = True
        self._refresh()
        self.post_message(self.Helped(self, "dispute"))

    async def action_another(self) -> None:
        """The same question with other numbers."""
        await self.redraw(self.course.item(self.item.id, self.item.seed + 1))
        self.post_message(self.Redrawn(self))
        self.begin()

    async def redraw(self, item: Item) -> None:
        """Ask another draw."""
        self.attempt, self.draft, self.disputed, self.sure = Attempt(item), "", False, None
        self.box, self._words = box_for(item), QuestionText(self)
        await self.recompose()

    async def action_worksheet(self) -> None:
        """The question step by step, some of the steps given."""
        made = sheet(self.item, self.solved)
        if made is not None:
            self.attempt = self.attempt.stepped()
            view = WorksheetView(made)
            await self.mount(view)
            view.begin()
            self.post_message(self.Drafted(self, made.entries, 0, STEPS))
            self.refresh_bindings()

    def on_worksheet_view_typed(self, event: WorksheetView.Typed) -> None:
        event.stop()
        self.post_message(self.Drafted(self, event.text, event.cursor, STEP))

    def on_worksheet_view_done(self, event: WorksheetView.Done) -> None:
        """Every cell is filled: what is left is the answer itself."""
        event.stop()
        if not self.settled:
            self.begin()

    def action_leave(self) -> None:
        self.post_message(self.Left(self))
