"""The check of softmax."""

from __future__ import annotations

from collections.abc import Mapping
from math import exp, inf, isfinite, log, nan
from random import Random

from lessons.grading import Case, Check, Function, Nested, close, numeric_misconceptions
from lessons.model.misconception import Misconception
from lessons.grading.hand_comparison import Comparison, Hand, scalar
from lessons.grading.model import Picture, Results
from lessons.model.figure import Axis, Bars, Figure
from ...information_theory.entropy_format import softmax
from ..items_softmax import shares_misconceptions
from lessons.sandbox.values import Array, Call

HAND = "probability.softmax.exercise"
NAMED = ((1, 2, 3), (101, 102, 103), (1001, 1002, 1003))
LARGEST = 709.78  # the exponent beyond which a float is infinite
SMALLEST = -745.2  # and the one below which it is 0

Scores = tuple[float, ...]


def case(name: str, z: Scores, why: str) -> Case:
    """A case of `softmax` on these scores; `why` says what it is for."""
    all_integers = all(score == int(score) for score in z)
    call = Call("softmax", (Array.of(tuple(int(score) for score in z) if all_integers else z),))
    return Case(
        name, call, softmax(z), why, (*overflow_misconceptions(z), *hand_misconceptions(z), *program_misconceptions(z))
    )


def hand_misconceptions(z: Scores) -> tuple[Misconception, ...]:
    """The misconceptions of the item, for scores that it could draw."""
    if not all(score == int(score) and abs(score) < 40 for score in z) or len(set(z)) < len(z) or sum(z) == 0:
        return ()
    return numeric_misconceptions(shares_misconceptions(tuple(int(score) for score in z)))


def naive(z: Scores) -> Scores:
    """The softmax without a shift, as floating point computes it: overflow gives NaN or 0."""
    exponentials = [exp(score) if score < LARGEST else inf for score in z]
    total = sum(exponentials)
    return tuple(
        exponential / total if isfinite(total) and total > 0 else nan if exponential in (0, inf) else 0.0
        for exponential in exponentials
    )


def overflow_misconceptions(z: Scores) -> tuple[Misconception, ...]:
    """The misconceptions of a program that never subtracts the largest score (Goodfellow et al., 2016, section 4.1)."""
    top = max(z)
    over = top >= LARGEST
    if not over and top > SMALLEST:
        return ()
    cause = (
        f"$e^{{{top:g}}}$ is more than a float can hold, so it is `inf`, and `inf / inf` is `nan`"
        if over
        else f"$e^{{{top:g}}}$ is less than the smallest float, so every exponential is 0, and `0 / 0` is `nan`"
    )
    text = (
        f"The formula is right, and it works for $(1, 2, 3)$. Here {cause}. A shift cancels, so subtract the largest "
        "score first: `z - z.max()`."
    )
    even = tuple(1 / len(z) for _ in z)
    instead = "Subtract the largest score instead; that keeps the differences."
    clipped = (
        f"Every output is `{even[0]:.3g}`: the scores were clipped to one value, which removes their differences. "
        f"{instead}"
    )
    vanished = (
        "the scores were clipped, but the sum of the exponentials is still `inf`"
        if over
        else "all exponentials are 0, and a small number was added to their sum"
    )
    zeros = f"Every output is `0`: {vanished}. {instead}"
    return (
        Misconception("no-shift", naive(z), text),
        Misconception("no-shift", tuple(nan for _ in z), text),
        Misconception(
            "no-shift",
            "OverflowError",
            text.replace("so it is `inf`, and `inf / inf` is `nan`", "and Python raises an error"),
        ),
        Misconception("no-shift", "ZeroDivisionError", text),
        Misconception("clips", even, clipped),
        Misconception("clips", tuple(0.0 for _ in z), zeros),
    )


def program_misconceptions(z: Scores) -> tuple[Misconception, ...]:
    """The misconceptions that show only in a program, run on these scores."""
    shifted = tuple(score - max(z) for score in z)
    exponentials = tuple(exp(score) for score in shifted)
    p = softmax(z)
    sigmoid = tuple(1 / (1 + exp(-score)) if score > -700 else 0.0 for score in z)
    squared = tuple(2.0**score for score in shifted)
    return (
        Misconception(
            "never-normalised",
            exponentials,
            "These are the exponentials after the shift; the largest is 1. Divide each by their sum, so that they add "
            "up to 1.",
        ),
        Misconception(
            "negated",
            softmax(tuple(-score for score in z)),
            "The largest score has the smallest output. Remove the minus in the exponent.",
        ),
        Misconception(
            "logarithm",
            tuple(score - max(z) - _log_sum(z) for score in z),
            "These are the logarithms of the outputs, and all are negative. Return the outputs themselves.",
        ),
        Misconception(
            "base-2",
            tuple(power / sum(squared) for power in squared),
            "These outputs come from powers of 2. Softmax uses powers of $e$: `np.exp`.",
        ),
        Misconception(
            "one-by-one",
            sigmoid,
            "This is the sigmoid of each score. In softmax each output depends on all scores: divide by the sum of all "
            "exponentials.",
        ),
        Misconception(
            "divides-by-the-mean",
            tuple(output * len(z) for output in p),
            f"Every output is {len(z)} times too large: these exponentials were divided by their mean. Divide by the "
            "sum.",
        ),
        Misconception(
            "integer-array",
            tuple(0.0 for _ in z),
            "All zeros: the outputs were written into an array of integers, which drops the decimals. Use "
            "`dtype=float`.",
        ),
    )


def _log_sum(z: Scores) -> float:
    return log(sum(exp(score - max(z)) for score in z))


def drawn(seed: int) -> Case:
    """A case with random scores, the same for the same seed."""
    rng = Random(f"softmax/{seed}")
    z = tuple(round(rng.uniform(-6, 6), 2) for _ in range(rng.randint(2, 5)))
    return case(f"random {seed}", z, "$e$ to the power of each score, divided by the sum of these powers.")


def compare(hand: Hand, results: Mapping[str, Nested]) -> Comparison:
    """The three outputs, by hand and by program."""
    rows = [hand.answer(f"p_{index + 1}", HAND, scalar(results, "named", index), index) for index in range(3)]
    named, *variants = (results.get(name) for name in ("named", "shifted", "large"))
    alike = [variant is not None and named is not None and close(variant, named) for variant in variants]
    note = "From $(101, 102, 103)$ "
    if all(alike):
        note += "and $(1001, 1002, 1003)$ your program gives the same three outputs: the shift cancels."
    elif alike[0]:
        note += "your program gives the same three outputs. From $(1001, 1002, 1003)$ it does not: it overflows."
    else:
        note += "your program has to give the same three outputs: a shift cancels."
    return Comparison(tuple(rows), note)


def bars(results: Results) -> Figure | None:
    """The softmax outputs for the three named vectors, side by side."""
    groups: list[Bars] = []
    for name, z, role in zip(("named", "shifted", "large"), NAMED, ("accent", "first", "second"), strict=True):
        heights = results.get(name)
        if not isinstance(heights, tuple) or not all(
            isinstance(height, float) and isfinite(height) for height in heights
        ):
            continue
        groups.append(
            Bars(tuple(map(str, z)), tuple(float(height) for height in heights if isinstance(height, float)), role)
        )
    if not groups:
        return None
    alt = "Bars of the outputs that your program gives for " + ", ".join(str(group.names) for group in groups) + "."
    return Figure(tuple(groups), y=Axis(0, 1), alt=alt, height=10)


CHECK = Check(
    functions=(Function("softmax", ("z",)),),
    cases=(
        case("named", NAMED[0], r"$(e^1, e^2, e^3) \approx (2.718, 7.389, 20.086)$; divide each by the sum, $30.193$."),
        case(
            "shifted",
            NAMED[1],
            "These scores differ from one another as 1, 2 and 3 do, so the outputs are the same, too.",
        ),
        case(
            "large", NAMED[2], "A shift by 1000 cancels too, if you subtract the largest score before you exponentiate."
        ),
        case("small", (-1003.0, -1002.0, -1001.0), "A shift by $-1004$ cancels as well."),
        case(
            "far apart", (0, 2000), "Subtract the *largest* score: then no exponent is above 0, and nothing overflows."
        ),
        case("alike", (0, 0), "Two equal scores have equal outputs."),
        case("mixed", (2, 1, 0), r"$e^2 + e^1 + e^0 \approx 11.107$: divide $(7.389, 2.718, 1)$ by it."),
        *(drawn(seed) for seed in range(3)),
    ),
    compare=compare,
    pictures=(Picture("The three named vectors: the same outputs, once nothing overflows.", bars),),
)
