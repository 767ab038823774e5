"""Questions on events and on densities."""

from __future__ import annotations

from fractions import Fraction
from random import Random

from lessons.model.computed_item import ItemDraw, computed
from lessons.model.misconception import Misconception
from lessons.model.page import Step

from .decimals import dec, eq, factor


@computed("probability.variables.union", "number", ["distributions"], strategy="add, subtract the overlap")
def variables_union(rng: Random) -> ItemDraw:
    while True:
        a, b = rng.randint(4, 14) * 5, rng.randint(4, 14) * 5
        both = rng.randint(2, min(a, b) // 2)
        if a != b and a + b - both <= 96:
            return union(a, b, both)


def union(a: int, b: int, both: int) -> ItemDraw:
    """The question P(A or B), everything in percent."""
    p, q, o = (Fraction(x, 100) for x in (a, b, both))
    answer = p + q - o
    return ItemDraw(
        given={"p": float(p), "q": float(q), "o": float(o)},
        prompt=f"Of all users, a fraction of ${dec(p)}$ use the app on a phone and ${dec(q)}$ use it on a laptop; "
        f"${dec(o)}$ use both. What is the probability that a user uses it on at least one of the two?",
        lead=r"P(A \cup B) =",
        answer=float(answer),
        misconceptions=union_misconceptions(p, q, o),
        hints=(
            "You want the fraction of users in at least one of the two groups, each user counted once.",
            r"$P(A \cup B) = P(A) + P(B) - P(A \cap B)$.",
            f"The sum of the two is ${dec(p)} + {dec(q)} = {dec(p + q)}$. Which users does it count twice?",
        ),
        steps=(
            Step(f"Add the two: ${dec(p)} + {dec(q)} = {dec(p + q)}$", dec(p + q)),
            Step(
                f"Users with both were counted twice; subtract them once: ${dec(p + q)} - {dec(o)} = {dec(answer)}$",
                dec(answer),
            ),
        ),
        explanation=f"${dec(p)} + {dec(q)} - {dec(o)} = {dec(answer)}$. Only the probabilities of mutually exclusive "
        "events add up without a correction.",
    )


def union_misconceptions(p: Fraction, q: Fraction, o: Fraction) -> tuple[Misconception, ...]:
    total, guess, either = p + q, p + q - p * q, p + q - 2 * o
    above = ", and it is even above 1" if total > 1 else ""
    return (
        Misconception(
            "first-only",
            float(p),
            f"${dec(p)}$ is the fraction on a phone. The laptop counts too: add its fraction, then subtract the "
            "overlap.",
        ),
        Misconception(
            "adds-the-overlap",
            float(p + q + o),
            f"${dec(p + q + o)}$ adds the overlap ${dec(o)}$ once more. Both fractions already contain it: subtract it "
            "once.",
        ),
        Misconception(
            "no-overlap",
            float(total),
            f"${dec(total)}$ is the sum of the two fractions{above}. It counts the ${dec(o)}$ of users with both "
            "twice: subtract them once.",
        ),
        Misconception(
            "assumes-independence",
            float(guess),
            rf"${dec(guess)}$ takes ${dec(p)} \cdot {dec(q)} {eq(p * q)}$ for the overlap, as if the two were "
            f"independent. The overlap is given: ${dec(o)}$.",
        ),
        Misconception(
            "exactly-one",
            float(either),
            f"${dec(either)}$ is the fraction with exactly one of the two: the overlap is subtracted twice. A user "
            f"with both has at least one, so subtract ${dec(o)}$ only once.",
        ),
        Misconception(
            "multiplies",
            float(p * q),
            rf"${dec(p * q)}$ is ${dec(p)} \cdot {dec(q)}$, which would be *both*, if the two were independent. *At "
            f"least one* is at least as probable as either alone: it cannot be below ${dec(max(p, q))}$.",
        ),
    )


@computed("probability.variables.area", "number", ["distributions"], strategy="height times width")
def variables_area(rng: Random) -> ItemDraw:
    width = rng.choice((Fraction(1, 5), Fraction(2, 5), Fraction(1, 2), Fraction(4), Fraction(5), Fraction(8)))
    first, last = sorted(rng.sample(range(1, 10), 2))
    start = -width / 2 if width < 1 else Fraction(0)
    return area(start, width, start + width * first / 10, start + width * last / 10)


def area(start: Fraction, width: Fraction, c: Fraction, d: Fraction) -> ItemDraw:
    """The question P(c ≤ X ≤ d) for X spread evenly over `width` from `start`."""
    height, length = 1 / width, d - c
    answer = length / width
    end = start + width
    return ItemDraw(
        given={"a": float(start), "b": float(end), "c": float(c), "d": float(d)},
        prompt=f"A sensor's error is uniform between ${dec(start)}$ and ${dec(end)}$: every interval of the "
        rf"same length is equally likely. What is $P({dec(c)} \le X \le {dec(d)})$?",
        lead=rf"P({dec(c)} \le X \le {dec(d)}) =",
        answer=float(answer),
        misconceptions=area_misconceptions(start, width, c, d),
        hints=(
            "You want an area: part of a rectangle whose whole area is 1.",
            "The density is the same everywhere, so it is 1 divided by the width. Then height times width.",
            rf"The whole is ${dec(width)}$ wide, so the density is ${dec(height)}$, because "
            rf"${dec(height)} \cdot {dec(width)} = 1$.",
        ),
        steps=(
            Step(rf"The height: $\frac{{1}}{{{dec(width)}}} = {dec(height)}$", dec(height)),
            Step(f"The width: ${dec(d)} - {factor(c)} = {dec(length)}$", dec(length)),
            Step(rf"The area: ${dec(height)} \cdot {dec(length)} = {dec(answer)}$", dec(answer)),
        ),
        explanation=rf"${dec(height)} \cdot {dec(length)} = {dec(answer)}$. {_moral(height)}",
    )


def _moral(height: Fraction) -> str:
    if height > 1:
        return f"The density is ${dec(height)}$, more than 1. That is allowed: only areas are probabilities."
    return f"The density ${dec(height)}$ is a height; a probability is an area."


def area_misconceptions(start: Fraction, width: Fraction, c: Fraction, d: Fraction) -> tuple[Misconception, ...]:
    height, length, below_d = 1 / width, d - c, (d - start) / width
    return (
        Misconception(
            "reads-the-density",
            float(height),
            f"${dec(height)}$ is the density, the height of the rectangle. A probability is an area: multiply by the "
            f"width, ${dec(length)}$.",
        ),
        Misconception(
            "length-only",
            float(length),
            f"${dec(length)}$ is how long the interval is. The whole is ${dec(width)}$ long and has probability 1, "
            f"so divide by ${dec(width)}$.",
        ),
        Misconception(
            "all-below",
            float(below_d),
            rf"${dec(below_d)}$ is $P(X \le {dec(d)})$, everything up to ${dec(d)}$. The interval starts at "
            f"${dec(c)}$. Subtract the part below it.",
        ),
        Misconception(
            "the-rest",
            float(1 - length / width),
            f"${dec(1 - length / width)}$ is the probability of landing outside. The question asks for the interval "
            "itself. Subtract this from 1.",
        ),
    )
