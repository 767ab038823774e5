"""The learner's own record on a page: which numbers, which words, which picture. Pure."""

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
from tutor.rendering.blocks import barred, figure_lines
from tutor.rendering.notation import Line as Cells

NEED = 20
"""Tries from which a record speaks of its learner."""

FEWEST = 5
"""Tries behind a point of the forgetting curve."""

TITLES = ("Your own record", "A record like yours")

_STEPS = 100
_WIDTH = 60


class PersonalBlock(Struct, frozen=True):
    """What a page says: whether it is the learner's own, the Markdown, the picture."""

    own: bool
    text: str
    figure: Figure


def shown(block: OwnData, data: Sequence[Trial]) -> PersonalBlock:
    """The learner's own record where there is enough of it, else the example."""
    own = len(data) >= NEED and (block.what != "forgetting" or len(_bins(data)) > 1)
    rows = data if own else example(block)
    values = _values(rows) | {"n": str(len(data) if own else len(rows)), "need": str(NEED)}
    return PersonalBlock(own, filled(block.own if own else block.example, values), _FIGURES[block.what](rows))


def example(block: OwnData) -> tuple[Trial, ...]:
    """The tries of the made-up learner."""
    return tuple(
        Trial("", 0, row.days, row.predicted, number < row.hits) for row in block.data for number in range(row.tries)
    )


def room(block: OwnData, width: int, ascii_only: bool = False) -> int:
    """The rows that the block takes, whichever of its two texts is said; the numbers hardly change it."""
    from lessons.reading.markdown import prose

    values = _values(example(block)) | {"n": "99", "need": str(NEED)}
    texts = (filled(text, values) for text in (block.own, block.example))
    rows = max(len(barred(TITLES[0], prose(text), "accent", width, ascii_only)) for text in texts)
    return rows + 1 + _FIGURES[block.what](example(block)).height


def own_lines(block: OwnData, data: Sequence[Trial], width: int, ascii_only: bool = False) -> list[Cells]:
    """The block as lines of cells, the picture below the words."""
    from lessons.reading.markdown import prose

    said = shown(block, data)
    lines = barred(TITLES[0] if said.own else TITLES[1], prose(said.text), "accent", width, ascii_only)
    return [*lines, (), *figure_lines(said.figure, min(width, _WIDTH), said.figure.height, ascii_only)]


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
    """The points of the forgetting curve that stand on more than a try or two."""
    return tuple(one for one in forgetting_curve(rows) if one.share.total >= FEWEST)


def _bits(nats: float | None) -> float:
    return (nats or 0.0) / log(2)


def _days(one: Bin) -> str:
    if one.first == one.last:
        return f"{one.first} day{'s' * (one.first > 1)}"
    return f"{one.first} to {one.last} days"


def _likelihood(rows: Sequence[Trial]) -> Figure:
    """The likelihood of every hit rate, its peak put at 1."""
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
    return Figure(marks, Axis(0, 1, "θ"), Axis(0, 1.1, ticks=(0, 0.5, 1)), alt=alt, height=10)


def _losses(rows: Sequence[Trial]) -> Figure:
    """The two losses side by side, in bits."""
    heights = round(_bits(log_loss(rows)), 3), round(_bits(constant_log_loss(rows)), 3)
    bars = Bars(("a q for each", "one q for all"), heights, role="accent")
    alt = f"Two bars, in bits: {heights[0]} for a prediction at each return, {heights[1]} for one rate for all."
    top = max(*heights, 0.1) * 1.25
    return Figure((bars,), None, Axis(0, top), alt=alt, height=9)


def _forgetting(rows: Sequence[Trial]) -> Figure:
    """Recall by the days in between: what was found with its interval, what was predicted dashed."""
    bins = _bins(rows)
    marks: list[Mark] = [
        Line(tuple((float(place), one.predicted) for place, one in enumerate(bins)), role="second", dashed=True)
    ]
    for place, one in enumerate(bins):
        low, high = one.share.interval
        marks += [
            Line(((place, low), (place, high)), role="dim"),
            Points(((float(place), one.share.value or 0.0),), role="accent"),
        ]
    names = tuple(f"{one.first} d" if one.first == one.last else f"{one.first}-{one.last} d" for one in bins)
    x = Axis(-0.5, len(bins) - 0.5, "", ticks=tuple(map(float, range(len(bins)))), tick_labels=names)
    found = "; ".join(f"after {_days(one)} {one.share.value or 0:.2f}" for one in bins)
    alt = f"Share recalled by the days in between: {found}. Dashed, what was predicted."
    return Figure(tuple(marks), x, Axis(0, 1.05, ticks=(0, 0.5, 1)), alt=alt, height=10)


_FIGURES = {"hit-rate": _likelihood, "log-loss": _losses, "forgetting": _forgetting}
