"""Computed items: numbers drawn from a seed, and every misconception applied to the same numbers."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from random import Random
from typing import cast

from msgspec import Struct, field

from lessons.answers import Comparison, Option, WrongRule
from lessons.model.misconception import Matrix, Misconception, Value, Vector
from lessons.model.page import Item, Step

TRIES = 500
"""How many draws a seed gets until one has no two answers alike."""


class AmbiguousDrawError(ValueError):
    """No draw of an item had answers that all differ."""


class ItemDraw(Struct, frozen=True):
    """One draw of a computed item: the numbers, and the texts and answers that follow from them.

    `given` holds the drawn numbers by name, so that a program can be run on them too.
    """

    given: Mapping[str, Value]
    prompt: str
    answer: Value
    misconceptions: tuple[Misconception, ...]
    hints: tuple[str, ...]
    explanation: str
    steps: tuple[Step, ...]
    lead: str = ""
    options: tuple[Option, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    log_base: str = "e"
    zero_log_zero: bool = False
    own_names: bool = False
    condition: Callable[[tuple[float, ...]], str] | None = None
    """What any right answer fulfils, where `answer` is one of many."""


class ComputedItem(Struct, frozen=True):
    """The template of an item that draws its numbers."""

    id: str
    kind: str
    skills: tuple[str, ...]
    strategy: str
    make: Callable[[Random], ItemDraw]
    rule: Comparison | None = None
    was: tuple[str, ...] = ()
    practice: bool = False
    """Whether it is on no page, and asked only in practice, reviews and checkpoints."""
    instead: str = ""
    """The id of an item with the same content in another representation, asked after an error."""
    form: str = ""
    """What it asks for beside its kind of answer, as in Item."""


def computed(
    item_id: str,
    kind: str,
    skills: Sequence[str],
    strategy: str,
    rule: Comparison | None = None,
    was: Sequence[str] = (),
    practice: bool = False,
    instead: str = "",
    form: str = "",
) -> Callable[[Callable[[Random], ItemDraw]], ComputedItem]:
    """Decorate a function that draws an item as a ComputedItem."""

    def declare(make: Callable[[Random], ItemDraw]) -> ComputedItem:
        return ComputedItem(item_id, kind, tuple(skills), strategy, make, rule, tuple(was), practice, instead, form)

    return declare


def draw(template: ComputedItem, seed: int) -> Item:
    """The item with the numbers of this seed. Raises AmbiguousDrawError if no draw has answers that all differ."""
    return _item(template, seed, first_unambiguous(template, seed))


def first_unambiguous(template: ComputedItem, seed: int) -> ItemDraw:
    """The first of this seed's draws whose answers all differ. Raises AmbiguousDrawError."""
    for attempt in range(TRIES):
        candidate = template.make(Random(f"{template.id}/{seed}/{attempt}"))
        if collision(candidate, template.rule) is None:
            return candidate
    raise AmbiguousDrawError(f"{template.id}: no clear draw in {TRIES} tries for seed {seed}; widen its numbers")


def collision(drawn: ItemDraw, rule: Comparison | None = None) -> tuple[str, str] | None:
    """The ids of the first two answers that could be mistaken for each other; None where there are none."""
    answers = [("answer", drawn.answer), *((wrong.id, wrong.answer) for wrong in drawn.misconceptions)]
    for index, (name, value) in enumerate(answers):
        for other_name, against in answers[index + 1 :]:
            if alike(value, against, rule):
                return name, other_name
    return None


def alike(a: Value, b: Value, rule: Comparison | None = None) -> bool:
    """Whether rounding could make two answers look the same under the comparison `rule`."""
    if rule is None and type(a) is type(b) is int:
        return a == b  # whole numbers are typed in full
    if isinstance(a, str) or isinstance(b, str):
        return str(a) == str(b)
    if isinstance(a, tuple) and isinstance(b, tuple):
        return len(a) == len(b) and all(alike(x, y, rule) for x, y in zip(a, b, strict=True))
    if isinstance(a, tuple) or isinstance(b, tuple):
        return False
    if rule is None and a == int(a) and b == int(b):
        return a == b  # whole numbers are typed in full
    return math.isclose(a, b, rel_tol=_slack(rule), abs_tol=_absolute(rule))


def _slack(rule: Comparison | None) -> float:
    if rule is None:
        # A decimal of three figures is accepted within half a unit of its last place; both sides may round.
        return 0.011
    if rule.significant is not None:
        return 2 * 10.0 ** (1 - rule.significant)
    return 2.0 * (rule.relative or 0.0)


def _absolute(rule: Comparison | None) -> float:
    if rule is not None and rule.decimals is not None:
        return 2.0 * 10.0**-rule.decimals
    return 2.0 * (rule.absolute or 0.0) if rule is not None else 1e-9


def _spelled(value: Value) -> str:
    """The answer as a learner could type it; no item nests its answers deeper than a matrix."""
    from lessons.answers import spell  # for a draw: that an item is there is known without

    if isinstance(value, tuple):
        return spell(cast("Vector | Matrix", value))
    return value if isinstance(value, str) else spell(value)


def _in_full(value: Value) -> str:
    """A value with every figure it has, to be compared with."""
    from lessons.answers import spell

    if isinstance(value, str):
        return value
    if not isinstance(value, tuple):
        return repr(value) if isinstance(value, float) and math.isfinite(value) else spell(value)
    rows = [", ".join(map(_in_full, row)) if isinstance(row, tuple) else _in_full(row) for row in value]
    return f"[{('; ' if isinstance(value[0], tuple) else ', ').join(rows)}]"


def _item(template: ComputedItem, seed: int, drawn: ItemDraw) -> Item:
    matrix = template.kind == "matrix" and isinstance(drawn.answer, tuple)
    rows = drawn.answer if isinstance(drawn.answer, tuple) else ()
    first_row = rows[0] if rows else ()
    return Item(
        id=template.id,
        kind=template.kind,
        skills=template.skills,
        seed=seed,
        prompt=drawn.prompt,
        answer=_spelled(drawn.answer),
        exact=_in_full(drawn.answer),
        form=template.form,
        given=tuple((name, _in_full(value)) for name, value in drawn.given.items()),
        wrong_rules=tuple(
            WrongRule(misconception.id, _in_full(misconception.answer), misconception.message)
            for misconception in drawn.misconceptions
        ),
        options=drawn.options,
        hints=drawn.hints,
        explanation=drawn.explanation,
        steps=drawn.steps,
        names=drawn.names,
        log_base=drawn.log_base,
        zero_log_zero=drawn.zero_log_zero,
        own_names=drawn.own_names,
        condition=drawn.condition,
        rule=template.rule,
        strategy=template.strategy,
        lead=drawn.lead,
        shape=(len(rows), len(first_row)) if matrix and isinstance(first_row, tuple) else None,
    )
