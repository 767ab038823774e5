"""Every disk operation of the record, in one class, so that tests can make each of them fail."""

from __future__ import annotations

import contextlib
import errno
import os
import stat as stat_bits
from collections.abc import Iterable, Iterator
from pathlib import Path

from ml_math_tutor import platform

_NOT_FOR_FOLDERS = frozenset((errno.EINVAL, errno.ENOTSUP, errno.EBADF))
"""Errors of file systems that cannot sync a folder; there the rename alone must do."""


class SaveError(Exception):
    """Something could not be saved: path and reason."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"{path} could not be saved: {reason}")
        self.path = path
        self.reason = reason


class Files:
    """The disk. All methods raise OSError."""

    has_locks = True

    def open(self, path: Path, flags: int) -> int:
        """Open a file with close-on-exec and mode 0600."""
        return os.open(path, flags | platform.OPEN_FLAGS, 0o600)

    def close(self, fd: int) -> None:
        """Close a file."""
        os.close(fd)

    def write(self, fd: int, data: bytes) -> int:
        """Write bytes; returns how many were accepted."""
        return os.write(fd, data)

    def read_at(self, fd: int, size: int, offset: int) -> bytes:
        """Read up to `size` bytes at an offset."""
        return platform.read_at(fd, size, offset)

    def size(self, fd: int) -> int:
        """The size of a file in bytes."""
        return os.fstat(fd).st_size

    def truncate(self, fd: int, size: int) -> None:
        """Cut a file to a size."""
        os.ftruncate(fd, size)

    def sync(self, fd: int) -> None:
        """Sync data and metadata to disk."""
        os.fsync(fd)

    def sync_data(self, fd: int) -> None:
        """Sync data to disk."""
        getattr(os, "fdatasync", os.fsync)(fd)

    def sync_folder(self, path: Path) -> None:
        """Sync a folder's entries to disk."""
        if not platform.SYNCS_FOLDERS:
            return
        fd = os.open(path, os.O_RDONLY)
        try:
            os.fsync(fd)
        except OSError as error:
            if error.errno not in _NOT_FOR_FOLDERS:
                raise
        finally:
            os.close(fd)

    def replace(self, source: Path, target: Path) -> None:
        """Rename over an existing file."""
        os.replace(source, target)

    def remove(self, path: Path) -> None:
        """Remove a file."""
        path.unlink()

    def make_folder(self, path: Path) -> None:
        """Make a folder with mode 0700."""
        os.mkdir(path, 0o700)

    def names(self, folder: Path) -> list[str]:
        """The sorted names in a folder; empty where there is no such folder."""
        try:
            return sorted(os.listdir(folder))
        except (FileNotFoundError, NotADirectoryError):
            return []

    def stat(self, path: Path) -> os.stat_result | None:
        """The status of a path; None where it does not exist."""
        try:
            return path.stat()
        except (FileNotFoundError, NotADirectoryError):
            return None

    def lock(self, fd: int) -> bool | None:
        """Try to lock a file: None where another process holds the lock, False where there are no locks."""
        return platform.lock(fd) if self.has_locks else False

    def unlock(self, fd: int) -> None:
        """Release the lock."""
        platform.unlock(fd)


DISK = Files()


def reason(error: OSError) -> str:
    """The reason of an error, in a few words."""
    return error.strerror or str(error) or type(error).__name__


@contextlib.contextmanager
def opened(files: Files, path: Path, flags: int) -> Iterator[int]:
    """Open a file, and close it at the end."""
    fd = files.open(path, flags)
    try:
        yield fd
    finally:
        files.close(fd)


def read_whole(files: Files, path: Path) -> bytes | None:
    """The file's bytes; None where there is no such file."""
    try:
        with opened(files, path, os.O_RDONLY) as fd:
            size = files.size(fd)
            data = files.read_at(fd, size, 0)
            while len(data) < size and (block := files.read_at(fd, size - len(data), len(data))):
                data += block
            return data
    except (FileNotFoundError, NotADirectoryError):
        return None


def write_all(files: Files, fd: int, data: bytes) -> None:
    """Write every byte. Raises OSError."""
    view = memoryview(data)
    while view:
        written = files.write(fd, bytes(view))
        if written <= 0:
            raise OSError(errno.EIO, "nothing more was accepted")
        view = view[written:]


def replace_file(files: Files, path: Path, blocks: Iterable[bytes]) -> None:
    """Replace a file atomically: at every moment either the old or the new content is there.

    A symbolic link stays one; what it points to is replaced. Raises SaveError.
    """
    target = Path(os.path.realpath(path))
    part = target.with_name(f".{target.name}.{os.getpid()}-{os.urandom(3).hex()}.part")
    try:
        _write_part(files, part, blocks)
        files.replace(part, target)
        files.sync_folder(target.parent)
    except OSError as error:
        with contextlib.suppress(OSError):
            files.remove(part)
        raise SaveError(path, reason(error)) from error


def _write_part(files: Files, part: Path, blocks: Iterable[bytes]) -> None:
    with opened(files, part, os.O_WRONLY | os.O_CREAT | os.O_EXCL) as fd:
        for block in blocks:
            write_all(files, fd, block)
        files.sync(fd)


def sweep(files: Files, folder: Path, before: float) -> None:
    """Remove temporary files of killed saves that are older than a time in seconds since 1970."""
    with contextlib.suppress(OSError):
        for name in files.names(folder):
            status = files.stat(folder / name) if is_part(name) else None
            if status and status.st_mtime < before:
                files.remove(folder / name)


def is_part(name: str) -> bool:
    """Whether a name is that of a save's temporary file."""
    return name.startswith(".") and name.endswith(".part")


def set_aside(files: Files, path: Path) -> Path:
    """Rename an unusable file to `name.unreadable-1`, or the next free number. Returns the new path."""
    names = set(files.names(path.parent))
    number = next(n for n in range(1, len(names) + 2) if f"{path.name}.unreadable-{n}" not in names)
    aside = path.with_name(f"{path.name}.unreadable-{number}")
    files.replace(path, aside)
    return aside


def is_folder(status: os.stat_result | None) -> bool:
    """Whether the status is that of a folder."""
    return status is not None and stat_bits.S_ISDIR(status.st_mode)
