"""A disk of 64 KB that fills up: nothing acknowledged is lost, and nothing that was refused is forgotten."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from progress.events import Answer
from progress.files import SaveError
from progress.record import Record
from tests.conftest import Clock


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A tmpfs of 64 KB, where one may be mounted."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(disk)]
    done = subprocess.run(mount, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        pytest.skip(f"no file system may be mounted here: {done.stderr.strip()}")
    yield disk
    subprocess.run(["umount", "-l", str(disk)], check=True)


def answer(number: int) -> Answer:
    return Answer(item="a.b.c", seed=number, typed="1" * 200, verdict="wrong", wrong_rule=None, format="number")


def test_a_disk_that_fills_up(small_disk: Path) -> None:
    record = Record.open(small_disk / "home", device="test", now=Clock())
    kept = refused = 0
    for number in range(400):
        try:
            record.append(answer(number))
            kept += 1
        except SaveError:
            refused += 1
    assert kept
    assert refused
    assert record.state.answers == 400
    again = Record.open(small_disk / "home", device="other", now=Clock(), readonly=True)
    assert kept <= again.state.answers < 400
    subprocess.run(["mount", "-o", "remount,size=4m", str(small_disk)], check=True)
    record.retry()
    assert not record.unsaved
    record.close()
    whole = Record.open(small_disk / "home", device="other", now=Clock(), readonly=True)
    assert whole.state.answers == 400
