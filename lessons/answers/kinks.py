"""Points on both sides of every kink: where an absolute value, a maximum or a root changes its branch.

Random points miss `max(0, x - 3)` where x never exceeds 3. For each such piece of an expression the place where it
changes its branch is looked for along each name, and points on both sides of it are added to the sample.
"""

import math
from collections.abc import Iterator, Mapping

from .domains import Domain
from .evaluation import Point, value_of
from .functions import Undefined
from .tree import Node, num, walk
from .values import Array, ShapeError, Value

Values = Mapping[str, Value]
MOST_KINKS = 8
MOST_POINTS = 32
_MOST_NAMES = 2
_LARGEST_PLACE = 24
_GRID = (1e-3, 0.03, 0.3, 1.0, 3.0, 10.0, 30.0, 100.0, 1e3, 1e4)
_MARGIN = 1e-9
_HALVINGS = 50
_BRANCHES = frozenset({"abs", "relu", "sign", "softplus"})
_STEPS = frozenset({"floor", "ceil", "round"})
_ROOTS = frozenset({"sqrt", "root", "ln", "log", "logit", "asin", "acos", "atanh", "acosh"})


def has_kinks(body: Node) -> bool:
    """Whether anything in the tree can change its branch."""
    return any(True for _ in _places(body))


def points(body: Node, bases: list[Values], domains: Mapping[str, Domain], log_base: str) -> list[Values]:
    """Points beside the kinks of a tree; every other name keeps its value from a base point."""
    found: list[Values] = []
    for count, place in enumerate(_places(body)):
        if count == MOST_KINKS or len(found) >= MOST_POINTS:
            break
        names = sorted({part.text for part in walk(place) if part.op == "name"})
        for name in [name for name in names if name in domains and not domains[name].shape][:_MOST_NAMES]:
            for base in bases:
                line = _Line(place, name, base, log_base)
                found += [{**base, name: value} for value in line.beside(domains[name])]
    return found[:MOST_POINTS]


def _places(body: Node) -> Iterator[Node]:
    """The pieces that are 0 where a branch changes, each once."""
    seen: set[str] = set()
    for part in walk(body):
        for place in _of(part):
            if _is_large(place):
                continue
            key = _key(place)
            if key not in seen and any(inner.op == "name" for inner in walk(place)):
                seen.add(key)
                yield place


def _is_large(place: Node) -> bool:
    """Whether looking for the zeros of a piece would take too long."""
    return sum(1 for _ in walk(place)) > _LARGEST_PLACE


def _key(node: Node) -> str:
    return f"{node.op} {node.text} {node.number} ({','.join(map(_key, node.args))})"


def _of(part: Node) -> Iterator[Node]:
    if part.op in ("abs", "norm"):
        yield part.args[0]
    elif (
        part.op == "log"
        or (part.op == "pow" and part.args[1].op == "div")
        or (part.op == "pow" and part.args[1].op == "num" and part.args[1].number.denominator != 1)
    ):
        yield from _under_root(part.args[0])
    elif part.op == "call":
        yield from _of_call(part)


def _is_root(part: Node) -> bool:
    """Whether a node is a power with a fraction in its exponent."""
    if part.op != "pow":
        return False
    exponent = part.args[1]
    return exponent.op == "div" or (exponent.op == "num" and exponent.number.denominator != 1)


def _of_call(part: Node) -> Iterator[Node]:
    if part.text in _BRANCHES:
        yield part.args[0]
    elif part.text in ("min", "max"):
        for left, right in zip(part.args, part.args[1:], strict=False):
            yield Node("sub", (left, right))
    elif part.text in _STEPS:
        yield Node("sub", (part.args[0], num(1)))
        yield Node("add", (part.args[0], num(1)))
    elif part.text == "mod":
        yield Node("sub", part.args)
        yield part.args[0]
    elif part.text in _ROOTS:
        yield from _under_root(part.args[0])


def _under_root(inner: Node) -> Iterator[Node]:
    """What a root or a logarithm is taken of, and what is squared in it: `sqrt((x - 3)^2)` turns at 3."""
    if inner.op != "name":
        yield inner
    if _is_large(inner):
        return
    for part in walk(inner):
        squared = part.op == "mul" and _key(part.args[0]) == _key(part.args[1])
        if squared or (part.op == "pow" and part.args[1].op in ("num", "mul")):
            yield part.args[0]


class _Line:
    """One piece of an expression along one name."""

    def __init__(self, place: Node, name: str, base: Values, log_base: str) -> None:
        self.place = place
        self.name = name
        self.values = dict(base)
        self.log_base = log_base

    def at(self, value: float) -> float | None:
        """The piece at a value of the name; None where it has none."""
        self.values[self.name] = value
        try:
            result = value_of(self.place, Point(self.values, self.log_base))
        except (Undefined, ShapeError):
            return None
        return None if isinstance(result, Array) else float(result)

    def beside(self, domain: Domain) -> Iterator[float]:
        """Values of the name on both sides of each place where the piece is 0."""
        low = -math.inf if domain.low is None else domain.low
        high = math.inf if domain.high is None else domain.high
        for root in self.roots(low, high):
            if domain.integer:
                near = (math.floor(root) - 9, math.floor(root) - 1, math.floor(root), math.ceil(root),
                        math.ceil(root) + 1, math.ceil(root) + 9)  # fmt: skip
                yield from sorted({value for value in near if low <= value <= high})
                continue
            below, above = min(0.4 * (1 + abs(root)), root - low), min(0.4 * (1 + abs(root)), high - root)
            least = _MARGIN * (1 + abs(root))  # a point nearer to the end of the range could round to the end
            for share in (0.9, 0.01):
                if below > least:
                    yield root - share * below
                if above > least:
                    yield root + share * above

    def roots(self, low: float, high: float) -> list[float]:
        """Where the piece is 0, within the range of the name: exactly when it is linear, else at a change of sign."""
        linear, root = self._linear()
        if linear:
            return [root] if root is not None and low <= root <= high else []
        grid = sorted({*(-step for step in _GRID), 0.0, *_GRID})
        if low > -math.inf and high < math.inf:
            grid = [low + (high - low) * (k + 0.5) / 16 for k in range(16)]
        found: list[float] = []
        before: tuple[float, float] | None = None
        for value in (value for value in grid if low < value < high):
            height = self.at(value)
            if height is not None and before is not None and (before[1] < 0) != (height < 0):
                found.append(self._between(before[0], value, before[1] < 0))
            before = None if height is None else (value, height)
        return found[:3]

    def _linear(self) -> tuple[bool, float | None]:
        start = self.values[self.name]
        assert not isinstance(start, Array)
        origin = float(start)
        heights = [self.at(origin), self.at(origin + 0.25), self.at(origin + 1)]
        if heights[0] is None or heights[1] is None or heights[2] is None:
            return False, None
        slope = heights[2] - heights[0]
        if not math.isclose(heights[1] - heights[0], slope / 4, rel_tol=1e-9, abs_tol=1e-12 * abs(heights[0])):
            return False, None
        return True, origin - heights[0] / slope if slope else None

    def _between(self, left: float, right: float, rising: bool) -> float:
        for _ in range(_HALVINGS):
            middle = (left + right) / 2
            height = self.at(middle)
            if height is None:
                break
            if (height < 0) == rising:
                left = middle
            else:
                right = middle
        return (left + right) / 2
