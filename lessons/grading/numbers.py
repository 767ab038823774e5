"""Results of programs as numbers: conversion, comparison, and text as Python would print it."""

from __future__ import annotations

import math
from collections.abc import Iterator
from fractions import Fraction
from typing import TypeAlias

from lessons.model.misconception import Nested
from lessons.sandbox.values import Array, Opaque, Plain

Index: TypeAlias = tuple[int, ...]

EXACT = 1e-6  # relative tolerance: any order of summation in double precision stays within it
TINY = 1e-8  # absolute tolerance
SINGLE = {"float32": 1e-4, "float16": 2e-2}  # relative tolerances, by dtype
MOST = 9  # entries of a row that are written out
FIGURES = 6  # significant digits


def nested(value: object) -> Nested | None:
    """A value as nested tuples of floats; None where it contains something that is no real number."""
    if isinstance(value, Array):
        return nested(value.nested)
    if isinstance(value, bool) or not isinstance(value, int | float | Fraction | tuple | list):
        return None
    if isinstance(value, tuple | list):
        parts = tuple(nested(entry) for entry in value)
        return None if any(part is None for part in parts) else tuple(part for part in parts if part is not None)
    try:
        return float(value)
    except OverflowError:
        return math.inf if value > 0 else -math.inf


def shape(value: Nested) -> tuple[int, ...] | None:
    """The shape of the array; None where rows differ in length."""
    if not isinstance(value, tuple):
        return ()
    shapes = {shape(row) for row in value}
    if not shapes:
        return (0,)
    if len(shapes) > 1 or None in shapes:
        return None
    only = shapes.pop()
    return None if only is None else (len(value), *only)


def flat(value: Nested) -> Iterator[float]:
    """The numbers in row-major order."""
    if isinstance(value, tuple):
        for row in value:
            yield from flat(row)
    else:
        yield value


def alike(a: float, b: float, relative: float = EXACT, absolute: float = TINY) -> bool:
    """Whether two numbers are equal within a tolerance; NaN equals NaN, and infinities equal only themselves."""
    if math.isnan(a) or math.isnan(b):
        return math.isnan(a) and math.isnan(b)
    if math.isinf(a) or math.isinf(b):
        return a == b
    return a == b or abs(a - b) <= max(absolute, relative * max(abs(a), abs(b)))


def close(a: Nested, b: Nested, relative: float = EXACT, absolute: float = TINY) -> bool:
    """Whether two values have the same shape and numbers equal within a tolerance."""
    if isinstance(a, tuple) and isinstance(b, tuple):
        return len(a) == len(b) and all(close(x, y, relative, absolute) for x, y in zip(a, b, strict=True))
    if isinstance(a, tuple) or isinstance(b, tuple):
        return False
    return alike(a, b, relative, absolute)


def paired(a: Nested, b: Nested) -> list[tuple[float, float]] | None:
    """The pairs of numbers at the same index; None where the shapes differ."""
    if isinstance(a, tuple) and isinstance(b, tuple):
        if len(a) != len(b):
            return None
        parts = [paired(x, y) for x, y in zip(a, b, strict=True)]
        return None if None in parts else [pair for part in parts if part is not None for pair in part]
    return None if isinstance(a, tuple) or isinstance(b, tuple) else [(a, b)]


def first_difference(a: Nested, b: Nested, relative: float = EXACT) -> Index | None:
    """The first index at which two values of one shape differ; None where they do not."""
    if isinstance(a, tuple) and isinstance(b, tuple):
        for index, (x, y) in enumerate(zip(a, b, strict=False)):
            position = first_difference(x, y, relative)
            if position is not None:
                return (index, *position)
        return None
    if isinstance(a, tuple) or isinstance(b, tuple):
        return ()
    return None if alike(a, b, relative) else ()


def at(value: Nested, index: Index) -> Nested:
    """The entry or sub-array at an index. Raises IndexError."""
    for axis in index:
        if not isinstance(value, tuple):
            raise IndexError(index)
        value = value[axis]
    return value


def tolerance(value: Plain) -> float:
    """The relative tolerance for a value, by the precision of its dtype."""
    if isinstance(value, Array):
        return SINGLE.get(value.dtype, EXACT)
    if isinstance(value, tuple | list):
        return max((tolerance(entry) for entry in value), default=EXACT)
    return EXACT


def number(value: float, figures: int = FIGURES) -> str:
    """A number as text, with so many significant digits."""
    if value == 0:
        return "0"
    text = f"{value:.{figures}g}"
    return text.replace("e+0", "e").replace("e-0", "e-").replace("e+", "e")


def _whole(value: int, figures: int) -> str:
    if abs(value) < 10**15:
        return str(value)
    try:
        return number(float(value), figures)
    except OverflowError:
        return f"a whole number of {value.bit_length()} bits"


def shown(value: object, figures: int = FIGURES) -> str:
    """A value roughly as Python prints it, long sequences abbreviated."""
    if isinstance(value, Array):
        return shown(value.nested, figures)
    if isinstance(value, tuple | list):
        if len(value) > MOST:
            texts = [shown(entry, figures) for entry in (*value[:3], value[-1])]
            return f"[{', '.join(texts[:3])}, ..., {texts[3]}] ({len(value)} of them)"
        return f"[{', '.join(shown(entry, figures) for entry in value)}]"
    if isinstance(value, bool) or value is None:
        return str(value)
    if isinstance(value, int):
        return _whole(value, figures)
    if isinstance(value, float):
        return number(value, figures)
    if isinstance(value, str):
        return repr(value if len(value) <= 40 else value[:37] + "...")
    if isinstance(value, Opaque):
        return value.text[:60] or f"a {value.kind}"
    return str(getattr(value, "name", None) or value)[:60]
