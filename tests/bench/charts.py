"""How long a figure takes to draw, and what a demo shows to be worked out."""

from __future__ import annotations

import math
import statistics
import subprocess
import sys
import time

from msgspec.structs import replace

from lessons.course import Course
from lessons.model.demo import Demo
from lessons.model.figure import Arrow, Axis, Bars, Figure, HeatMap, Line
from tests.support.paths import ROOT
from tutor.rendering.charts import paint

ROUNDS = 40
SINE = tuple((i * math.tau / 199, math.sin(i * math.tau / 199)) for i in range(200))
FIGURES = {
    "curve of 200 points, 2 arrows": Figure(
        (Line(SINE, "sin x"), Arrow((3, 1), label="a"), Arrow((1, 0.5), label="b", role="accent")),
        x=Axis(0, math.tau, "x"),
        y=Axis(-1.2, 1.2, "y"),
    ),
    "35 arrows": Figure(
        tuple(Arrow((x - y / 4, y + x / 4), (x, y)) for x in range(-3, 4) for y in range(-2, 3)),
        x=Axis(-4, 4),
        y=Axis(-3, 3),
        equal=True,
    ),
    "4 bars": Figure((Bars(("cat", "dog", "bird", "horse"), (0.64, 0.24, 0.09, 0.03)),)),
    "3x3 heat map": Figure((HeatMap(((2.0, 0.8, -0.5), (0.8, 1.0, 0.0), (-0.5, 0.0, 1.5))),)),
    "line of 10,000 points": Figure((Line(tuple((i / 1e4, math.sin(i / 300)) for i in range(10_000))),)),
}


def rows() -> list[tuple[str, float, str]]:
    """What was measured, each with its unit."""
    measured = [(f"charts: {name}, 76x16, uncached, p50", _median(figure), "ms") for name, figure in FIGURES.items()]
    views = {demo.id: _view(demo) for demo in Course().demos.values()}
    slowest = max(views, key=views.__getitem__)
    measured.append((f"demos: the slowest view of {len(views)}, {slowest}", views[slowest], "ms"))
    measured.append(("charts: the first figure, plotext's import included", _first(), "ms"))
    return measured


def _median(figure: Figure) -> float:
    times = []
    paint(figure, 76, 16)
    for turn in range(ROUNDS):
        unseen = replace(figure, alt=str(turn))  # another figure to every cache
        start = time.perf_counter()
        paint(unseen, 76, 16)
        times.append(time.perf_counter() - start)
    return statistics.median(times) * 1e3


def _view(demo: Demo) -> float:
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        demo.view(demo.initial())
        times.append(time.perf_counter() - start)
    return statistics.median(times) * 1e3


def _first() -> float:
    """Measured in a process of its own, where plotext is not loaded yet."""
    code = (
        "import time; from tutor.rendering.charts import paint; from lessons.model.figure import Figure, Line;"
        "start = time.perf_counter(); paint(Figure((Line(((0, 0), (1, 1))),)), 76, 16);"
        "print((time.perf_counter() - start) * 1e3)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    return float(done.stdout)


if __name__ == "__main__":
    for name, value, unit in rows():
        print(f"{name:60} {value:8.2f} {unit}")
