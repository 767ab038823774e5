"""Reading a long journal with two processes: each folds half of it, and the two states are joined.

Only where no event is a reset: what a reset hides depends on the other half too.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from threading import Thread

import msgspec

from progress.collection import no_collection
from progress.events import Event
from progress.files import DISK, Files, opened
from progress.journal.codec import MAX_LINE
from progress.journal.lines import Cursor, LineFault, read_lines
from progress.state.fold import StateFold
from progress.state.id_set import united
from progress.state.state import Folded, State
from progress.state.tallies import Tallies, joined

_NOTHING = Tallies()
_OWN = 0.53  # what is read here: the other process has to start, and to say what it found


class Indivisible(Exception):
    """The halves cannot be folded each by itself."""


class Part(msgspec.Struct, frozen=True, array_like=True):
    """Whole lines of a journal file: their first byte, and the one after the last."""

    path: str
    start: int
    end: int


class Half(msgspec.Struct, frozen=True, array_like=True):
    """What some parts hold, and how each was read."""

    folded: Folded
    cursors: tuple[Cursor, ...]


class _Order(msgspec.Struct, frozen=True, array_like=True):
    parts: tuple[Part, ...]
    keep_faults: int


def possible(files: Files) -> bool:
    """Whether a second process can read these files, and would have a processor."""
    return files is DISK and (os.cpu_count() or 1) > 1 and bool(sys.executable)


def in_two(files: Files, sizes: Mapping[Path, int]) -> tuple[list[Part], list[Part]]:
    """The files in two parts that take about as long, cut between two lines. Raises OSError."""
    first, second, room = [], [], int(sum(sizes.values()) * _OWN)
    for path, size in sizes.items():
        cut = size if size <= room else _line_end(files, path, room) if room > 0 else 0
        first += [Part(str(path), 0, cut)] if cut else []
        second += [Part(str(path), cut, size)] if cut < size else []
        room -= cut
    return first, second


def _line_end(files: Files, path: Path, near: int) -> int:
    """The end of the line that this byte is in; 0 where it is too long to be one."""
    with opened(files, path, os.O_RDONLY) as fd:
        found = files.read_at(fd, MAX_LINE, near).find(b"\n")
    return near + found + 1 if found >= 0 else 0


def fold_parts(parts: Sequence[Part], keep_faults: int, told: Callable[[int], None]) -> Half:
    """Fold these parts. Raises OSError, and Indivisible at a reset; `told` hears the bytes of each chunk."""
    folding = StateFold(State())

    def take(events: Sequence[Event]) -> list[tuple[int, str]]:
        faults = folding.add_all(events)
        if folding.hides:
            raise Indivisible
        return faults

    cursors = [
        read_lines(
            DISK, Path(part.path), Cursor(part.start), take,
            keep_faults=keep_faults, told=told, end=part.end,
        )
        for part in parts
    ]  # fmt: skip
    return Half(folding.state().folded, tuple(cursors))


def both(a: Folded, b: Folded) -> Folded | None:
    """The state of both sets of events; None where they share some, or where there is a reset in one."""
    seen = united(a.seen, b.seen)
    if seen is None or a.odd & b.odd or a.resets or b.resets or a.undone or b.undone:
        return None
    ledger = joined(a.ledgers.get("", _NOTHING), b.ledgers.get("", _NOTHING))
    return Folded(
        {} if ledger.empty() else {"": ledger},
        seen=seen,
        odd=a.odd | b.odd,
        latest=max(a.latest, b.latest),
        numbers={
            device: max(a.numbers.get(device, 0), b.numbers.get(device, 0)) for device in {**a.numbers, **b.numbers}
        },
        number=max(a.number, b.number),
    )


def by_file(parts: Sequence[Part], cursors: Sequence[Cursor], keep_faults: int) -> dict[str, Cursor]:
    """By name, how far each file is read; parts of one file are given in their order."""
    found: dict[str, Cursor] = {}
    for part, cursor in zip(parts, cursors, strict=True):
        name = Path(part.path).name
        before = found.get(name, Cursor())
        faults = (*before.faults, *(LineFault(before.lines + one.line, one.what) for one in cursor.faults))
        more = before.more_faults + cursor.more_faults + max(0, len(faults) - keep_faults)
        found[name] = Cursor(
            cursor.offset, before.lines + cursor.lines, before.newer or cursor.newer, faults[:keep_faults], more
        )
    return found


class Helper:
    """Another process that folds some parts meanwhile; ended with the block, whatever it is at."""

    def __init__(self, parts: Sequence[Part], keep_faults: int) -> None:
        self.done = 0
        self._last = b""
        self._process = subprocess.Popen(
            [sys.executable, "-m", "progress.halves"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
        self._thread = Thread(target=self._hear, args=(_Order(tuple(parts), keep_faults),), daemon=True)
        self._thread.start()

    def __enter__(self) -> Helper:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait()
        self._thread.join()
        for pipe in filter(None, (self._process.stdin, self._process.stdout)):
            with contextlib.suppress(OSError):
                pipe.close()

    def _hear(self, order: _Order) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        try:
            with self._process.stdin as stdin:
                stdin.write(msgspec.json.encode(order))
        except OSError:
            return
        with self._process.stdout as stdout:
            for line in stdout:
                if line.strip().isdigit():
                    self.done += int(line)
                else:
                    self._last = line

    @property
    def failed(self) -> bool:
        """Whether it has ended with nothing found."""
        return not self._thread.is_alive() and not self._last.startswith(b"[")

    def half(self) -> Half | None:
        """Wait for what came of it; None where nothing did."""
        self._thread.join()
        try:
            return msgspec.json.decode(self._last, type=Half)
        except (ValueError, RecursionError):
            return None


def main() -> None:
    """Fold the parts named on stdin: the bytes of each chunk on a line of stdout, then the half."""
    order = msgspec.json.decode(sys.stdin.buffer.read(), type=_Order)

    def say(data: bytes) -> None:
        sys.stdout.buffer.write(data + b"\n")
        sys.stdout.buffer.flush()

    with no_collection():
        half = fold_parts(order.parts, order.keep_faults, lambda size: say(b"%d" % size))
        say(msgspec.json.encode(half))


if __name__ == "__main__":
    main()
