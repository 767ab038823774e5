"""Answers of rung 4 worked out a second time, in another way."""

from __future__ import annotations

from itertools import permutations

import numpy as np

from tests.support.content import Found, Numbers, Oracle


def _questions(given: Numbers) -> Found:
    p = given["p"]
    costs = {order[0]: float(p[list(order)] @ [1, 2, 2]) for order in permutations(range(3))}
    by_size = np.argsort(p)
    return {
        "answer": min(costs.values()), "entropy": float(-(p @ np.log2(p))), "log-of-the-count": float(np.log2(3)),
        "always-two": 2.0, "no-weights": float(np.mean([1, 2, 2])), "rarest-first": max(costs.values()),
        "middle-first": costs[int(by_size[1])],
    }  # fmt: skip


def _uniform(given: Numbers) -> Found:
    count, h = int(2 ** given["bits"]), float(given["entropy"])
    u = np.full(count, 1 / count)
    loss = float(-(u @ np.log2(u)))
    return {
        "answer": loss - h, "negative": h - loss, "cross-entropy": loss, "the-entropy": h,
        "counts-the-tokens": count - h, "nats-minus-bits": float(np.log(count)) - h,
    }  # fmt: skip


ORACLES: dict[str, Oracle] = {
    "information_theory.entropy.questions": _questions,
    "information_theory.kl.uniform": _uniform,
}
