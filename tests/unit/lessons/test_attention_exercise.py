"""The arithmetic of the exercise on attention, worked out again by NumPy, and the pictures of the weights."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessons.model.figure import HeatMap
from lessons.probability.attention_arithmetic import Attended, attention, causal_attention, scores, weights
from lessons.probability.exercises.attention_check import CHECK, CROSS, LARGE, TEXT, TOKENS, drawn, heat_map
from tests.support.content import COURSE
from tests.support.exercises import judged

ENTRIES = st.lists(st.tuples(*[st.integers(-4, 4)] * 3), min_size=1, max_size=5)


def _softmax(table: np.ndarray) -> np.ndarray:
    powers = np.exp(table - table.max(axis=-1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=-1, keepdims=True))


def _scores(given: Attended) -> np.ndarray:
    return np.asarray(np.array(given.queries) @ np.array(given.keys).T / np.sqrt(len(given.queries[0])))


@pytest.mark.parametrize("given", [TEXT, CROSS, LARGE, drawn(0), drawn(1)])
def test_weights_and_outputs_are_those_of_numpy(given: Attended) -> None:
    assert np.array(weights(scores(given))) == pytest.approx(_softmax(_scores(given)))
    assert np.array(attention(given)) == pytest.approx(_softmax(_scores(given)) @ np.array(given.values))


@given(ENTRIES)
def test_a_masked_token_is_the_last_of_its_own_prefix(rows: list[tuple[int, int, int]]) -> None:
    """What comes later changes nothing: every row is that of the text cut off behind it."""
    table = tuple(tuple(map(float, row)) for row in rows)
    given = Attended(table, table[::-1], table)
    for end, row in enumerate(causal_attention(given), 1):
        prefix = Attended(*(part[:end] for part in given))
        assert row == pytest.approx(attention(prefix)[-1])


def test_the_pictures_show_the_weights_of_the_solution_and_nothing_of_the_starter() -> None:
    task = COURSE.exercise("attention")
    found = judged(task, task.solution).results
    for name, expected in (
        ("four tokens", _scores(TEXT)),
        ("masked weights", np.where(np.tri(4) > 0, _scores(TEXT), -np.inf)),
    ):
        figure = heat_map(found, name)
        assert figure is not None
        (mark,) = figure.marks
        assert isinstance(mark, HeatMap)
        assert mark.row_names == TOKENS
        assert np.array(mark.values) == pytest.approx(_softmax(expected))
    assert heat_map(judged(task, task.starter).results, "four tokens") is None
    assert len(CHECK.functions) == 3
