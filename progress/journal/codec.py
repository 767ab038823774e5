"""Encoding events as journal lines, and decoding them; events of unknown kinds are kept byte for byte."""

from __future__ import annotations

import contextlib
import gc
import math
from collections.abc import Iterator
from functools import lru_cache

import msgspec

from progress.events import KINDS, VERSION, Event, Known, Unknown
from progress.ids import check_id
from progress.times import milliseconds

MAX_LINE = 1 << 20
"""Bytes of the longest line that is read; lines that are written are always shorter."""

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
    """The decoder, built at first use: a start with an up-to-date cache decodes no line."""
    return msgspec.json.Decoder(Known)


class LineError(ValueError):
    """A journal line that is no event; the message says why, for the learner."""


def encode(event: Event) -> bytes:
    """The event as one line without its newline."""
    return event.raw if isinstance(event, Unknown) else _encoder.encode(event)


def decode(line: bytes) -> Event:
    """Decode one line. Raises LineError."""
    if len(line) > MAX_LINE:
        raise LineError(f"the line is longer than {MAX_LINE:,} bytes")
    try:
        event = _decoder().decode(line)
    except RecursionError:
        raise LineError("the line is nested too deeply") from None
    except UnicodeDecodeError:
        raise LineError("the line is not UTF-8") from None
    except msgspec.DecodeError as fault:
        return _unknown(line, str(fault))
    _check(event.id, event.t)
    return event


def decode_many(chunk: bytes) -> list[Known] | None:
    """Decode whole lines at once; None where they must be decoded one by one."""
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
        raise LineError(f"the line is not an event: {fault}") from None
    if envelope.kind in KINDS and envelope.v <= VERSION:
        raise LineError(f"the {envelope.kind} event does not hold together: {fault}")
    _check(envelope.id, envelope.t)
    return Unknown(line, envelope.kind, envelope.v, envelope.id, envelope.t)


def _check(name: str, t: str) -> None:
    try:
        check_id(name)
        milliseconds(t)
    except ValueError as fault:
        raise LineError(str(fault)) from None


def writable(event: Known) -> Known:
    """The event as it can be read back: overlong text is cut, lone surrogates and non-finite numbers are replaced."""
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


@contextlib.contextmanager
def gc_disabled() -> Iterator[None]:
    """Disable the cyclic GC while decoding many acyclic values; it would take up to a third of the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
