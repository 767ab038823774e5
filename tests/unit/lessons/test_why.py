"""Reasons that unfold: read from a fence, set as a note, not counted as reading time, checked by the author's check."""

from __future__ import annotations

from pathlib import Path

import pytest

from lessons.course import Course
from lessons.model.page import Page, Why
from lessons.source import Source
from tests.support.broken_courses import PAGE, REASON, broken, faults_of, with_reason
from tutor.rendering.article import page_lines
from tutor.rendering.context import RenderContext
from tutor.rendering.typeset import text_of


def page_of(course: Path) -> Page:
    return Course(Source.folder(course)).page("basics.sums")


def test_a_reason_is_a_block_and_costs_no_reading_time(tmp_path: Path) -> None:
    without = page_of(broken(tmp_path / "without", []))
    page = page_of(with_reason(tmp_path, REASON))
    reason = next(block for block in page.blocks if isinstance(block, Why))
    assert reason.title == "Why is 1 + 2 the same as 2 + 1?"
    assert page.words == without.words
    assert faults_of(tmp_path / "course") == ()


def test_a_reason_is_printed_whole(tmp_path: Path) -> None:
    course = with_reason(tmp_path, REASON)
    text = text_of(page_lines(Course(Source.folder(course)), page_of(course), RenderContext(76)))
    assert "Why is 1 + 2 the same as 2 + 1?" in text
    assert "Both ways you count 3" in text


@pytest.mark.parametrize(
    ("was", "is_", "message"),
    [
        ("2 + 1?", "2 + 1.", "end it with a question mark"),
        ("why Why is 1 + 2 the same as 2 + 1?", "why", "end it with a question mark"),
        ("Both ways you count $3$.", "Both ways agree.", "end it with a number"),
        ("Both ways you count $3$.", "- both\n- agree", "end it with a number"),
        ("$3$", r"$\\flac{3}{1}$", "flac"),
    ],
)
def test_a_faulty_reason_is_named_with_its_line(was: str, is_: str, message: str, tmp_path: Path) -> None:
    assert was in REASON
    found = faults_of(with_reason(tmp_path, REASON.replace(was, is_.replace("\\\\", "\\"))))
    hit = next(fault for fault in found if message in str(fault))
    lines = (tmp_path / "course" / PAGE).read_text("utf-8").splitlines()
    assert lines[hit.line - 1].startswith("```why")


def test_a_reason_may_end_in_a_formula_or_a_list(tmp_path: Path) -> None:
    for number, ending in enumerate(("\n\n$$ 1 + 2 = 3 $$", "\n\n- 1 + 2 is 3\n- 2 + 1 is 3")):
        found = faults_of(with_reason(tmp_path / str(number), REASON.replace(" Both ways you count $3$.", ending)))
        assert found == (), found
