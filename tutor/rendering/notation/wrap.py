"""Line breaking: at relations, then at binary operators, then between factors, then in the one-row form."""

from collections.abc import Callable, Sequence

from tutor.rendering.notation.boxes import (
    EMPTY,
    SPACE,
    Box,
    Line,
    beside,
    blank,
    lines_apart,
    padded,
    text_box,
    trimmed,
)
from tutor.rendering.notation.grids import ALIGNED
from tutor.rendering.notation.layout import grid_rows, in_a_row, items_of, pieces, row_piece
from tutor.rendering.notation.pieces import Mode, Piece, gaps, joined, with_brackets, with_dots, with_signs
from tutor.rendering.notation.spacing import PRODUCTS
from tutor.rendering.notation.symbols import Kind
from tutor.rendering.notation.tree import Grid, Node

_SEPARATE = 3  # this much asked-for air parts two formulas
_INDENT = 2
_NARROWEST = 10
_FACTORS = 2  # the finest level of breaking
_OPENING = frozenset("([{⟨⌊⌈")
_CLOSING = frozenset(")]}⟩⌋⌉")
_TIMES = frozenset("·×*⊙∘⊗/")
_SIGNS = frozenset("+−-=,;·*×<>≤≥≈∈∼←→")

Placed = tuple[int, Sequence[Piece]]


def fitted(tree: Node, width: int, ascii_only: bool) -> Box:
    """The two-dimensional form in at most `width` columns."""
    width = max(width, _NARROWEST)
    mode = Mode(ascii_only, flat=False)
    unbroken = row_piece(tree, mode).box
    if unbroken.width <= width:
        return unbroken
    core = items_of(tree)[0] if len(items_of(tree)) == 1 else tree
    if isinstance(core, Grid) and core.name in ALIGNED:
        broken = _aligned(core, mode, width)
    else:
        broken = _sections(with_signs(with_dots(pieces(items_of(tree), mode), mode)), mode, width)
    return broken or _filled(chunks(tree, ascii_only), width)


def _sections(row: Sequence[Piece], mode: Mode, width: int) -> Box | None:
    boxes: list[Box] = []
    for section in _split(row, lambda piece: piece.extra >= _SEPARATE):
        section = [section[0]._replace(extra=0), *section[1:]]
        lines = _lines(section, 0, 0, _after_left_side(section, mode, width), mode, width)
        if lines is None:
            return None
        boxes += _boxes(lines, mode)
    return _stack(boxes)


def _aligned(grid: Grid, mode: Mode, width: int) -> Box | None:
    if len(grid.rows[0]) > 2:
        return None
    cells = grid_rows(grid, mode)
    edge = max([row[0].box.width for row in cells])
    edge = edge + 1 if 0 < edge <= width // 2 else edge and _INDENT
    boxes: list[Box] = []
    for nodes, row in zip(grid.rows, cells, strict=True):
        left = row[0].box
        content = with_signs(pieces(items_of(nodes[-1]), mode), "ord" if len(nodes) > 1 else None)
        if left.width >= edge and len(nodes) > 1:
            content = [row[0], *content]
            left = EMPTY
        lines = _lines(content, 0, 0, 0, mode, width - edge) if content else []
        if lines is None:
            return None
        broken_lines = _boxes(lines, mode) or [EMPTY]
        boxes += _beside_edge(left, broken_lines, edge)
    return _stack(boxes)


def _beside_edge(left: Box, lines: list[Box], edge: int) -> list[Box]:
    if not edge:
        return lines
    lead = beside([padded(left, edge - 1, edge - 1 - left.width), blank(1)]) if left.width else blank(edge)
    return [beside([lead, lines[0]]), *[padded(line, line.width + edge, edge) for line in lines[1:]]]


def _stack(boxes: list[Box]) -> Box:
    wide = max([box.width for box in boxes])
    return lines_apart([padded(box, wide, 0) for box in boxes], 0)


def _boxes(lines: Sequence[Placed], mode: Mode) -> list[Box]:
    return [padded(box, box.width + at, at) for at, box in [(at, _joined(row, mode).box) for at, row in lines]]


def _joined(row: Sequence[Piece], mode: Mode) -> Piece:
    starts_inside: Kind | None = "ord" if row and row[0].left in ("bin", "rel") else None
    return joined(row, mode, starts_inside)


def _after_left_side(row: Sequence[Piece], mode: Mode, width: int) -> int:
    """The column of the first relation, with which the next ones are aligned."""
    for index, piece in enumerate(row):
        if piece.left == "rel":
            at = _joined(row[:index], mode).box.width + 1 if index else 0
            return at if at <= width // 2 else _INDENT
    return _INDENT


def _lines(row: Sequence[Piece], level: int, first: int, hang: int, mode: Mode, width: int) -> list[Placed] | None:
    """Lines with their columns, the first at `first`, the others at `hang`; None if a part does not fit."""
    if first + _joined(row, mode).box.width <= width:
        return [(first, row)]
    if level > _FACTORS:
        return None
    if level == 0 and (below := _below_left_side(row, first, mode, width)):
        return below
    done: list[Placed] = []
    at, current = first, list[Piece]()
    for unit in _units(row, level):
        if at + _joined([*current, *unit], mode).box.width <= width:
            current += unit
            continue
        if current:
            done.append((at, current))
            at, current = hang, []
            unit = _with_sign(done[-1][1][-1], unit, mode)
        deeper = _lines(unit, level + 1, at, _hang_inside(unit, level, at, hang, mode, width), mode, width)
        if deeper is None:
            return None
        done += deeper[:-1]
        at, current = deeper[-1][0], list(deeper[-1][1])
    return [*done, (at, current)] if current else done


def _below_left_side(row: Sequence[Piece], first: int, mode: Mode, width: int) -> list[Placed]:
    """The left side in a line of its own, where its relation does not fit beside it but below; none otherwise."""
    left, *sides = _split(row, lambda piece: piece.left == "rel")
    wide = first + _joined([*left, *(sides[0] if sides else ())], mode).box.width > width
    if left[0].left == "rel" or not wide or first + _joined(left, mode).box.width > width:
        return []
    done: list[Placed] = [(first, left)]
    for side in sides:
        at, last = done[-1]
        if len(done) > 1 and at + _joined([*last, *side], mode).box.width <= width:
            done[-1] = (at, [*last, *side])
        elif first + _INDENT + _joined(side, mode).box.width <= width:
            done.append((first + _INDENT, side))
        else:
            return []
    return done


def _with_sign(before: Piece, unit: list[Piece], mode: Mode) -> list[Piece]:
    """A factor at the start of a line, after a multiplication sign."""
    if (before.right, unit[0].left) not in PRODUCTS:
        return unit
    return [Piece(text_box("*" if mode.ascii_only else "·"), "bin", "bin"), *unit]


def _hang_inside(unit: Sequence[Piece], level: int, at: int, hang: int, mode: Mode, width: int) -> int:
    """The column in which the right side of a relation continues."""
    if level:
        return hang
    for index, piece in enumerate(unit):
        if piece.left == "rel":
            column = at + _joined(unit[: index + 1], mode).box.width + 1
            return column if column <= width // 2 else hang + _INDENT
    return hang


def _units(row: Sequence[Piece], level: int) -> list[list[Piece]]:
    if level == 0:
        units = _split(row, lambda piece: piece.left == "rel")
        return units if row[0].left == "rel" or len(units) == 1 else [units[0] + units[1], *units[2:]]
    if level == 1:
        return _split(row, lambda piece: piece.left == "bin")
    groups: list[list[Piece]] = []
    for index, piece in enumerate(row):
        # A relation or an operation begins a line, and what follows it stays with it.
        bound = index == 0 or row[index - 1].right not in ("close", "inner", "barclose", "punct")
        if groups and piece.left not in ("rel", "bin") and (bound or piece.left in ("punct", "close", "post")):
            groups[-1].append(piece)
        else:
            groups.append([piece])
    return groups


def _split(row: Sequence[Piece], starts: Callable[[Piece], bool]) -> list[list[Piece]]:
    parts: list[list[Piece]] = []
    for piece in row:
        if parts and not starts(piece):
            parts[-1].append(piece)
        else:
            parts.append([piece])
    return parts


def chunks(tree: Node, ascii_only: bool) -> tuple[Line, ...]:
    """The one-row form, divided before relations and sums outside brackets, with trailing spaces.

    A product stays whole, and no line ends with an equals sign: the next begins with it, as in a displayed formula.
    """
    mode = Mode(ascii_only, flat=True)
    row = with_signs(with_brackets(with_dots(pieces(items_of(in_a_row(tree)), mode), mode), mode))
    if not row:
        return ()
    air = gaps(row, mode)
    lines: list[Line] = []
    current: Line = ()
    for index, piece in enumerate(row):
        current += piece.box.rows[0]
        after: Line = air[index + 1].rows[0] if index + 1 < len(row) else ()
        current += after
        parts = piece.right == "punct" or len(after) >= _SEPARATE or _begins_line(row[index + 1 :])
        if after and parts:
            lines.append(current)
            current = ()
    if current:
        lines.append(current)
    return (air[0].rows[0] + lines[0], *lines[1:])


def _begins_line(row: Sequence[Piece]) -> bool:
    """Whether a line may begin with the first of these pieces: a relation, or a sign that is not one of a product."""
    if not row or row[0].left not in ("rel", "bin"):
        return False
    return row[0].left == "rel" or not any(cell.text in _TIMES for line in row[0].box.rows for cell in line)


def _filled(parts: Sequence[Line], width: int) -> Box:
    """Chunks filled into lines; one that is too long is cut at a space or, failing that, anywhere."""
    lines: list[Line] = []
    current: Line = ()
    for part in parts:
        if current and len(current) + len(trimmed(part)) > width >= len(part) + _INDENT:
            lines.append(current)
            current = (SPACE,) * _INDENT
        current += part
        while len(trimmed(current)) > width:
            cut = _cut(current, width)
            lines.append(current[:cut])
            current = (SPACE,) * _INDENT + current[cut:]
    lines.append(current)
    rows = [trimmed(line) for line in lines]
    wide = max([len(row) for row in rows])
    return Box(tuple([row + (SPACE,) * (wide - len(row)) for row in rows]), 0)


def _cut(row: Line, width: int) -> int:
    """Where to cut a line: at the space in the fewest brackets, preferably after an operator, as late as possible."""
    depth = 0
    best: tuple[int, bool, int] | None = None
    for at, (text, _) in enumerate(row[: width + 1]):
        depth += (text in _OPENING) - (text in _CLOSING)
        if text == " " and at > width // 3:
            rank = (depth, row[at - 1].text not in _SIGNS, -at)
            best = rank if best is None else min(best, rank)
    return 1 - best[2] if best else width
