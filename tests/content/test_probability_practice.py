"""The questions of rung 2 that come in practice and reviews: each worked out a second time, by counting and NumPy."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from lessons.probability import items_evidence, items_tables
from tests.content.test_probability_oracles import ORACLES as ON_PAGES
from tests.support.content import (
    Found,
    Numbers,
    Oracle,
    as_array,
    check_another_way,
    computed_of,
    right_text,
    worded_of,
)

COMPUTED = computed_of("probability")
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


def _ratio(g: Numbers) -> Found:
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


ORACLES: dict[str, Oracle] = {
    "probability.conditional.table": _table,
    "probability.conditional.joint": _joint,
    "probability.conditional.any": _any,
    "probability.bayes.posterior_frequencies": _frequencies,
    "probability.likelihood.ratio": _ratio,
    "probability.expectation.scaled": _scaled,
}


def test_every_computed_question_of_the_rung_is_worked_out_a_second_time() -> None:
    assert ORACLES.keys() | ON_PAGES.keys() == COMPUTED.keys()
    assert not ORACLES.keys() & ON_PAGES.keys()


@pytest.mark.parametrize("id", ORACLES)
def test_answers_and_misconceptions_come_out_the_same_by_another_way(id: str) -> None:
    check_another_way(COMPUTED[id], ORACLES[id])


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
