"""Made-up learners who forget a lot: histories as rows (learner, skill, item, t_ms, right), for the recall model.

A skill has an activation for each learner: what was practised leaves traces that fade by a power law. Items differ in
difficulty, the same for all learners, and learners in level. None of this is the model that is judged with it.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import exp, log
from random import Random
from typing import NamedTuple

DAY = 86_400_000
START = 1_700_000_000_000


class Row(NamedTuple):
    """One answer: by whom, to what, when (milliseconds since 1970), whether right."""

    learner: str
    skill: str
    item: str
    t_ms: int
    right: bool


class Population(NamedTuple):
    """What learners are like: levels, forgetting, how much an answer leaves, how they practice."""

    level: float = 0.0
    level_sd: float = 0.8
    item_sd: float = 0.8
    trace: float = 0.5
    """How much activation counts."""
    decay: float = 0.5
    skills: int = 40
    items: int = 6
    days: int = 25
    new_per_day: int = 3
    tries: int = 4
    """Answers to a skill on its first day, on average."""
    again: float = 0.6
    """Skills of earlier days that come again on a day, as a fraction of one for each new skill."""


FORGETFUL = Population()
MOTIVATED = Population(level=1.6, level_sd=0.6, item_sd=0.6, trace=0.7, decay=0.3, tries=2, again=1.2, days=60)


def answers(population: Population, learners: int, seed: int) -> Iterator[Row]:
    """The answers of some learners, one learner after the other, each in order of time."""
    ease = Random(seed)
    items = {
        (skill, item): ease.gauss(0, population.item_sd)
        for skill in range(population.skills)
        for item in range(population.items)
    }
    hard = [ease.gauss(0, 0.4) for _ in range(population.skills)]
    for learner in range(learners):
        yield from _life(population, learner, items, hard, Random(f"{seed} {learner}"))


def _life(
    population: Population, learner: int, items: dict[tuple[int, int], float], hard: list[float], rng: Random
) -> Iterator[Row]:
    level = population.level + rng.gauss(0, population.level_sd)
    decay = max(0.1, population.decay + rng.gauss(0, 0.1))
    traces: dict[int, list[int]] = {}
    ms, begun = START + rng.randrange(30 * DAY), 0
    for _ in range(rng.randrange(2, population.days)):
        ms += int(rng.choice((1, 1, 1, 2, 3, 5)) * DAY * rng.uniform(0.8, 1.2))
        now = ms
        fresh = list(range(begun, min(population.skills, begun + population.new_per_day)))
        begun += len(fresh)
        old = [skill for skill in traces if rng.random() < population.again * population.new_per_day / len(traces)]
        for skill in [*old, *fresh]:
            for _ in range(1 + int(rng.expovariate(1 / population.tries)) if skill in fresh else 1 + rng.randrange(2)):
                now += int(20_000 + rng.expovariate(1 / 40_000))
                item = rng.randrange(population.items)
                kept = sum(((now - at) / DAY + 0.003) ** -decay for at in traces.get(skill, ()))
                activation = log(kept) if kept else -1.5
                score = level + hard[skill] + items[skill, item] + population.trace * (activation - 0.6)
                right = rng.random() < 0.08 + 0.88 / (1 + exp(-score))
                traces.setdefault(skill, []).append(now)
                yield Row(f"L{learner}", f"s{skill}", f"s{skill}i{item}", now, right)
        ms = max(ms, now)
