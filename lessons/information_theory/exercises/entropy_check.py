"""The check of entropy."""

from __future__ import annotations

from collections.abc import Mapping
from math import inf, log, log2, log10, nan
from random import Random

from lessons.grading import Case, Check, Function, Nested, numeric_misconceptions
from lessons.model.misconception import Misconception
from lessons.grading.hand_comparison import Comparison, Hand, scalar
from lessons.grading.model import Picture, Probe, Results
from lessons.model.figure import Axis, Figure, Label, Line, Points
from ..entropy_format import dist, entropy, show, surprisal
from ..items_entropy import coin_misconceptions
from lessons.sandbox.values import Array, Call

HAND = "information_theory.entropy.exercise"
BENT = (0.9, 0.1)
CURVE = tuple(step / 40 for step in range(41))

Dist = tuple[float, ...]


def surprisal_case(name: str, p: float) -> Case:
    """A case of the surprisal −log₂ p, in bits."""
    right = surprisal(p)
    misconceptions = (
        Misconception(
            "minus-lost",
            log2(p),
            rf"This is $\log_2 {show(p)}$, which is negative. A surprisal is never negative: put a minus in front.",
        ),
        Misconception(
            "ln-called-bits",
            -log(p),
            "This is the surprisal in nats, from the natural logarithm. For bits, use `np.log2`.",
        ),
        Misconception(
            "base-10",
            -log10(p),
            "This uses the logarithm to base 10. For bits, use `np.log2`.",
        ),
        Misconception(
            "one-minus-p",
            1 - p,
            "This is $1 - p$. The surprisals of independent outcomes have to add up while their probabilities "
            r"multiply: use $-\log_2 p$.",
        ),
        Misconception(
            "one-over-p",
            1 / p,
            r"This is $\frac1p$. The surprisal in bits is its logarithm: $\log_2 \frac1p = -\log_2 p$.",
        ),
        Misconception(
            "weighed-already",
            p * right,
            r"This is weighted by $p$. The surprisal of one outcome is $-\log_2 p$ alone; the weights belong in "
            "`entropy`.",
        ),
    )
    return Case(name, Call("surprisal", (p,)), right, rf"$-\log_2 {show(p)}$ is about {show(right)}.", misconceptions)


def case(name: str, p: Dist) -> Case:
    """A case of `entropy`; for a coin, with the misconceptions of the item."""
    hand = numeric_misconceptions(coin_misconceptions(*p)) if len(p) == 2 and min(p) > 0 and p[0] != p[1] else ()
    call = Call("entropy", (Array.of(tuple(float(probability) for probability in p)),))
    terms = " + ".join(
        rf"{show(probability)} \cdot {show(surprisal(probability))}" for probability in p if probability > 0
    )
    why = f"${terms}$ is about ${show(entropy(p))}$."
    return Case(name, call, entropy(p), why, (*zero_misconceptions(p), *hand, *program_misconceptions(p)))


def zero_misconceptions(p: Dist) -> tuple[Misconception, ...]:
    """The misconceptions about an outcome of probability 0."""
    if min(p) > 0:
        return ()
    cut = sum(one * surprisal(one) for one in p[: p.index(0)])
    stops = Misconception(
        "stops-at-zero",
        cut,
        "The sum stops at the first outcome of probability 0. Skip that outcome with `continue` instead of `break` or "
        "`return`: those after it still count.",
    )
    text = (
        "An outcome of probability 0 causes this: `np.log2(0)` is `-inf`, and 0 times that is `nan`. Such an outcome "
        "adds nothing, so leave it out first: `p = p[p > 0]`."
    )
    return (
        *((stops,) if 0 < cut < entropy(p) else ()),
        Misconception("log-of-zero", nan, text),
        Misconception("log-of-zero", inf, text),
        Misconception(
            "log-of-zero",
            "ValueError",
            text.replace("`np.log2(0)` is `-inf`, and 0 times that is `nan`", "`math.log2(0)` has no value"),
        ),
    )


def program_misconceptions(p: Dist) -> tuple[Misconception, ...]:
    """The misconceptions that show only in a program, run on these probabilities."""
    support = tuple(probability for probability in p if probability > 0)
    terms = tuple(probability * surprisal(probability) for probability in support)
    right = sum(terms)
    full = tuple(probability * surprisal(probability) if probability > 0 else 0.0 for probability in p)
    return (
        Misconception(
            "minus-lost",
            -right,
            "The size is right, and the sign is wrong. A surprisal has a minus: put one in front of each logarithm.",
        ),
        Misconception(
            "ln-called-bits",
            right * log(2),
            "This is the entropy in nats, from the natural logarithm. For bits, use `np.log2`.",
        ),
        Misconception(
            "base-10",
            right * log10(2),
            "This uses the logarithm to base 10. For bits, use `np.log2`.",
        ),
        Misconception(
            "mean-of-the-terms",
            right / len(p),
            f"This is divided by {len(p)}, the number of outcomes. The weights add up to 1, so the weighted sum is the "
            "mean already: use `sum`, not `np.mean`.",
        ),
        Misconception(
            "mean-of-the-terms",
            right / len(support),
            f"This is divided by {len(support)}, the number of possible outcomes. The weights add up to 1, so the "
            "weighted sum is the mean already: use `sum`, not `np.mean`.",
        ),
        Misconception(
            "no-weights",
            sum(surprisal(probability) for probability in support),
            f"This is the sum of the surprisals without weights. Weight them by the probabilities, {dist(p)}.",
        ),
        Misconception(
            "plain-mean",
            sum(surprisal(probability) for probability in support) / len(support),
            f"This is the plain mean of the surprisals. A rare outcome has to count less: weight them by {dist(p)}.",
        ),
        Misconception(
            "one-term",
            max(p) * surprisal(max(p)),
            "This is the term of the most probable outcome alone. Add the terms of the other outcomes.",
        ),
        Misconception(
            "first-term",
            terms[0],
            "This is the term of the first outcome alone. Let the loop run to its end before `return`.",
        ),
        Misconception(
            "last-term",
            terms[-1],
            "This is the term of the last outcome alone. Add each term to the sum: `+=` instead of `=`.",
        ),
        Misconception(
            "never-sums",
            full,
            "These are the terms, one for each outcome. Entropy is their sum, one number: add them up.",
        ),
        Misconception(
            "never-sums",
            terms,
            "These are the terms, one for each outcome. Entropy is their sum, one number: add them up.",
        ),
        Misconception(
            "counts",
            log2(len(p)),
            rf"This is $\log_2 {len(p)}$, the entropy of {len(p)} equally likely outcomes. These are not equally "
            f"likely: weight the surprisals by {dist(p)}.",
        ),
        Misconception(
            "collision",
            1 - sum(probability * probability for probability in p),
            r"This is $1 - \sum_i p_i^2$, the probability that two draws differ. Entropy averages surprisals: "
            r"$-\sum_i p_i \log_2 p_i$.",
        ),
    )


def drawn(seed: int) -> Case:
    """A case with random numbers, the same for the same seed."""
    rng = Random(f"entropy/{seed}")
    counts = [rng.randint(1, 9) for _ in range(rng.randint(3, 5))]
    total = sum(counts)
    return case(f"random {seed}", tuple(count / total for count in counts))


def compare(hand: Hand, results: Mapping[str, Nested]) -> Comparison:
    """The terms of an entropy, by hand and by program; a program's term is its surprisal times the probability."""
    rows = []
    for index, p in enumerate(BENT):
        bits = scalar(results, f"surprisal of {p:g}")
        rows.append(hand.step(rf"{p:g} \cdot (-\log_2 {p:g})", HAND, index, None if bits is None else p * bits))
    rows.append(hand.step(r"H_{\text{biased}}", HAND, 2, scalar(results, "bent")))
    fair, bent = scalar(results, "fair"), scalar(results, "bent")
    apart = None if fair is None or bent is None else fair - bent
    rows.append(hand.answer(r"H_{\text{fair}} - H_{\text{biased}}", HAND, apart))
    return Comparison(tuple(rows), "The last row says by how much the fair coin is more uncertain.")


def curve(results: Results) -> Figure | None:
    """The entropy of every coin, from the learner's own function."""
    points = [(q, value) for q in CURVE if (value := scalar(results, f"coin {q:g}")) is not None and abs(value) < 100]
    if len(points) < 2:
        return None
    marked = [(q, value) for q in (0.5, 0.9) for at, value in points if at == q]
    hi, lo = max(1.15, *(value for _, value in points)), min(0.0, *(value for _, value in points))
    labels = [Label((q - 0.03, value + 0.09), f"{value:.3f}") for q, value in marked]
    return Figure(
        (Line(tuple(points), role="accent"), Points(tuple(marked), role="second"), *labels),
        x=Axis(0, 1, "p(heads)"),
        y=Axis(lo, hi + 0.05, "bits"),
        alt="The entropy that your program gives for every coin, an arch from 0 up to 1 bit at one half and back to 0.",
        height=13,
    )


CHECK = Check(
    functions=(Function("surprisal", ("p",)), Function("entropy", ("p",))),
    cases=(
        surprisal_case("surprisal of 0.25", 0.25),
        surprisal_case("surprisal of 0.9", 0.9),
        surprisal_case("surprisal of 0.1", 0.1),
        case("fair", (0.5, 0.5)),
        case("bent", BENT),
        case("four", (0.25, 0.25, 0.25, 0.25)),
        case("certain", (1.0, 0.0)),
        case("one of three never happens", (0.5, 0.5, 0.0)),
        case("the third of four never happens", (0.6, 0.1, 0.0, 0.3)),
        *(drawn(seed) for seed in range(2)),
    ),
    probes=tuple(Probe(f"coin {q:g}", Call("entropy", (Array.of((q, 1 - q)),))) for q in CURVE),
    compare=compare,
    pictures=(
        Picture("The entropy of every coin, from your function. The two coins of the exercise are marked.", curve),
    ),
)
