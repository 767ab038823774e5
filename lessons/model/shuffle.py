"""The options of an item in another order: their letters follow their places."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

from msgspec.structs import replace

from lessons.answers import Option, WrongRule
from lessons.model.page import Item


def shuffled(item: Item, seed: int) -> Item:
    """An item with its options in the order of a seed; in the order of its file for seed 0, or without options.

    Letters stand for places, so everything that names an option is renamed with it. What an option tells of the
    learner keeps the letter of the file: a misconception is the same one in every order.
    """
    if not seed or not item.options:
        return item
    options = _reordered(item, Random(f"{item.id}/{seed}"))
    letters = {option.id: place.id for option, place in zip(options, item.options, strict=True)}
    return replace(
        item,
        seed=seed,
        answer=_renamed(item.answer, letters, sort=item.kind not in ("order", "cloze")),
        options=tuple(option._replace(id=letters[option.id], rule=option.misconception) for option in options),
        wrong_rules=tuple(
            WrongRule(rule.id, _renamed(rule.answer, letters), rule.message) for rule in item.wrong_rules
        ),
        accept=tuple(_renamed(answer, letters) for answer in item.accept),
        reject=tuple(_renamed(answer, letters) for answer in item.reject),
        invalid=tuple(_renamed(answer, letters) for answer in item.invalid),
        before=tuple((letters[first], letters[then]) for first, then in item.before),
    )


def _reordered(item: Item, rng: Random) -> list[Option]:
    """The options in another order; those for one gap stay together, and the lines of an argument in their order."""
    groups = [[option for option in item.options if option.gap == gap] for gap in _gaps(item)]
    for group in groups:
        if not (item.form == "broken" and group[0].gap == 1):
            rng.shuffle(group)
    return [option for group in groups for option in group]


def _gaps(item: Item) -> list[int]:
    return sorted({option.gap for option in item.options})


def _renamed(answer: str, letters: Mapping[str, str], sort: bool = False) -> str:
    """An answer with the letters of the new places; one that is not made of letters stays as it is."""
    names = answer.split()
    if not all(name in letters for name in names):
        return answer
    renamed = [letters[name] for name in names]
    return " ".join(sorted(renamed) if sort else renamed)
