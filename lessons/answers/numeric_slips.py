"""Why a number, a vector or a matrix is wrong, worked out from the question's own steps and numbers.

Each finding is a statement about the typed numbers that is true as it stands: it is a step of the solution, it has one
sign turned, it is the answer times a number of the question. Nothing is said that rounding could not explain.
"""

import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from . import compare
from .compare import Decimal, decimal_of
from .evaluation import Point, value_of
from .functions import Scalar, Undefined
from .grammar import parse
from .names import Names
from .quantities import COSINE, PROBABILITY, quantity_of
from .question import AnswerError, Question, Stage
from .tree import Node
from .values import Array, ShapeError, Value, flat

LEAST_FIGURES = 3
_EXACT = Fraction(1, 10**9)
_CLOSE = 0.02
_MOST_NUMBERS = 24
_COUNTS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_RESULT = re.compile(r"(?:=|\\approx|:|is|are|,)\s*\$?\s*(-?\d+(?:\.\d+)?|\(-?[\d., -]+\))\$?\s*(?:bits|nats)?\.?\s*$")
_UNIT = re.compile(r"\bin (bits|nats)\b", re.IGNORECASE)
_LOGARITHMIC = re.compile(r"log|\\ln|\bbits?\b|\bnats?\b|entropy|e\^|softmax|perplexity", re.IGNORECASE)


class Named(NamedTuple):
    """A number of the question and what it is called in a sentence."""

    value: Scalar
    words: str


class Entry(NamedTuple):
    """A typed number with its tree, where it is written out."""

    value: Scalar
    node: Node | None

    @property
    def decimal(self) -> Decimal | None:
        """The number as it was typed, if it is one decimal."""
        return decimal_of(self.node) if self.node is not None else None

    def is_(self, target: Scalar, figures: int = LEAST_FIGURES) -> bool:
        """Whether the typed number is a target, exactly or rounded (or cut off) to the figures it is typed with."""
        if isinstance(target, float) and not math.isfinite(target):
            return False
        a, b = Fraction(self.value), Fraction(target)
        if abs(a - b) <= _EXACT * abs(b):
            return True
        decimal = self.decimal
        if decimal is None or not decimal.pointed or decimal.figures < figures:
            return False
        return abs(a - b) <= decimal.place / 2 or (abs(a) < abs(b) and abs(a - b) < decimal.place)


class Facts(NamedTuple):
    """What a question knows about its own numbers."""

    question: Question
    right: tuple[Scalar, ...]
    wrong: tuple[tuple[str, tuple[Scalar, ...]], ...]


def explain(facts: Facts, mine: Value, theirs: Value, nodes: Sequence[Node | None]) -> str:
    """What a wrong answer of the right shape is; nothing when no finding fits."""
    if any(isinstance(value, float) and not math.isfinite(value) for value in (*flat(mine), *flat(theirs))):
        return ""
    typed = [Entry(value, node) for value, node in zip(flat(theirs), nodes, strict=True)]
    if not isinstance(mine, Array):
        return _scalar(facts, typed[0], mine)
    return _list(facts, typed, mine)


def of_another_shape(facts: Facts, mine: Value, theirs: Value, nodes: Sequence[Node | None]) -> str:
    """What an answer of another shape is: a step of the solution, or part of the answer."""
    values = flat(theirs)
    if any(isinstance(value, float) and not math.isfinite(value) for value in values):
        return ""
    typed = [Entry(value, node) for value, node in zip(values, nodes, strict=True)]
    if (step := _step(facts, typed)) is not None:
        return step
    entries = flat(mine)
    if isinstance(mine, Array) and len(typed) < len(entries):
        places = [i for one in typed for i, entry in enumerate(entries, 1) if one.is_(entry)]
        if len(places) >= len(typed):
            return f"That is only part of the answer: {len(entries)} entries are asked for."
        if len(typed) == 1 and typed[0].is_(sum(entries)):
            return f"Your number adds the entries of the answer up. Leave them apart: {len(entries)} are asked for."
    if not isinstance(mine, Array) and len(typed) > 1 and typed[0].is_(mine):
        return "The first of your numbers is the answer. Give that one alone."
    if not isinstance(mine, Array) and sum(one.value for one in typed) == mine:
        return "Your numbers are the terms of the answer. Add them up: one number is asked for."
    return ""


# One number.


def _scalar(facts: Facts, typed: Entry, mine: Scalar) -> str:
    for find in _FINDINGS:
        if found := find(facts, typed, mine):
            return found
    return ""


def _sign(_facts: Facts, typed: Entry, mine: Scalar) -> str:
    if mine and typed.is_(-mine, 2):
        return "The size is right, the sign is not. Check each minus on the way."
    return ""


def _step_found(facts: Facts, typed: Entry, _mine: Scalar) -> str:
    return _step(facts, [typed]) or ""


def _cut(_facts: Facts, typed: Entry, mine: Scalar) -> str:
    decimal = typed.decimal
    if decimal is None or not decimal.pointed or not mine:
        return ""
    if abs(Fraction(typed.value) - Fraction(mine)) <= decimal.place / 2:
        return "Your number is rounded too far. Keep one decimal more."
    gap = abs(Fraction(typed.value)) - abs(Fraction(mine))
    if -decimal.place < gap < 0 and typed.value * mine > 0:
        return "Your number is cut off, not rounded. Look at the next digit: from 5 on, round up."
    return ""


def _inverted(_facts: Facts, typed: Entry, mine: Scalar) -> str:
    if mine not in (0, 1, -1) and typed.is_(1 / Fraction(mine) if not isinstance(mine, float) else 1 / mine):
        return "It is upside down: this is the reciprocal. Swap the numerator and the denominator."
    return ""


def _other_quantity(facts: Facts, typed: Entry, mine: Scalar) -> str:
    """The answer to a question that stands close to this one."""
    number = float(mine)
    kind = quantity_of(facts.question.about, (mine,))
    if kind == COSINE or (kind is None and facts.question.about[:1] and "\\cos" in facts.question.about[0]):
        angle = math.acos(max(-1.0, min(1.0, number)))
        if typed.is_(math.degrees(angle), 2) or typed.is_(angle, 2):
            return "That is the angle. Its cosine is asked for, so leave out the last step."
    shares = kind is not None and (kind == PROBABILITY or kind.words == "A share")
    if shares and 0 < number < 1 and typed.is_(1 - mine, 2):
        return "That is 1 minus the answer: the probability of the opposite. Subtract it from 1."
    if shares and 0 < number < 1 and typed.is_(number / (1 - number)):
        return "Those are the odds, one case against the other. Divide by all cases instead."
    for change, words in _changes(facts) if mine not in (0, 1) else ():
        try:
            changed = change(number)
        except (ValueError, OverflowError, ZeroDivisionError):
            continue
        if abs(changed) > 1e-9 and abs(changed) < 1e12 and typed.is_(changed):
            return words
    return ""


def _changes(facts: Facts) -> tuple[tuple[Callable[[float], float], str], ...]:
    """The changes that make sense here: powers and logarithms only where the question has some."""
    return _CHANGES if _is_logarithmic(facts) else _CHANGES[:_ROOTS]


_ROOTS = 2  # the first of the changes are about squares and roots
_CHANGES: tuple[tuple[Callable[[float], float], str], ...] = (
    (lambda x: x * x, "That is the square of the answer. Take the square root."),
    (lambda x: math.sqrt(x), "That is the square root of the answer. Leave the root out."),
    (lambda x: math.exp(x), "That is e to the power of the answer. Take the natural logarithm of it."),
    (lambda x: math.exp(-x), "That is e to the power of minus the answer. Take the negative natural logarithm of it."),
    (lambda x: 2**x, "That is 2 to the power of the answer. Take the logarithm to base 2."),
    (lambda x: 2**-x, "That is 2 to the power of minus the answer. Take −log₂ of it."),
    (lambda x: math.log(x), "That is the logarithm of the answer, to base e. Raise e to it."),
    (lambda x: math.log2(x), "That is the logarithm of the answer, to base 2. Raise 2 to it."),
)


def _is_logarithmic(facts: Facts) -> bool:
    texts = (*facts.question.about, *(step.text for step in facts.question.steps))
    return not texts or any(_LOGARITHMIC.search(text) for text in texts)


_RATIOS: tuple[tuple[Scalar, str], ...] = (
    (100, "It is 100 times what it should be: check percentages and decimal places."),
    (Fraction(1, 100), "It is a hundredth of what it should be: check percentages and decimal places."),
    (10, "It is 10 times what it should be: check the decimal places."),
    (Fraction(1, 10), "It is a tenth of what it should be: check the decimal places."),
    (2, "It is twice what it should be. Look for a 2 that is used once too often."),
    (Fraction(1, 2), "It is half of what it should be: a factor of 2 is missing."),
    (-2, "It is twice what it should be, and the sign is turned. Check the 2 and each minus."),
    (Fraction(-1, 2), "It is half of what it should be, and the sign is turned. Check the 2 and each minus."),
)
_OTHER_BASE = "It fits another base of the logarithm: check which one is asked for."
_BASES: tuple[tuple[float, Mapping[str, str]], ...] = (
    (
        math.log(2),
        {
            "bits": "It fits another base of the logarithm: this is in nats, bits are asked for.",
            "nats": "Your number is the answer times ln 2, once too often: the answer is in nats without it.",
        },
    ),
    (
        1 / math.log(2),
        {
            "nats": "It fits another base of the logarithm: this is in bits, nats are asked for.",
            "bits": "Your number is the answer divided by ln 2, once too often: the answer is in bits without that.",
        },
    ),
    *((factor, {}) for factor in (math.log10(2), 1 / math.log10(2), 1 / math.log(10), math.log(10))),
)
"""Factors between bases of the logarithm, and what is said by the unit that is asked for."""


def _bases(facts: Facts) -> Iterator[tuple[float, str]]:
    """The factors between bases, with what is said of them; none where nothing has a logarithm."""
    if _is_logarithmic(facts):
        units = _UNIT.findall(" ".join(facts.question.about)) or [""]
        unit = units[-1].lower() if len({one.lower() for one in units}) == 1 else ""
        yield from ((factor, words.get(unit, _OTHER_BASE)) for factor, words in _BASES)


def _times(mine: Scalar, factor: Scalar) -> Scalar:
    exact = not isinstance(mine, float) and not isinstance(factor, float)
    return Fraction(mine) * Fraction(factor) if exact else float(mine) * float(factor)


def _ratio(facts: Facts, typed: Entry, mine: Scalar) -> str:
    if not mine:
        return ""
    for factor, words in _RATIOS:
        if typed.is_(_times(mine, factor), 2):
            return words
    for base, words in _bases(facts):
        if typed.is_(_times(mine, base)):
            return words
        if typed.is_(_times(mine, -base)):
            return (
                "The base of the logarithm and the sign are both off. Check which base is asked for, then each minus."
            )
    return ""


def _factor(facts: Facts, typed: Entry, mine: Scalar) -> str:
    """The answer times or divided by a number of the question."""
    if not mine:
        return ""
    for named in _numbers(facts):
        if named.value in (0, 1, -1):
            continue
        shown, what = _shown(named.value), named.words
        if typed.is_(_times(mine, named.value)):
            return (
                f"Your number is the answer times ${shown}$, {what}. "
                "That factor is used once too often, or a division by it is missing."
            )
        inverse = 1 / float(named.value) if isinstance(named.value, float) else Fraction(1) / Fraction(named.value)
        if typed.is_(_times(mine, inverse)):
            return (
                f"Your number is the answer divided by ${shown}$, {what}. "
                "That factor is missing, or you divided by it once too often."
            )
    return ""


def _term(facts: Facts, typed: Entry, mine: Scalar) -> str:
    """The answer with a term of the question left out, counted twice or turned."""
    for named in _numbers_of(facts.question.steps, ()):
        if not named.value:
            continue
        shown, what = _shown(named.value), named.words
        if typed.is_(_minus(mine, named.value)):
            return f"The term ${shown}$ is missing: it is {what}. Add it."
        if typed.is_(_minus(mine, -named.value)):
            return f"The term ${shown}$ is counted once too often: it is {what}. Subtract it."
        if typed.is_(_minus(mine, 2 * named.value)):
            return f"The term ${shown}$ has the wrong sign: it is {what}. Turn that sign."
        if typed.is_(_minus(mine, -2 * named.value)):
            return f"The term ${_shown(-named.value)}$ has the wrong sign. It belongs to ${shown}$, {what}."
    return ""


def _minus(mine: Scalar, other: Scalar) -> Scalar:
    return float(mine) - float(other) if isinstance(mine, float) or isinstance(other, float) else mine - other


def _turned_step(facts: Facts, typed: Entry, _mine: Scalar) -> str:
    """The result of a step with the other sign."""
    steps = facts.question.steps
    for number, step in enumerate(steps[:-1], 1):
        values = results(step)
        if values is not None and len(values) == 1 and values[0] and typed.is_(-values[0]):
            left = steps_left(len(steps) - number)
            return f"That is step {number} with the other sign: there it is ${_shown(values[0])}$. {left}"
    return ""


def _two_slips(facts: Facts, typed: Entry, mine: Scalar) -> str:
    """Two wrong rules at once, or one and a turned sign or a factor of 2."""
    single = [(message, values[0]) for message, values in facts.wrong if len(values) == 1 and values[0]]
    for message, value in single:
        if typed.is_(-value) and value + mine:
            return f"Two slips at once: the sign is turned, and without that it would be ${_shown(value)}$. {message}"
        for factor in (2, Fraction(1, 2)):
            if typed.is_(_times(value, factor)):
                return f"Two slips at once: a factor of 2 is off; without that it would be ${_shown(value)}$. {message}"
    for index, (first, a) in enumerate(single):
        for second, b in single[index + 1 :]:
            both = [_minus(_minus(a, mine), -b)]
            if mine:
                both.append(_times(_times(a, b), 1 / Fraction(mine) if not isinstance(mine, float) else 1 / mine))
            if any(typed.is_(one) and one != mine for one in both):
                return f"Two slips at once. One of them: {first} The other: {second}"
    return ""


def _impossible(facts: Facts, typed: Entry, mine: Scalar) -> str:
    kind = quantity_of(facts.question.about, (mine,))
    found = kind.impossible(typed.value) if kind is not None else ""
    return f"{found} Start again from the definition." if found else ""


def _near(facts: Facts, typed: Entry, mine: Scalar) -> str:
    if mine and abs(float(typed.value) / float(mine) - 1) <= _CLOSE:
        rule = facts.question.rule
        asked = f" It is asked {rule.words()}." if rule is not None else ""
        return f"Close, but not close enough.{asked} Keep full precision between steps and round only at the end."
    return ""


def _wrong_part(facts: Facts, typed: Entry, _mine: Scalar) -> str:
    """A number that stands in the question."""
    for named in _numbers(facts):
        if named.words.startswith("the ") and typed.is_(named.value) and typed.value:
            return f"Your number is {named.words}. It goes into the answer, but it is not the answer yet."
    return ""


_FINDINGS: tuple[Callable[[Facts, Entry, Scalar], str], ...] = (
    _sign,
    _step_found,
    _cut,
    _other_quantity,
    _inverted,
    _ratio,
    _near,
    _factor,
    _impossible,
    _wrong_part,
    _term,
    _turned_step,
    _two_slips,
)


# Lists of numbers.


def _list(facts: Facts, typed: list[Entry], mine: Array) -> str:
    right = flat(mine)
    good = [_good(facts, one, entry) for one, entry in zip(typed, right, strict=True)]
    for found in (
        _step(facts, typed) or "",
        _signs(typed, mine, good),
        _moved(typed, mine, good),
        _all_rounded(facts, typed, mine, good),
        _scaled(facts, typed, right),
        _each_changed(facts, typed, right),
        _sums(facts, typed, right),
        _first_entry(facts, typed, mine, good),
    ):
        if found:
            return found
    return ""


def _good(facts: Facts, one: Entry, entry: Scalar) -> bool:
    target = compare.Target(entry, None)
    return compare.closeness(one.node, one.value, target, facts.question.rule) != "off"


def _place(mine: Array, index: int) -> str:
    if mine.is_vector:
        return f"entry {index + 1}"
    width = mine.shape[1]
    return f"row {index // width + 1}, column {index % width + 1}"


def _listed(places: Sequence[str]) -> str:
    return places[0] if len(places) == 1 else "; ".join(places[:-1]) + f" and {places[-1]}"


def _only(mine: Array, wrong: list[int]) -> str:
    """Which entries are not right."""
    size, count = len(flat(mine)), len(flat(mine)) - len(wrong)
    if not count:
        return f"None of the {size} entries is right."
    named = [_place(mine, i) for i in wrong[:4]]
    more = f" and {len(wrong) - 4} more" if len(wrong) > 4 else ""
    verb = "is" if len(wrong) == 1 else "are"
    return f"{count} of {size} entries {'is' if count == 1 else 'are'} right; {_listed(named)}{more} {verb} not."


def _signs(typed: list[Entry], mine: Array, good: list[bool]) -> str:
    right = flat(mine)
    wrong = [i for i, fine in enumerate(good) if not fine]
    if not wrong or not all(right[i] and typed[i].is_(-right[i], 2) for i in wrong):
        return ""
    if all(typed[i].is_(-entry, 2) for i, entry in enumerate(right)):
        return "The sizes are right, but every sign is turned. Check each minus on the way."
    if len(wrong) == 1:
        return f"{_only(mine, wrong)} Its sign is turned: check the minus signs there."
    return f"The sizes are right, but some signs are not: {_listed([_place(mine, i) for i in wrong])}."


def _moved(typed: list[Entry], mine: Array, good: list[bool]) -> str:
    """The right entries in other places."""
    right = flat(mine)
    wrong = [i for i, fine in enumerate(good) if not fine]
    if len(right) > 1 and all(one.is_(entry, 2) for one, entry in zip(typed, right[::-1], strict=True)):
        return "The entries are right, in the reverse order."
    if len(wrong) == 2 and typed[wrong[0]].is_(right[wrong[1]], 2) and typed[wrong[1]].is_(right[wrong[0]], 2):
        places = f"{_place(mine, wrong[0])} and {_place(mine, wrong[1])}"
        return f"Two entries are swapped: {places}. Put each in its own place."
    left = list(right)
    for one in typed:
        match = next((entry for entry in left if one.is_(entry)), None)
        if match is None:
            return ""
        left.remove(match)
    return "The entries are right, but in another order. Put each in its own place."


def _all_rounded(facts: Facts, typed: list[Entry], mine: Array, good: list[bool]) -> str:
    """Whether every wrong entry is only cut off or rounded too early."""
    right = flat(mine)
    wrong = [i for i, fine in enumerate(good) if not fine]
    for find in (_cut, _near):
        if wrong and all(find(facts, typed[i], right[i]) for i in wrong):
            return f"{_only(mine, wrong)} {find(facts, typed[wrong[0]], right[wrong[0]])}"
    return ""


def _scaled(facts: Facts, typed: list[Entry], right: tuple[Scalar, ...]) -> str:
    """The answer times a number."""
    if not any(right):
        return ""

    def fits(factor: Scalar, figures: int = LEAST_FIGURES) -> bool:
        return all(one.is_(_times(entry, factor), figures) for one, entry in zip(typed, right, strict=True))

    for factor, words in _RATIOS:
        if fits(factor, 2):
            return words
    for base, words in _bases(facts):
        if fits(base):
            return words
    for named in _numbers(facts):
        if named.value in (0, 1, -1):
            continue
        shown = _shown(named.value)
        if fits(named.value):
            return f"Every entry is the answer's times ${shown}$, {named.words}. Divide by it."
        if fits(1 / float(named.value)):
            return f"Every entry is the answer's divided by ${shown}$, {named.words}. Multiply by it."
    pairs = [(float(one.value), float(entry)) for one, entry in zip(typed, right, strict=True) if entry]
    factor = pairs[0][0] / pairs[0][1]
    if factor > 0 and all(math.isclose(a, b * factor, rel_tol=0.004) for a, b in pairs) and _zeros(typed, right):
        return "The direction is right, the length is not: every entry is off by the same factor."
    return ""


def _zeros(typed: list[Entry], right: tuple[Scalar, ...]) -> bool:
    return all(bool(one.value) == bool(entry) for one, entry in zip(typed, right, strict=True)) and len(right) > 1


def _each_changed(facts: Facts, typed: list[Entry], right: tuple[Scalar, ...]) -> str:
    """The same change made to every entry."""
    for change, words in _changes(facts):
        try:
            changed = [change(float(entry)) for entry in right]
        except (ValueError, OverflowError, ZeroDivisionError):
            continue
        if all(one.is_(entry) for one, entry in zip(typed, changed, strict=True)):
            return f"Entry by entry: {words[0].lower()}{words[1:]}"
    gaps = {Fraction(one.value) - Fraction(entry) for one, entry in zip(typed, right, strict=True)}
    if len(gaps) == 1 and len(right) > 1:
        none = f"None of the {len(right)} entries is right"
        return f"{none}: every entry is off by the same amount. Something is added that should not be, or left out."
    return ""


def _sums(facts: Facts, typed: list[Entry], right: tuple[Scalar, ...]) -> str:
    """A distribution that does not add up to 1, or has a negative entry."""
    distribution = len(right) > 1 and all(entry >= 0 for entry in right) and abs(float(sum(right)) - 1) < 1e-9
    if not distribution or "softmax" not in " ".join(facts.question.about).lower():
        return ""
    if any(one.value < 0 for one in typed):
        return "A probability is never negative. Exponentiate before you normalize."
    total = float(sum(one.value for one in typed))
    if abs(total - 1) > 0.02:
        return f"Probabilities add up to 1, and yours add up to ${total:.3g}$. Divide each by their sum."
    return ""


def _first_entry(facts: Facts, typed: list[Entry], mine: Array, good: list[bool]) -> str:
    """The finding about the first wrong entry, with its place."""
    right = flat(mine)
    wrong = [i for i, fine in enumerate(good) if not fine]
    if not wrong:
        return ""
    index = wrong[0]
    wanted = [find for find in _FINDINGS if find is not _two_slips]
    for find in wanted:
        if found := find(facts, typed[index], right[index]):
            return f"{_only(mine, wrong)} About {_place(mine, index)}: {found}"
    return ""


# What the question holds.


def _step(facts: Facts, typed: list[Entry]) -> str | None:
    """The step that a typed answer is the result of."""
    steps = facts.question.steps
    right = facts.right
    for number, step in enumerate(steps, 1):
        values = results(step)
        if values is None or len(values) != len(typed) or values == right:
            continue
        if all(_is_result(one, value, step) for one, value in zip(typed, values, strict=True)):
            left = len(steps) - number
            lead = f", ${step.lead} {_shown_list(values)}$" if step.lead else ""
            if left <= 0:
                return None
            return f"That is step {number}{lead}. {steps_left(left)}"
    return None


def _is_result(one: Entry, value: Scalar, step: Stage) -> bool:
    if one.is_(value, 2):
        return True
    if "." not in step.value:
        return False
    figures = len(step.value.lstrip("-0.").replace(".", ""))
    return figures >= LEAST_FIGURES and abs(Fraction(one.value) - Fraction(value)) <= Fraction(
        1, 2 * 10 ** len(step.value.partition(".")[2])
    )


def steps_left(number: int) -> str:
    """How many steps come after the one that was reached."""
    return "One step is left." if number == 1 else f"{_count(number)} steps are left."


def _count(number: int) -> str:
    return _COUNTS[number].capitalize() if number < len(_COUNTS) else str(number)


def results(step: Stage) -> tuple[Scalar, ...] | None:
    """The numbers that a step gives: its value, or the last numbers of its text."""
    if step.value:
        return numbers_in(step.value)
    found = _RESULT.search(step.text)
    return numbers_in(found.group(1)) if found is not None else None


@lru_cache(maxsize=4096)
def numbers_in(text: str) -> tuple[Scalar, ...] | None:
    """The numbers that a text such as `[1, 2/3]` holds; None where it is not one."""
    try:
        value = value_of(parse(text, Names({}), array=True), Point())
    except (AnswerError, Undefined, ShapeError):
        return None
    return flat(value)


@lru_cache(maxsize=512)
def _numbers_of(steps: tuple[Stage, ...], given: tuple[tuple[str, str], ...]) -> tuple[Named, ...]:
    return tuple(_named(steps, given))[:_MOST_NUMBERS]


def _numbers(facts: Facts) -> tuple[Named, ...]:
    """The single numbers of the question: of its steps, then those it states."""
    return _numbers_of(facts.question.steps, facts.question.given)


def _named(steps: tuple[Stage, ...], given: tuple[tuple[str, str], ...]) -> Iterator[Named]:
    seen: set[Scalar] = set()
    for name, text in given:
        values = numbers_in(text)
        if values is not None and len(values) == 1 and values[0] not in seen:
            seen.add(values[0])
            yield Named(values[0], f"the ${name}$ of the question" if len(name) == 1 else "a number of the question")
    for number, step in enumerate(steps[:-1], 1):
        values = results(step)
        if values is not None and len(values) == 1 and values[0] not in seen:
            seen.add(values[0])
            yield Named(values[0], f"the result of step {number}")
    for _, text in given:
        values = numbers_in(text) or ()
        for value in values if 1 < len(values) <= 9 else ():
            if value not in seen:
                seen.add(value)
                yield Named(value, "a number of the question")
        if 2 <= len(values) <= 9 and len(values) not in seen:
            seen.add(len(values))
            yield Named(len(values), "how many numbers there are")


def _shown(value: Scalar) -> str:
    if isinstance(value, float):
        return f"{value:.4g}"
    fraction = Fraction(value)
    if fraction.denominator == 1:
        return str(fraction.numerator)
    sign = "-" if fraction < 0 else ""
    return f"{sign}\\frac{{{abs(fraction.numerator)}}}{{{fraction.denominator}}}"


def _shown_list(values: tuple[Scalar, ...]) -> str:
    shown = ", ".join(_decimal(value) for value in values)
    return shown if len(values) == 1 else f"({shown})"


def _decimal(value: Scalar) -> str:
    """A step's number as a short decimal or fraction."""
    fraction = Fraction(value)
    short = f"{float(value):.6g}"
    return short if Fraction(short) == fraction else _shown(value)
