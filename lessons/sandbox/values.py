"""Arguments and results of a learner's program, as plain data."""

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
    """A NumPy array: its entries in row-major order, its shape, its dtype's name."""

    numbers: tuple[Number | str, ...]
    shape: tuple[int, ...]
    dtype: str = "float64"

    @classmethod
    def of(cls, nested: object, dtype: str | None = None) -> Array:
        """The array of nested lists or tuples; the dtype defaults to int64 if all are ints, else float64."""
        shape = _shape(nested)
        numbers = tuple(_flat(nested, len(shape)))
        if len(numbers) != math.prod(shape):
            raise ValueError("rows of different lengths make no array")
        if dtype is None:
            dtype = "int64" if numbers and all(type(number) is int for number in numbers) else "float64"
        if dtype.startswith("float"):
            numbers = tuple(float(number) for number in numbers)
        return cls(numbers, shape, dtype)

    @property
    def nested(self) -> Nested:
        """The entries as nested tuples; a plain number for shape ()."""
        rows: list[Any] = list(self.numbers)
        for size in reversed(self.shape[1:]):
            rows = [tuple(rows[at : at + size]) for at in range(0, len(rows), size)] if size else []
        return tuple(rows) if self.shape else rows[0]


@dataclass(frozen=True, slots=True)
class Named:
    """An argument that is a function (or other name) of the learner's file, or of `module`."""

    name: str
    module: str = ""


@dataclass(frozen=True, slots=True)
class Polynomial:
    """An argument that is a function x -> c[0] + c[1] x + c[2] x² + ..., of numbers or arrays."""

    coefficients: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Opaque:
    """A result that is no plain data: an object, a function, an array too big to send."""

    kind: str
    text: str


Plain: TypeAlias = (
    "bool | int | float | complex | str | Array | Named | Polynomial | Opaque | tuple[Plain, ...] | list[Plain] | None"
)
NOTHING: Mapping[str, Plain] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Call:
    """A call of a function of the learner's file; lists arrive as lists, tuples as tuples."""

    function: str
    arguments: tuple[Plain, ...] = ()
    keywords: Mapping[str, Plain] = field(default_factory=lambda: NOTHING)


@dataclass(frozen=True, slots=True)
class Raised:
    """An exception: type, message, and the innermost line of the learner's file in its traceback."""

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
    """The outcome of one call: a value or an exception, printed output, warnings.

    `kind` is the name of the value's type ("list", "ndarray", "float64"); lists become tuples in `value`.
    `arguments` are the positional arguments after the call, `shared` the indices of those whose memory the value
    shares. `missing` is "absent" where there is no such function, or the type of what has its name.
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
    """Resource limits: seconds of wall-clock time; bytes of memory, of a file, shown and printed; files, processes."""

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

    `end` is done (every call was made; each may have raised), failed (the file could not be loaded), timeout, stopped,
    memory, crashed (a signal ended Python), exited (Python exited early), flooded (too much output) or unstarted
    (nothing could be run). `outcomes` has one entry for each call that was answered, `output` is what was printed,
    `cut` whether it was longer. `line` is the line of the file at the end, if known; `status` the exit status of a
    process that ended by itself; `trouble` a detail where `end` does not say enough.
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
    return itertools.chain.from_iterable(_flat(row, depth - 1) for row in nested)
