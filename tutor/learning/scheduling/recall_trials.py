"""The learner's own record as a data set: what FSRS predicted before each try at a skill, and how it went.

A trial is the first try of a day at a skill that was tried on an earlier day. `recalled` is a right answer, with help
or without, as FSRS counts it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from math import log

from msgspec import Struct

from lessons.course import Course
from progress.schedule import AGAIN, History, Memory, after
from progress.state.records import DAY
from progress.state.state import State
from tutor.learning.scheduling.learner_model import build_learner_model
from tutor.learning.scheduling.statistics import Proportion

BINS: tuple[tuple[int, int], ...] = ((1, 1), (2, 3), (4, 7), (8, 15), (16, 31), (32, 63), (64, 127), (128, 100_000))
"""Days between two tries that are drawn as one point of the forgetting curve, first and last."""

_EDGE = 1e-6


class Trial(Struct, frozen=True):
    """One try at a skill: when, how many days after the one before, the recall predicted for it, and how it went."""

    skill: str
    ms: int
    days: int
    predicted: float
    recalled: bool


class Bin(Struct, frozen=True):
    """The tries after so many days: how many were recalled, and what was predicted for them on average."""

    first: int
    last: int
    share: Proportion
    predicted: float


def trials(course: Course, state: State) -> tuple[Trial, ...]:
    """Every trial, in order of time."""
    found = build_learner_model(course, state)
    rows = (
        row
        for skill, history in found.histories.items()
        for row in _of_skill(skill, history, found.own_days.get(skill, frozenset()))
    )
    return tuple(sorted(rows, key=lambda row: (row.ms, row.skill)))


def _of_skill(skill: str, history: History, own: frozenset[int]) -> Iterator[Trial]:
    memory: Memory | None = None
    for ms, grade in history:
        if memory is not None and ms // DAY in own:
            yield Trial(skill, ms, ms // DAY - memory.last // DAY, memory.recall(ms), grade != AGAIN)
        memory = after(memory, (ms, grade))


def hit_rate(data: Sequence[Trial]) -> Proportion:
    """How many were recalled. The share is the maximum likelihood estimate of the hit rate."""
    return Proportion(sum(one.recalled for one in data), len(data))


def log_likelihood(data: Sequence[Trial], rate: float) -> float:
    """The log-likelihood of one hit rate for all trials, in nats; its peak is at `hit_rate`."""
    hits = sum(one.recalled for one in data)
    return _times_log(hits, rate) + _times_log(len(data) - hits, 1 - rate)


def _times_log(count: int, share: float) -> float:
    if not count:
        return 0.0
    return count * log(share) if share > 0 else float("-inf")


def log_loss(data: Sequence[Trial]) -> float | None:
    """The mean loss of the predicted recall in nats: minus the log of what was given to what happened. None of none."""
    return _mean_loss((one.predicted, one.recalled) for one in data)


def constant_log_loss(data: Sequence[Trial]) -> float | None:
    """The same for one rate for all, the best there is: what the predictions have to beat."""
    rate = hit_rate(data).value
    return None if rate is None else _mean_loss((rate, one.recalled) for one in data)


def _mean_loss(rows: Iterable[tuple[float, bool]]) -> float | None:
    losses = [-log(_inside(p) if hit else _inside(1 - p)) for p, hit in rows]
    return sum(losses) / len(losses) if losses else None


def _inside(p: float) -> float:
    """A prediction is never taken to be certain: one miss would cost infinitely much."""
    return min(1 - _EDGE, max(_EDGE, p))


def forgetting_curve(data: Sequence[Trial]) -> tuple[Bin, ...]:
    """Recall by the days between tries; bins with nothing in them are left out."""
    bins = []
    for first, last in BINS:
        inside = [one for one in data if first <= one.days <= last]
        if inside:
            predicted = sum(one.predicted for one in inside) / len(inside)
            bins.append(Bin(first, last, hit_rate(inside), predicted))
    return tuple(bins)
