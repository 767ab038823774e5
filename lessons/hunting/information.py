"""What probes are worth: bits, and play that needs the least cost. Sets of candidates are bit masks.

The prior is uniform over the candidates that are still possible. A probe's gain is log2(before / after).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations
from math import inf, log2

from msgspec import Struct

from lessons.model.debugging import Outcomes, Probe


class Partition(Struct, frozen=True):
    """How a probe divides the candidates: by outcome, those that give it; and its cost."""

    cost: int
    cells: Mapping[str, int]


class Puzzle(Struct, frozen=True):
    """Candidates, and by probe how it divides them. Probes with an unstable outcome for a candidate are left out."""

    candidates: tuple[str, ...]
    partitions: Mapping[str, Partition]

    @property
    def all(self) -> int:
        """The set of all candidates."""
        return (1 << len(self.candidates)) - 1

    def bit(self, candidate: str) -> int:
        """The set of one candidate. Raises ValueError for an unknown one."""
        return 1 << self.candidates.index(candidate)

    def names(self, some: int) -> tuple[str, ...]:
        """The candidates in a set, in their order."""
        return tuple(name for at, name in enumerate(self.candidates) if some >> at & 1)

    def outcome(self, probe: str, candidate: str) -> str:
        """The outcome of a probe for a candidate."""
        bit = self.bit(candidate)
        return next(outcome for outcome, cell in self.partitions[probe].cells.items() if cell & bit)

    def split(self, left: int, probe: str) -> list[int]:
        """The parts into which a probe divides a set, without empty ones."""
        return [left & cell for cell in self.partitions[probe].cells.values() if left & cell]

    def expected_bits(self, left: int, probe: str) -> float:
        """The expected gain of a probe, in bits: the entropy of its outcome."""
        count = left.bit_count()
        return sum(size / count * log2(count / size) for size in (part.bit_count() for part in self.split(left, probe)))

    def best(self, left: int) -> str:
        """The probe with the most expected bits per unit of cost; of equal ones the first."""
        return max(self.partitions, key=lambda probe: self.expected_bits(left, probe) / self.partitions[probe].cost)

    def separating(self, a: str, b: str) -> tuple[str, ...]:
        """The probes that tell two candidates apart."""
        return tuple(probe for probe in self.partitions if self.outcome(probe, a) != self.outcome(probe, b))


def puzzle(outcomes: Outcomes, probes: Mapping[str, Probe], candidates: Sequence[str]) -> Puzzle:
    """The puzzle of some candidates, with the probes whose outcome is stable for each of them."""
    partitions: dict[str, Partition] = {}
    for probe in probes.values():
        cells: dict[str, int] = {}
        for at, candidate in enumerate(candidates):
            outcome = outcomes.of(probe.id, candidate)
            if outcome is None:
                break
            cells[outcome] = cells.get(outcome, 0) | 1 << at
        else:
            partitions[probe.id] = Partition(probe.cost, cells)
    return Puzzle(tuple(candidates), partitions)


def fewest_separating(case: Puzzle) -> int:
    """The smallest number of probes that tell a pair of candidates apart; 0 where a pair cannot be told apart."""
    return min(len(case.separating(a, b)) for a, b in combinations(case.candidates, 2))


class OptimalPlay:
    """Play with the least expected cost, exact: dynamic programming over the sets of candidates that can be left."""

    def __init__(self, case: Puzzle) -> None:
        self._case = case
        self._costs = {name: part.cost for name, part in case.partitions.items() if len(part.cells) > 1}
        # No probe gives more than log2(outcomes) bits, so no play costs less than this for each bit.
        self._per_bit = min(
            (cost / log2(len(case.partitions[name].cells)) for name, cost in self._costs.items()), default=inf
        )
        self._known: dict[int, tuple[float, str | None]] = {}

    def cost(self, left: int) -> float:
        """The least expected cost until one candidate is left; infinite where that cannot be reached."""
        return self._solved(left)[0]

    def probe(self, left: int) -> str | None:
        """The probe to buy first; None where one candidate is left, or nothing separates those that are."""
        return self._solved(left)[1]

    def path(self, fault: str) -> tuple[str, ...]:
        """The probes that optimal play buys when this is the fault."""
        left, path = self._case.all, []
        while (probe := self.probe(left)) is not None:
            path.append(probe)
            left &= self._case.partitions[probe].cells[self._case.outcome(probe, fault)]
        return tuple(path)

    def _solved(self, left: int) -> tuple[float, str | None]:
        if left.bit_count() <= 1:
            return 0.0, None
        if left not in self._known:
            self._known[left] = self._solve(left)
        return self._known[left]

    def _solve(self, left: int) -> tuple[float, str | None]:
        case, count, least, chosen = self._case, left.bit_count(), inf, None
        for probe in sorted(self._costs, key=lambda name: -case.expected_bits(left, name) / self._costs[name]):
            parts = case.split(left, probe)
            sizes = [part.bit_count() for part in parts]
            bound = self._costs[probe] + self._per_bit * sum(size / count * log2(size) for size in sizes)
            if len(parts) == 1 or bound >= least:
                continue
            total = float(self._costs[probe])
            for part, size in zip(parts, sizes, strict=True):
                total += size / count * self.cost(part)
                if total >= least:
                    break
            if total < least:
                least, chosen = total, probe
        return least, chosen
