"""Wrong rules, further right answers, forbidden words, faults of the author, and the live echo."""

from typing import Any

import pytest

from lessons.answers import AnswerError, Comparison, Question, QuestionError, WrongRule, evaluate, judge, read

DOT = Question(
    "number",
    "12",
    wrong=(
        WrongRule("never-sums", "[4, -10, 18]", "That is the list of products; a dot product adds them."),
        WrongRule("product-of-sums", "30", "That multiplies the sums."),
        WrongRule("adds", "11", "That adds all the entries."),
    ),
)


@pytest.mark.parametrize(
    ("answer", "rule"),
    [
        ("[4, -10, 18]", "never-sums"),
        ("4, -10, 18", "never-sums"),
        ("(4, -10, 18)", "never-sums"),
        ("30", "product-of-sums"),
        ("30.0", "product-of-sums"),
        ("6*5", "product-of-sums"),
        ("11", "adds"),
        ("13", None),
        ("[4, 10, 18]", None),
    ],
)
def test_a_wrong_rule_is_named_whatever_its_shape(answer: str, rule: str | None) -> None:
    verdict = judge(DOT, answer)
    messages = {wrong.id: wrong.message for wrong in DOT.wrong}
    assert verdict.mark == "wrong"
    assert verdict.wrong_rule == rule
    if rule is not None:
        assert verdict.feedback == messages[rule]


def test_right_comes_before_a_wrong_rule_that_agrees() -> None:
    question = Question("number", "4", wrong=(WrongRule("same", "4", "No."),))
    assert judge(question, "4").mark == "right"


def test_the_nearest_wrong_rule_wins_under_a_wide_rule() -> None:
    wrong = (WrongRule("far", "51", "Far."), WrongRule("near", "50", "Near."))
    question = Question("number", "100", rule=Comparison(relative=0.05), wrong=wrong)
    assert judge(question, "50.1").wrong_rule == "near"


def test_a_rounded_wrong_answer_is_recognised() -> None:
    question = Question("number", "0.0917", wrong=(WrongRule("swapped", "0.8127", "Swapped."),))
    assert judge(question, "0.813").wrong_rule == "swapped"
    assert judge(question, "0.81").wrong_rule == "swapped"


def test_a_coarse_answer_costs_nothing_unless_a_wrong_rule_gives_exactly_it() -> None:
    question = Question("number", "0.6652", wrong=(WrongRule("linear", "0.67", "Linear."),))
    assert judge(question, "0.67").wrong_rule == "linear"
    assert judge(question, "0.7").mark == "unreadable"


def test_a_wrong_rule_of_an_expression() -> None:
    wrong = (WrongRule("inner", "2(3x+1)", "The inner derivative is lost."),)
    question = Question("expression", "6(3x+1)", names={"x": "real"}, wrong=wrong)
    assert judge(question, "6x + 2").wrong_rule == "inner"
    assert judge(question, "18x + 6").mark == "right"


def test_a_wrong_rule_of_a_rule() -> None:
    names = {"theta": "real", "eta": "positive", "L": "function"}
    wrong = (WrongRule("ascent", "theta <- theta + eta*grad L(theta)", "That climbs."),)
    question = Question("rule", "theta <- theta - eta*grad L(theta)", names, wrong=wrong)
    assert judge(question, "θ += η∇L(θ)").wrong_rule == "ascent"


def test_a_wrong_rule_of_another_shape_than_the_matrix() -> None:
    wrong = (WrongRule("broadcast", "[5, 12; 15, 24]", "That multiplies entry by entry."),)
    question = Question("vector", "[17, 39]", wrong=wrong)
    assert judge(question, "[[5, 12], [15, 24]]").wrong_rule == "broadcast"
    assert judge(question, "[[5, 12], [15, 25]]").wrong_rule is None


def test_further_right_answers() -> None:
    question = Question("number", "2", accept=("-2",))
    assert judge(question, "-2").mark == "right"
    assert judge(question, "3").mark == "wrong"


def test_a_forbidden_word_is_refused_by_every_name() -> None:
    question = Question("number", "ln(2)", forbid=("log",))
    assert judge(question, "ln 2").mark == "unreadable"
    assert judge(question, "0.693").mark == "right"
    assert judge(question, "log 3").mark == "wrong"


def test_cells_say_which_entries_are_right() -> None:
    verdict = judge(Question("matrix", "[1, 2; 3, 4]"), "[1, 0; 3, 0]")
    assert verdict.cells == ((True, False), (True, False))
    assert verdict.feedback == "2 of 4 entries are right; row 1, column 2 and row 2, column 2 are not."
    assert judge(Question("vector", "[1, 2]"), "[1, 3]").cells == ((True, False),)
    assert judge(Question("vector", "[1, 2]"), "[1, 2, 3]").cells is None


def test_the_same_answer_has_the_same_verdict_for_ever() -> None:
    question = Question("expression", "x^2 e^x")
    first = judge(question, "2x e^x")
    assert all(judge(question, "2x e^x") == first for _ in range(5))


@pytest.mark.parametrize(
    "question",
    [
        Question("number", "2x"),
        Question("number", "2 +"),
        Question("number", ""),
        Question("number", "1/0"),
        Question("number", "[1, 2]"),
        Question("vector", "3"),
        Question("matrix", "3"),
        Question("spelling", "3"),
        Question("expression", "sqrt(-1 - x^2)"),
        Question("expression", "A + B", {"A": "matrix 2x2", "B": "matrix 3x3"}),
        Question("expression", "x", {"x": "prime"}),
        Question("rule", "x + 1"),
        Question("number", "2", log_base="3"),
        Question("choice", "a b"),
    ],
    ids=lambda question: f"{question.kind} {question.expected}",
)
def test_a_question_at_fault_says_so(question: Question) -> None:
    with pytest.raises(QuestionError):
        judge(question, "1")


@pytest.mark.parametrize("bounds", [{}, {"relative": 0.1, "absolute": 0.1}, {"absolute": -1.0}, {"significant": 0}])
def test_a_comparison_is_exactly_one(bounds: dict[str, Any]) -> None:
    with pytest.raises(QuestionError):
        Comparison(**bounds)


@pytest.mark.parametrize(
    ("kind", "expected", "typed", "shape"),
    [
        ("number", "2", "1/2", "number"),
        ("number", "2", "[1, 2, 3]", "vector 3"),
        ("matrix", "[1, 2; 3, 4]", "1 2; 3 4", "matrix 2x2"),
        ("expression", "x", "x + 1", "expression"),
        ("rule", "x <- x + 1", "x <- 2x", "rule"),
    ],
)
def test_the_live_echo_names_the_shape(kind: str, expected: str, typed: str, shape: str) -> None:
    reading = read(Question(kind, expected), typed)
    assert reading.ok
    assert reading.shape == shape
    assert reading.latex


@pytest.mark.parametrize("typed", ["", " ", "2 +", "sqrt(", "[1, 2", "\\frac{1", "2 * (", "|3"])
def test_a_half_typed_answer_is_not_a_fault(typed: str) -> None:
    reading = read(Question("number", "2"), typed)
    assert not reading.ok
    assert reading.message
    assert reading.column is not None


@pytest.mark.parametrize(
    ("typed", "column"),
    [("2 + * 3", 5), ("２ + ＊ 3", 5), ("3 + foo", 5), ("½ + foo", 5), ("(1 + 2", 7), ("1 + 2)", 6), ("1/0", 2)],
)
def test_the_column_is_the_typed_one(typed: str, column: int) -> None:
    verdict = judge(Question("number", "2"), typed)
    assert (verdict.mark, verdict.column) == ("unreadable", column)


def test_evaluate_at_a_point() -> None:
    assert evaluate("x^2 + 2x", {"x": 3.0}) == pytest.approx(15)
    assert evaluate("exp(-x^2/2)/sqrt(2π)", {"x": 0.0}) == pytest.approx(0.3989422804014327)
    for source in ("x +", "ln(-x)", "1/(x-1)", "y", "[x, x]"):
        with pytest.raises(AnswerError):
            evaluate(source, {"x": 1.0})
