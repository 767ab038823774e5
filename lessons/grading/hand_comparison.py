"""The learner's hand results beside the program's, row by row, and where they first differ."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct

from lessons.grading.numbers import alike, number
from lessons.model.misconception import Nested

Status = Literal["same", "differs", "no hand", "no program"]

# Tolerances for numbers that were rounded to three decimals along the way.
ROUGH = 2e-3  # relative
LOOSE = 6e-4  # absolute


class Hand(Struct, frozen=True):
    """Results worked out by hand: numbers by item id, and by (item id, step of its worksheet from 0).

    `implied` holds the values of steps that were left blank but whose later results were right.
    """

    answers: Mapping[str, tuple[float, ...]]
    steps: Mapping[tuple[str, int], float]
    implied: Mapping[tuple[str, int], float]

    def step(self, label: str, item: str, index: int, program: float | None) -> Row:
        """The row of a step of a worksheet, counted from 0."""
        if (item, index) in self.steps:
            return Row(label, self.steps[item, index], program)
        value = self.implied.get((item, index))
        return Row(label, value, program, implied=value is not None)

    def answer(self, label: str, item: str, program: float | None, entry: int = 0) -> Row:
        """The row of an item's answer, or of one entry of it."""
        entries = self.answers.get(item, ())
        return Row(label, entries[entry] if entry < len(entries) else None, program)


class Row(Struct, frozen=True):
    """One number, by hand and by program. `label` is LaTeX."""

    label: str
    hand: float | None
    program: float | None
    implied: bool = False

    @property
    def status(self) -> Status:
        """Whether the two agree within rounding, or which is missing."""
        if self.program is None:
            return "no program"
        if self.hand is None:
            return "no hand"
        return "same" if alike(self.hand, self.program, ROUGH, LOOSE) else "differs"

    @property
    def texts(self) -> tuple[str, str]:
        """(hand, program) as text; an implied number is in parentheses."""
        hand, program = ("" if value is None else number(value) for value in (self.hand, self.program))
        return f"({hand})" if self.implied else hand, program


class Comparison(Struct, frozen=True):
    """Rows in the order of the computation, and a note."""

    rows: tuple[Row, ...]
    note: str = ""  # Markdown

    @property
    def first_difference(self) -> Row | None:
        """The first row in which hand and program differ; None where none does."""
        return next((row for row in self.rows if row.status == "differs"), None)

    @property
    def agrees(self) -> bool:
        """Whether every row has both numbers and they agree."""
        return all(row.status == "same" for row in self.rows)

    @property
    def summary(self) -> str:
        """A sentence that sums the rows up, as Markdown."""
        apart = self.first_difference
        if apart is not None:
            hand, program = apart.texts
            return f"They first differ at ${apart.label}$: {hand.strip('()')} by hand, {program} from your program."
        if all(row.status == "no program" for row in self.rows):
            return "Your program has no numbers here yet."
        if all(row.status == "no hand" for row in self.rows):
            return "You have done nothing by hand yet."
        if not self.agrees:
            return "What you did both ways agrees."
        return "By hand and by program, term by term, the same."


def scalar(results: Mapping[str, Nested], name: str, *index: int) -> float | None:
    """The number at an index of a probe's result; None where there is none."""
    value: Nested | None = results.get(name)
    for axis in index:
        if not isinstance(value, tuple) or not -len(value) <= axis < len(value):
            return None
        value = value[axis]
    return value if isinstance(value, float) else None
