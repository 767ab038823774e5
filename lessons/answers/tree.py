"""The tree of an answer: one frozen node type, so that mutants and walks stay short."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

Exact = int | Fraction


@dataclass(frozen=True, slots=True)
class Node:
    """One operation; `text` is its name or how a number was typed, `at` its 1-based column.

    Operations: num const name neg add sub mul div pow fact percent transpose abs norm det call log vector matrix row
    opaque grad rule. `extra` is the variable of a `grad` or the spelling of a `mul`; `number` the value of a `num` or
    the order of a `grad`.
    """

    op: str
    args: tuple["Node", ...] = ()
    text: str = ""
    at: int = 1
    number: Exact = 0
    extra: str = ""


def num(value: Exact, at: int = 1, text: str = "") -> Node:
    """A number literal."""
    return Node("num", (), text or str(value), at, value)


def walk(node: Node) -> Iterator[Node]:
    """The node and everything below it."""
    stack = [node]
    while stack:
        top = stack.pop()
        yield top
        stack.extend(top.args)


def rebuild(node: Node, change: Callable[[Node], Node]) -> Node:
    """The tree with `change` applied to every node, leaves first."""
    if node.args:
        args = tuple(rebuild(arg, change) for arg in node.args)
        if args != node.args:
            node = replace(node, args=args)
    return change(node)


def names_in(node: Node) -> set[str]:
    """The names that occur."""
    return {part.text for part in walk(node) if part.op == "name"}


def is_constant(node: Node) -> bool:
    """Whether the tree has neither a name nor an opaque function in it."""
    return all(part.op not in ("name", "opaque", "grad") for part in walk(node))


def terms(node: Node) -> list[tuple[int, Node]]:
    """The signed terms of a sum."""
    if node.op in ("add", "sub"):
        sign = 1 if node.op == "add" else -1
        return terms(node.args[0]) + [(sign * inner, term) for inner, term in terms(node.args[1])]
    if node.op == "neg":
        return [(-sign, term) for sign, term in terms(node.args[0])]
    return [(1, node)]


def total(parts: list[tuple[int, Node]]) -> Node:
    """The sum of signed terms; the empty sum is 0."""
    if not parts:
        return num(0)
    sign, result = parts[0]
    if sign < 0:
        result = Node("neg", (result,))
    for sign, term in parts[1:]:
        result = Node("add" if sign > 0 else "sub", (result, term))
    return result


def factors(node: Node) -> list[tuple[bool, Node]]:
    """The factors of a product in order, each with whether it is multiplied (else divided by)."""
    if node.op == "mul":
        return factors(node.args[0]) + factors(node.args[1])
    if node.op == "div":
        return factors(node.args[0]) + [(not up, factor) for up, factor in factors(node.args[1])]
    return [(True, node)]


def product(parts: list[tuple[bool, Node]]) -> Node:
    """The product of factors; the empty product is 1."""
    result: Node | None = None
    for up, factor in parts:
        if up:
            result = factor if result is None else Node("mul", (result, factor))
        else:
            result = Node("div", (num(1) if result is None else result, factor))
    return num(1) if result is None else result
