"""Tick values at round numbers, and their text."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator

MINUS = "\N{MINUS SIGN}"


def round_steps(span: float) -> Iterator[float]:
    """Steps of 1, 2 or 5 times a power of ten, from about a fortieth of `span` up to twice it."""
    exponent = math.floor(math.log10(span / 40))
    for power in range(exponent, exponent + 4):
        for digit in (1, 2, 5):
            yield digit * 10.0**power


def multiples(lo: float, hi: float, step: float) -> tuple[float, ...]:
    """The multiples of `step` from `lo` to `hi`, ends included; at most 201, and none if a quotient overflows."""
    if not (math.isfinite(lo / step) and math.isfinite(hi / step)):
        return ()
    slack = 1e-9 * (hi - lo) / step
    first, last = math.ceil(lo / step - slack), math.floor(hi / step + slack)
    # Far from zero a step can be smaller than the spacing of floats.
    return tuple(index * step for index in range(first, min(last, first + 200) + 1))


def candidates(lo: float, hi: float) -> Iterator[tuple[float, ...]]:
    """Round ticks between two limits, the densest first; the last ones are few or none."""
    return (multiples(lo, hi, step) for step in round_steps(hi - lo))


def _plain(value: float, decimals: int) -> str:
    text = f"{value:.{decimals}f}"
    return text.lstrip("-") if float(text) == 0 else text


def _powers(value: float, digits: int) -> str:
    if value == 0:
        return "0"
    mantissa, _, exponent = f"{value:.{digits}e}".partition("e")
    if "." in mantissa:
        mantissa = mantissa.rstrip("0").rstrip(".")
    return f"{mantissa}e{int(exponent)}"


def _step(values: tuple[float, ...]) -> float:
    gaps = [abs(b - a) for a, b in itertools.pairwise(values) if b != a]
    return min(gaps, default=0.0) or max(map(abs, values), default=0.0) or 1.0


def texts(values: tuple[float, ...], ascii_only: bool = False) -> tuple[str, ...]:
    """Ticks as text with the same number of decimals, or in scientific notation where that would be too long."""
    if not values:
        return ()
    step, largest = _step(values), max(map(abs, values))
    decimals = max(0, -math.floor(math.log10(step) + 1e-9))
    # A given tick such as 0.25 needs one digit more than its step would tell.
    while decimals < 6 and any(abs(v - round(v, decimals)) > step * 1e-3 for v in values):
        decimals += 1
    if largest >= 1e5 or decimals > 4:
        digits = min(6, max(1, math.ceil(math.log10(largest) - math.log10(step) - 1e-9))) if largest else 1
        written = tuple(_powers(value, digits) for value in values)
    else:
        written = tuple(_plain(value, decimals) for value in values)
    return _with_minus_signs(written, ascii_only)


def values_text(values: tuple[float, ...], room: int, ascii_only: bool = False) -> tuple[str, ...] | None:
    """Bar heights or matrix entries as text of at most `room` columns, in one format; None if none fits."""
    finite = [abs(v) for v in values if math.isfinite(v)]
    largest = max(finite, default=0.0)
    all_integers = all(v == round(v) for v in finite)
    most = 0 if all_integers or largest >= 100 else 1 if largest >= 10 else 2 if largest >= 0.1 else 3
    for decimals in range(most, -1 if all_integers or largest >= 10 else 0, -1):
        written = tuple(_plain(v, decimals) if math.isfinite(v) else "?" for v in values)
        if max(map(len, written), default=0) <= room and not _hides(largest, decimals):
            return _with_minus_signs(written, ascii_only)
    written = tuple(_powers(v, 0) if math.isfinite(v) else "?" for v in values)
    if max(map(len, written), default=0) <= room:
        return _with_minus_signs(written, ascii_only)
    return None


def _with_minus_signs(written: tuple[str, ...], ascii_only: bool) -> tuple[str, ...]:
    return written if ascii_only else tuple(text.replace("-", MINUS) for text in written)


def _hides(largest: float, decimals: int) -> bool:
    """Whether the largest value would print as zero."""
    return 0 < largest < 0.5 * 10.0**-decimals
