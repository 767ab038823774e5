"""Spoken mathematics: a formula in words."""

from collections.abc import Sequence

from tutor.rendering.notation.phrases import (
    derivative,
    fence_opening,
    is_derivative,
    is_operator,
    limits_spoken,
    power,
    subscript,
)
from tutor.rendering.notation.symbols import Sym, letter
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

_APPLIED = frozenset("fghPELJNHIDFGVQKσϕφψ")
_APPLIED_TO_NAMES = frozenset("CpquvyzaμΣℒ")
_D = letter("d")
_LISTS = {"[": "vector", "(": "vector", "{": "set"}
QUAD = 3
"""Columns of a space from which it separates formulas."""
_ROOTS = {"2": "square", "3": "cube"}
_MATRICES = {"vmatrix": "the determinant of ", "Vmatrix": "the norm of "}


def spoken_form(node: Node) -> str:
    """A tree in words."""
    words = " ".join(_spoken(node).replace(" ,", ",").replace(" ;", ";").split())
    while ",," in words:
        words = words.replace(",,", ",")
    return words.rstrip(",; ")


def _spoken(node: Node) -> str:
    words = ""
    for group in _side_by_side(node):
        text = _row(_flattened(group))
        text_follows = isinstance(peeled(group[0]), Text) if group else False
        words += ("" if not words else " " if text_follows or words.endswith((",", ";")) else "; ") + text
    return words


def _side_by_side(node: Node) -> list[list[Node]]:
    """The formulas that stand side by side in a row, with a wide space between them."""
    core = peeled(node)
    groups: list[list[Node]] = [[]]
    for item in core.items if isinstance(core, Row) else [node]:
        if isinstance(item, Space) and item.width >= QUAD:
            groups.append([])
        else:
            groups[-1].append(item)
    return [group for group in groups if group]


def _flattened(items: Sequence[Node]) -> list[Node]:
    nodes: list[Node] = []
    for item in items:
        core = peeled(item)
        if isinstance(core, Row):
            nodes += _flattened(core.items)
        elif not isinstance(core, Space | Phantom):
            nodes.append(core)
    return nodes


def _row(items: Sequence[Node]) -> str:
    words: list[str] = []
    integral = any(isinstance(sign := _core(item), Sym) and sign.glyph == "∫" for item in items)
    for index, item in enumerate(items):
        before = items[index - 1] if index else None
        last = index == len(items) - 1
        if before is not None and _applies(before, item):
            gradient = index > 1 and _is_gradient(items[index - 2])
            words.append("" if _kind(before) in ("fn", "lim", "prefix") else "at" if gradient else "of")
            quantity = "the quantity " if _adds(_body(item)) and not isinstance(item, Script) else ""
            words.append(quantity + _argument(item) + ("," if not last and _goes_on(_body(item)) else ""))
            continue
        words.append("times" if before is not None and _product(before, item, index == 1 or integral) else "")
        if before is not None and _operates(_core(before)) and _is_product_in_brackets(item):
            words.append(_product_named(item, last))
            continue
        if before is not None and _kind(before) == "fn" and isinstance(item, Frac):
            words.append(_fraction_named(_item(item, last)))
            continue
        words.append(_in_context(items, index) or _item(item, last))
    return " ".join([word for word in words if word])


def _is_product_in_brackets(node: Node) -> bool:
    """Whether brackets hold factors side by side, and nothing else."""
    if not isinstance(node, Fence) or node.left is None or node.right is None or node.left.glyph not in "([":
        return False
    return _is_factors(node.body)


def _is_factors(node: Node) -> bool:
    """Whether a row holds factors side by side, and nothing else."""
    items = _flattened([node])
    factors = all(_kind(item) in ("ord", "num") or isinstance(item, Accent) for item in items)
    return len(items) > 1 and factors and not all(_kind(item) == "num" for item in items)


def _product_named(node: Node, last: bool) -> str:
    """A product in brackets, said as one thing."""
    inside = _spoken(_body(node)).replace(" times ", " ")
    return f"the product {inside}" + ("" if last else ",")


def _fraction_named(words: str) -> str:
    """A fraction that a function is applied to, so that all of it is heard as its argument."""
    return words if words.startswith("the ") or " over " not in words else f"the fraction {words}"


def _in_context(items: Sequence[Node], index: int) -> str:
    """The word for a symbol whose reading depends on its context; empty for the others."""
    sign = items[index]
    if not isinstance(sign, Sym):
        return ""
    if sign.glyph == "·" and not _numeric(items, index):
        return "dot"
    if sign.glyph == "×" and _is_shape(items, index):
        return "by"
    arrow = any(isinstance(item, Sym) and item.glyph == "→" for item in items[index:])
    return "from" if sign.glyph == ":" and arrow else ""


def _numeric(items: Sequence[Node], index: int) -> bool:
    """Whether a dot stands beside a number, a fraction or a length, so that it is a product of scalars."""
    around = items[max(index - 1, 0) : index + 2]
    return any(_is_number(_core(item)) or _is_length(_core(item)) for item in around)


def _is_number(node: Node) -> bool:
    """Whether a node is a number, perhaps with a sign and in brackets, or a fraction."""
    if isinstance(node, Fence):
        items = _flattened([node.body])
        return len(items) <= 2 and bool(items) and _kind(items[-1]) == "num"
    return _kind(node) == "num" or isinstance(node, Frac)


def _is_shape(items: Sequence[Node], index: int) -> bool:
    """Whether a cross stands between the sizes of a matrix."""
    around = [*items[max(index - 1, 0) : index], *items[index + 1 : index + 2]]
    letters = all(isinstance(item, Sym) and item.kind == "ord" for item in around)
    digits = all(isinstance(item, Sym) and item.glyph.isdigit() for item in around)
    return letters or (digits and not any(_kind(item) == "rel" for item in items))


def _is_length(node: Node) -> bool:
    return isinstance(node, Fence) and node.left is not None and node.left.glyph in "|‖"


def _is_gradient(node: Node) -> bool:
    core = _core(node)
    return isinstance(core, Sym) and core.glyph == "∇"


def _core(node: Node) -> Node:
    return peeled(node.base) if isinstance(node, Script) else node


def _kind(node: Node) -> str:
    core = _core(node)
    return core.kind if isinstance(core, Sym) else ""


def _applies(before: Node, item: Node) -> bool:
    """Whether a bracket holds the argument of the name before it."""
    fence = _core(item)
    if not isinstance(fence, Fence) or fence.left is None or fence.left.glyph not in "([":
        return False
    name = _core(before)
    if isinstance(name, Accent):
        name = peeled(name.body)
    if isinstance(name, Text):
        return not name.text.endswith(" ")
    if not isinstance(name, Sym):
        return False
    if isinstance(before, Script) and name.kind == "ord" and not _only_primes(before.sup):
        return False
    if name.kind in ("fn", "lim") or (len(name.glyph) > 1 and name.kind == "ord") or name.glyph in _APPLIED:
        return True
    return name.glyph in _APPLIED_TO_NAMES and not _has_sign(fence.body)


def _only_primes(sup: Node | None) -> bool:
    return sup is None or all(_kind(item) == "post" for item in _flattened([sup]))


def _has_sign(node: Node) -> bool:
    return any(_kind(item) in ("bin", "num") and not isinstance(item, Script) for item in _flattened([node]))


def _product(before: Node, item: Node, differential: bool) -> bool:
    left, right = _core(before), _core(item)
    if (
        isinstance(left, Text)
        or isinstance(right, Text | Brace)
        or _operates(left)
        or (differential and _D in (left, right))
    ):
        return False
    if isinstance(left, Sym) and left.kind not in ("ord", "num", "post"):
        return False
    if isinstance(right, Sym):
        return right.kind in ("ord", "num", "prefix", "fn", "lim", "big")
    return True


def _operates(node: Node) -> bool:
    """Whether it is d/dx without what it is taken of."""
    return isinstance(node, Frac) and is_operator(_flattened([node.top]), _flattened([node.bottom]))


def _item(node: Node, last: bool) -> str:
    if isinstance(node, Sym):
        return _sym(node)
    if isinstance(node, Script):
        return _script(node, last)
    if isinstance(node, Fence):
        return _fence(node, last)
    if isinstance(node, Frac):
        return _frac(node, last)
    if isinstance(node, Root):
        return _root(node, last)
    return _other_node(node)


def _sym(sym: Sym) -> str:
    if sym.kind in ("big", "lim"):
        return f"{sym.spoken} of"
    return sym.spoken or {",": ",", ";": ";", "(": "open bracket", "[": "open bracket"}.get(sym.glyph, "close bracket")


def _other_node(node: Node) -> str:
    if isinstance(node, Text):
        return node.text
    if isinstance(node, Accent):
        return f"{_spoken(node.body)} {node.mark}"
    if isinstance(node, Grid):
        return _grid(node)
    if isinstance(node, Brace):
        label = f", labelled {_spoken(node.label)}," if node.label is not None else ""
        return _spoken(node.body) + label
    if isinstance(node, Boxed):
        return _spoken(node.body)
    return _spoken(node) if isinstance(node, Row | Styled) else ""


def _compound(node: Node) -> bool:
    return any(
        _kind(item) in ("bin", "rel", "big", "lim", "slash") or isinstance(item, Frac)
        for item in _flattened([node])[1:]
    )


def _adds(node: Node) -> bool:
    return any(_kind(item) == "bin" for item in _flattened([node])[1:])


def _goes_on(node: Node) -> bool:
    """Whether what follows would be heard as a part of this, if no comma came between."""
    return _adds(node) or any(isinstance(item, Frac) for item in _flattened([node]))


def _script(node: Script, last: bool) -> str:
    core = _core(node)
    sub = _spoken(node.sub).replace(" times ", " ") if node.sub is not None else ""
    sup = _spoken(node.sup) if node.sup is not None else ""
    if isinstance(core, Fence) and core.left is None:
        return f"{_spoken(core.body)}, evaluated {f'from {sub} to {sup}' if sup else f'at {sub}'}" + (
            "" if last else ","
        )
    if isinstance(core, Sym) and core.kind in ("big", "lim", "fn", "prefix"):
        return limits_spoken(core, sub, sup)
    if isinstance(core, Fence) and core.left is not None and core.left.glyph == "‖" and sub:
        base = f"the {sub} norm of {_spoken(core.body)}" + (", " if sup else "")
        sub = ""
    else:
        base = _grouped(peeled(node.base), last=not (sub or sup))
    parts = [base]
    if sub:
        parts.append(subscript(sub, node.sub is not None and _compound(node.sub) and not last))
    if node.sup is not None:
        in_brackets = isinstance(peeled(node.sup), Fence)
        raised = f"superscript {sup}" if in_brackets else power(_named(node.sup, sup))
        parts.append(raised + ("," if _compound(node.sup) and not last else ""))
    return " ".join(parts)


def _grouped(base: Node, last: bool) -> str:
    """What is raised or primed: a product or a negative number in brackets is said as one thing."""
    if _is_product_in_brackets(base):
        return _product_named(base, last)
    if isinstance(base, Fence) and base.left is not None and base.left.glyph == "(":
        items = _flattened([base.body])
        if len(items) > 1 and _kind(items[0]) in ("bin", "prefix") and not _compound(base.body):
            return f"the quantity {_spoken(base.body)}" + ("" if last else ",")
    return _item(base, last)


def _body(node: Node) -> Node:
    core = _core(node)
    return core.body if isinstance(core, Fence) else core


def _argument(node: Node) -> str:
    if isinstance(node, Script) and isinstance(fence := _core(node), Fence):
        sup = f", {power(_spoken(node.sup))}" if node.sup is not None else ""
        return _spoken(fence.body) + (f" sub {_spoken(node.sub)}" if node.sub is not None else "") + sup
    return _spoken(node.body) if isinstance(node, Fence) else ""


def _fence(node: Fence, last: bool) -> str:
    inside = _spoken(node.body)
    if node.left is None or node.right is None:
        return inside
    if node.left.glyph == "{" and " given " in inside:
        return f"the set of {inside.replace(' given ', ' such that ', 1)}"
    if node.left.glyph == "⟨":
        return f"the inner product of {inside.replace(',', ' and')}"
    opening = fence_opening(node.left)
    if opening:
        return f"{opening} {inside}" + ("," if _compound(node.body) and not last else "")
    if any(isinstance(item, Sym) and item.glyph == "," for item in _flattened([node.body])):
        return f"the {_LISTS.get(node.left.glyph, 'list')} {inside}" + ("" if last else ",")
    if not _compound(node.body):
        return inside
    return f"the quantity {inside}" + ("" if last else ",")


def _frac(node: Frac, last: bool) -> str:
    above, below = _flattened([node.top]), _flattened([node.bottom])
    if node.bar and is_derivative(above, below):
        return derivative(above, below, _spoken)
    top, bottom = _row(above), _row(below)
    if not node.bar:
        return f"{top} choose {bottom}"
    if _short(node.top) and _short(node.bottom):
        return f"{top} over {bottom}"
    return f"the fraction {top}, over {bottom}" + ("" if last else ",")


def _short(node: Node) -> bool:
    items = _flattened([node])
    if len(items) == 1 and isinstance(items[0], Root | Fence):
        return _short(items[0].body)
    return len(items) <= 1 and not isinstance(items[0] if items else None, Frac)


def _root(node: Root, last: bool) -> str:
    degree = _spoken(node.degree) if node.degree is not None else "2"
    name = _ROOTS.get(degree, f"{degree}-th")
    return f"the {name} root of {_named(node.body, _spoken(node.body))}" + ("" if last or _short(node.body) else ",")


def _named(node: Node, words: str) -> str:
    """What a root is taken of, or an exponent, so that all of it is heard as such."""
    items = _flattened([node])
    if len(items) == 1 and isinstance(items[0], Frac):
        return _fraction_named(words)
    if _is_factors(node):
        return f"the product {words.replace(' times ', ' ')}"
    signs = any(_kind(item) in ("bin", "rel", "slash") or isinstance(item, Frac) for item in items[1:])
    return f"the quantity {words}" if signs and " by " not in words else words


def _grid(node: Grid) -> str:
    if node.name in ("aligned", "align", "align*"):
        return "; ".join([" ".join([_spoken(cell) for cell in cells]) for cells in node.rows])
    if node.name == "cases":
        return "either " + "; or ".join([", ".join([_spoken(cell) for cell in cells]) for cells in node.rows])
    if len(node.rows[0]) == 1:
        return "the column vector " + ", ".join([_spoken(cells[0]) for cells in node.rows]) + ","
    size = f"the {len(node.rows)} by {len(node.rows[0])} matrix with rows "
    rows = "; ".join([", ".join([_spoken(cell) for cell in cells]) for cells in node.rows])
    return _MATRICES.get(node.name, "") + size + rows + ","
