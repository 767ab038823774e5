"""The classifier's data, and its probes with the borders between their outcomes."""

from __future__ import annotations

import sys
from types import FrameType
from typing import Any

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

CLASSES, FEATURES, ROWS, BATCH = 10, 16, 400, 40
LN_K = float(np.log(CLASSES))


def data(seed: int) -> Array:
    """Rows sorted by class, (2 * ROWS, 1 + FEATURES): the class from 1, then features of unlike scales and offsets."""
    rng = np.random.default_rng(1000 + seed)
    y = np.sort(np.arange(2 * ROWS) % CLASSES)
    centers = rng.normal(0, 1.15, (CLASSES, FEATURES))
    x = centers[y] + rng.normal(0, 1.15, (2 * ROWS, FEATURES))
    scales = 10.0 ** rng.permutation(np.linspace(-1, 1.5, FEATURES))
    offsets = rng.permutation(np.linspace(-15, 15, FEATURES))
    return np.column_stack([y + 1, x * scales + offsets])


def shapes(run: Run) -> Reading:
    """Shape and type of the arrays, as the functions of the program return."""
    seen: dict[str, tuple[tuple[int, ...], str]] = {}
    name = run.module.__name__

    def note(frame: FrameType, event: str, _: Any) -> None:
        if event == "return" and frame.f_globals.get("__name__") == name:
            for key, value in frame.f_locals.items():
                if isinstance(value, np.ndarray):
                    seen[f"{frame.f_code.co_name}: {key}"] = value.shape, str(value.dtype)

    x, y = run.batch(BATCH)
    weights, before = run.initial, sys.getprofile()
    sys.setprofile(note)
    try:
        run.call("score", weights, x, y)
    finally:
        sys.setprofile(before)
    rows = tuple((key, f"{shape}  {kind}") for key, (shape, kind) in seen.items())
    rows += tuple((key, f"{value.shape}  {value.dtype}") for key, value in weights.items())
    if any(value.dtype == np.float16 for value in weights.values()):
        return Reading("16-bit weights", "the weights are float16", rows)
    hits = seen["score: hits"][0]
    return Reading("as expected" if hits == (BATCH,) else "hits is a table", f"hits has the shape {hits}", rows)


def correlation(run: Run) -> Reading:
    """The largest correlation of a column of X with the label."""
    return correlation_reading(run, "label")


def nearest_mean(run: Run) -> Reading:
    """The accuracy of the nearest class mean on the same arrays, without the network."""
    x, y, x_test, y_test = run.data
    means = np.array([x[y == label].mean(axis=0) for label in range(CLASSES)])

    def accuracy(rows: Array, labels: Array) -> float:
        distances = ((rows[:, None] - means) ** 2).sum(axis=-1)
        return float((distances.argmin(axis=1) == labels).mean())

    first, second = accuracy(x, y), accuracy(x_test, y_test)
    outcome = band(min(first, second), (0.3, "poor"), (0.75, "half"), (np.inf, "good"))
    if first > 0.75 and second < 0.04:
        outcome = "good, test near 0"
    return Reading(outcome, f"training {first:.3f}, test {second:.3f}")


def batches(run: Run) -> Reading:
    """Rows and classes of the first eight batches."""
    y, seen, same = first_batches(run)
    counts = [len(set(y[rows].tolist())) for rows in seen]
    outcome = "one class each" if max(counts) <= 2 else "the same eight times" if same else "mixed"
    rows = tuple((f"batch {at}", f"{count:2} classes, rows {list(map(int, some[:5]))} ...")
                 for at, (count, some) in enumerate(zip(counts, seen, strict=True), 1))  # fmt: skip
    return Reading(outcome, f"{outcome}: {min(counts)} to {max(counts)} classes in a batch", rows)


def loss_at_0(run: Run) -> Reading:
    """The loss before the first step, over ln 10."""
    x, y = run.batch(BATCH)
    ratio = run.loss(run.initial, x, y) / LN_K
    outcome = band(
        ratio, (0.85, "below 0.85"), (1.22, "about 1"), (2, "1.3 to 2"), (32, "2 to 32"), (np.inf, "about 40")
    )
    if abs(ratio - 1) < 1e-9:
        outcome = "exactly 1"
    return Reading(outcome, f"{ratio * LN_K:.4f} ≈ {ratio:.4f} × ln 10")


def batch_size(run: Run) -> Reading:
    """The loss before the first step on 80 rows over the loss on 20 rows."""
    x, y = run.batch(80)
    weights = run.initial
    large, small = run.loss(weights, x, y), run.loss(weights, x[:20], y[:20])
    ratio = large / small
    outcome = band(ratio, (1.31, "about 1"), (2.4, "about 1.46"), (np.inf, "about 4"))
    return Reading(outcome, f"{number(large)} on 80 rows, {number(small)} on 20: ratio {ratio:.3f}")


def softmax_shift(run: Run) -> Reading:
    """softmax(z + 1000) against softmax(z), and a row alone against the row beside another."""
    z = np.array([[1.0, 2, 3], [0.0, 0, 1]])
    both, shifted, alone = run.call("softmax", z), run.call("softmax", z + 1000), run.call("softmax", z[:1])
    rows = (
        ("softmax(z)[0]", str(both[0].round(4))),
        ("softmax(z + 1000)[0]", str(shifted[0].round(4))),
        ("softmax(z[:1])[0]", str(alone[0].round(4))),
    )
    if not np.isfinite(shifted).all():
        return Reading("nan", "softmax(z + 1000) is nan", rows)
    if float(abs(both[:1] - alone).max()) > 1e-9:
        return Reading("rows mix", "a row depends on the row beside it", rows)
    return Reading("the same", "all three are the same", rows)


def mask_mean(run: Run) -> Reading:
    """The mean of the dropout mask over 400 rows."""
    mean = float(run.call("forward", run.initial, run.data[0], drop=True)[1].mean())
    return Reading(band(mean, (0.95, "0.9"), (np.inf, "1")), f"mean {mean:.4f}")


def layer_norms(run: Run) -> Reading:
    """The gradient norm of each parameter before the first step."""
    found = parameter_norms(run, BATCH)
    outcome = band(max(found.values()), (2.8, "all below 3"), (17, "largest 3 to 17"), (np.inf, "largest above 17"))
    if found["b2"] == 0:
        outcome = "b2 exactly 0"
    if found["W1"] == found["W2"] == 0:
        outcome = "W1, W2 exactly 0"
    return parameter_norms_reading(outcome, found)


def overfit(run: Run) -> Reading:
    """The loss after 200 steps on 20 rows, without dropout and weight decay."""
    again = run.again(EPOCHS=200, B=20, DECAY=0.0, KEEP=1.0)
    x, y = again.batch(20)
    losses = []
    for loss, *_ in again.call("train", again.initial, x, y):
        run.check()
        losses.append(float(loss))
    last = float(np.mean(losses[-5:]))
    outcome = "below 0.06" if last < 0.06 else "above 0.06"
    return Reading(outcome, f"{number(losses[0])} to {number(last)}", traces=(trace("loss", np.array(losses)),))


def first_steps(run: Run) -> Reading:
    """The training loss of the first 20 steps."""
    losses = run.trained.losses[:20]
    late, top = float(losses[5:15].mean() / losses[0]), float(losses.max() / losses[0])
    outcome = "falls" if late < 0.9 else "stays within 15 %"
    if top > 1.5:
        outcome = "rises"
    if not np.isfinite(losses).all():
        outcome = "infinite"
    return losses_reading(outcome, losses)


def loss_curve(run: Run) -> Reading:
    """The training loss of all 200 steps."""
    losses = run.trained.losses
    end = float(losses[-10:].mean())
    ratio = end / float(losses[0])
    outcome = band(ratio, (0.62, "falls by a third or more"), (3, "hardly falls"), (np.inf, "rises"))
    if not np.isfinite(losses).all():
        outcome = "infinite on the way"
    return Reading(outcome, f"{number(losses[0])} to {number(end)}", traces=(trace("loss", losses),))


def gradient_norms(run: Run) -> Reading:
    """The gradient norm over the first 30 steps."""
    return gradient_norms_reading(run, (2.8, "stays"), (700, "grows"), (np.inf, "explodes"))


def weight_norm(run: Run) -> Reading:
    """The norm of all weights, before each step and at the end."""
    norms, end = run.trained.weight_norms, norm(run.trained.weights)
    ratio = end / float(norms[0]) if norms[0] > 0 and np.isfinite(end) else np.inf
    outcome = band(
        ratio, (0.8, "shrinks"), (2.35, "up to 2.3 times"), (4.7, "2.4 to 4.7 times"), (np.inf, "more than 4.7 times")
    )
    return Reading(outcome, f"{number(norms[0])} to {number(end)}", traces=(trace("norm", norms),))


def probabilities(run: Run) -> Reading:
    """Row sums and the largest probability after training."""
    p = run.call("forward", run.trained.weights, run.data[0])[-1]
    sums, top = p.sum(axis=1), float(p.max())
    outcome = band(top, (0.24, "largest at most 0.232"), (0.93, "largest 0.24 to 0.9"), (np.inf, "largest near 1"))
    if not np.isfinite(p).all():
        outcome = "nan"
    elif float(abs(sums - 1).max()) > 1e-3:
        outcome = "row sums not 1"
    return Reading(outcome, f"row sums {sums.min():.3f} to {sums.max():.3f}, largest {top:.4f}")


def accuracies(run: Run) -> Reading:
    """The accuracies after training, as the program reports them."""

    def level(value: float) -> str:
        return band(value, (0.035, "near 0"), (0.235, "chance"), (np.inf, "above chance"))

    first, second = run.trained.train_score, run.trained.test_score
    outcome = level(first) if level(first) == level(second) else f"{level(first)}, test {level(second)}"
    return Reading(outcome, f"training {first:.3f}, test {second:.3f}")


def histogram(run: Run) -> Reading:
    """How often each class is predicted on the test rows."""
    counts = np.bincount(run.call("predict", run.trained.weights, run.data[2]), minlength=CLASSES)
    outcome = "nearly all one class" if counts.max() / counts.sum() > 0.77 else "spread"
    rows = tuple((f"class {label}", str(count)) for label, count in enumerate(counts))
    return Reading(outcome, f"{counts.min()} to {counts.max()} of {counts.sum()} rows", rows)


def by_hand(run: Run) -> Reading:
    """The test accuracy counted one row at a time, against the reported one."""
    *_, x, y = run.data
    counted = float(
        np.mean([guess == label for guess, label in zip(run.call("predict", run.trained.weights, x), y, strict=True)])
    )
    reported = run.trained.test_score
    outcome = "agree" if abs(counted - reported) < 0.1 else "do not agree"
    return Reading(outcome, f"counted {counted:.3f}, reported {reported:.3f}")


def twice(run: Run) -> Reading:
    """The test rows predicted twice."""
    x = run.data[2]
    first, second = (run.call("predict", run.trained.weights, x) for _ in range(2))
    different = int((first != second).sum())
    return Reading("different" if different else "the same", f"{different} of {len(x)} predictions differ")


def shuffled_labels(run: Run) -> Reading:
    """The test accuracy after training on shuffled labels."""
    trained = run.again(relabel=True).trained
    first, second = trained.train_score, trained.test_score
    outcome = "chance" if second < 0.22 else "above chance, as in training" if first == second else "above chance"
    return Reading(outcome, f"training {first:.3f}, test {second:.3f}")


def learning_rates(run: Run) -> Reading:
    """The final loss with a tenth of the learning rate, with the learning rate, and with ten times as much."""
    rates = Rates(run)
    none = np.isinf(min(rates.less, rates.now, rates.more))
    return rates.reading("none is finite" if none else rates.outcome(1.055))


READERS = {
    "loss-at-0": loss_at_0,
    "layer-norms": layer_norms,
    "columns": columns,
    "shapes": shapes,
    "batches": batches,
    "batch-size": batch_size,
    "softmax-shift": softmax_shift,
    "overlap": overlap,
    "correlation": correlation,
    "mask-mean": mask_mean,
    "first-steps": first_steps,
    "gradient-norms": gradient_norms,
    "nearest-mean": nearest_mean,
    "loss-curve": loss_curve,
    "weight-norm": weight_norm,
    "gradient-check": gradient_check,
    "accuracies": accuracies,
    "probabilities": probabilities,
    "overfit": overfit,
    "histogram": histogram,
    "moved": moved,
    "by-hand": by_hand,
    "twice": twice,
    "shuffled-labels": shuffled_labels,
    "learning-rates": learning_rates,
}
