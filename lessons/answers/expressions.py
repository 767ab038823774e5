"""Expressions evaluated, as for figures, and compared, as for draws."""

import math
from collections.abc import Mapping
from fractions import Fraction
from functools import lru_cache

from .compare import half_unit, tolerance, within
from .domains import REAL
from .evaluation import Point, value_of
from .functions import Scalar, Undefined
from .grammar import parse
from .names import Names, spelling
from .prepare import unchecked
from .question import AnswerError, Comparison
from .reference import Reference, Typed
from .tree import Node
from .values import Array, ShapeError, flat, shape_of

_SAME_FIGURES = 3


def evaluate(source: str, names: Mapping[str, float]) -> float:
    """The value of a real expression at a point; raises AnswerError."""
    tree = _parsed(source, tuple(sorted(names)))
    point = Point({spelling(name): float(value) for name, value in names.items()})
    try:
        value = value_of(tree, point)
    except (Undefined, ShapeError) as fault:
        raise AnswerError(fault.column, f"This has no value: {fault.reason}.") from None
    if isinstance(value, Array):
        raise AnswerError(tree.at, "A single number is needed, not a vector or a matrix.")
    return float(value)


@lru_cache(maxsize=256)
def _parsed(source: str, names: tuple[str, ...]) -> Node:
    return parse(source, Names({spelling(name): REAL for name in names}))


def same(
    kind: str,
    a: str,
    b: str,
    names: Mapping[str, str] | None = None,
    rule: Comparison | None = None,
    log_base: str = "e",
    zero_log_zero: bool = False,
) -> bool:
    """Whether a learner's answer could count as both: used to reject draws whose wrong answers coincide.

    Symmetric. Without a rule, numbers that agree to 3 significant figures are the same unless both are whole.
    """
    if a == b:
        return True
    if kind == "shape":
        return a.replace(" ", "") == b.replace(" ", "")
    if kind not in ("number", "vector", "matrix", "expression", "rule"):
        return sorted(a.split()) == sorted(b.split()) if kind == "multi" else a.split() == b.split()
    left = _reference(kind, a, names, log_base, zero_log_zero)
    right = _reference(kind, b, names, log_base, zero_log_zero)
    if left.value is not None and right.value is not None:
        if shape_of(left.value) != shape_of(right.value):
            return False
        pairs = zip(flat(left.value), flat(right.value), strict=True)
        return all(_alike(x, y, rule) for x, y in pairs)
    return _match(left, right) or _match(right, left)


def _reference(kind: str, text: str, names: Mapping[str, str] | None, log_base: str, zero: bool) -> Reference:
    return unchecked(kind, (text,), tuple((names or {}).items()), (), log_base, zero).expected


def _match(left: Reference, right: Reference) -> bool:
    if left.tree.op != right.tree.op and "rule" in (left.tree.op, right.tree.op):
        return False
    if left.tree.op == "rule" and left.tree.args[0].text != right.tree.args[0].text:
        return False
    if left.setting.names.domains.keys() != right.setting.names.domains.keys():
        return False
    try:
        return left.match(Typed(right.body, right.value), None).holds
    except ShapeError:
        return False


def _alike(x: Scalar, y: Scalar, rule: Comparison | None) -> bool:
    if x == y:
        return True
    if math.isinf(x) or math.isinf(y):
        return False
    if rule is not None:
        return within(x, y, max(tolerance(rule, x), tolerance(rule, y)))
    if not isinstance(x, float) and not isinstance(y, float) and x.denominator == y.denominator == 1:
        return False
    return within(x, y, max(half_unit(Fraction(x), _SAME_FIGURES), half_unit(Fraction(y), _SAME_FIGURES)))
