"""Matrices, cases and aligned lines."""

from collections.abc import Sequence

from tutor.rendering.notation.boxes import EMPTY, Box, beside, blank, centred, column, lines_apart, padded, text_box
from tutor.rendering.notation.fences import delimiter, with_middle
from tutor.rendering.notation.pieces import Mode, Piece, plain
from tutor.rendering.notation.symbols import COMMANDS, Sym, typed
from tutor.rendering.notation.tree import Grid

Rows = Sequence[Sequence[Piece]]

_FENCES = {"bmatrix": "[]", "pmatrix": "()", "vmatrix": "||", "Bmatrix": "{}", "Vmatrix": "‖‖"}
ALIGNED = ("aligned", "align", "align*")
_AIR = 2


def _sign(glyph: str) -> Sym:
    return typed(glyph) or COMMANDS[glyph]


def drawn(rows: Rows, grid: Grid, mode: Mode) -> Piece:
    """The grid in two dimensions."""
    if grid.name in ALIGNED:
        return Piece(aligned(rows), "ord", "ord", tall=True)
    if grid.name == "cases":
        return _cases(rows, mode)
    body = _table(rows, grid.spec, mode)
    pair = _FENCES.get(grid.name)
    if pair is None:
        return Piece(body, "inner", "inner", tall=True)
    if pair == "{}":
        body = with_middle(body)
    air = blank(1, body.height, body.baseline)
    sides = [delimiter(_sign(glyph), body, mode.ascii_only) for glyph in pair]
    return Piece(beside([sides[0], air, body, air, sides[1]]), "inner", "inner", tall=True)


def _table(rows: Rows, spec: str, mode: Mode) -> Box:
    columns = [_column([row[at] for row in rows], side) for at, side in enumerate(_sides(rows, spec))]
    height = [max([column[at].baseline for column in columns]) for at in range(len(rows))]
    depth = [max([column[at].below for column in columns]) for at in range(len(rows))]
    rules = _rules(spec)
    lines: list[Box] = []
    for at in range(len(rows)):
        cells: list[Box] = []
        for index, column_boxes in enumerate(columns):
            if index:
                cells.append(_between(index in rules, height[at] + depth[at] + 1, height[at], mode))
            cells.append(_as_tall(column_boxes[at], height[at], depth[at]))
        lines.append(beside(cells))
    body = lines_apart(lines, 0)
    return Box(body.rows, (body.height - 1) // 2)


def _between(ruled: bool, height: int, baseline: int, mode: Mode) -> Box:
    if not ruled:
        return blank(_AIR, height, baseline)
    return column([" | " if mode.ascii_only else " │ "] * height, baseline)


def _as_tall(box: Box, height: int, depth: int) -> Box:
    return beside([box, blank(0, height + depth + 1, height)])


def _sides(rows: Rows, spec: str) -> list[str]:
    """The alignment of each column, as l, c or r; numeric columns are right-aligned unless `spec` says otherwise."""
    stated = [char for char in spec if char in "lcr"]
    sides: list[str] = []
    for at in range(len(rows[0])):
        if at < len(stated) and stated[at] != "c":
            sides.append(stated[at])
        else:
            sides.append("r" if all(_numeric(row[at]) for row in rows) else "c")
    return sides


def _rules(spec: str) -> set[int]:
    before = 0
    columns: set[int] = set()
    for char in spec:
        if char in "lcr":
            before += 1
        elif char == "|":
            columns.add(before)
    return columns


def _numeric(piece: Piece) -> bool:
    if piece.box.height > 1:
        return False
    digits = plain(piece.box).replace(" ", "").lstrip("−-+")
    return not digits or digits.replace(".", "", 1).isdecimal()


def _column(pieces: Sequence[Piece], side: str) -> list[Box]:
    wide = max([piece.box.width for piece in pieces])
    return [_placed(piece.box, wide, side) for piece in pieces]


def _placed(box: Box, wide: int, side: str) -> Box:
    if side == "c":
        return centred(box, wide)
    return padded(box, wide, wide - box.width if side == "r" else 0)


def _cases(rows: Rows, mode: Mode) -> Piece:
    columns = [_column([row[at] for row in rows], "l") for at in range(len(rows[0]))]
    lines = [beside(_spread([column[at] for column in columns], 3)) for at in range(len(rows))]
    body = lines_apart(lines, 0)
    body = with_middle(Box(body.rows, (body.height - 1) // 2))
    side = delimiter(_sign("{"), body, mode.ascii_only)
    return Piece(beside([side, blank(1, body.height, body.baseline), body]), "inner", "inner", tall=True)


def _spread(boxes: Sequence[Box], air: int) -> list[Box]:
    spread: list[Box] = []
    for box in boxes:
        spread += [blank(air), box] if spread else [box]
    return spread


def aligned(rows: Rows) -> Box:
    """Equations aligned at their relations: columns are right- and left-aligned in turn."""
    widths = [max([row[at].box.width for row in rows]) for at in range(len(rows[0]))]
    lines: list[Box] = []
    for row in rows:
        cells: list[Box] = []
        for at, piece in enumerate(row):
            if at:
                cells.append(blank(column_gap(rows, at)))
            cells.append(_placed(piece.box, widths[at], "l" if at % 2 else "r"))
        lines.append(beside(cells))
    body = lines_apart(lines, 0)
    return Box(body.rows, (body.height - 1) // 2)


def column_gap(rows: Rows, at: int) -> int:
    """Columns of air before column `at` of aligned lines."""
    if at % 2 == 0:
        return 3
    return int(any(row[at].left in ("rel", "bin") and row[at - 1].box.width > 0 for row in rows))


def on_one_row(rows: Rows, grid: Grid, mode: Mode) -> Piece:
    """A grid on one row: [[1, 2], [3, 4]]; a column as [1, 2, 3]; cases separated by semicolons."""
    if grid.name == "cases":
        parts = [_listed([piece.box for piece in row if piece.box.width], _before_condition(row)) for row in rows]
        return Piece(beside([text_box("{ "), _listed(parts, "; "), text_box(" }")]), "inner", "inner")
    airy = any(cell.text == " " for row in rows for piece in row for cell in piece.box.rows[0])
    comma = "," if mode.ascii_only and not airy else ", "
    if len(rows[0]) == 1:
        parts = [row[0].box for row in rows]
    else:
        parts = [beside([text_box("["), _listed([piece.box for piece in row], comma), text_box("]")]) for row in rows]
    name = {"vmatrix": "det(", "Vmatrix": "norm("}.get(grid.name, "")
    box = beside([text_box(name + "["), _listed(parts, comma), text_box("])" if name else "]")])
    return Piece(box, "inner", "inner")


def _before_condition(row: Sequence[Piece]) -> str:
    """What stands before a condition that is not in words."""
    return " " if row[-1].left in ("text", "blank", "rel", "bin") else " if "


def _listed(boxes: Sequence[Box], separator: str) -> Box:
    parts: list[Box] = []
    for box in boxes:
        parts += [text_box(separator), box] if parts else [box]
    return beside(parts) if parts else EMPTY
