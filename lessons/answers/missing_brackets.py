"""What an answer would be with a pair of brackets more: `6/6x+3` may mean 6/(6x + 3), `e^-x^2/2` may mean e^(-x²/2).

Only pieces that the learner did not put in brackets are regrouped; `(1/2)x` says what it means.
"""

from collections.abc import Callable, Iterator

from .tree import Node, walk

MOST_NODES = 30
Bracketed = frozenset[tuple[str, int]]
_CALLS = frozenset({"call", "log"})
_PAIRS = frozenset({"add", "sub", "mul", "div", "pow"})


def regroupings(tree: Node, bracketed: Bracketed) -> Iterator[tuple[Node, int]]:
    """The trees that one more pair of brackets gives, each with the column of the sign that is taken in."""
    if sum(1 for _ in walk(tree)) > MOST_NODES:
        return
    yield from _inside(tree, bracketed)


def _inside(node: Node, bracketed: Bracketed) -> Iterator[tuple[Node, int]]:
    if node.op in ("add", "sub", "mul", "div"):
        for changed in _joined(node, bracketed):
            yield changed, node.at
            for deeper in _again(changed, bracketed):
                yield deeper, node.at
    elif node.op == "neg" and (node.args[0].op, node.args[0].at) not in bracketed:
        yield from ((changed, node.at) for changed in _negated(node.args[0]))
    for index, arg in enumerate(node.args):
        for changed, at in _inside(arg, bracketed):
            yield node._replace(args=(*node.args[:index], changed, *node.args[index + 1 :])), at


def _again(changed: Node, bracketed: Bracketed) -> Iterator[Node]:
    """A second piece drawn into the same brackets: the 3 of `6/6x+3` after the x."""
    for index, arg in enumerate(changed.args):
        if arg.op in ("add", "sub", "mul", "div"):
            for inner in _joined(arg, bracketed):
                yield changed._replace(args=(*changed.args[:index], inner, *changed.args[index + 1 :]))


def _joined(node: Node, bracketed: Bracketed) -> Iterator[Node]:
    """`a/b + c` as a/(b + c), and so on: what stands beside a piece is drawn into it."""
    left, right = node.args
    yield from _take(left, lambda inner: node._replace(args=(inner, right)), bracketed)
    if (right.op, right.at) not in bracketed and right.op in _PAIRS:
        first, last = right.args
        if (first.op, first.at) not in bracketed:
            yield right._replace(args=(node._replace(args=(left, first)), last))


def _take(left: Node, around: Callable[[Node], Node], bracketed: Bracketed) -> Iterator[Node]:
    """The end of the left piece takes in what follows, unless a bracket closes it."""
    if (left.op, left.at) in bracketed or not left.args:
        return
    last = left.args[-1] if left.op in _PAIRS else left.args[0]
    if (last.op, last.at) in bracketed:
        return
    if left.op in _PAIRS:
        first = left.args[0]
        yield left._replace(args=(first, around(last)))
        if left.op == "mul" and first.op == "div" and (first.op, first.at) not in bracketed:
            top, bottom = first.args
            yield first._replace(args=(top, around(left._replace(args=(bottom, last)))))
        yield from (left._replace(args=(first, changed)) for changed in _take(last, around, bracketed))
    elif left.op == "neg" or left.op in _CALLS:
        yield left._replace(args=(around(last), *left.args[1:]))
        if left.op == "neg":
            yield from (left._replace(args=(changed,)) for changed in _take(last, around, bracketed))


def _negated(inner: Node) -> Iterator[Node]:
    """`-x^2` as (-x)^2, `-a + b` as -(a + b)."""
    if inner.op == "pow":
        yield inner._replace(args=(Node("neg", (inner.args[0],), at=inner.at), inner.args[1]))
