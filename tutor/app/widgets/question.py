"""A question on a screen: it takes the answer, judges it, and gives help."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.widget import Widget

from lessons.answers import Verdict, judge
from progress.resume import Draft
from tutor.app.offers import offers
from tutor.app.second_press import CONFIRM_TIME
from tutor.app.widgets.answer_input import AnswerPasted, AnswerSubmitted, AnswerTyped
from tutor.app.widgets.input_factory import box_for
from tutor.app.widgets.question_text import AnswerRow, QuestionFeedback, QuestionLead, QuestionPrompt
from tutor.app.widgets.text_input import TextInput
from tutor.app.widgets.worksheet import WorksheetView
from tutor.learning import attempt as attempts
from tutor.learning.attempt import Attempt
from tutor.learning.question_draft import STEP, STEPS, QuestionDraft
from tutor.learning.question_state import QuestionState
from tutor.learning.worksheet import Sheet, cells_of, sheet
from tutor.rendering.answer_feedback import AnswerFeedback
from tutor.rendering.context import RenderContext
from tutor.rendering.notation import Line
from tutor.rendering.question import lead_line

if TYPE_CHECKING:
    from lessons.course import Course
    from lessons.model.page import Item
    from tutor.app.ports import Application
    from tutor.app.widgets.input_factory import Box
    from tutor.rendering.line_memo import LineMemo

SURE = (None, 50, 70, 90)  # percent
CONFIRM = {
    "hint": "h again shows a hint; it goes on your record.",
    "show_me": "s again shows the solution; the question then counts as given up.",
}


class QuestionView(Vertical):
    """One question. It judges an answer; the screen records it, then calls `reveal` to show the verdict."""

    DEFAULT_CSS = """
    QuestionView { height: auto; width: 1fr; margin: 0 0 1 0; }
    QuestionView ChoiceInput, QuestionView > MatrixInput { margin-left: 2; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("exclamation_mark", "dispute", "mine is right"),
        Binding("ctrl+g", "dispute", "mine is right", id="dispute"),
        Binding("h", "letter('hint')", "hint"),
        Binding("ctrl+t", "hint", "hint", id="hint"),
        Binding("s", "letter('show_me')", "show me"),
        Binding("ctrl+r", "show_me", "show me", id="solution"),
        Binding("t", "typo", "a typo"),
        Binding("ctrl+n", "typo", "a typo", id="typo"),
        Binding("w", "worksheet", "steps"),
        Binding("ctrl+o", "worksheet", "steps", id="steps"),
        Binding("n", "another", "another"),
        Binding("ctrl+y", "sure", "how sure", id="sure"),
        Binding("escape", "leave", "leave"),
    ]

    class Judged(Message):
        """An answer was judged; it is recorded before `reveal` shows the verdict."""

        def __init__(self, view: QuestionView, typed: str, verdict: Verdict) -> None:
            super().__init__()
            self.view, self.typed, self.verdict = view, typed, verdict

    class Helped(Message):
        """The learner took help, disputed, or took an answer back: `kind` is hint, gave_up, dispute or typo."""

        def __init__(self, view: QuestionView, kind: str) -> None:
            super().__init__()
            self.view, self.kind = view, kind

    class Drafted(Message):
        """The text in an input has changed; `box` names one other than the answer's."""

        def __init__(self, view: QuestionView, text: str, cursor: int, box: str = "") -> None:
            super().__init__()
            self.view, self.text, self.cursor = view, text, cursor
            self.box = box

    class Redrawn(Message):
        """The question was drawn again, with other numbers."""

        def __init__(self, view: QuestionView) -> None:
            super().__init__()
            self.view = view

    class Grown(Message):
        """The text below the input is longer or shorter."""

        def __init__(self, view: QuestionView) -> None:
            super().__init__()
            self.view = view

    class Left(Message):
        """The learner leaves the question."""

        def __init__(self, view: QuestionView) -> None:
            super().__init__()
            self.view = view

    def __init__(self, course: Course, item: Item, done: str = "", memo: LineMemo | None = None) -> None:
        super().__init__()
        self.course, self.memo = course, memo
        self.attempt = Attempt.on_record(item, done)
        self.draft = ""
        self.disputed = False
        self.taken_back = False  # whether the last answer was taken back, and nothing was answered since
        self.empty_submit = False
        self._make_parts(item)
        self.solved = 0
        self._cursor: int | None = None
        self._width = 0
        self._sheet: Sheet | None = None  # a worksheet to be opened, and what is half typed into it
        self._step = Draft("")
        self._steps: WorksheetView | None = None
        self._marked = False
        self._submitted: str | None = None  # the answer whose verdict is being recorded
        self.sure: int | None = None  # the learner's confidence in percent, given before the answer
        self.tested = False  # whether one readable answer is taken, and no help before it
        self.deliberate = False  # whether Enter alone, as typed to leave the question before, submits nothing
        self.pasted = False  # whether something was pasted into the box
        self.redraws = True  # whether the same question may come with other numbers

    def _make_parts(self, item: Item) -> None:
        self.box: Box = box_for(item)
        self._prompt, self._feedback = QuestionPrompt(self), QuestionFeedback(self)
        self._lead = QuestionLead(self) if lead_line(item, False) else None
        if self.memo is not None:
            for part in (self._prompt, self._lead, self.box):
                if part is not None and not isinstance(part, TextInput):
                    part.use_memo(self.memo)

    @classmethod
    def working_at(cls, course: Course, state: QuestionState, memo: LineMemo) -> QuestionView:
        """The widget for a question as it stands on a page."""
        view = cls(course, state.item, memo=memo)
        view.restore(state)
        return view

    def restore(self, state: QuestionState) -> None:
        """Take over a state, before the widget is mounted."""
        self.attempt, self.draft, self._cursor = state.attempt, state.draft, state.cursor
        self.disputed, self.empty_submit, self.sure = state.disputed, state.nothing_typed, state.sure
        self.solved, self._sheet, self._step, self._marked = state.solved, state.sheet, state.step, state.marked
        come_to = getattr(self.box, "come_to", None)  # an explanation has stages
        if come_to is not None:
            come_to(state.words, bool(state.attempt.words), state.stage, state.ticked)

    @property
    def state(self) -> QuestionState:
        """The question as it stands, for the page to show when it is not worked at."""
        return QuestionState(
            self.attempt,
            self.draft,
            self._cursor,
            self.disputed,
            self.empty_submit,
            bool(getattr(self.box, "wrong", None)),
            self.sure,
            getattr(self.box, "words_left", ""),
            getattr(self.box, "stage", ""),
            getattr(self.box, "rubric_ticked", frozenset()),
            self._steps.sheet if self._steps is not None else self._sheet,
            self._step,
            self.solved,
        )

    @property
    def item(self) -> Item:
        return self.attempt.item

    @property
    def key_target(self) -> Widget:
        """The widget that keys for the answer are typed into."""
        return getattr(self.box, "key_target", self.box)

    @property
    def standing(self) -> str:
        """The status: open, wrong, right or shown."""
        return self.attempt.standing

    @property
    def shown_standing(self) -> str:
        """The status to show: a wrong answer that was changed since is open again, unless no other is taken."""
        return self.standing if self.over else self.attempt.standing_with(self.draft)

    @property
    def settled(self) -> bool:
        """Whether the answer was found or shown."""
        return self.standing in ("right", "shown")

    @property
    def over(self) -> bool:
        """Whether no further answer is accepted."""
        return self.settled or (self.tested and self.standing == "wrong")

    def compose(self) -> ComposeResult:
        if isinstance(self.box, TextInput):  # heard before it is painted: what is typed and its echo are one frame
            self.watch(self.box, "typed", self._heard, init=False)
        yield self._prompt
        yield self.box if self._lead is None else AnswerRow(self._lead, self.box)
        yield self._feedback

    def on_mount(self) -> None:
        if self.standing == "right" and not self.draft:
            self.draft = self.item.answer
        if self.draft:
            self.box.restore(self.draft, self._cursor)
        verdict = self.attempt.verdict
        if self._marked and verdict is not None:
            self.box.mark(verdict.cells)
        if self.settled:
            self._close()
        self._open_steps()

    def on_resize(self, event: events.Resize) -> None:
        width, self._width = self._width, event.size.width
        if width in (0, self._width) or self.has_focus_within:  # else the screen has another size, not the text
            self.post_message(self.Grown(self))

    def come_back(self, left: QuestionDraft) -> None:
        """Restore a draft: what was typed, the last verdict, hints taken, a worksheet that was open."""
        if left == QuestionDraft():
            return
        if left.answer is not None:
            self.draft = left.answer.text
            self._cursor = left.answer.cursor
        come_to = getattr(self.box, "come_to", None)
        if come_to is not None:
            come_to(left.words, bool(left.said))
        self.attempt = self.attempt.worded(left.said)
        if not self.settled:
            self.attempt = attempts.restore(self.attempt, left, self.course)
            blank = sheet(self.item, self.solved) if left.steps is not None else None
            self._sheet = blank.refilled(left.steps or "") if blank is not None else None
            self._step = left.step
        if self.is_mounted:
            self.box.restore(self.draft, self._cursor)
            if self.settled:
                self._close()
            self._open_steps()
            self._refresh()

    def _close(self) -> None:
        """Accept no more answers, and show the right one if the learner asked for it."""
        if self.standing == "shown":
            self.box.show_answer(self.item.answer)
        self.box.close()

    def _open_steps(self) -> None:
        if self._sheet is not None:
            self._steps = WorksheetView(self._sheet, self._step.text, self._step.cursor)
            self.mount(self._steps)
            self._sheet = None

    @property
    def asks_more(self) -> bool:
        """Whether the box asks for something after the answer is known."""
        return getattr(self.box, "stage", "") == "tick"

    def words_recorded(self, text: str) -> None:
        """Go on from the learner's own words, which are on disk by now."""
        self.attempt = self.attempt.worded(text)
        advance = getattr(self.box, "words_recorded", None)
        if advance is not None:
            advance()

    def begin(self) -> None:
        """Focus the input."""
        self.box.focus()

    def resume(self) -> None:
        """Focus the worksheet if one is open and not filled, else the input."""
        sheets = self.query(WorksheetView)
        if sheets and sheets.first().sheet.next is not None:
            sheets.first().begin(scroll_visible=False)
        else:
            self.box.focus(scroll_visible=False)

    def reveal(self, typed: str, verdict: Verdict, bar: str = "", *, retractable: bool = False) -> None:
        """Show the verdict, which is on disk by now; `bar` names what keeps it from counting for the checklist."""
        self._submitted = None
        self.attempt = self.attempt.judged(typed, verdict, bar, retractable=retractable)
        self.disputed = self.taken_back = False
        self.sure = None if verdict.mark != "unreadable" else self.sure
        self.box.mark(verdict.cells if verdict.mark == "wrong" else None)
        if self.over:
            self.box.close()
        self._refresh()

    def _refresh(self) -> None:
        if not self.is_mounted:
            return
        self._prompt.changed()
        self._feedback.changed()
        self.refresh_bindings()

    def aftermath(self, width: int, ascii_only: bool) -> list[Line]:
        """Return the lines below the input: the echo, the verdict, hints, the solution."""
        said = AnswerFeedback(
            self.course,
            self.attempt,
            self.draft,
            self.disputed,
            self.empty_submit,
            self.taken_back,
            offers(cast("Application", self.app).keys),
        )
        return said.lines(RenderContext(width, ascii_only))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "letter":
            return self.check_action(str(parameters[0]), ()) if parameters else True
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
        if action == "typo":
            return self.attempt.before is not None
        if action == "worksheet":
            helps = not (self.settled or self.tested)
            return helps and len(cells_of(self.item)) > 1 and not self.query(WorksheetView)
        if action == "another":
            return self.settled and self.redraws and self.course.is_computed(self.item.id)
        return True

    def text_resized(self) -> None:
        """Tell the screen that more, or less, is said below the input."""
        self.post_message(self.Grown(self))

    def _heard(self, text: str) -> None:
        before = self.shown_standing
        self.draft, self.empty_submit = text, False
        if self.is_mounted:
            self._feedback.changed()
            if self.shown_standing != before:
                self._prompt.changed(layout=False)

    def on_answer_typed(self, event: AnswerTyped) -> None:
        event.stop()
        self._cursor = event.cursor
        if not isinstance(self.box, TextInput):
            self._heard(event.text)
        self.post_message(self.Drafted(self, event.text, event.cursor))

    def on_answer_pasted(self, event: AnswerPasted) -> None:
        event.stop()
        self.pasted = True

    def on_answer_submitted(self, event: AnswerSubmitted) -> None:
        event.stop()
        if self.over or event.text == self._submitted:
            return  # a second Enter before the verdict of the first is on the disk
        untouched = self.deliberate and not self.draft
        self.draft = event.text
        if not event.text.strip() or untouched:
            self.draft = "" if untouched else event.text
            self.empty_submit = True
            self._refresh()
            return
        self._submitted = event.text
        self.post_message(self.Judged(self, event.text, judge(self.item.question, event.text)))

    async def action_letter(self, action: str) -> None:
        """Run an action that goes on record, if its letter is pressed twice: one may be typed by mistake."""
        if self.confirmed(action):
            await self.run_action(action)

    def confirmed(self, action: str) -> bool:
        """Whether the letter of an action was pressed just before, too; if not, ask for it."""
        again = cast("Application", self.app).second_press.confirms(self, action)
        if not again:
            self.notify(CONFIRM[action], timeout=CONFIRM_TIME)
        return again

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
        """Switch to the next confidence: 50, 70, 90 %, none."""
        at = SURE.index(self.sure)
        self.sure = SURE[(at + 1) % len(SURE)]
        self._prompt.changed()

    def action_dispute(self) -> None:
        self.disputed = True
        self._refresh()
        self.post_message(self.Helped(self, "dispute"))

    async def action_typo(self) -> None:
        """Take the last answer back: it stays on record and does not count."""
        before, closed = self.attempt.before, self.over
        if before is None:
            return
        self.attempt, self.disputed, self.taken_back = before, False, True
        if closed:  # a test takes one answer: its box was closed, and another takes its place
            self._make_parts(self.item)
            await self.recompose()
            self.box.restore(self.draft, self._cursor)
        else:
            self.box.mark(None)
        self._refresh()
        self.post_message(self.Helped(self, "typo"))
        self.begin()

    async def action_another(self) -> None:
        """Ask the question again with other numbers."""
        await self.redraw(self.course.item(self.item.id, self.item.seed + 1))
        self.post_message(self.Redrawn(self))
        self.begin()

    async def redraw(self, item: Item) -> None:
        """Show another draw of the question."""
        self.attempt, self.draft, self.disputed, self.sure = Attempt(item), "", False, None
        self.pasted = False
        self._cursor, self._sheet, self._step, self._steps = None, None, Draft(""), None
        self._make_parts(item)
        await self.recompose()

    async def action_worksheet(self) -> None:
        """Open the worksheet, in which some of the steps are given."""
        made = sheet(self.item, self.solved)
        if made is not None:
            self.attempt = self.attempt.stepped()
            self._steps = view = WorksheetView(made)
            await self.mount(view)
            view.begin()
            self.post_message(self.Drafted(self, made.entries, 0, STEPS))
            self.refresh_bindings()

    def on_worksheet_view_typed(self, event: WorksheetView.Typed) -> None:
        event.stop()
        self._step = Draft(event.text, event.cursor)
        self.post_message(self.Drafted(self, event.text, event.cursor, STEP))

    def on_worksheet_view_filled(self, _: WorksheetView.Filled) -> None:
        self._step = Draft("")

    def on_worksheet_view_done(self, event: WorksheetView.Done) -> None:
        """Go on to the answer itself once every cell is filled."""
        event.stop()
        if not self.settled:
            self.begin()

    def action_leave(self) -> None:
        self.post_message(self.Left(self))
