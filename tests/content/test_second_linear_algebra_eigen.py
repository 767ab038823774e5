"""Eigenvalues, eigendecomposition and positive semidefinite matrices: pages and questions worked out with NumPy."""

from __future__ import annotations

import re

import numpy as np
import pytest

from lessons.model.computed_item import draw, first_unambiguous
from lessons.model.figure import Arrow, Line
from lessons.model.page import Why
from tests.support.arithmetic import formulas, value_of
from tests.support.content import (
    SEEDS,
    Array,
    check_another_way,
    computed_of,
    figure_of,
    formulas_of,
    numbers,
    pages_of,
    said_on,
    texts_of,
    worded_of,
)
from tests.support.eigen_oracles import ORACLES
from tests.support.for_each import for_each

COMPUTED = computed_of("linear_algebra")
WORDED = worded_of("linear_algebra")
PAGES = pages_of("linear_algebra")


@pytest.mark.parametrize("item_id", ORACLES)
def test_answers_and_misconceptions_come_out_the_same_by_another_way(item_id: str) -> None:
    check_another_way(COMPUTED[item_id], ORACLES[item_id], 1e-7)


@for_each(SEEDS)
def test_semidefinite_matrices_are_those_without_a_negative_eigenvalue(seed: int) -> None:
    item = draw(COMPUTED["linear_algebra.decomposition.definite"], seed)
    matrices = {option.id: value_of(formulas(option.text)[0]) for option in item.options}
    least = {item_id: float(np.linalg.eigvalsh(m).min()) for item_id, m in matrices.items()}
    assert set(item.answer.split()) == {item_id for item_id, value in least.items() if value > -1e-9}
    rules = {rule.id: set(rule.answer.split()) for rule in item.wrong_rules}
    assert rules["positive-entries"] == {item_id for item_id, m in matrices.items() if (m > 0).all()}
    assert rules["strictly-positive"] == {item_id for item_id, value in least.items() if value > 1e-9}
    assert rules["determinant-only"] == {item_id for item_id, m in matrices.items() if np.linalg.det(m) > -1e-9}


@for_each(range(200))
def test_a_characteristic_equation_is_written_as_one_would(seed: int) -> None:
    made = first_unambiguous(COMPUTED["linear_algebra.eigen.values"], seed)
    a = numbers(made)["A"]
    for text in texts_of(made):
        for latex in re.findall(r"\\lambda\^2[^$]*= 0", text):
            assert not re.search(r"\b[01] \\lambda|[+-] 0|\+ -|- -", latex), latex
            found = re.fullmatch(r"\\lambda\^2(?: ([+-]) (\d*) ?\\lambda)?(?: ([+-]) (\d+))? = 0", latex)
            if found is None:
                assert latex == r"\lambda^2 - (a + d) \lambda + (ad - bc) = 0"
                continue
            slope = int(f"{found[1]}{found[2] or 1}") if found[1] else 0
            constant = int(f"{found[3]}{found[4]}") if found[3] else 0
            for root in np.linalg.eigvals(a).real:
                assert np.isclose(root**2 + slope * root + constant, 0)


def _whole_matrices(seed: int) -> list[Array]:
    rng = np.random.default_rng(seed)
    return [rng.integers(-3, 4, size=(2, 2)).astype(float) for _ in range(200)]


def test_claims_about_eigenvectors() -> None:
    item = WORDED["linear_algebra.eigen.claims"]
    assert item.answer == "a d"
    shear = np.array([[1.0, 1.0], [0.0, 1.0]])
    _, vectors = np.linalg.eig(shear)
    assert abs(np.linalg.det(vectors)) < 1e-9
    skew = np.array([[4.0, 1.0], [2.0, 3.0]])
    assert np.allclose(skew @ [1, 1], [5, 5])
    assert np.allclose(skew @ [1, -2], [2, -4])
    assert np.dot([1, 1], [1, -2]) == -1
    for m in _whole_matrices(1):
        assert (np.abs(np.linalg.eigvals(m)).min() < 1e-9) == (np.linalg.matrix_rank(m) < 2)


def test_claims_about_the_decomposition() -> None:
    item = WORDED["linear_algebra.decomposition.claims"]
    assert item.answer == "b d e"
    assert np.allclose(np.linalg.eigvalsh([[1, 2], [2, 1]]), [-1, 3])
    for m in _whole_matrices(2):
        a = m + m.T
        values, q = np.linalg.eigh(a)
        assert np.allclose(q.T @ q, np.eye(2))
        assert np.allclose(q @ np.diag(values**3) @ q.T, a @ a @ a)
        if values.min() >= 0:
            assert np.diag(a).min() >= 0


def test_the_decomposition_page_takes_its_matrix_apart() -> None:
    a = np.array([[2.0, 1.0], [1.0, 2.0]])
    shown = "".join(formulas_of(PAGES["decomposition"]))
    power = np.linalg.matrix_power(a.astype(int), 5)
    assert power.tolist() == [[122, 121], [121, 122]]
    assert [round(value**5) for value in np.linalg.eigvalsh(a)] == [1, 243]
    middle = r"Q \begin{bmatrix} 243 & 0 \\ 0 & 1 \end{bmatrix} Q^\top"
    fifth = r"\begin{bmatrix} 122 & 121 \\ 121 & 122 \end{bmatrix}"
    assert rf"A^5 = Q \Lambda^5 Q^\top = {middle} = {fifth}" in shown
    figure = figure_of(PAGES["decomposition"])
    circle, ellipse = (np.array(mark.points) for mark in figure.marks if isinstance(mark, Line))
    assert np.allclose(np.linalg.norm(circle, axis=1), 1, atol=1e-3)
    assert np.allclose(circle @ a.T, ellipse, atol=3e-3)
    values, vectors = np.linalg.eigh(a)
    ends = [np.array(mark.end) for mark in figure.marks if isinstance(mark, Arrow)]
    for end, value, vector in zip(ends, values[::-1], vectors.T[::-1], strict=True):
        assert np.isclose(abs(end @ vector), value, atol=1e-3)
        assert np.isclose(np.linalg.norm(end), value, atol=1e-3)


def test_the_matrix_that_is_not_semidefinite() -> None:
    v = np.array([1, -1])
    assert v @ np.array([[1, 2], [2, 1]]) @ v == -2
    assert "= -2" in "".join(formulas_of(PAGES["decomposition"]))


def test_the_eigenvalues_on_the_page() -> None:
    m = np.array([[4.0, 1.0], [2.0, 3.0]])
    assert np.allclose(np.sort(np.linalg.eigvals(m)), [2, 5])
    assert "the eigenvectors (1, 1) and (1, -2) are not orthogonal" in said_on(PAGES["eigen"])
    assert np.isclose(np.degrees(np.arccos(-1 / np.sqrt(10))), 108, atol=0.5)
    one = np.array([2.0, 1.0]) / np.sqrt(5)
    assert np.allclose(one, [0.894, 0.447], atol=5e-4)


def test_a_dot_product_stays_when_both_arrows_are_rotated() -> None:
    a, b = np.array([5.0, 0.0]), np.array([3.0, 4.0])
    turn = np.array([[0.6, -0.8], [0.8, 0.6]])
    assert np.allclose(turn @ a, [3, 4])
    assert np.allclose(turn @ b, [-1.4, 4.8])
    assert np.isclose((turn @ a) @ (turn @ b), a @ b)
    lengths = [float(np.linalg.norm(x)) for x in (a, b, a - b)]
    assert np.isclose((lengths[0] ** 2 + lengths[1] ** 2 - lengths[2] ** 2) / 2, 15)
    reason = next(block for block in PAGES["dot"].blocks if isinstance(block, Why))
    assert "15" in str(reason.nodes[-1])


def test_norm_and_unit_vector_of_the_first_page() -> None:
    v = np.array([1.0, 2.0, 2.0])
    assert np.linalg.norm(v) == 3
    assert np.isclose(np.hypot(np.hypot(1, 2), 2), 3)
    assert "(1, 2, 2)" in "".join(formulas_of(PAGES["vectors"]))
