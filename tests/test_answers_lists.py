"""A list without commas in a box for a number: a mistake that the question knows, or a slip that costs nothing."""

from __future__ import annotations

import pytest

from lessons.answers import Question, WrongRule, judge, read

DOT = Question("number", "32", wrong=(WrongRule("never-sums", "[4, 10, 18]", "Add them up."),))


@pytest.mark.parametrize("typed", ["4 10 18", "4, 10, 18", "(4, 10, 18)", "[4 10 18]"])
def test_the_products_are_recognised_however_they_are_typed(typed: str) -> None:
    verdict = judge(DOT, typed)
    assert (verdict.mark, verdict.wrong_rule, verdict.feedback) == ("wrong", "never-sums", "Add them up.")


def test_the_echo_shows_the_vector() -> None:
    assert read(DOT, "4 10 18").shape == "vector 3"


@pytest.mark.parametrize("typed", ["1 1/2", "4 10", "4 10 18 2", "3 2"])
def test_other_lists_stay_unreadable(typed: str) -> None:
    """`1 1/2` may be a mixed number, and no mistake gives two or four numbers."""
    assert judge(DOT, typed).mark == "unreadable"


def test_without_such_a_mistake_nothing_changes() -> None:
    assert judge(Question("number", "32"), "4 10 18").mark == "unreadable"
