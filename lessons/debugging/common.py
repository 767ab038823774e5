"""Probes that every program has, and what the probes of one kind share: they need its functions and no more."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from lessons.hunting.run import Array, Run, Weights, norm
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


def losses_reading(outcome: str, losses: Array) -> Reading:
    """A reading of training losses, step by step."""
    return Reading(outcome, f"{number(losses[0])} to {number(losses[-1])}", traces=(trace("loss", losses),))


def parameter_norms(run: Run, rows: int) -> dict[str, float]:
    """The gradient norm of each parameter on a batch before the first step."""
    x, y = run.batch(rows)
    return {name: norm({name: value}) for name, value in run.gradient(run.initial, x, y).items()}


def parameter_norms_reading(outcome: str, found: Mapping[str, float]) -> Reading:
    """A reading of the gradient norm of each parameter."""
    named = sorted(found.items())
    rows = tuple((f"|d{name}|", number(value)) for name, value in named)
    return Reading(outcome, ", ".join(f"{name} {number(value)}" for name, value in named), rows)


def gradient_norms_reading(run: Run, *bands: Band) -> Reading:
    """The gradient norm over the first 30 steps; `bands` name the ratio of the last ten to the first three."""
    norms = run.trained.gradient_norms[:30]
    outcome = band(float(norms[20:].mean() / norms[:3].mean()), *bands)
    if float(np.ptp(norms[:8])) < 1e-9 * float(norms[0]):
        outcome = "repeats exactly"
    return Reading(outcome, f"{number(norms[0])} to {number(norms[-1])}", traces=(trace("norm", norms),))


def correlation_reading(run: Run, target: str) -> Reading:
    """The largest correlation of a column of X with what is predicted, which `target` names."""
    x, y, *_ = run.data
    found = [abs(float(np.corrcoef(column, y)[0, 1])) for column in x.T]
    outcome = f"a column is the {target}" if max(found) > 0.999 else "none near 1"
    rows = tuple((f"column {at}", f"{value:.3f}") for at, value in enumerate(found))
    return Reading(outcome, f"largest |correlation| {max(found):.3f}", rows)


def first_batches(run: Run) -> tuple[Array, list[Array], bool]:
    """The labels or targets, the rows of the first eight batches, and whether these are eight times the same."""
    x, y, *_ = run.data
    steps = run.call("train", run.initial, x, y)
    seen = [rows for _, (_, _, rows) in zip(range(8), steps, strict=False)]
    return y, seen, all(np.array_equal(seen[0], rows) for rows in seen)


class Rates:
    """The program trained with a tenth of its learning rate, with the rate itself, and with ten times as much.

    `less`, `now` and `more` are the final losses; one that is not finite counts as infinite.
    """

    def __init__(self, run: Run) -> None:
        self._rate = float(run.module.LR)
        self._runs = run.again(LR=self._rate / 10), run, run.again(LR=self._rate * 10)
        self.less, self.now, self.more = map(_final_loss, self._runs)

    def outcome(self, slack: float) -> str:
        """The best of the three rates; the rate itself as long as its loss is below `slack` times the best."""
        best = min(self.less, self.now, self.more)
        if self.now < best * slack:
            return "its own is best"
        return "a tenth is better" if self.less == best else "ten times is better"

    def reading(self, outcome: str) -> Reading:
        """A reading of the three runs."""
        ends = (0.1, self.less), (1, self.now), (10, self.more)
        rows = tuple((f"LR {self._rate * factor:g}", number(value)) for factor, value in ends)
        traces = tuple(trace(f"LR {one.module.LR:g}", one.trained.losses) for one in self._runs)
        return Reading(outcome, ", ".join(f"{name}: {value}" for name, value in rows), rows, traces)


def _final_loss(run: Run) -> float:
    value = float(run.trained.losses[-10:].mean())
    return value if np.isfinite(value) else np.inf


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
