"""Blocks that are only read, as lines: prose, formulas, figures, code, pitfalls, side paths."""

from __future__ import annotations

from functools import lru_cache

from lessons.model.figure import Figure
from lessons.model.page import CodeCell, FigureBlock, Formula, OwnData, Pitfall, Prose, SidePath
from lessons.model.text import Node, Span
from tutor.rendering.notation import Cell, Line, Style
from tutor.rendering.typeset import formula, joined, running, words, wrap

Passive = Prose | Formula | FigureBlock | CodeCell | Pitfall | SidePath | OwnData

FIGURE_WIDTH = 64
_CODE_INDENT = 3


def passive_lines(block: Passive, width: int, ascii_only: bool = False) -> list[Line]:
    """The lines of a block that is only read; of the learner's own record, those of the example."""
    match block:
        case Prose(nodes=nodes):
            return running(nodes, width, ascii_only)
        case Formula(latex=latex):
            return formula(latex, width, ascii_only)
        case FigureBlock():
            return figure_block(block, width, ascii_only)
        case CodeCell():
            return code(block, width, ascii_only)
        case Pitfall(title=title, nodes=nodes):
            return barred("Pitfall: " + title, nodes, "bad", width, ascii_only)
        case SidePath(title=title, nodes=nodes):
            return barred(f"Side path: {title} (nothing later needs it)", nodes, "dim", width, ascii_only)
        case OwnData():
            from tutor.rendering.personal_data import own_lines

            return own_lines(block, (), width, ascii_only)


def figure_block(block: FigureBlock, width: int, ascii_only: bool = False) -> list[Line]:
    """A picture and its caption."""
    across = min(width, FIGURE_WIDTH)
    lines = figure_lines(block.figure, across, block.figure.height, ascii_only)
    if block.caption:
        caption = wrap(block.caption, min(width, across), ascii_only)
        lines.extend(tuple(_dim(cell) for cell in line) for line in caption)
    return lines


def figure_lines(figure: Figure, width: int, height: int, ascii_only: bool = False) -> list[Line]:
    """A picture alone, exactly `height` lines."""
    from tutor.rendering.charts import paint

    painted = paint(figure, width, height, ascii_only)
    return [tuple([_cell(cell.text, cell.bold, cell.role) for cell in row]) for row in painted.rows]


@lru_cache(maxsize=4096)
def _cell(text: str, bold: bool, role: str) -> Cell:
    """One object for equal cells: a picture has some thousand of few kinds."""
    return Cell(text, Style(bold=bold, role=role))


def code(block: CodeCell, width: int, ascii_only: bool = False) -> list[Line]:
    """Source with what it prints below it; what is too wide goes on in the next line, behind a sign."""
    indent = words(" " * _CODE_INDENT)
    bar = words("| " if ascii_only else "│ ", "dim")
    source = [part for line in block.source.split("\n") for part in _folded(line, width - 3, "code", ascii_only)]
    output = [part for line in block.output.split("\n") for part in _folded(line, width - 5, "dim", ascii_only)]
    return [joined(indent, part) for part in source] + [joined(indent, bar, part) for part in output]


def _folded(text: str, width: int, role: str, ascii_only: bool) -> list[Line]:
    line = words(text, role, ascii_only=ascii_only)
    if len(line) <= width:
        return [line]
    spaces = [index for index, cell in enumerate(line[:width]) if cell.text == " " and index > width // 2]
    cut = spaces[-1] + 1 if spaces else width
    sign = words("  \\ " if ascii_only else "  ↳ ", "dim")
    rest = text[cut:]
    return [line[:cut], *(joined(sign, part) for part in _folded(rest, width - 4, role, ascii_only))]


def barred(title: str, nodes: tuple[Node, ...], role: str, width: int, ascii_only: bool) -> list[Line]:
    """A note set off by a bar at its left edge."""
    bar, style = words("| " if ascii_only else "▎ ", role), Style(bold=True, role=role)
    head = [tuple(Cell(cell.text, style) for cell in line) for line in wrap((Span(title),), width - 2, ascii_only)]
    return [joined(bar, line) for line in (*head, *running(nodes, width - 2, ascii_only))]


@lru_cache(maxsize=1024)
def _dim(cell: Cell) -> Cell:
    return Cell(cell.text, cell.style._replace(role=cell.style.role or "dim"))
