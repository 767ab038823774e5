"""The value of a tree: exact where the numbers are, over the real numbers everywhere."""

import math
from collections.abc import Callable, Mapping
from fractions import Fraction

from . import functions, opaque, values
from .functions import CONSTANT_VALUES, Scalar, Undefined
from .question import NOTHING
from .tree import Node
from .values import Array, ShapeError, Value, shape_of, shape_words

MOST_WORK = 8000
_LARGEST_FACTORIAL = 20
_LARGEST_EXPONENT_BITS = 200


class Point:
    """The values of the names, and the largest number met on the way (the scale of rounding errors)."""

    __slots__ = ("largest", "log_base", "values", "work", "zero_log_zero")

    def __init__(self, values: Mapping[str, Value] = NOTHING, log_base: str = "e", zero_log_zero: bool = False) -> None:
        self.values = values
        self.log_base = log_base
        self.zero_log_zero = zero_log_zero
        self.largest = 0.0
        self.work = 0

    def spend(self, work: int, column: int) -> None:
        """Count multiplications of arrays; raises TooLong beyond what one evaluation may take."""
        self.work += work
        if self.work > MOST_WORK:
            raise TooLong(column, "this takes too long to compute")


class TooLong(Undefined):
    """An evaluation takes too many multiplications."""

    def __init__(self, column: int, reason: str) -> None:
        super().__init__(column, reason, large=True)


def value_of(node: Node, point: Point) -> Value:
    """The value at a point; raises Undefined and ShapeError."""
    return _HANDLERS[node.op](node, point)


def number_of(node: Node, point: Point) -> Scalar:
    """The value where only a number makes sense."""
    return _number(value_of(node, point), node.at)


def _number(value: Value, column: int) -> Scalar:
    if isinstance(value, Array):
        raise ShapeError(column, f"a number is needed here, and this is {shape_words(shape_of(value))}")
    return value


def rational(node: Node, point: Mapping[str, Value] = NOTHING) -> Fraction | None:
    """The exact value of an exponent made of fractions and of names that stand for whole numbers; None for others."""
    op = node.op
    if op == "num":
        return Fraction(node.number)
    if op == "name":
        value = point.get(node.text)
        return Fraction(value) if isinstance(value, int) else None
    if op in ("neg", "percent", "fact"):
        inner = rational(node.args[0], point)
        return None if inner is None else _turned(op, inner)
    if op in ("div", "add", "sub", "mul", "pow"):
        left, right = rational(node.args[0], point), rational(node.args[1], point)
        return None if left is None or right is None else _joined(op, left, right)
    return None


def _turned(op: str, inner: Fraction) -> Fraction | None:
    if op == "neg":
        return -inner
    if op == "percent":
        return inner / 100
    return Fraction(math.factorial(int(inner))) if inner.denominator == 1 and 0 <= inner <= _LARGEST_FACTORIAL else None


def _joined(op: str, left: Fraction, right: Fraction) -> Fraction | None:
    if op == "pow":
        bits = max(left.numerator.bit_length(), left.denominator.bit_length())
        fits = right.denominator == 1 and bits * abs(right) <= _LARGEST_EXPONENT_BITS
        return left ** int(right) if fits and (left or right >= 0) else None
    if op == "div":
        return left / right if right else None
    return left * right if op == "mul" else left + right if op == "add" else left - right


def _num(node: Node, point: Point) -> Value:
    return float(node.number) if point.values else node.number


def _const(node: Node, _point: Point) -> Value:
    return CONSTANT_VALUES[node.text]


def _name(node: Node, point: Point) -> Value:
    return point.values[node.text]


def _neg(node: Node, point: Point) -> Value:
    return values.each(value_of(node.args[0], point), lambda entry: -entry)


def _sum(node: Node, point: Point) -> Value:
    left, right = value_of(node.args[0], point), value_of(node.args[1], point)
    if isinstance(left, float) and isinstance(right, float):
        point.largest = max(point.largest, abs(left), abs(right))
    elif isinstance(left, Array) or isinstance(right, Array):
        entries = [abs(float(entry)) for entry in (*values.flat(left), *values.flat(right))]
        point.largest = max(point.largest, *entries)
    return values.add(left, right, node.at, 1 if node.op == "add" else -1)


def _mul(node: Node, point: Point) -> Value:
    if not point.zero_log_zero:
        a, b = value_of(node.args[0], point), value_of(node.args[1], point)
        if isinstance(a, Array):
            point.spend(values.cost(a, b), node.at)
        return values.multiply(a, b, node.at)
    left, right = (_or_undefined(arg, point) for arg in node.args)
    for one, other in ((left, right), (right, left)):
        if isinstance(one, Undefined):
            if "logarithm of 0" in one.reason and other == 0:
                return 0
            raise one
    assert not isinstance(left, Undefined)
    assert not isinstance(right, Undefined)
    return values.multiply(left, right, node.at)


def _or_undefined(node: Node, point: Point) -> Value | Undefined:
    try:
        return value_of(node, point)
    except Undefined as fault:
        return fault


def _div(node: Node, point: Point) -> Value:
    return values.divide(value_of(node.args[0], point), value_of(node.args[1], point), node.at)


def _pow(node: Node, point: Point) -> Value:
    base, exponent = node.args
    if exponent.op == "name" and exponent.text == "T":
        value = value_of(base, point)
        if isinstance(value, Array):
            return values.transpose(value)
    if base.op == "const" and base.text == "e":
        return functions.apply("exp", [number_of(exponent, point)], node.at)
    left, right = value_of(base, point), value_of(exponent, point)
    if isinstance(left, Array):
        point.spend(values.power_cost(left, right), node.at)
    return values.power(left, right, node.at, rational(exponent, point.values))


def _fact(node: Node, point: Point) -> Value:
    return functions.apply("fact", [number_of(node.args[0], point)], node.at)


def _percent(node: Node, point: Point) -> Value:
    return values.divide(value_of(node.args[0], point), 100, node.at)


def _transpose(node: Node, point: Point) -> Value:
    return values.transpose(value_of(node.args[0], point))


def _abs(node: Node, point: Point) -> Value:
    value = value_of(node.args[0], point)
    if isinstance(value, Array) and not value.is_vector and value.shape[0] == value.shape[1]:
        return values.determinant(value, node.at)
    return values.norm(value)


def _norm(node: Node, point: Point) -> Value:
    return values.norm(value_of(node.args[0], point))


def _det(node: Node, point: Point) -> Value:
    value = value_of(node.args[0], point)
    point.spend(values.inverse_cost(value), node.at)
    return values.determinant(value, node.at)


def _log(node: Node, point: Point) -> Value:
    return functions.logarithm(number_of(node.args[0], point), number_of(node.args[1], point), node.at)


def _call(node: Node, point: Point) -> Value:
    name = node.text
    if name in _ARRAY_CALLS:
        arrays = [value_of(arg, point) for arg in node.args]
        point.spend(values.inverse_cost(arrays[0]), node.at)
        return _ARRAY_CALLS[name](*arrays, node.at)
    given = [value_of(arg, point) for arg in node.args]
    if len(given) == 1 and isinstance(given[0], Array):
        if name in ("min", "max"):
            return (min if name == "min" else max)(values.flat(given[0]))
        if name in _ENTRYWISE:
            return values.each(given[0], lambda entry: _apply(name, [entry], node.at, point))
    args = [_number(value, arg.at) for value, arg in zip(given, node.args, strict=True)]
    return _apply(name, args, node.at, point)


def _apply(name: str, args: list[Scalar], column: int, point: Point) -> Scalar:
    if name == "log":
        if point.log_base != "e":
            return functions.logarithm(args[0], int(point.log_base), column)
        name = "ln"
    if name in ("sin", "cos", "tan"):
        point.largest = max(point.largest, abs(float(args[0])))
    return functions.apply(name, args, column)


def _vector(node: Node, point: Point) -> Value:
    entries = tuple(number_of(entry, point) for entry in node.args)
    return entries[0] if len(entries) == 1 else values.column_vector(entries)


def _matrix(node: Node, point: Point) -> Value:
    rows = tuple(tuple(number_of(entry, point) for entry in row.args) for row in node.args)
    return rows[0][0] if len(rows) == 1 and len(rows[0]) == 1 else Array(rows)


def _opaque(node: Node, point: Point) -> Value:
    return opaque.value(node.text, [value_of(arg, point) for arg in node.args])


def _grad(node: Node, point: Point) -> Value:
    args = [value_of(arg, point) for arg in node.args]
    if not args:
        return opaque.value(f"{node.text}/{node.extra}/{node.number}", [])
    index = next((i for i, arg in enumerate(node.args) if arg.op == "name" and arg.text == node.extra), 0)
    return opaque.gradient(node.text, args, index, int(node.number), node.at)


def _rule(node: Node, point: Point) -> Value:
    return value_of(node.args[1], point)


_ARRAY_CALLS: dict[str, Callable[..., Value]] = {
    "inv": values.inverse,
    "trace": values.trace,
    "dot": values.dot_or_product,
    "cross": values.cross,
    "sum": values.total,
    "mean": values.mean,
    "prod": values.product_of_all,
    "var": values.variance,
    "std": values.deviation,
    "square": values.squared,
    "outer": values.outer,
    "diag": values.diagonal,
    "eye": values.eye,
    "ones": values.ones,
    "zeros": values.zeros,
}
_ENTRYWISE = frozenset(
    {"exp", "ln", "log", "log2", "log10", "log1p", "expm1", "sqrt", "sin", "cos", "tan", "tanh", "sigmoid", "relu",
     "softplus"}
)  # fmt: skip

_HANDLERS: dict[str, Callable[[Node, Point], Value]] = {
    "num": _num,
    "const": _const,
    "name": _name,
    "neg": _neg,
    "add": _sum,
    "sub": _sum,
    "mul": _mul,
    "div": _div,
    "pow": _pow,
    "fact": _fact,
    "percent": _percent,
    "transpose": _transpose,
    "abs": _abs,
    "norm": _norm,
    "det": _det,
    "log": _log,
    "call": _call,
    "vector": _vector,
    "matrix": _matrix,
    "opaque": _opaque,
    "grad": _grad,
    "rule": _rule,
}
