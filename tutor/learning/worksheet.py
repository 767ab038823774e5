"""The worksheet of a question: the steps of its worked solution as cells to fill. Pure."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from lessons.answers import AnswerError, Comparison, Question, Verdict
from lessons.model.page import Item, Step

ROUNDING = 0.002
"""The relative tolerance for a cell that follows from earlier cells, which may have been rounded."""


class CellMark(StrEnum):
    """The verdict on a cell; CARRIED is right for the learner's own earlier cells, one of which is wrong."""

    NONE = ""
    RIGHT = "right"
    WRONG = "wrong"
    CARRIED = "carried"
    UNREADABLE = "unreadable"


class Cell(Struct, frozen=True):
    """One step of a worksheet: its left-hand side and value, and the learner's entry with its verdict."""

    step: Step
    given: bool = False
    typed: str = ""
    mark: CellMark = CellMark.NONE
    message: str = ""

    @property
    def settled(self) -> bool:
        """Whether the cell needs no further entry."""
        return self.given or self.mark in (CellMark.RIGHT, CellMark.CARRIED)


class Sheet(Struct, frozen=True):
    """The cells of a question's worksheet, in order."""

    item: Item
    cells: tuple[Cell, ...]

    @property
    def next(self) -> int | None:
        """The index of the first cell that is not settled; None where all are."""
        return next((index for index, cell in enumerate(self.cells) if not cell.settled), None)

    @property
    def entries(self) -> str:
        """The entries as text, one line for each cell."""
        return "\n".join(cell.typed for cell in self.cells)

    def refilled(self, entries: str) -> Sheet:
        """The sheet with saved `entries` filled in and judged again."""
        sheet = self
        for index, typed in enumerate(entries.split("\n")[: len(self.cells)]):
            if typed and not self.cells[index].given:
                sheet = sheet.filled(index, typed)
        return sheet

    def filled(self, index: int, typed: str) -> Sheet:
        """The sheet with one cell filled and judged."""
        cell = self._judged(index, typed)
        return replace(self, cells=(*self.cells[:index], cell, *self.cells[index + 1 :]))

    def _judged(self, index: int, typed: str) -> Cell:
        from lessons.answers import judge  # what is due is found out without it

        cell = self.cells[index]
        verdict = judge(self._question(cell.step.value), typed)
        mark, message = CellMark(verdict.mark), verdict.feedback
        if mark == CellMark.WRONG and self._follows(index, typed):
            mark = CellMark.CARRIED
            message = "Right for what stands above it; the slip is further up, and counts once."
        return replace(cell, typed=typed, mark=mark, message=message)

    def _follows(self, index: int, typed: str) -> bool:
        """Whether a cell is right for the learner's own earlier cells."""
        from lessons.answers import judge, spell

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
        return any(judge(asked, typed).mark == "right" for asked in (question, rounded))

    def _question(self, value: str) -> Question:
        kind = "vector" if value.startswith("[") else "number"
        return Question(
            kind, value, rule=self.item.rule, log_base=self.item.log_base, zero_log_zero=self.item.zero_log_zero
        )


def cells_of(item: Item) -> tuple[Step, ...]:
    """The steps of an item that have a left-hand side and a value, so that they can be filled in."""
    return tuple(step for step in item.steps if step.lead and step.value)


def sheet(item: Item, solved: int) -> Sheet | None:
    """The worksheet of an item; None where it has fewer than two steps.

    Half of the cells are given, one fewer for each time the item was `solved`.
    """
    steps = cells_of(item)
    if len(steps) < 2:
        return None
    given = max(0, len(steps) // 2 - solved)
    return Sheet(item, tuple(Cell(step, given=index < given) for index, step in enumerate(steps)))


def verdict_of(cell: Cell) -> Verdict:
    """The verdict on a filled cell: one that is right for an earlier error counts as right."""
    if cell.settled:
        return Verdict("right", "", cell.message)
    return Verdict("unreadable" if cell.mark == CellMark.UNREADABLE else "wrong", "", cell.message)


def _number(text: str) -> float | None:
    from lessons.answers import evaluate

    try:
        return evaluate(text, {})
    except (AnswerError, ArithmeticError, ValueError):
        return None
