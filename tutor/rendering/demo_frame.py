"""The figure of a demo to draw: covered while a prediction is open, and in one frame before and after the answer."""

from __future__ import annotations

from msgspec.structs import replace

from lessons.model.demo import View
from lessons.model.figure import Axis, Figure
from tutor.rendering.charts.limits import x_limits, y_limits

MOST = 3.0
"""How many times as wide as its own limits a figure may be framed; beyond that, the two show different quantities."""

Limits = tuple[float, float]


def demo_figure(view: View, *, covered: bool, asked: bool) -> Figure:
    """Return the figure for a state.

    Args:
        view: What the demo shows of the state.
        covered: Whether the answer to a prediction is hidden.
        asked: Whether a prediction is open, or was just answered: then both figures have the limits of both.
    """
    figure, other = (view.covered, view.figure) if covered else (view.figure, view.covered)
    if not asked:
        return figure
    return replace(
        figure,
        x=_framed(figure.x, x_limits(figure), x_limits(other)),
        y=_framed(figure.y, y_limits(figure), y_limits(other)),
    )


def _framed(axis: Axis | None, limits: Limits, others: Limits) -> Axis | None:
    """Return an axis with both limits; as it is if they agree, or one of them is far wider than the other."""
    lo, hi = min(limits[0], others[0]), max(limits[1], others[1])
    narrow = min(limits[1] - limits[0], others[1] - others[0])
    if (lo, hi) == limits == others or hi - lo > MOST * narrow:
        return axis
    return replace(axis, lo=lo, hi=hi) if axis is not None else Axis(lo, hi)
