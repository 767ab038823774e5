"""A sitting: questions one after the other, for a review, practice, a checkpoint or a placement. A frozen value."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from lessons.course import Course
from progress.schedule import stamp
from progress.state.state import State
from tutor.learning.scheduling.learner_model import LearnerModel, build_learner_model
from tutor.learning.scheduling.selection import SelectionContext, Target

Kind = Literal["review", "practice", "ten", "checkpoint", "placement"]
Support = Literal["bare", "faded", "worked"]


class PlannedQuestion(Struct, frozen=True):
    """A question that is asked: which draw, about which skill, and why this, now."""

    item: str
    seed: int
    skill: str
    why: str
    rule: str = ""
    """The misconception that it tells from the right rule, where it is asked for that."""
    support: Support = "bare"
    """How much of the way is shown: a worked twin first, some steps given, or nothing."""
    number: int = 0
    follows: str = ""
    """The skill whose wrong answer this one may explain."""


class AnsweredQuestion(Struct, frozen=True):
    """A question of the sitting, and how the first readable answer went; skipped and given up count as wrong."""

    asked: PlannedQuestion
    right: bool
    unaided: bool
    wrong_rule: str | None


class SessionSummary(Struct, frozen=True):
    """What a sitting says of one skill."""

    skill: str
    asked: int
    right: int
    unaided: int


class StudySession(Struct, frozen=True):
    """Made by `begin`. `next` says what to ask, `answered` gives the sitting that goes on from there."""

    kind: Kind
    scope: str = ""
    started: int = 0
    targets: tuple[Target, ...] = ()
    count: int | None = None
    """How many questions at most; None for as long as one likes."""
    seed: int | None = None
    done: tuple[AnsweredQuestion, ...] = ()

    def next(self, course: Course, state: State, now: datetime) -> PlannedQuestion | None:
        """The next question; None when the sitting is over."""
        from tutor.learning.scheduling.next_question import ASKING

        if self.count is not None and len(self.done) >= self.count:
            return None
        return ASKING[self.kind](self, self.moment(build_learner_model(course, state), stamp(now)))

    def answered(
        self, asked: PlannedQuestion, right: bool, unaided: bool = True, wrong_rule: str | None = None
    ) -> StudySession:
        """The sitting after a question: call it once for each, when the learner leaves it, with how the first
        readable answer went. Whatever that was, the next question is another one."""
        aided = asked.support != "bare"
        return replace(
            self, done=(*self.done, AnsweredQuestion(asked, right, right and unaided and not aided, wrong_rule))
        )

    @property
    def hints_allowed(self) -> bool:
        """Whether hints, steps and solutions are to be had while a question is open."""
        return self.kind not in ("checkpoint", "placement")

    @property
    def progress(self) -> tuple[int, int | None]:
        """(questions done, of how many in all); None in place of a number that is not known."""
        if self.kind in ("practice", "ten", "placement"):
            return len(self.done), self.count
        extra = sum(bool(one.asked.follows) for one in self.done)
        total = len(self.targets) + extra
        return len(self.done), total if self.count is None else min(total, self.count)

    @property
    def results(self) -> Mapping[str, SessionSummary]:
        """By skill, in the order in which they came up."""
        found: dict[str, SessionSummary] = {}
        for one in self.done:
            skill = one.asked.skill
            old = found.get(skill, SessionSummary(skill, 0, 0, 0))
            found[skill] = SessionSummary(skill, old.asked + 1, old.right + one.right, old.unaided + one.unaided)
        return found

    @property
    def open_targets(self) -> tuple[Target, ...]:
        """What is still to be asked about."""
        asked = {(one.asked.skill, one.asked.rule, one.asked.number) for one in self.done if not one.asked.follows}
        return tuple(one for one in self.targets if (one.skill, one.rule, one.number) not in asked)

    def moment(self, found: LearnerModel, now: int) -> SelectionContext:
        """What choosing a question has to know."""
        taken: dict[str, frozenset[int]] = {}
        for one in self.done:
            taken[one.asked.item] = taken.get(one.asked.item, frozenset()) | {one.asked.seed}
        last = self.done[-1].asked.item if self.done else ""
        return SelectionContext(found, now, taken, last, None if self.seed is None else self.seed + len(self.done))
