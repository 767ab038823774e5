"""The demo of two arrows and their sum: every number worked out with NumPy, every challenge met by hand."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest

from lessons.answers import evaluate
from lessons.linear_algebra.demo_arrows import ARROWS
from lessons.model.demo import State, point
from lessons.model.figure import Arrow
from tests.support.content import COURSE, Array, pages_of, readings
from tutor.rendering.charts import fits

Places = dict[str, tuple[float, float]]
GOALS: dict[str, Places] = {
    "cancel": {"a": (2.0, 1.0), "b": (-2.0, -1.0)},
    "up": {"a": (2.0, 2.0), "b": (-2.0, 2.0)},
    "full": {"a": (3.0, 1.5), "b": (2.0, 1.0)},
    "short": {"a": (3.0, 0.0), "b": (-2.5, 0.5)},
}
NEAR: dict[str, Places] = {
    "cancel": {"a": (0.0, 0.0), "b": (0.0, 0.0)},
    "up": {"a": (0.0, 2.0), "b": (0.0, 2.0)},
    "full": {"a": (2.0, 1.0), "b": (-2.0, -1.0)},
    "short": {"a": (3.0, 0.0), "b": (-3.0, 0.0)},
}


def _array(state: State, name: str) -> Array:
    return np.array(point(state, name))


def test_the_first_page_opens_it_before_its_first_question() -> None:
    assert COURSE.demos["arrows"] is ARROWS
    assert pages_of("linear_algebra")["vectors"].demos == ("arrows",)


@pytest.mark.parametrize("seed", range(40))
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


@pytest.mark.parametrize("seed", range(40))
def test_predictions_are_answered_by_arithmetic(seed: int) -> None:
    across, longer = ARROWS.predictions
    state = across.draw(Random(seed))
    assert evaluate(across.answer(state), {}) == (_array(state, "a") + _array(state, "b"))[0]
    assert across.because(state).endswith(f"= {(_array(state, 'a') + _array(state, 'b'))[0]:.1f}$.")
    state = longer.draw(Random(seed))
    a, b = _array(state, "a"), _array(state, "b")
    assert (longer.answer(state) == "longer") == bool(np.linalg.norm(a + b) > np.linalg.norm(a))


@pytest.mark.parametrize("id", GOALS)
def test_a_challenge_is_open_at_first_and_met_at_its_goal_only(id: str) -> None:
    challenge = next(one for one in ARROWS.challenges if one.id == id)
    assert challenge.hint
    assert not challenge.met(ARROWS.initial())
    assert challenge.met({**ARROWS.initial(), **GOALS[id]})
    assert not challenge.met({**ARROWS.initial(), **NEAR[id]})


def test_every_challenge_has_a_goal_here() -> None:
    assert {one.id for one in ARROWS.challenges} == GOALS.keys() == NEAR.keys()
