"""Reading the journal: the files of all devices, how far each is folded, and the state."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from progress.events import Answer, Event
from progress.files import Files, is_folder, opened, reason
from progress.journal.cache import Cached
from progress.journal.codec import LineError, decode, gc_disabled
from progress.journal.lines import KEPT_FAULTS, Cursor, chunks, read_lines
from progress.paths import Paths
from progress.state.fold import Early, LateEventError, StateFold, fold, fold_order
from progress.state.state import State

OnProgress = Callable[[int, int], None]


_LONGEST = 64
"""How many events after an answer it can be taken back without reading the journal again."""


class _Base(Struct, frozen=True):
    """A state before the latest answer, the state now, and the events between them."""

    before: State
    after: State
    since: tuple[Event, ...] = ()


class Journal:
    """Reads all journal files of a home; `state` is folded from them up to `cursors`."""

    def __init__(self, files: Files, paths: Paths, keep_faults: int = KEPT_FAULTS) -> None:
        self.state = State()
        self.cursors: dict[str, Cursor] = {}
        self._files = files
        self._paths = paths
        self._keep_faults = keep_faults
        self._sizes: dict[str, int] = {}
        self._unreadable: dict[str, str] = {}
        self._base: _Base | None = None

    def path(self, name: str) -> Path:
        """The path of the journal file with this name."""
        return self._paths.journal / name

    def start(self, cached: Cached | None, on_progress: OnProgress | None) -> None:
        """Start from the cache and read what follows, or read everything."""
        if cached is None:
            self.rebuild((), on_progress)
            return
        self.state = State(cached.folded)
        self.cursors = {name: part.cursor for name, part in cached.files.items()}
        self._sizes = {name: cursor.offset for name, cursor in self.cursors.items()}
        self.refresh(())

    def refresh(self, unsaved: Sequence[Event]) -> None:
        """Fold what was appended since; the events of files that are gone stay folded."""
        grown: list[str] = []
        for name, size in self._scan().items():
            if size < self.cursors.get(name, Cursor()).offset:
                self.rebuild(unsaved)
                return
            if size != self._sizes.get(name):
                grown.append(name)
                self._sizes[name] = size
        if not grown:
            return
        folding = StateFold(self.state)
        try:
            is_folded = all(self._read(name, folding) for name in grown)
        except LateEventError:
            is_folded = False
        if is_folded:
            self.state = folding.state()
        else:
            self.rebuild(unsaved)

    def rebuild(self, unsaved: Sequence[Event], on_progress: OnProgress | None = None) -> None:
        """Fold every file from its beginning, then the events that are in no file yet."""
        sizes = self._scan()
        with gc_disabled():
            early = {event.id: event for event in (*self._early(sizes), *unsaved) if isinstance(event, Early)}
            while True:
                try:
                    self._rebuild_once(sizes, early, unsaved, on_progress)
                    return
                except LateEventError as late:
                    early[late.event.id] = late.event

    def _rebuild_once(
        self, sizes: dict[str, int], early: dict[str, Early], unsaved: Sequence[Event], on_progress: OnProgress | None
    ) -> None:
        self.cursors, self._sizes = {}, dict(sizes)
        done, total = 0, sum(sizes.values())
        folding = StateFold(State())

        def tell(size: int) -> None:
            nonlocal done
            done += size
            if on_progress:
                on_progress(done, max(done, total))

        folding.expect(early.values())
        for first in sorted(early.values(), key=fold_order):
            folding.add(first)
        for name in sizes:
            self._read(name, folding, tell)
        for event in unsaved:
            folding.add(event)
        self.state = folding.state()

    def take(self, events: Sequence[Event], unsaved: Sequence[Event]) -> None:
        """Fold events that are in no file yet.

        The state before the latest answer is kept, so that taking it back does not read the journal again.
        """
        base = self._base
        if base is None or base.after is not self.state:
            base = _Base(self.state, self.state)
        try:
            state = fold(self.state, events)
        except LateEventError:
            try:
                state = fold(base.before, [*base.since, *events])
            except LateEventError:
                self.rebuild(unsaved)
                return
        if len(base.since) > _LONGEST or any(isinstance(event, Answer) for event in events):
            base = _Base(self.state, state)
        self.state, self._base = state, _Base(base.before, state, (*base.since, *events))

    def advance(self, name: str, start: int, end: int, lines: int) -> None:
        """Note that the lines just appended to a file are folded already."""
        old = self.cursors.get(name, Cursor())
        if start == old.offset:
            self.cursors[name] = Cursor(end, old.lines + lines, old.newer, old.faults, old.more_faults)
            self._sizes[name] = end
        else:
            self._sizes.pop(name, None)

    def lines(self) -> Iterator[tuple[str, bytes]]:
        """(id, line without its newline) of every event, each id once."""
        ids = StateFold(State())
        for name in self._scan():
            with contextlib.suppress(OSError), opened(self._files, self.path(name), os.O_RDONLY) as fd:
                for chunk in chunks(self._files, fd, 0):
                    for line in (chunk.data or b"").split(b"\n"):
                        with contextlib.suppress(LineError):
                            event = decode(line.strip())
                            if ids.is_new(event.id):
                                yield event.id, line.strip()

    def torn(self, name: str) -> int:
        """How many bytes follow the last complete line of a file."""
        return self._sizes.get(name, 0) - self.cursors.get(name, Cursor()).offset

    def unreadable(self) -> list[tuple[str, str]]:
        """(name, why) of the files that cannot be read."""
        return list(self._unreadable.items())

    def problems(self) -> list[str]:
        """What could not be read, a sentence each."""
        out = [f"{self.path(name)}: {problem}; it is passed over" for name, problem in self._unreadable.items()]
        for name, cursor in self.cursors.items():
            out += [
                f"{self.path(name)}:{fault.line}: {fault.problem}; it is kept and passed over"
                for fault in cursor.faults
            ]
            if cursor.more_faults:
                out.append(f"{self.path(name)}: {cursor.more_faults:,} more lines are no events")
        return out

    def _scan(self) -> dict[str, int]:
        """The sizes of the readable journal files, by name."""
        self._unreadable = {}
        out = {}
        try:
            names = [name for name in self._files.names(self._paths.journal) if name.endswith(".jsonl")]
        except OSError as error:
            self._unreadable[""] = reason(error)
            names = []
        for name in names:
            try:
                status = self._files.stat(self.path(name))
            except OSError as error:
                self._unreadable[name] = reason(error)
                continue
            if is_folder(status):
                self._unreadable[name] = "a folder is where a journal file belongs"
            elif status is not None:
                out[name] = status.st_size
        return out

    def _read(self, name: str, folding: StateFold, tell: Callable[[int], None] | None = None) -> bool:
        """Fold a file from its cursor on; False where the file was replaced by another."""
        cursor = self.cursors.get(name, Cursor())
        try:
            if cursor.offset and not self._continues(name, cursor.offset):
                return False
            self.cursors[name] = read_lines(
                self._files, self.path(name), cursor, folding.add_all, keep_faults=self._keep_faults, on_progress=tell
            )
        except OSError as error:
            self._sizes.pop(name, None)
            self._unreadable[name] = reason(error)
        return True

    def _continues(self, name: str, offset: int) -> bool:
        with opened(self._files, self.path(name), os.O_RDONLY) as fd:
            return self._files.read_at(fd, 1, offset - 1) == b"\n"

    def _early(self, names: Iterable[str]) -> Iterable[Early]:
        """Every event in the files that must be folded before those it acts on."""
        for name in names:
            try:
                with opened(self._files, self.path(name), os.O_RDONLY) as fd:
                    for chunk in chunks(self._files, fd, 0):
                        yield from _early_in(chunk.data or b"")
            except OSError:
                continue


def _early_in(data: bytes) -> Iterable[Early]:
    for mark in (b'"reset"', b'"took_back"'):
        at = data.find(mark)
        while at >= 0:
            start, end = data.rfind(b"\n", 0, at) + 1, data.find(b"\n", at)
            try:
                event = decode(data[start:end])
            except LineError:
                event = None
            if isinstance(event, Early):
                yield event
            at = data.find(mark, end)
