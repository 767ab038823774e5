"""Over a real sshd on loopback, and in tmux: the line drops in every way it can, and nothing is lost."""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.paths import ROOT
from tests.support.pty import drafts, until_saved
from tests.support.ssh import Remote, Server, connect, descendants, needs_sshd, tutors, wait_in
from tests.support.waiting import happens

pytestmark = needs_sshd
SECONDS = 3.0


def gone_within(home: Path, seconds: float) -> bool:
    return happens(lambda: not tutors(home), seconds)


def at_work(server: Server, home: Path) -> Remote:
    """An answer given, another half typed."""
    remote = connect(server, home, "open", "linear_algebra.dot.exercise")
    remote.wait_for("check")
    remote.press("21\r")
    remote.wait_for("all six entries")
    remote.press("\x154 + 1")
    until_saved(home, '"4 + 1"', remote)
    return remote


def resumes(server: Server, home: Path) -> None:
    """A new connection has the answer on record, and what was half typed in its box."""
    assert '"typed":"21"' in "".join(path.read_text() for path in (home / "journal").glob("*.jsonl"))
    remote = connect(server, home)
    remote.wait_for("4 + 1")
    remote.press("\x11")
    assert remote.end() == 0
    assert gone_within(home, SECONDS)


def test_the_client_is_killed(server: Server, home: Path) -> None:
    remote = at_work(server, home)
    remote.kill()
    assert gone_within(home, SECONDS)
    resumes(server, home)


def test_the_sessions_sshd_is_killed(server: Server, home: Path) -> None:
    remote = at_work(server, home)
    (pid,) = tutors(home)
    for child in server.children():
        if child != pid and child not in descendants(pid):
            os.kill(child, signal.SIGKILL)
    assert gone_within(home, SECONDS)
    remote.child.close()
    resumes(server, home)


def test_the_client_stalls_and_the_connection_is_given_up(server: Server, home: Path) -> None:
    """The client takes nothing more; when sshd gives the connection up, the program goes too."""
    remote = at_work(server, home)
    os.kill(remote.child.pid, signal.SIGSTOP)
    (pid,) = tutors(home)
    for child in server.children():
        if child != pid and child not in descendants(pid):
            os.kill(child, signal.SIGKILL)
    assert gone_within(home, SECONDS)
    os.kill(remote.child.pid, signal.SIGCONT)
    remote.child.close()
    resumes(server, home)


@pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed; .ci/run installs it")
def test_in_tmux(home: Path, tmp_path: Path) -> None:
    """The tmux server dies under it; started again, it goes on where it was."""
    socket_path = str(tmp_path / "tmux")
    tmux = ["tmux", "-S", socket_path, "-f", "/dev/null"]
    python = shlex.join([sys.executable, "-m", "tutor", "--home", str(home)])
    start = f"cd {shlex.quote(str(ROOT))} && exec {python} open linear_algebra.dot.exercise"
    subprocess.run([*tmux, "new-session", "-d", "-x", "80", "-y", "24", start], check=True)
    try:
        wait_in(tmux, "check")
        subprocess.run([*tmux, "send-keys", "-l", "4 + 1"], check=True)
        assert happens(lambda: '"4 + 1"' in drafts(home), 10)
        server_pid = int(subprocess.check_output([*tmux, "display-message", "-p", "#{pid}"]))
        os.kill(server_pid, signal.SIGKILL)
        assert gone_within(home, SECONDS)
        subprocess.run([*tmux, "new-session", "-d", "-x", "80", "-y", "24", f"cd {ROOT} && exec {python}"], check=True)
        wait_in(tmux, "4 + 1")
    finally:
        subprocess.run([*tmux, "kill-server"], check=False, capture_output=True)
