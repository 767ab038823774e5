"""Which keys an answer box takes, so that what is typed outside of it can go there."""

from __future__ import annotations

from lessons.model.page import Item

RESERVED = frozenset(" ?/:!")
"""Printable characters that no answer begins with: outside of a box they are commands."""

BACK = "q"
"""Leaves the screen, outside of a box: an answer of numbers begins with it only where it is a name of the question."""
NUMERIC = frozenset({"number", "vector", "matrix", "expression"})


def takes_key(item: Item, draft: str, character: str, *, writes: bool = False) -> bool:
    """Whether the empty or half-filled answer box of an item takes a character as the first one typed.

    A line or a matrix takes whatever can begin an answer; options take their letters, those of an order once.
    `writes` says that the learner's own words come before the options.
    """
    if writes:
        return character.isprintable() and character not in RESERVED
    if item.kind == "cloze" and len(draft.split()) >= len(item.answer.split()):
        return False
    if item.options:
        used = draft.split() if item.kind == "order" else ()
        fitting = [option.id for option in item.options if option.gap in (0, len(draft.split()) + 1)]
        return any(name == character for name in fitting if name not in used)
    if character == BACK and item.kind in NUMERIC and BACK not in item.names:
        return False
    return character.isprintable() and character not in RESERVED
