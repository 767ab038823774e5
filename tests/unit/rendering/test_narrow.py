"""Any width can be rendered for, also one at which nothing fits."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessons.model.page import CodeCell
from tutor.plain.text import _folded as folded_text
from tutor.rendering.blocks import code
from tutor.rendering.check_report import _folded as folded_call
from tutor.rendering.context import MIN_WIDTH, RenderContext
from tutor.rendering.typeset import text_of

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
