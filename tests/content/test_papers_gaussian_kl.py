"""The page on Gaussian KL and the ELBO: its numbers and its questions, worked out again by summing on a grid."""

from __future__ import annotations

import numpy as np
import pytest

from lessons.model.figure import Line
from tests.support.content import (
    COURSE,
    Array,
    Found,
    Numbers,
    check_another_way,
    check_only_right_options,
    figure_of,
    named_after,
)

PAGE = COURSE.page("information_theory.gaussian_kl")
COMPUTED = named_after("information_theory.gaussian_kl")


def bell(x: Array, mean: float, variance: float) -> Array:
    heights: Array = np.exp(-((x - mean) ** 2) / (2 * variance)) / np.sqrt(2 * np.pi * variance)
    return heights


def on_a_grid(mean: float, variance: float, other_mean: float, other: float) -> float:
    """KL between two Gaussians in nats, as the sum over a fine grid."""
    spread = 12 * np.sqrt(variance)
    x = np.linspace(mean - spread, mean + spread, 40_001)
    log_ratio = (x - other_mean) ** 2 / (2 * other) - (x - mean) ** 2 / (2 * variance) + np.log(other / variance) / 2
    return float((bell(x, mean, variance) * log_ratio).sum() * (x[1] - x[0]))


def test_the_divergences_of_the_page() -> None:
    assert on_a_grid(0.5, 0.25, 0, 1) == pytest.approx(0.443, abs=5e-4)
    assert on_a_grid(0, 1, 0, 4) == pytest.approx(0.318, abs=5e-4)
    assert on_a_grid(0, 4, 0, 1) == pytest.approx(0.807, abs=5e-4)


def test_the_figure_shows_both_bells() -> None:
    bells = [mark for mark in figure_of(PAGE).marks if isinstance(mark, Line)]
    for line, (mean, variance) in zip(bells, ((0, 1), (0.5, 0.25)), strict=True):
        at = np.array(line.points)
        assert at[:, 1] == pytest.approx(bell(at[:, 0], mean, variance), abs=1e-3)


def bound(fits: Array, q: Array) -> float:
    """ln p(x) minus the divergence of q from the posterior: the ELBO by its other formula."""
    evidence = (fits / 2).sum()
    posterior = fits / 2 / evidence
    return float(np.log(evidence) - (q * np.log(q / posterior)).sum())


def test_the_bound_of_the_page_reaches_the_evidence_at_the_posterior() -> None:
    fits = np.array([0.8, 0.2])
    assert bound(fits, np.array([0.5, 0.5])) == pytest.approx(-0.916, abs=5e-4)
    assert bound(fits, fits) == pytest.approx(np.log(0.5))
    assert round(np.log(0.5), 3) == -0.693


def test_the_divergence_has_no_limit_for_a_certain_code() -> None:
    assert on_a_grid(0, 1e-6, 0, 1) > 6
    assert on_a_grid(0, 1, 0, 1) == pytest.approx(0)
    item = COURSE.item("information_theory.gaussian_kl.terms")
    assert item.answer.split() == ["a", "d"]
    check_only_right_options(item)


def _standard(n: Numbers) -> Found:
    mean, variance = float(n["mean"]), float(n["variance"])
    right = on_a_grid(mean, variance, 0, 1)
    return {
        "answer": right, "sigma-for-variance": on_a_grid(mean, variance**0.5, 0, 1), "no-half": 2 * right,
        "no-one": right + on_a_grid(1, 1, 0, 1), "mean-ignored": on_a_grid(0, variance, 0, 1),
        "log-added": right + np.log(variance),
    }  # fmt: skip


def _direction(n: Numbers) -> Found:
    first, second, mean = (float(n[name]) for name in ("first", "second", "mean"))
    right = on_a_grid(mean, first, mean, second)
    return {
        "answer": right, "other-direction": on_a_grid(mean, second, mean, first), "no-half": 2 * right,
        "ratio-of-deviations": on_a_grid(mean, first**0.5, mean, second**0.5),
        "no-logarithm": right + np.log(first / second) / 2,
    }  # fmt: skip


def _elbo(n: Numbers) -> Found:
    fits, q = n["fits"], n["q"]
    right, prior = bound(fits, q), np.full(2, 0.5)
    forth = float((q * np.log(q / prior)).sum())
    return {
        "answer": right, "adds-the-kl": right + 2 * forth, "reconstruction-only": right + forth,
        "evidence": np.log(fits.mean()),
        "other-direction": right + forth - float((prior * np.log(prior / q)).sum()),
    }  # fmt: skip


ORACLES = {"standard": _standard, "direction": _direction, "elbo": _elbo}


@pytest.mark.parametrize("name", ORACLES)
def test_questions_come_out_the_same_another_way(name: str) -> None:
    check_another_way(COMPUTED[f"information_theory.gaussian_kl.{name}"], ORACLES[name], slack=1e-6)


def test_every_question_of_the_page_is_worked_out_here() -> None:
    assert {item_id.rpartition(".")[2] for item_id in COMPUTED} == ORACLES.keys()
