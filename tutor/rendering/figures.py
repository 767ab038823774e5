"""Figures of the learner's own numbers. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lessons.model.figure import Axis, Figure, Line, Mark, Points
from tutor.learning.scheduling.statistics import Calibration, Proportion

_PERCENT = Axis(0, 1, "", ticks=(0, 0.5, 1), tick_labels=("0 %", "50 %", "100 %"))


def recall_figure(recall: Mapping[int, Proportion]) -> Figure:
    """Recall by days, each with its interval; what there is too little of is left out."""
    drawn = [(place, days, share) for place, (days, share) in enumerate(recall.items(), 1) if share.enough]
    marks: list[Mark] = []
    for place, _, share in drawn:
        low, high = share.interval
        marks.append(Line(((place, low), (place, high)), role="second"))
        marks.append(Points(((place, share.value or 0.0),), role="accent"))
    names = tuple(f"{days} day{'s' * (days > 1)}" for days in recall)
    places = tuple(float(place) for place in range(1, len(recall) + 1))
    spoken = "; ".join(f"after {days} days {share.value:.0%}" for _, days, share in drawn)
    x = Axis(0.5, len(recall) + 0.5, "", ticks=places, tick_labels=names)
    return Figure(tuple(marks), x, _PERCENT, alt=f"Recall with its interval: {spoken}.", height=10)


def calibration_figure(found: Sequence[Calibration]) -> Figure:
    """How often answers were right by how sure the learner was; on the dashed line the two agree."""
    marks: list[Mark] = [Line(((0.4, 0.4), (1, 1)), role="dim", dashed=True)]
    for one in found:
        if one.share.total:
            low, high = one.share.interval
            at = one.confidence / 100
            marks.append(Line(((at, low), (at, high)), role="second"))
            marks.append(Points(((at, one.share.value or 0.0),), role="accent"))
    ticks = tuple(one.confidence / 100 for one in found)
    names = tuple(f"{one.confidence} %" for one in found)
    x = Axis(0.4, 1.02, "said", ticks=ticks, tick_labels=names)
    return Figure(tuple(marks), x, _PERCENT, alt="Share of right answers by stated confidence.", height=10)
