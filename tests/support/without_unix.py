"""Python without what only Unix has, as on Windows: `python -m tests.support.without_unix MODULE`."""

from __future__ import annotations

import asyncio  # binds what it needs of Unix, as the standard library of this system does
import importlib
import os
import select
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from importlib.machinery import ModuleSpec
from types import ModuleType

import platformdirs

BLOCKED = frozenset({"fcntl", "grp", "pty", "pwd", "resource", "termios", "tty"})

LOADED = (asyncio, platformdirs, subprocess, tempfile)
"""Modules that are other ones on Windows, and here take what is removed for granted."""

LACKING = {
    os: (
        "O_CLOEXEC", "O_DIRECTORY", "O_NOCTTY", "O_NOFOLLOW", "O_NONBLOCK", "chown", "ctermid", "fchmod", "fchown",
        "fdatasync", "fork", "forkpty", "getegid", "geteuid", "getgid", "getgroups", "getloadavg", "getpgid", "getpgrp",
        "getsid", "getuid", "killpg", "lchown", "mkfifo", "mknod", "nice", "openpty", "pidfd_open", "pread", "pwrite",
        "sched_getaffinity", "sched_setaffinity", "setgid", "setpgid", "setsid", "setuid", "sync",
        "sysconf", "tcgetpgrp", "tcsetpgrp", "ttyname",
    ),
    select: ("epoll", "poll"),
    signal: (
        "SIGALRM", "SIGCHLD", "SIGCONT", "SIGHUP", "SIGKILL", "SIGPIPE", "SIGQUIT", "SIGSTOP", "SIGTSTP", "SIGTTIN",
        "SIGTTOU", "SIGUSR1", "SIGUSR2", "SIGWINCH", "alarm", "pthread_sigmask", "setitimer", "sigwait",
    ),
}  # fmt: skip
"""By module, the names that it has on Unix only. `os.set_blocking` came to Windows with Python 3.12."""


class Blocker:
    """A finder that finds nothing, and lets nobody else find the blocked modules."""

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None, /
    ) -> ModuleSpec | None:
        """Refuse a blocked module; leave every other to the next finder."""
        if name in BLOCKED:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
        return None


def block() -> None:
    """Block the modules, those that are loaded already too, and remove what the others have on Unix only."""
    sys.meta_path.insert(0, Blocker())
    for name in BLOCKED & set(sys.modules):
        del sys.modules[name]
    for module, names in LACKING.items():
        for name in names:
            if hasattr(module, name):
                delattr(module, name)


if __name__ == "__main__":
    block()
    importlib.import_module(sys.argv[1]).main()
