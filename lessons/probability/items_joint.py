"""Questions on joint distributions: marginals, conditionals, and a sentence by the product rule."""

from __future__ import annotations

from fractions import Fraction
from math import prod
from random import Random

from lessons.answers import Comparison
from lessons.latex_numbers import add
from lessons.model.computed_item import ItemDraw, computed
from lessons.model.misconception import Misconception
from lessons.model.page import Step

from .decimals import dec, eq

THREE_FIGURES = Comparison(significant=3)

Table = tuple[tuple[int, int, int], tuple[int, int, int]]
"""Joint probabilities of two rows and three columns, in hundredths."""

_SUBJECTS = (
    ("the device", ("phone", "laptop"), "the rating", ("low", "middle", "high")),
    ("the version", ("A", "B"), "the action", ("leaves", "reads", "buys")),
    ("the bit sent", ("0", "1"), "the signal received", ("low", "unclear", "high")),
    ("the language", ("English", "German"), "the length", ("short", "medium", "long")),
)


def _table(rng: Random) -> Table:
    while True:
        cuts = sorted(rng.sample(range(1, 20), 5))
        cells = [5 * (high - low) for low, high in zip((0, *cuts), (*cuts, 20), strict=True)]
        rows = sum(cells[:3]), sum(cells[3:])
        if len(set(cells)) >= 4 and 20 <= rows[0] <= 80 and rows[0] != rows[1]:
            return (cells[0], cells[1], cells[2]), (cells[3], cells[4], cells[5])


def _shown(table: Table, rows: tuple[str, str], columns: tuple[str, str, str]) -> str:
    head = " & ".join(rf"\text{{{name}}}" for name in columns)
    body = r" \\ ".join(
        rf"\text{{{name}}} & " + " & ".join(dec(Fraction(cell, 100)) for cell in row)
        for name, row in zip(rows, table, strict=True)
    )
    return rf"\begin{{matrix}} & {head} \\ {body} \end{{matrix}}"


def _hundredths(cells: tuple[int, ...]) -> tuple[Fraction, ...]:
    return tuple(Fraction(cell, 100) for cell in cells)


@computed("probability.joint.margin", "vector", ["joint"], strategy="sum over the other variable")
def joint_margin(rng: Random) -> ItemDraw:
    return margin(_table(rng), rng.randrange(len(_SUBJECTS)))


def margin(table: Table, subject: int) -> ItemDraw:
    """The question: the marginal distribution of the column variable."""
    rows_of, rows, columns_of, columns = _SUBJECTS[subject]
    sums = tuple(one + other for one, other in zip(*table, strict=True))
    row_sums = (sum(table[0]), sum(table[1]))
    first = tuple(Fraction(cell, row_sums[0]) for cell in table[0])
    return ItemDraw(
        given={"J": tuple(_hundredths(row) for row in table)},
        prompt=f"The table shows the joint distribution of {rows_of} and {columns_of}. What is the marginal "
        f"distribution of {columns_of}, in the order of the columns?\n\n$$\n{_shown(table, rows, columns)}\n$$",
        lead=r"p(y) =",
        answer=_hundredths(sums),
        misconceptions=(
            Misconception(
                "other-axis",
                _hundredths(row_sums),
                f"${dec(Fraction(row_sums[0], 100))}$ and ${dec(Fraction(row_sums[1], 100))}$ are the row sums: the "
                f"marginal of {rows_of}. Add down the columns instead.",
            ),
            Misconception(
                "one-row",
                _hundredths(table[0]),
                f"This is the first row, and it adds up to ${dec(Fraction(row_sums[0], 100))}$ only. Add the second "
                "row to it.",
            ),
            Misconception(
                "conditional",
                first,
                f"This is the first row divided by its sum ${dec(Fraction(row_sums[0], 100))}$: the distribution once "
                f"you know {rows_of}. For the marginal add both rows.",
            ),
            Misconception(
                "averages",
                tuple(Fraction(cell, 200) for cell in sums),
                f"This averages each column, and the three numbers add up to 0.5. Leave the division out: the first "
                f"column adds up to ${dec(Fraction(sums[0], 100))}$.",
            ),
        ),
        hints=(
            "You want three numbers that add up to 1.",
            f"Forget {rows_of}: sum over it.",
            f"The first column: ${add([float(Fraction(row[0], 100)) for row in table])}$.",
        ),
        steps=tuple(
            Step(
                f"{name}: ${dec(Fraction(table[0][place], 100))} + {dec(Fraction(table[1][place], 100))} = "
                f"{dec(Fraction(sums[place], 100))}$",
                dec(Fraction(sums[place], 100)),
            )
            for place, name in enumerate(columns)
        ),
        explanation=f"${add([float(Fraction(cell, 100)) for cell in sums])} = 1$: a marginal is a distribution. In "
        "NumPy it is `J.sum(axis=0)`, because axis 0 runs over the rows.",
    )


@computed(
    "probability.joint.given", "number", ["joint"], strategy="divide by the sum of what is known", rule=THREE_FIGURES
)
def joint_given(rng: Random) -> ItemDraw:
    return given(_table(rng), rng.randrange(len(_SUBJECTS)), rng.randrange(2), rng.randrange(3))


def given(table: Table, subject: int, row: int, column: int) -> ItemDraw:
    """The question: the probability of a row, given a column."""
    rows_of, rows, columns_of, columns = _SUBJECTS[subject]
    cell, known, other = table[row][column], table[0][column] + table[1][column], sum(table[row])
    shown = {name: dec(Fraction(value, 100)) for name, value in (("cell", cell), ("known", known), ("other", other))}
    return ItemDraw(
        given={"J": tuple(_hundredths(one) for one in table), "row": row, "column": column},
        prompt=f"The table shows the joint distribution of {rows_of} and {columns_of}. What is "
        rf"$P(\text{{{rows[row]}}} \mid \text{{{columns[column]}}})$? A fraction, or three significant figures."
        f"\n\n$$\n{_shown(table, rows, columns)}\n$$",
        lead=rf"P(\text{{{rows[row]}}} \mid \text{{{columns[column]}}}) =",
        answer=Fraction(cell, known),
        misconceptions=(
            Misconception(
                "other-conditional",
                Fraction(cell, other),
                rf"$\frac{{{shown['cell']}}}{{{shown['other']}}}$ divides by the row sum, which is "
                rf"$P(\text{{{columns[column]}}} \mid \text{{{rows[row]}}})$. What you know stands to the right of the "
                "bar: divide by the sum of its column.",
            ),
            Misconception(
                "joint",
                Fraction(cell, 100),
                f"${shown['cell']}$ is the joint probability of both. You know that the outcome is in this column, so "
                f"divide by its sum ${shown['known']}$.",
            ),
            Misconception(
                "marginal",
                Fraction(other, 100),
                rf"${shown['other']}$ is the marginal $P(\text{{{rows[row]}}})$, before you know anything. Keep only "
                f"the column “{columns[column]}”.",
            ),
            Misconception(
                "complement",
                Fraction(known - cell, known),
                f"This is the probability of the other row, given this column. For “{rows[row]}” the numerator is "
                f"${shown['cell']}$.",
            ),
        ),
        hints=(
            "You want a fraction of one column.",
            "The numerator is the cell in this row and column. The denominator is the sum of the column.",
            f"The column adds up to ${shown['known']}$.",
        ),
        steps=(
            Step(
                f"The column: ${dec(Fraction(table[0][column], 100))} + {dec(Fraction(table[1][column], 100))} = "
                f"{shown['known']}$",
                shown["known"],
                lead=r"P(\text{known}) =",
            ),
            Step(
                rf"Divide: $\frac{{{shown['cell']}}}{{{shown['known']}}} {eq(Fraction(cell, known))}$",
                f"{cell}/{known}",
                lead=r"P =",
                follow=lambda cells: cell / 100 / cells[0],
            ),
        ),
        explanation="Dividing by the column's sum makes the column a distribution of its own. In the other direction "
        f"it would be ${dec(Fraction(cell, other), 3)}$; the two have the same numerator and different denominators.",
    )


_SENTENCES = (
    ("the", "cat", "sat"), ("we", "train", "models"), ("it", "rains", "again"), ("close", "the", "door"),
    ("loss", "goes", "down"),
)  # fmt: skip


@computed("probability.joint.sentence", "number", ["joint"], strategy="multiply the conditionals")
def joint_sentence(rng: Random) -> ItemDraw:
    percents = (rng.choice((4, 5, 8, 10, 12)), rng.choice((2, 3, 6, 15)), rng.choice((20, 30, 40, 50)))
    return sentence(rng.choice(_SENTENCES), percents)


def sentence(tokens: tuple[str, str, str], percents: tuple[int, int, int]) -> ItemDraw:
    """The question: the probability of three tokens, each given those before it."""
    p = [Fraction(percent, 100) for percent in percents]
    shown = [dec(one) for one in p]
    two, answer = p[0] * p[1], prod(p)
    return ItemDraw(
        given={"p": tuple(map(float, p))},
        prompt=f"A language model begins a text with “{tokens[0]}” with probability {shown[0]}. After “{tokens[0]}” it "
        f"continues with “{tokens[1]}” with probability {shown[1]}, and after “{tokens[0]} {tokens[1]}” with "
        f"“{tokens[2]}” with probability {shown[2]}. With what probability does it write “{' '.join(tokens)}”?",
        lead=r"p(w_1, w_2, w_3) =",
        answer=float(answer),
        misconceptions=(
            Misconception(
                "adds",
                float(sum(p)),
                f"${dec(sum(p))}$ adds the three. Each token follows in only a fraction of the cases, so multiply "
                "the fractions.",
            ),
            Misconception(
                "averages",
                float(sum(p) / 3),
                f"${dec(sum(p) / 3)}$ is the mean of ${', '.join(shown)}$. All three have to happen, so multiply them.",
            ),
            Misconception(
                "last-only",
                float(p[2]),
                f"{shown[2]} is the probability of “{tokens[2]}” once the first two tokens are there. Multiply it by "
                "the probability that they are.",
            ),
            Misconception(
                "stops-early",
                float(two),
                f"${dec(two, 6)}$ is the probability of “{tokens[0]} {tokens[1]}”. Multiply it by {shown[2]} for the "
                "last token.",
            ),
        ),
        hints=(
            "You want the probability that all three happen, one after the other.",
            "By the product rule, multiply each token's probability, given the tokens before it.",
            rf"The first two: ${shown[0]} \cdot {shown[1]} = {dec(two, 6)}$.",
        ),
        steps=(
            Step(rf"Two tokens: ${shown[0]} \cdot {shown[1]} = {dec(two, 6)}$", dec(two, 6), lead="p(w_1, w_2) ="),
            Step(
                rf"Three: ${dec(two, 6)} \cdot {shown[2]} = {dec(answer, 8)}$",
                dec(answer, 8),
                lead="p(w_1, w_2, w_3) =",
                follow=lambda cells: cells[0] * float(p[2]),
            ),
        ),
        explanation="No independence is assumed: every factor is conditional on all tokens before it. Long texts "
        "have tiny probabilities, which is why models add logs.",
    )
