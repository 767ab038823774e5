"""Over a real sshd on loopback, and in tmux: the line drops in every way it can, and nothing is lost."""

from __future__ import annotations

import contextlib
import getpass
import os
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.paths import ROOT
from tests.support.pty import Terminal
from tests.system.test_pty import until_saved

SSHD = shutil.which("sshd") or shutil.which("sshd", path="/usr/sbin:/sbin")
SECONDS = 3.0

pytestmark = pytest.mark.skipif(
    SSHD is None or shutil.which("ssh") is None, reason="openssh-server is not installed; .ci/run installs it"
)


class Server:
    """An sshd of our own: own port, own keys, this user only."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name in ("host", "user"):
            key = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(folder / name)]
            subprocess.run(key, check=True)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        config = folder / "sshd_config"
        config.write_text(
            f"Port {self.port}\nListenAddress 127.0.0.1\nHostKey {folder}/host\nPidFile {folder}/pid\n"
            f"AuthorizedKeysFile {folder}/user.pub\nStrictModes no\nUsePAM no\nPermitRootLogin yes\n"
            "PasswordAuthentication no\nKbdInteractiveAuthentication no\nPrintMotd no\n"
        )
        Path("/run/sshd").mkdir(exist_ok=True)
        with (folder / "log").open("w") as log:
            self.process = subprocess.Popen([str(SSHD), "-D", "-e", "-f", str(config)], stderr=log)

    @property
    def ssh(self) -> list[str]:
        """The client, as far as the host."""
        options = ["StrictHostKeyChecking=no", f"UserKnownHostsFile={self.folder}/known", "LogLevel=ERROR"]
        flags = [flag for option in options for flag in ("-o", option)]
        where = ["-i", str(self.folder / "user"), "-p", str(self.port), f"{getpass.getuser()}@127.0.0.1"]
        return ["ssh", "-F", "none", "-tt", *flags, *where]

    def children(self) -> list[int]:
        """The server's own processes that serve a connection."""
        return descendants(self.process.pid)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    made = Server(tmp_path_factory.mktemp("sshd"))
    end = time.monotonic() + 10
    while time.monotonic() < end:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", made.port), 0.2):
            break
        if made.process.poll() is not None:
            pytest.skip(f"sshd does not start here: {(made.folder / 'log').read_text()}")
    yield made
    made.process.terminate()
    made.process.wait()


def descendants(pid: int) -> list[int]:
    """All processes below one, parents before children."""
    below: dict[int, list[int]] = {}
    for status in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            child, parent = int(status.parent.name), int(status.read_text().rpartition(")")[2].split()[1])
            below.setdefault(parent, []).append(child)
    found, todo = [], [pid]
    while todo:
        children = below.get(todo.pop(0), [])
        found += children
        todo += children
    return found


def tutors(home: Path) -> list[int]:
    """The running programs of this home: Python itself, not the shell or the client that started it."""
    found = []
    for line in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):
            words = line.read_bytes().split(b"\0")
            if words[0].endswith(b"python") and b"-m" in words and str(home).encode() in words:
                found.append(int(line.parent.name))
    return found


def gone_within(home: Path, seconds: float) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if not tutors(home):
            return True
        time.sleep(0.02)
    return False


class Remote(Terminal):
    """The program at the other end of an ssh connection."""

    server: Server

    def command(self, home: Path, *arguments: str) -> list[str]:
        python = [sys.executable, "-m", "tutor", "--home", str(home), *arguments]
        return [*self.server.ssh, f"cd {shlex.quote(str(ROOT))} && exec {shlex.join(python)}"]


def connect(server: Server, home: Path, *arguments: str) -> Remote:
    class Here(Remote):
        pass

    Here.server = server
    return Here(home, *arguments)


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
        end = time.monotonic() + 10
        while '"4 + 1"' not in "".join(path.read_text() for path in (home / "drafts").glob("*.json")):
            assert time.monotonic() < end
            time.sleep(0.02)
        server_pid = int(subprocess.check_output([*tmux, "display-message", "-p", "#{pid}"]))
        os.kill(server_pid, signal.SIGKILL)
        assert gone_within(home, SECONDS)
        subprocess.run([*tmux, "new-session", "-d", "-x", "80", "-y", "24", f"cd {ROOT} && exec {python}"], check=True)
        wait_in(tmux, "4 + 1")
    finally:
        subprocess.run([*tmux, "kill-server"], check=False, capture_output=True)


def wait_in(tmux: list[str], text: str) -> None:
    end = time.monotonic() + 30
    while text not in subprocess.check_output([*tmux, "capture-pane", "-p"], text=True):
        assert time.monotonic() < end
        time.sleep(0.05)
