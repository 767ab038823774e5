"""The computed questions of rung 1 a second time: every answer and every misconception, with NumPy."""

from __future__ import annotations

import numpy as np
import pytest

from tests.support.content import Array, Found, Numbers, Oracle, check_another_way, computed_of

COMPUTED = computed_of("linear_algebra")


def _norm(a: Array) -> float:
    return float(np.sqrt((a * a).sum()))


def _combine(g: Numbers) -> Found:
    p, q, a, b = float(g["p"]), float(g["q"]), g["a"], g["b"]
    return {
        "answer": p * a + q * b,
        "second-unscaled": p * a + np.sign(q) * b,
        "flips-the-sign": p * a - q * b,
        "adds-the-scalars": (a + p) + (b + q),
        "sums-up": float((p * a + q * b).sum()),
    }


def _length(g: Numbers) -> Found:
    a = g["a"]
    return {
        "answer": _norm(a),
        "adds-the-sizes": float(np.abs(a).sum()),
        "no-root": float(a @ a),
        "adds-with-signs": float(a.sum()),
        "largest-entry": float(np.abs(a).max()),
    }


def _unit(g: Numbers) -> Found:
    a = g["a"]
    return {
        "answer": a / _norm(a),
        "divides-by-the-sum": a / np.abs(a).sum(),
        "divides-by-the-square": a / (a @ a),
        "divides-by-the-largest": a / np.abs(a).max(),
        "loses-the-sign": np.abs(a) / _norm(a),
    }


def _dot(g: Numbers) -> Found:
    a, b = g["a"], g["b"]
    return {
        "answer": float(np.inner(a, b)),
        "never-sums": a * b,
        "product-of-sums": float(a.sum() * b.sum()),
        "drops-the-sign": float(np.abs(a * b).sum()),
        "adds": float(np.concatenate([a, b]).sum()),
    }


def _missing(g: Numbers) -> Found:
    a, x, z = g["a"], float(g["x"]), float(g["z"])
    k = float(np.linalg.solve([[a[1]]], [-(a[0] * x + a[2] * z)])[0])
    return {
        "answer": k,
        "keeps-the-sign": -k,
        "never-divides": k * a[1],
        "wants-a-zero": 0.0,
        "balances-the-entries": -float(a[0] + a[1] + a[2] + x + z),
    }


def _cosine(g: Numbers) -> Found:
    a, b = g["a"], g["b"]
    p, q, product = _norm(a), _norm(b), float(a @ b)
    found: Found = {
        "answer": product / (p * q),
        "one-length-only": product / p,
        "raw-dot": product,
        "no-roots": product / (p**2 * q**2),
        "adds-the-lengths": product / (p + q),
    }
    return found if p == q else {**found, "other-length-only": product / q}


def _reach(g: Numbers) -> Found:
    a, b = g["a"], g["b"]
    angle = np.arctan2(b[1], b[0]) - np.arctan2(a[1], a[0])
    along = _norm(b) * float(np.cos(angle))
    found: Found = {
        "answer": along,
        "raw-dot": along * _norm(a),
        "divides-by-the-square": along / _norm(a),
        "other-way-round": _norm(a) * float(np.cos(angle)),
    }
    return found if along >= 0 else {**found, "loses-the-sign": -along}


def _projection(g: Numbers) -> Found:
    a, b = g["a"], g["b"]
    share = float(np.linalg.lstsq(a[:, None], b, rcond=None)[0][0])
    return {
        "answer": share * a,
        "never-divides": float(a @ b) * a,
        "divides-once": float(a @ b) / _norm(a) * a,
        "onto-the-other": float(np.linalg.lstsq(b[:, None], a, rcond=None)[0][0]) * b,
        "what-is-left": b - share * a,
        "share-only": share,
    }


def _matvec(g: Numbers) -> Found:
    m, v = g["A"], g["v"]
    return {
        "answer": m @ v,
        "down-the-columns": v @ m,
        "never-sums": m * v,
        "adds-first": m.sum(axis=1) * v.sum(),
        "one-number": float((m @ v).sum()),
    }


def _columns(g: Numbers) -> Found:
    first, second, v = g["first"], g["second"], g["v"]
    return {
        "answer": np.column_stack([first, second]) @ v,
        "images-as-rows": np.vstack([first, second]) @ v,
        "no-weights": first + second,
        "weights-swapped": np.column_stack([second, first]) @ v,
        "never-adds": np.vstack([v[0] * first, v[1] * second]),
    }


def _build(g: Numbers) -> Found:
    right = np.column_stack([g["first"], g["second"]])
    return {
        "answer": right,
        "images-as-rows": right.T,
        "columns-swapped": right[:, ::-1],
        "rows-swapped": right[::-1],
    }


def _layer(g: Numbers) -> Found:
    w, x, b = g["W"], g["x"], g["b"]
    return {
        "answer": w @ x + b,
        "forgets-the-bias": w @ x,
        "bias-every-time": (w * x + b[:, None]).sum(axis=1),
        "subtracts-the-bias": w @ x - b,
        "never-sums": w * x,
    }


def _matmul(g: Numbers) -> Found:
    a, b = g["A"], g["B"]
    return {
        "answer": a @ b,
        "entrywise": a * b,
        "other-order": b @ a,
        "row-by-row": a @ b.T,
        "column-by-column": a.T @ b,
    }


def _rect(g: Numbers) -> Found:
    a, b = g["A"], g["B"]
    return {
        "answer": a @ b,
        "other-order": b @ a,
        "stops-early": a[:, :2] @ b[:2],
        "entrywise": a * b.T,
        "transposed": b.T @ a.T,
    }


def _order(g: Numbers) -> Found:
    a, b, v = g["A"], g["B"], g["v"]
    return {
        "answer": (a @ b) @ v,
        "left-factor-first": (b @ a) @ v,
        "stops-after-b": b @ v,
        "skips-b": a @ v,
        "side-by-side": (a + b) @ v,
    }


def _shape(g: Numbers) -> Found:
    batch, inputs, outputs = int(g["batch"]), int(g["inputs"]), int(g["outputs"])
    x, w = np.zeros((batch, inputs)), np.zeros((inputs, outputs))
    return {
        "answer": np.array((x @ w).shape, dtype=float),
        "keeps-the-inner": np.array([inputs, inputs], dtype=float),
        "columns-first": np.array((x @ w).T.shape, dtype=float),
        "shape-of-x": np.array(x.shape, dtype=float),
        "shape-of-w": np.array(w.shape, dtype=float),
        "keeps-everything": np.array((x[:, :, None] * w).shape, dtype=float),
    }


def _transpose(g: Numbers) -> Found:
    a, b = g["A"], g["B"]
    return {"answer": (a @ b).T, "keeps-the-order": a.T @ b.T, "never-flips": a @ b, "only-swaps": b @ a}


def _eigenvalue(g: Numbers) -> Found:
    m, v = g["A"], g["v"]
    factor = float(v @ m @ v / (v @ v))
    assert np.allclose(m @ v, factor * v)
    return {
        "answer": factor,
        "first-entry": float((m @ v)[0]),
        "upside-down": 1 / factor,
        "the-trace": float(np.trace(m)),
        "added-up": float((m @ v).sum()),
    }


def _power(g: Numbers) -> Found:
    m, v = g["A"], g["v"]
    w = m @ v
    return {
        "answer": w / _norm(w),
        "never-scales": w,
        "only-scales": v / _norm(v),
        "divides-by-the-largest": w / np.abs(w).max(),
        "divides-by-the-square": w / (w @ w),
    }


ORACLES: dict[str, Oracle] = {
    "linear_algebra.vectors.combine": _combine,
    "linear_algebra.vectors.norm": _length,
    "linear_algebra.vectors.unit": _unit,
    "linear_algebra.dot.compute": _dot,
    "linear_algebra.dot.missing": _missing,
    "linear_algebra.angle.cosine": _cosine,
    "linear_algebra.angle.reach": _reach,
    "linear_algebra.angle.projection": _projection,
    "linear_algebra.maps.matvec": _matvec,
    "linear_algebra.maps.columns": _columns,
    "linear_algebra.maps.build": _build,
    "linear_algebra.maps.layer": _layer,
    "linear_algebra.products.matmul": _matmul,
    "linear_algebra.products.rect": _rect,
    "linear_algebra.products.order": _order,
    "linear_algebra.shapes.result": _shape,
    "linear_algebra.shapes.transpose": _transpose,
    "linear_algebra.eigen.value": _eigenvalue,
    "linear_algebra.eigen.power": _power,
}


@pytest.mark.parametrize("id", ORACLES)
def test_answers_and_misconceptions_come_out_the_same_by_another_way(id: str) -> None:
    check_another_way(COMPUTED[id], ORACLES[id])
