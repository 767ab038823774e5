"""The check of fitting a Gaussian by maximum likelihood."""

from __future__ import annotations

from collections.abc import Mapping
from math import exp, log, pi, sqrt
from random import Random

from lessons.grading import Case, Check, Function, Nested, numeric_misconceptions
from lessons.model.misconception import Misconception
from lessons.grading.hand_comparison import Comparison, Hand, scalar
from lessons.grading.model import Picture, Probe, Results
from lessons.model.figure import Axis, Figure, Line, Points
from lessons.probability.decimals import dec
from lessons.probability.items_gaussian import estimate_misconceptions
from lessons.sandbox.values import Array, Call

FITTED = "probability.likelihood.exercise"
LOSS = "probability.likelihood.loss"
DATA = (1, 3, 5, 7)
CURVE = tuple(round(0.5 * step, 2) for step in range(-2, 19))  # the means at which the loss is drawn

Data = tuple[float, ...]


def mean(x: Data) -> float:
    """The sample mean."""
    return sum(x) / len(x)


def variance(x: Data) -> float:
    """The maximum likelihood variance: the mean squared deviation, divided by n (Bishop, 2006, section 1.2.4)."""
    return mean(tuple((value - mean(x)) ** 2 for value in x))


def loss(x: Data, mu: float, var: float) -> float:
    """The mean negative log-likelihood of a Gaussian in nats, with this mean and variance (Bishop, 2006, eq. 1.54)."""
    return mean(tuple((log(2 * pi * var) + (value - mu) ** 2 / var) / 2 for value in x))


def fit_case(name: str, x: Data) -> Case:
    """A case of `fit`: mean and variance of the data."""
    mu, var = mean(x), variance(x)
    all_integers = all(value == int(value) for value in x) and mu == int(mu)
    hand = numeric_misconceptions(estimate_misconceptions(tuple(int(value) for value in x))) if all_integers else ()
    n = len(x)
    middle = sorted(x)[n // 2]
    misconceptions = (
        Misconception(
            "divides-by-one-less",
            (mu, var * n / (n - 1)),
            f"The variance was divided by {n - 1}: `ddof=1`, the unbiased one. The likelihood peaks at the plain "
            f"average, because each point counts as one. Divide by {n}.",
        ),
        Misconception(
            "takes-the-root",
            (mu, sqrt(var)),
            r"The second number is $\sigma$, the root. The function returns the variance. Leave the root out.",
        ),
        Misconception(
            "other-order",
            (var, mu),
            "Both are right and in the wrong order. Return `mu` first.",
        ),
        Misconception(
            "median",
            (middle, mean(tuple((value - middle) ** 2 for value in x))),
            "The middle value stands for the mean. The likelihood peaks at the average of all points. Use `np.mean`.",
        ),
        Misconception(
            "never-centres",
            (mu, mean(tuple(value * value for value in x))),
            "The second number is the mean of the squares themselves. Spread is measured from the mean, so subtract "
            "`mu` first.",
        ),
        Misconception(
            "never-divides",
            (mu, var * n),
            f"The second number is the sum of the squared distances. A variance is their average. Divide by {n}.",
        ),
        Misconception(
            "absolute-distances",
            (mu, mean(tuple(abs(value - mu) for value in x))),
            "The second number averages the distances. A variance averages their squares, because the exponent of "
            "the Gaussian holds the square.",
        ),
    )
    why = rf"The mean is {dec(mu)}, the mean squared distance from it {dec(var)}."
    return Case(name, Call("fit", (Array.of(x),)), (mu, var), why, (*hand, *misconceptions), parts=("mean", "variance"))


def nll_case(name: str, x: Data, mu: float, var: float) -> Case:
    """A case of `nll`: the loss of the data at a mean and a variance."""
    right, n = loss(x, mu, var), len(x)
    squares = mean(tuple((value - mu) ** 2 for value in x))
    density = mean(tuple(exp(-((value - mu) ** 2) / (2 * var)) / sqrt(2 * pi * var) for value in x))
    misconceptions = (
        Misconception(
            "sum-for-mean",
            right * n,
            f"That is the sum over the {n} points. The mean is asked for, because a loss should not grow with the "
            f"data. Divide by {n}, or use `np.mean`.",
        ),
        Misconception(
            "missing-minus",
            -right,
            "That is the log-likelihood itself. Its negative is asked for, because a loss is made small and a "
            "likelihood large. Put a minus in front.",
        ),
        Misconception(
            "no-normaliser",
            squares / (2 * var),
            r"The term $\frac12 \ln(2 \pi \sigma^2)$ is missing. Without it, a wider bell would always have the "
            "lower loss. Add it.",
        ),
        Misconception(
            "no-pi",
            (log(var) + squares / var) / 2,
            r"The $2 \pi$ within the logarithm is missing. A density has to have area 1, because it is a "
            r"distribution: $\ln(2 \pi \sigma^2)$.",
        ),
        Misconception(
            "deviation-for-variance",
            (log(2 * pi * var * var) + squares / (var * var)) / 2,
            r"`var` was squared once more, as if it were $\sigma$. It is $\sigma^2$ already. Use it as it is.",
        ),
        Misconception(
            "root-for-variance",
            (log(2 * pi * sqrt(var)) + squares / sqrt(var)) / 2,
            r"The root of `var` stands where `var` belongs. The formula holds $\sigma^2$, and `var` is that.",
        ),
        Misconception(
            "forgets-the-half",
            log(2 * pi * var) + squares / var,
            r"That is twice as much. $\ln p$ holds $-\frac12$, because the root and the exponent both bring one. "
            "Halve it.",
        ),
        Misconception(
            "never-squares",
            (log(2 * pi * var) + mean(tuple(value - mu for value in x)) / var) / 2,
            "The distances were not squared, so that those on the two sides cancel. Square each distance first.",
        ),
        Misconception(
            "bits",
            right / log(2),
            "That is in bits. Nats were asked for, because the Gaussian is made with $e$. Use `np.log`, not `np.log2`.",
        ),
        Misconception(
            "log-of-the-mean",
            -log(density),
            r"That is $-\ln$ of the mean density. The logarithm comes first, because likelihoods multiply and only "
            "their logarithms add.",
        ),
        Misconception(
            "mean-density",
            density,
            "That is the mean density, without a logarithm. Densities of many points multiply, because the points "
            r"are independent, and logarithms turn that into a sum. Take $-\ln$ of each.",
        ),
    )
    width, spread = dec(log(2 * pi * var)), dec(squares / var)
    why = (
        rf"$\ln(2 \pi \cdot {dec(var)}) \approx {width}$ and $\frac{{(x - \mu)^2}}{{\sigma^2}}$ is ${spread}$ on "
        "average; the loss is half of both."
    )
    return Case(name, Call("nll", (Array.of(x), mu, var)), right, why, misconceptions)


def drawn(seed: int) -> tuple[Case, Case]:
    """Cases with random data, the same for the same seed."""
    rng = Random(f"gaussian_fit/{seed}")
    x = tuple(round(rng.gauss(3, 2), 1) for _ in range(rng.randint(4, 7)))
    return fit_case(f"random fit {seed}", x), nll_case(f"random nll {seed}", x, round(rng.uniform(0, 5), 1), 1.7)


def compare(hand: Hand, results: Mapping[str, Nested]) -> Comparison:
    """The learner's numbers worked out by hand beside those of their program."""
    rows = (
        hand.answer(r"\hat\mu", FITTED, scalar(results, "fit", 0), 0),
        hand.answer(r"\hat\sigma^2", FITTED, scalar(results, "fit", 1), 1),
        hand.answer(r"L(\hat\mu, \hat\sigma^2)", LOSS, scalar(results, "at the fit")),
    )
    return Comparison(rows, "Move the mean or the variance away from the fit, and the loss can only rise.")


def bowl(results: Results) -> Figure | None:
    """The loss against the mean, the variance held at its fit, with the fit marked."""
    points = [(mu, value) for mu in CURVE if (value := scalar(results, f"mu {mu}")) is not None]
    low = scalar(results, "at the fit")
    if len(points) < 2 or low is None or not all(abs(value) < 1e6 for _, value in points):
        return None
    top = max(value for _, value in points)
    return Figure(
        (Line(tuple(points), role="accent"), Points(((4.0, low),), "the fit", "second")),
        x=Axis(CURVE[0], CURVE[-1], "mu"),
        y=Axis(min(low, 0.0), top * 1.05 + 0.1, "nll"),
        alt="The loss of your nll against the mean: a bowl, lowest at the mean of the data.",
        height=12,
    )


CHECK = Check(
    functions=(Function("nll", ("x", "mu", "var")), Function("fit", ("x",))),
    cases=(
        fit_case("fit", DATA),
        nll_case("at the fit", DATA, 4.0, 5.0),
        nll_case("standard", (0, 1, 2), 0.0, 1.0),
        nll_case("away", DATA, 2.0, 3.0),
        *drawn(0),
        *drawn(1),
    ),
    probes=tuple(Probe(f"mu {mu}", Call("nll", (Array.of(DATA), mu, 5.0))) for mu in CURVE),
    compare=compare,
    pictures=(Picture("Your loss against the mean, for (1, 3, 5, 7) and the variance 5: lowest at the fit.", bowl),),
)
