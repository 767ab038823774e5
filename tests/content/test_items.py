"""What holds for every computed question of the ladder, whatever it asks."""

from __future__ import annotations

import re
from math import isclose

import numpy as np
import pytest

from lessons.answers import evaluate, judge
from lessons.model.computed_item import collision, draw, first_unambiguous
from lessons.model.page import Item, Step
from tests.support.content import CHOSEN, COURSE, RUNGS, SEEDS, as_array, computed_of, ending, refutes, texts_of
from tests.support.for_each import for_each
from tests.support.seeds import seeds

COMPUTED = computed_of()
TYPED = [item_id for item_id, one in COMPUTED.items() if one.kind not in CHOSEN]
SHEETS = [item_id for item_id in TYPED if any(step.lead for step in draw(COMPUTED[item_id], 0).steps)]
PROMISED = {"two decimals": "{:.2f}", "three decimals": "{:.3f}", "three significant figures": "{:.3g}"}

# Where the answer is not made of the last steps: which steps it is made of.
ENDINGS = {"probability.likelihood.gaussian": (0, -1)}


@pytest.mark.parametrize("rung", RUNGS)
def test_a_rung_has_many_computed_questions(rung: str) -> None:
    assert len(computed_of(rung)) >= 18


@pytest.mark.slow
@pytest.mark.seeds
@pytest.mark.parametrize("item_id", [item_id for item_id, one in COMPUTED.items() if one.kind != "expression"])
def test_no_two_answers_of_a_draw_coincide(item_id: str) -> None:
    """Over 10,000 seeds; first_clear raises AmbiguousDrawError when it cannot find a clear draw."""
    template = COMPUTED[item_id]
    for seed in seeds(10_000, few=300):
        assert len(first_unambiguous(template, seed).misconceptions) >= 3, seed
    assert collision(first_unambiguous(template, 0), template.rule) is None


@pytest.mark.seeds
@pytest.mark.parametrize("item_id", COMPUTED)
def test_the_judge_knows_the_answer_and_every_misconception(item_id: str) -> None:
    for seed in seeds(len(SEEDS), few=8):
        item = draw(COMPUTED[item_id], seed)
        verdict = judge(item.question, item.answer)
        assert (verdict.mark, verdict.wrong_rule) == ("right", None), (item_id, seed)
        for rule in item.wrong_rules:
            verdict = judge(item.question, rule.answer)
            assert (verdict.mark, verdict.wrong_rule, verdict.feedback) == ("wrong", rule.id, rule.message), (
                item_id,
                seed,
            )


@pytest.mark.slow
@pytest.mark.parametrize("item_id", COMPUTED)
def test_messages_refute_in_the_learners_own_numbers(item_id: str) -> None:
    said: dict[str, set[str]] = {}
    for seed in SEEDS:
        for wrong in first_unambiguous(COMPUTED[item_id], seed).misconceptions:
            said.setdefault(wrong.id, set()).add(wrong.message)
            assert refutes(wrong.message), (item_id, wrong.id)
            assert not re.search(r"\bnan\b", wrong.message)
    assert all(len(messages) > 3 for messages in said.values()), {name: len(m) for name, m in said.items()}


@pytest.mark.slow
@pytest.mark.parametrize("item_id", COMPUTED)
def test_dollars_come_in_pairs(item_id: str) -> None:
    for seed in SEEDS:
        for text in texts_of(first_unambiguous(COMPUTED[item_id], seed)):
            assert text.replace("$$", "").count("$") % 2 == 0, text
            assert not re.search(r"[^ .] \.(?!\d|\w)", text), text


@for_each(COMPUTED)
def test_hints_steps_and_explanation_are_there(item_id: str) -> None:
    for seed in SEEDS:
        item = draw(COMPUTED[item_id], seed)
        assert len(item.hints) == 3
        assert len(item.steps) >= 2
        assert item.explanation
        assert item.skills


@pytest.mark.slow
@pytest.mark.parametrize("item_id", TYPED)
def test_the_steps_end_in_the_answer(item_id: str) -> None:
    for seed in SEEDS:
        item = draw(COMPUTED[item_id], seed)
        typed = ", ".join(item.steps[which].value for which in ENDINGS[item_id]) if item_id in ENDINGS else ending(item)
        assert judge(item.question, typed).mark == "right", (item_id, seed, typed)
        if item.shape is None:
            assert all(step.cell is None for step in item.steps)
        else:
            rows, columns = item.shape
            assert [step.cell for step in item.steps] == [(i, j) for i in range(rows) for j in range(columns)]


@pytest.mark.slow
@pytest.mark.parametrize("item_id", [item_id for item_id, one in COMPUTED.items() if one.rule])
def test_as_many_figures_as_promised_are_enough(item_id: str) -> None:
    for seed in SEEDS:
        made, item = first_unambiguous(COMPUTED[item_id], seed), draw(COMPUTED[item_id], seed)
        form = next(form for words, form in PROMISED.items() if words in item.prompt.lower())
        for shape in (form, "{:.9f}"):
            typed = ", ".join(shape.format(x) for x in np.atleast_1d(as_array(made.answer)))
            assert judge(item.question, typed).mark == "right", (item_id, seed, typed)


def _cells(item: Item) -> list[Step]:
    return [step for step in item.steps if step.lead]


@for_each(SHEETS)
def test_cells_of_a_worksheet_follow_from_the_cells_before_them(item_id: str) -> None:
    followed = 0
    for seed in SEEDS:
        item = draw(COMPUTED[item_id], seed)
        assert all(step.lead or step.follow is None for step in item.steps)
        steps = _cells(item)
        assert len(steps) >= 2
        values = tuple(evaluate(step.value, {}) for step in steps)
        for place, step in enumerate(steps):
            if step.follow is None:
                continue
            followed += 1
            before = values[:place]
            assert isclose(step.follow(before), values[place], rel_tol=2e-3, abs_tol=6e-4), (item_id, seed, step)
            moved = [(*before[:at], before[at] + 0.25, *before[at + 1 :]) for at in range(place)]
            moved.append(tuple(value + 0.25 / (at + 1) for at, value in enumerate(before)))
            assert any(abs(step.follow(one) - step.follow(before)) > 1e-7 for one in moved), (item_id, seed, place)
    independent = COMPUTED[item_id].kind in ("matrix", "vector") or not draw(COMPUTED[item_id], 0).steps[-1].lead
    assert followed or independent, "nothing in it follows from anything"


@pytest.mark.parametrize(
    "item_id", [item_id for item_id in SHEETS if COMPUTED[item_id].rule and draw(COMPUTED[item_id], 0).steps[-1].lead]
)
def test_rounding_to_five_figures_on_the_way_costs_nothing(item_id: str) -> None:
    for seed in SEEDS:
        item = draw(COMPUTED[item_id], seed)
        cells: list[float] = []
        for step in _cells(item):
            value = step.follow(tuple(cells)) if step.follow else evaluate(step.value, {})
            cells.append(float(f"{value:.5g}"))
        entries = len(np.atleast_1d(as_array(first_unambiguous(COMPUTED[item_id], seed).answer)))
        picked = [cells[which] for which in ENDINGS[item_id]] if item_id in ENDINGS else cells[-entries:]
        form = next(form for words, form in PROMISED.items() if words in item.prompt.lower())
        typed = ", ".join(form.format(one) for one in picked)
        assert judge(item.question, typed).mark == "right", (item_id, seed, cells)


@pytest.mark.parametrize("item_id", [item_id for item_id, one in COMPUTED.items() if one.kind in CHOSEN])
def test_the_right_option_moves_about_and_every_other_one_is_refuted(item_id: str) -> None:
    places = set()
    for seed in range(200):
        item = draw(COMPUTED[item_id], seed)
        right = item.answer.split()
        places.update(right)
        assert [option.id for option in item.options] == sorted(option.id for option in item.options)
        for option in item.options:
            assert bool(option.message) == (option.id not in right)
            if option.message:
                mistaken = " ".join(sorted({*right, option.id})) if item.kind == "multi" else option.id
                verdict = judge(item.question, mistaken)
                assert (verdict.mark, verdict.wrong_rule is not None) == ("wrong", True)
                assert verdict.feedback
    assert len(places) == len(item.options)


def test_a_percent_question_and_its_frequencies_are_one_situation() -> None:
    """An item ending in _frequencies asks what the item without that ending asks, of people and not in percent."""
    pairs = [item_id for item_id in COURSE.templates if item_id.endswith("_frequencies")]
    assert pairs
    for item_id in pairs:
        percent, heads = COMPUTED[item_id.removesuffix("_frequencies")], COMPUTED[item_id]
        assert (percent.kind, percent.skills, percent.rule) == (heads.kind, heads.skills, heads.rule)
        one, other = first_unambiguous(percent, 3), first_unambiguous(heads, 3)
        assert one.given.keys() == other.given.keys()
        assert {"inverse-fallacy", "joint", "prior"} <= {wrong.id for wrong in other.misconceptions}
        assert "%" in one.prompt
        assert "%" not in other.prompt
