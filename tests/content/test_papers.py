"""What holds for every second-pass page: short, one skill, a figure, code, questions, and true arithmetic."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from lessons.model.computed_item import first_unambiguous
from lessons.model.figure import Label
from lessons.model.page import CodeCell, FigureBlock, Page, Prose
from tests.support.arithmetic import checked, exp_checked, log_checked
from tests.support.content import (
    CHOSEN,
    COURSE,
    SECOND_PASS,
    SEEDS,
    computed_of,
    for_papers,
    formulas_of,
    printed,
    spans_of,
    texts_of,
    worded_of,
    words_of,
)
from tests.support.for_each import for_each
from tutor.rendering.charts import fits

ALL_PAGES = pytest.mark.parametrize("page", [COURSE.page(page) for page in SECOND_PASS], ids=SECOND_PASS)
COMPUTED = {item_id: one for item_id, one in computed_of().items() if for_papers(item_id)}
WORDED = {item_id: one for item_id, one in worded_of().items() if for_papers(item_id)}
CHECKED: dict[str, Callable[[str], int]] = {
    "linear_algebra": checked,
    "probability": exp_checked,
    "calculus": exp_checked,
    "information_theory": log_checked,
}


@ALL_PAGES
def test_a_page_teaches_the_skill_of_its_name_in_two_hundred_words(page: Page) -> None:
    assert page.teaches == (page.id.partition(".")[2],)
    assert 100 <= page.words <= 200
    last = page.blocks[-1]
    assert isinstance(last, Prose)
    assert "You can now" in str(last)


@ALL_PAGES
def test_a_page_has_a_picture_that_fits_code_that_prints_and_questions(page: Page) -> None:
    figures = [block.figure for block in page.blocks if isinstance(block, FigureBlock)]
    assert figures
    for figure in figures:
        assert fits(figure, 60, figure.height) == fits(figure, 60, figure.height, ascii_only=True) == ()
        accents = [mark for mark in figure.marks if getattr(mark, "role", "") == "accent"]
        assert sum(not isinstance(mark, Label) for mark in accents) <= 1
    assert any(isinstance(block, CodeCell) for block in page.blocks)
    for cell, output in printed(page):
        assert "import numpy as np" in cell.source
        assert output == cell.output
    assert 3 <= len(page.items) <= 6


@ALL_PAGES
def test_worked_formulas_of_a_page_hold(page: Page) -> None:
    sources = [*formulas_of(page), *(span.text for span in spans_of(page) if span.kind == "math")]
    assert sum(CHECKED[page.rung](f"${latex}$") for latex in sources) >= 1


@pytest.mark.parametrize("item_id", COMPUTED)
def test_arithmetic_in_what_a_drawn_question_says_is_true(item_id: str) -> None:
    check = CHECKED[item_id.partition(".")[0]]
    found = sum(check(text) for seed in SEEDS for text in texts_of(first_unambiguous(COMPUTED[item_id], seed)))
    assert found >= len(SEEDS) or COMPUTED[item_id].kind in CHOSEN


@for_each(WORDED)
def test_arithmetic_in_what_a_worded_question_says_is_true(item_id: str) -> None:
    check = CHECKED[item_id.partition(".")[0]]
    for text in words_of(WORDED[item_id]):
        check(text)
