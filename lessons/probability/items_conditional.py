"""Questions on conditional probability and independence, in counts."""

from __future__ import annotations

from fractions import Fraction
from random import Random

from lessons.answers import Comparison
from lessons.model.computed_item import ItemDraw, computed
from lessons.model.misconception import Misconception
from lessons.model.page import Step

from .decimals import dec, eq

TWO_DECIMALS = Comparison(absolute=0.005)


@computed(
    "probability.conditional.given", "number", ["conditional"], strategy="keep only what is given", rule=TWO_DECIMALS
)
def conditional_given(rng: Random) -> ItemDraw:
    return given(rng.randint(10, 60), rng.randint(10, 60), rng.randint(10, 60), rng.randint(10, 60))


def given(both: int, spam_only: int, link_only: int, neither: int) -> ItemDraw:
    """The question P(spam | link) from a table of counts."""
    link = both + link_only
    answer = Fraction(both, link)
    return ItemDraw(
        given={"both": both, "spam_only": spam_only, "link_only": link_only, "neither": neither},
        prompt="These emails arrived yesterday. What is $P(\\text{spam} \\mid \\text{link})$? A fraction, or two "
        f"decimals.\n\n$$\n{_counts(both, spam_only, link_only, neither)}\n$$",
        lead=r"P(\text{spam} \mid \text{link}) =",
        answer=answer,
        misconceptions=given_misconceptions(both, spam_only, link_only, neither),
        hints=(
            "You want the fraction of spam among the emails with a link, and no others.",
            "Whatever is to the right of the bar has happened: keep its column, drop the rest.",
            f"There are ${both} + {link_only} = {link}$ emails with a link.",
        ),
        steps=(
            Step(f"The emails with a link: ${both} + {link_only} = {link}$", str(link)),
            Step(f"Of those, spam: {both}", str(both)),
            Step(rf"The fraction: $\frac{{{both}}}{{{link}}} {eq(answer, 3)}$", f"{both}/{link}"),
        ),
        explanation=rf"Of {link} emails with a link, {both} are spam: $\frac{{{both}}}{{{link}}} {eq(answer, 3)}$. "
        "The total of what is to the right of the bar is the denominator.",
    )


def _counts(both: int, spam_only: int, link_only: int, neither: int) -> str:
    return (
        r"\begin{matrix} & \text{link} & \text{no link} \\ "
        rf"\text{{spam}} & {both} & {spam_only} \\ \text{{not spam}} & {link_only} & {neither} \end{{matrix}}"
    )


def given_misconceptions(both: int, spam_only: int, link_only: int, neither: int) -> tuple[Misconception, ...]:
    link, spam = both + link_only, both + spam_only
    total = link + spam_only + neither
    return (
        Misconception(
            "the-other-way-round",
            Fraction(both, spam),
            rf"$\frac{{{both}}}{{{spam}}}$ is $P(\text{{link}} \mid \text{{spam}})$, the fraction of spam that has a "
            f"link. Here the link is given, to the right of the bar: divide by {link}.",
        ),
        Misconception(
            "joint",
            Fraction(both, total),
            rf"$\frac{{{both}}}{{{total}}}$ is the fraction of all {total} emails that are spam with a link. The link "
            f"is given, so divide by {link}, the emails with a link.",
        ),
        Misconception(
            "ignores-the-condition",
            Fraction(spam, total),
            rf"$\frac{{{spam}}}{{{total}}}$ is $P(\text{{spam}})$, among all emails. The link is given, so only the "
            f"{link} emails with a link count.",
        ),
        Misconception(
            "odds",
            Fraction(both, link_only),
            rf"$\frac{{{both}}}{{{link_only}}}$ divides spam by the rest: these are odds. A probability is a fraction "
            f"of the whole group: {both} of {link}.",
        ),
    )


@computed("probability.conditional.expected", "number", ["independence"], strategy="multiply the fractions")
def conditional_expected(rng: Random) -> ItemDraw:
    while True:
        total = rng.choice((100, 200, 400))
        spam, link = rng.randint(4, 16) * total // 20, rng.randint(4, 16) * total // 20
        if spam * link % total == 0 and spam != link:
            return independent(total, spam, link)


def independent(total: int, spam: int, link: int) -> ItemDraw:
    """The question how many would be both if the two were independent."""
    answer = spam * link // total
    p, q = Fraction(spam, total), Fraction(link, total)
    return ItemDraw(
        given={"n": total, "a": spam, "b": link},
        prompt=f"Of {total} emails, {spam} are spam, and {link} contain a link. If the two were independent, how many "
        "emails would be both?",
        lead=r"\text{both} =",
        answer=answer,
        misconceptions=independent_misconceptions(total, spam, link),
        hints=(
            "Independent: knowing about the link says nothing about spam.",
            "Then the fraction of spam is the same among the emails with a link as among all emails.",
            f"Of all emails, the fraction of spam is ${spam}/{total} {eq(p)}$.",
        ),
        steps=(
            Step(rf"The fraction of spam: $\frac{{{spam}}}{{{total}}} {eq(p)}$"),
            Step(rf"The same fraction of the {link}: ${float(p):g} \cdot {link} = {answer}$", str(answer)),
        ),
        explanation=rf"$P(A \cap B) = P(A) P(B)$, so ${float(p):g} \cdot {float(q):g} {eq(p * q)}$ of {total} emails: "
        f"{answer}. If you count more than that, a link is evidence for spam; if fewer, against it.",
    )


def independent_misconceptions(total: int, spam: int, link: int) -> tuple[Misconception, ...]:
    few = min(spam, link)
    return (
        Misconception(
            "fraction",
            float(Fraction(spam * link, total * total)),
            f"${dec(Fraction(spam * link, total * total))}$ is the probability of both. The question asks how many "
            f"of the {total}. Multiply by {total}.",
        ),
        Misconception(
            "excludes",
            0,
            "0 would mean that the two are mutually exclusive, so a link would rule out spam. If they are independent, "
            f"the {link} emails with a link have the usual fraction of spam: {spam} in {total}.",
        ),
        Misconception(
            "contained",
            few,
            f"${few}$ is the largest possible overlap, one inside the other: the two would be as dependent as "
            f"possible. Multiply {link} by the fraction of spam, {spam} in {total}.",
        ),
        Misconception(
            "adds",
            spam + link,
            f"${spam + link}$ is the sum of the two counts. Emails with both properties are rarer than emails with "
            "one: multiply the fractions.",
        ),
        Misconception(
            "a-quarter",
            total // 4,
            f"${total // 4}$ is a quarter of {total}, as if all four kinds were equally common. Multiply the fractions "
            f"that were counted, {spam} and {link} in {total}.",
        ),
    )
