"""`progress.json`: a cache of the state and of how far each journal file is folded; rebuilt if in doubt."""

from __future__ import annotations

import os
import zlib
from pathlib import Path

import msgspec
from msgspec import Struct

from progress.files import Files, opened, read_whole, reason, replace_file
from progress.journal.codec import gc_disabled
from progress.journal.lines import Cursor, fingerprint
from progress.paths import Paths
from progress.state.state import Folded

CACHE_VERSION = 12


class CachedFile(msgspec.Struct, frozen=True):
    """How far a journal file is folded, and the checksum (`print`) of what precedes that offset."""

    cursor: Cursor
    print: int


class Cached(msgspec.Struct, frozen=True):
    """The content of the cache."""

    files: dict[str, CachedFile]
    folded: Folded


class _Sealed(msgspec.Struct, frozen=True):
    v: int
    sum: int
    body: msgspec.Raw


class CacheReading(Struct, frozen=True):
    """The result of reading the cache: its content, or the problem, and whether it is damaged or of a newer version."""

    cached: Cached | None = None
    problem: str = ""
    damaged: bool = False
    newer: bool = False


def read_cache(files: Files, path: Path) -> CacheReading:
    """Read the cache, without comparing it with the journal."""
    try:
        data = read_whole(files, path)
    except OSError as error:
        damaged = isinstance(error, IsADirectoryError)
        return CacheReading(problem=f"{path}: {reason(error)}; the journal is read instead", damaged=damaged)
    if data is None:
        return CacheReading()
    try:
        sealed = msgspec.json.decode(data, type=_Sealed)
        body = memoryview(sealed.body)
        if _checksum(sealed.v, body) != sealed.sum:
            raise ValueError("checksum")
        if sealed.v > CACHE_VERSION:
            newer = (
                f"{path}:1: format {sealed.v} is of a newer version; it is left alone and the journal is read instead"
            )
            return CacheReading(problem=newer, newer=True)
        if sealed.v < CACHE_VERSION:
            return CacheReading()
        with gc_disabled():
            return CacheReading(msgspec.json.decode(body, type=Cached))
    except (ValueError, RecursionError):
        damaged_text = f"{path}:1: the file is damaged; it is kept aside and rebuilt from the journal"
        return CacheReading(problem=damaged_text, damaged=True)


def _checksum(version: int, body: bytes | memoryview) -> int:
    return zlib.crc32(body, zlib.crc32(b"%d:" % version))


def fits(files: Files, paths: Paths, cached: Cached) -> bool:
    """Whether every folded journal file still begins with what was folded."""
    return all(_fits(files, paths.journal / name, part) for name, part in cached.files.items())


def _fits(files: Files, path: Path, part: CachedFile) -> bool:
    try:
        with opened(files, path, os.O_RDONLY) as fd:
            offset = part.cursor.offset
            return files.size(fd) >= offset and fingerprint(files, fd, offset) == part.print
    except OSError:
        return False


def write_cache(files: Files, paths: Paths, folded: Folded, cursors: dict[str, Cursor]) -> None:
    """Replace the cache. Raises SaveError, OSError."""
    parts = {}
    for name, cursor in cursors.items():
        with opened(files, paths.journal / name, os.O_RDONLY) as fd:
            parts[name] = CachedFile(cursor, fingerprint(files, fd, cursor.offset))
    body = msgspec.json.encode(Cached(parts, folded))
    sealed = _Sealed(CACHE_VERSION, _checksum(CACHE_VERSION, body), msgspec.Raw(body))
    replace_file(files, paths.cache, (msgspec.json.encode(sealed), b"\n"))
