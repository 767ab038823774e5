"""Whatever ends the app ends the learner's programs too: they have sessions of their own, which nobody hangs up on."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from lessons.sandbox import Call, Limits, run_calls, start, stop_all
from lessons.sandbox.outcome_text import summary
from lessons.sandbox.process import MARK, processes_marked
from tests.support.pty import Terminal
from tests.support.sandbox import LEVELS, LINUX, left_of
from tests.support.ssh import Server, connect, descendants, needs_sshd, tutors
from tests.support.waiting import happens, nap

pytestmark = LINUX
SECONDS = 3.0
WHOLE = {"bubblewrap": 4, "subreaper": 3, "plain": 3}  # processes, once the daemon is there too
DAEMON = """
import os, time
def f():
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0: time.sleep(1000)
        os._exit(0)
    while True: time.sleep(1)
"""

# The app, with such a program under way in it; what its processes carry goes to a file.
RUNNING = f"""
import sys
from pathlib import Path
from lessons.sandbox import Call, Limits, start
from tutor.cli.options import Options
from tutor.cli.launch import launch

home, level = Path(sys.argv[1]), sys.argv[2]
run = start({DAEMON!r}, [Call("f")], limits=Limits(seconds=60), level=level)
home.mkdir(exist_ok=True)
(home / "mark").write_text(run.mark)
sys.exit(launch(Options(home=home)))
"""


class Running(Terminal):
    """The app while a program of the learner's runs."""

    program = ("-c", RUNNING)


def of_mark(mark: str) -> list[int]:
    return processes_marked(f"{MARK}={mark}".encode())


def begun(home: Path, level: str) -> tuple[Running, str]:
    """The app on its first screen, and its learner's program with a daemon of it in the background."""
    terminal = Running(home, str(home), level)
    terminal.wait_for("Start at the bottom")
    mark = (home / "mark").read_text()
    assert happens(lambda: len(of_mark(mark)) >= WHOLE[level])
    return terminal, mark


def hang_up(terminal: Terminal) -> None:
    os.kill(terminal.child.pid, signal.SIGHUP)


def terminate(terminal: Terminal) -> None:
    os.kill(terminal.child.pid, signal.SIGTERM)


def drop_the_line(terminal: Terminal) -> None:
    os.close(terminal.child.child_fd)


def kill(terminal: Terminal) -> None:
    """No chance to do anything: the sandbox has to notice by itself."""
    os.kill(terminal.child.pid, signal.SIGKILL)


def quit_it(terminal: Terminal) -> None:
    terminal.press("\x11")


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("way", [hang_up, terminate, drop_the_line, kill, quit_it])
def test_nothing_outlives_the_app(home: Path, level: str, way: Callable[[Terminal], None]) -> None:
    terminal, mark = begun(home, level)
    folders = {Path(f"/proc/{pid}/cwd").resolve() for pid in of_mark(mark)}
    folders = {folder for folder in folders if folder.name.startswith("tutor-run-")}
    assert bool(folders) == (level != "bubblewrap")
    way(terminal)
    between = nap if way is drop_the_line else partial(terminal.pump, 0.02)
    assert happens(lambda: of_mark(mark) == [], SECONDS, between)
    assert happens(lambda: not any(folder.exists() for folder in folders))
    with contextlib.suppress(ChildProcessError, ProcessLookupError):  # that the app itself ends is tested elsewhere
        os.kill(terminal.child.pid, signal.SIGKILL)
        os.waitpid(terminal.child.pid, 0)


LOOP = "import os\n\n\ndef dot(a, b):\n    if os.fork() == 0:\n        os.setsid()\n    while True:\n        pass\n"


def at_a_check(home: Path, start: Callable[..., Terminal] = Terminal) -> tuple[Terminal, list[int]]:
    """The app with an exercise open and its check under way, which never ends; and the processes of that."""
    (home / "exercises").mkdir(parents=True)
    (home / "exercises" / "dot_product.py").write_text(LOOP)
    terminal = start(home, "open", "exercise.dot_product")
    terminal.wait_for("In NumPy")
    terminal.press("\x13")
    terminal.wait_for("esc stops it")
    found: list[int] = []

    def forked() -> bool:
        found[:] = [pid for app in tutors(home) for pid in descendants(app) if pid in carrying()]
        terminal.pump(0.01)
        return len(found) >= 3

    assert happens(forked)
    return terminal, found


def carrying() -> list[int]:
    """All processes of any run."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if f"{MARK}=".encode() in (folder / "environ").read_bytes():
                found.append(int(folder.name))
    return found


@pytest.mark.parametrize("way", [hang_up, drop_the_line, kill])
def test_a_check_in_the_app_ends_with_the_app(home: Path, way: Callable[[Terminal], None]) -> None:
    terminal, processes = at_a_check(home)
    way(terminal)
    assert happens(lambda: not set(processes) & set(carrying()))
    with contextlib.suppress(ChildProcessError, ProcessLookupError):
        os.kill(terminal.child.pid, signal.SIGKILL)
        os.waitpid(terminal.child.pid, 0)


@needs_sshd
def test_a_check_ends_with_the_connection(home: Path, server: Server) -> None:
    terminal, processes = at_a_check(home, partial(connect, server))
    terminal.kill()
    assert happens(lambda: not set(processes) & set(carrying()))
    assert happens(lambda: not tutors(home))


def test_escape_ends_the_check_and_not_the_app(home: Path) -> None:
    terminal, processes = at_a_check(home)
    terminal.press("\x1b")
    terminal.wait_for("Stopped after")
    assert not set(processes) & set(carrying())
    terminal.press("\x11")
    assert terminal.end() == 0


@pytest.mark.parametrize("level", LEVELS)
def test_stop_from_another_thread(level: str) -> None:
    run = start(DAEMON, [Call("f")], limits=Limits(seconds=60), level=level)
    assert happens(lambda: len(left_of(run)) >= WHOLE[level])
    begin = time.monotonic()
    run.stop()
    report = run.wait(5)
    assert time.monotonic() - begin < 1
    assert report is not None
    assert report.end == "stopped"
    assert report.line in (4, 8)  # still starting the other process, or by now in the loop
    assert summary(report).startswith("Stopped after ")
    assert summary(report).endswith(f", in line {report.line}.")
    assert left_of(run) == []
    run.stop()  # a second Escape finds nothing to do


@pytest.mark.parametrize("level", LEVELS)
def test_stopped_before_it_began(level: str) -> None:
    run = start(DAEMON, [Call("f")], limits=Limits(seconds=60), level=level)
    run.stop()
    report = run.wait(5)
    assert report is not None
    assert report.end == "stopped"
    assert left_of(run) == []


def test_all_are_stopped_at_once() -> None:
    runs = [start(DAEMON, [Call("f")], limits=Limits(seconds=60)) for _ in range(3)]
    begin = time.monotonic()
    stop_all(5)
    assert time.monotonic() - begin < 3
    assert [left_of(run) for run in runs] == [[], [], []]
    reports = [run.wait(0) for run in runs]
    assert [report.end for report in reports if report is not None] == ["stopped"] * 3


def test_an_event_stops_it() -> None:
    import threading

    stop = threading.Event()
    threading.Timer(0.2, stop.set).start()
    assert run_calls(DAEMON, [Call("f")], limits=Limits(seconds=60), stop=stop).end == "stopped"


@pytest.mark.parametrize("level", LEVELS[1:])
def test_a_supervisor_that_is_killed_takes_all_along(level: str) -> None:
    """As a program can do that is no root and has the same user."""
    run = start(DAEMON, [Call("f")], limits=Limits(seconds=60), level=level)
    assert happens(lambda: len(left_of(run)) >= WHOLE[level])
    supervisor = min(left_of(run))
    os.kill(supervisor, signal.SIGKILL)
    report = run.wait(10)
    assert report is not None
    assert report.end == "crashed"
    assert left_of(run) == []


def test_leaving_a_command_by_interrupt() -> None:
    """Ctrl-C in the shell, with a program under way and nobody who waits: the interpreter's own end is enough."""
    import subprocess

    code = f"""
import os, sys, time
from lessons.sandbox import Call, Limits, start
run = start({DAEMON!r}, [Call("f")], limits=Limits(seconds=60))
print(run.mark, flush=True)
time.sleep(0.5)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=20)
    mark = done.stdout.strip()
    assert happens(lambda: not of_mark(mark))
