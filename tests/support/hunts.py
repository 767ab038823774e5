"""Fault hunts for tests: programs read once, a bot, and an independent solver."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from itertools import product

from lessons.hunting.cases import Case, draw
from lessons.hunting.information import Puzzle
from lessons.model.debugging import Program
from lessons.reading.debugging import read_programs
from lessons.source import Source


@lru_cache(maxsize=1)
def programs() -> Mapping[str, Program]:
    return read_programs(Source.installed())


@lru_cache(maxsize=64)
def case(number: int) -> Case:
    return draw(programs(), number)


def outcomes_of(puzzle: Puzzle) -> dict[str, dict[str, str]]:
    """By probe and candidate, the outcome."""
    return {probe: {name: puzzle.outcome(probe, name) for name in puzzle.candidates} for probe in puzzle.partitions}


def least_cost(left: frozenset[str], table: Mapping[str, Mapping[str, str]], costs: Mapping[str, int]) -> float:
    """The least expected cost, by trying every play. Sets of names, no bounds, no bit masks."""
    known: dict[frozenset[str], float] = {}

    def solve(some: frozenset[str]) -> float:
        if len(some) == 1:
            return 0.0
        if some not in known:
            useful = [probe for probe, row in table.items() if len({row[name] for name in some}) > 1]
            known[some] = min((_total(some, table[probe], costs[probe]) for probe in useful), default=float("inf"))
        return known[some]

    def _total(some: frozenset[str], outcome: Mapping[str, str], cost: int) -> float:
        groups: dict[str, set[str]] = {}
        for name in some:
            groups.setdefault(outcome[name], set()).add(name)
        return cost + sum(len(group) / len(some) * solve(frozenset(group)) for group in groups.values())

    return solve(left)


def orders(puzzle: Puzzle, fault: str, most: int) -> set[frozenset[str]]:
    """Up to `most` sets of probes that leave the fault alone, each needed: none of them can be left out."""
    table = outcomes_of(puzzle)
    useful = {probe: {name for name in row if row[name] != row[fault]} for probe, row in table.items()}
    others = frozenset(puzzle.candidates) - {fault}
    choices = [[probe for probe, out in useful.items() if other in out] for other in sorted(others)]
    found: set[frozenset[str]] = set()
    for picked in product(*choices):
        found.add(frozenset(picked))
        if len(found) >= most:
            break
    return found
