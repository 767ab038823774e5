"""A class on one machine: one account, a key for each learner, and a command that each key is held to."""

from __future__ import annotations

import shlex
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.support.pty import Terminal
from tests.support.ssh import Server

SPY = '''
import os

LEARNERS = {learners!r}
HOMES = {homes!r}


def softmax(z):
    """Look for the files of others, by every way that a path can take."""
    seen = []
    for name in LEARNERS:
        for way in (HOMES, "..", "../..", "/proc/1/root" + HOMES, "/proc/self/root" + HOMES, "/proc/self/cwd/.."):
            for path in (name, name + "/exercises/softmax.py", name + "/journal"):
                if os.path.exists(os.path.join(way, path)):
                    seen.append(name)
    for folder in ("/home", "/srv", "/root/.ssh", "/var", os.path.expanduser("~/.ssh")):
        if os.path.isdir(folder):
            seen += os.listdir(folder)
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open("/proc/" + pid + "/cmdline") as file:
                line = file.read()
        except OSError:
            continue
        seen += [name for name in LEARNERS if HOMES + "/" + name in line]
    raise RuntimeError("others: " + (", ".join(sorted(set(seen))) or "none"))
'''
OPENS = "exercise.softmax"


def enroll(server: Server, homes: Path, learner: str) -> Path:
    """Give a learner a key that starts the program with their home and does nothing else; return their home."""
    key = server.folder / learner
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", learner, "-f", str(key)], check=True)
    home = homes / learner
    command = shlex.join(
        ["env", "TUTOR_SANDBOX=bubblewrap", sys.executable, "-m", "tutor", "--home", str(home), "open", OPENS]
    )
    with (server.folder / "learners").open("a") as file:
        file.write(f'command="{command}",restrict,pty {key.with_suffix(".pub").read_text()}')
    return home


def spying(homes: Path, learners: Sequence[str]) -> str:
    """A program for the exercise that looks for the files of all learners."""
    return SPY.format(learners=list(learners), homes=str(homes))


class Seat(Terminal):
    """A learner's connection."""

    server: Server
    learner: str

    def command(self, home: Path, *arguments: str) -> list[str]:
        return [*self.server.client(self.learner), *arguments]


def sit_down(server: Server, learner: str, home: Path, *arguments: str) -> Seat:
    """Connect as a learner; what `arguments` ask for is not what the key allows."""

    class Here(Seat):
        pass

    Here.server, Here.learner = server, learner
    return Here(home, *arguments, size=(100, 40))
