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


@pytest.mark.parametrize("typed", ["16 x 4", "16×4", "16x4", "16 by 4", "16, 4", "(16, 4)"])
def test_a_shape_may_be_written_as_one(typed: str) -> None:
    assert judge(Question("vector", "[16, 4]"), typed).mark == "right"


@pytest.mark.parametrize("typed", ["-1/2 (2,4)", "-1/2(2,4)", "-1/2 [2, 4]", "-1/2*(2,4)", "-1 -2", "-(1, 2)"])
def test_a_number_times_a_vector(typed: str) -> None:
    assert judge(Question("vector", "[-1, -2]"), typed).mark == "right"


@pytest.mark.parametrize("typed", ["-0,67; 0,67; -0,33", "0,5;1,5"])
def test_decimal_commas_in_a_vector_are_named(typed: str) -> None:
    verdict = judge(Question("vector", "[-0.67, 0.67, -0.33]"), typed)
    assert verdict.mark == "unreadable"
    assert "decimal point" in verdict.feedback


@pytest.mark.parametrize("typed", ["a·b = 21", "||a|| = 21", "x=21", "cos θ = 21", "a . b = 21", "f(x) = 21"])
def test_a_label_before_the_answer_is_passed_over(typed: str) -> None:
    assert judge(Question("number", "21"), typed).mark == "right"


@pytest.mark.parametrize("typed", ["3 = 21", "2x = 42", "a = b = 21"])
def test_an_equation_is_not_a_label(typed: str) -> None:
    assert judge(Question("number", "21"), typed).mark == "unreadable"
