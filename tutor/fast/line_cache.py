"""Lines of a page as they were set or drawn last: what reads Markdown, sets formulas and draws is slow to load."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from itertools import groupby
from pathlib import Path
from threading import Lock

import msgspec

import lessons
import tutor
from tutor.fast.cache_file import FOLDER, code_stamp, digest, write_atomic
from tutor.rendering.notation import Line
from tutor.rendering.typeset import joined, styled

KEPT = 120  # pieces of a page; those made longest ago go first
PAGES = 8  # whose lines stay in memory

_Run = tuple[str, bool, bool, str]
_Rows = tuple[tuple[_Run, ...], ...]


class _File(msgspec.Struct, frozen=True, array_like=True):
    """What made the lines, and the lines as runs of one style."""

    code_stamp: str
    pieces: dict[str, _Rows]


class LineCache:
    """The lines of a page's pieces that were made before, by what they show and how wide."""

    def __init__(self, home: Path, page: str) -> None:
        self.page = page
        self._path = home / FOLDER / "lines" / f"{page}.json"
        self._kept: dict[str, _Rows] | None = None  # what the file held
        self._lines: dict[str, list[Line]] = {}  # what was asked for or made since
        self._unsaved: dict[str, list[Line]] = {}
        self._saving = Lock()

    def lines(self, what: object, width: int, ascii_only: bool, make: Callable[[], list[Line]]) -> list[Line]:
        """The lines as they were made before, else made now and kept."""
        found = self.find(what, width, ascii_only)
        if found is None:
            found = make()
            self.keep(what, width, ascii_only, found)
        return found

    def find(self, what: object, width: int, ascii_only: bool) -> list[Line] | None:
        """The lines as they were made before; None where they were not."""
        name = digest(what, width, ascii_only)
        if name not in self._lines and (rows := self._rows().get(name)) is not None:
            self._lines[name] = [_line(row) for row in rows]
        return self._lines.get(name)

    def keep(self, what: object, width: int, ascii_only: bool, lines: list[Line]) -> None:
        """Note how something looks."""
        name = digest(what, width, ascii_only)
        self._lines[name] = self._unsaved[name] = lines
        if len(self._lines) > KEPT:
            del self._lines[next(iter(self._lines))]

    def save(self) -> None:
        """Bring what is new to the disk, if it can be. Blocks."""
        with self._saving:
            new, self._unsaved = self._unsaved, {}
            if new:
                rows = self._rows() | {name: tuple(tuple(_runs(line)) for line in new[name]) for name in list(new)}
                self._kept = dict(list(rows.items())[-KEPT:])
                write_atomic(self._path, msgspec.json.encode(_File(_stamp(), self._kept)))

    def _rows(self) -> dict[str, _Rows]:
        if self._kept is None:
            self._kept = _read(self._path)
        return self._kept


class LineCaches:
    """The ink of the pages read last: to go back to one reads no file."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._pages: dict[str, LineCache] = {}

    def holds(self, page: str) -> bool:
        """Whether the page was among those read last."""
        return page in self._pages

    def save(self) -> None:
        """Bring what is new of all of them to the disk. Blocks."""
        for ink in list(self._pages.values()):
            ink.save()

    def of(self, page: str) -> LineCache:
        """The ink of a page."""
        found = self._pages.pop(page, None) or LineCache(self._home, page)
        self._pages[page] = found
        if len(self._pages) > PAGES:
            del self._pages[next(iter(self._pages))]
        return found


def _read(path: Path) -> dict[str, _Rows]:
    try:
        found = msgspec.json.decode(path.read_bytes(), type=_File)
    except (OSError, ValueError, RecursionError):
        return {}
    return found.pieces if found.code_stamp == _stamp() else {}


@cache
def _stamp() -> str:
    tree = Path(tutor.__file__).parent, Path(lessons.__file__).parent
    makers = [*tree[0].glob("rendering/**/*.py"), *tree[1].glob("model/*.py"), *tree[1].glob("reading/*.py")]
    return code_stamp(makers, ["plotext", "markdown_it", "mdit_py_plugins"])


def _runs(line: Line) -> Iterator[_Run]:
    for style, cells in groupby(line, key=lambda cell: cell.style):
        yield "".join([cell.text for cell in cells]), style.bold, style.italic, style.role


def _line(runs: tuple[_Run, ...]) -> Line:
    return joined(*[styled(*run) for run in runs])
