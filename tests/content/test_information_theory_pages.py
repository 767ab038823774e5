"""The pages of rung 4: what they teach and ask, and every number on them worked out again."""

from __future__ import annotations

import re

import numpy as np
import pytest

from lessons.model.figure import Bars, Label, Line, Points
from lessons.model.page import (
    FigureBlock,
    Formula,
    Pitfall,
    SidePath,
)
from tests.content.test_information_theory_arithmetic import chains, checked, value_of
from tests.support.content import COURSE, Array, figure_of, pages_of, said_on, spans_of

RUNG = "information_theory"
PAGES = pages_of(RUNG)


def _lines(name: str, role: str = "") -> list[Line]:
    return [mark for mark in figure_of(PAGES[name]).marks if isinstance(mark, Line) and role in ("", mark.role)]


def _bars(name: str) -> list[Bars]:
    return [mark for mark in figure_of(PAGES[name]).marks if isinstance(mark, Bars)]


def _entropy(p: Array | list[float]) -> float:
    return -sum(float(x) * float(np.log2(x)) for x in p if x > 0)


def _soft(z: Array) -> Array:
    raised = np.exp(z)
    return np.asarray(raised / raised.sum())


def _earlier() -> set[str]:
    """The skills of the rungs below this one."""
    return {skill.id for skill in COURSE.outline.skills if skill.rung != RUNG}


def test_a_skill_needs_only_what_is_taught_no_later() -> None:
    order = [skill for page in PAGES.values() for skill in page.teaches]
    for skill in COURSE.outline.skills:
        for need in skill.needs if skill.rung == RUNG else ():
            assert need in _earlier() or order.index(need) < order.index(skill.id)


@pytest.mark.parametrize("name", PAGES)
def test_one_mark_of_a_figure_stands_out(name: str) -> None:
    for block in PAGES[name].blocks:
        if isinstance(block, FigureBlock):
            loud = [mark for mark in block.figure.marks if getattr(mark, "role", "") == "accent"]
            assert sum(not isinstance(mark, Label) for mark in loud) == 1


@pytest.mark.parametrize(
    ("name", "least"),
    [("surprisal", 3), ("entropy", 2), ("cross_entropy", 1), ("kl", 1), ("classifier_loss", 1), ("end_to_end", 2)],
)
def test_worked_formulas_and_numbers_in_prose_hold(name: str, least: int) -> None:
    page = PAGES[name]
    sources = [block.latex for block in page.blocks if isinstance(block, Formula)]
    sources += [span.text for span in spans_of(page) if span.kind == "math"]
    assert sum(checked(f"${latex}$") for latex in sources) >= least
    assert any(chains(latex) for latex in sources)


def test_the_surprisal_figure_is_minus_log2() -> None:
    (curve,) = _lines("surprisal", "accent")
    xs, ys = np.array(curve.points).T
    assert np.allclose(ys, -np.log2(xs))
    (marked,) = (mark for mark in figure_of(PAGES["surprisal"]).marks if isinstance(mark, Points))
    assert all(y == -np.log2(x) for x, y in marked.points)
    for label in (mark for mark in figure_of(PAGES["surprisal"]).marks if isinstance(mark, Label)):
        one, over, bits = map(int, re.findall(r"\d+", label.text))
        assert -np.log2(one / over) == bits
        assert abs(label.at[0] - one / over) < 0.05


def test_the_entropy_figure_is_the_entropy_of_a_coin() -> None:
    (arch,) = _lines("entropy", "accent")
    for x, y in arch.points:
        assert y == pytest.approx(_entropy([x, 1 - x]), abs=1e-9)
    (marked,) = (mark for mark in figure_of(PAGES["entropy"]).marks if isinstance(mark, Points))
    for x, y in marked.points:
        assert y == pytest.approx(_entropy([x, 1 - x]), abs=0.0005)


def test_word_lengths_are_surprisals_and_their_means_are_what_the_page_says() -> None:
    right, other = _bars("cross_entropy")
    p = np.array([float(name.partition("= ")[2]) for name in right.names])
    assert np.allclose(right.heights, -np.log2(p))
    q = 0.5 ** np.array(other.heights)
    assert q.sum() == 1
    assert p @ np.array(other.heights) == 1.75
    assert p @ np.array(right.heights) == 1.5 == _entropy(p)
    formulas = " ".join(span.text for span in spans_of(PAGES["cross_entropy"]))
    for values in (p, q):
        assert "(" + ", ".join(f"{x:g}" for x in values) + ")" in formulas
    assert "1.75 bits, where the right code needs 1.5" in " ".join(said_on(PAGES["cross_entropy"]).split())


def test_both_divergences_are_drawn_and_named_rightly() -> None:
    p = np.array([0.5, 0.5])
    (forth,), (back,) = _lines("kl", "accent"), _lines("kl", "second")
    for x, y in forth.points:
        q = np.array([x, 1 - x])
        assert y == pytest.approx(float(p @ np.log2(p / q)), abs=1e-9)
    for x, y in back.points:
        q = np.array([x, 1 - x])
        assert y == pytest.approx(float(q @ np.log2(q / p)), abs=1e-9)
    named = {mark.role: mark.text for mark in figure_of(PAGES["kl"]).marks if isinstance(mark, Label)}
    assert named == {"accent": "KL(p‖q)", "second": "KL(q‖p)"}


def test_the_five_flips_cost_what_the_figure_shows() -> None:
    (bars,) = _bars("nll")
    costs = [-np.log(0.8) if name == "H" else -np.log(0.2) for name in bars.names]
    assert np.allclose(bars.heights, costs, atol=0.0006)
    (mean,) = _lines("nll")
    assert all(y == pytest.approx(np.mean(costs), abs=0.001) for _, y in mean.points)
    share = np.array([bars.names.count("H"), bars.names.count("T")]) / 5
    assert np.isclose(-share @ np.log([0.8, 0.2]), np.mean(costs))


def test_the_gradient_figure_is_output_minus_label() -> None:
    p = _soft(np.array([2.0, 1.0, 0.0]))
    (bars,) = _bars("classifier_loss")
    assert np.allclose(bars.heights, p - [0, 1, 0], atol=0.0006)
    said = said_on(PAGES["classifier_loss"])
    assert "(0.665, 0.245, 0.090)" in said
    assert np.allclose([0.665, 0.245, 0.090], p, atol=0.0006)
    assert r"-\ln 0.2447 \approx 1.408" in said
    assert -np.log(p[1]) == pytest.approx(1.408, abs=0.0005)


def _training() -> tuple[list[float], Array, Array]:
    """The losses of ten steps of the last page, and the first probabilities and errors."""
    w = np.array([[1.0, -1.0], [0.0, 1.0], [-1.0, 1.0]])
    x, y = np.array([1.0, 2.0]), np.array([0.0, 0.0, 1.0])
    losses, first = [], _soft(w @ x)
    for _ in range(11):
        p = _soft(w @ x)
        losses.append(-float(np.log(p[2])))
        for i in range(3):
            for j in range(2):
                w[i, j] -= 0.1 * (p[i] - y[i]) * x[j]
    return losses, first, first - y


def test_the_last_page_trains_as_it_says() -> None:
    losses, p, error = _training()
    shown = next(block.latex for block in PAGES["end_to_end"].blocks if isinstance(block, Formula))
    w, x, z = (value_of(side) for side in re.findall(r"\\begin\{bmatrix\}.*?\\end\{bmatrix\}", shown))
    assert np.allclose(w, [[1, -1], [0, 1], [-1, 1]])
    assert np.allclose(w @ x, z)
    (curve,) = _lines("end_to_end", "accent")
    assert [x for x, _ in curve.points] == list(range(11))
    assert np.allclose([y for _, y in curve.points], losses, atol=0.0006)
    (guess,) = _lines("end_to_end", "dim")
    assert all(y == pytest.approx(np.log(3), abs=0.001) for _, y in guess.points)
    said = " ".join(said_on(PAGES["end_to_end"]).split())
    assert f"falls from {losses[0]:.3f} to {losses[1]:.3f}" in said
    for vector in (p, error):
        assert "(" + ", ".join(f"{x:.3f}" for x in vector) + ")" in said
    assert losses[0] == pytest.approx(1.35, abs=0.005)
    assert losses[0] > np.log(3)


def test_the_gradient_at_the_weights_is_error_times_input() -> None:
    w, x, at, step = np.array([[1.0, -1.0], [0.0, 1.0], [-1.0, 1.0]]), np.array([1.0, 2.0]), 2, 1e-6
    _, _, error = _training()
    for i in range(3):
        for j in range(2):
            nudge = np.zeros((3, 2))
            nudge[i, j] = step
            slope = (-np.log(_soft((w + nudge) @ x)[at]) + np.log(_soft((w - nudge) @ x)[at])) / (2 * step)
            assert slope == pytest.approx(error[i] * x[j], abs=1e-6)


def test_the_first_page_says_what_will_be_possible_and_the_last_where_it_leads() -> None:
    first, last = said_on(PAGES["surprisal"]), said_on(PAGES["end_to_end"])
    assert "After this rung" in first
    for word in ("Rung 1", "Rung 2", "Rung 3", "Rung 4", "Stage 02", "stage 03", "stage 06", "Probabilistic Machine"):
        assert word in last
    assert any(isinstance(block, Pitfall) for block in PAGES["surprisal"].blocks)
    assert any(isinstance(block, SidePath) for block in PAGES["kl"].blocks)
