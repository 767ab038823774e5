"""Possible knowledge states of a learner, weighted by the answers they gave: the arithmetic of a placement. Pure.

A state is a set of skills that contains what each of them needs: an order ideal of the prerequisite graph (Doignon &
Falmagne, Knowledge Spaces, 1999). A sample of states stands for all of them. Bayes' rule weights each by the
probability of the answers, with slips and guesses by the kind of question, so that no answer is ever taken as certain.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from msgspec import Struct

from lessons.course import Course
from tutor.learning.scheduling.skill_graph import SkillGraph, skill_graph

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

STATES = 4000
LADDER_PART, LOOSE_PART, PATCH_NOISE = 4, 10, 0.06

SLIP: Mapping[str, float] = {"matrix": 0.15, "expression": 0.12, "rule": 0.12, "shape": 0.12, "explain": 0.15}
"""By kind of question, the probability of a wrong answer from a learner who has the skills; 0.1 for others."""

GUESS: Mapping[str, float] = {"choice": 0.28, "explain": 0.3, "multi": 0.12, "order": 0.12, "cloze": 0.12}
"""By kind of question, the probability of a right answer from a learner who lacks a skill; 0.05 for others."""

NOT_KNOWN = (0.04, 0.6)
"""The probability of `I don't know` from a learner who has the skills, and from one who lacks one."""


class GradedAnswer(Struct, frozen=True):
    """An answer of a placement: the skills of its question, the kind of question, and how it went."""

    skills: tuple[str, ...]
    kind: str
    right: bool
    not_known: bool = False
    """Whether the learner said that they do not know."""


class StateSample:
    """A sample of knowledge states over the core skills of a course.

    Attributes:
        skills: The core skills, in course order.
        known: Whether each state has each skill; shape (STATES, skills).
    """

    def __init__(self, graph: SkillGraph) -> None:
        self.skills = tuple(skill_id for skill_id, skill in graph.skills.items() if not skill.second_pass)
        self._column = {skill: index for index, skill in enumerate(self.skills)}
        self.known = _sampled(graph, self.skills)

    def has_all(self, skills: Sequence[str]) -> NDArray[np.bool_]:
        """Whether each state has all of some skills; shape (STATES,). Skills that are not of the core are left out."""
        import numpy as np

        columns = [self._column[skill] for skill in skills if skill in self._column]
        return np.asarray(self.known[:, columns].all(axis=1))

    def weights(self, answers: Sequence[GradedAnswer]) -> NDArray[np.float64]:
        """The posterior probability of each state after some answers; shape (STATES,)."""
        import numpy as np

        log_weight = np.zeros(len(self.known))
        for answer in answers:
            has, lacks = likelihoods(answer)
            log_weight += np.where(self.has_all(answer.skills), np.log(has), np.log(lacks))
        weight = np.exp(log_weight - log_weight.max())
        return np.asarray(weight / weight.sum())

    def probabilities(self, weights: NDArray[np.float64]) -> dict[str, float]:
        """By skill, the posterior probability that the learner has it."""
        return dict(zip(self.skills, (weights @ self.known).tolist(), strict=True))

    def information(self, weights: NDArray[np.float64], skills: Sequence[str], kind: str) -> float:
        """The bits that the answer to a question is expected to tell about the state."""
        slip, guess = SLIP.get(kind, 0.1), GUESS.get(kind, 0.05)
        has = float(weights @ self.has_all(skills))
        right = has * (1 - slip) + (1 - has) * guess
        return max(0.0, entropy(right) - has * entropy(slip) - (1 - has) * entropy(guess))


def likelihoods(answer: GradedAnswer) -> tuple[float, float]:
    """The probability of an answer from a learner who has the skills of its question, and from one who lacks one."""
    if answer.not_known:
        return NOT_KNOWN
    slip, guess = SLIP.get(answer.kind, 0.1), GUESS.get(answer.kind, 0.05)
    return (1 - slip, guess) if answer.right else (slip, 1 - guess)


def entropy(p: float) -> float:
    """The entropy of a probability, in bits."""
    from math import log2

    return -sum(q * log2(q) for q in (p, 1 - p) if q > 0)


@lru_cache(maxsize=2)
def state_sample(course: Course) -> StateSample:
    """The sample of a course; the same at every call and on every machine."""
    return StateSample(skill_graph(course))


def _sampled(graph: SkillGraph, skills: Sequence[str]) -> NDArray[np.bool_]:
    """States of three kinds of learners, in equal parts: up to a level, up to one in each rung, and at random."""
    import numpy as np

    rng = np.random.default_rng(20)
    count, ladders, loosely = len(skills), STATES // LADDER_PART, STATES // LOOSE_PART
    patches = STATES - ladders - loosely
    place = np.arange(count) / max(1, count - 1)
    rungs = list(dict.fromkeys(graph.skills[skill].rung for skill in skills))
    of_rung = np.array([rungs.index(graph.skills[skill].rung) for skill in skills], dtype=int)
    within = np.array([np.count_nonzero(of_rung[:at] == of_rung[at]) for at in range(count)])
    size = np.bincount(of_rung, minlength=len(rungs))[of_rung]
    ladder = rng.uniform(-0.15, 1.15, (ladders, 1)) + rng.normal(0, 0.12, (ladders, count)) > place
    levels = rng.uniform(-0.3, 1.3, (patches, len(rungs)))
    patchy = levels[:, of_rung] + rng.normal(0, PATCH_NOISE, (patches, count)) > (within + 0.5) / size
    loose = rng.uniform(0, 1, (loosely, count)) < rng.uniform(0.2, 1.0, (loosely, 1))
    known = np.concatenate([ladder, patchy, loose])
    known[0], known[1] = False, True
    column = {skill: index for index, skill in enumerate(skills)}
    closed: set[str] = set()

    def close(skill: str) -> None:
        if skill in closed:
            return
        closed.add(skill)
        for need in graph.skills[skill].needs:
            if need in column:
                close(need)
                known[:, column[skill]] &= known[:, column[need]]

    for skill in skills:
        close(skill)
    return known
