"""The worded questions of rung 2: their judging, and every number in them worked out again."""

from __future__ import annotations

import math
from collections import Counter
from fractions import Fraction

import numpy as np
import pytest

from lessons.answers import evaluate, judge
from lessons.model.page import Item
from tests.content.test_probability_arithmetic import checked
from tests.support.content import right_text, worded_of, words_of

WORDED = {id.partition(".")[2]: item for id, item in worded_of("probability").items()}


def _of_kind(kind: str) -> list[Item]:
    return [item for item in WORDED.values() if item.kind == kind]


def test_there_are_several_kinds() -> None:
    kinds = Counter(item.kind for item in WORDED.values())
    assert kinds.keys() == {"choice", "cloze", "expression", "order", "explain", "number", "vector"}
    assert kinds["choice"] >= 6


def test_steps_that_do_not_belong_are_refused_with_their_reason() -> None:
    (item,) = _of_kind("order")
    steps = item.answer.split()
    for option in item.options:
        if option.id in steps:
            assert not option.message
            continue
        verdict = judge(item.question, " ".join([option.id, *steps[1:]]))
        assert (verdict.mark, verdict.feedback) == ("wrong", option.message)
    assert judge(item.question, " ".join(reversed(steps))).mark == "wrong"


def test_words_in_the_wrong_gap_are_refused_with_their_reason() -> None:
    (item,) = _of_kind("cloze")
    gaps = item.answer.split()
    assert [f"[{place}]" in item.prompt for place in range(1, len(gaps) + 1)] == [True] * len(gaps)
    for option in item.options:
        for place, right in enumerate(gaps):
            if option.id != right:
                typed = " ".join([*gaps[:place], option.id, *gaps[place + 1 :]])
                verdict = judge(item.question, typed)
                assert (verdict.mark, verdict.feedback) == ("wrong", option.message)


def test_what_the_argument_says_of_softmax_is_so() -> None:
    """Positive and adding up to 1 for scores that are negative, that add up to anything, and are not rounded."""
    rng = np.random.default_rng(0)
    for z in rng.normal(-5, 10, size=(50, 4)):
        p = np.exp(z) / np.exp(z).sum()
        assert (np.exp(z) > 0).all()
        assert (p > 0).all()
        assert math.isclose(p.sum(), 1)
        assert not math.isclose(z.sum(), 1)
        assert not (p == p.round(3)).all()


def test_arithmetic_in_worded_questions_is_true() -> None:
    relations = 0
    for item in WORDED.values():
        relations += sum(map(checked, words_of(item)))
    assert relations >= 5


def test_a_narrow_bell_is_high() -> None:
    item = WORDED["variables.density"]
    top = 1 / (0.1 * math.sqrt(2 * math.pi))
    assert f"{top:.2f}" in item.prompt
    inside = math.erf(0.005 / (0.1 * math.sqrt(2)))
    assert math.isclose(inside, 0.0399, abs_tol=5e-5)
    assert "times the width" in right_text(item)


def test_a_streak_says_nothing_about_an_independent_flip() -> None:
    item = WORDED["conditional.streak"]
    rows = [[(n >> place) & 1 for place in range(6)] for n in range(64)]
    streak = [row for row in rows if all(row[:5])]
    assert Fraction(sum(row[5] for row in streak), len(streak)) == Fraction(1, 2)
    assert right_text(item) == "One half"
    assert r"\frac{1}{64}" in item.options[3].text


def test_uncorrelated_and_yet_dependent() -> None:
    x = np.array([-1.0, 0.0, 1.0])
    y = x**2
    assert np.cov(x, y, ddof=0)[0, 1] == 0
    assert np.mean(y == 0) == pytest.approx(1 / 3)
    assert np.mean(y[x == 0] == 0) == 1
    assert right_text(WORDED["conditional.uncorrelated"]).startswith("No: knowing")


def test_bayes_in_letters_is_a_count_of_heads() -> None:
    item = WORDED["bayes.formula"]
    for p, s, f in ((0.01, 0.9, 0.09), (0.3, 0.5, 0.2), (0.6, 1.0, 0.4)):
        flagged = np.array([p, 1 - p]) * [s, f]
        names = {"p": p, "s": s, "f": f}
        assert math.isclose(evaluate(item.answer, names), flagged[0] / flagged.sum())
    assert f"about {evaluate(item.answer, {'p': 0.01, 's': 0.9, 'f': 0.09}):.3f}" in item.explanation
    for other in ("s p / (f (1 - p) + s p)", "1 / (1 + (1-p) f / (p s))", r"\frac{ps}{ps + f - pf}"):
        assert judge(item.question, other).mark == "right", other


def test_the_log_likelihood_in_letters_adds_logs() -> None:
    item = WORDED["likelihood.formula"]
    for theta, heads, tails in ((0.2, 3, 4), (0.7, 7, 3)):
        each = np.where(np.repeat([1, 0], [heads, tails]) == 1, theta, 1 - theta)
        assert math.isclose(evaluate(item.answer, {"θ": theta, "h": heads, "t": tails}), np.log(each).sum())
    for other in ("t log(1-theta) + h log(theta)", "ln(θ^h (1-θ)^t)", r"h \ln \theta + t \ln(1 - \theta)"):
        assert judge(item.question, other).mark == "right", other


def test_likelihoods_of_ten_flips() -> None:
    item = WORDED["likelihood.posterior"]
    high, fair = 0.7**7 * 0.3**3, 0.5**10
    assert f"about {high:.4f}" in item.prompt
    assert f"about {round(fair, 4)}" in item.prompt
    assert f"about {high / fair:.1f} times" in right_text(item)
    thetas = np.linspace(0, 1, 100_001)
    assert np.trapezoid(thetas**7 * (1 - thetas) ** 3, thetas) < 0.001


def test_products_underflow_and_sums_do_not() -> None:
    item = WORDED["likelihood.underflow"]
    assert np.prod(np.full(400, 0.1)) == 0
    assert f"`{np.log(np.full(400, 0.1)).sum():.2f}`" in right_text(item)
    assert 1e-323 > 0 == 1e-325


def test_a_shift_changes_nothing_and_doubling_squares() -> None:
    z = np.array([1.0, 2.0, 3.0])
    p = np.exp(z) / np.exp(z).sum()
    assert ", ".join(f"{share:.3f}" for share in p) in WORDED["softmax.shift"].prompt
    q = np.exp(z + 100) / np.exp(z + 100).sum()
    assert np.allclose(p, q)
    assert right_text(WORDED["softmax.shift"]) == "Exactly the same"
    gap = math.log(3)
    assert math.isclose(math.exp(2 * gap), 9)
    assert right_text(WORDED["softmax.double"]) == "Nine times as likely"


def test_the_naive_softmax_overflows_and_the_shifted_one_does_not() -> None:
    z = np.array([1001.0, 1002.0, 1003.0])
    with np.errstate(over="ignore", invalid="ignore"):
        assert np.isnan(np.exp(z) / np.exp(z).sum()).all()
        assert np.isinf(np.exp(710.0))
    assert np.isfinite(np.exp(709.0))
    assert 1001 / math.log(10) == pytest.approx(434.7, abs=0.05)
    with pytest.raises(OverflowError):
        math.exp(1001)
    assert right_text(WORDED["softmax.naive"]).startswith("`[nan nan nan]`")


def test_a_share_is_a_gap_of_scores() -> None:
    item = WORDED["softmax.confidence"]
    gap = math.log(0.98 / 0.02)
    assert f"about {gap:.1f} above" in right_text(item)
    assert math.isclose(math.exp(3.9), 49, rel_tol=0.01)
