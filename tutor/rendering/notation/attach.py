"""Subscripts and superscripts: as raised characters, on rows of their own, as limits, or on one row."""

from tutor.rendering.notation.boxes import Box, Cell, Line, above, beside, line, padded
from tutor.rendering.notation.pieces import Mode, Piece, plain
from tutor.rendering.notation.symbols import Kind

_SUP_PLAIN = "0123456789+−=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVWβγδθφχ"
_SUP_GLYPH = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂᵝᵞᵟᶿᵠᵡ"
_SUB_PLAIN = "0123456789+−=()aehijklmnoprstuvxβγρφχ"
_SUB_GLYPH = "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ"

SUP_LETTERS = dict(zip(_SUP_GLYPH, _SUP_PLAIN, strict=True))
SUB_LETTERS = dict(zip(_SUB_GLYPH, _SUB_PLAIN, strict=True))

# symbols that are superscripts by themselves stay as they are
SUP = dict(zip(_SUP_PLAIN, _SUP_GLYPH, strict=True)) | {
    "⊤": "ᵀ", "∘": "°", "′": "′", "″": "″", "‴": "‴", "*": "*", "∗": "*", "†": "†", "°": "°",
}  # fmt: skip
SUB = dict(zip(_SUB_PLAIN, _SUB_GLYPH, strict=True))


def as_glyphs(box: Box, table: dict[str, str]) -> Line | None:
    """A one-row script in superscript or subscript characters; None unless Unicode has them all."""
    if box.height > 1 or not box.rows[0]:
        return None
    glyphs: list[Cell] = []
    for text, style in box.rows[0]:
        glyph = table.get(text)
        if glyph is None:
            return None
        glyphs.append(Cell(glyph, style))
    return tuple(glyphs)


def limits(base: Piece, sub: Piece | None, sup: Piece | None) -> Piece:
    """Limits below and above an operator such as ∑."""
    stack = [part.box for part in (sup, base, sub) if part is not None]
    box = above(stack, 1 if sup is not None else 0)
    return Piece(box, base.left, "big", tall=base.left == "big", extra=base.extra)


def fits_beside(sub: Piece | None, sup: Piece | None) -> bool:
    """Whether Unicode has both scripts as superscript and subscript characters."""
    return (sub is None or as_glyphs(sub.box, SUB) is not None) and (sup is None or as_glyphs(sup.box, SUP) is not None)


def attached(base: Piece, sub: Piece | None, sup: Piece | None, mode: Mode) -> Piece:
    """A base with its scripts on the right."""
    low = _on_row(sub, "_", mode) if sub is not None else ()
    high = _on_row(sup, "^", mode) if sup is not None else ()
    right = _kind_after(base)
    if base.tall and base.box.height > 1:
        box = _at_corners(base.box, low or (sub.box.rows[0] if sub else ()), high or (sup.box.rows[0] if sup else ()))
        return Piece(box, base.left, right, tall=True)
    row = [base.box] + [Box((part,), 0) for part in (low, high) if part]
    word = bool(low and low[0].text == "_") or bool(high and high[0].text == "^")
    box = beside(row)
    raised = None if high or sup is None else sup.box.rows[0]
    lowered = None if low or sub is None else sub.box.rows[0]
    if raised or lowered:
        box = _stacked(box, base.box.width, lowered, raised)
    return Piece(box, base.left, right, base.tall, word or base.word, raised is not None)


def _kind_after(base: Piece) -> Kind:
    if base.right == "lim":
        return "big"
    return "ord" if base.right in ("close", "post", "bin", "rel", "open") else base.right


def _on_row(script: Piece, mark: str, mode: Mode) -> Line | None:
    """The script beside its base; None when it has to be raised or lowered."""
    if not mode.ascii_only:
        glyphs = as_glyphs(script.box, SUP if mark == "^" else SUB)
        if glyphs is not None:
            return glyphs
        if not mode.flat:
            return None
    content = script.box.rows[0]
    text = plain(script.box).strip()
    if not text:
        return ()
    if mark == "^" and text.strip("'") == "":
        return content
    if mark == "^" and text in ("o", "deg"):
        return line(" deg")
    if _bare(text, mark):
        return line(mark) + content
    if mode.ascii_only and not mode.flat:
        return None
    opening, closing = ("^(", ")") if mark == "^" else ("_{", "}")
    return line(opening) + content + line(closing)


def _bare(text: str, mark: str) -> bool:
    if len(text) == 1 or text.isdigit() or (text.isalpha() and (mark == "_" or text.isascii())):
        return True
    if mark == "_" and text.isalnum():
        return True
    opening, closing = text[0], text[-1]
    if opening + closing in ("()", "[]"):
        return all(text[1:at].count(opening) >= text[1:at].count(closing) for at in range(1, len(text)))
    return text in ("-1", "−1") and mark == "^"


def _at_corners(base: Box, low: Line, high: Line) -> Box:
    rows: list[Line] = [()] * base.height
    rows[-1] = low
    rows[0] = high or rows[0]
    wide = max(len(low), len(high))
    hang = Box(tuple([padded(Box((row,), 0), wide, 0).rows[0] for row in rows]), base.baseline)
    return beside([base, hang])


def _stacked(row: Box, at: int, low: Line | None, high: Line | None) -> Box:
    wide = max(row.width, at + len(low or ()), at + len(high or ()))
    parts = [padded(row, wide, 0)]
    if high:
        parts.insert(0, padded(Box((high,), 0), wide, at))
    if low:
        parts.append(padded(Box((low,), 0), wide, at))
    return above(parts, 1 if high else 0, centre=False)
