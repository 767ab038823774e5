"""The regression's data, and its probes with the borders between their outcomes."""

from __future__ import annotations

import numpy as np

from lessons.hunting.run import Array, Run, norm
from lessons.model.debugging import Reading

from .common import (
    Rates,
    band,
    columns,
    correlation_reading,
    first_batches,
    gradient_check,
    gradient_norms_reading,
    losses_reading,
    moved,
    number,
    overlap,
    parameter_norms,
    parameter_norms_reading,
    trace,
)

FEATURES, ROWS, BATCH = 8, 200, 20
NOISE = 1.5


def data(seed: int) -> Array:
    """Rows sorted by the target, (2 * ROWS, 1 + FEATURES): the target, then features of unlike scales and offsets."""
    rng = np.random.default_rng(2000 + seed)
    x = rng.normal(0, 1, (2 * ROWS, FEATURES))
    weights = rng.permutation(np.linspace(0.6, 1.8, FEATURES)) * rng.choice([-1, 1], FEATURES)
    y = 12 + x @ weights + rng.normal(0, NOISE, 2 * ROWS)
    scales = 10.0 ** rng.permutation(np.linspace(-1, 1.5, FEATURES))
    offsets = rng.permutation(np.linspace(-15, 15, FEATURES))
    table = np.column_stack([y, x * scales + offsets])
    return table[np.argsort(y)]


def perfect_loss(run: Run) -> Reading:
    """The loss of a perfect prediction, in units of the variance of y."""
    y = run.data[1]
    ratio = float(run.call("loss", y.copy(), y)) / float(y.var())
    return Reading("0" if abs(ratio) < 1e-9 else "2 Var(y)", f"{ratio:.3f} Var(y)")


def layer_norms(run: Run) -> Reading:
    """The gradient norm of each parameter before the first step."""
    found = parameter_norms(run, BATCH)
    outcome = band(found["b"], (0.0, "b exactly 0"), (4, "b below 4"), (60, "b 4 to 60"), (np.inf, "b above 60"))
    return parameter_norms_reading(outcome, found)


def correlation(run: Run) -> Reading:
    """The largest correlation of a column of X with the target."""
    return correlation_reading(run, "target")


def batches(run: Run) -> Reading:
    """Rows and targets of the first eight batches."""
    y, seen, same = first_batches(run)
    spreads = [float(y[rows].std()) / float(y.std()) for rows in seen]
    outcome = "the same eight times" if same else "sorted" if min(spreads) < 0.2 else "mixed"
    rows = tuple((f"batch {at}", f"y {y[some].min():6.2f} to {y[some].max():6.2f}, rows {list(map(int, some[:4]))} ...")
                 for at, some in enumerate(seen, 1))  # fmt: skip
    return Reading(outcome, f"{outcome}: std of y in a batch {min(spreads):.2f} to {max(spreads):.2f} of all", rows)


def first_steps(run: Run) -> Reading:
    """The training loss of the first 20 steps."""
    losses = run.trained.losses[:20]
    ratio = float(losses[10:].mean() / losses[0])
    outcome = band(ratio, (0.75, "falls"), (1.35, "stays"), (np.inf, "rises"))
    if not np.isfinite(losses).all():
        outcome = "infinite"
    return losses_reading(outcome, losses)


def loss_curve(run: Run) -> Reading:
    """The training loss of all 200 steps, its end in units of the variance of y."""
    losses = run.trained.losses
    end = float(losses[-10:].mean())
    ratio = end / float(run.data[1].var())
    outcome = band(
        ratio,
        (0.55, "ends below 0.55 Var(y)"),
        (4, "ends at 0.55 to 4 Var(y)"),
        (40, "ends at 4 to 40 Var(y)"),
        (np.inf, "rises"),
    )
    if not np.isfinite(losses).all():
        outcome = "infinite on the way"
    return Reading(
        outcome, f"{number(losses[0])} to {number(end)}, {ratio:.2f} Var(y)", traces=(trace("loss", losses),)
    )


def gradient_norms(run: Run) -> Reading:
    """The gradient norm over the first 30 steps."""
    return gradient_norms_reading(run, (0.75, "falls"), (1.35, "stays"), (np.inf, "grows"))


def residuals(run: Run) -> Reading:
    """The mean of the residuals on the training rows, in standard deviations of y."""
    x, y, *_ = run.data
    mean = float((y - run.call("predict", run.trained.weights, x)).mean()) / float(y.std())
    outcome = band(abs(mean), (0.3, "near 0"), (1.6, "0.3 to 1.6"), (10, "1.6 to 10"), (np.inf, "above 10"))
    return Reading(outcome, f"{mean:.3f} standard deviations of y")


def least_squares(run: Run) -> Reading:
    """R² of the exact least-squares fit on the same arrays, without the program's training."""
    x, y, x_test, y_test = run.data

    def extended(rows: Array) -> Array:
        return np.column_stack([rows, np.ones(len(rows))])

    fit = np.linalg.lstsq(extended(x), y, rcond=None)[0]
    first, second = (
        1 - float(((labels - extended(rows) @ fit) ** 2).mean() / labels.var())
        for rows, labels in ((x, y), (x_test, y_test))
    )
    return Reading("perfect" if second > 0.999 else "as the noise allows", f"training {first:.3f}, test {second:.3f}")


def scores(run: Run) -> Reading:
    """R² after training, as the program reports it."""
    first, second = run.trained.train_score, run.trained.test_score
    outcome = band(second, (-3, "below -3"), (0.2, "-3 to 0.2"), (0.93, "0.2 to 0.98"), (np.inf, "near 1"))
    same = ", both equal" if first == second else ""
    return Reading(outcome + same, f"training {first:.3f}, test {second:.3f}")


def by_hand(run: Run) -> Reading:
    """R² on the test rows worked out one row at a time, against the reported one."""
    *_, x, y = run.data
    errors = [
        (guess - target) ** 2 for guess, target in zip(run.call("predict", run.trained.weights, x), y, strict=True)
    ]
    counted = 1 - float(np.mean(errors)) / float(y.var())
    reported = run.trained.test_score
    agree = abs(counted - reported) < 1e-6 * max(1.0, abs(counted)) or not np.isfinite(counted)
    return Reading("agree" if agree else "do not agree", f"worked out {counted:.4g}, reported {reported:.4g}")


def weight_norm(run: Run) -> Reading:
    """The norm of all parameters at the end, in units of the root mean square of y."""
    end = norm(run.trained.weights) / float(np.sqrt((run.data[1] ** 2).mean()))
    outcome = band(end, (0.35, "below 0.3"), (0.85, "0.3 to 0.85"), (1.6, "0.85 to 1.6"), (np.inf, "above 1.6"))
    if not np.isfinite(end):
        outcome = "above 1.6"
    return Reading(
        outcome, f"{end:.3f} of the root mean square of y", traces=(trace("norm", run.trained.weight_norms),)
    )


def shuffled_targets(run: Run) -> Reading:
    """R² on the test rows after training on shuffled targets."""
    trained = run.again(relabel=True).trained
    second = trained.test_score
    outcome = band(second, (-3, "below -3"), (0.5, "-3 to 0.5"), (np.inf, "above 0.5"))
    return Reading(outcome, f"training {trained.train_score:.3f}, test {second:.3f}")


def learning_rates(run: Run) -> Reading:
    """The final loss with a tenth of the learning rate, with the learning rate, and with ten times as much."""
    rates = Rates(run)
    falls = min(rates.less, rates.now, rates.more) < float(run.trained.losses[0])
    return rates.reading(rates.outcome(1.15) if falls else "all rise")


READERS = {
    "perfect-loss": perfect_loss,
    "layer-norms": layer_norms,
    "columns": columns,
    "batches": batches,
    "overlap": overlap,
    "correlation": correlation,
    "first-steps": first_steps,
    "gradient-norms": gradient_norms,
    "least-squares": least_squares,
    "loss-curve": loss_curve,
    "gradient-check": gradient_check,
    "residuals": residuals,
    "weight-norm": weight_norm,
    "scores": scores,
    "by-hand": by_hand,
    "moved": moved,
    "shuffled-targets": shuffled_targets,
    "learning-rates": learning_rates,
}
