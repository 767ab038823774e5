"""Standard streams that were closed, and terminals that cannot show the app: one true sentence, and no crash file."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.pty import Terminal


@pytest.mark.parametrize(
    "command", ["", "review --plain", "practice --jsonl", "lessons judge linear_algebra.dot.compute"]
)
@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- 2>&-"])
def test_a_closed_stream_is_not_unforeseen(command: str, closed: str, tmp_path: Path) -> None:
    line = f"exec '{sys.executable}' -m tutor --home '{tmp_path}/home' {command} {closed}"
    given = {"TMPDIR": str(tmp_path), **{name: value for name, value in os.environ.items() if name != "TMPDIR"}}
    done = subprocess.run(["sh", "-c", line], input="", capture_output=True, text=True, env=given, timeout=60)
    assert "unforeseen" not in done.stdout + done.stderr
    assert not list(tmp_path.glob("tutor-crash-*"))


def test_a_terminal_that_cannot_move_the_cursor_is_told_what_works(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path, env={"TERM": "dumb"})
    assert terminal.end() == 1
    assert "review --plain" in terminal.text.replace("\n", " ")
    assert b"\x1b" not in terminal.raw
