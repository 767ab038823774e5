"""A sitting under way: what was asked so far, the question that is open, how it went at first. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from lessons.course import Course
from progress.schedule import stamp
from progress.state.records import DAY
from progress.state.state import State
from tutor.learning.scheduling.next_question import TEN_MINUTES
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
    """How the first readable answer to the open question went; asking for the solution counts as one."""

    right: bool
    unaided: bool = True
    wrong_rule: str | None = None


class SessionState(Struct, frozen=True):
    """Where a learner stands in a sitting. Until it is `begun` the sitting is only what was wished for."""

    sitting: StudySession
    asked: PlannedQuestion | None = None
    first: FirstAnswer | None = None
    shown: bool = False
    """Whether the solution of the open question was asked for."""
    begun: bool = False

    @property
    def over(self) -> bool:
        """Whether there is nothing left to ask."""
        return self.begun and self.asked is None

    def judged(self, first: FirstAnswer) -> SessionState:
        """An answer was judged; only the first one to a question counts."""
        return self if self.first is not None else replace(self, first=first)

    def gave_up(self) -> SessionState:
        """The solution was asked for."""
        return replace(self.judged(FirstAnswer(False, False)), shown=True)

    def left(self) -> SessionState:
        """The open question is done with; one that was never answered counts as not known."""
        if self.asked is None:
            return self
        first = self.first or FirstAnswer(False, False)
        done = self.sitting.answered(self.asked, first.right, first.unaided, first.wrong_rule)
        return SessionState(done, begun=self.begun)

    def onward(self, course: Course, state: State, now: datetime) -> SessionState:
        """With the next question open. Reads the course, so it belongs off the event loop."""
        wish = self.sitting
        if self.begun:
            sitting = self.left().sitting
        else:
            sitting = begin(wish.kind, course, state, now, wish.scope, wish.count, wish.seed)
        return SessionState(sitting, sitting.next(course, state, now), begun=True)

    def under(self, course: Course) -> SessionState:
        """The same in this course; from the beginning where it asked what is not there any more."""
        sitting = self.sitting
        asked = [*(one.asked for one in sitting.done), *([self.asked] if self.asked is not None else [])]
        if all(one.item in course.templates for one in asked):
            return self
        return SessionState(StudySession(sitting.kind, sitting.scope, count=sitting.count, seed=sitting.seed))

    def goes_on(self, kind: str, scope: str, now: datetime) -> bool:
        """Whether who asks for such a sitting gets this one again: what is due today is not what was due yesterday."""
        if (kind, scope) != (self.sitting.kind, self.sitting.scope) or not self.begun or self.over:
            return False
        at, started = stamp(now), self.sitting.started
        if kind == "ten":
            return at - started < TEN_MINUTES
        return kind in ("checkpoint", "placement") or at // DAY == started // DAY


def name_of(course: Course, sitting: StudySession) -> str:
    """What a sitting is called: its kind, and what it is about."""
    outline, scope = course.outline, sitting.scope
    if not scope:
        return NAMES[sitting.kind]
    titles = {one.id: one.title for one in outline.skills}
    titles |= {one.id: one.title for one in outline.outcomes} | {one.id: one.title for one in outline.rungs}
    titles |= {one.id: one.title for one in outline.pages}
    title = titles.get(scope, scope)
    return f"{NAMES[sitting.kind]}: {title[:1].lower() + title[1:] if sitting.kind == 'practice' else title}"


def packed(underway: SessionState | None) -> dict[str, object]:
    """As plain values, to be saved; empty for none."""
    import msgspec

    return msgspec.to_builtins(underway) if underway is not None else {}


def unpacked(saved: Mapping[str, object]) -> SessionState | None:
    """What `packed` gave; None for nothing, and for what another version left that cannot be read here."""
    import msgspec

    if not saved:
        return None
    try:
        return msgspec.convert(saved, SessionState)
    except msgspec.ValidationError:
        return None
