"""Fault hunts by number: each number is a program, candidates and a fault, always the same ones."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

from msgspec import Struct

from lessons.hunting.information import Puzzle, fewest_separating, puzzle
from lessons.hunting.outcomes import SEEDS
from lessons.model.debugging import Program
from lessons.model.hunts import Level, hunt_id, level_of, program_of, title_of

MAX_TRIES = 10_000


class Case(Struct, frozen=True):
    """A hunt: its number, level and program, the candidates, the fault that is in the program, and the data's seed."""

    number: int
    level: Level
    program: Program
    puzzle: Puzzle
    fault: str
    seed: int

    @property
    def id(self) -> str:
        """The id of the hunt."""
        return hunt_id(self.number)

    @property
    def title(self) -> str:
        """The title of the hunt."""
        return title_of(self.number, self.program.title)


def draw(programs: Mapping[str, Program], number: int) -> Case:
    """The hunt with a number, from 1.

    Raises:
        ValueError: the faults of the program do not have so many candidates that can be told apart.
    """
    program, level = programs[program_of(tuple(programs), number)], level_of(number)
    rng = Random(number)
    for _ in range(MAX_TRIES):
        candidates = rng.sample(list(program.faults), min(level.candidates, len(program.faults)))
        chosen = puzzle(program.outcomes, program.probes, candidates)
        if level.least <= fewest_separating(chosen) <= level.most:
            fault, seed = rng.choice(candidates), rng.randrange(min(SEEDS, program.outcomes.seeds))
            return Case(number, level, program, chosen, fault, seed)
    raise ValueError(f"the faults of {program.id} are too alike for a hunt of {level.candidates}")
