"""How well a placement finds what made-up learners know, on the course that ships, against the rule of settled skills.

python -m tests.bench.placement [--learners 200] [--seed 1]
"""

from __future__ import annotations

import argparse
import statistics
from collections.abc import Callable, Mapping, Sequence
from random import Random
from typing import NamedTuple

from lessons.course import Course
from progress.state.state import State
from tutor.learning.scheduling.learner_model import LearnerModel, build_learner_model
from tutor.learning.scheduling.placement import KNOWN, QUESTIONS, most_informative_target, placement
from tutor.learning.scheduling.selection import cost
from tutor.learning.scheduling.study_session import PlannedQuestion, StudySession

ASSUMPTIONS = f"""\
Learners.   Each has a set of core skills that contains what its skills need.
            ordinary        everything up to a level, each skill moved by N(0, 0.1) of the course
            patchy          up to a level of their own in each rung
            all or nothing  the whole core, or none of it
            noisy           as ordinary
Answers.    Right with probability 1 - slip where the learner has every skill of the question, else
            with probability guess: 10 % and 5 %; for the noisy 25 % and 20 %. Nobody says "I don't know".
Questions.  At most {QUESTIONS}, chosen among the course's own items. The draws are not looked at.
Judged.     A skill counts as known from a probability of {KNOWN} on. Overlooked: known, but not said so.
            Wrongly skipped: not known, but said so. Means over the learners, in skills.
settled     The rule before: a right answer settles the skill and all it needs, a wrong one the skill and
            all that need it; asked is what settles most skills in the worse case.
"""


class Result(NamedTuple):
    """One learner: skills overlooked and wrongly skipped, skills in all, and questions asked."""

    overlooked: int
    skipped: int
    skills: int
    questions: int


class Population(NamedTuple):
    """How a learner's skills are drawn, and how often they slip and guess."""

    drawn: Callable[[LearnerModel, Random], frozenset[str]]
    slip: float = 0.10
    guess: float = 0.05


def closed(model: LearnerModel, wanted: Callable[[str], bool]) -> frozenset[str]:
    """The core skills that are wanted and all of whose prerequisites are."""
    some = {skill for skill in model.core_skills if wanted(skill)}
    return frozenset(skill for skill in some if model.prerequisites[skill] & set(model.core_skills) <= some)


def ordinary(model: LearnerModel, rng: Random) -> frozenset[str]:
    """Everything up to a level."""
    skills, level = list(model.core_skills), rng.random()
    reached = {skill: at / len(skills) + rng.gauss(0, 0.1) for at, skill in enumerate(skills)}
    return closed(model, lambda skill: reached[skill] < level)


def patchy(model: LearnerModel, rng: Random) -> frozenset[str]:
    """Up to a level of its own in each rung."""
    by_rung: dict[str, list[str]] = {}
    for skill_id, skill in model.core_skills.items():
        by_rung.setdefault(skill.rung, []).append(skill_id)
    known = {skill for skills in by_rung.values() for skill in skills[: rng.randrange(len(skills) + 1)]}
    return closed(model, known.__contains__)


def all_or_nothing(model: LearnerModel, rng: Random) -> frozenset[str]:
    """The whole core, or none of it."""
    return frozenset(model.core_skills) if rng.random() < 0.5 else frozenset()


POPULATIONS: Mapping[str, Population] = {
    "ordinary": Population(ordinary),
    "patchy": Population(patchy),
    "all or nothing": Population(all_or_nothing),
    "noisy": Population(ordinary, 0.25, 0.20),
}


def place(course: Course, population: Population, seed: int) -> Result:
    """A placement by weighted states."""
    rng, model = Random(seed), build_learner_model(course, _NOBODY)
    has, sitting = population.drawn(model, rng), StudySession("placement")
    for _ in range(QUESTIONS):
        target = most_informative_target(model, sitting.done)
        if target is None:
            break
        item = target.items[0]
        right = _answers(population, set(course.templates[item].skills) <= has, rng)
        sitting = sitting.answered(PlannedQuestion(item, 1, target.skill, ""), right)
    return _result(model, has, frozenset(placement(course, sitting).in_hand), len(sitting.done))


def settle(course: Course, population: Population, seed: int) -> Result:
    """A placement by the rule before."""
    rng, model = Random(seed), build_learner_model(course, _NOBODY)
    has, asked = population.drawn(model, rng), 0
    known, missing = frozenset[str](), frozenset[str]()
    for _ in range(QUESTIONS):
        undecided = frozenset(model.core_skills) - known - missing
        best = max((_worth(model, skill, undecided) for skill in model.core_skills if skill in undecided), default=None)
        if best is None or not best[3]:
            break
        skill, asked = best[3], asked + 1
        if _answers(population, ({skill} | model.prerequisites[skill]) & set(model.core_skills) <= has, rng):
            settled = model.prerequisites[skill] | {skill}
            known, missing = known | settled, missing - settled
        else:
            settled = model.dependents[skill] | {skill}
            known, missing = known - settled, missing | settled
    return _result(model, has, known, asked)


def _worth(model: LearnerModel, skill: str, undecided: frozenset[str]) -> tuple[int, int, float, str]:
    below, above = 1 + len(model.prerequisites[skill] & undecided), 1 + len(model.dependents[skill] & undecided)
    items = model.items_of[skill]
    return min(below, above), below + above, -min((cost(model, item) for item in items), default=99.0), skill


def _answers(population: Population, has: bool, rng: Random) -> bool:
    return rng.random() < (1 - population.slip if has else population.guess)


def _result(model: LearnerModel, has: frozenset[str], said: frozenset[str], questions: int) -> Result:
    core = frozenset(model.core_skills)
    return Result(len(has - said), len((said - has) & core), len(core), questions)


_NOBODY = State()
RULES: Mapping[str, Callable[[Course, Population, int], Result]] = {"weighted states": place, "settled": settle}


def simulate(course: Course, learners: int, seed: int) -> dict[tuple[str, str], list[Result]]:
    """By population and rule, the results of the same learners."""
    return {
        (name, rule): [run(course, population, 1000 * seed + number) for number in range(learners)]
        for name, population in POPULATIONS.items()
        for rule, run in RULES.items()
    }


def wrong(results: Sequence[Result]) -> float:
    """The fraction of skills judged wrongly."""
    return statistics.fmean((one.overlooked + one.skipped) / one.skills for one in results)


def table(found: Mapping[tuple[str, str], Sequence[Result]]) -> str:
    """The rows as they are printed."""
    lines = [f"{'':<34}{'overlooked':>12}{'wrongly skipped':>18}{'judged wrongly':>17}{'questions':>11}"]
    for (name, rule), results in found.items():
        overlooked, skipped, _, questions = (statistics.fmean(values) for values in zip(*results, strict=True))
        lines.append(
            f"{name:<16}{rule:<18}{overlooked:>12.2f}{skipped:>18.2f}{wrong(results):>17.1%}{questions:>11.1f}"
        )
    return "\n".join(lines)


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--learners", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    course = Course()
    print(ASSUMPTIONS)
    skills = len(build_learner_model(course, _NOBODY).core_skills)
    print(f"{chosen.learners} learners, seed {chosen.seed}, {skills} skills\n")
    print(table(simulate(course, chosen.learners, chosen.seed)))


if __name__ == "__main__":
    main()
