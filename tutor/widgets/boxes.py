"""Which box takes the answer to which kind of question."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from lessons.model import Item
from tutor.widgets.choice_box import ChoiceBox
from tutor.widgets.grid_box import GridBox
from tutor.widgets.line_box import LineBox
from tutor.widgets.sequence_box import SequenceBox

if TYPE_CHECKING:
    from tutor.widgets.explain_box import ExplainBox

    Box = LineBox | ChoiceBox | GridBox | SequenceBox | ExplainBox

_PLACEHOLDERS = {
    "number": "a number",
    "vector": "a vector, such as 1, 2, 3",
    "matrix": "a matrix, such as [1, 2; 3, 4]",
    "expression": "an expression",
    "rule": "a rule, such as x <- x + 1",
}


def _line(item: Item) -> Box:
    hint = _PLACEHOLDERS.get(item.kind, "")
    return LineBox(f"{hint}, {item.rule.words()}" if item.rule else hint)


def _matrix(item: Item) -> Box:
    return GridBox(*item.shape) if item.shape else _line(item)


def _explain(item: Item) -> Box:
    """Its text area takes a sixth of a second to import, so it is imported where one is asked for."""
    from tutor.widgets.explain_box import ExplainBox

    return ExplainBox(item)


BOXES: Mapping[str, Callable[[Item], Box]] = {
    "number": _line,
    "vector": _line,
    "expression": _line,
    "rule": _line,
    "matrix": _matrix,
    "choice": lambda item: ChoiceBox(item.options),
    "multi": lambda item: ChoiceBox(item.options, several=True),
    "order": lambda item: SequenceBox(item.options),
    "cloze": lambda item: SequenceBox(item.options, gaps=len(item.answer.split())),
    "explain": _explain,
}


def box_for(item: Item) -> Box:
    """The box for an item's answer."""
    return BOXES[item.kind](item)
