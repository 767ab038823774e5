"""Reading a journal file from an offset on: whole lines only, in bounded memory, faulty lines skipped and noted."""

from __future__ import annotations

import os
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple, TypeAlias

import msgspec

from progress.events import VERSION, Event
from progress.files import Files, opened
from progress.journal.codec import MAX_LINE, decode, decode_many

_CHUNK = 1 << 17
_PRINT = 1 << 10
KEPT_FAULTS = 20
"""How many faults of a file are kept; the rest are counted."""


class LineFault(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A line that was skipped: its number, from 1, and why."""

    line: int
    problem: str


class Cursor(msgspec.Struct, frozen=True):
    """How far a journal file has been read."""

    offset: int = 0
    lines: int = 0
    newer: bool = False
    """Whether some line is of a newer format version."""
    faults: tuple[LineFault, ...] = ()
    more_faults: int = 0


Fault: TypeAlias = tuple[int, str]
"""(index of an event that could not be folded, reason)."""


class Chunk(NamedTuple):
    """Whole lines with their newlines; `data` is None for one line that is too long to keep."""

    data: bytes | None
    size: int
    lines: int


def chunks(files: Files, fd: int, offset: int) -> Iterator[Chunk]:
    """The file's whole lines from the offset on, about 128 KiB at a time."""
    skipped, size = 0, _CHUNK
    while block := files.read_at(fd, size, offset + skipped):
        complete = block.rfind(b"\n") + 1
        if complete and not skipped:
            offset, size = offset + complete, _CHUNK
            yield Chunk(block[:complete], complete, block.count(b"\n"))
        elif complete:
            complete = skipped + block.find(b"\n") + 1
            offset, size, skipped = offset + complete, _CHUNK, 0
            yield Chunk(None, complete, 1)
        elif skipped or size == MAX_LINE:
            skipped += len(block)
        elif len(block) < size:
            return
        else:
            size = MAX_LINE


def read_lines(
    files: Files,
    path: Path,
    cursor: Cursor,
    take: Callable[[Sequence[Event]], Iterable[Fault]],
    *,
    keep_faults: int = KEPT_FAULTS,
    on_progress: Callable[[int], None] | None = None,
) -> Cursor:
    """Pass the events after the cursor to `take`, many at a time. Returns the new cursor. Raises OSError.

    Args:
        files: The disk.
        path: The journal file.
        cursor: How far it was read.
        take: Consumes events; returns (index, reason) of those it rejects.
        keep_faults: How many faults to keep.
        on_progress: Called with the size of each chunk in bytes.
    """
    reading = _Reading(cursor, take, keep_faults)
    with opened(files, path, os.O_RDONLY) as fd:
        for chunk in chunks(files, fd, cursor.offset):
            reading.take_chunk(chunk)
            if on_progress:
                on_progress(chunk.size)
    return reading.cursor()


class _Reading:
    def __init__(self, cursor: Cursor, take: Callable[[Sequence[Event]], Iterable[Fault]], keep_faults: int) -> None:
        self._take = take
        self._keep = keep_faults
        self._offset, self._lines, self._newer = cursor.offset, cursor.lines, cursor.newer
        self._faults, self._more = list(cursor.faults), cursor.more_faults

    def take_chunk(self, chunk: Chunk) -> None:
        if chunk.data is None:
            self._fault(self._lines + 1, f"the line is longer than {MAX_LINE:,} bytes")
        elif (events := decode_many(chunk.data)) is not None:
            self._take_events(events, self._lines + 1)
        else:
            for number, line in enumerate(chunk.data.split(b"\n")[:-1], self._lines + 1):
                self._take_line(number, line)
        self._lines += chunk.lines
        self._offset += chunk.size

    def _take_events(self, events: Sequence[Event], line: int) -> None:
        for index, problem in self._take(events):
            self._fault(line + index, problem)

    def _take_line(self, number: int, line: bytes) -> None:
        if not line.strip():
            return
        try:
            event = decode(line)
        except ValueError as fault:
            self._fault(number, str(fault))
            return
        self._newer = self._newer or event.v > VERSION
        self._take_events([event], number)

    def _fault(self, line: int, problem: str) -> None:
        if len(self._faults) < self._keep:
            self._faults.append(LineFault(line, problem))
        else:
            self._more += 1

    def cursor(self) -> Cursor:
        return Cursor(self._offset, self._lines, self._newer, tuple(self._faults), self._more)


def fingerprint(files: Files, fd: int, offset: int) -> int:
    """The CRC-32 of the first and the last kilobyte before the offset: a cheap way to tell files apart."""
    head = files.read_at(fd, min(_PRINT, offset), 0)
    start = max(0, offset - _PRINT)
    return zlib.crc32(files.read_at(fd, offset - start, start), zlib.crc32(head))
