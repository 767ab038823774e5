"""Passive blocks as lines: prose, formulas, figures, code, pitfalls, side paths, explanations."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from lessons.model.figure import Figure
from lessons.model.page import CodeCell, FigureBlock, Formula, OwnData, Pitfall, Prose, SidePath, Why
from lessons.model.text import Node, Span
from tutor.rendering.context import RenderContext
from tutor.rendering.notation import Cell, Line, Style
from tutor.rendering.typeset import formula, joined, running, words, wrap

if TYPE_CHECKING:
    from tutor.learning.scheduling.recall_trials import Trial
    from tutor.rendering.personal_data import PersonalBlock

Passive = Prose | Formula | FigureBlock | CodeCell | Pitfall | SidePath | Why | OwnData

FIGURE_WIDTH = 64
_CODE_INDENT = 3
_OWN_FIGURE_WIDTH = 60


def passive_lines(block: Passive, context: RenderContext) -> list[Line]:
    """The lines of a passive block; for the learner's own record, those of the example."""
    match block:
        case Prose(nodes=nodes):
            return running(nodes, context)
        case Formula(latex=latex):
            return formula(latex, context)
        case FigureBlock():
            return figure_block(block, context)
        case CodeCell():
            return code(block, context)
        case Pitfall(title=title, nodes=nodes):
            return barred("Pitfall: " + title, nodes, "bad", context)
        case SidePath(title=title, nodes=nodes):
            return barred(f"Side path: {title} (nothing later needs it)", nodes, "dim", context)
        case Why(title=title, nodes=nodes):
            return barred(title, nodes, "dim", context)
        case OwnData():
            return own_lines(block, (), context)


def own_lines(block: OwnData, data: Sequence[Trial], context: RenderContext) -> list[Line]:
    """The learner's own record as lines: the text, then the figure."""
    from tutor.rendering.personal_data import shown

    content = shown(block, data)
    figure = figure_lines(content.figure, context.at_most(_OWN_FIGURE_WIDTH), content.figure.height)
    return [*_own_text(content, context), (), *figure]


def own_height(block: OwnData, context: RenderContext) -> int:
    """The rows to reserve for the learner's own record: the taller of its two texts, and the figure."""
    from tutor.rendering.personal_data import possible_blocks

    return max(len(_own_text(content, context)) + 1 + content.figure.height for content in possible_blocks(block))


def _own_text(content: PersonalBlock, context: RenderContext) -> list[Line]:
    from lessons.reading.markdown import prose
    from tutor.rendering.personal_data import TITLES

    return barred(TITLES[0] if content.own else TITLES[1], prose(content.text), "accent", context)


def figure_block(block: FigureBlock, context: RenderContext) -> list[Line]:
    """A figure and its caption."""
    context = context.at_most(FIGURE_WIDTH)
    lines = figure_lines(block.figure, context, block.figure.height)
    if block.caption:
        caption = wrap(block.caption, context)
        lines.extend(tuple(_dim(cell) for cell in line) for line in caption)
    return lines


def figure_lines(figure: Figure, context: RenderContext, height: int) -> list[Line]:
    """A figure without its caption, exactly `height` lines."""
    from tutor.rendering.charts import paint

    painted = paint(figure, context.width, height, context.ascii_only)
    return [tuple([_cell(cell.text, cell.bold, cell.role) for cell in row]) for row in painted.rows]


@lru_cache(maxsize=4096)
def _cell(text: str, bold: bool, role: str) -> Cell:
    """A shared cell: a figure has thousands of cells of few kinds."""
    return Cell(text, Style(bold=bold, role=role))


def code(block: CodeCell, context: RenderContext) -> list[Line]:
    """Source code with its output below; long lines continue on the next line, after a mark."""
    indent = words(" " * _CODE_INDENT)
    bar = words("| " if context.ascii_only else "│ ", "dim")
    source = [part for line in block.source.split("\n") for part in _folded(line, context.narrowed(3), "code")]
    output = [part for line in block.output.split("\n") for part in _folded(line, context.narrowed(5), "dim")]
    return [joined(indent, part) for part in source] + [joined(indent, bar, part) for part in output]


def _folded(text: str, context: RenderContext, role: str) -> list[Line]:
    """A line of code or output, folded after spaces where there are any; further rows begin with a sign."""
    sign = words("  \\ " if context.ascii_only else "  ↳ ", "dim")
    remainder, room = words(text, role, ascii_only=context.ascii_only), context.width
    lines: list[Line] = []
    while len(remainder) > room:
        spaces = [index for index, cell in enumerate(remainder[:room]) if cell.text == " " and index > room // 2]
        cut = spaces[-1] + 1 if spaces else room
        lines.append(remainder[:cut])
        remainder, room = remainder[cut:], context.narrowed(len(sign)).width
    return [*lines, remainder][:1] + [joined(sign, part) for part in [*lines, remainder][1:]]


def barred(title: str, nodes: tuple[Node, ...], role: str, context: RenderContext) -> list[Line]:
    """A note with a bar at its left edge."""
    bar, style = words("| " if context.ascii_only else "▎ ", role), Style(bold=True, role=role)
    head = [tuple(Cell(cell.text, style) for cell in line) for line in wrap((Span(title),), context.narrowed(2))]
    return [joined(bar, line) for line in (*head, *running(nodes, context.narrowed(2)))]


@lru_cache(maxsize=1024)
def _dim(cell: Cell) -> Cell:
    return Cell(cell.text, cell.style._replace(role=cell.style.role or "dim"))
