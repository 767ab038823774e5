"""What is drawn, and said, of the way that a learner's program goes down the parabola."""

from __future__ import annotations

from math import isfinite

from lessons.grading import Nested
from lessons.grading.model import Probe, Seen
from lessons.model.figure import Axis, Figure, Line, Points
from lessons.sandbox.values import Call

STEPS = 50
MARKED = 5  # every so many steps the exact path is marked
FAR = 1e6  # beyond it nothing is drawn any more

Path = tuple[float, ...]


def _line(found: Nested | None) -> Path | None:
    if not isinstance(found, tuple) or len(found) < 2:
        return None
    numbers = tuple(one for one in found if isinstance(one, float) and isfinite(one) and abs(one) < FAR)
    return numbers if len(numbers) == len(found) else None


def places(seen: Seen) -> Figure | None:
    """The learner's x against the step, on the exact path."""
    gone = _line(seen.get("fifty"))
    if gone is None:
        return None
    exact = tuple((float(n), 3 * (1 - 0.8**n)) for n in range(0, STEPS + 1, MARKED))
    lo, hi = min(0.0, *gone), max(3.4, *gone)
    return Figure(
        (
            Line(tuple((float(n), x) for n, x in enumerate(gone)), role="accent"),
            Points(exact, role="second"),
        ),
        x=Axis(0, max(STEPS, len(gone) - 1), "step"),
        y=Axis(lo - 0.1, hi + 0.1, "x"),
        alt="The places of your program against the step, and the exact path 3(1 - 0.8^n), which rises to 3.",
        height=12,
    )


def heights(seen: Seen) -> Figure | None:
    """f at the learner's places, against the step."""
    gone = _line(seen.get("fifty"))
    if gone is None:
        return None
    loss = tuple((float(n), (x - 3) ** 2) for n, x in enumerate(gone))
    exact = tuple((float(n), 9 * 0.64**n) for n in range(0, STEPS + 1, MARKED))
    return Figure(
        (Line(loss, role="accent"), Points(exact, role="second")),
        x=Axis(0, max(STEPS, len(gone) - 1), "step"),
        y=Axis(-0.3, max(9.5, *(value for _, value in loss)), "f(x)"),
        alt="f at the places of your program against the step: from 9 down to 0, steep at first.",
        height=12,
    )


def knob_probes(eta: float) -> tuple[Probe, ...]:
    """The calls that show the learner's own program with a step size of their choice."""
    return (Probe("chosen", Call("descend", (0.0, eta, STEPS))),)


def knob_figure(eta: float, seen: Seen) -> Figure | None:
    """The way with a step size of the learner's choice, as far as it can be drawn."""
    found = seen.get("chosen")
    if not isinstance(found, tuple):
        return None
    gone = [one for one in found if isinstance(one, float)]
    near: list[float] = []
    for one in gone:
        if not isfinite(one) or abs(one - 3) > 60:
            break
        near.append(one)
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
        alt=f"The places of your program against the step, with a step size of {eta:g}.",
        height=12,
    )


def knob_said(eta: float, seen: Seen) -> str:
    """What became of it, from the learner's own numbers."""
    found = seen.get("chosen")
    if not isinstance(found, tuple) or not found or not isinstance(found[-1], float):
        return "Nothing came back."
    end, factor = found[-1], 1 - 2 * eta
    far = abs(end - 3)
    text = rf"$\eta = {eta:g}$: each step keeps {factor:g} of the distance to 3. "
    if not isfinite(end) or far > 3.1:
        place = f"at {end:.4g}" if isfinite(end) else "beyond all floats"
        return text + f"After {STEPS} steps you are {place}: it diverges."
    if far > 2.9:
        return text + f"After {STEPS} steps you are at {end:.4g}, no nearer than at the start."
    return text + f"After {STEPS} steps you are at {end:.6g}, {far:.2g} away from 3."
