"""Arithmetic on numbers, vectors and matrices.

A vector is a matrix with one column. A product that leaves a single entry is a number.
"""

import math
from collections.abc import Callable
from fractions import Fraction
from operator import mul
from typing import NamedTuple

from .functions import Scalar, Undefined

Row = tuple[Scalar, ...]
LARGEST_BITS = 1000
LARGEST_POWER = 64
LARGEST_INVERSE = 12
_INVERSION = 10


class Array(NamedTuple):
    """A matrix as its rows; one column is a vector."""

    rows: tuple[Row, ...]

    @property
    def shape(self) -> tuple[int, int]:
        """(rows, columns)."""
        return len(self.rows), len(self.rows[0])

    @property
    def is_vector(self) -> bool:
        """Whether there is one column."""
        return len(self.rows[0]) == 1

    def flat(self) -> Row:
        """All entries, row by row."""
        return tuple(entry for row in self.rows for entry in row)


Value = Scalar | Array


class ShapeError(Exception):
    """Two shapes that do not go together, at a column."""

    def __init__(self, column: int, reason: str) -> None:
        super().__init__(reason)
        self.column = column
        self.reason = reason


def column_vector(entries: Row) -> Array:
    """A vector from its entries."""
    return Array(tuple((entry,) for entry in entries))


def shape_of(value: Value) -> tuple[int, ...]:
    """() for a number, (n,) for a vector, (rows, columns) for a matrix."""
    if not isinstance(value, Array):
        return ()
    return (len(value.rows),) if value.is_vector else value.shape


def shape_words(shape: tuple[int, ...]) -> str:
    """A shape in words: "a number", "a vector of 3", "2×3"."""
    if not shape:
        return "a number"
    if len(shape) == 1:
        return f"a vector of {shape[0]}"
    return f"{shape[0]}×{shape[1]}"


def flat(value: Value) -> Row:
    """All numbers in a value, row by row."""
    return value.flat() if isinstance(value, Array) else (value,)


def _collapse(rows: tuple[Row, ...]) -> Value:
    return rows[0][0] if len(rows) == 1 and len(rows[0]) == 1 else Array(rows)


def add(left: Value, right: Value, column: int, sign: int = 1) -> Value:
    """The sum, or the difference for sign -1."""
    if not isinstance(left, Array) and not isinstance(right, Array):
        return checked(left + right if sign > 0 else left - right, column)
    if not isinstance(left, Array) or not isinstance(right, Array) or left.shape != right.shape:
        verb = "added" if sign > 0 else "subtracted"
        raise ShapeError(column, f"{_words(left)} and {_words(right)} cannot be {verb}")
    rows = zip(left.rows, right.rows, strict=True)
    return Array(tuple(tuple(checked(a + sign * b, column) for a, b in zip(p, q, strict=True)) for p, q in rows))


def magnitude(value: Scalar) -> Scalar:
    """The absolute value."""
    return -value if value < 0 else value


def checked(value: Scalar, column: int) -> Scalar:
    """The number itself; exact numbers that grow out of bounds become floats, infinities are undefined."""
    if isinstance(value, float):
        if not math.isfinite(value):
            raise Undefined(column, "the number is too large to compute", large=True)
        return value
    bits = (
        value.bit_length() if isinstance(value, int) else value.numerator.bit_length() + value.denominator.bit_length()
    )
    if bits <= LARGEST_BITS:
        return value
    try:
        rounded = float(value)
    except OverflowError:
        raise Undefined(column, "the number is too large to compute", large=True) from None
    if rounded == 0:
        raise Undefined(column, "the number is too close to 0 to compute", large=True)
    return rounded


def scale(factor: Scalar, value: Value, column: int) -> Value:
    """A number times a value."""
    if isinstance(value, Array):
        return Array(tuple(tuple(checked(factor * entry, column) for entry in row) for row in value.rows))
    return checked(factor * value, column)


def multiply(left: Value, right: Value, column: int) -> Value:
    """The matrix product; a column times a column is the dot product."""
    if not isinstance(left, Array):
        return scale(left, right, column)
    if not isinstance(right, Array):
        return scale(right, left, column)
    if left.is_vector and right.is_vector:
        return dot(left, right, column)
    if left.is_vector and not right.is_vector and right.shape[0] == left.shape[0] != 1:
        return transpose(multiply(transpose(left), right, column))
    if left.shape[1] != right.shape[0]:
        raise ShapeError(column, f"{_words(left)} times {_words(right)} does not fit")
    columns = tuple(zip(*right.rows, strict=True))
    return _collapse(tuple(tuple(_inner(row, other, column) for other in columns) for row in left.rows))


def _inner(left: Row, right: Row, column: int) -> Scalar:
    total = sum(map(mul, left, right))
    return total if type(total) is float and total - total == 0 else checked(total, column)


def cost(left: Value, right: Value) -> int:
    """How many multiplications a product takes."""
    if not isinstance(left, Array) or not isinstance(right, Array):
        return 1
    return left.shape[0] * left.shape[1] * (1 if left.is_vector else right.shape[1])


def power_cost(base: Value, exponent: Value) -> int:
    """How many multiplications a power of a matrix takes, its inverse included."""
    if not isinstance(base, Array) or isinstance(exponent, Array):
        return 1
    size = min(abs(float(exponent)), float(LARGEST_POWER))
    steps = 2 * max(int(size).bit_length(), 1)
    return base.shape[0] ** 3 * (steps + (_INVERSION if exponent < 0 else 0))


def inverse_cost(value: Value) -> int:
    """How many multiplications an inverse or a determinant takes, with what else it takes."""
    return _INVERSION * value.shape[0] ** 3 if isinstance(value, Array) else 1


def dot(left: Value, right: Value, column: int) -> Scalar:
    """The dot product of two vectors of one length."""
    a, b = flat(left), flat(right)
    if len(a) != len(b) or not _is_line(left) or not _is_line(right):
        raise ShapeError(column, f"{_words(left)} and {_words(right)} have no dot product")
    return _inner(a, b, column)


def _is_line(value: Value) -> bool:
    return isinstance(value, Array) and 1 in value.shape


def dot_or_product(left: Value, right: Value, column: int) -> Value:
    """What `np.dot` gives: the dot product of two vectors, else the matrix product."""
    if _is_line(left) and _is_line(right) and len(flat(left)) == len(flat(right)):
        return dot(left, right, column)
    return multiply(left, right, column)


def total(value: Value, column: int) -> Scalar:
    """The sum of all entries."""
    return checked(sum(flat(value)), column)


def mean(value: Value, column: int) -> Scalar:
    """The mean of all entries."""
    return quotient(total(value, column), len(flat(value)), column)


def product_of_all(value: Value, column: int) -> Scalar:
    """The product of all entries."""
    return checked(math.prod(flat(value)), column)


def variance(value: Value, column: int) -> Scalar:
    """The variance of all entries, divided by their number."""
    center = mean(value, column)
    return mean(each(value, lambda entry: (entry - center) * (entry - center)), column)


def deviation(value: Value, column: int) -> Scalar:
    """The standard deviation of all entries."""
    return math.sqrt(variance(value, column))


def squared(value: Value, column: int) -> Value:
    """Every entry squared."""
    return each(value, lambda entry: checked(entry * entry, column))


def outer(left: Value, right: Value, column: int) -> Value:
    """The outer product of two vectors."""
    return _collapse(tuple(tuple(checked(a * b, column) for b in flat(right)) for a in flat(left)))


def diagonal(value: Value, column: int) -> Value:
    """The diagonal of a matrix, or the matrix with a vector on its diagonal."""
    if _is_line(value):
        entries = flat(value)
        return Array(tuple(tuple(e if i == j else 0 for j in range(len(entries))) for i, e in enumerate(entries)))
    rows = _square(value, column)
    return column_vector(tuple(rows[i][i] for i in range(len(rows))))


def eye(size: Value, column: int) -> Value:
    """The identity matrix of a size."""
    count = _size(size, column)
    return identity(count) if count > 1 else 1


def ones(size: Value, column: int) -> Value:
    """A vector or matrix of ones."""
    return _filled(size, 1, column)


def zeros(size: Value, column: int) -> Value:
    """A vector or matrix of zeros."""
    return _filled(size, 0, column)


def _filled(size: Value, entry: Scalar, column: int) -> Value:
    sizes = [_size(one, column) for one in flat(size)]
    if len(sizes) > 2:
        raise ShapeError(column, "arrays have at most two dimensions here")
    return _collapse(tuple((entry,) * (sizes[1] if len(sizes) > 1 else 1) for _ in range(sizes[0])))


def _size(value: Value, column: int) -> int:
    if isinstance(value, Array) or value != int(value) or not 1 <= value <= LARGEST_INVERSE:
        raise Undefined(column, f"a size is a whole number from 1 to {LARGEST_INVERSE} here")
    return int(value)


def cross(left: Value, right: Value, column: int) -> Value:
    """The cross product in three dimensions."""
    a, b = flat(left), flat(right)
    if len(a) != 3 or len(b) != 3:
        raise ShapeError(column, "a cross product needs two vectors of 3")
    return column_vector((a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]))


def divide(left: Value, right: Value, column: int) -> Value:
    """The quotient; exact for exact numbers."""
    if isinstance(right, Array):
        raise ShapeError(column, f"dividing by {_words(right)} is not defined")
    if right == 0:
        raise Undefined(column, "division by zero")
    if isinstance(left, Array):
        return Array(tuple(tuple(quotient(entry, right, column) for entry in row) for row in left.rows))
    return quotient(left, right, column)


def quotient(left: Scalar, right: Scalar, column: int) -> Scalar:
    """left/right for numbers, exact where both are."""
    try:
        if isinstance(left, float) or isinstance(right, float):
            return checked(left / right, column)
        result = Fraction(left, right)
    except OverflowError:
        raise Undefined(column, "the number is too large to compute", large=True) from None
    return checked(result.numerator if result.denominator == 1 else result, column)


def power(base: Value, exponent: Value, column: int, rational: Fraction | None = None) -> Value:
    """base^exponent over the reals; `rational` is the exponent when its exact value is known."""
    if isinstance(exponent, Array):
        raise ShapeError(column, f"{_words(exponent)} cannot be an exponent")
    if isinstance(base, Array):
        return _matrix_power(base, exponent, column)
    if rational is None and not isinstance(exponent, float):
        rational = Fraction(exponent)
    try:
        return checked(_scalar_power(base, exponent, rational), column)
    except ZeroDivisionError:
        raise Undefined(column, "division by zero: 0 has no negative powers") from None
    except ValueError:
        reason = "an even root of a negative number is not a real number"
        raise Undefined(column, reason if rational else "a negative number has no real power of this kind") from None
    except OverflowError:
        raise Undefined(column, "the number is too large to compute", large=True) from None


def _scalar_power(base: Scalar, exponent: Scalar, rational: Fraction | None) -> Scalar:
    if rational is not None and rational.denominator == 1:
        whole = rational.numerator
        if isinstance(base, float):
            return base**whole
        bits = max(base.numerator.bit_length(), base.denominator.bit_length())
        if bits * abs(whole) > LARGEST_BITS and abs(base) != 1 and base:
            return float(base) ** whole
        result = Fraction(base) ** whole
        return result.numerator if result.denominator == 1 else result
    if base == 0:
        if exponent < 0:
            raise ZeroDivisionError
        return 0
    if base < 0:
        if rational is None or rational.denominator % 2 == 0:
            raise ValueError
        size = math.pow(-base, exponent)
        return -size if rational.numerator % 2 else size
    return math.pow(base, exponent)


def _matrix_power(base: Array, exponent: Scalar, column: int) -> Value:
    if base.is_vector and exponent == 2:
        return dot(base, base, column)
    if base.shape[0] != base.shape[1]:
        raise ShapeError(column, f"only a square matrix has powers, and this is {_words(base)}")
    if exponent != int(exponent) or not -LARGEST_POWER <= exponent <= LARGEST_POWER:
        raise Undefined(column, f"a matrix has whole powers up to {LARGEST_POWER} here")
    step: Value = base if exponent > 0 else inverse(base, column)
    result: Value = identity(base.shape[0])
    left = abs(int(exponent))
    while left:
        if left % 2:
            result = multiply(result, step, column)
        left //= 2
        step = multiply(step, step, column) if left else step
    return result


def identity(size: int) -> Array:
    """The identity matrix."""
    return Array(tuple(tuple(int(i == j) for j in range(size)) for i in range(size)))


def transpose(value: Value) -> Value:
    """The transpose; a number is its own."""
    return Array(tuple(zip(*value.rows, strict=True))) if isinstance(value, Array) else value


def norm(value: Value) -> Scalar:
    """The Euclidean length of a vector (Frobenius for a matrix)."""
    entries = flat(value)
    return magnitude(entries[0]) if len(entries) == 1 else math.sqrt(sum(entry * entry for entry in entries))


def trace(value: Value, column: int) -> Scalar:
    """The sum of the diagonal."""
    rows = _square(value, column)
    return checked(sum(rows[i][i] for i in range(len(rows))), column)


def determinant(value: Value, column: int) -> Scalar:
    """The determinant, by elimination."""
    return _eliminate(_square(value, column), column)[0]


def inverse(value: Value, column: int) -> Value:
    """The inverse, by elimination; raises Undefined for a singular matrix."""
    if not isinstance(value, Array):
        return divide(1, value, column)
    size, rows = len(value.rows), _square(value, column)
    extended = [row + unit for row, unit in zip(rows, map(list, identity(size).rows), strict=True)]
    determinant, reduced = _eliminate(extended, column)
    if determinant == 0:
        raise Undefined(column, "a singular matrix has no inverse")
    return Array(tuple(tuple(quotient(entry, row[i], column) for entry in row[size:]) for i, row in enumerate(reduced)))


def _square(value: Value, column: int) -> list[list[Scalar]]:
    if not isinstance(value, Array) or value.shape[0] != value.shape[1]:
        raise ShapeError(column, f"a square matrix is needed, and this is {_words(value)}")
    if len(value.rows) > LARGEST_INVERSE:
        raise Undefined(column, f"matrices up to {LARGEST_INVERSE}×{LARGEST_INVERSE} can be inverted here")
    return [list(row) for row in value.rows]


def _eliminate(rows: list[list[Scalar]], column: int) -> tuple[Scalar, list[list[Scalar]]]:
    size: int = len(rows)
    result: Scalar = 1
    for i in range(size):
        pivot = max(range(i, size), key=lambda k: magnitude(rows[k][i]))
        if rows[pivot][i] == 0:
            return 0, rows
        if pivot != i:
            rows[i], rows[pivot] = rows[pivot], rows[i]
            result = -result
        result = checked(result * rows[i][i], column)
        for k in range(size):
            if k != i and rows[k][i] != 0:
                ratio = quotient(rows[k][i], rows[i][i], column)
                rows[k] = [a - ratio * b for a, b in zip(rows[k], rows[i], strict=True)]
    return result, rows


def each(value: Value, change: Callable[[Scalar], Scalar]) -> Value:
    """The value with every entry changed."""
    if isinstance(value, Array):
        return Array(tuple(tuple(change(entry) for entry in row) for row in value.rows))
    return change(value)


def _words(value: Value) -> str:
    return shape_words(shape_of(value))
