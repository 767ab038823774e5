"""A demo's frame before and after the answer, and putting a prediction off."""

from __future__ import annotations

from random import Random

import pytest

from lessons.model.demo import Prediction
from tests.support.content import COURSE
from tutor.learning.demo_state import DemoState
from tutor.rendering.charts.limits import x_limits, y_limits
from tutor.rendering.demo_frame import MOST, demo_figure

ASKED = [(demo, prediction) for demo in COURSE.demos for prediction in COURSE.demo(demo).predictions]


@pytest.mark.parametrize(("demo", "prediction"), ASKED, ids=lambda value: getattr(value, "id", value))
def test_the_frame_does_not_jump_when_the_answer_is_shown(demo: str, prediction: Prediction) -> None:
    """Unless the answer is another quantity: then neither frame would fit the other figure."""
    for seed in range(12):
        view = COURSE.demo(demo).view(prediction.draw(Random(seed)))
        before, after = (demo_figure(view, covered=covered, asked=True) for covered in (True, False))
        for limits in (x_limits, y_limits):
            lo, hi = limits(view.figure)
            other_lo, other_hi = limits(view.covered)
            widest = max(hi, other_hi) - min(lo, other_lo)
            if widest <= MOST * min(hi - lo, other_hi - other_lo):
                assert limits(before) == limits(after)
            else:
                assert (limits(before), limits(after)) == (limits(view.covered), limits(view.figure))


def test_while_nothing_is_asked_a_figure_has_its_own_frame() -> None:
    view = COURSE.demo("matrix").view(COURSE.demo("matrix").initial())
    assert demo_figure(view, covered=False, asked=False) == view.figure


@pytest.mark.parametrize("demo", COURSE.demos)
def test_a_prediction_can_be_put_off_and_is_asked_again(demo: str) -> None:
    play = DemoState(COURSE.demo(demo), COURSE.demo(demo).initial())
    asked = play.asked(1)
    aside = asked.set_aside()
    assert aside.question is None
    assert not aside.covered
    assert aside.state == play.state
    assert aside.due() == asked.question
    assert aside.set_aside() == aside
    again = aside.asked(2)
    assert again.question == asked.question
    assert again.covered
