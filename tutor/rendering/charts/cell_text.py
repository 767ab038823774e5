"""Text as cells of one column each, in Unicode or in ASCII."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

SPELLED = {
    "−": "-",
    "–": "-",
    "—": "-",
    "·": "*",
    "×": "x",
    "÷": "/",
    "‖": "||",
    "∑": "sum",
    "∏": "prod",
    "∫": "int",
    "√": "sqrt",
    "∇": "grad ",
    "∂": "d",
    "∞": "inf",
    "∈": "in",
    "≤": "<=",
    "≥": ">=",
    "≠": "!=",
    "≈": "~",
    "∝": "~",
    "→": "->",
    "←": "<-",
    "⊤": "T",
    "ᵀ": "^T",
    "′": "'",
    "’": "'",
    "…": "...",
    "°": " deg",
    "ℓ": "l",
    "σ": "sigma",
    "ς": "sigma",
}


@lru_cache(maxsize=512)
def letters(text: str, ascii_only: bool = False) -> tuple[str, ...]:
    """One-column cells of `text`: combining marks join the letter before, wide letters become "?"."""
    cells: list[str] = []
    for char in _spell(text) if ascii_only else unicodedata.normalize("NFC", text):
        if unicodedata.category(char) in ("Mn", "Me", "Mc"):
            if cells and unicodedata.category(char) == "Mn":
                cells[-1] += char
        elif char.isspace():
            cells.append(" ")
        elif unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Co", "Cn"):
            cells.append("?" if unicodedata.east_asian_width(char) in "WF" else char)
    return tuple(cells)


def _spell(text: str) -> str:
    return "".join(char if " " <= char <= "~" else _spell_one(char) for char in unicodedata.normalize("NFC", text))


def _spell_one(char: str) -> str:
    if char in SPELLED:
        return SPELLED[char]
    if char.isspace():
        return " "
    name = unicodedata.name(char, "")
    if name.startswith("GREEK"):
        word = name.split(" WITH ")[0].split()[-1]
        word = word.replace("LAMDA", "LAMBDA")  # as Unicode spells it
        return word.capitalize() if "CAPITAL" in name else word.lower()
    if unicodedata.combining(char):
        return ""
    plain = "".join(c for c in unicodedata.normalize("NFKD", char) if " " <= c <= "~")
    if plain and unicodedata.decomposition(char).startswith("<super>"):
        return "^" + plain
    return plain or "?"


def cut(cells: tuple[str, ...], room: int, ascii_only: bool = False) -> tuple[str, ...]:
    """At most `room` cells; the last one marks a cut."""
    if len(cells) <= room:
        return cells
    if room <= 1:
        return cells[: max(0, room)]
    return (*cells[: room - 1], "." if ascii_only else "…")
