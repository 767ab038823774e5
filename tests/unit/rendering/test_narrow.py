"""Any width can be rendered for, also one at which nothing fits."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessons.model.demo import Demo
from lessons.model.page import CodeCell, DemoBlock
from lessons.model.text import Span
from tests.support.content import COURSE
from tutor.plain.text import _folded as folded_text
from tutor.rendering.blocks import code
from tutor.rendering.check_report import _folded as folded_call
from tutor.rendering.context import MIN_WIDTH, RenderContext
from tutor.rendering.line_memo import LineMemo
from tutor.rendering.page_document import DemoLink
from tutor.rendering.question import MODEL, OWN_WORDS, RUBRIC
from tutor.rendering.typeset import text_of, wrap_plain

SOURCE = "values = np.array([1.25, 2.5, 3.75, 5.0]) @ weights + bias  # " + "a long comment " * 3


@pytest.mark.parametrize("ascii_only", [False, True])
@pytest.mark.parametrize("width", range(-4, 40))
def test_code_is_folded_at_any_width_and_nothing_of_it_is_lost(width: int, ascii_only: bool) -> None:
    lines = [text_of([line]) for line in code(CodeCell(SOURCE, SOURCE), RenderContext(width, ascii_only))]
    rows = [line.lstrip(" |│").replace("↳", "").replace("\\", "") for line in lines]
    assert "".join("".join(rows).split()) == "".join((SOURCE * 2).split())
    assert all(len(line) <= max(width, MIN_WIDTH + 9) for line in lines)


@given(st.text("abc, ", max_size=60), st.integers(-3, 30))
def test_calls_and_plain_text_are_folded_at_any_width(text: str, width: int) -> None:
    folded_call(text, RenderContext(width))
    assert "".join("".join(folded_text(text, width)).split()) == "".join(text.split())


@pytest.mark.parametrize("demo", list(COURSE.demos.values()), ids=lambda demo: demo.id)
def test_the_link_to_a_demo_fits_however_many_challenges_are_met(demo: Demo) -> None:
    for met in range(len(demo.challenges) + 1):
        link = DemoLink(demo, DemoBlock(demo.id, (Span("Move it."),)), met)
        lines = link.lines(55, False, LineMemo())
        assert all(len(line) <= 55 for line in lines)
        said = f"{met} of {len(demo.challenges)} challenges met" if met else f"{len(demo.challenges)} challenge"
        assert any(said in "".join(cell.text for cell in line) for line in lines)


def test_the_titles_of_an_explanation_wrap() -> None:
    for title in (OWN_WORDS, MODEL, RUBRIC):
        lines = wrap_plain(title, RenderContext(40, False), "accent", bold=True)
        assert " ".join("".join(cell.text for cell in line).strip() for line in lines) == title
        assert all(len(line) <= 40 for line in lines)
