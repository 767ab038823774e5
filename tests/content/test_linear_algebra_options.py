"""The questions of rung 1 with options: what each option claims is worked out from its own words."""

from __future__ import annotations

import re

import numpy as np
import pytest

from lessons.model.computed_item import draw, first_unambiguous
from tests.content.test_linear_algebra_arithmetic import formulas, value_of
from tests.support.content import SEEDS, Array, as_array, computed_of, numbers

COMPUTED = computed_of("linear_algebra")


def _vector_in(text: str) -> Array:
    return value_of(formulas(text)[0])


def _turned(m: Array, v: Array) -> bool:
    w = m @ v
    return not np.isclose(v[0] * w[1], v[1] * w[0])


@pytest.mark.parametrize("seed", SEEDS)
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


@pytest.mark.parametrize("seed", SEEDS)
def test_kept_directions_are_the_ones_the_matrix_keeps(seed: int) -> None:
    item = draw(COMPUTED["linear_algebra.eigen.family"], seed)
    given = numbers(first_unambiguous(COMPUTED[item.id], seed))
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


@pytest.mark.parametrize("seed", SEEDS)
def test_the_cloud_is_longest_where_the_variance_is_largest(seed: int) -> None:
    item = draw(COMPUTED["linear_algebra.eigen.axes"], seed)
    c = numbers(first_unambiguous(COMPUTED[item.id], seed))["C"]
    assert np.allclose(c, c.T)
    assert (np.linalg.eigvalsh(c) > 0).all()
    spread = {}
    for option in item.options:
        v = _vector_in(option.text) / np.linalg.norm(_vector_in(option.text))
        spread[option.id] = float(v @ c @ v)
    best = max(spread, key=lambda id: spread[id])
    assert item.answer == best
    assert np.isclose(spread[best], np.linalg.eigvalsh(c)[-1])
