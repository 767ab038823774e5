"""Whether a number is close enough: by the item's rule, or by the precision it is typed with."""

import math
from collections.abc import Sequence
from fractions import Fraction
from typing import Literal, NamedTuple

from .functions import Scalar
from .question import Comparison
from .tree import Node, walk

Closeness = Literal["equal", "coarse", "rounded", "off"]
LEAST_FIGURES = 3
LONG = 9  # significant figures from which a decimal is taken for a printed float
_EXACT = Fraction(1, 10**9)
_ZERO = Fraction(1, 10**12)
_FLOAT = 1e-9
_COMPUTED = 1e-12
_NOISE = 1e-13
_RESIDUE = Fraction(1, 10**14)
_MORE_FIGURES = 3
_ROUNDED_FIGURES = 4
_STEPS = 5e-4


class Decimal(NamedTuple):
    """A decimal as it was typed: its value, the size of its last place and its significant figures."""

    value: Fraction
    place: Fraction
    figures: int
    pointed: bool


def decimal_of(node: Node) -> Decimal | None:
    """The tree as one decimal: a literal, signed, in percent or times a power of ten."""
    if node.op == "num":
        return _literal(node)
    if node.op == "neg":
        inner = decimal_of(node.args[0])
        return inner and Decimal(-inner.value, inner.place, inner.figures, inner.pointed)
    if node.op == "percent":
        return _shifted(decimal_of(node.args[0]), Fraction(1, 100))
    if node.op == "mul" and node.args[1].op == "pow":
        base, exponent = node.args[1].args
        shift = exponent.args[0].number * -1 if exponent.op == "neg" else exponent.number
        if base.op == "num" and base.number == 10 and shift.denominator == 1 and -300 <= shift <= 300:
            return _shifted(decimal_of(node.args[0]), Fraction(10) ** int(shift))
    return None


def _literal(node: Node) -> Decimal:
    mantissa, _, exponent = node.text.lower().partition("e")
    decimals = len(mantissa.partition(".")[2])
    digits = mantissa.replace(".", "").lstrip("0")
    place = Fraction(10) ** (int(exponent or 0) - decimals)
    return Decimal(Fraction(node.number), place, max(len(digits), 1), decimals > 0 or bool(exponent))


def figures_of(node: Node) -> int:
    """The significant figures a number literal is typed with."""
    return _literal(node).figures


def _shifted(inner: Decimal | None, factor: Fraction) -> Decimal | None:
    return inner and Decimal(inner.value * factor, inner.place * factor, inner.figures, True)


def exactly(left: Scalar, right: Scalar, scale: float = 0.0) -> bool:
    """Equal but for the rounding of floating-point arithmetic; `scale` is the largest intermediate value."""
    if not isinstance(left, float) and not isinstance(right, float):
        return left == right
    a, b = float(left), float(right)
    if math.isinf(a) or math.isinf(b):
        return a == b
    return abs(a - b) <= _FLOAT * max(abs(a), abs(b)) + _NOISE * scale


def tolerance(rule: Comparison, right: Scalar) -> Fraction:
    """How far an answer may be from `right` under a rule."""
    exact = Fraction(right)
    if rule.relative is not None:
        return Fraction(str(rule.relative)) * abs(exact)
    if rule.absolute is not None:
        return Fraction(str(rule.absolute))
    if rule.decimals is not None:
        return Fraction(1, 2 * 10**rule.decimals)
    return half_unit(exact, rule.significant or 1)


def half_unit(value: Fraction, figures: int) -> Fraction:
    """Half a unit in the last of the significant figures of a value; 0 has none."""
    if value == 0:
        return Fraction(0)
    lead = math.floor(_log10(abs(value)))
    if Fraction(10) ** lead > abs(value):
        lead -= 1
    elif Fraction(10) ** (lead + 1) <= abs(value):
        lead += 1
    return Fraction(10) ** (lead - figures + 1) / 2


def _log10(value: Fraction) -> float:
    return math.log10(value.numerator) - math.log10(value.denominator)


def within(left: Scalar, right: Scalar, bound: Fraction) -> bool:
    """|left - right| <= bound, inclusive but for floating-point rounding."""
    a, b = Fraction(left), Fraction(right)
    slack = 0 if not isinstance(left, float) and not isinstance(right, float) else abs(b) * Fraction(1, 10**12)
    return abs(a - b) <= bound + slack


def by_rule(left: Scalar, right: Scalar, rule: Comparison) -> bool:
    """Whether an answer is close enough under a rule."""
    if exactly(left, right):
        return True
    if _infinite(left) or _infinite(right):
        return False
    return within(left, right, tolerance(rule, right))


def _infinite(value: Scalar) -> bool:
    return isinstance(value, float) and math.isinf(value)


class Target(NamedTuple):
    """A right number: its value, and the size of its last place when it is itself a rounded decimal.

    `shown` counts the significant figures it is written with, `figures` those that it has among others: 0.29 in
    (0.29, 0.196) is 0.290.
    """

    value: Scalar
    place: Fraction | None
    figures: int = 0
    shown: int = 0

    @property
    def printed(self) -> bool:
        """Whether it is a float as a program prints it, and so not exact."""
        return self.place is not None and self.shown >= LONG

    @property
    def residue(self) -> bool:
        """Whether it is what rounding leaves of 0, such as 6.123233995736766e-17."""
        return self.printed and -_RESIDUE < self.value < _RESIDUE


def targets(nodes: Sequence[Node | None], numbers: Sequence[Scalar]) -> list[Target]:
    """The targets that the entries of an author's answer state; the entries of a list are rounded to one place."""
    decimals = [decimal_of(node) if node is not None else None for node in nodes]
    pointed = [one for one in decimals if one is not None and one.pointed]
    finest = min((one.place for one in pointed), default=Fraction(1))
    rounded = any(_figures_at(one, finest) >= LEAST_FIGURES for one in pointed)
    return [_target(number, one, finest, rounded) for number, one in zip(numbers, decimals, strict=True)]


def _figures_at(decimal: Decimal, place: Fraction) -> int:
    """The significant figures of a decimal when it is written to a place."""
    figures, own = decimal.figures, decimal.place
    while own > place and figures < LONG:
        figures, own = figures + 1, own / 10
    return figures


def _target(value: Scalar, decimal: Decimal | None, finest: Fraction, rounded: bool) -> Target:
    if decimal is None or not decimal.pointed or not rounded:
        return Target(value, None)
    if decimal.figures >= LONG:
        return Target(value, decimal.place, decimal.figures, decimal.figures)
    place = min(finest, decimal.place)
    return Target(value, None) if place >= 1 else Target(value, place, _figures_at(decimal, finest), decimal.figures)


def closeness(node: Node | None, value: Scalar, target: Target, rule: Comparison | None) -> Closeness:
    """How close a typed number is to a target."""
    if value == target.value:
        return "equal"
    if _infinite(value) or _infinite(target.value):
        return "off"
    decimal = decimal_of(node) if node is not None else None
    if decimal is None and _computed_alike(value, target, node is None):
        return "equal"
    if _printed_alike(value, target, decimal):
        return "equal"
    if rule is not None:
        return "rounded" if within(value, target.value, tolerance(rule, target.value)) else "off"
    if target.place is not None and _rounds_to(value, target, decimal):
        return "rounded"
    if decimal is not None:
        return _by_typed_precision(decimal, value, target)
    return "rounded" if node is not None and _from_rounded_steps(node, value, target) else "off"


def _computed_alike(value: Scalar, target: Target, loose: bool) -> bool:
    """Whether two computed values differ by the rounding of floats alone; an entry that is not written out may more."""
    if not isinstance(value, float) and not isinstance(target.value, float):
        return False
    a, b = float(value), float(target.value)
    return abs(a - b) <= (_FLOAT if loose else _COMPUTED) * max(abs(a), abs(b))


def _printed_alike(value: Scalar, target: Target, decimal: Decimal | None) -> bool:
    """Whether a typed or a stated decimal differs by no more than the rounding of floats: 1e-9 of it, 1e-12 from 0."""
    typed = decimal is not None and decimal.pointed
    if not typed and not target.printed:
        return False
    a, b = Fraction(value), Fraction(target.value)
    if b == 0 or target.residue:
        return abs(a) < _ZERO
    return abs(a - b) <= _EXACT * abs(b)


def _rounds_to(value: Scalar, target: Target, decimal: Decimal | None) -> bool:
    """Whether the stated answer, which has been rounded, is this one rounded.

    An exact form may stand against three figures, a decimal of any length against four; against three it needs
    three figures more, since 0.1254 is no better than 0.125.
    """
    assert target.place is not None
    enough = decimal is None or target.shown > LEAST_FIGURES or decimal.figures >= target.figures + _MORE_FIGURES
    return enough and within(value, target.value, target.place / 2)


def _by_typed_precision(decimal: Decimal, value: Scalar, target: Target) -> Closeness:
    if not within(value, target.value, decimal.place / 2):
        return "off"
    if decimal.figures >= LEAST_FIGURES:
        return "rounded"
    return "coarse" if decimal.pointed and decimal.value != 0 else "off"


def _from_rounded_steps(node: Node, value: Scalar, target: Target) -> bool:
    """Whether arithmetic on decimals of three figures or more accounts for the difference."""
    if not isinstance(target.value, float) and target.value.denominator == 1:
        return False
    literals = [part for part in walk(node) if part.op == "num" and part.number.denominator != 1]
    if not literals or any(_literal(part).figures < LEAST_FIGURES for part in literals):
        return False
    return within(value, target.value, abs(Fraction(target.value)) * Fraction(str(_STEPS)))
