"""A misconception, and the values that answers are made of."""

from __future__ import annotations

from fractions import Fraction
from typing import TypeAlias, Union

from msgspec import Struct

Scalar = int | float | Fraction
Vector = tuple[Scalar, ...]
Matrix = tuple[Vector, ...]
Value: TypeAlias = Union[Scalar, str, "tuple[Value, ...]"]
"""An answer: a number or nested tuples of numbers; a str is one as typed: an expression, a rule, an option id."""

Nested: TypeAlias = Union[float, "tuple[Nested, ...]"]
"""What a program returns: a float, or nested tuples of floats."""


class Misconception(Struct, frozen=True):
    """A wrong rule applied to the numbers of one item or one call.

    `answer` is the value it gives; where a program would raise an exception, the name of the exception's type.
    `message` is the feedback to a learner who gives that answer, as Markdown.
    """

    id: str
    answer: Value
    message: str
