"""Exporting and importing a record, resetting it, and undoing a reset."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from msgspec import Struct

from progress.events import Event, Reset, ResetUndone
from progress.files import DISK, Files, SaveError, reason, replace_file
from progress.journal.codec import MAX_LINE, LineError, decode
from progress.journal.lines import KEPT_FAULTS, LineFault
from progress.record import Record

_BATCH = 1000


class Imported(Struct, frozen=True):
    """The result of an import: events added, events known already, and lines that are no events."""

    added: int
    known: int
    faults: tuple[LineFault, ...] = ()
    more_faults: int = 0


def export(record: Record, target: Path | BinaryIO, *, files: Files = DISK) -> int:
    """Write every event once, one per line, unchanged. Returns how many.

    The export is itself a journal file. Raises SaveError for a path, OSError for a stream.
    """
    counter = _Counter(record.lines())
    if isinstance(target, Path):
        replace_file(files, target, counter.blocks())
    else:
        for block in counter.blocks():
            target.write(block)
    return counter.count


class _Counter:
    def __init__(self, lines: Iterable[bytes]) -> None:
        self._lines = lines
        self.count = 0

    def blocks(self) -> Iterator[bytes]:
        pending: list[bytes] = []
        for line in self._lines:
            pending += (line, b"\n")
            self.count += 1
            if len(pending) >= 2 * _BATCH:
                yield b"".join(pending)
                pending = []
        yield b"".join(pending)


def import_(record: Record, source: Path | BinaryIO) -> Imported:
    """Add the unknown events of an export or a journal file, each line unchanged.

    Importing again, or in another order, changes nothing. Raises SaveError; what was read until then is in the record,
    and importing again adds the rest.
    """
    if not isinstance(source, Path):
        return _Import(record).read(source)
    try:
        with source.open("rb") as stream:
            return _Import(record).read(stream)
    except OSError as error:
        raise SaveError(source, reason(error)) from error


class _Import:
    def __init__(self, record: Record) -> None:
        self._record = record
        self._batch: dict[str, tuple[Event, bytes]] = {}
        self._added = self._known = self._more = 0
        self._faults: list[LineFault] = []

    def read(self, stream: BinaryIO) -> Imported:
        for number, line in enumerate(_lines(stream), 1):
            try:
                if line is None:
                    raise LineError(f"the line is longer than {MAX_LINE:,} bytes")
                if line:
                    self._take(decode(line), line)
            except LineError as fault:
                self._fault(number, str(fault))
        self._flush()
        return Imported(self._added, self._known, tuple(self._faults), self._more)

    def _take(self, event: Event, line: bytes) -> None:
        if event.id in self._batch or self._record.state.knows(event.id):
            self._known += 1
            return
        self._batch[event.id] = (event, line)
        if len(self._batch) >= _BATCH:
            self._flush()

    def _flush(self) -> None:
        if self._batch:
            lines, self._batch = list(self._batch.values()), {}
            self._record.append_lines(lines)
            self._added += len(lines)

    def _fault(self, line: int, problem: str) -> None:
        if len(self._faults) < KEPT_FAULTS:
            self._faults.append(LineFault(line, problem))
        else:
            self._more += 1


def _lines(stream: BinaryIO) -> Iterator[bytes | None]:
    """Lines stripped of white space; None for one that is too long."""
    while line := stream.readline(MAX_LINE):
        complete = line
        while len(line) == MAX_LINE and not line.endswith(b"\n"):
            line = stream.readline(MAX_LINE)
        yield complete.strip() if line is complete else None


def reset(record: Record, scope: str = "") -> Event:
    """Hide all events so far in the scope: an id and all ids below it; empty is everything. Raises SaveError."""
    return record.append(Reset(scope))


def undo_reset(record: Record, name: str | None = None) -> Event | None:
    """Undo a reset: the one with this id, or the latest in force; None where there is none.

    Raises SaveError.
    """
    resets = [reset for reset in record.state.resets if name in (None, reset.id)]
    return record.append(ResetUndone(resets[-1].id)) if resets else None
