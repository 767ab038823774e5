"""Information theory: what items, pages and demos say is worked out a second time, in another way."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from itertools import permutations
from math import inf
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lessons.answers import evaluate, judge
from lessons.information_theory import (
    items_classifier,
    items_cross_entropy,
    items_divergence_directions,
    items_entropy,
    items_kl,
    items_nll,
    items_sgd_step,
    items_surprisal,
)
from lessons.information_theory.demo_classifier import ETA
from lessons.information_theory.demo_classifier import step as descent_step
from lessons.information_theory.demos import CLASSIFIER, DIVERGENCE, ENTROPY
from lessons.model.computed_item import ItemDraw, draw, first_unambiguous
from lessons.model.demo import Demo, Prediction, State, number
from lessons.model.figure import Bars, Label, Line, Points
from lessons.model.misconception import Value
from lessons.model.page import (
    Formula,
    Item,
)
from tests.support.arithmetic import leading_value, log_checked, log_value_of
from tests.support.content import (
    CHECKLIST_ITEMS,
    SEEDS,
    Array,
    Found,
    Numbers,
    Oracle,
    as_array,
    check_another_way,
    core_computed_of,
    figure_of,
    pages_of,
    readings,
    right_text,
    said_on,
    same,
    spans_of,
    texts_of,
    worded_of,
)
from tests.support.demos import GOALS, moved_to
from tests.support.information_oracles import ORACLES as SECOND

# Oracles.

COMPUTED = core_computed_of("information_theory")


def _bits(p: Array, q: Array) -> float:
    """H(p, q) in bits, by a loop."""
    return -sum(float(a) * float(np.log2(b)) for a, b in zip(p, q, strict=True))


def _surprisal(g: Numbers) -> Found:
    p = float(g["p"])
    return {
        "answer": float(np.log2(1 / p)),
        "minus-lost": float(np.log2(p)),
        "nats-for-bits": float(np.log(1 / p)),
        "base-ten": float(np.log10(1 / p)),
        "one-over-p": 1 / p,
        "one-minus-p": 1 - p,
    }


def _independent(g: Numbers) -> Found:
    p = 0.5 ** g["powers"]
    each = -np.log2(p)
    return {
        "answer": float(-np.log2(p.prod())),
        "multiplies-the-bits": float(each.prod()),
        "averages": float(each.mean()),
        "largest-only": float(each.max()),
        "adds-the-probabilities": float(-np.log2(p.sum())),
    }


def _nats(g: Numbers) -> Found:
    x = float(g["nats"])
    return {
        "answer": float(np.log2(np.exp(x))),
        "other-way": x * float(np.log(2)),
        "same-number": x,
        "base-ten": float(np.log10(np.exp(x))),
        "halves": x / 2,
    }


def _coin(g: Numbers) -> Found:
    p = float(g["p"])
    both = np.array([p, 1 - p])
    h, likely = _bits(both, both), max(p, 1 - p)
    return {
        "answer": h,
        "minus-lost": -h,
        "ln-called-bits": float(-(both * np.log(both)).sum()),
        "one-term": -likely * float(np.log2(likely)),
        "no-weights": float(-np.log2(both).sum()),
        "likely-side": -float(np.log2(likely)),
    }


def _equal(g: Numbers) -> Found:
    n = int(g["n"])
    p = np.full(n, 1 / n)
    h = _bits(p, p)
    return {
        "answer": h,
        "counts-the-outcomes": n,
        "ln-called-bits": float(-(p * np.log(p)).sum()),
        "one-term": h / n,
        "minus-lost": -h,
    }


def _cross(g: Numbers) -> Found:
    p, q = g["p"], g["q"]
    h = _bits(p, q)
    return {
        "answer": h,
        "swapped": _bits(q, p),
        "entropy-of-p": _bits(p, p),
        "entropy-of-q": _bits(q, q),
        "ln-called-bits": float(-(p @ np.log(q))),
        "no-weights": float(-np.log2(q).sum()),
        "minus-lost": -h,
    }


def _kl(g: Numbers) -> Found:
    p, q = g["p"], g["q"]
    waste = _bits(p, q) - _bits(p, p)
    return {
        "answer": waste,
        "other-direction": _bits(q, p) - _bits(q, q),
        "entropy-difference": _bits(q, q) - _bits(p, p),
        "cross-entropy": _bits(p, q),
        "upside-down": -waste,
        "ln-called-bits": float(p @ np.log(p / q)),
        "no-weights": float(np.log2(p / q).sum()),
        "entropy-of-p": _bits(p, p),
    }


def _split(g: Numbers) -> Found:
    h, cost = float(g["entropy"]), float(g["cross"])
    return {
        "answer": cost - h,
        "whole-price": cost,
        "the-floor": h,
        "adds": h + cost,
        "below-zero": h - cost,
        "ratio": cost / h,
    }


def _batch(g: Numbers) -> Found:
    q, labels = g["Q"], g["labels"].astype(int) - 1
    true = q[np.arange(len(q)), labels]
    hot = np.eye(q.shape[1])[labels]
    total = float(-np.log(true).sum())
    return {
        "answer": total / len(q),
        "scores-the-argmax": float(-np.log(q.max(axis=1)).mean()),
        "one-minus-q": float((1 - true).mean()),
        "brier": float(((q - hot) ** 2).sum(axis=1).mean()),
        "divides-by-the-classes": total / q.shape[1],
        "log-of-the-mean": float(-np.log(true.mean())),
        "never-divides": total,
    }


def _both(g: Numbers) -> Found:
    n, k, q = int(g["flips"]), int(g["heads"]), float(g["q"])
    flips = np.array([q] * k + [1 - q] * (n - k))
    model, share = np.array([q, 1 - q]), np.array([k, n - k]) / n
    likelihood = float(flips.prod())
    assert np.isclose(-np.log(flips).mean(), -(share @ np.log(model)))
    return {
        "answer": -float(np.log(likelihood)) / n,
        "sum-not-mean": -float(np.log(likelihood)),
        "likelihood-itself": likelihood,
        "entropy-of-the-data": float(-(share @ np.log(share))),
        "swapped": float(-(model @ np.log(share))),
        "log-of-the-mean": float(-np.log(flips.mean())),
        "tails-for-heads": float(-(share @ np.log(model[::-1]))),
    }


def _soft(z: Array) -> Array:
    raised = np.exp(z)
    return np.asarray(raised / raised.sum())


def _loss(g: Numbers) -> Found:
    z, at = g["z"], int(g["label"]) - 1
    p = _soft(z)
    found: dict[str, Array | float] = {
        "answer": float(np.log(np.exp(z).sum()) - z[at]),
        "scores-the-argmax": float(-np.log(p.max())),
        "one-minus-p": float(1 - p[at]),
        "log2-called-nats": float(-np.log2(p[at])),
        "minus-lost": float(np.log(p[at])),
        "stops-at-softmax": float(p[at]),
        "averages-the-classes": float(-np.log(p[at]) / 3),
    }
    if z.sum() > 0 and z[at] > 0:
        found["no-exp"] = float(-np.log(z[at] / z.sum()))
    return found


def _gradient(g: Numbers) -> Found:
    p, at = g["p"], int(g["label"]) - 1
    z, y, step = np.log(p), np.eye(3)[at], 1e-6
    slope = np.array([
        (-np.log(_soft(z + step * e)[at]) + np.log(_soft(z - step * e)[at])) / (2 * step) for e in np.eye(3)
    ])  # fmt: skip
    assert np.allclose(slope, p - y, atol=1e-6)
    return {
        "answer": p - y,
        "label-minus-output": y - p,
        "forgets-the-label": p,
        "true-class-alone": (p - y) * y,
        "adds-the-label": p + y,
    }


def _perplexity(g: Numbers) -> Found:
    p = 0.5 ** g["powers"]
    bits = float(-np.log2(p).mean())
    return {
        "answer": float(np.exp(-np.log(p).mean())),
        "stops-at-the-mean": bits,
        "wrong-base": float(np.exp(bits)),
        "averages-the-odds": float((1 / p).mean()),
        "never-averages": float(1 / p.prod()),
        "upside-down": float(p.prod() ** (1 / 3)),
    }


def _forward(g: Numbers) -> Found:
    w, x, at = g["W"], g["x"], int(g["label"]) - 1
    z = w @ x
    p = _soft(z)
    return {
        "answer": float(-np.log(p[at])),
        "other-class": float(-np.log(p[1 - at])),
        "down-the-columns": float(-np.log(_soft(w.T @ x)[at])),
        "stops-at-softmax": float(p[at]),
        "log2-called-nats": float(-np.log2(p[at])),
        "no-normalising": -float(z[at]),
    }


def _outer(g: Numbers) -> Found:
    p, at, x = g["p"], int(g["label"]) - 1, g["x"]
    error = p - np.eye(2)[at]
    return {
        "answer": np.outer(error, x),
        "transposed": np.outer(x, error),
        "label-minus-output": -np.outer(error, x),
        "forgets-the-label": np.outer(p, x),
        "entry-by-entry": error * x,
        "no-input": error,
    }


def _update(g: Numbers) -> Found:
    w, slope, eta = g["W"], g["G"], float(g["eta"])
    return {
        "answer": w - eta * slope,
        "climbs": w + eta * slope,
        "no-step-size": w - slope,
        "step-alone": -eta * slope,
        "divides-by-eta": w - slope / eta,
    }


ORACLES: dict[str, Oracle] = {
    "information_theory.surprisal.bits": _surprisal,
    "information_theory.surprisal.independent": _independent,
    "information_theory.surprisal.nats": _nats,
    "information_theory.entropy.coin": _coin,
    "information_theory.entropy.equal": _equal,
    "information_theory.cross_entropy.compute": _cross,
    "information_theory.kl.compute": _kl,
    "information_theory.kl.split": _split,
    "information_theory.nll.batch": _batch,
    "information_theory.nll.both": _both,
    "information_theory.classifier_loss.loss": _loss,
    "information_theory.classifier_loss.gradient": _gradient,
    "information_theory.classifier_loss.perplexity": _perplexity,
    "information_theory.end_to_end.forward": _forward,
    "information_theory.end_to_end.outer": _outer,
    "information_theory.end_to_end.update": _update,
}


@pytest.mark.parametrize("item_id", ORACLES)
def test_answers_and_misconceptions_come_out_the_same_by_another_way(item_id: str) -> None:
    check_another_way(COMPUTED[item_id], ORACLES[item_id])


# Practice.

WORDED = worded_of("information_theory")


def _back(g: Numbers) -> Found:
    """By way of the probability that has this surprisal."""
    bits = float(g["bits"])
    p = 0.5**bits
    return {
        "answer": float(-np.log(p)),
        "other-way": float(np.log2(np.exp(bits))),
        "same-number": bits,
        "base-ten": float(-np.log10(p)),
        "halves": bits / 2,
    }


def _tokens(g: Numbers) -> Found:
    """By way of a text in which every word has the same probability."""
    total, count = float(g["total"]), int(g["count"])
    p = np.full(count, np.exp(-total / count))
    mean = float(-np.log(p).mean())
    return {
        "answer": float(1 / np.exp(np.log(p).mean())),
        "stops-at-the-mean": mean,
        "wrong-base": float(np.exp2(mean)),
        "upside-down": float(p[0]),
        "never-averages": float(-np.log(p).sum()),
    }


def _mean_surprisal(p: Array, q: Array) -> float:
    return float(sum(weight * np.log2(1 / believed) for weight, believed in zip(p, q, strict=True)))


def _both_practice(g: Numbers) -> Found:
    p, q = g["p"], g["q"]
    there = _mean_surprisal(p, q) - _mean_surprisal(p, p)
    back = _mean_surprisal(q, p) - _mean_surprisal(q, q)
    gap = _mean_surprisal(q, q) - _mean_surprisal(p, p)
    return {
        "answer": np.array([there, back]),
        "swapped": np.array([back, there]),
        "symmetric": np.array([there, there]),
        "entropy-differences": np.array([gap, -gap]),
        "cross-entropies": np.array([_mean_surprisal(p, q), _mean_surprisal(q, p)]),
        "ln-called-bits": np.array([there, back]) * np.log(2),
    }


PRACTICE_ORACLES: dict[str, Oracle] = {
    "information_theory.surprisal.back": _back,
    "information_theory.classifier_loss.tokens": _tokens,
    "information_theory.kl.both": _both_practice,
}


def test_every_computed_question_of_the_rung_is_worked_out_a_second_time() -> None:
    assert PRACTICE_ORACLES.keys() | ORACLES.keys() | SECOND.keys() == COMPUTED.keys() - CHECKLIST_ITEMS
    assert not PRACTICE_ORACLES.keys() & ORACLES.keys()


@pytest.mark.parametrize("item_id", PRACTICE_ORACLES)
def test_answers_and_misconceptions_come_out_the_same_by_another_way_practice(item_id: str) -> None:
    check_another_way(COMPUTED[item_id], PRACTICE_ORACLES[item_id])


def test_both_directions_on_known_numbers() -> None:
    made = items_divergence_directions.both((0.9, 0.1), (0.5, 0.5))
    assert same(made.answer, (0.531, 0.737), 0.0006)
    found = {wrong.id: as_array(wrong.answer) for wrong in made.misconceptions}
    assert found["symmetric"] == pytest.approx([0.531, 0.531], abs=0.0006)
    assert found["entropy-differences"] == pytest.approx([0.531, -0.531], abs=0.0006)


def test_another_base_scales_a_loss_and_leaves_its_lowest_point() -> None:
    data = np.array([1, 1, 0, 1])
    grid = np.linspace(0.01, 0.99, 99)
    each = np.where(data[:, None] == 1, grid, 1 - grid)
    nats, bits = -np.log(each).mean(axis=0), -np.log2(each).mean(axis=0)
    assert nats.argmin() == bits.argmin()
    assert bits / nats == pytest.approx(1 / np.log(2))
    item = WORDED["information_theory.surprisal.base"]
    assert f"about {1 / np.log(2):.2f}, and the best model is the same" in right_text(item)
    assert f"about {np.log(2):.2f}" in next(option.text for option in item.options if option.id == "c")


def test_half_the_perplexity_is_one_bit_less() -> None:
    for high in (20, 2000):
        assert np.log2(high) - np.log2(high / 2) == pytest.approx(1)
    assert "1 bit" in right_text(WORDED["information_theory.classifier_loss.halved"])


@pytest.mark.parametrize("z", [(2.0, 1.0, 0.0), (-1.0, 0.5, 3.0), (0.0, 0.0, 0.0)])
def test_the_loss_in_letters_is_the_surprisal_of_softmax(z: tuple[float, ...]) -> None:
    item = WORDED["information_theory.classifier_loss.letters"]
    names = dict(zip(("z1", "z2", "z3"), z, strict=True))
    raised = np.exp(np.array(z))
    p = raised / raised.sum()
    expected = {
        "stops-at-softmax": p[0], "minus-lost": np.log(p[0]), "forgets-the-score": np.log(raised.sum()),
        "only-the-others": np.log(raised[1:].sum()) - z[0],
    }  # fmt: skip
    assert evaluate(item.answer, names) == pytest.approx(-np.log(p[0]))
    assert {rule.id: evaluate(rule.answer, names) for rule in item.wrong_rules} == pytest.approx(expected)


@pytest.mark.parametrize("typed", ["ln(1 + e^(z2-z1) + e^(z3-z1))", "-ln(e^{z1}/(e^{z1}+e^{z2}+e^{z3}))"])
def test_the_loss_in_letters_is_known_in_other_dresses(typed: str) -> None:
    assert judge(WORDED["information_theory.classifier_loss.letters"].question, typed).mark == "right"


# Items.

WORKSHEETS = {
    "information_theory.entropy.coin": 5,
    "information_theory.cross_entropy.compute": 4,
    "information_theory.kl.compute": 3,
    "information_theory.nll.both": 5,
    "information_theory.classifier_loss.loss": 6,
    "information_theory.end_to_end.forward": 4,
    "information_theory.surprisal.back": 2,
    "information_theory.classifier_loss.tokens": 2,
    "information_theory.kl.both": 4,
}


@pytest.mark.parametrize("item_id", [item_id for item_id, one in COMPUTED.items() if one.rule])
def test_one_figure_fewer_than_promised_is_not_enough(item_id: str) -> None:
    refused = 0
    for seed in SEEDS:
        made, item = first_unambiguous(COMPUTED[item_id], seed), draw(COMPUTED[item_id], seed)
        answer = np.atleast_1d(as_array(made.answer))
        places = 2 if "two decimals" in item.prompt else 3
        assert np.abs(answer).max() < 10  # four figures then hold three decimals
        typed = ", ".join(f"{one:.{places - 1}f}" for one in answer)
        refused += judge(item.question, typed).mark != "right"
    assert refused > 5


@pytest.mark.parametrize("item_id", WORKSHEETS)
def test_rounding_to_four_decimals_on_the_way_costs_nothing(item_id: str) -> None:
    for seed in SEEDS:
        item = draw(COMPUTED[item_id], seed)
        cells: list[float] = []
        for step in item.steps:
            if step.lead:
                value = step.follow(tuple(cells)) if step.follow else float(step.value)
                cells.append(round(value, 4))
        places = 2 if "two decimals" in item.prompt else 3
        entries = np.atleast_1d(as_array(first_unambiguous(COMPUTED[item_id], seed).answer)).size
        typed = ", ".join(f"{one:.{places}f}" for one in cells[-entries:])
        assert judge(item.question, typed).mark == "right", (item_id, seed, cells)


def test_a_formula_typed_into_a_number_box_counts() -> None:
    item = items_entropy.coin(90)
    template = COMPUTED["information_theory.entropy.coin"]
    question = next(one for seed in SEEDS if (one := draw(template, seed)).prompt == item.prompt).question
    for typed in ("-.9 log2(.9) - .1 log2(.1)", "0.469", "(-.9 ln .9 - .1 ln .1)/ln 2"):
        assert judge(question, typed).mark == "right", typed


@pytest.mark.parametrize("item_id", sorted(COMPUTED.keys() - CHECKLIST_ITEMS))
def test_numbers_quoted_in_texts_are_true(item_id: str) -> None:
    chains = 0
    for seed in SEEDS:
        made = first_unambiguous(COMPUTED[item_id], seed)
        chains += sum(log_checked(text) for text in texts_of(made))
        for wrong in made.misconceptions:
            quoted = leading_value(wrong.message, log_value_of)
            if quoted is not None:
                given = as_array(wrong.answer)
                given = given if given.shape == quoted.shape else given[0]
                assert np.allclose(given, quoted, rtol=0, atol=0.00051), (item_id, seed, wrong.id)
    assert chains >= len(SEEDS)


@pytest.mark.parametrize("item_id", [*WORKSHEETS, "information_theory.nll.batch"])
def test_a_worksheet_ends_in_what_follows(item_id: str) -> None:
    for seed in SEEDS:
        steps = [step for step in draw(COMPUTED[item_id], seed).steps if step.lead]
        assert len(steps) == WORKSHEETS.get(item_id, len(steps))
        assert len(steps) >= 2
        assert steps[-1].follow is not None


def test_an_error_in_a_cell_is_carried_forward() -> None:
    steps = [step for step in items_entropy.coin(90).steps if step.lead]
    wrong_surprisal = (0.2, 3.322)
    assert steps[2].follow is not None
    assert steps[3].follow is not None
    assert steps[4].follow is not None
    heads, tails = steps[2].follow(wrong_surprisal), steps[3].follow(wrong_surprisal)
    assert np.isclose(heads, 0.9 * 0.2)
    assert np.isclose(tails, 0.1 * 3.322)
    assert np.isclose(steps[4].follow((*wrong_surprisal, heads, tails)), 0.5122)


@pytest.mark.parametrize("item_id", sorted(COMPUTED.keys() - CHECKLIST_ITEMS))
def test_draws_vary_and_answers_are_finite(item_id: str) -> None:
    results, drawn = set(), set()
    for seed in range(200):
        made = first_unambiguous(COMPUTED[item_id], seed)
        answer = as_array(made.answer)
        assert np.isfinite(answer).all()
        assert answer.any()
        assert np.abs(answer).max() <= 128
        results.add(tuple(answer.ravel().tolist()))
        drawn.add(repr(made.given))
    assert len(results) >= 6
    assert len(drawn) >= 12


LEARNING = [
    (
        items_entropy.coin(90),
        0.469,
        {"minus-lost": -0.469, "ln-called-bits": 0.325, "one-term": 0.137, "no-weights": 3.474, "likely-side": 0.152},
    ),
    (items_entropy.equal(4), 2, {"counts-the-outcomes": 4}),
    (
        items_cross_entropy.cross((0.5, 0.25, 0.25), (0.25, 0.25, 0.5)),
        1.75,
        {"entropy-of-p": 1.5, "swapped": 1.75},
    ),
    (items_kl.kl((0.9, 0.1), (0.5, 0.5)), 0.531, {"other-direction": 0.737, "entropy-difference": 0.531}),
    (
        items_nll.batch(((0.7, 0.2, 0.1), (0.1, 0.3, 0.6)), (1, 2)),
        0.780,
        {
            "scores-the-argmax": 0.434,
            "one-minus-q": 0.5,
            "brier": 0.5,
            "divides-by-the-classes": 0.520,
            "log-of-the-mean": 0.693,
            "never-divides": 1.561,
        },
    ),
    (items_classifier.loss((2, 1, 0), 2), 1.408, {"scores-the-argmax": 0.408}),
    (items_surprisal.bits(0.5), 1, {"minus-lost": -1, "nats-for-bits": 0.693}),
    (items_sgd_step.outer((0.2, 0.8), 1, (1, 2)), ((-0.8, -1.6), (0.8, 1.6)), {"entry-by-entry": (-0.8, 1.6)}),
]


@pytest.mark.parametrize(("made", "answer", "wrong"), LEARNING)
def test_well_known_mistakes_on_well_known_numbers(made: ItemDraw, answer: Value, wrong: Mapping[str, Value]) -> None:
    found = {one.id: one.answer for one in made.misconceptions}
    assert same(made.answer, as_array(answer), 0.0006)
    for item_id, value in wrong.items():
        assert same(found[item_id], as_array(value), 0.0006), item_id


# Pages.

RUNG = "information_theory"
PAGES = pages_of(RUNG)


def _lines(name: str, role: str = "") -> list[Line]:
    return [mark for mark in figure_of(PAGES[name]).marks if isinstance(mark, Line) and role in ("", mark.role)]


def _bars(name: str) -> list[Bars]:
    return [mark for mark in figure_of(PAGES[name]).marks if isinstance(mark, Bars)]


def _entropy(p: Array | list[float]) -> float:
    return -sum(float(x) * float(np.log2(x)) for x in p if x > 0)


def test_the_surprisal_figure_is_minus_log2() -> None:
    (curve,) = _lines("surprisal", "accent")
    xs, ys = np.array(curve.points).T
    assert np.allclose(ys, -np.log2(xs))
    (marked,) = (mark for mark in figure_of(PAGES["surprisal"]).marks if isinstance(mark, Points))
    assert all(y == -np.log2(x) for x, y in marked.points)
    for label in (mark for mark in figure_of(PAGES["surprisal"]).marks if isinstance(mark, Label)):
        one, over, bits = map(int, re.findall(r"\d+", label.text))
        assert -np.log2(one / over) == bits
        assert abs(label.at[0] - one / over) < 0.05


def test_the_entropy_figure_is_the_entropy_of_a_coin() -> None:
    (arch,) = _lines("entropy", "accent")
    for x, y in arch.points:
        assert y == pytest.approx(_entropy([x, 1 - x]), abs=1e-9)
    (marked,) = (mark for mark in figure_of(PAGES["entropy"]).marks if isinstance(mark, Points))
    for x, y in marked.points:
        assert y == pytest.approx(_entropy([x, 1 - x]), abs=0.0005)


def test_word_lengths_are_surprisals_and_their_means_are_what_the_page_says() -> None:
    right, other = _bars("cross_entropy")
    p = np.array([float(name.partition("= ")[2]) for name in right.names])
    assert np.allclose(right.heights, -np.log2(p))
    q = 0.5 ** np.array(other.heights)
    assert q.sum() == 1
    assert p @ np.array(other.heights) == 1.75
    assert p @ np.array(right.heights) == 1.5 == _entropy(p)
    formulas = " ".join(span.text for span in spans_of(PAGES["cross_entropy"]))
    for values in (p, q):
        assert "(" + ", ".join(f"{x:g}" for x in values) + ")" in formulas
    said = " ".join(said_on(PAGES["cross_entropy"]).split())
    assert "1.75 bits on average; the code for \\mathbf p needs 1.5" in said


def test_both_divergences_are_drawn_and_named_rightly() -> None:
    p = np.array([0.5, 0.5])
    (forth,), (back,) = _lines("kl", "accent"), _lines("kl", "second")
    for x, y in forth.points:
        q = np.array([x, 1 - x])
        assert y == pytest.approx(float(p @ np.log2(p / q)), abs=1e-9)
    for x, y in back.points:
        q = np.array([x, 1 - x])
        assert y == pytest.approx(float(q @ np.log2(q / p)), abs=1e-9)
    named = {mark.role: mark.text for mark in figure_of(PAGES["kl"]).marks if isinstance(mark, Label)}
    assert named == {"accent": "KL(p‖q)", "second": "KL(q‖p)"}


def test_the_five_flips_cost_what_the_figure_shows() -> None:
    (bars,) = _bars("nll")
    costs = [-np.log(0.8) if name == "H" else -np.log(0.2) for name in bars.names]
    assert np.allclose(bars.heights, costs, atol=0.0006)
    (mean,) = _lines("nll")
    assert all(y == pytest.approx(np.mean(costs), abs=0.001) for _, y in mean.points)
    share = np.array([bars.names.count("H"), bars.names.count("T")]) / 5
    assert np.isclose(-share @ np.log([0.8, 0.2]), np.mean(costs))


def test_the_gradient_figure_is_output_minus_label() -> None:
    p = _soft(np.array([2.0, 1.0, 0.0]))
    (bars,) = _bars("classifier_loss")
    assert np.allclose(bars.heights, p - [0, 1, 0], atol=0.0006)
    said = said_on(PAGES["classifier_loss"])
    assert "(0.665, 0.245, 0.090)" in said
    assert np.allclose([0.665, 0.245, 0.090], p, atol=0.0006)
    assert r"-\ln 0.2447 \approx 1.408" in said
    assert -np.log(p[1]) == pytest.approx(1.408, abs=0.0005)


def _training() -> tuple[list[float], Array, Array]:
    """The losses of ten steps of the last page, and the first probabilities and errors."""
    w = np.array([[1.0, -1.0], [0.0, 1.0], [-1.0, 1.0]])
    x, y = np.array([1.0, 2.0]), np.array([0.0, 0.0, 1.0])
    losses, first = [], _soft(w @ x)
    for _ in range(11):
        p = _soft(w @ x)
        losses.append(-float(np.log(p[2])))
        for i in range(3):
            for j in range(2):
                w[i, j] -= 0.1 * (p[i] - y[i]) * x[j]
    return losses, first, first - y


def test_the_last_page_trains_as_it_says() -> None:
    losses, p, error = _training()
    shown = next(block.latex for block in PAGES["end_to_end"].blocks if isinstance(block, Formula))
    w, x, z = (log_value_of(side) for side in re.findall(r"\\begin\{bmatrix\}.*?\\end\{bmatrix\}", shown))
    assert np.allclose(w, [[1, -1], [0, 1], [-1, 1]])
    assert np.allclose(w @ x, z)
    (curve,) = _lines("end_to_end", "accent")
    assert [x for x, _ in curve.points] == list(range(11))
    assert np.allclose([y for _, y in curve.points], losses, atol=0.0006)
    (guess,) = _lines("end_to_end", "dim")
    assert all(y == pytest.approx(np.log(3), abs=0.001) for _, y in guess.points)
    said = " ".join(said_on(PAGES["end_to_end"]).split())
    assert f"falls from {losses[0]:.3f} to {losses[1]:.3f}" in said
    for vector in (p, error):
        assert "(" + ", ".join(f"{x:.3f}" for x in vector) + ")" in said
    assert losses[0] == pytest.approx(1.35, abs=0.005)
    assert losses[0] > np.log(3)


def test_the_gradient_at_the_weights_is_error_times_input() -> None:
    w, x, at, step = np.array([[1.0, -1.0], [0.0, 1.0], [-1.0, 1.0]]), np.array([1.0, 2.0]), 2, 1e-6
    _, _, error = _training()
    for i in range(3):
        for j in range(2):
            nudge = np.zeros((3, 2))
            nudge[i, j] = step
            slope = (-np.log(_soft((w + nudge) @ x)[at]) + np.log(_soft((w - nudge) @ x)[at])) / (2 * step)
            assert slope == pytest.approx(error[i] * x[j], abs=1e-6)


# Worded.

WORDED_WORDED = {item_id.removeprefix(f"{RUNG}."): item for item_id, item in worded_of(RUNG).items()}


def test_the_fourth_exercise_comes_out() -> None:
    item = WORDED_WORDED["entropy.exercise"]
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
        "H = -p log_2(p) - (1-p) log_2(1-p)",
    ],
)
def test_the_entropy_formula_is_known_in_every_dress(typed: str) -> None:
    assert judge(WORDED_WORDED["entropy.formula"].question, typed.removeprefix("H = ")).mark == "right"


def test_a_bare_logarithm_is_asked_about_at_no_cost() -> None:
    verdict = judge(WORDED_WORDED["entropy.formula"].question, "-p log p - (1 - p) log(1 - p)")
    assert verdict.mark == "unreadable"
    assert "log2" in verdict.feedback


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
    item = WORDED_WORDED[name]
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
    item = WORDED_WORDED["nll.derivation"]
    assert {*true, "f"} == set(item.answer.split())
    assert {one.id for one in item.options} - {*true, "f"} == false.keys()


@pytest.mark.parametrize(
    "typed", ["z := z + eta (y - p)", "z = z - η(p - y)", r"z \gets z - \eta (p - y)", "z <- z - eta p + eta y"]
)
def test_the_step_on_the_logits_is_known_in_every_dress(typed: str) -> None:
    assert judge(WORDED_WORDED["classifier_loss.rule"].question, typed).mark == "right"


def test_a_bent_coin_is_less_uncertain_and_its_surprise_is_what_is_said() -> None:
    item = WORDED_WORDED["entropy.bent"]
    assert "fair" in right_text(item)
    assert _entropy([0.5, 0.5]) > _entropy([0.9, 0.1]) == pytest.approx(0.469, abs=0.0005)
    assert -np.log2(0.1) == pytest.approx(3.3, abs=0.05)


def test_a_perfect_model_pays_the_entropy_and_no_model_less() -> None:
    p, rng = np.array([0.5, 0.3, 0.2]), np.random.default_rng(1)
    floor = -(p @ np.log2(p))
    assert all(-(p @ np.log2(q)) >= floor for q in rng.dirichlet([1, 1, 1], 500))
    assert "entropy" in right_text(WORDED_WORDED["cross_entropy.perfect"])


def test_a_divergence_is_no_distance_and_infinite_where_the_belief_says_never() -> None:
    assert "when you exchange" in right_text(WORDED_WORDED["kl.distance"])
    p, q = np.array([0.5, 0.5]), np.array([1.0, 0.0])
    assert sum(b * np.log2(b / a) for a, b in zip(p, q, strict=True) if b) == 1
    with np.errstate(divide="ignore"):
        assert np.isinf(sum(a * np.log2(a / b) for a, b in zip(p, q, strict=True)))
    assert right_text(WORDED_WORDED["kl.infinite"]).startswith(r"$\mathrm{KL}(\mathbf q")


def test_a_one_hot_label_leaves_the_true_class() -> None:
    p, q = np.array([0.0, 1.0, 0.0]), np.array([0.2, 0.5, 0.3])
    values = {"a": -np.log(q).sum(), "b": -(q @ np.log(q)), "c": -np.log(0.5), "d": 0.0}
    item = WORDED_WORDED["nll.onehot"]
    assert [item_id for item_id, value in values.items() if np.isclose(value, -(p @ np.log(q)))] == [item.answer]


# Demos.

DEMOS = {"entropy": ENTROPY, "divergence": DIVERGENCE, "classifier": CLASSIFIER}


def _three(first: float, share: float) -> Array:
    return np.array([first, (1 - first) * share, (1 - first) * (1 - share)])


def _entropy_demos(p: Array) -> float:
    return -sum(float(x) * float(np.log2(x)) for x in p if x > 1e-12)


def _kl_demos(p: Array, q: Array) -> float:
    if any(a > 1e-12 and b < 1e-12 for a, b in zip(p, q, strict=True)):
        return inf
    return sum(float(a) * float(np.log2(a / b)) for a, b in zip(p, q, strict=True) if a > 1e-12)


def _z(state: State) -> Array:
    return np.array([number(state, name) for name in ("z1", "z2", "z3")])


def test_met_challenges_are_what_they_say() -> None:
    def both(name: str) -> tuple[Array, Array]:
        state = moved_to(DIVERGENCE, GOALS["divergence", name])
        return _three(number(state, "p1"), number(state, "p2")), _three(number(state, "q1"), number(state, "q2"))

    p, q = both("zero")
    assert np.allclose(p, q)
    p, q = both("alike")
    assert not np.allclose(p, q)
    assert _kl_demos(p, q) == pytest.approx(_kl_demos(q, p))
    p, q = both("infinite")
    assert _kl_demos(p, q) == inf
    assert _kl_demos(q, p) < 1
    p, q = both("one-sided")
    assert 1.5 * _kl_demos(q, p) <= _kl_demos(p, q) < inf
    p, q = both("waste")
    assert _entropy_demos(p) > 1.4
    assert 1 <= _kl_demos(p, q) < inf
    p = np.array([0.75, 0.2, 0.05])
    assert _entropy_demos(p) == pytest.approx(1, abs=0.02)


@settings(deadline=None, max_examples=100)
@given(st.integers(0, 100), st.integers(0, 20))
def test_the_numbers_beside_the_coin_are_its_own(percent: int, twentieths: int) -> None:
    p, split = percent / 100, twentieths / 20
    shown = readings(view := ENTROPY.view({"p": p, "split": split}))
    truth = _three(p, 1 - split)
    h = _entropy_demos(truth)
    assert np.allclose(shown["p"], truth)
    assert np.isclose(shown["bits"], h)
    assert np.isclose(shown["nats"], h * np.log(2))
    assert np.isclose(shown["as_many"], 2**h)
    assert h <= shown["most"] + 1e-9
    assert np.isclose(2 ** shown["most"], (truth > 1e-12).sum())
    (marked,) = (mark for mark in view.figure.marks if isinstance(mark, Points))
    assert np.allclose(marked.points, [(p, h)])
    for latex in view.formula:
        log_checked(f"${latex}$")
    assert view.formula[-1].startswith("H ")


def test_the_curves_are_entropies() -> None:
    view = ENTROPY.view({"p": 0.3, "split": 0.4})
    coin, split = (mark for mark in view.figure.marks if isinstance(mark, Line) and not mark.dashed)
    for x, y in coin.points:
        assert y == pytest.approx(_entropy_demos(np.array([x, 1 - x])))
    for x, y in split.points:
        assert y == pytest.approx(_entropy_demos(_three(x, 0.6)))


@settings(deadline=None, max_examples=100)
@given(st.tuples(*[st.integers(0, 20).map(lambda n: n / 20)] * 4))
def test_the_numbers_beside_truth_and_belief_are_theirs(places: tuple[float, ...]) -> None:
    state = dict(zip(("p1", "p2", "q1", "q2"), places, strict=True))
    p, q = _three(*places[:2]), _three(*places[2:])
    view = DIVERGENCE.view(state)
    shown = readings(view)
    assert np.allclose(shown["p"], p)
    assert np.allclose(shown["q"], q)
    assert np.isclose(shown["H"], _entropy_demos(p))
    assert np.isclose(shown["forth"], _kl_demos(p, q), atol=1e-8)
    assert np.isclose(shown["back"], _kl_demos(q, p), atol=1e-8)
    assert np.isclose(shown["price"], shown["H"] + shown["forth"], atol=1e-8)
    left, right = (mark for mark in view.figure.marks if isinstance(mark, Bars))
    assert np.allclose(left.heights, p)
    assert np.allclose(right.heights, q)
    log_checked(f"${view.formula[1]}$")


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
    assert all(log_checked(f"${latex}$") >= 0 for latex in view.formula)
    one, two = (float(part.strip("() ")) for part in re.split(r" - (?=[\d(])", view.formula[1].partition("approx")[2]))
    assert one == pytest.approx(np.log(np.exp(z).sum()), abs=0.0006)
    assert two == z[label - 1]


def test_covered_pictures_hold_no_answer() -> None:
    view = ENTROPY.view(ENTROPY.initial())
    assert not any(isinstance(mark, Points) for mark in view.covered.marks)
    assert {"bits", "nats", "as_many"} == {readout.name for readout in view.readouts if readout.secret}
    view = DIVERGENCE.view(DIVERGENCE.initial())
    assert "KL(" in repr(view.figure.marks)
    assert "KL(" not in repr(view.covered.marks)
    assert {"price", "forth", "back"} == {readout.name for readout in view.readouts if readout.secret}
    view = CLASSIFIER.view(CLASSIFIER.initial())
    (bars,) = (mark for mark in view.covered.marks if isinstance(mark, Bars))
    assert bars.heights == (2.0, 1.0, 0.0)
    assert {"p", "loss", "gradient", "perplexity"} == {readout.name for readout in view.readouts if readout.secret}


def _answers(demo: Demo, item_id: str) -> list[tuple[State, str, Prediction]]:
    prediction = next(one for one in demo.predictions if one.id == item_id)
    drawn = [prediction.draw(Random(seed)) for seed in range(300)]
    return [(state, prediction.answer(state), prediction) for state in drawn]


def test_the_more_uncertain_coin_is_the_one_with_more_entropy() -> None:
    counts: Counter[str] = Counter()
    other = _entropy_demos(np.array([0.3, 0.7]))
    for state, answer, prediction in _answers(ENTROPY, "more-uncertain"):
        p = number(state, "p")
        h = _entropy_demos(np.array([p, 1 - p]))
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
            _entropy_demos(_three(number(state, "p"), 1 - number(state, "split"))), abs=6e-4
        )
        assert 0 < prediction.tolerance(state) < 0.3
        assert log_checked(prediction.because(state)) == 1


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
        assert np.allclose(p, q) or _kl_demos(p, q) > 0.05
        said = [float(one) for one in re.findall(r"approx ([\d.]+)\$", prediction.because(state))]
        assert said == pytest.approx([_entropy_demos(p), _entropy_demos(p) + _kl_demos(p, q)], abs=0.0006)
        counts[answer] += 1
    assert 0.2 < counts["equal"] / 300 < 0.45


def test_the_larger_divergence_is_asked_of_clear_cases() -> None:
    counts: Counter[str] = Counter()
    for state, answer, prediction in _answers(DIVERGENCE, "larger"):
        p, q = _pair(state)
        forth, back = _kl_demos(p, q), _kl_demos(q, p)
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
        moved = _z(descent_step(state)) - _z(state)
        assert answer == f"class {int(np.argmin(moved)) + 1}"


def test_the_loss_is_right_within_its_tolerance() -> None:
    for state, answer, prediction in _answers(CLASSIFIER, "loss"):
        p = _soft(_z(state))[int(number(state, "y")) - 1]
        assert float(answer) == pytest.approx(-np.log(p), abs=6e-4)
        assert 0.2 < float(answer) < 5
        assert prediction.tolerance is not None
        assert log_checked(prediction.because(state)) == 1


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
