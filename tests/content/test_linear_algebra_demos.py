"""The demos of rung 1: what they show is worked out again with NumPy, and every challenge can be met by hand."""

from __future__ import annotations

import re
from collections import Counter
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lessons.course import Course
from lessons.linear_algebra.demo_matrix import step
from lessons.linear_algebra.demos import MATRIX, VECTORS
from lessons.model.demo import Demo, Prediction, State, point
from lessons.model.figure import Arrow, Line
from tests.content.test_linear_algebra_arithmetic import agree, equalities
from tests.support.content import Array, readings
from tutor.rendering.charts import fits
from tutor.rendering.notation import one_line

DEMOS = {"vectors": VECTORS, "matrix": MATRIX}

# For every challenge the places of the controls that meet it.
GOALS: dict[tuple[str, str], dict[str, tuple[float, float]]] = {
    ("vectors", "right-angle"): {"b": (-1.0, 3.0)},
    ("vectors", "against"): {"b": (-2.0, 2.0)},
    ("vectors", "half"): {"b": (1.5, 0.5)},
    ("vectors", "reach"): {"a": (3.0, 0.0), "b": (2.0, 2.0)},
    ("vectors", "large-apart"): {"a": (4.0, 4.0), "b": (4.0, -0.5)},
    ("matrix", "kept"): {"v": (1.0, 1.0)},
    ("matrix", "other"): {"v": (1.0, -1.0)},
    ("matrix", "round"): {"e1": (-1.0, 0.0), "v": (1.0, 0.0)},
    ("matrix", "flat"): {"e2": (2.0, 1.0)},
}
NEAR: dict[tuple[str, str], dict[str, tuple[float, float]]] = {
    ("vectors", "right-angle"): {"b": (0.0, 0.0)},
    ("vectors", "against"): {"b": (-1.0, 1.0)},
    ("vectors", "half"): {"b": (-1.5, -0.5)},
    ("vectors", "reach"): {"a": (3.0, 0.0), "b": (2.0, 0.0)},
    ("vectors", "large-apart"): {"a": (4.0, 4.0), "b": (4.0, 0.0)},
    ("matrix", "kept"): {"e1": (2.0, 0.0), "e2": (0.0, 2.0)},
    ("matrix", "other"): {"v": (1.0, 1.0)},
    ("matrix", "round"): {"v": (0.0, 0.0)},
    ("matrix", "flat"): {"e2": (0.0, 0.0)},
}


def _array(state: State, name: str) -> Array:
    return np.array(point(state, name))


def _map(state: State) -> Array:
    return np.column_stack([_array(state, "e1"), _array(state, "e2")])


def _walked(demo: Demo, state: State, name: str, goal: tuple[float, float]) -> State:
    """The state after nudging one control to a place, step by step."""
    for _ in range(200):
        x, y = point(state, name)
        if (x, y) == goal:
            return state
        state = demo.nudge(state, name, int(np.sign(goal[0] - x)), int(np.sign(goal[1] - y)))
    raise AssertionError(f"{goal} is out of reach for {name}")


def _placed(demo: Demo, goals: dict[str, tuple[float, float]]) -> State:
    state = demo.initial()
    for name, goal in goals.items():
        state = _walked(demo, state, name, goal)
    return state


def test_the_course_finds_both_demos() -> None:
    assert Course().demos["vectors"] is VECTORS
    assert Course().demos["matrix"] is MATRIX


def test_every_challenge_has_a_goal_here() -> None:
    named = {(id, challenge.id) for id, demo in DEMOS.items() for challenge in demo.challenges}
    assert named == GOALS.keys() == NEAR.keys()
    assert all(len(demo.challenges) >= 4 for demo in DEMOS.values())


@pytest.mark.parametrize(("id", "challenge"), GOALS)
def test_a_challenge_is_open_at_first_and_met_by_nudges(id: str, challenge: str) -> None:
    demo = DEMOS[id]
    wanted = next(one for one in demo.challenges if one.id == challenge)
    assert wanted.hint
    assert not wanted.met(demo.initial())
    assert wanted.met(_placed(demo, GOALS[id, challenge]))
    assert not wanted.met(_placed(demo, NEAR[id, challenge]))


def test_met_challenges_are_what_they_say() -> None:
    reached = _placed(VECTORS, GOALS["vectors", "reach"])
    a, b = _array(reached, "a"), _array(reached, "b")
    assert np.isclose(a @ b / np.linalg.norm(a), 2)
    far = _placed(VECTORS, GOALS["vectors", "large-apart"])
    a, b = _array(far, "a"), _array(far, "b")
    assert a @ b >= 12
    assert np.degrees(np.arccos(a @ b / np.linalg.norm(a) / np.linalg.norm(b))) > 50
    for name, factor in (("kept", 3), ("other", 1)):
        kept = _placed(MATRIX, GOALS["matrix", name])
        assert np.allclose(_map(kept) @ _array(kept, "v"), factor * _array(kept, "v"))
    flat = _placed(MATRIX, GOALS["matrix", "flat"])
    assert np.isclose(np.linalg.det(_map(flat)), 0)


def test_half_degrees_count_as_kept_and_three_do_not() -> None:
    kept = next(one for one in MATRIX.challenges if one.id == "kept")
    for degrees, met in ((0.5, True), (4.0, False)):
        turn = np.radians(45 + degrees)
        state = {**MATRIX.initial(), "v": (2 * float(np.cos(turn)), 2 * float(np.sin(turn)))}
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
    product, sizes = float(a @ b), float(np.linalg.norm(a) * np.linalg.norm(b))
    assert np.allclose(shown["a"], a)
    assert np.allclose(shown["b"], b)
    assert np.isclose(shown["length_a"], np.linalg.norm(a))
    assert np.isclose(shown["length_b"], np.linalg.norm(b))
    assert np.isclose(shown["dot"], product)
    if sizes:
        assert np.isclose(np.cos(np.radians(shown["angle"])), product / sizes, atol=1e-7)
        assert np.isclose(shown["reach"] * np.linalg.norm(a), product, atol=1e-9)
    else:
        assert shown["angle"].size == 0
    first = equalities(view.formula[0])
    assert len(first) == 1
    assert agree(first[0])
    assert len(view.formula) == (3 if sizes else 2)
    assert view.formula[-1].endswith(view.formula[0].rpartition("= ")[2]) or not sizes


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


moves = st.lists(st.tuples(st.integers(0, 2), st.integers(-1, 1), st.integers(-1, 1), st.booleans()), max_size=40)


@pytest.mark.parametrize("id", DEMOS)
@settings(deadline=None, max_examples=40)
@given(moves=moves, seed=st.integers(0, 10_000))
def test_no_walk_breaks_a_demo(id: str, moves: list[tuple[int, int, int, bool]], seed: int) -> None:
    demo, rng = DEMOS[id], Random(seed)
    state = demo.initial()
    for which, across, up, big in moves:
        control = demo.controls[which % len(demo.controls)]
        state = demo.nudge(state, control.name, across, up, big)
        if demo.actions and rng.random() < 0.2:
            state = demo.actions[0].apply(state)
        x, y = point(state, control.name)
        assert -4 <= x <= 4
        assert -4 <= y <= 4
        view = demo.view(state)
        assert "nan" not in repr(view)
        for latex in (*view.formula, *(readout.text for readout in view.readouts)):
            assert one_line(latex)
        for challenge in demo.challenges:
            challenge.met(state)


@pytest.mark.parametrize("id", DEMOS)
def test_pictures_fit_and_keep_their_secret(id: str) -> None:
    demo = DEMOS[id]
    for prediction in demo.predictions:
        for seed in range(60):
            view = demo.view(prediction.draw(Random(seed)))
            assert fits(view.figure, 60, 18) == ()
            assert fits(view.covered, 60, 18) == ()
            assert view.figure.alt.startswith(view.covered.alt.rstrip("."))
            assert view.covered.alt != view.figure.alt
            assert any(readout.secret for readout in view.readouts)


def test_a_covered_picture_of_two_vectors_has_no_projection() -> None:
    view = VECTORS.view(VECTORS.initial())
    assert any(isinstance(mark, Line) for mark in view.figure.marks)
    assert [type(mark) for mark in view.covered.marks] == [Arrow, Arrow]
    assert {"dot", "angle", "reach"} == {readout.name for readout in view.readouts if readout.secret}


def test_a_covered_picture_of_a_map_has_no_image_of_v() -> None:
    view = MATRIX.view(MATRIX.initial())
    assert "Av" in {mark.label for mark in view.figure.marks if isinstance(mark, Arrow)}
    assert {mark.label for mark in view.covered.marks if isinstance(mark, Arrow)} == {"A(1, 0)", "A(0, 1)", "v"}
    assert {"Av", "stretch", "turn", "estimate"} == {readout.name for readout in view.readouts if readout.secret}


def _answers(prediction: Prediction) -> list[tuple[State, str]]:
    drawn = [prediction.draw(Random(seed)) for seed in range(400)]
    return [(state, prediction.answer(state)) for state in drawn]


def _named(demo: Demo, id: str) -> Prediction:
    return next(prediction for prediction in demo.predictions if prediction.id == id)


def test_the_sign_is_asked_of_clear_cases_a_third_of_them_square() -> None:
    prediction = _named(VECTORS, "sign")
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
            assert f"{np.degrees(np.arccos(np.clip(cosine, -1, 1))):.0f} degrees" in prediction.because(state)
        counts[answer] += 1
    assert set(counts) == set(prediction.options)
    assert 0.25 < counts["zero"] / 400 < 0.42


def test_the_size_is_right_within_a_fifth() -> None:
    prediction = _named(VECTORS, "size")
    assert prediction.tolerance is not None
    assert prediction.options == ()
    for state, answer in _answers(prediction):
        product = float(_array(state, "a") @ _array(state, "b"))
        assert float(answer) == product != 0
        assert prediction.tolerance(state) == pytest.approx(max(1.0, 0.2 * abs(product)))
        quoted = re.findall(r"-?\d+\.\d+", prediction.because(state))
        assert float(quoted[-1]) == product
        assert float(quoted[0]) == pytest.approx(product / np.linalg.norm(_array(state, "a")), abs=0.006)


def test_the_first_entry_is_row_one_dot_v() -> None:
    prediction = _named(MATRIX, "first-entry")
    assert prediction.tolerance is not None
    for state, answer in _answers(prediction):
        expected = _map(state)[0] @ _array(state, "v")
        assert float(answer) == expected != 0
        assert 0 < prediction.tolerance(state) < 0.5
        formula = prediction.because(state).split("$")[-2]
        assert agree(equalities(formula)[0])
        assert equalities(formula)[0][-1] == expected


def test_the_side_is_asked_of_clear_cases() -> None:
    prediction = _named(MATRIX, "side")
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
    state = MATRIX.initial()
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
    assert step(state) == state
