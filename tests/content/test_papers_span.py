"""Rank: what the page and its questions say, worked out a second time."""

from __future__ import annotations

import numpy as np
import pytest

from lessons.answers import judge
from lessons.model.computed_item import draw, first_unambiguous
from lessons.model.figure import Arrow
from tests.support.content import (
    COURSE,
    SEEDS,
    Found,
    Numbers,
    Oracle,
    check_another_way,
    figure_of,
    named_after,
    numbers,
    said_on,
    worded_of,
)
from tests.support.for_each import for_each

PAGE = COURSE.page("linear_algebra.span")
COMPUTED = named_after(PAGE.id)


def _rank(g: Numbers) -> Found:
    columns = np.array([g[f"v{place}"] for place in range(1, 5)])
    lines = {tuple(np.round(v / np.linalg.norm(v) * np.sign(v[0]), 9)) for v in columns}
    found = int(np.linalg.matrix_rank(columns))
    assert len(lines) == 3
    return {
        "answer": found,
        "counts-the-vectors": len(columns),
        ("drops-multiples-only" if found == 2 else "drops-a-near-sum"): 5 - found,
        "one-line": 1,
    }


def _zero(g: Numbers) -> Found:
    row = g["row"]
    assert np.allclose(g["A"][:, 0] * row[1], g["A"][:, 1] * row[0])
    null = np.array([[0, 1], [-1, 0]]) @ row
    assert np.allclose(g["A"] @ null, 0)
    return {
        "answer": np.outer(null, [1, 2]),
        "all-zero": np.zeros((2, 2)),
        "rows-from-the-null-space": np.outer([1, 2], null),
        "sign-kept": np.outer(row[::-1], [1, 1]),
        "row-itself": np.outer(row, [1, 1]),
    }


def _lora(g: Numbers) -> Found:
    b, a = np.ones((int(g["rows"]), int(g["r"]))), np.ones((int(g["r"]), int(g["columns"])))
    whole = (b @ a).size
    return {
        "answer": b.size + a.size,
        "whole-matrix": whole,
        "one-factor": b.size,
        "other-factor": a.size,
        "multiplies-the-factors": b.size * a.size,
        "divides-by-the-rank": whole / float(g["r"]),
    }


ORACLES: dict[str, Oracle] = {
    "linear_algebra.span.rank": _rank,
    "linear_algebra.span.zero": _zero,
    "linear_algebra.span.lora": _lora,
}


def test_every_computed_question_is_worked_out_a_second_time() -> None:
    assert ORACLES.keys() == COMPUTED.keys()


@pytest.mark.parametrize("item_id", ORACLES)
def test_answers_and_misconceptions_come_out_the_same_by_another_way(item_id: str) -> None:
    check_another_way(COMPUTED[item_id], ORACLES[item_id])


@for_each(SEEDS)
def test_any_matrix_of_null_vectors_without_a_zero_is_right(seed: int) -> None:
    item = draw(COMPUTED["linear_algebra.span.zero"], seed)
    x, y = numbers(first_unambiguous(COMPUTED[item.id], seed))["row"]
    for p, q in ((1, 1), (-3, 2), (0.5, 7)):
        assert judge(item.question, f"[{p * y}, {q * y}; {-p * x}, {-q * x}]").mark == "right"
        assert judge(item.question, f"[{p * y}, 0; {-p * x}, 0]").mark == "wrong"
        assert judge(item.question, f"[{p * y}, {q * y}; {-p * x}, {1 - q * x}]").mark == "wrong"


def test_the_rank_is_two_in_some_draws_and_three_in_others() -> None:
    assert {draw(COMPUTED["linear_algebra.span.rank"], seed).answer for seed in SEEDS} == {"2", "3"}


def test_the_matrix_of_the_page_flattens_the_plane() -> None:
    a = np.outer([1, 2], [1, 2])
    assert a.tolist() == [[1, 2], [2, 4]]
    assert (a @ [2, -1]).tolist() == [0, 0]
    assert np.linalg.matrix_rank(a) == 1
    arrows = [mark for mark in figure_of(PAGE).marks if isinstance(mark, Arrow)]
    assert len(arrows) == 3
    assert all(np.allclose(a @ arrow.start, arrow.end) for arrow in arrows)


def test_lora_saves_what_the_page_says() -> None:
    said = said_on(PAGE)
    assert "4096" in said
    assert 8 * 4096 + 4096 * 8 == 65536
    assert 4096**2 == 16777216


def test_canceling_needs_an_empty_null_space() -> None:
    x = np.array([[1, 0]])
    b, c = np.array([[0], [0]]), np.array([[0], [1]])
    assert (x @ b == x @ c).all()
    assert [np.linalg.matrix_rank(one) for one in (b, c)] == [0, 1]
    assert not (x @ (b - c)).any()
    item = worded_of()["linear_algebra.span.cancel"]
    assert "(0, 1)" in next(option.message for option in item.options if option.id == "c")
