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
from ..decimals import dec
from ..items_gaussian import estimate_misconceptions
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
            f"The variance was divided by {n - 1}, which gives the unbiased estimate (`ddof=1`). The maximum "
            f"likelihood estimate divides by {n}.",
        ),
        Misconception(
            "takes-the-root",
            (mu, sqrt(var)),
            r"The second number is $\sigma$, the standard deviation. Return the variance, without the root.",
        ),
        Misconception(
            "other-order",
            (var, mu),
            "Both numbers are right, in the wrong order. Return `mu` first.",
        ),
        Misconception(
            "median",
            (middle, mean(tuple((value - middle) ** 2 for value in x))),
            "The first number is the middle one of the sorted data. The likelihood peaks at the mean of all points: "
            "use `np.mean`.",
        ),
        Misconception(
            "never-centres",
            (mu, mean(tuple(value * value for value in x))),
            "The second number is the mean of the squared values. The variance averages squared deviations: subtract "
            "`mu` before you square.",
        ),
        Misconception(
            "never-divides",
            (mu, var * n),
            f"The second number is the sum of the squared deviations. The variance is their mean: divide by {n}.",
        ),
        Misconception(
            "absolute-distances",
            (mu, mean(tuple(abs(value - mu) for value in x))),
            "The second number is the mean absolute deviation. The variance averages the *squared* deviations, as in "
            "the exponent of the Gaussian.",
        ),
    )
    why = rf"The mean is {dec(mu)}, and the mean squared deviation from it is {dec(var)}."
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
            f"This is the sum over the {n} points. The loss is their mean: divide by {n}, or use `np.mean`.",
        ),
        Misconception(
            "missing-minus",
            -right,
            "This is the log-likelihood, which training would make large. The loss is its negative: put a minus in "
            "front.",
        ),
        Misconception(
            "no-normaliser",
            squares / (2 * var),
            r"The term $\frac12 \ln(2 \pi \sigma^2)$ is missing. Add it: without it, a wider bell would always have "
            "the lower loss.",
        ),
        Misconception(
            "no-pi",
            (log(var) + squares / var) / 2,
            r"The $2 \pi$ inside the logarithm is missing. It gives the density its area of 1: write "
            r"$\ln(2 \pi \sigma^2)$.",
        ),
        Misconception(
            "deviation-for-variance",
            (log(2 * pi * var * var) + squares / (var * var)) / 2,
            r"`var` was squared, as if it were $\sigma$. It is $\sigma^2$ already: use it as it is.",
        ),
        Misconception(
            "root-for-variance",
            (log(2 * pi * sqrt(var)) + squares / sqrt(var)) / 2,
            r"The formula contains $\sigma^2$, and you used $\sigma$, the root of `var`. Use `var` itself.",
        ),
        Misconception(
            "forgets-the-half",
            log(2 * pi * var) + squares / var,
            r"This is twice the loss. Both terms of $\ln p$ have the factor $-\frac12$: divide by 2.",
        ),
        Misconception(
            "never-squares",
            (log(2 * pi * var) + mean(tuple(value - mu for value in x)) / var) / 2,
            "The deviations were not squared, so those on the two sides cancel. Square each deviation first.",
        ),
        Misconception(
            "bits",
            right / log(2),
            "This is the loss in bits. For nats, use the natural logarithm: `np.log`, not `np.log2`.",
        ),
        Misconception(
            "log-of-the-mean",
            -log(density),
            r"This is $-\ln$ of the mean density. Take the logarithm of each density first, then the mean.",
        ),
        Misconception(
            "mean-density",
            density,
            r"This is the mean density, without a logarithm. Take $-\ln$ of each density, then the mean.",
        ),
    )
    width, spread = dec(log(2 * pi * var)), dec(squares / var)
    why = (
        rf"$\ln(2 \pi \cdot {dec(var)}) \approx {width}$, and the mean of $\frac{{(x - \mu)^2}}{{\sigma^2}}$ is "
        f"${spread}$; the loss is half their sum."
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
    return Comparison(rows, "Move the mean or the variance from the fit, in either direction, and the loss rises.")


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
