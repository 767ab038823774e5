"""Lines of a page as they were set or drawn last: what reads Markdown, sets formulas and draws is slow to load."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import groupby
from pathlib import Path
from threading import Lock

import msgspec

import lessons
from tutor.kept import FOLDER, digest, put, stamp
from tutor.notation import Line
from tutor.typeset import joined, styled

KEPT = 120  # pieces of a page; those made longest ago go first

_Run = tuple[str, bool, bool, str]
_Rows = tuple[tuple[_Run, ...], ...]


class _File(msgspec.Struct, frozen=True, array_like=True):
    """What made the lines, and the lines as runs of one style."""

    stamp: str
    pieces: dict[str, _Rows]


class Ink:
    """The lines of a page's pieces that were made before, by what they show and how wide."""

    def __init__(self, home: Path, page: str) -> None:
        self.page = page
        self._path = home / FOLDER / "lines" / f"{page}.json"
        self._pieces: dict[str, _Rows] | None = None
        self._changed = False
        self._saving = Lock()

    def lines(self, what: object, width: int, ascii: bool, make: Callable[[], list[Line]]) -> list[Line]:
        """The lines as they were made before, else made now and kept."""
        found = self.find(what, width, ascii)
        if found is None:
            found = make()
            self.keep(what, width, ascii, found)
        return found

    def find(self, what: object, width: int, ascii: bool) -> list[Line] | None:
        """The lines as they were made before; None where they were not."""
        rows = self._kept().get(digest(what, width, ascii))
        return None if rows is None else [_line(row) for row in rows]

    def keep(self, what: object, width: int, ascii: bool, lines: list[Line]) -> None:
        """Note how something looks."""
        pieces = self._kept()
        pieces[digest(what, width, ascii)] = tuple(tuple(_runs(line)) for line in lines)
        while len(pieces) > KEPT:
            del pieces[next(iter(pieces))]
        self._changed = True

    def save(self) -> None:
        """Bring what is new to the disk, if it can be. Blocks."""
        with self._saving:
            if self._changed:
                self._changed = False
                put(self._path, msgspec.json.encode(_File(_stamp(), dict(self._kept()))))

    def _kept(self) -> dict[str, _Rows]:
        if self._pieces is None:
            self._pieces = _read(self._path)
        return self._pieces


def _read(path: Path) -> dict[str, _Rows]:
    try:
        found = msgspec.json.decode(path.read_bytes(), type=_File)
    except (OSError, ValueError, RecursionError):
        return {}
    return found.pieces if found.stamp == _stamp() else {}


def _stamp() -> str:
    here, course = Path(__file__).parent, Path(lessons.__file__).parent
    makers = [*here.glob("charts/*.py"), *here.glob("notation/*.py")]
    makers += [here / f"{name}.py" for name in ("article", "blocks", "plain_text", "typeset")]
    makers += [course / f"{name}.py" for name in ("figures", "model", "nodes", "prose")]
    return stamp(makers, ["plotext", "markdown_it", "mdit_py_plugins"])


def _runs(line: Line) -> Iterator[_Run]:
    for style, cells in groupby(line, key=lambda cell: cell.style):
        yield "".join([cell.text for cell in cells]), style.bold, style.italic, style.role


def _line(runs: tuple[_Run, ...]) -> Line:
    return joined(*[styled(*run) for run in runs])
