"""Questions on the backward pass of a layer: its weights, its input, its bias, and the shapes."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from random import Random

from lessons.answers import Option
from lessons.latex_numbers import mat, mul_add, par, vec
from lessons.model.computed_item import ItemDraw, computed
from lessons.model.misconception import Misconception
from lessons.model.page import Step

from .wording import dec, pair, plain, spelled

Row = tuple[int, ...]
Grid = tuple[Row, ...]


def times(weights: Grid, vector: Sequence[int]) -> Row:
    """A matrix times a vector."""
    return tuple(sum(a * b for a, b in zip(row, vector, strict=True)) for row in weights)


def turned(weights: Grid) -> Grid:
    """The transpose of a matrix."""
    return tuple(zip(*weights, strict=True))


def outer(left: Row, right: Row) -> Grid:
    """The outer product: entry (i, j) is left[i] · right[j]."""
    return tuple(tuple(a * b for b in right) for a in left)


def _drawn(rng: Random, size: int, most: int = 4) -> Row:
    return tuple(rng.choice([n for n in range(-most, most + 1) if n]) for _ in range(size))


@computed("calculus.layers.weights", "matrix", ["layers"], "outer product of slope and input")
def layers_weights(rng: Random) -> ItemDraw:
    return weights((_drawn(rng, 2), _drawn(rng, 2)), _drawn(rng, 2, 5), _drawn(rng, 2, 5))


def weights(layer: Grid, x: Row, slopes: Row) -> ItemDraw:
    """The question: ∂L/∂W of y = Wx, from the input and the slopes of the output."""
    answer = outer(slopes, x)
    return ItemDraw(
        given={"W": layer, "x": x, "slopes": slopes},
        prompt=rf"A layer computes $\mathbf y = W \mathbf x$ with $\mathbf x = {vec(x)}$. The backward pass has "
        rf"computed $\frac{{\partial L}}{{\partial \mathbf y}} = {vec(slopes)}$. What is "
        rf"$\frac{{\partial L}}{{\partial W}}$?"
        f"\n\n$$\nW = {mat(layer)}\n$$",
        lead=r"\frac{\partial L}{\partial W} =",
        answer=answer,
        misconceptions=weights_misconceptions(layer, x, slopes),
        hints=(
            "You want one slope for each weight, so a matrix of the shape of $W$.",
            r"Entry $(i, j)$ is $\delta_i x_j$, where $\boldsymbol \delta = \frac{\partial L}{\partial \mathbf y}$.",
            rf"Row 1 is ${slopes[0]} \cdot {vec(x)}$.",
        ),
        steps=tuple(
            Step(
                rf"Entry $({i + 1}, {j + 1})$: ${par(slopes[i])} \cdot {par(x[j])} = {answer[i][j]}$",
                str(answer[i][j]),
                cell=(i, j),
            )
            for i in range(2)
            for j in range(2)
        ),
        explanation=rf"The weight $W_{{ij}}$ connects input $j$ to output $i$. For example, $W_{{12}}$ moves $y_1$, "
        rf"whose slope is ${slopes[0]}$, by $x_2 = {x[1]}$ per unit: ${par(slopes[0])} \cdot {par(x[1])} = "
        rf"{answer[0][1]}$.",
    )


def weights_misconceptions(layer: Grid, x: Row, slopes: Row) -> tuple[Misconception, ...]:
    forward, answer = times(layer, x), outer(slopes, x)
    scaled = tuple(tuple(a * b for a, b in zip(*rows, strict=True)) for rows in zip(layer, answer, strict=True))
    return (
        Misconception(
            "transposed",
            outer(x, slopes),
            rf"This is $\mathbf x \boldsymbol \delta^\top$: its entry (1, 2) is ${par(x[0])} \cdot {par(slopes[1])}$. "
            rf"Row $i$ of $W$ belongs to output $i$, so row $i$ of the gradient is that output's slope times "
            rf"$\mathbf x^\top$.",
        ),
        Misconception(
            "times-the-weights",
            scaled,
            f"Each entry is multiplied by its weight, such as ${layer[0][0]}$ in the corner. If a weight "
            f"moves by 1, its output moves by its input, whatever the weight is: use slope times input.",
        ),
        Misconception(
            "output-for-slope",
            outer(forward, x),
            rf"This multiplies the outputs ${vec(forward)}$ by the inputs. Use the slopes of the loss, "
            rf"${vec(slopes)}$, in place of the outputs.",
        ),
        Misconception(
            "input-per-row",
            tuple(tuple(slopes[i] * x[i] for _ in x) for i in range(2)),
            rf"Row 1 holds ${par(slopes[0])} \cdot {par(x[0])}$ twice. Along a row the input changes: entry (1, 2) "
            rf"uses $x_2 = {x[1]}$.",
        ),
    )


@computed("calculus.layers.input", "vector", ["layers"], "transpose times slope")
def layers_input(rng: Random) -> ItemDraw:
    return into((_drawn(rng, 2, 5), _drawn(rng, 2, 5)), _drawn(rng, 2, 5))


def into(layer: Grid, slopes: Row) -> ItemDraw:
    """The question: ∂L/∂x of y = Wx, from the slopes of the output."""
    columns = turned(layer)
    answer = times(columns, slopes)
    return ItemDraw(
        given={"W": layer, "slopes": slopes},
        prompt=rf"A layer computes $\mathbf y = W \mathbf x$, and the backward pass has computed $\frac{{\partial "
        rf"L}}{{\partial \mathbf y}} = {vec(slopes)}$. What does the layer send back to its input?"
        f"\n\n$$\nW = {mat(layer)}\n$$",
        lead=r"\frac{\partial L}{\partial \mathbf x} =",
        answer=answer,
        misconceptions=(
            Misconception(
                "not-transposed",
                times(layer, slopes),
                rf"${vec(times(layer, slopes))}$ is $W \boldsymbol \delta$, which uses the rows. Input 1 reaches the "
                rf"outputs through column 1, ${vec(columns[0])}$: use $W^\top$.",
            ),
            Misconception(
                "diagonal",
                tuple(layer[i][i] * slopes[i] for i in range(2)),
                rf"This uses one weight per input. Each input feeds both outputs, so add both paths. For input 1 this "
                rf"is ${mul_add(columns[0], slopes)}$.",
            ),
            Misconception(
                "column-sums",
                times(columns, (1, 1)),
                f"${vec(times(columns, (1, 1)))}$ adds the weights in each column. Weight them by the slopes of the "
                f"outputs, ${vec(slopes)}$.",
            ),
            Misconception(
                "one-output",
                tuple(entry * slopes[0] for entry in layer[0]),
                f"This is what output 1 sends back. Output 2 adds ${par(slopes[1])} \\cdot {vec(layer[1])}$.",
            ),
        ),
        hints=(
            "You want one slope for each input: how much the loss changes when only this input moves.",
            r"$\frac{\partial L}{\partial \mathbf x} = W^\top \boldsymbol \delta$.",
            f"Column 1 of $W$ is ${vec(columns[0])}$. Take its dot product with ${vec(slopes)}$.",
        ),
        steps=tuple(
            Step(f"Entry {j + 1}, column {j + 1}: ${mul_add(columns[j], slopes)} = {answer[j]}$", str(answer[j]))
            for j in range(2)
        ),
        explanation=rf"An input feeds every output through its column of $W$. Its slope adds these paths: "
        rf"${mul_add(columns[0], slopes)} = {answer[0]}$ for input 1.",
    )


@computed("calculus.layers.relu", "vector", ["layers"], "mask, then transpose")
def layers_relu(rng: Random) -> ItemDraw:
    while True:
        layer, x = tuple(_drawn(rng, 2, 3) for _ in range(3)), _drawn(rng, 2, 3)
        signs = {entry > 0 for entry in times(layer, x)}
        if signs == {True, False} and 0 not in times(layer, x):
            return relu(layer, x, _drawn(rng, 3, 3))


def relu(layer: Grid, x: Row, slopes: Row) -> ItemDraw:
    """The question: ∂L/∂x of a = ReLU(Wx), from ∂L/∂a."""
    z, columns = times(layer, x), turned(layer)
    masked = tuple(slope if value > 0 else 0 for slope, value in zip(slopes, z, strict=True))
    answer = times(columns, masked)
    kept = tuple(slope if slope > 0 else 0 for slope in slopes)
    opposite = tuple(slope - one for slope, one in zip(slopes, masked, strict=True))
    grown = tuple(slope * max(value, 0) for slope, value in zip(slopes, z, strict=True))
    return ItemDraw(
        given={"W": layer, "x": x, "slopes": slopes},
        prompt=rf"A layer computes $\mathbf z = W \mathbf x$ and then $\mathbf a = \mathrm{{ReLU}}(\mathbf z)$. With "
        rf"$\mathbf x = {vec(x)}$, the forward pass gives $\mathbf z = {vec(z)}$. The backward pass has computed "
        rf"$\frac{{\partial L}}{{\partial \mathbf a}} = {vec(slopes)}$. What is $\frac{{\partial L}}{{\partial \mathbf "
        rf"x}}$?"
        f"\n\n$$\nW = {mat(layer)}\n$$",
        lead=r"\frac{\partial L}{\partial \mathbf x} =",
        answer=answer,
        misconceptions=(
            Misconception(
                "no-mask",
                times(columns, slopes),
                f"${vec(times(columns, slopes))}$ sends all of ${vec(slopes)}$ back. ReLU is flat where $\\mathbf z$ "
                f"is negative, so set those entries to 0 first: ${vec(masked)}$.",
            ),
            Misconception(
                "masks-by-the-slope",
                times(columns, kept),
                f"This sets the negative *slopes* to 0, which leaves ${vec(kept)}$. The sign of $\\mathbf z$ decides, "
                f"not that of the slope.",
            ),
            Misconception(
                "opposite-mask",
                times(columns, opposite),
                f"This keeps the slopes where $\\mathbf z$ is negative, ${vec(opposite)}$. ReLU lets positive values "
                f"through, so keep the others.",
            ),
            Misconception(
                "times-the-value",
                times(columns, grown),
                f"This multiplies each slope by the output of ReLU, which gives ${vec(grown)}$. Multiply by its "
                f"derivative: 1 for a positive $z$, 0 for a negative one.",
            ),
        ),
        hints=(
            r"You want to go back through ReLU first, and then through $W$.",
            r"Multiply entry by entry by $\mathrm{ReLU}'(\mathbf z)$, then by $W^\top$.",
            f"$\\mathrm{{ReLU}}'(\\mathbf z) = {vec(tuple(int(value > 0) for value in z))}$.",
        ),
        steps=(
            Step(f"Through ReLU: keep the slopes where $z > 0$, which gives ${vec(masked)}$"),
            *(Step(f"Entry {j + 1}: ${mul_add(columns[j], masked)} = {answer[j]}$", str(answer[j])) for j in range(2)),
        ),
        explanation=f"ReLU passes ${vec(masked)}$ on, and $W^\\top$ turns it into ${vec(answer)}$. Where $z$ is "
        f"negative, ReLU stays at 0 under a small nudge, so nothing goes back through that output.",
    )


@computed("calculus.layers.bias", "vector", ["layers"], "add over the batch", practice=True)
def layers_bias(rng: Random) -> ItemDraw:
    return bias((_drawn(rng, 3, 6), _drawn(rng, 3, 6), _drawn(rng, 3, 6)))


def bias(slopes: Grid) -> ItemDraw:
    """The question: ∂L/∂b from the slopes of a batch, one example per row."""
    answer = tuple(map(sum, turned(slopes)))
    rows = tuple(map(sum, slopes))
    return ItemDraw(
        given={"D": slopes},
        prompt=r"A layer with 3 outputs processes a batch of 3 examples: $Y = X W^\top + \mathbf b$. $L$ is one number "
        r"for the whole batch, and $D = \frac{\partial L}{\partial Y}$ has one example per row. What is "
        r"$\frac{\partial L}{\partial \mathbf b}$?"
        f"\n\n$$\nD = {mat(slopes)}\n$$",
        lead=r"\frac{\partial L}{\partial \mathbf b} =",
        answer=answer,
        misconceptions=(
            Misconception(
                "mean",
                tuple(plain(Fraction(one, 3)) for one in answer),
                f"${vec(tuple(plain(Fraction(one, 3)) for one in answer))}$ divides the column sums by 3. If $L$ is a "
                f"mean, $D$ contains that factor already: only add.",
            ),
            Misconception(
                "row-sums",
                rows,
                f"${vec(rows)}$ adds along each row, one number per *example*. The bias has one entry per output, so "
                f"add down the columns.",
            ),
            Misconception(
                "one-example",
                slopes[0],
                f"${vec(slopes[0])}$ is the first example alone. The same bias is added to every row, so add all three "
                f"rows.",
            ),
            Misconception(
                "last-example",
                slopes[-1],
                f"${vec(slopes[-1])}$ is the last example alone, as if each one overwrote the one before. Gradients of "
                f"the same variable add up.",
            ),
        ),
        hints=(
            "You want one slope for each entry of the bias.",
            "The bias is used once per example, and the slopes of all its uses are added.",
            f"Entry 1 adds column 1 of $D$, which is ${vec(turned(slopes)[0])}$.",
        ),
        steps=tuple(
            Step(
                f"Column {j + 1}: ${' + '.join(par(entry) for entry in column)} = {sum(column)}$",
                str(sum(column)),
            )
            for j, column in enumerate(turned(slopes))
        ),
        explanation=f"The bias is broadcast over the batch in the forward pass, so the backward pass adds over the "
        f"batch: `D.sum(axis=0)` is ${vec(answer)}$.",
    )


@computed("calculus.layers.mean", "number", ["layers"], "average slope times input", practice=True)
def layers_mean(rng: Random) -> ItemDraw:
    return mean(_drawn(rng, 4, 5), tuple(rng.randint(1, 6) for _ in range(4)))


def mean(slopes: Row, x: Row) -> ItemDraw:
    """The question: the slope of a mean loss for a weight, from the slopes of the examples' own losses."""
    products = tuple(a * b for a, b in zip(slopes, x, strict=True))
    answer = Fraction(sum(products), 4)
    apart = Fraction(sum(slopes) * sum(x), 16)
    return ItemDraw(
        given={"slopes": slopes, "x": x},
        prompt=rf"Four examples have the inputs $x = {vec(x)}$ and the outputs $w x_i$. The loss of the batch is the "
        rf"mean of the four losses $\ell_i$, whose slopes $\frac{{\partial \ell_i}}{{\partial (w x_i)}}$ are "
        rf"${vec(slopes)}$. What is $\frac{{dL}}{{dw}}$?",
        lead=r"\frac{dL}{dw} =",
        answer=plain(answer),
        misconceptions=(
            Misconception(
                "sum",
                sum(products),
                f"${sum(products)}$ is the slope of the *sum* of the losses. The mean divides it by 4.",
            ),
            Misconception(
                "product-of-means",
                plain(apart),
                f"${dec(apart)}$ multiplies the mean slope by the mean input. Multiply within each example first, then "
                f"average.",
            ),
            Misconception(
                "no-input",
                plain(Fraction(sum(slopes), 4)),
                f"${dec(Fraction(sum(slopes), 4))}$ is the mean of the slopes of the outputs. Each output moves by "
                f"$x_i$ when the weight moves by 1, so multiply by the input.",
            ),
            Misconception(
                "halved-twice",
                plain(answer / 4),
                f"${dec(answer / 4)}$ divides by 4 twice. The sum of the four products is ${sum(products)}$: divide it "
                f"by 4 once.",
            ),
        ),
        hints=(
            "You want the slope of a mean: the mean of the slopes.",
            "By the chain rule, each example contributes its slope times its input.",
            f"The first product is ${par(slopes[0])} \\cdot {x[0]} = {products[0]}$.",
        ),
        steps=(
            Step(f"Add the products: ${mul_add(slopes, x)} = {sum(products)}$", str(sum(products))),
            Step(rf"Divide by the size of the batch: $\frac{{{sum(products)}}}{{4}} = {dec(answer)}$", spelled(answer)),
        ),
        explanation=rf"The products are ${pair(products)}$ and their sum is ${sum(products)}$, so the mean is "
        rf"$\frac{{1}}{{4}} \cdot {par(sum(products))} = {dec(answer)}$. Because of the mean, the gradient does not "
        rf"grow with the size of the batch.",
    )


@computed("calculus.layers.shapes", "choice", ["layers", "shapes"], "match the shapes")
def layers_shapes(rng: Random) -> ItemDraw:
    examples, inputs, outputs = rng.sample((2, 3, 4, 5, 8, 16, 32, 64, 100, 128), 3)
    return shapes(rng.choice("WX"), examples, inputs, outputs, rng.sample(range(4), 4))


def shapes(of: str, examples: int, inputs: int, outputs: int, order: Sequence[int]) -> ItemDraw:
    """The question: which product is the gradient of W, or of X; the options in the given order."""
    n, d, k = examples, inputs, outputs
    wanted = (k, d) if of == "W" else (n, d)
    clash = "These inner sizes differ, so NumPy raises an error."
    texts = {
        "W": (
            ("D.T @ X", ""),
            ("X.T @ D", f"`X.T @ D` has the shape {(d, k)}, and `W` has {(k, d)}. This is the transpose: exchange "
             "the roles of `D` and `X`."),
            ("D @ W", f"`D @ W` has the shape {(n, d)}, which is that of `X`. It is the gradient of the input; `W` "
             f"needs {(k, d)}."),
            ("D @ X.T", f"`D @ X.T` would multiply {(n, k)} by {(d, n)}. {clash}"),
        ),
        "X": (
            ("D @ W", ""),
            ("D.T @ X", f"`D.T @ X` has the shape {(k, d)}, which is that of `W`. It is the gradient of the weights; "
             f"`X` needs {(n, d)}."),
            ("D @ W.T", f"`D @ W.T` would multiply {(n, k)} by {(d, k)}. {clash}"),
            ("W.T @ D.T", f"`W.T @ D.T` has the shape {(d, n)}, and `X` has {(n, d)}. This is the transpose: use "
             "`D @ W`."),
        ),
    }[of]  # fmt: skip
    letters = dict(zip(order, "abcd", strict=True))
    return ItemDraw(
        given={"sizes": (n, d, k), "of": of},
        prompt=f"`X` has the shape {(n, d)}, `W` has {(k, d)}, and `Y = X @ W.T` has {(n, k)}. `D` is the gradient of "
        f"the loss with respect to `Y`. Which product is the gradient with respect to `{of}`?",
        answer=letters[0],
        options=tuple(Option(letters[which], f"`{texts[which][0]}`", texts[which][1]) for which in order),
        misconceptions=tuple(
            Misconception(f"product-{which}", letters[which], texts[which][1]) for which in range(1, 4)
        ),
        hints=(
            f"You want something of the shape of `{of}`, which is {wanted}.",
            f"`D` has the shape of `Y`, {(n, k)}. Which size has to disappear in the product?",
            f"{n if of == 'W' else k}, the number of {'examples' if of == 'W' else 'outputs'}, has to disappear, so it "
            f"must be the inner size.",
        ),
        steps=(
            Step(f"`{of}` and its gradient have the shape {wanted}"),
            Step(
                f"`{texts[0][0]}` sums over {'the examples' if of == 'W' else 'the outputs'}, of which there are "
                f"{n if of == 'W' else k}, and leaves {wanted}"
            ),
        ),
        explanation=f"`{texts[0][0]}` multiplies {(k, n) if of == 'W' else (n, k)} by "
        f"{(n, d) if of == 'W' else (k, d)} and leaves {wanted}. No other product of the two has this shape.",
    )
