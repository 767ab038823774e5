"""The text of a question, line by line: prompt, options, and the form of an answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from lessons.model.page import Item
from tutor.plain.text import TextStyle
from tutor.rendering.answer_boxes import placeholders


def question_lines(item: Item, style: TextStyle) -> list[str]:
    """The prompt, the options, and the form of an answer."""
    return [*prompt_lines(item, style), *statement_lines(item, style)]


def prompt_lines(item: Item, style: TextStyle) -> list[str]:
    """What is asked, without the options."""
    return style.markdown(item.prompt)


def statement_lines(item: Item, style: TextStyle) -> list[str]:
    """The options, and the form of an answer."""
    lines: list[str] = []
    for option in item.options:
        lines += style.markdown(option.text, f"{option.id}) ")
    return [*lines, *style.words(f"({FORMS[item.kind](item)})")]


def prompt_of(item: Item, style: TextStyle) -> str:
    """The text before the cursor: the left-hand side of the answer, where there is one that fits."""
    lead = style.inline(item.lead) if item.lead and not item.options else ""
    return f"{lead} > " if lead and len(lead) < style.width // 2 else "> "


def _matrix(item: Item) -> str:
    rows, columns = item.shape or (2, 2)
    return f"a matrix of {rows} by {columns}, row by row, such as {_example(rows, columns)}"


def _example(rows: int, columns: int) -> str:
    """A matrix of this shape, as it is typed."""
    numbers = iter(range(1, rows * columns + 1))
    return "[" + "; ".join(", ".join(str(next(numbers)) for _ in range(columns)) for _ in range(rows)) + "]"


def _in_full(item: Item) -> str:
    return placeholders(item)[0]


def _gaps(item: Item) -> str:
    return f"{len(item.answer.split())} letters, one for each gap in order, with spaces between"


FORMS: Mapping[str, Callable[[Item], str]] = {
    "number": _in_full,
    "vector": _in_full,
    "matrix": _matrix,
    "expression": _in_full,
    "rule": _in_full,
    "shape": _in_full,
    "choice": lambda _: "the letter of one option",
    "multi": lambda _: "the letters of all that hold, with spaces between",
    "order": lambda _: "the letters of the steps in order, with spaces between",
    "cloze": _gaps,
    "explain": lambda _: "the letters of the statements that make the argument, with spaces between",
}
