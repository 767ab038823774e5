"""The computed questions of rung 4: every answer and every misconception worked out a second time, with NumPy."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

import numpy as np
import pytest
from numpy.typing import NDArray

from lessons.answers import judge
from lessons.course import Course
from lessons.draw import Computed, Draw, Value, clash, draw, first_clear
from lessons.information_theory import (
    items_classifier,
    items_cross,
    items_entropy,
    items_kl,
    items_nll,
    items_steps,
    items_surprisal,
)
from tests.test_content_information_theory_arithmetic import checked, value_of
from tests.test_content_linear_algebra_arithmetic import NotArithmetic, formulas

Array = NDArray[np.float64]
Numbers = Mapping[str, Array]
Found = dict[str, Array | float]

COURSE = Course()
COMPUTED = {
    id: one
    for id, one in COURSE.templates.items()
    if isinstance(one, Computed) and id.startswith("information_theory.")
}
SEEDS = range(40)


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
    found: Found = {
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


ORACLES: dict[str, Callable[[Numbers], Found]] = {
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


def _array(value: Value) -> Array:
    assert not isinstance(value, str)
    return np.array(value, dtype=float)


def _numbers(made: Draw) -> Numbers:
    return {name: _array(value) for name, value in made.given.items()}


def _same(value: Value, expected: Array | float, slack: float = 1e-9) -> bool:
    mine, theirs = _array(value), np.array(expected, dtype=float)
    return mine.shape == theirs.shape and bool(np.allclose(mine, theirs, rtol=0, atol=slack))


def _texts(made: Draw) -> list[str]:
    messages = [wrong.message for wrong in made.wrong]
    return [*messages, *made.hints, made.explanation, *(step.text for step in made.steps), made.prompt]


def test_every_computed_question_is_checked_here() -> None:
    assert ORACLES.keys() == COMPUTED.keys()
    assert len(COMPUTED) >= 10


@pytest.mark.parametrize("id", ORACLES)
def test_answers_and_misconceptions_come_out_the_same_by_another_way(id: str) -> None:
    for seed in SEEDS:
        made = first_clear(COMPUTED[id], seed)
        expected = ORACLES[id](_numbers(made))
        found = {"answer": made.answer, **{wrong.id: wrong.answer for wrong in made.wrong}}
        assert found.keys() == expected.keys()
        assert len(made.wrong) >= 3
        for name, value in found.items():
            assert _same(value, expected[name]), (id, seed, name)


@pytest.mark.parametrize("id", COMPUTED)
def test_no_two_answers_of_a_draw_coincide(id: str) -> None:
    """Over 10,000 seeds; first_clear raises AmbiguousDraw when it cannot find a clear draw."""
    template = COMPUTED[id]
    assert sum(len(first_clear(template, seed).wrong) >= 3 for seed in range(10_000)) == 10_000
    assert clash(first_clear(template, 0), template.rule) is None


@pytest.mark.parametrize("id", COMPUTED)
def test_the_judge_knows_the_answer_and_every_misconception(id: str) -> None:
    for seed in SEEDS:
        item = draw(COMPUTED[id], seed)
        verdict = judge(item.question, item.answer)
        assert (verdict.mark, verdict.wrong_rule) == ("right", None), (id, seed)
        for rule in item.wrong_rules:
            verdict = judge(item.question, rule.answer)
            assert (verdict.mark, verdict.wrong_rule, verdict.feedback) == ("wrong", rule.id, rule.message), (id, seed)


@pytest.mark.parametrize("id", [id for id, one in COMPUTED.items() if one.rule])
def test_three_decimals_are_enough_where_they_are_promised_and_two_are_not(id: str) -> None:
    for seed in SEEDS:
        made, item = first_clear(COMPUTED[id], seed), draw(COMPUTED[id], seed)
        answer = float(_array(made.answer))
        assert "three decimals" in item.prompt.lower()
        assert abs(answer) < 10  # four figures then hold three decimals
        assert judge(item.question, f"{answer:.3f}").mark == "right", (id, seed)
        assert judge(item.question, f"{answer:.9f}").mark == "right", (id, seed)
        if abs(round(answer, 2) - answer) > 0.0015:
            assert judge(item.question, f"{answer:.2f}").mark != "right", (id, seed)


def test_a_formula_typed_into_a_number_box_counts() -> None:
    item = items_entropy.coin(90)
    template = COMPUTED["information_theory.entropy.coin"]
    question = next(one for seed in SEEDS if (one := draw(template, seed)).prompt == item.prompt).question
    for typed in ("-.9 log2(.9) - .1 log2(.1)", "-.9 log .9 - .1 log .1", "0.469", "(-.9 ln .9 - .1 ln .1)/ln 2"):
        assert judge(question, typed).mark == "right", typed


@pytest.mark.parametrize("id", COMPUTED)
def test_numbers_quoted_in_texts_are_true(id: str) -> None:
    chains = 0
    for seed in SEEDS:
        made = first_clear(COMPUTED[id], seed)
        chains += sum(checked(text) for text in _texts(made))
        for wrong in made.wrong:
            quoted = _first_value(wrong.message)
            if quoted is not None:
                assert _same(wrong.answer, quoted, 0.00051), (id, seed, wrong.id)
    assert chains >= len(SEEDS)


def _first_value(message: str) -> Array | None:
    """The number or vector a message begins with, where it begins with one."""
    if not message.startswith("$"):
        return None
    try:
        return value_of(formulas(message)[0])
    except NotArithmetic:
        return None


@pytest.mark.parametrize("id", COMPUTED)
def test_messages_refute_in_the_learners_own_numbers(id: str) -> None:
    said: dict[str, set[str]] = {}
    for seed in SEEDS:
        for wrong in first_clear(COMPUTED[id], seed).wrong:
            said.setdefault(wrong.id, set()).add(wrong.message)
            assert re.search(r"\b[Bb]ut\b", wrong.message), (id, wrong.id)
            assert re.search(r"because|: ", wrong.message), (id, wrong.id)
            assert "nan" not in wrong.message
    assert all(len(messages) > 3 for messages in said.values()), {name: len(m) for name, m in said.items()}


@pytest.mark.parametrize("id", COMPUTED)
def test_hints_steps_and_explanation_are_there(id: str) -> None:
    for seed in SEEDS:
        item = draw(COMPUTED[id], seed)
        assert len(item.hints) == 3
        assert len(item.steps) >= 2
        assert item.explanation
        if item.shape is None:
            assert judge(item.question, item.steps[-1].value).mark == "right", item.id
        else:
            assert [step.cell for step in item.steps] == [(0, 0), (0, 1), (1, 0), (1, 1)]
            a, b, c, d = (step.value for step in item.steps)
            assert judge(item.question, f"[{a}, {b}; {c}, {d}]").mark == "right", item.id


WORKSHEETS = {
    "information_theory.entropy.coin": 5,
    "information_theory.cross_entropy.compute": 4,
    "information_theory.kl.compute": 3,
    "information_theory.nll.both": 5,
    "information_theory.classifier_loss.loss": 6,
    "information_theory.end_to_end.forward": 4,
}


@pytest.mark.parametrize("id", [*WORKSHEETS, "information_theory.nll.batch"])
def test_worksheet_cells_follow_from_the_cells_before_them(id: str) -> None:
    for seed in SEEDS:
        steps = [step for step in draw(COMPUTED[id], seed).steps if step.lead]
        assert len(steps) == WORKSHEETS.get(id, len(steps))
        assert len(steps) >= 3
        values = [float(step.value) for step in steps]
        followed = 0
        for place, step in enumerate(steps):
            if step.follow is None:
                continue
            followed += 1
            assert abs(step.follow(tuple(values[:place])) - values[place]) < 5e-4, (id, seed, place)
            changed = [value + 0.25 / (at + 1) for at, value in enumerate(values[:place])]
            assert step.follow(tuple(changed)) != step.follow(tuple(values[:place]))
        assert followed >= 1
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


@pytest.mark.parametrize("id", ORACLES)
def test_draws_vary_and_answers_are_finite(id: str) -> None:
    results, drawn = set(), set()
    for seed in range(200):
        made = first_clear(COMPUTED[id], seed)
        answer = _array(made.answer)
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
        items_cross.cross((0.5, 0.25, 0.25), (0.25, 0.25, 0.5)),
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
    (items_steps.outer((0.2, 0.8), 1, (1, 2)), ((-0.8, -1.6), (0.8, 1.6)), {"entry-by-entry": (-0.8, 1.6)}),
]


@pytest.mark.parametrize(("made", "answer", "wrong"), LEARNING)
def test_well_known_mistakes_on_well_known_numbers(made: Draw, answer: Value, wrong: Mapping[str, Value]) -> None:
    found = {one.id: one.answer for one in made.wrong}
    assert _same(made.answer, _array(answer), 0.0006)
    for id, value in wrong.items():
        assert _same(found[id], _array(value), 0.0006), id
