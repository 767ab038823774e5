"""What holds for every formula, and for every text that is none."""

from unicodedata import combining, east_asian_width

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.formulas import drawn
from tutor.rendering.notation import Box, Line, NotationError, display, inline, lint, one_line, spoken

NAMES = st.sampled_from(
    [
        "x",
        "y",
        "A",
        "n",
        "12",
        "0.5",
        r"\theta",
        r"\eta",
        r"\mathbf{w}",
        r"\hat y",
        r"\bar x",
        "θ",
        "x_i",
        "w_b",
        "X^\\top",
    ]
)
OPERATORS = st.sampled_from(["+", "-", r"\cdot", r"\times", " ", "=", r"\le", r"\to", r"\in", ",", "/"])


def _wider(parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    two = st.tuples(parts, parts)
    return st.one_of(
        st.tuples(parts, OPERATORS, parts).map(" ".join),
        two.map(lambda pair: rf"\frac{{{pair[0]}}}{{{pair[1]}}}"),
        two.map(lambda pair: rf"{{{pair[0]}}}^{{{pair[1]}}}"),
        two.map(lambda pair: rf"{{{pair[0]}}}_{{{pair[1]}}}"),
        two.map(lambda pair: rf"\sum_{{{pair[0]}}}^n {pair[1]}"),
        two.map(lambda pair: rf"\begin{{bmatrix}} {pair[0]} & 1 \\ -2 & {pair[1]} \end{{bmatrix}}"),
        two.map(lambda pair: rf"\begin{{cases}} {pair[0]} & \text{{if }} {pair[1]} \\ 0 & x \end{{cases}}"),
        two.map(lambda pair: rf"\begin{{aligned}} a &= {pair[0]} \\ &= {pair[1]} \end{{aligned}}"),
        parts.map(lambda part: rf"\sqrt{{{part}}}"),
        parts.map(lambda part: f"({part})"),
        parts.map(lambda part: rf"\left[ {part} \right]"),
        parts.map(lambda part: rf"\| {part} \|"),
        parts.map(lambda part: rf"\log {part}"),
        parts.map(lambda part: rf"\textcolor{{accent}}{{{part}}}"),
        parts.map(lambda part: rf"\underbrace{{{part}}}_{{n}}"),
        parts.map(lambda part: rf"\overline{{{part}}}"),
        parts.map(lambda part: rf"\boxed{{{part}}}"),
    )


FORMULAS = st.recursive(NAMES, _wider, max_leaves=14)
SIGNS = [*r"abxyL019+-*/=<>,.;:!|()[]{}{}^_^_'&~% ", *"²ᵢθé日√‖", "\u0301", "\ud800", "\x00", "\u200b", "\\", "\\\\"]
COMMANDS = [r"\frac", r"\sqrt", r"\left(", r"\right)", r"\right.", r"\hat", r"\sum", r"\|", r"\,", r"\arg", r"\text{a}"]
OWNERS = [r"\mathbb", r"\textcolor{dim}", r"\operatorname", r"\mathrm", r"\underbrace", r"\boxed", r"\binom", r"\left|"]
ENVIRONMENTS = [r"\begin{bmatrix}", r"\end{bmatrix}", r"\begin{aligned}", r"\end{aligned}"]
PIECES = st.sampled_from([*SIGNS, *COMMANDS, *OWNERS, *ENVIRONMENTS])
GARBAGE = st.one_of(st.lists(PIECES, max_size=30).map("".join), st.text(max_size=60))


def _is_one_column(text: str) -> bool:
    base, marks = text[0], text[1:]
    return not combining(base) and east_asian_width(base) not in "WF" and all(combining(mark) for mark in marks)


def _sound(box: Box) -> bool:
    rectangular = all(len(row) == box.width for row in box.rows)
    return (
        rectangular
        and 0 <= box.baseline < box.height
        and all(_is_one_column(cell.text) for row in box.rows for cell in row)
    )


def _cells(chunks: tuple[Line, ...]) -> list[str]:
    return [cell.text for chunk in chunks for cell in chunk]


@pytest.mark.slow
@settings(deadline=None, max_examples=150)
@given(FORMULAS, st.integers(40, 100))
def test_a_drawing_is_a_rectangle_of_single_columns_within_its_width(latex: str, width: int) -> None:
    assert lint(latex) == ()
    box = display(latex, width)
    assert _sound(box)
    assert box.width <= width


@pytest.mark.slow
@settings(deadline=None, max_examples=150)
@given(FORMULAS, st.integers(40, 100))
def test_ascii_is_ascii(latex: str, width: int) -> None:
    box = display(latex, width, ascii_only=True)
    assert _sound(box)
    assert box.width <= width
    assert all(" " <= char <= "~" for char in drawn(box).replace("\n", "") + one_line(latex, ascii_only=True))


@settings(deadline=None, max_examples=100)
@given(FORMULAS)
def test_the_one_row_form_is_one_row_of_single_columns(latex: str) -> None:
    assert all(_is_one_column(text) for text in _cells(inline(latex)))
    assert "".join(_cells(inline(latex))) == one_line(latex)
    assert all(inline(latex)), "no chunk is empty"


@settings(deadline=None, max_examples=100)
@given(FORMULAS)
def test_the_spoken_form_is_words(latex: str) -> None:
    words = spoken(latex)
    assert words
    assert "  " not in words
    assert not any(char in words for char in "\\{}^_&")


@pytest.mark.slow
@settings(deadline=None, max_examples=100)
@given(FORMULAS)
def test_width_is_a_limit_and_no_more(latex: str) -> None:
    free = display(latex, 10_000)
    assert display(latex, max(free.width, 10)) == free


@pytest.mark.slow
@settings(deadline=None, max_examples=400)
@given(GARBAGE)
def test_any_text_is_either_drawn_or_refused_with_a_column(latex: str) -> None:
    mistakes = lint(latex)
    for draw in (display, inline, one_line, spoken):
        if mistakes:
            with pytest.raises(NotationError) as caught:
                draw(latex)
            assert caught.value.column == mistakes[0].column
        else:
            draw(latex)
    assert all(1 <= mistake.column <= max(len(latex), 1) for mistake in mistakes)
    assert [mistake.column for mistake in mistakes] == sorted({mistake.column for mistake in mistakes})


@settings(deadline=None, max_examples=300)
@given(GARBAGE)
def test_whatever_is_drawn_is_sound_in_both_character_sets(latex: str) -> None:
    if lint(latex):
        return
    assert _sound(display(latex, 40))
    ascii_box = display(latex, 40, ascii_only=True)
    assert _sound(ascii_box)
    assert max(display(latex, 40).width, ascii_box.width) <= 40
    assert all(" " <= char <= "~" for char in drawn(ascii_box).replace("\n", "") + one_line(latex, ascii_only=True))
