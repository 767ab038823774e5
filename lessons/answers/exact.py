"""Rational expressions compared exactly, in arithmetic modulo a large prime (Schwartz 1980, Zippel 1979).

Two rational functions that agree at random points of a field with 2^61 - 1 elements are the same but for a chance of
about degree/2^61. Powers in the thousands neither overflow nor grow.
"""

import random
from functools import lru_cache

from .evaluation import rational
from .tree import Node, walk

PRIME = 2**61 - 1
_ATTEMPTS = 6
_AGREEMENTS = 2
_OPERATIONS = frozenset({"num", "name", "neg", "add", "sub", "mul", "div", "pow", "percent"})
LARGEST_EXPONENT = 10**6


class _Pole(Exception):
    """A denominator vanishes at this point."""


def is_rational(node: Node) -> bool:
    """Whether only + - * /, whole powers and exact numbers occur."""
    for part in walk(node):
        if part.op not in _OPERATIONS:
            return False
        if part.op == "pow" and whole_exponent(part.args[1]) is None:
            return False
    return True


def whole_exponent(node: Node) -> int | None:
    """The value of an exponent that is a whole number, perhaps a computed one, and not too large."""
    value = rational(node)
    if value is None or value.denominator != 1 or abs(value) > LARGEST_EXPONENT:
        return None
    return int(value)


def same_function(left: Node, right: Node) -> bool | None:
    """Whether two rational expressions are one function; None when no point could be found."""
    agreements = 0
    for attempt in range(_ATTEMPTS):
        try:
            if _residue(left, attempt) != _residue(right, attempt):
                return False
        except _Pole:
            continue
        agreements += 1
        if agreements == _AGREEMENTS:
            return True
    return True if agreements else None


@lru_cache(maxsize=4096)
def _at(name: str, attempt: int) -> int:
    return random.Random(f"{name}#{attempt}").randrange(2, PRIME)


def _inverse(residue: int) -> int:
    if residue == 0:
        raise _Pole
    return pow(residue, -1, PRIME)


def _residue(node: Node, attempt: int) -> int:
    if node.op == "num":
        top, bottom = node.number.numerator, node.number.denominator
        return top % PRIME if bottom == 1 else top * _inverse(bottom % PRIME) % PRIME
    if node.op == "name":
        return _at(node.text, attempt)
    left = _residue(node.args[0], attempt)
    if node.op == "neg":
        return -left % PRIME
    if node.op == "percent":
        return left * _inverse(100) % PRIME
    if node.op == "pow":
        exponent = whole_exponent(node.args[1]) or 0
        return pow(left if exponent >= 0 else _inverse(left), abs(exponent), PRIME)
    right = _residue(node.args[1], attempt)
    if node.op == "add":
        return (left + right) % PRIME
    if node.op == "sub":
        return (left - right) % PRIME
    return left * (right if node.op == "mul" else _inverse(right)) % PRIME
