"""Values to as many digits as it takes to tell a real difference from a rounding error.

Two numbers that are equal differ, in arithmetic of n digits, by about 10^-n of what was added up on the way. Computed
with twice the digits, that difference all but vanishes, while a real one stays as it is. This settles cancellation
(`sqrt(10^10 + 1) - 10^5`), zeros that are rounding noise (`sin(500π)`) and terms far below the others (`10^20 x + y`)
without any estimate of the error.
"""

import decimal
import math
from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from .evaluation import rational
from .question import NOTHING
from .tree import Node
from .values import Array, Value

DIGITS = (50, 100, 200, 600)
_LOST = 6  # digits at the end that rounding may have spoiled
_LARGEST_EXPONENT = 5000
_SAME = 40  # digits in which two values of 50 digits agree when they are the same
_SHRINKS = 15  # digits by which a rounding error becomes smaller from one precision to the next
_TRAPS = [decimal.InvalidOperation, decimal.DivisionByZero, decimal.Overflow]

Rows = tuple[tuple[Decimal, ...], ...]
Precise = Decimal | Rows


class Unsettled(Exception):
    """The tree holds something that is not computed with many digits."""


class Unresolved(Unsettled):
    """There is no value with this many digits; with more there may be one."""


def differ(left: Node, right: Node, point: Mapping[str, Value] = NOTHING, log_base: str = "e") -> bool:
    """Whether two trees have different values at a point; raises Unsettled."""
    previous: Decimal | None = None
    for digits in DIGITS:
        with decimal.localcontext(_context(digits)):
            one, other = _Evaluator(point, log_base), _Evaluator(point, log_base)
            try:
                gap, size = _gap(one.result(left), other.result(right))
            except Unresolved:
                previous = None
                continue
            unresolved = gap <= max(one.largest, other.largest).scaleb(_LOST - digits)
        if gap == 0 or (digits == DIGITS[0] and gap <= size.scaleb(-_SAME)):
            return False
        if unresolved:
            previous = None
        elif previous is not None:
            return gap > previous.scaleb(-_SHRINKS)
        else:
            previous = gap
    raise Unsettled


def constant(node: Node, log_base: str = "e") -> float:
    """The value of a tree without names, right in every figure of a float; raises Unsettled."""
    try:
        if not differ(node, Node("num"), NOTHING, log_base):
            return 0.0
    except Unsettled:
        return 0.0 if _vanishes(node, log_base) else _rounded(node, log_base)
    return _rounded(node, log_base)


def _vanishes(node: Node, log_base: str) -> bool:
    """Whether nothing is left of a constant but what is lost at every precision."""
    with decimal.localcontext(_context(DIGITS[-1])):
        evaluator = _Evaluator(NOTHING, log_base)
        gap, _ = _gap(evaluator.result(node), Decimal(0))
        return gap <= evaluator.largest.scaleb(_LOST - DIGITS[-1])


def _rounded(node: Node, log_base: str) -> float:
    previous: Decimal | None = None
    for digits in DIGITS:
        with decimal.localcontext(_context(digits)):
            value = _Evaluator(NOTHING, log_base).result(node)
            if not isinstance(value, Decimal):
                raise Unsettled
            if previous is not None and abs(value - previous) <= abs(value).scaleb(-20):
                return float(value)
            previous = value
    raise Unsettled


@lru_cache(maxsize=8)
def _context(digits: int) -> decimal.Context:
    return decimal.Context(prec=digits, Emin=-999999, Emax=999999, traps=_TRAPS)


def _gap(left: Precise, right: Precise) -> tuple[Decimal, Decimal]:
    """The largest difference of two values, and how large they are there."""
    pairs = list(zip(_flat(left), _flat(right), strict=True)) if _shape(left) == _shape(right) else []
    if not pairs:
        raise Unsettled
    worst, size = Decimal(0), Decimal(0)
    for a, b in pairs:
        gap = abs(a - b)
        if gap > worst or not size:
            worst, size = gap, max(abs(a), abs(b))
    return worst, size


def _shape(value: Precise) -> tuple[int, int]:
    return (len(value), len(value[0])) if isinstance(value, tuple) else (0, 0)


def _flat(value: Precise) -> list[Decimal]:
    return [entry for row in value for entry in row] if isinstance(value, tuple) else [value]


def exact(value: float | Fraction) -> Decimal:
    """A number as a decimal of the precision in use."""
    if isinstance(value, float):
        return +Decimal(value)
    return Decimal(value.numerator) / Decimal(value.denominator)


class _Evaluator:
    def __init__(self, point: Mapping[str, Value], log_base: str) -> None:
        self.point = point
        self.log_base = log_base
        self.largest = Decimal(0)

    def result(self, node: Node) -> Precise:
        """The value of a whole tree; raises Unsettled."""
        try:
            return self.value(node)
        except ArithmeticError:
            raise Unresolved from None
        except (ValueError, TypeError):
            raise Unsettled from None

    def value(self, node: Node) -> Precise:
        handler = _HANDLERS.get(node.op)
        if handler is None:
            raise Unsettled
        return handler(self, node)

    def number(self, node: Node) -> Decimal:
        value = self.value(node)
        if isinstance(value, tuple):
            raise Unsettled
        return value

    def num(self, node: Node) -> Precise:
        return exact(node.number)

    def const(self, node: Node) -> Precise:
        if node.text == "pi":
            return +pi()
        if node.text == "e":
            return Decimal(1).exp()
        raise Unsettled

    def name(self, node: Node) -> Precise:
        value = self.point.get(node.text)
        if value is None:
            raise Unsettled
        if isinstance(value, Array):
            return tuple(tuple(exact(entry) for entry in row) for row in value.rows)
        return exact(value)

    def neg(self, node: Node) -> Precise:
        value = self.value(node.args[0])
        return tuple(tuple(-entry for entry in row) for row in value) if isinstance(value, tuple) else -value

    def add(self, node: Node) -> Precise:
        left, right = self.value(node.args[0]), self.value(node.args[1])
        sign = 1 if node.op == "add" else -1
        if isinstance(left, tuple) and isinstance(right, tuple):
            pairs = zip(left, right, strict=True)
            return tuple(tuple(a + sign * b for a, b in zip(p, q, strict=True)) for p, q in pairs)
        if isinstance(left, tuple) or isinstance(right, tuple):
            raise Unsettled
        self.largest = max(self.largest, abs(left), abs(right))
        return left + sign * right

    def mul(self, node: Node) -> Precise:
        left, right = self.value(node.args[0]), self.value(node.args[1])
        if isinstance(left, tuple) and isinstance(right, tuple):
            return _product(left, right)
        if isinstance(left, tuple):
            left, right = right, left
        assert isinstance(left, Decimal)
        return tuple(tuple(left * e for e in row) for row in right) if isinstance(right, tuple) else left * right

    def div(self, node: Node) -> Precise:
        left, right = self.value(node.args[0]), self.number(node.args[1])
        return tuple(tuple(e / right for e in row) for row in left) if isinstance(left, tuple) else left / right

    def pow(self, node: Node) -> Precise:
        if node.args[0].op == "const" and node.args[0].text == "e":
            return self.number(node.args[1]).exp()
        base = self.value(node.args[0])
        exponent = rational(node.args[1], self.point)
        if isinstance(base, tuple):
            if len(base[0]) == 1 and exponent == 2:
                return _product(base, base)
            raise Unsettled
        if exponent is not None and exponent.denominator == 1:
            if abs(exponent) > _LARGEST_EXPONENT:
                raise Unsettled
            return base ** int(exponent)
        if base < 0:
            if exponent is None or exponent.denominator % 2 == 0:
                raise Unsettled
            size = (-base) ** exact(exponent)
            return -size if exponent.numerator % 2 else size
        power = self.number(node.args[1]) if exponent is None else exact(exponent)
        return base**power if base else Decimal(0)

    def fact(self, node: Node) -> Precise:
        value = self.number(node.args[0])
        if value != int(value) or not 0 <= value <= 170:
            raise Unsettled
        return Decimal(math.factorial(int(value)))

    def percent(self, node: Node) -> Precise:
        return self.number(node.args[0]) / 100

    def transpose(self, node: Node) -> Precise:
        value = self.value(node.args[0])
        return tuple(zip(*value, strict=True)) if isinstance(value, tuple) else value

    def norm(self, node: Node) -> Precise:
        value = self.value(node.args[0])
        if not isinstance(value, tuple):
            return abs(value)
        if node.op == "abs" and len(value) == len(value[0]) > 1:
            raise Unsettled
        return sum((entry * entry for entry in _flat(value)), Decimal(0)).sqrt()

    def log(self, node: Node) -> Precise:
        return self.number(node.args[0]).ln() / self.number(node.args[1]).ln()

    def call(self, node: Node) -> Precise:
        name = node.text
        args = [self.number(arg) for arg in node.args]
        if name == "log":
            return args[0].ln() / (Decimal(int(self.log_base)).ln() if self.log_base != "e" else 1)
        if name not in _FUNCTIONS:
            raise Unsettled
        return _FUNCTIONS[name](*args)

    def vector(self, node: Node) -> Precise:
        entries = tuple((self.number(entry),) for entry in node.args)
        return entries[0][0] if len(entries) == 1 else entries

    def matrix(self, node: Node) -> Precise:
        rows = tuple(tuple(self.number(entry) for entry in row.args) for row in node.args)
        return rows[0][0] if len(rows) == len(rows[0]) == 1 else rows


def _product(left: Rows, right: Rows) -> Precise:
    if len(left[0]) == len(right[0]) == 1 and len(left) == len(right):
        left = tuple(zip(*left, strict=True))
    elif len(left[0]) == 1 and len(right) == len(left):
        # a vector before a matrix, read as a row; the result is a vector again
        turned = _product(tuple(zip(*left, strict=True)), right)
        return tuple(zip(*turned, strict=True)) if isinstance(turned, tuple) else turned
    columns = tuple(zip(*right, strict=True))
    rows = tuple(
        tuple(sum((a * b for a, b in zip(row, column, strict=True)), Decimal(0)) for column in columns) for row in left
    )
    return rows[0][0] if len(rows) == len(rows[0]) == 1 else rows


@lru_cache(maxsize=8)
def _pi(digits: int) -> Decimal:
    """π by Machin's formula, in whole numbers: π/4 = 4 arctan(1/5) - arctan(1/239)."""
    unit = 10 ** (digits + 10)

    def arctan_inverse(n: int) -> int:
        term: int = unit // n
        total, k, sign = term, 3, -1
        while term:
            term //= n * n
            total += sign * (term // k)
            k, sign = k + 2, -sign
        return total

    return Decimal(4 * (4 * arctan_inverse(5) - arctan_inverse(239))).scaleb(
        -digits - 10, decimal.Context(prec=digits + 10, Emin=-999999, Emax=999999)
    )


def pi() -> Decimal:
    """π to the precision in use and 15 digits more."""
    return _pi(decimal.getcontext().prec + 15)


def _sine(x: Decimal, turn: int = 0) -> Decimal:
    """sin(x + turn·π/2), by its series after the quarter turns are taken out."""
    digits = decimal.getcontext().prec
    extra = max(0, x.adjusted()) + 10
    if extra > 60:
        raise Unsettled
    with decimal.localcontext(_context(digits + extra)):
        quarter = _pi(digits + extra + 15) / 2
        turns = (x / quarter).to_integral_value()
        rest = x - turns * quarter
        turn += int(turns)
        term = total = rest if turn % 2 == 0 else Decimal(1)
        k = 2 if turn % 2 == 0 else 1
        square = rest * rest
        while term and term.adjusted() > -digits - extra:
            term = -term * square / (k * (k + 1))
            total += term
            k += 2
    return +total if turn % 4 < 2 else -total


def _cosine(x: Decimal) -> Decimal:
    return _sine(x, 1)


def _arctan(x: Decimal) -> Decimal:
    """arctan by halving the angle until its series is short."""
    halvings = 0
    while abs(x) > Decimal("0.1"):
        x = x / (1 + (1 + x * x).sqrt())
        halvings += 1
    term = total = x
    square, k = x * x, 3
    while term and term.adjusted() > total.adjusted() - decimal.getcontext().prec - 5:
        term = -term * square
        total += term / k
        k += 2
    return total * Decimal(2**halvings)


def _arcsin(x: Decimal) -> Decimal:
    if abs(x) > 1:
        raise Unsettled
    return _arctan(x / (1 - x * x).sqrt()) if abs(x) < 1 else x * pi() / 2


def _root(x: Decimal, degree: Decimal = Decimal(2)) -> Decimal:
    if x < 0:
        if degree % 2 != 1:
            raise Unsettled
        return -((-x) ** (1 / degree))
    if not x:
        return x
    return x.sqrt() if degree == 2 else x ** (1 / degree)


def _sign(x: Decimal) -> Decimal:
    return Decimal((x > 0) - (x < 0))


def _hyperbolic(x: Decimal) -> tuple[Decimal, Decimal]:
    return (x.exp() - (-x).exp()) / 2, (x.exp() + (-x).exp()) / 2


_FUNCTIONS: dict[str, Callable[..., Decimal]] = {
    "ln": Decimal.ln,
    "exp": Decimal.exp,
    "log1p": lambda x: (1 + x).ln(),
    "expm1": lambda x: x.exp() - 1,
    "sqrt": _root,
    "root": _root,
    "cbrt": lambda x: _root(x, Decimal(3)),
    "sin": _sine,
    "cos": _cosine,
    "tan": lambda x: _sine(x) / _cosine(x),
    "sec": lambda x: 1 / _cosine(x),
    "csc": lambda x: 1 / _sine(x),
    "cot": lambda x: _cosine(x) / _sine(x),
    "asin": _arcsin,
    "acos": lambda x: pi() / 2 - _arcsin(x),
    "atan": _arctan,
    "sinh": lambda x: _hyperbolic(x)[0],
    "cosh": lambda x: _hyperbolic(x)[1],
    "tanh": lambda x: 1 - 2 / ((2 * x).exp() + 1),
    "sigmoid": lambda x: 1 / (1 + (-x).exp()),
    "softplus": lambda x: (1 + x.exp()).ln(),
    "logit": lambda x: (x / (1 - x)).ln(),
    "abs": abs,
    "relu": lambda x: max(x, Decimal(0)),
    "min": lambda *entries: min(entries),
    "max": lambda *entries: max(entries),
    "sign": _sign,
}

_HANDLERS: dict[str, Callable[[_Evaluator, Node], Precise]] = {
    "num": _Evaluator.num,
    "const": _Evaluator.const,
    "name": _Evaluator.name,
    "neg": _Evaluator.neg,
    "add": _Evaluator.add,
    "sub": _Evaluator.add,
    "mul": _Evaluator.mul,
    "div": _Evaluator.div,
    "pow": _Evaluator.pow,
    "fact": _Evaluator.fact,
    "percent": _Evaluator.percent,
    "transpose": _Evaluator.transpose,
    "norm": _Evaluator.norm,
    "abs": _Evaluator.norm,
    "log": _Evaluator.log,
    "call": _Evaluator.call,
    "vector": _Evaluator.vector,
    "matrix": _Evaluator.matrix,
}
