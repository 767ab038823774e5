"""The questions of rung 1 that come in practice and reviews: each worked out a second time, with NumPy."""

from __future__ import annotations

import re

import numpy as np
import pytest

from lessons.answers import judge
from lessons.linear_algebra import items_compare, items_shares, items_single
from lessons.model.computed_item import draw, first_unambiguous
from tests.content.test_linear_algebra_arithmetic import formulas, value_of
from tests.content.test_linear_algebra_oracles import ORACLES as ON_PAGES
from tests.support.content import (
    CHOSEN,
    SEEDS,
    Array,
    Found,
    Numbers,
    Oracle,
    check_another_way,
    computed_of,
    numbers,
    option_text,
    right_text,
    worded_of,
)

COMPUTED = computed_of("linear_algebra")
WORDED = worded_of("linear_algebra")


def _mean(g: Numbers) -> Found:
    x = g["X"]
    return {
        "answer": x.mean(axis=0),
        "never-divides": x.sum(axis=0),
        "averages-along-the-vector": x.mean(axis=1),
        "divides-by-the-entries": x.sum(axis=0) / x.shape[1],
        "takes-the-middle": np.median(x, axis=0),
    }


def _scores(g: Numbers) -> Found:
    q, k = g["q"], g["K"]
    return {
        "answer": np.einsum("nd,d->n", k, q),
        "product-of-sums": k.sum(axis=1) * q.sum(),
        "drops-the-sign": np.abs(k * q).sum(axis=1),
        "never-sums": k * q,
        "one-number": float((k @ q).sum()),
        "adds": (k + q).sum(axis=1),
    }


def _entry(g: Numbers) -> Found:
    a, b, i, j = g["A"], g["B"], int(g["i"]) - 1, int(g["j"]) - 1
    return {
        "answer": float((a @ b)[i, j]),
        "mirrored": float((a @ b)[j, i]),
        "row-by-row": float((a @ b.T)[i, j]),
        "other-order": float((b @ a)[i, j]),
        "entrywise": float((a * b)[i, j]),
    }


def _both(g: Numbers) -> Found:
    first, then = g["S"], g["R"]
    images = [then @ (first @ axis) for axis in np.eye(2)]
    return {
        "answer": np.column_stack(images),
        "reading-order": first @ then,
        "entrywise": first * then,
        "adds": first + then,
    }


def _ratio(g: Numbers) -> Found:
    """By multiplying again and again, in the coordinates of the two eigenvectors."""
    stretch, times = np.diag([float(g["large"]), float(g["small"])]), int(g["times"])
    v = np.ones(2)
    for _ in range(times):
        v = stretch @ v
    once = float(g["large"] / g["small"])
    return {
        "answer": float(v[0] / v[1]),
        "one-round-only": once,
        "adds-the-rounds": once * times,
        "difference": float(v[0] - v[1]),
        "leader-only": float(v[0]),
    }


def _share(g: Numbers) -> Found:
    """From a cloud that has this covariance."""
    values = g["values"]
    turn, _ = np.linalg.qr(np.random.default_rng(0).normal(size=(3, 3)))
    c = turn @ np.diag(values) @ turn.T
    top = np.linalg.eigvalsh(c)[-1]
    return {
        "answer": float(top / np.trace(c)),
        "against-the-rest": float(top / (np.trace(c) - top)),
        "lengths-for-variances": float(np.sqrt(top) / np.sqrt(values).sum()),
        "squares-again": float(top**2 / np.trace(c @ c)),
        "counts-the-axes": 1 / 3,
    }


ORACLES: dict[str, Oracle] = {
    "linear_algebra.vectors.mean": _mean,
    "linear_algebra.dot.scores": _scores,
    "linear_algebra.products.entry": _entry,
    "linear_algebra.products.both": _both,
    "linear_algebra.eigen.ratio": _ratio,
    "linear_algebra.eigen.share": _share,
}


def test_every_computed_question_of_the_rung_is_worked_out_a_second_time() -> None:
    chosen = {id for id, one in COMPUTED.items() if one.kind in CHOSEN}
    assert ORACLES.keys() | ON_PAGES.keys() == COMPUTED.keys() - chosen
    assert not ORACLES.keys() & ON_PAGES.keys()


@pytest.mark.parametrize("id", ORACLES)
def test_answers_and_misconceptions_come_out_the_same_by_another_way(id: str) -> None:
    check_another_way(COMPUTED[id], ORACLES[id])


def test_known_mistakes_on_known_numbers() -> None:
    made = items_single.both(((1, 2), (3, 4)), "a flip", ((0, 1), (1, 0)))
    assert made.answer == ((3, 4), (1, 2))
    assert {wrong.id: wrong.answer for wrong in made.misconceptions}["reading-order"] == ((2, 1), (4, 3))
    cell = items_single.entry(((1, 2, 3), (4, 5, 6), (7, 8, 9)), ((1, 0, 2), (0, 1, 1), (3, 1, 0)), 1, 2)
    assert cell.answer == 5
    assert items_compare.mean(((1, 2), (3, 4), (5, 0))).answer == (3, 2)
    assert items_shares.share((6, 3, 1)).answer * 10 == 6


def _cosine(a: Array, b: Array) -> float:
    angle = np.arctan2(a[0] * b[1] - a[1] * b[0], a @ b)
    return float(np.cos(angle))


@pytest.mark.parametrize("seed", SEEDS)
def test_the_first_hit_is_the_one_with_the_smallest_angle(seed: int) -> None:
    item = draw(COMPUTED["linear_algebra.angle.nearest"], seed)
    query = numbers(first_unambiguous(COMPUTED[item.id], seed))["q"]
    vectors = {option.id: value_of(formulas(option.text)[0]) for option in item.options}
    cosines = {id: _cosine(query, v) for id, v in vectors.items()}
    assert item.answer == max(cosines, key=lambda id: cosines[id])
    rules = {rule.id: rule.answer for rule in item.wrong_rules}
    assert rules["largest-dot"] == max(vectors, key=lambda id: float(query @ vectors[id]))
    assert rules["nearest-end"] == min(vectors, key=lambda id: float(np.linalg.norm(query - vectors[id])))
    best = f"about {cosines[item.answer]:.3f}"
    for option in item.options:
        if option.message:
            assert re.findall(r"about -?\d\.\d{3}", option.message) == [f"about {cosines[option.id]:.3f}", best]
        else:
            assert best in item.explanation
    ranked = sorted(cosines.values())
    assert ranked[-1] - ranked[-2] > 0.019


def test_a_shadow_does_not_mind_how_long_its_line_is_named() -> None:
    a, b = np.array([3.0, 1.0]), np.array([2.0, 5.0])

    def shadow(line: Array) -> Array:
        return np.asarray(line * (line @ b) / (line @ line))

    assert np.allclose(shadow(2 * a), shadow(a))
    assert right_text(WORDED["linear_algebra.angle.longer"]) == "It stays exactly as it was"


def test_a_single_one_reads_a_column() -> None:
    w = np.arange(12.0).reshape(3, 4)
    assert (w @ np.eye(4)[2] == w[:, 2]).all()
    assert right_text(WORDED["linear_algebra.maps.lookup"]) == "Column 17 of $W$"


def test_a_transposed_product_of_three_is_read_backwards() -> None:
    rng = np.random.default_rng(0)
    a, b, c = rng.normal(size=(2, 3)), rng.normal(size=(3, 4)), rng.normal(size=(4, 5))
    assert np.allclose((a @ b @ c).T, c.T @ b.T @ a.T)
    for factors in ((a.T, b.T, c.T), (c, b, a), (c.T, a.T, b.T)):
        with pytest.raises(ValueError, match="not aligned"):
            np.linalg.multi_dot(factors)
    assert right_text(WORDED["linear_algebra.shapes.three"]) == r"$C^\top B^\top A^\top$"


def test_the_larger_eigenvalue_overtakes_a_head_start() -> None:
    parts, rounds = np.array([1, 100]), 0
    while parts[0] <= parts[1]:
        parts, rounds = parts * [3, 2], rounds + 1
    item = WORDED["linear_algebra.eigen.start"]
    assert rounds == 12
    assert f"$3^{{12}}$ is {parts[0]:,}, and $100 \\cdot 2^{{12}}$ is {parts[1]:,}" in item.explanation
    assert "eleven rounds" in next(option.message for option in item.options if option.id == "a")
    assert right_text(item) == r"Along $\mathbf u$"
    assert option_text(item, "b") == r"Along $3 \mathbf u + 200 \mathbf w$"
    assert judge(item.question, "d").mark == "right"
