"""Statements of rungs 1 and 2 that the first edition had wrong or half right: each said as it holds, and checked."""

from __future__ import annotations

import numpy as np

from lessons.model.computed_item import first_unambiguous
from tests.support.content import COURSE, computed_of, formulas_of, pages_of, right_text, said_on, worded_of

LINEAR, PROBABILITY = pages_of("linear_algebra"), pages_of("probability")
WORDED = worded_of()


def _matrices(count: int) -> list[np.ndarray[tuple[int, int], np.dtype[np.float64]]]:
    return list(np.random.default_rng(0).normal(size=(count, 3, 3)))


def test_a_bias_makes_a_map_affine_and_not_linear() -> None:
    assert "affine" in said_on(LINEAR["maps"])
    w, b, x = np.eye(2), np.array([1.0, 0.0]), np.array([2.0, 3.0])
    assert not np.allclose(w @ (2 * x) + b, 2 * (w @ x + b))


def test_both_conventions_for_a_layer_are_named() -> None:
    said = said_on(LINEAR["shapes"])
    assert "one example as a column" in said
    assert "PyTorch" in said
    x, w = np.ones((32, 10)), np.ones((4, 10))
    assert (x @ w.T).shape == (32, 4)
    assert np.allclose((x @ w.T)[0], w @ x[0])


def test_an_embedding_table_is_read_by_rows() -> None:
    assert right_text(WORDED["linear_algebra.maps.lookup"]).startswith("Row 17")
    assert "(50000, 300)" in WORDED["linear_algebra.maps.lookup"].prompt


def test_symmetric_matrices_have_real_eigenvalues_and_a_full_orthogonal_set() -> None:
    assert "their eigenvalues are real, and they have a full set of orthogonal eigenvectors" in said_on(
        LINEAR["decomposition"]
    )
    for m in _matrices(20):
        values, q = np.linalg.eig(m + m.T)
        assert np.abs(np.imag(values)).max() == 0
        assert np.allclose(q.T @ q, np.eye(3))


def test_power_iteration_with_a_negative_eigenvalue_flips_and_still_settles() -> None:
    a, v = np.diag([-3.0, 1.0]), np.array([0.6, 0.8])
    for _ in range(40):
        before, v = v, a @ v / np.linalg.norm(a @ v)
    assert np.allclose(v, -before)
    assert np.isclose(v @ a @ v, -3)
    assert r"\lambda < 0 flips the arrow" in said_on(LINEAR["eigen"])


def test_covariance_questions_stand_behind_the_definition() -> None:
    for item_id in ("linear_algebra.eigen.axes", "linear_algebra.eigen.share"):
        page = COURSE.page_of(item_id)
        assert page is not None
        assert page.id == "probability.covariance"
    assert "average product of the two deviations" in said_on(PROBABILITY["covariance"])
    assert "sample covariance" in said_on(PROBABILITY["covariance"])
    assert "covariance" not in said_on(LINEAR["eigen"]) + said_on(LINEAR["decomposition"])


def test_you_may_always_multiply_by_the_conditional() -> None:
    assert "product rule" in said_on(PROBABILITY["conditional"])
    assert "It always holds" in said_on(PROBABILITY["conditional"])
    assert "P(B) > 0" in said_on(PROBABILITY["conditional"])
    joint = np.random.default_rng(0).dirichlet(np.ones(4)).reshape(2, 2)
    column = joint[:, 0].sum()
    assert np.isclose(column * (joint[0, 0] / column), joint[0, 0])
    assert not np.isclose(joint[0].sum() * column, joint[0, 0])


def test_the_guess_about_the_test_has_a_source() -> None:
    assert "doctors included" in said_on(PROBABILITY["bayes"])
    assert "Eddy 1982" in said_on(PROBABILITY["bayes"])


def test_least_squares_is_the_mle_for_a_fixed_width() -> None:
    assert "for fixed" in said_on(PROBABILITY["log_likelihood"])
    assert "least squares" in said_on(PROBABILITY["log_likelihood"])


def test_a_uniform_density_is_called_so() -> None:
    assert "uniform" in said_on(PROBABILITY["variables"])
    template = computed_of("probability")["probability.variables.area"]
    for seed in range(20):
        made = first_unambiguous(template, seed)
        assert "uniform" in made.prompt
        assert "weight" not in made.prompt


def test_words_of_the_field_are_taught() -> None:
    said = " ".join(said_on(page) for page in (*LINEAR.values(), *PROBABILITY.values()))
    for word in (
        "orthogonal", "linear combination", "norm", "identity", "affine", "determinant", "trace", "uniform",
        "positive semidefinite", "correlation", "marginal", "prior", "posterior", "evidence", "i.i.d.", "logits",
        "exponentiate", "normalize", "axis",
    ):  # fmt: skip
        assert word in said, word


def test_the_decomposition_that_the_rung_promises_is_written_down() -> None:
    assert r"A = Q \Lambda Q^\top" in formulas_of(LINEAR["decomposition"])
    assert any(r"\lambda^2 - (a + d) \lambda + (ad - bc) = 0" in latex for latex in formulas_of(LINEAR["eigen"]))


def test_a_question_that_only_tested_reading_is_retired_and_still_known() -> None:
    assert "probability.bayes.terms" not in COURSE.templates
    retired = next(one for one in COURSE.outline.retired if one.id == "probability.bayes.terms")
    assert (retired.kind, retired.skills) == ("cloze", ("bayes",))
