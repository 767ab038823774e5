"""The computed questions of rung 1: every answer and every misconception worked out a second time, with NumPy."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from fractions import Fraction

import numpy as np
import pytest
from numpy.typing import NDArray

from lessons.answers import evaluate, judge
from lessons.course import Course
from lessons.draw import Computed, Draw, Value, clash, draw, first_clear
from lessons.linear_algebra import items_angle, items_dot, items_maps, items_products, items_shapes, items_vectors
from lessons.model import Item
from tests.test_content_linear_algebra_arithmetic import NotArithmetic, checked, formulas, value_of

Array = NDArray[np.float64]
Numbers = Mapping[str, Array]
Oracle = Callable[[Numbers], dict[str, Array | float]]

COURSE = Course()
COMPUTED = {
    id: one for id, one in COURSE.templates.items() if isinstance(one, Computed) and id.startswith("linear_algebra.")
}
CHOSEN = {id for id, one in COMPUTED.items() if one.kind in ("choice", "multi")}
SEEDS = range(40)


def _norm(a: Array) -> float:
    return float(np.sqrt((a * a).sum()))


def _combine(g: Numbers) -> dict[str, Array | float]:
    p, q, a, b = float(g["p"]), float(g["q"]), g["a"], g["b"]
    return {
        "answer": p * a + q * b,
        "second-unscaled": p * a + np.sign(q) * b,
        "flips-the-sign": p * a - q * b,
        "adds-the-scalars": (a + p) + (b + q),
        "sums-up": float((p * a + q * b).sum()),
    }


def _length(g: Numbers) -> dict[str, Array | float]:
    a = g["a"]
    return {
        "answer": _norm(a),
        "adds-the-sizes": float(np.abs(a).sum()),
        "no-root": float(a @ a),
        "adds-with-signs": float(a.sum()),
        "largest-entry": float(np.abs(a).max()),
    }


def _unit(g: Numbers) -> dict[str, Array | float]:
    a = g["a"]
    return {
        "answer": a / _norm(a),
        "divides-by-the-sum": a / np.abs(a).sum(),
        "divides-by-the-square": a / (a @ a),
        "divides-by-the-largest": a / np.abs(a).max(),
        "loses-the-sign": np.abs(a) / _norm(a),
    }


def _dot(g: Numbers) -> dict[str, Array | float]:
    a, b = g["a"], g["b"]
    return {
        "answer": float(np.inner(a, b)),
        "never-sums": a * b,
        "product-of-sums": float(a.sum() * b.sum()),
        "drops-the-sign": float(np.abs(a * b).sum()),
        "adds": float(np.concatenate([a, b]).sum()),
    }


def _missing(g: Numbers) -> dict[str, Array | float]:
    a, x, z = g["a"], float(g["x"]), float(g["z"])
    k = float(np.linalg.solve([[a[1]]], [-(a[0] * x + a[2] * z)])[0])
    return {
        "answer": k,
        "keeps-the-sign": -k,
        "never-divides": k * a[1],
        "wants-a-zero": 0.0,
        "balances-the-entries": -float(a[0] + a[1] + a[2] + x + z),
    }


def _cosine(g: Numbers) -> dict[str, Array | float]:
    a, b = g["a"], g["b"]
    p, q, product = _norm(a), _norm(b), float(a @ b)
    found: dict[str, Array | float] = {
        "answer": product / (p * q),
        "one-length-only": product / p,
        "raw-dot": product,
        "no-roots": product / (p**2 * q**2),
        "adds-the-lengths": product / (p + q),
    }
    return found if p == q else {**found, "other-length-only": product / q}


def _reach(g: Numbers) -> dict[str, Array | float]:
    a, b = g["a"], g["b"]
    angle = np.arctan2(b[1], b[0]) - np.arctan2(a[1], a[0])
    along = _norm(b) * float(np.cos(angle))
    found: dict[str, Array | float] = {
        "answer": along,
        "raw-dot": along * _norm(a),
        "divides-by-the-square": along / _norm(a),
        "other-way-round": _norm(a) * float(np.cos(angle)),
    }
    return found if along >= 0 else {**found, "loses-the-sign": -along}


def _projection(g: Numbers) -> dict[str, Array | float]:
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


def _matvec(g: Numbers) -> dict[str, Array | float]:
    m, v = g["A"], g["v"]
    return {
        "answer": m @ v,
        "down-the-columns": v @ m,
        "never-sums": m * v,
        "adds-first": m.sum(axis=1) * v.sum(),
        "one-number": float((m @ v).sum()),
    }


def _columns(g: Numbers) -> dict[str, Array | float]:
    first, second, v = g["first"], g["second"], g["v"]
    return {
        "answer": np.column_stack([first, second]) @ v,
        "images-as-rows": np.vstack([first, second]) @ v,
        "no-weights": first + second,
        "weights-swapped": np.column_stack([second, first]) @ v,
        "never-adds": np.vstack([v[0] * first, v[1] * second]),
    }


def _build(g: Numbers) -> dict[str, Array | float]:
    right = np.column_stack([g["first"], g["second"]])
    return {
        "answer": right,
        "images-as-rows": right.T,
        "columns-swapped": right[:, ::-1],
        "rows-swapped": right[::-1],
    }


def _layer(g: Numbers) -> dict[str, Array | float]:
    w, x, b = g["W"], g["x"], g["b"]
    return {
        "answer": w @ x + b,
        "forgets-the-bias": w @ x,
        "bias-every-time": (w * x + b[:, None]).sum(axis=1),
        "subtracts-the-bias": w @ x - b,
        "never-sums": w * x,
    }


def _matmul(g: Numbers) -> dict[str, Array | float]:
    a, b = g["A"], g["B"]
    return {
        "answer": a @ b,
        "entrywise": a * b,
        "other-order": b @ a,
        "row-by-row": a @ b.T,
        "column-by-column": a.T @ b,
    }


def _rect(g: Numbers) -> dict[str, Array | float]:
    a, b = g["A"], g["B"]
    return {
        "answer": a @ b,
        "other-order": b @ a,
        "stops-early": a[:, :2] @ b[:2],
        "entrywise": a * b.T,
        "transposed": b.T @ a.T,
    }


def _order(g: Numbers) -> dict[str, Array | float]:
    a, b, v = g["A"], g["B"], g["v"]
    return {
        "answer": (a @ b) @ v,
        "left-factor-first": (b @ a) @ v,
        "stops-after-b": b @ v,
        "skips-b": a @ v,
        "side-by-side": (a + b) @ v,
    }


def _shape(g: Numbers) -> dict[str, Array | float]:
    batch, inputs, outputs = int(g["batch"]), int(g["inputs"]), int(g["outputs"])
    x, w = np.zeros((batch, inputs)), np.zeros((inputs, outputs))
    return {
        "answer": np.array((x @ w).shape, dtype=float),
        "keeps-the-inner": np.array([inputs, inputs], dtype=float),
        "columns-first": np.array((x @ w).T.shape, dtype=float),
        "shape-of-x": np.array(x.shape, dtype=float),
        "shape-of-w": np.array(w.shape, dtype=float),
        "keeps-everything": np.array((x[:, :, None] * w).shape, dtype=float),
    }


def _transpose(g: Numbers) -> dict[str, Array | float]:
    a, b = g["A"], g["B"]
    return {"answer": (a @ b).T, "keeps-the-order": a.T @ b.T, "never-flips": a @ b, "only-swaps": b @ a}


def _eigenvalue(g: Numbers) -> dict[str, Array | float]:
    m, v = g["A"], g["v"]
    factor = float(v @ m @ v / (v @ v))
    assert np.allclose(m @ v, factor * v)
    return {
        "answer": factor,
        "first-entry": float((m @ v)[0]),
        "upside-down": 1 / factor,
        "the-trace": float(np.trace(m)),
        "added-up": float((m @ v).sum()),
    }


def _power(g: Numbers) -> dict[str, Array | float]:
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


def _array(value: Value) -> Array:
    assert not isinstance(value, str)
    return np.array(value, dtype=float)


def _numbers(made: Draw) -> Numbers:
    return {name: _array(value) for name, value in made.given.items()}


def _same(value: Value, expected: Array | float) -> bool:
    mine, theirs = _array(value), np.array(expected, dtype=float)
    return mine.shape == theirs.shape and bool(np.allclose(mine, theirs, atol=1e-9))


def _texts(made: Draw) -> list[str]:
    messages = [wrong.message for wrong in made.wrong] + [option.message for option in made.options]
    return [*messages, *made.hints, made.explanation, *(step.text for step in made.steps), made.prompt]


def test_every_computed_question_is_checked_here() -> None:
    assert ORACLES.keys() | CHOSEN == COMPUTED.keys()
    assert len(COMPUTED) >= 11


@pytest.mark.parametrize("id", ORACLES)
def test_answers_and_misconceptions_come_out_the_same_by_another_way(id: str) -> None:
    for seed in SEEDS:
        made = first_clear(COMPUTED[id], seed)
        expected = ORACLES[id](_numbers(made))
        found = {"answer": made.answer, **{wrong.id: wrong.answer for wrong in made.wrong}}
        assert found.keys() == expected.keys()
        assert len(made.wrong) >= 3
        for name, value in found.items():
            assert _same(value, expected[name]), (id, seed, name)


@pytest.mark.parametrize("id", COMPUTED)
def test_no_two_answers_of_a_draw_coincide(id: str) -> None:
    """Over 10,000 seeds; first_clear raises AmbiguousDraw when it cannot find a clear draw."""
    template = COMPUTED[id]
    assert sum(len(first_clear(template, seed).wrong) >= 3 for seed in range(10_000)) == 10_000
    assert clash(first_clear(template, 0), template.rule) is None


@pytest.mark.parametrize("id", COMPUTED)
def test_the_judge_knows_the_answer_and_every_misconception(id: str) -> None:
    for seed in SEEDS:
        item = draw(COMPUTED[id], seed)
        verdict = judge(item.question, item.answer)
        assert (verdict.mark, verdict.wrong_rule) == ("right", None), (id, seed)
        for rule in item.wrong_rules:
            verdict = judge(item.question, rule.answer)
            assert (verdict.mark, verdict.wrong_rule, verdict.feedback) == ("wrong", rule.id, rule.message), (id, seed)


@pytest.mark.parametrize("id", [id for id, one in COMPUTED.items() if one.rule])
def test_two_decimals_are_enough_where_that_is_promised(id: str) -> None:
    for seed in SEEDS:
        made = first_clear(COMPUTED[id], seed)
        item = draw(COMPUTED[id], seed)
        assert "two decimals" in item.prompt
        typed = ", ".join(f"{x:.2f}" for x in np.atleast_1d(_array(made.answer)))
        assert judge(item.question, typed).mark == "right", (id, seed, typed)


@pytest.mark.parametrize("id", COMPUTED)
def test_numbers_quoted_in_texts_are_true(id: str) -> None:
    chains = 0
    for seed in SEEDS:
        made = first_clear(COMPUTED[id], seed)
        chains += sum(checked(text) for text in _texts(made))
        for wrong in made.wrong:
            quoted = _first_value(wrong.message)
            if quoted is not None and not isinstance(wrong.answer, str):
                assert _same(wrong.answer, quoted), (id, seed, wrong.id)
    assert chains >= len(SEEDS) or id in ("linear_algebra.maps.build", *CHOSEN, "linear_algebra.shapes.result")


def _first_value(message: str) -> Array | None:
    """The number or vector a message begins with, where it begins with one."""
    if not message.startswith("$"):
        return None
    try:
        return value_of(formulas(message)[0])
    except NotArithmetic:
        return None


@pytest.mark.parametrize("id", COMPUTED)
def test_messages_refute_in_the_learners_own_numbers(id: str) -> None:
    said: dict[str, set[str]] = {}
    for seed in SEEDS:
        for wrong in first_clear(COMPUTED[id], seed).wrong:
            said.setdefault(wrong.id, set()).add(wrong.message)
            assert re.search(r"\b[Bb]ut\b", wrong.message), (id, wrong.id)
            assert re.search(r"because|: ", wrong.message), (id, wrong.id)
    assert all(len(messages) > 3 for messages in said.values()), {name: len(m) for name, m in said.items()}


@pytest.mark.parametrize("id", COMPUTED)
def test_hints_steps_and_explanation_are_there(id: str) -> None:
    for seed in SEEDS:
        item = draw(COMPUTED[id], seed)
        assert len(item.hints) == 3
        assert len(item.steps) >= 2
        assert item.explanation
        assert item.skills
        if id not in CHOSEN:
            _check_steps(item)


def _check_steps(item: Item) -> None:
    """A matrix is filled cell by cell in reading order; anything else ends in the answer."""
    if item.shape is None:
        assert all(step.cell is None for step in item.steps)
        final = item.steps[-1].value
        if item.kind == "vector" and not final.startswith("[") and "," not in final:
            final = "[" + ", ".join(step.value for step in item.steps) + "]"
        assert judge(item.question, final).mark == "right", item.id
        return
    rows, columns = item.shape
    assert [step.cell for step in item.steps] == [(i, j) for i in range(rows) for j in range(columns)]
    values = [[step.value for step in item.steps[i * columns : (i + 1) * columns]] for i in range(rows)]
    typed = "; ".join(", ".join(row) for row in values)
    assert judge(item.question, f"[{typed}]").mark == "right", item.id
    for step in item.steps:
        assert step.cell is not None
        assert step.text.startswith(f"row {step.cell[0] + 1} · column {step.cell[1] + 1}: ")
        assert re.findall(r"-?\d+", step.text)[-1] == step.value


@pytest.mark.parametrize("id", [id for id, one in COMPUTED.items() if one.kind == "matrix"])
def test_the_judge_points_at_a_single_wrong_cell(id: str) -> None:
    item = draw(COMPUTED[id], 1)
    values = [int(step.value) for step in item.steps]
    values[1] += 1
    verdict = judge(item.question, f"[{values[0]}, {values[1]}; {values[2]}, {values[3]}]")
    assert verdict.mark == "wrong"
    assert verdict.cells == ((True, False), (True, True))


@pytest.mark.parametrize("id", ORACLES)
def test_arithmetic_stays_pleasant(id: str) -> None:
    """Small numbers go in, and not large ones come out; nothing is trivially zero."""
    shapes = id == "linear_algebra.shapes.result"
    results = []
    for seed in range(200):
        made = first_clear(COMPUTED[id], seed)
        for value in made.given.values():
            entries = np.atleast_1d(_array(value))
            assert entries.any()
            assert np.abs(entries).max() <= (64 if shapes else 9)
        results.append(np.atleast_1d(_array(made.answer)).ravel())
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
def test_well_known_mistakes_on_well_known_numbers(made: Draw, answer: Value, wrong: Mapping[str, Value]) -> None:
    found = {one.id: one.answer for one in made.wrong}
    assert made.answer == answer
    assert {id: found[id] for id in wrong} == wrong


# The questions with options: what each option claims is worked out from its own words.


def _vector_in(text: str) -> Array:
    return value_of(formulas(text)[0])


def _turned(m: Array, v: Array) -> bool:
    w = m @ v
    return not np.isclose(v[0] * w[1], v[1] * w[0])


@pytest.mark.parametrize("seed", SEEDS)
def test_products_that_exist_are_the_ones_numpy_can_form(seed: int) -> None:
    item = draw(COMPUTED["linear_algebra.shapes.fits"], seed)
    made = first_clear(COMPUTED[item.id], seed)
    m, n, p = (int(_array(made.given[name])) for name in "mnp")
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


@pytest.mark.parametrize("seed", SEEDS)
def test_kept_directions_are_the_ones_the_matrix_keeps(seed: int) -> None:
    item = draw(COMPUTED["linear_algebra.eigen.family"], seed)
    given = _numbers(first_clear(COMPUTED[item.id], seed))
    for name in "uw":
        assert np.allclose(given["A"] @ given[name], given[f"lambda_{name}"] * given[name])
    vectors = {option.id: _vector_in(option.text) for option in item.options}
    right = {id for id, v in vectors.items() if v.any() and not _turned(given["A"], v)}
    assert set(item.answer.split()) == right
    for option in item.options:
        if option.id not in right and vectors[option.id].any():
            quoted = value_of(formulas(option.message)[3])
            assert np.allclose(quoted, given["A"] @ vectors[option.id])


@pytest.mark.parametrize("seed", SEEDS)
def test_whether_it_is_an_eigenvector(seed: int) -> None:
    item = draw(COMPUTED["linear_algebra.eigen.which"], seed)
    given = _numbers(first_clear(COMPUTED[item.id], seed))
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


@pytest.mark.parametrize("seed", SEEDS)
def test_the_cloud_is_longest_where_the_variance_is_largest(seed: int) -> None:
    item = draw(COMPUTED["linear_algebra.eigen.axes"], seed)
    c = _numbers(first_clear(COMPUTED[item.id], seed))["C"]
    assert np.allclose(c, c.T)
    assert (np.linalg.eigvalsh(c) > 0).all()
    spread = {}
    for option in item.options:
        v = _vector_in(option.text) / _norm(_vector_in(option.text))
        spread[option.id] = float(v @ c @ v)
    best = max(spread, key=lambda id: spread[id])
    assert item.answer == best
    assert np.isclose(spread[best], np.linalg.eigvalsh(c)[-1])


@pytest.mark.parametrize("id", sorted(CHOSEN))
def test_the_right_option_moves_about_and_every_other_one_is_refuted(id: str) -> None:
    places = set()
    for seed in range(200):
        item = draw(COMPUTED[id], seed)
        right = item.answer.split()
        places.update(right)
        assert [option.id for option in item.options] == sorted(option.id for option in item.options)
        for option in item.options:
            assert bool(option.message) == (option.id not in right)
            if option.message:
                mistaken = " ".join(sorted({*right, option.id})) if item.kind == "multi" else option.id
                verdict = judge(item.question, mistaken)
                assert (verdict.mark, verdict.wrong_rule is not None) == ("wrong", True)
                assert verdict.feedback
    assert len(places) == len(item.options)


def test_answers_spelled_for_typing_have_the_value_that_was_drawn() -> None:
    made = first_clear(COMPUTED["linear_algebra.angle.cosine"], 5)
    item = draw(COMPUTED["linear_algebra.angle.cosine"], 5)
    assert np.isclose(evaluate(item.answer, {}), float(_array(made.answer)))
