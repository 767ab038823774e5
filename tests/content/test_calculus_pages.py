"""The pages of rung 3: what they teach and ask, and every number on them worked out again."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
import pytest

from lessons.model.figure import Arrow, Label, Line, Points
from lessons.model.page import (
    CodeCell,
    FigureBlock,
    Pitfall,
    SidePath,
)
from tests.content.test_linear_algebra_arithmetic import agree, equalities, value_of
from tests.support.content import figure_of, formulas_of, pages_of, said_on

PAGES = pages_of("calculus")


def _marks(name: str, role: str = "") -> list[Line]:
    return [m for m in figure_of(PAGES[name]).marks if isinstance(m, Line) and role in ("", m.role)]


def _slope(f: Callable[[float], float], x: float, h: float = 1e-5) -> float:
    return (f(x + h) - f(x - h)) / (2 * h)


@pytest.mark.parametrize("name", PAGES)
def test_figures_have_an_accent_and_cells_stand_alone(name: str) -> None:
    for block in PAGES[name].blocks:
        if isinstance(block, FigureBlock):
            assert any(getattr(mark, "role", "") == "accent" for mark in block.figure.marks)
        if isinstance(block, CodeCell):
            assert "import numpy as np" in block.source


@pytest.mark.parametrize(("name", "chains"), [("derivative", 1), ("rules", 1), ("chain", 1), ("descent", 1)])
def test_worked_formulas_hold(name: str, chains: int) -> None:
    said = [latex.replace(r"3.1^2 \approx", "") for latex in formulas_of(PAGES[name])]
    found = [chain for latex in said for chain in equalities(latex)]
    assert all(agree(chain) for chain in found)
    assert len(found) == chains


def test_the_tangent_is_nearly_right_near_by() -> None:
    guess = float(value_of("9 + 6 \\cdot 0.1"))
    assert guess == pytest.approx(3**2 + _slope(lambda x: x * x, 3) * 0.1)
    assert "The exact square is 9.61." in said_on(PAGES["derivative"])
    errors = [(3 + h) ** 2 - (9 + 6 * h) for h in (0.1, 0.05)]
    assert errors[0] == pytest.approx(9.61 - guess)
    assert errors[1] == pytest.approx(errors[0] / 4)


def test_the_tangent_figure_has_the_slopes_of_its_caption() -> None:
    touching, cutting = _marks("derivative")[1:]

    def rise(line: Line) -> float:
        (x, y), (to_x, to_y) = line.points
        return (to_y - y) / (to_x - x)

    assert rise(touching) == pytest.approx(_slope(lambda x: x * x / 2, 1)) == pytest.approx(1)
    assert rise(cutting) == pytest.approx((4.5 - 0.5) / 2) == pytest.approx(2)
    for line in (touching, cutting):
        (x, y), _ = line.points
        assert y + rise(line) * (1 - x) == pytest.approx(0.5)
    marks = next(m for m in figure_of(PAGES["derivative"]).marks if isinstance(m, Points))
    assert all(y == x * x / 2 for x, y in marks.points)


def test_the_rules_hold_for_numbers() -> None:
    assert "at 2 that is 12" in said_on(PAGES["rules"])
    assert _slope(lambda x: x**3, 2) == pytest.approx(12)
    assert r"3 \cdot 3^2 \cdot 2 = 54" in formulas_of(PAGES["rules"])
    assert _slope(lambda x: (2 * x + 1) ** 3, 1) == pytest.approx(54)

    def sigmoid(z: float) -> float:
        return float(1 / (1 + np.exp(-z)))

    for z in (-2.0, 0.0, 1.3):
        by_rule = np.exp(-z) / (1 + np.exp(-z)) ** 2
        assert _slope(sigmoid, z) == pytest.approx(by_rule) == pytest.approx(sigmoid(z) * (1 - sigmoid(z)))
    curve, bump = _marks("rules")
    assert all(y == pytest.approx(sigmoid(x)) for x, y in curve.points)
    assert all(y == pytest.approx(_slope(sigmoid, x), abs=1e-6) for x, y in bump.points)
    assert max(y for _, y in bump.points) == pytest.approx(0.25)


def test_the_gradient_figure_is_square_to_its_level_line() -> None:
    def f(x: float, y: float) -> float:
        return (x * x + 4 * y * y) / 8

    here = np.array([2.0, 1.0])
    gradient = np.array([_slope(lambda x: f(x, 1), 2), _slope(lambda y: f(2, y), 1)])
    assert gradient == pytest.approx(np.array([0.5, 1]))
    up, down = (np.array(m.end) for m in figure_of(PAGES["gradient"]).marks if isinstance(m, Arrow))
    assert up - here == pytest.approx(gradient)
    assert down - here == pytest.approx(-gradient)
    heights = []
    for level in _marks("gradient"):
        values = [f(x, y) for x, y in level.points]
        assert np.ptp(values) < 1e-9
        heights.append(values[0])
    assert sorted({round(height, 6) for height in heights}) == [0.25, 1, 2]
    level = next(m for m in _marks("gradient", "first") if m.points[0][1] >= 0)
    near = sorted(level.points, key=lambda p: abs(p[0] - 2))[:2]
    along = np.array(near[0]) - np.array(near[1])
    assert abs(along @ gradient) < 0.02 * np.linalg.norm(along) * np.linalg.norm(gradient)
    assert "Here at (3, 1) it is (6, 9)" in said_on(PAGES["gradient"])


def test_the_graph_figure_has_the_values_and_slopes_of_its_neuron() -> None:
    values = {"w": 2.0, "x": 3.0, "b": 1.0, "y": 4.0}

    def loss(**changed: float) -> float:
        v = {**values, **changed}
        return (v["w"] * v["x"] + v["b"] - v["y"]) ** 2

    def slope(name: str) -> float:
        return _slope(lambda t: loss(**{name: t}), values[name])

    slopes = {name: slope(name) for name in values}
    z = values["w"] * values["x"] + values["b"]
    full = {**values, "z": z, "e": z - values["y"], "L": loss()}
    back = {**slopes, "z": slopes["b"], "e": slopes["b"], "L": 1.0}
    texts = [mark.text.replace("−", "-") for mark in figure_of(PAGES["chain"]).marks if isinstance(mark, Label)]
    for above, below in zip(texts[::2], texts[1::2], strict=True):
        name, number = above.split(" = ")
        assert float(number) == full[name]
        assert float(below.removeprefix("∂ ")) == pytest.approx(back[name])
    alt = figure_of(PAGES["chain"]).alt.replace("−", "-")
    for name in "ezwxb":
        assert f"{name} {back[name]:.0f}" in alt


def test_the_gradient_of_the_mean_squared_error_is_that_of_its_code() -> None:
    inputs, y = np.array([[1.0, 2.0], [3.0, 1.0], [0.0, 2.0]]), np.array([3.0, 5.0, 4.0])

    def loss(one: float, two: float) -> float:
        return float(((inputs @ np.array([one, two]) - y) ** 2).mean())

    printed = next(block.output for block in PAGES["chain"].blocks if isinstance(block, CodeCell))
    numbers = [float(one) for one in printed.strip("[]").split()]
    assert numbers == pytest.approx([_slope(lambda t: loss(t, 2), 1), _slope(lambda t: loss(1, t), 2)], abs=1e-4)


def test_the_descent_figure_shows_the_first_steps() -> None:
    walked = _marks("descent", "accent")[0].points
    x = 0.0
    for at, height in walked:
        assert at == pytest.approx(x, abs=1e-4)
        assert height == pytest.approx((x - 3) ** 2, abs=2e-3)
        x = x - 0.1 * _slope(lambda t: (t - 3) ** 2, x)
    quoted = [float(one) for one in re.findall(r"\d+\.\d+", figure_of(PAGES["descent"]).alt)]
    assert quoted == pytest.approx([at for at, _ in walked[1:]], abs=0.006)
    assert _slope(lambda t: (t - 3) ** 2, 0) == pytest.approx(-6)


def test_the_step_size_figure_shows_powers_of_the_factor() -> None:
    labels = {"bad": 1.05, "second": 0.8, "accent": 0.1}
    for role, eta in labels.items():
        points = _marks("stepsize", role)[0].points
        assert [error for _, error in points] == pytest.approx([(1 - 2 * eta) ** k for k in range(9)], abs=1e-4)
    names = {mark.label for mark in _marks("stepsize")}
    names |= {mark.text for mark in figure_of(PAGES["stepsize"]).marks if isinstance(mark, Label)}
    assert {f"η = {eta}" for eta in labels.values()} <= names
    assert "2.14" in figure_of(PAGES["stepsize"]).alt


def test_what_the_page_says_of_step_sizes_is_what_they_do() -> None:
    for eta, low, high in ((0.01, 0.9, 1), (0.5, -1e-9, 1e-9), (0.7, -1, 0), (1.0, -1, -1), (1.01, -9, -1.001)):
        before, after = 1.0, 1.0 - eta * _slope(lambda e: e * e, 1.0)
        assert low <= round(after / before, 6) <= high
    said = said_on(PAGES["stepsize"])
    assert "At 0.5 the factor is 0" in said
    assert "Between 0.5 and 1 it is negative" in said
    assert "beyond 1 it diverges" in said


def test_the_landscape_figure_marks_its_level_places() -> None:
    def f(x: float) -> float:
        return x**4 / 4 - x**3 / 3 - x**2

    marks = next(m for m in figure_of(PAGES["landscape"]).marks if isinstance(m, Points))
    for x, y in marks.points:
        assert y == pytest.approx(f(x), abs=1e-4)
        assert _slope(f, x) == pytest.approx(0, abs=1e-6)
    left, hill, right = (x for x, _ in marks.points)
    assert f(right) < f(left) < f(hill)
    assert f(left) < min(f(left - 0.1), f(left + 0.1))
    assert f(hill) > max(f(hill - 0.1), f(hill + 0.1))


def test_the_first_page_says_what_it_is_for_and_the_last_where_it_leads() -> None:
    first, last = said_on(PAGES["derivative"]), said_on(PAGES["landscape"])
    assert "After this rung" in first
    for word in ("Stage 02", "stage 03", "next rung", "Mathematics for Machine Learning", "vector calculus"):
        assert word in last
    assert "continuous optimization" in last
    asides = [block for page in PAGES.values() for block in page.blocks if isinstance(block, SidePath)]
    assert any("momentum" in block.title for block in asides)
    assert any(isinstance(block, Pitfall) for block in PAGES["descent"].blocks)
