"""What operating systems have under different names, or lack: locks, users, terminals, limits of a process.

The only file that imports modules of one system. Each function imports what it needs when it is called: the start of
the program and of each child process needs few of them.
"""

from __future__ import annotations

import errno
import os
import sys

TYPE_CHECKING = False  # importing typing takes longer than all of this
if TYPE_CHECKING:
    from types import ModuleType
    from typing import Any

OPEN_FLAGS = getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
"""Flags for every file: not inherited by children, and no line end translated."""

SYNCS_FOLDERS = os.name != "nt"
"""Whether a folder can be opened, and so synced."""

FINDS_FOLDERS_BY_HOME = os.name != "nt"
"""Whether the folders of a user are below HOME; Windows says where they are."""

_LOCK_OFFSET = 1 << 40
"""Where a lock of Windows lies: beyond the end of any file, since it would keep others from reading what it covers."""


def _module(name: str) -> ModuleType | None:
    try:
        module: ModuleType = __import__(name)  # without importlib, which a start would wait for
    except ImportError:
        return None
    return module


def lock(fd: int) -> bool | None:
    """Try to lock a file for this process: None where another one holds the lock, False where there are no locks."""
    fcntl = _module("fcntl")
    try:
        if fcntl is not None:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        return _lock_region(fd, "LK_NBLCK")
    except BlockingIOError:
        return None
    except OSError as error:
        return None if fcntl is None and error.errno in (errno.EACCES, errno.EDEADLK) else False


def unlock(fd: int) -> None:
    """Release the lock of a file. Raises OSError."""
    fcntl = _module("fcntl")
    if fcntl is not None:
        fcntl.flock(fd, fcntl.LOCK_UN)
    else:
        _lock_region(fd, "LK_UNLCK")


def _lock_region(fd: int, mode: str) -> bool:
    """Lock or unlock one byte of a file on Windows; False on other systems. Raises OSError."""
    msvcrt = _module("msvcrt")
    if msvcrt is None:
        return False
    before = os.lseek(fd, 0, os.SEEK_CUR)
    try:
        os.lseek(fd, _LOCK_OFFSET, os.SEEK_SET)
        msvcrt.locking(fd, getattr(msvcrt, mode), 1)
    finally:
        os.lseek(fd, before, os.SEEK_SET)
    return True


def read_at(fd: int, size: int, offset: int) -> bytes:
    """Read up to `size` bytes at an offset. Raises OSError."""
    if hasattr(os, "pread"):
        return os.pread(fd, size, offset)
    os.lseek(fd, offset, os.SEEK_SET)
    return os.read(fd, size)


def user_name() -> str:
    """What tells the users of this machine apart: the user's id, or their name where users have no numbers."""
    return str(os.getuid()) if hasattr(os, "getuid") else os.environ.get("USERNAME", "")


def home_of_user() -> str:
    """The home folder that the system has for this user; empty where it has none."""
    pwd = _module("pwd")
    if pwd is None:
        return os.environ.get("USERPROFILE", "")
    try:
        return str(pwd.getpwuid(os.getuid()).pw_dir)
    except KeyError:
        return ""


def has_unix_terminal() -> bool:
    """Whether terminals are those of Unix, which a driver for them needs."""
    return _module("termios") is not None and _module("fcntl") is not None


def terminal_attributes(fd: int) -> list[Any] | None:
    """The attributes of a terminal, for `set_terminal_attributes`; None where it has none."""
    termios = _module("termios")
    if termios is None:
        return None
    try:
        return list(termios.tcgetattr(fd))
    except termios.error:
        return None


def set_terminal_attributes(fd: int, attributes: list[Any] | None) -> None:
    """Give a terminal the attributes that it had; one that is gone is ignored."""
    termios = _module("termios")
    if termios is None or attributes is None:
        return
    try:
        termios.tcsetattr(fd, termios.TCSANOW, attributes)
    except termios.error:
        return


def make_raw(fd: int, attributes: list[Any], patience: int = 0) -> None:
    """Put a terminal with these attributes into the mode in which each key is passed on as it is typed, unechoed.

    With `patience`, reading gives nothing after so many tenths of a second in which nothing came. Raises OSError.
    """
    termios = _module("termios")
    if termios is None:
        raise OSError(errno.ENOTTY, "no terminal")
    raw = [*attributes[:6], list(attributes[6])]
    raw[0] &= ~(termios.IXON | termios.IXOFF | termios.ICRNL | termios.INLCR | termios.IGNCR)
    raw[3] &= ~(termios.ECHO | termios.ICANON | termios.IEXTEN | termios.ISIG)
    raw[6][termios.VMIN], raw[6][termios.VTIME] = int(patience == 0), patience
    try:
        termios.tcsetattr(fd, termios.TCSANOW, raw)
    except termios.error as error:
        raise OSError(*error.args) from error


def wait_for_hangup(descriptors: tuple[int, ...]) -> bool:
    """Block until one of these terminals is closed; False at once where the system cannot tell.

    With no events registered, poll reports hang-ups and errors alone. The poll of macOS calls every terminal invalid,
    so that answer is believed only of a descriptor that is really gone.
    """
    import select

    if not hasattr(select, "poll"):
        return False
    poll = select.poll()
    for descriptor in descriptors:
        poll.register(descriptor, 0)
    watched = set(descriptors)
    while watched:
        for descriptor, event in poll.poll():
            if event & (select.POLLHUP | select.POLLERR) or _is_gone(descriptor):
                return True
            if event & select.POLLNVAL:
                poll.unregister(descriptor)
                watched.discard(descriptor)
    return False


def _is_gone(descriptor: int) -> bool:
    try:
        os.fstat(descriptor)
    except OSError:
        return True
    return False


def why_no_programs() -> str:
    """Why no program of the learner can be run on this system; empty where it can."""
    needed = [hasattr(os, "fork"), hasattr(os, "setsid"), hasattr(os, "set_blocking"), _module("resource") is not None]
    if all(needed):
        return ""
    way = "in WSL everything works" if sys.platform == "win32" else "on Linux and macOS it works"
    return f"this system has no limits for a process, without which a faulty program could take the machine down; {way}"


def limit_process(name: str, soft: int, hard: int) -> None:
    """Limit a resource of this process, by the name of its constant, never above what it is held to already."""
    resource = _module("resource")
    limit = getattr(resource, name, None)
    if resource is None or limit is None:
        return
    _, ceiling = resource.getrlimit(limit)
    if ceiling != resource.RLIM_INFINITY:
        soft, hard = min(soft, ceiling), min(hard, ceiling)
    try:
        resource.setrlimit(limit, (soft, hard))
    except (ValueError, OSError):  # macOS knows some limits by name only
        return


def allow_open_files(count: int) -> None:
    """Let this process, and those that it starts, have so many files open, as far as it may."""
    resource = _module("resource")
    if resource is None:
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = count if hard == resource.RLIM_INFINITY else min(count, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
