"""Reading a journal file from where reading stopped: whole lines only, bounded memory, faults noted and passed over."""

from __future__ import annotations

import os
import sys
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
"""How many faults of a file are kept one by one; the rest are counted."""


class LineFault(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A line that was passed over, counted from 1."""

    line: int
    what: str


class Cursor(msgspec.Struct, frozen=True):
    """How far a journal file has been read."""

    offset: int = 0
    lines: int = 0
    newer: bool = False
    """Whether some line is of a newer format version."""
    faults: tuple[LineFault, ...] = ()
    more_faults: int = 0


Fault: TypeAlias = tuple[int, str]
"""The index of an event that could not be taken, and why."""


class Chunk(NamedTuple):
    """Whole lines with their newlines; None instead of the bytes where a line was too long to keep."""

    data: bytes | None
    size: int
    lines: int


def chunks(files: Files, fd: int, offset: int, end: int | None = None) -> Iterator[Chunk]:
    """The file's whole lines from the offset on, about a hundred kilobytes at a time; up to `end` where it is given."""
    skipped, size, last = 0, _CHUNK, sys.maxsize if end is None else end
    while block := files.read_at(fd, min(size, last - offset - skipped), offset + skipped):
        whole = block.rfind(b"\n") + 1
        if whole and not skipped:
            offset, size = offset + whole, _CHUNK
            yield Chunk(block[:whole], whole, block.count(b"\n"))
        elif whole:
            whole = skipped + block.find(b"\n") + 1
            offset, size, skipped = offset + whole, _CHUNK, 0
            yield Chunk(None, whole, 1)
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
    told: Callable[[int], None] | None = None,
    end: int | None = None,
) -> Cursor:
    """Give the events after the cursor to `take`, many at a time; where that has got to.

    `take` says which of them it cannot have, each by its index and why. `told` hears the bytes of each chunk. Raises
    OSError.
    """
    reading = _Reading(cursor, take, keep_faults)
    with opened(files, path, os.O_RDONLY) as fd:
        for chunk in chunks(files, fd, cursor.offset, end):
            reading.take_chunk(chunk)
            if told:
                told(chunk.size)
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
        for index, what in self._take(events):
            self._fault(line + index, what)

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

    def _fault(self, line: int, what: str) -> None:
        if len(self._faults) < self._keep:
            self._faults.append(LineFault(line, what))
        else:
            self._more += 1

    def cursor(self) -> Cursor:
        return Cursor(self._offset, self._lines, self._newer, tuple(self._faults), self._more)


def fingerprint(files: Files, fd: int, offset: int) -> int:
    """A checksum of the first and the last kilobyte before the offset: cheap, and other for another file."""
    head = files.read_at(fd, min(_PRINT, offset), 0)
    start = max(0, offset - _PRINT)
    return zlib.crc32(files.read_at(fd, offset - start, start), zlib.crc32(head))
