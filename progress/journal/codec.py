"""Events to journal lines and back: what no line can hold is replaced, what no version knows is kept as it stands."""

from __future__ import annotations

import math
from functools import lru_cache

import msgspec

from progress.events import KINDS, VERSION, Event, Known, Unknown
from progress.times import milliseconds

MAX_LINE = 1 << 20
"""Bytes in the longest line that is read; what is appended always fits."""

_MAX_TEXT = 1 << 14


class Envelope(msgspec.Struct, frozen=True, gc=False):
    """The four fields that every version of the format has."""

    v: int
    id: str
    t: str
    kind: str


_encoder = msgspec.json.Encoder()


@lru_cache(maxsize=1)
def _decoder() -> msgspec.json.Decoder[Known]:
    """Made when a line is read: a start with an up-to-date cache reads none."""
    return msgspec.json.Decoder(Known)


class UnreadableLine(ValueError):
    """A journal line that is no event; the message says why, in words for the learner."""


def encode(event: Event) -> bytes:
    """The event as one line without its newline."""
    return event.raw if isinstance(event, Unknown) else _encoder.encode(event)


def decode(line: bytes) -> Event:
    """One line as an event; raises UnreadableLine."""
    if len(line) > MAX_LINE:
        raise UnreadableLine(f"the line is longer than {MAX_LINE:,} bytes")
    try:
        event = _decoder().decode(line)
    except RecursionError:
        raise UnreadableLine("the line is nested too deeply") from None
    except UnicodeDecodeError:
        raise UnreadableLine("the line is not UTF-8") from None
    except msgspec.DecodeError as fault:
        return _unknown(line, str(fault))
    _check(event.id, event.t)
    return event


def decode_many(chunk: bytes) -> list[Known] | None:
    """Whole lines at once, the fast way; None where they have to be taken one by one."""
    try:
        events = _decoder().decode_lines(chunk)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    plain = len(events) == chunk.count(b"\n") and all(event.v <= VERSION and event.id for event in events)
    return events if plain else None


def _unknown(line: bytes, fault: str) -> Unknown:
    try:
        envelope = msgspec.json.decode(line, type=Envelope)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise UnreadableLine(f"the line is not an event: {fault}") from None
    if envelope.kind in KINDS and envelope.v <= VERSION:
        raise UnreadableLine(f"the {envelope.kind} event does not hold together: {fault}")
    _check(envelope.id, envelope.t)
    return Unknown(line, envelope.kind, envelope.v, envelope.id, envelope.t)


def check_id(text: str) -> None:
    """Raises UnreadableLine for an id that could not tell events apart."""
    if not 0 < len(text) <= 200 or len(text.split()) != 1:
        raise UnreadableLine("the event has no usable id")


def _check(name: str, t: str) -> None:
    check_id(name)
    try:
        milliseconds(t)
    except ValueError as fault:
        raise UnreadableLine(str(fault)) from None


def writable(event: Known) -> Known:
    """The event as it can be read back: overlong text is cut, unpaired surrogates and non-finite numbers replaced."""
    try:
        line = _encoder.encode(event)
        if len(line) <= MAX_LINE // 2 and _decoder().decode(line) == event:
            return event
    except (UnicodeEncodeError, msgspec.DecodeError):
        pass
    fields = {name: _scrubbed(value) for name, value in msgspec.structs.asdict(event).items()}
    return msgspec.structs.replace(event, **fields)


def _scrubbed(value: object) -> object:
    if isinstance(value, str):
        return value[:_MAX_TEXT].encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, float) and not math.isfinite(value):
        return 0.0
    return value
