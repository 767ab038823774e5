"""Accents over and under letters."""

from unicodedata import normalize

from tutor.rendering.notation.boxes import Box, Cell, above, beside, centred, text_box
from tutor.rendering.notation.pieces import Mode, Piece, bracketed

_COMBINING = {
    "hat": "\u0302", "bar": "\u0304", "tilde": "\u0303", "dot": "\u0307", "overline": "\u0305", "underline": "\u0332",
}  # fmt: skip
_ROW_MARKS = {"hat": "^", "tilde": "~", "dot": "."}


def accented(piece: Piece, mark: str, mode: Mode) -> Piece:
    """An accented piece: a single letter takes a combining mark, more take a row above or below."""
    single = piece.box.width == 1 and piece.box.height == 1
    if mode.ascii_only:
        return _named(piece, mark, single or piece.word) if mode.flat or single or piece.word else _ruled(piece, mark)
    if single:
        cell = piece.box.rows[0][0]
        marked = normalize("NFC", cell.text + _COMBINING["bar" if mark == "overline" else mark])
        return piece._replace(box=Box(((Cell(marked, cell.style),),), 0))
    if mark in ("overline", "underline", "bar") and mode.flat:
        row = [Cell(text + _COMBINING[mark], style) for text, style in piece.box.rows[0]]
        return piece._replace(box=Box((tuple(row),), 0))
    return _named(piece, mark, False) if mode.flat else _ruled(piece, mark)


def _named(piece: Piece, mark: str, short: bool) -> Piece:
    """The typed form: `y_hat` for a letter, `hat(a + b)` for more."""
    name = "bar" if mark == "overline" else mark
    if short:
        return piece._replace(box=beside([piece.box, text_box("_" + name)]), word=True)
    return Piece(beside([text_box(name), bracketed(piece).box]), "ord", "close", word=True)


def _ruled(piece: Piece, mark: str) -> Piece:
    box = piece.box
    if mark == "underline":
        return piece._replace(box=above([box, text_box("‾" * box.width)], 0))
    rule = text_box("_" * box.width) if mark in ("overline", "bar") else centred(text_box(_ROW_MARKS[mark]), box.width)
    return piece._replace(box=above([rule, box], 1))
