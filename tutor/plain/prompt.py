"""How a question is put, line by line, and what an answer to it looks like."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from lessons.model.page import Item
from tutor.plain.text import TextStyle


def question_lines(item: Item, voice: TextStyle) -> list[str]:
    """The prompt, the options, and how to answer."""
    lines = voice.markdown(item.prompt)
    for option in item.options:
        lines += voice.markdown(option.text, f"{option.id}) ")
    return [*lines, *voice.words(f"({FORMS[item.kind](item)})")]


def prompt_of(item: Item, voice: TextStyle) -> str:
    """What stands before the place to type: the left-hand side, where there is one."""
    lead = voice.inline(item.lead) if item.lead and not item.options else ""
    return f"{lead} > " if lead and len(lead) < voice.width // 2 else "> "


def _typed(what: str) -> Callable[[Item], str]:
    def form(item: Item) -> str:
        return f"{what}, {item.rule.words()}" if item.rule else what

    return form


def _matrix(item: Item) -> str:
    rows, columns = item.shape or (2, 2)
    return f"a matrix of {rows} by {columns}, row by row, such as {example(rows, columns)}"


def example(rows: int, columns: int) -> str:
    """A matrix of this shape as one types it."""
    numbers = iter(range(1, rows * columns + 1))
    return "[" + "; ".join(", ".join(str(next(numbers)) for _ in range(columns)) for _ in range(rows)) + "]"


def _gaps(item: Item) -> str:
    return f"{len(item.answer.split())} letters, one for each gap in order, with spaces between"


FORMS: Mapping[str, Callable[[Item], str]] = {
    "number": _typed("a number"),
    "vector": _typed("a vector, such as 1, 2, 3"),
    "matrix": _matrix,
    "expression": _typed("an expression"),
    "rule": _typed("a rule, such as x <- x + 1"),
    "choice": lambda _: "the letter of one option",
    "multi": lambda _: "the letters of all that hold, with spaces between",
    "order": lambda _: "the letters of the steps in order, with spaces between",
    "cloze": _gaps,
    "explain": lambda _: "the letters of the statements that make the argument, with spaces between",
}
