"""Cards by seed: sizes, the order of the bank and of the options, and the numbers."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import combinations
from random import Random

from msgspec import Struct

from lessons.answers import Option, Question, WrongRule, judge
from lessons.answers.shapes import Sizes
from lessons.model.papers import FIELDS, REVIEW_FIELDS, Instance, PaperCard

TRIES = 500
LARGEST_SIZE = 9
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


class AmbiguousDrawError(ValueError):
    """No draw of a card had answers that all differ."""


class Blank(Struct, frozen=True):
    """One thing to fill in: its id, such as `shape.0`, its field, and its place there."""

    id: str
    field: str
    index: int


class Told(Struct, frozen=True):
    """An option before it has a letter: its text, what is said to it, and the id of the mistake that it shows."""

    text: str
    message: str = ""
    mistake: str = ""


class Asked(Struct, frozen=True):
    """A question that reviews alone ask about a card.

    Attributes:
        prompt: What is asked. Markdown.
        question: The options, each wrong one with its message.
        explanation: What is said to the right one; empty where there is nothing to say. Markdown.
        symbol: The place of the symbol that is asked about; None where none is.
        given: The arguments of a line, as code.
        output: What a line gave, as code.
    """

    prompt: str
    question: Question
    explanation: str = ""
    symbol: int | None = None
    given: tuple[str, ...] = ()
    output: str = ""


class DrawnCard(Struct, frozen=True):
    """A card with the numbers of a seed.

    Attributes:
        bank: The meanings to choose from, each by its letter.
        limit: The question about the special case.
        number: The prompt of the small computation.
        instance: The numbers of the small computation.
        steps: A question for each of its steps.
        only: The one field that is asked; empty for all.
        asked: The question of a field that reviews alone ask; None for the others.
    """

    card: PaperCard
    seed: int
    sizes: Sizes
    bank: tuple[Option, ...]
    limit: Question
    number: str
    instance: Instance
    steps: tuple[Question, ...]
    only: str = ""
    asked: Asked | None = None

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields that are asked."""
        return (self.only,) if self.only else FIELDS

    @property
    def blanks(self) -> tuple[Blank, ...]:
        """Everything to fill in, in order; of the symbols alone, those that mean something else elsewhere."""
        card = self.card
        counts = {
            "symbols": len(card.symbols),
            "shapes": len(card.shapes),
            "limit": 1,
            "number": len(self.steps),
            "line": 1,
            **dict.fromkeys(REVIEW_FIELDS, 1),
        }
        places = {field: tuple(range(counts[field])) for field in self.fields}
        if self.only == "symbols":
            places["symbols"] = tuple(index for index in places["symbols"] if card.symbols[index].wrong)
        return tuple(Blank(f"{field}.{index}", field, index) for field in self.fields for index in places[field])

    @property
    def symbol(self) -> int | None:
        """The place of the symbol that a question of a review is about; None where it is about none."""
        return None if self.asked is None else self.asked.symbol

    @property
    def explanation(self) -> str:
        """What is said to the right answer of a question of a review, as Markdown."""
        return "" if self.asked is None else self.asked.explanation

    def question(self, field: str) -> Question:
        """The question of the limit, or of a field that reviews alone ask."""
        return self.limit if self.asked is None or field not in REVIEW_FIELDS else self.asked.question

    def options(self, field: str) -> tuple[Option, ...]:
        """What there is to choose from in a field; nothing where answers are typed."""
        if field == "symbols":
            return self.bank
        return self.question(field).options if field == "limit" or field in REVIEW_FIELDS else ()

    def answer(self, blank: Blank) -> str:
        """The right answer as it could be typed."""
        match blank.field:
            case "symbols":
                means = self.card.symbols[blank.index].means
                return next(option.id for option in self.bank if option.text == means)
            case "shapes":
                return self.card.shapes[blank.index].answer
            case "limit" | "friends" | "output":
                return self.question(blank.field).expected
            case "number":
                return _short(self.steps[blank.index], self.instance.steps[blank.index])
            case _:
                return self.card.line.line


def draw(card: PaperCard, seed: int, only: str = "") -> DrawnCard:
    """The card of a seed, or one field of it; with seed 0, the numbers and sizes of its file.

    Raises AmbiguousDrawError.
    """
    instance = first_clear(card, seed)
    return DrawnCard(
        card,
        seed,
        _sizes(card, seed),
        _bank(card, seed),
        _limit(card, seed),
        filled(card.number.prompt, instance.texts),
        instance,
        _steps(card, instance),
        only,
    )


def first_clear(card: PaperCard, seed: int) -> Instance:
    """The first of a seed's draws whose values all differ at three figures. Raises AmbiguousDrawError."""
    if not seed:
        return card.draw(None)
    for attempt in range(TRIES):
        instance = card.draw(Random(f"{card.id}/{seed}/{attempt}"))
        if collision(card, instance) is None:
            return instance
    raise AmbiguousDrawError(f"{card.id}: no clear draw in {TRIES} tries for seed {seed}; widen its numbers")


def collision(card: PaperCard, instance: Instance) -> tuple[str, str] | None:
    """The ids of the first two values that are the same at three figures; None where there are none."""
    values = {"answer": instance.steps[card.number.answer], **instance.wrong}
    return next(((a, b) for a, b in combinations(values, 2) if f"{values[a]:.3g}" == f"{values[b]:.3g}"), None)


def _sizes(card: PaperCard, seed: int) -> Sizes:
    numbers = dict(card.sizes)
    if seed:
        drawn = Random(f"{card.id}/{seed}/sizes").sample(range(2, LARGEST_SIZE + 1), len(numbers))
        numbers = dict(zip(numbers, drawn, strict=True))
    return Sizes(numbers, card.coincide, card.lead, card.keep)


def _bank(card: PaperCard, seed: int) -> tuple[Option, ...]:
    lures = [lure.text for symbol in card.symbols for lure in symbol.wrong]
    texts = list(dict.fromkeys([*(symbol.means for symbol in card.symbols), *lures]))
    return _lettered(texts, Random(f"{card.id}/{seed}/bank"))


def _lettered(texts: list[str], random: Random) -> tuple[Option, ...]:
    mixed = random.sample(texts, len(texts))
    return tuple(Option(letter, text) for letter, text in zip(_LETTERS, mixed, strict=False))


def _limit(card: PaperCard, seed: int) -> Question:
    limit = card.limit
    if limit.kind != "choice":
        rules = tuple(WrongRule(lure.text, lure.text, lure.message) for lure in limit.wrong)
        return Question(limit.kind, limit.answer, names=limit.names, wrong=rules, about=(limit.prompt,))
    messages = {lure.text: lure.message for lure in limit.wrong}
    told = [Told(text, messages.get(text, "")) for text in dict.fromkeys((limit.answer, *messages))]
    return choice(told, Random(f"{card.id}/{seed}/limit"))


def choice(told: Sequence[Told], random: Random) -> Question:
    """A choice between options in a random order, the first of which is right."""
    mixed = random.sample(told, len(told))
    options = tuple(
        Option(letter, one.text, one.message, one.mistake) for letter, one in zip(_LETTERS, mixed, strict=False)
    )
    return Question("choice", options[mixed.index(told[0])].id, options=options)


def _steps(card: PaperCard, instance: Instance) -> tuple[Question, ...]:
    """A question for each step; the one that wrong values stand for has them as its wrong rules."""
    rules = tuple(
        WrongRule(rule_id, in_full(instance.wrong[rule_id]), filled(message, instance.texts))
        for rule_id, message in card.number.wrong.items()
    )
    return tuple(
        Question("number", in_full(value), wrong=rules if index == card.number.answer else ())
        for index, value in enumerate(instance.steps)
    )


def _short(question: Question, value: float) -> str:
    """A number in few figures, four if they are taken as exact enough."""
    texts = (f"{value:.{figures}g}" for figures in (4, 6, 8))
    return next((text for text in texts if judge(question, text).mark == "right"), in_full(value))


def in_full(value: float) -> str:
    """A number with every figure it has: 12 significant digits, past which a sum's rounding begins."""
    return f"{value:.12g}"


def filled(text: str, numbers: Mapping[str, str]) -> str:
    """A text with its names in double braces replaced. Raises KeyError."""
    return re.sub(r"\{\{(\w+)\}\}", lambda match: numbers[match[1]], text)
