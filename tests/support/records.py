"""What the tests of the record share: a disk that fails on demand, a clock, and made-up events."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from hypothesis import strategies as st
from msgspec.structs import replace

from progress.events import (
    Aimed,
    Answer,
    ChallengeMet,
    Checked,
    Cleared,
    Diagnosed,
    Disputed,
    Doors,
    Event,
    ExperimentPlanned,
    Explained,
    Finished,
    GaveUp,
    Hint,
    Hunted,
    Kept,
    Known,
    Opened,
    Placed,
    Predicted,
    Repaired,
    Reset,
    ResetUndone,
    Stepped,
    TookBack,
    Unknown,
)
from progress.files import DISK, Files
from progress.ids import make_id
from progress.journal.codec import encode
from progress.record import Record
from progress.state.fold import LateEventError, fold
from progress.state.state import State

NOON = datetime(2025, 3, 1, 12, tzinfo=UTC)


def noon() -> datetime:
    """A clock that stands still."""
    return NOON


def ticking(step: float = 1.0, start: datetime = NOON) -> Callable[[], datetime]:
    """A clock that goes on by `step` seconds at each look."""
    looks = iter(range(1 << 30))
    return lambda: start + timedelta(seconds=step * next(looks))


def answer(item: str = "la.dot.one", seed: int = 1, right: bool = True) -> Answer:
    """An answer as the app would append it."""
    return Answer(item, seed, "12", "right" if right else "wrong", None if right else "adds", format="number")


def open_record(home: Path, device: str = "lappy-1", files: Files = DISK, *, readonly: bool = False) -> Record:
    """The record in a home, with a clock that stands still."""
    return Record.open(home, device=device, now=noon, files=files, readonly=readonly)


def journal_file(home: Path, device: str = "lappy-1") -> Path:
    """Where a device writes."""
    return home / "journal" / f"{device}.jsonl"


class NoSync(Files):
    """A disk that is not waited for."""

    def sync(self, fd: int) -> None:
        os.fstat(fd)

    def sync_data(self, fd: int) -> None:
        os.fstat(fd)

    def sync_folder(self, path: Path) -> None:
        os.stat(path)


class Faulty(Files):
    """A disk on which one kind of call fails, from its nth on, until it is healed; `calls` counts all kinds."""

    def __init__(self, kind: str = "", nth: int = 1, error: int = errno.EIO) -> None:
        self.kind, self.nth, self.error = kind, nth, error
        self.calls: dict[str, int] = {}
        self.broken = True

    def heal(self) -> None:
        """No call fails any more."""
        self.broken = False

    def _fails(self, kind: str) -> bool:
        self.calls[kind] = self.calls.get(kind, 0) + 1
        return self.broken and kind == self.kind and self.calls[kind] >= self.nth

    def _call(self, kind: str) -> None:
        if self._fails(kind):
            raise OSError(self.error, os.strerror(self.error))

    def open(self, path: Path, flags: int) -> int:
        self._call("open for writing" if flags & (os.O_WRONLY | os.O_RDWR) else "open for reading")
        return super().open(path, flags)

    def write(self, fd: int, data: bytes) -> int:
        if self._fails("short write"):
            return super().write(fd, data[: len(data) // 2]) if len(data) > 1 else 0
        self._call("write")
        return super().write(fd, data)

    def truncate(self, fd: int, size: int) -> None:
        self._call("truncate")
        super().truncate(fd, size)

    def sync(self, fd: int) -> None:
        self._call("sync")
        super().sync(fd)

    def sync_data(self, fd: int) -> None:
        self._call("sync data")
        super().sync_data(fd)

    def sync_folder(self, path: Path) -> None:
        self._call("sync folder")
        super().sync_folder(path)

    def replace(self, source: Path, target: Path) -> None:
        self._call("replace")
        super().replace(source, target)

    def make_folder(self, path: Path) -> None:
        self._call("make folder")
        super().make_folder(path)


class NoLocks(Files):
    """A disk without locks, as some network file systems are."""

    has_locks = False


_ITEMS = st.sampled_from(["la.dot.one", "la.dot.two", "la.mat.one", "pr.bayes.one", "la", "lab.x"])
_PAGES = st.sampled_from(["la.dot", "la.mat", "pr.bayes"])
_SKILLS = st.sampled_from(["dot-product", "matvec", "la"])
_SCOPES = st.sampled_from(["", "la", "la.dot", "la.dot.one", "pr", "nothing", "la.dot.one pr.bayes", "matvec softmax"])
_SEEDS = st.integers(0, 3)
_VERDICTS = st.sampled_from(["right", "wrong", "unreadable"])
_ANSWERS = st.builds(
    Answer,
    _ITEMS,
    _SEEDS,
    st.just("12"),
    _VERDICTS,
    st.sampled_from([None, "adds", "ascends"]),
    unaided=st.booleans(),
    where=st.sampled_from(["lesson", "lesson", "review", "placement"]),
    format=st.sampled_from(["number", "vector"]),
    confidence=st.sampled_from([None, 50, 90, 400]),
    day=st.sampled_from(["", "2025-01-01", "2024-12-31"]),
)
_OTHERS: list[st.SearchStrategy[Event]] = [
    st.builds(Hint, _ITEMS, _SEEDS, st.integers(1, 3)),
    st.builds(GaveUp, _ITEMS, _SEEDS),
    st.builds(Opened, _PAGES, st.sampled_from(["", "", "cell", "glossary"])),
    st.builds(Finished, _PAGES),
    st.builds(Predicted, _PAGES, st.just("sign"), st.just("+"), st.booleans()),
    st.builds(ChallengeMet, _PAGES, st.just("diverge")),
    st.builds(Checked, _PAGES, st.booleans(), st.just(("adds",)), st.integers(0, 3), st.booleans()),
    st.builds(Hunted, _PAGES, st.sampled_from(["log2", "ascends"]), st.booleans(), st.integers(1, 9), st.just(3.5)),
    st.builds(Diagnosed, _PAGES, _SEEDS, st.booleans(), st.just(("adds",)), st.booleans()),
    st.builds(Repaired, _PAGES, st.booleans(), st.just(("adds",)), st.integers(0, 3), st.booleans()),
    st.builds(Disputed, _ITEMS, _SEEDS, st.just("12"), st.just("12"), _VERDICTS),
    st.builds(Doors, st.sampled_from(["start", "place me"])),
    st.builds(Aimed, st.sampled_from([0.2, 0.8, 0.95])),
    st.builds(ExperimentPlanned, st.just(("la",)), st.just(("matvec",)), st.integers(0, 30)),
    st.builds(Stepped, _ITEMS, _SEEDS, st.integers(0, 3), st.just("12"), _VERDICTS, st.booleans()),
    st.builds(Placed, st.lists(_SKILLS, max_size=3).map(tuple)),
    st.builds(Kept, _SKILLS, st.booleans()),
    st.builds(Cleared, st.sampled_from(["by-hand", "softmax"]), st.lists(_ITEMS, max_size=2).map(tuple)),
    st.builds(Explained, _ITEMS, _SEEDS, st.just("because"), st.just((0, 2))),
]
_DEVICES = ["lappy-1", "desk-2"]


def _id(number: int, device: str, session: str) -> str:
    return make_id(number, device, session)


IDS = st.one_of(
    st.builds(_id, st.integers(1, 30), st.sampled_from(_DEVICES), st.sampled_from(["aaaaaa", "bbbbbb"])),
    st.sampled_from(["odd", "another", "7", "00000001"]),
)
TIMES = st.one_of(
    st.builds("2025-0{}-01T12:0{}:00.000Z".format, st.integers(1, 3), st.integers(0, 9)),
    st.builds("2025-01-0{}T{}:30:00.000Z".format, st.integers(1, 4), st.sampled_from(["00", "12", "23"])),
)
_RESETS = st.builds(Reset, _SCOPES, st.dictionaries(st.sampled_from(_DEVICES), st.integers(0, 30), max_size=2))
_RESET_IDS = st.sampled_from(["00000005-lappy-1-cccccc", "00000012-desk-2-cccccc", "00000020-lappy-1-cccccc", "reset"])
_UNDONE = st.builds(ResetUndone, _RESET_IDS)
_TAKEN = st.builds(TookBack, _ITEMS, _SEEDS, IDS)


def _placed(event: Known, name: str, t: str, after: int) -> Known:
    return replace(event, id=name, t=t, after=after)


def _unknown(name: str, t: str) -> Unknown:
    raw = f'{{"kind":"sang","v":1,"id":"{name}","t":"{t}","song":[1, 2,3]}}'
    return Unknown(raw.encode(), "sang", 1, name, t)


def histories(*, resets: bool = True) -> st.SearchStrategy[list[Event]]:
    """Lists of events with different ids, some with equal times; with `resets` also such as hide others."""
    after = st.sampled_from([0, 0, 1500, 119_999, 120_000, -5])
    answers = st.builds(_placed, _ANSWERS, IDS, TIMES, after)
    others = st.builds(_placed, st.one_of(_OTHERS), IDS, TIMES, after)
    kinds: list[st.SearchStrategy[Event]] = [answers, answers, others, st.builds(_unknown, IDS, TIMES)]
    if resets:
        kinds += [st.builds(_placed, _RESETS, _RESET_IDS, TIMES, after), st.builds(_placed, _UNDONE, IDS, TIMES, after)]
        kinds.append(st.builds(_placed, _TAKEN, IDS, TIMES, after))
    return st.lists(st.one_of(kinds), max_size=25, unique_by=lambda event: event.id)


def tries_at_one_item() -> st.SearchStrategy[list[Event]]:
    """Many tries at one item on two days, in no order of time, some at the same moment; hints and resets between."""
    times = st.builds("2025-01-0{}T{}:00:00.000Z".format, st.integers(1, 2), st.sampled_from(["00", "12", "23"]))
    answers = st.builds(
        Answer,
        st.just("la.dot.one"),
        _SEEDS,
        st.just("12"),
        _VERDICTS,
        st.sampled_from([None, "adds"]),
        unaided=st.booleans(),
        where=st.sampled_from(["lesson", "placement"]),
        day=st.sampled_from(["", "", "2025-01-01", "2024-12-31"]),
    )
    given_up = st.builds(GaveUp, st.just("la.dot.one"), _SEEDS, day=st.sampled_from(["", "2025-01-02"]))
    tries = st.builds(_placed, st.one_of(answers, answers, given_up), IDS, times, st.just(0))
    return st.lists(tries, min_size=4, max_size=25, unique_by=lambda event: event.id)


def fold_in_pieces(pieces: Sequence[Sequence[Event]]) -> State:
    """The pieces folded one after the other, from the beginning again where a reset comes late."""
    state, done = State(), list[Event]()
    for piece in pieces:
        done += piece
        try:
            state = fold(state, piece)
        except LateEventError:
            state = fold(State(), done)
    return state


def put(record: Record, events: Sequence[Event]) -> None:
    """Append events as they are."""
    record.append_lines([(event, encode(event)) for event in events])
