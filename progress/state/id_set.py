"""Sets of whole numbers by key, each kept as sorted runs: what makes a set of a million ids fit in a line."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping

import msgspec

_RECENT = 64


class IdSets(msgspec.Struct, frozen=True, eq=False):
    """By key, first and last of each run, flat and ascending: (1, 500, 502, 502).

    `recent` overrides `settled`, which is shared between a value and those made from it: adding to a few keys
    among many thousands copies the few.
    """

    settled: Mapping[str, tuple[int, ...]] = {}
    recent: Mapping[str, tuple[int, ...]] = {}

    def runs(self, key: str) -> tuple[int, ...]:
        """The runs of one key, empty where there are none."""
        found = self.recent.get(key)
        return self.settled.get(key, ()) if found is None else found

    def all(self) -> dict[str, tuple[int, ...]]:
        """The runs of every key."""
        return {**self.settled, **self.recent}

    def __contains__(self, place: tuple[str, int]) -> bool:
        key, number = place
        runs = self.runs(key)
        spot = bisect_left(runs, number)
        return spot < len(runs) and (spot % 2 == 1 or runs[spot] == number)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, IdSets) and self.all() == other.all()


def united(a: IdSets, b: IdSets) -> IdSets | None:
    """The numbers of both; None where they share one."""
    ours, theirs = a.all(), b.all()
    for key, runs in theirs.items():
        merged = _merged(ours.get(key, ()), runs)
        if merged is None:
            return None
        ours[key] = merged
    return IdSets(ours)


def _merged(a: tuple[int, ...], b: tuple[int, ...]) -> tuple[int, ...] | None:
    pairs = sorted((*zip(a[::2], a[1::2], strict=True), *zip(b[::2], b[1::2], strict=True)))
    flat: list[int] = []
    for first, last in pairs:
        if flat and first <= flat[-1]:
            return None
        if flat and first == flat[-1] + 1:
            flat[-1] = last
        else:
            flat += (first, last)
    return tuple(flat)


class IdSetsBuilder:
    """Adds numbers to a RunSets."""

    def __init__(self, base: IdSets) -> None:
        self._base = base
        self._own: dict[str, list[int]] = {}

    def add(self, key: str, number: int) -> bool:
        """Put a number in; False where a run held it already."""
        runs = self._own.get(key)
        if runs is None:
            runs = self._own[key] = list(self._base.runs(key))
        if not runs or number > runs[-1] + 1:
            runs += (number, number)
            return True
        if number > runs[-1]:
            runs[-1] = number
            return True
        return self._insert(runs, number)

    def own(self, key: str) -> list[int]:
        """The runs of a key that was added to, as they grow."""
        return self._own[key]

    def _insert(self, runs: list[int], number: int) -> bool:
        spot = bisect_left(runs, number)
        if spot % 2 == 1 or runs[spot] == number:
            return False
        joins_left = spot > 0 and number - runs[spot - 1] <= 1
        joins_right = runs[spot] - number <= 1
        if joins_left and joins_right:
            del runs[spot - 1 : spot + 1]
        elif joins_left:
            runs[spot - 1] = number
        elif joins_right:
            runs[spot] = number
        else:
            runs[spot:spot] = (number, number)
        return True

    def build(self) -> IdSets:
        """The value with everything added; the builder must not be used after."""
        fresh = {key: tuple(runs) for key, runs in self._own.items()}
        base = self._base
        if len(base.recent) + len(fresh) <= _RECENT:
            return IdSets(base.settled, {**base.recent, **fresh})
        return IdSets({**base.settled, **base.recent, **fresh}, {})
