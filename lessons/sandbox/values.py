"""What goes into a learner's program and what comes out of it: plain data, nothing that could run."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Literal, TypeAlias

Number: TypeAlias = bool | int | float | complex
Nested: TypeAlias = "Number | str | tuple[Nested, ...]"


@dataclass(frozen=True, slots=True)
class Array:
    """An array: its numbers row by row, its shape, the name of its dtype."""

    numbers: tuple[Number | str, ...]
    shape: tuple[int, ...]
    dtype: str = "float64"

    @classmethod
    def of(cls, nested: object, dtype: str | None = None) -> Array:
        """From nested lists or tuples; without a dtype it is float64, or int64 where all are whole Python numbers."""
        shape = _shape(nested)
        numbers = tuple(_flat(nested, len(shape)))
        if len(numbers) != math.prod(shape):
            raise ValueError("rows of different lengths make no array")
        if dtype is None:
            dtype = "int64" if numbers and all(type(one) is int for one in numbers) else "float64"
        if dtype.startswith("float"):
            numbers = tuple(float(one) for one in numbers)
        return cls(numbers, shape, dtype)

    @property
    def nested(self) -> Nested:
        """The numbers as tuples in tuples; a plain number when there is no axis."""
        rows: list[Any] = list(self.numbers)
        for size in reversed(self.shape[1:]):
            rows = [tuple(rows[at : at + size]) for at in range(0, len(rows), size)] if size else []
        return tuple(rows) if self.shape else rows[0]


@dataclass(frozen=True, slots=True)
class Named:
    """An argument that is a function (or other name) of the learner's file, or of a file beside it."""

    name: str
    module: str = ""


@dataclass(frozen=True, slots=True)
class Polynomial:
    """An argument that is a function x -> c[0] + c[1] x + c[2] x² + ..., for numbers and arrays alike."""

    coefficients: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Opaque:
    """Something that came back and is no plain data: an object, a function, an array too big to send."""

    kind: str
    text: str


Plain: TypeAlias = (
    "bool | int | float | complex | str | Array | Named | Polynomial | Opaque | tuple[Plain, ...] | list[Plain] | None"
)
NOTHING: Mapping[str, Plain] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Call:
    """One call of a function of the learner's file; a list arrives there as a list, a tuple as a tuple."""

    function: str
    arguments: tuple[Plain, ...] = ()
    keywords: Mapping[str, Plain] = field(default_factory=lambda: NOTHING)


@dataclass(frozen=True, slots=True)
class Raised:
    """An exception: its type, its message, and the line of the learner's file it came through last."""

    kind: str
    message: str
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Warned:
    """A warning, such as NumPy's for overflow or a division by zero."""

    kind: str
    message: str
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one call gave: a value or an exception, and all that happened on the way.

    `kind` is the name of the type that came back ("list", "ndarray", "float64"); lists arrive as tuples in `value`.
    `arguments` are the positional ones as they were afterwards, `shared` the places of those whose memory the value
    shares. `missing` says that there is no such function: "absent", or the type of what has its name instead.
    """

    value: Plain = None
    kind: str = "NoneType"
    raised: Raised | None = None
    missing: str = ""
    arguments: tuple[Plain, ...] = ()
    keywords: Mapping[str, Plain] = field(default_factory=lambda: NOTHING)
    shared: tuple[int, ...] = ()
    printed: str = ""
    warnings: tuple[Warned, ...] = ()


@dataclass(frozen=True, slots=True)
class Limits:
    """What a learner's program may use."""

    seconds: float = 10.0
    memory: int = 1 << 30
    file: int = 16 << 20
    files: int = 64
    processes: int = 32
    shown: int = 64 << 10
    printed: int = 8 << 20


End = Literal["done", "failed", "timeout", "stopped", "memory", "crashed", "exited", "flooded", "unstarted"]


@dataclass(frozen=True, slots=True)
class Report:
    """How a run ended.

    done: every call was made (each may have raised). failed: the file could not be loaded. timeout, stopped, memory,
    crashed (a signal ended Python), exited (it ended itself before it had answered), flooded (it printed without end),
    unstarted (nothing could be run). `outcomes` has one for each call that was answered, `output` what was printed,
    `cut` where it was longer. `line` is where in the file it was at its end, as far as that is known; `status` is that
    of a process that ended by itself; `trouble` is said where the kind of end does not say enough.
    """

    end: End
    outcomes: tuple[Outcome, ...] = ()
    raised: Raised | None = None
    output: str = ""
    cut: bool = False
    line: int | None = None
    status: int | None = None
    seconds: float = 0.0
    level: str = "plain"
    name: str = "your file"
    limits: Limits = field(default_factory=Limits)
    trouble: str = ""

    @property
    def said(self) -> str:
        """What happened, in one line for the learner."""
        from lessons.sandbox.outcome_text import said

        return said(self)


def _shape(nested: object) -> tuple[int, ...]:
    shape: list[int] = []
    while isinstance(nested, list | tuple):
        shape.append(len(nested))
        if not nested:
            break
        nested = nested[0]
    return tuple(shape)


def _flat(nested: Any, depth: int) -> Iterable[Any]:
    if depth == 0:
        if isinstance(nested, list | tuple):
            raise ValueError("rows of different lengths make no array")
        return (nested,)
    if not isinstance(nested, list | tuple):
        raise ValueError("rows of different lengths make no array")
    return itertools.chain.from_iterable(_flat(one, depth - 1) for one in nested)
