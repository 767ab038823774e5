"""Export, import and reset: merging in any order, any number of times, and nothing lost on the way."""

from __future__ import annotations

import io
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from progress.events import Event, Opened
from progress.files import SaveError
from progress.journal.codec import MAX_LINE, decode
from progress.record import Record
from progress.transfer import export, import_, reset, undo_reset
from tests.support.records import Faulty, NoSync, answer, histories, journal_file, noon, open_record, put


def _exported(record: Record) -> bytes:
    out = io.BytesIO()
    count = export(record, out)
    assert out.getvalue().count(b"\n") == count
    return out.getvalue()


@pytest.mark.slow
@settings(deadline=None, max_examples=25)
@given(st.lists(histories(), min_size=3, max_size=3), st.permutations(range(3)), st.permutations(range(3)))
def test_records_that_import_each_other_in_any_order_and_twice_are_equal(
    parts: list[list[Event]], first: list[int], second: list[int]
) -> None:
    whole = {event.id: event for part in parts for event in part}
    with tempfile.TemporaryDirectory() as folder:
        records = [open_record(Path(folder, str(n)), f"device-{n}", NoSync()) for n in range(3)]
        for record, part in zip(records, parts, strict=True):
            put(record, [whole[event.id] for event in part])
        files = [_exported(record) for record in records]
        for record, order in zip(records, (first, second, first[::-1]), strict=True):
            for number in (*order, *order):
                import_(record, io.BytesIO(files[number]))
        assert records[0].state == records[1].state == records[2].state
        for record in records:
            before = record.state
            record.close()
            assert open_record(record.paths.home, files=NoSync()).state == before
            assert len(_exported(record).splitlines()) == len(whole)


def test_lines_travel_byte_for_byte(tmp_path: Path) -> None:
    lines = [
        b'{"kind":"sang", "v":1,"id":"00000009-lappy-1-zzzzzz","t":"2026-01-01T00:00:00.000Z","song":[1, 2.50,null]}',
        b'{"mood":"fine","kind":"opened","page":"la","v":3,"id":"odd","t":"2026-01-01T00:00:00.000Z","after":0}',
    ]
    there, back = open_record(tmp_path / "a", "desk-2"), open_record(tmp_path / "b")
    assert import_(there, io.BytesIO(b"\n".join(lines))).added == 2
    assert import_(back, io.BytesIO(_exported(there))).added == 2
    assert journal_file(tmp_path / "b").read_bytes().splitlines() == lines
    assert back.state == there.state
    assert set(back.state.pages) == {"la"}


def test_import_says_what_it_did(tmp_path: Path) -> None:
    record, other = open_record(tmp_path / "a"), open_record(tmp_path / "b", "desk-2")
    for seed in range(3):
        other.append(answer(seed=seed))
    path = tmp_path / "out.jsonl"
    assert export(other, path) == 3
    assert path.stat().st_mode & 0o777 == 0o600
    with path.open("ab") as file:
        file.write(b"\nnoise\n" + b"x" * (2 * MAX_LINE + 7) + b"\n" + path.read_bytes().splitlines()[0] + b"\n")
    done = import_(record, path)
    assert (done.added, done.known, [fault.line for fault in done.faults]) == (3, 1, [5, 6])
    again = import_(record, path)
    assert (again.added, again.known) == (0, 4)
    noisy = import_(record, io.BytesIO(b"noise\n" * 50))
    assert (len(noisy.faults), noisy.more_faults) == (20, 30)
    with pytest.raises(SaveError, match="No such file"):
        import_(record, tmp_path / "gone")


def test_a_journal_file_that_arrives_after_its_import_counts_once(tmp_path: Path) -> None:
    record, other = open_record(tmp_path / "a"), open_record(tmp_path / "b", "desk-2")
    for seed in range(4):
        other.append(answer(seed=seed))
    import_(record, journal_file(tmp_path / "b", "desk-2"))
    record.save_cache()
    journal_file(tmp_path / "a", "desk-2").write_bytes(journal_file(tmp_path / "b", "desk-2").read_bytes())
    assert not record.refresh()
    assert record.state.answers == 4
    other.append(answer(seed=4))
    journal_file(tmp_path / "a", "desk-2").write_bytes(journal_file(tmp_path / "b", "desk-2").read_bytes())
    assert record.refresh()
    assert record.state.answers == 5
    assert len(_exported(record).splitlines()) == 5
    record.close()
    (tmp_path / "a" / "progress.json").unlink()
    assert open_record(tmp_path / "a").state == record.state


def test_copies_of_one_home_that_went_separate_ways_merge(tmp_path: Path) -> None:
    first = open_record(tmp_path / "a")
    first.append(answer(seed=1))
    (tmp_path / "b" / "journal").mkdir(parents=True)
    journal_file(tmp_path / "b").write_bytes(journal_file(tmp_path / "a").read_bytes())
    second = open_record(tmp_path / "b")
    first.append(answer(seed=2))
    second.append(answer(seed=3))
    import_(first, journal_file(tmp_path / "b"))
    import_(second, journal_file(tmp_path / "a"))
    assert first.state == second.state
    assert first.state.answers == 3


def test_what_is_unsaved_is_exported_too(tmp_path: Path) -> None:
    files = Faulty("write", 2)
    record = open_record(tmp_path, files=files)
    record.append(answer(seed=1))
    with pytest.raises(SaveError):
        record.append(answer(seed=2))
    assert len({decode(line).id for line in _exported(record).splitlines()}) == 2
    with pytest.raises(SaveError):
        export(record, tmp_path / "gone" / "out.jsonl")


@pytest.mark.slow
def test_an_import_that_fails_halfway_is_finished_by_the_next(tmp_path: Path) -> None:
    other = open_record(tmp_path / "b", "desk-2", NoSync())
    for seed in range(1500):
        other.append(answer(seed=seed))
    lines = _exported(other)
    files = Faulty("write", 2)
    record = open_record(tmp_path / "a", files=files)
    with pytest.raises(SaveError):
        import_(record, io.BytesIO(lines))
    assert open_record(tmp_path / "a").state.answers == 1000
    files.heal()
    record.retry()
    import_(record, io.BytesIO(lines))
    assert open_record(tmp_path / "a").state.answers == record.state.answers == 1500


def test_a_reset_hides_its_scope_and_can_be_taken_back(tmp_path: Path) -> None:
    record = open_record(tmp_path)
    for item in ("la.dot.one", "la.dot.two", "la.dots.one", "pr.bayes.one"):
        record.append(answer(item))
    record.append(Opened("la.dot"))
    before = record.state
    reset(record, "la.dot")
    assert record.state.items.keys() == {"la.dots.one", "pr.bayes.one"}
    assert not record.state.pages
    record.append(answer("la.dot.one", seed=9))
    assert record.state.items["la.dot.one"].answers == 1
    everything = reset(record)
    assert (record.state.answers, dict(record.state.items), record.state.position) == (0, {}, None)
    assert len(record.state.resets) == 2
    undo_reset(record)
    assert record.state.answers == 3
    undo_reset(record)
    assert record.state.answers == 5
    assert record.state.pages == before.pages
    assert undo_reset(record) is None
    assert undo_reset(record, everything.id) is None
    record.close()
    (tmp_path / "progress.json").unlink()
    assert open_record(tmp_path).state == record.state


def test_a_reset_that_arrives_late_hides_what_it_knew(tmp_path: Path) -> None:
    record, other = open_record(tmp_path / "a"), open_record(tmp_path / "b", "desk-2")
    record.append(answer(seed=1))
    import_(other, io.BytesIO(_exported(record)))
    reset(other)
    record.append(answer(seed=2))
    import_(record, io.BytesIO(_exported(other)))
    assert record.state.items["la.dot.one"].recent[-1].seed == 2
    assert record.state.answers == 1
    import_(other, io.BytesIO(_exported(record)))
    assert other.state == record.state
    journal_file(tmp_path / "a", "desk-2").write_bytes(journal_file(tmp_path / "b", "desk-2").read_bytes())
    fresh = Record.open(tmp_path / "a", device="third", now=noon)
    assert fresh.state == record.state
