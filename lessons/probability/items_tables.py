"""Questions on tables of counts, products of probabilities, at least one of several."""

from __future__ import annotations

from fractions import Fraction
from random import Random

from lessons.answers import Comparison, spell
from lessons.model.computed_item import ItemDraw, computed
from lessons.model.misconception import Misconception
from lessons.model.page import Step

from .decimals import dec, eq, from_percent

TWO_DECIMALS = Comparison(absolute=0.005)
THREE_DECIMALS = Comparison(absolute=0.001)


@computed("probability.conditional.table", "vector", ["conditional"], strategy="row or column", rule=TWO_DECIMALS)
def conditional_table(rng: Random) -> ItemDraw:
    return table(rng.randint(20, 60), rng.randint(5, 30), rng.randint(5, 30), rng.randint(40, 120))


def table(caught: int, missed: int, alarmed: int, passed: int) -> ItemDraw:
    """The question: P(spam | flagged) and P(flagged | spam) from a filter's table of counts."""
    flagged, spam = caught + alarmed, caught + missed
    precision, recall = Fraction(caught, flagged), Fraction(caught, spam)
    return ItemDraw(
        given={"caught": caught, "missed": missed, "alarmed": alarmed, "passed": passed},
        prompt="This is what a spam filter did. What fraction of the flagged emails is spam, and what fraction of "
        "the spam is "
        f"flagged? Two fractions, or two decimals each.\n\n$$\n{_counts(caught, missed, alarmed, passed)}\n$$",
        lead=r"\text{fractions} =",
        answer=(precision, recall),
        misconceptions=table_misconceptions(caught, missed, alarmed, passed),
        hints=(
            "You want two fractions with the same numerator: the spam that was flagged.",
            "What is given is the denominator: first the flagged column, then the spam row.",
            f"The flagged emails are ${caught} + {alarmed} = {flagged}$.",
        ),
        steps=(
            Step(f"Flagged: ${caught} + {alarmed} = {flagged}$", str(flagged), lead=r"\text{flagged} ="),
            Step(f"Spam: ${caught} + {missed} = {spam}$", str(spam), lead=r"\text{spam} ="),
            Step(
                rf"Spam among the flagged: $\frac{{{caught}}}{{{flagged}}} {eq(precision, 3)}$", spell(precision),
                lead=r"P(\text{spam} \mid \text{flagged}) =", follow=lambda cells: caught / cells[0],
            ),
            Step(
                rf"Flagged among the spam: $\frac{{{caught}}}{{{spam}}} {eq(recall, 3)}$", spell(recall),
                lead=r"P(\text{flagged} \mid \text{spam}) =", follow=lambda cells: caught / cells[1],
            ),
        ),
        explanation=rf"$\frac{{{caught}}}{{{flagged}}} {eq(precision, 3)}$ and $\frac{{{caught}}}{{{spam}}} "
        f"{eq(recall, 3)}$. Machine learning calls the first precision and the second recall: they have the same "
        "numerator and different denominators.",
    )  # fmt: skip


def _counts(caught: int, missed: int, alarmed: int, passed: int) -> str:
    return (
        r"\begin{matrix} & \text{flagged} & \text{not flagged} \\ "
        rf"\text{{spam}} & {caught} & {missed} \\ \text{{not spam}} & {alarmed} & {passed} \end{{matrix}}"
    )


def table_misconceptions(caught: int, missed: int, alarmed: int, passed: int) -> tuple[Misconception, ...]:
    flagged, spam = caught + alarmed, caught + missed
    total = flagged + missed + passed
    return (
        Misconception(
            "swapped",
            (Fraction(caught, spam), Fraction(caught, flagged)),
            f"Both fractions are right, and they have changed places. The first asks about the flagged emails: "
            f"{caught} "
            f"of {flagged}.",
        ),
        Misconception(
            "share-of-all",
            (Fraction(caught, total), Fraction(caught, total)),
            rf"$\frac{{{caught}}}{{{total}}}$ is the fraction of all emails. Each question is about some of them "
            f"only: {flagged} flagged ones, {spam} spam ones.",
        ),
        Misconception(
            "odds",
            (Fraction(caught, alarmed), Fraction(caught, missed)),
            f"That divides {caught} by the other cell, {alarmed} and {missed}. A fraction is taken of the whole "
            f"group, the {caught} included: {flagged} and {spam}.",
        ),
        Misconception(
            "the-errors",
            (Fraction(alarmed, flagged), Fraction(missed, spam)),
            f"Those are the fractions that went wrong: {alarmed} of {flagged} and {missed} of {spam}. The question "
            f"asks for the ones that went right: the cell with {caught}.",
        ),
    )


@computed(
    "probability.conditional.joint", "number", ["conditional"], strategy="multiply along the branch", practice=True
)
def conditional_joint(rng: Random) -> ItemDraw:
    return joint(rng.choice((10, 20, 30, 40, 60, 70)), rng.choice((5, 15, 20, 25, 35, 45, 60, 80, 90)))


def joint(spam: int, link: int) -> ItemDraw:
    """The question P(A and B) from P(A) and P(B | A), both in percent."""
    p, q = from_percent(spam), from_percent(link)
    answer = p * q
    return ItemDraw(
        given={"p": float(p), "q": float(q)},
        prompt=f"{spam}% of the emails are spam, and {link}% of the spam has a link. What fraction of all emails "
        f"is spam "
        "with a link in it?",
        lead=r"P(\text{spam} \cap \text{link}) =",
        answer=float(answer),
        misconceptions=joint_misconceptions(p, q),
        hints=(
            "You want a fraction of all emails, so it is smaller than the fraction of spam.",
            r"$P(A \cap B) = P(A) \, P(B \mid A)$.",
            f"In counts: of 1000 emails {spam * 10} are spam, and {link}% of those have a link.",
        ),
        steps=(
            Step(rf"What is known: $P(\text{{spam}}) = {dec(p)}$ and $P(\text{{link}} \mid \text{{spam}}) = {dec(q)}$"),
            Step(rf"Multiply: ${dec(p)} \cdot {dec(q)} = {dec(answer)}$", dec(answer)),
        ),
        explanation=rf"${dec(p)} \cdot {dec(q)} = {dec(answer)}$: of 1000 emails {spam * 10} are spam, and "
        f"{dec(answer * 1000)} of them have a link. This needs no independence, because {dec(q)} is the fraction among "
        "the spam.",
    )


def joint_misconceptions(p: Fraction, q: Fraction) -> tuple[Misconception, ...]:
    return (
        Misconception(
            "conditional-itself",
            float(q),
            f"${dec(q)}$ is the fraction of the spam that has a link. The question is about all emails: spam is only "
            f"${dec(p)}$ of them.",
        ),
        Misconception(
            "divides",
            float(p / q),
            f"That is ${dec(p)}$ over ${dec(q)}$. A fraction of the spam becomes a fraction of all emails when you "
            "multiply.",
        ),
        Misconception(
            "adds",
            float(p + q),
            f"${dec(p + q)}$ is ${dec(p)} + {dec(q)}$. Both have to hold, and this is rarer than either. Multiply "
            "instead.",
        ),
        Misconception(
            "the-rest",
            float(p * (1 - q)),
            rf"${dec(p * (1 - q))}$ is the spam without a link, ${dec(p)} \cdot {dec(1 - q)}$. The question asks for "
            f"spam with a link. Multiply by {dec(q)}.",
        ),
    )


@computed(
    "probability.conditional.any", "number", ["independence"], strategy="multiply the opposites",
    rule=THREE_DECIMALS, practice=True,
)  # fmt: skip
def conditional_any(rng: Random) -> ItemDraw:
    return at_least_one(rng.randint(2, 4), rng.choice((5, 10, 15, 20, 30, 40)))


def at_least_one(count: int, percent: int) -> ItemDraw:
    """The question: the probability that at least one of so many independent machines fails."""
    p = from_percent(percent)
    none = (1 - p) ** count
    answer = 1 - none
    return ItemDraw(
        given={"count": count, "p": float(p)},
        prompt=f"A training run uses {count} machines. Each fails during the run with probability ${dec(p)}$, "
        "independently of the others. What is the probability that at least one fails, to three decimals?",
        lead=r"P(\text{at least one}) =",
        answer=float(answer),
        misconceptions=any_misconceptions(count, p),
        hints=(
            "You want everything but one case: the one in which no machine fails.",
            "The probability that all independent machines last is the product of their probabilities. Subtract it "
            "from 1.",
            f"One machine lasts with probability $1 - {dec(p)} = {dec(1 - p)}$.",
        ),
        steps=(
            Step(f"One machine lasts: $1 - {dec(p)} = {dec(1 - p)}$", dec(1 - p), lead=f"1 - {dec(p)} ="),
            Step(
                f"All {count} last: ${dec(1 - p)}^{count} = {dec(none, 8)}$", dec(none, 8),
                lead=r"P(\text{none}) =", follow=lambda cells: cells[0] ** count,
            ),
            Step(
                f"At least one does not: $1 - {dec(none, 8)} = {dec(answer, 8)}$", dec(answer, 8),
                lead=r"P(\text{at least one}) =", follow=lambda cells: 1 - cells[1],
            ),
        ),
        explanation=f"$1 - {dec(1 - p)}^{{{count}}} {eq(answer)}$. *At least one* covers many cases; *none* is a "
        "single one, and independence makes it a product. With more machines, a failure becomes more likely.",
    )  # fmt: skip


def any_misconceptions(count: int, p: Fraction) -> tuple[Misconception, ...]:
    none, exactly = (1 - p) ** count, count * p * (1 - p) ** (count - 1)
    return (
        Misconception(
            "adds",
            float(count * p),
            rf"${dec(count * p)}$ is ${count} \cdot {dec(p)}$. Runs in which two machines fail are counted twice in "
            "it, and for many machines the sum would exceed 1.",
        ),
        Misconception(
            "all-of-them",
            float(p**count),
            f"${dec(p**count, 8)}$ is ${dec(p)}^{count}$, the probability that all {count} fail. One failure is "
            "enough. Start from the opposite, that none fails.",
        ),
        Misconception(
            "none-of-them",
            float(none),
            f"${dec(none, 8)}$ is the probability that every machine lasts. The question asks for the opposite. "
            "Subtract it from 1.",
        ),
        Misconception(
            "exactly-one",
            float(exactly),
            f"${dec(exactly, 8)}$ is the probability of exactly one failure, of any of the {count} machines. Two or "
            f"more failures count as well. Subtract ${dec(none, 8)}$, the probability of none, from 1.",
        ),
    )
