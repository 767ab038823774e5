"""Questions on norms, the inverse of a 2 by 2 matrix, and a line fitted by the normal equations."""

from __future__ import annotations

from fractions import Fraction
from random import Random

from lessons.latex_numbers import add, mat, mul_add, num, par, vec
from lessons.model.computed_item import ItemDraw, computed
from lessons.model.misconception import Misconception
from lessons.model.page import Step

from .integer_vectors import Mat, Vec, determinant, length, pythagorean, transpose, vector


@computed("linear_algebra.toolkit.norms", "vector", ["toolkit"], strategy="three ways to measure")
def toolkit_norms(rng: Random) -> ItemDraw:
    return norms(pythagorean(rng))


def norms(x: Vec) -> ItemDraw:
    """The question: the 1-norm, the 2-norm and the largest-entry norm of a vector of whole length."""
    sizes = [abs(entry) for entry in x]
    one, two, most = sum(sizes), length(x), max(sizes)
    squares = sum(entry * entry for entry in x)
    return ItemDraw(
        given={"x": x},
        prompt=rf"The errors of a sensor are $\mathbf x = {vec(x)}$. Work out $\lVert \mathbf x \rVert_1$, "
        r"$\lVert \mathbf x \rVert_2$ and $\lVert \mathbf x \rVert_\infty$, in this order.",
        lead=r"(\lVert \mathbf x \rVert_1, \lVert \mathbf x \rVert_2, \lVert \mathbf x \rVert_\infty) =",
        answer=(one, two, most),
        misconceptions=(
            Misconception(
                "keeps-the-signs",
                (sum(x), two, max(x)),
                f"You added ${add(x)} = {num(sum(x))}$ with the signs and took the largest entry ${max(x)}$. A norm "
                "measures size, so take absolute values first.",
            ),
            Misconception(
                "no-root",
                (one, squares, most),
                rf"${squares}$ is the sum of squares. The 2-norm is its root: $\sqrt{{{squares}}} = {two}$.",
            ),
            Misconception(
                "reversed",
                (most, two, one),
                f"These are the right numbers in reverse order. The index 1 stands for the sum of absolute values, "
                f"${one}$, and the index ∞ for the largest of them.",
            ),
            Misconception(
                "squared-sum",
                (one, one, most),
                f"${one}$ is the sum of absolute values. For the 2-norm, square each entry, add, and take the root at "
                "the end.",
            ),
        ),
        hints=(
            "You want three numbers, and none of them can be negative.",
            "The index says how entries are combined: 1 adds absolute values, 2 adds squares and takes the root, "
            "∞ takes the largest absolute value.",
            f"The absolute values are ${', '.join(map(str, sizes))}$.",
        ),
        steps=(
            Step(f"Add the absolute values: ${add(sizes)} = {one}$", str(one), lead=r"\lVert \mathbf x \rVert_1 ="),
            Step(
                f"Add the squares and take the root: "
                rf"$\sqrt{{{add([entry * entry for entry in x])}}} = {two}$",
                str(two),
                lead=r"\lVert \mathbf x \rVert_2 =",
            ),
            Step(f"The largest absolute value: ${most}$", str(most), lead=r"\lVert \mathbf x \rVert_\infty ="),
        ),
        explanation=rf"${one} \ge {two} \ge {most}$: the three norms always have this order. L1 and L2 penalties add "
        "the first norm, or the square of the second, to a loss.",
    )


@computed("linear_algebra.toolkit.inverse", "matrix", ["toolkit"], strategy="exchange, change signs, divide")
def toolkit_inverse(rng: Random) -> ItemDraw:
    while True:
        a = (vector(rng, 2, 5), vector(rng, 2, 5))
        if abs(determinant(a)) in (2, 3, 4, 5) and a[0][0] != a[1][1] and a[0][1] != a[1][0]:
            return inverse(a)


def inverse(a: Mat) -> ItemDraw:
    """The question: the inverse of a 2 by 2 matrix."""
    (p, q), (r, s) = a
    det = determinant(a)
    adjugate = ((s, -q), (-r, p))
    answer = tuple(tuple(Fraction(x, det) for x in row) for row in adjugate)
    return ItemDraw(
        given={"A": a},
        prompt=f"Work out $A^{{-1}}$.\n\n$$\nA = {mat(a)}\n$$",
        lead="A^{-1} =",
        answer=answer,
        misconceptions=_inverse_misconceptions(a, det),
        hints=(
            "You want the matrix that undoes $A$: times $A$ it gives $I$.",
            "Swap the two entries on the diagonal, change the signs of the other two, and divide by $ad - bc$.",
            rf"$ad - bc = {par(p)} \cdot {par(s)} - {par(q)} \cdot {par(r)} = {num(det)}$.",
        ),
        steps=tuple(
            Step(
                rf"row {i + 1} · column {j + 1}: ${_over(adjugate[i][j], det)}$",
                num(Fraction(adjugate[i][j], det)).replace(r"\frac{", "").replace("}{", "/").replace("}", ""),
                (i, j),
            )
            for i in range(2)
            for j in range(2)
        ),
        explanation=rf"Check one cell of $A^{{-1}} A = I$: "
        rf"$({par(s)} \cdot {par(p)} + {par(-q)} \cdot {par(r)}) / {par(det)} = 1$. In code, "
        "`np.linalg.solve` is faster and more accurate than an inverse.",
    )


def _over(value: int, divisor: int) -> str:
    """A division written out, with its result where that is simpler."""
    result = Fraction(value, divisor)
    written = rf"\frac{{{num(value)}}}{{{num(divisor)}}}"
    return written if num(result) == written else f"{written} = {num(result)}"


def _inverse_misconceptions(a: Mat, det: int) -> tuple[Misconception, ...]:
    (p, q), (r, s) = a
    return (
        Misconception(
            "transposes",
            transpose(a),
            rf"This is $A^\top$. A transpose undoes $A$ only if its columns are orthonormal; here column 1, "
            f"${vec((p, r))}$, does not even have length 1.",
        ),
        Misconception(
            "inverts-the-entries",
            tuple(tuple(Fraction(1, x) for x in row) for row in a),
            rf"These are the reciprocals, such as ${_over(1, p)}$. That undoes a product of numbers; "
            "for a matrix product, swap the diagonal entries, change the signs of the others, and divide by the "
            "determinant.",
        ),
        Misconception(
            "never-divides",
            ((s, -q), (-r, p)),
            f"This matrix times $A$ is ${num(det)} \\cdot I$. Divide every entry by the determinant ${num(det)}$.",
        ),
        Misconception(
            "signs-kept",
            tuple(tuple(Fraction(x, det) for x in row) for row in ((s, q), (r, p))),
            f"The diagonal is right. Change the signs of the other two entries, ${num(q)}$ and ${num(r)}$, before "
            "you divide.",
        ),
        Misconception(
            "diagonal-kept",
            tuple(tuple(Fraction(x, det) for x in row) for row in ((p, -q), (-r, s))),
            f"The signs are right. The entries ${num(p)}$ and ${num(s)}$ on the diagonal have to change places.",
        ),
    )


@computed("linear_algebra.toolkit.fit", "vector", ["toolkit"], strategy="normal equations")
def toolkit_fit(rng: Random) -> ItemDraw:
    return fit((rng.randint(-3, 8), rng.randint(-3, 8), rng.randint(-3, 8)))


def fit(y: Vec) -> ItemDraw:
    """The question: the least-squares line through the points (0, y₁), (1, y₂), (2, y₃)."""
    total, moment = sum(y), y[1] + 2 * y[2]
    slope = Fraction(moment - total, 2)
    base = Fraction(total, 3) - slope
    points = ", ".join(f"${vec((x, height))}$" for x, height in enumerate(y))
    return ItemDraw(
        given={"y": y},
        prompt=f"Fit the line $w_1 + w_2 x$ to the points {points} by least squares: solve "
        r"$X^\top X \mathbf w = X^\top \mathbf y$."
        f"\n\n$$\nX = {mat(((1, 0), (1, 1), (1, 2)))}\n$$",
        lead=r"(w_1, w_2) =",
        answer=(base, slope),
        misconceptions=_fit_misconceptions(y, base, slope),
        hints=(
            "You want two numbers: the height of the line at $x = 0$, and its slope.",
            rf"$X^\top X = {mat(((3, 3), (3, 5)))}$, and $X^\top \mathbf y$ holds the sum of the heights and the sum "
            "of $x y$.",
            rf"$X^\top \mathbf y = {vec((total, moment))}$.",
        ),
        steps=(
            Step(rf"$X^\top \mathbf y$: ${add(y)} = {num(total)}$ and ${mul_add((1, 2), y[1:])} = {num(moment)}$"),
            Step(
                rf"Subtract $3 w_1 + 3 w_2 = {num(total)}$ from $3 w_1 + 5 w_2 = {num(moment)}$: "
                f"$2 w_2 = {num(moment - total)}$, so $w_2 = {num(slope)}$",
                _typed(slope),
            ),
            Step(
                f"Then $w_1 = ({num(total)} - 3 \\cdot {par(slope)}) / 3 = {num(base)}$",
                f"{_typed(base)}, {_typed(slope)}",
            ),
        ),
        explanation=f"The residuals are ${vec(tuple(y[x] - base - slope * x for x in range(3)))}$. They add up to 0 "
        "and are orthogonal to $(0, 1, 2)$: orthogonal to both columns of $X$.",
    )


def _typed(value: Fraction) -> str:
    return str(value)


def _fit_misconceptions(y: Vec, base: Fraction, slope: Fraction) -> tuple[Misconception, ...]:
    first_two = y[1] - y[0]
    return (
        Misconception(
            "through-the-ends",
            (y[0], slope),
            f"This line passes through the first and the last point. It misses the middle one, ${vec((1, y[1]))}$, "
            "by more than it has to: least squares spreads the error over all three.",
        ),
        Misconception(
            "through-the-first-two",
            (y[0], first_two),
            f"This line passes through the first two points and ignores ${vec((2, y[2]))}$. Use all three in "
            r"$X^\top \mathbf y$.",
        ),
        Misconception(
            "flat",
            (Fraction(sum(y), 3), 0),
            f"${num(Fraction(sum(y), 3))}$ is the mean height, the best flat line. Solve for the slope as well: it is "
            f"${num(slope)}$.",
        ),
        Misconception(
            "exchanged",
            (slope, base),
            f"These are the right two numbers, exchanged. Column 1 of $X$ is all ones, so $w_1 = {num(base)}$ is the "
            "height at $x = 0$.",
        ),
        Misconception(
            "through-the-origin",
            (0, Fraction(y[1] + 2 * y[2], 5)),
            f"This is the best line through the origin, with slope ${num(Fraction(y[1] + 2 * y[2], 5))}$. The column "
            "of ones lets the line start at another height.",
        ),
    )
