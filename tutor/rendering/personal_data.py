"""The learner's own record on a page: its numbers, text and figure. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from math import exp, log

from msgspec import Struct

from lessons.model.figure import Axis, Bars, Figure, Label, Line, Mark, Points
from lessons.model.page import OwnData
from lessons.reading.personal_block import filled
from tutor.learning.scheduling.recall_trials import (
    Bin,
    Trial,
    constant_log_loss,
    forgetting_curve,
    hit_rate,
    log_likelihood,
    log_loss,
)

NEED = 20
"""Trials needed to show the learner's own record."""

FEWEST = 5
"""Trials needed for a point of the forgetting curve."""

TITLES = ("Your own record", "A record like yours")

_STEPS = 100


class PersonalBlock(Struct, frozen=True):
    """The content of a block: whether the record is the learner's own, the Markdown, the figure."""

    own: bool
    text: str
    figure: Figure


def shown(block: OwnData, data: Sequence[Trial]) -> PersonalBlock:
    """The learner's own record if it is long enough, else the example."""
    is_own = len(data) >= NEED and (block.kind != "forgetting" or len(_bins(data)) > 1)
    rows = data if is_own else example(block)
    values = _values(rows) | {"n": str(len(data) if is_own else len(rows)), "need": str(NEED)}
    return PersonalBlock(is_own, filled(block.own if is_own else block.example, values), _FIGURES[block.kind](rows))


def example(block: OwnData) -> tuple[Trial, ...]:
    """The trials of the example."""
    return tuple(
        Trial("", 0, row.days, row.predicted, number < row.hits) for row in block.data for number in range(row.tries)
    )


def possible_blocks(block: OwnData) -> tuple[PersonalBlock, PersonalBlock]:
    """Both texts of a block with the example's numbers, to measure the room that either may take."""
    rows = example(block)
    values = _values(rows) | {"n": "99", "need": str(NEED)}
    figure = _FIGURES[block.kind](rows)
    return PersonalBlock(True, filled(block.own, values), figure), PersonalBlock(
        False, filled(block.example, values), figure
    )


def _values(rows: Sequence[Trial]) -> dict[str, str]:
    rate = hit_rate(rows)
    bins = _bins(rows) or forgetting_curve(rows)
    return {
        "hits": str(rate.right),
        "misses": str(rate.total - rate.right),
        "rate": f"{rate.value or 0:.2f}",
        "loss": f"{_bits(log_loss(rows)):.3f}",
        "constant": f"{_bits(constant_log_loss(rows)):.3f}",
        "soon": f"{bins[0].share.value or 0:.2f}",
        "soon_days": _days(bins[0]),
        "late": f"{bins[-1].share.value or 0:.2f}",
        "late_days": _days(bins[-1]),
    }


def _bins(rows: Sequence[Trial]) -> tuple[Bin, ...]:
    """The points of the forgetting curve with enough trials."""
    return tuple(point for point in forgetting_curve(rows) if point.share.total >= FEWEST)


def _bits(nats: float | None) -> float:
    return (nats or 0.0) / log(2)


def _days(point: Bin) -> str:
    if point.first == point.last:
        return f"{point.first} day{'s' * (point.first > 1)}"
    return f"{point.first} to {point.last} days"


def _likelihood(rows: Sequence[Trial]) -> Figure:
    """The likelihood of every hit rate, relative to its maximum."""
    peak = hit_rate(rows).value or 0.0
    top = log_likelihood(rows, peak)
    grid = sorted({peak, *(step / _STEPS for step in range(_STEPS + 1))})
    points = tuple((rate, exp(log_likelihood(rows, rate) - top)) for rate in grid)
    label = Label((peak - 0.03, 0.15) if peak > 0.5 else (peak + 0.03, 0.15), f"peak {peak:.2f}", "second")
    marks: tuple[Mark, ...] = (
        Line(points, role="accent"),
        Line(((peak, 0.0), (peak, 1.0)), role="second", dashed=True),
        label,
    )
    alt = f"The likelihood of each hit rate from 0 to 1, relative to its peak at {peak:.2f}."
    return Figure(marks, Axis(0, 1, "θ"), Axis(0, 1.1, "of peak", ticks=(0, 0.5, 1)), alt=alt, height=10)


def _losses(rows: Sequence[Trial]) -> Figure:
    """The two log losses side by side, in bits."""
    heights = round(_bits(log_loss(rows)), 3), round(_bits(constant_log_loss(rows)), 3)
    bars = Bars(("a q for each", "one q for all"), heights, role="accent")
    alt = f"Two bars, in bits: {heights[0]} for a prediction at each return, {heights[1]} for one rate for all."
    top = max(*heights, 0.1) * 1.25
    return Figure((bars,), None, Axis(0, top), alt=alt, height=9)


def _forgetting(rows: Sequence[Trial]) -> Figure:
    """Recall by days between trials: observed with its interval, predicted as a dashed line."""
    bins = _bins(rows)
    marks: list[Mark] = [
        Line(
            tuple((float(position), point.predicted) for position, point in enumerate(bins)), role="second", dashed=True
        )
    ]
    for position, point in enumerate(bins):
        low, high = point.share.interval
        marks += [
            Line(((position, low), (position, high)), role="dim"),
            Points(((float(position), point.share.value or 0.0),), role="accent"),
        ]
    names = tuple(
        f"{point.first} d" if point.first == point.last else f"{point.first}-{point.last} d" for point in bins
    )
    x = Axis(-0.5, len(bins) - 0.5, "", ticks=tuple(map(float, range(len(bins)))), tick_labels=names)
    recall = "; ".join(f"after {_days(point)} {point.share.value or 0:.2f}" for point in bins)
    alt = f"Fraction recalled by the days in between, with its 95% interval: {recall}. Dashed, what was predicted."
    return Figure(tuple(marks), x, Axis(0, 1.05, ticks=(0, 0.5, 1)), alt=alt, height=10)


_FIGURES = {"hit-rate": _likelihood, "log-loss": _losses, "forgetting": _forgetting}
