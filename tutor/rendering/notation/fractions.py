"""Fractions, binomials and roots, stacked and on one row."""

from tutor.rendering.notation.attach import SUP, as_glyphs
from tutor.rendering.notation.boxes import Box, above, beside, centred, line, padded, text_box
from tutor.rendering.notation.fences import bar, delimiter, radical
from tutor.rendering.notation.pieces import Mode, Piece, bracketed, plain
from tutor.rendering.notation.symbols import Sym, typed
from tutor.rendering.notation.tree import Accent, Fence, Frac, Node, Root, Row, Script, Text, peeled

# the bar runs on under a raised script at the end of a part, which leans out to the right
OVERHANG = 2
_VULGAR = {"1/2": "½", "1/3": "⅓", "2/3": "⅔", "1/4": "¼", "3/4": "¾", "1/5": "⅕", "1/6": "⅙", "1/8": "⅛"}


def stacked(top: Piece, bottom: Piece, mode: Mode) -> Piece:
    """A fraction in two dimensions, with a bar one column wider on both sides."""
    parts = [padded(part.box, part.box.width + OVERHANG * part.raised, 0) for part in (top, bottom)]
    stroke = bar(max([part.width for part in parts]) + 2, mode.ascii_only)
    return Piece(above([parts[0], stroke, parts[1]], 1), "inner", "inner", tall=True)


def vulgar(top: Piece, bottom: Piece) -> Piece | None:
    """A small numeric fraction that has a character of its own."""
    glyph = _VULGAR.get(f"{plain(top.box)}/{plain(bottom.box)}")
    return Piece(text_box(glyph), "num", "num") if glyph else None


def on_one_row(top: Piece, bottom: Piece, node: Frac) -> Piece:
    """A fraction as a/b, with the brackets that keep its meaning."""
    above_it = top if _keeps_as_numerator(node.top) else bracketed(top)
    below_it = bottom if _keeps_as_denominator(node.bottom) else bracketed(bottom)
    return Piece(beside([above_it.box, text_box("/"), below_it.box]), "ord", "ord", ratio=True)


def _keeps_as_numerator(node: Node) -> bool:
    core = peeled(node)
    if not isinstance(core, Row):
        return not isinstance(core, Frac)
    signs = [peeled(item) for item in core.items]
    signs = [peeled(item.base) if isinstance(item, Script) else item for item in signs]
    if any(isinstance(item, Frac) for item in signs):
        return False
    return not any(_loosens(signs, at) for at in range(len(signs)))


def _loosens(signs: list[Node], at: int) -> bool:
    """Whether the sign binds less than a fraction bar; a leading minus or a function with its brackets does not."""
    sign = signs[at]
    if not isinstance(sign, Sym):
        return False
    if sign.kind == "bin":
        return at > 0
    if sign.kind == "fn":
        return not (at + 1 < len(signs) and isinstance(signs[at + 1], Fence))
    return sign.kind in ("rel", "punct", "big", "lim")


def _keeps_as_denominator(node: Node) -> bool:
    core = peeled(node)
    if not isinstance(core, Row):
        return not isinstance(core, Frac)
    if len(core.items) != 2:
        return False
    first, second = peeled(core.items[0]), peeled(core.items[1])
    if isinstance(first, Script):
        first = peeled(first.base) if isinstance(second, Fence) else first
    if not isinstance(first, Sym):
        return False
    applied = isinstance(second, Fence) and first.kind in ("ord", "fn")
    derivative = first.glyph in ("d", "∂") and isinstance(second, Sym | Script | Accent)
    return applied or derivative


def binomial(top: Piece, bottom: Piece, mode: Mode) -> Piece:
    """N over k in round brackets."""
    if mode.flat:
        name = "binom(" if mode.ascii_only else "C("
        box = beside([text_box(name), top.box, text_box(", "), bottom.box, text_box(")")])
        return Piece(box, "ord", "close")
    wide = max(top.box.width, bottom.box.width)
    body = above([centred(top.box, wide), text_box(" " * wide), centred(bottom.box, wide)], 1)
    opening, closing = typed("("), typed(")")
    sides = [delimiter(sign, body, mode.ascii_only) for sign in (opening, closing) if sign]
    return Piece(beside([sides[0], body, sides[1]]), "open", "close", tall=True)


def rooted(body: Piece, degree: Piece | None, node: Root, mode: Mode) -> Piece:
    """A root: the sign and the body on one row, or a radical over a tall body."""
    if mode.ascii_only:
        return _typed_root(body, degree, mode)
    raised = as_glyphs(degree.box, SUP) if degree else ()
    if body.box.height > 1 and body.tall and not mode.flat:
        mark = Box((raised,), 0) if raised else degree.box if degree else None
        return Piece(radical(body.box, mark), "inner", "inner", tall=True)
    if raised is None:
        return _typed_root(body, degree, mode)
    sign = Box((raised + line("√"),), 0)
    if _single(node.body):
        return Piece(beside([sign, body.box]), "ord", "inner")
    return Piece(beside([sign, _wrapped(node.body, body).box]), "ord", "close")


def _typed_root(body: Piece, degree: Piece | None, mode: Mode) -> Piece:
    inside = _tall_brackets(body, mode) if body.tall and body.box.height > 1 else bracketed(body).box
    if degree is None:
        return Piece(beside([text_box("sqrt"), inside]), "ord", "close", body.tall, word=True)
    power = beside([text_box("^(1/"), degree.box, text_box(")")])
    inside = body.box if body.box.width == 1 else inside
    return Piece(beside([inside, power]), "open", "ord", body.tall, word=True)


def _tall_brackets(body: Piece, mode: Mode) -> Box:
    sides = [delimiter(sign, body.box, mode.ascii_only) for sign in (typed("("), typed(")")) if sign]
    return beside([sides[0], body.box, sides[1]])


def _wrapped(node: Node, body: Piece) -> Piece:
    core = peeled(node)
    has_brackets = isinstance(core, Fence) and core.left is not None and core.left.glyph == "("
    return body if has_brackets else bracketed(body)


def _single(node: Node) -> bool:
    core = peeled(node)
    if isinstance(core, Script):
        core = peeled(core.base)
    return isinstance(core, Sym | Text | Accent)
