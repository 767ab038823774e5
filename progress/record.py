"""The record of one learner: every event in the journal, and the state they fold into."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path

import msgspec

from progress.events import PAUSE, VERSION, Answer, Event, GaveUp, Known, PaperRead, Reset, TookBack
from progress.files import DISK, Files, SaveError, is_folder, read_whole, reason, set_aside, sweep
from progress.ids import make_id, new_session
from progress.journal.append import append_lines, mend_end, torn_path
from progress.journal.cache import fits, read_cache, write_cache
from progress.journal.codec import LineError, decode, encode, writable
from progress.journal.reader import Journal
from progress.paths import Paths, device_name, ensure_folder
from progress.state.state import State
from progress.times import local_day, milliseconds, utc_text

_STALE = 500
"""How many events may follow the cache before it is written again when the record is opened."""


class Record:
    """The record of a learner. Methods block while they read or write, and may be called from any thread."""

    def __init__(
        self,
        home: Path,
        *,
        device: str | None = None,
        now: Callable[[], datetime],
        readonly: bool = False,
        session: str | None = None,
        files: Files = DISK,
    ) -> None:
        self.paths = Paths(home)
        self.device = device or device_name()
        self.readonly = readonly
        self._now = now
        self._session = session or new_session()
        self._files = files
        self._lock = threading.RLock()
        self._journal = Journal(files, self.paths)
        self._notes: list[str] = []
        self._unsaved: list[Event] = []
        self._unsaved_lines: list[bytes] = []
        self._ready = False
        self._keep_cache = self._damaged_cache = False
        self._cached_bytes = -1
        self._last: int | None = None
        self._answers: dict[tuple[str, int], str] = {}

    @classmethod
    def open(
        cls,
        home: Path,
        *,
        device: str | None = None,
        now: Callable[[], datetime],
        readonly: bool = False,
        session: str | None = None,
        files: Files = DISK,
        on_progress: Callable[[int, int], None] | None = None,
    ) -> Record:
        """Open the record in a home; nothing is created there before the first save.

        Problems with files are in `problems`.

        Args:
            home: The learner's home.
            device: The name of the journal file to append to; by default that of this machine.
            now: The clock.
            readonly: Whether to save nothing.
            session: The session's name in event ids; random by default.
            files: The disk.
            on_progress: Called with (bytes read, bytes in total) while the state is rebuilt.
        """
        record = cls(home, device=device, now=now, readonly=readonly, session=session, files=files)
        record._load(on_progress)
        return record

    @property
    def state(self) -> State:
        """The state, including events that could not be saved yet."""
        return self._journal.state

    @property
    def problems(self) -> tuple[str, ...]:
        """Problems with files, a sentence each."""
        with self._lock:
            return (*self._notes, *self._journal.problems())

    @property
    def unsaved(self) -> int:
        """How many events are not saved yet."""
        return len(self._unsaved)

    def append(self, event: Known) -> Event:
        """Give the event an id and a time and save it; it is on disk when this returns.

        A taking back that names no answer is of the latest one to its draw.

        Raises SaveError if it could not be saved: then it is in the state and in memory, for `retry`.
        """
        with self._lock:
            if self.readonly:
                raise SaveError(self._own_path(), "the record is open for reading only")
            filled = self._filled(event)
            self._save([(filled, encode(filled))])
            return filled

    def append_lines(self, lines: Sequence[tuple[Event, bytes]]) -> None:
        """Save events of another record, each line unchanged. Raises SaveError as `append` does."""
        with self._lock:
            if self.readonly:
                raise SaveError(self._own_path(), "the record is open for reading only")
            self._save(lines)

    def lines(self) -> Iterator[bytes]:
        """The line of every event, each once, without the newline, including events that are not saved yet."""
        with self._lock:
            self._journal.refresh(self._unsaved)
            unsaved = {event.id: line for event, line in zip(self._unsaved, self._unsaved_lines, strict=True)}
        for name, line in self._journal.lines():
            unsaved.pop(name, None)
            yield line
        yield from unsaved.values()

    def retry(self) -> None:
        """Try again to save what could not be saved. Raises SaveError."""
        with self._lock:
            if self._unsaved:
                self._flush()

    def refresh(self) -> bool:
        """Fold what other sessions and devices have appended. Returns whether the state changed."""
        with self._lock:
            before = self._journal.state
            self._journal.refresh(self._unsaved)
            return self._journal.state != before

    def save_cache(self) -> None:
        """Write `progress.json`, unless a newer version wrote it or events are unsaved. Raises SaveError."""
        with self._lock:
            number = sum(cursor.offset for cursor in self._journal.cursors.values())
            if self.readonly or self._keep_cache or self._unsaved or number == self._cached_bytes:
                return
            try:
                if self._damaged_cache:
                    set_aside(self._files, self.paths.cache)
                    self._damaged_cache = False
                write_cache(self._files, self.paths, self._journal.state.folded, self._journal.cursors)
            except OSError as error:
                raise SaveError(self.paths.cache, reason(error)) from error
            self._cached_bytes = number

    def close(self) -> None:
        """Save unsaved events, and the cache. Raises SaveError if events stay unsaved."""
        self.retry()
        try:
            self.save_cache()
        except SaveError as failed:
            self._notes.append(str(failed))

    def _load(self, on_progress: Callable[[int, int], None] | None) -> None:
        reading = read_cache(self._files, self.paths.cache)
        self._keep_cache, self._damaged_cache = reading.newer, reading.damaged
        if reading.problem:
            self._notes.append(reading.problem)
        cached = reading.cached if reading.cached and fits(self._files, self.paths, reading.cached) else None
        if reading.cached and not cached:
            missing = reading.cached.files.keys() - set(self._files.names(self.paths.journal))
            self._notes += [
                f"{self._journal.path(name)}: the file is gone; its events no longer count" for name in sorted(missing)
            ]
        self._journal.start(cached, on_progress)
        if cached:
            self._cached_bytes = sum(part.cursor.offset for part in cached.files.values())
        if not self.readonly:
            self._tidy(sum(part.cursor.lines for part in cached.files.values()) if cached else 0)

    def _tidy(self, lines: int) -> None:
        """Repair the end of this device's file, and write a cache that is missing or far behind."""
        self._mend()
        for folder in (self.paths.home, self.paths.drafts):
            sweep(self._files, folder, time.time() - 3600)
        behind = sum(cursor.lines for cursor in self._journal.cursors.values()) - lines
        if behind > _STALE or (behind and not lines):
            try:
                self.save_cache()
            except SaveError as failed:
                self._notes.append(str(failed))

    def _mend(self) -> None:
        path = self._own_path()
        if self._journal.torn(path.name) <= 0:
            return
        line = self._journal.cursors[path.name].lines + 1
        try:
            size = mend_end(self._files, path)
        except OSError as error:
            self._notes.append(f"{path}:{line}: the last line is cut off and could not be mended: {reason(error)}")
            return
        if size:
            aside = torn_path(path)
            self._notes.append(f"{path}:{line}: the last line was cut off ({size:,} bytes); it is kept in {aside}")
        self._journal.refresh(())

    def _filled(self, event: Known) -> Known:
        if isinstance(event, Reset):
            self._journal.refresh(self._unsaved)
            numbers = {**self.state.folded.numbers, self.device: self.state.folded.number}
            event = msgspec.structs.replace(event, seen=numbers)
        if isinstance(event, TookBack) and not event.answer:
            event = msgspec.structs.replace(event, answer=self._latest_answer(event.item, event.seed))
        name = make_id(self.state.folded.number + 1, self.device, self._session)
        now = self._now()
        if isinstance(event, Answer | GaveUp | PaperRead) and not event.day:
            event = msgspec.structs.replace(event, day=local_day(now))
        t = utc_text(now)
        gap = milliseconds(t) - self._last if self._last is not None else 0
        self._last = milliseconds(t)
        after = gap if 0 < gap < PAUSE else 0
        if isinstance(event, Answer):
            self._answers[event.item, event.seed] = name
        return writable(msgspec.structs.replace(event, v=VERSION, id=name, t=t, after=after))

    def _latest_answer(self, item: str, seed: int) -> str:
        """The id of this device's latest answer to a draw; empty where it gave none."""
        if (item, seed) in self._answers:
            return self._answers[item, seed]
        try:
            data, end = read_whole(self._files, self._own_path()) or b"", None
        except OSError:
            return ""
        while (at := data.rfind(item.encode(), 0, end)) >= 0:
            end = data.rfind(b"\n", 0, at) + 1
            try:
                event = decode(data[end:].partition(b"\n")[0])
            except LineError:
                continue
            if isinstance(event, Answer) and (event.item, event.seed) == (item, seed):
                return event.id
        return ""

    def _own_path(self) -> Path:
        """The journal file of this device, or a second one if a newer version has written to that."""
        name = f"{self.device}.jsonl"
        cursor = self._journal.cursors.get(name)
        return self._journal.path(f"{self.device}.v{VERSION}.jsonl" if cursor and cursor.newer else name)

    def _save(self, lines: Sequence[tuple[Event, bytes]]) -> None:
        events = [event for event, _ in lines]
        self._unsaved += events
        self._unsaved_lines += [line for _, line in lines]
        self._journal.take(events, self._unsaved)
        self._flush()

    def _flush(self) -> None:
        path = self._own_path()
        cursor = self._journal.cursors.get(path.name)
        try:
            self._prepare(path)
            data = b"".join(line + b"\n" for line in self._unsaved_lines)
            start, end = append_lines(self._files, path, data, create=not (cursor and cursor.offset))
        except OSError as error:
            raise SaveError(path, reason(error)) from error
        count = len(self._unsaved)
        self._unsaved, self._unsaved_lines = [], []
        self._journal.advance(path.name, start, end, count)

    def _prepare(self, path: Path) -> None:
        """Make the folders before the first save; not later, because a home that is missing then may come back."""
        if self._ready:
            return
        ensure_folder(self.paths.home, self._files)
        ensure_folder(self.paths.journal, self._files)
        if is_folder(self._files.stat(path)):
            aside = set_aside(self._files, path)
            self._notes.append(f"{path}: a folder was in the way; it is kept as {aside.name}")
        self._ready = True
