"""The pages of rung 4 in the second edition: numbers of worked examples and reasons, worked out again."""

from __future__ import annotations

import heapq

import numpy as np
import pytest

from lessons.model.page import Prose, Why
from tests.support.arithmetic import log_checked as checked
from tests.support.content import formulas_of, pages_of, said_on

PAGES = pages_of("information_theory")


@pytest.mark.parametrize("name", PAGES)
def test_arithmetic_in_sentences_and_reasons_is_true(name: str) -> None:
    for block in PAGES[name].blocks:
        if isinstance(block, Prose | Why):
            for node in block.nodes:
                for span in getattr(node, "spans", ()):
                    if span.kind == "math":
                        checked(f"${span.text}$")


def test_surprisals_of_a_text_add() -> None:
    parts = -np.log2([0.15, 0.05, 0.3])
    assert parts == pytest.approx(np.array([2.74, 4.32, 1.74]), abs=5e-3)
    assert -np.log2(0.15 * 0.05 * 0.3) == pytest.approx(8.80, abs=5e-3)
    assert 4 / np.log(2) == pytest.approx(5.77, abs=5e-3)


def _questions(draws: int) -> float:
    """Yes/no questions per draw of three equal outcomes, asked about so many at once in the best order (Huffman)."""
    heap = [1] * 3**draws
    asked = 0
    while len(heap) > 1:
        merged = heapq.heappop(heap) + heapq.heappop(heap)
        asked += merged
        heapq.heappush(heap, merged)
    return float(asked / (3**draws * draws))


def test_questions_per_outcome_come_close_to_the_entropy() -> None:
    found = [round(_questions(draws), 3) for draws in (1, 2, 5)]
    assert found == [1.667, 1.611, 1.589]
    assert np.log2(3) == pytest.approx(1.585, abs=5e-4)
    said = said_on(PAGES["entropy"])
    for value in (r"\approx 1.667", r"\approx 1.611", "1.589 each", r"\approx 1.585"):
        assert value in said


def test_a_uniform_distribution_has_the_largest_entropy() -> None:
    rng = np.random.default_rng(3)
    for p in rng.dirichlet(np.ones(128), 200):
        assert -(p @ np.log2(p)) < 7
    assert np.log2(128) == 7
    p = np.array([1 / 2, 1 / 4, 1 / 8, 1 / 8])
    assert (p * np.log2(p / 0.25)).sum() == pytest.approx(0.25)
    assert 2 + (p * np.log2(p)).sum() == pytest.approx(0.25)


def test_no_belief_beats_the_truth() -> None:
    rng = np.random.default_rng(4)
    xs = rng.uniform(0.01, 9, 500)
    assert (np.log(xs) <= xs - 1 + 1e-12).all()
    for p, q in zip(rng.dirichlet(np.ones(4), 200), rng.dirichlet(np.ones(4), 200), strict=True):
        assert (p * np.log(q / p)).sum() <= 1e-12


def test_the_worked_divergence() -> None:
    p, q = np.array([0.75, 0.25]), np.array([0.25, 0.75])
    terms = p * np.log2(p / q)
    assert terms == pytest.approx(np.array([1.1887, -0.3962]), abs=5e-5)
    assert terms.sum() == pytest.approx(0.7925, abs=5e-5)


def test_both_directions_agree_only_where_the_distributions_do() -> None:
    for x in np.linspace(0.02, 0.98, 97):
        forth = -0.5 * np.log2(4 * x * (1 - x))
        back = 1 + x * np.log2(x) + (1 - x) * np.log2(1 - x)
        assert (abs(forth - back) < 1e-9) == (abs(x - 0.5) < 1e-9)


def test_the_worked_loss_and_its_sum() -> None:
    assert -np.log([0.5, 0.8, 0.1]).mean() == pytest.approx(1.073, abs=5e-4)
    flips = -np.log([0.8, 0.8, 0.2, 0.8, 0.8])
    assert flips.sum() == pytest.approx(2.502, abs=5e-4)
    assert flips.mean() == pytest.approx(0.5004, abs=5e-5)


def test_the_slope_of_log_sum_exp_is_softmax() -> None:
    def log_sum_exp(z: np.ndarray) -> float:
        return float(np.log(np.exp(z).sum()))

    z = np.array([2.0, 1.0, 0.0])
    rise = log_sum_exp(z + np.array([0.001, 0, 0])) - log_sum_exp(z)
    assert rise == pytest.approx(0.000665, abs=5e-7)
    assert np.exp(z[0]) / np.exp(z).sum() == pytest.approx(0.6652, abs=5e-5)


def test_the_worked_perplexity_is_a_power_of_the_mean() -> None:
    assert 2 ** np.mean([9, 10, 11]) == 1024
    assert "2^{10} = 1024" in said_on(PAGES["classifier_loss"])


def test_row_one_of_the_gradient_is_error_times_input() -> None:
    z = np.array([[1.0, -1.0], [0.0, 1.0], [-1.0, 1.0]]) @ np.array([1.0, 2.0])
    p = np.exp(z) / np.exp(z).sum()
    assert np.round(p[0], 3) * np.array([1, 2]) == pytest.approx(np.array([0.035, 0.07]))


def test_perplexity_is_e_to_the_loss() -> None:
    assert any("Language models report" in said_on(page) for page in PAGES.values())
    assert "other way up" not in " ".join(map(said_on, PAGES.values()))
    assert formulas_of(PAGES["end_to_end"])
