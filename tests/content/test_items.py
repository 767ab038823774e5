"""What holds for every computed question of the ladder, whatever it asks."""

from __future__ import annotations

import pytest

from lessons.answers import judge
from lessons.model.computed_item import collision, draw, first_unambiguous
from tests.support.content import CHOSEN, COURSE, RUNGS, SEEDS, computed_of
from tests.support.seeds import seeds

COMPUTED = computed_of()


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


@pytest.mark.parametrize("item_id", [item_id for item_id, one in COMPUTED.items() if one.kind in CHOSEN])
def test_every_option_but_the_right_one_is_refuted(item_id: str) -> None:
    for seed in range(40):
        item = draw(COMPUTED[item_id], seed)
        right = item.answer.split()
        assert [option.id for option in item.options] == sorted(option.id for option in item.options)
        for option in item.options:
            assert bool(option.message) == (option.id not in right)
            if option.message:
                mistaken = " ".join(sorted({*right, option.id})) if item.kind == "multi" else option.id
                verdict = judge(item.question, mistaken)
                assert (verdict.mark, verdict.wrong_rule is not None) == ("wrong", True)
                assert verdict.feedback


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
