"""The computed questions of rung 2 a second time: every answer and every misconception, with NumPy."""

from __future__ import annotations

import numpy as np
import pytest

from tests.support.content import Array, Found, Numbers, Oracle, check_another_way, computed_of

COMPUTED = computed_of("probability")


def _union(g: Numbers) -> Found:
    """Over 10,000 mails, counted one by one."""
    p, q, o = (round(10_000 * float(g[name])) for name in "pqo")
    free, now = np.zeros(10_000, bool), np.zeros(10_000, bool)
    free[:p] = True
    now[p - o : p - o + q] = True
    assert (free & now).sum() == o
    return {
        "answer": float((free | now).mean()),
        "no-overlap": float(free.mean() + now.mean()),
        "assumes-independence": 1 - (1 - float(g["p"])) * (1 - float(g["q"])),
        "exactly-one": float((free ^ now).mean()),
        "multiplies": float(g["p"] * g["q"]),
    }


def _area(g: Numbers) -> Found:
    a, b, c, d = (float(g[name]) for name in "abcd")
    below = np.interp([c, d], [a, b], [0, 1])
    return {
        "answer": float(below[1] - below[0]),
        "reads-the-density": 1 / (b - a),
        "length-only": d - c,
        "all-below": float(below[1]),
        "the-rest": float(below[0] + 1 - below[1]),
    }


def _mean(g: Numbers) -> Found:
    x, p = g["x"], g["p"]
    return {
        "answer": float(x @ p),
        "unweighted": float(x.mean()),
        "most-likely": float(x[p.argmax()]),
        "divides-again": float((x * p).mean()),
        "no-weights": float(x.sum()),
    }


def _square(g: Numbers) -> Found:
    x, p = g["x"], g["p"]
    return {
        "answer": float(x**2 @ p),
        "squares-the-mean": float((x @ p) ** 2),
        "never-squares": float(x @ p),
        "squares-the-weights": float(x @ p**2),
        "unweighted": float((x**2).mean()),
    }


def _variance(g: Numbers) -> Found:
    """Over a population of ten in which each value is as frequent as its probability says."""
    x, p = g["x"], g["p"]
    population = np.repeat(x, np.round(10 * p).astype(int))
    return {
        "answer": float(population.var()),
        "never-subtracts": float((population**2).mean()),
        "takes-the-root": float(population.std()),
        "distances-unsquared": float(np.abs(population - population.mean()).mean()),
        "unweighted": float(((x - population.mean()) ** 2).mean()),
    }


def _entry(g: Numbers) -> Found:
    x, y = g["x"], g["y"]
    products = (x - x.mean()) * (y - y.mean())
    return {
        "answer": float(np.cov(x, y, ddof=0)[0, 1]),
        "never-centres": float((x * y).mean()),
        "never-divides": float(products.sum()),
        "divides-by-three": float(np.cov(x, y)[0, 1]),
        "drops-the-signs": float(np.abs(products).mean()),
    }


def _matrix(g: Numbers) -> Found:
    x, y = g["x"], g["y"]
    assert x.sum() == y.sum() == 0
    c = np.cov(x, y, ddof=0)
    found: Found = {
        "answer": c,
        "never-divides": c * 4,
        "divides-by-three": np.cov(x, y),
        "variances-only": np.diag(np.diag(c)),
    }
    return found if c[0, 0] == c[1, 1] else {**found, "columns-swapped": c[::-1, ::-1]}


def _along(g: Numbers) -> Found:
    c, u = g["C"], g["u"]
    assert np.isclose(np.linalg.norm(u), 1)
    assert (np.linalg.eigvalsh(c) > 0).all()
    root = np.linalg.cholesky(c)
    diagonal = float(u**2 @ np.diag(c))
    return {
        "answer": float(((u @ root) ** 2).sum()),
        "variances-only": diagonal,
        "covariance-once": diagonal + float(c[0, 1] * u.prod()),
        "length-of-the-image": float(np.linalg.norm(c @ u)),
        "adds-the-variances": float(np.trace(c)),
    }


def _given(g: Numbers) -> Found:
    table = np.array([[g["both"], g["spam_only"]], [g["link_only"], g["neither"]]])
    return {
        "answer": float(table[0, 0] / table[:, 0].sum()),
        "the-other-way-round": float(table[0, 0] / table[0].sum()),
        "joint": float(table[0, 0] / table.sum()),
        "ignores-the-condition": float(table[0].sum() / table.sum()),
        "odds": float(table[0, 0] / table[1, 0]),
    }


def _expected(g: Numbers) -> Found:
    n, a, b = (float(g[name]) for name in "nab")
    return {
        "answer": float(np.outer([a, n - a], [b, n - b])[0, 0] / n),
        "excludes": 0.0,
        "contained": min(a, b),
        "adds": a + b,
        "a-quarter": n / 4,
    }


def _rates(g: Numbers) -> tuple[float, float, float]:
    return float(g["prior"]) / 100, float(g["sensitivity"]) / 100, float(g["alarm"]) / 100


def _tree(g: Numbers) -> Found:
    d, s, f = _rates(g)
    people = 1000 * np.array([d, 1 - d])
    return {
        "answer": people * [s, f],
        "rates-of-everybody": 1000 * np.array([s, f]),
        "misses-as-alarms": people * [s, 1 - s],
        "negatives": people * [1 - s, 1 - f],
        "groups-only": people,
    }


def _posterior(g: Numbers) -> Found:
    d, s, f = _rates(g)
    joint = np.array([d, 1 - d]) * [s, f]
    miss = np.array([d, 1 - d]) * [s, 1 - s]
    return {
        "answer": float(joint[0] / joint.sum()),
        "inverse-fallacy": s,
        "difference": s - f,
        "joint": float(joint[0]),
        "misses-as-alarms": float(miss[0] / miss.sum()),
        "prior": d,
    }


def _flips(g: Numbers) -> tuple[Array, float]:
    """The flips as ones and zeros, and theta where there is one."""
    flips = np.repeat([1.0, 0.0], [int(g["heads"]), int(g["tails"])])
    return flips, float(g.get("theta", np.array(0.0)))


def _coin(g: Numbers) -> Found:
    flips, theta = _flips(g)
    each = np.where(flips == 1, theta, 1 - theta)
    return {
        "answer": float(each.prod()),
        "estimate": float(flips.mean()),
        "heads-only": float(each[flips == 1].prod()),
        "adds": float(each.sum()),
        "all-heads": theta ** len(flips),
        "adds-the-parts": float(each[flips == 1].prod() + each[flips == 0].prod()),
    }


def _log(g: Numbers) -> Found:
    flips, theta = _flips(g)
    each = np.where(flips == 1, theta, 1 - theta)
    return {
        "answer": float(np.log(each).sum()),
        "each-once": float(np.log(np.unique(each)).sum()),
        "log-of-the-sum": float(np.log(each.sum())),
        "base-two": float(np.log2(each).sum()),
        "loses-the-minus": -float(np.log(each).sum()),
        "heads-only": float(np.log(each[flips == 1]).sum()),
    }


def _mle(g: Numbers) -> Found:
    flips, _ = _flips(g)
    heads, tails = flips.sum(), (1 - flips).sum()
    grid = np.linspace(0, 1, 10 * len(flips) * 12 + 1)[1:-1]
    scores = heads * np.log(grid) + tails * np.log(1 - grid)
    best = float(grid[scores.argmax()])
    return {
        "answer": best,
        "likelihood-at-the-peak": float(np.exp(scores.max())),
        "fair": 0.5,
        "odds": float(heads / tails),
        "other-side": 1 - best,
    }


def _gaussian(g: Numbers) -> Found:
    x = g["x"]
    return {
        "answer": np.array([x.mean(), x.var()]),
        "divides-by-one-less": np.array([x.mean(), x.var(ddof=1)]),
        "takes-the-root": np.array([x.mean(), x.std()]),
        "never-divides": np.array([x.mean(), x.var() * len(x)]),
        "never-centres": np.array([x.mean(), (x**2).mean()]),
    }


def _softmax(z: Array) -> Array:
    """By the logistic function: one over the sum of e to each gap."""
    found: Array = 1 / np.exp(z[None, :] - z[:, None]).sum(axis=1)
    return found


def _compute(g: Numbers) -> Found:
    z = g["z"]
    return {
        "answer": _softmax(z),
        "no-exponential": z / z.sum(),
        "hardmax": (z == z.max()).astype(float),
        "never-normalised": np.exp(z),
        "divides-by-the-largest": _softmax(z) / _softmax(z).max(),
    }


def _ratio(g: Numbers) -> Found:
    z = g["z"]
    p = _softmax(z)
    return {
        "answer": float(p[0] / p[1]),
        "scores-divided": float(z[0] / z[1]),
        "difference-only": float(z[0] - z[1]),
        "exponentials-subtracted": float(np.exp(z[0]) - np.exp(z[1])),
        "upside-down": float(p[1] / p[0]),
    }


def _temperature(g: Numbers) -> Found:
    z, t = g["z"], float(g["T"])
    return {
        "answer": float(_softmax(z / t)[0]),
        "multiplies-by-t": float(_softmax(z * t)[0]),
        "ignores-t": float(_softmax(z)[0]),
        "divides-the-share": float(_softmax(z)[0] / t),
        "no-exponential": float((z[0] - z[1]) / t),
    }


ORACLES: dict[str, Oracle] = {
    "probability.variables.union": _union,
    "probability.variables.area": _area,
    "probability.expectation.mean": _mean,
    "probability.expectation.square": _square,
    "probability.expectation.variance": _variance,
    "probability.covariance.entry": _entry,
    "probability.covariance.matrix": _matrix,
    "probability.covariance.along": _along,
    "probability.conditional.given": _given,
    "probability.conditional.expected": _expected,
    "probability.bayes.tree": _tree,
    "probability.bayes.posterior": _posterior,
    "probability.likelihood.coin": _coin,
    "probability.likelihood.log": _log,
    "probability.likelihood.mle": _mle,
    "probability.likelihood.gaussian": _gaussian,
    "probability.softmax.compute": _compute,
    "probability.softmax.ratio": _ratio,
    "probability.softmax.temperature": _temperature,
}


@pytest.mark.parametrize("id", ORACLES)
def test_answers_and_misconceptions_come_out_the_same_by_another_way(id: str) -> None:
    check_another_way(COMPUTED[id], ORACLES[id])
