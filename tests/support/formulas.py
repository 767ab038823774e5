"""Formulas as rows of text."""

from __future__ import annotations

from tutor.rendering.notation import Box


def drawn(box: Box) -> str:
    """The text of a box, the air at the end of each row left out."""
    return "\n".join(["".join([cell.text for cell in row]).rstrip() for row in box.rows])
