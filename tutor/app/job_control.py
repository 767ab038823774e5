"""Whether a stopped program could be continued by anyone at this terminal."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path


def can_be_continued(parent_of: Callable[[int], int] | None = None) -> bool:
    """Whether a shell with job control started this process group.

    POSIX.1-2017, 3.264: a process group is orphaned if no member has a parent in another group of the same session.
    Nobody could continue it. Such are the command of `ssh -t` or of `xterm -e`, and the first process of a container.
    """
    if not hasattr(os, "getpgrp"):
        return False
    parent_of = parent_of or parent
    group, session = os.getpgrp(), os.getsid(0)
    ancestor = os.getppid()
    try:
        while ancestor > 0 and os.getpgid(ancestor) == group:
            ancestor = parent_of(ancestor)
        return ancestor > 0 and os.getsid(ancestor) == session
    except (OSError, ValueError):
        return False


def parent(pid: int) -> int:
    """The parent of a process.

    Raises:
        OSError: it cannot be told.
        ValueError: it cannot be told.
    """
    stat = Path(f"/proc/{pid}/stat")
    if stat.exists():
        return int(stat.read_text("utf-8", "replace").rpartition(")")[2].split()[1])
    return int(subprocess.run(["ps", "-o", "ppid=", "-p", str(pid)], capture_output=True, check=False).stdout)
