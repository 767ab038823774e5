"""The worded questions of rung 3: what they take for right and wrong, and the numbers in them."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from lessons.answers import judge
from tests.content.test_calculus_oracles import slope
from tests.content.test_linear_algebra_arithmetic import checked, value_of
from tests.support.content import option_text, worded_of, words_of

WORDED = worded_of("calculus")


def test_there_are_several_kinds() -> None:
    kinds = Counter(item.kind for item in WORDED.values())
    assert kinds >= Counter({"choice": 7, "order": 2, "explain": 3, "cloze": 1, "rule": 1})


def test_arithmetic_in_worded_questions_is_true() -> None:
    chains = 0
    for item in WORDED.values():
        chains += sum(map(checked, words_of(item)))
    assert chains >= 6


RULE = "calculus.descent.rule"


@pytest.mark.parametrize(
    "typed",
    [
        "theta <- theta - eta grad L(theta)", "θ ← θ − η∇L(θ)", "theta = theta - eta * dL/dtheta", "θ -= η∇L",
        r"\theta \leftarrow \theta - \eta \nabla_\theta L(\theta)", "theta := theta + (-eta) grad L(theta)",
    ],
)  # fmt: skip
def test_the_update_rule_is_read_in_any_notation(typed: str) -> None:
    assert judge(WORDED[RULE].question, typed).mark == "right"


@pytest.mark.parametrize(
    ("typed", "rule", "word"),
    [
        ("theta <- theta + eta grad L(theta)", "ascends", "climbs"),
        ("theta += eta grad L(theta)", "ascends", "climbs"),
        ("theta <- theta - grad L(theta)", "no-step-size", r"$\eta$ is missing"),
        ("theta <- theta - eta L(theta)", None, r"$\nabla$ is missing"),
        ("theta <- -eta grad L(theta)", "no-old-value", r"the old $\theta$"),
    ],
)
def test_the_update_rule_is_refuted_part_by_part(typed: str, rule: str | None, word: str) -> None:
    verdict = judge(WORDED[RULE].question, typed)
    assert (verdict.mark, verdict.wrong_rule) == ("wrong", rule)
    assert word in verdict.feedback


def test_the_lines_of_the_loop_run_in_the_order_that_is_right() -> None:
    item = WORDED["calculus.descent.loop"]
    lines = [option_text(item, id).strip("`") for id in item.answer.split()]
    source = "\n".join(line if place < 2 else f"    {line}" for place, line in enumerate(lines))
    names: dict[str, float] = {}
    exec(source, names)  # the course's own code, on no input
    assert names["w"] == pytest.approx(3, abs=1e-3)
    assert judge(item.question, "d f b c").wrong_rule == "c"
    assert judge(item.question, "f d b a").mark == "wrong"


def test_two_orders_of_going_back_are_told_apart() -> None:
    item = WORDED["calculus.chain.order"]
    assert judge(item.question, "d b e a").mark == "right"
    assert judge(item.question, "b d e a").mark == "wrong"
    assert judge(item.question, "d b e c").wrong_rule == "c"


def test_gaps_are_filled_in_their_order() -> None:
    item = WORDED["calculus.descent.words"]
    assert all(f"[{gap}]" in item.prompt for gap in range(1, 5))
    assert judge(item.question, "f a c d").mark == "right"
    assert judge(item.question, "b a c d").wrong_rule == "b"
    assert judge(item.question, "f e c d").wrong_rule == "e"


def test_beliefs_about_steps_are_refuted_by_walking() -> None:
    def walked(eta: float, x: float, steps: int) -> float:
        for _ in range(steps):
            x = x - eta * 2 * (x - 3)
        return x

    assert abs(walked(0.4, 0, 10) - 3) < abs(walked(0.9, 0, 10) - 3) < 3
    assert "0.4" in option_text(WORDED["calculus.stepsize.faster"], WORDED["calculus.stepsize.faster"].answer)
    once = walked(2, 4, 1)
    assert ((once - 3) ** 2, (4 - 3) ** 2) == (9, 1)
    assert option_text(WORDED["calculus.stepsize.always"], WORDED["calculus.stepsize.always"].answer).startswith("Yes")


def test_a_level_tangent_is_not_yet_a_minimum() -> None:
    for f in (lambda x: x**2, lambda x: -(x**2), lambda x: x**3):
        assert slope(f, 0.0) == pytest.approx(0, abs=1e-9)
    item = WORDED["calculus.landscape.flat"]
    assert "depends on both sides" in option_text(item, item.answer)


def test_the_steepest_way_down_is_against_the_gradient() -> None:
    item = WORDED["calculus.gradient.steepest"]
    slopes = {}
    for option in item.options:
        way = value_of(option.text.strip("$"))
        slopes[option.id] = float(np.array([3, -1]) @ way / np.linalg.norm(way))
    assert item.answer == min(slopes, key=lambda id: slopes[id])
    assert slopes["c"] == pytest.approx(0)
