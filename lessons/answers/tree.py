"""The tree of an answer: one frozen node type, so that mutants and walks stay short."""

from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import NamedTuple

Exact = int | Fraction


class Node(NamedTuple):
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
            node = node._replace(args=args)
    return change(node)


def is_constant(node: Node) -> bool:
    """Whether the tree has neither a name nor an opaque function in it."""
    return all(part.op not in ("name", "opaque", "grad") for part in walk(node))
