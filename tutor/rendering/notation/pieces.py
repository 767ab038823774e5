"""Boxes with TeX atom classes, and the spacing of a row of them."""

from collections.abc import Sequence
from typing import NamedTuple

from tutor.rendering.notation.boxes import EMPTY, SPACE, Box, Cell, beside, blank, text_box
from tutor.rendering.notation.spacing import AFTER_SIGN, BEFORE_SIGN, GAPS, PRODUCTS, TIGHT_GAPS
from tutor.rendering.notation.symbols import Kind


class Piece(NamedTuple):
    """A box with the atom classes of its ends and the other properties that spacing depends on."""

    box: Box
    left: Kind
    right: Kind
    tall: bool = False  # brackets around it grow
    word: bool = False  # must not touch a letter or digit
    raised: bool = False  # ends in a script above its row
    ratio: bool = False  # a fraction on one row, which needs brackets as a factor
    extra: int = 0  # air the author asked for before it


class Mode(NamedTuple):
    """The form to draw: character set, one row or two dimensions, and script size."""

    ascii_only: bool
    flat: bool  # everything on one row
    tight: bool = False  # inside a script: no air around signs

    @property
    def script(self) -> "Mode":
        """The mode of a script."""
        return Mode(self.ascii_only, True, True)


NOTHING_LAID = Piece(EMPTY, "blank", "blank")
_STAR = text_box("*")
_DOT = text_box(".")
_TIMES_SIGNS = ("·", "*")


def bracketed(piece: Piece) -> Piece:
    """The piece in round brackets."""
    box = beside([text_box("("), piece.box, text_box(")")])
    return Piece(box, "open", "close", piece.tall, extra=piece.extra)


def joined(row: Sequence[Piece], mode: Mode, after: Kind | None = None) -> Piece:
    """The pieces side by side as one; `after` is the atom class before the first."""
    if not row:
        return NOTHING_LAID
    if len(row) == 1 and row[0].left != "bin" and not row[0].extra:
        return row[0]
    row = with_signs(with_brackets(with_dots(row, mode), mode), after)
    boxes: list[Box] = []
    for piece, gap in zip(row, gaps(row, mode), strict=True):
        boxes += [gap, piece.box] if gap.width else [piece.box]
    tall = any(piece.tall for piece in row)
    return Piece(beside(boxes), row[0].left, row[-1].right, tall, row[0].word or row[-1].word, row[-1].raised)


def with_dots(row: Sequence[Piece], mode: Mode) -> Sequence[Piece]:
    """In ASCII, a dot product of vectors keeps its dot, since `a * b` is the elementwise product in NumPy."""
    if not mode.ascii_only or not any(piece.box == _STAR for piece in row):
        return row
    bold = [any(cell.style.bold for line in piece.box.rows for cell in line) for piece in row]
    return [
        piece._replace(box=_DOT)
        if piece.box == _STAR and 0 < index < len(row) - 1 and bold[index - 1] and bold[index + 1]
        else piece
        for index, piece in enumerate(row)
    ]


def with_signs(row: Sequence[Piece], after: Kind | None = None) -> list[Piece]:
    """Binary operators without an operand on one side become prefixes or ordinary atoms (TeXbook, p. 170)."""
    classified: list[Piece] = []
    before: Kind | None = after
    for index, piece in enumerate(row):
        if piece.left == "bin" == piece.right:
            following = row[index + 1].left if index + 1 < len(row) else None
            if following is None or following in AFTER_SIGN:
                piece = piece._replace(left="ord", right="ord")
            elif before is None or before in BEFORE_SIGN:
                piece = piece._replace(left="sign", right="sign")
        classified.append(piece)
        before = piece.right
    return classified


def with_brackets(row: Sequence[Piece], mode: Mode) -> Sequence[Piece]:
    """One-row fractions get brackets next to a factor or a function name."""
    if not mode.flat or not any(piece.ratio for piece in row):
        return row
    protected: list[Piece] = []
    for index, piece in enumerate(row):
        if piece.ratio:
            before: Kind = row[index - 1].right if index else "blank"
            following: Kind = row[index + 1].left if index + 1 < len(row) else "blank"
            bound = before in ("fn", "prefix", "slash") or following in ("slash", "post")
            if bound or (before, "ord") in PRODUCTS or ("ord", following) in PRODUCTS:
                piece = bracketed(piece)
        protected.append(piece)
    return protected


def gaps(row: Sequence[Piece], mode: Mode) -> list[Box]:
    """The space before each piece, or a `*` in the typed form."""
    table = TIGHT_GAPS if mode.tight else GAPS
    spaces = [blank(max(row[0].extra, 0))]
    typed = mode.ascii_only and mode.flat
    for index in range(1, len(row)):
        left, right = row[index - 1], row[index]
        gap = table[left.right, right.left]
        if gap and _closes_up(row, index, typed):
            gap = 0
        gap = _asked(gap, right.extra)
        if not gap and (left.word or right.word) and _touching(left, right):
            gap = 1
        differential = _first(right).text == "d" and index + 1 < len(row) and row[index + 1].left == "ord"
        if typed and not differential and _needs_star(left, right, gap):
            spaces.append(_STAR)
        else:
            spaces.append(blank(gap))
    return spaces


def _asked(gap: int, extra: int) -> int:
    return max(gap, extra) if extra >= 0 else max(0, gap + extra)


def _closes_up(row: Sequence[Piece], index: int, typed: bool) -> bool:
    """Whether piece `index` is set without the space that its class asks for."""
    if _close_product(row, index) or _close_product(row, index - 1):
        return True
    return not typed and row[index - 1].right == "close" and _factor_in_brackets(row, index - 1, row[index])


def _factor_in_brackets(row: Sequence[Piece], index: int, following: Piece) -> bool:
    """Whether a bracket is a factor, as in (a + b)c, and not the argument of a name, as in P(A) P(B)."""
    applied = index > 0 and row[index - 1].right in ("ord", "fn", "lim", "prefix") and not row[index].extra
    return following.left in ("ord", "num", "prefix") and not applied and not row[index].tall


def _close_product(row: Sequence[Piece], index: int) -> bool:
    """Whether a dot is set without spaces: 2·4 for numerals, but w · x for letters."""
    if not 0 < index < len(row) - 1 or row[index].left != "bin" or row[index].box.rows[0][0].text not in _TIMES_SIGNS:
        return False
    before, following = row[index - 1].right, row[index + 1].left
    if before == "num":
        return following in ("num", "sign", "open")
    return before == "close" and following == "num"


def _first(piece: Piece) -> Cell:
    row = piece.box.rows[piece.box.baseline]
    return row[0] if row else SPACE


def _last(piece: Piece) -> Cell:
    row = piece.box.rows[piece.box.baseline]
    return row[-1] if row else SPACE


def _touching(left: Piece, right: Piece) -> bool:
    first, last = _first(right).text, _last(left).text
    if left.box.width == 1 and last == "d":  # the d of a derivative
        return False
    return last[0].isalnum() and (first[0].isalnum() or first in "√" or right.left == "bar")


def _needs_star(left: Piece, right: Piece, gap: int) -> bool:
    if (left.right, right.left) not in PRODUCTS or right.extra > 1:
        return False
    if right.left == "bar" or (right.left == "open" and _is_power(left)):
        return True
    return gap > 0


def _is_power(piece: Piece) -> bool:
    return piece.right == "ord" and any(cell.text == "^" for cell in piece.box.rows[0])


def plain(box: Box) -> str:
    """The text of a one-row box."""
    return "".join([cell.text for cell in box.rows[0]])
