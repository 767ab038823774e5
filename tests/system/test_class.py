"""A class on one machine, over a real sshd: a key for each learner, and none sees what belongs to another."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from lessons.sandbox import Call, run_calls
from tests.support.classroom import enroll, sit_down, spying
from tests.support.sandbox import PATIENT
from tests.support.ssh import Server, needs_sshd, tutors
from tests.support.waiting import happens

pytestmark = [
    needs_sshd,
    pytest.mark.skipif(shutil.which("bwrap") is None, reason="bubblewrap is not installed; .ci/run installs it"),
]
LEARNERS = ("anna", "ben", "cleo")


def test_learners_with_keys_of_one_account(server: Server, tmp_path: Path) -> None:
    """All at once, each runs a program that looks for the files of the others; a key does nothing else."""
    homes = tmp_path / "homes"
    own = {learner: enroll(server, homes, learner) for learner in LEARNERS}
    program = spying(homes, LEARNERS)
    for home in own.values():
        (home / "exercises").mkdir(parents=True)
        (home / "exercises" / "softmax.py").write_text(program)
    seats = {learner: sit_down(server, learner, home) for learner, home in own.items()}
    for seat in seats.values():
        seat.wait_for("softmax")
    for seat in seats.values():
        seat.press("\x13")
    for seat in seats.values():
        seat.wait_for("others: none")
        seat.press("\x11")
        assert seat.end() == 0
    assert all("check" in journal(home) for home in own.values())

    anna = [part for part in server.client("anna") if part != "-tt"]
    for asked in ([f"cat {own['ben']}/exercises/softmax.py"], ["-s", "sftp"]):
        done = subprocess.run([*anna, *asked], capture_output=True, text=True, timeout=30, stdin=subprocess.DEVNULL)
        assert (done.returncode, done.stdout) == (1, ""), "the program, which has no terminal here"
    assert happens(lambda: not any(map(tutors, own.values())), 5)


def test_the_program_finds_others_where_it_is_not_confined(tmp_path: Path) -> None:
    """So the test above would fail without bubblewrap."""
    (tmp_path / "ben" / "journal").mkdir(parents=True)
    (report,) = run_calls(
        spying(tmp_path, ["ben"]), [Call("softmax", (1,))], limits=PATIENT, level="subreaper"
    ).outcomes
    assert report.raised is not None
    assert "ben" in report.raised.message


def journal(home: Path) -> str:
    return "".join(path.read_text() for path in (home / "journal").glob("*.jsonl"))
