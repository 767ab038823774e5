"""Which keys, pressed outside of an answer box, are meant for it."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from lessons.course import Course
from lessons.model.page import Item
from lessons.source import Source
from tests.support.paths import COURSES
from tutor.learning.answer_keys import BACK, RESERVED, takes_key

KINDS = Course(Source.folder(COURSES / "kinds"))


def item(name: str) -> Item:
    return KINDS.item(f"basics.sums.{name}")


@given(st.sampled_from(sorted(set(string.printable) - set(string.whitespace) - RESERVED - {BACK})))
def test_a_line_and_a_matrix_take_whatever_can_begin_an_answer(character: str) -> None:
    assert all(takes_key(item(name), "", character) for name in ("add", "vector", "matrix", "formula", "rule"))


def test_the_key_that_goes_back_begins_an_answer_only_as_a_name() -> None:
    numeric = [item(name) for name in ("add", "vector", "matrix", "formula")]
    assert not any(takes_key(question, draft, BACK) for question in numeric for draft in ("", "4 + 1"))
    assert takes_key(replace(item("formula"), names={BACK: "real"}), "", BACK)
    assert takes_key(item("rule"), "", BACK)


@pytest.mark.parametrize("character", sorted(RESERVED))
@pytest.mark.parametrize("name", ["add", "matrix", "pick", "order", "gaps"])
def test_no_answer_begins_with_the_signs_of_commands(name: str, character: str) -> None:
    assert not takes_key(item(name), "", character)


@pytest.mark.parametrize("name", ["pick", "several", "order", "gaps", "why"])
def test_options_take_their_letters_only(name: str) -> None:
    options = {option.id for option in item(name).options}
    assert {letter for letter in string.printable if takes_key(item(name), "", letter)} == options


def test_a_step_is_taken_once_and_a_full_cloze_takes_nothing() -> None:
    assert not takes_key(item("order"), "a c", "a")
    assert takes_key(item("order"), "a c", "b")
    assert takes_key(item("gaps"), "a", "a")
    assert not takes_key(item("gaps"), "a c", "a")
