"""The computed questions of rung 2: what is quoted, shown and drawn, and the well-known mistakes."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest
from lessons.model.misconception import Value

from lessons.answers import judge
from lessons.model.computed_item import ItemDraw, draw, first_unambiguous
from lessons.probability import (
    items_bayes,
    items_expectation,
    items_gaussian,
    items_likelihood,
    items_softmax,
    items_variables,
)
from lessons.probability.decimals import share
from tests.content.test_linear_algebra_arithmetic import NotArithmetic, formulas
from tests.content.test_probability_arithmetic import checked, unit_of, value_of
from tests.support.content import SEEDS, as_array, computed_of, numbers, texts_of

COMPUTED = computed_of("probability")


@pytest.mark.parametrize("id", COMPUTED)
def test_numbers_quoted_in_texts_are_true(id: str) -> None:
    relations = 0
    for seed in SEEDS:
        made = first_unambiguous(COMPUTED[id], seed)
        relations += sum(checked(text) for text in texts_of(made))
        for wrong in made.misconceptions:
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


@pytest.mark.parametrize("id", COMPUTED)
def test_worksheets_have_their_cells(id: str) -> None:
    for seed in SEEDS:
        steps = draw(COMPUTED[id], seed).steps
        assert sum(bool(step.lead) for step in steps) == WORKSHEETS.get(id, 0)
    followed = any(step.follow for step in steps)
    assert followed == (id in WORKSHEETS and id != "probability.covariance.matrix")


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


@pytest.mark.parametrize("id", COMPUTED)
def test_numbers_vary_and_stay_pleasant(id: str) -> None:
    results = []
    for seed in range(200):
        made = first_unambiguous(COMPUTED[id], seed)
        assert all(np.abs(as_array(value)).max() <= 400 for value in made.given.values())
        results.append(tuple(np.atleast_1d(as_array(made.answer)).ravel().round(6)))
    sizes = np.abs(np.array([max(map(abs, result)) for result in results]))
    assert sizes.max() <= 300
    assert len(set(results)) >= 4


@pytest.mark.parametrize("seed", SEEDS)
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
        items_expectation.squared(((0, share(50)), (2, share(30)), (7, share(20)))),
        11,
        {"squares-the-mean": 4},
    ),
]


@pytest.mark.parametrize(("made", "answer", "wrong"), LEARNING)
def test_well_known_mistakes_on_well_knownnumbers(made: ItemDraw, answer: Value, wrong: Mapping[str, Value]) -> None:
    assert np.allclose(as_array(made.answer), as_array(answer), atol=6e-5 if made.given.keys() != {"x"} else 6e-4)
    found = {one.id: one.answer for one in made.misconceptions}
    for id, value in wrong.items():
        assert np.allclose(as_array(found[id]), as_array(value), atol=6e-4), id


def test_a_single_wrong_share_is_pointed_at() -> None:
    item = draw(COMPUTED["probability.softmax.compute"], 1)
    values = [float(step.value) for step in item.steps[-3:]]
    verdict = judge(item.question, f"{values[0]:.3f}, {values[1] + 0.1:.3f}, {values[2]:.3f}")
    assert verdict.mark == "wrong"
    assert verdict.cells == ((True, False, True),)
