"""The computed questions of rung 3: what is quoted and shown, formulas, options, and the well-known mistakes."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import partial

import numpy as np
import pytest
from lessons.model.misconception import Value

from lessons.answers import evaluate
from lessons.calculus import items_chain, items_descent, items_formulas, items_rules
from lessons.model.computed_item import ItemDraw, draw, first_unambiguous
from tests.content.test_calculus_oracles import DIFFERENTIATED, Real, number, slope
from tests.content.test_linear_algebra_arithmetic import NotArithmetic, checked, formulas, value_of
from tests.support.content import MANY, SEEDS, Array, as_array, computed_of, right_text, texts_of

COMPUTED = computed_of("calculus")
CHOSEN = {id for id, one in COMPUTED.items() if one.kind == "choice"}
TYPED = {id for id, one in COMPUTED.items() if one.kind == "expression"}


@pytest.mark.parametrize("id", DIFFERENTIATED)
def test_formulas_are_derivatives_and_misconceptions_are_what_they_say(id: str) -> None:
    make, frozen = DIFFERENTIATED[id]
    assert DIFFERENTIATED.keys() == TYPED
    for seed in SEEDS:
        made = first_unambiguous(COMPUTED[id], seed)
        f, wrong = make(made.given)
        expected: dict[str, Real] = {"answer": partial(slope, f), **wrong}
        found = {"answer": made.answer, **{one.id: one.answer for one in made.misconceptions}}
        assert found.keys() == expected.keys()
        for name, typed in found.items():
            for x in (0.4, 0.9, 1.7):
                value = evaluate(str(typed), {"x": x, **frozen})
                assert value == pytest.approx(expected[name](x), rel=1e-4), (id, seed, name, x)


@pytest.mark.parametrize("id", sorted(TYPED))
def test_no_two_formulas_of_a_draw_coincide(id: str) -> None:
    """Over every formula that 10,000 seeds draw."""
    template = COMPUTED[id]
    seen: set[tuple[str, ...]] = set()
    for seed in MANY:
        made = first_unambiguous(template, seed)
        seen.add((str(made.answer), *(str(wrong.answer) for wrong in made.misconceptions)))
    for typed in seen:
        places = [{"x": 0.37, "y": 1.9}, {"x": 1.61, "y": 0.7}]
        values = [tuple(round(evaluate(one, at), 9) for at in places) for one in typed]
        assert len(set(values)) == len(values), typed
    assert len(seen) >= 20


@pytest.mark.parametrize("id", sorted(COMPUTED.keys() - TYPED))
def test_numbers_quoted_in_texts_are_true(id: str) -> None:
    chains = 0
    for seed in SEEDS:
        made = first_unambiguous(COMPUTED[id], seed)
        chains += sum(checked(text) for text in texts_of(made))
        for wrong in made.misconceptions:
            quoted = _first_value(wrong.message)
            if quoted is not None and not isinstance(wrong.answer, str):
                assert np.allclose(quoted, as_array(wrong.answer), atol=1e-9), (id, seed, wrong.id)
    assert chains >= len(SEEDS) or id in ("calculus.landscape.valley", "calculus.gradient.rate")


def _first_value(message: str) -> Array | None:
    """The number or vector a message begins with, where it begins with one."""
    if not message.startswith("$"):
        return None
    try:
        return value_of(formulas(message)[0])
    except NotArithmetic:
        return None


WORKSHEETS = {id: [step.lead for step in draw(COMPUTED[id], 0).steps] for id in COMPUTED}


def test_the_chain_rule_and_the_step_in_two_variables_have_worksheets() -> None:
    full = {id for id, leads in WORKSHEETS.items() if all(leads)}
    assert {"calculus.chain.weight", "calculus.chain.paths", "calculus.descent.two"} <= full
    assert all(all(leads) or not any(leads) for leads in WORKSHEETS.values())


def test_a_wrong_slope_in_the_worksheet_leads_to_the_point_that_follows_from_it() -> None:
    steps = items_descent.two((1, 1, 2), (2, 1), Fraction(1, 10)).steps
    assert [step.value for step in steps] == ["5", "6", "1.5", "0.4"]
    assert steps[2].follow is not None
    assert steps[3].follow is not None
    assert steps[2].follow((4.0, 6.0)) == pytest.approx(1.6)
    assert steps[3].follow((4.0, 8.0, 1.6)) == pytest.approx(0.2)


LEARNING = [
    (items_rules.power(3, 0, 2), 12, {"keeps-the-power": 24}),
    (items_rules.inner(3, 1, 2, 1), 24, {"inner-lost": 8}),
    (
        items_descent.step(0, 4, Fraction(1, 10)),
        3.2,
        {"ascends": 4.8, "no-step-size": -4, "steps-by-the-value": 2.4, "sign-only": 3.9},
    ),
    (items_formulas.product(2, 1), "2 x e^x + x^2 e^x", {"product-of-derivatives": "2 x e^x"}),
    (items_formulas.exponential(1, 2), "2 e^(2x)", {"its-own": "e^(2x)"}),
    (items_formulas.logarithm(3, 0), "3/(3 x)", {"inner-lost": "1/(3 x)"}),
    (items_chain.mse(1, (1, 2, 3), (2, 1, 5)), Fraction(-10, 3), {"residual-turned-round": Fraction(10, 3)}),
]


@pytest.mark.parametrize(("made", "answer", "wrong"), LEARNING)
def test_well_known_mistakes_on_well_known_numbers(made: ItemDraw, answer: Value, wrong: Mapping[str, Value]) -> None:
    found = {one.id: one.answer for one in made.misconceptions}
    assert made.answer == answer
    assert {id: found[id] for id in wrong} == wrong


def test_the_mistakes_on_sigmoid_and_mean_squares_are_all_there() -> None:
    assert {"z-for-sigma"} <= {wrong.id for wrong in items_rules.sigmoid(Fraction(3)).misconceptions}
    mean = {wrong.id for wrong in items_chain.mse(1, (1, 2, 3), (2, 1, 5)).misconceptions}
    assert {"residual-turned-round", "forgets-the-2", "forgets-the-mean"} <= mean
    assert "reuses-the-new-x" in {
        wrong.id for wrong in items_descent.two((1, 1, 1), (1, 2), Fraction(1, 10)).misconceptions
    }


@pytest.mark.parametrize("id", sorted(COMPUTED.keys() - TYPED - CHOSEN))
def test_arithmetic_stays_pleasant(id: str) -> None:
    sizes, answers = [], set()
    for seed in range(200):
        made = first_unambiguous(COMPUTED[id], seed)
        sizes.append(float(np.abs(as_array(made.answer)).max()))
        answers.add(str(made.answer))
        assert all(np.abs(as_array(value)).max() <= 18 for value in made.given.values())
    assert max(sizes) <= 256
    assert np.mean(np.array(sizes) <= 110) > 0.95
    assert len(answers) >= 5


# The questions with options: what happens is found by walking there.


@pytest.mark.parametrize("seed", SEEDS)
def test_what_a_step_size_does_is_what_a_walk_shows(seed: int) -> None:
    made = first_unambiguous(COMPUTED["calculus.stepsize.regime"], seed)
    a, eta = number(made.given, "a"), number(made.given, "eta")
    errors = [-3.0]
    for _ in range(12):
        errors.append(errors[-1] - eta * slope(lambda t: a * t * t, errors[-1]))
    size = abs(errors[2]) / abs(errors[1]) if abs(errors[1]) > 1e-6 else 0.0
    if size == 0:
        words = "after one step"
    elif errors[1] * errors[2] > 0:
        words = "same side"
        assert size < 1
    else:
        words = "for ever" if abs(size - 1) < 1e-6 else "comes closer all" if size < 1 else "further away"
    right = next(option for option in made.options if option.id == made.answer)
    assert words in right.text


@pytest.mark.parametrize("seed", SEEDS)
def test_a_level_place_is_what_its_surroundings_say(seed: int) -> None:
    made = first_unambiguous(COMPUTED["calculus.landscape.kind"], seed)
    a, b = number(made.given, "a"), number(made.given, "b")
    turns = np.linspace(0, np.pi, 61)
    heights = a + b * np.cos(turns) * np.sin(turns)
    words = "A minimum" if (heights > 0).all() else "A maximum" if (heights < 0).all() else "A saddle"
    right = next(option for option in made.options if option.id == made.answer)
    assert right.text.startswith(words)
    values = np.linalg.eigvalsh([[2 * a, b], [b, 2 * a]])
    quoted = [float(value_of(one)) for one in formulas(made.explanation.partition("eigenvalues")[2])[:2]]
    assert sorted(quoted) == pytest.approx(values.tolist())


@pytest.mark.parametrize("id", sorted(CHOSEN))
def test_what_is_right_differs_from_draw_to_draw(id: str) -> None:
    rights = set()
    for seed in range(200):
        item = draw(COMPUTED[id], seed)
        rights.add(right_text(item))
    assert len(rights) >= 3
