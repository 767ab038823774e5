"""Formulas of numbers whose sides differ: `$1 + 1 = 3$`, or a rounded value that is off in its last place."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lessons.answers import AnswerError, evaluate

_FORMULA = re.compile(r"\$\$(.+?)\$\$|\$([^$]+?)\$", re.DOTALL)
_PARTS = re.compile(r"\\qquad|\\quad")
_RELATION = re.compile(r"(=|\\approx)")
_NUMBERS = re.compile(
    r"(?:[\d\s.+\-*/^{}()|]|\\d?frac|\\cdot|\\sqrt|\\ln|\\log_(?:2|\{2\}|\{10\})|\\left|\\right|e\^|\\[,;])+"
)
"""A side of a formula that has numbers in it and no letter but e."""
_SINGLE = re.compile(r"-?(?:\d*\.(\d+)|\d+)")


def false_relations(markdown: str) -> Iterator[str]:
    """What is wrong with the arithmetic in the formulas of a text, a sentence each."""
    for found in _FORMULA.finditer(markdown):
        yield from false_formula(found[1] or found[2])


def false_formula(latex: str) -> Iterator[str]:
    """What is wrong with the arithmetic of a formula, a sentence each; sides with a letter in them are passed over."""
    for part in _PARTS.split(latex) if "=" in latex or "\\approx" in latex else ():
        yield from _false_chain(part)


def _false_chain(latex: str) -> Iterator[str]:
    """Neighbors that both have a value: equal where only = stands between them, else within the last place shown."""
    before: tuple[str, float] | None = None
    exact = True
    for piece in _RELATION.split(latex):
        if piece in ("=", "\\approx"):
            exact = exact and piece == "="
            continue
        value = _value(piece)
        if value is None:
            continue
        if before is not None:
            slack = 1e-9 * max(1.0, abs(value)) if exact else _rounding(before[0], piece, value)
            if abs(value - before[1]) > slack:
                said = f"{before[0].strip()} is {before[1]:.6g}, and {piece.strip()} is {value:.6g}"
                yield f"in ${latex.strip()}$: {said}; mend one of the two"
        before, exact = (piece, value), True


def _value(side: str) -> float | None:
    if not _NUMBERS.fullmatch(side) or not any(map(str.isdigit, side)):
        return None
    try:
        return evaluate(side.strip(), {})
    except (AnswerError, OverflowError):
        return None


def _rounding(one: str, other: str, value: float) -> float:
    """How far the sides of an approximation may be apart: about a unit in the last place of the one that is rounded.

    Where neither is a single number, nothing says how they are rounded: a hundredth of the value.
    """
    found = [match for side in (one, other) if (match := _SINGLE.fullmatch(side.strip()))]
    return 1.5 * 10.0 ** -min(len(match[1] or "") for match in found) if found else 0.01 * abs(value)
