"""The computed questions of rung 4 a second time: every answer and every misconception, with NumPy and plain loops."""

from __future__ import annotations

import numpy as np
import pytest

from tests.support.content import Array, Found, Numbers, Oracle, check_another_way, computed_of

COMPUTED = computed_of("information_theory")


def _bits(p: Array, q: Array) -> float:
    """H(p, q) in bits, by a loop."""
    return -sum(float(a) * float(np.log2(b)) for a, b in zip(p, q, strict=True))


def _surprisal(g: Numbers) -> Found:
    p = float(g["p"])
    return {
        "answer": float(np.log2(1 / p)),
        "minus-lost": float(np.log2(p)),
        "nats-for-bits": float(np.log(1 / p)),
        "base-ten": float(np.log10(1 / p)),
        "one-over-p": 1 / p,
        "one-minus-p": 1 - p,
    }


def _independent(g: Numbers) -> Found:
    p = 0.5 ** g["powers"]
    each = -np.log2(p)
    return {
        "answer": float(-np.log2(p.prod())),
        "multiplies-the-bits": float(each.prod()),
        "averages": float(each.mean()),
        "largest-only": float(each.max()),
        "adds-the-probabilities": float(-np.log2(p.sum())),
    }


def _nats(g: Numbers) -> Found:
    x = float(g["nats"])
    return {
        "answer": float(np.log2(np.exp(x))),
        "other-way": x * float(np.log(2)),
        "same-number": x,
        "base-ten": float(np.log10(np.exp(x))),
        "halves": x / 2,
    }


def _coin(g: Numbers) -> Found:
    p = float(g["p"])
    both = np.array([p, 1 - p])
    h, likely = _bits(both, both), max(p, 1 - p)
    return {
        "answer": h,
        "minus-lost": -h,
        "ln-called-bits": float(-(both * np.log(both)).sum()),
        "one-term": -likely * float(np.log2(likely)),
        "no-weights": float(-np.log2(both).sum()),
        "likely-side": -float(np.log2(likely)),
    }


def _equal(g: Numbers) -> Found:
    n = int(g["n"])
    p = np.full(n, 1 / n)
    h = _bits(p, p)
    return {
        "answer": h,
        "counts-the-outcomes": n,
        "ln-called-bits": float(-(p * np.log(p)).sum()),
        "one-term": h / n,
        "minus-lost": -h,
    }


def _cross(g: Numbers) -> Found:
    p, q = g["p"], g["q"]
    h = _bits(p, q)
    return {
        "answer": h,
        "swapped": _bits(q, p),
        "entropy-of-p": _bits(p, p),
        "entropy-of-q": _bits(q, q),
        "ln-called-bits": float(-(p @ np.log(q))),
        "no-weights": float(-np.log2(q).sum()),
        "minus-lost": -h,
    }


def _kl(g: Numbers) -> Found:
    p, q = g["p"], g["q"]
    waste = _bits(p, q) - _bits(p, p)
    return {
        "answer": waste,
        "other-direction": _bits(q, p) - _bits(q, q),
        "entropy-difference": _bits(q, q) - _bits(p, p),
        "cross-entropy": _bits(p, q),
        "upside-down": -waste,
        "ln-called-bits": float(p @ np.log(p / q)),
        "no-weights": float(np.log2(p / q).sum()),
    }


def _split(g: Numbers) -> Found:
    h, cost = float(g["entropy"]), float(g["cross"])
    return {
        "answer": cost - h,
        "whole-price": cost,
        "the-floor": h,
        "adds": h + cost,
        "below-zero": h - cost,
        "ratio": cost / h,
    }


def _batch(g: Numbers) -> Found:
    q, labels = g["Q"], g["labels"].astype(int) - 1
    true = q[np.arange(len(q)), labels]
    hot = np.eye(q.shape[1])[labels]
    total = float(-np.log(true).sum())
    return {
        "answer": total / len(q),
        "scores-the-argmax": float(-np.log(q.max(axis=1)).mean()),
        "one-minus-q": float((1 - true).mean()),
        "brier": float(((q - hot) ** 2).sum(axis=1).mean()),
        "divides-by-the-classes": total / q.shape[1],
        "log-of-the-mean": float(-np.log(true.mean())),
        "never-divides": total,
    }


def _both(g: Numbers) -> Found:
    n, k, q = int(g["flips"]), int(g["heads"]), float(g["q"])
    flips = np.array([q] * k + [1 - q] * (n - k))
    model, share = np.array([q, 1 - q]), np.array([k, n - k]) / n
    likelihood = float(flips.prod())
    assert np.isclose(-np.log(flips).mean(), -(share @ np.log(model)))
    return {
        "answer": -float(np.log(likelihood)) / n,
        "sum-not-mean": -float(np.log(likelihood)),
        "likelihood-itself": likelihood,
        "entropy-of-the-data": float(-(share @ np.log(share))),
        "swapped": float(-(model @ np.log(share))),
        "log-of-the-mean": float(-np.log(flips.mean())),
        "tails-for-heads": float(-(share @ np.log(model[::-1]))),
    }


def _soft(z: Array) -> Array:
    raised = np.exp(z)
    return np.asarray(raised / raised.sum())


def _loss(g: Numbers) -> Found:
    z, at = g["z"], int(g["label"]) - 1
    p = _soft(z)
    found: dict[str, Array | float] = {
        "answer": float(np.log(np.exp(z).sum()) - z[at]),
        "scores-the-argmax": float(-np.log(p.max())),
        "one-minus-p": float(1 - p[at]),
        "log2-called-nats": float(-np.log2(p[at])),
        "minus-lost": float(np.log(p[at])),
        "stops-at-softmax": float(p[at]),
        "averages-the-classes": float(-np.log(p[at]) / 3),
    }
    if z.sum() > 0 and z[at] > 0:
        found["no-exp"] = float(-np.log(z[at] / z.sum()))
    return found


def _gradient(g: Numbers) -> Found:
    p, at = g["p"], int(g["label"]) - 1
    z, y, step = np.log(p), np.eye(3)[at], 1e-6
    slope = np.array([
        (-np.log(_soft(z + step * e)[at]) + np.log(_soft(z - step * e)[at])) / (2 * step) for e in np.eye(3)
    ])  # fmt: skip
    assert np.allclose(slope, p - y, atol=1e-6)
    return {
        "answer": p - y,
        "label-minus-output": y - p,
        "forgets-the-label": p,
        "true-class-alone": (p - y) * y,
        "adds-the-label": p + y,
    }


def _perplexity(g: Numbers) -> Found:
    p = 0.5 ** g["powers"]
    bits = float(-np.log2(p).mean())
    return {
        "answer": float(np.exp(-np.log(p).mean())),
        "stops-at-the-mean": bits,
        "wrong-base": float(np.exp(bits)),
        "averages-the-odds": float((1 / p).mean()),
        "never-averages": float(1 / p.prod()),
        "upside-down": float(p.prod() ** (1 / 3)),
    }


def _forward(g: Numbers) -> Found:
    w, x, at = g["W"], g["x"], int(g["label"]) - 1
    z = w @ x
    p = _soft(z)
    return {
        "answer": float(-np.log(p[at])),
        "other-class": float(-np.log(p[1 - at])),
        "down-the-columns": float(-np.log(_soft(w.T @ x)[at])),
        "stops-at-softmax": float(p[at]),
        "log2-called-nats": float(-np.log2(p[at])),
        "no-normalising": -float(z[at]),
    }


def _outer(g: Numbers) -> Found:
    p, at, x = g["p"], int(g["label"]) - 1, g["x"]
    error = p - np.eye(2)[at]
    return {
        "answer": np.outer(error, x),
        "transposed": np.outer(x, error),
        "label-minus-output": -np.outer(error, x),
        "forgets-the-label": np.outer(p, x),
        "entry-by-entry": error * x,
    }


def _update(g: Numbers) -> Found:
    w, slope, eta = g["W"], g["G"], float(g["eta"])
    return {
        "answer": w - eta * slope,
        "climbs": w + eta * slope,
        "no-step-size": w - slope,
        "step-alone": -eta * slope,
        "divides-by-eta": w - slope / eta,
    }


ORACLES: dict[str, Oracle] = {
    "information_theory.surprisal.bits": _surprisal,
    "information_theory.surprisal.independent": _independent,
    "information_theory.surprisal.nats": _nats,
    "information_theory.entropy.coin": _coin,
    "information_theory.entropy.equal": _equal,
    "information_theory.cross_entropy.compute": _cross,
    "information_theory.kl.compute": _kl,
    "information_theory.kl.split": _split,
    "information_theory.nll.batch": _batch,
    "information_theory.nll.both": _both,
    "information_theory.classifier_loss.loss": _loss,
    "information_theory.classifier_loss.gradient": _gradient,
    "information_theory.classifier_loss.perplexity": _perplexity,
    "information_theory.end_to_end.forward": _forward,
    "information_theory.end_to_end.outer": _outer,
    "information_theory.end_to_end.update": _update,
}


@pytest.mark.parametrize("id", ORACLES)
def test_answers_and_misconceptions_come_out_the_same_by_another_way(id: str) -> None:
    check_another_way(COMPUTED[id], ORACLES[id])
