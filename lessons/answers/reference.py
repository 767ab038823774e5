"""A right or wrong answer as its author wrote it, and the comparison of a learner's answer with it."""

from collections.abc import Iterator
from contextlib import suppress
from functools import lru_cache
from typing import NamedTuple

from . import compare, kinks, precise
from .compare import LONG, Closeness
from .domains import CANDIDATES, samples
from .echo import name_latex
from .evaluation import Point, TooLong, value_of
from .exact import is_rational, same_function
from .functions import Scalar, Undefined
from .kinks import Values
from .names import Names
from .question import NOTHING, Comparison, QuestionError
from .tree import Node, is_constant, walk
from .values import Array, ShapeError, Value, flat, shape_of
from .verdict import Cells

WANTED = 14
LEAST = 4
_SAME = 1e-13  # relative difference of two floats that agree
_PRINTED = 1.000001e-9  # the same where one of them was typed as a decimal
_DOUBT = 1e-6
_MOST_WORK = 12000  # multiplications of arrays that one comparison may take
_SMALLEST = 1e-250  # of what is smaller, a part may have become 0
_CANCELLED = 1e-9
_INFINITE = float("inf")
_WAVES = frozenset({"sin", "cos", "tan", "sec", "csc", "cot", "asin", "acos", "expm1", "log1p", "ln", "log"})
_BASES = (1, 6)  # the points beside whose values kinks are looked for
_ORDER: tuple[Closeness, ...] = ("equal", "rounded", "coarse", "off")


class Setting(NamedTuple):
    """What holds for every answer to a question: its names, what `log` means, the convention for 0·log 0."""

    kind: str
    names: Names
    log_base: str
    zero_log_zero: bool

    def values(self, index: int) -> Values:
        """The values of the names at a candidate point."""
        domains = self.names.domains.items()
        return {name: samples(name, domain)[index] for name, domain in domains if not domain.function}

    def point(self, values: Values = NOTHING) -> Point:
        """A point with these values, or the empty one for constants."""
        return Point(values, self.log_base, self.zero_log_zero)

    def refined(self, tree: Node, value: Value) -> Value:
        """The value of a constant without the rounding errors that a difference of close numbers makes large."""
        nodes = entry_nodes(tree, value)
        numbers = list(flat(value))
        for index, (node, number) in enumerate(zip(nodes, numbers, strict=True)):
            if node is not None and isinstance(number, float) and number - number == 0 and _may_cancel(node):
                better = _constant(node, self.log_base)
                numbers[index] = number if better is None else better
        if not isinstance(value, Array):
            return numbers[0]
        width = value.shape[1]
        return Array(tuple(tuple(numbers[k : k + width]) for k in range(0, len(numbers), width)))


class Sample(NamedTuple):
    """A point, the value of the reference there, and the largest number met on the way to it."""

    values: Values
    mine: Value
    scale: float


class Match(NamedTuple):
    """How an answer compares: its closeness, which entries are right, where it is undefined, which shapes differ."""

    closeness: Closeness
    cells: Cells | None = None
    undefined: str | None = None
    shapes: tuple[tuple[int, ...], tuple[int, ...]] | None = None
    distance: float = 0.0
    each: tuple[Closeness, ...] = ()

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

    __slots__ = ("heavy", "printed", "rational", "samples", "setting", "text", "tree", "value")

    def __init__(self, text: str, tree: Node, setting: Setting) -> None:
        self.text = text
        self.tree = tree
        self.setting = setting
        self.value: Value | None = None
        self.rational = False
        self.heavy: bool | None = None
        self.samples: list[Sample] = []
        body = self.body
        self.printed = has_printed(body)
        if is_constant(body):
            try:
                self.value = self.setting.refined(body, value_of(body, self.setting.point()))
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
        return shape_of(self.value if self.value is not None else self.sampled()[0].mine)

    def _scalar_names(self) -> bool:
        return not any(domain.shape for domain in self.setting.names.domains.values())

    def sampled(self) -> list[Sample]:
        """The points at which the answer is compared, those beside its kinks included; raises QuestionError."""
        if not self.samples:
            found: list[Sample] = []
            for index in range(CANDIDATES):
                if (sample := self._sample(self.setting.values(index))) is not None:
                    found.append(sample)
                if len(found) == WANTED or (len(found) >= LEAST + 1 and self._is_heavy()):
                    break
            if len(found) < LEAST:
                raise QuestionError(f"{self.text!r} is defined at fewer than {LEAST} points of the names' domains")
            self.samples = found + self._beside(self.body, found)
        return self.samples

    def _is_heavy(self) -> bool:
        """Whether one evaluation takes so long that a few points have to do."""
        if self.heavy is None:
            point = self.setting.point(self.setting.values(0))
            with suppress(Undefined, ShapeError):
                value_of(self.body, point)
            self.heavy = point.work * WANTED > _MOST_WORK
        return self.heavy

    def _sample(self, values: Values) -> Sample | None:
        point = self.setting.point(values)
        try:
            return Sample(values, value_of(self.body, point), point.largest)
        except Undefined:
            return None
        except ShapeError as fault:
            raise QuestionError(f"{self.text!r} does not fit together: {fault}") from None

    def _beside(self, body: Node, found: list[Sample]) -> list[Sample]:
        """Samples on both sides of the kinks of a tree."""
        if not kinks.has_kinks(body):
            return []
        bases = [found[min(index, len(found) - 1)].values for index in _BASES]
        extra = kinks.points(body, bases, self.setting.names.domains, self.setting.log_base)
        return [sample for sample in map(self._sample, extra) if sample is not None]

    def match(self, typed: Typed, rule: Comparison | None) -> Match:
        """Compare a learner's answer; raises ShapeError when the answer itself does not fit together."""
        if self.value is not None and typed.value is not None:
            return self._match_values(self.value, typed, typed.value, rule)
        body = typed.tree
        printed = self.printed or has_printed(body)
        if rule is None and not printed and self.rational and is_rational(body):
            same = same_function(self.body, body)
            if same:
                return Match("equal")
            if same is False:
                found = self._match_sampled(body, None, False)
                return Match("off") if found.holds else found
        return self._match_sampled(body, rule, printed)

    def _match_values(self, mine: Value, typed: Typed, value: Value, rule: Comparison | None) -> Match:
        value = align(value, shape_of(mine), self.setting.kind)
        if shape_of(value) != shape_of(mine):
            return Match("off", shapes=(shape_of(value), shape_of(mine)))
        each = self._each(mine, typed.tree, value, rule)
        if any(one in ("off", "coarse") for one in each):
            better = self.setting.refined(typed.tree, value)
            if better != value:
                value, each = better, self._each(mine, typed.tree, better, rule)
        worst = max(each, key=_ORDER.index)
        return Match(worst, _cells(mine, [one != "off" for one in each]), distance=_distance(value, mine), each=each)

    def _each(self, mine: Value, tree: Node, value: Value, rule: Comparison | None) -> tuple[Closeness, ...]:
        targets = compare.targets(entry_nodes(self.body, mine), flat(mine))
        entries = zip(entry_nodes(tree, value), flat(value), targets, strict=True)
        return tuple(compare.closeness(node, number, target, rule) for node, number, target in entries)

    def _match_sampled(self, body: Node, rule: Comparison | None, printed: bool) -> Match:
        compared = work = 0
        right: list[bool] | None = None
        for sample in self._all_samples(body):
            mine = sample.mine
            point = self.setting.point(sample.values)
            try:
                value = align(value_of(body, point), shape_of(mine), self.setting.kind)
            except TooLong:
                raise
            except Undefined as fault:
                if fault.large or self.value is not None or self._defined_after_all(body, sample):
                    continue
                return Match("off", undefined=f"{fault.reason}{_where(body, point)}")
            if shape_of(value) != shape_of(mine):
                return Match("off", shapes=(shape_of(value), shape_of(mine)))
            scale = max(sample.scale, point.largest)
            work += point.work
            agree = self._agreement(body, value, Sample(sample.values, mine, scale), rule, printed)
            right = agree if right is None else [a and b for a, b in zip(right, agree, strict=True)]
            compared += 1
            if not any(right) or (work > _MOST_WORK and compared >= LEAST):
                break
        if right is None or (all(right) and compared < LEAST):
            return Match("off")
        if all(right) and rule is None and not printed and self._parted(body):
            right = [False] * len(right)
        return Match("equal" if all(right) else "off", _cells(self.sampled()[0].mine, right))

    def _all_samples(self, body: Node) -> Iterator[Sample]:
        found = self.sampled()
        yield from found
        yield from self._beside(body, found)

    def _agreement(
        self, body: Node, value: Value, sample: Sample, rule: Comparison | None, printed: bool
    ) -> list[bool]:
        """Which entries agree at a point; where rounding could be to blame, more digits decide."""
        found: list[bool | None] = []
        for a, b in zip(flat(value), flat(sample.mine), strict=True):
            gap, size = _gap(float(a), float(b))
            if gap <= (_PRINTED if printed else _SAME) * size or (rule is not None and compare.by_rule(a, b, rule)):
                found.append(True)
            elif printed:
                found.append(compare.exactly(float(a), float(b), sample.scale))
            elif 0 < size < _SMALLEST:
                found.append(None)
            elif gap > _DOUBT * size + _CANCELLED * sample.scale:
                found.append(False)
            else:
                found.append(None)
        if None not in found:
            return [one is True for one in found]
        pairs = list(zip(entry_nodes(body, value), entry_nodes(self.body, sample.mine), strict=True))
        numbers = list(zip(flat(value), flat(sample.mine), strict=True))
        for index, one in enumerate(found):
            if one is None:
                found[index] = self._settled(*pairs[index], *numbers[index], sample)
        return [one is True for one in found]

    def _settled(self, theirs: Node | None, mine: Node | None, a: Scalar, b: Scalar, sample: Sample) -> bool:
        try:
            if theirs is None or mine is None:
                raise precise.Unsettled
            return not precise.differ(mine, theirs, sample.values, self.setting.log_base)
        except precise.Unsettled:
            return compare.exactly(float(a), float(b), sample.scale)

    def _defined_after_all(self, body: Node, sample: Sample) -> bool:
        """Whether only the rounding of floats leaves an answer without a value at a point where it agrees."""
        try:
            return not precise.differ(self.body, body, sample.values, self.setting.log_base)
        except precise.Unsettled:
            return False

    def _parted(self, body: Node) -> bool:
        """Whether many digits show a difference that floats do not."""
        samples = self.sampled()
        try:
            return precise.differ(self.body, body, samples[min(1, len(samples) - 1)].values, self.setting.log_base)
        except precise.Unsettled:
            return False


def _gap(a: float, b: float) -> tuple[float, float]:
    if a == b:
        return 0.0, 1.0
    size = max(abs(a), abs(b))
    return (abs(a - b), size) if size < _INFINITE else (1.0, 0.0)


@lru_cache(maxsize=2048)
def _constant(node: Node, log_base: str) -> float | None:
    try:
        return precise.constant(node, log_base)
    except precise.Unsettled:
        return None


def _may_cancel(node: Node) -> bool:
    return any(part.op in ("sub", "neg") or (part.op == "call" and part.text in _WAVES) for part in walk(node))


def has_printed(node: Node) -> bool:
    """Whether a tree has a decimal with so many figures that it was printed by a program, and rounded."""
    return any(
        part.op == "num" and part.number.denominator != 1 and compare.figures_of(part) >= LONG for part in walk(node)
    )


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
