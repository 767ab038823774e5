"""An item without its text: what scheduling asks of all items at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from lessons.model.page import Item


class ItemEntry(Struct, frozen=True, array_like=True):
    """What an item is and exercises.

    Attributes:
        id: Its id.
        kind: Its kind of answer: "number", "choice", ...
        form: What it asks for beside that; often empty.
        skills: The skills that it exercises.
        strategy: The method that solves it.
        was: Its former ids.
        instead: The id of an item with the same content in another representation.
        is_computed: Whether it draws its numbers from the seed.
        has_draws: Whether the seed changes it: its numbers, or the order of its options.
        steps: How many steps its worked solution has.
        option_rules: The misconceptions that its options stand for.
        wrong_rules: The other wrong rules that it recognizes.
    """

    id: str
    kind: str
    form: str
    skills: tuple[str, ...]
    strategy: str
    was: tuple[str, ...]
    instead: str
    is_computed: bool
    has_draws: bool
    steps: int
    option_rules: tuple[str, ...]
    wrong_rules: tuple[str, ...]


def entry_of(drawn: Item, was: tuple[str, ...], instead: str, is_computed: bool) -> ItemEntry:
    """The entry of an item, by one of its draws."""
    options = tuple(option.misconception for option in drawn.options if option.misconception)
    rules = tuple(rule.id for rule in drawn.wrong_rules if rule.id not in options)
    return ItemEntry(
        drawn.id,
        drawn.kind,
        drawn.form,
        drawn.skills,
        drawn.strategy,
        was,
        instead,
        is_computed,
        is_computed or bool(drawn.options),
        len(drawn.steps),
        options,
        rules,
    )
