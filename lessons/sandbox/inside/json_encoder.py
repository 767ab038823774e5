"""JSON encoding without the json module, whose import would delay every run."""

from __future__ import annotations

from _json import encode_basestring_ascii as quoted

TYPE_CHECKING = False  # importing typing takes longer than all of this
if TYPE_CHECKING:
    from typing import Any


def to_json(value: Any) -> str:
    """JSON of None, bool, int, float (also NaN and infinities), str, list, tuple, and dict with str keys."""
    if value is None:
        return "null"
    if value is True:
        return "true"
    if value is False:
        return "false"
    kind = type(value)
    if kind is str:
        return quoted(value)
    if kind is int:
        return repr(value)
    if kind is float:
        return _real(value)
    if kind is dict:
        return "{" + ",".join(f"{quoted(name)}:{to_json(member)}" for name, member in value.items()) + "}"
    return "[" + ",".join([to_json(member) for member in value]) + "]"


def _real(value: float) -> str:
    if value != value:
        return "NaN"
    if value in (float("inf"), float("-inf")):
        return "Infinity" if value > 0 else "-Infinity"
    return repr(value)
