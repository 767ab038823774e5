"""Properties: echo and spelling do not change a verdict, and numbers follow their rules."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lessons.answers import AnswerError, Comparison, Question, QuestionError, evaluate, judge, read, same, spell

_LEAVES = st.sampled_from(["x", "y", "2", "3", "0.5", "7", "pi", "1/2", "x_1"])


def _grow(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    pair = st.tuples(inner, inner)
    return st.one_of(
        pair.map(lambda p: f"({p[0]} + {p[1]})"),
        pair.map(lambda p: f"({p[0]} - {p[1]})"),
        pair.map(lambda p: f"{p[0]}*{p[1]}"),
        pair.map(lambda p: f"({p[0]})({p[1]})"),
        pair.map(lambda p: f"({p[0]})/({p[1]})"),
        pair.map(lambda p: f"\\frac{{{p[0]}}}{{{p[1]}}}"),
        inner.map(lambda a: f"-({a})"),
        inner.map(lambda a: f"({a})^2"),
        inner.map(lambda a: f"({a})³"),
        inner.map(lambda a: f"sin({a})"),
        inner.map(lambda a: f"cos²({a})"),
        inner.map(lambda a: f"exp(-({a})^2)"),
        inner.map(lambda a: f"|{a}|"),
        inner.map(lambda a: f"√(1 + ({a})²)"),
        inner.map(lambda a: f"log_2(1 + |{a}|)"),
    )


EXPRESSIONS = st.recursive(_LEAVES, _grow, max_leaves=7)
NAMES = {"x": "real", "y": "positive", "x_1": "real"}


@given(EXPRESSIONS)
@settings(max_examples=150, deadline=None)
def test_echo_reads_back_as_the_same_value(text: str) -> None:
    question = Question("expression", "x + y + x_1", names=NAMES)
    reading = read(question, text)
    if not reading.ok:
        assert reading.column is not None
        return
    point = {"x": 0.7, "y": 1.3, "x_1": -0.4}
    try:
        value = evaluate(text, point)
    except AnswerError:
        return  # such as x/(x - x), which has no value
    assert evaluate(reading.latex, point) == pytest.approx(value, rel=1e-9, abs=1e-12)
    assert read(question, reading.latex).latex == reading.latex


@given(EXPRESSIONS)
@settings(max_examples=100, deadline=None)
def test_an_answer_is_right_for_itself_and_its_spellings(text: str) -> None:
    question = Question("expression", text, names=NAMES)
    spellings = (text, f"({text})", text.replace("*", "·"), text.replace("-", "−"), f"0 + {text}", f"1*({text})")
    try:
        judge(question, "1")
    except QuestionError:
        return  # such as x/(x - x), which is undefined everywhere
    marks = {judge(question, spelling).mark for spelling in spellings if len(spelling) <= 300}
    assert marks <= {"right"} or marks <= {"unreadable"}


@given(EXPRESSIONS, EXPRESSIONS)
@settings(max_examples=100, deadline=None)
def test_same_is_symmetric(left: str, right: str) -> None:
    try:
        forward = same("expression", left, right, NAMES)
    except ValueError:
        return
    assert forward == same("expression", right, left, NAMES)
    assert same("expression", left, left, NAMES)


@given(st.fractions(min_value=-1000, max_value=1000, max_denominator=500))
@settings(max_examples=150, deadline=None)
def test_a_spelled_fraction_is_right(value: Fraction) -> None:
    question = Question("number", spell(value))
    assert judge(question, spell(value)).mark == "right"
    assert judge(question, f"{value.numerator}÷{value.denominator}").mark == "right"
    assert judge(question, spell(value + 1)).mark == "wrong"


@given(st.floats(min_value=1e-3, max_value=1e5), st.integers(min_value=3, max_value=8))
@settings(max_examples=200, deadline=None)
def test_a_decimal_rounded_to_three_figures_or_more_is_right(value: float, figures: int) -> None:
    question = Question("number", repr(value))
    assert judge(question, f"{value:.{figures - 1}e}").mark == "right"


@given(st.floats(min_value=1e-3, max_value=1e5), st.floats(min_value=0.01, max_value=0.5))
@settings(max_examples=150, deadline=None)
def test_a_decimal_off_by_a_percent_is_wrong(value: float, share: float) -> None:
    question = Question("number", repr(value))
    assert judge(question, repr(value * (1 + share))).mark == "wrong"


@given(st.integers(-10_000, 10_000), st.integers(0, 4))
@settings(max_examples=150, deadline=None)
def test_bounds_are_inclusive(units: int, decimals: int) -> None:
    target = Fraction(units, 10**decimals)
    step = Fraction(1, 10 ** (decimals + 1))
    question = Question("number", spell(target), rule=Comparison(decimals=decimals))
    assert judge(question, spell(target + 5 * step)).mark == "right"
    assert judge(question, spell(target - 5 * step)).mark == "right"
    assert judge(question, spell(target + 6 * step)).mark == "wrong"


@pytest.mark.slow
@given(st.lists(st.lists(st.integers(-99, 99), min_size=2, max_size=3), min_size=2, max_size=3))
@settings(max_examples=100, deadline=None)
def test_every_notation_of_a_matrix_is_one_answer(rows: list[list[int]]) -> None:
    rows = [row[:2] for row in rows]
    texts = [[str(entry) for entry in row] for row in rows]
    question = Question("matrix", spell(tuple(tuple(row) for row in rows)))
    notations = (
        repr(rows),
        "[" + "; ".join(" ".join(row) for row in texts) + "]",
        "\n".join("\t".join(row) for row in texts),
        "\\begin{bmatrix}" + " \\\\ ".join(" & ".join(row) for row in texts) + "\\end{bmatrix}",
        "matrix(" + ", ".join(f"[{', '.join(row)}]" for row in texts) + ")",
        f"np.array({rows!r})",
    )
    for notation in notations:
        verdict = judge(question, notation)
        assert verdict.mark == "right", notation
        assert verdict.cells == tuple((True, True) for _ in rows)
    rows[-1][0] += 1
    verdict = judge(question, repr(rows))
    assert verdict.mark == "wrong"
    assert verdict.cells is not None
    assert [cell for row in verdict.cells for cell in row].count(False) == 1


@given(st.text(max_size=60))
@settings(max_examples=200, deadline=None)
def test_any_text_gets_a_verdict(text: str) -> None:
    for question in (Question("number", "2"), Question("vector", "[1, 2]"), Question("expression", "x^2")):
        verdict = judge(question, text)
        assert verdict.mark == "right" or verdict.feedback
        if verdict.mark == "unreadable":
            assert verdict.column is not None
            assert 1 <= verdict.column <= len(text) + 1


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (32, "32"),
        (Fraction(1, 3), "1/3"),
        (0.6652409557748219, "0.6652"),
        (0.25, "0.25"),
        (-0.1, "-0.1"),
        (3.0, "3"),
        (0.1 + 0.2, "0.3"),
        (123456.789, "123457"),
        (1e-7, "1e-07"),
        (float("inf"), "inf"),
        ((1, 2, 3), "[1, 2, 3]"),
        ((0.5, Fraction(1, 3)), "[0.5, 1/3]"),
        (((1, 2), (3, 4)), "[1, 2; 3, 4]"),
    ],
)
def test_spell(value: float | tuple[int, ...], text: str) -> None:
    assert spell(value) == text


@pytest.mark.parametrize(
    ("kind", "left", "right", "expected"),
    [
        ("number", "0.4690", "0.4694", True),
        ("number", "0.469", "0.475", False),
        ("number", "31", "32", False),
        ("number", "2", "4/2", True),
        ("number", "12", "[4, -10, 18]", False),
        ("vector", "[1, 2]", "[1.0, 4/2]", True),
        ("vector", "[1, 2]", "[2, 1]", False),
        ("matrix", "[1, 2; 3, 4]", "[1, 3; 2, 4]", False),
        ("matrix", "[1, 2; 3, 4]", "[[1, 2], [3, 4]]", True),
        ("expression", "x + x", "2x", True),
        ("expression", "x", "y", False),
        ("choice", "a", "a", True),
        ("multi", "a b", "b a", True),
        ("order", "a b", "b a", False),
    ],
)
def test_same(kind: str, left: str, right: str, expected: bool) -> None:
    assert same(kind, left, right) is expected
    assert same(kind, right, left) is expected


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (Comparison(decimals=2), "to 2 decimal places"),
        (Comparison(decimals=1), "to 1 decimal place"),
        (Comparison(significant=3), "to 3 significant figures"),
        (Comparison(relative=0.05), "within 5 %"),
        (Comparison(absolute=0.001), "within 0.001"),
    ],
)
def test_a_rule_in_words(rule: Comparison, words: str) -> None:
    assert rule.words() == words
