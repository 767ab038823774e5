"""Averages and noise: what the page and its questions say, worked out a second time."""

from __future__ import annotations

from math import comb

import numpy as np
import pytest

from tests.support.content import (
    COURSE,
    Found,
    Numbers,
    Oracle,
    check_another_way,
    named_after,
    right_text,
    said_on,
    worded_of,
)

PAGE = COURSE.page("probability.sums")
COMPUTED = named_after(PAGE.id)
WORDED = worded_of()


def _error(g: Numbers) -> Found:
    variance, n = float(g["sigma"]) ** 2, float(g["n"])
    return {
        "answer": (variance / n) ** 0.5,
        "divides-by-n": variance**0.5 / n,
        "single-value": variance**0.5,
        "variance-of-the-mean": variance / n,
        "of-the-sum": (variance * n) ** 0.5,
    }


def _inverse(g: Numbers) -> Found:
    x = g["x"]
    return {
        "answer": (1 / x).mean(),
        "inverts-the-mean": 1 / x.mean(),
        "mean-time": x.mean(),
        "adds-without-half": (1 / x).sum(),
        "fast-case-only": 1 / x.min(),
    }


def _init(g: Numbers) -> Found:
    n, sigma = float(g["n"]), float(g["sigma"])
    variance = np.full(int(n), sigma**2).sum()
    return {
        "answer": np.sqrt(variance),
        "adds-the-deviations": n * sigma,
        "variance": variance,
        "one-term": sigma,
        "averages": np.sqrt(variance) / n,
        "deviation-for-variance": np.sqrt(n * sigma),
    }


ORACLES: dict[str, Oracle] = {
    "probability.sums.error": _error,
    "probability.sums.inverse": _inverse,
    "probability.sums.init": _init,
}


def test_every_computed_question_is_worked_out_a_second_time() -> None:
    assert ORACLES.keys() == COMPUTED.keys()


@pytest.mark.parametrize("item_id", ORACLES)
def test_answers_and_misconceptions_come_out_the_same_by_another_way(item_id: str) -> None:
    check_another_way(COMPUTED[item_id], ORACLES[item_id])


def test_variances_of_sums() -> None:
    rng = np.random.default_rng(0)
    x, y = rng.normal(0, 2, 1000), rng.normal(1, 1, 1000)
    z = x + 0.5 * y
    c = np.cov(x, z, ddof=0)
    assert np.isclose((x + z).var(), x.var() + z.var() + 2 * c[0, 1])
    assert np.isclose((x + x).var(), 4 * x.var())
    assert right_text(WORDED["probability.sums.double"]) == "4"
    means = rng.normal(0, 1, (20000, 16)).mean(axis=1)
    assert abs(means.std() - 1 / 4) < 0.01


def test_the_accuracy_and_the_neuron_of_the_page() -> None:
    correct = np.repeat([1.0, 0.0], [900, 100])
    assert np.isclose(correct.var(), 0.09)
    assert round(float(correct.std() / np.sqrt(correct.size)), 4) == 0.0095
    assert round(512**0.5, 1) == 22.6
    rng = np.random.default_rng(1)
    x = rng.normal(0, 1, (2000, 256))
    for factor, left in ((1, 2.0**-10), (2, 1.0)):
        out = x
        for _ in range(10):
            out = np.maximum(out @ rng.normal(0, np.sqrt(factor / 256), (256, 256)), 0)
        assert 0.3 * left < (out**2).mean() < 3 * left
    assert "2/n" in said_on(PAGE).replace(" ", "")


def _more_than_sixty_percent(births: int) -> float:
    ways = sum(comb(births, boys) for boys in range(births + 1) if 10 * boys > 6 * births)
    return ways / float(2**births)


def test_the_two_hospitals() -> None:
    item = WORDED["probability.sums.hospital"]
    small, large = _more_than_sixty_percent(15), _more_than_sixty_percent(45)
    assert (round(small, 3), round(large, 3)) == (0.151, 0.068)
    assert [round(0.5 / n**0.5, 3) for n in (15, 45)] == [0.129, 0.075]
    assert right_text(item) == "The small one"
    assert "15.1%" in item.explanation
    assert "6.8%" in item.explanation
