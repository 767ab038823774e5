"""The experiment of one learner: how skills are paired, what it can see, and what it reports of made-up outcomes."""

from __future__ import annotations

import json
from itertools import product
from pathlib import Path
from random import Random

import pytest

from lessons.course import Course
from progress.events import ExperimentPlanned
from progress.schedule import stamp
from tests.support.study import Learner, small_course
from tutor.learning.scheduling import next_question
from tutor.learning.scheduling.experiment import (
    BASE,
    FRESH,
    LARGE,
    LEAST_POWER,
    LEVEL,
    SMALL,
    Outcome,
    drawn,
    ends,
    exported,
    final_session,
    finding,
    outcomes,
    pairs,
    power,
    sign_flip_test,
    simulated,
    summary,
)
from tutor.learning.scheduling.learner_model import SkillRecall, build_learner_model
from tutor.learning.scheduling.scaffolding import scaffold_for


def test_where_there_is_no_effect_few_experiments_report_one() -> None:
    rng = Random(5)
    reported = sum(sign_flip_test(simulated(20, 0.7, 0.7, rng), run, 400) < LEVEL for run in range(200))
    assert reported / 200 <= 0.08


@pytest.mark.slow
def test_a_large_effect_is_seen_by_most_experiments_of_twenty_pairs() -> None:
    rng = Random(6)
    seen = sum(sign_flip_test(simulated(20, BASE, LARGE, rng), run, 400) < LEVEL for run in range(100))
    assert seen / 100 >= 0.75
    assert power(20, LARGE) == pytest.approx(seen / 100, abs=0.1)
    assert power(20, SMALL) < 0.6
    assert power(5, LARGE) < LEAST_POWER
    assert power(0, LARGE) == 0


def test_the_test_by_chance_agrees_with_all_flips() -> None:
    some = [Outcome(1, 0), Outcome(1, 0.5), Outcome(0.5, 0), Outcome(0, 0.5), Outcome(1, 1), Outcome(1, 0)]
    differences = [one.treated - one.control for one in some]
    observed = abs(sum(differences))
    flips = [abs(sum(s * d for s, d in zip(signs, differences, strict=True))) for signs in product((1, -1), repeat=6)]
    exact = sum(one >= observed - 1e-12 for one in flips) / len(flips)
    assert sign_flip_test(some, 3, 20_000) == pytest.approx(exact, abs=0.02)
    found = finding(some)
    assert found.low < found.difference < found.high
    assert found.difference == pytest.approx(sum(differences) / 6)


@pytest.mark.slow
def test_no_pair_crosses_a_rung_or_an_edge_and_a_coin_is_fair(course: Course) -> None:
    learner, rng = Learner(course), Random(2)
    for item in course.templates:
        learner.answer(item, int(course.is_computed(item)), rng.random() < 0.8)
    model = build_learner_model(course, learner.state)
    found = pairs(model, stamp(learner.now))
    assert len(found) > 10
    flat = [skill for pair in found for skill in pair]
    assert len(set(flat)) == len(flat)
    for a, b in found:
        assert model.skills[a].rung == model.skills[b].rung
        assert a not in model.prerequisites[b]
        assert b not in model.prerequisites[a]
    heads = sum(drawn([("a", "b")], seed).treated == ("a",) for seed in range(200))
    assert 70 < heads < 130
    assert drawn(found, 4) == drawn(found, 4)


def test_treated_skills_wait_twice_as_long_until_the_end_and_fresh_draws_decide(tmp_path: Path) -> None:
    items = {f"basics.p.{skill}{number}": [skill] for skill in "ab" for number in range(4)}
    learner = Learner(small_course(tmp_path / "trial", {"a": [], "b": []}, items))
    for skill in "ab":
        learner.answer(f"basics.p.{skill}0", 0)
    before = {skill: one.due for skill, one in _recalls(learner).items()}
    learner.put(ExperimentPlanned(("a",), ("b",), 30, 0.8, 0.3))
    plan = learner.state.experiment
    assert plan is not None
    now = stamp(learner.now)
    after = _recalls(learner)
    assert after["a"].due - now == 2 * (before["a"] - now)
    assert after["b"].due == before["b"]
    learner.wait(days=31)
    assert stamp(learner.now) > ends(plan)
    assert _recalls(learner)["a"].due == before["a"]
    assert outcomes(learner.course, learner.state, plan) == []
    assert "0 of 1 pairs" in summary([], plan)
    learner.answer("basics.p.b1", 0, where="practice")  # a fresh answer that counts, whatever it was given in
    sitting = final_session(build_learner_model(learner.course, learner.state), plan, stamp(learner.now))
    assert sitting.progress == (0, 5)
    while (asked := next_question(sitting, learner.course, learner.state, learner.now)) is not None:
        right = asked.skill == "b" or asked.number == 0
        assert asked.support == "bare"
        learner.answer(asked.item, asked.seed, right, where=sitting.kind)
        sitting = sitting.answered(asked, right)
    assert len(sitting.done) == 5
    assert len({(one.asked.item, one.asked.seed) for one in sitting.done} | {("basics.p.b1", 0)}) == 2 * FRESH
    assert outcomes(learner.course, learner.state, plan) == [Outcome(1 / FRESH, 1.0)]
    assert json.dumps(exported([Outcome(0.5, 1.0)])) == '[{"treated": 0.5, "control": 1.0}]'
    learner.put(ExperimentPlanned((), ()))
    assert learner.state.experiment is not None
    assert learner.state.experiment.treated == ()


def test_the_treated_are_answered_before_a_worked_example_until_the_days_are_over(course: Course) -> None:
    learner, item = Learner(course), "linear_algebra.dot.compute"

    def support() -> str:
        model = build_learner_model(course, learner.state)
        return scaffold_for(model, "dot-product", item, stamp(learner.now))[0]

    assert support() == "worked"
    learner.put(ExperimentPlanned(("norm",), ("dot-product",), 30, compares="order"))
    assert support() == "worked"
    learner.put(ExperimentPlanned(("dot-product",), ("norm",), 30))
    assert support() == "worked"  # it compares intervals
    learner.put(ExperimentPlanned(("dot-product",), ("norm",), 30, compares="order"))
    assert support() == "bare"
    learner.wait(days=31)
    assert support() == "worked"


def test_what_is_said_of_a_finding() -> None:
    plan = ExperimentPlanned(("a",) * 20, ("b",) * 20, 30)
    none = simulated(20, 0.7, 0.7, Random(1))
    assert summary(none, plan).startswith("no difference could be seen")
    assert "-98%" in summary([Outcome(0, 1)] * 19 + [Outcome(0.5, 1)], plan)


def _recalls(learner: Learner) -> dict[str, SkillRecall]:
    model = build_learner_model(learner.course, learner.state)
    return dict(model.recalls(stamp(learner.now)))
