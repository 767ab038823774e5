"""A long journal is read by two processes: the state, the cursors and the faults are those of one."""

from __future__ import annotations

import os
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from progress import halves
from progress.events import Event, Reset
from progress.files import DISK
from progress.halves import Part, both, by_file, fold_parts, in_two
from progress.journal import reader
from progress.journal.codec import encode
from progress.paths import Paths
from progress.record import Record
from progress.state.fold import LateReset, StateFold, fold
from progress.state.state import State
from tests.bench.progress import history
from tests.support.records import NOON, histories, noon

_CASES = settings(deadline=None, max_examples=60)
KEEP = 3


def nothing(_: int) -> None:
    """Hears nothing."""


def written(home: Path, files: dict[str, Sequence[bytes]]) -> Paths:
    paths = Paths(home)
    paths.journal.mkdir(parents=True)
    for name, rows in files.items():
        (paths.journal / name).write_bytes(b"".join(row + b"\n" for row in rows))
    return paths


def rebuilt(home: Path, monkeypatch: pytest.MonkeyPatch, least: int) -> Record:
    monkeypatch.setattr(reader, "LONG", least)
    return Record.open(home, device="reader", now=noon, readonly=True)


@pytest.fixture
def long_home(tmp_path: Path) -> Path:
    """Three devices, some lines that are no events, and a last line that was cut off."""
    rows = [encode(event) for event in history(900)]
    rows[100] = b"no event"
    rows[500:500] = [b"{}", b"", b'{"v":1}']
    rows[700] = b"x" * (1 << 21)
    paths = written(tmp_path, {"a.jsonl": rows[:200], "b.jsonl": rows[200:790], "c.jsonl": rows[790:]})
    with (paths.journal / "c.jsonl").open("ab") as file:
        file.write(rows[0][:40])
    return tmp_path


@_CASES
@given(histories(), st.integers(1, 9))
def test_many_at_a_time_are_folded_as_one_by_one(events: list[Event], size: int) -> None:
    """In whatever order and with repetitions; what hides comes first, for else it is the caller's to begin again."""
    events = sorted([*events, *events[::2]], key=lambda event: not isinstance(event, Reset))
    folding = StateFold(State())
    for start in range(0, len(events), size):
        assert folding.add_all(events[start : start + size]) == []
    assert folding.state() == fold(State(), events)


@_CASES
@given(histories(resets=False), st.data())
def test_two_states_without_a_reset_join(events: list[Event], data: st.DataObject) -> None:
    unique = list({event.id: event for event in events}.values())
    sides = [data.draw(st.booleans()) for _ in unique]
    first, second = ([event for event, side in zip(unique, sides, strict=True) if side == one] for one in (True, False))
    joined = both(fold(State(), first).folded, fold(State(), second).folded)
    assert joined is not None
    assert State(joined) == fold(State(), unique)


def test_states_that_share_an_event_do_not_join() -> None:
    events = list(history(20))
    assert both(fold(State(), events[:11]).folded, fold(State(), events[10:]).folded) is None
    odd = [replace(event, id="another-form") for event in events[:1]]
    assert both(fold(State(), odd).folded, fold(State(), odd).folded) is None


def test_a_state_with_a_reset_does_not_join() -> None:
    reset = Reset(scope="", seen={}, id="00000900-desk-1-aaaaaa", t="2025-03-01T12:00:00.000Z")
    hidden, other = fold(State(), [reset]).folded, fold(State(), list(history(5))).folded
    assert both(hidden, other) is None
    assert both(other, hidden) is None


@pytest.mark.parametrize("share", [0, 1, 7, 100, 5_000, 60_000, 10**9])
def test_the_halves_are_whole_lines(tmp_path: Path, share: int) -> None:
    paths = written(tmp_path, {name: [encode(event) for event in history(n)] for name, n in (("a", 40), ("b", 90))})
    sizes = {paths.journal / name: (paths.journal / name).stat().st_size for name in ("a", "b")}
    some = dict(list(sizes.items())[: 1 + share % 2])
    first, second = in_two(DISK, some)
    whole = [part for path in some for part in (*first, *second) if part.path == str(path)]
    for path, size in some.items():
        own = [part for part in whole if part.path == str(path)]
        assert [own[0].start, own[-1].end] == [0, size]
        for part, following in pairwise(own):
            assert part.end == following.start
            assert Path(path).read_bytes()[part.end - 1 : part.end] == b"\n"
    lengths = [sum(part.end - part.start for part in half) for half in (first, second)]
    assert abs(lengths[0] - lengths[1]) < 3000 + sum(lengths) / 15  # the second has to start a process


def test_two_processes_find_what_one_finds(long_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = rebuilt(long_home, monkeypatch, 1 << 40)
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    asked: list[Sequence[Part]] = []

    class Seen(halves.Helper):
        def __init__(self, parts: Sequence[Part], keep_faults: int) -> None:
            asked.append(parts)
            super().__init__(parts, keep_faults)

        def half(self) -> halves.Half | None:
            found = super().half()
            assert found is not None
            return found

    monkeypatch.setattr(halves, "Helper", Seen)
    two = rebuilt(long_home, monkeypatch, 0)
    assert len(asked) == 1
    assert two.state == one.state
    assert two.state.answers > 600
    assert two.problems == one.problems
    assert len(two.problems) > 2
    assert two._journal.cursors == one._journal.cursors


@pytest.mark.parametrize("trouble", ["raise SystemExit(3)", "print('nonsense')", "print('[1,2]')", "print(7)"])
def test_a_helper_that_fails_costs_nothing_but_time(
    long_home: Path, monkeypatch: pytest.MonkeyPatch, trouble: str
) -> None:
    one = rebuilt(long_home, monkeypatch, 1 << 40)
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    broken = long_home / "broken.sh"
    broken.write_text(f'#!/bin/sh\nexec python3 -c "{trouble}"\n')
    broken.chmod(0o700)
    monkeypatch.setattr("sys.executable", str(broken))
    assert rebuilt(long_home, monkeypatch, 0).state == one.state
    monkeypatch.setattr("sys.executable", str(long_home / "missing"))
    assert rebuilt(long_home, monkeypatch, 0).state == one.state


def test_an_event_in_both_halves_is_counted_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A copy that a sync tool left: the halves share events, so one process reads them all."""
    rows = [encode(event) for event in history(200)]
    written(tmp_path, {"a.jsonl": rows, "b.jsonl": rows})
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    assert rebuilt(tmp_path, monkeypatch, 0).state == fold(State(), list(history(200)))


def test_progress_is_told_to_the_end(long_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "LONG", 0)
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    heard: list[tuple[int, int]] = []
    Record.open(long_home, device="reader", now=noon, readonly=True, told=lambda *at: heard.append(at))
    total = sum(path.stat().st_size for path in (long_home / "journal").iterdir())
    assert heard[-1] == (total, total)
    assert [done for done, _ in heard] == sorted(done for done, _ in heard)


def test_faults_are_counted_from_the_first_line_of_the_file(tmp_path: Path) -> None:
    paths = written(tmp_path, {"a": [b"no"] * 5 + [encode(event) for event in history(5)] + [b"no"] * 2})
    path = paths.journal / "a"
    parts = [Part(str(path), 0, 15), Part(str(path), 15, path.stat().st_size)]
    found = by_file(parts, fold_parts(parts, KEEP, nothing).cursors, KEEP)["a"]
    assert (found.offset, found.lines) == (path.stat().st_size, 12)
    assert [fault.line for fault in found.faults] == [1, 2, 3]
    assert found.more_faults == 4
    assert os.cpu_count()


@pytest.mark.parametrize("spelled", [b'"reset"', b'"\\u0072eset"'])
@pytest.mark.parametrize("name", ["0.jsonl", "b.jsonl"])
def test_a_reset_is_for_one_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, spelled: bytes) -> None:
    """Whichever half it is in, and however its word is written."""
    events: list[Event] = list(history(60))
    reset = Reset(scope="", seen={}, id="00000900-desk-1-aaaaaa", t=NOON.strftime("%Y-%m-%dT%H:%M:%S.000Z"))
    hidden = encode(reset).replace(b'"reset"', spelled)
    written(tmp_path, {"a.jsonl": [encode(event) for event in events], name: [hidden]})
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    try:
        expected = fold(State(), [reset, *events])
    except LateReset:
        pytest.fail("the reset comes first here")
    assert rebuilt(tmp_path, monkeypatch, 0).state == expected
