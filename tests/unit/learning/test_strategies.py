"""Practice, checkpoints and placement: what each asks, and what it finds."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from lessons.course import Course, UnknownIdError
from tests.bench.placement import POPULATIONS, ordinary, simulate, table, wrong
from tests.support.study import Learner, small_course
from tutor.learning.page_progress import known_pages
from tutor.learning.scheduling import PlannedQuestion, StudySession, begin, next_question, placement, skippable
from tutor.learning.scheduling.learner_model import build_learner_model
from tutor.learning.scheduling.study_session import AnsweredQuestion

_CASES = settings(deadline=None, max_examples=8)


@pytest.fixture
def learner(course: Course) -> Learner:
    return Learner(course)


# Practice


def test_practice_fades_with_success_and_comes_back_with_errors(learner: Learner) -> None:
    course = learner.course
    support = []

    def ask(right: bool) -> None:
        sitting = begin("practice", course, learner.state, learner.now, "matvec")
        asked = next_question(sitting, course, learner.state, learner.now)
        assert asked is not None
        support.append(asked.support)
        learner.wait(seconds=30)
        learner.answer(asked.item, asked.seed, right, unaided=asked.support == "bare")

    for right in (True, True, True, False, False, True):
        ask(right)
    assert support == ["worked", "faded", "faded", "faded", "faded", "worked"]
    learner.answer("linear_algebra.maps.matvec", 90)
    ask(True)
    assert support[-1] == "bare"


def test_practice_of_an_outcome_a_rung_or_everything(learner: Learner) -> None:
    course = learner.course
    by_hand = learner.sit("practice", "by-hand", count=9)
    assert {one.asked.skill for one in by_hand.done} == {"dot-product", "matvec", "matmul"}
    rung = learner.sit("practice", "information_theory", count=30)
    skills = {
        skill.id for skill in course.outline.skills if skill.rung == "information_theory" and not skill.second_pass
    }
    assert {one.asked.skill for one in rung.done} <= skills
    assert len({one.asked.skill for one in rung.done}) == len(skills)
    page = learner.sit("practice", "probability.likelihood", count=12)
    assert {one.asked.skill for one in page.done} == set(course.page("probability.likelihood").teaches)
    with pytest.raises(UnknownIdError, match="Did you mean"):
        begin("practice", course, learner.state, learner.now, "dot-prodct")


def test_practice_needs_nothing_that_is_neither_met_nor_in_scope(learner: Learner) -> None:
    found = build_learner_model(learner.course, learner.state)
    sitting = learner.sit("practice", "softmax", count=12)
    for one in sitting.done:
        assert set(learner.course.templates[one.asked.item].skills) <= {"softmax"} | found.prerequisites["softmax"]


# Checkpoints


def test_a_checkpoint_asks_each_skill_of_a_rung_once_and_tells_results_by_skill(learner: Learner) -> None:
    course = learner.course
    sitting = learner.sit("checkpoint", "probability", right=lambda asked: asked.skill != "bayes")
    skills = [skill.id for skill in course.outline.skills if skill.rung == "probability" and not skill.second_pass]
    assert sorted(sitting.results) == sorted(skills)
    assert (sitting.results["bayes"].right, sitting.results["mle"].right) == (0, 1)
    assert not sitting.hints_allowed
    parts = [one.asked.part for one in sitting.done if one.asked.part]
    assert sorted(parts) == ["softmax.compute", "softmax.one", "softmax.positive"]
    questions = len(skills) - 1 + len(parts)  # the parts of softmax stand for its skill
    assert sitting.progress == (questions, questions)
    assert all(one.asked.support == "bare" for one in sitting.done)


def test_the_final_checkpoint_asks_each_outcome_in_two_formats(learner: Learner) -> None:
    course = learner.course
    sitting = learner.sit("checkpoint")
    assert set(sitting.results) == {skill for one in course.outline.outcomes for skill in one.skills}
    for outcome in course.outline.outcomes:
        asked = [one.asked.item for one in sitting.done if one.asked.skill in outcome.skills]
        assert len({course.templates[item].kind for item in asked}) >= 2
        assert len(asked) == len(outcome.parts) + len(outcome.skills)
        parts = {one.asked.part for one in sitting.done if one.asked.part.startswith(f"{outcome.id}.")}
        assert parts == {f"{outcome.id}.{part.id}" for part in outcome.parts}


# Placement


@pytest.mark.slow
@settings(deadline=None, max_examples=8)
@given(st.integers(0, 10_000))
def test_placement_finds_a_learner_in_a_dozen_questions(course: Course, seed: int) -> None:
    """A learner who never slips: few skills are judged wrongly, and none is surer than what it needs."""
    rng = Random(seed)
    learner = Learner(course)
    found = build_learner_model(course, learner.state)
    has = ordinary(found, rng)

    def knows(asked: PlannedQuestion) -> bool:
        return set(course.templates[asked.item].skills) <= has

    sitting = learner.sit("placement", right=knows)
    result = placement(course, sitting)
    assert len(sitting.done) <= 12
    core = set(found.core_skills)
    amiss = len((has & core) - set(result.in_hand)) + len(set(result.in_hand) - has)
    assert amiss <= len(core) // 4
    assert not set(result.in_hand) & set(result.not_yet)
    for skill, chance in result.chances.items():
        assert all(result.chances[need] >= chance - 1e-9 for need in found.prerequisites[skill] & core)


def test_a_placement_begins_near_the_middle_and_tells_of_one_slip_from_ignorance(learner: Learner) -> None:
    course = learner.course
    found = build_learner_model(course, learner.state)
    first = next_question(begin("placement", course, learner.state, learner.now), course, learner.state, learner.now)
    assert first is not None
    core = list(found.core_skills)
    assert 0.2 < core.index(first.skill) / len(core) < 0.8
    slip = learner.sit("placement", right=lambda asked: asked.number != 0)
    assert len(placement(course, slip).in_hand) > len(core) * 0.6
    passed = begin("placement", course, learner.state, learner.now).answered(first, right=False, unaided=False)
    wrong = begin("placement", course, learner.state, learner.now).answered(first, right=False)
    skill = first.skill
    assert placement(course, passed).chances[skill] < placement(course, wrong).chances[skill] < 0.5


def test_the_same_answers_give_the_same_placement_and_it_stops_by_itself(learner: Learner) -> None:
    course = learner.course
    none = learner.sit("placement", right=lambda _: False, most=40)
    assert len(none.done) < 12
    assert placement(course, none) == placement(course, none)
    assert set(placement(course, none).in_hand) == set()


def test_a_sitting_begun_under_the_old_rule_goes_on_and_one_whose_question_is_gone_ends_kindly(
    learner: Learner,
) -> None:
    course = learner.course
    old = PlannedQuestion("linear_algebra.dot.compute", 3, "dot-product", "Settles 3 of 51 open skills if right.")
    sitting = StudySession("placement", "", 1, (), 12, None, (AnsweredQuestion(old, True, True, None),))
    asked = next_question(sitting, course, learner.state, learner.now)
    assert asked is not None
    assert asked.item != old.item
    gone = StudySession(
        "placement", "", 1, (), 12, None, (AnsweredQuestion(replace(old, item="gone.for.good"), True, True, None),)
    )
    assert placement(course, gone).chances.keys() == placement(course, sitting).chances.keys()


def test_who_knows_nothing_and_guesses_is_hardly_ever_told_to_know_something(course: Course) -> None:
    """Each answer is a guess: among options one of them, else right in one case of twenty."""
    rng, said = Random(4), list[int]()

    def guess(asked: PlannedQuestion) -> bool:
        options = course.item(asked.item, asked.seed).options
        return rng.random() < (1 / len(options) if options else 0.05)

    for _ in range(3):
        said.append(len(placement(course, Learner(course).sit("placement", right=guess)).in_hand))
    assert sum(said) <= 3


@pytest.mark.slow
def test_the_bench_of_placements_beats_the_settled_rule_in_every_population(course: Course) -> None:
    found = simulate(course, 5, 3)
    for name in POPULATIONS:
        assert wrong(found[name, "weighted states"]) < wrong(found[name, "settled"])
    assert wrong(found["ordinary", "weighted states"]) < 0.1
    assert "judged wrongly" in table(found)


def test_placement_marks_what_can_be_skipped_and_lets_one_keep_it(learner: Learner) -> None:
    from progress.events import Kept
    from tutor.learning.scheduling import placed

    course = learner.course
    assert skippable(course, learner.state) == ()
    assert known_pages(course, learner.state) == frozenset()
    first = learner.sit("placement", right=lambda asked: course.templates[asked.item].id.startswith("linear"))
    learner.put(placed(course, first))
    pages = known_pages(course, learner.state)
    assert "linear_algebra.dot" in pages
    for page in pages:
        assert set(course.page(page).teaches) <= set(skippable(course, learner.state))
    learner.put(Kept("dot-product"))
    assert "linear_algebra.dot" not in known_pages(course, learner.state)
    assert "dot-product" not in skippable(course, learner.state)
    learner.put(Kept("dot-product", keep=False))
    assert "dot-product" in skippable(course, learner.state)
    learner.wait(days=1)
    again = learner.sit("placement", right=lambda _: False)
    assert again.done
    learner.put(placed(course, again))
    assert skippable(course, learner.state) == ()


def test_a_placement_outlives_renamed_and_removed_skills(tmp_path: Path) -> None:
    from progress.events import Kept, Placed

    learner = Learner(small_course(tmp_path / "old", {"a": [], "b": ["a"], "c": []}, {"p.q.a": ["a"]}))
    learner.put(Placed(("a", "b", "c")))
    learner.put(Kept("b"))
    new = small_course(tmp_path / "new", {"alpha": [], "beta": ["alpha"]}, {"p.q.a": ["alpha"]}, alpha="a", beta="b")
    assert skippable(new, learner.state) == ("alpha",)
