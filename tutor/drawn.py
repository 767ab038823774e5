"""Figures of pages as they were drawn last: the library that draws them is slow to load."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

import msgspec

from lessons.model import FigureBlock
from tutor.kept import FOLDER, digest, put, stamp
from tutor.notation import Cell, Line, Style
from tutor.typeset import graphemes

KEPT = 60  # figures; those drawn longest ago go first

_Run = tuple[str, bool, bool, str]
_Rows = tuple[tuple[_Run, ...], ...]


class _File(msgspec.Struct, frozen=True, array_like=True):
    """What drew the figures, and their lines as runs of one style."""

    stamp: str
    figures: dict[str, _Rows]


class Drawn:
    """The lines of figures that were drawn before."""

    def __init__(self, home: Path) -> None:
        self._path = home / FOLDER / "figures.json"
        self._figures: dict[str, _Rows] | None = None
        self._changed = False

    def lines(self, block: FigureBlock, width: int, ascii: bool) -> list[Line] | None:
        """The figure and its caption; None where it was not drawn for this width."""
        rows = self._kept().get(_key(block, width, ascii))
        return None if rows is None else [_line(row) for row in rows]

    def keep(self, block: FigureBlock, width: int, ascii: bool, lines: list[Line]) -> None:
        """Note how a figure is drawn."""
        figures = self._kept()
        figures[_key(block, width, ascii)] = tuple(tuple(_runs(line)) for line in lines)
        while len(figures) > KEPT:
            del figures[next(iter(figures))]
        self._changed = True

    def save(self) -> None:
        """Bring what is new to the disk, if it can be. Blocks."""
        if not self._changed:
            return
        self._changed = False
        put(self._path, msgspec.json.encode(_File(_stamp(), dict(self._kept()))))

    def _kept(self) -> dict[str, _Rows]:
        if self._figures is None:
            self._figures = _read(self._path)
        return self._figures


def _read(path: Path) -> dict[str, _Rows]:
    try:
        found = msgspec.json.decode(path.read_bytes(), type=_File)
    except (OSError, ValueError, RecursionError):
        return {}
    return found.figures if found.stamp == _stamp() else {}


def _stamp() -> str:
    here = Path(__file__).parent
    return stamp([*here.glob("charts/*.py"), here / "blocks.py", here / "typeset.py"], ["plotext"])


def _key(block: FigureBlock, width: int, ascii: bool) -> str:
    return digest(block.figure, block.caption, width, ascii)


def _runs(line: Line) -> Iterator[_Run]:
    for style, cells in groupby(line, key=lambda cell: cell.style):
        yield "".join([cell.text for cell in cells]), style.bold, style.italic, style.role


def _line(runs: tuple[_Run, ...]) -> Line:
    return tuple(
        Cell(text, style)
        for run, bold, italic, role in runs
        for style in (Style(bold, italic, role),)
        for text in graphemes(run)
    )
