"""Probability: what items, pages and demos say is worked out a second time, in another way."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping
from fractions import Fraction
from itertools import product
from random import Random
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lessons.answers import evaluate, judge
from lessons.model.computed_item import ItemDraw, draw, first_unambiguous
from lessons.model.demo import Demo, Prediction, State, number
from lessons.model.figure import Arrow, Bars, HeatMap, Label, Line, Points, Region
from lessons.model.misconception import Value
from lessons.model.page import Item
from lessons.probability import (
    items_bayes,
    items_evidence,
    items_expectation,
    items_gaussian,
    items_likelihood,
    items_softmax,
    items_tables,
    items_variables,
)
from lessons.probability.decimals import from_percent
from lessons.probability.demos import BAYES, DISTRIBUTION, LIKELIHOOD, SOFTMAX
from tests.support.arithmetic import NotArithmeticError, exp_checked, exp_value_of, formulas, unit_of
from tests.support.content import (
    CHECKLIST_ITEMS,
    SEEDS,
    Array,
    Found,
    Numbers,
    Oracle,
    as_array,
    caption_of,
    check_another_way,
    core_computed_of,
    figure_of,
    formulas_of,
    numbers,
    pages_of,
    readings,
    right_text,
    said_on,
    texts_of,
    worded_of,
)
from tests.support.for_each import for_each

# Oracles.

COMPUTED = core_computed_of("probability")


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
        "first-only": float(free.mean()),
        "adds-the-overlap": float(free.mean() + now.mean() + (free & now).mean()),
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
        "variance": float((x - x @ p) ** 2 @ p),
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
        "mean-unsquared": float((population**2 - population).mean()),
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
        "fraction": a / n * (b / n),
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
        "alarms-of-everybody": np.array([people[0] * s, 1000 * f]),
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


def _of_order(order: tuple[int, ...], theta: float) -> float:
    """The probability of these flips in this order."""
    return math.prod(theta if flip else 1 - theta for flip in order)


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
        "counts-the-orders": float(
            sum(_of_order(order, theta) for order in product((0, 1), repeat=len(flips)) if sum(order) == flips.sum())
        ),
        "theta-swapped": float(np.where(flips == 1, 1 - theta, theta).prod()),
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
        "one-probability": float(p[0]),
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


@pytest.mark.parametrize("item_id", ORACLES)
def test_answers_and_misconceptions_come_out_the_same_by_another_way(item_id: str) -> None:
    check_another_way(COMPUTED[item_id], ORACLES[item_id])


# Practice.

WORDED = worded_of("probability")


def _table(g: Numbers) -> Found:
    counts = np.array([[g["caught"], g["missed"]], [g["alarmed"], g["passed"]]])
    across, down = counts / counts.sum(axis=1, keepdims=True), counts / counts.sum(axis=0)
    share = float(counts[0, 0] / counts.sum())
    return {
        "answer": np.array([down[0, 0], across[0, 0]]),
        "swapped": np.array([across[0, 0], down[0, 0]]),
        "share-of-all": np.array([share, share]),
        "odds": np.array([counts[0, 0] / counts[1, 0], counts[0, 0] / counts[0, 1]]),
        "the-errors": np.array([down[1, 0], across[0, 1]]),
    }


def _joint(g: Numbers) -> Found:
    """Over 10,000 mails, counted one by one."""
    spam, linked = round(10_000 * float(g["p"])), round(10_000 * float(g["p"]) * float(g["q"]))
    mails = np.zeros((10_000, 2), bool)
    mails[:spam, 0] = True
    mails[:linked, 1] = True
    return {
        "answer": float(mails.all(axis=1).mean()),
        "conditional-itself": float(g["q"]),
        "divides": float(g["p"] / g["q"]),
        "adds": float(g["p"] + g["q"]),
        "the-rest": float((mails[:, 0] & ~mails[:, 1]).mean()),
    }


def _any(g: Numbers) -> Found:
    """Over every way in which the machines may last or fail."""
    count, p = int(g["count"]), float(g["p"])
    odds = [1 - p, p]
    ways = [(sum(way), float(np.prod([odds[one] for one in way]))) for way in product((0, 1), repeat=count)]

    def chance(*failures: int) -> float:
        return sum(weight for failed, weight in ways if failed in failures)

    return {
        "answer": chance(*range(1, count + 1)),
        "adds": sum([p] * count),
        "all-of-them": chance(count),
        "none-of-them": chance(0),
        "exactly-one": chance(1),
    }


def _frequencies(g: Numbers) -> Found:
    """People, one by one."""
    ill = np.arange(10_000) < 100 * int(g["prior"])
    sick, well = ill.sum(), (~ill).sum()
    positive = np.concatenate([
        np.arange(sick) < round(sick * int(g["sensitivity"]) / 100),
        np.arange(well) < round(well * int(g["alarm"]) / 100),
    ])  # fmt: skip
    return {
        "answer": float(ill[positive].mean()),
        "inverse-fallacy": float(positive[ill].mean()),
        "joint": float((ill & positive).mean()),
        "odds": float((ill & positive).sum() / (~ill & positive).sum()),
        "prior": float(ill.mean()),
        "alarm-rate": float(positive[~ill].mean()),
    }


def _ratio_practice(g: Numbers) -> Found:
    one, other = float(g["A"]), float(g["B"])
    return {
        "answer": float(np.exp(one) / np.exp(other)),
        "difference-only": one - other,
        "divides-the-logs": other / one,
        "upside-down": float(np.exp(other) / np.exp(one)),
        "base-two": float(np.exp2(one - other)),
        "ten-for-e": float(np.power(10.0, one - other)),
    }


def _scaled(g: Numbers) -> Found:
    """Over two values whose variance is the one given."""
    v, a, b = (float(g[name]) for name in "vab")
    x = np.array([-1.0, 1.0]) * np.sqrt(v)
    return {
        "answer": float((a * x + b).var()),
        "factor-unsquared": a * v,
        "adds-the-shift": float((a * x).var()) + b,
        "like-an-expectation": a * v + b,
        "unchanged": float(x.var()),
    }


PRACTICE_ORACLES: dict[str, Oracle] = {
    "probability.conditional.table": _table,
    "probability.conditional.joint": _joint,
    "probability.conditional.any": _any,
    "probability.bayes.posterior_frequencies": _frequencies,
    "probability.likelihood.ratio": _ratio_practice,
    "probability.expectation.scaled": _scaled,
}


def test_every_computed_question_of_the_rung_is_worked_out_a_second_time() -> None:
    assert PRACTICE_ORACLES.keys() | ORACLES.keys() == COMPUTED.keys() - CHECKLIST_ITEMS
    assert not PRACTICE_ORACLES.keys() & ORACLES.keys()


@pytest.mark.parametrize("item_id", PRACTICE_ORACLES)
def test_answers_and_misconceptions_come_out_the_same_by_another_way_practice(item_id: str) -> None:
    check_another_way(COMPUTED[item_id], PRACTICE_ORACLES[item_id])


def test_the_test_of_the_page_in_people() -> None:
    made = items_evidence.posterior_frequencies(1, 90, 9)
    assert float(as_array(made.answer)) == pytest.approx(0.0917, abs=5e-5)
    found = {wrong.id: float(as_array(wrong.answer)) for wrong in made.misconceptions}
    assert found == pytest.approx(
        {"inverse-fallacy": 0.9, "joint": 0.009, "odds": 90 / 891, "prior": 0.01, "alarm-rate": 0.09}
    )
    for count in ("100 are ill", "90 of those", "9,900 are healthy", "891 of those"):
        assert count in made.prompt


def test_precision_and_recall_are_named_as_the_field_names_them() -> None:
    made = items_tables.table(40, 10, 20, 130)
    assert as_array(made.answer) == pytest.approx([40 / 60, 40 / 50])
    assert "first precision and the second recall" in made.explanation


def test_the_expectation_of_a_batch_is_the_mean_over_the_data() -> None:
    losses = np.array([0.1, 0.4, 1.1, 1.6])
    assert losses.mean() == pytest.approx(0.8)
    batches = np.array([np.mean(pair) for pair in product(losses, repeat=2)])
    assert batches.mean() == pytest.approx(losses.mean())
    assert batches.std() < losses.std()
    assert right_text(WORDED["probability.expectation.batch"]) == "0.8"


def test_three_heads_are_best_explained_by_a_coin_without_tails() -> None:
    thetas = np.linspace(0, 1, 1001)
    assert thetas[(thetas**3).argmax()] == 1
    item = WORDED["probability.likelihood.streak"]
    assert right_text(item).startswith("1,")
    assert r"\frac{1}{8}" in next(option.text for option in item.options if option.id == "c")
    assert 0.5**3 == 1 / 8


# Items.


@pytest.mark.parametrize("item_id", sorted(COMPUTED.keys() - CHECKLIST_ITEMS))
def test_numbers_quoted_in_texts_are_true(item_id: str) -> None:
    relations = 0
    for seed in SEEDS:
        made = first_unambiguous(COMPUTED[item_id], seed)
        relations += sum(exp_checked(text) for text in texts_of(made))
        for wrong in made.misconceptions:
            _check_first(wrong.answer, wrong.message)
    assert relations >= len(SEEDS)


def _check_first(answer: Value, message: str) -> None:
    """The number or vector a message begins with, where it begins with one, is what the rule gives, or ends in."""
    if not message.startswith("$"):
        return
    try:
        quoted = exp_value_of(formulas(message)[0])
    except NotArithmeticError:
        return
    given = as_array(answer)
    given = given[-1] if given.shape != quoted.shape else given
    assert np.allclose(given, quoted, rtol=0, atol=unit_of(formulas(message)[0]) if "." in message else 1e-9), message


WORKSHEETS = {
    "probability.expectation.variance": 3,
    "probability.covariance.entry": 4,
    "probability.covariance.matrix": 4,
    "probability.bayes.tree": 4,
    "probability.bayes.posterior": 4,
    "probability.likelihood.coin": 3,
    "probability.likelihood.log": 3,
    "probability.likelihood.gaussian": 3,
    "probability.softmax.compute": 7,
    "probability.softmax.temperature": 5,
    "probability.conditional.table": 4,
    "probability.conditional.any": 3,
    "probability.bayes.posterior_frequencies": 2,
    "probability.likelihood.ratio": 2,
    "probability.expectation.scaled": 2,
}


@for_each(sorted(COMPUTED.keys() - CHECKLIST_ITEMS))
def test_worksheets_have_their_cells(item_id: str) -> None:
    for seed in SEEDS:
        steps = draw(COMPUTED[item_id], seed).steps
        assert sum(bool(step.lead) for step in steps) == WORKSHEETS.get(item_id, 0)
    followed = any(step.follow for step in steps)
    assert followed == (item_id in WORKSHEETS and item_id != "probability.covariance.matrix")


def _follow(item_id: str, cells: tuple[float, ...], which: int) -> float:
    steps = [step for step in draw(COMPUTED[item_id], 3).steps if step.lead]
    follow = steps[which].follow
    assert follow is not None
    return follow(cells)


def test_worksheets_carry_an_error_forward() -> None:
    """A learner with a wrong exponential, or a wrong branch, divides rightly by what follows from it."""
    assert _follow("probability.softmax.compute", (4.0, 2.0, 1.0), 3) == 7
    assert _follow("probability.softmax.compute", (4.0, 2.0, 1.0, 8.0), 4) == 0.5
    assert _follow("probability.softmax.compute", (4.0, 2.0, 1.0, 8.0), 6) == 0.125
    assert _follow("probability.bayes.posterior", (0.2, 0.3), 2) == 0.5
    assert _follow("probability.bayes.posterior", (0.2, 0.3, 0.8), 3) == 0.25
    assert _follow("probability.expectation.variance", (3.0, 10.0), 2) == 1
    assert _follow("probability.bayes.tree", (300.0,), 1) == 700
    assert _follow("probability.likelihood.coin", (0.5, 0.25), 2) == 0.125


@pytest.mark.parametrize("item_id", sorted(COMPUTED.keys() - CHECKLIST_ITEMS))
def test_numbers_vary_and_stay_pleasant(item_id: str) -> None:
    results = []
    for seed in range(200):
        made = first_unambiguous(COMPUTED[item_id], seed)
        assert all(np.abs(as_array(value)).max() <= 400 for value in made.given.values())
        results.append(tuple(np.atleast_1d(as_array(made.answer)).ravel().round(6)))
    sizes = np.abs(np.array([max(map(abs, result)) for result in results]))
    assert sizes.max() <= 300
    assert len(set(results)) >= 4


@for_each(SEEDS)
def test_the_most_likely_value_is_one_value(seed: int) -> None:
    p = numbers(first_unambiguous(COMPUTED["probability.expectation.mean"], seed))["p"]
    assert np.isclose(p.sum(), 1)
    assert (p == p.max()).sum() == 1


LEARNING = [
    (
        items_softmax.shares((2, 1, 0)),
        (0.6652, 0.2447, 0.0900),
        {
            "no-exponential": (0.667, 0.333, 0),
            "hardmax": (1, 0, 0),
            "never-normalised": (7.389, 2.718, 1),
            "divides-by-the-largest": (1, 0.368, 0.135),
        },
    ),
    (
        items_bayes.posterior(1, 90, 9),
        0.0917,
        {"inverse-fallacy": 0.9, "difference": 0.81, "joint": 0.009, "misses-as-alarms": 0.083},
    ),
    (items_bayes.tree(1, 90, 10), (9, 99), {"rates-of-everybody": (900, 100), "negatives": (1, 891)}),
    (items_variables.union(40, 30, 10), 0.6, {"no-overlap": 0.7}),
    (items_likelihood.peak(7, 3), 0.7, {"likelihood-at-the-peak": 0.0022}),
    (items_gaussian.estimate((2, 4, 4, 6)), (4, 2), {"divides-by-one-less": (4, 2.667)}),
    (
        items_expectation.squared(((0, from_percent(50)), (2, from_percent(30)), (7, from_percent(20)))),
        11,
        {"squares-the-mean": 4},
    ),
]


@pytest.mark.parametrize(("made", "answer", "wrong"), LEARNING)
def test_well_known_mistakes_on_well_knownnumbers(made: ItemDraw, answer: Value, wrong: Mapping[str, Value]) -> None:
    assert np.allclose(as_array(made.answer), as_array(answer), atol=6e-5 if made.given.keys() != {"x"} else 6e-4)
    found = {one.id: one.answer for one in made.misconceptions}
    for item_id, value in wrong.items():
        assert np.allclose(as_array(found[item_id]), as_array(value), atol=6e-4), item_id


def test_a_single_wrong_share_is_pointed_at() -> None:
    item = draw(COMPUTED["probability.softmax.compute"], 1)
    values = [float(step.value) for step in item.steps[-3:]]
    verdict = judge(item.question, f"{values[0]:.3f}, {values[1] + 0.1:.3f}, {values[2]:.3f}")
    assert verdict.mark == "wrong"
    assert verdict.cells == ((True, False, True),)


# Predictions.


def _answers(demo: Demo, item_id: str) -> tuple[Prediction, list[tuple[State, str]]]:
    prediction = next(one for one in demo.predictions if one.id == item_id)
    drawn = [prediction.draw(Random(seed)) for seed in range(200)]
    return prediction, [(state, prediction.answer(state)) for state in drawn]


def _spread(prediction: Prediction, answers: list[tuple[State, str]], least: float) -> None:
    """Every option is right for at least this share of the draws."""
    counts = Counter(answer for _, answer in answers)
    assert set(counts) == set(prediction.options)
    assert min(counts.values()) >= least * len(answers), counts


def test_whether_the_density_exceeds_one() -> None:
    prediction, answers = _answers(DISTRIBUTION, "top")
    for state, answer in answers:
        top = NormalDist(0, number(state, "sigma")).pdf(0)
        assert answer == ("above 1" if top > 1 else "below 1")
        assert abs(top - 1) > 0.2
        assert f"{top:.2f}" in prediction.because(state)
    _spread(prediction, answers, 0.3)


def test_what_share_lies_within_the_lines() -> None:
    prediction, answers = _answers(DISTRIBUTION, "inside")
    for state, answer in answers:
        law = NormalDist(0, number(state, "sigma"))
        share = law.cdf(number(state, "w")) - law.cdf(-number(state, "w"))
        expected = {"about 68%": 0.683, "about 95%": 0.954, "more than 99%": 0.997}[answer]
        assert share == pytest.approx(expected, abs=0.001)
        assert f"{share:.3f}" in prediction.because(state)
    _spread(prediction, answers, 0.2)


def _posterior_predictions(state: State) -> tuple[float, float, float]:
    d, s, f = (number(state, name) / 100 for name in ("prior", "sensitivity", "alarm"))
    return d * s, (1 - d) * f, d * s / (d * s + (1 - d) * f)


def test_who_is_in_the_majority_among_the_positive() -> None:
    prediction, answers = _answers(BAYES, "more")
    for state, answer in answers:
        hit, false, _ = _posterior_predictions(state)
        assert answer == ("the ill" if hit > false else "the healthy")
        assert max(hit, false) / min(hit, false) > 1.3
        assert exp_checked(prediction.because(state)) == 2
    _spread(prediction, answers, 0.3)


def test_how_probable_it_is_to_be_ill() -> None:
    prediction, answers = _answers(BAYES, "size")
    for state, answer in answers:
        _, _, found = _posterior_predictions(state)
        place = int(np.searchsorted([0.2, 0.5, 0.8], found))
        assert answer == prediction.options[place]
        assert min(abs(found - edge) for edge in (0.2, 0.5, 0.8)) > 0.05
        assert f"or {found:.3f}." in prediction.because(state)
    _spread(prediction, answers, 0.1)


def test_which_side_the_peak_is_on() -> None:
    prediction, answers = _answers(LIKELIHOOD, "side")
    for state, answer in answers:
        heads, tails, theta = (number(state, name) for name in ("heads", "tails", "theta"))
        slope = heads / theta - tails / (1 - theta)
        expected = "here" if abs(slope) < 1e-6 else "to the right" if slope > 0 else "to the left"
        assert answer == expected
        assert f"about {heads / (heads + tails):.2f}" in prediction.because(state)
    _spread(prediction, answers, 0.1)


def test_where_the_peak_is() -> None:
    prediction, answers = _answers(LIKELIHOOD, "peak")
    assert prediction.tolerance is not None
    for state, answer in answers:
        flips = np.repeat([1, 0], [int(number(state, "heads")), int(number(state, "tails"))])
        assert float(answer) == pytest.approx(flips.mean(), abs=1e-5)
        assert f"{flips.mean():.3f}" in prediction.because(state)
        assert prediction.tolerance(state) == 0.03


def _shares(z: Array) -> Array:
    raised = np.exp(z - z.max())
    found: Array = raised / raised.sum()
    return found


def test_what_a_constant_and_a_temperature_do_to_the_largest_share() -> None:
    prediction, answers = _answers(SOFTMAX, "change")
    for state, answer in answers:
        bare = np.array([number(state, name) for name in ("z1", "z2", "z3")])
        before, after = _shares(bare).max(), _shares((bare + number(state, "c")) / number(state, "T")).max()
        assert number(state, "c") != 0
        same = np.isclose(before, after)
        assert answer == ("the same" if same else "larger" if after > before else "smaller")
        assert same or abs(before - after) > 0.005
        assert f"{before:.3f} before, {after:.3f} now" in prediction.because(state)
    _spread(prediction, answers, 0.2)


def test_how_many_times_as_large_the_first_share_is() -> None:
    prediction, answers = _answers(SOFTMAX, "ratio")
    assert prediction.tolerance is not None
    for state, answer in answers:
        z = np.array([number(state, name) for name in ("z1", "z2", "z3")])
        p = _shares(z / number(state, "T"))
        assert float(answer) == pytest.approx(p[0] / p[1], rel=1e-5)
        assert prediction.tolerance(state) == pytest.approx(0.2 * p[0] / p[1])
        assert exp_checked(prediction.because(state)) >= 1
    assert len({answer for _, answer in answers}) == 3


# Pages.

PAGES = pages_of("probability")


def test_the_shaded_area_under_the_bell_is_what_the_caption_says() -> None:
    figure = figure_of(PAGES["variables"])
    curve = next(mark for mark in figure.marks if isinstance(mark, Line) and mark.role == "accent")
    x, y = np.array(curve.points).T
    assert np.isclose(np.trapezoid(y, x), 1, atol=1e-3)
    assert np.allclose(y, np.exp(-(x**2) / (2 * 0.25**2)) / (0.25 * np.sqrt(2 * np.pi)))
    assert y.max() > 1
    corners = np.array(next(mark for mark in figure.marks if isinstance(mark, Region)).corners)
    inside = corners[corners[:, 1] > 0]
    assert np.allclose(inside[:, 1], np.interp(inside[:, 0], x, y), atol=2e-3)
    assert f"{np.trapezoid(inside[:, 1], inside[:, 0]):.2f}" in caption_of(PAGES["variables"])
    assert (inside[:, 0].min(), inside[:, 0].max()) == (-0.25, 0.25)


def test_the_plank_balances_at_the_expectation() -> None:
    figure = figure_of(PAGES["expectation"])
    masses = np.array(next(mark for mark in figure.marks if isinstance(mark, Points)).points)
    support = next(mark for mark in figure.marks if isinstance(mark, Arrow)).end[0]
    assert np.isclose(masses[:, 1].sum(), 1)
    assert np.isclose(((masses[:, 0] - support) * masses[:, 1]).sum(), 0)
    assert "2 with probability 0.3 and 7 with probability 0.2" in said_on(PAGES["expectation"])
    assert round(float(np.sqrt(7)), 1) == 2.6


def test_the_cloud_is_centred_and_leans_as_the_alt_text_says() -> None:
    cloud = np.array(next(mark for mark in figure_of(PAGES["covariance"]).marks if isinstance(mark, Points)).points)
    assert np.allclose(cloud.mean(axis=0), 0)
    products = cloud.prod(axis=1)
    assert ((products > 0).sum(), (products < 0).sum()) == (10, 2)
    assert np.cov(cloud.T)[0, 1] > 0


def test_the_direction_of_largest_variance_is_the_first_eigenvector() -> None:
    c = np.array([[2.5, 1.5], [1.5, 1.0]])
    turns = np.linspace(0, np.pi, 3601)
    ways = np.stack([np.cos(turns), np.sin(turns)])
    along = (ways * (c @ ways)).sum(axis=0)
    values, vectors = np.linalg.eigh(c)
    assert np.isclose(along.max(), values[-1])
    assert abs(ways[:, along.argmax()] @ vectors[:, -1]) > 0.999999


def test_the_table_of_emails_is_the_one_worked_with() -> None:
    table = np.array(next(mark for mark in figure_of(PAGES["conditional"]).marks if isinstance(mark, HeatMap)).values)
    assert table.sum() == 200
    assert f"{table[0, 0]:.0f} of {table[:, 0].sum():.0f} are spam" in caption_of(PAGES["conditional"])
    formula = next(latex for latex in formulas_of(PAGES["conditional"]) if "0.5625" in latex)
    assert f"= {float(table[0, 0] / table[:, 0].sum())}" in formula


def test_the_tree_counts_heads() -> None:
    said = {mark.text for mark in figure_of(PAGES["bayes"]).marks if isinstance(mark, Label)}
    ill, healthy = 10, 990
    hit, false = round(0.9 * ill), round(0.09 * healthy)
    assert said == {
        "1000 people", f"{ill} ill", f"{healthy} healthy", f"{hit} positive", f"{ill - hit} not",
        f"{false} positive", f"{healthy - false} not",
    }  # fmt: skip
    assert f"Of {hit + false} positive tests, {hit} are true positives" in caption_of(PAGES["bayes"])
    assert hit / (hit + false) < 0.1


def test_a_rare_thing_makes_nearly_every_alarm_false() -> None:
    """99% right on either side, once in ten thousand."""
    real, false = 0.99 * 1e-4, 0.01 * (1 - 1e-4)
    assert false / (real + false) > 0.99
    assert "99%" in said_on(PAGES["bayes"])


def test_the_likelihood_curve_has_its_peak_where_it_is_marked() -> None:
    figure = figure_of(PAGES["likelihood"])
    curve = np.array(next(m for m in figure.marks if isinstance(m, Line) and m.role == "accent").points)
    marked = next(m for m in figure.marks if isinstance(m, Line) and m.dashed)
    assert np.allclose(curve[:, 1], curve[:, 0] ** 7 * (1 - curve[:, 0]) ** 3)
    best = curve[curve[:, 1].argmax()]
    assert np.isclose(best[0], marked.points[0][0], atol=0.01)
    assert np.isclose(marked.points[1][1], 0.7**7 * 0.3**3, atol=5e-6)
    assert "0.0022" in figure.alt


def test_least_squares_and_maximum_likelihood_agree_on_a_gaussian() -> None:
    x = np.array([2.0, 4.0, 4.0, 6.0])

    def loglik(mean: Array, var: Array) -> Array:
        found: Array = sum(-((v - mean) ** 2) / (2 * var) - np.log(2 * np.pi * var) / 2 for v in x)
        return found

    mean, var = np.meshgrid(np.linspace(3, 5, 201), np.linspace(1, 3, 201))
    place = np.unravel_index(loglik(mean, var).argmax(), mean.shape)
    assert np.isclose(mean[place], x.mean())
    assert np.isclose(var[place], x.var())


def test_the_bars_are_softmax_at_three_temperatures() -> None:
    groups = [mark for mark in figure_of(PAGES["temperature"]).marks if isinstance(mark, Bars)]
    for bars, heat in zip(groups, (0.5, 1.0, 2.0), strict=True):
        raised = np.exp(np.array([2.0, 1.0, 0.0]) / heat)
        assert np.allclose(bars.heights, raised / raised.sum(), atol=6e-4)
    stated = [float(found) for found in re.findall(r"0\.\d\d", figure_of(PAGES["temperature"]).alt)]
    assert np.allclose(stated, np.concatenate([bars.heights for bars in groups]), atol=0.006)
    assert "temperature 0.5, 1 and 2" in caption_of(PAGES["temperature"])


# Worded.

WORDED_WORDED = {item_id.partition(".")[2]: item for item_id, item in worded_of("probability").items()}


def _of_kind(kind: str) -> list[Item]:
    return [item for item in WORDED_WORDED.values() if item.kind == kind]


def test_steps_that_do_not_belong_are_refused_with_their_reason() -> None:
    (item,) = _of_kind("order")
    steps = item.answer.split()
    for option in item.options:
        if option.id in steps:
            assert not option.message
            continue
        verdict = judge(item.question, " ".join([option.id, *steps[1:]]))
        assert (verdict.mark, verdict.feedback) == ("wrong", option.message)
    assert judge(item.question, " ".join(reversed(steps))).mark == "wrong"


def test_what_the_argument_says_of_softmax_is_so() -> None:
    """Positive and adding up to 1 for scores that are negative, that add up to anything, and are not rounded."""
    rng = np.random.default_rng(0)
    for z in rng.normal(-5, 10, size=(50, 4)):
        p = np.exp(z) / np.exp(z).sum()
        assert (np.exp(z) > 0).all()
        assert (p > 0).all()
        assert math.isclose(p.sum(), 1)
        assert not math.isclose(z.sum(), 1)
        assert not (p == p.round(3)).all()


def test_a_narrow_bell_is_high() -> None:
    item = WORDED_WORDED["variables.density"]
    top = 1 / (0.1 * math.sqrt(2 * math.pi))
    assert f"{top:.2f}" in item.prompt
    inside = math.erf(0.005 / (0.1 * math.sqrt(2)))
    assert math.isclose(inside, 0.0399, abs_tol=5e-5)
    assert "3.99 times its width" in right_text(item)


def test_a_streak_says_nothing_about_an_independent_flip() -> None:
    item = WORDED_WORDED["conditional.streak"]
    rows = [[(n >> place) & 1 for place in range(6)] for n in range(64)]
    streak = [row for row in rows if all(row[:5])]
    assert Fraction(sum(row[5] for row in streak), len(streak)) == Fraction(1, 2)
    assert right_text(item) == "One half"
    assert r"\frac{1}{64}" in item.options[3].text


def test_uncorrelated_and_yet_dependent() -> None:
    x = np.array([-1.0, 0.0, 1.0])
    y = x**2
    assert np.cov(x, y, ddof=0)[0, 1] == 0
    assert np.mean(y == 0) == pytest.approx(1 / 3)
    assert np.mean(y[x == 0] == 0) == 1
    assert right_text(WORDED_WORDED["conditional.uncorrelated"]).startswith("No: knowing")


def test_bayes_in_letters_is_a_count_of_heads() -> None:
    item = WORDED_WORDED["bayes.formula"]
    for p, s, f in ((0.01, 0.9, 0.09), (0.3, 0.5, 0.2), (0.6, 1.0, 0.4)):
        flagged = np.array([p, 1 - p]) * [s, f]
        names = {"p": p, "s": s, "f": f}
        assert math.isclose(evaluate(item.answer, names), flagged[0] / flagged.sum())
    assert f"about {evaluate(item.answer, {'p': 0.01, 's': 0.9, 'f': 0.09}):.3f}" in item.explanation
    for other in ("s p / (f (1 - p) + s p)", "1 / (1 + (1-p) f / (p s))", r"\frac{ps}{ps + f - pf}"):
        assert judge(item.question, other).mark == "right", other


def test_the_log_likelihood_in_letters_adds_logs() -> None:
    item = WORDED_WORDED["likelihood.formula"]
    for theta, heads, tails in ((0.2, 3, 4), (0.7, 7, 3)):
        each = np.where(np.repeat([1, 0], [heads, tails]) == 1, theta, 1 - theta)
        assert math.isclose(evaluate(item.answer, {"θ": theta, "h": heads, "t": tails}), np.log(each).sum())
    for other in ("t log(1-theta) + h log(theta)", "ln(θ^h (1-θ)^t)", r"h \ln \theta + t \ln(1 - \theta)"):
        assert judge(item.question, other).mark == "right", other


def test_likelihoods_of_ten_flips() -> None:
    item = WORDED_WORDED["likelihood.posterior"]
    high, fair = 0.7**7 * 0.3**3, 0.5**10
    assert f"about {high:.5f}," in item.prompt
    assert f"about {fair:.5f}." in item.prompt
    assert f"about {high / fair:.1f} times" in right_text(item)
    thetas = np.linspace(0, 1, 100_001)
    assert np.trapezoid(thetas**7 * (1 - thetas) ** 3, thetas) < 0.001


def test_products_underflow_and_sums_do_not() -> None:
    item = WORDED_WORDED["likelihood.underflow"]
    assert np.prod(np.full(400, 0.1)) == 0
    assert f"`{np.log(np.full(400, 0.1)).sum():.2f}`" in right_text(item)
    assert 1e-323 > 0 == 1e-325


def test_a_shift_changes_nothing_and_doubling_squares() -> None:
    z = np.array([1.0, 2.0, 3.0])
    p = np.exp(z) / np.exp(z).sum()
    assert "(101, 102, 103)" in WORDED_WORDED["softmax.shift"].prompt
    q = np.exp(z + 100) / np.exp(z + 100).sum()
    assert np.allclose(p, q)
    assert right_text(WORDED_WORDED["softmax.shift"]) == "Exactly the same"
    gap = math.log(3)
    assert math.isclose(math.exp(2 * gap), 9)
    assert right_text(WORDED_WORDED["softmax.double"]) == "Nine times as probable"


def test_the_naive_softmax_overflows_and_the_shifted_one_does_not() -> None:
    z = np.array([1001.0, 1002.0, 1003.0])
    with np.errstate(over="ignore", invalid="ignore"):
        assert np.isnan(np.exp(z) / np.exp(z).sum()).all()
        assert np.isinf(np.exp(710.0))
    assert np.isfinite(np.exp(709.0))
    assert 1001 / math.log(10) == pytest.approx(434.7, abs=0.05)
    with pytest.raises(OverflowError):
        math.exp(1001)
    assert right_text(WORDED_WORDED["softmax.naive"]).startswith("`[nan nan nan]`")


def test_a_share_is_a_gap_of_scores() -> None:
    item = WORDED_WORDED["softmax.confidence"]
    gap = math.log(0.98 / 0.02)
    assert f"about {gap:.1f} above" in right_text(item)
    assert math.isclose(math.exp(3.9), 49, rel_tol=0.01)


# Demos.

DEMOS = {demo.id: demo for demo in (DISTRIBUTION, BAYES, LIKELIHOOD, SOFTMAX)}


def _gaussians(sigma: float, seed: int, count: int) -> Array:
    rng = Random(seed)
    return sigma * np.array([rng.gauss(0.0, 1.0) for _ in range(count)])


@settings(deadline=None, max_examples=60)
@given(st.integers(1, 20), st.integers(1, 40), st.integers(0, 60), st.integers(1, 99))
def test_draws_and_areas_are_those_of_the_gaussian(sigma: int, w: int, count: int, seed: int) -> None:
    state = {"sigma": sigma / 10, "w": w / 10, "n": 10.0 * count, "seed": float(seed)}
    view, law = DISTRIBUTION.view(state), NormalDist(0, sigma / 10)
    shown, drawn = readings(view), _gaussians(sigma / 10, seed, 10 * count)
    assert shown["n"] == 10 * count
    assert np.isclose(shown["top"], law.pdf(0))
    assert np.isclose(shown["inside"], law.cdf(w / 10) - law.cdf(-w / 10))
    bars = next(mark for mark in view.figure.marks if isinstance(mark, Bars))
    if count:
        assert np.isclose(shown["mean"], drawn.mean())
        assert np.isclose(shown["seen"], np.mean(np.abs(drawn) <= w / 10))
        histogram, _ = np.histogram(drawn, bins=32, range=(-4, 4))
        assert np.allclose(bars.heights, histogram / (10 * count) / 0.25)
    else:
        assert shown["mean"].size == shown["seen"].size == 0
        assert not any(bars.heights)
    curve = next(mark for mark in view.figure.marks if isinstance(mark, Line) and mark.role == "accent")
    assert np.allclose([y for _, y in curve.points], [law.pdf(x) for x, _ in curve.points])


def test_more_draws_keep_the_first_ones_and_a_new_seed_does_not() -> None:
    apply = {action.key: action.apply for action in DISTRIBUTION.actions}
    state = DISTRIBUTION.initial()
    assert number(apply["s"](state), "n") == 60
    assert number(apply["m"](state), "n") == 150
    assert number(apply["m"]({**state, "n": 1990.0}), "n") == 2000
    other = apply["x"](state)
    assert readings(DISTRIBUTION.view(other))["mean"] != readings(DISTRIBUTION.view(state))["mean"]
    assert number(apply["x"]({**state, "seed": 99.0}), "seed") == 1


@settings(deadline=None, max_examples=100)
@given(st.integers(0, 60), st.integers(0, 100), st.integers(0, 1000))
def test_the_heads_and_the_formula_of_a_test_agree(prior: int, sensitivity: int, alarm: int) -> None:
    state = {"prior": float(prior), "sensitivity": float(sensitivity), "alarm": alarm / 10}
    view = BAYES.view(state)
    shown = readings(view)
    d, s, f = prior / 100, sensitivity / 100, alarm / 1000
    joint = np.array([[d * s, d * (1 - s)], [(1 - d) * f, (1 - d) * (1 - f)]])
    assert np.isclose(shown["ill"], 1000 * joint[0].sum())
    assert np.isclose(shown["hit"], 1000 * joint[0, 0])
    assert np.isclose(shown["false"], 1000 * joint[1, 0])
    if joint[:, 0].sum():
        assert np.isclose(shown["posterior"], joint[0, 0] / joint[:, 0].sum())
    else:
        assert shown["posterior"].size == 0
    dots = Counter[str]()
    for mark in view.figure.marks:
        if isinstance(mark, Points) and mark.points and mark.points[0][1] < 5:  # what is higher is the legend
            dots[mark.role] += len(mark.points)
    assert dots.total() == 100
    assert abs(dots["accent"] - 100 * joint[0, 0]) <= 0.5 + 1e-9
    assert abs(dots["second"] - 100 * joint[1, 0]) <= 0.5 + 1e-9
    assert abs(dots["accent"] + dots["bad"] - 100 * d) <= 0.5 + 1e-9


def test_formulas_of_the_test_are_arithmetic() -> None:
    for seed in range(60):
        view = BAYES.view(BAYES.predictions[0].draw(Random(seed)))
        assert sum(exp_checked(f"${line}$") for line in view.formula) == 3


@settings(deadline=None, max_examples=100)
@given(st.integers(0, 100), st.integers(0, 20), st.integers(0, 20))
def test_the_likelihood_is_that_of_the_flips(theta: int, heads: int, tails: int) -> None:
    state = {"theta": theta / 100, "heads": float(heads), "tails": float(tails)}
    view = LIKELIHOOD.view(state)
    shown = readings(view)
    flips = np.repeat([1, 0], [heads, tails])
    each = np.where(flips == 1, theta / 100, 1 - theta / 100)
    assert np.isclose(shown["likelihood"], each.prod(), rtol=1e-9, atol=0)
    if (each > 0).all():
        assert np.isclose(shown["log"], np.log(each).sum())
    else:
        assert shown["log"].size == 0
    curve = next(mark for mark in view.figure.marks if isinstance(mark, Line) and mark.role == "accent")
    assert max(y for _, y in curve.points) <= 1 + 1e-9
    if len(flips):
        assert np.isclose(shown["peak"], flips.mean())
        best = max(curve.points, key=lambda one: one[1])[0]
        assert abs(best - flips.mean()) <= 0.0051 + 1e-9
        assert np.isclose(shown["share"] * shown["top"], shown["likelihood"], rtol=1e-9, atol=0)
    else:
        assert shown["peak"].size == 0
        assert {y for _, y in curve.points} == {1.0}


def test_flips_are_added_and_cleared_by_keys() -> None:
    apply = {action.key: action.apply for action in LIKELIHOOD.actions}
    state = apply["t"](apply["a"](apply["a"](LIKELIHOOD.initial())))
    assert (number(state, "heads"), number(state, "tails")) == (5, 3)
    assert (number(apply["c"](state), "heads"), number(apply["c"](state), "tails")) == (0, 0)
    assert number(apply["a"]({**state, "heads": 20.0}), "heads") == 20


scores = st.tuples(*[st.integers(-50, 50).map(lambda n: n / 10)] * 3)


@settings(deadline=None, max_examples=100)
@given(scores, st.integers(1, 100), st.integers(-18, 18))
def test_shares_are_softmax_and_a_constant_changes_nothing(z: tuple[float, ...], heat: int, c: int) -> None:
    state = {"z1": z[0], "z2": z[1], "z3": z[2], "T": heat / 10, "c": c / 2}
    shown = readings(SOFTMAX.view(state))
    raised = np.exp(np.array(z) / (heat / 10) - max(z) / (heat / 10))
    found = [float(shown[f"p{i}"]) for i in (1, 2, 3)]
    assert np.allclose(found, raised / raised.sum())
    assert np.isclose(shown["sum"], 1)
    assert np.isclose(shown["ratio"], np.exp((z[0] - z[1]) * 10 / heat))
    bare = readings(SOFTMAX.view({**state, "c": 0.0}))
    assert np.allclose(found, [float(bare[f"p{i}"]) for i in (1, 2, 3)])


def test_the_constant_is_added_and_taken_off_by_keys() -> None:
    apply = {action.key: action.apply for action in SOFTMAX.actions}
    state = SOFTMAX.initial()
    assert number(apply["a"](apply["a"](state)), "c") == 2
    assert number(apply["s"](state), "c") == -1
    assert number(apply["a"]({**state, "c": 9.0}), "c") == 9


def test_covered_pictures_give_nothing_away() -> None:
    distribution = DISTRIBUTION.view(DISTRIBUTION.initial()).covered
    assert all(isinstance(mark, Line) and mark.dashed for mark in distribution.marks)
    bayes = BAYES.view(BAYES.initial()).covered
    assert {mark.text for mark in bayes.marks if isinstance(mark, Label)} == {"ill", "1 dot: about 10 people"}
    assert not {"accent", "second"} & {mark.role for mark in bayes.marks if isinstance(mark, Points)}
    likelihood = LIKELIHOOD.view(LIKELIHOOD.initial()).covered
    assert [len(mark.points) for mark in likelihood.marks if isinstance(mark, Line)] == [2]
    softmax = SOFTMAX.view(SOFTMAX.initial()).covered
    assert [mark.heights for mark in softmax.marks if isinstance(mark, Bars)] == [(2, 1, 0)]
