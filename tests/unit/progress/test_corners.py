"""What happens seldom: resets that arrive late, files that change under the record, mending that fails."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest
from msgspec.structs import replace

from progress.events import Finished, Known, Opened, Predicted
from progress.files import DISK, Files, SaveError
from progress.ids import make_id
from progress.journal.append import append_lines, mend_end, torn_path
from progress.journal.codec import encode
from progress.record import Record
from progress.state.fold import fold
from progress.state.records import RECENT
from progress.state.state import State
from progress.state.tallies import Tallies, TalliesBuilder, joined, split
from progress.times import milliseconds
from progress.transfer import reset, undo_reset
from progress.verify import verify
from tests.support.records import Faulty, answer, journal_file, open_record, ticking


def _placed(event: Known, number: int, t: str = "2025-03-01T12:00:00.000Z") -> Known:
    return replace(event, id=make_id(number, "desk-2", "aaaaaa"), t=t)


def _ledger(*events: Known) -> Tallies:
    book = TalliesBuilder(Tallies())
    for number, event in enumerate(events):
        book.add(event, milliseconds(event.t), number)
    return book.build()


def _visits(first: int, right: bool) -> list[Known]:
    times = [f"2025-03-0{first + day}T12:00:00.000Z" for day in range(3)]
    events: list[Known] = [Opened("la"), Finished("la"), Predicted("d", "p", "+", right)]
    return [_placed(event, first + day, t) for day, (event, t) in enumerate(zip(events, times, strict=True))]


def test_ledgers_join_to_the_ledger_of_all() -> None:
    early, late = _visits(1, True), _visits(4, False)
    whole = fold(State(), [*early, *late])
    for a, b in ((early, late), (late, early)):
        together = joined(_ledger(*a), _ledger(*b))
        assert (dict(together.pages), together.predictions["d.p"].tries) == (dict(whole.pages), 2)
        assert [one.right for one in together.predictions["d.p"].recent] == [True, False]
    assert split(joined(_ledger(*early), Tallies()), "la")[0].pages.keys() == {"la"}


def test_a_streak_ends_with_what_is_kept() -> None:
    events = [_placed(Predicted("d", "p", "+", True), number) for number in range(1, 30)]
    record = fold(State(), events).predictions["d.p"]
    assert (record.tries, record.streak) == (29, RECENT)
    assert "answers=0, right=0" in repr(State())


def test_a_reset_of_another_device_that_arrives_late_rebuilds(tmp_path: Path) -> None:
    record = Record.open(tmp_path, device="lappy-1", now=ticking())
    other = Record.open(tmp_path, device="desk-2", now=ticking())
    record.append(answer(seed=1))
    gone = reset(other, "la")
    assert other.state.answers == 0
    record.append(answer(seed=2))
    assert other.refresh()
    assert record.refresh()
    assert record.state.answers == other.state.answers == 1
    assert record.state == other.state
    undo_reset(record, gone.id)
    other.refresh()
    assert record.state == other.state
    assert record.state.answers == 2


def test_a_reset_that_a_search_does_not_find_is_still_obeyed(tmp_path: Path) -> None:
    record = open_record(tmp_path)
    record.append(answer(seed=1))
    hidden = b'{"kind":"re\\u0073et","scope":"","v":1,"id":"00000002-desk-2-aaaaaa","t":"2025-02-01T00:00:00.000Z"}\n'
    noise = b'{"kind":"reset"}\n'
    journal_file(tmp_path, "desk-2").write_bytes(noise + hidden)
    record.refresh()
    assert record.state.answers == 1
    assert len(record.state.resets) == 1
    assert record.problems[0].startswith(f"{journal_file(tmp_path, 'desk-2')}:1: ")


def test_a_file_that_became_another_is_read_anew(tmp_path: Path) -> None:
    record = open_record(tmp_path)
    path = journal_file(tmp_path, "desk-2")
    path.parent.mkdir()
    lines = [encode(_placed(answer(seed=seed), seed)) + b"\n" for seed in range(1, 5)]
    path.write_bytes(lines[0] + lines[1])
    assert record.refresh()
    path.write_bytes(b" " * 2 * len(lines[0]) + b"".join(lines[1:]))
    assert record.refresh()
    assert record.state.answers == 3
    path.write_bytes(lines[3])
    assert record.refresh()
    assert record.state.answers == 1


def test_a_file_that_cannot_be_read_for_a_while(tmp_path: Path) -> None:
    class Shy(Files):
        shy = False

        def open(self, path: Path, flags: int) -> int:
            if self.shy and path.name == "desk-2.jsonl":
                raise OSError(errno.EIO, "Input/output error")
            return super().open(path, flags)

        def stat(self, path: Path) -> os.stat_result | None:
            if self.shy and path.name == "other.jsonl":
                raise OSError(errno.EACCES, "Permission denied")
            return super().stat(path)

    files = Shy()
    record = open_record(tmp_path, files=files)
    record.append(answer(seed=1))
    files.shy = True
    for number, device in enumerate(("desk-2", "other"), 1):
        line = encode(_placed(answer(seed=number), number)).replace(b"desk-2", device.encode())
        journal_file(tmp_path, device).write_bytes(line + b"\n")
    assert not record.refresh()
    assert [problem.removeprefix(f"{tmp_path}/journal/") for problem in record.problems] == [
        "other.jsonl: Permission denied; it is passed over",
        "desk-2.jsonl: Input/output error; it is passed over",
    ]
    assert len(list(record.lines())) == 1
    files.shy = False
    assert record.refresh()
    assert (record.state.answers, record.problems) == (3, ())


def test_a_torn_line_stays_where_it_cannot_be_set_aside(tmp_path: Path) -> None:
    record = open_record(tmp_path)
    record.append(answer(seed=1))
    path = journal_file(tmp_path)
    with path.open("ab") as file:
        file.write(b'{"torn')

    class NoAside(Files):
        def open(self, path: Path, flags: int) -> int:
            if path.name.endswith(".torn"):
                raise OSError(errno.ENOSPC, "No space left on device")
            return super().open(path, flags)

    append_lines(NoAside(), path, encode(_placed(answer(seed=2), 2)) + b"\n")
    assert b'{"torn\n{' in path.read_bytes()
    assert not torn_path(path).exists()
    assert open_record(tmp_path).state.answers == 2
    with path.open("ab") as file:
        file.write(b'{"torn')
    failing = open_record(tmp_path, files=Faulty("open for writing", error=errno.EROFS))
    assert any(problem.endswith("could not be mended: Read-only file system") for problem in failing.problems)
    assert mend_end(DISK, path) == 6
    assert mend_end(DISK, path) == 0


def test_a_file_of_one_torn_line_is_mended_to_nothing(tmp_path: Path) -> None:
    path = tmp_path / "file.jsonl"
    path.write_bytes(b"x" * 200_000)
    append_lines(DISK, path, b"{}\n")
    assert path.read_bytes() == b"{}\n"
    assert torn_path(path).stat().st_size == 200_001


def test_folders_that_cannot_be_synced_are_no_failure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter([errno.EINVAL, errno.EIO])

    def refuse(_: int) -> None:
        raise OSError(next(answers), "no")

    monkeypatch.setattr("progress.files.os.fsync", refuse)
    DISK.sync_folder(tmp_path)
    with pytest.raises(OSError, match="no"):
        DISK.sync_folder(tmp_path)


def test_where_locks_fail_they_are_done_without(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    closed = os.open(tmp_path / "file", os.O_RDONLY)
    first = os.open(tmp_path / "file", os.O_RDONLY)
    os.close(closed)
    assert DISK.lock(closed) in (False, True)
    second = os.open(tmp_path / "file", os.O_RDONLY)
    DISK.unlock(first)
    assert DISK.lock(first) is True
    assert DISK.lock(second) is None
    DISK.unlock(first)
    assert DISK.lock(second) is True
    os.close(first)
    os.close(second)
    assert DISK.lock(first) is False


def test_reading_only_takes_no_lines_either(tmp_path: Path) -> None:
    with pytest.raises(SaveError, match="reading only"):
        open_record(tmp_path, readonly=True).append_lines([])


def test_verify_of_nothing_and_of_a_closed_home(tmp_path: Path) -> None:
    assert verify(tmp_path / "none") == ()
    record = open_record(tmp_path / "home")
    record.append(answer())
    journal_file(tmp_path / "home", "noisy").write_bytes(b"noise\n" * 1005)
    os.chmod(journal_file(tmp_path / "home", "noisy"), 0o600)
    found = verify(tmp_path / "home")
    assert len(found) == 1001
    assert found[-1].problem == "5 more lines are no events"

    class Closed(Files):
        def names(self, folder: Path) -> list[str]:
            raise OSError(errno.EACCES, "Permission denied", str(folder))

        def stat(self, path: Path) -> os.stat_result | None:
            raise OSError(errno.EACCES, "Permission denied", str(path))

    whats = [fault.problem for fault in verify(tmp_path / "home", files=Closed())]
    assert whats == ["Permission denied", "Permission denied"]
