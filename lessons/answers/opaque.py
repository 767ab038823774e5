"""Functions of which only the name is known: seeded smooth functions, with their exact derivatives."""

import math
import random
from functools import lru_cache

from .functions import Undefined
from .values import Array, Row, ShapeError, Value, flat, shape_of, shape_words

_WAVES = 3


@lru_cache(maxsize=256)
def _waves(name: str, size: int) -> tuple[tuple[float, tuple[float, ...], float], ...]:
    source = random.Random(f"{name}:{size}")
    return tuple(
        (source.uniform(0.5, 2), tuple(source.uniform(0.4, 1.6) for _ in range(size)), source.uniform(0, 6))
        for _ in range(_WAVES)
    )


def _phase(frequencies: tuple[float, ...], point: Row, shift: float) -> float:
    return sum(f * float(x) for f, x in zip(frequencies, point, strict=True)) + shift


def value(name: str, args: list[Value]) -> float:
    """f(args)."""
    point = tuple(entry for arg in args for entry in flat(arg))
    return sum(size * math.sin(_phase(waves, point, shift)) for size, waves, shift in _waves(name, len(point)))


def gradient(name: str, args: list[Value], index: int, order: int, column: int) -> Value:
    """The derivative of the given order with respect to one argument, in the shape of that argument."""
    point = tuple(entry for arg in args for entry in flat(arg))
    start = sum(len(flat(arg)) for arg in args[:index])
    target = args[index]
    if order > 1 and shape_of(target):
        raise ShapeError(column, f"a derivative of order {order} needs a number, not {shape_words(shape_of(target))}")
    if order > 8:
        raise Undefined(column, "derivatives go up to order 8 here")
    entries = _partials(name, point, start, len(flat(target)), order)
    if not isinstance(target, Array):
        return entries[0]
    width = target.shape[1]
    return Array(tuple(entries[k : k + width] for k in range(0, len(entries), width)))


@lru_cache(maxsize=4096)
def _partials(name: str, point: Row, start: int, size: int, order: int) -> tuple[float, ...]:
    """The partial derivatives; the sample points come again with every mutant."""
    return tuple(_partial(name, point, start + k, order) for k in range(size))


def _partial(name: str, point: Row, k: int, order: int) -> float:
    turn = order * math.pi / 2
    return sum(
        size * waves[k] ** order * math.sin(_phase(waves, point, shift) + turn)
        for size, waves, shift in _waves(name, len(point))
    )
