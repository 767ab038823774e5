"""The state of a study session: questions done, the open one, the first answer to it. Pure; every face uses it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from lessons.answers import Verdict
from lessons.course import Course
from lessons.model.page import Item
from progress.resume import PausedSession, ResumePoint
from progress.schedule import stamp
from progress.state.records import AnswerRecord
from progress.state.state import State
from progress.times import day_end, day_start
from tutor.learning.attempt import Attempt, AttemptStatus
from tutor.learning.question_draft import SESSION_PREFIX
from tutor.learning.scheduling.due_fields import DueField, field_in_review
from tutor.learning.scheduling.next_question import TEN_MINUTES, next_question
from tutor.learning.scheduling.start import begin
from tutor.learning.scheduling.study_session import Kind, PlannedQuestion, StudySession

NAMES: Mapping[Kind, str] = {
    "review": "Review",
    "practice": "Practice",
    "ten": "Ten minutes",
    "checkpoint": "Checkpoint",
    "placement": "Placement",
}


class FirstAnswer(Struct, frozen=True):
    """The first readable answer to the open question; asking for the solution counts as one."""

    right: bool
    unaided: bool = True
    wrong_rule: str | None = None

    @classmethod
    def of(cls, attempt: Attempt, verdict: Verdict) -> FirstAnswer:
        """The first answer, from its verdict and the help taken before it."""
        return cls(verdict.mark == "right", attempt.unaided, verdict.wrong_rule)


class SessionState(Struct, frozen=True):
    """A study session and its open question, or the field of a paper card that is open in its place.

    Until it is `begun`, only its kind, scope, count and seed are set.
    """

    sitting: StudySession
    asked: PlannedQuestion | None = None
    first: FirstAnswer | None = None
    shown: bool = False
    """Whether the solution of the open question was shown."""
    begun: bool = False
    field: DueField | None = None
    """The field of a paper card that is open; no question is open then."""

    @property
    def over(self) -> bool:
        """Whether there is nothing left to ask."""
        return self.begun and self.asked is None and self.field is None

    def judged(self, first: FirstAnswer) -> SessionState:
        """The state after a readable answer; only the first one to a question counts."""
        return self if self.first is not None else replace(self, first=first)

    def gave_up(self) -> SessionState:
        """The state after the solution was shown."""
        return replace(self.judged(FirstAnswer(False, False)), shown=True)

    def before_last(self, attempt: Attempt) -> SessionState:
        """The state before the last answer of an attempt, where that can be taken back."""
        first = attempt.before is not None and not attempt.before.misses
        return replace(self, first=None) if first else self

    def closed(self) -> SessionState:
        """The state without its open question, which is done; one that was never answered counts as not known."""
        if self.asked is None:
            return self
        first = self.first or FirstAnswer(False, False)
        done = self.sitting.answered(self.asked, first.right, first.unaided, first.wrong_rule)
        return SessionState(done, begun=self.begun)

    def onward(self, course: Course, state: State, now: datetime) -> SessionState:
        """The state with the next question or field open. Takes milliseconds: call it off the event loop."""
        planned = self.sitting
        if self.begun:
            sitting = self.closed().sitting
        else:
            sitting = begin(planned.kind, course, state, now, planned.scope, planned.count, planned.seed)
        asked = next_question(sitting, course, state, now)
        field = field_in_review(sitting, asked is not None, course, state, now)
        if field is not None:
            return SessionState(replace(sitting, fields=(*sitting.fields, field.id)), begun=True, field=field)
        return SessionState(sitting, asked, begun=True)

    def open_attempt(self, item: Item, state: State) -> Attempt:
        """The attempt at the open question, as far as this state and the answers of this session tell it.

        An answer of the session that reached the journal, but not this state, counts: the program was killed between.
        """
        status = AttemptStatus.SHOWN if self.shown else ""
        if any(answer.right for answer in self._answers(item.id, item.seed, state)) and not self.shown:
            status = AttemptStatus.RIGHT
        attempt = Attempt.on_record(item, status)
        return attempt if self.asked is None or self.asked.support == "bare" else attempt.stepped()

    def with_recorded_answer(self, state: State) -> SessionState:
        """The state with the first answer that the journal has to the open question, where none is set."""
        if self.asked is None or self.first is not None:
            return self
        for answer in self._answers(self.asked.item, self.asked.seed, state):
            return self.judged(FirstAnswer(answer.right, answer.unaided, answer.wrong_rule))
        return self

    def _answers(self, item: str, seed: int, state: State) -> list[AnswerRecord]:
        """The latest readable answers of this session to a draw, oldest first."""
        record = state.items.get(item)
        recent = record.recent if record is not None else ()
        return [answer for answer in recent if answer.seed == seed and answer.ms >= self.sitting.started]

    def under(self, course: Course) -> SessionState:
        """The state in this course: a new one where the course has lost one of its questions."""
        sitting = self.sitting
        questions = [*(answered.asked for answered in sitting.done), *([self.asked] if self.asked is not None else [])]
        has_field = self.field is None or course.has_card(self.field.id)
        if has_field and all(question.item in course.entries for question in questions):
            return self
        return SessionState(StudySession(sitting.kind, sitting.scope, count=sitting.count, seed=sitting.seed))

    def same_as(self, other: SessionState | None) -> bool:
        """Whether another state is of the same session: of the same kind and scope, begun at the same time."""
        mine, theirs = self.sitting, other.sitting if other is not None else None
        return theirs is not None and (mine.kind, mine.scope, mine.started) == (
            theirs.kind, theirs.scope, theirs.started,
        )  # fmt: skip

    def waits(self, now: datetime) -> bool:
        """Whether it was begun and can be gone on with, at any later time; only ten minutes end by themselves."""
        over = self.sitting.kind == "ten" and stamp(now) - self.sitting.started >= TEN_MINUTES
        return self.begun and not self.over and not over

    def goes_on(self, kind: str, scope: str, now: datetime) -> bool:
        """Whether a request for this kind and scope resumes this session: a review or practice lasts a day."""
        if (kind, scope) != (self.sitting.kind, self.sitting.scope) or not self.begun or self.over:
            return False
        started = self.sitting.started
        if kind == "ten":
            return stamp(now) - started < TEN_MINUTES
        return kind in ("checkpoint", "placement") or day_start(now) <= started < day_end(now)


def resume_or_new(
    saved: Iterable[SessionState],
    kind: Kind,
    scope: str,
    now: datetime,
    count: int | None = None,
    seed: int | None = None,
) -> SessionState:
    """The first saved session that is of this kind and scope and still goes on, else a new one.

    `count` and `seed` ask for a new one.
    """
    if not count and seed is None:
        for session in saved:
            if session.goes_on(kind, scope, now):
                return session
    return SessionState(StudySession(kind, scope, count=count, seed=seed))


def name_of(course: Course, sitting: StudySession) -> str:
    """The title of a study session: its kind and the title of its scope."""
    outline, scope = course.outline, sitting.scope
    if not scope:
        return NAMES[sitting.kind]
    titles = {skill.id: skill.title for skill in outline.skills}
    titles |= {outcome.id: outcome.title for outcome in outline.outcomes}
    titles |= {rung.id: rung.title for rung in outline.rungs}
    titles |= {page.id: page.title for page in outline.pages}
    title = titles.get(scope, scope)
    return f"{NAMES[sitting.kind]}: {title[:1].lower() + title[1:] if sitting.kind == 'practice' else title}"


def save_session(point: ResumePoint, session: SessionState | None) -> ResumePoint:
    """The resume point with a study session in progress, or with none.

    A session that was begun and is not over is paused when another takes its place, with the drafts at its open
    question; a paused one that takes the place gets its drafts back. Those drafts go when another question opens.
    """
    import msgspec

    old = saved_session(point.sitting)
    saved = msgspec.to_builtins(session) if session is not None else {}
    if old is not None and session is not None and (old.asked, old.field) == (session.asked, session.field):
        return replace(point, sitting=saved)
    own = {key: draft for key, draft in point.drafts.items() if key.startswith(SESSION_PREFIX)}
    drafts = {key: draft for key, draft in point.drafts.items() if key not in own}
    if session is None or (old is not None and old.same_as(session)):
        return replace(point, sitting=saved, drafts=drafts)
    paused = list(point.paused)
    resumed = next((one for one in paused if session.same_as(saved_session(one.sitting))), None)
    if resumed is not None:
        paused.remove(resumed)
    if old is not None and old.begun and not old.over:
        paused.insert(0, PausedSession(dict(point.sitting), own))
    return replace(point, sitting=saved, drafts=drafts | (resumed.drafts if resumed else {}), paused=paused)


def unfinished_sessions(point: ResumePoint, now: datetime) -> tuple[SessionState, ...]:
    """The study sessions that were begun and can be gone on with, the one in progress first, then newest first."""
    sessions = map(saved_session, (point.sitting, *(one.sitting for one in point.paused)))
    return tuple(one for one in sessions if one is not None and one.waits(now))


def saved_session(saved: Mapping[str, object]) -> SessionState | None:
    """The study session that a resume point holds; None for none, and for one that this version cannot read."""
    import msgspec

    if not saved:
        return None
    try:
        return msgspec.convert(saved, SessionState)
    except msgspec.ValidationError:
        return None
