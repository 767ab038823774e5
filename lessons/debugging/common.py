"""Probes that every program has: they need its functions and no more."""

from __future__ import annotations

import numpy as np

from lessons.hunting.run import Array, Run, Weights
from lessons.model.debugging import Reading, Trace

Band = tuple[float, str]


def band(value: float, *bands: Band) -> str:
    """The name of the first band whose upper end is not below the value; `not a number` where there is none."""
    return next((name for top, name in bands if value <= top), "not a number")


def number(value: float) -> str:
    """A number with four significant digits."""
    return f"{value:.4g}"


def trace(name: str, values: Array) -> Trace:
    """A series of numbers as a trace."""
    return Trace(name, tuple(float(value) for value in values))


def overlap(run: Run) -> Reading:
    """How many test rows are training rows."""
    x, _, x_test, _ = run.data
    known = {row.tobytes() for row in x}
    count = sum(row.tobytes() in known for row in x_test)
    return Reading("all" if count else "none", f"{count} of {len(x_test)} test rows are training rows")


def columns(run: Run) -> Reading:
    """Mean and standard deviation of the columns of X on the training rows."""
    x = run.data[0]
    means, deviations = x.mean(axis=0), x.std(axis=0)
    off = max(float(abs(means).max()), float(abs(deviations - 1).max()))
    outcome = band(off, (1e-9, "exactly 0 and 1"), (0.3, "nearly 0 and 1"), (np.inf, "other"))
    rows = tuple(
        (f"column {at}", f"mean {mean:8.4f}  std {deviation:8.4f}")
        for at, (mean, deviation) in enumerate(zip(means, deviations, strict=True))
    )
    summary = f"means {means.min():.3f} to {means.max():.3f}, std {deviations.min():.3f} to {deviations.max():.3f}"
    return Reading(outcome, summary, rows)


def moved(run: Run) -> Reading:
    """Which parameters training has changed."""
    before, after = run.initial, run.trained.weights
    still = [name for name in before if np.array_equal(before[name], after[name])]
    outcome = "all moved" if not still else "none moved" if len(still) == len(before) else "still: " + ", ".join(still)
    rows = tuple((name, "as before" if name in still else "moved") for name in sorted(before))
    return Reading(outcome, outcome, rows)


def check_gradient(run: Run, rows: int, entries: int) -> tuple[dict[str, float], dict[str, float]]:
    """By parameter, the median relative error of `backward` and its median ratio to finite differences.

    Medians, since one entry may lie on a kink of ReLU. The weights are moved away from special points such as 0.
    """
    x, y = run.batch(rows)
    rng, errors, ratios = np.random.default_rng(7), {}, {}
    weights = {name: value + rng.normal(0, 0.1, value.shape).astype(value.dtype) for name, value in run.initial.items()}
    gradient = run.gradient(weights, x, y)
    for name, value in weights.items():
        run.check()
        chosen = rng.permutation(value.size)[:entries]
        slopes = np.array([_slope(run, weights, name, at, x, y) for at in chosen])
        claimed = gradient[name].reshape(-1)[chosen]
        errors[name] = float(np.median(abs(slopes - claimed) / (abs(slopes) + abs(claimed) + 1e-7)))
        ratios[name] = float(np.median((abs(slopes) + 1e-9) / (abs(claimed) + 1e-9)))
    return errors, ratios


def _slope(run: Run, weights: Weights, name: str, at: int, x: Array, y: Array, h: float = 1e-6) -> float:
    """The slope of the loss along one entry, by central differences."""
    flat = weights[name].reshape(-1)
    kept = flat[at]
    flat[at] = kept + h
    above = run.loss(weights, x, y)
    flat[at] = kept - h
    below = run.loss(weights, x, y)
    flat[at] = kept
    return (above - below) / (2 * h)


def gradient_check(run: Run, rows: int = 40, entries: int = 8) -> Reading:
    """`backward` against finite differences."""
    errors, ratios = check_gradient(run, rows, entries)
    wrong = [name for name, error in errors.items() if not error < 1e-4]
    table = tuple((f"d{name}", f"error {errors[name]:.1e}, ratio {ratios[name]:.4g}") for name in errors)
    if not wrong:
        return Reading("all agree", f"all agree, largest error {max(errors.values()):.0e}", table)
    if len(wrong) < len(errors):
        text = "wrong: " + ", ".join(sorted(wrong))
        return Reading(text, text, table)
    low, high = min(ratios.values()), max(ratios.values())
    same = high / low < 1.02 and all(
        abs(errors[name] - abs(ratios[name] - 1) / (ratios[name] + 1)) < 1e-3 for name in errors
    )
    if not same:
        return Reading("all wrong", "all wrong, by no common factor", table)
    return Reading(f"off by the factor {high:.2g}", f"differences are {high:.4g} times the gradient", table)
