"""An experiment of one learner with two ways of reviewing: pairs of skills, a coin for each, and a test. Pure.

Skills are paired by predicted recall within a rung, never across a prerequisite edge. A coin decides which of a pair is
treated. When the days are over, fresh draws of each skill are the outcome, and a sign-flip test (Fisher, The Design of
Experiments, 1935, section 21) says whether a difference can be seen. What an experiment of this size can see is worked
out before the first coin is thrown.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from math import sqrt
from random import Random
from statistics import fmean, stdev

from msgspec import Struct

from lessons.course import Course
from progress.events import ExperimentPlanned
from progress.state.item_records import STUDIED
from progress.state.state import State
from progress.times import milliseconds
from tutor.learning.scheduling.learner_model import LearnerModel, build_learner_model
from tutor.learning.scheduling.recall import DAY
from tutor.learning.scheduling.selection import Target
from tutor.learning.scheduling.study_session import StudySession

DAYS = 30
"""How long an experiment lasts before its last questions."""

SCOPE = "study"
"""The scope of the session with the last questions: it is none of the course's."""

FRESH = 3
"""Fresh draws of each skill at the end."""

LARGE, SMALL, BASE = 0.55, 0.70, 0.85
"""Proportions of right answers between which a large and a small difference lie, with the other arm at BASE."""

LEAST_POWER = 0.75
"""The probability of seeing a large difference below which no experiment begins."""

LEVEL = 0.05
"""The probability of reporting a difference where there is none."""

TREATMENTS: Mapping[str, str] = {"intervals": "intervals twice as long", "order": "answered before a worked example"}
"""By what an experiment compares, what is done in the treated arm."""

_FLIPS = 2000
_STUDIES = 300


class Outcome(Struct, frozen=True):
    """The outcome of one pair: the fraction of fresh draws that were right, of the treated skill and of the other."""

    treated: float
    control: float


class Finding(Struct, frozen=True):
    """What an experiment found: the mean difference with its 95 % interval, the p-value, and the number of pairs."""

    difference: float
    low: float
    high: float
    p: float
    pairs: int

    @property
    def seen(self) -> bool:
        """Whether a difference could be seen."""
        return self.p < LEVEL


def pairs(model: LearnerModel, now: int) -> tuple[tuple[str, str], ...]:
    """Pairs of tried core skills: neighbors in predicted recall within a rung, neither of which needs the other."""
    recalls = model.recalls(now)
    found: list[tuple[str, str]] = []
    for rung in model.course.outline.rungs:
        left = [skill for skill in model.core_skills if model.skills[skill].rung == rung.id and skill in recalls]
        left.sort(key=lambda skill: (recalls[skill].chance, skill))
        while left:
            first = left.pop(0)
            mate = next((other for other in left if not _related(model, first, other)), None)
            if mate is not None:
                left.remove(mate)
                found.append((first, mate))
    return tuple(found)


def _related(model: LearnerModel, a: str, b: str) -> bool:
    return a in model.prerequisites[b] or b in model.prerequisites[a]


def drawn(found: Sequence[tuple[str, str]], seed: int, compares: str = "intervals") -> ExperimentPlanned:
    """The plan of an experiment: a coin for each pair decides which skill is treated, as `compares` says."""
    rng = Random(seed)
    treated, control = [], []
    for a, b in found:
        one, other = (a, b) if rng.random() < 0.5 else (b, a)
        treated.append(one)
        control.append(other)
    large, small = power(len(found), LARGE), power(len(found), SMALL)
    return ExperimentPlanned(tuple(treated), tuple(control), DAYS, round(large, 2), round(small, 2), compares)


@lru_cache(maxsize=64)
def power(count: int, other: float) -> float:
    """The probability that an experiment with so many pairs sees BASE against another proportion of right answers."""
    if not count:
        return 0.0
    rng = Random(f"{count} {other}")
    found = (sign_flip_test(simulated(count, BASE, other, rng), rng.randrange(1 << 30), 400) for _ in range(_STUDIES))
    return sum(p < LEVEL for p in found) / _STUDIES


def simulated(count: int, treated: float, control: float, rng: Random) -> list[Outcome]:
    """Outcomes of made-up pairs whose answers are right with these probabilities."""

    def arm(chance: float) -> float:
        return sum(rng.random() < chance for _ in range(FRESH)) / FRESH

    return [Outcome(arm(treated), arm(control)) for _ in range(count)]


def sign_flip_test(outcomes: Sequence[Outcome], seed: int, flips: int = _FLIPS) -> float:
    """The two-sided p-value of the mean difference, if each pair's sign was as likely to be the other one."""
    differences = [one.treated - one.control for one in outcomes if one.treated != one.control]
    observed, rng = abs(sum(differences)), Random(seed)
    extreme = sum(
        abs(sum(each if rng.random() < 0.5 else -each for each in differences)) >= observed - 1e-12
        for _ in range(flips)
    )
    return (extreme + 1) / (flips + 1)


def finding(outcomes: Sequence[Outcome], seed: int = 1) -> Finding:
    """What the outcomes of an experiment show; two pairs or more are needed."""
    differences = [one.treated - one.control for one in outcomes]
    mean, half = fmean(differences), 1.96 * stdev(differences) / sqrt(len(differences))
    return Finding(mean, mean - half, mean + half, sign_flip_test(outcomes, seed), len(outcomes))


def ends(plan: ExperimentPlanned) -> int:
    """When the last questions of an experiment begin, in milliseconds since 1970."""
    return milliseconds(plan.t) + plan.days * DAY


def outcomes(course: Course, state: State, plan: ExperimentPlanned) -> list[Outcome]:
    """The outcomes of the pairs that have all of their fresh draws."""
    model = build_learner_model(course, state)
    found = []
    for treated, control in zip(plan.treated, plan.control, strict=True):
        arms = [_fresh(model, skill, ends(plan)) for skill in (treated, control)]
        if all(len(arm) == FRESH for arm in arms):
            found.append(Outcome(*(sum(arm) / FRESH for arm in arms)))
    return found


def final_session(model: LearnerModel, plan: ExperimentPlanned, now: int) -> StudySession:
    """The last questions of an experiment: the fresh draws that its skills still lack, mixed, without hints."""
    missing = [
        Target(skill, f"The last questions of your experiment: {model.title(skill)}.", number=number)
        for number in range(FRESH)
        for skill in sorted((*plan.treated, *plan.control))
        if skill in model.core_skills and number >= len(_fresh(model, skill, ends(plan)))
    ]
    return StudySession("checkpoint", SCOPE, now, tuple(missing), len(missing))


def _fresh(model: LearnerModel, skill: str, since: int) -> list[bool]:
    """The first answers to draws of a skill that were new in a study session since a time, at most FRESH."""
    return [right for _, right in sorted(_new_draws(model, skill, since))][:FRESH]


def _new_draws(model: LearnerModel, skill: str, since: int) -> Iterator[tuple[int, bool]]:
    for item in model.items_of.get(skill, ()):
        if skill in model.leading(item):
            for draw in model.record(item).first_draws:
                if draw.answered and draw.ms >= since and draw.where in STUDIED:
                    yield draw.ms, draw.right


def summary(outcomes_so_far: Sequence[Outcome], plan: ExperimentPlanned) -> str:
    """What an experiment found, in a sentence."""
    if len(outcomes_so_far) < len(plan.treated) or len(outcomes_so_far) < 2:
        return f"{len(outcomes_so_far)} of {len(plan.treated)} pairs have their {FRESH} fresh answers for each skill"
    found = finding(outcomes_so_far)
    interval = f"{found.low:+.0%} to {found.high:+.0%}"
    if not found.seen:
        return f"no difference could be seen: {found.difference:+.0%}, 95 % in {interval}, p = {found.p:.2f}"
    return f"{TREATMENTS[plan.compares]}: {found.difference:+.0%} right answers, 95 % in {interval}, p = {found.p:.3f}"


def exported(outcomes_so_far: Sequence[Outcome]) -> list[Mapping[str, float]]:
    """Arms and outcomes, and nothing else, so that several learners can pool theirs."""
    return [{"treated": one.treated, "control": one.control} for one in outcomes_so_far]
