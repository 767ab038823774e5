"""Questions on arrays of several axes: products of batches, named axes, and a loss that broadcasts by mistake."""

from __future__ import annotations

from fractions import Fraction
from random import Random

from lessons.latex_numbers import add, num, vec
from lessons.model.computed_item import ItemDraw, computed
from lessons.model.misconception import Misconception
from lessons.model.page import Step

from .integer_vectors import Vec


@computed("linear_algebra.batches.product", "vector", ["batches"], strategy="last two axes multiply")
def batches_product(rng: Random) -> ItemDraw:
    batch, tokens = rng.sample((4, 8, 16, 32, 100, 128), 2)
    inputs, outputs = rng.sample((48, 64, 96, 256, 512, 768), 2)
    return product(batch, tokens, inputs, outputs)


def product(batch: int, tokens: int, inputs: int, outputs: int) -> ItemDraw:
    """The question: the shape of a batch of sequences times a weight matrix."""
    return ItemDraw(
        given={"X": (batch, tokens, inputs), "W": (inputs, outputs)},
        prompt=f"`X` holds {batch} texts of {tokens} tokens, each token a vector of {inputs} numbers: shape "
        f"`({batch}, {tokens}, {inputs})`. `W` has the shape `({inputs}, {outputs})`. What is the shape of `X @ W`?",
        lead=r"\text{shape} =",
        answer=(batch, tokens, outputs),
        misconceptions=(
            Misconception(
                "drops-the-batch",
                (tokens, outputs),
                f"`({tokens}, {outputs})` is the result for one text. The product is repeated for all {batch} texts, "
                "so their axis stays in front.",
            ),
            Misconception(
                "flattens-the-tokens",
                (batch * tokens, outputs),
                f"{batch * tokens} counts all tokens of all texts. `@` never joins axes: {batch} and {tokens} stay "
                "apart.",
            ),
            Misconception(
                "keeps-the-inner",
                (batch, tokens, inputs, outputs),
                f"The axis of {inputs} is summed over in each dot product. Leave it out.",
            ),
            Misconception(
                "shape-of-x",
                (batch, tokens, inputs),
                f"This is the shape of `X`. The vectors of {inputs} numbers become vectors of {outputs}, so change "
                "the last size.",
            ),
        ),
        hints=(
            "You want three sizes.",
            "The last axis of `X` meets the second-to-last axis of `W` and disappears.",
            f"The two {inputs}s disappear. What is in front of the first one stays.",
        ),
        steps=(
            Step(f"For one text: $({tokens}, {inputs}) ({inputs}, {outputs}) \\to ({tokens}, {outputs})$"),
            Step(
                f"For all {batch} texts: the axis in front stays",
                f"{batch}, {tokens}, {outputs}",
            ),
        ),
        explanation=rf"Each of the ${batch} \cdot {tokens} = {batch * tokens}$ token vectors is multiplied by the "
        "same `W`. A layer treats every token alike.",
    )


@computed("linear_algebra.batches.einsum", "vector", ["batches"], strategy="read the letters after the arrow")
def batches_einsum(rng: Random) -> ItemDraw:
    sizes = rng.sample((2, 3, 4, 6, 8, 10, 12, 16, 20, 24), 5)
    return einsum((sizes[0], sizes[1], sizes[2], sizes[3]), sizes[4])


def einsum(query: Vec, keys: int) -> ItemDraw:
    """The question: the shape of attention scores, from Q of shape (b, h, t, d) and K with `keys` in place of t."""
    batch, heads, tokens, width = query
    return ItemDraw(
        given={"Q": query, "K": (batch, heads, keys, width)},
        prompt=f"`Q` has the shape `{query}` and `K` has `({batch}, {heads}, {keys}, {width})`. What is the shape of "
        '`np.einsum("bhtd,bhsd->bhts", Q, K)`?',
        lead=r"\text{shape} =",
        answer=(batch, heads, tokens, keys),
        misconceptions=(
            Misconception(
                "exchanges-the-last-two",
                (batch, heads, keys, tokens),
                f"These are the right sizes in another order. After the arrow t comes before s, and t is {tokens}.",
            ),
            Misconception(
                "keeps-the-width",
                (batch, heads, tokens, width),
                f"{width} is the size of d. It does not appear after the arrow, so it is summed over.",
            ),
            Misconception(
                "sums-nothing",
                (batch, heads, tokens, keys, width),
                f"The size {width} belongs to d, which does not appear after the arrow. Leave it out: it is summed "
                "over.",
            ),
            Misconception(
                "sums-the-batch-too",
                (tokens, keys),
                f"You left out b and h. Both appear after the arrow, so {batch} and {heads} stay.",
            ),
        ),
        hints=(
            "You want one size for each letter after the arrow.",
            "Read off what each letter stands for: the first shape names b, h, t, d.",
            f"s is the third size of `K`: {keys}.",
        ),
        steps=(
            Step(f"The letters: b is {batch}, h is {heads}, t is {tokens}, d is {width}, s is {keys}"),
            Step("After the arrow: b, h, t, s", f"{batch}, {heads}, {tokens}, {keys}"),
        ),
        explanation=rf"Each of {tokens} queries gets a dot product with each of {keys} keys: "
        rf"${tokens} \cdot {keys} = {tokens * keys}$ scores in every head of every text. These are the scores of "
        "attention.",
    )


@computed("linear_algebra.batches.loss", "number", ["batches"], strategy="write out the table")
def batches_loss(rng: Random) -> ItemDraw:
    while True:
        y = tuple(rng.randint(0, 9) for _ in range(3))
        if len(set(y)) > 1:
            return loss(y)


def loss(y: Vec) -> ItemDraw:
    """The question: the mean of the squared table that predictions of shape (3, 1) minus targets (3,) make."""
    table = [(p - t) ** 2 for p in y for t in y]
    total = sum(table)
    mean = Fraction(sum(y), 3)
    variance = sum(((t - mean) ** 2 for t in y), Fraction(0)) / 3
    rows = [table[start : start + 3] for start in (0, 3, 6)]
    return ItemDraw(
        given={"y": y},
        prompt=f"A model predicts the targets `y = {vec(y)}` perfectly, and its predictions `p` have the shape "
        "`(3, 1)`. `y` has the shape `(3,)`. What is `((p - y) ** 2).mean()`?",
        lead=r"\text{loss} =",
        answer=Fraction(total, 9),
        misconceptions=(
            Misconception(
                "entry-by-entry",
                0,
                f"0 would be right if each prediction met its own target. Shapes `(3, 1)` and `(3,)` make a 3 by 3 "
                f"table; its first row squared is ${vec(rows[0])}$.",
            ),
            Misconception(
                "never-averages",
                total,
                f"${total}$ is the sum of the squared table. Divide it by its 9 entries.",
            ),
            Misconception(
                "divides-by-three",
                Fraction(total, 3),
                f"${num(Fraction(total, 3))}$ divides the sum ${total}$ by 3. The mean runs over all entries of the "
                "table, and there are 9.",
            ),
            Misconception(
                "mean-everywhere",
                variance,
                f"${num(variance)}$ is what predicting the mean ${num(mean)}$ everywhere would cost. Perfect "
                "predictions cost twice as much here; work out the table.",
            ),
            Misconception(
                "no-squares",
                Fraction(sum(abs(p - t) for p in y for t in y), 9),
                f"${num(Fraction(sum(abs(p - t) for p in y for t in y), 9))}$ averages the absolute differences. "
                "Square each difference first.",
            ),
        ),
        hints=(
            "You want the mean of nine numbers.",
            "Row i of the table is prediction i minus all three targets.",
            f"The first row, squared, is ${vec(rows[0])}$.",
        ),
        steps=(
            *(
                Step(
                    f"Row {place}, squared: ${add(row)} = {sum(row)}$",
                    str(sum(row)),
                    lead=rf"\text{{row {place}}} =",
                )
                for place, row in enumerate(rows, 1)
            ),
            Step(
                f"The mean: $({add([sum(row) for row in rows])}) / 9 = {num(Fraction(total, 9))}$",
                str(Fraction(total, 9)),
                lead=r"\text{loss} =",
                follow=lambda cells: sum(cells) / 9,
            ),
        ),
        explanation="NumPy raises no error. In training, such a loss falls for a while and then stops. Compare shapes "
        "before you subtract, or write `assert p.shape == y.shape`.",
    )
