"""Layout: the tree as pieces, in two dimensions or on one row."""

from collections.abc import Sequence
from functools import lru_cache
from itertools import dropwhile

from tutor.rendering.notation import fractions, grids
from tutor.rendering.notation.accents import accented
from tutor.rendering.notation.attach import attached, fits_beside, limits
from tutor.rendering.notation.boxes import Box, above, beside, blank, line, restyled, text_box
from tutor.rendering.notation.fences import brace, delimiter, framed, has_waist, with_middle
from tutor.rendering.notation.pieces import NOTHING_LAID, Mode, Piece, bracketed, joined
from tutor.rendering.notation.symbols import Kind, Sym, ascii_text
from tutor.rendering.notation.tree import (
    Accent,
    Boxed,
    Brace,
    Fence,
    Frac,
    Grid,
    Node,
    Phantom,
    Root,
    Row,
    Script,
    Space,
    Styled,
    Text,
    peeled,
)

_SEMICOLON = Sym(";", ";", "punct", ";")


def laid(node: Node, mode: Mode) -> Piece:
    """A node as a piece."""
    if isinstance(node, Sym):
        return _sym(node, mode)
    if isinstance(node, Row):
        return joined(pieces(node.items, mode), mode)._replace(left="ord", right="ord")
    if isinstance(node, Script):
        return _script(node, mode)
    if isinstance(node, Fence):
        return _fence(node, mode)
    if isinstance(node, Frac):
        return _frac(node, mode)
    if isinstance(node, Styled):
        inner = laid(node.body, mode)
        return inner._replace(box=restyled(inner.box, node.style))
    return _other_node(node, mode)


def _other_node(node: Text | Space | Root | Accent | Grid | Brace | Boxed | Phantom, mode: Mode) -> Piece:
    if isinstance(node, Text):
        return _text(node.text, mode.ascii_only)
    if isinstance(node, Root):
        degree = laid(node.degree, mode.script) if node.degree is not None else None
        return fractions.rooted(laid(node.body, mode), degree, node, mode)
    if isinstance(node, Accent):
        return accented(laid(node.body, mode), node.mark, mode)
    if isinstance(node, Grid):
        if mode.flat and node.name in grids.ALIGNED:
            return row_piece(in_a_row(node), mode)
        rows = grid_rows(node, mode)
        return grids.on_one_row(rows, node, mode) if mode.flat else grids.drawn(rows, node, mode)
    if isinstance(node, Brace):
        return _brace(node, mode)
    if isinstance(node, Boxed):
        inner = laid(node.body, mode)
        return inner if mode.flat else Piece(framed(inner.box, mode.ascii_only), "inner", "inner", tall=True)
    if isinstance(node, Phantom):
        inner = laid(node.body, mode)
        return inner._replace(box=blank(inner.box.width, inner.box.height, inner.box.baseline))
    return Piece(blank(max(node.width, 0)), "blank", "blank")


def pieces(items: Sequence[Node], mode: Mode) -> list[Piece]:
    """The items of a row as pieces; an explicit space is added before the next item."""
    laid_out: list[Piece] = []
    extra = 0
    for item in items:
        if isinstance(item, Space):
            extra += item.width
            continue
        piece = laid(item, mode)
        if not piece.box.width:
            continue
        laid_out.append(piece._replace(extra=extra) if extra else piece)
        extra = 0
    return laid_out


def row_piece(node: Node, mode: Mode, after: Kind | None = None) -> Piece:
    """A row as one piece that keeps the atom classes of its ends; `after` is the class of the preceding atom."""
    return joined(pieces(items_of(node), mode), mode, after)


def items_of(node: Node) -> tuple[Node, ...]:
    """The items of a row; any other node is the only one."""
    return node.items if isinstance(node, Row) else (node,)


def in_a_row(tree: Node) -> Node:
    """Aligned lines on one row; a new equation is separated by a semicolon."""
    items = items_of(tree)
    grid = items[0] if len(items) == 1 else None
    if not (isinstance(grid, Grid) and grid.name in grids.ALIGNED):
        return tree
    nodes: list[Node] = []
    for cells in grid.rows:
        content = list(dropwhile(_is_space, [item for cell in cells for item in items_of(cell)]))
        starts = peeled(content[0]) if content else None
        if nodes and content and not (isinstance(starts, Sym) and starts.kind in ("rel", "bin")):
            nodes.append(_SEMICOLON)
        nodes += content
    return Row(tuple(nodes))


def _is_space(node: Node) -> bool:
    return isinstance(node, Space)


def grid_rows(grid: Grid, mode: Mode) -> list[list[Piece]]:
    """Every cell laid out."""
    aligned = grid.name in grids.ALIGNED
    return [
        [row_piece(cell, mode, "ord" if aligned and at % 2 else None) for at, cell in enumerate(cells)]
        for cells in grid.rows
    ]


@lru_cache(maxsize=2048)
def _sym(sym: Sym, mode: Mode) -> Piece:
    ascii_only = mode.ascii_only
    text = sym.ascii_form if ascii_only else sym.glyph
    if sym.glyph == "×" and ascii_only and mode.tight:
        text = " x "
    elif mode.flat and sym.kind == "dots" and sym.glyph in "⋮⋱":
        text = "..." if ascii_only else "…"
    kind: Kind = "ord" if sym.kind == "bar" else sym.kind
    word = len(text) > 1 and text[0].isalpha() and kind != "num"
    return Piece(text_box(text), kind, kind, word=word or (ascii_only and sym.glyph == "∂"))


@lru_cache(maxsize=512)
def _text(text: str, ascii_only: bool) -> Piece:
    shown = ascii_text(text) if ascii_only else text
    if not shown:
        return NOTHING_LAID
    left: Kind = "blank" if shown[0] == " " else "text"
    right: Kind = "blank" if shown[-1] == " " else "text"
    return Piece(Box((line(shown),), 0), left, right, word=True)


def _script(node: Script, mode: Mode) -> Piece:
    base = laid(node.base, mode)
    sub = laid(node.sub, mode.script) if node.sub is not None else None
    sup = laid(node.sup, mode.script) if node.sup is not None else None
    core = peeled(node.base)
    if isinstance(core, Sym) and core.kind in ("big", "lim") and not mode.flat:
        beside_it = core.glyph == "∫" and fits_beside(sub, sup) and not mode.ascii_only
        if not beside_it:
            return limits(base, sub, sup)
    if base.ratio:
        base = bracketed(base)
    return attached(base, sub, sup, mode)


def _fence(node: Fence, mode: Mode) -> Piece:
    inner = row_piece(node.body, mode)
    if mode.flat and isinstance(peeled(node.body), Grid) and node.left is not None and node.left.glyph in "([":
        return inner  # the one-row matrix has its own brackets
    grows = inner.tall and not mode.flat
    inside = inner.box if grows else Box((inner.box.rows[0],), 0)
    if grows and (has_waist(node.left) or has_waist(node.right)):
        inside = with_middle(inside)
    body = inside if grows else inner.box
    parts = [body]
    if grows and isinstance(peeled(node.body), Grid):
        air = blank(1, body.height, body.baseline)
        parts = [air, body, air]
    if node.left is not None:
        parts.insert(0, delimiter(node.left, inside, mode.ascii_only))
    if node.right is not None:
        parts.append(delimiter(node.right, inside, mode.ascii_only))
    left: Kind = "inner" if node.left is None else "bar" if _is_bar(node.left) else "open"
    right: Kind = "inner" if node.right is None else "barclose" if _is_bar(node.right) else "close"
    return Piece(beside(parts), left, right, tall=grows)


def _is_bar(sym: Sym) -> bool:
    return sym.glyph in "|‖"


def _frac(node: Frac, mode: Mode) -> Piece:
    top, bottom = laid(node.top, mode), laid(node.bottom, mode)
    if not node.bar:
        return fractions.binomial(top, bottom, mode)
    small = fractions.vulgar(top, bottom) if node.small and not mode.ascii_only else None
    if small:
        return small
    return fractions.on_one_row(top, bottom, node) if mode.flat else fractions.stacked(top, bottom, mode)


def _brace(node: Brace, mode: Mode) -> Piece:
    body = laid(node.body, mode)
    if mode.flat:
        return body
    stroke = brace(body.box.width, node.over, mode.ascii_only)
    stack = [body.box, stroke]
    if node.label is not None:
        stack.append(laid(node.label, mode.script).box)
    if node.over:
        stack.reverse()
    return Piece(above(stack, len(stack) - 1 if node.over else 0), "inner", "inner", tall=True)
