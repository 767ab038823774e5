"""Whether a formula was typed from memory: in the letters asked for, and not shown before in the same session. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from lessons.answers import judge
from lessons.answers.letters import canonical
from lessons.course import Course
from lessons.model.page import Item

if TYPE_CHECKING:
    from tutor.learning.scheduling.study_session import AnsweredQuestion

FORMULAS = ("expression", "rule")
"""The kinds of item that ask for a formula."""

_WORD = re.compile(r"[A-Za-z]+|[^\W\d_A-Za-z]")
_FORMULA = re.compile(r"\$\$?([^$]+)\$|`([^`]+)`")


def in_its_letters(item: Item, typed: str) -> bool:
    """Whether an update rule is written in the letters that the question asks for.

    A rule in other letters is right as well, but whoever knows one by heart could repeat it.
    """
    names = {canonical(name): kind for name, kind in dict(item.names).items()}
    words = {canonical(word) for word in _WORD.findall(typed)}
    words |= {word[1:] for word in words if word[:1] == "d"}  # dL/dw speaks of L and w
    needed = {name for name, kind in names.items() if kind != "function"}
    others = {word for word in words if len(word) == 1 and word.isupper() and word not in names}
    return needed <= words and not others


def formula_shown(course: Course, item: Item, done: Iterable[AnsweredQuestion]) -> bool:
    """Whether one of the questions that are done showed the formula that an item asks for."""
    if item.kind not in FORMULAS:
        return False
    texts = (text for one in done if one.asked.item != item.id for text in _texts(course, one))
    formulas = {formula for text in texts for formula in _formulas(text)}
    return any(judge(item.question, formula).mark == "right" for formula in formulas)


def _texts(course: Course, done: AnsweredQuestion) -> Iterator[str]:
    """Everything that a question may have shown by the time it was over."""
    item = course.item(done.asked.item, done.asked.seed)
    yield from (item.prompt, item.explanation, item.model, *item.rubric)
    yield from (text for option in item.options for text in (option.text, option.message))
    if not (done.right and done.unaided):
        yield from (*item.hints, *(rule.message for rule in item.wrong_rules), *(step.text for step in item.steps))


def _formulas(text: str) -> Iterator[str]:
    return (displayed or code for displayed, code in _FORMULA.findall(text))
