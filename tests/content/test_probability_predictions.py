"""What the demos of rung 2 ask before they show: the answers worked out again, and every option right now and then."""

from __future__ import annotations

from collections import Counter
from random import Random
from statistics import NormalDist

import numpy as np
import pytest

from lessons.model.demo import Demo, Prediction, State, number
from lessons.probability.demos import BAYES, DISTRIBUTION, LIKELIHOOD, SOFTMAX
from tests.content.test_probability_arithmetic import checked
from tests.support.content import Array


def _answers(demo: Demo, id: str) -> tuple[Prediction, list[tuple[State, str]]]:
    prediction = next(one for one in demo.predictions if one.id == id)
    drawn = [prediction.draw(Random(seed)) for seed in range(200)]
    return prediction, [(state, prediction.answer(state)) for state in drawn]


def _spread(prediction: Prediction, answers: list[tuple[State, str]], least: float) -> None:
    """Every option is right for at least this share of the draws."""
    counts = Counter(answer for _, answer in answers)
    assert set(counts) == set(prediction.options)
    assert min(counts.values()) >= least * len(answers), counts


def test_whether_the_density_exceeds_one() -> None:
    prediction, answers = _answers(DISTRIBUTION, "top")
    for state, answer in answers:
        top = NormalDist(0, number(state, "sigma")).pdf(0)
        assert answer == ("above 1" if top > 1 else "below 1")
        assert abs(top - 1) > 0.2
        assert f"{top:.2f}" in prediction.because(state)
    _spread(prediction, answers, 0.3)


def test_what_share_lies_within_the_lines() -> None:
    prediction, answers = _answers(DISTRIBUTION, "inside")
    for state, answer in answers:
        law = NormalDist(0, number(state, "sigma"))
        share = law.cdf(number(state, "w")) - law.cdf(-number(state, "w"))
        expected = {"about 68 %": 0.683, "about 95 %": 0.954, "more than 99 %": 0.997}[answer]
        assert share == pytest.approx(expected, abs=0.001)
        assert f"{share:.3f}" in prediction.because(state)
    _spread(prediction, answers, 0.2)


def _posterior(state: State) -> tuple[float, float, float]:
    d, s, f = (number(state, name) / 100 for name in ("prior", "sensitivity", "alarm"))
    return d * s, (1 - d) * f, d * s / (d * s + (1 - d) * f)


def test_who_is_in_the_majority_among_the_positive() -> None:
    prediction, answers = _answers(BAYES, "more")
    for state, answer in answers:
        hit, false, _ = _posterior(state)
        assert answer == ("the ill" if hit > false else "the healthy")
        assert max(hit, false) / min(hit, false) > 1.3
        assert checked(prediction.because(state)) == 2
    _spread(prediction, answers, 0.3)


def test_how_probable_it_is_to_be_ill() -> None:
    prediction, answers = _answers(BAYES, "size")
    for state, answer in answers:
        _, _, found = _posterior(state)
        place = int(np.searchsorted([0.2, 0.5, 0.8], found))
        assert answer == prediction.options[place]
        assert min(abs(found - edge) for edge in (0.2, 0.5, 0.8)) > 0.05
        assert f"or {found:.3f}." in prediction.because(state)
    _spread(prediction, answers, 0.1)


def test_which_side_the_peak_is_on() -> None:
    prediction, answers = _answers(LIKELIHOOD, "side")
    for state, answer in answers:
        heads, tails, theta = (number(state, name) for name in ("heads", "tails", "theta"))
        slope = heads / theta - tails / (1 - theta)
        expected = "here" if abs(slope) < 1e-6 else "to the right" if slope > 0 else "to the left"
        assert answer == expected
        assert f"about {heads / (heads + tails):.2f}" in prediction.because(state)
    _spread(prediction, answers, 0.1)


def test_where_the_peak_is() -> None:
    prediction, answers = _answers(LIKELIHOOD, "peak")
    assert prediction.tolerance is not None
    for state, answer in answers:
        flips = np.repeat([1, 0], [int(number(state, "heads")), int(number(state, "tails"))])
        assert float(answer) == pytest.approx(flips.mean(), abs=1e-5)
        assert f"{flips.mean():.3f}" in prediction.because(state)
        assert prediction.tolerance(state) == 0.03


def _shares(z: Array) -> Array:
    raised = np.exp(z - z.max())
    found: Array = raised / raised.sum()
    return found


def test_what_a_constant_and_a_temperature_do_to_the_largest_share() -> None:
    prediction, answers = _answers(SOFTMAX, "change")
    for state, answer in answers:
        bare = np.array([number(state, name) for name in ("z1", "z2", "z3")])
        before, after = _shares(bare).max(), _shares((bare + number(state, "c")) / number(state, "T")).max()
        assert number(state, "c") != 0
        same = np.isclose(before, after)
        assert answer == ("the same" if same else "larger" if after > before else "smaller")
        assert same or abs(before - after) > 0.005
        assert f"{before:.3f} before, {after:.3f} now" in prediction.because(state)
    _spread(prediction, answers, 0.2)


def test_how_many_times_as_large_the_first_share_is() -> None:
    prediction, answers = _answers(SOFTMAX, "ratio")
    assert prediction.tolerance is not None
    for state, answer in answers:
        z = np.array([number(state, name) for name in ("z1", "z2", "z3")])
        p = _shares(z / number(state, "T"))
        assert float(answer) == pytest.approx(p[0] / p[1], rel=1e-5)
        assert prediction.tolerance(state) == pytest.approx(0.2 * p[0] / p[1])
        assert checked(prediction.because(state)) >= 1
    assert len({answer for _, answer in answers}) == 3
