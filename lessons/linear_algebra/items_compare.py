"""Questions on many vectors at once: their mean, their scores against one query, the nearest in direction."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import cache
from math import dist, hypot
from random import Random
from typing import NamedTuple

from lessons.answers import Option
from lessons.latex_numbers import add, mul_add, num, par, vec
from lessons.model.computed_item import ItemDraw, computed
from lessons.model.misconception import Misconception
from lessons.model.page import Step

from .integer_vectors import Mat, Vec, broadcast, dot, matvec, over, vector


@computed("linear_algebra.vectors.mean", "vector", ["vector-arithmetic"], strategy="average entries", practice=True)
def vectors_mean(rng: Random) -> ItemDraw:
    while True:
        points = tuple(vector(rng, 2, 8) for _ in range(3))
        if all(sum(column) % 3 == 0 for column in zip(*points, strict=True)):
            return mean(points)


def mean(points: Mat) -> ItemDraw:
    """The question: the mean of three embeddings."""
    sums = tuple(sum(column) for column in zip(*points, strict=True))
    answer = over(sums, 3)
    first, second = (tuple(column) for column in zip(*points, strict=True))
    listed = ", ".join(f"${vec(point)}$" for point in points[:-1])
    return ItemDraw(
        given={"X": points},
        prompt=f"Three examples of one class have the embeddings {listed} and ${vec(points[-1])}$. Where is the center "
        "of the class, their mean?",
        lead=r"\bar{\mathbf x} =",
        answer=answer,
        misconceptions=mean_misconceptions(points),
        hints=(
            "You want one vector of two entries, somewhere in the middle of the three.",
            r"Add the vectors entry by entry, then multiply the sum by $\frac{1}{3}$.",
            f"The first entries add up to ${add(first)} = {num(sums[0])}$.",
        ),
        steps=(
            Step(
                rf"First entries: $\frac{{{add(first)}}}{{3}} = {num(answer[0])}$", num(answer[0]),
                lead=rf"\frac{{{add(first)}}}{{3}} =",
            ),
            Step(
                rf"Second entries: $\frac{{{add(second)}}}{{3}} = {num(answer[1])}$", num(answer[1]),
                lead=rf"\frac{{{add(second)}}}{{3}} =",
            ),
        ),
        explanation=rf"$\frac{{1}}{{3}} {vec(sums)} = {vec(answer)}$: a sum and a scaling. A simple classifier assigns "
        "a new example to the class with the nearest center.",
    )  # fmt: skip


def mean_misconceptions(points: Mat) -> tuple[Misconception, ...]:
    sums = tuple(sum(column) for column in zip(*points, strict=True))
    across = tuple(Fraction(sum(point), 2) for point in points)
    halves, middle = over(sums, 2), tuple(sorted(column)[1] for column in zip(*points, strict=True))
    return (
        Misconception(
            "never-divides",
            sums,
            f"${vec(sums)}$ is the sum of the three vectors. The mean is that sum divided by 3: divide each entry.",
        ),
        Misconception(
            "averages-along-the-vector",
            across,
            f"${vec(across)}$ averages the two entries of each example. These are different features: average over the "
            "examples, one feature at a time.",
        ),
        Misconception(
            "divides-by-the-entries",
            halves,
            f"${vec(halves)}$ divides ${vec(sums)}$ by 2, the number of entries. There are three examples, so divide "
            "by 3.",
        ),
        Misconception(
            "takes-the-middle",
            middle,
            f"${vec(middle)}$ takes the middle one of the three numbers in each place, which is a median. For the "
            f"mean, divide the sum ${vec(sums)}$ by 3.",
        ),
    )


@computed("linear_algebra.dot.scores", "vector", ["dot-product"], strategy="one query, many keys", practice=True)
def dot_scores(rng: Random) -> ItemDraw:
    return scores(vector(rng, 2, 5), tuple(vector(rng, 2, 5) for _ in range(3)))


def scores(query: Vec, keys: Mat) -> ItemDraw:
    """The question: the dot products of a query with three keys."""
    answer = matvec(keys, query)
    listed = ", ".join(rf"$\mathbf k_{i} = {vec(key)}$" for i, key in enumerate(keys[:-1], 1))
    return ItemDraw(
        given={"q": query, "K": keys},
        prompt=rf"Attention scores keys by their dot products with a query. The query is $\mathbf q = {vec(query)}$, "
        rf"the keys are {listed} and $\mathbf k_3 = {vec(keys[-1])}$. What are the three scores?",
        lead=r"(\mathbf q \cdot \mathbf k_1, \mathbf q \cdot \mathbf k_2, \mathbf q \cdot \mathbf k_3) =",
        answer=answer,
        misconceptions=scores_misconceptions(query, keys),
        hints=(
            "You want three numbers, one for each key: how well it agrees with the query.",
            "Each score is a dot product: multiply matching entries, add the products.",
            rf"The first is $\mathbf q \cdot \mathbf k_1 = {mul_add(query, keys[0])}$.",
        ),
        steps=tuple(
            Step(
                f"Key {i}: ${mul_add(query, key)} = {num(score)}$",
                num(score),
                lead=rf"\mathbf q \cdot \mathbf k_{i} =",
            )
            for i, (key, score) in enumerate(zip(keys, answer, strict=True), 1)
        ),
        explanation=rf"${vec(answer)}$. With the keys as the rows of a matrix $K$, this is $K \mathbf q$: all scores "
        f"in one product. The highest is ${num(max(answer))}$, so attention gives its key the most weight.",
    )


def scores_misconceptions(query: Vec, keys: Mat) -> tuple[Misconception, ...]:
    answer, table = matvec(keys, query), broadcast(keys, query)
    sums = tuple(sum(query) * sum(key) for key in keys)
    unsigned = tuple(sum(map(abs, row)) for row in table)
    added = tuple(sum(query) + sum(key) for key in keys)
    against = next((i for i, row in enumerate(table) if min(row) < 0), 0)
    return (
        Misconception(
            "product-of-sums",
            sums,
            f"${vec(sums)}$ adds first: ${num(sum(query))}$ for the query, times the sum of each key. Multiply "
            f"matching entries first: ${mul_add(query, keys[0])}$.",
        ),
        Misconception(
            "drops-the-sign",
            unsigned,
            f"${vec(unsigned)}$ counts every product as positive. A negative product lowers the score: the "
            f"products of key {against + 1} are ${vec(table[against])}$.",
        ),
        Misconception(
            "never-sums",
            table,
            f"These are the products, two for each key; the first key has ${vec(table[0])}$. A score is one number: "
            "add the two products.",
        ),
        Misconception(
            "one-number",
            sum(answer),
            f"${num(sum(answer))}$ is the sum of all three scores, ${add(answer)}$. Give one score for each key.",
        ),
        Misconception(
            "adds",
            added,
            f"${vec(added)}$ adds the entries of query and key. A dot product multiplies matching entries: "
            f"${par(query[0])}$ meets ${par(keys[0][0])}$, and so on.",
        ),
    )


def _cosine(a: Vec, b: Vec) -> float:
    return dot(a, b) / (hypot(*a) * hypot(*b))


class _Text(NamedTuple):
    """A vector with its cosine, dot product and distance to the query."""

    vector: Vec
    cosine: float
    dot: int
    apart: float


class _Field(NamedTuple):
    """Vectors with a positive dot product with a query, grouped by what makes them look similar to it."""

    aligned: tuple[_Text, ...]
    long: tuple[_Text, ...]
    close: tuple[_Text, ...]
    aside: tuple[_Text, ...]


@cache
def _around(query: Vec) -> _Field:
    sizes = [size for size in range(-9, 10) if size]
    ahead = ((x, y) for x in sizes for y in sizes if dot(query, (x, y)) > 0)
    texts = [_Text(vector, _cosine(query, vector), dot(query, vector), dist(query, vector)) for vector in ahead]
    aside = tuple(text for text in texts if text.cosine < 0.955)
    return _Field(
        tuple(text for text in texts if text.cosine > 0.975),
        tuple(text for text in aside if text.dot > 8 * hypot(*query)),
        tuple(text for text in aside if text.apart <= 3),
        aside,
    )


@computed("linear_algebra.angle.nearest", "choice", ["cosine"], strategy="compare directions", practice=True)
def angle_nearest(rng: Random) -> ItemDraw:
    """A draw of four vectors: the best cosine, the largest dot product, the smallest distance, and a decoy."""
    while True:
        query = vector(rng, 2, 5)
        best, far, near, decoy = map(rng.choice, _around(query))
        rivals = (best, near, decoy)
        if far.dot > max(text.dot for text in rivals) and near.apart < min(text.apart for text in (best, far, decoy)):
            return nearest(query, [text.vector for text in (best, far, near, decoy)], rng.sample(range(4), 4))


def nearest(query: Vec, texts: Sequence[Vec], order: Sequence[int]) -> ItemDraw:
    """The question: whose cosine with the query is highest.

    `texts` are the right one, the one with the largest dot product, the one whose end is nearest, and another; the
    options stand in the given order.
    """
    letters = {index: "abcd"[position] for position, index in enumerate(order)}
    messages = _nearest_messages(query, texts)
    best = f"{_cosine(query, texts[0]):.3f}"
    return ItemDraw(
        given={"q": query, "X": tuple(texts)},
        prompt=rf"A search ranks texts by the cosine of their embedding with the query $\mathbf q = {vec(query)}$. "
        "Which of these comes first?",
        answer=letters[0],
        options=tuple(Option(letters[i], f"${vec(texts[i])}$", messages[i][1] if i else "") for i in order),
        misconceptions=tuple(Misconception(messages[i][0], letters[i], messages[i][1]) for i in (1, 2, 3)),
        hints=(
            r"You want the vector whose direction is closest to that of $\mathbf q$, whatever its length.",
            r"Divide each dot product with $\mathbf q$ by the length of the text's vector. The length of $\mathbf q$ "
            "is the same for all and may be left out.",
            rf"For ${vec(texts[1])}$: the dot product is ${mul_add(query, texts[1])} = {num(dot(query, texts[1]))}$, "
            rf"the length $\sqrt{{{dot(texts[1], texts[1])}}}$.",
        ),
        steps=tuple(
            Step(
                rf"${vec(texts[i])}$: ${num(dot(query, texts[i]))}$ over "
                rf"$\sqrt{{{dot(query, query)}}} \sqrt{{{dot(texts[i], texts[i])}}}$, a cosine of about "
                f"{_cosine(query, texts[i]):.3f}"
            )
            for i in order
        ),
        explanation=f"${vec(texts[0])}$ has a cosine of about {best} with the query, more than any other, though its "
        f"dot product, ${num(dot(query, texts[0]))}$, is not the largest.",
    )


def _nearest_messages(query: Vec, texts: Sequence[Vec]) -> tuple[tuple[str, str], ...]:
    """(misconception id, message) for each option; the first one is right."""
    best = f"that of ${vec(texts[0])}$ is about {_cosine(query, texts[0]):.3f}"
    long, near, decoy = (f"{_cosine(query, text):.3f}" for text in texts[1:])
    return (
        ("", ""),
        (
            "largest-dot",
            f"Its dot product with the query, ${num(dot(query, texts[1]))}$, is the largest, because the vector is "
            f"long. Its cosine is about {long}, and {best}.",
        ),
        (
            "nearest-end",
            "Its tip is nearest to the tip of the query. The cosine compares directions only: here it is about "
            f"{near}, and {best}.",
        ),
        (
            "neither",
            f"Its dot product with the query is ${num(dot(query, texts[3]))}$. Divide by both lengths, "
            rf"$\sqrt{{{dot(query, query)}}}$ and $\sqrt{{{dot(texts[3], texts[3])}}}$: the cosine is about {decoy}, "
            f"and {best}.",
        ),
    )
