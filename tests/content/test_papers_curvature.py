"""The page on curvature: its numbers and its questions, worked out again from functions and finite differences."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from lessons.answers import judge
from lessons.model.figure import Line
from tests.support.arithmetic import checked
from tests.support.content import (
    COURSE,
    Array,
    Found,
    Numbers,
    check_another_way,
    check_only_right_options,
    computed_of,
    figure_of,
    formulas_of,
    printed,
)

PAGE = COURSE.page("calculus.curvature")
COMPUTED = computed_of("calculus")


def test_arithmetic_of_the_page_is_true() -> None:
    assert checked(" ".join(f"${latex}$" for latex in formulas_of(PAGE))) == 1


def test_the_worked_step_agrees_with_the_function_it_describes() -> None:
    """5 + 2a - 4b + 2a² + ab + b² has the gradient (2, -4) and the Hessian [[4, 1], [1, 2]] at the origin."""

    def loss(a: float, b: float) -> float:
        return 5 + 2 * a - 4 * b + 2 * a * a + a * b + b * b

    h = 1e-3
    corners = [loss(h * i, h * j) for i, j in ((1, 1), (1, -1), (-1, 1), (-1, -1))]
    assert (corners[0] - corners[1] - corners[2] + corners[3]) / (4 * h * h) == pytest.approx(1)
    assert (loss(h, 0) - 2 * loss(0, 0) + loss(-h, 0)) / h**2 == pytest.approx(4)
    assert (loss(0, h) - 2 * loss(0, 0) + loss(0, -h)) / h**2 == pytest.approx(2)
    assert loss(1, 2) == 7


def test_the_parabola_is_closer_to_the_exponential_than_the_tangent() -> None:
    assert np.polyval([0.5, 1, 1], 0.1) == pytest.approx(1.105)
    assert round(np.exp(0.1), 4) == 1.1052
    heights: list[Callable[[float], float]] = [lambda x: 1 + x, lambda x: 1 + x + x * x / 2, lambda x: float(np.exp(x))]
    for line, height in zip(figure_of(PAGE).marks, heights, strict=False):
        assert isinstance(line, Line)
        for x, y in line.points[::40]:
            assert y == pytest.approx(height(x))


def test_the_network_is_low_at_two_points_and_high_between_them() -> None:
    def loss(w: Array) -> float:
        return float((w.prod() - 1) ** 2)

    ends = np.array([1.0, 1.0]), np.array([-1.0, -1.0])
    assert [loss(ends[0]), loss(ends[1]), loss((ends[0] + ends[1]) / 2)] == [0, 0, 1]


def test_the_counterexamples_of_the_statements_hold() -> None:
    for x in (-0.2, 0.2):
        assert x**4 > 0  # above its horizontal tangent at 0, on both sides
    assert [np.polyval([1, 0, -3, 0], x) for x in (1, -2)] == [-2, -2]
    assert [np.polyval(np.polyder([1, 0, -2, 0, 0], 2), x) for x in (-1, 0, 1)] == [8, -4, 8]
    assert np.polyval([3, 0, -3], 1) == 0
    check_only_right_options(COURSE.item("calculus.curvature.true"))


def test_code_prints_what_the_page_says() -> None:
    cells = printed(PAGE)
    assert cells
    assert all(output == cell.output for cell, output in cells)


def _taylor(n: Numbers) -> Found:
    value, slope, bend, h = (float(n[name]) for name in ("value", "slope", "bend", "h"))
    parabola = np.poly1d([bend / 2, slope, value])
    return {
        "answer": parabola(h), "no-half": parabola(h) + bend / 2 * h * h, "tangent-only": np.poly1d([slope, value])(h),
        "change-only": parabola(h) - parabola(0), "step-not-squared": np.poly1d([slope + bend / 2, value])(h),
        "subtracts-the-curvature": np.poly1d([-bend / 2, slope, value])(h),
    }  # fmt: skip


def _difference(n: Numbers) -> Found:
    h = float(n["h"])
    ys = np.array([n["left"], n["middle"], n["right"]], dtype=float)
    bend, slope, _ = np.polyfit([-h, 0, h], ys, 2) * [2, 1, 1]
    return {
        "answer": bend, "first-derivative": slope, "divides-once": bend * h, "never-divides": bend * h * h,
        "middle-once": ys @ [1, -1, 1] / h**2, "halved": bend / 2,
    }  # fmt: skip


def _quadratic(n: Numbers) -> Found:
    value, g, u = float(n["value"]), n["gradient"], n["u"]
    a, b, c = n["hessian"]
    full, diagonal, upper = (np.array(rows) for rows in ([[a, b], [b, c]], [[a, 0], [0, c]], [[a, b], [0, c]]))
    flat = value + g @ u
    return {
        "answer": flat + u @ full @ u / 2, "no-half": flat + u @ full @ u, "gradient-only": flat,
        "diagonal-only": flat + u @ diagonal @ u / 2, "mixed-term-once": flat + u @ upper @ u / 2,
        "change-only": flat + u @ full @ u / 2 - value,
    }  # fmt: skip


def _halfway(n: Numbers) -> Found:
    low = np.array([n["a"], n["b"]], dtype=float)
    target = low.prod()

    def loss(w: Array) -> float:
        return float((w.prod() - target) ** 2)

    assert loss(low) == loss(-low) == 0
    return {
        "answer": loss((low - low) / 2), "as-if-convex": 0, "unsquared": 0 - target, "half-of-one": loss(low / 2),
        "minus-and-minus": loss(low * [1, -1]),
    }  # fmt: skip


ORACLES = {"taylor": _taylor, "difference": _difference, "quadratic": _quadratic, "halfway": _halfway}


@pytest.mark.parametrize("name", ORACLES)
def test_questions_come_out_the_same_another_way(name: str) -> None:
    check_another_way(COMPUTED[f"calculus.curvature.{name}"], ORACLES[name])


def test_every_question_of_the_page_is_worked_out_here() -> None:
    mine = {item_id.rpartition(".")[2] for item_id in COMPUTED if item_id.startswith("calculus.curvature.")}
    assert mine == ORACLES.keys()


def test_half_the_curvature_is_a_known_slip() -> None:
    item = COURSE.item("calculus.curvature.difference", 3)
    slip = next(rule for rule in item.wrong_rules if rule.id == "halved")
    assert judge(item.question, slip.answer).wrong_rule == "halved"
