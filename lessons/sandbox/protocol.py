"""The protocol with the child: marshal data there, JSON back. Everything received is validated."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from typing import Any, TypeGuard

from lessons.sandbox.sanitize import sanitize
from lessons.sandbox.values import Array, Call, Named, Number, Opaque, Outcome, Plain, Polynomial, Raised, Warned

Message = dict[str, Any]
_ADDRESS = re.compile(r" at 0x[0-9a-fA-F]+")


class ProtocolError(ValueError):
    """A malformed message: the learner's code wrote it, not the runner."""


def encode(value: Plain) -> object:
    """A value as builtins, as `inside.values` expects it. Raises TypeError for Opaque."""
    match value:
        case Array():
            return ("array", value.numbers, value.shape, value.dtype)
        case Named():
            return ("named", value.name, value.module)
        case Polynomial():
            return ("polynomial", value.coefficients)
        case tuple():
            return ("tuple", tuple(encode(member) for member in value))
        case list():
            return ("list", tuple(encode(member) for member in value))
        case Opaque():
            raise TypeError(f"{value} can only come back from a program, not go in")
    return value


def encode_call(call: Call) -> tuple[object, ...]:
    """A call as builtins."""
    keywords = {name: encode(value) for name, value in call.keywords.items()}
    return (call.function, tuple(encode(value) for value in call.arguments), keywords)


def decode_message(line: bytes) -> Message:
    """One message of the child. Raises ProtocolError."""
    try:
        read = json.loads(line)
    except (ValueError, RecursionError):
        raise ProtocolError from None
    if not isinstance(read, dict):
        raise ProtocolError
    return read


def decode_outcome(read: object) -> Outcome:
    """The outcome of one call. Raises ProtocolError."""
    if not isinstance(read, dict):
        raise ProtocolError
    keywords = read.get("keywords", {})
    if not isinstance(keywords, dict):
        raise ProtocolError
    return Outcome(
        value=decode(read.get("value")),
        kind=_text(read.get("kind", "")),
        raised=None if read.get("raised") is None else decode_raised(read["raised"]),
        missing=_text(read.get("missing", "")),
        arguments=tuple(decode(argument) for argument in _list(read.get("arguments", []))),
        keywords={name: decode(argument) for name, argument in keywords.items()},
        shared=tuple(_whole(index) for index in _list(read.get("shared", []))),
        printed=_text(read.get("printed", "")),
        warnings=tuple(_warned(warning) for warning in _list(read.get("warnings", []))),
    )


def decode_raised(read: object) -> Raised:
    """An exception: [type, message, line]. Raises ProtocolError."""
    if not isinstance(read, list) or len(read) != 3:
        raise ProtocolError
    kind, text, line = read
    return Raised(_text(kind), _text(text), None if line is None else _whole(line))


def decode(read: object) -> Plain:
    """A value from decoded JSON. Raises ProtocolError."""
    if read is None or isinstance(read, bool | int | float):
        return read
    if isinstance(read, str):
        return sanitize(read)
    if not isinstance(read, dict) or not read:
        raise ProtocolError
    if "tuple" in read:
        return tuple(decode(member) for member in _list(read["tuple"]))
    if "array" in read:
        return _array(read)
    if "odd" in read:
        kind, text = _pair(read["odd"])
        return Opaque(_text(kind), _ADDRESS.sub("", _text(text)))
    return _scalar(read)


def _array(read: Mapping[str, object]) -> Array:
    shape = tuple(_whole(size) for size in _list(read.get("shape")))
    numbers = tuple(_entry(number) for number in _list(read["array"]))
    if len(numbers) != math.prod(shape) or any(size < 0 for size in shape):
        raise ProtocolError
    return Array(numbers, shape, _text(read.get("dtype")))


def _entry(read: object) -> Number | str:
    if isinstance(read, bool | int | float):
        return read
    if isinstance(read, str):
        return sanitize(read)
    if not isinstance(read, dict):
        raise ProtocolError
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
            raise ProtocolError from None
    raise ProtocolError


def _warned(read: object) -> Warned:
    raised = decode_raised(read)
    return Warned(raised.kind, raised.message, raised.line)


def _is_real(value: object) -> TypeGuard[float]:
    return isinstance(value, int | float)


def _list(read: object) -> list[object]:
    if not isinstance(read, list):
        raise ProtocolError
    return read


def _pair(read: object) -> tuple[object, object]:
    if not isinstance(read, list) or len(read) != 2:
        raise ProtocolError
    return read[0], read[1]


def _text(read: object) -> str:
    if not isinstance(read, str):
        raise ProtocolError
    return sanitize(read)


def _whole(read: object) -> int:
    if not isinstance(read, int) or isinstance(read, bool):
        raise ProtocolError
    return read
