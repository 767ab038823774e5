"""Rung 1 as a learner who errs walks through it, in a pty; two pages over SSH, in GNU screen and in xterm."""

from __future__ import annotations

import contextlib
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from progress import resume
from tests.support.content import COURSE
from tests.support.paths import ROOT
from tests.support.pty import Terminal
from tests.support.ssh import Server, connect, needs_sshd, tutors
from tests.support.terminal_walk import PATIENCE, Walk
from tests.support.waiting import happens

pytestmark = pytest.mark.slow  # each walk answers dozens of questions in the real program

RUNG = COURSE.outline.rungs[0]
FIRST = RUNG.pages[0].id
NAMES = {"\r": "Return", "\x1b": "Escape"}  # of keys, as X names them


def questions(pages: int) -> list[str]:
    """The questions of the first pages of rung 1, in order."""
    return [item for page in RUNG.pages[:pages] for item in COURSE.page(page.id).items]


class InPty:
    """The keyboard of a program in a pty of ours."""

    def __init__(self, terminal: Terminal, brackets: bool = True) -> None:
        self.terminal, self.brackets = terminal, brackets

    def press(self, keys: str) -> None:
        self.terminal.press(keys)

    def resize(self, columns: int, rows: int) -> None:
        self.terminal.child.setwinsize(rows, columns)
        self.terminal.screen.resize(rows, columns)

    def pump(self) -> None:
        self.terminal.pump(0.005)


def nothing_is_lost(walk: Walk, wanted: list[str]) -> None:
    """Every question is on record with its wrong answer, its hint and its right answer, and with nothing else."""
    assert walk.met == wanted
    for item_id in wanted:
        verdicts = [event["verdict"] for event in walk.events("answer", item_id)]
        assert [verdict for verdict in verdicts if verdict != "unreadable"] == ["wrong", "right"], (item_id, verdicts)
        assert len(walk.events("hint", item_id)) == 1
        assert not walk.events("gave_up", item_id)


def test_rung_1_in_a_pty(home: Path) -> None:
    terminal = Terminal(home, "open", FIRST)
    terminal.wait_for("page 1 of 8")
    walk = Walk(InPty(terminal), home, COURSE)
    wanted = questions(len(RUNG.pages))
    walk.through(wanted)
    nothing_is_lost(walk, wanted)
    terminal.press("\x11")
    assert terminal.end() == 0


@needs_sshd
def test_two_pages_over_ssh(server: Server, home: Path) -> None:
    remote = connect(server, home, "open", FIRST)
    remote.wait_for("page 1 of 8")
    walk = Walk(InPty(remote), home, COURSE)
    walk.through(questions(2))
    nothing_is_lost(walk, questions(2))
    remote.press("\x11")
    assert remote.end() == 0


@pytest.mark.skipif(shutil.which("screen") is None, reason="GNU screen is not installed; .ci/run installs it")
def test_two_pages_in_gnu_screen(home: Path, tmp_path: Path) -> None:
    """It sends pastes without brackets."""
    sockets = tmp_path / "screen"
    sockets.mkdir(mode=0o700)

    class InScreen(Terminal):
        def command(self, home: Path, *arguments: str) -> list[str]:
            return ["screen", "-q", "-c", os.devnull, "-S", "walk", *super().command(home, *arguments)]

    terminal = InScreen(home, "open", FIRST, env={"SCREENDIR": str(sockets)})
    terminal.wait_for("page 1 of 8")
    walk = Walk(InPty(terminal, brackets=False), home, COURSE)
    walk.through(questions(2))
    nothing_is_lost(walk, questions(2))
    terminal.press("\x11")
    terminal.end()
    assert not tutors(home)


class InXterm:
    """The keyboard of xterm, which xdotool presses; xterm changes its size when the terminal is told to."""

    brackets = False

    def __init__(self, home: Path, environ: Mapping[str, str]) -> None:
        self.environ = environ
        found = ["xdotool", "search", "--sync", "--class", "xterm"]
        self.window = subprocess.check_output(found, env=environ, text=True, timeout=PATIENCE).split()[0]
        assert happens(lambda: bool(tutors(home)), PATIENCE), "the program never started"
        self.tty = f"/proc/{tutors(home)[0]}/fd/0"

    def press(self, keys: str) -> None:
        for part in re.findall(r"[ -~]+|[^ -~]", keys):
            command = ["xdotool", "type" if part.isprintable() else "key", "--window", self.window]
            if part.isprintable():
                command += ["--delay", "1", "--file", "-"]
            else:
                command.append(NAMES.get(part) or f"ctrl+{chr(ord(part) + 96)}")
            text = part if part.isprintable() else None
            subprocess.run(command, input=text, text=True, env=self.environ, check=True, stderr=subprocess.DEVNULL)

    def resize(self, columns: int, rows: int) -> None:
        with open(self.tty, "w") as terminal:
            terminal.write(f"\x1b[8;{rows};{columns}t")

    def pump(self) -> None:
        """Do nothing: xterm takes what the program writes."""


@pytest.mark.skipif(
    any(shutil.which(name) is None for name in ("xterm", "Xvfb", "xdotool")),
    reason="xterm, Xvfb or xdotool is not installed; .ci/run installs them",
)
def test_two_pages_in_xterm(home: Path) -> None:
    display_read, display_write = os.pipe()
    xvfb = subprocess.Popen(
        ["Xvfb", "-displayfd", str(display_write), "-screen", "0", "1200x900x24"],
        pass_fds=[display_write],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(display_write)
    xterm = None
    try:
        display = f":{os.read(display_read, 16).decode().strip()}"
        command = shlex.join([sys.executable, "-m", "tutor", "--home", str(home), "open", FIRST])
        environ = {**os.environ, "DISPLAY": display, "LC_ALL": "C.UTF-8"}
        options = ["-u8", "-geometry", "80x24", "-xrm", "XTerm*allowSendEvents: true"]
        start = f"cd {shlex.quote(str(ROOT))} && exec {command}"
        xterm = subprocess.Popen(["xterm", *options, "-e", "sh", "-c", start], env=environ, stderr=subprocess.DEVNULL)
        keyboard = InXterm(home, environ)
        assert happens(lambda: resume.load(home).screen == "lesson", PATIENCE), "the page never opened"
        walk = Walk(keyboard, home, COURSE)
        walk.through(questions(2))
        nothing_is_lost(walk, questions(2))
        keyboard.press("\x11")
        assert xterm.wait(PATIENCE) == 0
    finally:
        os.close(display_read)
        for process in (xterm, xvfb):
            if process is not None:
                with contextlib.suppress(ProcessLookupError):
                    process.send_signal(signal.SIGTERM)
                process.wait()
