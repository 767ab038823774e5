"""Sets of integers by key, stored as sorted runs, so that a set of a million consecutive ids takes a few bytes."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence

import msgspec

_RECENT = 64


class IdSets(msgspec.Struct, frozen=True, eq=False):
    """A set of integers for each key, as a flat ascending tuple of the first and last of each run: (1, 500, 502, 502).

    `recent` overrides `settled`, which values derived from this one share: adding to a few keys among thousands copies
    only those few.
    """

    settled: Mapping[str, tuple[int, ...]] = {}
    recent: Mapping[str, tuple[int, ...]] = {}

    def runs(self, key: str) -> tuple[int, ...]:
        """The runs of one key; empty where it has none."""
        found = self.recent.get(key)
        return self.settled.get(key, ()) if found is None else found

    def all(self) -> dict[str, tuple[int, ...]]:
        """The runs of every key."""
        return {**self.settled, **self.recent}

    def __contains__(self, place: tuple[str, int]) -> bool:
        key, number = place
        return _is_in(number, self.runs(key))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, IdSets) and self.all() == other.all()


def _is_in(number: int, runs: Sequence[int]) -> bool:
    spot = bisect_left(runs, number)
    return spot < len(runs) and (spot % 2 == 1 or runs[spot] == number)


class IdSetsBuilder:
    """Adds integers to an IdSets."""

    def __init__(self, base: IdSets) -> None:
        self._base = base
        self._own: dict[str, list[int]] = {}

    def add(self, key: str, number: int) -> bool:
        """Add an integer; False where the set contained it."""
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

    def has(self, key: str, number: int) -> bool:
        """Whether the set contains an integer."""
        return _is_in(number, self._own.get(key) or self._base.runs(key))

    def own(self, key: str) -> list[int]:
        """The runs of a key that was added to, as a list that grows."""
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
        """The value with everything added; the builder must not be used afterwards."""
        fresh = {key: tuple(runs) for key, runs in self._own.items()}
        base = self._base
        if len(base.recent) + len(fresh) <= _RECENT:
            return IdSets(base.settled, {**base.recent, **fresh})
        return IdSets({**base.settled, **base.recent, **fresh}, {})
