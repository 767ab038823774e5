"""Text as cells of one column each, in Unicode or in ASCII."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from tutor.rendering.ascii import to_ascii


@lru_cache(maxsize=512)
def letters(text: str, ascii_only: bool = False) -> tuple[str, ...]:
    """One-column cells of `text`: combining marks join the letter before, wide letters become "?"."""
    cells: list[str] = []
    for char in to_ascii(text) if ascii_only else unicodedata.normalize("NFC", text):
        if unicodedata.category(char) in ("Mn", "Me", "Mc"):
            if cells and unicodedata.category(char) == "Mn":
                cells[-1] += char
        elif char.isspace():
            cells.append(" ")
        elif unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Co", "Cn"):
            cells.append("?" if unicodedata.east_asian_width(char) in "WF" else char)
    return tuple(cells)


def cut(cells: tuple[str, ...], room: int, ascii_only: bool = False) -> tuple[str, ...]:
    """At most `room` cells; the last one marks a cut."""
    if len(cells) <= room:
        return cells
    if room <= 1:
        return cells[: max(0, room)]
    return (*cells[: room - 1], "." if ascii_only else "…")
