"""Which box takes the answer to which kind of question."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from lessons.answers import read
from lessons.model.page import Item
from tutor.app.widgets.choice_input import ChoiceInput
from tutor.app.widgets.matrix_input import MatrixInput
from tutor.app.widgets.ordering_input import OrderingInput
from tutor.app.widgets.text_input import TextInput
from tutor.rendering.notation import one_line

if TYPE_CHECKING:
    from tutor.app.widgets.explain_input import ExplainInput

    Box = TextInput | ChoiceInput | MatrixInput | OrderingInput | ExplainInput

_PLACEHOLDERS = {
    "number": "a number",
    "vector": "a vector, such as 1, 2, 3",
    "matrix": "a matrix, such as [1, 2; 3, 4]",
    "expression": "an expression",
    "rule": "a rule, such as x <- x + 1",
}


def _line(item: Item) -> Box:
    hint = _PLACEHOLDERS.get(item.kind, "")
    return TextInput(f"{hint}, {item.rule.words()}" if item.rule else hint)


def _matrix(item: Item) -> Box:
    if item.shape is None:
        return _line(item)
    rows, columns = item.shape

    def whole(text: str) -> list[list[str]] | None:
        reading = read(item.question, text)
        return entries(reading.latex, rows, columns) if reading.shape == f"matrix {rows}x{columns}" else None

    return MatrixInput(rows, columns, whole)


def entries(latex: str, rows: int, columns: int) -> list[list[str]] | None:
    """The entries of a matrix in LaTeX; None when they are not as many."""
    body = latex.partition(r"\begin{bmatrix}")[2].partition(r"\end{bmatrix}")[0]
    found = [[one_line(cell.strip(), ascii_only=True) for cell in row.split("&")] for row in body.split(r"\\")]
    fits = len(found) == rows and all(len(row) == columns for row in found)
    return found if fits else None


def _explain(item: Item) -> Box:
    """Its text area takes a sixth of a second to import, so it is imported where one is asked for."""
    from tutor.app.widgets.explain_input import ExplainInput

    return ExplainInput(item)


BOXES: Mapping[str, Callable[[Item], Box]] = {
    "number": _line,
    "vector": _line,
    "expression": _line,
    "rule": _line,
    "matrix": _matrix,
    "choice": lambda item: ChoiceInput(item.options),
    "multi": lambda item: ChoiceInput(item.options, several=True),
    "order": lambda item: OrderingInput(item.options),
    "cloze": lambda item: OrderingInput(item.options, gaps=len(item.answer.split())),
    "explain": _explain,
}


def box_for(item: Item) -> Box:
    """The box for an item's answer."""
    return BOXES[item.kind](item)
