"""Exercises in a real terminal: over a slow line, and with the learner's own editor."""

from __future__ import annotations

import os
import re
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from progress import resume
from tests.support.content import COURSE
from tests.support.exercises import EXERCISES
from tests.support.programs import programs_of
from tests.support.pty import Terminal
from tests.support.waiting import happens

BURST, PAUSE = 7, 0.02  # keys that arrive together, and seconds between bursts


@contextmanager
def running(terminal: Terminal) -> Iterator[Terminal]:
    try:
        yield terminal
    finally:
        if terminal.child.isalive():
            terminal.kill()


def in_bursts(terminal: Terminal, keys: str) -> None:
    """Keys as a slow line delivers them: several at once, then none for a while. A key is never torn in two."""
    pressed = re.findall(r"\x1b\[.|.", keys, re.DOTALL)
    for at in range(0, len(pressed), BURST):
        terminal.press("".join(pressed[at : at + BURST]))
        terminal.pump(PAUSE)


def wait_for_file(path: Path, wanted: str) -> None:
    assert happens(lambda: path.exists() and wanted in path.read_text("utf-8")), path


def in_editor(home: Path, item_id: str) -> bool:
    return resume.load(home).focus == f"exercise.{item_id}"


def tab(terminal: Terminal) -> None:
    """One Tab, and what it does: a second one before that would go too far on a busy machine."""
    before = terminal.text
    terminal.press("\t")
    happens(lambda: terminal.text != before, 5, terminal.pump)
    terminal.settle(0.15)


def into_the_editor(terminal: Terminal, home: Path, item_id: str) -> None:
    """Tab by Tab past the questions, until the editor has the focus, as the resume point says."""
    for _ in range(12):
        tab(terminal)
        if "code hint" in terminal.text and happens(lambda: in_editor(home, item_id), 2, terminal.pump):
            return
    raise AssertionError(terminal.text)


def test_a_whole_solution_typed_over_a_slow_line(home: Path) -> None:
    """What arrives in bursts, arrow keys and Backspace among the letters, is in order."""
    with running(Terminal(home, "open", "dot_product")) as terminal:
        terminal.wait_for("By hand")
        terminal.press("\r")
        terminal.wait_for("esc")
        in_bursts(terminal, "31\x7f2\r")
        terminal.wait_for("right.")
        terminal.press("\r")
        terminal.wait_for("code hint")
        # One key takes the line under the cursor out; the starter has fourteen, the cursor stands on one in the middle.
        in_bursts(terminal, "\x1b[B" * 20 + "\x1b[F" + "\x15\x7f" * 20)
        in_bursts(terminal, "deef\x7f\x7ff\x1b[D\x1b[C dot(a, b):\r")
        in_bursts(terminal, "return sum(x * y for x, y in zip(a, b)")
        in_bursts(terminal, ")")
        terminal.press("\x13")
        terminal.wait_for("passed.")
        assert (home / "exercises" / "dot_product.py").read_text("utf-8") == (
            "def dot(a, b):\n    return sum(x * y for x, y in zip(a, b))\n"
        )
        terminal.press("\x11")
        assert terminal.end() == 0


@pytest.mark.parametrize("item_id", EXERCISES)
def test_every_exercise_over_a_slow_line(home: Path, item_id: str) -> None:
    """The shortest of the right programs, pasted in place of the starter, and checked."""
    program = min((source for source in programs_of(item_id).right.values()), key=len).strip()
    lines = COURSE.exercise(item_id).starter.count("\n") + 2
    with running(Terminal(home, "open", f"exercise.{item_id}")) as terminal:
        terminal.wait_for("By hand")
        into_the_editor(terminal, home, item_id)
        in_bursts(terminal, "\x1b[B" * lines + "\x1b[F" + "\x15\x7f" * lines)
        in_bursts(terminal, f"\x1b[200~{program}\x1b[201~")
        terminal.press("\x13")
        terminal.wait_for("passed.")
        assert (home / "exercises" / f"{item_id}.py").read_text("utf-8").strip() == program
        terminal.press("\x11")
        assert terminal.end() == 0


@pytest.mark.parametrize("item_id", [EXERCISES[0], EXERCISES[-1]])
def test_the_learners_own_editor_on_the_same_file(home: Path, tmp_path: Path, item_id: str) -> None:
    """The app steps aside for $EDITOR, comes back, and checks what was saved there."""
    script, solution = tmp_path / "my editor", tmp_path / "solution.py"
    solution.write_text(COURSE.exercise(item_id).solution, "utf-8")
    script.write_text(f'#!/bin/sh\necho "my own editor has $2"\nread line\ncp {solution} "$2"\n', "utf-8")
    script.chmod(0o755)
    editor = f"'{script}' --wait"
    with running(Terminal(home, "open", f"exercise.{item_id}", env={"VISUAL": "", "EDITOR": editor})) as terminal:
        terminal.wait_for("By hand")
        terminal.press("\x0f")
        terminal.wait_for("my own editor has")
        assert os.fspath(home / "exercises" / f"{item_id}.py") in terminal.text.replace("\n", "")
        terminal.press("\r")
        terminal.wait_for("Exercise ›")
        wait_for_file(home / "exercises" / f"{item_id}.py", COURSE.exercise(item_id).solution.strip().split("\n")[-1])
        terminal.wait_for("code ●")
        terminal.press("\x11")
        assert terminal.end() == 0


def test_the_end_comes_while_the_editor_has_the_terminal(home: Path, tmp_path: Path) -> None:
    """A signal ends the editor too, and everything is saved as at any other end."""
    script = tmp_path / "editor"
    script.write_text('#!/bin/sh\necho "editing now"\nexec sleep 100\n', "utf-8")
    script.chmod(0o755)
    with running(Terminal(home, "open", "dot_product", env={"VISUAL": str(script)})) as terminal:
        terminal.wait_for("By hand")
        terminal.press("\x0f")
        terminal.wait_for("editing now")
        os.kill(terminal.child.pid, signal.SIGTERM)
        assert terminal.end() == 128 + signal.SIGTERM


def test_no_editor_is_set(home: Path) -> None:
    with running(Terminal(home, "open", "dot_product", env={"VISUAL": "", "EDITOR": ""})) as terminal:
        terminal.wait_for("By hand")
        terminal.press("\x0f")
        terminal.wait_for("Set $VISUAL or $EDITOR")
