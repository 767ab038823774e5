"""Computed questions: numbers drawn from a seed, with every misconception run on the same numbers."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from random import Random

from msgspec import Struct, field

from lessons.answers import Comparison, Option, WrongRule, spell
from lessons.model.page import Item, Step

Scalar = int | float | Fraction
Vector = tuple[Scalar, ...]
Matrix = tuple[Vector, ...]
Value = Scalar | Vector | Matrix | str  # a str is an answer as typed: an expression, a rule, an option id

TRIES = 500


class AmbiguousDraw(ValueError):
    """No draw of an item told its answers apart."""


class Wrong(Struct, frozen=True):
    """A misconception: what it gives on these numbers, and what its victim is told."""

    id: str
    answer: Value
    message: str


class ItemDraw(Struct, frozen=True):
    """One draw of a computed item: the numbers and all that follows from them.

    `given` names the numbers drawn, so that a program can be run on them too.
    """

    given: Mapping[str, Value]
    prompt: str
    answer: Value
    wrong: tuple[Wrong, ...]
    hints: tuple[str, ...]
    explanation: str
    steps: tuple[Step, ...]
    lead: str = ""
    options: tuple[Option, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    log_base: str = "e"
    zero_log_zero: bool = False


class ComputedItem(Struct, frozen=True):
    """A question that draws its numbers."""

    id: str
    kind: str
    skills: tuple[str, ...]
    strategy: str
    make: Callable[[Random], ItemDraw]
    rule: Comparison | None = None
    was: tuple[str, ...] = ()
    practice: bool = False  # stands on no page: asked in practice, reviews and checkpoints only
    instead: str = ""
    """The question that asks for the same in another representation: what to ask after an error."""


def computed(
    id: str,
    kind: str,
    skills: Sequence[str],
    strategy: str,
    rule: Comparison | None = None,
    was: Sequence[str] = (),
    practice: bool = False,
    instead: str = "",
) -> Callable[[Callable[[Random], ItemDraw]], ComputedItem]:
    """Declare the function below as the maker of a computed item."""

    def declare(make: Callable[[Random], ItemDraw]) -> ComputedItem:
        return ComputedItem(id, kind, tuple(skills), strategy, make, rule, tuple(was), practice, instead)

    return declare


def draw(template: ComputedItem, seed: int) -> Item:
    """The item with the numbers of this seed. AmbiguousDraw when no try tells its answers apart."""
    return _item(template, seed, first_unambiguous(template, seed))


def first_unambiguous(template: ComputedItem, seed: int) -> ItemDraw:
    """The first of this seed's draws in which no two answers coincide."""
    for attempt in range(TRIES):
        made = template.make(Random(f"{template.id}/{seed}/{attempt}"))
        if collision(made, template.rule) is None:
            return made
    raise AmbiguousDraw(f"{template.id}: no clear draw in {TRIES} tries for seed {seed}; widen its numbers")


def collision(made: ItemDraw, rule: Comparison | None = None) -> tuple[str, str] | None:
    """The first two answers of a draw that would be judged the same, if any."""
    answers = [("answer", made.answer), *((wrong.id, wrong.answer) for wrong in made.wrong)]
    for index, (name, value) in enumerate(answers):
        for other, against in answers[index + 1 :]:
            if alike(value, against, rule):
                return name, other
    return None


def alike(one: Value, other: Value, rule: Comparison | None = None) -> bool:
    """Whether a learner who typed one value could be taken to have typed the other."""
    if isinstance(one, str) or isinstance(other, str):
        return str(one) == str(other)
    if isinstance(one, tuple) and isinstance(other, tuple):
        return len(one) == len(other) and all(alike(a, b, rule) for a, b in zip(one, other, strict=True))
    if isinstance(one, tuple) or isinstance(other, tuple):
        return False
    if rule is None and one == int(one) and other == int(other):
        return one == other  # whole numbers are typed in full
    return math.isclose(one, other, rel_tol=_slack(rule), abs_tol=_absolute(rule))


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
    return value if isinstance(value, str) else spell(value)


def _in_full(value: Value) -> str:
    """A value with every figure it has, to be compared with."""
    if isinstance(value, str):
        return value
    if not isinstance(value, tuple):
        return repr(value) if isinstance(value, float) and math.isfinite(value) else spell(value)
    rows = [", ".join(map(_in_full, row)) if isinstance(row, tuple) else _in_full(row) for row in value]
    return f"[{('; ' if isinstance(value[0], tuple) else ', ').join(rows)}]"


def _item(template: ComputedItem, seed: int, made: ItemDraw) -> Item:
    matrix = template.kind == "matrix" and isinstance(made.answer, tuple)
    rows = made.answer if isinstance(made.answer, tuple) else ()
    first = rows[0] if rows else ()
    return Item(
        id=template.id,
        kind=template.kind,
        skills=template.skills,
        seed=seed,
        prompt=made.prompt,
        answer=_spelled(made.answer),
        exact=_in_full(made.answer),
        given=tuple((name, _in_full(value)) for name, value in made.given.items()),
        wrong_rules=tuple(WrongRule(wrong.id, _in_full(wrong.answer), wrong.message) for wrong in made.wrong),
        options=made.options,
        hints=made.hints,
        explanation=made.explanation,
        steps=made.steps,
        names=made.names,
        log_base=made.log_base,
        zero_log_zero=made.zero_log_zero,
        rule=template.rule,
        strategy=template.strategy,
        lead=made.lead,
        shape=(len(rows), len(first)) if matrix and isinstance(first, tuple) else None,
    )
