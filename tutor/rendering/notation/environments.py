r"""`\begin{...}` to `\end{...}`: matrices, cases and aligned lines."""

from typing import TYPE_CHECKING

from tutor.rendering.notation.source import nearest
from tutor.rendering.notation.tree import NOTHING, Grid, Node

if TYPE_CHECKING:
    from tutor.rendering.notation.parse import Parser

ENVIRONMENTS = (
    "matrix", "bmatrix", "pmatrix", "vmatrix", "Bmatrix", "Vmatrix", "cases", "aligned", "align", "align*", "array",
)  # fmt: skip


def environment(parser: "Parser", at: int) -> Node:
    r"""The grid that begins at index `at`, where its `\begin` stands."""
    name, start = parser.source.raw_group("\\begin")
    if name not in ENVIRONMENTS:
        parser.source.fail(f"unknown environment {name!a}; {nearest(name, ENVIRONMENTS, '')}", start)
    spec = parser.source.raw_group("\\begin{array}")[0] if name == "array" else ""
    rows = _rows(parser)
    _end(parser, name, at)
    if len(rows) > 1 and rows[-1] == (NOTHING,):
        rows.pop()
    wide = max([len(cells) for cells in rows])
    return Grid(name, tuple([cells + (NOTHING,) * (wide - len(cells)) for cells in rows]), spec)


def _rows(parser: "Parser") -> list[tuple[Node, ...]]:
    rows: list[tuple[Node, ...]] = []
    cells: list[Node] = []
    while True:
        cells.append(parser.row(lenient=True))
        if parser.source.take("&"):
            continue
        rows.append(tuple(cells))
        cells = []
        if not parser.source.take("\\\\"):
            return rows


def _end(parser: "Parser", name: str, at: int) -> None:
    source = parser.source
    if not source.take("\\end"):
        source.fail(f"\\begin{{{name}}} without its \\end{{{name}}}", at)
        return
    closed, start = source.raw_group("\\end")
    if closed != name:
        source.fail(f"this ends {closed!a}, but {name!a} was begun", start)
