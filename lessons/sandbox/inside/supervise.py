"""Without bubblewrap: a supervisor process, which kills what the learner's process leaves behind."""

from __future__ import annotations

import os
import select
import time

TYPE_CHECKING = False  # importing typing takes longer than all of this
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

PR_SET_CHILD_SUBREAPER, PR_SET_NO_NEW_PRIVS = 36, 38
KILL = 9  # here and in the job by number: the module of signals takes as long to import as all of this
PATIENCE = 2.0  # seconds of killing until what is left is given up


def split(job: dict[str, Any]) -> None:
    """Fork; return in the child, while the parent supervises it and exits with it.

    The supervisor kills everything when the other end of the control pipe closes: on request, or because the app died.
    """
    control: int = job["control"]
    reaper = job["reaper"] and _become_subreaper()
    pid = os.fork()
    if pid == 0:
        os.close(control)
        os.setsid()
        return
    for descriptor in job["channels"]:
        os.close(descriptor)
    status = _watch(pid, control)
    _kill_group(pid)
    if reaper:
        _sweep(job["stop"])
    _empty(job["work"])
    code = os.waitstatus_to_exitcode(status)
    os._exit(code if code >= 0 else 128 - code)


def _become_subreaper() -> bool:
    import ctypes

    prctl = ctypes.CDLL(None).prctl
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    return bool(prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) == 0)


def _watch(pid: int, control: int) -> int:
    """The wait status of the child, which is killed when the control pipe closes."""
    poll = select.poll()
    poll.register(control, 0)
    pause = 10
    if hasattr(os, "pidfd_open"):
        try:
            poll.register(os.pidfd_open(pid), select.POLLIN)
            pause = 1000
        except OSError:
            pass
    while True:
        for descriptor, _ in poll.poll(pause):
            if descriptor == control:
                _kill_group(pid)
                _kill(pid, KILL)
                return os.waitpid(pid, 0)[1]
        ended, status = os.waitpid(pid, os.WNOHANG)
        if ended:
            return status


def _empty(work: str) -> None:
    """Remove the working folder: the app does it too, but it may have been killed."""
    for folder, folders, files in os.walk(work, topdown=False):
        for remove, names in ((os.unlink, files), (_unfold, folders)):
            for name in names:
                _try(remove, os.path.join(folder, name))
    _try(os.rmdir, work)


def _unfold(path: str) -> None:
    os.unlink(path) if os.path.islink(path) else os.rmdir(path)


def _try(act: Callable[[str], None], path: str) -> None:
    try:
        act(path)
    except OSError:
        return


def _kill_group(pid: int) -> None:
    try:
        os.killpg(pid, KILL)
    except (ProcessLookupError, PermissionError):
        return


def _kill(pid: int, number: int) -> None:
    try:
        os.kill(pid, number)
    except (ProcessLookupError, PermissionError):
        return


def _sweep(stop: int) -> None:
    """Kill all orphans reparented to us; stop them first, so that none forks faster than it is found."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and _reaped():
        for number in (stop, KILL):
            for pid in _below(os.getpid()):
                _kill(pid, number)


def _reaped() -> bool:
    """Reap dead children. Returns whether any are left alive."""
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        return False
    return True


def _parent(pid: str) -> int:
    """The parent of a process; 0 where it is gone."""
    try:
        with open(f"/proc/{pid}/stat", "rb") as file:
            return int(file.read().rpartition(b")")[2].split()[1])
    except OSError:
        return 0


def _below(pid: int) -> list[int]:
    """The pids of all descendants of a process."""
    children: dict[int, list[int]] = {}
    for name in os.listdir("/proc"):
        if name.isdigit() and (parent := _parent(name)):
            children.setdefault(parent, []).append(int(name))
    pids: list[int] = []
    todo = [pid]
    while todo:
        below = children.get(todo.pop(), [])
        pids += below
        todo += below
    return pids
