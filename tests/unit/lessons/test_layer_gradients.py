"""The arithmetic of the two-layer network, worked out again by NumPy, and the figure of the gradient check."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessons.calculus.exercises.layer_gradients_check import BATCH, CHECK, EXPONENTS, NAMED, WIDE, check_curve, drawn
from lessons.calculus.two_layers import Network, before, differences, gradients, loss, outputs
from lessons.model.figure import Line
from tests.support.content import COURSE
from tests.support.exercises import judged


def _numpy_loss(net: Network) -> float:
    x, t, first, second = (np.array(part) for part in net)
    y = np.maximum(x @ first.T, 0) @ second.T
    return float(np.mean(np.sum((y - t) ** 2, axis=1)) / 2)


@pytest.mark.parametrize("net", [NAMED, BATCH, drawn(0), drawn(1)])
def test_gradients_agree_with_small_differences_and_no_input_of_relu_is_0(net: Network) -> None:
    assert np.abs(np.array(before(net))).min() > 1e-3
    assert loss(net) == pytest.approx(_numpy_loss(net))
    exact, estimated = gradients(net), differences(net, 1e-6, 1e-6, 2e-6, _numpy_loss)
    for one, other in zip(exact, estimated, strict=True):
        assert np.array(one) == pytest.approx(np.array(other), abs=1e-5)


@given(st.lists(st.tuples(st.integers(-5, 5), st.integers(-5, 5)), min_size=1, max_size=4))
def test_outputs_are_those_of_numpy(rows: list[tuple[int, int]]) -> None:
    net = BATCH._replace(inputs=tuple((float(a), float(b)) for a, b in rows), targets=((0.0, 0.0),) * len(rows))
    x, _, first, second = (np.array(part) for part in net)
    assert np.array(outputs(net)) == pytest.approx(np.maximum(x @ first.T, 0) @ second.T)


def test_the_wide_step_tells_differences_from_exact_gradients() -> None:
    apart = np.array(differences(BATCH, WIDE, WIDE, 2 * WIDE)[0]) - np.array(gradients(BATCH)[0])
    assert np.abs(apart).max() > 0.05


def test_the_curve_of_the_check_falls_to_rounding_and_rises_again() -> None:
    task = COURSE.exercise("layer_gradients")
    found = judged(task, task.solution)
    figure = check_curve(found.results)
    assert figure is not None
    line = next(mark for mark in figure.marks if isinstance(mark, Line))
    heights = dict(line.points)
    assert len(heights) == len(EXPONENTS)
    assert heights[4.0] < -10
    assert heights[12.0] > heights[4.0] + 3


def test_the_curve_is_left_out_without_differences() -> None:
    task = COURSE.exercise("layer_gradients")
    assert check_curve(judged(task, task.starter).results) is None
    assert len(CHECK.functions) == 4
