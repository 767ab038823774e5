"""Every way out, through a real pty: saved, the terminal restored, gone in time, the right exit status."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import pytest

from tests.pty_kit import Terminal
from tests.test_pty import until_saved

SECONDS = 3.0
HUP, TERM = 128 + signal.SIGHUP, 128 + signal.SIGTERM


def gone_within(terminal: Terminal, seconds: float, read: bool = True) -> bool:
    """Whether the program ends in time; with `read` the terminal goes on taking what it writes."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if not terminal.child.isalive():
            return True
        if read:
            terminal.pump(0.02)
        else:
            time.sleep(0.02)
    return False


def at_work(home: Path) -> Terminal:
    terminal = Terminal(home, "open", "linear_algebra.dot.exercise")
    terminal.wait_for("check")
    terminal.press("4 + 1")
    until_saved(home, '"4 + 1"', terminal)
    terminal.press("0")
    return terminal


def resumes(home: Path) -> None:
    """The next start has what was typed, up to a quarter of a second before the end."""
    terminal = Terminal(home)
    terminal.wait_for("4 + 1")
    terminal.kill()


@pytest.mark.parametrize(("number", "status"), [(signal.SIGHUP, HUP), (signal.SIGTERM, TERM)])
def test_a_signal(home: Path, number: signal.Signals, status: int) -> None:
    terminal = at_work(home)
    os.kill(terminal.child.pid, number)
    assert gone_within(terminal, SECONDS)
    terminal.pump()
    assert b"\x1b[?1049l" in terminal.raw[-400:]
    assert b"\x1b[?25h" in terminal.raw[-400:]
    terminal.child.close()
    assert terminal.child.exitstatus == status
    assert "4 + 10" in (home / "drafts").joinpath(next(iter(os.listdir(home / "drafts")))).read_text()
    resumes(home)


def test_the_line_drops(home: Path) -> None:
    """The other end of the terminal is closed, as sshd does when the connection is gone."""
    terminal = at_work(home)
    pid = terminal.child.pid
    os.close(terminal.child.child_fd)
    assert ended_within(pid, SECONDS)
    resumes(home)


def ended_within(pid: int, seconds: float) -> bool:
    """Whether our child ends in time; it is reaped then."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if os.waitpid(pid, os.WNOHANG)[0] != 0:
            return True
        time.sleep(0.02)
    return False


def test_the_line_drops_with_hangups_ignored(home: Path) -> None:
    """As under nohup: the signal does not come, the closed line does."""
    old = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        terminal = at_work(home)
    finally:
        signal.signal(signal.SIGHUP, old)
    pid = terminal.child.pid
    os.close(terminal.child.child_fd)
    assert ended_within(pid, SECONDS)
    resumes(home)


def test_a_client_that_takes_nothing_more(home: Path) -> None:
    """The terminal is full, so the app hangs in a write; a signal still ends it in time."""
    terminal = at_work(home)
    for _ in range(200):  # each page turn paints a screen; nobody reads it
        try:
            os.set_blocking(terminal.child.child_fd, False)
            os.write(terminal.child.child_fd, b"\x1b\x1b[C\x1b[D")
        except BlockingIOError:
            break
    os.kill(terminal.child.pid, signal.SIGTERM)
    assert gone_within(terminal, SECONDS + 1, read=False)
    resumes(home)


CRASHING = """
import sys
from tutor.commands.app import launch
from tutor.cli_support import Tutor
from pathlib import Path
import tutor.starting as starting
build = starting.build

def broken(*arguments):
    app, mouse = build(*arguments)
    app.open_page = lambda *a, **k: 1 / 0
    return app, mouse

starting.build = broken
try:
    launch(Tutor(home=Path(sys.argv[1])), None)
except BaseException as error:
    sys.exit(getattr(error, "exit_code", 99))
"""


def test_a_fault_in_the_program(home: Path) -> None:
    """One line, the details in a file, exit status 1."""

    class Broken(Terminal):
        program = ("-c", CRASHING)

    terminal = Broken(home, str(home))
    terminal.wait_for("Start at the bottom")
    terminal.press("\r")
    assert terminal.end() == 1
    (crash,) = (home / "crash").iterdir()
    assert "ZeroDivisionError" in crash.read_text()
    assert crash.stat().st_mode & 0o777 == 0o600
    said = terminal.raw.decode()[terminal.raw.decode().rindex("\x1b[?1049l") :]
    assert "Traceback" not in said
    assert "a fault in the program" in said
