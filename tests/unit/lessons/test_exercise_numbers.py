"""The numbers of the exercises, worked out again by NumPy; and whatever a program gives, it can be shown."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lessons.answers import judge, numbers
from lessons.grading import PART, Finding, Judgement, Nested, close, nested, shown
from lessons.grading.hand_comparison import Hand, Row
from lessons.grading.numbers import shape
from lessons.sandbox.values import Array
from tests.support.content import COURSE
from tests.support.exercises import EXERCISES
from tutor.learning.worksheet import cells_of, sheet
from tutor.rendering.blocks import figure_lines
from tutor.rendering.check_report import comparison_lines, judgement_lines
from tutor.rendering.context import RenderContext
from tutor.rendering.typeset import text_of

WIDE = RenderContext(72)


def mean_nll(x: Any, mu: float, var: float) -> float:
    return float(-np.log(np.exp(-((x - mu) ** 2) / (2 * var)) / np.sqrt(2 * np.pi * var)).mean())


X, E = np.array([1.0, 3, 5, 7]), np.exp([1.0, 2, 3])
HIDDEN = np.array([[1, 1], [1, -1], [-1, 2]]) @ [1, 2]
SCORES = np.array([[1.0, 1, 1, 0], [0, 2, 0, 1], [2, 0, 1, 1], [1, 0, -2, 1]]) @ [2, 0, 2, 0] / np.sqrt(4)
WEIGHTS, VALUE_ROWS = np.exp(SCORES) / np.exp(SCORES).sum(), np.array([[1.0, 0], [0, 2], [2, 1], [0, 4]])
SEEN = np.exp([1.0, 3]) / np.exp([1.0, 3]).sum()
BENT = -(np.array([0.9, 0.1]) @ np.log2([0.9, 0.1]))

# By question: what its answer, and the cells of its worksheet, have to be.
NUMBERS: Mapping[str, tuple[Any, tuple[Any, ...]]] = {
    "linear_algebra.dot.exercise": (np.dot([1, 2, 3], [4, 5, 6]), (4, 10, 18, 32)),
    "linear_algebra.products.exercise": (
        np.array([[1, 2], [3, 4]]) @ np.array([[5, 6], [7, 8]]),
        (1 * 5 + 2 * 7, 1 * 6 + 2 * 8, 3 * 5 + 4 * 7, 3 * 6 + 4 * 8),
    ),
    "linear_algebra.products.means": (np.array([[1, 10], [3, 20], [5, 60]]).mean(axis=0), (3, 30)),
    "probability.softmax.exercise": (E / E.sum(), (*E, E.sum(), *(E / E.sum()))),
    "probability.likelihood.exercise": ((X.mean(), X.var()), (4, ((X - 4) ** 2).sum(), 5)),
    "probability.likelihood.loss": (mean_nll(X, 4, 5), (np.log(2 * np.pi * 5) / 2, 0.5, mean_nll(X, 4, 5))),
    "probability.attention.exercise_scores": (SCORES, tuple(SCORES)),
    "probability.attention.exercise_weights": (WEIGHTS, (*np.exp(SCORES), np.exp(SCORES).sum(), *WEIGHTS)),
    "probability.attention.exercise_output": (WEIGHTS @ VALUE_ROWS, (*WEIGHTS, *(WEIGHTS @ VALUE_ROWS))),
    "probability.attention.exercise_masked": (SEEN @ VALUE_ROWS[:2], (*SEEN, *(SEEN @ VALUE_ROWS[:2]))),
    "calculus.descent.exercise": (3 * (1 - 0.8**3), (0.6, 1.08, 1.464)),
    "calculus.descent.diverges": (1.0, ()),
    "calculus.layers.exercise_output": (-2 * np.maximum(HIDDEN, 0), (-6, 0, -6)),
    "calculus.layers.exercise_hidden": (
        np.outer(-2 * np.array([1, 2, -1]) * (HIDDEN > 0), [1, 2]),
        (-2, -4, 0, 0, 2, 4),
    ),
    "information_theory.entropy.exercise": (
        1 - BENT,
        (-0.9 * np.log2(0.9), -0.1 * np.log2(0.1), BENT, 1, 1 - BENT),
    ),
    "information_theory.classifier_loss.exercise": (-np.log(0.7), ()),
    "information_theory.classifier_loss.slope": (np.array([0.7, 0.2, 0.1]) - [1, 0, 0], (-0.3, 0.2, 0.1)),
}


def test_each_part_of_a_result_is_named() -> None:
    checks = [COURSE.exercise(entry.id).check for entry in COURSE.outline.exercises]
    for case in (case for check in checks for case in check.cases):
        parts = case.expected if isinstance(case.expected, tuple) else ()
        assert len({shape(part) for part in parts}) <= 1 or len(case.parts) == len(parts), case.name


@pytest.mark.parametrize("ok", [True, False])
def test_the_parts_of_a_result_have_a_line_each(ok: bool) -> None:
    got = PART.join(("W = [[1, 2]]", "b = [0]", "losses = [1.1, 0.7, 0.5, ..., 0.1] (61 of them)"))
    judgement = Judgement((Finding(ok, "training", "train(X, y, 3, 0.5, 60)", got, got, "" if ok else "Off."),))
    rows = [row.strip().removeprefix("gave").strip() for row in text_of(judgement_lines(judgement, WIDE)).split("\n")]
    for part in got.split(PART):
        assert part in rows


@pytest.mark.parametrize("item_id", NUMBERS)
def test_what_is_done_by_hand(item_id: str) -> None:
    item = COURSE.item(item_id)
    answer, cells = NUMBERS[item_id]
    stated = numbers(item.question, item.answer)
    assert stated is not None
    assert np.allclose(np.ravel(stated), np.ravel(answer), atol=5e-4)
    assert judge(item.question, item.answer).mark == "right"
    steps = cells_of(item)
    assert np.allclose([float(step.value) for step in steps], cells, atol=5e-4, rtol=2e-4)


def test_every_question_of_an_exercise_is_here_or_on_a_page() -> None:
    for item_id in EXERCISES:
        for item in COURSE.exercise(item_id).items:
            chosen = COURSE.item(item).kind == "choice"
            assert chosen or item in NUMBERS or COURSE.page_of(item) is not None


@pytest.mark.parametrize(
    "item_id", [item_id for item_id in NUMBERS if any(step.follow for step in COURSE.item(item_id).steps)]
)
def test_cells_follow_from_those_above(item_id: str) -> None:
    """A slip in the first cell costs one cell; what follows from it rightly is carried forward."""
    item = COURSE.item(item_id)
    made = sheet(item, 99)
    assert made is not None
    values = [float(cell.step.value) for cell in made.cells]
    values[0] += 1.0
    for index, cell in enumerate(made.cells):
        if cell.step.follow is not None:
            values[index] = cell.step.follow(tuple(values[:index]))
        made = made.filled(index, repr(values[index]))
    assert made.cells[0].mark == "wrong"
    followed = [cell for cell in made.cells if cell.step.follow is not None]
    assert followed
    assert {cell.mark for cell in followed} <= {"carried", "right"}
    assert any(cell.mark == "carried" for cell in followed)


FLOATS = st.floats(allow_nan=True, allow_infinity=True, width=64) | st.sampled_from([0.0, 1e308, -1e308, 1e-320, 3.0])
VALUES: st.SearchStrategy[Nested] = st.recursive(
    FLOATS, lambda one: st.lists(one, max_size=5).map(tuple), max_leaves=12
)


@settings(max_examples=25, deadline=None)
@given(st.data())
@pytest.mark.parametrize("item_id", EXERCISES)
def test_whatever_comes_back_can_be_shown(item_id: str, data: st.DataObject) -> None:
    check = COURSE.exercise(item_id).check
    wild = {name: data.draw(VALUES) for name in data.draw(st.lists(st.sampled_from(check.names), max_size=4))}
    right = {case.name: case.expected for case in check.cases}
    for seen in (wild, {**right, **wild}):
        for picture in check.pictures:
            figure = picture.draw(seen)
            if figure is not None:
                assert len(figure_lines(figure, RenderContext(60), figure.height)) == figure.height
        if check.compare is not None:
            comparison_lines(check.compare(Hand({}, {}, {}), seen), RenderContext(60))
        if check.knob is not None:
            knob_seen = {"chosen": data.draw(VALUES)}
            figure = check.knob.draw(0.3, knob_seen)
            if figure is not None:
                figure_lines(figure, RenderContext(60), figure.height)
            assert check.knob.say(0.3, knob_seen)


@given(VALUES)
def test_a_value_is_close_to_itself_and_can_be_written(value: Nested) -> None:
    assert close(value, value)
    assert shown(value)
    assert nested(value) is not None


@given(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6))
def test_rounding_to_three_decimals_by_hand_is_no_difference(a: float, b: float) -> None:
    assert Row("x", round(a, 3), a).status == "same"
    assert (Row("x", a, b).status == "same") == (abs(a - b) <= max(6e-4, 2e-3 * max(abs(a), abs(b))))


@pytest.mark.parametrize("value", [True, "3", None, (1.0, None), Array(("a",), (1,), "<U1")])
def test_what_is_no_number_is_none(value: object) -> None:
    assert nested(value) is None


def test_large_whole_numbers_are_numbers() -> None:
    assert nested(10**400) == math.inf
    assert shown(10**20) == "1e20"
