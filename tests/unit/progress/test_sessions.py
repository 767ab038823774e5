"""Several sessions at once, in processes of their own, on one home."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from progress.journal.append import torn_path
from progress.journal.codec import decode
from tests.support.paths import ROOT
from tests.support.records import answer, journal_file, open_record

_ANSWERING = """
import sys
from pathlib import Path
from progress.events import Answer
from progress.record import Record
from tests.support.records import noon, NoSync
home, device, count = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
record = Record.open(home, device=device, now=noon, files=NoSync())
print("ready", flush=True)
sys.stdin.readline()
for seed in range(count):
    record.append(Answer("la.dot.one", seed, "12", "right", None))
print("done", flush=True)
sys.stdin.readline()
record.refresh()
record.close()
print(record.state.answers, record.state.items["la.dot.one"])
"""

_DYING = """
import os, sys
from pathlib import Path
from progress.events import Answer
from progress.record import Record
from tests.support.records import noon, NoSync

class Dying(NoSync):
    def write(self, fd, data):
        super().write(fd, data[: 20 + number])
        os._exit(0)

print("ready", flush=True)
sys.stdin.readline()
for number in range(int(sys.argv[2])):
    if os.fork() == 0:
        files = NoSync()
        record = Record.open(Path(sys.argv[1]), device="lappy-1", now=noon, files=files)
        record.append(Answer("la.dot.one", number, "12", "right", None))
        record._files = Dying()
        record.append(Answer("la.dot.one", number, "12", "right", None))
    os.wait()
print("done", flush=True)
"""


def _start(code: str, *arguments: object) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", code, *map(str, arguments)]
    process = subprocess.Popen(command, cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert _said(process) == "ready"
    return process


def _said(process: subprocess.Popen[str]) -> str:
    assert process.stdout
    return process.stdout.readline().strip()


def _tell(process: subprocess.Popen[str]) -> None:
    assert process.stdin
    process.stdin.write("\n")
    process.stdin.flush()


def _end(process: subprocess.Popen[str]) -> str:
    out, _ = process.communicate("\n", timeout=60)
    assert process.returncode == 0
    return out.strip()


@pytest.mark.slow
@pytest.mark.parametrize("devices", [("lappy-1", "lappy-1"), ("lappy-1", "desk-2")], ids=["one machine", "two"])
def test_two_processes_answering_at_once(tmp_path: Path, devices: tuple[str, str]) -> None:
    processes = [_start(_ANSWERING, tmp_path, device, 500) for device in devices]
    for process in processes:
        _tell(process)
    assert [_said(process) for process in processes] == ["done", "done"]
    states = [_end(process) for process in processes]
    assert states[0] == states[1]
    assert states[0].startswith("1000 ItemRecord(answers=1000, right=1000")
    lines = [line for device in set(devices) for line in journal_file(tmp_path, device).read_bytes().splitlines()]
    assert len({decode(line).id for line in lines}) == len(lines) == 1000
    record = open_record(tmp_path)
    assert (record.state.answers, record.problems) == (1000, ())


@pytest.mark.slow
def test_torn_ends_are_mended_while_other_sessions_append(tmp_path: Path) -> None:
    open_record(tmp_path).append(answer(seed=1000))
    dying = _start(_DYING, tmp_path, 60)
    answering = [_start(_ANSWERING, tmp_path, "lappy-1", 200) for _ in range(2)]
    for process in (dying, *answering):
        _tell(process)
    assert [_said(process) for process in (dying, *answering)] == ["done"] * 3
    _end(dying)
    torn = open_record(tmp_path, readonly=True)
    assert (torn.state.answers, torn.problems) == (461, ())
    states = [_end(process) for process in answering]
    assert states[0] == states[1]
    assert states[0].startswith("461 ")
    assert torn_path(journal_file(tmp_path)).read_bytes().count(b"\n") >= 59
    record = open_record(tmp_path)
    assert record.state == torn.state
