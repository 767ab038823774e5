"""Every way out, through a real pty: saved, the terminal restored, gone in time, the right exit status."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import threading
from functools import partial
from pathlib import Path

import pytest

from tests.support.pty import Terminal, drafts, until_saved
from tests.support.waiting import happens, nap

SECONDS = 3.0
HUP, TERM = 128 + signal.SIGHUP, 128 + signal.SIGTERM


def gone_within(terminal: Terminal, seconds: float, read: bool = True) -> bool:
    """Whether the program ends in time; with `read` the terminal goes on taking what it writes."""
    return happens(lambda: not terminal.child.isalive(), seconds, partial(terminal.pump, 0.02) if read else nap)


def at_work(home: Path) -> Terminal:
    terminal = Terminal(home, "open", "linear_algebra.dot.exercise")
    terminal.wait_for("check")
    terminal.press("4 + 1")
    until_saved(home, '"4 + 1"', terminal)
    terminal.press("0")
    terminal.wait_for("4 + 10")  # on the screen, and perhaps not on the disk yet
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
    return happens(lambda: os.waitpid(pid, os.WNOHANG)[0] != 0, seconds)


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
    terminal.press("\x1b")  # out of the box, so that the arrows turn pages
    for _ in range(200):  # each page turn paints a screen; nobody reads it
        try:
            os.set_blocking(terminal.child.child_fd, False)
            os.write(terminal.child.child_fd, b"\x1b[C\x1b[D")
        except BlockingIOError:
            break
    os.kill(terminal.child.pid, signal.SIGTERM)
    assert gone_within(terminal, SECONDS + 1, read=False)
    (saved,) = (home / "drafts").iterdir()
    assert '"4 + 10"' in saved.read_text()  # wherever in the turning of pages the end came
    again = Terminal(home)
    again.wait_for("Linear algebra ›")
    again.kill()


CRASHING = """
import sys
from tutor.cli.launch import launch
from tutor.cli.options import Options
from pathlib import Path
import tutor.app.bootstrap as bootstrap
build = bootstrap.build

def broken(*arguments):
    app, mouse = build(*arguments)
    app.navigator.open_page = lambda *a, **k: 1 / 0
    return app, mouse

bootstrap.build = broken
sys.exit(launch(Options(home=Path(sys.argv[1]))))
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


PIPED = """
import os, sys
from pathlib import Path
from tutor.cli.options import Options
from tutor.cli.launch import launch

os.dup2(int(sys.argv[2]), 2)  # what is drawn goes into a pipe: a relay between the app and its terminal
sys.stderr.isatty = lambda: True
os._exit(launch(Options(home=Path(sys.argv[1])), ("item", "linear_algebra.dot.exercise")))
"""


def test_a_relay_that_goes_away(home: Path) -> None:
    """Writes fail with EPIPE while the keyboard is still there: saved, and gone, as if the line had dropped."""
    reader, writer = os.pipe()
    keyboard, terminal = os.openpty()
    os.set_inheritable(writer, True)
    environment = {**os.environ, "COLUMNS": "80", "LINES": "24"}
    command = [sys.executable, "-c", PIPED, str(home), str(writer)]
    app = subprocess.Popen(command, stdin=terminal, stdout=terminal, pass_fds=[writer], env=environment)
    os.close(writer)
    os.close(terminal)
    drawn = b""
    while b"By hand" not in drawn:
        drawn += os.read(reader, 65536)
    draining = threading.Thread(target=drain, args=(reader, stop := threading.Event()))
    draining.start()
    os.write(keyboard, b"4 + 1")
    assert happens(lambda: '"4 + 1"' in drafts(home))
    stop.set()
    draining.join()
    os.close(reader)
    os.write(keyboard, b"0")
    assert app.wait(SECONDS) == HUP
    os.close(keyboard)
    resumes(home)


def drain(fd: int, stop: threading.Event) -> None:
    """Take what comes until told to stop."""
    while not stop.is_set():
        if select.select([fd], [], [], 0.05)[0]:
            os.read(fd, 65536)
