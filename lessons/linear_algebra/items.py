"""Computed questions of rung 1."""

from __future__ import annotations

from random import Random

from lessons.draw import Draw, Wrong, computed
from lessons.model import Step
from lessons.tex import add, mul_add, num, vec


def _vector(rng: Random, size: int, top: int = 5) -> tuple[int, ...]:
    """Small whole entries, at least two of them non-zero and one negative now and then."""
    while True:
        made = tuple(rng.randint(-top, top) for _ in range(size))
        if sum(value != 0 for value in made) >= 2:
            return made


def dot(left: tuple[int, ...], right: tuple[int, ...]) -> int:
    return sum(a * b for a, b in zip(left, right, strict=True))


@computed("linear_algebra.dot.compute", "number", ["dot-product"], strategy="multiply and add")
def dot_compute(rng: Random) -> Draw:
    a, b = _vector(rng, 3), _vector(rng, 3)
    products = tuple(x * y for x, y in zip(a, b, strict=True))
    answer = sum(products)
    unsigned = sum(abs(product) for product in products)
    return Draw(
        given={"a": a, "b": b},
        prompt=rf"Work out $\mathbf a \cdot \mathbf b$ for $\mathbf a = {vec(a)}$ and $\mathbf b = {vec(b)}$.",
        lead=r"\mathbf a \cdot \mathbf b =",
        answer=answer,
        wrong=(
            Wrong(
                "never-sums",
                products,
                f"${vec(products)}$ are the products of matching entries. A dot product goes one step further and "
                "adds them up, because it answers with one number.",
            ),
            Wrong(
                "product-of-sums",
                sum(a) * sum(b),
                rf"${num(sum(a) * sum(b))}$ is what adding first gives: ${num(sum(a))}$ times ${num(sum(b))}$. "
                "But entries only ever meet their partners, so multiply pair by pair and add last.",
            ),
            Wrong(
                "drops-the-sign",
                unsigned,
                f"${num(unsigned)}$ is what comes out when every product counts as positive. A negative product "
                "pulls the sum down: it is how a disagreement between the vectors is counted.",
            ),
            Wrong(
                "adds",
                sum(a) + sum(b),
                f"${num(sum(a) + sum(b))}$ is all six entries added. Matching entries are multiplied first; only the "
                "products are added.",
            ),
        ),
        hints=(
            "You want one number that says how much the two vectors agree.",
            "Multiply matching entries, then add the products.",
            rf"The first product is ${mul_add(a[:1], b[:1])} = {num(products[0])}$.",
        ),
        steps=(
            Step(rf"Multiply matching entries: ${mul_add(a, b)}$"),
            Step(f"The products: ${add(products)}$"),
            Step(f"Add them up: ${num(answer)}$", value=num(answer)),
        ),
        explanation=rf"$\mathbf a \cdot \mathbf b = {mul_add(a, b)} = {add(products)} = {num(answer)}$.",
    )
