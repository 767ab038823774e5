"""Appending to a journal file that other sessions may be appending to at the same time.

A line is written with one `write` to a file opened with O_APPEND. Where the system has file locks, one is held while
the end of the file is read and written. Where it has none, nothing is ever truncated; an unfinished last line is ended
with a newline. Only an unfinished last line is ever removed, and only after it was copied to another file.
"""

from __future__ import annotations

import contextlib
import errno
import os
import time
from collections.abc import Iterator
from pathlib import Path

from progress.files import Files, opened, write_all
from progress.journal.codec import LineError, decode

_FLAGS = os.O_RDWR | os.O_APPEND | os.O_CREAT
_PATIENCE = 400
"""How often a lock is tried, 5 ms apart; a process that holds it longer hangs."""

_BLOCK = 1 << 16


def append_lines(files: Files, path: Path, data: bytes, *, create: bool = True) -> tuple[int, int]:
    """Append whole lines and sync them to disk. Returns (start, end) in the file. Raises OSError.

    Without `create` the file must exist and its directory entry be synced. After an error the file may contain the
    lines or not; appending them again is harmless, because events are unique by id.
    """
    with opened(files, path, _FLAGS if create else _FLAGS & ~os.O_CREAT) as fd:
        with _locked(files, fd) as locked:
            size = files.size(fd)
            if _ends_torn(files, fd, size):
                size, closing = _mend(files, fd, path, size) if locked else (size, b"\n")
                data = closing + data
            _write_once(files, fd, data, size, locked)
            end = files.size(fd)
        files.sync_data(fd)
        if create:
            files.sync_folder(path.parent)
    return (size, size + len(data)) if locked else (end - len(data), end)


def mend_end(files: Files, path: Path) -> int:
    """Move an unfinished last line to another file, or add its newline if that is all it lacks.

    Returns how many bytes were moved. Raises OSError.
    """
    with opened(files, path, os.O_RDWR | os.O_APPEND) as fd, _locked(files, fd) as locked:
        size = files.size(fd)
        if not (locked and _ends_torn(files, fd, size)):
            return 0
        end, closing = _mend(files, fd, path, size)
        write_all(files, fd, closing)
        files.sync_data(fd)
        return size - end


def torn_path(path: Path) -> Path:
    """The file that keeps the unfinished lines of a journal file."""
    return path.with_name(path.name + ".torn")


@contextlib.contextmanager
def _locked(files: Files, fd: int) -> Iterator[bool]:
    is_locked = files.lock(fd)
    for _ in range(_PATIENCE):
        if is_locked is not None:
            break
        time.sleep(0.005)
        is_locked = files.lock(fd)
    if is_locked is None:
        raise OSError(errno.EAGAIN, "another session has the file locked")
    try:
        yield is_locked
    finally:
        if is_locked:
            files.unlock(fd)


def _write_once(files: Files, fd: int, data: bytes, size: int, locked: bool) -> None:
    written = 0
    try:
        written = files.write(fd, data)
        if written < len(data):
            raise OSError(errno.ENOSPC, f"only {written} of {len(data)} bytes were accepted; the disk may be full")
    except OSError:
        if locked and written and files.size(fd) == size + written:
            files.truncate(fd, size)
        raise


def _ends_torn(files: Files, fd: int, size: int) -> bool:
    return size > 0 and files.read_at(fd, 1, size - 1) != b"\n"


def _last_line_end(files: Files, fd: int, size: int) -> int:
    """The offset at which the last complete line ends."""
    while size > 0:
        start = max(0, size - _BLOCK)
        newline = files.read_at(fd, size - start, start).rfind(b"\n")
        if newline >= 0:
            return start + newline + 1
        size = start
    return 0


def _mend(files: Files, fd: int, path: Path, size: int) -> tuple[int, bytes]:
    """(the file's new size, bytes to write before the next line)."""
    end = _last_line_end(files, fd, size)
    if _is_event(files, fd, end, size):
        return size, b"\n"
    try:
        _keep_torn(files, fd, torn_path(path), end, size)
    except OSError:
        return size, b"\n"
    files.truncate(fd, end)
    return end, b""


def _is_event(files: Files, fd: int, start: int, end: int) -> bool:
    try:
        decode(files.read_at(fd, min(end - start, 1 << 21), start))
    except LineError:
        return False
    return True


def _keep_torn(files: Files, source: int, aside: Path, start: int, end: int) -> None:
    with opened(files, aside, _FLAGS) as fd:
        while start < end and (block := files.read_at(source, min(_BLOCK, end - start), start)):
            write_all(files, fd, block)
            start += len(block)
        write_all(files, fd, b"\n")
        files.sync(fd)
    files.sync_folder(aside.parent)
