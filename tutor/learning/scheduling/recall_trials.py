"""The learner's record as a data set: the chance of recall that was said before each trial, and its outcome.

A trial is the first answer to a question of a skill that was tried half a day before or earlier. What was said is the
prediction of the recall model, before it learned from the answer. `recalled` is a right answer, with help or without.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import log

from msgspec import Struct

from lessons.course import Course
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
    last = model.tries[-1].ms if model.tries else 0
    return tuple(Trial(one.skill, one.ms, one.days, one.said, one.right) for one in model.recall(last).model.trials)


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
