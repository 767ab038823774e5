"""Formulas as MathML Core, the part of MathML that browsers draw without help.

Bold letters are written as the bold letters of Unicode: browsers ignore `mathvariant="bold"`.
"""

from collections.abc import Sequence
from html import escape

from tutor.rendering.notation.boxes import Style
from tutor.rendering.notation.spacing import BEFORE_SIGN
from tutor.rendering.notation.symbols import Sym
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

NAMESPACE = "http://www.w3.org/1998/Math/MathML"
_COLUMN = 0.3
"""The width of a space of one column, in em."""
_THIN = '<mspace width="0.17em"/>'
_MARKS = {"hat": "^", "bar": "¯", "tilde": "~", "dot": "˙", "overline": "‾", "underline": "_"}
_BRACKETS = {"bmatrix": "[]", "pmatrix": "()", "vmatrix": "||", "Vmatrix": "‖‖", "Bmatrix": "{}", "cases": "{"}
_SIDES = {"l": "left", "c": "center", "r": "right"}
_ALIGNED = ("aligned", "align", "align*")
_OPERATORS = frozenset(("bin", "rel", "open", "close", "bar", "barclose", "punct", "post", "slash", "sign", "big"))
_PRIMES = "′″‴"
_UPRIGHT = frozenset("∂∇∞∅⊤ℓℏ∀∃∠#$_&")
# First letter, last letter, and the bold letter of the first.
_BOLD = (("A", "Z", 0x1D400), ("a", "z", 0x1D41A), ("0", "9", 0x1D7CE), ("Α", "Ω", 0x1D6A8), ("α", "ω", 0x1D6C2))
_BOLD_ALONE = {"∇": "𝛁", "∂": "𝛛", "ϵ": "𝛜", "ϑ": "𝛝", "ϰ": "𝛞", "ϕ": "𝛟", "ϱ": "𝛠", "ϖ": "𝛡"}


def mathml_of(tree: Node, alternative: str, displayed: bool) -> str:
    """A tree as a `math` element; `alternative` is its text where MathML is not drawn."""
    block = ' display="block"' if displayed else ""
    body = _Writer(displayed).node(tree, Style())
    return f'<math xmlns="{NAMESPACE}"{block} alttext="{escape(alternative)}">{body}</math>'


class _Writer:
    """Writes nodes as elements; in a displayed formula, limits stand below and above."""

    def __init__(self, displayed: bool) -> None:
        self._displayed = displayed

    def node(self, node: Node, style: Style) -> str:
        """A node as one element, in the style of what is around it."""
        match node:
            case Sym():
                return _symbol(node, style.bold)
            case Row(items=items):
                return f"<mrow>{self._items(items, style)}</mrow>"
            case Script():
                return self._script(node, style)
            case Fence(left=left, body=body, right=right):
                inside = self._items(body.items, style) if isinstance(body, Row) else self.node(body, style)
                tall = _is_tall(body)
                return f"<mrow>{_fence(left, 'prefix', tall)}{inside}{_fence(right, 'postfix', tall)}</mrow>"
            case Frac(top=top, bottom=bottom):
                return self._fraction(self.node(top, style), self.node(bottom, style), node.bar)
            case Styled(style=inner, body=body):
                joined = Style(style.bold or inner.bold, style.italic or inner.italic, inner.role or style.role)
                drawn = self.node(body, joined)
                return f'<mrow class="{inner.role}">{drawn}</mrow>' if inner.role else drawn
            case Text(text=text):
                return f"<mtext{_weight(style)}>{_kept_spaces(text)}</mtext>"
            case _:
                return self._other(node, style)

    def _other(self, node: Space | Root | Accent | Grid | Brace | Boxed | Phantom, style: Style) -> str:
        if isinstance(node, Space):
            return f'<mspace width="{node.width * _COLUMN:.1f}em"/>'
        if isinstance(node, Grid):
            return self._grid(node, style)
        body = self.node(node.body, style)
        if isinstance(node, Root):
            if node.degree is None:
                return f"<msqrt>{body}</msqrt>"
            return f"<mroot>{body}{self.node(node.degree, style)}</mroot>"
        if isinstance(node, Accent):
            mark = f'<mo stretchy="{str(node.mark.endswith("line")).lower()}">{_MARKS[node.mark]}</mo>'
            if node.mark == "underline":
                return f'<munder accentunder="true">{body}{mark}</munder>'
            return f'<mover accent="true">{body}{mark}</mover>'
        if isinstance(node, Brace):
            name, sign = ("mover", "⏞") if node.over else ("munder", "⏟")
            braced = f'<{name}>{body}<mo stretchy="true">{sign}</mo></{name}>'
            return braced if node.label is None else f"<{name}>{braced}{self.node(node.label, style)}</{name}>"
        return f'<mrow class="boxed">{body}</mrow>' if isinstance(node, Boxed) else f"<mphantom>{body}</mphantom>"

    def _items(self, items: Sequence[Node], style: Style) -> str:
        """Nodes side by side; a thin space stands between the name of a function and an argument without brackets.

        Browsers take a minus for a sign only where it begins an element; elsewhere its form has to be stated. A
        relation at the end needs an operand, or it would have no space after a text.
        """
        parts: list[str] = []
        for index, item in enumerate(items):
            sign = isinstance(item, Sym) and item.kind == "bin" and (not index or _precedes_sign(items[index - 1]))
            parts.append(
                self.node(item, style).replace("<mo>", '<mo form="prefix">') if sign else self.node(item, style)
            )
            after = items[index + 1] if index + 1 < len(items) else None
            if _is_name(item) and after is not None and not isinstance(_nucleus(after), Fence | Space):
                parts.append(_THIN)
        ends = len(items) > 1 and isinstance(items[-1], Sym) and items[-1].kind == "rel"
        return "".join([*parts, "<mi></mi>"] if ends else parts)

    def _script(self, node: Script, style: Style) -> str:
        base = self.node(node.base, style)
        sub = None if node.sub is None else self.node(node.sub, style)
        sup = None if node.sup is None else self.node(node.sup, style)
        if node.sup is not None and sup is not None and _is_primes(node.sup):  # raised by their letters already
            return f"<mrow>{base if sub is None else f'<msub>{base}{sub}</msub>'}{sup}</mrow>"
        core = peeled(node.base)
        limits = isinstance(core, Sym) and core.kind in ("big", "lim") and core.glyph != "∫" and self._displayed
        below, above, both = ("munder", "mover", "munderover") if limits else ("msub", "msup", "msubsup")
        if isinstance(core, Brace):
            below, above = "munder", "mover"
        if sub is None:
            return f"<{above}>{base}{sup}</{above}>"
        if sup is None:
            return f"<{below}>{base}{sub}</{below}>"
        return f"<{both}>{base}{sub}{sup}</{both}>"

    def _fraction(self, top: str, bottom: str, bar: bool) -> str:
        if bar:
            return f"<mfrac>{top}{bottom}</mfrac>"
        return f'<mrow><mo>(</mo><mfrac linethickness="0">{top}{bottom}</mfrac><mo>)</mo></mrow>'

    def _grid(self, grid: Grid, style: Style) -> str:
        def cell(node: Node, column: int) -> str:
            return f'<mtd class="{_side(grid, column)}">{self.node(node, style)}</mtd>'

        rows = "".join(
            f"<mtr>{''.join(cell(node, column) for column, node in enumerate(cells))}</mtr>" for cells in grid.rows
        )
        kind = ' class="aligned" displaystyle="true"' if grid.name in _ALIGNED else ""
        table = f"<mtable{kind}>{rows}</mtable>"
        brackets = _BRACKETS.get(grid.name, "")
        if not brackets:
            return table
        closing = _bracket(brackets[1], "postfix") if len(brackets) > 1 else ""
        return f"<mrow>{_bracket(brackets[0], 'prefix')}{table}{closing}</mrow>"


def _side(grid: Grid, column: int) -> str:
    """The side to which a column of a grid is set."""
    if grid.name in _ALIGNED:
        return "right" if column % 2 == 0 else "left"
    if grid.name == "cases":
        return "left"
    spec = [_SIDES[char] for char in grid.spec if char in _SIDES]
    return spec[column] if column < len(spec) else "center"


def _symbol(sym: Sym, bold: bool) -> str:
    if sym.kind == "num":
        return f"<mn>{_letters(sym.glyph, bold)}</mn>"
    if sym.kind in _OPERATORS:
        fixed = ' stretchy="false"' if sym.kind in ("open", "close", "bar", "barclose") or sym.glyph == "|" else ""
        return f"<mo{fixed}>{escape(sym.glyph)}</mo>"
    if sym.kind == "text":
        return f"<mtext>{_kept_spaces(sym.glyph)}</mtext>"
    upright = ' mathvariant="normal"' if sym.glyph in _UPRIGHT or bold else ""
    if len(sym.glyph) > 1:
        upright = _weight(Style(bold=bold))
        return f"<mi{upright}>{escape(sym.glyph)}</mi>"
    return f"<mi{upright}>{_letters(sym.glyph, bold)}</mi>"


def _letters(text: str, bold: bool) -> str:
    return "".join(_bold(char) for char in text) if bold else escape(text)


def _bold(char: str) -> str:
    for first, last, start in _BOLD:
        if first <= char <= last:
            return chr(start + ord(char) - ord(first))
    return _BOLD_ALONE.get(char, escape(char))


def _weight(style: Style) -> str:
    return ' class="bold"' if style.bold else ""


def _kept_spaces(text: str) -> str:
    """Text whose spaces at the ends are kept, which MathML would drop."""
    return escape(text).replace(" ", "\N{NO-BREAK SPACE}")


def _fence(sym: Sym | None, form: str, tall: bool) -> str:
    return "" if sym is None else _bracket(sym.glyph, form, tall)


def _bracket(glyph: str, form: str, tall: bool = True) -> str:
    return f'<mo fence="true" stretchy="{str(tall).lower()}" form="{form}">{escape(glyph)}</mo>'


def _is_tall(node: Node) -> bool:
    """Whether brackets around a node grow: a subscript is no reason, and browsers take it for one."""
    match node:
        case Frac() | Grid() | Root() | Brace():
            return True
        case Row(items=items):
            return any(map(_is_tall, items))
        case Script(base=base, sup=sup):
            return _is_tall(base) or (sup is not None and _is_tall(sup))
        case Styled(body=body) | Fence(body=body) | Accent(body=body) | Boxed(body=body) | Phantom(body=body):
            return _is_tall(body)
        case Sym(kind=kind):
            return kind == "big"
        case _:
            return False


def _precedes_sign(node: Node) -> bool:
    core = peeled(node)
    return isinstance(core, Sym) and core.kind in BEFORE_SIGN


def _is_primes(node: Node) -> bool:
    items = node.items if isinstance(node, Row) else (node,)
    return all(isinstance(item, Sym) and item.glyph in _PRIMES for item in items)


def _nucleus(node: Node) -> Node:
    return peeled(node.base) if isinstance(node, Script) else peeled(node)


def _is_name(node: Node) -> bool:
    """Whether a node is the name of a function, perhaps with a script."""
    core = _nucleus(node)
    return isinstance(core, Sym) and core.kind in ("fn", "lim")
