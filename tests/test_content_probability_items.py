"""The computed questions of rung 2: every answer and every misconception worked out a second time, with NumPy."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping

import numpy as np
import pytest
from numpy.typing import NDArray

from lessons.answers import evaluate, judge
from lessons.course import Course
from lessons.draw import Computed, Draw, Value, clash, draw, first_clear
from lessons.model import Item
from lessons.probability import (
    items_bayes,
    items_expectation,
    items_gaussian,
    items_likelihood,
    items_softmax,
    items_variables,
)
from lessons.probability.decimals import share
from tests.test_content_linear_algebra_arithmetic import NotArithmetic, formulas
from tests.test_content_probability_arithmetic import checked, unit_of, value_of

Array = NDArray[np.float64]
Numbers = Mapping[str, Array]
Found = dict[str, Array | float]
Oracle = Callable[[Numbers], Found]

COURSE = Course()
COMPUTED = {
    id: one for id, one in COURSE.templates.items() if isinstance(one, Computed) and id.startswith("probability.")
}
SEEDS = range(40)


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


def _array(value: Value) -> Array:
    assert not isinstance(value, str)
    return np.array(value, dtype=float)


def _numbers(made: Draw) -> Numbers:
    return {name: _array(value) for name, value in made.given.items()}


def _same(value: Value, expected: Array | float) -> bool:
    mine, theirs = _array(value), np.array(expected, dtype=float)
    return mine.shape == theirs.shape and bool(np.allclose(mine, theirs, atol=1e-9))


def _texts(made: Draw) -> list[str]:
    messages = [wrong.message for wrong in made.wrong]
    return [*messages, *made.hints, made.explanation, *(step.text for step in made.steps), made.prompt]


def test_every_computed_question_is_checked_here() -> None:
    assert ORACLES.keys() == COMPUTED.keys()
    assert len(COMPUTED) >= 16


@pytest.mark.parametrize("id", ORACLES)
def test_answers_and_misconceptions_come_out_the_same_by_another_way(id: str) -> None:
    for seed in SEEDS:
        made = first_clear(COMPUTED[id], seed)
        expected = ORACLES[id](_numbers(made))
        found = {"answer": made.answer, **{wrong.id: wrong.answer for wrong in made.wrong}}
        assert found.keys() == expected.keys()
        assert len(made.wrong) >= 3
        for name, value in found.items():
            assert _same(value, expected[name]), (id, seed, name)


@pytest.mark.parametrize("id", COMPUTED)
def test_no_two_answers_of_a_draw_coincide(id: str) -> None:
    """Over 10,000 seeds; first_clear raises AmbiguousDraw when it cannot find a clear draw."""
    template = COMPUTED[id]
    assert sum(len(first_clear(template, seed).wrong) >= 3 for seed in range(10_000)) == 10_000
    assert clash(first_clear(template, 0), template.rule) is None


@pytest.mark.parametrize("id", COMPUTED)
def test_the_judge_knows_the_answer_and_every_misconception(id: str) -> None:
    for seed in SEEDS:
        item = draw(COMPUTED[id], seed)
        verdict = judge(item.question, item.answer)
        assert (verdict.mark, verdict.wrong_rule) == ("right", None), (id, seed)
        for rule in item.wrong_rules:
            verdict = judge(item.question, rule.answer)
            assert (verdict.mark, verdict.wrong_rule, verdict.feedback) == ("wrong", rule.id, rule.message), (id, seed)


_PROMISED = {"two decimals": "{:.2f}", "three decimals": "{:.3f}", "three significant figures": "{:.3g}"}


@pytest.mark.parametrize("id", [id for id, one in COMPUTED.items() if one.rule])
def test_as_many_figures_as_promised_are_enough(id: str) -> None:
    for seed in SEEDS:
        made = first_clear(COMPUTED[id], seed)
        item = draw(COMPUTED[id], seed)
        form = next(form for words, form in _PROMISED.items() if words in item.prompt)
        typed = ", ".join(form.format(x) for x in np.atleast_1d(_array(made.answer)))
        assert judge(item.question, typed).mark == "right", (id, seed, typed)


@pytest.mark.parametrize("id", COMPUTED)
def test_numbers_quoted_in_texts_are_true(id: str) -> None:
    relations = 0
    for seed in SEEDS:
        made = first_clear(COMPUTED[id], seed)
        relations += sum(checked(text) for text in _texts(made))
        for wrong in made.wrong:
            _check_first(wrong.answer, wrong.message)
    assert relations >= len(SEEDS)


def _check_first(answer: Value, message: str) -> None:
    """The number or vector a message begins with, where it begins with one, is what the rule gives, or ends in."""
    if not message.startswith("$"):
        return
    try:
        quoted = value_of(formulas(message)[0])
    except NotArithmetic:
        return
    given = _array(answer)
    given = given[-1] if given.shape != quoted.shape else given
    assert np.allclose(given, quoted, rtol=0, atol=unit_of(formulas(message)[0]) if "." in message else 1e-9), message


@pytest.mark.parametrize("id", COMPUTED)
def test_messages_refute_in_the_learners_own_numbers(id: str) -> None:
    said: dict[str, set[str]] = {}
    for seed in SEEDS:
        for wrong in first_clear(COMPUTED[id], seed).wrong:
            said.setdefault(wrong.id, set()).add(wrong.message)
            assert re.search(r"\b[Bb]ut\b", wrong.message), (id, wrong.id)
            assert re.search(r"because|: ", wrong.message), (id, wrong.id)
    assert all(len(messages) > 3 for messages in said.values()), {name: len(m) for name, m in said.items()}


@pytest.mark.parametrize("id", COMPUTED)
def test_hints_steps_and_explanation_are_there(id: str) -> None:
    for seed in SEEDS:
        item = draw(COMPUTED[id], seed)
        assert len(item.hints) == 3
        assert len(item.steps) >= 2
        assert item.explanation
        _check_ending(item)


def _check_ending(item: Item) -> None:
    """The last steps, as many as the answer has entries, are the answer; a matrix is filled cell by cell."""
    expected = re.findall(r"[^\[\],; ]+", item.answer)
    values = [step.value for step in item.steps][-len(expected) :]
    if item.id == "probability.likelihood.gaussian":
        values = [item.steps[0].value, item.steps[-1].value]
    if item.shape is not None:
        assert [step.cell for step in item.steps] == [(0, 0), (0, 1), (1, 0), (1, 1)]
        typed = f"[{values[0]}, {values[1]}; {values[2]}, {values[3]}]"
    else:
        typed = ", ".join(values)
    assert judge(item.question, typed).mark == "right", (item.id, typed)


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
}


@pytest.mark.parametrize("id", COMPUTED)
def test_worksheets_carry_right_values_to_right_values(id: str) -> None:
    followed = 0
    for seed in SEEDS:
        cells: list[float] = []
        for step in draw(COMPUTED[id], seed).steps:
            if not step.lead:
                assert step.follow is None
                continue
            value = evaluate(step.value, {})
            if step.follow is not None:
                followed += 1
                assert math.isclose(step.follow(tuple(cells)), value, rel_tol=2e-3, abs_tol=6e-4), (id, seed, step)
            cells.append(value)
        assert len(cells) == WORKSHEETS.get(id, 0)
    assert bool(followed) == (id in WORKSHEETS and id != "probability.covariance.matrix")


def _follow(id: str, cells: tuple[float, ...], which: int) -> float:
    steps = [step for step in draw(COMPUTED[id], 3).steps if step.lead]
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


@pytest.mark.parametrize("id", ORACLES)
def test_numbers_vary_and_stay_pleasant(id: str) -> None:
    results = []
    for seed in range(200):
        made = first_clear(COMPUTED[id], seed)
        assert all(np.abs(_array(value)).max() <= 400 for value in made.given.values())
        results.append(tuple(np.atleast_1d(_array(made.answer)).ravel().round(6)))
    sizes = np.abs(np.array([max(map(abs, result)) for result in results]))
    assert sizes.max() <= 300
    assert len(set(results)) >= 4


@pytest.mark.parametrize("seed", SEEDS)
def test_the_most_likely_value_is_one_value(seed: int) -> None:
    p = _numbers(first_clear(COMPUTED["probability.expectation.mean"], seed))["p"]
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
        items_expectation.squared(((0, share(50)), (2, share(30)), (7, share(20)))),
        11,
        {"squares-the-mean": 4},
    ),
]


@pytest.mark.parametrize(("made", "answer", "wrong"), LEARNING)
def test_well_known_mistakes_on_well_known_numbers(made: Draw, answer: Value, wrong: Mapping[str, Value]) -> None:
    assert np.allclose(_array(made.answer), _array(answer), atol=6e-5 if made.given.keys() != {"x"} else 6e-4)
    found = {one.id: one.answer for one in made.wrong}
    for id, value in wrong.items():
        assert np.allclose(_array(found[id]), _array(value), atol=6e-4), id


def test_a_single_wrong_share_is_pointed_at() -> None:
    item = draw(COMPUTED["probability.softmax.compute"], 1)
    values = [float(step.value) for step in item.steps[-3:]]
    verdict = judge(item.question, f"{values[0]:.3f}, {values[1] + 0.1:.3f}, {values[2]:.3f}")
    assert verdict.mark == "wrong"
    assert verdict.cells == ((True, False, True),)
