"""Course text as lines of styled cells, for the screen and for `tutor read`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby

from msgspec import Struct
from msgspec.structs import replace

from lessons.model.text import Bullets, Display, Heading, Node, Span, Spans
from tutor.rendering.ascii import to_ascii
from tutor.rendering.context import RenderContext
from tutor.rendering.notation import Cell, Line, NotationError, Style, display, inline, one_line, spoken
from tutor.rendering.notation.boxes import graphemes, trimmed

PLAIN = Style()
_FORMULA_INDENT = 5
_RELATIONS = frozenset("=≈≠<>≤≥←→∝")
_TIMES = frozenset("·×⊙*")
_OPERATOR = re.compile(r" [-+*/@] ")


class _Piece(Struct, frozen=True):
    """Cells without a line break: `gap` puts a space before them, `loose` allows a break there."""

    cells: Line
    gap: bool
    loose: bool


def words(text: str, role: str = "", bold: bool = False, ascii_only: bool = False) -> Line:
    """A line of plain text in one style."""
    return styled(to_ascii(text) if ascii_only else text, bold, False, role)


def in_ascii(line: Line) -> Line:
    """A line spelled in ASCII, each run of cells in its own style; it may be longer."""
    if all(cell.text.isascii() for cell in line):
        return line
    runs = ((style, "".join(cell.text for cell in run)) for style, run in groupby(line, key=lambda cell: cell.style))
    return joined(*(styled(to_ascii(text), style.bold, style.italic, style.role) for style, text in runs))


class _Cells(dict[str, Cell]):
    """Shared cells of one style by character: a page has thousands of few kinds."""

    def __init__(self, bold: bool, italic: bool, role: str) -> None:
        super().__init__()
        self._style = Style(bold, italic, role)

    def __missing__(self, text: str) -> Cell:
        return self.setdefault(text, Cell(text, self._style))


_in_style = lru_cache(maxsize=64)(_Cells)


def styled(text: str, bold: bool, italic: bool, role: str) -> Line:
    """Text in one style, cell by cell."""
    cells = _in_style(bold, italic, role)
    return tuple([cells[char] for char in (text if text.isascii() else graphemes(text))])


def markdown(text: str, context: RenderContext) -> list[Line]:
    """Markdown as lines, such as a prompt or a message."""
    from lessons.reading.markdown import prose

    return running(prose(text), context)


def running(nodes: tuple[Node, ...], context: RenderContext) -> list[Line]:
    """Running text as lines, with an empty line between nodes."""
    lines: list[Line] = []
    for node in nodes:
        if lines:
            lines.append(())
        lines.extend(_node(node, context))
    return lines


def _node(node: Node, context: RenderContext) -> list[Line]:
    if isinstance(node, Display):
        return formula(node.latex, context)
    if isinstance(node, Heading):
        return wrap(tuple(replace(span, strong=True) for span in node.spans), context)
    if isinstance(node, Bullets):
        return [line for entry in _entries(node, context.ascii_only) for line in wrap(entry[1], context, entry[0])]
    return wrap(node.spans, context)


def _entries(node: Bullets, ascii_only: bool) -> Iterator[tuple[str, Spans]]:
    for number, entry in enumerate(node.entries, 1):
        sign = f"{number}. " if node.numbered else "- " if ascii_only else "• "
        yield "  " + sign, entry


def formula(latex: str, context: RenderContext, indent: int = _FORMULA_INDENT) -> list[Line]:
    """A displayed formula, indented if there is room; in words if the context is spoken."""
    if context.spoken:
        return wrap((Span(in_words(latex)),), context)
    box = display(latex, context.width, context.ascii_only)
    if box.width + indent > context.width:
        room = context.width - indent
        tight = display(latex, room, context.ascii_only) if room >= 40 else box
        box = tight if tight.width + indent <= context.width else box
    margin = words(" " * max(0, min(indent, context.width - box.width)))
    return [margin + row for row in box.rows]


def in_words(latex: str) -> str:
    """A formula as it is read aloud; as it is typed if it cannot be parsed."""
    try:
        return spoken(latex)
    except NotationError:
        return one_line(latex, ascii_only=True)


def wrap(spans: Spans, context: RenderContext, lead: str = "") -> list[Line]:
    """Spans wrapped into lines; `lead` precedes the first line, the others are indented as far."""
    first, rest = words(lead), words(" " * len(lead))
    lines: list[Line] = []
    line: Line = first
    empty = True
    for unit in _units(list(_pieces(spans, context)), context.width - len(rest)):
        cells = tuple(cell for piece in unit for cell in (_gap(piece) if piece is not unit[0] else ()) + piece.cells)
        gap = (Cell(" ", PLAIN),) if unit[0].gap and not empty else ()
        if not empty and len(line) + len(gap) + len(cells) > context.width:
            lines.append(trimmed(line))
            line, gap = rest, ()
            cells = _unspaced(cells)
        line = line + gap + cells
        empty = False
    lines.append(trimmed(line))
    return lines


def _gap(piece: _Piece) -> Line:
    return (Cell(" ", PLAIN),) if piece.gap else ()


def _units(pieces: list[_Piece], width: int) -> Iterator[list[_Piece]]:
    """Groups of pieces; a line may break only between groups.

    What stands after a relation, and both factors of a product, stay with their sign if they fit into a line.
    """
    unit: list[_Piece] = []
    for piece in pieces:
        if unit and piece.loose and not (_bound(unit[-1], piece) and _length([*unit, piece]) <= width):
            yield unit
            unit = []
        unit.append(piece)
    if unit:
        yield unit


def _bound(piece: _Piece, after: _Piece) -> bool:
    """Whether a line ends badly between two pieces."""
    left, right = (one.cells[0].text if len(one.cells) == 1 else "" for one in (piece, after))
    return left in _RELATIONS or left in _TIMES or right in _TIMES


def _length(unit: list[_Piece]) -> int:
    return sum(len(piece.cells) + piece.gap for piece in unit)


def _pieces(spans: Spans, context: RenderContext) -> Iterator[_Piece]:
    gap = False
    for span in spans:
        if span.kind == "math" and context.spoken:
            span = replace(span, text=in_words(span.text), kind="text")
        if span.kind == "math":
            for index, chunk in enumerate(inline(span.text, context.ascii_only)):
                yield _Piece(_emphasised(chunk, span), gap, gap or index > 0)
                gap = False
            continue
        if span.kind == "code":
            yield _Piece(_styled(span, span.text, context.ascii_only), gap, gap)
            gap = False
            continue
        for index, word in enumerate(span.text.split(" ")):
            gap = gap or index > 0
            if word:
                yield _Piece(_styled(span, word, context.ascii_only), gap, gap)
                gap = False


def _styled(span: Span, text: str, ascii_only: bool) -> Line:
    role = "code" if span.kind == "code" else ""
    return styled(to_ascii(text) if ascii_only else text, span.strong, span.emph, role)


def _emphasised(chunk: Line, span: Span) -> Line:
    if not span.strong:
        return chunk
    return tuple(Cell(cell.text, cell.style._replace(bold=True)) for cell in chunk)


def _unspaced(cells: Line) -> Line:
    start = 0
    while start < len(cells) and cells[start].text == " ":
        start += 1
    return cells[start:]


def wrap_plain(text: str, context: RenderContext, role: str = "", bold: bool = False) -> list[Line]:
    """Plain text wrapped into lines, in one role."""
    style = Style(bold=bold, role=role)
    return [tuple(Cell(cell.text, style) for cell in line) for line in wrap((Span(text),), context)]


def wrap_code(text: str, context: RenderContext) -> list[Line]:
    """A line of code, wrapped before operators: sums before products, and those in the fewest brackets."""
    at = _break(text, context.width) if len(text) > context.width else 0
    if not at:
        return wrap_plain(text, context, "code")
    rest = wrap_code(text[at + 1 :], context.narrowed(2))
    return [words(text[:at], "code"), *(joined(words("  "), line) for line in rest)]


def _break(text: str, width: int) -> int:
    """The place of the space where a line of code is best broken; 0 where no operator is within the width."""
    best, least, depth = 0, (len(text), False), 0
    for at in range(width + 1):
        depth += (text[at] in "([") - (text[at] in ")]")
        if _OPERATOR.match(text, at) and (rank := (depth, text[at + 1] not in "+-")) <= least:
            best, least = at, rank
    return best


def joined(*lines: Line) -> Line:
    """One line, concatenated from parts."""
    return tuple([cell for line in lines for cell in line])


def text_of(lines: list[Line]) -> str:
    """The lines as plain text."""
    return "\n".join("".join(cell.text for cell in line).rstrip() for line in lines)
