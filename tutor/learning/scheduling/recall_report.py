"""How well recall is predicted for this learner: what was said and what happened, and what was credited. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from msgspec import Struct

from lessons.course import Course
from progress.schedule import stamp
from progress.state.state import State
from tutor.learning.scheduling.learner_model import build_learner_model
from tutor.learning.scheduling.recall import ENOUGH_DELAYED, DelayedTrial, Predictor
from tutor.learning.scheduling.recall_fold import Audit
from tutor.learning.scheduling.statistics import Proportion

PREDICTORS: Mapping[Predictor, str] = {
    "model": "the model of your own answers",
    "fsrs": "plain FSRS, which has predicted you better than the model of your own answers",
    "constant": "the mean of your answers after a day, which has predicted you better than any model",
}
"""The predictors in words."""


class ReliabilityBin(Struct, frozen=True):
    """The answers whose chance was put at one tenth of the scale: from `low` to `low + 0.1`, on average `said`."""

    low: float
    said: float
    share: Proportion


class RecallReport(Struct, frozen=True):
    """How well recall is predicted.

    Attributes:
        delayed: The number of answers half a day or more after the last try at their skill.
        enough: Whether there are enough of them to claim a percentage.
        predictor: The predictor in use.
        losses: By predictor, the log loss over the rolling hold-out, in nats; None before the first delayed answer.
        bins: The reliability of what was said, without empty bins.
        audit: The reviews credited without asking, and how many of those that were checked held.
    """

    delayed: int
    enough: bool
    predictor: Predictor
    losses: Mapping[Predictor, float | None]
    bins: tuple[ReliabilityBin, ...]
    audit: Audit


def recall_report(course: Course, state: State, now: datetime) -> RecallReport:
    """The report on a learner's record."""
    fold = build_learner_model(course, state).recall(stamp(now))
    hold_out = fold.model.hold_out
    names: tuple[Predictor, ...] = ("model", "fsrs", "constant")
    return RecallReport(
        hold_out.delayed,
        hold_out.enough,
        hold_out.best,
        {name: hold_out.loss(name) for name in names},
        reliability(fold.model.trials),
        fold.audit,
    )


def reliability(trials: Sequence[DelayedTrial]) -> tuple[ReliabilityBin, ...]:
    """What was said and what happened, by tenth of the probability said; empty tenths are left out."""
    bins = []
    for tenth in range(10):
        inside = [trial for trial in trials if min(9, int(trial.said * 10)) == tenth]
        if inside:
            said = sum(trial.said for trial in inside) / len(inside)
            share = Proportion(sum(trial.right for trial in inside), len(inside))
            bins.append(ReliabilityBin(tenth / 10, said, share))
    return tuple(bins)


def prediction_text(report: RecallReport) -> str:
    """What predicts recall, in a sentence."""
    if not report.enough:
        so_far = f"{report.delayed} of {ENOUGH_DELAYED} answers half a day or more after the last"
        return f"too early to say, {so_far}"
    return f"by {PREDICTORS[report.predictor]}"


def bin_text(one: ReliabilityBin) -> str:
    """A bin in a sentence: `of 40 answers put at 80 to 90 %, 31 were right`."""
    low = round(100 * one.low)
    answers = "1 answer" if one.share.total == 1 else f"{one.share.total} answers"
    were = "was" if one.share.right == 1 else "were"
    return f"of {answers} put at {low} to {low + 10} %, {one.share.right} {were} right"


def audit_text(audit: Audit) -> str:
    """The audit in a line: `credited without asking: 37, checked: 4, held: 4`."""
    return f"credited without asking: {audit.credited}, checked: {audit.checked}, held: {audit.held}"
