"""Borders and rows where only ASCII is drawn."""

from __future__ import annotations

import re
from pathlib import Path

import tutor.app
from tutor.app.widgets.menu import Row
from tutor.rendering.typeset import text_of, words

RULE = re.compile(r"^ *([^{}\n]+?) \{([^}]*)\}", re.MULTILINE)
BORDER = re.compile(r"(border(?:-\w+)?): (?!none|ascii)\w+")


def test_every_border_has_a_form_in_ascii() -> None:
    """A border that is drawn with other characters has a rule beside it for `--ascii`."""
    folder, found = Path(tutor.app.__file__).parent, 0
    styles = (folder / "app.tcss").read_text(encoding="utf-8")  # a screen's own styles apply to what is inside it only
    for path in folder.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        for selector, style in RULE.findall(text):
            for edge in BORDER.findall(style):
                found += 1
                assert f"App.-plain {selector} {{ {edge}: ascii " in styles, (path.name, selector, edge)
    assert found >= 3


def test_a_row_is_spelled_in_ascii_before_it_is_fitted() -> None:
    """Titles and texts of a course are put into rows as they are."""
    row = Row(words("arrows, a·b, θ"), "page:x", words("a·b, θ"))
    assert text_of([row.within(14, ascii_only=False)]) == "arrows, a·b, θ"
    assert text_of([row.within(18, ascii_only=True)]) == "arrows, a*b, theta"
    assert text_of([row.within(14, ascii_only=True)]) == "a*b, theta"
    assert text_of([row.within(7, ascii_only=True)]) == "a*b,..."
