"""Figures of the learner's statistics. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lessons.model.figure import Axis, Figure, Line, Mark, Points
from tutor.learning.scheduling.recall_report import ReliabilityBin
from tutor.learning.scheduling.statistics import Calibration, Proportion

_PERCENT = Axis(0, 1, "", ticks=(0, 0.5, 1), tick_labels=("0 %", "50 %", "100 %"))


def recall_figure(recall: Mapping[int, Proportion]) -> Figure:
    """Recall after a number of days with its 95 % interval; groups with too few answers are left out."""
    drawn = [(position, days, share) for position, (days, share) in enumerate(recall.items(), 1) if share.enough]
    marks: list[Mark] = []
    for position, _, share in drawn:
        low, high = share.interval
        marks.append(Line(((position, low), (position, high)), role="second"))
        marks.append(Points(((position, share.value or 0.0),), role="accent"))
    names = tuple(f"{days} day{'s' * (days > 1)}" for days in recall)
    positions = tuple(float(position) for position in range(1, len(recall) + 1))
    spoken = "; ".join(f"after {days} days {share.value:.0%}" for _, days, share in drawn)
    x = Axis(0.5, len(recall) + 0.5, "", ticks=positions, tick_labels=names)
    return Figure(tuple(marks), x, _PERCENT, alt=f"Recall with its interval: {spoken}.", height=10)


def calibration_figure(calibration: Sequence[Calibration]) -> Figure:
    """A reliability diagram: the proportion right by stated confidence; the diagonal is perfect calibration."""
    marks: list[Mark] = [Line(((0.4, 0.4), (1, 1)), role="dim", dashed=True)]
    for group in calibration:
        if group.share.total:
            low, high = group.share.interval
            at = group.confidence / 100
            marks.append(Line(((at, low), (at, high)), role="second"))
            marks.append(Points(((at, group.share.value or 0.0),), role="accent"))
    ticks = tuple(group.confidence / 100 for group in calibration)
    names = tuple(f"{group.confidence} %" for group in calibration)
    x = Axis(0.4, 1.02, "said", ticks=ticks, tick_labels=names)
    return Figure(tuple(marks), x, _PERCENT, alt="Share of right answers by stated confidence.", height=10)


def reliability_figure(bins: Sequence[ReliabilityBin]) -> Figure:
    """A reliability diagram of predicted recall: the proportion right by what was said, each with its 95 % interval."""
    marks: list[Mark] = [Line(((0, 0), (1, 1)), role="dim", dashed=True)]
    for one in bins:
        low, high = one.share.interval
        marks.append(Line(((one.said, low), (one.said, high)), role="second"))
        marks.append(Points(((one.said, one.share.value or 0.0),), role="accent"))
    x = Axis(0, 1, "said", ticks=(0, 0.5, 1), tick_labels=("0 %", "50 %", "100 %"))
    spoken = "; ".join(f"said {one.said:.0%}, {one.share.right} of {one.share.total} right" for one in bins)
    return Figure(tuple(marks), x, _PERCENT, alt=f"Reliability of predicted recall: {spoken}.", height=12)
