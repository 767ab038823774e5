"""A diagnosis as a function of its moves, and what cases that were solved at once tell of the skills."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lessons.course import Course
from progress.events import Diagnosed, Hunted, Known, Repaired
from progress.fsrs6 import first_memory
from progress.schedule import GOOD, stamp
from tests.support.cases import CASES, drawn
from tests.support.study import Learner
from tutor.learning.diagnosis_state import (
    Answered,
    DiagnosisState,
    Move,
    Shown,
    begin,
    decode,
    diagnosed,
    encode,
    move,
    replay,
)
from tutor.learning.scheduling.learner_model import build_learner_model
from tutor.learning.scheduling.recall import SkillMemory
from tutor.learning.scheduling.solved_cases import solved_cases

CASE = drawn("batch_loss", 3)
RIGHT_NUMBER, RIGHT_CAUSE = CASE.number.answer, CASE.cause.answer
TYPED = [RIGHT_NUMBER, *(rule.answer for rule in CASE.number.wrong_rules), "12345", "(", *"abcde"]
MOVES = st.lists(st.one_of(st.sampled_from(TYPED).map(Answered), st.just(Shown())), max_size=8)


def played(*moves: Move) -> DiagnosisState:
    return replay(CASE, moves)


def told(name: str, typed: str) -> str:
    """What is said about a number that is typed into a case."""
    verdict = move(begin(drawn(name, 1)), Answered(typed)).verdict
    assert verdict is not None
    assert verdict.mark == "wrong", (name, typed)
    return verdict.feedback


@pytest.mark.parametrize("name", [name for name in CASES if drawn(name, 1).number.kind == "number"])
def test_a_wrong_number_is_told_what_it_looks_like_or_where_to_start(name: str) -> None:
    number = float(drawn(name, 1).number.exact)
    messages = [told(name, f"{factor * number:.4g}") for factor in (2, -1, 0.5)]
    assert len(set(messages)) == len(messages)
    assert not any("Not this value" in one or "one step at a time" in one for one in messages)
    lead = drawn(name, 1).number.steps[0].lead.removesuffix(" =")
    assert lead in told(name, f"{1.2345 * number:.4g}")


@pytest.mark.parametrize("name", ["batch_loss", "divergence", "gradient_check", "loss_ceiling"])
def test_numbers_of_another_line_are_told_so(name: str) -> None:
    case = drawn(name, 1)
    given = [rule for rule in case.number.wrong_rules if rule.id == "another-line"]
    assert given
    assert all("another line" in told(name, rule.answer) for rule in given)


def test_a_number_copied_from_the_log_is_told_so_and_a_step_on_the_way_counts_as_one() -> None:
    case = drawn("gradient_check", 1)
    copied = case.symptom.log[1].split()[-1]
    assert "stands in line 2 of the log" in told("gradient_check", copied)
    assert "That is step 2" in told("divergence", drawn("divergence", 1).number.steps[1].value)


def test_number_then_cause_at_the_first_try_is_clean() -> None:
    state = played(Answered(RIGHT_NUMBER))
    assert (state.stage, state.over, state.clean) == ("cause", False, False)
    state = move(state, Answered(RIGHT_CAUSE))
    assert (state.over, state.clean, state.firsts) == (True, True, 2)
    assert diagnosed(state) == Diagnosed(case=CASE.id, seed=3, clean=True)


def test_what_cannot_be_read_costs_nothing_and_a_wrong_answer_is_named() -> None:
    state = played(Answered("("), Answered(RIGHT_NUMBER), Answered("?"), Answered(RIGHT_CAUSE))
    assert state.clean
    wrong = CASE.number.wrong_rules[0]
    other = next(option for option in CASE.cause.options if option.id != RIGHT_CAUSE)
    state = played(Answered(wrong.answer), Answered(RIGHT_NUMBER), Answered(other.id), Answered(RIGHT_CAUSE))
    assert diagnosed(state).rules == (wrong.id, other.rule)
    assert not state.clean
    assert played(Answered("12345")).rules == ("other",)


def test_a_shown_answer_is_never_clean_and_goes_on() -> None:
    state = played(Shown(), Answered(RIGHT_CAUSE))
    assert state.over
    assert not state.clean
    assert diagnosed(state).shown
    assert played(Shown(), Shown()).shown == ("number", "cause")


@pytest.mark.slow
@given(MOVES)
@settings(max_examples=120)
def test_the_state_follows_from_the_moves(moves: list[Move]) -> None:
    state = begin(CASE)
    for one in moves:
        before, state = state, move(state, one)
        assert before.over <= (state == before)
        assert len(state.rules) >= len(before.rules)
    saved = decode(encode(state, "2.3"))
    assert saved is not None
    assert (saved.seed, saved.typed) == (3, "2.3")
    assert replay(CASE, saved.moves) == state
    assert state.clean == (state.over and not state.rules and not state.shown)


def test_a_damaged_draft_is_none() -> None:
    assert decode("{") is None
    assert decode('{"seed": "x"}') is None


def memory(learner: Learner, skill: str) -> SkillMemory | None:
    """What the record holds of a skill."""
    model = build_learner_model(learner.course, learner.state)
    return model.recall(stamp(learner.now)).model.skills.get(skill)


CLEAN: list[tuple[Known, str]] = [
    (Hunted(hunt="hunt.1", fault="log2", clean=True, cost=4), "bits-nats"),
    (Diagnosed(case="diagnose.good-accuracy", seed=1, clean=True), "entropy"),
    (Repaired(repair="repair.softmax", passed=True), "softmax"),
]
NOT_CLEAN: list[Known] = [
    Hunted(hunt="hunt.1", fault="log2", clean=False, cost=4),
    Diagnosed(case="diagnose.good-accuracy", seed=1, clean=False),
    Repaired(repair="repair.softmax", passed=False),
    Repaired(repair="repair.softmax", passed=True, hints=1),
    Repaired(repair="repair.softmax", passed=True, shown=True),
]


@pytest.mark.parametrize(("event", "skill"), CLEAN, ids=lambda one: getattr(one, "about", ""))
def test_what_is_solved_at_once_counts_for_its_skills(course: Course, event: Known, skill: str) -> None:
    learner = Learner(course)
    assert memory(learner, skill) is None
    learner.put(event)
    held = memory(learner, skill)
    assert held is not None
    assert (held.memory, held.tries) == (first_memory(GOOD), 1)
    assert skill in build_learner_model(course, learner.state).tried_skills
    (solved,) = solved_cases(course, learner.state)
    assert skill in solved.skills


@pytest.mark.parametrize("event", NOT_CLEAN, ids=lambda one: type(one).__name__)
def test_only_the_first_play_counts_and_a_wrong_one_counts_for_nothing(course: Course, event: Known) -> None:
    learner = Learner(course)
    learner.put(event)
    assert not list(solved_cases(course, learner.state))
    learner.wait(days=1)
    clean = next(one for one, _ in CLEAN if one.about == event.about)
    learner.put(clean)
    assert not list(solved_cases(course, learner.state))


def test_naming_at_random_scores_nothing(course: Course) -> None:
    rng, learner = Random(1), Learner(course)
    state = begin(CASE)
    while not state.over:
        if state.stage == "number":
            state = move(state, Answered(str(rng.randint(100, 10**6))) if not state.rules else Answered(RIGHT_NUMBER))
        else:
            state = move(state, Answered(rng.choice("abcde")))
    learner.put(diagnosed(state))
    assert not list(solved_cases(course, learner.state))


def test_skills_of_a_fault_are_those_of_the_hunts_own_program(course: Course) -> None:
    classifier, regression = course.case_skills("hunt.1", "update-sign"), course.case_skills("hunt.3", "update-sign")
    assert classifier == course.programs["classifier"].faults["update-sign"].skills
    assert regression == course.programs["regression"].faults["update-sign"].skills
    assert course.case_skills("hunt.1", "no-such-fault") == ()
    assert course.case_skills("repair.nothing") == ()
