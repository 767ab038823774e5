"""The demo of samples from a Gaussian: the histogram, the curve it settles on, the area within reach of the mean."""

from __future__ import annotations

from functools import lru_cache
from math import erf, exp, pi, sqrt
from random import Random

from lessons.model.demo import Action, Challenge, Demo, Prediction, Readout, Slider, State, View, number
from lessons.model.figure import Axis, Bars, Figure, Line, Mark

from .decimals import dec, three_decimals

LIMIT = 4.0
BINS = 32
MOST = 2000
_WIDTH = 2 * LIMIT / BINS
_STEPS = 96


@lru_cache(maxsize=64)
def standard(seed: int) -> tuple[float, ...]:
    """The largest number of draws from the standard Gaussian; the same for the same seed."""
    rng = Random(seed)
    return tuple(rng.gauss(0.0, 1.0) for _ in range(MOST))


def samples(state: State) -> tuple[float, ...]:
    """The draws of this state, mean 0 and standard deviation sigma."""
    sigma, count = number(state, "sigma"), round(number(state, "n"))
    return tuple(sigma * z for z in standard(round(number(state, "seed")))[:count])


def density(sigma: float, x: float) -> float:
    """The density of the Gaussian with mean 0 (Bishop, 2006, eq. 1.46)."""
    return exp(-x * x / (2 * sigma * sigma)) / (sigma * sqrt(2 * pi))


def inside(state: State) -> float:
    """P(-w ≤ X ≤ w)."""
    return erf(number(state, "w") / (number(state, "sigma") * sqrt(2)))


def mean(state: State) -> float | None:
    drawn = samples(state)
    return sum(drawn) / len(drawn) if drawn else None


def heights(state: State) -> tuple[float, ...]:
    """The histogram, scaled like a density: all bars together have the area of the fraction within the limits."""
    drawn = samples(state)
    counts = [0] * BINS
    for x in drawn:
        bin_index = int((x + LIMIT) // _WIDTH)
        if 0 <= bin_index < BINS:
            counts[bin_index] += 1
    return tuple(count / (len(drawn) * _WIDTH) for count in counts) if drawn else (0.0,) * BINS


def view(state: State) -> View:
    return View(_figure(state, open_=True), _figure(state, open_=False), _formula(state), _readouts(state))


def _figure(state: State, open_: bool) -> Figure:
    sigma, w, count = (number(state, name) for name in ("sigma", "w", "n"))
    xs = [-LIMIT + 2 * LIMIT * i / _STEPS for i in range(_STEPS + 1)]
    marks: list[Mark] = []
    alt = f"An axis from -4 to 4. Dashed lines at {dec(-w)} and {dec(w)}"
    top = 1.0
    if open_:
        bars = heights(state)
        top = 1.15 * max(density(sigma, 0.0), *bars, 0.4)
        curve = tuple((x, density(sigma, x)) for x in xs)
        marks = [Bars(("",) * BINS, bars, role="dim", values=False), Line(curve, role="accent")]
        alt += f", a bell around 0 that rises to {density(sigma, 0.0):.2f}, a histogram of {count:.0f} draws"
    marks += [Line(((x, 0.0), (x, top)), role="second", dashed=True) for x in (-w, w)]
    axis, up = Axis(-LIMIT, LIMIT, "x"), Axis(0.0, top)
    return Figure(tuple(marks), axis, up, alt=f"{alt}.", height=16)


def _formula(state: State) -> tuple[str, ...]:
    sigma, w = number(state, "sigma"), number(state, "w")
    return (rf"\sigma = {dec(sigma)}, \quad {dec(-w)} \le X \le {dec(w)}",)


def _readouts(state: State) -> tuple[Readout, ...]:
    sigma, sample_mean = number(state, "sigma"), mean(state)
    drawn, within = samples(state), inside(state)
    hits = sum(abs(x) <= number(state, "w") for x in drawn)
    frequency = hits / len(drawn) if drawn else None
    top = density(sigma, 0.0)
    return (
        Readout("n", r"\text{draws}", float(len(drawn)), str(len(drawn))),
        Readout("top", "p(0)", top, f"{top:.2f}", secret=True),
        Readout("inside", r"\text{area within}", within, f"{within:.3f}", secret=True),
        Readout(
            "seen", r"\text{draws within}", () if frequency is None else frequency,
            r"\text{none}" if frequency is None else f"{frequency:.3f}", secret=True,
        ),
        Readout(
            "mean", r"\text{mean of draws}", () if sample_mean is None else sample_mean,
            r"\text{none}" if sample_mean is None else three_decimals(sample_mean),
        ),
    )  # fmt: skip


def more(state: State, count: int) -> State:
    """The state with more draws, up to the largest number."""
    return {**state, "n": min(float(MOST), number(state, "n") + count)}


def again(state: State) -> State:
    """The state with as many draws from another seed."""
    return {**state, "seed": number(state, "seed") % 99 + 1}


def _drawn(rng: Random, sigma: float, w: float) -> State:
    return {"sigma": sigma, "w": w, "n": 10.0 * rng.randint(5, 60), "seed": float(rng.randint(1, 99))}


def draw_top(rng: Random) -> State:
    """A standard deviation for which the density's peak is clearly above or below 1."""
    sigma = rng.choice((0.1, 0.2, 0.3, 0.6, 0.8, 1.0, 1.5))
    return _drawn(rng, sigma, sigma)


def draw_inside(rng: Random) -> State:
    """An interval of one, two or three standard deviations around the mean."""
    sigma = rng.choice((0.2, 0.4, 0.6, 0.8, 1.0, 1.2))
    return _drawn(rng, sigma, round(sigma * rng.choice((1, 2, 3)), 6))


def above(state: State) -> str:
    return "above 1" if density(number(state, "sigma"), 0.0) > 1 else "below 1"


def above_because(state: State) -> str:
    sigma = number(state, "sigma")
    return (
        rf"The peak is $\frac{{1}}{{\sigma \sqrt{{2 \pi}}}}$, about 0.4 over $\sigma$; with $\sigma = {dec(sigma)}$ "
        f"it is {density(sigma, 0.0):.2f}. The area is 1 in any case; a density has no upper limit."
    )


_SHARES = {1: "about 68 %", 2: "about 95 %", 3: "more than 99 %"}


def reach(state: State) -> str:
    return _SHARES[round(number(state, "w") / number(state, "sigma"))]


def reach_because(state: State) -> str:
    ratio = round(number(state, "w") / number(state, "sigma"))
    return (
        rf"${dec(number(state, 'w'))}$ is {ratio} times $\sigma = {dec(number(state, 'sigma'))}$, and within "
        f"{ratio} standard deviation{'s' if ratio > 1 else ''} lies {inside(state):.3f} of the area of any Gaussian."
    )


PREDICTIONS = (
    Prediction(
        "top", r"A Gaussian with mean 0 and this $\sigma$: is its density at 0 above 1, or below?",
        draw_top, above, above_because, ("below 1", "above 1"),
    ),
    Prediction(
        "inside", "What fraction of the area lies between the two dashed lines?",
        draw_inside, reach, reach_because, tuple(_SHARES.values()),
    ),
)  # fmt: skip


def high(state: State) -> bool:
    return density(number(state, "sigma"), 0.0) > 2


def settled(state: State) -> bool:
    sample_mean = mean(state)
    return (
        sample_mean is not None
        and number(state, "n") >= 1000
        and number(state, "sigma") >= 1
        and abs(sample_mean) < 0.05
    )


def unlucky(state: State) -> bool:
    sample_mean = mean(state)
    return sample_mean is not None and number(state, "n") >= 10 and abs(sample_mean) > 0.4 * number(state, "sigma")


def most(state: State) -> bool:
    return 0.945 < inside(state) < 0.96


CHALLENGES = (
    Challenge("high", "Make a density that is higher than 2.", high, "The area stays 1, so make the bell narrow.",
        reason="A density is not a probability. Only areas under it are, and the total area is 1.",
    ),
    Challenge(
        "most", "Put 95% of the area between the dashed lines.", most,
        "Go two standard deviations to each side.",
        reason=r"About 95% of a Gaussian lies within $2 \sigma$ of its mean.",
    ),
    Challenge(
        "settled", "Bring the sample mean within 0.05 of 0, with sigma at least 1.", settled,
        "By the law of large numbers, more draws help: take at least 1000.",
        reason=r"The sample mean has standard deviation $\frac{\sigma}{\sqrt n}$, which shrinks as n grows.",
    ),
    Challenge(
        "unlucky", "Get an unlucky sample: at least 10 draws whose mean is more than 0.4 sigma from 0.", unlucky,
        "Go back to 10 draws, and press x for new samples until it happens.",
        reason=r"The mean of 10 draws has standard deviation $0.32 \sigma$, so such a sample is not rare.",
    ),
)  # fmt: skip

DISTRIBUTION = Demo(
    id="distribution",
    title="Samples from a Gaussian",
    rung="probability",
    about="Draw from a Gaussian with mean 0 and compare the histogram with the curve. The reach w sets the dashed "
    "lines at −w and w; another seed gives other draws.",
    controls=(
        Slider("n", "draws", 0.0, float(MOST), 10.0, 100.0, 50.0),
        Slider("sigma", "sigma", 0.1, 2.0, 0.1, 0.5, 1.0),
        Slider("w", "reach w", 0.1, 4.0, 0.1, 0.5, 1.0),
        Slider("seed", "seed", 1.0, 99.0, 1.0, 10.0, 1.0),
    ),
    view=view,
    predictions=PREDICTIONS,
    challenges=CHALLENGES,
    actions=(
        Action("s", "10 more draws", lambda state: more(state, 10)),
        Action("m", "100 more draws", lambda state: more(state, 100)),
        Action("x", "other draws", again),
    ),
    skills=("distributions",),
    closing="A density is not a probability, but areas under it are. Fractions of a larger sample come closer to them.",
)
