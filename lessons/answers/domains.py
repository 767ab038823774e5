"""What a name stands for, and the points at which answers are compared."""

import random
import re
from functools import lru_cache
from typing import NamedTuple

from .question import QuestionError
from .values import Array, Value

CANDIDATES = 48
_SEED = 20240229
_SCALES = (2.0, 1.0, 4.0, 0.6, 3.0, 9.0, 0.08, 40.0)
_SPAN = (12, 12, 12, 60, 12, 12, 12, 12)
_GOLDEN = (5**0.5 - 1) / 2
_RANGE = re.compile(r"\s*\[?\s*([-+]?[\d.]+(?:e[-+]?\d+)?)\s*(?:\.\.|,|to)\s*([-+]?[\d.]+(?:e[-+]?\d+)?)\s*\]?\s*")
_SHAPE = re.compile(r"(vector|matrix|row|column)(?:\s+(\d+)(?:\s*[x×]\s*(\d+))?)?")
_WORDS = frozenset(
    {"real", "positive", "nonnegative", "negative", "nonzero", "unit", "probability", "integer", "natural", "whole",
     "number", "scalar", "function"}
)  # fmt: skip
LARGEST = 6


class Domain(NamedTuple):
    """A set of values: numbers in a range (whole or not), arrays of a shape, or an opaque function."""

    low: float | None = None
    high: float | None = None
    integer: bool = False
    shape: tuple[int, ...] = ()
    function: bool = False
    nonzero: bool = False


REAL = Domain()
FUNCTION = Domain(function=True)


@lru_cache(maxsize=512)
def parse_domain(words: str) -> Domain:
    """The domain that words such as `positive`, `0..1`, `vector 3` or `matrix 2x3` describe; raises QuestionError."""
    text = words.strip().lower() or "real"
    if match := _RANGE.fullmatch(text.removeprefix("real").removeprefix("integer")):
        return _range(float(match.group(1)), float(match.group(2)), text.startswith("integer"))
    if match := _SHAPE.fullmatch(text):
        return _array(match.group(1), int(match.group(2) or 3), int(match.group(3) or 0))
    parts = set(text.split())
    if not parts <= _WORDS:
        known = "real, positive, unit, integer, 0..1, vector 3, matrix 2x3 or function"
        raise QuestionError(f"unknown domain {words!r}: use {known}")
    if "function" in parts:
        return FUNCTION
    integer = bool(parts & {"integer", "natural", "whole"})
    if parts & {"unit", "probability"}:
        return Domain(0.0, 1.0)
    if parts & {"positive", "natural"}:
        return Domain(1.0 if integer else 0.0, None, integer)
    if "negative" in parts:
        return Domain(None, -1.0 if integer else 0.0, integer)
    return Domain(0.0 if "nonnegative" in parts else None, None, integer, nonzero="nonzero" in parts)


def _range(low: float, high: float, integer: bool) -> Domain:
    if low >= high:
        raise QuestionError(f"the range {low:g}..{high:g} is empty")
    return Domain(low, high, integer)


def _array(kind: str, first: int, second: int) -> Domain:
    if not 1 <= first <= LARGEST or second > LARGEST:
        raise QuestionError(f"arrays go up to {LARGEST}x{LARGEST}")
    if kind == "matrix":
        return Domain(shape=(first, second or first))
    return Domain(shape=(1, first) if kind == "row" else (first,))


@lru_cache(maxsize=1024)
def samples(name: str, domain: Domain) -> tuple[Value, ...]:
    """The values a name takes at the candidate points, the same for ever."""
    source = random.Random(f"{_SEED}:{name}")
    return tuple(_sample(source, domain, index) for index in range(CANDIDATES))


def _sample(source: random.Random, domain: Domain, index: int) -> Value:
    if len(domain.shape) == 2:
        return Array(tuple(tuple(_real(source) for _ in range(domain.shape[1])) for _ in range(domain.shape[0])))
    if domain.shape:
        return Array(tuple((_real(source),) for _ in range(domain.shape[0])))
    if domain.integer:
        return _integer(source, domain, index)
    if domain.low is not None and domain.high is not None:
        return _between(source, domain.low, domain.high, index)
    scale = _SCALES[(index + _turn(source, index)) % len(_SCALES)]
    if domain.low is not None:
        return domain.low + scale * source.uniform(0.05, 1.3)
    if domain.high is not None:
        return domain.high - scale * source.uniform(0.05, 1.3)
    size = scale * source.uniform(0.1, 1.0)
    return size if index % 3 == 0 or source.random() < 0.4 else -size


def _turn(source: random.Random, index: int) -> int:
    """A different order of sizes for each name, so that large meets small."""
    return source.randrange(len(_SCALES)) if index >= len(_SCALES) else 0


def _between(source: random.Random, low: float, high: float, index: int) -> float:
    """A value in one part of the range after the other: the multiples of the golden ratio spread evenly."""
    part = (index * _GOLDEN + source.uniform(0.0, 0.06) + 0.37) % 1.0
    return low + (high - low) * min(max(part, 0.002), 0.998)


def _integer(source: random.Random, domain: Domain, index: int) -> int:
    if domain.low is None and domain.high is None:
        return source.randint(1, 9) if index % 3 != 2 else source.randint(-6, -1)
    span = _SPAN[index % len(_SPAN)]
    if domain.low is None:
        assert domain.high is not None
        return int(domain.high) - source.randint(0, span)
    low = int(domain.low)
    if domain.high is None:
        return low + source.randint(0, span)
    return source.randint(low, int(domain.high))


def _real(source: random.Random) -> float:
    size = source.uniform(0.3, 2.0)
    return size if source.random() < 0.55 else -size
