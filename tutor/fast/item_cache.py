"""The disk cache of what scheduling asks of the items: with it, what is due is known without reading or drawing them.

It is one file, `cache/items.json` in the learner's home. A file of another version of the program or of other files of
the course is ignored.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec

from lessons.model.item_entry import ItemEntry
from lessons.source import Source
from tutor.fast import enabled

READ = (".py", ".toml", ".md", ".json")
"""How the names of the files end that a course may consist of."""


class _File(msgspec.Struct, frozen=True, array_like=True):
    """The content of the cache file: the stamp of the code and the course that it was read from, and the entries."""

    stamp: str
    entries: tuple[ItemEntry, ...]


class ItemCache:
    """The items of a course by what scheduling asks of them, on disk."""

    def __init__(self, home: Path, source: Source) -> None:
        self._home, self._source = home, source

    def entries(self) -> Mapping[str, ItemEntry] | None:
        """The cached entries of the course as it is; None where there are none."""
        if not enabled("item_cache"):
            return None
        try:
            file = msgspec.json.decode(self._path.read_bytes(), type=_File)
        except (OSError, ValueError, RecursionError):
            return None
        stamp = course_stamp(self._source)
        return {entry.id: entry for entry in file.entries} if stamp is not None and file.stamp == stamp else None

    def keep(self, entries: Mapping[str, ItemEntry]) -> None:
        """Write entries, if there is a home; a failure is ignored. Blocks."""
        from tutor.fast.line_cache import write_atomic

        stamp = course_stamp(self._source)
        if enabled("item_cache") and stamp is not None and self._home.is_dir():
            write_atomic(self._path, msgspec.json.encode(_File(stamp, tuple(entries.values()))))

    @property
    def _path(self) -> Path:
        return self._home / "cache" / "items.json"


def course_stamp(source: Source) -> str | None:
    """A hash that differs after any change to the program or to a file of the course; None where it is unknown."""
    from tutor.fast.line_cache import code_stamp, digest

    try:
        found = [(entry.path, entry.stat()) for entry in _files(source.root)]
    except OSError:
        return None
    files = sorted((path, status.st_mtime_ns, status.st_size) for path, status in found)
    code = code_stamp()
    return digest(code, files) if code is not None else None


def _files(folder: Path | str) -> Iterator[os.DirEntry[str]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.endswith(READ):
                yield entry
            elif entry.is_dir() and not entry.name.startswith((".", "__pycache__")):
                yield from _files(entry.path)
