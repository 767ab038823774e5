"""Event ids: `00000042-lappy-3f9a1c-k2v8qd` is number 42, from a device, from one session of it.

The number is one more than the greatest that the session had seen, from whatever device: it orders events that
carry the same time. A session never gives a number twice, so device, session and number name an event.
"""

from __future__ import annotations

import os
from functools import lru_cache

_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"


def make_id(number: int, device: str, session: str) -> str:
    """The id of a session's event with this number."""
    return f"{number:08d}-{device}-{session}"


def new_session() -> str:
    """Six random letters and digits that tell one run of the program from another."""
    return "".join(_LETTERS[byte & 31] for byte in os.urandom(6))


def parse_id(text: str) -> tuple[int, str, str] | None:
    """(number, stream, device), where a stream is a device and a session; None for an id of another form."""
    head, tail = text[:8], text[8:]
    if tail[:1] != "-":
        head, dash, rest = text.partition("-")
        tail = dash + rest
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
