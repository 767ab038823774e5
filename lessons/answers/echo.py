"""A tree as LaTeX: what was read, ready to be drawn, and reading back as the same value."""

from .letters import GREEK_WORDS
from .names import Names
from .tree import Node

_SUM, _PRODUCT, _SIGN, _POWER, _ATOM = range(1, 6)
_LEVEL = {"add": _SUM, "sub": _SUM, "neg": _SIGN, "mul": _PRODUCT, "pow": _POWER, "transpose": _POWER, "fact": _POWER,
          "percent": _POWER, "div": _ATOM}  # fmt: skip
_NAMED = frozenset(
    {"ln", "exp", "sin", "cos", "tan", "sec", "csc", "cot", "sinh", "cosh", "tanh", "coth", "min", "max"}
)
_INVERSE = {"asin": "arcsin", "acos": "arccos", "atan": "arctan"}
_PLAIN_ROMAN = {"inv": "inv", "trace": "tr", "sign": "sign", "mod": "mod"}
_TALL = ("\\frac", "\\begin", "\\sqrt", "^{\\left", "\\left\\lVert")
_BEFORE_BRACKET = frozenset({"num", "name", "pow", "transpose"})
_ACCENTS = ("hat", "bar", "tilde")


def latex(node: Node, names: Names, log_base: str = "e") -> str:
    """The tree as LaTeX."""
    return _Echo(names, log_base).show(node)


class _Echo:
    def __init__(self, names: Names, log_base: str) -> None:
        self.names = names
        self.log_base = log_base

    def show(self, node: Node) -> str:
        return str(getattr(self, f"_{node.op}")(node))

    def at_least(self, node: Node, level: int) -> str:
        """The node, in brackets when it binds less tightly than asked."""
        shown = self.show(node)
        own = _LEVEL.get(node.op, _ATOM)
        if node.op == "num" and "\\cdot" in shown:
            own = _PRODUCT
        return shown if own >= level else bracketed(shown)

    def _num(self, node: Node) -> str:
        text = node.text.lower().lstrip("+")
        mantissa, _, exponent = text.partition("e")
        mantissa = mantissa.removesuffix(".") if "." in mantissa else mantissa
        mantissa = "0" + mantissa if mantissa.startswith(".") else mantissa
        return f"{mantissa} \\cdot 10^{{{int(exponent)}}}" if exponent else mantissa

    def _const(self, node: Node) -> str:
        return {"pi": "\\pi", "inf": "\\infty"}.get(node.text, node.text)

    def _name(self, node: Node) -> str:
        return name_latex(node.text)

    def _neg(self, node: Node) -> str:
        inner = node.args[0]
        shown = self.at_least(inner, _PRODUCT if inner.op == "mul" else _POWER)
        return f"-{bracketed(shown) if shown.startswith('-') else shown}"

    def _add(self, node: Node) -> str:
        return f"{self.show(node.args[0])} + {self._second(node.args[1])}"

    def _sub(self, node: Node) -> str:
        return f"{self.show(node.args[0])} - {self._second(node.args[1])}"

    def _second(self, node: Node) -> str:
        shown = self.at_least(node, _PRODUCT)
        return bracketed(shown) if shown.startswith("-") else shown

    def _mul(self, node: Node) -> str:
        left, right = node.args
        first = self.at_least(left, _PRODUCT)
        second = self.at_least(right, _POWER)
        if right.op == "num" and "\\cdot" in second:
            second = bracketed(self.show(right))
        return f"{first} {second}" if self._may_touch(left, right, second) else f"{first} \\cdot {second}"

    def _may_touch(self, left: Node, right: Node, second: str) -> bool:
        """Whether a product is clear without a dot."""
        last = _last(left)
        if last.op in ("opaque", "grad", "percent", "fact", "abs") or right.op == "div":
            return False
        if second[:1] in "0123456789.|(-[" or second.startswith(("\\left", "\\begin")):
            return last.op in _BEFORE_BRACKET and second.startswith(("(", "\\left(")) and not self._callable(last)
        return not (self._is_vector(last) and self._is_vector(right)) and not (
            right.op == "const" and last.op == "const"
        )

    def _callable(self, node: Node) -> bool:
        return node.op == "name" and node.text in ("sigma", "d")

    def _is_vector(self, node: Node) -> bool:
        domain = self.names.domains.get(node.text) if node.op == "name" else None
        return domain is not None and len(domain.shape) == 1

    def _div(self, node: Node) -> str:
        return f"\\frac{{{self.show(node.args[0])}}}{{{self.show(node.args[1])}}}"

    def _pow(self, node: Node) -> str:
        base, exponent = node.args
        if (
            base.op == "call"
            and (base.text in _NAMED or base.text == "log")
            and exponent.op == "num"
            and exponent.text.isdigit()
        ):
            return f"{self._function(base.text)}^{{{exponent.text}}}{bracketed(self.show(base.args[0]))}"
        return f"{self._base(base)}^{{{self.show(exponent)}}}"

    def _base(self, base: Node) -> str:
        shown = self.at_least(base, _ATOM)
        return bracketed(shown) if base.op in ("div", "grad", "log", "call", "opaque", "norm") else shown

    def _transpose(self, node: Node) -> str:
        return f"{self._base(node.args[0])}^{{\\top}}"

    def _fact(self, node: Node) -> str:
        return f"{self._base(node.args[0])}!"

    def _percent(self, node: Node) -> str:
        return f"{self._base(node.args[0])}\\%"

    def _abs(self, node: Node) -> str:
        return f"\\left| {self.show(node.args[0])} \\right|"

    def _norm(self, node: Node) -> str:
        return f"\\left\\lVert {self.show(node.args[0])} \\right\\rVert"

    def _det(self, node: Node) -> str:
        return f"\\det{bracketed(self.show(node.args[0]))}"

    def _log(self, node: Node) -> str:
        argument, base = node.args
        if base.op in ("num", "name") and (base.text.isdigit() or base.op == "name"):
            return f"\\log_{{{self.show(base)}}}{bracketed(self.show(argument))}"
        if base.op == "const" and base.text == "e":
            return f"\\ln{bracketed(self.show(argument))}"
        return f"\\log({self.show(argument)}, {self.show(base)})"

    def _call(self, node: Node) -> str:
        name = node.text
        inner = ", ".join(self.show(arg) for arg in node.args)
        if name == "sqrt":
            return f"\\sqrt{{{inner}}}"
        if name == "root":
            degree = self.show(node.args[1]) if len(node.args) > 1 else "2"
            return f"\\sqrt[{degree}]{{{self.show(node.args[0])}}}"
        if name == "cbrt":
            return f"\\sqrt[3]{{{inner}}}"
        return f"{self._function(name)}{bracketed(inner)}"

    def _function(self, name: str) -> str:
        if name == "log":
            return "\\ln" if self.log_base == "e" else f"\\log_{{{self.log_base}}}"
        if name in _INVERSE:
            return f"\\{_INVERSE[name]}"
        return f"\\{name}" if name in _NAMED else f"\\mathrm{{{_PLAIN_ROMAN.get(name, name)}}}"

    def _vector(self, node: Node) -> str:
        return f"[{', '.join(self.show(entry) for entry in node.args)}]"

    def _matrix(self, node: Node) -> str:
        rows = (" & ".join(self.show(entry) for entry in row.args) for row in node.args)
        return "\\begin{bmatrix} " + " \\\\ ".join(rows) + " \\end{bmatrix}"

    def _opaque(self, node: Node) -> str:
        return f"{name_latex(node.text)}{self._point(node)}"

    def _grad(self, node: Node) -> str:
        function = name_latex(node.text)
        if node.extra == "'":
            return function + "'" * int(node.number) + self._point(node)
        if not node.extra:
            return f"\\nabla {function}{self._point(node)}"
        if self._is_own(node):
            return f"\\frac{{\\partial {function}}}{{\\partial {name_latex(node.extra)}}}"
        return f"\\nabla_{{{name_latex(node.extra)}}} {function}{self._point(node)}"

    def _is_own(self, node: Node) -> bool:
        return all(arg.op == "name" and arg.text == node.extra for arg in node.args)

    def _point(self, node: Node) -> str:
        return bracketed(", ".join(self.show(arg) for arg in node.args)) if node.args else ""

    def _rule(self, node: Node) -> str:
        return f"{self.show(node.args[0])} \\leftarrow {self.show(node.args[1])}"


def _last(node: Node) -> Node:
    """The factor that stands last in what is shown."""
    while node.op in ("mul", "neg"):
        node = node.args[-1]
    return node


def bracketed(shown: str) -> str:
    """The text in round brackets, growing ones when it is tall."""
    return f"\\left({shown}\\right)" if any(mark in shown for mark in _TALL) else f"({shown})"


def name_latex(name: str) -> str:
    """A name as LaTeX: `theta_0` is `\\theta_{0}`, `y_hat` is `\\hat{y}`."""
    base, _, sub = name.partition("_")
    shown = f"\\{base}" if base in GREEK_WORDS else base if len(base) == 1 else f"\\mathrm{{{base}}}"
    head, _, rest = sub.partition("_")
    if head in _ACCENTS:
        shown, sub = f"\\{head}{{{shown}}}", rest
    if not sub:
        return shown
    parts = (f"\\{part}" if part in GREEK_WORDS else part for part in sub.split(","))
    return f"{shown}_{{{','.join(parts)}}}"
