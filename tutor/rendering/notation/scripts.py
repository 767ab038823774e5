"""Which characters exist raised and lowered; the others are never faked."""

from tutor.rendering.notation.boxes import Box, Cell, Line

_SUP_PLAIN = "0123456789+−=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVWβγδθφχ"
_SUP_GLYPH = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂᵝᵞᵟᶿᵠᵡ"
_SUB_PLAIN = "0123456789+−=()aehijklmnoprstuvxβγρφχ"
_SUB_GLYPH = "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ"

SUP_LETTERS = dict(zip(_SUP_GLYPH, _SUP_PLAIN, strict=True))
SUB_LETTERS = dict(zip(_SUB_GLYPH, _SUB_PLAIN, strict=True))

# signs that are raised by nature come along
SUP = dict(zip(_SUP_PLAIN, _SUP_GLYPH, strict=True)) | {
    "⊤": "ᵀ", "∘": "°", "′": "′", "″": "″", "‴": "‴", "*": "*", "∗": "*", "†": "†", "°": "°",
}  # fmt: skip
SUB = dict(zip(_SUB_PLAIN, _SUB_GLYPH, strict=True))


def as_glyphs(box: Box, table: dict[str, str]) -> Line | None:
    """A one-row script in raised or lowered characters, styles kept; None unless every character has one."""
    if box.height > 1 or not box.rows[0]:
        return None
    found: list[Cell] = []
    for text, style in box.rows[0]:
        glyph = table.get(text)
        if glyph is None:
            return None
        found.append(Cell(glyph, style))
    return tuple(found)
