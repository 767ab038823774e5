"""Questions on A = QΛQᵀ: building the matrix, its powers, and whether it is positive semidefinite."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from lessons.answers import Option
from lessons.latex_numbers import add, col, mat, mul_add, num, par, vec
from lessons.model.computed_item import ItemDraw, computed
from lessons.model.misconception import Misconception
from lessons.model.page import Step

from .integer_vectors import Mat, Vec, dot, matvec, nonzero
from .items_spread import covariance

_AXES: tuple[Vec, ...] = ((1, 1), (2, 1), (1, 2), (2, -1), (1, -2), (3, 1), (1, 3))
_CELLS = ((0, 0), (0, 1), (1, 0), (1, 1))


@computed("linear_algebra.decomposition.build", "matrix", ["eigendecomposition"], strategy="put the factors together")
def decomposition_build(rng: Random) -> ItemDraw:
    while True:
        axis, small = rng.choice(_AXES), rng.choice((-3, -2, -1, 1, 2, 3))
        large = small + dot(axis, axis) * rng.randint(1, 2)
        if 0 < abs(large) <= 9:
            return build(axis, large, small)


def build(axis: Vec, large: int, small: int) -> ItemDraw:
    """The question: the symmetric matrix with eigenvalue `large` along `axis` and `small` across it.

    large - small has to be a multiple of |axis|², or the entries are not whole.
    """
    across, square = (-axis[1], axis[0]), dot(axis, axis)
    answer = covariance(axis, large, small)
    return ItemDraw(
        given={"u": axis, "w": across, "large": large, "small": small},
        prompt=rf"The symmetric matrix $A$ has the eigenvector $\mathbf u = {vec(axis)}$ with eigenvalue "
        rf"${num(large)}$ and the eigenvector $\mathbf w = {vec(across)}$ with eigenvalue ${num(small)}$. Work out "
        r"$A = Q \Lambda Q^\top$.",
        lead="A =",
        answer=answer,
        misconceptions=build_misconceptions(axis, large, small),
        hints=(
            "You want four numbers, and two of them are equal, because $A$ is symmetric.",
            rf"Both eigenvectors have length $\sqrt{{{square}}}$. Divide by it to get the columns of $Q$.",
            rf"The two square roots multiply to ${square}$, so "
            rf"$A = \frac{{1}}{{{square}}} \left( {num(large)} \, \mathbf u \mathbf u^\top + "
            rf"{par(small)} \, \mathbf w \mathbf w^\top \right)$.",
        ),
        steps=tuple(
            Step(
                rf"row {i + 1} · column {j + 1}: $\frac{{1}}{{{square}}} \left( {num(large)} \cdot "
                rf"{par(axis[i] * axis[j])} + {par(small)} \cdot {par(across[i] * across[j])} \right) = "
                f"{num(answer[i][j])}$",
                num(answer[i][j]),
                (i, j),
            )
            for i, j in _CELLS
        ),
        explanation=rf"Check it: $A \mathbf u = {vec(matvec(answer, axis))}$ is ${num(large)}$ times "
        rf"$\mathbf u$, and $A \mathbf w = {vec(matvec(answer, across))}$ is ${num(small)}$ times $\mathbf w$.",
    )


def build_misconceptions(axis: Vec, large: int, small: int) -> tuple[Misconception, ...]:
    square = dot(axis, axis)
    right = covariance(axis, large, small)
    unscaled = tuple(tuple(square * x for x in row) for row in right)
    swapped = covariance(axis, small, large)
    tilted = ((right[0][0], -right[0][1]), (-right[1][0], right[1][1]))
    stretch = ((large, 0), (0, small))
    return (
        Misconception(
            "never-normalizes",
            unscaled,
            rf"Every entry is ${square}$ times too large; the first is ${num(unscaled[0][0])}$. The columns of $Q$ "
            rf"have length 1, so divide each eigenvector by its length $\sqrt{{{square}}}$ first.",
        ),
        Misconception(
            "swaps-the-eigenvalues",
            swapped,
            rf"This matrix scales $\mathbf u$ by ${num(small)}$ and $\mathbf w$ by ${num(large)}$. The eigenvalues on "
            r"the diagonal of $\Lambda$ stand in the same order as the eigenvectors in $Q$.",
        ),
        Misconception(
            "transposes-the-first-factor",
            tilted,
            rf"This is $Q^\top \Lambda Q$, with ${num(tilted[0][1])}$ off the diagonal. In $Q \Lambda Q^\top$ the "
            "transpose acts first, on the right: it finds how far a vector reaches along each eigenvector.",
        ),
        Misconception(
            "lambda-only",
            stretch,
            rf"This is $\Lambda$: it scales by ${num(large)}$ along $(1, 0)$ and by ${num(small)}$ along $(0, 1)$. "
            rf"Multiply by $Q$ and $Q^\top$ to scale along ${vec(axis)}$ and ${vec((-axis[1], axis[0]))}$ instead.",
        ),
    )


@computed("linear_algebra.decomposition.power", "matrix", ["eigendecomposition"], strategy="raise the eigenvalues")
def decomposition_power(rng: Random) -> ItemDraw:
    while True:
        first, second = rng.sample([value for value in range(-3, 5) if value], 2)
        if (first + second) % 2 == 0 and first != -second:
            return power(first, second, 3 if 4 in (first, second) else rng.randint(3, 4))


def power(first: int, second: int, exponent: int) -> ItemDraw:
    """The question: a power of the matrix with eigenvalue `first` along (1, 1) and `second` along (1, -1)."""
    m, answer = _along_diagonals(first, second), _along_diagonals(first**exponent, second**exponent)
    return ItemDraw(
        given={"A": m, "exponent": exponent},
        prompt=rf"$A$ has the eigenvector $(1, 1)$ with eigenvalue ${num(first)}$ and the eigenvector $(1, -1)$ with "
        rf"eigenvalue ${num(second)}$. Work out $A^{exponent}$."
        f"\n\n$$\nA = {mat(m)}\n$$",
        lead=f"A^{exponent} =",
        answer=answer,
        misconceptions=power_misconceptions(m, first, second, exponent),
        hints=(
            rf"You want $Q \Lambda^{exponent} Q^\top$: the eigenvectors stay, and the eigenvalues are raised to the "
            "power.",
            rf"The new eigenvalues are ${par(first)}^{exponent} = {num(first**exponent)}$ and "
            rf"${par(second)}^{exponent} = {num(second**exponent)}$.",
            rf"Half their sum is the diagonal entry: $\frac{{1}}{{2}} ({add((first**exponent, second**exponent))}) = "
            f"{num(answer[0][0])}$.",
        ),
        steps=tuple(
            Step(
                rf"row {i + 1} · column {j + 1}: $\frac{{1}}{{2}} "
                rf"({add((first**exponent, (1 if i == j else -1) * second**exponent))}) = {num(answer[i][j])}$",
                num(answer[i][j]),
                (i, j),
            )
            for i, j in _CELLS
        ),
        explanation=rf"$A^{exponent}$ scales $(1, 1)$ by ${num(first**exponent)}$: each row of the result adds up to "
        "that number. Raising two numbers to a power replaces all products of matrices.",
    )


def _along_diagonals(first: int, second: int) -> Mat:
    """The matrix that scales (1, 1) by `first` and (1, -1) by `second`, which differ by an even number."""
    diagonal, off_diagonal = (first + second) // 2, (first - second) // 2
    return (diagonal, off_diagonal), (off_diagonal, diagonal)


def power_misconceptions(m: Mat, first: int, second: int, exponent: int) -> tuple[Misconception, ...]:
    high, low = first**exponent, second**exponent
    entrywise = tuple(tuple(x**exponent for x in row) for row in m)
    multiple = tuple(tuple(exponent * x for x in row) for row in m)
    short = _along_diagonals(first ** (exponent - 1), second ** (exponent - 1))
    doubled = ((high + low, high - low), (high - low, high + low))
    return (
        Misconception(
            "entrywise",
            entrywise,
            rf"This raises every entry to the power {exponent}: the first is ${par(m[0][0])}^{exponent}$. A power of a "
            "matrix is a repeated matrix product, so raise the eigenvalues instead.",
        ),
        Misconception(
            "multiplies",
            multiple,
            f"This is ${exponent} A$, and its first entry is ${num(exponent * m[0][0])}$. $A^{exponent}$ applies the "
            f"map {exponent} times, so each eigenvalue is raised to the power {exponent}.",
        ),
        Misconception(
            "one-factor-short",
            short,
            f"This is $A^{exponent - 1}$, with the eigenvalues ${num(first ** (exponent - 1))}$ and "
            f"${num(second ** (exponent - 1))}$. One more factor is needed: raise them to the power {exponent}.",
        ),
        Misconception(
            "forgets-to-normalize",
            doubled,
            rf"Every entry is twice too large; the first is ${num(high + low)}$. The columns of $Q$ are "
            r"$\frac{1}{\sqrt{2}} (1, 1)$ and $\frac{1}{\sqrt{2}} (1, -1)$, and the two "
            r"factors $\frac{1}{\sqrt{2}}$ give $\frac{1}{2}$.",
        ),
        Misconception(
            "lambda-only",
            ((high, 0), (0, low)),
            rf"This is $\Lambda^{exponent}$, which scales by ${num(high)}$ and ${num(low)}$ along the axes. "
            r"Put it between $Q$ and $Q^\top$ to scale along $(1, 1)$ and $(1, -1)$.",
        ),
    )


@computed("linear_algebra.decomposition.form", "number", ["psd"], strategy="row, matrix, column")
def decomposition_form(rng: Random) -> ItemDraw:
    a, b, d = (nonzero(rng, 4) for _ in range(3))
    return form(((a, b), (b, d)), (nonzero(rng, 2), nonzero(rng, 2)))


def form(m: Mat, v: Vec) -> ItemDraw:
    """The question: vᵀAv for a symmetric matrix."""
    image = matvec(m, v)
    answer = dot(v, image)
    return ItemDraw(
        given={"A": m, "v": v},
        prompt=r"Work out $\mathbf v^\top A \mathbf v$ for:"
        f"\n\n$$\nA = {mat(m)}, \\quad \\mathbf v = {col(v)}\n$$",
        lead=r"\mathbf v^\top A \mathbf v =",
        answer=answer,
        misconceptions=form_misconceptions(m, v),
        hints=(
            "You want one number.",
            r"Work out $A \mathbf v$ first, then take its dot product with $\mathbf v$.",
            rf"$A \mathbf v = {vec(image)}$.",
        ),
        steps=(
            *(
                Step(
                    rf"Row {i} of $A \mathbf v$: ${mul_add(row, v)} = {num(dot(row, v))}$", num(dot(row, v)),
                    lead=rf"(A \mathbf v)_{i} =",
                )
                for i, row in enumerate(m, 1)
            ),
            Step(
                rf"Dot product with $\mathbf v$: ${mul_add(v, image)} = {num(answer)}$", num(answer),
                lead=r"\mathbf v \cdot A \mathbf v =", follow=lambda cells: v[0] * cells[0] + v[1] * cells[1],
            ),
        ),
        explanation=f"${mul_add(v, image)} = {num(answer)}$. {_verdict(answer)}",
    )  # fmt: skip


def _verdict(value: int) -> str:
    if value < 0:
        return "One negative value is enough: this matrix is not positive semidefinite."
    return "One value that is not negative proves nothing: a matrix is PSD only if no vector gives a negative value."


def form_misconceptions(m: Mat, v: Vec) -> tuple[Misconception, ...]:
    (a, b), (_, d) = m
    x, y = v
    image = matvec(m, v)
    cross = b * x * y
    return (
        Misconception(
            "stops-halfway",
            image,
            rf"${vec(image)}$ is $A \mathbf v$, a vector. Take its dot product with $\mathbf v = {vec(v)}$ to get one "
            "number.",
        ),
        Misconception(
            "cross-term-once",
            a * x * x + cross + d * y * y,
            rf"${num(a * x * x + cross + d * y * y)}$ counts the entry ${num(b)}$ once. It stands in both rows of $A$, "
            rf"so ${num(b)} \cdot {par(x)} \cdot {par(y)}$ enters twice.",
        ),
        Misconception(
            "diagonal-only",
            a * x * x + d * y * y,
            f"${num(a * x * x + d * y * y)}$ uses only the diagonal of $A$. The other two entries, ${num(b)}$, add "
            rf"$2 \cdot {par(b)} \cdot {par(x)} \cdot {par(y)}$.",
        ),
        Misconception(
            "adds-the-image",
            sum(image),
            rf"${num(sum(image))}$ adds up the entries of $A \mathbf v = {vec(image)}$. Multiply each of them by its "
            rf"entry of $\mathbf v = {vec(v)}$ before you add.",
        ),
        Misconception(
            "squares-the-image",
            dot(image, image),
            rf"${num(dot(image, image))}$ is $A \mathbf v$ dot itself. The left factor is $\mathbf v = {vec(v)}$, "
            r"not $A \mathbf v$.",
        ),
    )


@computed("linear_algebra.decomposition.definite", "multi", ["psd"], strategy="signs of the eigenvalues")
def decomposition_definite(rng: Random) -> ItemDraw:
    return definite(_candidates(rng), rng.sample(range(5), 5))


def _candidates(rng: Random) -> tuple[Mat, Mat, Mat, Mat, Mat]:
    """Symmetric matrices: two are PSD, one of them with eigenvalue 0; the others have a negative eigenvalue."""
    a, d = rng.randint(2, 5), rng.randint(2, 5)
    b = -rng.choice([x for x in range(1, 5) if x * x < a * d])
    low, high = rng.choice(((1, 2), (1, 3), (2, 3), (3, 2), (2, 1), (3, 1), (1, 1)))
    p, q = rng.randint(1, 3), rng.randint(1, 3)
    r = rng.choice([x for x in range(2, 6) if x * x > p * q])
    e, f = rng.randint(1, 4), rng.randint(1, 4)
    g, h = rng.randint(2, 4), rng.randint(2, 4)
    return (
        ((a, b), (b, d)),
        ((low * low, low * high), (low * high, high * high)),
        ((p, r), (r, q)),
        ((e, 0), (0, -f)),
        ((-g, 1), (1, -h)),
    )


def definite(matrices: Sequence[Mat], order: Sequence[int]) -> ItemDraw:
    """The question which of five symmetric matrices are PSD: the first two are. Options in the given order."""
    letters = {index: "abcde"[position] for position, index in enumerate(order)}
    mixed, opposite, negative = matrices[2], matrices[3], matrices[4]
    fall = mixed[0][0] * mixed[1][1] - mixed[0][1] ** 2
    at = mixed[0][0] + mixed[1][1] - 2 * mixed[0][1]
    messages = (
        "",
        "",
        f"The determinant is ${num(fall)}$, so the eigenvalues have opposite signs. Positive entries do not prevent "
        "that.",
        f"One eigenvalue is ${num(opposite[1][1])}$, on the diagonal. For $(0, 1)$, $\\mathbf v^\\top A \\mathbf v$ is "
        f"${num(opposite[1][1])}$, which is negative.",
        f"The determinant is positive, and the trace ${num(negative[0][0] + negative[1][1])}$ is negative. So both "
        "eigenvalues are negative.",
    )

    def chosen(*picked: int) -> str:
        return " ".join(sorted(letters[i] for i in picked))

    singular = matrices[1]
    return ItemDraw(
        given={f"M{index}": matrix for index, matrix in enumerate(matrices, 1)},
        prompt="Which of these matrices are positive semidefinite? Mark all.",
        answer=chosen(0, 1),
        options=tuple(Option(letters[i], f"${mat(matrices[i])}$", messages[i]) for i in order),
        misconceptions=(
            Misconception(
                "positive-entries",
                chosen(1, 2),
                f"You marked the matrices with only positive entries. What counts are the eigenvalues: "
                f"${mat(mixed)}$ has determinant ${num(fall)}$, so one of its eigenvalues is negative.",
            ),
            Misconception(
                "strictly-positive",
                chosen(0),
                f"${mat(singular)}$ has the eigenvalues ${num(singular[0][0] + singular[1][1])}$ and 0. PSD allows an "
                "eigenvalue of 0; only positive *definite* excludes it.",
            ),
            Misconception(
                "determinant-only",
                chosen(0, 1, 4),
                f"You marked every matrix whose determinant is not negative. Two negative eigenvalues also have a "
                f"positive product: ${mat(negative)}$ has a negative trace.",
            ),
        ),
        hints=(
            "You want the matrices without a negative eigenvalue.",
            "The eigenvalues of a 2 by 2 matrix multiply to the determinant and add up to the trace.",
            "So both the determinant and the trace must not be negative.",
        ),
        steps=(
            Step(f"${mat(matrices[0])}$: trace and determinant are positive, so it is PSD"),
            Step(f"${mat(singular)}$: the determinant is 0 and the trace is positive, so it is PSD"),
            Step(f"${mat(mixed)}$: the determinant is ${num(fall)}$, so it is not; $(1, -1)$ gives ${num(at)}$"),
            Step(f"${mat(opposite)}$: one eigenvalue is ${num(opposite[1][1])}$, so it is not"),
            Step(f"${mat(negative)}$: the trace is negative, so it is not"),
        ),
        explanation="A symmetric 2 by 2 matrix is PSD exactly when its trace and its determinant are both at least 0. "
        "The signs of single entries do not decide it.",
    )
