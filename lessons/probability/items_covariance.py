"""Questions on covariance, its matrix, and the variance along a direction."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import cache
from itertools import product
from math import hypot
from random import Random

from lessons.answers import Comparison
from lessons.latex_numbers import add, mat, mul_add, num, vec
from lessons.model.computed_item import ItemDraw, computed
from lessons.model.misconception import Misconception
from lessons.model.page import Step

from .decimals import dec, factor

Vec = tuple[int, ...]
Mat = tuple[Vec, ...]

TWO_DECIMALS = Comparison(absolute=0.005)
_N = 4


def _dot(a: Sequence[int], b: Sequence[int]) -> int:
    return sum(x * y for x, y in zip(a, b, strict=True))


@cache
def _centred() -> tuple[Vec, ...]:
    """All vectors of four integers with sum 0, a sum of squares divisible by 4, and variance above 0."""
    vectors = ((*head, -sum(head)) for head in product(range(-4, 5), repeat=3))
    return tuple(v for v in vectors if abs(v[3]) <= 4 and _dot(v, v) and _dot(v, v) % _N == 0)


def _pair(rng: Random) -> tuple[Vec, Vec]:
    """Two centered columns whose covariance is a nonzero integer."""
    while True:
        x, y = rng.choice(_centred()), rng.choice(_centred())
        if _dot(x, y) and _dot(x, y) % _N == 0:
            return x, y


@computed("probability.covariance.entry", "number", ["covariance"], strategy="center, multiply, average")
def covariance_entry(rng: Random) -> ItemDraw:
    x, y = _pair(rng)
    across, up = rng.randint(1, 5), rng.randint(1, 5)
    return covariance(tuple(v + across for v in x), tuple(v + up for v in y))


def covariance(x: Vec, y: Vec) -> ItemDraw:
    """The question Cov(X, Y) over four pairs with whole means, divided by 4; a worksheet."""
    mx, my = sum(x) // _N, sum(y) // _N
    dx, dy = tuple(v - mx for v in x), tuple(v - my for v in y)
    total = _dot(dx, dy)
    answer = Fraction(total, _N)
    return ItemDraw(
        given={"x": x, "y": y},
        prompt=rf"Four examples: $\mathbf x = {vec(x)}$ and $\mathbf y = {vec(y)}$. What is their covariance? Divide "
        "by 4.",
        lead=r"\Cov(X, Y) =",
        answer=answer,
        misconceptions=covariance_misconceptions(x, y),
        hints=(
            "You want the average of a product: how far each $x$ is from its mean, times the same for its $y$.",
            "Subtract the mean from each column, multiply pair by pair, add up, divide by 4.",
            f"The means are ${mx}$ and ${my}$.",
        ),
        steps=(
            Step(rf"The mean of $\mathbf x$ is ${mx}$", str(mx), lead=r"\bar x ="),
            Step(rf"The mean of $\mathbf y$ is ${my}$", str(my), lead=r"\bar y ="),
            Step(f"Deviations: ${vec(dx)}$ and ${vec(dy)}$"),
            Step(
                f"Products added up: ${mul_add(dx, dy)} = {total}$",
                str(total),
                lead=r"\sum_i (x_i - \bar x)(y_i - \bar y) =",
                follow=lambda cells: sum((a - cells[0]) * (b - cells[1]) for a, b in zip(x, y, strict=True)),
            ),
            Step(
                rf"Divide by 4: $\frac{{{total}}}{{4}} = {num(answer)}$",
                num(answer),
                lead=r"\Cov(X, Y) =",
                follow=lambda cells: cells[2] / _N,
            ),
        ),
        explanation=f"${mul_add(dx, dy)} = {total}$, over 4: ${num(answer)}$. "
        + ("Positive: where one is above its mean, the other tends to be too."
           if total > 0 else "Negative: where one is above its mean, the other tends to be below."),
    )  # fmt: skip


def covariance_misconceptions(x: Vec, y: Vec) -> tuple[Misconception, ...]:
    mx, my = sum(x) // _N, sum(y) // _N
    products = tuple((a - mx) * (b - my) for a, b in zip(x, y, strict=True))
    total, raw, sizes = sum(products), Fraction(_dot(x, y), _N), Fraction(sum(map(abs, products)), _N)
    return (
        Misconception(
            "never-centres",
            raw,
            f"This is the mean of the products of the values, ${_dot(x, y)}$ over 4. Covariance multiplies "
            f"*deviations*: subtract the means ${mx}$ and ${my}$ first.",
        ),
        Misconception(
            "never-divides",
            total,
            f"${total}$ is the sum of the products. Covariance is their average. Divide by 4.",
        ),
        Misconception(
            "divides-by-three",
            Fraction(total, _N - 1),
            f"This divides ${total}$ by 3, as `np.cov` does for an unbiased estimate. The question asks for the "
            "average over the 4 examples.",
        ),
        Misconception(
            "drops-the-signs",
            sizes,
            "That counts every product as positive. Deviations of opposite sign give a negative product: "
            f"${add(products)} = {total}$.",
        ),
    )


@computed("probability.covariance.matrix", "matrix", ["covariance"], strategy="average the products of columns")
def covariance_matrix(rng: Random) -> ItemDraw:
    return spread(*_pair(rng))


def spread(x: Vec, y: Vec) -> ItemDraw:
    """The question for the covariance matrix of two centered columns; a worksheet cell by cell."""
    sums = ((_dot(x, x), _dot(x, y)), (_dot(y, x), _dot(y, y)))
    answer = tuple(tuple(s // _N for s in row) for row in sums)
    pairs = ((x, x), (x, y), (y, x), (y, y))
    steps = tuple(
        Step(
            f"row {i + 1} · column {j + 1}: ${mul_add(a, b)} = {sums[i][j]}$, over 4: ${answer[i][j]}$",
            str(answer[i][j]),
            (i, j),
            lead=f"C_{{{i + 1}{j + 1}}} =",
        )
        for (i, j), (a, b) in zip(((0, 0), (0, 1), (1, 0), (1, 1)), pairs, strict=True)
    )
    rows = tuple(zip(x, y, strict=True))
    return ItemDraw(
        given={"x": x, "y": y},
        prompt="Each row of $X$ is an example, and both columns already have mean 0. What is their covariance matrix "
        r"$C = \frac{1}{4} X^\top X$?" + f"\n\n$$\nX = {mat(rows)}\n$$",
        lead="C =",
        answer=answer,
        misconceptions=spread_misconceptions(x, y),
        hints=(
            "You want the two variances on the diagonal, and the covariance twice off the diagonal.",
            "Each cell is a column of $X$ dot a column of $X$, divided by 4.",
            f"Column 1 dot itself is ${mul_add(x, x)} = {sums[0][0]}$.",
        ),
        steps=steps,
        explanation=f"Variances ${answer[0][0]}$ and ${answer[1][1]}$, covariance ${answer[0][1]}$ on both sides of "
        "the diagonal: $C$ equals its transpose, so its eigenvectors are orthogonal.",
    )


def spread_misconceptions(x: Vec, y: Vec) -> tuple[Misconception, ...]:
    a, b, d = _dot(x, x), _dot(x, y), _dot(y, y)
    flat = ((a // _N, 0), (0, d // _N))
    scatter = ((a, b), (b, d))
    fewer = tuple(tuple(Fraction(s, _N - 1) for s in row) for row in scatter)
    swapped = ((d // _N, b // _N), (b // _N, a // _N))
    misconceptions = (
        Misconception(
            "never-divides",
            scatter,
            rf"This is $X^\top X$, with ${a}$ in the first cell. Variances are averages: divide every cell by 4.",
        ),
        Misconception(
            "divides-by-three",
            fewer,
            f"This divides by 3, as `np.cov` does: the first cell is ${a}$ over 3. The question divides by the number "
            "of examples, 4.",
        ),
        Misconception(
            "variances-only",
            flat,
            f"The diagonal is right, ${a // _N}$ and ${d // _N}$. The other two cells are not 0, because the columns "
            f"vary together: column 1 dot column 2 is ${b}$, over 4.",
        ),
    )
    if a == d:
        return misconceptions
    swap = Misconception(
        "columns-swapped",
        swapped,
        f"The variances have changed places: ${d // _N}$ belongs to column 2. Cell (1, 1) is column 1 dot itself, over "
        f"4: ${a // _N}$.",
    )
    return (*misconceptions, swap)


_DIRECTIONS: tuple[Vec, ...] = ((3, 4), (4, 3), (3, -4), (4, -3))


@computed(
    "probability.covariance.along", "number", ["covariance", "covariance-axes"],
    strategy="direction, matrix, direction", rule=TWO_DECIMALS,
)  # fmt: skip
def covariance_along(rng: Random) -> ItemDraw:
    while True:
        a, d = rng.randint(2, 9), rng.randint(2, 9)
        b = rng.choice([value for value in range(-4, 5) if value])
        if a != d and b * b < a * d:
            return along(((a, b), (b, d)), rng.choice(_DIRECTIONS))


def along(c: Mat, direction: Vec) -> ItemDraw:
    """The question for the variance along the unit vector direction/5."""
    image = tuple(_dot(row, direction) for row in c)
    answer = Fraction(_dot(direction, image), 25)
    shown = f"({dec(Fraction(direction[0], 5))}, {dec(Fraction(direction[1], 5))})"
    moved = tuple(Fraction(v, 5) for v in image)
    moved_text = f"({dec(moved[0])}, {dec(moved[1])})"
    return ItemDraw(
        given={"C": c, "u": tuple(v / 5 for v in direction)},
        prompt=rf"A cloud has the covariance matrix $C$. What is its variance along $\mathbf u = {shown}$, a vector of "
        f"length 1? A fraction, or two decimals.\n\n$$\nC = {mat(c)}\n$$",
        lead=r"\mathbf u \cdot C \mathbf u =",
        answer=answer,
        misconceptions=along_misconceptions(c, direction),
        hints=(
            r"You want the variance of the shadows that the points cast on the line along $\mathbf u$.",
            r"$\mathbf u \cdot C \mathbf u$: apply the matrix, then take the dot product.",
            rf"$C \mathbf u = {moved_text}$.",
        ),
        steps=(
            Step(rf"Apply the matrix: $C \mathbf u = {moved_text}$"),
            Step(rf"Dot $\mathbf u$: ${_products(direction, moved)} = {dec(answer)}$", dec(answer)),
        ),
        explanation=rf"${_products(direction, moved)} = {dec(answer)}$. If $\mathbf u$ were an eigenvector of $C$, "
        "this would be its eigenvalue. Along the eigenvector with the largest eigenvalue, the variance is largest.",
    )


def _products(direction: Vec, moved: tuple[Fraction, ...]) -> str:
    pairs = zip((Fraction(v, 5) for v in direction), moved, strict=True)
    return " + ".join(rf"{factor(a)} \cdot {factor(b)}" for a, b in pairs)


def along_misconceptions(c: Mat, direction: Vec) -> tuple[Misconception, ...]:
    (a, b), (_, d) = c
    image = tuple(_dot(row, direction) for row in c)
    plain = Fraction(a * direction[0] ** 2 + d * direction[1] ** 2, 25)
    once = plain + Fraction(b * direction[0] * direction[1], 25)
    size = hypot(*image) / 5
    return (
        Misconception(
            "variances-only",
            plain,
            f"${dec(plain)}$ uses only the variances, ${a}$ and ${d}$. The covariance ${b}$ counts too: compute "
            r"$\mathbf u \cdot C \mathbf u$ with all four cells.",
        ),
        Misconception(
            "covariance-once",
            once,
            f"${dec(once)}$ counts the covariance ${b}$ once. It stands in $C$ twice, so it counts twice.",
        ),
        Misconception(
            "length-of-the-image",
            size,
            rf"That is the length of $C \mathbf u$, about ${size:.2f}$. Only the part along $\mathbf u$ counts. Take "
            r"the dot product with $\mathbf u$.",
        ),
        Misconception(
            "adds-the-variances",
            a + d,
            f"${a + d}$ is the sum of the variances, the total over all directions. A single direction has a part of "
            r"it: compute $\mathbf u \cdot C \mathbf u$.",
        ),
    )
