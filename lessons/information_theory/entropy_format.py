"""Entropies, divergences and their text. Definitions: Cover and Thomas, 2006, chapter 2."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import exp, floor, inf, log, log2, log10
from random import Random

from lessons.answers import Comparison

Dist = tuple[float, ...]

# Twice what rounding the answer itself takes: rounding on the way, to four decimals, is not to cost anything.
THREE_DECIMALS = Comparison(absolute=0.001)
TWO_DECIMALS = Comparison(absolute=0.01)


def surprisal(p: float) -> float:
    """-log2 p in bits; infinite for p = 0."""
    return -log2(p) + 0.0 if p > 0 else inf


def cross_entropy(p: Sequence[float], q: Sequence[float]) -> float:
    """-sum p log2 q in bits, with 0 log 0 = 0; infinite where q is 0 and p is not."""
    return sum(a * surprisal(b) for a, b in zip(p, q, strict=True) if a > 0) + 0.0


def entropy(p: Sequence[float]) -> float:
    """-sum p log2 p in bits, with 0 log 0 = 0."""
    return cross_entropy(p, p)


def divergence(p: Sequence[float], q: Sequence[float]) -> float:
    """KL(p || q) in bits; infinite where q is 0 and p is not."""
    if any(a > 0 and b <= 0 for a, b in zip(p, q, strict=True)):
        return inf
    return sum(a * log2(a / b) for a, b in zip(p, q, strict=True) if a > 0) + 0.0


def softmax(z: Sequence[float]) -> Dist:
    """The softmax, shifted by the largest logit against overflow (Goodfellow et al., 2016, section 4.1)."""
    top = max(z)
    raised = [exp(x - top) for x in z]
    return tuple(x / sum(raised) for x in raised)


def nats(p: float) -> float:
    """-ln p; infinite for p = 0."""
    return -log(p) + 0.0 if p > 0 else inf


def hundredths(counts: Sequence[int]) -> Dist:
    """A distribution from whole hundredths."""
    return tuple(count / 100 for count in counts)


def tenths(rng: Random, size: int, least: int = 1) -> Dist:
    """A random distribution in tenths, every entry at least `least` tenths."""
    cuts = sorted(rng.sample(range(1, 10 - size * (least - 1)), size - 1))
    edges = [0, *cuts, 10 - size * (least - 1)]
    return tuple((b - a + least - 1) / 10 for a, b in pairwise(edges))


def show(value: float, places: int = 3) -> str:
    """A number with at most so many decimals, without trailing zeros or negative zero; infinity as its LaTeX sign."""
    if value in (inf, -inf):
        return r"\infty" if value > 0 else r"-\infty"
    text = f"{value:.{places}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


def bits_of(value: float) -> str:
    """An amount of information with its unit: `$1$ bit`, `$2.5$ bits`."""
    return f"${show(value)}$ bit" + ("" if show(value) == "1" else "s")


def cell(value: float) -> str:
    """The result of a step as a learner could type it: four decimals, five figures below 1."""
    return show(value, 4 if value == 0 or abs(value) >= 1 else 4 - floor(log10(abs(value))))


def dist(values: Sequence[float], places: int = 3) -> str:
    """A distribution in a line: (0.5, 0.3, 0.2)."""
    return "(" + ", ".join(show(value, places) for value in values) + ")"


def equals(value: float, places: int = 3) -> str:
    """`= 0.5` where that is exact, `\\approx 0.469` where it is rounded."""
    sign = "=" if abs(value - round(value, places)) < 1e-12 else r"\approx"
    return f"{sign} {show(value, places)}"
