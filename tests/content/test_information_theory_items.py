"""The computed questions of rung 4: what is judged, said and shown about their answers and misconceptions."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest
from lessons.model.misconception import Value

from lessons.answers import judge
from lessons.information_theory import (
    items_classifier,
    items_cross,
    items_entropy,
    items_kl,
    items_nll,
    items_steps,
    items_surprisal,
)
from lessons.model.computed_item import ItemDraw, draw, first_unambiguous
from tests.content.test_information_theory_arithmetic import checked, value_of
from tests.content.test_linear_algebra_arithmetic import NotArithmetic, formulas
from tests.support.content import SEEDS, Array, as_array, computed_of, same, texts_of

COMPUTED = computed_of("information_theory")


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


@pytest.mark.parametrize("id", [id for id, one in COMPUTED.items() if one.rule])
def test_one_figure_fewer_than_promised_is_not_enough(id: str) -> None:
    refused = 0
    for seed in SEEDS:
        made, item = first_unambiguous(COMPUTED[id], seed), draw(COMPUTED[id], seed)
        answer = np.atleast_1d(as_array(made.answer))
        places = 2 if "two decimals" in item.prompt else 3
        assert np.abs(answer).max() < 10  # four figures then hold three decimals
        typed = ", ".join(f"{one:.{places - 1}f}" for one in answer)
        refused += judge(item.question, typed).mark != "right"
    assert refused > 5


@pytest.mark.parametrize("id", WORKSHEETS)
def test_rounding_to_four_decimals_on_the_way_costs_nothing(id: str) -> None:
    for seed in SEEDS:
        item = draw(COMPUTED[id], seed)
        cells: list[float] = []
        for step in item.steps:
            if step.lead:
                value = step.follow(tuple(cells)) if step.follow else float(step.value)
                cells.append(round(value, 4))
        places = 2 if "two decimals" in item.prompt else 3
        entries = np.atleast_1d(as_array(first_unambiguous(COMPUTED[id], seed).answer)).size
        typed = ", ".join(f"{one:.{places}f}" for one in cells[-entries:])
        assert judge(item.question, typed).mark == "right", (id, seed, cells)


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
        made = first_unambiguous(COMPUTED[id], seed)
        chains += sum(checked(text) for text in texts_of(made))
        for wrong in made.misconceptions:
            quoted = _first_value(wrong.message)
            if quoted is not None:
                given = as_array(wrong.answer)
                given = given if given.shape == quoted.shape else given[0]
                assert np.allclose(given, quoted, rtol=0, atol=0.00051), (id, seed, wrong.id)
    assert chains >= len(SEEDS)


def _first_value(message: str) -> Array | None:
    """The number or vector a message begins with, where it begins with one."""
    if not message.startswith("$"):
        return None
    try:
        return value_of(formulas(message)[0])
    except NotArithmetic:
        return None


@pytest.mark.parametrize("id", [*WORKSHEETS, "information_theory.nll.batch"])
def test_a_worksheet_ends_in_what_follows(id: str) -> None:
    for seed in SEEDS:
        steps = [step for step in draw(COMPUTED[id], seed).steps if step.lead]
        assert len(steps) == WORKSHEETS.get(id, len(steps))
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


@pytest.mark.parametrize("id", COMPUTED)
def test_draws_vary_and_answers_are_finite(id: str) -> None:
    results, drawn = set(), set()
    for seed in range(200):
        made = first_unambiguous(COMPUTED[id], seed)
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
def test_well_known_mistakes_on_well_known_numbers(made: ItemDraw, answer: Value, wrong: Mapping[str, Value]) -> None:
    found = {one.id: one.answer for one in made.misconceptions}
    assert same(made.answer, as_array(answer), 0.0006)
    for id, value in wrong.items():
        assert same(found[id], as_array(value), 0.0006), id
