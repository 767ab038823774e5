"""Bracket matching, and the meaning of a bare bar: an absolute value or "given"."""

from collections.abc import Callable
from typing import NamedTuple

from tutor.rendering.notation.symbols import COMMANDS, Kind, Sym
from tutor.rendering.notation.tree import Fence, Node, Script, Space, Styled, Text, peeled, row

Fail = Callable[[str, int], None]

_GIVEN = COMMANDS["mid"]
_DIVERGES = Sym("‖", "||", "rel", "relative to")
_BEFORE_OPERAND: frozenset[Kind] = frozenset(["bin", "rel", "open", "punct", "slash", "fn", "lim", "big", "prefix"])
_MAX_BARS = 2


class Placed(NamedTuple):
    """A node and the index in the source where it begins."""

    node: Node
    at: int


class _Frame(NamedTuple):
    left: Sym | None
    opening: Node | None
    at: int
    items: list[Node]


def paired(items: list[Placed], fail: Fail | None) -> list[Node]:
    """Items with matching brackets turned into fences; `fail` hears of those without a partner."""
    if all(_delimiter(node) is None for node, _ in items):
        return [node for node, _ in items]
    remaining = _bars_remaining(items)
    stack = [_Frame(None, None, 0, [])]
    for index, (node, at) in enumerate(items):
        sign = _delimiter(node)
        if sign is None:
            stack[-1].items.append(node)
        elif sign.kind == "bar":
            _bar(stack, node, sign, at, remaining[index])
        elif sign.kind == "open":
            stack.append(_Frame(sign, node, at, []))
        else:
            _close(stack, node, sign, at, fail)
    while len(stack) > 1:
        _give_up(stack, fail)
    return stack[0].items


def _delimiter(node: Node) -> Sym | None:
    core = node.base if isinstance(node, Script) else node
    if isinstance(core, Styled):
        core = peeled(core)
    return core if isinstance(core, Sym) and core.kind in ("open", "close", "bar") else None


def _bars_remaining(items: list[Placed]) -> list[int]:
    """For each item that is a bar, how many like it follow between the same brackets."""
    totals: list[dict[str, int]] = [{}]
    bars: list[tuple[dict[str, int], str, int] | None] = []
    for node, _ in items:
        sign = _delimiter(node)
        if sign is not None and sign.kind == "bar":
            totals[-1][sign.glyph] = count = totals[-1].get(sign.glyph, 0) + 1
            bars.append((totals[-1], sign.glyph, count))
            continue
        bars.append(None)
        if sign is not None and sign.kind == "open":
            totals.append({})
        elif sign is not None and len(totals) > 1:
            totals.pop()
    return [entry[0][entry[1]] - entry[2] if entry else 0 for entry in bars]


def _bar(stack: list[_Frame], node: Node, sign: Sym, at: int, remaining: int) -> None:
    top = stack[-1]
    after_operand = _after_operand(top.items)
    if top.left is not None and top.left.kind == "bar" and top.left.glyph == sign.glyph and after_operand:
        _fence(stack, node, sign)
    elif (remaining if not after_operand else remaining % 2) and _open_bars(stack) < _MAX_BARS:
        stack.append(_Frame(sign, node, at, []))
    else:
        top.items.append(_as_relation(node, sign) if after_operand else node)


def _open_bars(stack: list[_Frame]) -> int:
    return sum([frame.left is not None and frame.left.kind == "bar" for frame in stack])


def _after_operand(items: list[Node]) -> bool:
    signs = [item for item in items if not isinstance(item, Space)]
    return bool(signs) and _ends_operand(signs[-1])


def _ends_operand(node: Node) -> bool:
    core = peeled(node)
    return not (isinstance(core, Sym) and core.kind in _BEFORE_OPERAND) and not isinstance(core, Text)


def _as_relation(node: Node, sign: Sym) -> Node:
    relation = _GIVEN if sign.glyph == "|" else _DIVERGES
    if isinstance(node, Script):
        return node
    return Styled(node.style, relation) if isinstance(node, Styled) else relation


def _close(stack: list[_Frame], node: Node, sign: Sym, at: int, fail: Fail | None) -> None:
    while len(stack) > 1 and stack[-1].left is not None and stack[-1].left.kind == "bar":
        _give_up(stack, None)
    if len(stack) > 1:
        _fence(stack, node, sign)
        return
    if fail:
        fail(f"this {_written(sign)} closes nothing; add its opening bracket", at)
    stack[-1].items.append(node)


def _written(sign: Sym) -> str:
    return "\\" + sign.glyph if sign.glyph in "{}" else sign.glyph


def _fence(stack: list[_Frame], closing: Node, sign: Sym) -> None:
    frame = stack.pop()
    fence: Node = Fence(frame.left, row(frame.items), sign)
    core = closing.base if isinstance(closing, Script) else closing
    if isinstance(core, Styled):
        fence = Styled(core.style, fence) if core.style == getattr(frame.opening, "style", None) else fence
    stack[-1].items.append(Script(fence, closing.sub, closing.sup) if isinstance(closing, Script) else fence)


def _give_up(stack: list[_Frame], fail: Fail | None) -> None:
    """Leave an unmatched opening bracket as an ordinary symbol."""
    frame = stack.pop()
    if fail and frame.left is not None and frame.left.kind == "open":
        fail(f"this {_written(frame.left)} is never closed; add its closing bracket", frame.at)
    sign: list[Node] = [frame.opening] if frame.opening is not None else []
    if sign and frame.left is not None and frame.left.kind == "bar" and _after_operand(stack[-1].items):
        sign = [_as_relation(sign[0], frame.left)]
    stack[-1].items.extend([*sign, *frame.items])
