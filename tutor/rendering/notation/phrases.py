"""Phrases of spoken mathematics: powers, limits, derivatives."""

from collections.abc import Callable, Sequence

from tutor.rendering.notation.symbols import Sym
from tutor.rendering.notation.tree import Node, Script, peeled

_POWERS = {
    "2": "squared", "3": "cubed", "T": "transpose", "transpose": "transpose", "minus 1": "inverse", "prime": "prime",
    "double prime": "double prime", "triple prime": "triple prime", "times": "star", "star": "star", "after": "degrees",
    "plus": "plus", "minus": "minus",
}  # fmt: skip
_ORDERS = {"2": "second ", "3": "third "}


def power(sup: str) -> str:
    """A superscript in words."""
    return (
        _POWERS.get(sup)
        or f"to the power {'of ' if sup.startswith(('the quantity', 'the fraction', 'the product')) else ''}{sup}"
    )


def subscript(sub: str, goes_on: bool) -> str:
    """A subscript in words; a long one is closed when more follows."""
    return f"sub {sub}" + ("," if goes_on else "")


def fence_opening(left: Sym) -> str:
    """What a pair of delimiters does, for those that do something."""
    return left.spoken if left.glyph in "|‖⌊⌈" else ""


def limits_spoken(sym: Sym, sub: str, sup: str) -> str:
    """A sum, a maximum, a logarithm or a gradient with what stands under and over it."""
    if sym.glyph == "∇":
        return f"the gradient with respect to {sub} of" if sub else f"{sym.spoken} {power(sup)}"
    if sym.kind in ("fn", "prefix"):
        name = sym.spoken.removesuffix(" of")
        base = f" base {sub}" if sub and sym.glyph == "log" else f" sub {sub}" if sub else ""
        return f"{name}{base}{' ' + power(sup) if sup else ''}" + (" of" if sym.spoken.endswith(" of") else "")
    if sym.glyph == "lim":
        return f"the limit as {sub.replace(' to ', ' goes to ')} of"
    if sym.glyph == "∫" and sup:
        return f"{sym.spoken} from {sub} to {sup} of"
    if " equals " in sub and sup:
        name, start = sub.split(" equals ", 1)
        return f"{sym.spoken} over {name} from {start} to {sup} of"
    over = f" over {sub}" if sub else ""
    return f"{sym.spoken}{over}{' up to ' + sup if sup else ''} of"


def is_derivative(top: Sequence[Node], bottom: Sequence[Node]) -> bool:
    """Whether a quotient is one of differentials."""
    sign = _differential(top[0])[0] if top else ""
    return bool(sign) and len(bottom) > 1 and _differential(bottom[0])[0] == sign


def is_operator(top: Sequence[Node], bottom: Sequence[Node]) -> bool:
    """Whether it is d/dx without what it is taken of."""
    return len(top) == 1 and is_derivative(top, bottom)


def derivative(top: Sequence[Node], bottom: Sequence[Node], spoken: Callable[[Node], str]) -> str:
    """A quotient of differentials in words."""
    sign, order = _differential(top[0])
    names = [item for item in bottom if not _differential(item)[0]]
    kind = f"{_ORDERS.get(order, '')}{'partial ' if sign == '∂' else ''}derivative"
    plain = [spoken(name.base if isinstance(name, Script) and name.sub is None else name) for name in names]
    respect = f"with respect to {' and '.join(plain)}"
    of = " ".join([spoken(item) for item in top[1:]])
    return f"the {kind} of {of} {respect}" if of else f"the {kind} {respect} of"


def _differential(node: Node) -> tuple[str, str]:
    """The d or ∂ a node is, and its order; empty when it is neither."""
    core, order = node, ""
    if isinstance(node, Script):
        core = peeled(node.base)
        order = getattr(peeled(node.sup), "glyph", "") if node.sup is not None else ""
    return (core.glyph, order) if isinstance(core, Sym) and core.glyph in ("d", "∂") else ("", "")
