"""Questions on the KL divergence of Gaussians, and on the evidence lower bound."""

from __future__ import annotations

from math import log, sqrt
from random import Random

from lessons.latex_numbers import par
from lessons.model.computed_item import ItemDraw, computed
from lessons.model.misconception import Misconception
from lessons.model.page import Step

from .entropy_format import THREE_DECIMALS, Dist, cell, dist, equals, show, tenths


@computed(
    "information_theory.gaussian_kl.standard", "number", ["gaussian_kl"], "put mean and variance in", THREE_DECIMALS
)
def gaussian_kl_standard(rng: Random) -> ItemDraw:
    mean = rng.choice((-2.0, -1.5, -1.0, -0.5, 0.5, 1.0, 1.5, 2.0))
    return standard(mean, rng.choice((0.04, 0.09, 0.16, 0.25, 0.36, 0.64, 2.25, 4.0)))


def standard(mean: float, variance: float) -> ItemDraw:
    """The question: KL(N(mean, variance) || N(0, 1)) in nats."""
    logarithm, sigma = log(variance), sqrt(variance)
    answer = (mean**2 + variance - 1 - logarithm) / 2
    with_sigma = (mean**2 + sigma - 1 - log(sigma)) / 2
    centered = (variance - 1 - logarithm) / 2
    plus = (mean**2 + variance - 1 + logarithm) / 2
    return ItemDraw(
        given={"mean": mean, "variance": variance},
        prompt=rf"For one input, the encoder of a VAE returns $\mu = {show(mean)}$ and $\sigma^2 = {show(variance)}$. "
        r"How far is this code "
        r"from $\mathcal N(0, 1)$: what is $\mathrm{KL}(\mathcal N(\mu, \sigma^2) \,\|\, \mathcal N(0, 1))$ "
        r"in nats, to three decimals?",
        lead=r"\mathrm{KL} =",
        answer=answer,
        misconceptions=(
            Misconception(
                "sigma-for-variance",
                with_sigma,
                rf"${show(with_sigma)}$ uses $\sigma = {show(sigma)}$ where the formula has $\sigma^2$. Use "
                rf"{show(variance)} in both places.",
            ),
            Misconception(
                "no-half",
                2 * answer,
                f"${show(2 * answer)}$ leaves out the factor $\\frac{{1}}{{2}}$. Take half of it.",
            ),
            Misconception(
                "no-one",
                answer + 0.5,
                rf"${show(answer + 0.5)}$ leaves out the $-1$. Without it, even $\mathcal N(0, 1)$ itself would have a "
                rf"divergence of "
                r"$\frac{1}{2}$.",
            ),
            Misconception(
                "mean-ignored",
                centered,
                rf"${show(centered)}$ is the divergence for $\mu = 0$. The mean adds $\frac{{1}}{{2}} \mu^2 = "
                rf"{show(mean**2 / 2)}$.",
            ),
            Misconception(
                "log-added",
                plus,
                rf"${show(plus)}$ adds the logarithm. It is subtracted, and $-\ln {show(variance)} "
                rf"{equals(-logarithm)}$.",
            ),
        ),
        hints=(
            "You want how many nats you waste by believing the prior while the code has this Gaussian.",
            r"$\frac{1}{2} (\mu^2 + \sigma^2 - 1 - \ln \sigma^2)$.",
            rf"$\mu^2 = {show(mean**2)}$ and $\ln {show(variance)} {equals(logarithm)}$.",
        ),
        steps=(
            Step(rf"The logarithm: $\ln {show(variance)} {equals(logarithm, 4)}$", cell(logarithm)),
            Step(
                f"The sum in parentheses: ${show(mean**2)} + {show(variance, 4)} - 1 {_minus(logarithm)} "
                f"{equals(2 * answer, 4)}$",
                cell(2 * answer),
            ),
            Step(rf"Half of it: $\frac{{1}}{{2}} \cdot {show(2 * answer, 4)} {equals(answer)}$", cell(answer)),
        ),
        explanation=rf"$\frac{{1}}{{2}} ({show(mean**2)} + {show(variance)} - 1 {_minus(logarithm)}) "
        rf"{equals(answer)}$. The mean costs ${show(mean**2 / 2)}$, and the {'narrow' if variance < 1 else 'wide'} "
        rf"bell costs ${show(centered)}$.",
    )


def _minus(value: float) -> str:
    """A term that is subtracted, with its sign: - 0.5 or + 0.5."""
    return f"{'+' if value < 0 else '-'} {show(abs(value), 4)}"


@computed("information_theory.gaussian_kl.direction", "number", ["gaussian_kl"], "ratio of variances", THREE_DECIMALS)
def gaussian_kl_direction(rng: Random) -> ItemDraw:
    first, second = rng.sample((0.25, 0.5, 1.0, 2.0, 4.0), 2)
    return direction(first, second, rng.choice((-3, 0, 1, 5)))


def direction(first: float, second: float, mean: int) -> ItemDraw:
    """The question: KL(N(mean, first) || N(mean, second)) in nats."""
    ratio = first / second
    answer, back = (ratio - 1 - log(ratio)) / 2, (1 / ratio - 1 + log(ratio)) / 2
    root = sqrt(ratio)
    of_roots, bare = (root - 1 - log(root)) / 2, (ratio - 1) / 2
    return ItemDraw(
        given={"first": first, "second": second, "mean": mean},
        prompt=rf"Readings of a sensor follow $\mathcal N({mean}, {show(first)})$, and your model believes $\mathcal "
        rf"N({mean}, {show(second)})$; the second number is the variance. How many nats per reading does this cost, to "
        rf"three decimals?",
        lead=r"\mathrm{KL} =",
        answer=answer,
        misconceptions=(
            Misconception(
                "other-direction",
                back,
                rf"${show(back)}$ is the divergence the other way, with $\frac{{{show(second)}}}{{{show(first)}}}$. "
                rf"The true distribution comes first, so the ratio is {show(first)} over {show(second)}.",
            ),
            Misconception(
                "no-half",
                2 * answer,
                f"${show(2 * answer)}$ leaves out the factor $\\frac{{1}}{{2}}$. Take half of it.",
            ),
            Misconception(
                "ratio-of-deviations",
                of_roots,
                rf"${show(of_roots)}$ uses the ratio of the standard deviations, ${show(root)}$. The formula takes the "
                rf"ratio of the variances, ${show(ratio, 4)}$.",
            ),
            Misconception(
                "no-logarithm",
                bare,
                rf"${show(bare)}$ leaves out the logarithm. Subtract $\ln {show(ratio, 4)} {equals(log(ratio))}$ "
                rf"before you take half.",
            ),
        ),
        hints=(
            "You want a KL divergence in which the true distribution comes first and the believed one second.",
            r"$\frac{1}{2} \left( \frac{a}{b} - 1 - \ln \frac{a}{b} \right)$, with the true variance $a$ "
            r"and the believed one $b$.",
            rf"$\frac{{a}}{{b}} = \frac{{{show(first)}}}{{{show(second)}}} = {show(ratio, 5)}$.",
        ),
        steps=(
            Step(rf"The ratio: $\frac{{{show(first)}}}{{{show(second)}}} = {show(ratio, 5)}$", show(ratio, 5)),
            Step(rf"Its logarithm: $\ln {show(ratio, 5)} {equals(log(ratio), 4)}$", cell(log(ratio))),
            Step(
                rf"The divergence: $\frac{{1}}{{2}} ({show(ratio, 5)} - 1 {_minus(log(ratio))}) {equals(answer)}$",
                cell(answer),
            ),
        ),
        explanation=rf"The cost is ${show(answer)}$ nats; the other way it would be ${show(back)}$. It costs more to "
        rf"believe a bell that is too narrow, since readings far out then seem almost impossible.",
    )


@computed("information_theory.gaussian_kl.elbo", "number", ["gaussian_kl"], "reconstruction minus KL", THREE_DECIMALS)
def gaussian_kl_elbo(rng: Random) -> ItemDraw:
    fits = (rng.randint(1, 9) / 10, rng.randint(1, 9) / 10)
    return elbo(fits, tenths(rng, 2))


def elbo(fits: Dist, q: Dist) -> ItemDraw:
    """The question: the ELBO for two codes with a uniform prior; `fits` holds p(x | z) for each code."""
    rebuilt = sum(a * log(b) for a, b in zip(q, fits, strict=True))
    kl = sum(a * log(a / 0.5) for a in q)
    back = sum(0.5 * log(0.5 / a) for a in q)
    evidence = log(sum(fits) / 2)
    answer = rebuilt - kl
    return ItemDraw(
        given={"fits": fits, "q": q},
        prompt=rf"A model has two codes with the prior $(0.5, 0.5)$. For an input $x$, $p(x \mid z)$ is "
        rf"${show(fits[0])}$ for code 1 and ${show(fits[1])}$ for code 2. The encoder returns $q = {dist(q)}$. What is "
        rf"the ELBO in nats, to three decimals?",
        lead=r"\text{ELBO} =",
        answer=answer,
        misconceptions=(
            Misconception(
                "adds-the-kl",
                rebuilt + kl,
                f"${show(rebuilt + kl)}$ adds the KL divergence. It is a cost: subtract ${show(kl)}$ from the first "
                f"term.",
            ),
            Misconception(
                "reconstruction-only",
                rebuilt,
                f"${show(rebuilt)}$ is the reconstruction term alone. Subtract the divergence of $q$ from the prior, "
                f"${show(kl)}$.",
            ),
            Misconception(
                "evidence",
                evidence,
                rf"${show(evidence)}$ is $\ln p(x)$ itself. The ELBO is a lower bound that depends on $q$: average the "
                rf"logarithms under $q$, and subtract the KL divergence.",
            ),
            Misconception(
                "other-direction",
                rebuilt - back,
                rf"${show(rebuilt - back)}$ subtracts $\mathrm{{KL}}(p(z) \,\|\, q(z))$, which is ${show(back)}$. Here "
                rf"$q$ comes first, since the average is taken under $q$.",
            ),
        ),
        hints=(
            "You want how well $q$ explains the input, minus what $q$ costs relative to the prior.",
            r"$\mathbb E_q [\ln p(x \mid z)] - \mathrm{KL}(q(z) \,\|\, p(z))$.",
            rf"The first term is ${_mean_log(q, fits)} {equals(rebuilt)}$.",
        ),
        steps=(
            Step(rf"Reconstruction: ${_mean_log(q, fits)} {equals(rebuilt)}$", cell(rebuilt)),
            Step(
                rf"Divergence: ${_mean_log(q, tuple(round(a / 0.5, 3) for a in q))} {equals(kl)}$",
                cell(kl),
            ),
            Step(f"Together: ${show(rebuilt)} - {show(kl)} {equals(answer)}$", cell(answer)),
        ),
        explanation=rf"${show(rebuilt)} - {show(kl)} {equals(answer)}$, which is below $\ln p(x) {equals(evidence)}$. "
        rf"The gap, ${show(evidence - answer)}$, is the divergence of $q$ from the posterior.",
    )


def _mean_log(q: Dist, values: Dist) -> str:
    """The mean of the logarithms under q, written out."""
    return " + ".join(rf"{show(a)} \ln {par(b)}" for a, b in zip(q, values, strict=True))
