"""The demo of low rank: a ring of pixels, the few singular values it needs, and noise."""

from __future__ import annotations

from functools import lru_cache
from itertools import combinations
from math import atan2, cos, sin, sqrt
from random import Random

from lessons.model.demo import Challenge, Demo, Prediction, Readout, Slider, Slip, State, View, number
from lessons.model.figure import Figure, HeatMap

from .geometry import shown

Matrix = tuple[tuple[float, ...], ...]

SIDE = 12
_MIDDLE = (SIDE - 1) / 2
RING: Matrix = tuple(
    tuple(float(9 <= (i - _MIDDLE) ** 2 + (j - _MIDDLE) ** 2 <= 27) for j in range(SIDE)) for i in range(SIDE)
)
"""The clean picture: 1 on a ring of pixels, 0 elsewhere."""
_GAUSS = Random("noise")
_NOISE = tuple(tuple(_GAUSS.gauss(0, 1) for _ in range(SIDE)) for _ in range(SIDE))
_SWEEPS = 12


@lru_cache(maxsize=32)
def decomposed(noise: float) -> tuple[tuple[float, Matrix], ...]:
    """The singular values of the picture with noise, largest first, each with its term σuvᵀ.

    One-sided Jacobi rotations make the columns of AV orthogonal (Hestenes 1958): then the length of column i is σᵢ,
    and the term is that column times the transpose of column i of V.
    """
    columns = [[RING[i][j] + noise * _NOISE[i][j] for i in range(SIDE)] for j in range(SIDE)]
    rights = [[float(i == j) for i in range(SIDE)] for j in range(SIDE)]
    for _ in range(_SWEEPS):
        for p, q in combinations(range(SIDE), 2):
            _rotate(columns, rights, p, q)
    found = [
        (sqrt(_dot(left, left)), tuple(tuple(x * y for y in right) for x in left))
        for left, right in zip(columns, rights, strict=True)
    ]
    return tuple(sorted(found, key=lambda one: -one[0]))


def _rotate(columns: list[list[float]], rights: list[list[float]], p: int, q: int) -> None:
    """Turn two columns so that they become orthogonal."""
    across = _dot(columns[p], columns[q])
    if abs(across) < 1e-14:
        return
    turned = atan2(2 * across, _dot(columns[p], columns[p]) - _dot(columns[q], columns[q])) / 2
    c, s = cos(turned), sin(turned)
    for both in (columns, rights):
        first, second = both[p], both[q]
        both[p] = [c * x + s * y for x, y in zip(first, second, strict=True)]
        both[q] = [c * y - s * x for x, y in zip(first, second, strict=True)]


def _dot(a: list[float], b: list[float]) -> float:
    return sum(x * y for x, y in zip(a, b, strict=True))


def values(state: State) -> tuple[float, ...]:
    """The singular values, largest first."""
    return tuple(sigma for sigma, _ in decomposed(number(state, "noise")))


@lru_cache(maxsize=128)
def kept(noise: float, k: int) -> Matrix:
    """A_k: the sum of the k largest terms."""
    terms = [term for _, term in decomposed(noise)[:k]]
    return tuple(tuple(sum(term[i][j] for term in terms) for j in range(SIDE)) for i in range(SIDE))


def _kept(state: State) -> Matrix:
    return kept(number(state, "noise"), _terms(state))


def _terms(state: State) -> int:
    return round(number(state, "k"))


def energy(state: State, k: int) -> float:
    """The part of the sum of all σ² that the k largest keep."""
    squares = [sigma**2 for sigma in values(state)]
    return sum(squares[:k]) / sum(squares)


def rounded(matrix: Matrix) -> Matrix:
    """Each entry as 0 or 1, whichever is nearer."""
    return tuple(tuple(float(value > 0.5) for value in row) for row in matrix)


def wrong(matrix: Matrix) -> int:
    """How many entries differ from the ring after rounding."""
    return sum(
        x != y for row, clean in zip(rounded(matrix), RING, strict=True) for x, y in zip(row, clean, strict=True)
    )


def distance(matrix: Matrix) -> float:
    """The Frobenius norm of the difference to the clean ring."""
    return sqrt(
        sum((x - y) ** 2 for row, clean in zip(matrix, RING, strict=True) for x, y in zip(row, clean, strict=True))
    )


def view(state: State) -> View:
    return View(_figure(state, open_=True), _figure(state, open_=False), _formula(state), _readouts(state))


def _figure(state: State, open_: bool) -> Figure:
    noise, k = number(state, "noise"), _terms(state)
    alt = f"A picture of 12 by 12 pixels: a ring with noise of {shown(noise)}."
    if not open_:
        return Figure((HeatMap(kept(noise, SIDE), picture=True),), alt=alt, height=14)
    drawn = kept(noise, k)
    alt = (
        f"{alt} Rebuilt from {k} of 12 singular values it keeps {100 * energy(state, k):.1f}% of the energy; after "
        f"rounding, {wrong(drawn)} pixels differ from the clean ring."
    )
    shades = rounded(drawn) if number(state, "rounded") else _clear(drawn)
    return Figure((HeatMap(shades, picture=True),), alt=alt, height=14)


def _clear(matrix: Matrix) -> Matrix:
    """The matrix with residues of the arithmetic set to 0, which would be drawn as faint pixels."""
    return tuple(tuple(round(value, 9) + 0.0 for value in row) for row in matrix)


def _formula(state: State) -> tuple[str, ...]:
    k = _terms(state)
    return (rf"k (12 + 12 + 1) = {k} \cdot 25 = {25 * k}",)


def _readouts(state: State) -> tuple[Readout, ...]:
    k, matrix = _terms(state), _kept(state)
    sigma = values(state)
    error = sqrt(sum(one**2 for one in sigma[k:]))
    return (
        Readout("sigma", r"\sigma", sigma[:4], "(" + ", ".join(f"{one:.2f}" for one in sigma[:4]) + r", \dots)"),
        Readout("numbers", r"\text{numbers}", float(25 * k), rf"{25 * k} \text{{ of 144}}"),
        Readout("energy", r"\text{energy}", energy(state, k), rf"{100 * energy(state, k):.1f} \%", secret=True),
        Readout("error", r"\text{error}", error, shown(error), secret=True),
        Readout("wrong", r"\text{wrong pixels}", float(wrong(matrix)), str(wrong(matrix)), secret=True),
        Readout("distance", r"\text{off the ring}", distance(matrix), f"{distance(matrix):.2f}", secret=True),
    )


def draw_energy(rng: Random) -> State:
    """A few terms, without noise or with some."""
    return {"k": float(rng.choice((1, 2, 2, 3))), "noise": rng.choice((0.0, 0.0, 0.1, 0.25)), "rounded": 0.0}


def energy_because(state: State) -> str:
    k = _terms(state)
    sigma = values(state)
    terms = " + ".join(f"{one:.2f}^2" for one in sigma[:k])
    total = sum(one**2 for one in sigma)
    return (
        rf"Square the singular values: $({terms}) / {total:.1f} \approx {energy(state, k):.3f}$, because all squares "
        rf"add up to ${total:.1f}$."
    )


def energy_slips(state: State) -> tuple[Slip, ...]:
    k, sigma = _terms(state), values(state)
    part = energy(state, k)
    return (
        Slip(100 * sum(sigma[:k]) / sum(sigma), r"That is the fraction of the $\sigma$. Square each of them first."),
        Slip(100 * (1 - part), "That is the energy that is lost. Subtract it from 100%."),
        Slip(100 * part**0.5, "That is the root of the fraction. Energy is a sum of squares, so take no root."),
        *(
            [
                Slip(
                    100 * sigma[k - 1] ** 2 / sum(one**2 for one in sigma),
                    "That is the last term alone. Add the others.",
                )
            ]
            if k > 1
            else []
        ),
    )


def draw_numbers(rng: Random) -> State:
    return {"k": float(rng.randint(2, 7)), "noise": 0.0, "rounded": 0.0}


def smaller(state: State) -> str:
    return "fewer" if 25 * _terms(state) < 144 else "more"


def smaller_because(state: State) -> str:
    k = _terms(state)
    return (
        rf"Each term takes 12 numbers for $\mathbf u$, 12 for $\mathbf v$ and 1 for $\sigma$: "
        rf"${k} \cdot 25 = {25 * k}$ "
        "instead of 144."
    )


PREDICTIONS = (
    Prediction(
        "energy", r"How much of the energy, in %, do the $k$ largest $\sigma$ keep? Within 2 percentage points is "
        "close enough.",
        draw_energy, lambda state: f"{100 * energy(state, _terms(state)):.4f}", energy_because,
        tolerance=lambda _: 2.0, streak=1, slips=energy_slips,
    ),
    Prediction(
        "numbers", "Do these $k$ terms take fewer or more numbers than all 144 pixels?", draw_numbers, smaller,
        smaller_because, ("fewer", "more"), streak=0,
    ),
)  # fmt: skip


def least(state: State) -> bool:
    noise, k = number(state, "noise"), _terms(state)
    return not wrong(kept(noise, k)) and all(wrong(kept(noise, fewer)) for fewer in range(1, k))


def most(state: State) -> bool:
    k = _terms(state)
    return number(state, "noise") == 0 and 25 * k < 100 and energy(state, k) >= 0.98


def nearest(state: State) -> bool:
    noise = number(state, "noise")
    return noise == 0.25 and _terms(state) == min(range(1, SIDE + 1), key=lambda k: distance(kept(noise, k)))


def lost(state: State) -> bool:
    return _terms(state) >= 3 and energy(state, _terms(state)) < 0.9


CHALLENGES = (
    Challenge(
        "least", "Find the smallest $k$ for which the picture is right after rounding.", least,
        "Set rounded to 1 and lower k until a pixel is wrong.",
        reason="Two terms, 50 numbers, hold all 144 pixels.",
    ),
    Challenge(
        "most", "Without noise, keep at least 98% of the energy in fewer than 100 numbers.", most,
        "Each term takes 25 numbers.", reason="Energy measures squared error, so the small terms hardly count.",
    ),
    Challenge(
        "nearest", r"Set the noise to 0.25. Find the $k$ that comes nearest to the clean ring.", nearest,
        "Watch the distance to the clean ring. Small terms are mostly noise.",
        reason="From there on, every further term adds more noise than picture.",
    ),
    Challenge(
        "lost", "Add noise until even 3 or more terms keep less than 90% of the energy.", lost,
        "Noise prefers no direction: it raises all singular values.",
        reason="Noise is not of low rank.",
    ),
)  # fmt: skip

LOW_RANK = Demo(
    id="low_rank",
    title="A picture in a few numbers",
    rung="linear_algebra",
    about="Rebuild a picture of 12 by 12 pixels from its k largest singular values, then add noise.",
    controls=(
        Slider("k", "terms k", 1.0, float(SIDE), 1.0, 3.0, float(SIDE)),
        Slider("noise", "noise", 0.0, 0.5, 0.05, 0.25, 0.0),
        Slider("rounded", "rounded", 0.0, 1.0, 1.0, 1.0, 0.0),
    ),
    view=view,
    predictions=PREDICTIONS,
    challenges=CHALLENGES,
    skills=("svd",),
    closing="A few singular values carry the picture; the rest is mostly noise.",
)
