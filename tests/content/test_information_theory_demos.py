"""The demos of rung 4: what they show is worked out again with NumPy, and every challenge can be met by hand."""

from __future__ import annotations

import re
from collections import Counter
from math import inf
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lessons.course import Course
from lessons.information_theory.demo_classifier import ETA, step
from lessons.information_theory.demos import CLASSIFIER, DIVERGENCE, ENTROPY
from lessons.model.demo import Demo, Prediction, Slider, State, number
from lessons.model.figure import Bars, Line, Points
from tests.content.test_information_theory_arithmetic import checked
from tests.support.content import Array, readings, slid
from tutor.rendering.charts import fits
from tutor.rendering.notation import display, one_line

DEMOS = {"entropy": ENTROPY, "divergence": DIVERGENCE, "classifier": CLASSIFIER}

# For every challenge the places of the controls that meet it, and others close by that do not.
GOALS: dict[tuple[str, str], dict[str, float]] = {
    ("entropy", "half"): {"p": 0.11},
    ("entropy", "settled"): {"p": 1.0},
    ("entropy", "most"): {"p": 0.33, "split": 0.5},
    ("entropy", "disguise"): {"p": 0.75, "split": 0.2},
    ("divergence", "zero"): {"q1": 0.5, "q2": 0.5},
    ("divergence", "alike"): {"p2": 0.2, "q1": 0.5, "q2": 0.8},
    ("divergence", "infinite"): {"q1": 0.5, "q2": 1.0},
    ("divergence", "one-sided"): {"q1": 0.5, "q2": 0.95},
    ("divergence", "waste"): {"q1": 0.95, "q2": 0.5},
    ("classifier", "wrong"): {"z1": 5.0, "z2": -1.0},
    ("classifier", "guessing"): {"z1": 0.5, "z2": 0.0, "z3": -1.0},
    ("classifier", "bit"): {"z1": 2.0, "z2": 2.0, "z3": -3.0},
    ("classifier", "learned"): {"z1": -1.0, "z2": 5.0, "z3": -1.0},
}
NEAR: dict[tuple[str, str], dict[str, float]] = {
    ("entropy", "half"): {"p": 0.9},
    ("entropy", "settled"): {"p": 0.99},
    ("entropy", "most"): {"p": 0.33, "split": 0.4},
    ("entropy", "disguise"): {"p": 0.5, "split": 0.0},
    ("divergence", "zero"): {"q1": 0.5, "q2": 0.45},
    ("divergence", "alike"): {"q1": 0.5, "q2": 0.5},
    ("divergence", "infinite"): {"p2": 1.0, "q2": 1.0, "q1": 0.5},
    ("divergence", "one-sided"): {"q1": 0.5, "q2": 1.0},
    ("divergence", "waste"): {"q1": 1.0},
    ("classifier", "wrong"): {"z1": 4.0, "z2": -0.5},
    ("classifier", "guessing"): {"z1": 1.0, "z2": 1.0, "z3": 1.0},
    ("classifier", "bit"): {"z1": 2.0, "z2": 2.0, "z3": 0.0},
    ("classifier", "learned"): {"z1": 5.0, "z2": -1.0, "z3": -1.0},
}


def _three(first: float, share: float) -> Array:
    return np.array([first, (1 - first) * share, (1 - first) * (1 - share)])


def _entropy(p: Array) -> float:
    return -sum(float(x) * float(np.log2(x)) for x in p if x > 1e-12)


def _kl(p: Array, q: Array) -> float:
    if any(a > 1e-12 and b < 1e-12 for a, b in zip(p, q, strict=True)):
        return inf
    return sum(float(a) * float(np.log2(a / b)) for a, b in zip(p, q, strict=True) if a > 1e-12)


def _soft(z: Array) -> Array:
    raised = np.exp(z)
    return np.asarray(raised / raised.sum())


def _z(state: State) -> Array:
    return np.array([number(state, name) for name in ("z1", "z2", "z3")])


def test_the_course_finds_the_demos() -> None:
    for id, demo in DEMOS.items():
        assert Course().demos[id] is demo
        skills = {skill.id for skill in Course().outline.skills if skill.rung == "information_theory"}
        assert set(demo.skills) <= skills


def test_every_challenge_has_a_goal_here() -> None:
    named = {(id, challenge.id) for id, demo in DEMOS.items() for challenge in demo.challenges}
    assert named == GOALS.keys() == NEAR.keys()
    assert all(len(demo.challenges) >= 4 for demo in DEMOS.values())
    assert all(len(demo.predictions) >= 2 for demo in DEMOS.values())


@pytest.mark.parametrize(("id", "challenge"), GOALS)
def test_a_challenge_is_open_at_first_and_met_by_nudges(id: str, challenge: str) -> None:
    demo = DEMOS[id]
    wanted = next(one for one in demo.challenges if one.id == challenge)
    assert wanted.hint
    assert not wanted.met(demo.initial())
    assert wanted.met(slid(demo, GOALS[id, challenge]))
    assert not wanted.met(slid(demo, NEAR[id, challenge]))


def test_met_challenges_are_what_they_say() -> None:
    def both(name: str) -> tuple[Array, Array]:
        state = slid(DIVERGENCE, GOALS["divergence", name])
        return _three(number(state, "p1"), number(state, "p2")), _three(number(state, "q1"), number(state, "q2"))

    p, q = both("zero")
    assert np.allclose(p, q)
    p, q = both("alike")
    assert not np.allclose(p, q)
    assert _kl(p, q) == pytest.approx(_kl(q, p))
    p, q = both("infinite")
    assert _kl(p, q) == inf
    assert _kl(q, p) < 1
    p, q = both("one-sided")
    assert 1.5 * _kl(q, p) <= _kl(p, q) < inf
    p, q = both("waste")
    assert _entropy(p) > 1.4
    assert 1 <= _kl(p, q) < inf
    p = np.array([0.75, 0.2, 0.05])
    assert _entropy(p) == pytest.approx(1, abs=0.02)


@settings(deadline=None, max_examples=100)
@given(st.integers(0, 100), st.integers(0, 20))
def test_the_numbers_beside_the_coin_are_its_own(percent: int, twentieths: int) -> None:
    p, split = percent / 100, twentieths / 20
    shown = readings(view := ENTROPY.view({"p": p, "split": split}))
    truth = _three(p, 1 - split)
    h = _entropy(truth)
    assert np.allclose(shown["p"], truth)
    assert np.isclose(shown["bits"], h)
    assert np.isclose(shown["nats"], h * np.log(2))
    assert np.isclose(shown["as_many"], 2**h)
    assert h <= shown["most"] + 1e-9
    assert np.isclose(2 ** shown["most"], (truth > 1e-12).sum())
    (marked,) = (mark for mark in view.figure.marks if isinstance(mark, Points))
    assert np.allclose(marked.points, [(p, h)])
    for latex in view.formula:
        checked(f"${latex}$")
    assert view.formula[-1].startswith("H ")


def test_the_curves_are_entropies() -> None:
    view = ENTROPY.view({"p": 0.3, "split": 0.4})
    coin, split = (mark for mark in view.figure.marks if isinstance(mark, Line) and not mark.dashed)
    for x, y in coin.points:
        assert y == pytest.approx(_entropy(np.array([x, 1 - x])))
    for x, y in split.points:
        assert y == pytest.approx(_entropy(_three(x, 0.6)))


@settings(deadline=None, max_examples=100)
@given(st.tuples(*[st.integers(0, 20).map(lambda n: n / 20)] * 4))
def test_the_numbers_beside_truth_and_belief_are_theirs(places: tuple[float, ...]) -> None:
    state = dict(zip(("p1", "p2", "q1", "q2"), places, strict=True))
    p, q = _three(*places[:2]), _three(*places[2:])
    view = DIVERGENCE.view(state)
    shown = readings(view)
    assert np.allclose(shown["p"], p)
    assert np.allclose(shown["q"], q)
    assert np.isclose(shown["H"], _entropy(p))
    assert np.isclose(shown["forth"], _kl(p, q), atol=1e-8)
    assert np.isclose(shown["back"], _kl(q, p), atol=1e-8)
    assert np.isclose(shown["price"], shown["H"] + shown["forth"], atol=1e-8)
    left, right = (mark for mark in view.figure.marks if isinstance(mark, Bars))
    assert np.allclose(left.heights, p)
    assert np.allclose(right.heights, q)
    checked(f"${view.formula[1]}$")


@settings(deadline=None, max_examples=100)
@given(st.tuples(*[st.integers(-12, 12).map(lambda n: n / 2)] * 3), st.integers(1, 3))
def test_the_numbers_beside_the_classifier_are_its_own(z: tuple[float, ...], label: int) -> None:
    state = {"z1": z[0], "z2": z[1], "z3": z[2], "y": float(label)}
    p, y = _soft(np.array(z)), np.eye(3)[label - 1]
    view = CLASSIFIER.view(state)
    shown = readings(view)
    assert np.allclose(shown["p"], p)
    assert np.isclose(shown["loss"], -np.log(p[label - 1]))
    assert np.allclose(shown["gradient"], p - y)
    assert np.isclose(shown["perplexity"], 1 / p[label - 1])
    assert all(checked(f"${latex}$") >= 0 for latex in view.formula)
    one, two = (float(part.strip("() ")) for part in re.split(r" - (?=[\d(])", view.formula[1].partition("approx")[2]))
    assert one == pytest.approx(np.log(np.exp(z).sum()), abs=0.0006)
    assert two == z[label - 1]


moves = st.lists(st.tuples(st.integers(0, 3), st.integers(-1, 1), st.booleans()), max_size=30)


@pytest.mark.parametrize("id", DEMOS)
@settings(deadline=None, max_examples=25)
@given(moves=moves, seed=st.integers(0, 10_000))
def test_no_walk_breaks_a_demo(id: str, moves: list[tuple[int, int, bool]], seed: int) -> None:
    demo, rng = DEMOS[id], Random(seed)
    state = demo.initial()
    for which, across, big in moves:
        control = demo.controls[which % len(demo.controls)]
        state = demo.nudge(state, control.name, across, 0, big)
        if demo.actions and rng.random() < 0.3:
            state = demo.actions[0].apply(state)
        assert isinstance(control, Slider)
        assert all(control.lo <= number(state, control.name) <= control.hi for control in _sliders(demo))
        view = demo.view(state)
        assert "nan" not in repr(view)
        assert len(view.readouts) <= 8
        for latex in (*view.formula, *(readout.text for readout in view.readouts)):
            assert one_line(latex)
        for latex in view.formula:
            assert display(latex, 34).width <= 34, latex
        for challenge in demo.challenges:
            challenge.met(state)


def _sliders(demo: Demo) -> list[Slider]:
    return [control for control in demo.controls if isinstance(control, Slider)]


@pytest.mark.parametrize("id", DEMOS)
def test_pictures_fit_and_keep_their_secret(id: str) -> None:
    demo = DEMOS[id]
    for prediction in demo.predictions:
        for seed in range(40):
            view = demo.view(prediction.draw(Random(seed)))
            for width, height in ((60, 18), (42, 16)):
                assert fits(view.figure, width, height) == ()
                assert fits(view.covered, width, height) == ()
            assert view.figure.alt.startswith(view.covered.alt.rstrip("."))
            assert view.covered.alt != view.figure.alt
            assert view.covered.marks != view.figure.marks
            assert any(readout.secret for readout in view.readouts)


def test_covered_pictures_hold_no_answer() -> None:
    view = ENTROPY.view(ENTROPY.initial())
    assert not any(isinstance(mark, Points) for mark in view.covered.marks)
    assert {"bits", "nats", "as_many"} == {readout.name for readout in view.readouts if readout.secret}
    view = DIVERGENCE.view(DIVERGENCE.initial())
    assert "→" in repr(view.figure.marks)
    assert "→" not in repr(view.covered.marks)
    assert {"price", "forth", "back"} == {readout.name for readout in view.readouts if readout.secret}
    view = CLASSIFIER.view(CLASSIFIER.initial())
    (bars,) = (mark for mark in view.covered.marks if isinstance(mark, Bars))
    assert bars.heights == (2.0, 1.0, 0.0)
    assert {"p", "loss", "gradient", "perplexity"} == {readout.name for readout in view.readouts if readout.secret}


def _answers(demo: Demo, id: str) -> list[tuple[State, str, Prediction]]:
    prediction = next(one for one in demo.predictions if one.id == id)
    drawn = [prediction.draw(Random(seed)) for seed in range(300)]
    return [(state, prediction.answer(state), prediction) for state in drawn]


def test_the_more_uncertain_coin_is_the_one_with_more_entropy() -> None:
    counts: Counter[str] = Counter()
    other = _entropy(np.array([0.3, 0.7]))
    for state, answer, prediction in _answers(ENTROPY, "more-uncertain"):
        p = number(state, "p")
        h = _entropy(np.array([p, 1 - p]))
        named = "both alike" if np.isclose(h, other) else "this one" if h > other else "the 0.3 coin"
        assert answer == named
        said = [float(one) for one in re.findall(r"\$([\d.]+)\$", prediction.because(state))]
        assert said == pytest.approx([h, other], abs=0.0006)
        counts[answer] += 1
    assert set(counts) == {"this one", "the 0.3 coin", "both alike"}
    assert min(counts.values()) > 40


def test_the_size_of_the_entropy_is_right_within_its_tolerance() -> None:
    for state, answer, prediction in _answers(ENTROPY, "size"):
        assert prediction.tolerance is not None
        assert float(answer) == pytest.approx(
            _entropy(_three(number(state, "p"), 1 - number(state, "split"))), abs=6e-4
        )
        assert 0 < prediction.tolerance(state) < 0.3
        assert checked(prediction.because(state)) == 1


def _pair(state: State) -> tuple[Array, Array]:
    return (
        _three(number(state, "p1"), number(state, "p2")),
        _three(number(state, "q1"), number(state, "q2")),
    )


def test_the_price_is_never_below_the_entropy() -> None:
    counts: Counter[str] = Counter()
    for state, answer, prediction in _answers(DIVERGENCE, "price"):
        p, q = _pair(state)
        assert answer == ("equal" if np.allclose(p, q) else "above")
        assert np.allclose(p, q) or _kl(p, q) > 0.05
        said = [float(one) for one in re.findall(r"approx ([\d.]+)\$", prediction.because(state))]
        assert said == pytest.approx([_entropy(p), _entropy(p) + _kl(p, q)], abs=0.0006)
        counts[answer] += 1
    assert 0.2 < counts["equal"] / 300 < 0.45


def test_the_larger_divergence_is_asked_of_clear_cases() -> None:
    counts: Counter[str] = Counter()
    for state, answer, prediction in _answers(DIVERGENCE, "larger"):
        p, q = _pair(state)
        forth, back = _kl(p, q), _kl(q, p)
        if answer == "equal":
            assert forth == pytest.approx(back)
            assert not np.allclose(p, q)
        else:
            assert answer == ("p to q" if forth > back else "q to p")
            assert max(forth, back) >= 1.4 * min(forth, back)
        assert ("infty" in prediction.because(state)) == (inf in (forth, back))
        counts[answer] += 1
    assert set(counts) == {"p to q", "q to p", "equal"}
    assert min(counts.values()) > 40


def test_the_step_lowers_the_most_believed_wrong_class_most() -> None:
    for state, answer, _ in _answers(CLASSIFIER, "pushed"):
        moved = _z(step(state)) - _z(state)
        assert answer == f"class {int(np.argmin(moved)) + 1}"


def test_the_loss_is_right_within_its_tolerance() -> None:
    for state, answer, prediction in _answers(CLASSIFIER, "loss"):
        p = _soft(_z(state))[int(number(state, "y")) - 1]
        assert float(answer) == pytest.approx(-np.log(p), abs=6e-4)
        assert 0.2 < float(answer) < 5
        assert prediction.tolerance is not None
        assert checked(prediction.because(state)) == 1


def test_steps_go_down_and_get_there() -> None:
    assert CLASSIFIER.actions[0].key not in {"enter", "tab", "q", "r", "p", "u", "d"}
    learned = next(one for one in CLASSIFIER.challenges if one.id == "learned")
    state, last = CLASSIFIER.initial(), inf
    for _ in range(200):
        z, y = _z(state), np.eye(3)[int(number(state, "y")) - 1]
        state = CLASSIFIER.actions[0].apply(state)
        assert np.allclose(_z(state), np.clip(z - ETA * (_soft(z) - y), -6, 6), atol=1e-6)
        loss = float(readings(CLASSIFIER.view(state))["loss"])
        assert loss < last
        last = loss
        if learned.met(state):
            return
    raise AssertionError("the steps never got there")
