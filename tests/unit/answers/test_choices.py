"""Choosing, ordering and filling gaps."""

import pytest

from lessons.answers import Option, Question, QuestionError, judge, read

OPTIONS = (
    Option("a", "The matrix is square", "A square matrix need not be invertible."),
    Option("b", "The determinant is not 0"),
    Option("c", "The rank is full"),
)
CHOICE = Question("choice", "b", options=OPTIONS)
MULTI = Question("multi", "b c", options=OPTIONS)
STEPS = tuple(Option(step, step.upper(), "That step is never needed." if step == "x" else "") for step in "pqrsx")
ORDER = Question("order", "p q r s", options=STEPS)
PARTIAL = Question("order", "p q r s", options=STEPS, before=(("p", "s"), ("q", "s")))
CLOZE = Question("cloze", "p q p", options=STEPS)


@pytest.mark.parametrize(
    ("question", "typed", "mark", "says"),
    [
        (CHOICE, "b", "right", ""),
        (CHOICE, "B", "right", ""),
        (CHOICE, "the determinant is not 0", "right", ""),
        (CHOICE, "a", "wrong", "need not be invertible"),
        (CHOICE, "c", "wrong", "Not this one"),
        (CHOICE, "z", "unreadable", "not one of the options"),
        (CHOICE, "", "unreadable", "Nothing"),
        (CHOICE, "a b", "unreadable", "One option"),
        (MULTI, "b c", "right", ""),
        (MULTI, "c, b", "right", ""),
        (MULTI, "b", "wrong", "1 more belongs"),
        (MULTI, "a b c", "wrong", "need not be invertible"),
        (MULTI, "b b", "unreadable", "twice"),
        (ORDER, "p q r s", "right", ""),
        (ORDER, "q p r s", "wrong", "too early"),
        (ORDER, "p q r", "wrong", "1 of 4 steps is missing"),
        (ORDER, "p q x r s", "wrong", "never needed"),
        (PARTIAL, "q p s r", "right", ""),
        (PARTIAL, "s p q r", "wrong", "too early"),
        (CLOZE, "p q p", "right", ""),
        (CLOZE, "p p p", "wrong", "Gap 2"),
        (CLOZE, "p q", "wrong", "3 gaps"),
    ],
)
def test_chosen(question: Question, typed: str, mark: str, says: str) -> None:
    verdict = judge(question, typed)
    assert verdict.mark == mark
    assert says in verdict.feedback
    if mark != "unreadable":
        assert judge(question, verdict.understood) == verdict


def test_the_victim_of_an_option_is_named() -> None:
    assert judge(CHOICE, "a").wrong_rule == "a"
    assert judge(MULTI, "a b").wrong_rule == "a"
    assert judge(CHOICE, "c").wrong_rule is None


def test_gaps_say_which_are_right() -> None:
    assert judge(CLOZE, "p p p").cells == ((True, False, True),)


def test_an_unknown_expected_option_is_the_authors_fault() -> None:
    with pytest.raises(QuestionError):
        judge(Question("choice", "z", options=OPTIONS), "a")


def test_echo_of_a_choice() -> None:
    assert read(CHOICE, "b").latex == "\\text{b}"
    assert not read(CHOICE, "z").ok
