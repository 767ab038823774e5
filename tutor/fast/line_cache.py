"""The disk cache of typeset lines: with it, a resumed page loads no Markdown parser, formula layout or plotext.

It is one file per page, in `cache/lines` of the learner's home. A damaged file, or one that another version of the
program wrote, is ignored.
"""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from itertools import groupby
from pathlib import Path
from threading import Lock

import msgspec

import lessons
import tutor
from progress.files import DISK, SaveError, sweep
from progress.paths import ensure_folder
from tutor.fast import enabled
from tutor.rendering.line_memo import LineMemo
from tutor.rendering.notation import Line
from tutor.rendering.typeset import joined, styled

FOLDER = "cache"
KEPT = 120  # entries per page; the oldest are dropped first
PAGES = 8  # pages whose lines stay in memory
STALE = 3600  # seconds after which a temporary file belongs to a killed process
PACKAGES = ("plotext", "markdown_it", "mdit_py_plugins")  # dependencies that affect the lines

_Run = tuple[str, bool, bool, str]
_Rows = tuple[tuple[_Run, ...], ...]


class _File(msgspec.Struct, frozen=True, array_like=True):
    """The content of a cache file: the stamp of the code that wrote it, and lines as runs of one style."""

    code_stamp: str
    pieces: dict[str, _Rows]


class LineCache(LineMemo):
    """The lines of one page, in memory and on disk, keyed by content, width and character set."""

    def __init__(self, home: Path, page: str) -> None:
        super().__init__()
        self.page = page
        self._path = home / FOLDER / "lines" / f"{page}.json"
        self._kept: dict[str, _Rows] | None = None  # the file's content, once it is read
        self._set: dict[str, list[Line]] = {}  # lines read or set since
        self._unsaved: dict[str, list[Line]] = {}
        # Each with its content, so that nothing else can have the same id.
        self._names: dict[tuple[int, int, bool], tuple[object, str]] = {}
        self._saving = Lock()

    def find(self, content: object, width: int, ascii_only: bool) -> list[Line] | None:
        """The cached lines, from this run of the program or an earlier one; None on a miss."""
        name = self._name(content, width, ascii_only)
        if name not in self._set and (rows := self._rows().get(name)) is not None:
            self._set[name] = [_line(row) for row in rows]
        return self._set.get(name)

    def keep(self, content: object, width: int, ascii_only: bool, lines: list[Line]) -> None:
        """Add lines; `save` writes them to disk."""
        name = self._name(content, width, ascii_only)
        self._set[name] = self._unsaved[name] = lines
        if len(self._set) > KEPT:
            del self._set[next(iter(self._set))]
        self.kept += 1

    def save(self) -> None:
        """Write new lines to disk; a failure is ignored. Blocks."""
        with self._saving:
            new, self._unsaved = self._unsaved, {}
            if new and (stamp := code_stamp()) is not None:
                rows = self._rows() | {name: tuple(tuple(_runs(line)) for line in new[name]) for name in list(new)}
                self._kept = dict(list(rows.items())[-KEPT:])
                write_atomic(self._path, msgspec.json.encode(_File(stamp, self._kept)))

    def _name(self, content: object, width: int, ascii_only: bool) -> str:
        """The digest; cached by identity, because a repr takes longer than all else, and one page is asked often."""
        asked = id(content), width, ascii_only
        known = self._names.get(asked)
        if known is None:
            known = self._names[asked] = content, digest(content, width, ascii_only)
            if len(self._names) > KEPT:
                del self._names[next(iter(self._names))]
        return known[1]

    def _rows(self) -> dict[str, _Rows]:
        if self._kept is None:
            self._kept = _read(self._path)
        return self._kept


class LineCaches:
    """The line caches of the pages read last."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._pages: dict[str, LineMemo] = {}

    def holds(self, page: str) -> bool:
        """Whether the page's cache is in memory."""
        return page in self._pages

    def save(self) -> None:
        """Write the new lines of all pages to disk. Blocks."""
        for memo in list(self._pages.values()):
            memo.save()

    def of(self, page: str) -> LineMemo:
        """The line cache of a page; in memory only where the disk cache is switched off."""
        memo = self._pages.pop(page, None)
        if memo is None:
            memo = LineCache(self._home, page) if enabled("line_cache") else LineMemo()
        self._pages[page] = memo
        if len(self._pages) > PAGES:
            del self._pages[next(iter(self._pages))]
        return memo


def digest(*parts: object) -> str:
    """A 96-bit hash of the values' reprs, in hexadecimal."""
    from hashlib import blake2b  # Home does not need it, and it loads a shared library

    return blake2b(repr(parts).encode(), digest_size=12).hexdigest()


def write_atomic(path: Path, data: bytes) -> None:
    """Write a file atomically; a failure is ignored. Not synced, because a lost cache is only rebuilt."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    with contextlib.suppress(OSError, SaveError):
        ensure_folder(path.parent)
        sweep(DISK, path.parent, time.time() - STALE)
        try:
            with open(part, "wb", opener=_private) as file:
                file.write(data)
            os.replace(part, path)
        except OSError:
            part.unlink(missing_ok=True)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _read(path: Path) -> dict[str, _Rows]:
    try:
        file = msgspec.json.decode(path.read_bytes(), type=_File)
    except (OSError, ValueError, RecursionError):
        return {}
    stamp = code_stamp()
    return file.pieces if stamp is not None and file.code_stamp == stamp else {}


@cache
def code_stamp() -> str | None:
    """A stamp that differs after any change to the program; None where it is unknown, and nothing may be cached."""
    folders = [Path(str(module.__file__)).parent for module in (tutor, lessons)]
    return stamp_of(folders, PACKAGES, tutor.__version__)


def stamp_of(folders: list[Path], packages: tuple[str, ...], version: str) -> str | None:
    """A hash of the version, the newest source file, the number of sources, and the other packages' files.

    Args:
        folders: The folders that are searched for sources, at any depth.
        packages: Import names of the other packages; one that is not installed is left out.
        version: The version of the program.
    """
    try:
        times = [path.stat().st_mtime_ns for folder in folders for path in _sources(folder)]
        specs = [find_spec(package) for package in packages]
        package_times = [os.stat(spec.origin).st_mtime_ns for spec in specs if spec is not None and spec.origin]
    except (OSError, ImportError, ValueError):
        return None
    return digest(version, max(times, default=0), len(times), package_times)


def _sources(folder: Path) -> Iterator[os.DirEntry[str]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.endswith(".py"):
                yield entry
            elif entry.is_dir() and not entry.name.startswith((".", "__pycache__")):
                yield from _sources(Path(entry.path))


def _runs(line: Line) -> Iterator[_Run]:
    for style, cells in groupby(line, key=lambda cell: cell.style):
        yield "".join([cell.text for cell in cells]), style.bold, style.italic, style.role


def _line(runs: tuple[_Run, ...]) -> Line:
    return joined(*[styled(*run) for run in runs])
