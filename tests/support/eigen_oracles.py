"""Eigenvalues and eigenvectors worked out by NumPy, for questions that work them out by hand."""

from __future__ import annotations

import numpy as np

from tests.support.content import Found, Numbers, Oracle


def _values(g: Numbers) -> Found:
    a = g["A"]
    roots = np.sort(np.linalg.eigvals(a).real)[::-1]
    return {
        "answer": roots,
        "reads-the-diagonal": np.sort(np.diag(a))[::-1],
        "trace-and-determinant": np.array([np.trace(a), np.linalg.det(a)]),
        "flips-the-signs": np.sort(-roots)[::-1],
        "one-only": float(roots[0]),
    }


def _partner(g: Numbers) -> Found:
    one, trace = float(g["lambda"]), float(g["trace"])
    roots = np.linalg.eigvals(np.array([[one, 1.0], [0.0, trace - one]]))
    det = float(np.prod(roots))
    return {
        "answer": det,
        "the-other-eigenvalue": trace - one,
        "times-the-trace": one * trace,
        "adds-the-eigenvalue": one * (trace + one),
        "loses-the-sign": -det,
    }


def _build(g: Numbers) -> Found:
    columns = np.column_stack([g["u"], g["w"]])
    stretch = np.diag([float(g["large"]), float(g["small"])])
    right = columns @ stretch @ np.linalg.inv(columns)
    q = columns / np.linalg.norm(columns, axis=0)
    return {
        "answer": right,
        "never-normalizes": columns @ stretch @ columns.T,
        "swaps-the-eigenvalues": columns @ stretch[::-1, ::-1] @ np.linalg.inv(columns),
        "transposes-the-first-factor": q.T @ stretch @ q,
        "lambda-only": stretch,
    }


def _power(g: Numbers) -> Found:
    a, exponent = g["A"], int(g["exponent"])
    right = np.linalg.matrix_power(a, exponent)
    q = np.array([[1, 1], [1, -1]]) / np.sqrt(2)
    return {
        "answer": right,
        "entrywise": a**exponent,
        "multiplies": exponent * a,
        "one-factor-short": np.linalg.matrix_power(a, exponent - 1),
        "forgets-to-normalize": 2 * right,
        "lambda-only": q.T @ right @ q,
    }


def _form(g: Numbers) -> Found:
    a, v = g["A"], g["v"]
    terms = a * np.outer(v, v)
    return {
        "answer": float(terms.sum()),
        "stops-halfway": a @ v,
        "cross-term-once": float(np.triu(terms).sum()),
        "diagonal-only": float(np.trace(terms)),
        "adds-the-image": float((a @ v).sum()),
        "squares-the-image": float(((a @ v) ** 2).sum()),
    }


ORACLES: dict[str, Oracle] = {
    "linear_algebra.eigen.values": _values,
    "linear_algebra.eigen.partner": _partner,
    "linear_algebra.decomposition.build": _build,
    "linear_algebra.decomposition.power": _power,
    "linear_algebra.decomposition.form": _form,
}
