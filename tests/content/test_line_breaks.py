"""Every text of the course in a wide and in a narrow terminal: no line ends or begins inside a product."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import pytest

from lessons.model.page import DemoBlock, ExerciseBlock, FigureBlock, Item, ItemBlock
from tests.support.content import COURSE
from tests.support.for_each import for_each
from tutor.learning.attempt import hints, solution
from tutor.rendering.blocks import passive_lines
from tutor.rendering.context import RenderContext
from tutor.rendering.notation import Line
from tutor.rendering.typeset import markdown, text_of

WIDTHS = (76, 52)
PAGES = [page.id for page in COURSE.outline.pages]
ENDS, STARTS = ("=", "≈", "≤", "≥", "·", "×", "⊙"), ("· ", "× ", "⊙ ")


def badly_broken(lines: list[Line]) -> list[str]:
    """The pairs of lines between which a formula is broken after a relation or in a product."""
    rows = [row for row in text_of(lines).split("\n") if "│" not in row]
    return [
        f"{row}\n{after}"
        for row, after in itertools.pairwise(rows)
        if row and after and (row.endswith(tuple(f" {sign}" for sign in ENDS)) or after.lstrip().startswith(STARTS))
    ]


def texts(item: Item) -> Iterator[str]:
    """What a question says in running text."""
    yield from (item.prompt, item.explanation, *hints(COURSE, item), solution(item))
    yield from (part for option in item.options for part in (option.text, option.message))


@for_each(PAGES)
def test_no_page_breaks_a_product_or_after_an_equals_sign(page: str) -> None:
    apart = ItemBlock | DemoBlock | ExerciseBlock | FigureBlock
    for block in (block for block in COURSE.page(page).blocks if not isinstance(block, apart)):
        for width in WIDTHS:
            assert not badly_broken(passive_lines(block, RenderContext(width)))


@pytest.mark.slow
@pytest.mark.parametrize("rung", sorted({item.partition(".")[0] for item in COURSE.templates}))
def test_no_question_breaks_a_product_or_after_an_equals_sign(rung: str) -> None:
    for item in (COURSE.item(name, 1) for name in COURSE.templates if name.startswith(f"{rung}.")):
        for text, width in itertools.product(texts(item), WIDTHS):
            assert not badly_broken(markdown(text, RenderContext(width - 4)))


def test_plain_text_is_not_broken_after_an_equals_sign() -> None:
    for width in range(12, 40):
        text = "Your step size is η = 0.25 and the product is 2 · 3 · 4 = 24 after it."
        assert not badly_broken(markdown(text, RenderContext(width)))
