"""Windows and macOS, as far as Linux can show them: modules that are missing, locks of another kind, an odd poll."""

from __future__ import annotations

import os
import select
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from platformdirs import user_data_dir

from ml_math_tutor import platform
from progress.files import DISK, opened
from progress.journal.append import append_lines
from progress.paths import home_dir
from tests.support.paths import ROOT
from tests.support.waiting import happens


@pytest.mark.slow  # every command, and a journey through the app, in a process of its own
def test_everything_but_programs_works_without_what_only_unix_has(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.support.without_unix", "tests.support.portable_walk"],
        cwd=ROOT,
        env={**os.environ, "TMPDIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


class Regions:
    """`msvcrt`, whose locks cover the byte at the position of the file."""

    LK_NBLCK, LK_UNLCK = 2, 0

    def __init__(self) -> None:
        self.held: dict[tuple[int, int], int] = {}

    def locking(self, fd: int, mode: int, count: int) -> None:
        at = os.fstat(fd).st_ino, os.lseek(fd, 0, os.SEEK_CUR)
        assert count == 1
        if mode == self.LK_UNLCK:
            assert self.held.pop(at) == fd
        elif at in self.held:
            raise PermissionError(13, "Permission denied")
        else:
            self.held[at] = fd


def without(monkeypatch: pytest.MonkeyPatch, **modules: object) -> None:
    """A system that has these modules of one system and no others."""
    monkeypatch.setattr(platform, "_module", lambda name: modules.get(name))


def test_locks_of_windows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One byte beyond the end of the file; a line that is appended meanwhile waits, and one after it is whole."""
    without(monkeypatch, msvcrt=Regions())
    monkeypatch.delattr(os, "pread")
    path = tmp_path / "journal.jsonl"
    append_lines(DISK, path, b"first\n")
    with opened(DISK, path, os.O_RDWR) as mine, opened(DISK, path, os.O_RDWR) as other:
        os.lseek(mine, 3, os.SEEK_SET)
        assert DISK.lock(mine) is True
        assert os.lseek(mine, 0, os.SEEK_CUR) == 3, "the position is as before"
        assert DISK.lock(other) is None
        DISK.unlock(mine)
        assert DISK.lock(other) is True
        DISK.unlock(other)
    append_lines(DISK, path, b"second\n")
    assert path.read_bytes() == b"first\nsecond\n"


def test_a_system_without_locks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    without(monkeypatch)
    append_lines(DISK, tmp_path / "journal.jsonl", b"first\n")
    with opened(DISK, tmp_path / "journal.jsonl", os.O_RDWR) as fd:
        assert DISK.lock(fd) is False


def test_windows_says_where_the_record_belongs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without HOME, which it seldom has, the folder is the one of platformdirs and not below that of the user."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setattr(platform, "home_of_user", lambda: str(tmp_path))
    assert home_dir(None, {}) == tmp_path / ".local" / "share" / "ml-math-tutor"
    monkeypatch.setattr(platform, "FINDS_FOLDERS_BY_HOME", False)
    assert home_dir(None, {}) == Path(user_data_dir("ml-math-tutor", appauthor=False))


def test_why_programs_do_not_run(monkeypatch: pytest.MonkeyPatch) -> None:
    assert platform.why_no_programs() == ""
    without(monkeypatch)
    assert "no limits for a process" in platform.why_no_programs()


class Poll:
    """The poll of macOS: every terminal is invalid."""

    def __init__(self) -> None:
        self.descriptors: list[int] = []
        self.between: Callable[[], None] = lambda: None

    def register(self, descriptor: int, _: int) -> None:
        self.descriptors.append(descriptor)

    def unregister(self, descriptor: int) -> None:
        self.descriptors.remove(descriptor)

    def poll(self) -> list[tuple[int, int]]:
        return [(descriptor, select.POLLNVAL) for descriptor in self.descriptors]


def test_an_invalid_terminal_is_believed_only_if_it_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(select, "poll", Poll)
    read, write = os.pipe()
    assert not platform.wait_for_hangup((read, write)), "both are there"
    os.close(write)
    assert platform.wait_for_hangup((read, write))
    os.close(read)


def test_a_system_without_poll_cannot_tell(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(select, "poll")
    assert not platform.wait_for_hangup((0,))


def test_a_terminal_that_closes_is_noticed() -> None:
    """The real poll of this system."""
    if not hasattr(select, "poll"):
        pytest.skip("no poll on this system")
    read, write = os.pipe()
    os.close(read)
    assert happens(lambda: platform.wait_for_hangup((write,)))
    os.close(write)
