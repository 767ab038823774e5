"""The questions of rung 4 that come in practice and reviews: each worked out a second time, with NumPy."""

from __future__ import annotations

import numpy as np
import pytest

from lessons.answers import evaluate, judge
from lessons.information_theory import items_directions
from tests.content.test_information_theory_oracles import ORACLES as ON_PAGES
from tests.support.content import (
    Array,
    Found,
    Numbers,
    Oracle,
    as_array,
    check_another_way,
    computed_of,
    right_text,
    same,
    worded_of,
)

COMPUTED = computed_of("information_theory")
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


def _both(g: Numbers) -> Found:
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


ORACLES: dict[str, Oracle] = {
    "information_theory.surprisal.back": _back,
    "information_theory.classifier_loss.tokens": _tokens,
    "information_theory.kl.both": _both,
}


def test_every_computed_question_of_the_rung_is_worked_out_a_second_time() -> None:
    assert ORACLES.keys() | ON_PAGES.keys() == COMPUTED.keys()
    assert not ORACLES.keys() & ON_PAGES.keys()


@pytest.mark.parametrize("id", ORACLES)
def test_answers_and_misconceptions_come_out_the_same_by_another_way(id: str) -> None:
    check_another_way(COMPUTED[id], ORACLES[id])


def test_both_directions_on_known_numbers() -> None:
    made = items_directions.both((0.9, 0.1), (0.5, 0.5))
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
