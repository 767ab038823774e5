"""The demos of rung 2: what they show is worked out again with NumPy, and every challenge can be met by hand."""

from __future__ import annotations

from collections import Counter
from random import Random
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lessons.course import Course
from lessons.model.demo import number
from lessons.model.figure import Bars, Label, Line, Points
from lessons.probability.demos import BAYES, DISTRIBUTION, LIKELIHOOD, SOFTMAX
from tests.content.test_probability_arithmetic import checked
from tests.support.content import Array, readings, slid
from tutor.rendering.charts import fits
from tutor.rendering.notation import one_line

DEMOS = {demo.id: demo for demo in (DISTRIBUTION, BAYES, LIKELIHOOD, SOFTMAX)}

# For every challenge the places of the sliders that meet it, and places close by that do not.
GOALS: dict[tuple[str, str], dict[str, float]] = {
    ("distribution", "high"): {"sigma": 0.1},
    ("distribution", "most"): {"w": 2.0},
    ("distribution", "settled"): {"n": 2000.0},
    ("distribution", "unlucky"): {"n": 10.0, "seed": 5.0},
    ("bayes", "even"): {"alarm": 0.9},
    ("bayes", "perfect"): {"sensitivity": 100.0},
    ("bayes", "trusted"): {"sensitivity": 100.0, "alarm": 0.1},
    ("bayes", "useless"): {"alarm": 90.0},
    ("likelihood", "on-peak"): {"theta": 0.6},
    ("likelihood", "three-quarters"): {"heads": 6.0, "tails": 2.0},
    ("likelihood", "refuted"): {"heads": 10.0, "tails": 0.0},
    ("likelihood", "tiny"): {"heads": 12.0, "tails": 12.0},
    ("softmax", "unmoved"): {"c": 1.0},
    ("softmax", "sharp"): {"T": 0.2},
    ("softmax", "flat"): {"T": 10.0},
    ("softmax", "half"): {"z1": 0.7, "z2": 0.0},
}
NEAR: dict[tuple[str, str], dict[str, float]] = {
    ("distribution", "high"): {"sigma": 0.2},
    ("distribution", "most"): {"w": 1.9},
    ("distribution", "settled"): {"n": 2000.0, "sigma": 0.5},
    ("distribution", "unlucky"): {"n": 0.0},
    ("bayes", "even"): {"alarm": 1.0},
    ("bayes", "perfect"): {"sensitivity": 100.0, "prior": 20.0},
    ("bayes", "trusted"): {"sensitivity": 100.0, "alarm": 0.2},
    ("bayes", "useless"): {"sensitivity": 0.0, "alarm": 0.0},
    ("likelihood", "on-peak"): {"theta": 0.5, "tails": 3.0},
    ("likelihood", "three-quarters"): {"tails": 1.0},
    ("likelihood", "refuted"): {"heads": 5.0, "tails": 0.0},
    ("likelihood", "tiny"): {"heads": 20.0, "tails": 0.0},
    ("softmax", "unmoved"): {"c": 0.5},
    ("softmax", "sharp"): {"z1": 5.0, "z2": -5.0},
    ("softmax", "flat"): {"z1": 0.0, "z2": 0.0},
    ("softmax", "half"): {"z1": 0.0, "z2": 0.0},
}


def test_the_course_finds_the_demos() -> None:
    assert all(Course().demos[id] is demo for id, demo in DEMOS.items())
    assert all(demo.rung == "probability" for demo in DEMOS.values())


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
    assert wanted.met(slid(demo, GOALS[id, challenge]))
    assert not wanted.met(slid(demo, NEAR[id, challenge]))


def _gaussians(sigma: float, seed: int, count: int) -> Array:
    rng = Random(seed)
    return sigma * np.array([rng.gauss(0.0, 1.0) for _ in range(count)])


@settings(deadline=None, max_examples=60)
@given(st.integers(1, 20), st.integers(1, 40), st.integers(0, 60), st.integers(1, 99))
def test_draws_and_areas_are_those_of_the_gaussian(sigma: int, w: int, count: int, seed: int) -> None:
    state = {"sigma": sigma / 10, "w": w / 10, "n": 10.0 * count, "seed": float(seed)}
    view, law = DISTRIBUTION.view(state), NormalDist(0, sigma / 10)
    shown, drawn = readings(view), _gaussians(sigma / 10, seed, 10 * count)
    assert shown["n"] == 10 * count
    assert np.isclose(shown["top"], law.pdf(0))
    assert np.isclose(shown["inside"], law.cdf(w / 10) - law.cdf(-w / 10))
    bars = next(mark for mark in view.figure.marks if isinstance(mark, Bars))
    if count:
        assert np.isclose(shown["mean"], drawn.mean())
        assert np.isclose(shown["seen"], np.mean(np.abs(drawn) <= w / 10))
        histogram, _ = np.histogram(drawn, bins=32, range=(-4, 4))
        assert np.allclose(bars.heights, histogram / (10 * count) / 0.25)
    else:
        assert shown["mean"].size == shown["seen"].size == 0
        assert not any(bars.heights)
    curve = next(mark for mark in view.figure.marks if isinstance(mark, Line) and mark.role == "accent")
    assert np.allclose([y for _, y in curve.points], [law.pdf(x) for x, _ in curve.points])


def test_more_draws_keep_the_first_ones_and_a_new_seed_does_not() -> None:
    apply = {action.key: action.apply for action in DISTRIBUTION.actions}
    state = DISTRIBUTION.initial()
    assert number(apply["s"](state), "n") == 60
    assert number(apply["m"](state), "n") == 150
    assert number(apply["m"]({**state, "n": 1990.0}), "n") == 2000
    other = apply["x"](state)
    assert readings(DISTRIBUTION.view(other))["mean"] != readings(DISTRIBUTION.view(state))["mean"]
    assert number(apply["x"]({**state, "seed": 99.0}), "seed") == 1


@settings(deadline=None, max_examples=100)
@given(st.integers(0, 60), st.integers(0, 100), st.integers(0, 1000))
def test_the_heads_and_the_formula_of_a_test_agree(prior: int, sensitivity: int, alarm: int) -> None:
    state = {"prior": float(prior), "sensitivity": float(sensitivity), "alarm": alarm / 10}
    view = BAYES.view(state)
    shown = readings(view)
    d, s, f = prior / 100, sensitivity / 100, alarm / 1000
    joint = np.array([[d * s, d * (1 - s)], [(1 - d) * f, (1 - d) * (1 - f)]])
    assert np.isclose(shown["ill"], 1000 * joint[0].sum())
    assert np.isclose(shown["hit"], 1000 * joint[0, 0])
    assert np.isclose(shown["false"], 1000 * joint[1, 0])
    if joint[:, 0].sum():
        assert np.isclose(shown["posterior"], joint[0, 0] / joint[:, 0].sum())
    else:
        assert shown["posterior"].size == 0
    dots = Counter[str]()
    for mark in view.figure.marks:
        if isinstance(mark, Points) and mark.points[0][1] < 10:
            dots[mark.role] += len(mark.points)
    assert dots.total() == 400
    assert abs(dots["accent"] - 400 * joint[0, 0]) <= 0.5 + 1e-9
    assert abs(dots["second"] - 400 * joint[1, 0]) <= 0.5 + 1e-9
    assert abs(dots["accent"] + dots["bad"] - 400 * d) <= 0.5 + 1e-9


def test_formulas_of_the_test_are_arithmetic() -> None:
    for seed in range(60):
        view = BAYES.view(BAYES.predictions[0].draw(Random(seed)))
        assert sum(checked(f"${line}$") for line in view.formula) == 3


@settings(deadline=None, max_examples=100)
@given(st.integers(0, 100), st.integers(0, 20), st.integers(0, 20))
def test_the_likelihood_is_that_of_the_flips(theta: int, heads: int, tails: int) -> None:
    state = {"theta": theta / 100, "heads": float(heads), "tails": float(tails)}
    view = LIKELIHOOD.view(state)
    shown = readings(view)
    flips = np.repeat([1, 0], [heads, tails])
    each = np.where(flips == 1, theta / 100, 1 - theta / 100)
    assert np.isclose(shown["likelihood"], each.prod(), rtol=1e-9, atol=0)
    if (each > 0).all():
        assert np.isclose(shown["log"], np.log(each).sum())
    else:
        assert shown["log"].size == 0
    curve = next(mark for mark in view.figure.marks if isinstance(mark, Line) and mark.role == "accent")
    assert max(y for _, y in curve.points) <= 1 + 1e-9
    if len(flips):
        assert np.isclose(shown["peak"], flips.mean())
        best = max(curve.points, key=lambda one: one[1])[0]
        assert abs(best - flips.mean()) <= 0.0051 + 1e-9
        assert np.isclose(shown["share"] * shown["top"], shown["likelihood"], rtol=1e-9, atol=0)
    else:
        assert shown["peak"].size == 0
        assert {y for _, y in curve.points} == {1.0}


def test_flips_are_added_and_cleared_by_keys() -> None:
    apply = {action.key: action.apply for action in LIKELIHOOD.actions}
    state = apply["t"](apply["h"](apply["h"](LIKELIHOOD.initial())))
    assert (number(state, "heads"), number(state, "tails")) == (5, 3)
    assert (number(apply["c"](state), "heads"), number(apply["c"](state), "tails")) == (0, 0)
    assert number(apply["h"]({**state, "heads": 20.0}), "heads") == 20


scores = st.tuples(*[st.integers(-50, 50).map(lambda n: n / 10)] * 3)


@settings(deadline=None, max_examples=100)
@given(scores, st.integers(1, 100), st.integers(-18, 18))
def test_shares_are_softmax_and_a_constant_changes_nothing(z: tuple[float, ...], heat: int, c: int) -> None:
    state = {"z1": z[0], "z2": z[1], "z3": z[2], "T": heat / 10, "c": c / 2}
    shown = readings(SOFTMAX.view(state))
    raised = np.exp(np.array(z) / (heat / 10) - max(z) / (heat / 10))
    found = [float(shown[f"p{i}"]) for i in (1, 2, 3)]
    assert np.allclose(found, raised / raised.sum())
    assert np.isclose(shown["sum"], 1)
    assert np.isclose(shown["ratio"], np.exp((z[0] - z[1]) * 10 / heat))
    bare = readings(SOFTMAX.view({**state, "c": 0.0}))
    assert np.allclose(found, [float(bare[f"p{i}"]) for i in (1, 2, 3)])


def test_the_constant_is_added_and_taken_off_by_keys() -> None:
    apply = {action.key: action.apply for action in SOFTMAX.actions}
    state = SOFTMAX.initial()
    assert number(apply["a"](apply["a"](state)), "c") == 2
    assert number(apply["s"](state), "c") == -1
    assert number(apply["a"]({**state, "c": 9.0}), "c") == 9


moves = st.lists(st.tuples(st.integers(0, 4), st.integers(-1, 1), st.booleans()), max_size=40)


@pytest.mark.parametrize("id", DEMOS)
@settings(deadline=None, max_examples=15)
@given(moves=moves, seed=st.integers(0, 10_000))
def test_no_walk_breaks_a_demo(id: str, moves: list[tuple[int, int, bool]], seed: int) -> None:
    demo, rng = DEMOS[id], Random(seed)
    state = demo.initial()
    for which, across, big in moves:
        control = demo.controls[which % len(demo.controls)]
        state = demo.nudge(state, control.name, across, 0, big)
        if demo.actions and rng.random() < 0.2:
            state = rng.choice(demo.actions).apply(state)
        view = demo.view(state)
        assert "nan" not in repr(view)
        for latex in (*view.formula, *(readout.text for readout in view.readouts)):
            assert one_line(latex)
        assert len(view.readouts) <= 8
        for challenge in demo.challenges:
            challenge.met(state)


@pytest.mark.parametrize("id", DEMOS)
def test_the_ends_of_every_slider_can_be_shown(id: str) -> None:
    demo = DEMOS[id]
    for low in (True, False):
        for control in demo.controls:
            state = demo.place(demo.initial(), control.name, control.lo if low else control.hi)
            view = demo.view(state)
            assert fits(view.figure, 42, 16) == ()
            assert all(len(one_line(line)) <= 34 for line in view.formula), view.formula


@pytest.mark.parametrize("id", DEMOS)
def test_keys_of_actions_are_free(id: str) -> None:
    keys = [action.key for action in DEMOS[id].actions]
    assert len(set(keys)) == len(keys)
    assert not set(keys) & set("purqd/?0123456789")


@pytest.mark.parametrize("id", DEMOS)
def test_pictures_fit_and_keep_their_secret(id: str) -> None:
    demo = DEMOS[id]
    for prediction in demo.predictions:
        for seed in range(40):
            view = demo.view(prediction.draw(Random(seed)))
            for figure in (view.figure, view.covered):
                assert fits(figure, 42, 16) == ()
                assert fits(figure, 60, 18, ascii_only=True) == ()
                assert all(len(one_line(line)) <= 34 for line in view.formula), view.formula
            assert view.covered.alt != view.figure.alt
            assert any(readout.secret for readout in view.readouts)


def test_covered_pictures_give_nothing_away() -> None:
    distribution = DISTRIBUTION.view(DISTRIBUTION.initial()).covered
    assert all(isinstance(mark, Line) and mark.dashed for mark in distribution.marks)
    bayes = BAYES.view(BAYES.initial()).covered
    assert {mark.text for mark in bayes.marks if isinstance(mark, Label)} == {"ill"}
    assert not {"accent", "second"} & {mark.role for mark in bayes.marks if isinstance(mark, Points)}
    likelihood = LIKELIHOOD.view(LIKELIHOOD.initial()).covered
    assert [len(mark.points) for mark in likelihood.marks if isinstance(mark, Line)] == [2]
    softmax = SOFTMAX.view(SOFTMAX.initial()).covered
    assert [mark.heights for mark in softmax.marks if isinstance(mark, Bars)] == [(2, 1, 0)]
