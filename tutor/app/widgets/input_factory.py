"""Chooses the answer input for each kind of question."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from lessons.answers import read
from lessons.model.page import Item
from tutor.app.widgets.choice_input import ChoiceInput
from tutor.app.widgets.matrix_input import MatrixInput
from tutor.app.widgets.ordering_input import OrderingInput
from tutor.app.widgets.text_input import TextInput
from tutor.learning import pasted_matrix
from tutor.rendering.answer_boxes import placeholders
from tutor.rendering.notation import one_line

if TYPE_CHECKING:
    from tutor.app.widgets.explain_input import ExplainInput

    Box = TextInput | ChoiceInput | MatrixInput | OrderingInput | ExplainInput


def _line(item: Item) -> Box:
    return TextInput(*placeholders(item))


def _matrix(item: Item) -> Box:
    if item.shape is None:
        return _line(item)
    rows, columns = item.shape

    def whole(text: str) -> list[list[str]] | None:
        reading = read(item.question, pasted_matrix.one_line(text))
        return entries(reading.latex, rows, columns) if reading.shape == f"matrix {rows}x{columns}" else None

    return MatrixInput(rows, columns, whole)


def entries(latex: str, rows: int, columns: int) -> list[list[str]] | None:
    """Return the entries of a LaTeX matrix by row; None if it has another shape."""
    body = latex.partition(r"\begin{bmatrix}")[2].partition(r"\end{bmatrix}")[0]
    cells = [[one_line(cell.strip(), ascii_only=True) for cell in row.split("&")] for row in body.split(r"\\")]
    fits = len(cells) == rows and all(len(row) == columns for row in cells)
    return cells if fits else None


def _explain(item: Item) -> Box:
    """Import the input on demand, because its text area takes a sixth of a second to import."""
    from tutor.app.widgets.explain_input import ExplainInput

    return ExplainInput(item)


BOXES: Mapping[str, Callable[[Item], Box]] = {
    "number": _line,
    "vector": _line,
    "expression": _line,
    "rule": _line,
    "shape": _line,
    "matrix": _matrix,
    "choice": lambda item: ChoiceInput(item.options),
    "multi": lambda item: ChoiceInput(item.options, several=True),
    "order": lambda item: OrderingInput(item.options),
    "cloze": lambda item: OrderingInput(item.options, gaps=len(item.answer.split())),
    "explain": _explain,
}


def box_for(item: Item) -> Box:
    """Return the input for an item's answer."""
    return BOXES[item.kind](item)
