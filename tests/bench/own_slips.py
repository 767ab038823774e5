"""Slips that belong to one question: what a learner gets who nearly knows the method, from the numbers of a draw.

They are written from the mathematics of the question, as NumPy would work them out, without a look at its wrong rules.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import SimpleNamespace
from typing import Any, TypeAlias, cast

import numpy as np

Numbers: TypeAlias = Any  # the numbers of a draw as attributes: floats, and arrays of floats
Wrong: TypeAlias = Mapping[str, Any]


def numbers_of(given: Mapping[str, object]) -> Numbers:
    """The numbers of a draw, by name."""
    return SimpleNamespace(**{name: _array(value) for name, value in given.items() if not isinstance(value, str)})


def _array(value: object) -> Any:
    """A number as a float, and nested tuples of numbers as an array."""
    return np.array([_array(one) for one in value]) if isinstance(value, tuple) else float(cast("float", value))


def _powers(z: Any) -> Any:
    return np.exp(np.asarray(z) - np.max(z))


def _softmax(z: Any) -> Any:
    return _powers(z) / _powers(z).sum()


def _entropy(p: Any) -> float:
    p = np.asarray(p)[np.asarray(p) > 0]
    return float(-(p * np.log2(p)).sum())


def _dot(g: Numbers) -> Wrong:
    each = g.a * g.b
    return {
        "not added": each,
        "entries added": g.a.sum() + g.b.sum(),
        "sums multiplied": g.a.sum() * g.b.sum(),
        "signs lost": np.abs(each).sum(),
        "last product left out": each[:-1].sum(),
        "subtracted": each[0] - each[1:].sum(),
    }


def _scores(g: Numbers) -> Wrong:
    return {
        "signs lost": np.abs(g.K * g.q).sum(axis=1),
        "added": (g.K + g.q).sum(axis=1),
        "first key only": g.K[0] @ g.q,
        "all scores added": (g.K @ g.q).sum(),
        "sums multiplied": g.K.sum(axis=1) * g.q.sum(),
        "products": g.K * g.q,
    }


def _projection(g: Numbers) -> Wrong:
    return {
        "onto b": g.a @ g.b / (g.b @ g.b) * g.b,
        "the factor": g.a @ g.b / (g.a @ g.a),
        "not divided": g.a @ g.b * g.a,
        "one length": g.a @ g.b / np.linalg.norm(g.a) * g.a,
        "the remainder": g.b - g.a @ g.b / (g.a @ g.a) * g.a,
        "the dot product": g.a @ g.b,
    }


def _reach(g: Numbers) -> Wrong:
    dot = g.a @ g.b
    return {
        "the dot product": dot,
        "by the other length": dot / np.linalg.norm(g.b),
        "by the square": dot / (g.a @ g.a),
        "the cosine": dot / np.linalg.norm(g.a) / np.linalg.norm(g.b),
        "the size": abs(dot) / np.linalg.norm(g.a),
        "the length of b": np.linalg.norm(g.b),
    }


def _norm(g: Numbers) -> Wrong:
    return {
        "entries added": g.a.sum(),
        "sizes added": np.abs(g.a).sum(),
        "no root": g.a @ g.a,
        "the largest": np.abs(g.a).max(),
        "root of the sum": np.sqrt(np.abs(g.a).sum()),
        "halved": (g.a @ g.a) / 2,
    }


def _unit(g: Numbers) -> Wrong:
    return {
        "by the square": g.a / (g.a @ g.a),
        "by the sum of sizes": g.a / np.abs(g.a).sum(),
        "signs lost": np.abs(g.a) / np.linalg.norm(g.a),
        "not divided": g.a,
        "the length": np.linalg.norm(g.a),
        "by the largest": g.a / np.abs(g.a).max(),
    }


def _mean_vector(g: Numbers) -> Wrong:
    return {
        "sum": g.X.sum(axis=0),
        "over the entries": g.X.mean(axis=1),
        "by the entries": g.X.sum(axis=0) / g.X.shape[1],
        "one number": g.X.mean(),
        "the middle": np.median(g.X, axis=0),
        "first two": g.X[:2].mean(axis=0),
    }


def _eigenvalue(g: Numbers) -> Wrong:
    image = g.A @ g.v
    return {
        "the image": image,
        "its first entry": image[0],
        "upside down": g.v[0] / image[0],
        "the trace": np.trace(g.A),
        "entries added": image.sum(),
        "the determinant": np.linalg.det(g.A),
    }


def _eigenvalues(g: Numbers) -> Wrong:
    (a, b), (c, d) = g.A
    return {
        "the diagonal": np.array([a, d]),
        "signs": -np.linalg.eigvals(g.A).real,
        "trace and determinant": np.array([a + d, a * d - b * c]),
        "the trace": a + d,
        "one only": np.linalg.eigvals(g.A).real[0],
        "the determinant": a * d - b * c,
    }


def _partner(g: Numbers) -> Wrong:
    other = g.trace - getattr(g, "lambda")
    return {
        "the other eigenvalue": other,
        "the trace": g.trace,
        "sum": g.trace + getattr(g, "lambda"),
        "times the trace": g.trace * getattr(g, "lambda"),
        "squared": getattr(g, "lambda") ** 2,
        "sign": -other * getattr(g, "lambda"),
    }


def _columns(g: Numbers) -> Wrong:
    x, y = g.v
    return {
        "weights swapped": y * g.first + x * g.second,
        "images added": g.first + g.second,
        "first image only": x * g.first,
        "as rows": np.array([g.first @ g.v, g.second @ g.v]),
        "second image only": y * g.second,
        "added to the entries": g.first + x + g.second + y,
    }


def _layer(g: Numbers) -> Wrong:
    return {
        "no bias": g.W @ g.x,
        "bias subtracted": g.W @ g.x - g.b,
        "products": g.W * g.x,
        "bias alone": g.b,
        "sums times sums": g.W.sum(axis=1) * g.x.sum() + g.b,
        "bias for every product": g.W @ g.x + g.b * len(g.x),
    }


def _product(g: Numbers) -> Wrong:
    square = g.A.shape == g.B.shape
    more = {"cell by cell": g.A * g.B, "rows by rows": g.A @ g.B.T, "columns by columns": g.A.T @ g.B} if square else {}
    return {
        "the other order": g.B @ g.A,
        "transposed": (g.A @ g.B).T,
        "first cell": (g.A @ g.B)[0, 0],
        "first row": (g.A @ g.B)[0],
        "last product left out": g.A[:, :-1] @ g.B[:-1],
        **more,
    }


def _order(g: Numbers) -> Wrong:
    return {
        "the other order": g.B @ (g.A @ g.v),
        "B alone": g.B @ g.v,
        "A alone": g.A @ g.v,
        "added": (g.A + g.B) @ g.v,
        "cell by cell": (g.A * g.B) @ g.v,
        "the product": g.A @ g.B,
    }


def _transposed(g: Numbers) -> Wrong:
    return {
        "order kept": g.A.T @ g.B.T,
        "not transposed": g.A @ g.B,
        "other order": g.B @ g.A,
        "cell by cell": g.A.T * g.B.T,
        "one transposed": g.B.T @ g.A,
        "the other transposed": g.B @ g.A.T,
    }


def _entry(g: Numbers) -> Wrong:
    i, j = int(g.i) - 1, int(g.j) - 1
    return {
        "mirrored": (g.A @ g.B)[j, i],
        "row by row": g.A[i] @ g.B[j],
        "the other order": (g.B @ g.A)[i, j],
        "one product": g.A[i, j] * g.B[i, j],
        "column by column": g.A[:, i] @ g.B[:, j],
        "row added": g.A[i].sum() + g.B[:, j].sum(),
    }


def _share(g: Numbers) -> Wrong:
    roots = np.sqrt(g.values)
    return {
        "squared": g.values[0] ** 2 / (g.values**2).sum(),
        "roots": roots[0] / roots.sum(),
        "to the rest": g.values[0] / g.values[1:].sum(),
        "one of three": 1 / len(g.values),
        "the rest": 1 - g.values[0] / g.values.sum(),
        "first two": g.values[:2].sum() / g.values.sum(),
    }


def _ratio_of_powers(g: Numbers) -> Wrong:
    return {
        "one round": g.large / g.small,
        "times the rounds": g.times * g.large / g.small,
        "difference": g.large**g.times - g.small**g.times,
        "the large one": g.large**g.times,
        "one round less": (g.large / g.small) ** (g.times - 1),
        "one round more": (g.large / g.small) ** (g.times + 1),
    }


def _power_step(g: Numbers) -> Wrong:
    image = g.A @ g.v
    return {
        "not scaled": image,
        "by the square": image / (image @ image),
        "by the largest": image / np.abs(image).max(),
        "v alone": g.v / np.linalg.norm(g.v),
        "by the length of v": image / np.linalg.norm(g.v),
        "by the sum": image / np.abs(image).sum(),
    }


def _given(g: Numbers) -> Wrong:
    total = g.both + g.spam_only + g.link_only + g.neither
    return {
        "of all": g.both / total,
        "the other way": g.both / (g.both + g.spam_only),
        "odds": g.both / g.link_only,
        "the complement": g.link_only / (g.both + g.link_only),
        "the margin": (g.both + g.link_only) / total,
        "the other odds": g.both / g.spam_only,
    }


def _covariance(g: Numbers) -> Wrong:
    dx, dy = g.x - g.x.mean(), g.y - g.y.mean()
    return {
        "sum": dx @ dy,
        "by n - 1": dx @ dy / (len(g.x) - 1),
        "not centered": g.x @ g.y / len(g.x),
        "signs lost": np.abs(dx * dy).mean(),
        "one centered, by n - 1": g.x @ dy / (len(g.x) - 1),
        "product of the means": g.x.mean() * g.y.mean(),
    }


def _covariance_matrix(g: Numbers) -> Wrong:
    table = np.stack([g.x, g.y])
    return {
        "sums": table @ table.T,
        "by n - 1": table @ table.T / (len(g.x) - 1),
        "no covariance": np.diag((table**2).mean(axis=1)),
        "roots": np.sqrt(np.abs(table @ table.T / len(g.x))),
        "swapped": (table[::-1] @ table[::-1].T) / len(g.x),
        "one cell": g.x @ g.y / len(g.x),
    }


def _along(g: Numbers) -> Wrong:
    return {
        "variances only": g.u**2 @ np.diag(g.C),
        "covariance once": g.u**2 @ np.diag(g.C) + g.u[0] * g.u[1] * g.C[0, 1],
        "the image": g.C @ g.u,
        "its length": np.linalg.norm(g.C @ g.u),
        "not squared": g.u @ np.diag(g.C),
        "all cells added": g.C.sum(),
    }


def _frequencies(g: Numbers) -> Wrong:
    hit, false = 100 * g.prior * g.sensitivity / 100, (100 - g.prior) * 100 * g.alarm / 100
    return {
        "sensitivity": g.sensitivity / 100,
        "odds": hit / false,
        "of all people": hit / 10_000,
        "the prior": g.prior / 100,
        "false alarms": false / (hit + false),
        "the false alarm rate": g.alarm / 100,
    }


def _mean(g: Numbers) -> Wrong:
    return {
        "plain mean": g.x.mean(),
        "the sum": g.x.sum(),
        "the likeliest": g.x[g.p.argmax()],
        "divided again": g.x @ g.p / len(g.x),
        "mean of squares": g.x**2 @ g.p,
        "weights squared": g.x @ g.p**2,
    }


def _scaled(g: Numbers) -> Wrong:
    return {
        "not squared": g.a * g.v,
        "shifted": g.a**2 * g.v + g.b,
        "like a mean": g.a * g.v + g.b,
        "unchanged": g.v,
        "size only": abs(g.a) * g.v,
        "shift squared": g.a**2 * g.v + g.b**2,
    }


def _gaussian(g: Numbers) -> Wrong:
    mean, squares = g.x.mean(), ((g.x - g.x.mean()) ** 2).sum()
    return {
        "by n - 1": np.array([mean, squares / (len(g.x) - 1)]),
        "sum": np.array([mean, squares]),
        "root": np.array([mean, np.sqrt(g.x.var())]),
        "not centered": np.array([mean, (g.x**2).mean()]),
        "swapped": np.array([g.x.var(), mean]),
        "the mean alone": mean,
    }


def _estimate(g: Numbers) -> Wrong:
    n = g.heads + g.tails
    return {
        "odds": g.heads / g.tails,
        "tails": g.tails / n,
        "one half": 0.5,
        "one more each": (g.heads + 1) / (n + 2),
        "the likelihood": (g.heads / n) ** g.heads * (g.tails / n) ** g.tails,
        "the count": g.heads,
    }


def _softmax_slips(g: Numbers) -> Wrong:
    return {
        "no exponential": g.z / g.z.sum() if g.z.sum() else g.z,
        "not divided": np.exp(g.z),
        "by the largest": _powers(g.z),
        "hardmax": (g.z == g.z.max()) * 1.0,
        "reversed": _softmax(g.z)[::-1],
        "negated": _softmax(-g.z),
    }


def _tempered(g: Numbers) -> Wrong:
    return {
        "multiplied": _softmax(g.z * g.T)[0],
        "no temperature": _softmax(g.z)[0],
        "divided after": _softmax(g.z)[0] / g.T,
        "the other class": _softmax(g.z / g.T)[1],
        "the gap": (g.z[0] - g.z[1]) / g.T,
        "the ratio": np.exp((g.z[0] - g.z[1]) / g.T),
    }


def _any(g: Numbers) -> Wrong:
    return {
        "added": g.count * g.p,
        "all": g.p**g.count,
        "none": (1 - g.p) ** g.count,
        "one": g.p,
        "exactly one": g.count * g.p * (1 - g.p) ** (g.count - 1),
        "not all": 1 - g.p**g.count,
    }


def _joint(g: Numbers) -> Wrong:
    return {
        "given": g.q,
        "divided": g.q / g.p,
        "added": g.p + g.q,
        "without": g.p * (1 - g.q),
        "the difference": abs(g.p - g.q),
        "the first": g.p,
    }


def _area(g: Numbers) -> Wrong:
    height = 1 / (g.b - g.a)
    return {
        "the density": height,
        "the length": g.d - g.c,
        "below": (g.d - g.a) * height,
        "outside": 1 - (g.d - g.c) * height,
        "below the start": (g.c - g.a) * height,
        "upside down": (g.b - g.a) / (g.d - g.c),
    }


def _approximation(g: Numbers) -> Wrong:
    return {
        "the change": g.slope * g.step,
        "a whole step": g.height + g.slope,
        "the other way": g.height - g.slope * g.step,
        "from zero": g.height + g.slope * (g.a + g.step),
        "step added": g.height + g.step,
        "no height": g.slope * (g.a + g.step),
    }


def _partials(g: Numbers) -> Wrong:
    x, y = g.at
    return {
        "squares only": np.array([2 * g.a * x, 2 * g.c * y]),
        "swapped": np.array([g.b * x + 2 * g.c * y, 2 * g.a * x + g.b * y]),
        "added": 2 * g.a * x + g.b * y + g.b * x + 2 * g.c * y,
        "the value": g.a * x * x + g.b * x * y + g.c * y * y,
        "first only": 2 * g.a * x + g.b * y,
        "no 2": np.array([g.a * x + g.b * y, g.b * x + g.c * y]),
    }


def _rate(g: Numbers) -> Wrong:
    dot = g.slopes @ g.way
    return {
        "not divided": dot,
        "by the gradient": dot / np.linalg.norm(g.slopes),
        "the length": np.linalg.norm(g.slopes),
        "added": g.slopes.sum(),
        "by the square": dot / (g.way @ g.way),
        "the cosine": dot / np.linalg.norm(g.slopes) / np.linalg.norm(g.way),
    }


def _estimated(g: Numbers) -> Wrong:
    change = g.slopes @ g.step
    return {
        "the change": change,
        "the other way": g.height - change,
        "whole slopes": g.height + g.slopes.sum(),
        "first only": g.height + g.slopes[0] * g.step[0],
        "steps added": g.height + g.step.sum(),
        "from zero": g.height + g.slopes @ (g.at + g.step),
    }


def _two(g: Numbers) -> Wrong:
    x, y = g.at
    slope = np.array([2 * g.a * x + g.b * y, g.b * x + 2 * g.c * y])
    reused = g.at[0] - g.eta * slope[0]
    return {
        "climbs": g.at + g.eta * slope,
        "no step size": g.at - slope,
        "the step": -g.eta * slope,
        "the gradient": slope,
        "x only": np.array([reused, y]),
        "new x reused": np.array([reused, y - g.eta * (g.b * reused + 2 * g.c * y)]),
    }


def _bias_slope(g: Numbers) -> Wrong:
    e = g.w * g.x + g.b - g.y
    return {
        "sign": -2 * e.mean(),
        "no 2": e.mean(),
        "sum": 2 * e.sum(),
        "weighted": 2 * (e * g.x).mean(),
        "squares": (e**2).mean(),
        "sizes": 2 * np.abs(e).mean(),
    }


def _pair_slope(g: Numbers) -> Wrong:
    e = g.X @ g.w - g.y
    return {
        "sign": -g.X.T @ e,
        "sum": 2 * g.X.T @ e,
        "no 2": g.X.T @ e / 2,
        "rows": g.X @ e,
        "first example": e[0] * g.X[0],
        "residuals": e,
    }


def _power_rule(g: Numbers) -> Wrong:
    return {
        "the value": g.x**g.n + g.b * g.x,
        "exponent kept": g.n * g.x**g.n + g.b,
        "no factor": g.x ** (g.n - 1) + g.b,
        "term lost": g.n * g.x ** (g.n - 1),
        "term kept": g.n * g.x ** (g.n - 1) + g.b * g.x,
        "minus": g.n * g.x ** (g.n - 1) - g.b,
    }


def _inner(g: Numbers) -> Wrong:
    u = g.a * g.x + g.b
    return {
        "no inner slope": g.n * u ** (g.n - 1),
        "the value": u**g.n,
        "exponent kept": g.n * g.a * u**g.n,
        "added": g.n * u ** (g.n - 1) + g.a,
        "at x": g.n * g.a * g.x ** (g.n - 1),
        "no factor": g.a * u ** (g.n - 1),
    }


def _sigmoid(g: Numbers) -> Wrong:
    s = g.odds / (1 + g.odds)
    z = float(np.log(g.odds))
    return {"the output": s, "the rest": 1 - s, "z for s": z * (1 - z), "plus": s * (1 + s), "squared": s * s, "z": z}


def _limit(g: Numbers) -> Wrong:
    return {
        "best": 1 / (2 * g.a),
        "one": 1,
        "curvature": 2 * g.a,
        "two over a": 2 / g.a,
        "the coefficient": g.a,
        "four over a": 4 / g.a,
    }


def _rate_found(g: Numbers) -> Wrong:
    change = g.moved - g.at
    return {
        "sign": change[0] / g.slopes[0],
        "upside down": g.slopes[0] / -change[0],
        "the change": change[0],
        "by the place": -change[0] / g.at[0],
        "size of the change": abs(change[0]),
        "twice": -2 * change[0] / g.slopes[0],
    }


def _size(g: Numbers) -> Wrong:
    return {
        "the gradient": np.linalg.norm(g.slopes),
        "sizes added": g.eta * np.abs(g.slopes).sum(),
        "no root": g.eta * (g.slopes @ g.slopes),
        "eta": g.eta,
        "entries added": g.eta * g.slopes.sum(),
        "the step": -g.eta * g.slopes,
    }


def _flat(g: Numbers) -> Wrong:
    eta = 1 / g.steep
    return {
        "what goes": eta * g.gentle,
        "the steep one": 0,
        "no step size": 1 - g.gentle,
        "upside down": 1 - g.steep / g.gentle,
        "the ratio": g.steep / g.gentle,
        "the step size": eta,
    }


def _split(g: Numbers) -> Wrong:
    return {
        "the loss": g.cross,
        "the entropy": g.entropy,
        "added": g.cross + g.entropy,
        "the other way": g.entropy - g.cross,
        "the ratio": g.cross / g.entropy,
        "in nats": (g.cross - g.entropy) * np.log(2),
    }


def _cross(g: Numbers) -> Wrong:
    return {
        "exchanged": -(g.q * np.log2(g.p)).sum(),
        "entropy": _entropy(g.p),
        "entropy of the belief": _entropy(g.q),
        "nats": -(g.p * np.log(g.q)).sum(),
        "not weighted": -np.log2(g.q).sum(),
        "divergence": -(g.p * np.log2(g.q)).sum() - _entropy(g.p),
    }


def _loss(g: Numbers) -> Wrong:
    p, at = _softmax(g.z), int(g.label) - 1
    return {
        "the probability": p[at],
        "one minus": 1 - p[at],
        "bits": -np.log2(p[at]),
        "sign": np.log(p[at]),
        "the best class": -np.log(p.max()),
        "the logit": -g.z[at],
    }


def _logit_slope(g: Numbers) -> Wrong:
    y = np.eye(len(g.p))[int(g.label) - 1]
    return {
        "sign": y - g.p,
        "no label": g.p,
        "label alone": (g.p - y) * y,
        "added": g.p + y,
        "the label": y,
        "one number": g.p[int(g.label) - 1] - 1,
    }


def _batch(g: Numbers) -> Wrong:
    true = g.Q[np.arange(len(g.Q)), g.labels.astype(int) - 1]
    return {
        "sum": -np.log(true).sum(),
        "best class": -np.log(g.Q.max(axis=1)).mean(),
        "log of the mean": -np.log(true.mean()),
        "one minus": (1 - true).mean(),
        "by the classes": -np.log(true).sum() / g.Q.shape[1],
        "bits": -np.log2(true).mean(),
    }


def _forward(g: Numbers) -> Wrong:
    p, at = _softmax(g.W @ g.x), int(g.label) - 1
    return {
        "the probability": p[at],
        "other class": -np.log(p[1 - at]),
        "bits": -np.log2(p[at]),
        "columns": -np.log(_softmax(g.W.T @ g.x)[at]),
        "sign": np.log(p[at]),
        "the logit": (g.W @ g.x)[at],
    }


def _update(g: Numbers) -> Wrong:
    return {
        "climbs": g.W + g.eta * g.G,
        "no step size": g.W - g.G,
        "the step": -g.eta * g.G,
        "the gradient": g.G,
        "transposed": g.W - g.eta * g.G.T,
        "first cell": (g.W - g.eta * g.G)[0, 0],
    }


def _surprise(g: Numbers) -> Wrong:
    return {
        "nats": -np.log(g.p),
        "sign": np.log2(g.p),
        "base ten": -np.log10(g.p),
        "one over": 1 / g.p,
        "one minus": 1 - g.p,
        "weighted": -g.p * np.log2(g.p),
    }


def _nats(g: Numbers) -> Wrong:
    return {
        "unchanged": g.nats,
        "the other way": g.nats * np.log(2),
        "twice": 2 * g.nats,
        "base ten": g.nats / np.log(10),
        "exponential": np.exp(g.nats),
        "power": 2**g.nats,
    }


def _bits(g: Numbers) -> Wrong:
    return {
        "unchanged": g.bits,
        "the other way": g.bits / np.log(2),
        "half": g.bits / 2,
        "base ten": g.bits * np.log10(2),
        "power": 2**g.bits,
        "probability": 2**-g.bits,
    }


def _equal(g: Numbers) -> Wrong:
    return {
        "nats": np.log(g.n),
        "the number": g.n,
        "one term": np.log2(g.n) / g.n,
        "sign": -np.log2(g.n),
        "probability": 1 / g.n,
        "half": g.n / 2,
    }


def _perplexity(g: Numbers) -> Wrong:
    mean = g.powers.mean()
    return {
        "the mean": mean,
        "e": np.exp(mean),
        "mean of counts": (2**g.powers).mean(),
        "whole text": 2 ** g.powers.sum(),
        "upside down": 2**-mean,
        "sum": g.powers.sum(),
    }


def _both_directions(g: Numbers) -> Wrong:
    forward, back = (g.p * np.log2(g.p / g.q)).sum(), (g.q * np.log2(g.q / g.p)).sum()
    return {
        "exchanged": np.array([back, forward]),
        "the same twice": np.array([forward, forward]),
        "nats": np.array([forward, back]) * np.log(2),
        "signs": np.array([-forward, -back]),
        "one only": forward,
        "entropies": np.array([_entropy(g.p), _entropy(g.q)]),
    }


def _questions(g: Numbers) -> Wrong:
    return {
        "entropy": _entropy(g.p),
        "log of the number": np.log2(len(g.p)),
        "plain mean": 5 / 3,
        "two each": 2,
        "one each": 1,
        "nats": _entropy(g.p) * np.log(2),
    }


OWN: Mapping[str, Callable[[Numbers], Wrong]] = {
    "linear_algebra.dot.compute": _dot,
    "linear_algebra.dot.scores": _scores,
    "linear_algebra.angle.projection": _projection,
    "linear_algebra.angle.reach": _reach,
    "linear_algebra.vectors.norm": _norm,
    "linear_algebra.vectors.unit": _unit,
    "linear_algebra.vectors.mean": _mean_vector,
    "linear_algebra.eigen.value": _eigenvalue,
    "linear_algebra.eigen.values": _eigenvalues,
    "linear_algebra.eigen.partner": _partner,
    "linear_algebra.eigen.share": _share,
    "linear_algebra.eigen.ratio": _ratio_of_powers,
    "linear_algebra.eigen.power": _power_step,
    "linear_algebra.maps.columns": _columns,
    "linear_algebra.maps.layer": _layer,
    "linear_algebra.products.matmul": _product,
    "linear_algebra.products.rect": _product,
    "linear_algebra.products.order": _order,
    "linear_algebra.products.entry": _entry,
    "linear_algebra.shapes.transpose": _transposed,
    "probability.conditional.given": _given,
    "probability.conditional.any": _any,
    "probability.conditional.joint": _joint,
    "probability.covariance.entry": _covariance,
    "probability.covariance.matrix": _covariance_matrix,
    "probability.covariance.along": _along,
    "probability.bayes.posterior_frequencies": _frequencies,
    "probability.expectation.mean": _mean,
    "probability.expectation.scaled": _scaled,
    "probability.likelihood.gaussian": _gaussian,
    "probability.likelihood.mle": _estimate,
    "probability.softmax.compute": _softmax_slips,
    "probability.softmax.temperature": _tempered,
    "probability.variables.area": _area,
    "calculus.derivative.approx": _approximation,
    "calculus.gradient.partials": _partials,
    "calculus.gradient.rate": _rate,
    "calculus.gradient.estimate": _estimated,
    "calculus.descent.two": _two,
    "calculus.descent.rate": _rate_found,
    "calculus.descent.size": _size,
    "calculus.chain.bias": _bias_slope,
    "calculus.chain.pair": _pair_slope,
    "calculus.rules.power": _power_rule,
    "calculus.rules.inner": _inner,
    "calculus.rules.sigmoid": _sigmoid,
    "calculus.stepsize.limit": _limit,
    "calculus.stepsize.flat": _flat,
    "information_theory.kl.split": _split,
    "information_theory.kl.both": _both_directions,
    "information_theory.cross_entropy.compute": _cross,
    "information_theory.classifier_loss.loss": _loss,
    "information_theory.classifier_loss.gradient": _logit_slope,
    "information_theory.classifier_loss.perplexity": _perplexity,
    "information_theory.nll.batch": _batch,
    "information_theory.end_to_end.forward": _forward,
    "information_theory.end_to_end.update": _update,
    "information_theory.surprisal.bits": _surprise,
    "information_theory.surprisal.nats": _nats,
    "information_theory.surprisal.back": _bits,
    "information_theory.entropy.equal": _equal,
    "information_theory.entropy.questions": _questions,
}
"""By the id of a question, its slips: (name, what it gives) for the numbers of a draw."""
