"""Questions on finding eigenvalues: from the characteristic equation, the trace and the determinant."""

from __future__ import annotations

from random import Random

from lessons.answers import spell
from lessons.latex_numbers import mat, num, par, vec
from lessons.model.computed_item import ItemDraw, computed
from lessons.model.misconception import Misconception
from lessons.model.page import Step

from .integer_vectors import Mat, determinant
from .items_eigen_check import with_eigenvectors


@computed("linear_algebra.eigen.values", "vector", ["eigenvalues"], strategy="trace and determinant")
def eigen_values(rng: Random) -> ItemDraw:
    m, _, first, _, second = with_eigenvectors(rng)
    return values(m, max(first, second), min(first, second))


def values(m: Mat, large: int, small: int) -> ItemDraw:
    """The question: both eigenvalues of a 2×2 matrix, the larger first."""
    (a, _), (_, d) = m
    trace, det = a + d, determinant(m)
    return ItemDraw(
        given={"A": m},
        prompt=f"What are the eigenvalues of $A$? Write the larger one first.\n\n$$\nA = {mat(m)}\n$$",
        lead=r"(\lambda_1, \lambda_2) =",
        answer=(large, small),
        misconceptions=values_misconceptions(m, large, small),
        hints=(
            r"You want two numbers: the solutions of $\det(A - \lambda I) = 0$.",
            r"The equation is $\lambda^2 - (a + d) \lambda + (ad - bc) = 0$.",
            f"Here it is ${_equation(trace, det)}$. Look for two numbers with sum ${num(trace)}$ and product "
            f"${num(det)}$.",
        ),
        steps=(
            Step(rf"The trace: ${num(a)} + {par(d)} = {num(trace)}$", num(trace), lead="a + d ="),
            Step(
                rf"The determinant: ${num(a)} \cdot {par(d)} - {par(m[0][1])} \cdot {par(m[1][0])} = {num(det)}$",
                num(det),
                lead="ad - bc =",
            ),
            Step(f"Solve ${_equation(trace, det)}$: ${num(large)}$ and ${num(small)}$", spell((large, small))),
        ),
        explanation=rf"${num(large)} + {par(small)} = {num(trace)}$ is the trace, and ${num(large)} \cdot {par(small)} "
        rf"= {num(det)}$ is the determinant. You can check any pair of eigenvalues of a $2 \times 2$ matrix in this "
        "way.",
    )


def _equation(trace: int, det: int) -> str:
    """The characteristic equation of a 2×2 matrix, in LaTeX."""
    factor = "" if abs(trace) == 1 else f"{abs(trace)} "
    middle = "" if trace == 0 else rf" {'-' if trace > 0 else '+'} {factor}\lambda"
    last = "" if det == 0 else f" {'+' if det > 0 else '-'} {abs(det)}"
    return rf"\lambda^2{middle}{last} = 0"


def values_misconceptions(m: Mat, large: int, small: int) -> tuple[Misconception, ...]:
    (a, b), (c, d) = m
    trace, det = a + d, determinant(m)
    diagonal = (max(a, d), min(a, d))
    flipped = (-small, -large)
    return (
        Misconception(
            "reads-the-diagonal",
            diagonal,
            f"${vec(diagonal)}$ are the diagonal entries of $A$. They would be the eigenvalues if "
            f"${num(b)}$ or ${num(c)}$ were 0; here you have to solve ${_equation(trace, det)}$.",
        ),
        Misconception(
            "trace-and-determinant",
            (trace, det),
            f"${vec((trace, det))}$ are the trace and the determinant. They are the sum and the product of the "
            "eigenvalues, so look for two numbers with that sum and that product.",
        ),
        Misconception(
            "flips-the-signs",
            flipped,
            f"${vec(flipped)}$ solve the equation with $+ (a + d) \\lambda$. The trace enters with a minus sign: the "
            f"eigenvalues have to add up to ${num(trace)}$.",
        ),
        Misconception(
            "one-only",
            large,
            f"${num(large)}$ is one of the eigenvalues. A quadratic equation has a second solution, and the two add up "
            f"to ${num(trace)}$: write both, the larger first.",
        ),
    )


@computed("linear_algebra.eigen.partner", "number", ["eigenvalues"], strategy="sum and product", practice=True)
def eigen_partner(rng: Random) -> ItemDraw:
    while True:
        first, second = rng.sample([value for value in range(-5, 8) if value not in (0, 1)], 2)
        if 0 < abs(first + second) <= 9:
            return partner(first, second)


def partner(first: int, second: int) -> ItemDraw:
    """The question: the determinant of a 2×2 matrix, given its trace and one eigenvalue."""
    trace, det = first + second, first * second
    return ItemDraw(
        given={"trace": trace, "lambda": first},
        prompt=rf"A $2 \times 2$ matrix has trace ${num(trace)}$, and one of its eigenvalues is ${num(first)}$. What "
        "is its determinant?",
        lead=r"\det A =",
        answer=det,
        misconceptions=partner_misconceptions(first, second),
        hints=(
            "You want the product of the two eigenvalues.",
            "The two eigenvalues add up to the trace.",
            f"The other eigenvalue is ${num(trace)} - {par(first)} = {num(second)}$.",
        ),
        steps=(
            Step(
                f"The other eigenvalue: ${num(trace)} - {par(first)} = {num(second)}$", num(second),
                lead=r"\lambda_2 =",
            ),
            Step(
                rf"The product: ${num(first)} \cdot {par(second)} = {num(det)}$", num(det),
                lead=r"\lambda_1 \lambda_2 =",
                follow=lambda cells: first * cells[0],
            ),
        ),
        explanation=f"The eigenvalues are ${num(first)}$ and ${num(second)}$. Their sum is the trace and their product "
        r"is the determinant, because $\det(A - \lambda I) = \lambda^2 - (\text{trace}) \lambda + \text{determinant}$.",
    )  # fmt: skip


def partner_misconceptions(first: int, second: int) -> tuple[Misconception, ...]:
    trace = first + second
    return (
        Misconception(
            "the-other-eigenvalue",
            second,
            f"${num(second)}$ is the other eigenvalue. The determinant is the product of both, so multiply it by "
            f"${num(first)}$.",
        ),
        Misconception(
            "times-the-trace",
            first * trace,
            f"${num(first * trace)}$ is ${num(first)}$ times the trace. The trace is a sum: subtract ${num(first)}$ "
            "from it first, then multiply.",
        ),
        Misconception(
            "adds-the-eigenvalue",
            first * (trace + first),
            f"${num(first * (trace + first))}$ uses ${num(trace + first)}$ as the other eigenvalue. The two "
            f"eigenvalues add up to the trace, so the other one is ${num(trace)} - {par(first)}$.",
        ),
        Misconception(
            "loses-the-sign",
            -first * second,
            f"${num(-first * second)}$ has the right size and the wrong sign. Multiply ${num(first)}$ by "
            f"${num(second)}$ and check the signs of both.",
        ),
    )
