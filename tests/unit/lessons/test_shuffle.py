"""Options in another order: the letters follow the places, and nothing else changes."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lessons.answers import judge
from lessons.course import Course
from lessons.model.page import Item
from tests.support.content import COURSE

OPTIONED = sorted(
    item_id for item_id in COURSE.templates if not COURSE.is_computed(item_id) and COURSE.item(item_id).options
)
SEEDS = st.integers(1, 10_000)
items = pytest.mark.parametrize("item_id", OPTIONED)


def texts(item: Item, letters: str) -> list[str]:
    by_letter = {option.id: option.text for option in item.options}
    return [by_letter[letter] for letter in letters.split()]


def translated(typed: str, old: Item, new: Item) -> str:
    """What has to be typed at one draw to choose the options that were chosen at another."""
    letter = {option.text: option.id for option in new.options}
    return " ".join(letter[text] for text in texts(old, typed))


@items
def test_seed_0_is_the_order_of_the_file_and_a_seed_has_one_order(item_id: str) -> None:
    written = COURSE.item(item_id)
    assert (written.seed, written) == (0, COURSE.item(item_id, 0))
    assert COURSE.item(item_id, 7) == Course(COURSE.source).item(item_id, 7)
    assert len({tuple(option.text for option in COURSE.item(item_id, seed).options) for seed in range(40)}) > 1


@items
@settings(deadline=None, max_examples=8)
@given(seed=SEEDS)
def test_letters_follow_the_places(item_id: str, seed: int) -> None:
    written, drawn = COURSE.item(item_id), COURSE.item(item_id, seed)
    assert drawn.seed == seed
    assert [option.id for option in drawn.options] == [option.id for option in written.options]
    assert {option.text for option in drawn.options} == {option.text for option in written.options}
    assert judge(drawn.question, drawn.answer).mark == "right"
    assert set(texts(drawn, drawn.answer)) == set(texts(written, written.answer))
    if drawn.kind in ("order", "cloze"):
        assert texts(drawn, drawn.answer) == texts(written, written.answer)


@items
@settings(deadline=None, max_examples=8)
@given(seed=SEEDS, data=st.data())
def test_the_same_choice_has_the_same_verdict(item_id: str, seed: int, data: st.DataObject) -> None:
    """Message and misconception too, where one option decides them."""
    written, drawn = COURSE.item(item_id), COURSE.item(item_id, seed)
    letters = [option.id for option in written.options]
    most = 1 if written.kind == "choice" else len(letters)
    picked = data.draw(st.lists(st.sampled_from(letters), min_size=1, max_size=most, unique=True))
    typed = " ".join(picked)
    before = judge(written.question, typed)
    after = judge(drawn.question, translated(typed, written, drawn))
    assert after.mark == before.mark
    wrong = [letter for letter in picked if letter not in written.answer.split()]
    if len(wrong) <= 1:
        assert (after.feedback, after.wrong_rule) == (before.feedback, before.wrong_rule)


@items
def test_every_option_comes_first_sometime(item_id: str) -> None:
    """Among those for its gap; only the lines of an argument keep their order."""
    written = COURSE.item(item_id)
    for gap in {option.gap for option in written.options}:
        drawn = [[one.text for one in COURSE.item(item_id, seed).options if one.gap == gap] for seed in range(1, 120)]
        own = [option.text for option in written.options if option.gap == gap]
        if written.form == "broken" and gap == 1:
            assert all(texts == own for texts in drawn)
        else:
            assert {texts[0] for texts in drawn} == set(own)


def test_what_has_no_options_has_one_draw() -> None:
    assert COURSE.item("calculus.descent.rule", 5) is COURSE.item("calculus.descent.rule")
    assert not COURSE.has_draws("calculus.descent.rule")
    assert COURSE.has_draws("calculus.descent.step")
