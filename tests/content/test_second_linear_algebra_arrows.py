"""The demo of two arrows and their sum: every number worked out with NumPy, every challenge met by hand."""

from __future__ import annotations

from random import Random

import numpy as np

from lessons.answers import evaluate
from lessons.linear_algebra.demo_arrows import ARROWS
from lessons.model.demo import State, point
from lessons.model.figure import Arrow
from tests.support.content import COURSE, Array, pages_of, readings
from tests.support.for_each import for_each
from tutor.rendering.charts import fits


def _array(state: State, name: str) -> Array:
    return np.array(point(state, name))


def test_the_first_page_opens_it_before_its_first_question() -> None:
    assert COURSE.demos["arrows"] is ARROWS
    assert pages_of("linear_algebra")["vectors"].demos == ("arrows",)


@for_each(range(40))
def test_sum_and_lengths_are_those_of_the_arrows(seed: int) -> None:
    for prediction in ARROWS.predictions:
        state = prediction.draw(Random(seed))
        a, b = _array(state, "a"), _array(state, "b")
        view = ARROWS.view(state)
        shown = readings(view)
        assert np.allclose(shown["sum"], a + b)
        for name, value in (("a", a), ("b", b), ("sum", a + b)):
            assert np.isclose(shown[f"length_{name}"], np.linalg.norm(value))
        ends = [np.array(mark.end) for mark in view.figure.marks if isinstance(mark, Arrow)]
        assert any(np.allclose(end, a + b) for end in ends)
        assert not any(isinstance(mark, Arrow) and mark.label == "a+b" for mark in view.covered.marks)
        assert fits(view.figure, 60, view.figure.height) == ()


@for_each(range(40))
def test_predictions_are_answered_by_arithmetic(seed: int) -> None:
    across, longer = ARROWS.predictions
    state = across.draw(Random(seed))
    assert evaluate(across.answer(state), {}) == (_array(state, "a") + _array(state, "b"))[0]
    assert across.because(state).endswith(f"= {(_array(state, 'a') + _array(state, 'b'))[0]:g}$.")
    state = longer.draw(Random(seed))
    a, b = _array(state, "a"), _array(state, "b")
    assert (longer.answer(state) == "longer") == bool(np.linalg.norm(a + b) > np.linalg.norm(a))
