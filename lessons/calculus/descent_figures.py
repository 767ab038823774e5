"""Figures and captions of the path that a learner's program takes down the parabola."""

from __future__ import annotations

from math import isfinite

from lessons.grading import Nested
from lessons.grading.model import Probe, Results
from lessons.model.figure import Axis, Figure, Line, Points
from lessons.sandbox.values import Call

STEPS = 50
MARKED = 5  # every so many steps the exact path is marked
FAR = 1e6  # beyond it nothing is drawn any more

Path = tuple[float, ...]


def _line(result: Nested | None) -> Path | None:
    if not isinstance(result, tuple) or len(result) < 2:
        return None
    numbers = tuple(value for value in result if isinstance(value, float) and isfinite(value) and abs(value) < FAR)
    return numbers if len(numbers) == len(result) else None


def path_figure(results: Results) -> Figure | None:
    """The learner's x against the step, with points of the exact path."""
    path = _line(results.get("fifty"))
    if path is None:
        return None
    exact = tuple((float(n), 3 * (1 - 0.8**n)) for n in range(0, STEPS + 1, MARKED))
    lo, hi = min(0.0, *path), max(3.4, *path)
    return Figure(
        (
            Line(tuple((float(n), x) for n, x in enumerate(path)), role="accent"),
            Points(exact, role="second"),
        ),
        x=Axis(0, max(STEPS, len(path) - 1), "step"),
        y=Axis(lo - 0.1, hi + 0.1, "x"),
        alt="The points of your program against the step, and the exact path 3(1 - 0.8^n), which rises to 3.",
        height=12,
    )


def loss_figure(results: Results) -> Figure | None:
    """The loss f(x) along the learner's path, against the step."""
    path = _line(results.get("fifty"))
    if path is None:
        return None
    loss = tuple((float(n), (x - 3) ** 2) for n, x in enumerate(path))
    exact = tuple((float(n), 9 * 0.64**n) for n in range(0, STEPS + 1, MARKED))
    return Figure(
        (Line(loss, role="accent"), Points(exact, role="second")),
        x=Axis(0, max(STEPS, len(path) - 1), "step"),
        y=Axis(-0.3, max(9.5, *(value for _, value in loss)), "f(x)"),
        alt="f at the points of your program against the step: from 9 down to 0, steep at first.",
        height=12,
    )


def knob_probes(eta: float) -> tuple[Probe, ...]:
    """The calls that show the learner's own program with a step size of their choice."""
    return (Probe("chosen", Call("descend", (0.0, eta, STEPS))),)


def knob_figure(eta: float, results: Results) -> Figure | None:
    """The path with a step size that the learner chose, up to its first point out of range."""
    result = results.get("chosen")
    if not isinstance(result, tuple):
        return None
    path = [x for x in result if isinstance(x, float)]
    near: list[float] = []
    for x in path:
        if not isfinite(x) or abs(x - 3) > 60:
            break
        near.append(x)
    if len(near) < 2:
        return None
    lo, hi = min(-0.5, *near), max(3.5, *near)
    return Figure(
        (
            Line(((0.0, 3.0), (float(STEPS), 3.0)), role="dim", dashed=True),
            Line(tuple((float(n), x) for n, x in enumerate(near)), role="accent"),
        ),
        x=Axis(0, STEPS, "step"),
        y=Axis(lo, hi, "x"),
        alt=f"The points of your program against the step, with a step size of {eta:g}.",
        height=12,
    )


def knob_caption(eta: float, results: Results) -> str:
    """The caption of the path with that step size: where it ends, from the learner's own numbers."""
    result = results.get("chosen")
    if not isinstance(result, tuple) or not result or not isinstance(result[-1], float):
        return "Nothing came back."
    end, factor = result[-1], 1 - 2 * eta
    far = abs(end - 3)
    text = rf"$\eta = {eta:g}$: each step multiplies $x - 3$ by ${factor:g}$. "
    if not isfinite(end) or far > 3.1:
        position = f"at {end:.4g}" if isfinite(end) else "beyond all floats"
        return text + f"After {STEPS} steps you are {position}: it diverges."
    if far > 2.9:
        return text + f"After {STEPS} steps you are at {end:.4g}, no nearer than at the start."
    return text + f"After {STEPS} steps you are at {end:.6g}, {far:.2g} away from 3."
