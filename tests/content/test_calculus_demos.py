"""The demos of rung 3: numbers worked out again with NumPy, challenges met by hand, secrets kept."""

from __future__ import annotations

import re
from collections import Counter
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from lessons.calculus.demos import DESCENT, GRAPH, TANGENT
from lessons.calculus.live import clipped, shown
from lessons.course import Course
from lessons.model.demo import Demo, Prediction, Slider, State, View, number
from lessons.model.figure import Axis, Label, Line, Points
from tests.content.test_linear_algebra_arithmetic import equalities
from tests.support.content import slid
from tutor.rendering.charts import fits
from tutor.rendering.notation import display, one_line

Array = NDArray[np.float64]
Places = dict[str, float]

DEMOS = {"tangent": TANGENT, "graph": GRAPH, "descent": DESCENT}

# For every challenge places of the controls that meet it, and places that just do not.
GOALS: dict[tuple[str, str], tuple[Places, Places]] = {
    ("tangent", "agree"): ({"h": 0.01}, {"h": 0.3}),
    ("tangent", "level"): ({"x": -1.0}, {"x": -0.75}),
    ("tangent", "fall"): ({"x": 0.0}, {"x": 0.25}),
    ("tangent", "deceive"): ({"x": -2.0, "h": 3.0}, {"x": -1.0, "h": 3.0}),
    ("graph", "idle"): ({"x": 0.0, "b": 2.0}, {"x": 0.0}),
    ("graph", "idle-input"): ({"w": 0.0, "b": 2.0}, {"w": 0.0}),
    ("graph", "fit"): ({"y": 3.0}, {"w": 0.0}),
    ("graph", "loud"): ({"w": 1.0, "x": 3.0, "b": 0.0, "y": 0.5}, {"x": 3.0, "y": 3.0}),
    ("descent", "land"): ({"eta": 0.5, "n": 1.0}, {"eta": 0.5, "x": 3.0, "n": 1.0}),
    ("descent", "bounce"): ({"eta": 1.0, "n": 2.0}, {"eta": 0.99, "n": 2.0}),
    ("descent", "diverge"): ({"eta": 1.01, "n": 1.0}, {"eta": 1.0, "n": 1.0}),
    ("descent", "edge"): ({"eta": 0.09, "stretch": 10.0, "n": 5.0}, {"eta": 0.1, "stretch": 10.0, "n": 5.0}),
    ("descent", "quick"): ({"eta": 0.2, "stretch": 4.0, "n": 10.0}, {"eta": 0.1, "stretch": 4.0, "n": 10.0}),
}


def _values(view: View) -> dict[str, float]:
    return {one.name: one.value for one in view.readouts if isinstance(one.value, float | int)}


def test_the_course_finds_the_demos() -> None:
    assert {id: Course().demos[id] for id in DEMOS} == DEMOS


def test_every_challenge_has_a_goal_here() -> None:
    named = {(id, challenge.id) for id, demo in DEMOS.items() for challenge in demo.challenges}
    assert named == GOALS.keys()
    assert all(len(demo.challenges) >= 4 for demo in DEMOS.values())


@pytest.mark.parametrize(("id", "challenge"), GOALS)
def test_a_challenge_is_open_at_first_and_met_by_nudges(id: str, challenge: str) -> None:
    demo = DEMOS[id]
    wanted = next(one for one in demo.challenges if one.id == challenge)
    goal, near = GOALS[id, challenge]
    assert wanted.hint
    assert not wanted.met(demo.initial())
    assert wanted.met(slid(demo, goal))
    assert not wanted.met(slid(demo, near))


def test_halving_the_reach_meets_the_first_challenge() -> None:
    state = TANGENT.initial()
    gaps = []
    for _ in range(12):
        state = TANGENT.actions[0].apply(state)
        gaps.append(abs(_values(TANGENT.view(state))["gap"]))
    assert gaps == sorted(gaps, reverse=True)
    assert number(state, "h") == 0.01
    assert next(one for one in TANGENT.challenges if one.id == "agree").met(state)


def _curve(x: float) -> float:
    return float(np.polyval([0.25, 0, -0.75, 0], x))


@settings(deadline=None, max_examples=100)
@given(st.integers(-10, 10), st.integers(1, 300))
def test_the_slopes_beside_the_curve_are_its_slopes(quarter: int, hundredths: int) -> None:
    x, h = quarter / 4, hundredths / 100
    view = TANGENT.view({"x": x, "h": h})
    values = _values(view)
    cut, touch = (_curve(x + h) - _curve(x)) / h, float(np.polyval(np.polyder([0.25, 0, -0.75, 0]), x))
    assert values["f"] == pytest.approx(_curve(x))
    assert values["secant"] == pytest.approx(cut)
    assert values["tangent"] == pytest.approx(touch)
    assert values["gap"] == pytest.approx(cut - touch)
    for latex, slack in zip(view.formula[1:], (0.11, 0.006), strict=True):
        left, right = equalities(latex)[0]
        assert float(left) == pytest.approx(float(right), abs=slack)


@settings(deadline=None, max_examples=100)
@given(st.tuples(*[st.integers(-6, 6)] * 4))
def test_what_comes_back_through_the_graph_is_the_slope_of_the_loss(halves: tuple[int, ...]) -> None:
    w, x, b, y = (half / 2 for half in halves)

    def loss(w: float, x: float, b: float, y: float) -> float:
        return (w * x + b - y) ** 2

    at, h = np.array([w, x, b, y]), 1e-3
    slopes = [(loss(*(at + h * e)) - loss(*(at - h * e))) / (2 * h) for e in np.eye(4)]
    view = GRAPH.view({"w": w, "x": x, "b": b, "y": y})
    values = _values(view)
    assert [values[name] for name in ("dw", "dx", "db", "dy")] == pytest.approx(slopes, abs=1e-6)
    assert (values["z"], values["e"], values["L"]) == pytest.approx((w * x + b, w * x + b - y, loss(*at)))
    assert values["dz"] == pytest.approx(slopes[2], abs=1e-6)
    for latex in view.formula:
        sides = equalities(latex)[0]
        assert float(sides[0]) == pytest.approx(float(sides[-1]))
    written = [mark.text for mark in view.figure.marks if isinstance(mark, Label)]
    assert f"w {shown(w)}".replace("-", "−") in written
    assert f"∂ {shown(values['dw'])}".replace("-", "−") in written


def test_a_gradient_step_on_the_graph_lowers_its_loss() -> None:
    state = GRAPH.initial()
    losses = []
    for _ in range(10):
        losses.append(_values(GRAPH.view(state))["L"])
        state = GRAPH.actions[0].apply(state)
    assert losses == sorted(losses, reverse=True)
    assert losses[-1] < 0.01
    assert all(-3 <= number(state, name) <= 3 for name in "wxby")


def _descent(eta: float, x: float, stretch: float, n: int) -> tuple[Array, float]:
    hessian, bottom = np.diag([2.0, 2 * stretch]), np.array([3.0, 0.0])
    at = np.array([x, 2.0 if stretch else 0.0])
    errors = np.linalg.matrix_power(np.eye(2) - eta * hessian, n) @ (at - bottom)
    return bottom + errors, float(errors @ hessian @ errors) / 2


walks = st.tuples(st.integers(1, 120), st.integers(-4, 16), st.integers(0, 10), st.integers(0, 50))


@settings(deadline=None, max_examples=100)
@given(walks)
def test_the_walk_is_the_one_that_powers_of_a_matrix_give(drawn: tuple[int, int, int, int]) -> None:
    eta, x, stretch, n = drawn[0] / 100, drawn[1] / 2, float(drawn[2]), drawn[3]
    view = DESCENT.view({"eta": eta, "x": x, "stretch": stretch, "n": float(n)})
    values = _values(view)
    at, loss = _descent(eta, x, stretch, n)
    assert values["at"] == pytest.approx(at[0], rel=1e-6, abs=1e-9)
    assert values["loss"] == pytest.approx(loss, rel=1e-6, abs=1e-9)
    assert values["slope"] == pytest.approx(2 * (at[0] - 3), rel=1e-6, abs=1e-9)
    assert values["factor"] == pytest.approx(1 - 2 * eta)
    if stretch:
        assert values["up"] == pytest.approx(at[1], rel=1e-6, abs=1e-9)
        assert values["factor_y"] == pytest.approx(1 - 2 * stretch * eta)
    for mark in view.figure.marks:
        if isinstance(mark, Line | Points):
            xs, ys = np.array(mark.points).T
            assert view.figure.x is not None
            assert view.figure.y is not None
            assert xs.min() >= view.figure.x.lo - 1e-9
            assert xs.max() <= view.figure.x.hi + 1e-9
            assert ys.min() >= view.figure.y.lo - 1e-9
            assert ys.max() <= view.figure.y.hi + 1e-9


def test_beyond_one_it_diverges_on_the_parabola_and_sooner_on_a_stretched_bowl() -> None:
    for stretch, limit in ((0.0, 1.0), (5.0, 0.2), (10.0, 0.1)):
        for eta, grows in ((limit - 0.01, False), (limit + 0.01, True)):
            losses = [_descent(eta, 0.0, stretch, n)[1] for n in (0, 40)]
            assert (losses[1] > losses[0]) is grows
            views = [DESCENT.view({"eta": eta, "x": 0.0, "stretch": stretch, "n": float(n)}) for n in (0, 40)]
            assert (_values(views[1])["loss"] > _values(views[0])["loss"]) is grows


def test_steps_go_forward_and_back() -> None:
    state = DESCENT.initial()
    forward, back = (action.apply for action in DESCENT.actions)
    assert back(state) == state
    assert back(forward(forward(state))) == forward(state)
    for _ in range(60):
        state = forward(state)
    assert number(state, "n") == 50


moves = st.lists(st.tuples(st.integers(0, 3), st.sampled_from((-1, 1)), st.booleans()), max_size=30)


@pytest.mark.parametrize("id", DEMOS)
@settings(deadline=None, max_examples=30)
@given(moves=moves, seed=st.integers(0, 10_000))
def test_no_walk_breaks_a_demo(id: str, moves: list[tuple[int, int, bool]], seed: int) -> None:
    demo, rng = DEMOS[id], Random(seed)
    state = demo.initial()
    for which, by, big in moves:
        control = demo.controls[which % len(demo.controls)]
        state = demo.nudge(state, control.name, by, 0, big)
        if rng.random() < 0.3:
            state = rng.choice(demo.actions).apply(state)
        assert isinstance(control, Slider)
        assert control.lo <= number(state, control.name) <= control.hi
    view = demo.view(state)
    assert "nan" not in repr(view)
    assert "inf" not in repr([readout.text for readout in view.readouts])
    assert len(view.readouts) <= 8
    for latex in (*view.formula, *(readout.text for readout in view.readouts)):
        assert one_line(latex)
    for latex in view.formula:
        assert display(latex).width <= 34, latex
    for challenge in demo.challenges:
        challenge.met(state)


@pytest.mark.parametrize("id", DEMOS)
def test_pictures_fit_and_keep_their_secret(id: str) -> None:
    demo = DEMOS[id]
    for prediction in demo.predictions:
        for seed in range(40):
            view = demo.view(prediction.draw(Random(seed)))
            for figure in (view.figure, view.covered):
                assert fits(figure, 60, 18) == ()
                assert fits(figure, 42, 16) == ()
            assert view.figure.alt.startswith(view.covered.alt.rstrip("."))
            assert view.covered.alt != view.figure.alt
            assert len(view.covered.marks) < len(view.figure.marks)
            assert any(readout.secret for readout in view.readouts)


def test_what_is_covered_is_what_is_asked_for() -> None:
    bare = TANGENT.view(TANGENT.initial()).covered
    assert sum(isinstance(mark, Line) for mark in bare.marks) == 1
    graph = GRAPH.view(GRAPH.initial()).covered
    assert not any(isinstance(mark, Label) and "∂" in mark.text for mark in graph.marks)
    walked = DESCENT.view({**DESCENT.initial(), "n": 5.0}).covered
    assert sum(len(mark.points) for mark in walked.marks if isinstance(mark, Points)) == 1
    secrets = {id: {one.name for one in demo.view(demo.initial()).readouts if one.secret} for id, demo in DEMOS.items()}
    assert secrets["tangent"] == {"secant", "tangent", "gap"}
    assert secrets["graph"] == {"dz", "dw", "dx", "db", "dy"}
    assert secrets["descent"] == {"at", "loss", "slope", "factor"}


def _named(demo: Demo, id: str) -> Prediction:
    return next(prediction for prediction in demo.predictions if prediction.id == id)


def _answers(prediction: Prediction, count: int = 300) -> list[tuple[State, str]]:
    drawn = [prediction.draw(Random(seed)) for seed in range(count)]
    return [(state, prediction.answer(state)) for state in drawn]


def _word(value: float) -> str:
    return "zero" if abs(value) < 1e-9 else "positive" if value > 0 else "negative"


def test_predictions_about_slopes_agree_with_the_polynomial() -> None:
    derivative = np.polyder([0.25, 0, -0.75, 0])
    counts: Counter[str] = Counter()
    for state, answer in _answers(_named(TANGENT, "sign")):
        steep = float(np.polyval(derivative, number(state, "x")))
        assert answer == _word(steep)
        assert steep == 0 or abs(steep) > 0.5
        counts[answer] += 1
    assert set(counts) == {"negative", "zero", "positive"}
    assert 0.25 < counts["zero"] / 300 < 0.45
    for state, answer in _answers(_named(TANGENT, "size")):
        steep = float(np.polyval(derivative, number(state, "x")))
        assert float(answer) == pytest.approx(steep, rel=1e-5)
        assert _named(TANGENT, "size").because(state).endswith(f"is ${shown(steep)}$.")
    bends = Counter(answer for _, answer in _answers(_named(TANGENT, "bend")))
    for state, answer in _answers(_named(TANGENT, "bend")):
        x, h = number(state, "x"), number(state, "h")
        more = (_curve(x + h) - _curve(x)) / h > float(np.polyval(derivative, x))
        assert answer == ("more than the tangent's" if more else "less than the tangent's")
    assert min(bends.values()) > 60


def test_predictions_about_the_graph_agree_with_its_algebra() -> None:
    counts: Counter[str] = Counter()
    for id in ("sign", "size"):
        prediction = _named(GRAPH, id)
        for state, answer in _answers(prediction):
            w, x, b, y = (number(state, name) for name in "wxby")
            steep = 2 * x * (w * x + b - y)
            assert answer == (_word(steep) if id == "sign" else f"{steep:g}")
            assert abs(w * x + b - y) <= 6
            quoted = equalities(re.findall(r"\$([^$]*)\$", prediction.because(state))[-1])[0]
            assert [float(side) for side in quoted] == pytest.approx([steep, steep])
            if id == "sign":
                counts[answer] += 1
    assert set(counts) == {"negative", "zero", "positive"}
    assert 0.15 < counts["zero"] / 300 < 0.35


def test_predictions_about_descent_agree_with_a_walk() -> None:
    for state, answer in _answers(_named(DESCENT, "next")):
        eta, x = number(state, "eta"), number(state, "x")
        assert float(answer) == pytest.approx(x - eta * 2 * (x - 3))
        chain = equalities(_named(DESCENT, "next").because(state).split("$")[3])[0]
        assert float(chain[0]) == pytest.approx(float(chain[-1]), abs=0.006)
    for state, answer in _answers(_named(DESCENT, "lower")):
        before, after = (_descent(number(state, "eta"), number(state, "x"), 0, n)[1] for n in (0, 1))
        same = abs(before - after) < 1e-9
        assert answer == ("the same" if same else "lower" if after < before else "higher")
    for id in ("fate", "lower", "bowl"):
        prediction = _named(DESCENT, id)
        assert {answer for _, answer in _answers(prediction)} == set(prediction.options)


def test_predictions_about_the_long_run_agree_with_a_long_walk() -> None:
    for state, answer in _answers(_named(DESCENT, "fate"), 100):
        errors = [_descent(number(state, "eta"), number(state, "x"), 0, n)[0][0] - 3 for n in (0, 1, 30)]
        if abs(errors[1]) < 1e-9:
            expected = "lands in one step"
        elif errors[0] * errors[1] > 0:
            expected = "creeps in from one side"
        else:
            expected = "jumps across, " + ("comes closer" if abs(errors[2]) < abs(errors[0]) else "runs away")
        assert answer == expected
    for state, answer in _answers(_named(DESCENT, "bowl"), 100):
        losses = [_descent(number(state, "eta"), 0.0, number(state, "stretch"), n)[1] for n in (0, 60)]
        assert answer == ("it closes in" if losses[1] < losses[0] else "it runs away")


def test_keys_of_actions_are_free() -> None:
    taken = set("purqd/?") | {"enter", "tab"} | set("0123456789")
    for demo in DEMOS.values():
        keys = [action.key for action in demo.actions]
        assert not taken & set(keys)
        assert len(set(keys)) == len(keys)


def test_a_segment_is_cut_at_the_edges_of_the_picture() -> None:
    box = Axis(0, 10), Axis(0, 5)
    assert clipped(*box, (-5, 1), (15, 1)) == ((0, 1), (10, 1))
    assert clipped(*box, (2, 2), (2, 9)) == ((2, 2), (2, 5))
    assert clipped(*box, (1, 1), (2, 2)) == ((1, 1), (2, 2))
    assert clipped(*box, (-1, 1), (-2, 2)) is None
    assert clipped(*box, (1, 6), (9, 7)) is None
    assert clipped(*box, (-4, 3), (3, 12)) is None


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0.0"), (-0.0, "0.0"), (-0.00001, r"-1.0 \cdot 10^{-5}"), (1.5, "1.5"), (2.0, "2.0"), (0.9375, "0.94"),
        (0.04, "0.04"), (0.0123, "0.0123"), (-36.0, "-36.0"), (123456.0, r"1.2 \cdot 10^{5}"), (0.1, "0.1"),
    ],
)  # fmt: skip
def test_live_numbers_are_short(value: float, text: str) -> None:
    assert shown(value) == text
