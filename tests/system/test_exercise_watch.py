"""`tutor exercise watch` in a real terminal: every save is checked, and ctrl+c says how the last one went."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.content import COURSE
from tests.support.pty import Terminal

EXERCISE = "dot_product"


@pytest.mark.parametrize("last", ["right", "unfinished"])
def test_each_save_is_checked(home: Path, last: str) -> None:
    task, file = COURSE.exercise(EXERCISE), home / "exercises" / f"{EXERCISE}.py"
    programs = {"right": task.solution, "unfinished": task.starter}
    first = next(text for name, text in programs.items() if name != last)
    file.parent.mkdir(parents=True)
    file.write_text(first, "utf-8")
    terminal = Terminal(home, "exercise", "watch", EXERCISE)
    terminal.wait_for("Waiting for the next save")
    replacement = file.with_suffix(".new")
    replacement.write_text(programs[last], "utf-8")
    replacement.replace(file)
    while terminal.raw.count(b"Waiting for the next save") < 2:
        terminal.pump(0.02)
    terminal.press("\x03")
    assert terminal.end() == (0 if last == "right" else 1)
