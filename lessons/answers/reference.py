"""A right or wrong answer as its author wrote it, and the comparison of a learner's answer with it."""

from collections.abc import Iterator
from typing import NamedTuple

from . import compare
from .compare import Closeness, Target
from .domains import CANDIDATES, samples
from .echo import name_latex
from .evaluate import Point, value_of
from .exact import is_rational, same_function
from .functions import Scalar, Undefined
from .names import Names
from .question import Comparison, QuestionError
from .tree import Node, is_constant, walk
from .values import Array, ShapeError, Value, flat, shape_of
from .verdict import Cells

WANTED = 14
LEAST = 4
_ORDER: tuple[Closeness, ...] = ("equal", "rounded", "coarse", "off")


class Setting(NamedTuple):
    """What holds for every answer to a question: its names, what `log` means, the convention for 0·log 0."""

    kind: str
    names: Names
    log_base: str
    zero_log_zero: bool

    def point(self, index: int | None = None) -> Point:
        """A candidate point, or the empty one for constants."""
        values: dict[str, Value] = {}
        if index is not None:
            domains = self.names.domains.items()
            values = {name: samples(name, domain)[index] for name, domain in domains if not domain.function}
        return Point(values, self.log_base, self.zero_log_zero)


class Match(NamedTuple):
    """How an answer compares: its closeness, which entries are right, where it is undefined, which shapes differ."""

    closeness: Closeness
    cells: Cells | None = None
    undefined: str | None = None
    shapes: tuple[tuple[int, ...], tuple[int, ...]] | None = None
    distance: float = 0.0

    @property
    def holds(self) -> bool:
        """Whether the two are the same answer."""
        return self.closeness in ("equal", "rounded")


class Typed(NamedTuple):
    """A learner's answer: its tree, and its value when it has no names in it."""

    tree: Node
    value: Value | None


class Reference:
    """An author's answer with what is computed from it once."""

    __slots__ = ("points", "rational", "setting", "text", "tree", "value")

    def __init__(self, text: str, tree: Node, setting: Setting) -> None:
        self.text = text
        self.tree = tree
        self.setting = setting
        self.value: Value | None = None
        self.rational = False
        self.points: list[tuple[int, Value, float]] = []
        body = self.body
        if is_constant(body):
            try:
                self.value = value_of(body, self.setting.point())
            except (Undefined, ShapeError) as fault:
                raise QuestionError(f"{self.text!r} has no value: {fault}") from None
        else:
            self.rational = is_rational(body) and self._scalar_names()

    @property
    def body(self) -> Node:
        """The value side of a rule, else the whole."""
        return self.tree.args[1] if self.tree.op == "rule" else self.tree

    @property
    def shape(self) -> tuple[int, ...]:
        """The shape of the answer."""
        return shape_of(self.value if self.value is not None else self.sampled()[0][1])

    def _scalar_names(self) -> bool:
        return not any(domain.shape for domain in self.setting.names.domains.values())

    def sampled(self) -> list[tuple[int, Value, float]]:
        """The points at which the answer is defined, with its value and scale there; raises QuestionError."""
        if not self.points:
            found = []
            for index in range(CANDIDATES):
                point = self.setting.point(index)
                try:
                    found.append((index, value_of(self.body, point), point.largest))
                except Undefined:
                    continue
                except ShapeError as fault:
                    raise QuestionError(f"{self.text!r} does not fit together: {fault}") from None
                if len(found) == WANTED:
                    break
            if len(found) < LEAST:
                raise QuestionError(f"{self.text!r} is defined at fewer than {LEAST} points of the names' domains")
            self.points = found
        return self.points

    def match(self, typed: Typed, rule: Comparison | None) -> Match:
        """Compare a learner's answer; raises ShapeError when the answer itself does not fit together."""
        if self.value is not None and typed.value is not None:
            return self._match_values(self.value, typed, typed.value, rule)
        body = typed.tree
        if rule is None and self.rational and is_rational(body):
            same = same_function(self.body, body)
            if same:
                return Match("equal")
            if same is False and not (_has_decimals(body) or _has_decimals(self.body)):
                return self._match_sampled(body, None) if _has_undefined(body) else Match("off")
        return self._match_sampled(body, rule)

    def _match_values(self, mine: Value, typed: Typed, value: Value, rule: Comparison | None) -> Match:
        value = align(value, shape_of(mine), self.setting.kind)
        if shape_of(value) != shape_of(mine):
            return Match("off", shapes=(shape_of(value), shape_of(mine)))
        targets = map(Target.of, entry_nodes(self.body, mine), flat(mine))
        entries = zip(entry_nodes(typed.tree, value), flat(value), targets, strict=True)
        each = [compare.closeness(node, number, target, rule, _scale(number)) for node, number, target in entries]
        worst = max(each, key=_ORDER.index)
        return Match(worst, _cells(mine, [one != "off" for one in each]), distance=_distance(value, mine))

    def _match_sampled(self, body: Node, rule: Comparison | None) -> Match:
        compared = 0
        right: list[bool] | None = None
        for index, mine, scale in self.sampled():
            point = self.setting.point(index)
            try:
                value = align(value_of(body, point), shape_of(mine), self.setting.kind)
            except Undefined as fault:
                if fault.large or self.value is not None:
                    continue
                return Match("off", undefined=f"{fault.reason}{_where(body, point)}")
            if shape_of(value) != shape_of(mine):
                return Match("off", shapes=(shape_of(value), shape_of(mine)))
            agree = list(_agreement(value, mine, rule, max(scale, point.largest)))
            right = agree if right is None else [a and b for a, b in zip(right, agree, strict=True)]
            compared += 1
            if not any(right):
                break
        if right is None or (all(right) and compared < LEAST):
            return Match("off")
        return Match("equal" if all(right) else "off", _cells(self.sampled()[0][1], right))


def _scale(number: Scalar) -> float:
    return 1.0 if isinstance(number, float) and -1e-9 < number < 1e-9 else 0.0


def _agreement(value: Value, mine: Value, rule: Comparison | None, scale: float) -> Iterator[bool]:
    for a, b in zip(flat(value), flat(mine), strict=True):
        yield compare.exactly(float(a), float(b), scale) or (rule is not None and compare.by_rule(a, b, rule))


def _has_decimals(node: Node) -> bool:
    return any(part.op == "num" and part.number.denominator != 1 for part in walk(node))


def _has_undefined(node: Node) -> bool:
    return any(part.op in ("div", "pow") for part in walk(node))


def _where(body: Node, point: Point) -> str:
    used = sorted({part.text for part in walk(body) if part.op == "name"})
    shown = [(name, point.values.get(name)) for name in used]
    numbers = [f"${name_latex(name)} = {float(value):.3g}$" for name, value in shown if isinstance(value, int | float)]
    return f" at {', '.join(numbers[:3])}" if numbers else ""


def _distance(left: Value, right: Value) -> float:
    return max(abs(float(a) - float(b)) for a, b in zip(flat(left), flat(right), strict=True))


def _cells(shape_like: Value, right: list[bool]) -> Cells | None:
    if not isinstance(shape_like, Array):
        return None
    if shape_like.is_vector:
        return (tuple(right),)
    width = shape_like.shape[1]
    return tuple(tuple(right[k : k + width]) for k in range(0, len(right), width))


def align(value: Value, wanted: tuple[int, ...], kind: str) -> Value:
    """A row where a vector is wanted, or a list where a one-row matrix is, in the wanted shape: boxes forgive that."""
    if kind not in ("vector", "matrix") or not isinstance(value, Array):
        return value
    size = len(value.flat())
    if kind == "vector" and wanted == (size,) and value.shape == (1, size):
        return Array(tuple((entry,) for entry in value.flat()))
    if kind == "matrix" and wanted == (1, size) and value.is_vector:
        return Array((value.flat(),))
    return value


def entry_nodes(tree: Node, value: Value) -> list[Node | None]:
    """The trees of the entries where the answer is written out, else as many Nones."""
    size = len(flat(value))
    if tree.op == "vector":
        nodes: list[Node | None] = list(tree.args)
    elif tree.op == "matrix":
        nodes = [entry for row in tree.args for entry in row.args]
    elif not isinstance(value, Array):
        return [tree.args[0] if tree.op == "vector" and len(tree.args) == 1 else tree]
    else:
        return [None] * size
    return nodes if len(nodes) == size else [None] * size
