"""The pages of rung 3 in the second edition: numbers of worked examples and reasons, worked out again."""

from __future__ import annotations

import numpy as np
import pytest

from lessons.model.page import Prose, Why
from tests.support.arithmetic import checked
from tests.support.calculus_oracles import slope
from tests.support.content import formulas_of, pages_of, said_on

PAGES = pages_of("calculus")


@pytest.mark.parametrize("name", PAGES)
def test_arithmetic_in_sentences_and_reasons_is_true(name: str) -> None:
    """Formulas within sentences, those of folded reasons included."""
    checked(" ".join(f"${latex}$" for latex in formulas_of(PAGES[name])) if name not in ("chain", "derivative") else "")
    checked(_sentences(name))


def _sentences(name: str) -> str:
    parts = []
    for block in PAGES[name].blocks:
        if isinstance(block, Prose | Why):
            for node in block.nodes:
                for span in getattr(node, "spans", ()):
                    parts.append(f"${span.text}$" if span.kind == "math" else span.text)
    return " ".join(parts)


def test_the_secant_slope_of_a_square_is_six_plus_h() -> None:
    for h in (1.0, 0.1, -0.3):
        assert ((3 + h) ** 2 - 9) / h == pytest.approx(6 + h)


def test_the_rectangle_gains_two_strips_and_a_corner() -> None:
    (width, height), (wider, higher) = (3, 4), (3.1, 4.2)
    strips = width * (higher - height) + height * (wider - width)
    assert wider * higher == pytest.approx(width * height + strips + 0.02)
    assert strips == pytest.approx(3 * 0.2 + 4 * 0.1)
    assert r"3.1 \cdot 4.2 = 12 + 3 \cdot 0.2 + 4 \cdot 0.1 + 0.02" in formulas_of(PAGES["rules"])


def test_the_worked_product_and_ratio_are_derivatives() -> None:
    for x in (0.3, 1.0, 2.5):
        assert slope(lambda t: t * np.exp(t), x) == pytest.approx(np.exp(x) + x * np.exp(x), rel=1e-6)
        assert slope(lambda t: t / (t + 1), x) == pytest.approx(1 / (x + 1) ** 2, rel=1e-6)
        assert slope(lambda t: np.exp(6 * t), x) == pytest.approx(6 * np.exp(6 * x), rel=1e-5)
        assert slope(lambda t: np.log(8 * t + 1), x) == pytest.approx(8 / (8 * x + 1), rel=1e-5)
    assert slope(lambda t: 1 / (1 + np.exp(-t)), 0) == pytest.approx(1 / 4)
    start, end = (x / (x + 1) for x in (1, 1.01))
    assert (end - start) / 0.01 == pytest.approx(0.2488, abs=5e-5)


def test_the_gradient_estimates_small_changes() -> None:
    def f(x: float, y: float) -> float:
        return x * x * y

    gradient = np.array([slope(lambda t: f(t, 1), 3), slope(lambda t: f(3, t), 1)])
    for part, estimate, true in ((0.01, 1.17, 1.206), (0.005, 0.585, 0.594)):
        step = part * gradient
        assert gradient @ step == pytest.approx(estimate)
        assert f(3 + step[0], 1 + step[1]) - 9 == pytest.approx(true, abs=5e-4)
    assert gradient @ np.array([0.6, 0.8]) == pytest.approx(10.8)
    assert gradient @ np.array([0.1, -0.2]) == pytest.approx(-1.2)
    assert "6 \\cdot 0.6 + 9 \\cdot 0.8 = 10.8" in said_on(PAGES["gradient"])


def test_a_nudge_agrees_with_the_backward_pass() -> None:
    def loss(w: float) -> float:
        return (w * 3 + 1 - 4) ** 2

    assert loss(2.01) == pytest.approx(9.1809)
    assert loss(2) + slope(loss, 2) * 0.01 == pytest.approx(9.18)


def test_a_node_that_feeds_two_others_sums() -> None:
    assert slope(lambda x: 2 * x * (x + 1), 3) == pytest.approx(14)
    assert slope(lambda w: ((w * 1 - 1) ** 2 + (w * 3 - 8) ** 2) / 2, 2) == pytest.approx(-5)


def test_the_first_step_lowers_the_loss_by_about_what_the_tangent_says() -> None:
    for eta, estimate, true in ((0.1, -3.6, -3.24), (0.01, -0.36, -0.3564)):
        assert -eta * slope(lambda t: (t - 3) ** 2, 0) ** 2 == pytest.approx(estimate)
        assert (eta * 6 - 3) ** 2 - 9 == pytest.approx(true)
    worked = np.array([1, 1]) - 0.1 * np.array([slope(lambda t: t * t, 1), slope(lambda t: 3 * t * t, 1)])
    assert worked == pytest.approx(np.array([0.8, 0.4]))


@pytest.mark.parametrize(("eta", "grows"), [(0.049, False), (0.051, True)])
def test_a_steep_parabola_diverges_beyond_one_over_a(eta: float, grows: bool) -> None:
    before, after = 1.0, 1.0 - eta * slope(lambda e: 20 * e * e, 1.0)
    assert (abs(after) > abs(before)) == grows


def test_along_eigenvectors_a_step_multiplies_by_one_minus_eta_lambda() -> None:
    a, w = np.array([[2.0, 1.0], [1.0, 2.0]]), np.array([4.0, 0.0])
    assert w - 0.6 * a @ w == pytest.approx(np.array([-0.8, -2.4]))
    factors = 1 - 0.6 * np.linalg.eigvalsh(a)
    assert factors == pytest.approx(np.array([0.4, -0.8]))
    assert 2 * factors[1] * np.array([1, 1]) + 2 * factors[0] * np.array([1, -1]) == pytest.approx([-0.8, -2.4])
    error = 10.0
    for _ in range(3):
        error -= 0.3 * slope(lambda t: t * t, error)
    assert error == pytest.approx(0.64)


def test_the_worked_cubic_has_its_maximum_and_minimum_where_they_are_said_to_be() -> None:
    def f(x: float) -> float:
        return x**3 - 3 * x

    signs = [np.sign(slope(f, x)) for x in (-2, 0, 2)]
    assert signs == [1, -1, 1]
    assert [round(slope(lambda t: slope(f, t), x)) for x in (-1, 1)] == [-6, 6]


def test_along_an_eigenvector_the_surface_is_half_lambda_t_squared() -> None:
    h = np.array([[3.0, 1.0], [1.0, 2.0]])
    values, vectors = np.linalg.eigh(h)
    for value, q in zip(values, vectors.T, strict=True):
        assert 0.5 * (0.7 * q) @ h @ (0.7 * q) == pytest.approx(0.5 * value * 0.7**2)


def test_the_likelihood_of_a_coin_peaks_where_its_terms_balance() -> None:
    def score(theta: float) -> float:
        return slope(lambda t: 7 * np.log(t) + 3 * np.log(1 - t), theta)

    assert score(0.7) == pytest.approx(0, abs=1e-4)
    assert score(0.6) > 0 > score(0.8)
    assert 7 / 0.7 == pytest.approx(3 / 0.3) == pytest.approx(10)


def test_statements_about_bowls_and_small_steps_carry_their_conditions() -> None:
    bowl = said_on(PAGES["stepsize"])
    for condition in ("Near a minimum", "is symmetric", "eigenvalues are positive"):
        assert condition in bowl
    assert "changes f by about" in said_on(PAGES["gradient"]).replace("\\", "")
    landscape = said_on(PAGES["landscape"])
    assert "second derivative" in landscape
    assert "the Hessian does not decide" in landscape
    assert "saddles are common" not in landscape


def test_a_negative_eigenvalue_lets_no_step_size_converge() -> None:
    a = np.diag([2.0, -1.0])
    for eta in (0.01, 0.1, 0.5, 0.9):
        w = np.array([1.0, 1.0])
        for _ in range(400):
            w = w - eta * a @ w
        assert np.linalg.norm(w) > 10
