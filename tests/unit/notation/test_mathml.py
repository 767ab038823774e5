"""Formulas as MathML: well-formed, bold by letter, aligned where the source is, with a text for those who listen."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.rendering.notation import NotationError, mathml

SPACE = "{http://www.w3.org/1998/Math/MathML}"
CHILDREN = {"mfrac": 2, "mroot": 2, "msub": 2, "msup": 2, "munder": 2, "mover": 2, "msubsup": 3, "munderover": 3}
"""By element, how many children MathML wants."""
ANY_NUMBER = {"math", "mi", "mn", "mo", "mtext", "mspace", "mrow", "msqrt", "mtable", "mtr", "mtd", "mphantom"}


def read(latex: str, displayed: bool = True) -> ET.Element:
    root = ET.fromstring(mathml(latex, displayed))
    for element in root.iter():
        name = element.tag.removeprefix(SPACE)
        assert name in CHILDREN or name in ANY_NUMBER, name
        assert len(element) == CHILDREN.get(name, len(element)), latex
    return root


def names(root: ET.Element) -> list[str]:
    return [element.tag.removeprefix(SPACE) for element in root.iter()]


def text(root: ET.Element) -> str:
    return "".join(root.itertext())


def test_a_function_and_a_module_do_not_share_a_name() -> None:
    assert mathml("a") == mathml("a")


@pytest.mark.parametrize(
    ("latex", "shown"),
    [(r"\mathbf a", "𝐚"), (r"\mathbf{A1}", "𝐀𝟏"), (r"\boldsymbol\mu", "𝛍"), (r"\boldsymbol\Sigma", "𝚺"), ("a<b", "a<b"),
     (r"\nabla f", "∇f"), (r"\mathbb R", "ℝ"), (r"\text{if } x", "if\N{NO-BREAK SPACE}x"), (r"\binom n k", "(nk)")],
)  # fmt: skip
def test_what_it_shows(latex: str, shown: str) -> None:
    assert text(read(latex)) == shown


@pytest.mark.parametrize(
    ("latex", "element"),
    [(r"\frac12", "mfrac"), (r"\sqrt x", "msqrt"), (r"\sqrt[3]x", "mroot"), ("x_i^2", "msubsup"), (r"\hat y", "mover"),
     (r"\underbrace{a}_b", "munder"), (r"\begin{bmatrix}1&2\\3&4\end{bmatrix}", "mtable"), (r"\phantom x", "mphantom")],
)  # fmt: skip
def test_the_element_of_a_form(latex: str, element: str) -> None:
    assert element in names(read(latex))


def test_limits_stand_below_and_above_only_where_the_formula_is_displayed() -> None:
    assert "munderover" in names(read(r"\sum_{i=1}^n i"))
    assert "msubsup" in names(read(r"\sum_{i=1}^n i", displayed=False))
    assert "msubsup" in names(read(r"\int_0^1 x"))


@pytest.mark.parametrize(("latex", "grows"), [(r"p(y_1, \mathbf q)", "false"), (r"(\frac{a}{b})", "true")])
def test_brackets_grow_around_what_is_tall(latex: str, grows: str) -> None:
    fences = [sign for sign in read(latex).iter(f"{SPACE}mo") if sign.get("fence")]
    assert [fence.get("stretchy") for fence in fences] == [grows, grows]


def test_aligned_lines_are_set_to_their_signs() -> None:
    sides = [cell.get("class") for cell in read(r"\begin{aligned}a&=b\\&=c\end{aligned}").iter(f"{SPACE}mtd")]
    assert sides == ["right", "left", "right", "left"]


def test_the_alternative_is_spoken() -> None:
    assert read(r"\mathbf a \cdot \mathbf b").get("alttext") == "a dot b"


def test_a_fault_is_an_error() -> None:
    with pytest.raises(NotationError):
        mathml(r"\frac{1}")


PIECES = st.sampled_from(
    ["x", "12", r"\alpha", r"\mathbf w", "+", "=", r"\cdot ", r"\log ", r"\sum_{i}^{n}", r"\max_x ", "(a)", r"\|x\|",
     "<", r"\text{a < b}", r"x'", r"\quad ", r"\partial ", r"\frac{a}{b}", r"\bar x", r"\left[a\right.",
     r"\dots "]
)  # fmt: skip


@settings(max_examples=60)
@given(st.lists(PIECES, min_size=1, max_size=8), st.booleans())
def test_whatever_can_be_read_is_well_formed(parts: list[str], displayed: bool) -> None:
    with suppress(NotationError):
        read(" ".join(parts), displayed)


def test_a_sign_is_told_from_an_operator() -> None:
    """Browsers set air on both sides of a minus that does not begin an element."""
    drawn = mathml(r"a = (-2, -x) = -1 - 2", False)
    assert drawn.count('<mo form="prefix">−</mo>') == 3
    assert drawn.count("<mo>−</mo>") == 1


def test_a_prime_is_not_raised_twice() -> None:
    """The character is raised by itself; as a superscript it would be too small to read."""
    assert "msup" not in mathml("f'(x) = g''", False)
    assert "<msub><mi>f</mi><mn>1</mn></msub>" in mathml("f_1'(x)", False)
    assert "msup" in mathml("f^2", False)


def test_a_relation_at_the_end_has_an_operand() -> None:
    """As in the beginning of an answer, `a · b =`: beside a text alone, browsers would leave no space before it."""
    for latex in (r"\mathbf a \cdot \mathbf b =", r"\text{shape} ="):
        assert names(read(latex))[-2:] == ["mo", "mi"]
    assert names(read("a = b")).count("mi") == 2
