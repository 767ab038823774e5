"""The worded questions of rung 4: each judges its own answers, and what it claims is worked out with NumPy."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest

from lessons.answers import judge
from lessons.model.page import Item
from tests.content.test_information_theory_arithmetic import checked
from tests.support.content import Array, right_text, worded_of, words_of

RUNG = "information_theory"
WORDED = {id.removeprefix(f"{RUNG}."): item for id, item in worded_of(RUNG).items()}


def _entropy(p: Array | list[float]) -> float:
    return -sum(float(x) * float(np.log2(x)) for x in p if x > 0)


def test_arithmetic_in_worded_questions_is_true() -> None:
    found = 0
    for item in WORDED.values():
        found += sum(map(checked, words_of(item)))
    assert found >= 4


def test_the_fourth_exercise_comes_out() -> None:
    item = WORDED["entropy.exercise"]
    fair, bent = _entropy([0.5, 0.5]), _entropy([0.9, 0.1])
    expected = {
        "other-coin": bent,
        "nats-for-one": 1 - bent * np.log(2),
        "nats-for-both": (fair - bent) * np.log(2),
        "wrong-way": bent - fair,
    }
    assert float(item.answer) == pytest.approx(fair - bent, abs=1e-4)
    assert {rule.id: float(rule.answer) for rule in item.wrong_rules} == pytest.approx(expected, abs=1e-4)
    assert judge(item.question, "0.531").mark == "right"
    assert judge(item.question, "1 + 0.9 log2(0.9) + 0.1 log2(0.1)").mark == "right"
    assert f"{bent:.3f}" in item.explanation


@pytest.mark.parametrize(
    "typed",
    [
        "-p log2 p - (1-p) log2(1-p)",
        "p log2(1/p) + (1-p) log2(1/(1-p))",
        "-(p ln p + (1-p) ln(1-p))/ln 2",
        "-p log p - (1 - p) log(1 - p)",
        "H = -p log_2(p) - (1-p) log_2(1-p)",
    ],
)
def test_the_entropy_formula_is_known_in_every_dress(typed: str) -> None:
    assert judge(WORDED["entropy.formula"].question, typed.removeprefix("H = ")).mark == "right"


def test_entropy_in_words_has_no_other_filling() -> None:
    item = WORDED["entropy.meaning"]
    assert [one.text for one in item.options if one.id in item.answer.split()] == [
        "certain", "average", "probability", "equally likely",
    ]  # fmt: skip
    for gap, word in ((0, "c"), (1, "g"), (2, "e"), (3, "e")):
        filled = item.answer.split()
        filled[gap] = word
        verdict = judge(item.question, " ".join(filled))
        assert verdict.mark == "wrong"
        assert verdict.feedback == next(one.message for one in item.options if one.id == word)


def _orders(item: Item) -> set[tuple[str, ...]]:
    """The orders of the right steps that keep every pair of `before`."""
    steps = item.answer.split()
    return {
        order
        for order in permutations(steps)
        if all(order.index(first) < order.index(then) for first, then in item.before)
    }


@pytest.mark.parametrize(("name", "orders"), [("nll.derivation", 4), ("end_to_end.order", 2)])
def test_derivations_may_be_given_in_every_order_that_makes_sense(name: str, orders: int) -> None:
    item = WORDED[name]
    good = _orders(item)
    assert len(good) == orders
    for order in permutations(item.answer.split()):
        assert (judge(item.question, " ".join(order)).mark == "right") == (order in good)
    for option in item.options:
        if option.id not in item.answer.split():
            verdict = judge(item.question, f"{item.answer} {option.id}")
            assert (verdict.mark, verdict.feedback) == ("wrong", option.message)
            assert option.message


def test_the_steps_of_the_derivation_are_equal_on_data_and_the_false_ones_are_not() -> None:
    q, data = np.array([0.2, 0.5, 0.3]), np.array([1, 1, 0, 2, 1, 0])
    n, counts = len(data), np.bincount(data)
    share = counts / n
    nll = -np.log(np.prod(q[data])) / n
    true = {"d": nll, "b": -sum(np.log(q[y]) for y in data) / n, "h": -(counts @ np.log(q)) / n}
    true |= {"a": -(share @ np.log(q)), "e": -sum(s * np.log(x) for s, x in zip(share, q, strict=True))}
    false = {"c": -np.prod(np.log(q[data])) / n, "g": -(q @ np.log(share)), "i": -np.log(q[data].mean())}
    assert all(value == pytest.approx(nll) for value in true.values())
    assert all(abs(value - nll) > 0.01 for value in false.values())
    item = WORDED["nll.derivation"]
    assert {*true, "f"} == set(item.answer.split())
    assert {one.id for one in item.options} - {*true, "f"} == false.keys()


@pytest.mark.parametrize(
    "typed", ["z := z + eta (y - p)", "z = z - η(p - y)", r"z \gets z - \eta (p - y)", "z <- z - eta p + eta y"]
)
def test_the_step_on_the_logits_is_known_in_every_dress(typed: str) -> None:
    assert judge(WORDED["classifier_loss.rule"].question, typed).mark == "right"


def test_a_bent_coin_is_less_uncertain_and_its_surprise_is_what_is_said() -> None:
    item = WORDED["entropy.bent"]
    assert "fair" in right_text(item)
    assert _entropy([0.5, 0.5]) > _entropy([0.9, 0.1]) == pytest.approx(0.469, abs=0.0005)
    assert -np.log2(0.1) == pytest.approx(3.3, abs=0.05)


def test_a_perfect_model_pays_the_entropy_and_no_model_less() -> None:
    p, rng = np.array([0.5, 0.3, 0.2]), np.random.default_rng(1)
    floor = -(p @ np.log2(p))
    assert all(-(p @ np.log2(q)) >= floor for q in rng.dirichlet([1, 1, 1], 500))
    assert "entropy" in right_text(WORDED["cross_entropy.perfect"])


def test_a_divergence_is_no_distance_and_infinite_where_the_belief_says_never() -> None:
    assert "exchanging" in right_text(WORDED["kl.distance"])
    p, q = np.array([0.5, 0.5]), np.array([1.0, 0.0])
    assert sum(b * np.log2(b / a) for a, b in zip(p, q, strict=True) if b) == 1
    with np.errstate(divide="ignore"):
        assert np.isinf(sum(a * np.log2(a / b) for a, b in zip(p, q, strict=True)))
    assert right_text(WORDED["kl.infinite"]).startswith(r"$\mathrm{KL}(\mathbf q")


def test_a_one_hot_label_leaves_the_true_class() -> None:
    p, q = np.array([0.0, 1.0, 0.0]), np.array([0.2, 0.5, 0.3])
    values = {"a": -np.log(q).sum(), "b": -(q @ np.log(q)), "c": -np.log(0.5), "d": 0.0}
    item = WORDED["nll.onehot"]
    assert [id for id, value in values.items() if np.isclose(value, -(p @ np.log(q)))] == [item.answer]
