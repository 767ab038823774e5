"""A question step by step: the same steps as its worked solution, with cells to fill. Pure."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from lessons.answers import AnswerError, Comparison, Question, Verdict, evaluate, judge, spell
from lessons.model.page import Item, Step

ROUNDING = 0.002  # of a cell, for the cells before it may have been rounded

CellMark = Literal["", "right", "wrong", "carried", "unreadable"]


class Cell(Struct, frozen=True):
    """One step to fill: its left-hand side, and what the learner made of it."""

    step: Step
    given: bool = False
    typed: str = ""
    mark: CellMark = ""
    message: str = ""

    @property
    def settled(self) -> bool:
        return self.given or self.mark in ("right", "carried")


class Sheet(Struct, frozen=True):
    """All cells of a question's worksheet, in order."""

    item: Item
    cells: tuple[Cell, ...]

    @property
    def slips(self) -> int:
        """Cells that are right only for an earlier error: one slip, not one more each."""
        return sum(cell.mark == "carried" for cell in self.cells)

    @property
    def next(self) -> int | None:
        """The first cell that is still to be filled."""
        return next((index for index, cell in enumerate(self.cells) if not cell.settled), None)

    @property
    def entries(self) -> str:
        """What was filled in, a line a cell, to be kept until the learner comes back."""
        return "\n".join(cell.typed for cell in self.cells)

    def refilled(self, entries: str) -> Sheet:
        """The sheet with such entries filled in again, each judged as it was the first time."""
        made = self
        for index, typed in enumerate(entries.split("\n")[: len(self.cells)]):
            if typed and not self.cells[index].given:
                made = made.filled(index, typed)
        return made

    def filled(self, index: int, typed: str) -> Sheet:
        """The sheet with one cell filled and judged."""
        cell = self._judged(index, typed)
        return replace(self, cells=(*self.cells[:index], cell, *self.cells[index + 1 :]))

    def _judged(self, index: int, typed: str) -> Cell:
        cell = self.cells[index]
        verdict = judge(self._question(cell.step.value), typed)
        mark: CellMark = verdict.mark
        message = verdict.feedback
        if mark == "wrong" and self._follows(index, typed):
            mark = "carried"
            message = "Right for what stands above it; the slip is further up, and counts once."
        return replace(cell, typed=typed, mark=mark, message=message)

    def _follows(self, index: int, typed: str) -> bool:
        """Whether a cell is right for the learner's own earlier cells."""
        follow = self.cells[index].step.follow
        earlier = [_number(cell.step.value if cell.given else cell.typed) for cell in self.cells[:index]]
        if follow is None or any(value is None for value in earlier):
            return False
        try:
            expected = follow(tuple(value for value in earlier if value is not None))
        except (ArithmeticError, ValueError):
            return False
        question = self._question(spell(expected))
        rounded = question._replace(rule=Comparison(relative=ROUNDING))
        return any(judge(one, typed).mark == "right" for one in (question, rounded))

    def _question(self, value: str) -> Question:
        kind = "vector" if value.startswith("[") else "number"
        return Question(
            kind, value, rule=self.item.rule, log_base=self.item.log_base, zero_log_zero=self.item.zero_log_zero
        )


def cells_of(item: Item) -> tuple[Step, ...]:
    """The steps of an item that can be filled in."""
    return tuple(step for step in item.steps if step.lead and step.value)


def sheet(item: Item, solved: int) -> Sheet | None:
    """The worksheet of an item; the more often it was solved, the fewer cells are given. None for a single step."""
    steps = cells_of(item)
    if len(steps) < 2:
        return None
    given = max(0, len(steps) // 2 - solved)
    return Sheet(item, tuple(Cell(step, given=index < given) for index, step in enumerate(steps)))


def verdict_of(cell: Cell) -> Verdict:
    """A cell's mark as a verdict: one that was carried forward is not an error of its own."""
    mark: Literal["right", "wrong", "unreadable"] = "wrong"
    if cell.mark in ("right", "carried"):
        mark = "right"
    elif cell.mark == "unreadable":
        mark = "unreadable"
    return Verdict(mark, "", cell.message)


def _number(text: str) -> float | None:
    try:
        return evaluate(text, {})
    except (AnswerError, ArithmeticError, ValueError):
        return None
