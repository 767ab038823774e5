"""Linear algebra: what items, pages and demos say is worked out a second time, in another way."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from fractions import Fraction
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lessons.answers import evaluate, judge
from lessons.linear_algebra import (
    items_angle,
    items_compare,
    items_dot,
    items_maps,
    items_products,
    items_shapes,
    items_shares,
    items_single,
    items_vectors,
)
from lessons.linear_algebra.demo_matrix import step as power_step
from lessons.linear_algebra.demos import MATRIX, VECTORS
from lessons.model.computed_item import ItemDraw, draw, first_unambiguous
from lessons.model.demo import Prediction, State, point
from lessons.model.figure import Arrow, Figure, Line, Point, Points
from lessons.model.misconception import Value
from lessons.model.page import FigureBlock
from tests.support.arithmetic import agree, checked, equalities, formulas, leading_value, value_of
from tests.support.content import (
    CHOSEN,
    SEEDS,
    Array,
    Found,
    Numbers,
    Oracle,
    as_array,
    check_another_way,
    core_computed_of,
    figure_of,
    formulas_of,
    numbers,
    option_text,
    pages_of,
    prediction_of,
    readings,
    right_text,
    same,
    spans_of,
    texts_of,
    worded_of,
)
from tests.support.demos import GOALS, moved_to
from tests.support.eigen_oracles import ORACLES as EIGEN
from tests.support.for_each import for_each

# Oracles.

COMPUTED = core_computed_of("linear_algebra")


def _norm(a: Array) -> float:
    return float(np.sqrt((a * a).sum()))


def _combine(g: Numbers) -> Found:
    p, q, a, b = float(g["p"]), float(g["q"]), g["a"], g["b"]
    return {
        "answer": p * a + q * b,
        "second-unscaled": p * a + np.sign(q) * b,
        "flips-the-sign": p * a - q * b,
        "adds-the-scalars": (a + p) + (b + q),
        "sums-up": float((p * a + q * b).sum()),
        "just-adds": a + b,
    }


def _length(g: Numbers) -> Found:
    a = g["a"]
    return {
        "answer": _norm(a),
        "adds-the-sizes": float(np.abs(a).sum()),
        "no-root": float(a @ a),
        "adds-with-signs": float(a.sum()),
        "largest-entry": float(np.abs(a).max()),
    }


def _unit(g: Numbers) -> Found:
    a = g["a"]
    return {
        "answer": a / _norm(a),
        "divides-by-the-sum": a / np.abs(a).sum(),
        "divides-by-the-square": a / (a @ a),
        "divides-by-the-largest": a / np.abs(a).max(),
        "loses-the-sign": np.abs(a) / _norm(a),
    }


def _dot(g: Numbers) -> Found:
    a, b = g["a"], g["b"]
    return {
        "answer": float(np.inner(a, b)),
        "never-sums": a * b,
        "product-of-sums": float(a.sum() * b.sum()),
        "drops-the-sign": float(np.abs(a * b).sum()),
        "adds": float(np.concatenate([a, b]).sum()),
    }


def _missing(g: Numbers) -> Found:
    a, x, z = g["a"], float(g["x"]), float(g["z"])
    k = float(np.linalg.solve([[a[1]]], [-(a[0] * x + a[2] * z)])[0])
    return {
        "answer": k,
        "keeps-the-sign": -k,
        "never-divides": k * a[1],
        "wants-a-zero": 0.0,
        "balances-the-entries": -float(a[0] + a[1] + a[2] + x + z),
    }


def _cosine(g: Numbers) -> Found:
    a, b = g["a"], g["b"]
    p, q, product = _norm(a), _norm(b), float(a @ b)
    found: Found = {
        "answer": product / (p * q),
        "one-length-only": product / p,
        "raw-dot": product,
        "no-roots": product / (p**2 * q**2),
        "adds-the-lengths": product / (p + q),
    }
    return found if p == q else {**found, "other-length-only": product / q}


def _reach(g: Numbers) -> Found:
    a, b = g["a"], g["b"]
    angle = np.arctan2(b[1], b[0]) - np.arctan2(a[1], a[0])
    along = _norm(b) * float(np.cos(angle))
    found: Found = {
        "answer": along,
        "raw-dot": along * _norm(a),
        "divides-by-the-square": along / _norm(a),
        "other-way-round": _norm(a) * float(np.cos(angle)),
    }
    return found if along >= 0 else {**found, "loses-the-sign": -along}


def _projection(g: Numbers) -> Found:
    a, b = g["a"], g["b"]
    share = float(np.linalg.lstsq(a[:, None], b, rcond=None)[0][0])
    return {
        "answer": share * a,
        "never-divides": float(a @ b) * a,
        "divides-once": float(a @ b) / _norm(a) * a,
        "onto-the-other": float(np.linalg.lstsq(b[:, None], a, rcond=None)[0][0]) * b,
        "what-is-left": b - share * a,
        "share-only": share,
    }


def _matvec(g: Numbers) -> Found:
    m, v = g["A"], g["v"]
    return {
        "answer": m @ v,
        "down-the-columns": v @ m,
        "never-sums": m * v,
        "adds-first": m.sum(axis=1) * v.sum(),
        "one-number": float((m @ v).sum()),
    }


def _columns(g: Numbers) -> Found:
    first, second, v = g["first"], g["second"], g["v"]
    return {
        "answer": np.column_stack([first, second]) @ v,
        "images-as-rows": np.vstack([first, second]) @ v,
        "no-weights": first + second,
        "weights-swapped": np.column_stack([second, first]) @ v,
        "never-adds": np.vstack([v[0] * first, v[1] * second]),
    }


def _build(g: Numbers) -> Found:
    right = np.column_stack([g["first"], g["second"]])
    return {
        "answer": right,
        "images-as-rows": right.T,
        "columns-swapped": right[:, ::-1],
        "rows-swapped": right[::-1],
    }


def _layer(g: Numbers) -> Found:
    w, x, b = g["W"], g["x"], g["b"]
    return {
        "answer": w @ x + b,
        "forgets-the-bias": w @ x,
        "bias-every-time": (w * x + b[:, None]).sum(axis=1),
        "subtracts-the-bias": w @ x - b,
        "never-sums": w * x,
    }


def _matmul(g: Numbers) -> Found:
    a, b = g["A"], g["B"]
    return {
        "answer": a @ b,
        "entrywise": a * b,
        "other-order": b @ a,
        "row-by-row": a @ b.T,
        "column-by-column": a.T @ b,
    }


def _rect(g: Numbers) -> Found:
    a, b = g["A"], g["B"]
    return {
        "answer": a @ b,
        "other-order": b @ a,
        "stops-early": a[:, :2] @ b[:2],
        "entrywise": a * b.T,
        "transposed": b.T @ a.T,
    }


def _order(g: Numbers) -> Found:
    a, b, v = g["A"], g["B"], g["v"]
    return {
        "answer": (a @ b) @ v,
        "left-factor-first": (b @ a) @ v,
        "stops-after-b": b @ v,
        "skips-b": a @ v,
        "side-by-side": (a + b) @ v,
        "not-applied": a @ b,
    }


def _shape(g: Numbers) -> Found:
    batch, inputs, outputs = int(g["batch"]), int(g["inputs"]), int(g["outputs"])
    x, w = np.zeros((batch, inputs)), np.zeros((inputs, outputs))
    return {
        "answer": np.array((x @ w).shape, dtype=float),
        "keeps-the-inner": np.array([inputs, inputs], dtype=float),
        "columns-first": np.array((x @ w).T.shape, dtype=float),
        "shape-of-x": np.array(x.shape, dtype=float),
        "shape-of-w": np.array(w.shape, dtype=float),
        "keeps-everything": np.array((x[:, :, None] * w).shape, dtype=float),
        "multiplies": float((x @ w).size),
    }


def _transpose(g: Numbers) -> Found:
    a, b = g["A"], g["B"]
    return {"answer": (a @ b).T, "keeps-the-order": a.T @ b.T, "never-flips": a @ b, "only-swaps": b @ a}


def _eigenvalue(g: Numbers) -> Found:
    m, v = g["A"], g["v"]
    factor = float(v @ m @ v / (v @ v))
    assert np.allclose(m @ v, factor * v)
    return {
        "answer": factor,
        "first-entry": float((m @ v)[0]),
        "upside-down": 1 / factor,
        "the-trace": float(np.trace(m)),
        "added-up": float((m @ v).sum()),
        "the-image": m @ v,
    }


def _power(g: Numbers) -> Found:
    m, v = g["A"], g["v"]
    w = m @ v
    return {
        "answer": w / _norm(w),
        "never-scales": w,
        "only-scales": v / _norm(v),
        "divides-by-the-largest": w / np.abs(w).max(),
        "divides-by-the-square": w / (w @ w),
    }


ORACLES: dict[str, Oracle] = {
    "linear_algebra.vectors.combine": _combine,
    "linear_algebra.vectors.norm": _length,
    "linear_algebra.vectors.unit": _unit,
    "linear_algebra.dot.compute": _dot,
    "linear_algebra.dot.missing": _missing,
    "linear_algebra.angle.cosine": _cosine,
    "linear_algebra.angle.reach": _reach,
    "linear_algebra.angle.projection": _projection,
    "linear_algebra.maps.matvec": _matvec,
    "linear_algebra.maps.columns": _columns,
    "linear_algebra.maps.build": _build,
    "linear_algebra.maps.layer": _layer,
    "linear_algebra.products.matmul": _matmul,
    "linear_algebra.products.rect": _rect,
    "linear_algebra.products.order": _order,
    "linear_algebra.shapes.result": _shape,
    "linear_algebra.shapes.transpose": _transpose,
    "linear_algebra.eigen.value": _eigenvalue,
    "linear_algebra.eigen.power": _power,
}


@pytest.mark.parametrize("item_id", ORACLES)
def test_answers_and_misconceptions_come_out_the_same_by_another_way(item_id: str) -> None:
    check_another_way(COMPUTED[item_id], ORACLES[item_id])


# Practice.

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


PRACTICE_ORACLES: dict[str, Oracle] = {
    "linear_algebra.vectors.mean": _mean,
    "linear_algebra.dot.scores": _scores,
    "linear_algebra.products.entry": _entry,
    "linear_algebra.products.both": _both,
    "linear_algebra.eigen.ratio": _ratio,
    "linear_algebra.eigen.share": _share,
}


def test_every_computed_question_of_the_rung_is_worked_out_a_second_time() -> None:
    chosen = {item_id for item_id, one in COMPUTED.items() if one.kind in CHOSEN}
    assert PRACTICE_ORACLES.keys() | ORACLES.keys() | EIGEN.keys() == COMPUTED.keys() - chosen
    assert not PRACTICE_ORACLES.keys() & ORACLES.keys()


@pytest.mark.parametrize("item_id", PRACTICE_ORACLES)
def test_answers_and_misconceptions_come_out_the_same_by_another_way_practice(item_id: str) -> None:
    check_another_way(COMPUTED[item_id], PRACTICE_ORACLES[item_id])


def test_known_mistakes_on_known_numbers() -> None:
    made = items_single.both(((1, 2), (3, 4)), "a flip", ((0, 1), (1, 0)))
    assert made.answer == ((3, 4), (1, 2))
    assert {wrong.id: wrong.answer for wrong in made.misconceptions}["reading-order"] == ((2, 1), (4, 3))
    cell = items_single.entry(((1, 2, 3), (4, 5, 6), (7, 8, 9)), ((1, 0, 2), (0, 1, 1), (3, 1, 0)), 1, 2)
    assert cell.answer == 5
    assert items_compare.mean(((1, 2), (3, 4), (5, 0))).answer == (3, 2)
    assert items_shares.share((6, 3, 1)).answer * 10 == 6


def _cosine_practice(a: Array, b: Array) -> float:
    angle = np.arctan2(a[0] * b[1] - a[1] * b[0], a @ b)
    return float(np.cos(angle))


@for_each(SEEDS)
def test_the_first_hit_is_the_one_with_the_smallest_angle(seed: int) -> None:
    item = draw(COMPUTED["linear_algebra.angle.nearest"], seed)
    query = numbers(first_unambiguous(COMPUTED[item.id], seed))["q"]
    vectors = {option.id: value_of(formulas(option.text)[0]) for option in item.options}
    cosines = {item_id: _cosine_practice(query, v) for item_id, v in vectors.items()}
    assert item.answer == max(cosines, key=lambda item_id: cosines[item_id])
    rules = {rule.id: rule.answer for rule in item.wrong_rules}
    assert rules["largest-dot"] == max(vectors, key=lambda item_id: float(query @ vectors[item_id]))
    assert rules["nearest-end"] == min(vectors, key=lambda item_id: float(np.linalg.norm(query - vectors[item_id])))
    best = f"about {cosines[item.answer]:.3f}"
    for option in item.options:
        if option.message:
            assert re.findall(r"about -?\d\.\d{3}", option.message) == [f"about {cosines[option.id]:.3f}", best]
        else:
            assert best in item.explanation
    ranked = sorted(cosines.values())
    assert ranked[-1] - ranked[-2] > 0.019


def test_a_shadow_does_not_mind_how_long_its_line_isprediction_of() -> None:
    a, b = np.array([3.0, 1.0]), np.array([2.0, 5.0])

    def shadow(line: Array) -> Array:
        return np.asarray(line * (line @ b) / (line @ line))

    assert np.allclose(shadow(2 * a), shadow(a))
    assert right_text(WORDED["linear_algebra.angle.longer"]) == "It stays exactly as it was"


def test_a_single_one_reads_a_row() -> None:
    w = np.arange(12.0).reshape(3, 4)
    assert (np.eye(3)[2] @ w == w[2]).all()
    assert right_text(WORDED["linear_algebra.maps.lookup"]) == "Row 17 of `E`"


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


# Items.

QUIET = {"linear_algebra.maps.build", "linear_algebra.shapes.result"}  # no sums are written out in these
NUMBERS = [item_id for item_id, one in COMPUTED.items() if one.kind not in CHOSEN]


@pytest.mark.parametrize("item_id", COMPUTED)
def test_numbers_quoted_in_texts_are_true(item_id: str) -> None:
    chains = 0
    for seed in SEEDS:
        made = first_unambiguous(COMPUTED[item_id], seed)
        chains += sum(checked(text) for text in texts_of(made))
        for wrong in made.misconceptions:
            quoted = leading_value(wrong.message)
            if quoted is not None and not isinstance(wrong.answer, str):
                assert same(wrong.answer, quoted), (item_id, seed, wrong.id)
    assert chains >= len(SEEDS) or item_id in QUIET or COMPUTED[item_id].kind in CHOSEN


@pytest.mark.parametrize("item_id", [item_id for item_id, one in COMPUTED.items() if one.kind == "matrix"])
def test_the_cells_of_a_matrix_are_named_and_worked_out_one_by_one(item_id: str) -> None:
    for seed in SEEDS:
        for step in draw(COMPUTED[item_id], seed).steps:
            assert step.cell is not None
            assert step.text.startswith(f"row {step.cell[0] + 1} · column {step.cell[1] + 1}: ")
            assert re.findall(r"-?\d+", step.text)[-1] == step.value


@pytest.mark.parametrize("item_id", [item_id for item_id, one in COMPUTED.items() if one.kind == "matrix"])
def test_the_judge_points_at_a_single_wrong_cell(item_id: str) -> None:
    item = draw(COMPUTED[item_id], 1)
    values = [int(step.value) for step in item.steps]
    values[1] += 1
    verdict = judge(item.question, f"[{values[0]}, {values[1]}; {values[2]}, {values[3]}]")
    assert verdict.mark == "wrong"
    assert verdict.cells == ((True, False), (True, True))


@pytest.mark.parametrize("item_id", NUMBERS)
def test_arithmetic_stays_pleasant(item_id: str) -> None:
    """Small numbers go in, and not large ones come out; nothing is trivially zero."""
    shapes = item_id == "linear_algebra.shapes.result"
    results = []
    for seed in range(200):
        made = first_unambiguous(COMPUTED[item_id], seed)
        for value in made.given.values():
            entries = np.atleast_1d(as_array(value))
            assert entries.any()
            assert np.abs(entries).max() <= (64 if shapes else 9)
        results.append(np.atleast_1d(as_array(made.answer)).ravel())
    sizes = np.abs(np.concatenate(results))
    assert sizes.max() <= 75
    assert np.mean(sizes <= 64) > 0.98
    assert sum(not result.any() for result in results) < 0.1 * len(results)
    assert len({tuple(result) for result in results}) >= 7


LEARNING = [
    (
        items_dot.compute((1, 2, 3), (4, -5, 6)),
        12,
        {"never-sums": (4, -10, 18), "product-of-sums": 30, "drops-the-sign": 32, "adds": 11},
    ),
    (items_vectors.norm((3, 4)), 5, {"adds-the-sizes": 7, "no-root": 25}),
    (
        items_angle.cosine((3, 4), (4, 3)),
        Fraction(96, 100),
        {"raw-dot": 24, "one-length-only": Fraction(48, 10)},
    ),
    (
        items_maps.apply(((1, 2), (3, 4)), (5, 6)),
        (17, 39),
        {"down-the-columns": (23, 34), "never-sums": ((5, 12), (15, 24))},
    ),
    (
        items_products.square(((1, 2), (3, 4)), ((5, 6), (7, 8))),
        ((19, 22), (43, 50)),
        {
            "entrywise": ((5, 12), (21, 32)),
            "other-order": ((23, 34), (31, 46)),
            "row-by-row": ((17, 23), (39, 53)),
        },
    ),
    (
        items_shapes.flipped(((1, 2), (3, 4)), ((5, 6), (7, 8))),
        ((19, 43), (22, 50)),
        {"keeps-the-order": ((23, 31), (34, 46))},
    ),
]


@pytest.mark.parametrize(("made", "answer", "wrong"), LEARNING)
def test_well_known_mistakes_on_well_known_numbers(made: ItemDraw, answer: Value, wrong: Mapping[str, Value]) -> None:
    found = {one.id: one.answer for one in made.misconceptions}
    assert made.answer == answer
    assert {item_id: found[item_id] for item_id in wrong} == wrong


def test_answers_spelled_for_typing_have_the_value_that_was_drawn() -> None:
    made = first_unambiguous(COMPUTED["linear_algebra.angle.cosine"], 5)
    item = draw(COMPUTED["linear_algebra.angle.cosine"], 5)
    assert np.isclose(evaluate(item.answer, {}), float(as_array(made.answer)))


# Options.


def _vector_in(text: str) -> Array:
    return value_of(formulas(text)[0])


def _turned(m: Array, v: Array) -> bool:
    w = m @ v
    return not np.isclose(v[0] * w[1], v[1] * w[0])


@for_each(SEEDS)
def test_products_that_exist_are_the_ones_numpy_can_form(seed: int) -> None:
    item = draw(COMPUTED["linear_algebra.shapes.fits"], seed)
    made = first_unambiguous(COMPUTED[item.id], seed)
    m, n, p = (int(as_array(made.given[name])) for name in "mnp")
    a, b = np.zeros((m, n)), np.zeros((n, p))
    named = {"A": a, "B": b, r"A^\top": a.T, r"B^\top": b.T}
    right = set()
    for option in item.options:
        left, other = re.findall(r"[AB](?:\^\\top)?", option.text)
        if named[left].shape[1] == named[other].shape[0]:
            right.add(option.id)
        else:
            shapes = re.findall(r"\((\d) \\times (\d)\)", option.message)
            assert [tuple(map(int, shape)) for shape in shapes] == [named[left].shape, named[other].shape]
    assert set(item.answer.split()) == right
    assert len(right) == 2


@for_each(SEEDS)
def test_kept_directions_are_the_ones_the_matrix_keeps(seed: int) -> None:
    item = draw(COMPUTED["linear_algebra.eigen.family"], seed)
    given = numbers(first_unambiguous(COMPUTED[item.id], seed))
    for name in "uw":
        assert np.allclose(given["A"] @ given[name], given[f"lambda_{name}"] * given[name])
    vectors = {option.id: _vector_in(option.text) for option in item.options}
    right = {item_id for item_id, v in vectors.items() if v.any() and not _turned(given["A"], v)}
    assert set(item.answer.split()) == right
    for option in item.options:
        if option.id not in right and vectors[option.id].any():
            quoted = value_of(formulas(option.message)[3])
            assert np.allclose(quoted, given["A"] @ vectors[option.id])


@for_each(SEEDS)
def test_whether_it_is_an_eigenvector(seed: int) -> None:
    item = draw(COMPUTED["linear_algebra.eigen.which"], seed)
    given = numbers(first_unambiguous(COMPUTED[item.id], seed))
    m, v = given["A"], given["v"]
    right = next(option for option in item.options if option.id == item.answer)
    assert right.text.startswith("No" if _turned(m, v) else "Yes")
    assert ("multiple" in right.text) == _turned(m, v)
    factor = re.search(
        r"is \$(-?\d*) ?\\mathbf v\$", next(o.text for o in item.options if "Yes: $A \\mathbf v$" in o.text)
    )
    assert factor is not None
    named = float(factor[1] + "1" if factor[1] in ("", "-") else factor[1])
    assert np.isclose(named * v[0], (m @ v)[0])
    assert np.isclose(named * v[1], (m @ v)[1]) != _turned(m, v)


def test_both_answers_to_whether_it_is_an_eigenvector_occur() -> None:
    right = []
    for seed in range(100):
        item = draw(COMPUTED["linear_algebra.eigen.which"], seed)
        right.append(next(option.text for option in item.options if option.id == item.answer)[:3])
    assert 30 <= right.count("Yes") <= 70


@for_each(SEEDS)
def test_the_cloud_is_longest_where_the_variance_is_largest(seed: int) -> None:
    item = draw(COMPUTED["linear_algebra.eigen.axes"], seed)
    c = numbers(first_unambiguous(COMPUTED[item.id], seed))["C"]
    assert np.allclose(c, c.T)
    assert (np.linalg.eigvalsh(c) > 0).all()
    spread = {}
    for option in item.options:
        v = _vector_in(option.text) / np.linalg.norm(_vector_in(option.text))
        spread[option.id] = float(v @ c @ v)
    best = max(spread, key=lambda item_id: spread[item_id])
    assert item.answer == best
    assert np.isclose(spread[best], np.linalg.eigvalsh(c)[-1])


# Pages.

PAGES = pages_of("linear_algebra")


def _arrow(figure: Figure, label: str) -> Arrow:
    return next(m for m in figure.marks if isinstance(m, Arrow) and m.label.startswith(label))


def test_formulas_with_names_in_them_hold_for_the_numbers_beside_them() -> None:
    a, b = np.array([2.0, 3.0]), np.array([4.0, -1.0])
    assert r"\mathbf a = (2, 3)" in [span.text for span in spans_of(PAGES["dot"])]
    assert float(a @ b) == 5
    assert any(latex.endswith("= 5") for latex in formulas_of(PAGES["dot"]))
    p, q = np.array([3.0, 4.0]), np.array([4.0, 3.0])
    assert np.isclose(p @ q / (np.linalg.norm(p) * np.linalg.norm(q)), 0.96)
    rest = next(span.text for span in spans_of(PAGES["angle"]) if span.kind == "math" and " - (2, 1)" in span.text)
    left, right = (value_of(side) for side in rest.split("="))
    assert np.allclose(left, right)
    assert np.isclose(left @ np.array([4.0, 2.0]), 0)
    m = np.array([[2.0, 1.0], [-1.0, 3.0]])
    assert np.allclose(m @ [4, 1], [9, -1])


def test_signs_in_the_dot_product_figure_are_its_dot_products() -> None:
    figure = figure_of(PAGES["dot"])
    a = np.array(_arrow(figure, "a").end)
    for name, sign in (("c", 1), ("d", 0), ("e", -1)):
        arrow = _arrow(figure, name)
        stated = float(arrow.label.partition("= ")[2].replace("−", "-"))
        assert np.isclose(a @ np.array(arrow.end), stated)
        assert np.sign(stated) == sign


def test_sums_in_the_vector_figure_are_sums() -> None:
    figure = figure_of(PAGES["vectors"])
    a, total, double = (np.array(_arrow(figure, label).end) for label in ("a", "a+b", "2a"))
    b = next(m for m in figure.marks if isinstance(m, Arrow) and m.start != (0.0, 0.0))
    assert np.allclose(a, b.start)
    assert np.allclose(a + (np.array(b.end) - np.array(b.start)), total)
    assert np.allclose(2 * a, double)


def test_the_projection_figure_shows_the_projection() -> None:
    figure = figure_of(PAGES["angle"])
    a, b = np.array(_arrow(figure, "a").end), np.array(_arrow(figure, "b").end)
    foot = np.array(next(m for m in figure.marks if isinstance(m, Arrow) and m.role == "accent").end)
    assert np.allclose(foot, a * (a @ b) / (a @ a))
    drop = next(m for m in figure.marks if isinstance(m, Line))
    assert np.allclose(drop.points, [b, foot])
    caption = next(block.caption for block in PAGES["angle"].blocks if isinstance(block, FigureBlock))
    assert f"{a @ b / np.linalg.norm(a):.2f}" in "".join(span.text for span in caption)


def _image(matrix: Array, corners: tuple[Point, ...]) -> set[Point]:
    return {(float(x), float(y)) for x, y in (matrix @ np.array(corners).T).T + 0.0}


def test_the_map_figure_shows_the_matrix_of_its_page() -> None:
    m = np.array([[2.0, 1.0], [-1.0, 3.0]])
    figure = figure_of(PAGES["maps"])
    for label, column in (("(1, 0)", m[:, 0]), ("(0, 1)", m[:, 1])):
        arrow = _arrow(figure, label)
        assert np.allclose(arrow.end, column)
        assert np.allclose(value_of(arrow.label.partition("→ ")[2].replace("−", "-")), column)
    far, square = (m for m in figure.marks if isinstance(m, Line))
    assert _image(m, square.points) == {*far.points, (0.0, 0.0)}


def test_the_order_figure_shows_both_products() -> None:
    formula = next(latex for latex in formulas_of(PAGES["products"]) if latex.startswith("R ="))
    r, s = (value_of(part.partition("=")[2]) for part in formula.split(r"\qquad"))
    assert np.allclose(r @ [1, 0], [0, 1])
    assert np.allclose(s @ [1, 1], [3, 1])
    square, lying, standing = (m for m in figure_of(PAGES["products"]).marks if isinstance(m, Line))
    assert set(lying.points) == _image(s @ r, square.points)
    assert set(standing.points) == _image(r @ s, square.points)


def test_the_shapes_figure_is_drawn_to_scale() -> None:
    sizes = []
    for mark in figure_of(PAGES["shapes"]).marks:
        if isinstance(mark, Line):
            xs, ys = np.array(mark.points).T
            sizes.append((np.ptp(ys), np.ptp(xs)))
    assert sizes == [(32, 10), (10, 4), (32, 4)]


def test_the_kept_direction_figure_shows_what_the_matrix_does() -> None:
    m, figure = np.array([[2.0, 1.0], [1.0, 2.0]]), figure_of(PAGES["eigen"])
    v, u = np.array(_arrow(figure, "v").end), np.array(_arrow(figure, "u").end)
    assert np.allclose(_arrow(figure, "Av").end, m @ v)
    assert np.allclose(m @ v, 3 * v)
    assert np.allclose(_arrow(figure, "Au").end, m @ u)


def test_the_axes_drawn_in_the_cloud_are_the_eigenvectors_of_its_covariance() -> None:
    figure = figure_of(pages_of("probability")["covariance"], 1)
    cloud = next(m for m in figure.marks if isinstance(m, Points))
    values, vectors = np.linalg.eigh(np.cov(np.array(cloud.points).T))
    assert len(cloud.points) == 30
    for label, index in (("long", 1), ("short", 0)):
        end = np.array(_arrow(figure, label).end)
        assert np.isclose(abs(end @ vectors[:, index]), np.linalg.norm(end), rtol=1e-4)
        assert np.isclose(np.linalg.norm(end), 2 * np.sqrt(values[index]), rtol=0.01)


# Worded.


def test_the_dot_product_exercise_comes_out() -> None:
    item = WORDED["linear_algebra.dot.exercise"]
    a, b = np.array([1, 2, 3]), np.array([4, 5, 6])
    assert int(item.answer) == a @ b
    assert {rule.id: rule.answer for rule in item.wrong_rules} == {
        "never-sums": str((a * b).tolist()),
        "product-of-sums": str(a.sum() * b.sum()),
        "adds": str(a.sum() + b.sum()),
    }


def test_a_detour_is_between_one_and_seven_long() -> None:
    turns = np.linspace(0, np.pi, 181)
    ends = np.hypot(3 + 4 * np.cos(turns), 4 * np.sin(turns))
    assert f"from {ends.min():.0f} to {ends.max():.0f}" in right_text(WORDED["linear_algebra.vectors.detour"])


def test_a_bigger_dot_product_is_not_more_alike() -> None:
    q, s, t = np.array([1.0, 1.0]), np.array([2.0, 2.0]), np.array([9.0, 0.0])
    assert (q @ s, q @ t) == (4, 9)
    cosines = [q @ x / np.linalg.norm(q) / np.linalg.norm(x) for x in (s, t)]
    assert np.isclose(cosines[0], 1)
    assert np.isclose(np.degrees(np.arccos(cosines[1])), 45)
    assert r"\mathbf s" in right_text(WORDED["linear_algebra.dot.bigger"])


def test_stretching_triples_the_dot_product_and_keeps_the_cosine() -> None:
    a, b = np.array([2.0, -1.0, 3.0]), np.array([1.0, 4.0, 2.0])

    def cosine(x: Array) -> float:
        return float(a @ x / np.linalg.norm(a) / np.linalg.norm(x))

    assert np.isclose(a @ (3 * b), 3 * (a @ b))
    assert np.isclose(cosine(3 * b), cosine(b))
    assert right_text(WORDED["linear_algebra.angle.stretched"]) == "The dot product triples, the cosine stays the same"


def test_brackets_of_matrices_multiply_out_in_order() -> None:
    a, b = np.array([[1, 2], [3, 4]]), np.array([[0, 1], [1, 1]])
    squares = (a + b) @ (a + b)
    claims = {
        "a": a @ a + 2 * a @ b + b @ b,
        "b": a @ a + a @ b + b @ a + b @ b,
        "c": a @ a + b @ b,
        "d": a @ a + 2 * b @ a + b @ b,
    }
    assert [item_id for item_id, claim in claims.items() if (claim == squares).all()] == ["b"]
    assert WORDED["linear_algebra.products.commute"].answer == "b"


def test_a_column_minus_a_flat_array_is_a_table() -> None:
    guess, target = np.arange(100.0).reshape(100, 1), np.arange(100.0)
    assert (guess - target).size == 10_000
    assert ((guess - target) ** 2).mean() > 0
    assert not (guess[:, 0] - target).any()
    assert "10,000" in right_text(WORDED["linear_algebra.shapes.column"])


# Demos.

DEMOS = {"vectors": VECTORS, "matrix": MATRIX}


def _array(state: State, name: str) -> Array:
    return np.array(point(state, name))


def _map(state: State) -> Array:
    return np.column_stack([_array(state, "e1"), _array(state, "e2")])


def test_met_challenges_are_what_they_say() -> None:
    reached = moved_to(VECTORS, GOALS["vectors", "reach"])
    a, b = _array(reached, "a"), _array(reached, "b")
    assert np.isclose(a @ b / np.linalg.norm(a), 2)
    far = moved_to(VECTORS, GOALS["vectors", "large-apart"])
    a, b = _array(far, "a"), _array(far, "b")
    assert a @ b >= 12
    assert np.degrees(np.arccos(a @ b / np.linalg.norm(a) / np.linalg.norm(b))) > 50
    for name, factor in (("kept", 3), ("other", 1)):
        kept = moved_to(MATRIX, GOALS["matrix", name])
        assert np.allclose(_map(kept) @ _array(kept, "v"), factor * _array(kept, "v"))
    flat = moved_to(MATRIX, GOALS["matrix", "flat"])
    assert np.isclose(np.linalg.det(_map(flat)), 0)


def test_half_degrees_count_as_kept_and_three_do_not() -> None:
    kept = next(one for one in MATRIX.challenges if one.id == "kept")
    there = moved_to(MATRIX, GOALS["matrix", "kept"])
    for degrees, met in ((0.5, True), (4.0, False)):
        turn = np.radians(45 + degrees)
        state = {**there, "v": (2 * float(np.cos(turn)), 2 * float(np.sin(turn)))}
        assert kept.met(state) is met


states = st.tuples(*[st.tuples(*[st.integers(-8, 8).map(lambda n: n / 2)] * 2)] * 2)
maps = st.tuples(*[st.tuples(*[st.integers(-6, 6).map(lambda n: n / 2)] * 2)] * 3)


@settings(deadline=None, max_examples=150)
@given(states)
def test_the_numbers_beside_the_vectors_are_theirs(places: tuple[tuple[float, float], ...]) -> None:
    state = dict(zip(("a", "b"), places, strict=True))
    a, b = np.array(places)
    view = VECTORS.view(state)
    shown = readings(view)
    product, size = float(a @ b), float(np.linalg.norm(a))
    assert np.allclose(shown["a"], a)
    assert np.allclose(shown["b"], b)
    assert np.isclose(shown["length_a"], np.linalg.norm(a))
    assert np.isclose(shown["length_b"], np.linalg.norm(b))
    assert np.isclose(shown["dot"], product)
    assert np.isclose(shown["reach"] * size, product, atol=1e-9)
    first = equalities(view.formula[0])
    assert len(first) == 1
    assert agree(first[0])
    assert len(view.formula) == 2
    assert view.formula[-1].endswith(view.formula[0].rpartition("= ")[2]) or not size


@settings(deadline=None, max_examples=150)
@given(maps)
def test_the_numbers_beside_the_map_are_its_own(places: tuple[tuple[float, float], ...]) -> None:
    state = dict(zip(("e1", "e2", "v"), places, strict=True))
    m, v = np.array(places[:2]).T, np.array(places[2])
    w = m @ v
    view = MATRIX.view(state)
    shown = readings(view)
    assert np.allclose(shown["Av"], w)
    assert np.isclose(shown["area"], np.linalg.det(m))
    if v.any():
        assert np.isclose(shown["stretch"], np.linalg.norm(w) / np.linalg.norm(v))
        assert np.isclose(shown["estimate"], v @ w / (v @ v))
    if v.any() and w.any():
        turn = np.radians(float(shown["turn"]))
        turned = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]]) @ v
        assert np.allclose(turned * np.linalg.norm(w), w * np.linalg.norm(v))
    else:
        assert shown["turn"].size == 0
    chains = equalities(view.formula[0])
    assert len(chains) == 1
    assert agree(chains[0])


def test_a_covered_picture_of_two_vectors_has_no_projection() -> None:
    view = VECTORS.view(VECTORS.initial())
    assert any(isinstance(mark, Line) for mark in view.figure.marks)
    assert [type(mark) for mark in view.covered.marks] == [Arrow, Arrow]
    assert {"dot", "reach"} == {readout.name for readout in view.readouts if readout.secret}


def test_a_covered_picture_of_a_map_has_no_image_of_v() -> None:
    view = MATRIX.view(MATRIX.initial())
    assert "Av" in {mark.label for mark in view.figure.marks if isinstance(mark, Arrow)}
    assert {mark.label for mark in view.covered.marks if isinstance(mark, Arrow)} == {"A(1, 0)", "A(0, 1)", "v"}
    assert {"Av", "stretch", "turn", "estimate"} == {readout.name for readout in view.readouts if readout.secret}


def _answers(prediction: Prediction) -> list[tuple[State, str]]:
    drawn = [prediction.draw(Random(seed)) for seed in range(400)]
    return [(state, prediction.answer(state)) for state in drawn]


def test_the_sign_is_asked_of_clear_cases_a_third_of_them_square() -> None:
    prediction = prediction_of(VECTORS, "sign")
    assert [one.id for one in VECTORS.predictions] == ["sign", "size"]
    counts: Counter[str] = Counter()
    for state, answer in _answers(prediction):
        a, b = _array(state, "a"), _array(state, "b")
        cosine = a @ b / np.linalg.norm(a) / np.linalg.norm(b)
        assert {-1: "negative", 0: "zero", 1: "positive"}[int(np.sign(a @ b))] == answer
        assert cosine == 0 or abs(cosine) >= 0.3 - 1e-9
        assert (a == a.round()).all()
        assert (b == b.round()).all()
        if answer != "zero":
            assert prediction.because(state).endswith(f"${a @ b:g}$.")
            assert ("backward" in prediction.because(state)) == (cosine < 0)
        counts[answer] += 1
    assert set(counts) == set(prediction.options)
    assert 0.25 < counts["zero"] / 400 < 0.42


def test_the_size_is_right_within_a_fifth() -> None:
    prediction = prediction_of(VECTORS, "size")
    assert prediction.tolerance is not None
    assert prediction.options == ()
    for state, answer in _answers(prediction):
        product = float(_array(state, "a") @ _array(state, "b"))
        assert float(answer) == product != 0
        assert prediction.tolerance(state) == pytest.approx(max(1.0, 0.2 * abs(product)))
        quoted = re.findall(r"-?\d+(?:\.\d+)?", prediction.because(state))
        assert float(quoted[-1]) == product
        assert float(quoted[0]) == pytest.approx(product / np.linalg.norm(_array(state, "a")), abs=0.006)


def test_the_first_entry_is_row_one_dot_v() -> None:
    prediction = prediction_of(MATRIX, "first-entry")
    assert prediction.tolerance is not None
    for state, answer in _answers(prediction):
        expected = _map(state)[0] @ _array(state, "v")
        assert float(answer) == expected != 0
        assert 0 < prediction.tolerance(state) < 0.5
        formula = prediction.because(state).split("$")[-2]
        assert agree(equalities(formula)[0])
        assert equalities(formula)[0][-1] == expected


def test_the_side_is_asked_of_clear_cases() -> None:
    prediction = prediction_of(MATRIX, "side")
    counts: Counter[str] = Counter()
    for state, answer in _answers(prediction):
        v, m = _array(state, "v"), _map(state)
        w = m @ v
        across = v[0] * w[1] - v[1] * w[0]
        side = {-1: "right of it", 0: "on its line", 1: "left of it"}[int(np.sign(across))]
        assert side == answer
        assert w.any()
        if across:
            assert abs(across) >= np.sin(np.radians(15)) * np.linalg.norm(v) * np.linalg.norm(w)
        elif "eigenvector" in prediction.because(state):
            factor = float(prediction.because(state).split("$")[-4].strip("()"))
            assert np.allclose(w, factor * v)
        counts[answer] += 1
    assert set(counts) == set(prediction.options)
    assert 0.25 < counts["on its line"] / 400 < 0.45


def test_power_iteration_walks_to_the_leading_eigenvector() -> None:
    action = MATRIX.actions[0]
    taken = {"enter", "tab", "q", "r", "p", "u"}  # keys of the screen itself
    assert action.key not in taken
    state: State = {**MATRIX.initial(), "e1": (2.0, 1.0), "e2": (1.0, 2.0)}
    m = _map(state)
    kept = next(one for one in MATRIX.challenges if one.id == "kept")
    for _ in range(8):
        w = m @ _array(state, "v")
        state = action.apply(state)
        assert np.allclose(_array(state, "v"), w / np.linalg.norm(w), atol=1e-6)
    assert kept.met(state)
    values = readings(MATRIX.view(state))
    assert np.isclose(values["estimate"], np.linalg.eigvalsh(m)[-1], atol=1e-3)


def test_power_iteration_leaves_an_arrow_alone_that_the_map_sends_to_zero() -> None:
    state = {"e1": (0.0, 0.0), "e2": (1.0, 1.0), "v": (1.0, 0.0)}
    assert power_step(state) == state
