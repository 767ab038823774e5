"""Questions on eigenvectors: checking, reading off the factor."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import cache
from itertools import permutations
from random import Random

from lessons.answers import Option
from lessons.latex_numbers import col, mat, num, par, vec
from lessons.model.computed_item import ItemDraw, computed
from lessons.model.misconception import Misconception
from lessons.model.page import Step

from .integer_vectors import Mat, Vec, determinant, matvec, parallel, plus, row_steps, times

_DIRECTIONS: tuple[Vec, ...] = (
    (1, 1), (1, -1), (2, 1), (1, 2), (2, -1), (1, -2), (3, 1), (1, 3), (3, 2), (2, 3), (3, -1),
)  # fmt: skip


System = tuple[Mat, Vec, int, Vec, int]


def with_eigenvectors(rng: Random) -> System:
    """An integer matrix, and two of its eigenvectors, each followed by its eigenvalue."""
    return rng.choice(_systems())


@cache
def _systems() -> tuple[System, ...]:
    """All systems with nonzero entries of at most 6 in size, and eigenvalues of different size, none of them 0 or 1."""
    values = [pair for pair in permutations((-3, -2, -1, 2, 3, 4, 5, 6), 2) if abs(pair[0]) != abs(pair[1])]
    return tuple(
        (m, u, lambda_u, w, lambda_w)
        for u, w in permutations(_DIRECTIONS, 2)
        for lambda_u, lambda_w in values
        if (m := _from_eigen(u, lambda_u, w, lambda_w)) and all(0 < abs(x) <= 6 for row in m for x in row)
    )


def _from_eigen(u: Vec, lambda_u: int, w: Vec, lambda_w: int) -> Mat | None:
    """The matrix P diag(λ_u, λ_w) P⁻¹ with P = [u w]; None when it has a fraction."""
    det = determinant((u, w))
    (a, c), (b, d) = u, w
    p, q = lambda_u * a * d - lambda_w * b * c, (lambda_w - lambda_u) * a * b
    if p % det or q % det:
        return None
    r, s = (lambda_u - lambda_w) * c * d, lambda_w * a * d - lambda_u * b * c
    if r % det or s % det:
        return None
    return (p // det, q // det), (r // det, s // det)


@computed("linear_algebra.eigen.value", "number", ["eigen-check"], strategy="multiply and compare")
def eigen_value(rng: Random) -> ItemDraw:
    m, v, _, _, _ = with_eigenvectors(rng)
    return value(m, times(rng.choice((1, 1, -1)), v))


def value(m: Mat, v: Vec) -> ItemDraw:
    """The question: the eigenvalue that goes with the eigenvector v."""
    image = matvec(m, v)
    answer = image[0] // v[0]
    return ItemDraw(
        given={"A": m, "v": v},
        prompt=rf"$\mathbf v$ is an eigenvector of $A$. What is its eigenvalue?"
        f"\n\n$$\nA = {mat(m)}, \\quad \\mathbf v = {col(v)}\n$$",
        lead=r"\lambda =",
        answer=answer,
        misconceptions=value_misconceptions(m, v),
        hints=(
            r"You want one number: how many times as long $A$ makes $\mathbf v$, with its sign.",
            r"Compute $A \mathbf v$, and find the number that turns $\mathbf v$ into it.",
            rf"$A \mathbf v = {vec(image)}$.",
        ),
        steps=(
            *row_steps(m, v),
            Step(rf"Compare: ${vec(image)} = {num(answer)} \cdot {vec(v)}$", num(answer)),
        ),
        explanation=rf"$A \mathbf v = {vec(image)} = {_multiple(answer)}$, in both entries. {_effect(answer)}",
    )


def _effect(factor: int) -> str:
    return (
        "The negative sign means that the map reverses the arrow."
        if factor < 0
        else "The direction stays the same, and the length grows."
    )


def value_misconceptions(m: Mat, v: Vec) -> tuple[Misconception, ...]:
    image = matvec(m, v)
    factor = image[0] // v[0]
    trace = m[0][0] + m[1][1]
    return (
        Misconception(
            "first-entry",
            image[0],
            rf"${num(image[0])}$ is the first entry of $A \mathbf v$. The eigenvalue is the factor from $\mathbf v$ to "
            rf"$A \mathbf v$: divide by ${num(v[0])}$, the first entry of $\mathbf v$.",
        ),
        Misconception(
            "upside-down",
            Fraction(1, factor),
            r"This is the factor from $A \mathbf v$ back to $\mathbf v$. $\lambda$ goes the other way: which number "
            f"times ${num(v[0])}$ is ${num(image[0])}$?",
        ),
        Misconception(
            "the-trace",
            trace,
            rf"${num(trace)}$ is the sum of both eigenvalues. The question is which one belongs to $\mathbf "
            r"v$: compute $A \mathbf v$ and compare.",
        ),
        Misconception(
            "added-up",
            sum(image),
            rf"${num(sum(image))}$ is the sum of the entries of $A \mathbf v = {vec(image)}$. Compare it with $\mathbf "
            f"v = {vec(v)}$ entry by entry: one factor fits both.",
        ),
        Misconception(
            "the-image",
            image,
            rf"${vec(image)}$ is $A \mathbf v$. The eigenvalue is the factor from $\mathbf v = {vec(v)}$ to it: divide "
            r"an entry by the matching entry of $\mathbf v$.",
        ),
    )


@computed("linear_algebra.eigen.which", "choice", ["eigen-check"], strategy="multiply and compare")
def eigen_which(rng: Random) -> ItemDraw:
    m, v, _, _, _ = with_eigenvectors(rng)
    if rng.random() < 0.5:
        return which(m, v, rng.sample(range(4), 4))
    while True:
        v = rng.choice(_DIRECTIONS)
        image = matvec(m, v)
        if image[0] and image[0] % v[0] == 0 and image[0] != v[0] and not parallel(image, v):
            return which(m, v, rng.sample(range(4), 4))
        m, _, _, _, _ = with_eigenvectors(rng)


def which(m: Mat, v: Vec, order: Sequence[int]) -> ItemDraw:
    """The question whether v is an eigenvector; the options stand in the given order."""
    image = matvec(m, v)
    factor, keeps = image[0] // v[0], parallel(image, v)
    texts = (
        rf"Yes: $A \mathbf v$ is ${_multiple(factor)}$",
        r"No: $A \mathbf v$ is not a multiple of $\mathbf v$",
        r"No: $A \mathbf v$ is not $\mathbf v$ itself",
        r"Yes: $A$ stretches every vector by some factor, this one too",
    )
    messages = _which_messages(v, image)
    letters = {index: "abcd"[position] for position, index in enumerate(order)}
    right = 0 if keeps else 1
    return ItemDraw(
        given={"A": m, "v": v},
        prompt=r"Is $\mathbf v$ an eigenvector of $A$, and how do you know?"
        f"\n\n$$\nA = {mat(m)}, \\quad \\mathbf v = {col(v)}\n$$",
        answer=letters[right],
        options=tuple(Option(letters[i], texts[i], "" if i == right else messages[i][1]) for i in order),
        misconceptions=tuple(Misconception(messages[i][0], letters[i], messages[i][1]) for i in range(4) if i != right),
        hints=(
            r"You want to know whether $A$ keeps the line along $\mathbf v$.",
            r"Compute $A \mathbf v$, and see whether one factor fits both entries.",
            rf"The first entry of $A \mathbf v$ is ${num(image[0])}$, which is ${num(factor)}$ times ${num(v[0])}$.",
        ),
        steps=(*row_steps(m, v), Step(_compared(v, image))),
        explanation=f"{_compared(v, image)} Multiplying and comparing is the whole test.",
    )


def _multiple(factor: int) -> str:
    return r"-\mathbf v" if factor == -1 else rf"{factor} \mathbf v"


def _compared(v: Vec, image: Vec) -> str:
    factor = image[0] // v[0]
    if v[0] == v[1] and parallel(image, v):
        equation = rf"A \mathbf v = {vec(image)} = {num(factor)} \cdot {vec(v)}"
        return f"${equation}$: one factor for both entries, so it is an eigenvector."
    if v[0] == v[1]:
        return (
            rf"The entries of $\mathbf v$ are equal, those of $A \mathbf v = {vec(image)}$ are not: no single factor "
            "fits, so it is not an eigenvector."
        )
    first = rf"${num(image[0])} = {num(factor)} \cdot {par(v[0])}$"
    second = rf"{num(factor)} \cdot {par(v[1])}"
    if parallel(image, v):
        return rf"{first} and ${num(image[1])} = {second}$: one factor for both, so it is an eigenvector."
    return (
        f"{first}, but ${second}$ would be ${num(factor * v[1])}$ and the second entry is ${num(image[1])}$: no single "
        "factor fits, so it is not an eigenvector."
    )


def _which_messages(v: Vec, image: Vec) -> tuple[tuple[str, str], ...]:
    """(misconception id, message) for each option."""
    factor = image[0] // v[0]
    return (
        (
            "first-entry-only",
            f"The first entries fit that. ${num(factor)}$ times ${num(v[1])}$ is ${num(factor * v[1])}$, while $A "
            rf"\mathbf v = {vec(image)}$: one factor has to fit every entry.",
        ),
        (
            "denies-it",
            rf"$A \mathbf v = {vec(image)}$. This is ${_multiple(factor)}$: ${num(factor)}$ times ${num(v[0])}$ is "
            f"${num(image[0])}$, and ${num(factor)}$ times ${num(v[1])}$ is ${num(image[1])}$.",
        ),
        (
            "wants-it-unmoved",
            rf"$A \mathbf v = {vec(image)}$ is indeed not ${vec(v)}$. An eigenvector may be scaled; only its line has "
            "to stay the same.",
        ),
        (
            "any-stretch",
            "Every vector changes length by some factor. An eigenvector keeps its line as well. Compare the "
            rf"entries of $A \mathbf v = {vec(image)}$ with those of ${vec(v)}$.",
        ),
    )


@computed("linear_algebra.eigen.family", "multi", ["eigen-check"], strategy="multiples and mixes")
def eigen_family(rng: Random) -> ItemDraw:
    m, u, lambda_u, w, lambda_w = with_eigenvectors(rng)
    return family(m, u, lambda_u, w, lambda_w, rng.choice((2, 3)), rng.sample(range(5), 5))


def family(m: Mat, u: Vec, lambda_u: int, w: Vec, lambda_w: int, factor: int, order: Sequence[int]) -> ItemDraw:
    """The question which relatives of two eigenvectors are eigenvectors; options in the given order."""
    vectors = (times(factor, u), times(-1, w), plus(u, w), (0, 0), plus(u, times(-1, w)))
    letters = {index: "abcde"[position] for position, index in enumerate(order)}
    messages = (
        "",
        "",
        _mixed("+", lambda_u, lambda_w, vectors[2], matvec(m, vectors[2])),
        "$A$ does send $(0, 0)$ to a multiple of itself, as every matrix does. A zero vector has no direction, so it "
        "is excluded.",
        _mixed("-", lambda_u, lambda_w, vectors[4], matvec(m, vectors[4])),
    )

    def chosen(*picked: int) -> str:
        return " ".join(sorted(letters[i] for i in picked))

    return ItemDraw(
        given={"A": m, "u": u, "w": w, "lambda_u": lambda_u, "lambda_w": lambda_w},
        prompt=rf"$A$ has the eigenvectors $\mathbf u = {vec(u)}$ with eigenvalue ${num(lambda_u)}$ and "
        rf"$\mathbf w = {vec(w)}$ with eigenvalue ${num(lambda_w)}$. Which of these are eigenvectors of $A$? Mark all.",
        answer=chosen(0, 1),
        options=tuple(Option(letters[i], f"${vec(vectors[i])}$", messages[i]) for i in order),
        misconceptions=_family_misconceptions(
            vectors, (lambda_u, lambda_w), chosen(0, 1, 2, 4), chosen(0, 1, 3), chosen(0)
        ),
        hints=(
            r"You want the vectors that $A$ sends to a multiple of themselves.",
            r"Write each vector as a linear combination of $\mathbf u$ and $\mathbf w$, and apply $A$ to the parts.",
            rf"${vec(vectors[0])}$ is ${factor} \mathbf u$, and $A ({factor} \mathbf u) = {factor} A \mathbf u$.",
        ),
        steps=(
            Step(rf"${vec(vectors[0])} = {factor} \mathbf u$: same line as $\mathbf u$, eigenvalue ${num(lambda_u)}$"),
            Step(rf"${vec(vectors[1])} = -\mathbf w$: same line as $\mathbf w$, eigenvalue ${num(lambda_w)}$"),
            Step(
                rf"${vec(vectors[2])} = \mathbf u + \mathbf w$ goes to ${vec(matvec(m, vectors[2]))}$, which is on "
                "another line"
            ),
            Step(
                rf"${vec(vectors[4])} = \mathbf u - \mathbf w$ goes to ${vec(matvec(m, vectors[4]))}$, which is on "
                "another line"
            ),
            Step(r"$(0, 0)$ has no direction, and is excluded"),
        ),
        explanation="Every nonzero multiple of an eigenvector is an eigenvector with the same eigenvalue. A sum of "
        rf"$\mathbf u$ and $\mathbf w$ is scaled by ${num(lambda_u)}$ along one and by ${num(lambda_w)}$ along the "
        "other, so it leaves its line.",
    )


def _mixed(sign: str, lambda_u: int, lambda_w: int, mix: Vec, image: Vec) -> str:
    return (
        rf"${vec(mix)}$ is $\mathbf u {sign} \mathbf w$, and $A$ sends it to ${vec(image)}$, which is not a multiple "
        f"of it. $A$ scales the part along $\\mathbf u$ by ${num(lambda_u)}$ and the part along $\\mathbf w$ by "
        f"${num(lambda_w)}$, so the direction changes."
    )


def _family_misconceptions(
    vectors: Sequence[Vec], values: tuple[int, int], mixes: str, zero: str, forward: str
) -> tuple[Misconception, ...]:
    multiples = f"The multiples ${vec(vectors[0])}$ and ${vec(vectors[1])}$ are right."
    return (
        Misconception(
            "mixes-too",
            mixes,
            rf"{multiples} The sum and the difference of the two leave their lines: the part along $\mathbf u$ is "
            rf"scaled by ${num(values[0])}$ and the part along $\mathbf w$ by ${num(values[1])}$.",
        ),
        Misconception(
            "zero-too",
            zero,
            f"{multiples} The zero vector is excluded, because it has no direction.",
        ),
        Misconception(
            "forward-only",
            forward,
            rf"That one is right. ${vec(vectors[1])}$ is $-\mathbf w$, on the line of $\mathbf w$: $A(-\mathbf w) = "
            rf"-A \mathbf w = {num(values[1])} (-\mathbf w)$.",
        ),
    )
