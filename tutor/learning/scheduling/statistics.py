"""Statistics of the learner's record: time, accuracy, calibration, recall after a day, a week and a month."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from math import sqrt

from msgspec import Struct

from progress.state.state import State
from progress.times import today

ENOUGH = 10
"""The number of answers from which a proportion is shown; below it, only the count and the interval."""

GAPS: Mapping[int, tuple[int, int]] = {1: (1, 3), 7: (4, 15), 30: (16, 60)}
"""Recall after about a day, a week and a month: the shortest and longest gap in days that count."""

_Z = 1.959963984540054  # the 0.975 quantile of the standard normal distribution


class Proportion(Struct, frozen=True):
    """A number of successes out of a total, with its 95 % Wilson score interval."""

    right: int
    total: int

    @property
    def value(self) -> float | None:
        """The proportion; None if the total is zero."""
        return self.right / self.total if self.total else None

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % Wilson score interval; (0, 1) if the total is zero."""
        return wilson(self.right, self.total)

    @property
    def enough(self) -> bool:
        """Whether the total is large enough to show the proportion."""
        return self.total >= ENOUGH


class Calibration(Struct, frozen=True):
    """The proportion of right answers among those given with one confidence, in percent."""

    confidence: int
    share: Proportion


class Statistics(Struct, frozen=True):
    """All statistics of a record; `seconds` is the time spent, `too_few` names what has too few answers."""

    seconds: float
    answers: int
    accuracy: Proportion
    """The proportion of first answers to a draw that were right; of a long record those to the earliest draws."""
    calibration: tuple[Calibration, ...]
    recall: Mapping[int, Proportion]
    """By gap in days, the proportion of first attempts after such a gap that were right without help."""
    today: Proportion
    too_few: tuple[str, ...]


def wilson(right: int, total: int) -> tuple[float, float]:
    """The 95 % Wilson score interval of a proportion (E. B. Wilson, 1927, JASA 22, 209-212)."""
    if not total:
        return 0.0, 1.0
    share, z2 = right / total, _Z * _Z
    middle = (share + z2 / (2 * total)) / (1 + z2 / total)
    half = _Z / (1 + z2 / total) * sqrt(share * (1 - share) / total + z2 / (4 * total * total))
    return min(share, max(0.0, middle - half)), max(share, min(1.0, middle + half))


def learner_statistics(state: State, now: datetime) -> Statistics:
    """The statistics of a learner's record."""
    recall = {days: _share(_after(state, *gap)) for days, gap in GAPS.items()}
    today_number = today(now)
    tries_today = _share(
        one.grade == 3 for record in state.items.values() for one in record.days if one.day == today_number
    )
    accuracy = _share(draw.right for record in state.items.values() for draw in record.first_draws if draw.answered)
    calibration = _calibration(state)
    return Statistics(
        state.seconds,
        state.answers,
        accuracy,
        calibration,
        recall,
        tries_today,
        tuple(_shortages(accuracy, calibration, recall)),
    )


def _share(tries: Iterable[bool]) -> Proportion:
    outcomes = list(tries)
    return Proportion(sum(outcomes), len(outcomes))


def _after(state: State, least: int, most: int) -> Iterable[bool]:
    """Whether each first attempt after a gap of `least` to `most` days was right without help."""
    for record in state.items.values():
        for before, after in zip(record.days, record.days[1:], strict=False):
            if least <= after.day - before.day <= most:
                yield after.grade == 3


def _calibration(state: State) -> tuple[Calibration, ...]:
    totals: dict[int, Proportion] = {}
    for record in state.items.values():
        for confidence, (count, right) in record.confidences.items():
            old = totals.get(confidence, Proportion(0, 0))
            totals[confidence] = Proportion(old.right + right, old.total + count)
    return tuple(Calibration(confidence, totals[confidence]) for confidence in sorted(totals))


def _shortages(
    accuracy: Proportion, calibration: tuple[Calibration, ...], recall: Mapping[int, Proportion]
) -> Iterable[str]:
    if not accuracy.enough:
        yield f"accuracy: {accuracy.total} first tries so far, {ENOUGH} are wanted"
    for days, share in recall.items():
        if not share.enough:
            span = "a day" if days == 1 else f"{days} days"
            yield f"recall after {span}: {share.total} so far, {ENOUGH} are wanted"
    total = sum(group.share.total for group in calibration)
    if total < ENOUGH:
        yield f"calibration: {total} answers with a confidence so far, {ENOUGH} are wanted"
