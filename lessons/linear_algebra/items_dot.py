"""Questions on the dot product."""

from __future__ import annotations

from random import Random

from lessons.latex_numbers import add, mul_add, num, par, vec
from lessons.model.computed_item import ItemDraw, computed
from lessons.model.misconception import Misconception
from lessons.model.page import Step

from .integer_vectors import Vec, dot_steps, entrywise, vector


@computed("linear_algebra.dot.compute", "number", ["dot-product"], strategy="multiply and add")
def dot_compute(rng: Random) -> ItemDraw:
    """Draw vectors whose product is not in the question; small ones, the most frequent, are thinned out."""
    while True:
        a, b = (tuple(rng.randint(-9, 9) for _ in range(3)) for _ in range(2))
        products = entrywise(a, b)
        size = abs(sum(products))
        in_question = size in {0, *map(abs, (*a, *b))}
        if sum(map(bool, products)) >= 2 and size <= 64 and not in_question and rng.random() < 0.4 + 0.6 * size / 64:
            return compute(a, b)


def compute(a: Vec, b: Vec) -> ItemDraw:
    """The question a·b."""
    products = entrywise(a, b)
    answer = sum(products)
    return ItemDraw(
        given={"a": a, "b": b},
        prompt=rf"Work out $\mathbf a \cdot \mathbf b$ for $\mathbf a = {vec(a)}$ and $\mathbf b = {vec(b)}$.",
        lead=r"\mathbf a \cdot \mathbf b =",
        answer=answer,
        misconceptions=compute_misconceptions(a, b),
        hints=(
            "You want one number that compares the directions of the two vectors.",
            "Multiply matching entries, then add the products.",
            rf"The first product is ${mul_add(a[:1], b[:1])} = {num(products[0])}$.",
        ),
        steps=dot_steps(a, b),
        explanation=rf"$\mathbf a \cdot \mathbf b = {mul_add(a, b)} = {add(products)} = {num(answer)}$.",
    )


def compute_misconceptions(a: Vec, b: Vec) -> tuple[Misconception, ...]:
    products = entrywise(a, b)
    unsigned, sums, total = sum(map(abs, products)), sum(a) * sum(b), sum(a) + sum(b)
    return (
        Misconception(
            "never-sums",
            products,
            f"${vec(products)}$ are the products of matching entries. A dot product is one number: add them up.",
        ),
        Misconception(
            "product-of-sums",
            sums,
            rf"${num(sums)}$ is ${num(sum(a))}$ times ${num(sum(b))}$, the product of the two sums. Multiply matching "
            "entries first, then add the products.",
        ),
        Misconception(
            "drops-the-sign",
            unsigned,
            f"${num(unsigned)}$ counts every product as positive. Keep the sign of a negative product: it lowers the "
            "sum.",
        ),
        Misconception(
            "adds",
            total,
            f"${num(total)}$ is the sum of all the entries. Multiply matching entries first, then add the products.",
        ),
    )


@computed("linear_algebra.dot.missing", "number", ["dot-product", "dot-sign"], strategy="solve for zero")
def dot_missing(rng: Random) -> ItemDraw:
    while True:
        a = vector(rng, 3, 5)
        x, z = vector(rng, 2, 5)
        known = a[0] * x + a[2] * z
        if abs(a[1]) > 1 and known and known % a[1] == 0 and abs(known // a[1]) <= 6:
            return missing(a, x, z)


def missing(a: Vec, x: int, z: int) -> ItemDraw:
    """The question: the k that puts (x, k, z) at a right angle to a."""
    known = a[0] * x + a[2] * z
    answer = -known // a[1]
    return ItemDraw(
        given={"a": a, "x": x, "z": z},
        prompt=rf"For which $k$ is $\mathbf b = ({num(x)}, k, {num(z)})$ orthogonal to $\mathbf a = {vec(a)}$?",
        lead="k =",
        answer=answer,
        misconceptions=missing_misconceptions(a, x, z),
        hints=(
            r"Orthogonal means that $\mathbf a \cdot \mathbf b = 0$.",
            "Write down the dot product with $k$ in it, set it to 0, and solve for $k$.",
            f"The entries you know give ${mul_add((a[0], a[2]), (x, z))} = {num(known)}$.",
        ),
        steps=(
            Step(f"The products without $k$: ${mul_add((a[0], a[2]), (x, z))} = {num(known)}$", num(known)),
            Step(f"Orthogonal means 0: ${num(known)} {_signed(a[1])} k = 0$"),
            Step(f"So ${num(a[1])} k = {num(-known)}$, and $k = {num(answer)}$", num(answer)),
        ),
        explanation=f"With $k = {num(answer)}$ the dot product is ${mul_add(a, (x, answer, z))} = "
        f"{add((a[0] * x, a[1] * answer, a[2] * z))} = 0$, so the two vectors are orthogonal.",
    )


def missing_misconceptions(a: Vec, x: int, z: int) -> tuple[Misconception, ...]:
    known = a[0] * x + a[2] * z
    k = -known // a[1]
    balance = -(sum(a) + x + z)
    return (
        Misconception(
            "keeps-the-sign",
            -k,
            rf"$k = {num(-k)}$ makes the middle product ${par(a[1])} \cdot {par(-k)} = {num(known)}$, so the total is "
            f"${num(2 * known)}$. The middle product has to cancel the other two: change the sign of $k$.",
        ),
        Misconception(
            "never-divides",
            -known,
            f"${num(-known)}$ is what the middle product has to be. That product is ${num(a[1])} k$, so divide by "
            f"${num(a[1])}$.",
        ),
        Misconception(
            "wants-a-zero",
            0,
            f"With $k = 0$ the dot product is still ${num(known)}$. The sum of the products has to be 0, not the "
            "entry.",
        ),
        Misconception(
            "balances-the-entries",
            balance,
            f"$k = {num(balance)}$ makes all six entries add up to 0. Make the *products* add up to 0 instead.",
        ),
    )


def _signed(value: int) -> str:
    """A further term's coefficient with its sign: + 3 or - 3."""
    return f"- {-value}" if value < 0 else f"+ {value}"
