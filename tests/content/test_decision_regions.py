"""The borders in the picture of the classifier exercise: two classes have the highest score there, both the same."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from lessons.information_theory.exercises.classifier_check import CHECK, EDGE
from lessons.model.figure import Line

WEIGHTS = st.lists(st.floats(-3, 3), min_size=9, max_size=9)
(CLOUDS,) = [picture for picture in CHECK.pictures if "clouds" in picture.draw.__name__]


@settings(max_examples=40)
@given(WEIGHTS)
def test_on_a_border_the_two_best_classes_are_level(numbers: list[float]) -> None:
    w, b = (tuple(numbers[:3]), tuple(numbers[3:6])), tuple(numbers[6:])
    figure = CLOUDS.draw({"training": (w, b, (1.0,))})
    assert figure is not None
    for mark in figure.marks:
        if isinstance(mark, Line):
            for x, y in mark.points:
                scores = sorted(b[k] + x * w[0][k] + y * w[1][k] for k in range(3))
                assert abs(scores[2] - scores[1]) < 1e-6
                assert max(abs(x), abs(y)) <= EDGE
