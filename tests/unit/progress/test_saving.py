"""A save that fails at any of its system calls loses nothing that was said to be saved, and nothing that was not."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from progress.events import Answer
from progress.files import SaveError, replace_file, set_aside, sweep
from progress.journal.append import append_lines
from progress.record import Record
from tests.support.records import Faulty, NoLocks, answer, journal_file, noon, open_record

_APPENDING = ["open for writing", "write", "short write", "sync data", "sync folder", "make folder"]
_REPLACING = ["open for writing", "write", "short write", "sync", "replace", "sync folder"]


def _seeds(record: Record) -> list[int]:
    """The draws of every answer in the journal, in order, each as often as it is there."""
    return [mark.seed for mark in record.state.items["la.dot.one"].recent] if record.state.items else []


@pytest.mark.parametrize("kind", _APPENDING)
def test_a_first_append_that_fails_is_kept_and_saved_later(tmp_path: Path, kind: str) -> None:
    files = Faulty(kind, error=errno.ENOSPC)
    record = open_record(tmp_path / "home", files=files)
    with pytest.raises(SaveError) as failed:
        record.append(answer(seed=1))
    assert failed.value.reason
    assert (record.unsaved, record.state.answers) == (1, 1)
    with pytest.raises(SaveError):
        record.append(answer(seed=2))
    assert _seeds(open_record(tmp_path / "home", readonly=True)) in ([], [1], [1, 2])
    files.heal()
    record.retry()
    assert record.unsaved == 0
    record.close()
    again = open_record(tmp_path / "home")
    assert again.problems == ()
    assert _seeds(again) == [1, 2]
    assert again.state == record.state


@pytest.mark.parametrize("nth", [1, 2, 3])
@pytest.mark.parametrize("kind", ["open for writing", "write", "short write", "sync data", "truncate"])
def test_a_later_append_that_fails_hurts_nothing_before_it(tmp_path: Path, kind: str, nth: int) -> None:
    files = Faulty(kind, nth + 2)
    record = open_record(tmp_path, files=files)
    acknowledged = []
    for seed in range(6):
        try:
            record.append(answer(seed=seed))
        except SaveError:
            break
        acknowledged.append(seed)
    seen = open_record(tmp_path, readonly=True)
    assert _seeds(seen)[: len(acknowledged)] == acknowledged
    files.heal()
    record.append(answer(seed=9))
    final = open_record(tmp_path)
    assert final.problems == ()
    assert final.state == record.state
    assert record.state.answers == len({*_seeds(final)}) == len(_seeds(final))


def test_a_short_write_that_cannot_be_taken_back_is_mended_by_the_next(tmp_path: Path) -> None:
    record = open_record(tmp_path)
    record.append(answer(seed=1))

    class Full(Faulty):
        def truncate(self, fd: int, size: int) -> None:
            if self.broken:
                raise OSError(errno.EIO, "no")
            super().truncate(fd, size)

    files = Full("short write")
    other = open_record(tmp_path, files=files)
    with pytest.raises(SaveError):
        other.append(answer(seed=2))
    assert not journal_file(tmp_path).read_bytes().endswith(b"\n")
    record.append(answer(seed=3))
    files.heal()
    other.retry()
    final = open_record(tmp_path)
    assert sorted(_seeds(final)) == [1, 2, 3]
    assert final.problems == ()
    assert len(journal_file(tmp_path, "lappy-1").with_suffix(".jsonl.torn").read_bytes()) > 20


def test_a_line_of_which_it_is_not_known_whether_it_is_there_counts_once(tmp_path: Path) -> None:
    files = Faulty("sync data", 2)
    record = open_record(tmp_path, files=files)
    record.append(answer(seed=1))
    with pytest.raises(SaveError):
        record.append(answer(seed=2))
    record.refresh()
    assert record.state.answers == 2
    files.heal()
    record.retry()
    assert journal_file(tmp_path).read_bytes().count(b'"seed":2') == 2
    assert record.state.answers == open_record(tmp_path).state.answers == 2


def test_nothing_unsaved_is_cached(tmp_path: Path) -> None:
    files = Faulty("write", 2)
    record = open_record(tmp_path, files=files)
    record.append(answer(seed=1))
    with pytest.raises(SaveError):
        record.append(answer(seed=2))
    record.save_cache()
    assert not (tmp_path / "progress.json").exists()
    with pytest.raises(SaveError):
        record.close()


@pytest.mark.parametrize("kind", _REPLACING)
@pytest.mark.parametrize("nth", [1, 2])
def test_a_file_that_is_replaced_is_the_old_or_the_new_one_whole(tmp_path: Path, kind: str, nth: int) -> None:
    path = tmp_path / "file"
    replace_file(Faulty(), path, [b"old"])
    files = Faulty(kind, nth)
    done = True
    try:
        replace_file(files, path, [b"new ", b"content"])
    except SaveError:
        done = False
    assert path.read_bytes() == b"new content" if done else path.read_bytes() in (b"old", b"new content")
    assert [one.name for one in tmp_path.iterdir()] == ["file"]


@pytest.mark.parametrize("kind", _REPLACING)
def test_a_cache_that_cannot_be_written_is_no_loss(tmp_path: Path, kind: str) -> None:
    record = open_record(tmp_path)
    record.append(answer(seed=1))
    record.close()
    old = (tmp_path / "progress.json").read_bytes()
    files = Faulty(kind, 3 if kind == "short write" else 2 if kind in {"open for writing", "write"} else 1)
    record = open_record(tmp_path, files=files)
    record.append(answer(seed=2))
    if kind == "short write":
        files.nth = files.calls["short write"] + 1
    record.close()
    assert (tmp_path / "progress.json").read_bytes() == old or kind == "sync folder"
    assert any("progress.json could not be saved" in problem for problem in record.problems)
    assert open_record(tmp_path).state == record.state


def test_a_home_that_vanishes_and_returns(tmp_path: Path) -> None:
    home, away = tmp_path / "home", tmp_path / "away"
    record = open_record(home)
    record.append(answer(seed=1))
    home.rename(away)
    with pytest.raises(SaveError):
        record.append(answer(seed=2))
    assert not record.refresh()
    assert not home.exists()
    home.mkdir()
    with pytest.raises(SaveError):
        record.retry()
    home.rmdir()
    away.rename(home)
    record.append(answer(seed=3))
    assert _seeds(open_record(home)) == [1, 2, 3]
    assert record.state.answers == 3


def test_a_journal_that_vanishes_under_its_mount_point_is_not_begun_anew(tmp_path: Path) -> None:
    record = open_record(tmp_path)
    record.append(answer(seed=1))
    kept = journal_file(tmp_path).rename(tmp_path / "kept")
    with pytest.raises(SaveError):
        record.append(answer(seed=2))
    kept.rename(journal_file(tmp_path))
    record.retry()
    assert _seeds(open_record(tmp_path)) == [1, 2]


@pytest.mark.parametrize("error", [errno.EACCES, errno.EROFS, errno.ENOSPC])
def test_reasons_are_the_systems_own(tmp_path: Path, error: int) -> None:
    record = open_record(tmp_path, files=Faulty("open for writing", error=error))
    with pytest.raises(SaveError, match=os.strerror(error)) as failed:
        record.append(answer())
    assert failed.value.path == journal_file(tmp_path)
    assert failed.value.reason == os.strerror(error)


def test_without_locks_a_torn_line_is_closed_and_nothing_cut(tmp_path: Path) -> None:
    record = open_record(tmp_path, files=NoLocks())
    record.append(answer(seed=1))
    with journal_file(tmp_path).open("ab") as file:
        file.write(b'{"v":1,"id":"0000')
    record.append(answer(seed=2))
    text = journal_file(tmp_path).read_bytes()
    assert text.count(b"\n") == 3
    assert b'{"v":1,"id":"0000\n{' in text
    assert _seeds(open_record(tmp_path)) == [1, 2]
    assert open_record(tmp_path).problems[0].startswith(f"{journal_file(tmp_path)}:2: ")


def test_a_lock_that_is_never_given_up_is_a_reason_not_a_wait(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Busy(Faulty):
        def lock(self, fd: int) -> bool | None:
            return None if self.broken else super().lock(fd)

    monkeypatch.setattr("progress.journal.append._PATIENCE", 2)
    files = Busy()
    record = open_record(tmp_path, files=files)
    with pytest.raises(SaveError, match="another session"):
        record.append(answer(seed=1))
    files.heal()
    record.retry()
    assert _seeds(open_record(tmp_path)) == [1]


def test_bytes_are_where_append_says(tmp_path: Path) -> None:
    path = tmp_path / "file"
    assert append_lines(Faulty(), path, b"one\n") == (0, 4)
    assert append_lines(NoLocks(), path, b"two\n") == (4, 8)
    with pytest.raises(FileNotFoundError):
        append_lines(Faulty(), tmp_path / "gone", b"x\n", create=False)
    assert path.read_bytes() == b"one\ntwo\n"


def test_what_is_in_the_way_is_set_aside(tmp_path: Path) -> None:
    (tmp_path / "journal").write_text("not a folder")
    journal_file(tmp_path / "other").mkdir(parents=True)
    for home in (tmp_path, tmp_path / "other"):
        record = open_record(home)
        record.append(answer())
        assert open_record(home).state.answers == 1
    assert (tmp_path / "journal.unreadable-1").read_text() == "not a folder"
    assert (tmp_path / "other" / "journal" / "lappy-1.jsonl.unreadable-1").is_dir()
    assert any("kept as" in problem for problem in record.problems)
    (tmp_path / "x").touch()
    (tmp_path / "x.unreadable-1").touch()
    assert set_aside(Faulty(), tmp_path / "x").name == "x.unreadable-2"


def test_leftovers_of_killed_saves_go_when_old(tmp_path: Path) -> None:
    for name in (".progress.json.7-abc.part", "progress.json.part", ".other"):
        (tmp_path / name).touch()
    sweep(Faulty(), tmp_path, 0.0)
    assert len(list(tmp_path.iterdir())) == 3
    sweep(Faulty(), tmp_path, 1e12)
    assert {path.name for path in tmp_path.iterdir()} == {"progress.json.part", ".other"}


def test_what_is_unsaved_survives_a_rebuild(tmp_path: Path) -> None:
    files = Faulty("write", 2)
    record = open_record(tmp_path, files=files)
    record.append(answer(seed=1))
    with pytest.raises(SaveError):
        record.append(answer(seed=2))
    journal_file(tmp_path).write_bytes(b"")
    assert record.refresh()
    assert (record.state.answers, record.unsaved) == (1, 1)
    assert isinstance(record.state.items["la.dot.one"].recent[-1].seed, int)


def test_events_are_appended_in_the_order_in_which_they_came(tmp_path: Path) -> None:
    files = Faulty("write", 1)
    record = Record.open(tmp_path, device="lappy-1", now=noon, files=files)
    for seed in range(5):
        with pytest.raises(SaveError):
            record.append(answer(seed=seed))
    files.heal()
    record.append(answer(seed=5))
    last = record.append(answer(seed=6))
    assert isinstance(last, Answer)
    assert _seeds(open_record(tmp_path)) == list(range(7))
