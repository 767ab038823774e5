"""A study session as a frozen value: a review, practice, ten minutes, a checkpoint or a placement."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from tutor.learning.scheduling.learner_model import LearnerModel
from tutor.learning.scheduling.selection import SelectionContext, Target

Kind = Literal["review", "practice", "ten", "checkpoint", "placement"]


class Scaffold(StrEnum):
    """How much of a solution is shown: nothing, some of its steps, or a worked example first."""

    BARE = "bare"
    FADED = "faded"
    WORKED = "worked"


class PlannedQuestion(Struct, frozen=True):
    """A question to ask: the item and draw, its skill, and the reason shown to the learner."""

    item: str
    seed: int
    skill: str
    why: str
    rule: str = ""
    """The misconception it is asked to detect, if any."""
    support: Scaffold = Scaffold.BARE
    number: int = 0
    follows: str = ""
    """The skill whose wrong answer this question may explain."""
    part: str = ""
    """The part of the checklist that it is to show, as `OUTCOME.PART`."""


class AnsweredQuestion(Struct, frozen=True):
    """A question of the session and its first readable answer; skipped and given up count as wrong."""

    asked: PlannedQuestion
    right: bool
    unaided: bool
    wrong_rule: str | None
    not_known: bool = False
    """Whether it was given up or passed over, instead of answered wrong."""


class SessionSummary(Struct, frozen=True):
    """The counts of a session for one skill."""

    skill: str
    asked: int
    right: int
    unaided: int


class StudySession(Struct, frozen=True):
    """A session made by `begin`; `next_question` gives the question to ask, `answered` the session after it."""

    kind: Kind
    scope: str = ""
    started: int = 0
    targets: tuple[Target, ...] = ()
    count: int | None = None
    """The maximum number of questions; None for no limit."""
    seed: int | None = None
    done: tuple[AnsweredQuestion, ...] = ()
    fields: tuple[str, ...] = ()
    """The fields of paper cards that were opened in it."""

    def answered(
        self, asked: PlannedQuestion, right: bool, unaided: bool = True, wrong_rule: str | None = None
    ) -> StudySession:
        """The session after a question.

        Call it once for each question, when the learner leaves it, with the result of the first readable answer.
        """
        aided = asked.support is not Scaffold.BARE
        answer = AnsweredQuestion(asked, right, right and unaided and not aided, wrong_rule, not (right or unaided))
        return replace(self, done=(*self.done, answer))

    @property
    def hints_allowed(self) -> bool:
        """Whether hints, steps and solutions are available while a question is open."""
        return self.kind not in ("checkpoint", "placement")

    @property
    def progress(self) -> tuple[int, int | None]:
        """The number of questions done and the total; None if the total is unknown."""
        if self.kind in ("practice", "ten", "placement"):
            return len(self.done), self.count
        extra = sum(bool(answer.asked.follows) for answer in self.done)
        total = len(self.targets) + extra
        return len(self.done), total if self.count is None else min(total, self.count)

    @property
    def results(self) -> Mapping[str, SessionSummary]:
        """Counts by skill, in the order in which the skills came up."""
        summaries: dict[str, SessionSummary] = {}
        for answer in self.done:
            skill = answer.asked.skill
            old = summaries.get(skill, SessionSummary(skill, 0, 0, 0))
            right, unaided = old.right + answer.right, old.unaided + answer.unaided
            summaries[skill] = SessionSummary(skill, old.asked + 1, right, unaided)
        return summaries

    @property
    def open_targets(self) -> tuple[Target, ...]:
        """The targets not asked about yet."""
        questions = [answer.asked for answer in self.done if not answer.asked.follows]
        asked = {(question.skill, question.rule, question.number, question.part) for question in questions}
        return tuple(
            target for target in self.targets if (target.skill, target.rule, target.number, target.part) not in asked
        )

    def selection_context(self, model: LearnerModel, now: int) -> SelectionContext:
        """The context in which the next question is selected."""
        taken: dict[str, frozenset[int]] = {}
        for answer in self.done:
            taken[answer.asked.item] = taken.get(answer.asked.item, frozenset()) | {answer.asked.seed}
        last = self.done[-1].asked.item if self.done else ""
        return SelectionContext(model, now, taken, last, None if self.seed is None else self.seed + len(self.done))
