"""Whether a typed answer is what a wrong rule gives, as far as rounding can explain."""

import math
from fractions import Fraction

from .compare import decimal_of
from .functions import Scalar
from .question import Comparison
from .reference import Match, Reference, Typed, align, entry_nodes
from .values import ShapeError, Value, flat, shape_of

_RELATIVE = 0.002  # what rounding on the way may add to the rounding of the typed number
_FIGURES = 3
_PERCENT = 0.01


def mistake_gap(
    reference: Reference, answer: Typed, accepted: tuple[str, ...], rule: Comparison | None
) -> float | None:
    """How far an answer is from what a wrong rule gives, relative to it; None when it is not that."""
    try:
        match = reference.match(answer, None)
    except ShapeError:
        return None
    if match.closeness in accepted:
        if reference.value is None or answer.value is None:
            return 0.0
        return apart(align(answer.value, shape_of(reference.value), reference.setting.kind), reference.value)
    return _near(reference, answer, match, rule) if "rounded" in accepted else None


def _near(reference: Reference, answer: Typed, match: Match, rule: Comparison | None) -> float | None:
    """The gap of an answer whose steps were rounded: at least three figures, and off by no more than 0.2 %."""
    if reference.value is None or answer.value is None or match.shapes is not None:
        return None
    theirs = align(answer.value, shape_of(reference.value), reference.setting.kind)
    pairs = zip(entry_nodes(answer.tree, theirs), flat(theirs), flat(reference.value), strict=True)
    for node, typed, target in pairs:
        if typed == target:
            continue
        decimal = decimal_of(node) if node is not None else None
        if decimal is None or decimal.figures < _FIGURES or (rule is None and _is_exact(target)):
            return None
        if abs(Fraction(typed) - Fraction(target)) > abs(Fraction(target)) * Fraction(str(_RELATIVE)):
            return None
    return apart(theirs, reference.value)


def _is_exact(target: Scalar) -> bool:
    """Whether a target is a whole number, which nobody rounds."""
    if isinstance(target, float):
        return not math.isfinite(target)
    return target.denominator == 1


def is_near(left: Value, right: Value) -> bool:
    """Whether two values have one shape and differ by a percent at most."""
    return shape_of(left) == shape_of(right) and apart(left, right) <= _PERCENT


def apart(left: Value, right: Value) -> float:
    """The largest difference of two values of one shape, relative to the second."""
    gaps = []
    for a, b in zip(flat(left), flat(right), strict=True):
        gap = abs(float(a) - float(b)) if a != b else 0.0
        gaps.append(gap / abs(float(b)) if b and math.isfinite(b) else gap)
    return max(gaps)
