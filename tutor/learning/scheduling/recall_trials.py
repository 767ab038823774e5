"""The learner's record as a data set: the recall that FSRS predicted before each trial, and its outcome.

A trial is the first attempt of a day at a skill that was tried on an earlier day. The prediction is the retrievability
of FSRS-6, as the `fsrs` package computes it. `recalled` is a right answer, with help or without, as FSRS counts it.
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
"""The bins of the forgetting curve: first and last number of days between two trials."""

_EDGE = 1e-6


class Trial(Struct, frozen=True):
    """One trial: its time (`ms` since 1970), the days since the last one, the predicted recall and the outcome."""

    skill: str
    ms: int
    days: int
    predicted: float
    recalled: bool


class Bin(Struct, frozen=True):
    """The trials after `first` to `last` days: the proportion recalled and the mean prediction."""

    first: int
    last: int
    share: Proportion
    predicted: float


def trials(course: Course, state: State) -> tuple[Trial, ...]:
    """All trials, in order of time."""
    model = build_learner_model(course, state)
    rows = (
        row
        for skill, history in model.histories.items()
        for row in _of_skill(skill, history, model.tried_days.get(skill, frozenset()))
    )
    return tuple(sorted(rows, key=lambda row: (row.ms, row.skill)))


def _of_skill(skill: str, history: History, own: frozenset[int]) -> Iterator[Trial]:
    memory: Memory | None = None
    for ms, grade in history:
        if memory is not None and ms // DAY in own:
            yield Trial(skill, ms, ms // DAY - memory.last // DAY, memory.recall(ms), grade != AGAIN)
        memory = after(memory, (ms, grade))


def hit_rate(data: Sequence[Trial]) -> Proportion:
    """The proportion recalled: the maximum likelihood estimate of a Bernoulli hit rate."""
    return Proportion(sum(trial.recalled for trial in data), len(data))


def log_likelihood(data: Sequence[Trial], rate: float) -> float:
    """The Bernoulli log-likelihood of one hit rate for all trials, in nats; its maximum is at `hit_rate`."""
    hits = sum(trial.recalled for trial in data)
    return _times_log(hits, rate) + _times_log(len(data) - hits, 1 - rate)


def _times_log(count: int, share: float) -> float:
    if not count:
        return 0.0
    return count * log(share) if share > 0 else float("-inf")


def log_loss(data: Sequence[Trial]) -> float | None:
    """The mean log loss (cross-entropy) of the predicted recall, in nats; None without trials."""
    return _mean_loss((trial.predicted, trial.recalled) for trial in data)


def constant_log_loss(data: Sequence[Trial]) -> float | None:
    """The log loss of the best constant prediction, in nats: the baseline for `log_loss`."""
    rate = hit_rate(data).value
    return None if rate is None else _mean_loss((rate, trial.recalled) for trial in data)


def _mean_loss(rows: Iterable[tuple[float, bool]]) -> float | None:
    losses = [-log(_clipped(p) if hit else _clipped(1 - p)) for p, hit in rows]
    return sum(losses) / len(losses) if losses else None


def _clipped(p: float) -> float:
    """A probability clipped away from 0 and 1, where the log loss is infinite."""
    return min(1 - _EDGE, max(_EDGE, p))


def forgetting_curve(data: Sequence[Trial]) -> tuple[Bin, ...]:
    """Recall by the days between trials; empty bins are left out."""
    bins = []
    for first, last in BINS:
        inside = [trial for trial in data if first <= trial.days <= last]
        if inside:
            predicted = sum(trial.predicted for trial in inside) / len(inside)
            bins.append(Bin(first, last, hit_rate(inside), predicted))
    return tuple(bins)
