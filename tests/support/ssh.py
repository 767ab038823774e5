"""A real sshd of the test's own, and connections to it."""

from __future__ import annotations

import contextlib
import getpass
import shlex
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.paths import ROOT
from tests.support.pty import Terminal
from tests.support.waiting import happens

SSHD = shutil.which("sshd") or shutil.which("sshd", path="/usr/sbin:/sbin")
needs_sshd = pytest.mark.skipif(
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
            f"AuthorizedKeysFile {folder}/user.pub {folder}/learners\nSubsystem sftp internal-sftp\n"
            "MaxStartups 100\nStrictModes no\nUsePAM no\nPermitRootLogin yes\n"
            "PasswordAuthentication no\nKbdInteractiveAuthentication no\nPrintMotd no\n"
        )
        Path("/run/sshd").mkdir(exist_ok=True)
        with (folder / "log").open("w") as log:
            self.process = subprocess.Popen([str(SSHD), "-D", "-e", "-f", str(config)], stderr=log)

    @property
    def ssh(self) -> list[str]:
        """The client, as far as the host."""
        return self.client("user")

    def client(self, key: str) -> list[str]:
        """The client with one of the keys in the folder, as far as the host."""
        options = ["StrictHostKeyChecking=no", f"UserKnownHostsFile={self.folder}/known", "LogLevel=ERROR"]
        flags = [flag for option in options for flag in ("-o", option)]
        where = ["-i", str(self.folder / key), "-p", str(self.port), f"{getpass.getuser()}@127.0.0.1"]
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


def wait_in(tmux: list[str], text: str) -> None:
    """Wait for a text in the pane of a tmux."""
    assert happens(lambda: text in subprocess.check_output([*tmux, "capture-pane", "-p"], text=True), 30)
