"""Paper cards as frozen values: one formula from a paper, and what is asked about it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

from msgspec import Struct

from lessons.answers.shapes import WrongShape

if TYPE_CHECKING:
    from random import Random

PREFIX = "paper."
FIELDS = ("symbols", "shapes", "limit", "number", "line")
"""What is asked about a formula, in this order."""
REVIEW_FIELDS = ("friends", "output")
"""What reviews alone ask about a card that was read: a letter that means something else in other papers (a false
friend), and which of some lines gave an output."""


def split_id(name: str) -> tuple[str, str]:
    """A card's id and the field that is named behind it, as in `paper.adam.shapes`; no field for the whole card."""
    card, _, field = name.rpartition(".")
    known = field in FIELDS or field in REVIEW_FIELDS
    return (card, field) if known and card not in ("", PREFIX.rstrip(".")) else (name, "")


Follow: TypeAlias = Callable[[tuple[float, ...]], float]
"""The value of a step that is consistent with the learner's values of all steps before it."""
Arrays: TypeAlias = Mapping[str, Any]
"""The arguments of a line by name: NumPy arrays and numbers."""


class Lure(Struct, frozen=True):
    """A wrong answer, and what is said to it; `card` is the card on which the letter of a symbol means this, if any."""

    text: str
    message: str
    card: str = ""


class Symbol(Struct, frozen=True):
    """A symbol of the formula, what it means there, and the meanings it has elsewhere.

    `also` are meanings of its letter on other cards that are right here, too.
    """

    latex: str
    means: str
    wrong: tuple[Lure, ...] = ()
    also: tuple[str, ...] = ()


class Shape(Struct, frozen=True):
    """A thing whose shape is asked, in the sizes of the card.

    `follows` is a product of earlier shapes by their place, such as `0 @ 1.T`: a wrong shape that follows from the
    learner's own earlier ones is not counted again.
    """

    of: str  # Markdown
    answer: str
    wrong: tuple[WrongShape, ...] = ()
    follows: str = ""


class Limit(Struct, frozen=True):
    """A question about a special case of the formula."""

    kind: str
    prompt: str  # Markdown
    answer: str
    wrong: tuple[Lure, ...]
    names: Mapping[str, str] = {}
    hint: str = ""  # Markdown


class Number(Struct, frozen=True):
    """A small computation in steps. Texts hold the names of numbers in double braces.

    `answer` is the place of the step that the wrong values stand for, by their id.
    """

    prompt: str  # Markdown
    steps: tuple[str, ...]  # LaTeX, left-hand sides
    answer: int
    wrong: Mapping[str, str]
    hint: str = ""  # Markdown


class WrongLine(Struct, frozen=True):
    """A line with a mistake, and what is said to it."""

    id: str
    line: str
    message: str


class Line(Struct, frozen=True):
    """A line of NumPy that computes the formula; `given` says what it may use.

    `overflows` is the argument whose thousandfold makes the formula as it is printed overflow; empty where none does.
    """

    given: str
    line: str
    wrong: tuple[WrongLine, ...]
    overflows: str = ""


class Instance(Struct, frozen=True):
    """The numbers of one draw: texts by name, the values of the steps, and what each mistake gives by its id."""

    texts: Mapping[str, str]
    steps: tuple[float, ...]
    follow: tuple[Follow | None, ...]
    wrong: Mapping[str, float]


class PaperCard(Struct, frozen=True):
    """A paper card.

    Attributes:
        id: `paper.` and the name of its file.
        cite: Authors, title, year, and where in the paper the formula stands.
        checked: Whether the printed equation was compared, or only its form.
        latex: The formula.
        context: Three sentences: what for, what it does, where it is met. Markdown.
        needs: The skills that it leans on, the leading one first.
        counts: What its sizes count. Markdown.
        where: What the letters stand for that are not asked. Markdown.
        sizes: The number of each size by name; all differ.
        coincide: Pairs of sizes that one letter of the learner's may stand for.
        lead: Whether shapes may have axes in front.
        keep: Whether an axis that is summed over may stay, as 1.
        framework: The line as it stands in a framework.
        draw: The numbers of a draw; those that are printed without a random generator.
        arrays: The arguments of the line, drawn by a NumPy generator: with sizes that all differ, or that are equal.
        tiny: Arguments of the line that are few and round enough to be printed and worked with by hand.
    """

    id: str
    title: str
    cite: str
    checked: str
    latex: str
    context: tuple[str, ...]
    needs: tuple[str, ...]
    counts: str
    sizes: Mapping[str, int]
    symbols: tuple[Symbol, ...]
    shapes: tuple[Shape, ...]
    limit: Limit
    number: Number
    line: Line
    closing: str
    framework: str
    draw: Callable[[Random | None], Instance]
    arrays: Callable[[Any, bool], Arrays]
    tiny: Callable[[Any], Arrays]
    coincide: tuple[tuple[str, str], ...] = ()
    where: str = ""
    lead: bool = False
    keep: bool = False


class StepRow(Struct, frozen=True):
    """A row of the comparison: `same` in both, or the first that differs: in the `reference`, or in `yours`."""

    role: str
    text: str
    value: str


class LineVerdict(Struct, frozen=True):
    """The verdict on a line: `right`, `wrong` or `unreadable`; the mistake it makes, and the steps up to there."""

    mark: str
    message: str = ""
    rule: str | None = None
    rows: tuple[StepRow, ...] = ()
