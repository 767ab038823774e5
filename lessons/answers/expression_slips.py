"""Slips made to a reference: each mutant is what one common mistake gives, with what to say about it."""

from collections.abc import Iterator, Mapping
from functools import partial
from itertools import combinations

from .echo import name_latex
from .tree import Node, num, rebuild, walk

Mutant = tuple[str, Node, Node | None]
MOST_NODES = 60
MOST_NAMES = 4


def mutants(body: Node) -> Iterator[Mutant]:
    """What a slip gives: a message with `{}` for the piece it is about, the mutant, and that piece (or None)."""
    if sum(1 for _ in walk(body)) > MOST_NODES:
        return
    yield "Every sign is the other way round.", Node("neg", (body,)), None
    yield from _bases(body)
    yield from _edits(body)
    for factor in (2, 10, 100):
        yield f"It is {factor} times what it should be.", Node("mul", (num(factor), body)), None
        yield f"It is 1/{factor} of what it should be: a factor of {factor} is missing.", _over(body, factor), None
    yield "It is upside down: the reciprocal is right.", Node("div", (num(1), body)), None
    yield from _swaps(body)


def _swaps(body: Node) -> Iterator[Mutant]:
    """Two names in each other's place."""
    names = sorted({part.text for part in walk(body) if part.op == "name"})
    for first, second in combinations(names, 2) if len(names) <= MOST_NAMES else ():
        other = {first: second, second: first}
        shown = f"${name_latex(first)}$ and ${name_latex(second)}$"
        yield f"{shown} are swapped.", rebuild(body, partial(_renamed, names=other)), None


def _renamed(node: Node, names: Mapping[str, str]) -> Node:
    return node._replace(text=names.get(node.text, node.text)) if node.op == "name" else node


def _bases(body: Node) -> Iterator[Mutant]:
    """Every logarithm in another base."""
    for base in (2, 10):
        yield _BASE, rebuild(body, partial(_rebased, base=base)), None
    yield _BASE, rebuild(body, lambda node: Node("call", node.args[:1], "ln") if node.op == "log" else node), None


def _rebased(node: Node, base: int) -> Node:
    is_log = node.op == "log" or (node.op == "call" and node.text in ("ln", "log"))
    return Node("log", (node.args[0], num(base))) if is_log else node


def _over(body: Node, factor: int) -> Node:
    return Node("div", (body, num(factor)))


def _edits(node: Node) -> Iterator[Mutant]:
    if node.op in _LOCAL:
        yield from _LOCAL[node.op](node)
    for index, arg in enumerate(node.args):
        for message, mutant, piece in _edits(arg):
            args = (*node.args[:index], mutant, *node.args[index + 1 :])
            yield message, node._replace(args=args), piece


def _sum(node: Node) -> Iterator[Mutant]:
    left, right = node.args
    if node.op == "sub" and right.op != "grad" and _has_gradient(right):
        yield "That is the step alone: subtract it from {}.", right, left
    flipped = Node("sub" if node.op == "add" else "add", (left, right))
    yield _sign_message(right), flipped, right
    yield "The term {} is missing.", left, right
    if left.op not in ("add", "sub"):
        yield "Check the sign of {}.", node._replace(args=(Node("neg", (left,)), right)), left
        yield "The term {} is missing.", right if node.op == "add" else Node("neg", (right,)), left


def _sign_message(term: Node) -> str:
    if _has_gradient(term):
        return "Check the sign of {}: with this sign the step climbs, and it should go down."
    return "Check the sign of {}."


def _has_gradient(node: Node) -> bool:
    return any(part.op == "grad" for part in walk(node))


def _mul(node: Node) -> Iterator[Mutant]:
    left, right = node.args
    if right.op == "grad":
        yield "The gradient is divided by {} where it should be multiplied.", Node("div", (right, left)), left
    yield "The factor {} is missing.", right, left
    yield "The factor {} is missing.", left, right
    yield "Check the order of the product {}: it matters for matrices.", Node("mul", (right, left)), node


def _div(node: Node) -> Iterator[Mutant]:
    top, bottom = node.args
    yield "The denominator {} is missing.", top, bottom
    yield "The fraction {} is upside down.", Node("div", (bottom, top)), node
    yield "Multiplied by {} where it should be divided.", Node("mul", (top, bottom)), bottom


def _pow(node: Node) -> Iterator[Mutant]:
    base, exponent = node.args
    yield "A power is missing at {}.", base, base
    yield "The exponent of {} has the wrong sign.", Node("pow", (base, Node("neg", (exponent,)))), base
    yield "Check the power of {}: a factor in place of a power.", Node("mul", (exponent, base)), base


def _neg(node: Node) -> Iterator[Mutant]:
    yield "The minus sign before {} is missing.", node.args[0], node.args[0]


def _transpose(node: Node) -> Iterator[Mutant]:
    yield "A transpose is missing: {}.", node.args[0], node


def _grad(node: Node) -> Iterator[Mutant]:
    yield (
        "The gradient is missing: the step uses $\\nabla$ of {}, not its value.",
        Node("opaque", node.args, node.text),
        (Node("opaque", node.args, node.text)),
    )
    if node.args:
        yield "The step uses the gradient of the loss, and {} stands in its place.", node.args[0], node.args[0]


def _log(node: Node) -> Iterator[Mutant]:
    yield _BASE, Node("call", node.args[:1], "ln"), None
    yield _BASE, Node("log", (node.args[0], num(10))), None
    yield _BASE, Node("log", (node.args[0], num(2))), None


def _call(node: Node) -> Iterator[Mutant]:
    if node.text in ("ln", "log"):
        yield _BASE, Node("log", (node.args[0], num(2))), None
        yield _BASE, Node("log", (node.args[0], num(10))), None
    if len(node.args) == 1:
        word = {"sqrt": "root", "ln": "logarithm", "log": "logarithm"}.get(node.text, f"function `{node.text}`")
        yield f"The {word} is missing at {{}}.", node.args[0], node.args[0]
    if node.text in ("sin", "cos"):
        yield "Sine and cosine are swapped.", node._replace(text="cos" if node.text == "sin" else "sin"), None


def _norm(node: Node) -> Iterator[Mutant]:
    yield "The root is missing: this is the squared length of {}.", Node("mul", node.args * 2), node.args[0]


_BASE = "Check the base of the logarithm."
_LOCAL = {
    "add": _sum,
    "sub": _sum,
    "mul": _mul,
    "div": _div,
    "pow": _pow,
    "neg": _neg,
    "transpose": _transpose,
    "grad": _grad,
    "log": _log,
    "norm": _norm,
    "call": _call,
}
