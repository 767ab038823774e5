"""Event ids: `00000042-lappy-3f9a1c-k2v8qd` is number 42, from device `lappy-3f9a1c`, from its session `k2v8qd`.

The number is one more than the greatest that the session had seen on any device, so it orders events of equal time. A
session uses each number once, so device, session and number identify an event.
"""

from __future__ import annotations

import os
from functools import lru_cache

_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"


def make_id(number: int, device: str, session: str) -> str:
    """The id of a session's event with this number."""
    return f"{number:08d}-{device}-{session}"


def new_session() -> str:
    """Six random letters and digits that identify a run of the program."""
    return "".join(_LETTERS[byte & 31] for byte in os.urandom(6))


def parse_id(text: str) -> tuple[int, str, str] | None:
    """(number, stream, device), where a stream is device and session; None for an id of another form."""
    head, tail = text[:8], text[8:]
    if tail[:1] != "-":
        head, dash, ending = text.partition("-")
        tail = dash + ending
        if not 8 < len(head) < 16 or head[0] == "0":
            return None
    stream, device = _stream(tail)
    if not (stream and head.isdigit() and head.isascii()):
        return None
    return int(head), stream, device


@lru_cache(maxsize=4096)
def _stream(tail: str) -> tuple[str, str]:
    stream = tail[1:]
    device, dash, session = stream.rpartition("-")
    return (stream, device) if dash and device and session else ("", "")


def check_id(text: str) -> None:
    """Raise ValueError for an empty or overlong id, or one with white space."""
    if not 0 < len(text) <= 200 or len(text.split()) != 1:
        raise ValueError("the event has no usable id")
