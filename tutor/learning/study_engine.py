"""The engine of a study session: inputs in; outputs, journal events and drafts out. Pure.

A face translates: it turns what the learner types into an input, records the events and drafts of the transition, and
only then says its outputs. The line-by-line face and the JSON-lines face run on it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from lessons.answers import Verdict, judge
from lessons.course import Course
from lessons.model.page import Item
from progress.events import Known
from progress.resume import Draft
from progress.state.state import State
from tutor.learning.attempt import Attempt, drawn_before, hints, looked_at_page, restore, solution
from tutor.learning.formulas_shown import formula_shown
from tutor.learning.own_words import WordsFault, asks_own_words, words_fault
from tutor.learning.question_draft import SESSION_PREFIX, STEPS, QuestionDraft, draft_of
from tutor.learning.question_recorder import Exposure, QuestionRecorder, Recording, bar_of
from tutor.learning.scheduling.due_fields import DueField
from tutor.learning.scheduling.placement import placed
from tutor.learning.scheduling.study_session import PlannedQuestion
from tutor.learning.session_state import FirstAnswer, SessionState
from tutor.learning.worksheet import Cell, Sheet, cells_of, sheet


class AnswerInput(Struct, frozen=True):
    """An answer to the open question."""

    text: str


class ConfidenceInput(Struct, frozen=True):
    """How sure the learner is of the answer to come, in percent."""

    percent: int


class CellInput(Struct, frozen=True):
    """An entry in a cell of the open worksheet; `index` counts from 0."""

    index: int
    text: str


class OwnWordsInput(Struct, frozen=True):
    """An explanation in the learner's own words."""

    text: str


class TicksInput(Struct, frozen=True):
    """The lines of the rubric that the learner finds in their own words, counted from 0."""

    ticked: tuple[int, ...] = ()


class Request(StrEnum):
    """An input without a value."""

    HINT = "hint"
    STEPS = "steps"
    SHOW = "show"
    DISPUTE = "dispute"
    TYPO = "typo"
    NEXT = "next"


Input: TypeAlias = AnswerInput | ConfidenceInput | CellInput | OwnWordsInput | TicksInput | Request


class QuestionOutput(Struct, frozen=True):
    """A question opened; `number` counts from 1, `of` is None where the session has no fixed length."""

    item: Item
    planned: PlannedQuestion
    number: int
    of: int | None


class FieldOutput(Struct, frozen=True):
    """A field of a paper card is to be read now; the next question opens after it."""

    field: DueField


class VerdictOutput(Struct, frozen=True):
    """An answer was judged; `first_try` is True for the first readable answer to a draw, given without help.

    `bar` says why it is no evidence for the checklist although it may be right: see
    `bar_of`.
    """

    verdict: Verdict
    first_try: bool
    bar: str = ""


class HintOutput(Struct, frozen=True):
    """A hint as Markdown; `number` counts from 1."""

    number: int
    text: str


class StepsOutput(Struct, frozen=True):
    """The worksheet is open."""

    sheet: Sheet


class CellOutput(Struct, frozen=True):
    """A cell of the worksheet was judged."""

    cell: Cell


class SolutionOutput(Struct, frozen=True):
    """The worked solution as Markdown; the question is over."""

    text: str


class DisputeOutput(Struct, frozen=True):
    """The dispute is on record."""


class TypoOutput(Struct, frozen=True):
    """The last answer was taken back: it stays on record and does not count."""


class OwnWordsOutput(Struct, frozen=True):
    """An explanation was given: it is on record, or `fault` says why these are not the learner's own words."""

    fault: WordsFault | None = None


class TicksOutput(Struct, frozen=True):
    """The comparison with the rubric is on record."""

    ticked: tuple[int, ...]


class EndOutput(Struct, frozen=True):
    """Nothing is left to ask: how many questions were asked, and how many were right at the first try."""

    asked: int
    right_first: int


class Refusal(StrEnum):
    """Why an input is refused; the session goes on."""

    EMPTY = "the answer is empty"
    OVER = "the question is over"
    NO_HELP = "there is no help in this session"
    NO_HINTS = "there are no more hints"
    NO_STEPS = "the question has no steps to fill in"
    NO_VERDICT = "there is no verdict to dispute"
    NO_TYPO = "there is no wrong answer to take back: it works once a question, right after the answer"
    NO_WORDS = "the question asks for no explanation, or has it"
    ENDED = "the session is over"


Output: TypeAlias = (
    QuestionOutput
    | FieldOutput
    | VerdictOutput
    | HintOutput
    | StepsOutput
    | CellOutput
    | SolutionOutput
    | DisputeOutput
    | TypoOutput
    | OwnWordsOutput
    | TicksOutput
    | EndOutput
    | Refusal
)


class Transition(Struct, frozen=True):
    """The engine after an input, what to record, and what to say once that is recorded."""

    engine: StudyEngine
    outputs: tuple[Output, ...] = ()
    events: tuple[Known, ...] = ()
    drafts: Mapping[str, Draft] = {}


def judged(item: Item, text: str) -> Verdict:
    """The verdict on an answer to a draw."""
    return judge(item.question, text)


class StudyEngine(Struct, frozen=True):
    """A study session with the full state of its open question.

    Attributes:
        course: The course the questions come from.
        session: The session and its open question, as they are saved.
        attempt: The attempt at the open question; None where none is open.
        sheet: The worksheet of the open question, once it was opened.
        draft: The open question as it was saved when the session was left.
        confidence: How sure the learner is of the answer to come, in percent.
        disputed: Whether the last verdict was disputed.
        before: The session before the last answer, while that can be taken back.
        explained: Whether the learner's own words were compared with the rubric.
        judge: How an answer is judged.
    """

    course: Course
    session: SessionState
    attempt: Attempt | None = None
    sheet: Sheet | None = None
    draft: QuestionDraft = QuestionDraft()
    confidence: int | None = None
    disputed: bool = False
    before: SessionState | None = None
    explained: bool = False
    judge: Callable[[Item, str], Verdict] = judged

    @classmethod
    def resume(cls, course: Course, session: SessionState, state: State, drafts: Mapping[str, Draft]) -> StudyEngine:
        """The engine at the open question of a session that was left; before its first question where none is open."""
        session = session.under(course).with_recorded_answer(state)
        if session.asked is None:
            return cls(course, session)
        engine = cls(course, session)._opened(state)
        assert engine.attempt is not None
        item = engine.attempt.item
        draft = draft_of(drafts, engine.recorder.key(item))
        attempt = engine.attempt.worded(draft.said)
        attempt = attempt if attempt.over else restore(attempt, draft, course)
        worksheet = engine.sheet
        if draft.steps is not None and (fresh := sheet(item, solved=0)) is not None:
            worksheet = fresh.refilled(draft.steps)
        before = session.before_last(attempt)
        return replace(engine, attempt=attempt, sheet=worksheet, draft=draft, before=before)

    @property
    def recorder(self) -> QuestionRecorder:
        """What builds the events and drafts of this session."""
        return QuestionRecorder(self.session.sitting.kind, SESSION_PREFIX)

    @property
    def exam(self) -> bool:
        """Whether each question takes one readable answer, and there is no help."""
        return not self.session.sitting.hints_allowed

    @property
    def over(self) -> bool:
        """Whether the open question takes no further answer."""
        attempt = self.attempt
        return attempt is None or attempt.over or (self.exam and attempt.standing == "wrong")

    @property
    def asks_words(self) -> bool:
        """Whether the question now asks for an explanation in the learner's own words."""
        attempt = self.attempt
        return attempt is not None and not self.over and asks_own_words(attempt.item) and not attempt.words

    @property
    def explains(self) -> bool:
        """Whether the question now asks what of the rubric the learner's own words say."""
        attempt = self.attempt
        return attempt is not None and self.over and bool(attempt.words) and not self.explained

    @property
    def end(self) -> EndOutput:
        """The counts so far; an open question counts once it was answered or its solution shown."""
        answered = self.session.closed() if self.session.first is not None else self.session
        done = answered.sitting.done
        return EndOutput(len(done), sum(question.right for question in done))

    @property
    def question(self) -> QuestionOutput | None:
        """The open question; None where none is open."""
        planned, attempt = self.session.asked, self.attempt
        if planned is None or attempt is None:
            return None
        done, of = self.session.sitting.progress
        return QuestionOutput(attempt.item, planned, done + 1, of)

    def take(self, given: Input, state: State, now: datetime) -> Transition:
        """The transition for one input; `now` matters for the next question only."""
        if given == Request.NEXT:
            return self._next(state, now)
        attempt = self.attempt
        if attempt is None:
            return Transition(self, (Refusal.ENDED,))
        match given:
            case AnswerInput(text=text):
                return self._answer(attempt, text, state)
            case ConfidenceInput(percent=percent):
                return Transition(replace(self, confidence=percent))
            case CellInput(index=index, text=text):
                return self._cell(index, text)
            case OwnWordsInput(text=text):
                return self._own_words(attempt, text)
            case TicksInput(ticked=ticked):
                return self._ticks(attempt, ticked)
            case Request.DISPUTE:
                return self._dispute(attempt)
            case Request.TYPO:
                return self._take_back(attempt)
            case _:
                return self._help(attempt, given)

    def _next(self, state: State, now: datetime) -> Transition:
        """Leave the open question and open the next one; a placement that ends here is put on record."""
        if self.session.over:
            return Transition(self, (self.end,))
        session = self.session.onward(self.course, state, now)
        if session.over:
            engine = StudyEngine(self.course, session, judge=self.judge)
            ended = session.sitting.kind == "placement" and session.sitting.done
            events: tuple[Known, ...] = (placed(self.course, session.sitting),) if ended else ()
            return Transition(engine, (engine.end,), events)
        engine = StudyEngine(self.course, session, judge=self.judge)
        if session.field is not None:
            return Transition(engine, (FieldOutput(session.field),))
        engine = engine._opened(state)
        question = engine.question
        return Transition(engine, () if question is None else (question,))

    def _opened(self, state: State) -> StudyEngine:
        """The engine with the open question of its session at its beginning."""
        planned = self.session.asked
        assert planned is not None
        item = self.course.item(planned.item, planned.seed)
        worksheet = sheet(item, solved=0) if planned.support == "faded" else None
        return replace(self, attempt=self.session.open_attempt(item, state), sheet=worksheet)

    def _answer(self, attempt: Attempt, text: str, state: State) -> Transition:
        if self.over:
            return Transition(self, (Refusal.OVER,))
        if not text.strip():
            return Transition(self, (Refusal.EMPTY,))
        verdict = self.judge(attempt.item, text)
        exposure = self._exposure(attempt.item, verdict, state)
        retractable = not state.took_back(attempt.item.id, attempt.item.seed)
        recording = self.recorder.answer(attempt, text, verdict, self.confidence, exposure, retractable=retractable)
        readable = verdict.mark != "unreadable"
        session = self.session.judged(FirstAnswer.of(attempt, verdict)) if readable else self.session
        engine = replace(
            self,
            session=session,
            attempt=attempt.judged(text, verdict, bar_of(attempt, text, exposure), retractable=retractable),
            before=self.session,
            confidence=None if readable else self.confidence,
            disputed=False,
        )
        first_try = readable and self.session.first is None and attempt.unaided
        drafts = {**recording.drafts, **self.recorder.draft(attempt.item, "", text, len(text))}
        output = VerdictOutput(verdict, first_try, bar_of(attempt, text, exposure))
        return Transition(engine, (output,), (recording.event,), drafts)

    def _exposure(self, item: Item, verdict: Verdict, state: State) -> Exposure:
        sitting = self.session.sitting
        return Exposure(
            first=self.session.first is None and not drawn_before(self.course, state, item),
            looked=looked_at_page(self.course, state, item, sitting.started),
            shown=verdict.mark == "right" and formula_shown(self.course, item, sitting.done),
        )

    def _help(self, attempt: Attempt, request: Request) -> Transition:
        if self.exam:
            return Transition(self, (Refusal.NO_HELP,))
        if self.over:
            return Transition(self, (Refusal.OVER,))
        if request == Request.HINT:
            return self._hint(attempt)
        return self._steps(attempt) if request == Request.STEPS else self._show(attempt)

    def _hint(self, attempt: Attempt) -> Transition:
        texts = hints(self.course, attempt.item)
        if attempt.hints >= len(texts):
            return Transition(self, (Refusal.NO_HINTS,))
        hinted = attempt.hinted()
        output = HintOutput(hinted.hints, texts[attempt.hints])
        return _recorded(replace(self, attempt=hinted), output, self.recorder.hint(hinted))

    def _steps(self, attempt: Attempt) -> Transition:
        if len(cells_of(attempt.item)) < 2:
            return Transition(self, (Refusal.NO_STEPS,))
        worksheet = self.sheet
        if worksheet is None or worksheet.next is None:
            worksheet = sheet(attempt.item, solved=0)
        assert worksheet is not None
        engine = replace(self, attempt=attempt.stepped(), sheet=worksheet)
        drafts = self.recorder.draft(attempt.item, STEPS, worksheet.entries)
        return Transition(engine, (StepsOutput(worksheet),), drafts=drafts)

    def _cell(self, index: int, text: str) -> Transition:
        if self.sheet is None or not 0 <= index < len(self.sheet.cells) or self.sheet.cells[index].given:
            return Transition(self, (Refusal.NO_STEPS,))
        filled = self.sheet.filled(index, text)
        output = CellOutput(filled.cells[index])
        return _recorded(replace(self, sheet=filled), output, self.recorder.step(filled, index))

    def _show(self, attempt: Attempt) -> Transition:
        engine = replace(self, session=self.session.gave_up(), attempt=attempt.shown())
        return _recorded(engine, SolutionOutput(solution(attempt.item)), self.recorder.give_up(attempt))

    def _dispute(self, attempt: Attempt) -> Transition:
        verdict = attempt.verdict
        if verdict is None or verdict.mark == "right" or attempt.gave_up or self.disputed:
            return Transition(self, (Refusal.NO_VERDICT,))
        return _recorded(replace(self, disputed=True), DisputeOutput(), self.recorder.dispute(attempt, verdict))

    def _take_back(self, attempt: Attempt) -> Transition:
        if attempt.before is None or self.before is None:
            return Transition(self, (Refusal.NO_TYPO,))
        engine = replace(self, session=self.before, attempt=attempt.before, before=None, disputed=False)
        return _recorded(engine, TypoOutput(), self.recorder.take_back(attempt.before))

    def _own_words(self, attempt: Attempt, text: str) -> Transition:
        if not asks_own_words(attempt.item) or attempt.words:
            return Transition(self, (Refusal.NO_WORDS,))
        if fault := words_fault(attempt.item, text):
            return Transition(self, (OwnWordsOutput(fault),))
        engine = replace(self, attempt=attempt.worded(text))
        return _recorded(engine, OwnWordsOutput(), self.recorder.own_words(attempt, text))

    def _ticks(self, attempt: Attempt, ticked: tuple[int, ...]) -> Transition:
        if not self.explains:
            return Transition(self, (Refusal.NO_WORDS,))
        return _recorded(replace(self, explained=True), TicksOutput(ticked), self.recorder.ticks(attempt, ticked))


def _recorded(engine: StudyEngine, output: Output, recording: Recording) -> Transition:
    return Transition(engine, (output,), (recording.event,), recording.drafts)
