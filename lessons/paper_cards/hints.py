"""Hints on a card: most of them follow from the answer, and leave something of it to be found."""

from __future__ import annotations

import ast
from random import Random

from lessons.answers.shapes import read_shape
from lessons.paper_cards.drawing import Blank, DrawnCard, filled
from lessons.paper_cards.lines import steps_of

_LEFT = 3
"""How many meanings a hint leaves to choose from."""


def hints(drawn: DrawnCard, blank: Blank) -> tuple[str, ...]:
    """The hints on a blank in order, each as Markdown."""
    card = drawn.card
    match blank.field:
        case "symbols":
            return (_fewer_meanings(drawn, blank),)
        case "shapes":
            return _axes(card.shapes[blank.index].answer)
        case "limit":
            return (card.limit.hint,)
        case "friends" | "output":
            return (_fewer_options(drawn, blank),)
        case "number":
            return (filled(card.number.hint, drawn.instance.texts),)
        case _:
            return _parts(card.line.line)


def _fewer_meanings(drawn: DrawnCard, blank: Blank) -> str:
    """The letters of the right meaning and of two others, those that have a message of their own first."""
    right, random = drawn.answer(blank), Random(f"{drawn.card.id}/{drawn.seed}/{blank.id}/hint")
    lures = [lure.text for lure in drawn.card.symbols[blank.index].wrong]
    own = [option.id for option in drawn.bank if option.text in lures]
    others = [option.id for option in drawn.bank if option.id != right and option.id not in own]
    left = sorted([right, *[*own, *random.sample(others, len(others))][: _LEFT - 1]])
    return f"It is {', '.join(left[:-1])} or {left[-1]}."


def _fewer_options(drawn: DrawnCard, blank: Blank) -> str:
    """The letters of the right option and of another one."""
    right, random = drawn.answer(blank), Random(f"{drawn.card.id}/{drawn.seed}/{blank.id}/hint")
    other = random.choice([option.id for option in drawn.options(blank.field) if option.id != right])
    return f"It is {' or '.join(sorted((right, other)))}."


def _axes(answer: str) -> tuple[str, ...]:
    """The number of axes of a shape, then the first of them."""
    axes = [axis.text for axis in read_shape(answer)]
    if not axes:
        return ("It is a single number: no axis is left.",)
    count = "one axis" if len(axes) == 1 else f"{len(axes)} axes"
    last = f"The axis is `{axes[0]}`." if len(axes) == 1 else f"The first of them is `{axes[0]}`."
    return f"It has {count}.", last


def _parts(line: str) -> tuple[str, ...]:
    """The functions that a line calls, then its first step."""
    whole = ast.parse(line)
    called = {ast.unparse(node.func).rpartition(".")[2] for node in ast.walk(whole) if isinstance(node, ast.Call)}
    first = next(step for step in steps_of(line) if isinstance(ast.parse(step, mode="eval").body, ast.BinOp | ast.Call))
    names = ", ".join(f"`{name}`" for name in sorted(called))
    uses = f"One way calls {names}." if called else "No function has to be called."
    return uses, f"One way begins with `{first}`."
