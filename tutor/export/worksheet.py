"""A worksheet as text to print: the questions, and their answers on a last page of their own. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from lessons.model.page import Item
from tutor.learning.attempt import solution
from tutor.plain.prompt import question_lines
from tutor.plain.text import TextStyle

PAGE_BREAK = "\f"
"""The character at which a printer begins a new page."""
_ROOM = 3
"""Empty lines below a question that is not answered by letters."""


def worksheet(title: str, items: Sequence[Item], style: TextStyle, worked: bool = False) -> str:
    """A worksheet; `worked` adds the worked solutions to the answers.

    Answers are numbered as the questions are. They begin after a form feed, on a new page.
    """
    lines = [*_headed(style.plain(title), "="), ""]
    for number, item in enumerate(items, 1):
        lines += [*_question(number, item, style), ""]
    answers = [*_headed(style.plain(f"Answers: {title}"), "="), ""]
    for number, item in enumerate(items, 1):
        answers += _answer(number, item, style, worked)
    return "\n".join(lines) + "\n" + PAGE_BREAK + "\n".join(answers).rstrip() + "\n"


def _headed(title: str, rule: str) -> list[str]:
    return [title, rule * len(title)]


def _question(number: int, item: Item, style: TextStyle) -> list[str]:
    lead = f"{number}. "
    blank = " " * len(lead)
    narrow = TextStyle(*style.narrowed(len(lead)))
    rows = question_lines(item, narrow)
    if item.lead and not item.options:
        rows = [*rows, *narrow.formula(item.lead)]
    room = [] if item.options else [""] * _ROOM
    return [(lead if index == 0 else blank) + row if row else "" for index, row in enumerate(rows)] + room


def _answer(number: int, item: Item, style: TextStyle, worked: bool) -> list[str]:
    lines = style.fold([f"{number}. {style.plain(item.answer)}"])
    if not worked:
        return lines
    told = "\n\n".join(part for part in (solution(item), item.model) if part)
    return [*lines, *(style.markdown(told, "   ") if told else []), ""]
