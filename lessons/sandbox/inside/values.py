"""Arguments built from plain data, and results described as plain data."""

from __future__ import annotations

import sys

TYPE_CHECKING = False  # importing typing takes longer than all of this
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

ENTRIES = 10_000  # of one outcome; more is described, not sent
DEPTH = 8
TEXT = 20_000
BIG = 1 << 2048


class Polynomial:
    """The function x -> c[0] + c[1] x + c[2] x² + ..."""

    def __init__(self, coefficients: tuple[float, ...]) -> None:
        self.coefficients = coefficients

    def __call__(self, x: Any) -> Any:
        """The value at x, a number or an array, by Horner's rule."""
        total = 0.0 * x
        for coefficient in reversed(self.coefficients):
            total = total * x + coefficient
        return total


def build_argument(value: Any, lookup: Callable[[str, str], Any]) -> Any:
    """Build an argument; `lookup(name, module)` resolves names. Raises TypeError."""
    if type(value) is not tuple:
        return value
    match value:
        case ("array", numbers, shape, dtype):
            import numpy

            return numpy.array(numbers, dtype=dtype).reshape(shape)
        case ("tuple", members):
            return tuple([build_argument(member, lookup) for member in members])
        case ("list", members):
            return [build_argument(member, lookup) for member in members]
        case ("polynomial", coefficients):
            return Polynomial(coefficients)
        case ("named", name, module):
            return lookup(name, module)
    raise TypeError(value)


class Describer:
    """Describes values as plain data, with one budget of entries for all of them."""

    def __init__(self) -> None:
        self.budget = ENTRIES

    def plain(self, value: Any, depth: int = DEPTH) -> Any:
        """None, numbers and text as they are; sequences and arrays by their entries; anything else by type and repr."""
        self.budget -= 1
        kind = type(value)
        if value is None or kind is bool or kind is float:
            return value
        if kind is int:
            return self._whole(value)
        if kind is complex:
            return {"complex": [value.real, value.imag]}
        if kind is str:
            return str(value) if len(value) <= TEXT else describe_opaque(value, f"a text of {len(value)} characters")
        if kind is tuple or kind is list:
            return self._sequence(value, depth)
        numpy = sys.modules.get("numpy")
        if numpy is not None and isinstance(value, numpy.ndarray):
            return self._array(value, numpy)
        if numpy is not None and isinstance(value, numpy.generic):
            return self._numpy_scalar(value, numpy)
        return describe_opaque(value)

    def _whole(self, value: int) -> Any:
        if -(1 << 53) < value < 1 << 53:
            return value
        return (
            {"hex": hex(value)}
            if -BIG < value < BIG
            else describe_opaque(value, f"a whole number of {value.bit_length()} bits")
        )

    def _sequence(self, value: Any, depth: int) -> Any:
        if depth == 0 or len(value) > self.budget:
            return describe_opaque(value, f"a {type(value).__name__} of length {len(value)}")
        return {"tuple": [self.plain(member, depth - 1) for member in value]}

    def _array(self, value: Any, numpy: Any) -> Any:
        text = f"an array of shape {value.shape} and dtype {value.dtype}"
        if (
            isinstance(value, numpy.ma.MaskedArray)
            or value.dtype.kind not in "biufcU"
            or value.size > self.budget
            or value.nbytes > 50 * ENTRIES
        ):
            return describe_opaque(value, text)
        self.budget -= value.size
        flat = numpy.asarray(value).ravel()  # without what a subclass makes of it
        if value.dtype.kind in "fc" and value.dtype.name not in ("float16", "float32", "float64", "complex64"):
            flat = flat.astype("complex128" if value.dtype.kind == "c" else "float64")
        numbers = [number if type(number) in (bool, float, str) else self.plain(number) for number in flat.tolist()]
        return {"array": numbers, "shape": list(value.shape), "dtype": value.dtype.name}

    def _numpy_scalar(self, value: Any, numpy: Any) -> Any:
        if isinstance(value, numpy.longdouble):
            return float(value)
        if isinstance(value, numpy.clongdouble):
            return self.plain(complex(value))
        if isinstance(value, numpy.bool_ | numpy.number | numpy.str_):
            return self.plain(value.item())
        return describe_opaque(value)


def describe_opaque(value: Any, text: str = "") -> Any:
    """A value that is no plain data, by its type and its repr or `text`."""
    name = type(value).__name__
    if not text:
        try:
            text = repr(value)[:200]
        except BaseException:
            text = f"something of type {name} that cannot show itself"
    return {"odd": [str(name), str(text)]}


def shared(value: Any, arguments: tuple[Any, ...]) -> list[int]:
    """The indices of the arguments that the value is, or whose memory it shares."""
    numpy = sys.modules.get("numpy")
    indices = []
    for index, argument in enumerate(arguments):
        is_shared = value is argument and isinstance(value, list)
        if numpy is not None and isinstance(value, numpy.ndarray) and isinstance(argument, numpy.ndarray):
            is_shared = is_shared or bool(numpy.may_share_memory(value, argument))
        if is_shared:
            indices.append(index)
    return indices
