"""Programs to repair as frozen values: hidden cases, and repairs that are known."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from msgspec import Struct

from lessons.sandbox.values import Array, Call, Polynomial

PREFIX = "repair."

Rows: TypeAlias = Sequence[float | Sequence[float]]


class RepairCase(Struct, frozen=True):
    """A hidden case: a call, and one sentence of Markdown that says why its result is what it is.

    `shown` is how the call is written in the report, where the call itself says little. `parts` names the parts of a
    tuple result.
    """

    name: str
    call: Call
    why: str
    shown: str = ""
    parts: tuple[str, ...] = ()


class KnownRepair(Struct, frozen=True):
    """A repair that is known: the program after it.

    A wrong one has a message; or it names the `rule` of the check that recognizes it, because its results are right.
    """

    id: str
    program: str
    message: str = ""
    rule: str = ""


def call(function: str, *arguments: float | Rows | Polynomial) -> Call:
    """A call whose lists arrive as arrays."""
    return Call(function, tuple(Array.of(one) if isinstance(one, Sequence) else one for one in arguments))
