"""The fold of a learner's tries into memories, the recall model, and what was credited without asking. Pure.

A right answer without help also counts for what its skills need, by the share along the path: it moves stability and
time of the memory that far, on the logarithmic and the linear scale, toward those after a good review. What comes early
counts by as much less as the memory has faded less than one that is due, so that a skill which every question of a week
needs does not pass for one that was reviewed all week. A wrong answer counts in the same way, as a lapse, for the
skills that need the one that failed. Only skills that were tried before gain or lose.

A credit that takes a skill out of what is due is a review that was not asked. One in ten of these is asked all the
same, chosen by a checksum of skill and time, so that the record can say how often the credit holds.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from zlib import crc32

from msgspec import Struct
from msgspec.structs import replace

from lessons.course import Course
from progress.fsrs6 import MemoryState, next_memory
from progress.schedule import RETENTION
from tutor.learning.scheduling.recall import DAY, RecallModel, SkillMemory, Try
from tutor.learning.scheduling.skill_graph import SkillGraph, skill_graph

AUDITED = 10
"""One in so many credited reviews is asked all the same."""


class Audit(Struct, frozen=True):
    """The reviews credited without asking, how many of them were asked all the same, and how many of those held."""

    credited: int = 0
    checked: int = 0
    held: int = 0


class RecallFold:
    """The memories and the model after a sequence of tries."""

    def __init__(self, graph: SkillGraph) -> None:
        self.graph = graph
        self.model = RecallModel(graph.prior)
        self.audit = Audit()
        self.pending: dict[str, int] = {}
        """By skill, when a review was credited that is to be asked all the same."""

    def copy(self) -> RecallFold:
        """A fold that can go on without changing this one."""
        other = RecallFold(self.graph)
        other.model, other.audit, other.pending = self.model.copy(), self.audit, dict(self.pending)
        return other

    def add(self, tried: Try) -> None:
        """Add one try, later than those before."""
        skills = tried.skills or self.graph.skills_of.get(tried.item, ())
        leading = self.graph.leading_among(tried.skills) if tried.skills else self.graph.leading.get(tried.item, ())
        if not leading:
            return
        right = tried.grade > 1
        self._check(leading, right)
        if not tried.skills:  # cases that went wrong are not on record, so the model would learn from successes alone
            self.model.learn(leading[0], tried)
        for skill in skills if right else leading:
            self.model.practise(skill, tried)
        if tried.grade == 3:
            shares = self.graph.credits_of(tried.skills) if tried.skills else self.graph.credits[tried.item]
            for skill, share in shares.items():
                self._credit(skill, share, tried)
        elif not right:
            for skill in leading:
                for other, share in self.graph.blames.get(skill, {}).items():
                    if other not in leading:
                        self._blame(other, share, tried)

    def _check(self, leading: Sequence[str], right: bool) -> None:
        for skill in leading:
            if self.pending.pop(skill, None) is not None:
                self.audit = replace(self.audit, checked=self.audit.checked + 1, held=self.audit.held + right)

    def _credit(self, skill: str, share: float, tried: Try) -> None:
        held = self.model.skills.get(skill)
        if held is None or held.day == tried.day or tried.ms <= held.ms:
            return
        after = credited(held, share, tried.ms)
        self.model.skills[skill] = after
        if held.recall(tried.ms) <= RETENTION < after.recall(tried.ms):
            self.audit = replace(self.audit, credited=self.audit.credited + 1)
            if is_audited(skill, tried.ms):
                self.pending[skill] = tried.ms

    def _blame(self, skill: str, share: float, tried: Try) -> None:
        held = self.model.skills.get(skill)
        if held is not None and held.day != tried.day and tried.ms > held.ms:
            self.model.skills[skill] = blamed(held, share, tried.ms)


def credited(held: SkillMemory, share: float, now: int) -> SkillMemory:
    """A memory after a good review that counts by a share, discounted when it comes early."""
    share *= min(1.0, (1 - held.recall(now)) / (1 - RETENTION))
    good = next_memory(held.memory, 3, (now - held.ms) / DAY)
    stability = held.memory.stability ** (1 - share) * good.stability**share
    return replace(
        held, memory=MemoryState(stability, held.memory.difficulty), ms=held.ms + round(share * (now - held.ms))
    )


def blamed(held: SkillMemory, share: float, now: int) -> SkillMemory:
    """A memory after a lapse that counts by a share; nothing was recalled, so its time stays."""
    lapse = next_memory(held.memory, 1, (now - held.ms) / DAY)
    stability = held.memory.stability ** (1 - share) * min(lapse.stability, held.memory.stability) ** share
    return replace(held, memory=MemoryState(stability, held.memory.difficulty))


def is_audited(skill: str, ms: int) -> bool:
    """Whether a review credited at a time is one of those that are asked all the same."""
    return crc32(f"{skill} {ms}".encode()) % AUDITED == 0


_latest: tuple[Course, Sequence[Try], RecallFold] | None = None


def fold_tries(course: Course, tries: Sequence[Try]) -> RecallFold:
    """The fold of some tries, in order; it must not be changed.

    The latest is cached: where it is of a part of these tries from the first on, only the rest is folded.
    """
    global _latest
    cached = _latest
    fold, start = RecallFold(skill_graph(course)), 0
    if cached is not None and cached[0] is course and cached[1] is tries:
        return cached[2]
    if cached is not None and cached[0] is course and tries[: len(cached[1])] == cached[1]:
        start = len(cached[1])
        if start == len(tries):
            return cached[2]
        fold = cached[2].copy()
    for one in islice(tries, start, None):
        fold.add(one)
    _latest = course, tries, fold
    return fold
