"""What a formula of numbers is worth is heard when it is read aloud."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

import pytest

from lessons.answers import evaluate
from lessons.model.computed_item import first_unambiguous
from tests.support.content import COURSE, RUNGS, computed_of, texts_of
from tests.support.listener import Listener, sides
from tutor.rendering.notation import spoken

FORMULA = re.compile(r"\$\$(.+?)\$\$|\$([^$]+?)\$", re.DOTALL)
NUMBERS_ONLY = re.compile(
    r"(?:[\d\s.+\-*/^{}()=]|\\frac|\\cdot|\\approx|\\sqrt|\\ln|\\log_2|\\log_\{10\}|\\left|\\right|e\^|\\,|\\;)+"
)
RELATION = re.compile(r"=|\\approx")


def formulas(text: str) -> Iterator[str]:
    """The formulas of numbers in a text."""
    for found in FORMULA.finditer(text):
        latex = (found[1] or found[2]).strip()
        if NUMBERS_ONLY.fullmatch(latex) and re.search(r"\d", latex):
            yield latex


def written(rung: str) -> Iterator[str]:
    """The texts of a rung as they stand in its files."""
    folder = COURSE.source.root / rung
    yield from (path.read_text("utf-8") for suffix in ("*.md", "*.toml") for path in sorted(folder.glob(suffix)))


def drawn(rung: str) -> Iterator[str]:
    """The texts of the rung's computed questions, for a few seeds."""
    for template in computed_of(rung).values():
        for seed in range(3):
            yield from texts_of(first_unambiguous(template, seed))


def value(latex: str) -> float | None:
    """The value of a side; None for one that has none, such as the logarithm of 0."""
    try:
        return evaluate(latex, {})
    except ValueError:
        return None


@pytest.mark.parametrize("rung", RUNGS)
def test_what_is_said_has_the_value_of_the_formula(rung: str) -> None:
    heard, misheard = 0, []
    for latex in {latex for text in (*written(rung), *drawn(rung)) for latex in formulas(text)}:
        for side, words in zip(RELATION.split(latex), sides(spoken(latex)), strict=True):
            worth = value(side) if side.strip() else None
            if worth is None:
                continue
            heard += 1
            said = Listener(words).value()
            if said is None or not math.isclose(said, worth, rel_tol=1e-9, abs_tol=1e-9):
                misheard.append((latex, words, said))
    assert not misheard, misheard[:5]
    assert heard > 100


@pytest.mark.parametrize(
    ("words", "worth"),
    [
        ("2 plus 3 times 4", 14), ("2 times the quantity 3 plus 4, squared", 98), ("1 over 2 times 6", 3),
        ("the square root of 5 plus 4", None), ("the fraction 1 plus 2, over 3, plus 1", 2), ("8 minus 4 minus 2", 2),
        ("the natural log of 1 plus 2", None), ("minus 2 squared", -4), ("2 dot 3", None),
    ],
)  # fmt: skip
def test_the_listener_hears_what_is_said(words: str, worth: float | None) -> None:
    """None: what can be meant in two ways, or is not said of numbers."""
    said = Listener(words).value()
    if worth is not None:
        assert said == pytest.approx(worth)
    elif "dot" in words:
        assert said is None
