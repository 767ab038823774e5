"""The questions that the second edition added to rung 4, worked out again with NumPy and by searching."""

from __future__ import annotations

import numpy as np
import pytest

from lessons.model.computed_item import first_unambiguous
from tests.support.content import (
    MANY,
    as_array,
    check_another_way,
    computed_of,
    numbers,
    right_text,
    texts_of,
    worded_of,
)
from tests.support.information_oracles import ORACLES, _questions

COMPUTED = computed_of("information_theory")
WORDED = {item_id.partition(".")[2]: item for item_id, item in worded_of("information_theory").items()}


@pytest.mark.parametrize("item_id", ORACLES)
def test_new_questions_come_out_the_same_by_another_way(item_id: str) -> None:
    check_another_way(COMPUTED[item_id], ORACLES[item_id])


def test_questions_for_one_outcome_lie_between_the_entropy_and_one_more() -> None:
    for seed in range(200):
        made = first_unambiguous(COMPUTED["information_theory.entropy.questions"], seed)
        found = _questions(numbers(made))
        assert found["entropy"] <= found["answer"] < found["entropy"] + 1


def test_divergences_from_the_uniform_distribution_are_never_negative() -> None:
    template = COMPUTED["information_theory.kl.uniform"]
    assert all(as_array(first_unambiguous(template, seed).answer) > 0 for seed in MANY[:500])


def test_words_of_a_text_are_not_called_independent() -> None:
    made = first_unambiguous(COMPUTED["information_theory.surprisal.independent"], 0)
    assert "each given the words before it" in made.prompt
    assert not any("independent" in text for text in texts_of(made))


def test_softmax_is_zero_in_floats_and_this_is_said() -> None:
    z = np.array([0.0, -800.0])
    p = np.exp(z - z.max()) / np.exp(z - z.max()).sum()
    assert p.tolist() == [1, 0]
    assert "(0, -800)" in WORDED["surprisal.never"].explanation


def test_accuracy_and_loss_can_disagree() -> None:
    one, other = np.array([0.51, 0.51, 0.51, 0.01]), np.array([0.49, 0.49, 0.9, 0.9])
    assert ((one > 0.5).mean(), (other > 0.5).mean()) == (0.75, 0.5)
    item = WORDED["classifier_loss.accuracy"]
    for p in (one, other):
        assert f"{-np.log(p).mean():.3f}" in item.explanation
        assert all(f"{x:g}" in item.prompt for x in p)
    assert -np.log(0.01) > -np.log(other).sum()
    assert right_text(item) == "A has the higher accuracy, B the lower loss"


def test_an_entropy_may_exceed_one_bit() -> None:
    assert np.log2(27) == pytest.approx(4.75, abs=0.006)
    assert 4.1 * np.log(2) == pytest.approx(2.84, abs=0.005)
    assert right_text(WORDED["entropy.most"]).startswith("The report")


def test_halving_the_perplexity_saves_a_bit() -> None:
    assert np.log2(20) - np.log2(10) == pytest.approx(1)
    assert "saves one bit" in WORDED["classifier_loss.halved"].explanation


def test_the_floor_belongs_to_the_source() -> None:
    assert right_text(WORDED["cross_entropy.perfect"]) == "The entropy of the source, on average"
    true = WORDED["cross_entropy.recall"]
    questions = next(option.text for option in true.options if "questions" in option.text)
    assert "many outcomes at once" in questions


def test_nothing_false_about_the_best_loss_is_asked() -> None:
    assert not any("best possible loss" in option.text for option in WORDED["nll.why"].options)
