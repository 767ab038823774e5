"""The check of the matrix product, and of centering columns."""

from __future__ import annotations

from collections.abc import Mapping
from math import trunc
from random import Random
from typing import cast

from lessons.grading import Case, Check, Function, Nested, nested, numeric_misconceptions
from lessons.model.misconception import Misconception
from lessons.grading.hand_comparison import Comparison, Hand, scalar
from ..items_products import rectangular_misconceptions, square_misconceptions
from ..integer_vectors import Mat, matmul, matrix, transpose
from lessons.sandbox.values import Array, Call
from lessons.latex_numbers import mul_add, num

HAND = "linear_algebra.products.exercise"
MEANS = "linear_algebra.products.means"
A: Mat = ((1, 2), (3, 4))
B: Mat = ((5, 6), (7, 8))
X = ((1, 10), (3, 20), (5, 60))

Rows = tuple[tuple[float, ...], ...]


def product(a: Rows, b: Rows) -> Rows:
    """The matrix product: each cell is a row of `a` times a column of `b`."""
    columns = tuple(zip(*b, strict=True))
    return tuple(tuple(sum(x * y for x, y in zip(row, column, strict=True)) for column in columns) for row in a)


def call(a: Rows, b: Rows) -> Call:
    """A call of the learner's `matmul`."""
    return Call("matmul", (Array.of(a), Array.of(b)))


def case(name: str, a: Mat, b: Mat) -> Case:
    """matmul(a, b) on whole numbers, with the wrong rules of the questions run on the same numbers."""
    answer = matmul(a, b)
    hand: tuple[Misconception, ...] = ()
    if len(a) == len(a[0]) == len(b[0]):
        hand = numeric_misconceptions(square_misconceptions(a, b))
    elif len(a[0]) == 3 and len(a) == len(b[0]) == 2:
        hand = numeric_misconceptions(rectangular_misconceptions(a, b))
    why = f"Its first cell is row 1 dot column 1: ${mul_add(a[0], transpose(b)[0])} = {num(answer[0][0])}$."
    return Case(name, call(a, b), _floats(answer), why, (*hand, *program_misconceptions(a, b)))


def _floats(m: Rows) -> Nested:
    value = nested(m)
    assert value is not None
    return value


def program_misconceptions(a: Rows, b: Rows) -> tuple[Misconception, ...]:
    """The misconceptions that show only in a program, run on these matrices."""
    right = product(a, b)
    columns, size = tuple(zip(*b, strict=True)), len(b)
    last = tuple(tuple(row[-1] * column[-1] for column in columns) for row in a)
    short = tuple(tuple(sum(row[k] * column[k] for k in range(size - 1)) for column in columns) for row in a)
    sums = tuple(sum(column) for column in zip(*right, strict=True))
    cut = tuple(tuple(float(trunc(entry)) for entry in row) for row in right)
    worn = tuple(tuple(_cut_on_the_way(row, column) for column in columns) for row in a)
    aliased = (
        "All rows are the same: `[[0] * p] * m` contains one row $m$ times, so a change in one changes all. Make each "
        "row separately: `[[0] * p for _ in range(m)]`."
    )
    misconceptions = [
        Misconception("shared-rows", _floats(tuple(right[-1] for _ in a)), aliased),
        Misconception("shared-rows", _floats(tuple(sums for _ in a)), aliased),
        Misconception(
            "keeps-the-last",
            _floats(last),
            f"Each cell contains its last product alone. A cell is a sum of {size} products: add each one with `+=` "
            "instead of `=`.",
        ),
        Misconception(
            "stops-early",
            _floats(short),
            f"Each cell lacks its last product. A row of $A$ has {size} entries, and `range({size})` already ends at "
            f"{size - 1}.",
        ),
        Misconception(
            "transposed",
            _floats(tuple(zip(*right, strict=True))),
            "Rows and columns have changed places. Cell $(i, j)$ is row $i$ of $A$ dot column $j$ of $B$.",
        ),
    ]
    decimals = (
        "The decimals are lost. `np.zeros_like` of whole numbers makes an array of integers, which drops them: use "
        "`np.zeros((m, p))`."
    )
    misconceptions += [
        Misconception("integer-array", _floats(result), decimals) for result in (cut, worn) if result != right
    ]
    return tuple(misconceptions)


def _cut_on_the_way(row: tuple[float, ...], column: tuple[float, ...]) -> float:
    """A sum of products truncated to an integer after each addition."""
    total = 0
    for x, y in zip(row, column, strict=True):
        total = trunc(total + x * y)
    return float(total)


def decimals(name: str, a: Rows, b: Rows) -> Case:
    """A case with decimal entries."""
    first = next(zip(*b, strict=True))
    right = product(a, b)
    why = f"Its first cell is row 1 dot column 1: ${mul_add(a[0], first)} = {num(right[0][0])}$."
    # The wrong rules of the question are arithmetic: they do to decimals what they do to whole numbers.
    hand = numeric_misconceptions(square_misconceptions(cast(Mat, a), cast(Mat, b)))
    return Case(name, call(a, b), _floats(right), why, (*hand, *program_misconceptions(a, b)))


def drawn(seed: int) -> Case:
    """A case with random whole numbers, the same for the same seed."""
    rng = Random(f"matrix_product/{seed}")
    m, n, p = rng.sample((2, 3, 4), 3)
    return case(f"random {seed}", matrix(rng, m, n, 9), matrix(rng, n, p, 9))


def centre(name: str, x: Rows) -> Case:
    """A case of `center`: every column minus its mean."""
    n, d = len(x), len(x[0])
    means = tuple(sum(column) / n for column in zip(*x, strict=True))
    across = tuple(sum(row) / d for row in x)
    grand_mean = sum(map(sum, x)) / (n * d)
    right = tuple(tuple(entry - mean for entry, mean in zip(row, means, strict=True)) for row in x)
    spread = tuple(
        (sum((entry - m) ** 2 for entry in column) / n) ** 0.5 for column, m in zip(zip(*x), means, strict=True)
    )
    misconceptions = [
        Misconception(
            "wrong-axis",
            _floats(tuple(tuple(entry - mean for entry in row) for row, mean in zip(x, across, strict=True))),
            "The mean of each row was subtracted. A feature is a column, so use `axis=0`: it averages over the rows "
            "and leaves one mean per column.",
        ),
        Misconception(
            "one-mean-for-all",
            _floats(tuple(tuple(entry - grand_mean for entry in row) for row in x)),
            f"The mean of all entries, ${grand_mean:.4g}$, was subtracted everywhere. Each column has its own mean: "
            "give `mean` the argument `axis=0`.",
        ),
        Misconception(
            "the-means-alone",
            _floats(means),
            "These are the means of the columns. Subtract them from every row, and return the result.",
        ),
        Misconception(
            "sum-for-mean",
            _floats(tuple(tuple(entry - mean * n for entry, mean in zip(row, means, strict=True)) for row in x)),
            f"The sum of each column was subtracted. Subtract its mean: divide the sum by the {n} rows.",
        ),
        Misconception(
            "turned-round",
            _floats(tuple(tuple(-entry for entry in row) for row in right)),
            "This is the mean minus each entry. Subtract the mean from the entry: `X - mean`.",
        ),
        Misconception(
            "wrong-axis",
            "ValueError",
            f"The means have shape `({n},)`, which does not fit rows of {d} entries. With `axis=0` you get one mean "
            f"per column, shape `({d},)`.",
        ),
    ]
    if all(spread):
        scaled = tuple(tuple(entry / s for entry, s in zip(row, spread, strict=True)) for row in right)
        misconceptions.append(
            Misconception(
                "standardises",
                _floats(scaled),
                "The columns were also divided by their standard deviation. Only subtract the mean: a covariance "
                "matrix needs the columns with their own spread.",
            )
        )
    first = f"{num(x[0][0])} - {num(means[0])} = {num(right[0][0])}"
    why = f"Column 1 has mean {num(means[0])}: its first entry becomes ${first}$."
    return Case(name, Call("center", (Array.of(x),)), _floats(right), why, tuple(misconceptions))


def compare(hand: Hand, results: Mapping[str, Nested]) -> Comparison:
    """The four cells, then the two column means, by hand and by program."""
    rows = [
        hand.answer(f"(AB)_{{{i + 1}{j + 1}}}", HAND, scalar(results, "named", i, j), 2 * i + j)
        for i in range(2)
        for j in range(2)
    ]
    for column in range(2):
        difference = scalar(results, "columns", 0, column)
        mean = None if difference is None else X[0][column] - difference
        rows.append(hand.answer(rf"\bar x_{column + 1}", MEANS, mean, column))
    return Comparison(tuple(rows), "The means of the program are what `center` subtracted from the first row.")


CHECK = Check(
    functions=(Function("matmul", ("A", "B")), Function("center", ("X",))),
    cases=(
        case("named", A, B),
        case("rectangular", ((1, 0, 2), (-1, 3, 1)), ((3, 1), (2, 1), (1, 0))),
        case("row times column", ((1, 2, 3),), ((4,), (5,), (6,))),
        decimals("decimals", ((1, 2), (3, 4)), ((0.5, 0.25), (1.5, -1.25))),
        *(drawn(seed) for seed in range(2)),
        centre("columns", X),
        centre("wide", ((1.5, -2.0, 4.0), (2.5, 6.0, 1.0))),
        centre("square", ((1, 2), (3, 8))),
    ),
    compare=compare,
)
