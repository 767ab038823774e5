"""The check of the dot product."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random
from typing import cast

from lessons.grading import Case, Check, Function, Nested, numeric_misconceptions
from lessons.model.misconception import Misconception
from lessons.grading.hand_comparison import Comparison, Hand, scalar
from lessons.grading.model import Probe
from ..items_dot import compute_misconceptions
from ..integer_vectors import Vec, dot, entrywise, vector
from lessons.sandbox.values import Array, Call
from lessons.latex_numbers import add, mul_add, num

HAND = "linear_algebra.dot.exercise"
A, B = (1, 2, 3), (4, 5, 6)


def call(a: tuple[float, ...], b: tuple[float, ...]) -> Call:
    """A call of the learner's `dot`."""
    return Call("dot", (Array.of(a), Array.of(b)))


def case(name: str, a: Vec, b: Vec) -> Case:
    """dot(a, b) on whole numbers, with the wrong rules of the question run on the same numbers."""
    return Case(
        name,
        call(a, b),
        float(dot(a, b)),
        f"${mul_add(a, b)} = {num(dot(a, b))}$.",
        numeric_misconceptions(compute_misconceptions(a, b)) + program_misconceptions(a, b),
    )


def program_misconceptions(a: Vec, b: Vec) -> tuple[Misconception, ...]:
    """The misconceptions that show only in a program, run on these numbers."""
    products = entrywise(a, b)
    grid = tuple(tuple(float(x * y) for y in b) for x in a)
    return (
        Misconception(
            "keeps-the-last",
            float(products[-1]),
            f"${num(products[-1])}$ is the last product alone. Add each product to the sum: `total += ...` instead of "
            "`total = ...`.",
        ),
        Misconception(
            "returns-too-soon",
            float(products[0]),
            f"${num(products[0])}$ is the first product alone. `return` ends the function at once, so put it after the "
            "loop.",
        ),
        Misconception(
            "stops-early",
            float(sum(products[:-1])),
            f"This is ${add(products[:-1])}$, without the last product. `range(n)` already ends at $n - 1$, so "
            "subtract nothing from $n$.",
        ),
        Misconception(
            "starts-late",
            float(sum(products[1:])),
            f"This is ${add(products[1:])}$, without the first product. Python counts from 0, so start at index 0.",
        ),
        Misconception(
            "all-pairs",
            grid,
            "This is every entry of `a` times every entry of `b`, a whole table. Multiply only matching entries, and "
            "add the products.",
        ),
    )


def decimals(name: str, a: tuple[float, ...], b: tuple[float, ...]) -> Case:
    """A case with decimal entries."""
    products = tuple(x * y for x, y in zip(a, b, strict=True))
    why = f"${mul_add(a, b)} = {num(sum(products))}$."
    # The wrong rules of the question are arithmetic: they do to decimals what they do to whole numbers.
    x, y = cast(Vec, a), cast(Vec, b)
    misconceptions = numeric_misconceptions(compute_misconceptions(x, y)) + (
        program_misconceptions(x, y) if len(a) > 1 else ()
    )
    return Case(name, call(a, b), sum(products), why, misconceptions)


def drawn(seed: int) -> Case:
    """A case with random whole numbers, the same for the same seed."""
    rng = Random(f"dot_product/{seed}")
    size = rng.randint(4, 6)
    return case(f"random {seed}", vector(rng, size, 9), vector(rng, size, 9))


def compare(hand: Hand, results: Mapping[str, Nested]) -> Comparison:
    """The three products and their sum, by hand and by program; a program's product is its result for one pair."""
    rows = [
        hand.step(rf"{x} \cdot {y}", HAND, index, scalar(results, f"pair {index}"))
        for index, (x, y) in enumerate(zip(A, B, strict=True))
    ]
    rows.append(hand.answer(r"\mathbf a \cdot \mathbf b", HAND, scalar(results, "named")))
    return Comparison(
        tuple(rows), "The products of the program are its results for one pair at a time, such as `dot([1], [4])`."
    )


CHECK = Check(
    functions=(Function("dot", ("a", "b")),),
    cases=(
        case("named", A, B),
        case("negative", (1, 2, 3), (4, -5, 6)),
        case("right angle", (2, 1, 4), (-1, 2, 0)),
        decimals("decimals", (0.5, 0.25, 2.0), (1.0, 3.0, 0.1)),
        decimals("one entry", (2.5,), (-3.0,)),
        *(drawn(seed) for seed in range(3)),
    ),
    probes=tuple(Probe(f"pair {index}", call((x,), (y,))) for index, (x, y) in enumerate(zip(A, B, strict=True))),
    compare=compare,
)
