"""The computed questions of rung 3: answers and misconceptions by numerical differentiation and loops."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from functools import partial

import numpy as np
import pytest
from numpy.typing import NDArray

from lessons.answers import evaluate, judge
from lessons.calculus import items_chain, items_descent, items_formulas, items_rules
from lessons.course import Course
from lessons.draw import Computed, Draw, Value, clash, draw, first_clear
from lessons.model import Item
from tests.test_content_calculus_oracles import DIFFERENTIATED, ORACLES, Real, number, slope
from tests.test_content_linear_algebra_arithmetic import NotArithmetic, checked, formulas, value_of

Array = NDArray[np.float64]

COURSE = Course()
COMPUTED = {id: one for id, one in COURSE.templates.items() if isinstance(one, Computed) and id.startswith("calculus.")}
CHOSEN = {id for id, one in COMPUTED.items() if one.kind == "choice"}
TYPED = {id for id, one in COMPUTED.items() if one.kind == "expression"}
SEEDS = range(40)


def _array(value: Value) -> Array:
    assert not isinstance(value, str)
    return np.array(value, dtype=float)


def _close(value: Value, expected: float | tuple[float, ...]) -> bool:
    mine, theirs = _array(value), np.array(expected)
    return mine.shape == theirs.shape and bool(np.allclose(mine, theirs, rtol=1e-6, atol=1e-6))


def _texts(made: Draw) -> list[str]:
    messages = [wrong.message for wrong in made.wrong] + [option.text for option in made.options]
    return [*messages, *made.hints, made.explanation, *(step.text for step in made.steps), made.prompt]


def test_every_computed_question_is_checked_here() -> None:
    assert ORACLES.keys() | CHOSEN | TYPED == COMPUTED.keys()
    assert len(COMPUTED) >= 20


@pytest.mark.parametrize("id", ORACLES)
def test_answers_and_misconceptions_come_out_the_same_by_another_way(id: str) -> None:
    for seed in SEEDS:
        made = first_clear(COMPUTED[id], seed)
        expected = ORACLES[id](made.given)
        found = {"answer": made.answer, **{wrong.id: wrong.answer for wrong in made.wrong}}
        assert found.keys() == expected.keys()
        for name, value in found.items():
            assert _close(value, expected[name]), (id, seed, name, value, expected[name])


@pytest.mark.parametrize("id", DIFFERENTIATED)
def test_formulas_are_derivatives_and_misconceptions_are_what_they_say(id: str) -> None:
    make, frozen = DIFFERENTIATED[id]
    assert DIFFERENTIATED.keys() == TYPED
    for seed in SEEDS:
        made = first_clear(COMPUTED[id], seed)
        f, wrong = make(made.given)
        expected: dict[str, Real] = {"answer": partial(slope, f), **wrong}
        found = {"answer": made.answer, **{one.id: one.answer for one in made.wrong}}
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
    for seed in range(10_000):
        made = first_clear(template, seed)
        seen.add((str(made.answer), *(str(wrong.answer) for wrong in made.wrong)))
    for typed in seen:
        places = [{"x": 0.37, "y": 1.9}, {"x": 1.61, "y": 0.7}]
        values = [tuple(round(evaluate(one, at), 9) for at in places) for one in typed]
        assert len(set(values)) == len(values), typed
    assert len(seen) >= 20


@pytest.mark.parametrize("id", sorted(COMPUTED.keys() - TYPED))
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


@pytest.mark.parametrize(("id", "places"), [(id, one.rule.decimals) for id, one in COMPUTED.items() if one.rule])
def test_so_many_decimals_are_enough_as_promised(id: str, places: int) -> None:
    for seed in SEEDS:
        made = first_clear(COMPUTED[id], seed)
        item = draw(COMPUTED[id], seed)
        assert {2: "two", 3: "three"}[places] + " decimals" in item.prompt
        assert judge(item.question, f"{float(_array(made.answer)):.{places}f}").mark == "right", (id, seed)


@pytest.mark.parametrize("id", sorted(COMPUTED.keys() - TYPED))
def test_numbers_quoted_in_texts_are_true(id: str) -> None:
    chains = 0
    for seed in SEEDS:
        made = first_clear(COMPUTED[id], seed)
        chains += sum(checked(text) for text in _texts(made))
        for wrong in made.wrong:
            quoted = _first_value(wrong.message)
            if quoted is not None and not isinstance(wrong.answer, str):
                assert np.allclose(quoted, _array(wrong.answer), atol=1e-9), (id, seed, wrong.id)
    assert chains >= len(SEEDS) or id in ("calculus.landscape.valley", "calculus.gradient.rate")


def _first_value(message: str) -> Array | None:
    """The number or vector a message begins with, where it begins with one."""
    if not message.startswith("$"):
        return None
    try:
        return value_of(formulas(message)[0])
    except NotArithmetic:
        return None


@pytest.mark.parametrize("id", COMPUTED)
def test_dollars_come_in_pairs(id: str) -> None:
    for seed in SEEDS:
        for text in _texts(first_clear(COMPUTED[id], seed)):
            assert text.replace("$$", "").count("$") % 2 == 0, text
            assert " ." not in text, text


@pytest.mark.parametrize("id", COMPUTED)
def test_messages_refute_in_the_learners_own_numbers(id: str) -> None:
    said: dict[str, set[str]] = {}
    for seed in SEEDS:
        for wrong in first_clear(COMPUTED[id], seed).wrong:
            said.setdefault(wrong.id, set()).add(wrong.message)
            assert re.search(r"\b[Bb]ut\b", wrong.message), (id, wrong.id)
            assert re.search(r"because|: ", wrong.message), (id, wrong.id)
    assert all(len(messages) > 3 for messages in said.values()), {name: len(m) for name, m in said.items()}


@pytest.mark.parametrize("id", COMPUTED)
def test_hints_steps_and_explanation_are_there(id: str) -> None:
    for seed in SEEDS:
        item = draw(COMPUTED[id], seed)
        assert len(item.hints) == 3
        assert len(item.steps) >= 2
        assert item.explanation
        if id not in CHOSEN:
            assert judge(item.question, _last(item)).mark == "right", (id, seed)


def _last(item: Item) -> str:
    if item.kind != "vector":
        return item.steps[-1].value
    return "[" + ", ".join(step.value for step in item.steps[-2:]) + "]"


WORKSHEETS = {id: [step.lead for step in draw(COMPUTED[id], 0).steps] for id in COMPUTED}


def test_the_chain_rule_and_the_step_in_two_variables_have_worksheets() -> None:
    full = {id for id, leads in WORKSHEETS.items() if all(leads)}
    assert {"calculus.chain.weight", "calculus.chain.paths", "calculus.descent.two"} <= full
    assert all(all(leads) or not any(leads) for leads in WORKSHEETS.values())


@pytest.mark.parametrize("id", [id for id, leads in WORKSHEETS.items() if all(leads)])
def test_worksheets_carry_errors_forward(id: str) -> None:
    for seed in SEEDS:
        steps = draw(COMPUTED[id], seed).steps
        values = tuple(evaluate(step.value, {}) for step in steps)
        for place, step in enumerate(steps):
            if step.follow is None:
                continue
            assert step.follow(values[:place]) == pytest.approx(values[place]), (id, seed, place)
            moved = [step.follow(_off(values[:place], which)) for which in range(place)]
            assert any(abs(one - values[place]) > 1e-6 for one in moved), (id, seed, place)


def _off(values: tuple[float, ...], which: int) -> tuple[float, ...]:
    return tuple(value + (1.0 if place == which else 0.0) for place, value in enumerate(values))


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
def test_well_known_mistakes_on_well_known_numbers(made: Draw, answer: Value, wrong: Mapping[str, Value]) -> None:
    found = {one.id: one.answer for one in made.wrong}
    assert made.answer == answer
    assert {id: found[id] for id in wrong} == wrong


def test_the_mistakes_on_sigmoid_and_mean_squares_are_all_there() -> None:
    assert {"z-for-sigma"} <= {wrong.id for wrong in items_rules.sigmoid(Fraction(3)).wrong}
    mean = {wrong.id for wrong in items_chain.mse(1, (1, 2, 3), (2, 1, 5)).wrong}
    assert {"residual-turned-round", "forgets-the-2", "forgets-the-mean"} <= mean
    assert "reuses-the-new-x" in {wrong.id for wrong in items_descent.two((1, 1, 1), (1, 2), Fraction(1, 10)).wrong}


@pytest.mark.parametrize("id", ORACLES)
def test_arithmetic_stays_pleasant(id: str) -> None:
    sizes, answers = [], set()
    for seed in range(200):
        made = first_clear(COMPUTED[id], seed)
        sizes.append(float(np.abs(_array(made.answer)).max()))
        answers.add(str(made.answer))
        assert all(np.abs(_array(value)).max() <= 18 for value in made.given.values())
    assert max(sizes) <= 256
    assert np.mean(np.array(sizes) <= 110) > 0.95
    assert len(answers) >= 5


# The questions with options: what happens is found by walking there.


@pytest.mark.parametrize("seed", SEEDS)
def test_what_a_step_size_does_is_what_a_walk_shows(seed: int) -> None:
    made = first_clear(COMPUTED["calculus.stepsize.regime"], seed)
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
    made = first_clear(COMPUTED["calculus.landscape.kind"], seed)
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
def test_the_right_option_moves_about_and_every_other_one_is_refuted(id: str) -> None:
    places, rights = set(), set()
    for seed in range(200):
        item = draw(COMPUTED[id], seed)
        places.add(item.answer)
        rights.add(next(option.text for option in item.options if option.id == item.answer))
        assert [option.id for option in item.options] == sorted(option.id for option in item.options)
        for option in item.options:
            assert bool(option.message) == (option.id != item.answer)
    assert len(places) == len(item.options)
    assert len(rights) >= 3
