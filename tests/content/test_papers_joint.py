"""Joint, marginal and conditional: what the page and its questions say, worked out a second time."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest

from lessons.model.figure import HeatMap
from tests.support.content import (
    COURSE,
    Found,
    Numbers,
    Oracle,
    check_another_way,
    figure_of,
    named_after,
    right_text,
    worded_of,
)

PAGE = COURSE.page("probability.joint")
COMPUTED = named_after(PAGE.id)
WORDED = worded_of()


def _margin(g: Numbers) -> Found:
    j = g["J"]
    assert np.isclose(j.sum(), 1)
    return {
        "answer": j.sum(axis=0),
        "other-axis": j.sum(axis=1),
        "one-row": j[0],
        "conditional": j[0] / j[0].sum(),
        "averages": j.mean(axis=0),
    }


def _given(g: Numbers) -> Found:
    j, row, column = g["J"], int(g["row"]), int(g["column"])
    return {
        "answer": (j / j.sum(axis=0))[row, column],
        "other-conditional": (j / j.sum(axis=1, keepdims=True))[row, column],
        "joint": j[row, column],
        "marginal": j.sum(axis=1)[row],
        "complement": (j / j.sum(axis=0))[1 - row, column],
    }


def _sentence(g: Numbers) -> Found:
    p = g["p"]
    return {
        "answer": np.exp(np.log(p).sum()),
        "adds": p.sum(),
        "averages": p.mean(),
        "last-only": p[-1],
        "stops-early": p[0] * p[1],
    }


ORACLES: dict[str, Oracle] = {
    "probability.joint.margin": _margin,
    "probability.joint.given": _given,
    "probability.joint.sentence": _sentence,
}


def test_every_computed_question_is_worked_out_a_second_time() -> None:
    assert ORACLES.keys() == COMPUTED.keys()


@pytest.mark.parametrize("item_id", ORACLES)
def test_answers_and_misconceptions_come_out_the_same_by_another_way(item_id: str) -> None:
    check_another_way(COMPUTED[item_id], ORACLES[item_id])


def test_the_table_of_the_page() -> None:
    (table,) = (mark for mark in figure_of(PAGE).marks if isinstance(mark, HeatMap))
    j = np.array(table.values)
    assert np.allclose(j, [[0.3, 0.1], [0.2, 0.4]])
    assert np.isclose(j.sum(), 1)
    assert np.allclose(j.sum(axis=1), [0.4, 0.6])
    assert np.allclose(j.sum(axis=0), [0.5, 0.5])
    assert np.isclose(j[0, 0] / j[:, 0].sum(), 0.6)
    assert np.isclose(j[0, 0] / j[0].sum(), 0.75)
    assert np.isclose(0.1 * 0.02 * 0.3, 0.0006)


def test_the_first_cable_given_the_second() -> None:
    draws = [(cables[0], cables[1]) for cables in permutations("rrbb")]
    second = [draw for draw in draws if draw[1] == "r"]
    assert np.isclose(sum(draw[0] == "r" for draw in second) / len(second), 1 / 3)
    assert np.isclose(sum(draw == ("r", "r") for draw in draws) / len(draws), 1 / 6)
    assert right_text(WORDED["probability.joint.earlier"]) == r"$\frac{1}{3}$"
    assert right_text(WORDED["probability.joint.conjunction"]).startswith("(1)")
