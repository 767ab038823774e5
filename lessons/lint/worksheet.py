"""Checks of the steps of an item: they lead to the answer, and each cell follows from the cells before it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain, combinations
from math import isclose

from lessons.answers import AnswerError, evaluate, judge
from lessons.model.page import Item, Step

FIGURES = "{:.5g}"
"""How the cells of a worksheet are rounded on the way to an answer."""

PROMISED = {
    "two decimals": "{:.2f}",
    "three decimals": "{:.3f}",
    "four decimals": "{:.4f}",
    "two significant figures": "{:.2g}",
    "three significant figures": "{:.3g}",
}
"""By what a prompt says of its answer, how that is typed."""


_ENTRY = re.compile(r"[^\[\],; ]+")


def step_faults(item: Item) -> Iterator[str]:
    """What is wrong with the steps of a drawn item whose answer is typed."""
    if not _ending(item):
        yield "the steps do not lead to the answer; let the last ones have its values"
    cells = [step.cell for step in item.steps]
    if item.shape is None and any(cells):
        yield "a step fills a cell, and the answer is no matrix"
    elif item.shape is not None:
        rows, columns = item.shape
        if cells != [(i, j) for i in range(rows) for j in range(columns)]:
            yield "the steps do not fill each cell of the matrix once, row by row"
    yield from _sheet_faults(item)


def _ending(item: Item) -> tuple[int, ...]:
    """The steps whose values are the answer, by their places: the last one, or one for each entry; () if none are."""
    places = range(len(item.steps))
    entries = len(_ENTRY.findall(item.answer))
    ways: Iterator[tuple[int, ...]] = iter([tuple(places[-1:])])
    if item.shape is not None:
        ways = chain(ways, [tuple(places[-entries:])])
    elif item.kind == "vector":
        ways = chain(ways, [tuple(places[-entries:])], combinations(places, entries))
    return next((way for way in ways if _right(item, _typed(item, [item.steps[at].value for at in way]))), ())


def _typed(item: Item, values: Sequence[str]) -> str:
    """Values as they are typed: one, or the entries of a vector, or of a matrix row by row."""
    if item.shape is None or len(values) == 1:
        return ", ".join(values)
    columns = item.shape[1]
    return f"[{'; '.join(', '.join(values[at : at + columns]) for at in range(0, len(values), columns))}]"


def _right(item: Item, typed: str) -> bool:
    return bool(typed) and judge(item.question, typed).mark == "right"


def _sheet_faults(item: Item) -> Iterator[str]:
    """Cells of a worksheet that contradict the ones before them, or do not look at them."""
    if any(step.follow is not None and not step.lead for step in item.steps):
        yield "a step has follow and no lead; without one it is no cell of the worksheet"
    cells = [step for step in item.steps if step.lead and step.value]
    if not cells:
        return
    if len(cells) < 2:
        yield "a worksheet of one cell; give the steps before it a lead and a value"
    try:
        values = tuple(evaluate(step.value, {}) for step in cells)
    except AnswerError:
        return  # a cell of several numbers, or of a formula, follows from nothing
    for place, step in enumerate(cells):
        yield from _follow_faults(step, values[:place], values[place])
    if len(cells) > 1 and not any(step.follow for step in cells) and item.kind == "number" and item.steps[-1].lead:
        yield "no cell of the worksheet follows from another; give the last one its follow"


def _follow_faults(step: Step, before: Sequence[float], value: float) -> Iterator[str]:
    if step.follow is None:
        return
    seen = tuple(before)
    made = step.follow(seen)
    if not isclose(made, value, rel_tol=2e-3, abs_tol=6e-4):
        yield f"the follow of the cell {step.lead} gives {made:.6g}, and its value is {value:.6g}"
    moved = [(*seen[:at], seen[at] + 0.25, *seen[at + 1 :]) for at in range(len(seen))]
    moved.append(tuple(one + 0.25 / (at + 1) for at, one in enumerate(seen)))
    if not any(abs(step.follow(one) - made) > 1e-7 for one in moved):
        yield f"the follow of the cell {step.lead} looks at no cell before it; leave it out"


def rounding_faults(item: Item) -> Iterator[str]:
    """Where a prompt does not say how its number is rounded, or where the judge wants more than it says.

    The answer is typed as it is, and as it comes from cells of a worksheet that are rounded on the way.
    """
    said = [form for words, form in PROMISED.items() if words in item.prompt.lower()]
    if not said:
        yield f"the prompt does not say how its number is rounded; write one of {', '.join(PROMISED)}"
        return
    for values in (_entries(item.exact or item.answer), _on_the_way(item)):
        typed = ", ".join(said[0].format(value) for value in values)
        if values and not _right(item, typed):
            yield f"{typed}, rounded as the prompt says, is not judged right; widen its rule"


def _entries(answer: str) -> list[float]:
    try:
        return [evaluate(entry, {}) for entry in _ENTRY.findall(answer)]
    except AnswerError:
        return []


def _on_the_way(item: Item) -> list[float]:
    """The entries of the answer as they come from cells of five figures; none where one of them is no cell."""
    found: dict[int, float] = {}
    try:
        for place, step in enumerate(item.steps):
            if step.lead and step.value:
                value = step.follow(tuple(found.values())) if step.follow else evaluate(step.value, {})
                found[place] = float(FIGURES.format(value))
    except (AnswerError, ArithmeticError):
        return []
    ending = _ending(item)
    return [found[place] for place in ending] if all(place in found for place in ending) else []
