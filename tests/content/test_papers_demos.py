"""The numbers of the demos eigen, low_rank, ellipse and attention, computed by NumPy; known mistakes are told apart."""

from __future__ import annotations

from random import Random

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lessons.model.demo import Demo, State
from tests.support.content import COURSE
from tutor.learning.demo_state import DemoState, is_right, slip_of

Array = npt.NDArray[np.float64]
EIGEN, LOW_RANK = COURSE.demo("eigen"), COURSE.demo("low_rank")
ELLIPSE, ATTENTION = COURSE.demo("ellipse"), COURSE.demo("attention")
TYPED = [(demo, asked) for demo in COURSE.demos.values() for asked in demo.predictions if asked.slips(demo.initial())]


def _readings(demo: Demo, state: State) -> dict[str, Array]:
    return {readout.name: np.array(readout.value) for readout in demo.view(state).readouts}


def _met(demo: Demo, state: State) -> set[str]:
    return {challenge.id for challenge in demo.challenges if challenge.met(state)}


# eigen


@pytest.mark.parametrize(("n", "angle"), [(0, 0.0), (1, 26.565), (2, 38.660), (3, 42.879), (4, 44.293)])
def test_repeating_a_symmetric_matrix_turns_toward_the_diagonal(n: int, angle: float) -> None:
    assert _readings(EIGEN, {**EIGEN.initial(), "n": float(n)})["at"] == pytest.approx(angle, abs=1e-3)


whole = st.integers(-3, 3).map(float)


@settings(max_examples=60, deadline=None)
@given(st.tuples(whole, whole), st.tuples(whole, whole), st.integers(-180, 180), st.integers(0, 6))
def test_eigen_shows_what_matrix_powers_give(
    e1: tuple[float, float], e2: tuple[float, float], angle: int, n: int
) -> None:
    state: State = {"e1": e1, "e2": e2, "angle": float(angle), "n": float(n)}
    matrix = np.array([e1, e2]).T
    v = np.linalg.matrix_power(matrix, n) @ [np.cos(np.radians(angle)), np.sin(np.radians(angle))]
    shown = _readings(EIGEN, state)
    if np.linalg.norm(v) > 1e-3:
        v /= np.linalg.norm(v)
        assert shown["v"] == pytest.approx(v, abs=1e-6)
        assert shown["Av"] == pytest.approx(matrix @ v, abs=1e-6)
        assert shown["factor"] == pytest.approx(v @ matrix @ v, abs=1e-6)
    met = _met(EIGEN, state)
    values = np.linalg.eigvals(matrix)
    assert ("none" in met) == bool(np.abs(values.imag).max() > 1e-6)
    if met & {"pulled", "weaker"}:
        assert not {"pulled", "weaker"} <= met
        wanted = max(values, key=abs) if "pulled" in met else min(values, key=abs)
        assert shown["factor"] == pytest.approx(wanted.real, abs=0.15)


# low_rank

RING = np.array([[9 <= (i - 5.5) ** 2 + (j - 5.5) ** 2 <= 27 for j in range(12)] for i in range(12)], dtype=float)


def test_the_ring_has_four_singular_values() -> None:
    sigma = np.linalg.svd(RING)[1]
    assert sigma[:4].round(2).tolist() == [5.93, 4.24, 1.41, 0.9]
    assert sigma[4:].max() < 1e-9
    for k in range(1, 13):
        shown = _readings(LOW_RANK, {**LOW_RANK.initial(), "k": float(k)})
        assert shown["energy"] == pytest.approx((sigma[:k] ** 2).sum() / 56)
        assert shown["error"] == pytest.approx(np.sqrt((sigma[k:] ** 2).sum()), abs=1e-6)
        assert shown["sigma"] == pytest.approx(sigma[:4])
    assert _readings(LOW_RANK, {**LOW_RANK.initial(), "k": 2.0})["energy"] == pytest.approx(0.950, abs=5e-4)


def test_two_terms_are_right_after_rounding_and_three_come_nearest_in_noise() -> None:
    low_rank = {k: _readings(LOW_RANK, {**LOW_RANK.initial(), "k": float(k)})["wrong"] for k in (1, 2)}
    assert low_rank[1] > 0 == low_rank[2]
    noisy = [_readings(LOW_RANK, {"k": float(k), "noise": 0.25, "rounded": 0.0})["distance"] for k in range(1, 13)]
    assert int(np.argmin(noisy)) + 1 == 3
    for k in range(1, 13):
        assert ("least" in _met(LOW_RANK, {**LOW_RANK.initial(), "k": float(k)})) == (k == 2)
        assert ("nearest" in _met(LOW_RANK, {"k": float(k), "noise": 0.25, "rounded": 0.0})) == (k == 3)


# ellipse


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 5), st.integers(1, 5), st.integers(-19, 19), st.integers(-8, 8))
def test_the_ellipse_is_that_of_its_covariance(sx: int, sy: int, rho: int, x: int) -> None:
    state: State = {"sx": sx / 2, "sy": sy / 2, "rho": rho / 20, "x": x / 2}
    root = np.diag([sx / 2, sy / 2])
    matrix = root @ np.array([[1, rho / 20], [rho / 20, 1]]) @ root
    shown = _readings(ELLIPSE, state)
    values = np.linalg.eigvalsh(matrix)
    assert [shown["small"], shown["large"]] == pytest.approx(values)
    precision = np.linalg.inv(matrix)  # of y given x: variance 1 / P22, mean -P12 x / P22
    assert shown["mean"] == pytest.approx(-precision[0, 1] * x / 2 / precision[1, 1], abs=1e-9)
    assert shown["spread"] == pytest.approx(precision[1, 1] ** -0.5)
    assert ("circle" in _met(ELLIPSE, state)) == bool(np.allclose(matrix, matrix[0, 0] * np.eye(2)))
    assert ("line" in _met(ELLIPSE, state)) == bool(values[0] < 0.02 * values.sum())


def test_the_mean_that_the_demo_was_made_for() -> None:
    state: State = {"sx": 2.0, "sy": 1.0, "rho": -0.5, "x": 2.0}
    assert _readings(ELLIPSE, state)["mean"] == pytest.approx(-0.5)


# attention

KEYS = np.array([[0, 2, 0, 0], [3, 1, 0, 0], [2, -2, 0, 0], [-2, 2, 0, 0]], dtype=float)


def _attention(query: tuple[float, float], scale: float, seen: int) -> tuple[Array, Array]:
    scores = KEYS @ [*query, 0, 0] / (np.sqrt(4) if scale else 1)
    scores[seen:] = -np.inf
    weights = np.exp(scores - scores.max())
    weights /= weights.sum()
    return weights, weights @ KEYS[:, :2]


@pytest.mark.parametrize(("scale", "weights"), [(1.0, (0.115, 0.853, 0.016, 0.016)), (0.0, (0.018, 0.981, 0, 0))])
def test_the_start_of_attention(scale: float, weights: tuple[float, ...]) -> None:
    shown = _readings(ATTENTION, {**ATTENTION.initial(), "scale": scale})
    assert shown["scores"].tolist() == [4, 8, 0, 0]
    assert shown["weights"] == pytest.approx(weights, abs=6e-4)


@settings(max_examples=60, deadline=None)
@given(st.integers(-8, 8), st.integers(-8, 8), st.booleans(), st.integers(1, 4))
def test_attention_is_a_softmax_and_a_weighted_average(x: int, y: int, scale: bool, seen: int) -> None:
    state: State = {"q": (x / 2, y / 2), "scale": float(scale), "seen": float(seen)}
    weights, output = _attention((x / 2, y / 2), scale, seen)
    shown = _readings(ATTENTION, state)
    assert shown["weights"] == pytest.approx(weights)
    assert shown["output"] == pytest.approx(output)
    assert ("uniform" in _met(ATTENTION, state)) == bool(np.ptp(weights) < 1e-6)


# Typed predictions


@pytest.mark.parametrize(("demo", "asked"), TYPED, ids=lambda value: value.id)
@pytest.mark.parametrize("seed", range(30))
def test_a_known_mistake_is_wrong_and_gets_its_message(demo: Demo, asked: object, seed: int) -> None:
    prediction = next(one for one in demo.predictions if one is asked)
    state = prediction.draw(Random(seed))
    assert is_right(prediction, state, prediction.answer(state))
    slips = [slip for slip in prediction.slips(state) if not is_right(prediction, state, str(slip.value))]
    assert len(slips) >= 2
    for slip in slips:
        found = slip_of(prediction, state, str(slip.value))
        assert found is not None
        assert found.value == pytest.approx(slip.value)
        play = DemoState(demo, state, question=prediction).answered(str(slip.value))
        assert not play.right
        assert play.explained == f"{found.message} {prediction.because(state)}"


@pytest.mark.parametrize("demo", COURSE.demos.values(), ids=lambda demo: demo.id)
def test_every_demo_ends_with_its_sentence(demo: Demo) -> None:
    assert demo.closing.endswith(".")
    assert len(demo.closing) <= 120
