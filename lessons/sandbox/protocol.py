"""Values on their way: to the child as marshal data, back from it as JSON, of which nothing is believed unread."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from typing import Any, TypeGuard

from lessons.sandbox.sanitize import harmless
from lessons.sandbox.values import Array, Call, Named, Number, Opaque, Outcome, Plain, Polynomial, Raised, Warned

Message = dict[str, Any]
_ADDRESS = re.compile(r" at 0x[0-9a-fA-F]+")


class Unreadable(ValueError):
    """A message that no child of ours would send."""


def outward(value: Plain) -> object:
    """A value as builtins, the way `inside.values` takes it."""
    match value:
        case Array():
            return ("array", value.numbers, value.shape, value.dtype)
        case Named():
            return ("named", value.name, value.module)
        case Polynomial():
            return ("polynomial", value.coefficients)
        case tuple():
            return ("tuple", tuple(outward(one) for one in value))
        case list():
            return ("list", tuple(outward(one) for one in value))
        case Opaque():
            raise TypeError(f"{value} can only come back from a program, not go in")
    return value


def call_outward(call: Call) -> tuple[object, ...]:
    """A call as builtins."""
    keywords = {name: outward(value) for name, value in call.keywords.items()}
    return (call.function, tuple(outward(value) for value in call.arguments), keywords)


def message(line: bytes) -> Message:
    """One message of the child."""
    try:
        read = json.loads(line)
    except (ValueError, RecursionError):
        raise Unreadable from None
    if not isinstance(read, dict):
        raise Unreadable
    return read


def outcome(read: object) -> Outcome:
    """What one call gave."""
    if not isinstance(read, dict):
        raise Unreadable
    keywords = read.get("keywords", {})
    if not isinstance(keywords, dict):
        raise Unreadable
    return Outcome(
        value=inward(read.get("value")),
        kind=_text(read.get("kind", "")),
        raised=None if read.get("raised") is None else raised(read["raised"]),
        missing=_text(read.get("missing", "")),
        arguments=tuple(inward(one) for one in _list(read.get("arguments", []))),
        keywords={name: inward(one) for name, one in keywords.items()},
        shared=tuple(_whole(one) for one in _list(read.get("shared", []))),
        printed=_text(read.get("printed", "")),
        warnings=tuple(_warned(one) for one in _list(read.get("warnings", []))),
    )


def raised(read: object) -> Raised:
    """An exception."""
    if not isinstance(read, list) or len(read) != 3:
        raise Unreadable
    kind, text, line = read
    return Raised(_text(kind), _text(text), None if line is None else _whole(line))


def inward(read: object) -> Plain:
    """A value, out of JSON."""
    if read is None or isinstance(read, bool | int | float):
        return read
    if isinstance(read, str):
        return harmless(read)
    if not isinstance(read, dict) or not read:
        raise Unreadable
    if "tuple" in read:
        return tuple(inward(one) for one in _list(read["tuple"]))
    if "array" in read:
        return _array(read)
    if "odd" in read:
        kind, text = _pair(read["odd"])
        return Opaque(_text(kind), _ADDRESS.sub("", _text(text)))
    return _scalar(read)


def _array(read: Mapping[str, object]) -> Array:
    shape = tuple(_whole(one) for one in _list(read.get("shape")))
    numbers = tuple(_entry(one) for one in _list(read["array"]))
    if len(numbers) != math.prod(shape) or any(size < 0 for size in shape):
        raise Unreadable
    return Array(numbers, shape, _text(read.get("dtype")))


def _entry(read: object) -> Number | str:
    if isinstance(read, bool | int | float):
        return read
    if isinstance(read, str):
        return harmless(read)
    if not isinstance(read, dict):
        raise Unreadable
    return _scalar(read)


def _scalar(read: Mapping[str, object]) -> complex | int:
    if "complex" in read:
        real, imaginary = _pair(read["complex"])
        if _is_real(real) and _is_real(imaginary):
            return complex(real, imaginary)
    if "hex" in read:
        try:
            return int(_text(read["hex"]), 16)
        except ValueError:
            raise Unreadable from None
    raise Unreadable


def _warned(read: object) -> Warned:
    one = raised(read)
    return Warned(one.kind, one.message, one.line)


def _is_real(value: object) -> TypeGuard[float]:
    return isinstance(value, int | float)


def _list(read: object) -> list[object]:
    if not isinstance(read, list):
        raise Unreadable
    return read


def _pair(read: object) -> tuple[object, object]:
    if not isinstance(read, list) or len(read) != 2:
        raise Unreadable
    return read[0], read[1]


def _text(read: object) -> str:
    if not isinstance(read, str):
        raise Unreadable
    return harmless(read)


def _whole(read: object) -> int:
    if not isinstance(read, int) or isinstance(read, bool):
        raise Unreadable
    return read
