"""Delimiters of any height, and the other strokes that grow: radicals, braces, frames."""

from typing import NamedTuple

from tutor.rendering.notation.boxes import Box, above, beside, blank, centred, column, text_box
from tutor.rendering.notation.symbols import Sym


class _Pieces(NamedTuple):
    top: str
    middle: str
    bottom: str
    waist: str = ""


_TALL = {
    "(": _Pieces("⎛", "⎜", "⎝"),
    ")": _Pieces("⎞", "⎟", "⎠"),
    "[": _Pieces("⎡", "⎢", "⎣"),
    "]": _Pieces("⎤", "⎥", "⎦"),
    "{": _Pieces("⎧", "⎪", "⎩", "⎨"),
    "}": _Pieces("⎫", "⎪", "⎭", "⎬"),
    "⟨": _Pieces("╱", "│", "╲", "⟨"),
    "⟩": _Pieces("╲", "│", "╱", "⟩"),
    "|": _Pieces("│", "│", "│"),
    "‖": _Pieces("‖", "‖", "‖"),
    "⌊": _Pieces("⎢", "⎢", "⎣"),
    "⌋": _Pieces("⎥", "⎥", "⎦"),
    "⌈": _Pieces("⎡", "⎢", "⎢"),
    "⌉": _Pieces("⎤", "⎥", "⎥"),
    "/": _Pieces("/", "/", "/"),
}
_TALL_ASCII = {
    "(": _Pieces("/", "|", "\\"),
    ")": _Pieces("\\", "|", "/"),
    "[": _Pieces("[", "[", "["),
    "]": _Pieces("]", "]", "]"),
    "{": _Pieces("/", "|", "\\", "{"),
    "}": _Pieces("\\", "|", "/", "}"),
    "⟨": _Pieces("/", "|", "\\", "<"),
    "⟩": _Pieces("\\", "|", "/", ">"),
    "‖": _Pieces("||", "||", "||"),
    "⌊": _Pieces("|", "|", "|_"),
    "⌋": _Pieces("|", "|", "_|"),
    "⌈": _Pieces("|-", "|", "|"),
    "⌉": _Pieces("-|", "|", "|"),
}


def delimiter(sym: Sym, inside: Box, ascii_only: bool) -> Box:
    """A bracket as tall as its content."""
    height = inside.height
    if height == 1:
        return text_box(sym.ascii_form if ascii_only else sym.glyph)
    pieces = (_TALL_ASCII.get(sym.glyph) if ascii_only else None) or _TALL.get(sym.glyph) or _Pieces("|", "|", "|")
    if ascii_only and sym.glyph == "|":
        pieces = _Pieces("|", "|", "|")
    texts = [pieces.top, *[pieces.middle] * (height - 2), pieces.bottom]
    if pieces.waist and height > 2:
        texts[min(max(inside.baseline, 1), height - 2)] = pieces.waist
    wide = max([len(text) for text in texts])
    right = sym.kind == "close"
    return column([text.rjust(wide) if right else text.ljust(wide) for text in texts], inside.baseline)


def has_waist(sym: Sym | None) -> bool:
    """Whether the bracket points inwards, so that it needs a row of its own in the middle."""
    return sym is not None and sym.glyph in "{}⟨⟩"


def with_middle(box: Box) -> Box:
    """A box of two rows made three, for a bracket with a middle part."""
    if box.height != 2:
        return box
    return Box((box.rows[0], blank(box.width).rows[0], box.rows[1]), 1)


def bar(width: int, ascii_only: bool) -> Box:
    """The bar of a fraction."""
    return text_box(("-" if ascii_only else "─") * width)


def radical(body: Box, degree: Box | None) -> Box:
    """A root drawn around a body of several rows."""
    height = body.height + 1
    foot = column([" "] * (height - 1) + ["╲"], body.baseline + 1)
    post = column(["┌"] + ["│"] * (height - 1), body.baseline + 1)
    roof = above([text_box("─" * (body.width + 2)), centred(body, body.width + 2)], 1)
    drawn = beside([foot, post, roof])
    if degree is None:
        return drawn
    wide = max(degree.width - 1, 0)
    lead = beside([blank(wide, height, body.baseline + 1), drawn]) if wide else drawn
    rows = list(lead.rows)
    rows[-2] = degree.rows[0] + rows[-2][degree.width :]
    return Box(tuple(rows), lead.baseline)


def framed(body: Box, ascii_only: bool) -> Box:
    """A box around the body."""
    corners, across, down = ("++++", "-", "|") if ascii_only else ("┌┐└┘", "─", "│")
    roof = text_box(corners[0] + across * (body.width + 2) + corners[1])
    floor = text_box(corners[2] + across * (body.width + 2) + corners[3])
    side = column([down] * body.height, body.baseline)
    air = blank(1, body.height, body.baseline)
    return above([roof, beside([side, air, body, air, side]), floor], 1)


def brace(width: int, over: bool, ascii_only: bool) -> Box:
    """A horizontal brace, at least three columns wide."""
    if ascii_only:
        left, right, tip = ("/", "\\", "^") if over else ("\\", "/", "v")
        stroke = "-" if over else "_"
    else:
        left, right, tip, stroke = ("╭", "╮", "┴", "─") if over else ("╰", "╯", "┬", "─")
    wide = max(width, 3)
    before = (wide - 3) // 2
    return text_box(left + stroke * before + tip + stroke * (wide - 3 - before) + right)
