"""What is wrong with a source, and at which column."""

import pickle
from collections.abc import Callable

import pytest

from tutor.rendering.notation import NotationError, display, inline, lint, one_line, spoken

MISTAKES: list[tuple[str, list[tuple[int, str]]]] = [
    (r"\frca{1}{2}", [(1, r"did you mean \frac")]),
    (r"x + \alpah", [(5, r"did you mean \alpha")]),
    (r"\foo + \baz", [(1, r"unknown command \foo"), (8, r"unknown command \baz")]),
    (r"\big( x )", [(1, r"use \left and \right")]),
    ("\\", [(1, "backslash with nothing after it")]),
    (r"\frac{1}{2", [(9, "this { is never closed")]),
    ("a}", [(2, "this } closes nothing")]),
    ("(a + b", [(1, "this ( is never closed")]),
    ("a + b)", [(6, "this ) closes nothing")]),
    (r"\{ x", [(1, r"this \{ is never closed")]),
    (r"\left( a + b", [(1, r"add \right")]),
    (r"a \right)", [(3, r"\right without its \left")]),
    (r"\left x \right)", [(7, r"\left needs a bracket")]),
    (r"\left( x \right", [(15, r"\right needs a bracket")]),
    ("x^", [(2, "^ needs something after it")]),
    ("x_}", [(2, "_ needs something"), (3, "closes nothing")]),
    ("^2", [(1, "nothing to sit on")]),
    ("x^2^3", [(4, "two superscripts")]),
    ("x_1_2", [(4, "two subscripts")]),
    ("a & b", [(3, "& only parts the cells")]),
    (r"a \\ b", [(3, r"\begin{aligned}")]),
    (r"\begin{bmatix} 1 \end{bmatix}", [(8, "did you mean bmatrix")]),
    (r"\begin{bmatrix} 1 & 2", [(1, r"without its \end{bmatrix}")]),
    (r"\begin{bmatrix} 1 \end{pmatrix}", [(24, "'bmatrix' was begun")]),
    (r"\end{cases}", [(1, r"\end without its \begin")]),
    ("50%", [(3, r"write \% for a percent sign")]),
    ("a $ b", [(3, r"write \$")]),
    ("x 日", [(3, "'日' is not part of the notation")]),
    (r"\text{a 日本}", [(9, "'日' has no place"), (10, "'本' has no place")]),
    (r"\text{a \alpha}", [(9, r"no commands inside \text")]),
    (r"\textcolor{red}{x}", [(12, "use one of accent, dim, good, bad")]),
    (r"\frac", [(1, r"\frac needs something after it")]),
    (r"\sqrt[3{x}", [(6, "the [ of this root is never closed")]),
    (r"\mathbb{\sum}", [(1, r"\mathbb takes letters only")]),
    ("A @ B", [(3, "@ is not part of the notation")]),
    ("{" * 41 + "x" + "}" * 41, [(41, "nested deeper than 40 levels")]),
    ("(" * 1000, [(41, "nested deeper than 40 levels")]),
    ("x" * 2001, [(2001, "2000 characters")]),
]


@pytest.mark.parametrize(("latex", "expected"), MISTAKES)
def test_every_mistake_has_its_column_and_says_what_to_do(latex: str, expected: list[tuple[int, str]]) -> None:
    found = lint(latex)
    assert [error.column for error in found] == [column for column, _ in expected]
    for error, (_, words) in zip(found, expected, strict=True):
        assert words in str(error)


@pytest.mark.parametrize("draw", [display, inline, one_line, spoken])
def test_the_first_mistake_is_raised(draw: Callable[[str], object]) -> None:
    with pytest.raises(NotationError, match="alpha") as caught:
        draw(r"x + \alpah + \bteta")
    assert caught.value.column == 5


@pytest.mark.parametrize(
    "latex", ["", " ", "{}", "[0, 1)", "(0, 1]", "|x", "a | b", r"\sum\limits_i x", r"\phantom{x}"]
)
def test_these_are_no_mistakes(latex: str) -> None:
    assert lint(latex) == ()
    assert display(latex).height >= 1


def test_an_error_survives_a_process_boundary() -> None:
    error = pickle.loads(pickle.dumps(NotationError("unknown", 7)))
    assert (str(error), error.column) == ("unknown", 7)
