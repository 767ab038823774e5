"""The learner's own numbers: time, accuracy, calibration, recall after a day, a week and a month."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from math import sqrt

from msgspec import Struct

from progress.schedule import stamp
from progress.state.records import DAY
from progress.state.state import State

ENOUGH = 10
"""Answers from which a share is worth reading; below it, only the count and the interval are said."""

GAPS: Mapping[int, tuple[int, int]] = {1: (1, 3), 7: (4, 15), 30: (16, 60)}
"""Recall after about so many days: the gaps in days that count towards it, first and last."""

_Z = 1.959963984540054


class Proportion(Struct, frozen=True):
    """So many right of so many, with the 95 % Wilson interval."""

    right: int
    total: int

    @property
    def value(self) -> float | None:
        """The share itself; None of nothing."""
        return self.right / self.total if self.total else None

    @property
    def interval(self) -> tuple[float, float]:
        """Where the true share lies, at 95 %; everything is possible while nothing was counted."""
        return wilson(self.right, self.total)

    @property
    def enough(self) -> bool:
        return self.total >= ENOUGH


class Calibration(Struct, frozen=True):
    """How often an answer was right that the learner was so sure of, in percent."""

    confidence: int
    share: Proportion


class Statistics(Struct, frozen=True):
    """All of it; what there is too little of says so in `too_few`."""

    seconds: float
    accuracy: Proportion
    calibration: tuple[Calibration, ...]
    recall: Mapping[int, Proportion]
    """By days: of the first tries at a question after about so long, those right without help."""
    today: Proportion
    too_few: tuple[str, ...]


def wilson(right: int, total: int) -> tuple[float, float]:
    """The 95 % Wilson score interval of a share."""
    if not total:
        return 0.0, 1.0
    share, z2 = right / total, _Z * _Z
    middle = (share + z2 / (2 * total)) / (1 + z2 / total)
    half = _Z / (1 + z2 / total) * sqrt(share * (1 - share) / total + z2 / (4 * total * total))
    return min(share, max(0.0, middle - half)), max(share, min(1.0, middle + half))


def learner_statistics(state: State, now: datetime) -> Statistics:
    """The learner's numbers, over everything that shows in the record."""
    recall = {days: _share(_after(state, *gap)) for days, gap in GAPS.items()}
    today = _share(
        day.grade == 3 for record in state.items.values() for day in record.days if day.ms // DAY == stamp(now) // DAY
    )
    accuracy = Proportion(state.right, state.answers)
    calibration = _calibration(state)
    return Statistics(
        state.seconds, accuracy, calibration, recall, today, tuple(_too_few(accuracy, calibration, recall))
    )


def _share(tries: Iterable[bool]) -> Proportion:
    found = list(tries)
    return Proportion(sum(found), len(found))


def _after(state: State, least: int, most: int) -> Iterable[bool]:
    """First tries at a question after a gap of so many days since it was tried before."""
    for record in state.items.values():
        for before, after in zip(record.days, record.days[1:], strict=False):
            if least <= after.ms // DAY - before.ms // DAY <= most:
                yield after.grade == 3


def _calibration(state: State) -> tuple[Calibration, ...]:
    totals: dict[int, Proportion] = {}
    for record in state.items.values():
        for confidence, (count, right) in record.sure.items():
            old = totals.get(confidence, Proportion(0, 0))
            totals[confidence] = Proportion(old.right + right, old.total + count)
    return tuple(Calibration(confidence, totals[confidence]) for confidence in sorted(totals))


def _too_few(
    accuracy: Proportion, calibration: tuple[Calibration, ...], recall: Mapping[int, Proportion]
) -> Iterable[str]:
    if not accuracy.enough:
        yield f"accuracy: {accuracy.total} answers so far, {ENOUGH} are wanted"
    for days, share in recall.items():
        if not share.enough:
            span = "a day" if days == 1 else f"{days} days"
            yield f"recall after {span}: {share.total} so far, {ENOUGH} are wanted"
    total = sum(one.share.total for one in calibration)
    if total < ENOUGH:
        yield f"calibration: {total} answers with a confidence so far, {ENOUGH} are wanted"
