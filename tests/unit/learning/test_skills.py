"""What the coach makes of the record: histories, credit, misconceptions, numbers. Straight from the stated rules."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lessons.course import Course
from progress.events import Event, Reset
from progress.schedule import AGAIN, GOOD, HARD, stamp
from progress.state.fold import fold
from progress.state.item_records import DAYS, DRAWS
from progress.state.state import State
from tests.bench.scheduling import history
from tests.support.records import fold_in_pieces
from tests.support.study import NOON, Learner, small_course
from tutor.learning.scheduling import due, misconceptions, skill_cards, wilson
from tutor.learning.scheduling.learner_model import build_learner_model
from tutor.learning.scheduling.statistics import ENOUGH, learner_statistics

DOT, MISSING, NORM, MATVEC = (
    "linear_algebra.dot.compute",
    "linear_algebra.dot.missing",  # exercises dot-product and dot-sign, which needs it
    "linear_algebra.vectors.norm",
    "linear_algebra.maps.matvec",
)


@pytest.fixture
def learner(course: Course) -> Learner:
    return Learner(course)


def grades(learner: Learner, skill: str) -> list[int]:
    return [grade for _, grade in build_learner_model(learner.course, learner.state).histories.get(skill, ())]


def test_the_first_try_of_a_day_is_its_grade(learner: Learner) -> None:
    learner.answer(DOT, 1, right=False)
    learner.answer(DOT, 2)
    learner.wait(days=1)
    learner.answer(DOT, 3)
    learner.answer(DOT, 4, right=False)
    learner.wait(days=1)
    learner.answer(DOT, 5, unaided=False)
    learner.wait(days=1)
    learner.give_up(DOT, 6)
    assert grades(learner, "dot-product") == [AGAIN, GOOD, HARD, AGAIN]


def test_a_wrong_answer_speaks_of_the_leading_skill_only(learner: Learner) -> None:
    learner.answer(MISSING, right=False)
    assert (grades(learner, "dot-sign"), grades(learner, "dot-product")) == ([AGAIN], [])
    learner.wait(days=1)
    learner.answer(MISSING, 2)
    assert (grades(learner, "dot-sign"), grades(learner, "dot-product")) == ([AGAIN, GOOD], [GOOD])


def test_success_credits_what_a_skill_needs_directly(learner: Learner) -> None:
    learner.answer(MATVEC, 1)
    assert grades(learner, "dot-product") == []  # never met by itself: no credit
    learner.wait(days=1)
    learner.answer(DOT, 1, right=False)
    learner.answer(MATVEC, 2)
    assert grades(learner, "dot-product") == [AGAIN]  # its own try of the day goes before a credit
    learner.wait(days=1)
    learner.answer(MATVEC, 3)
    assert grades(learner, "dot-product") == [AGAIN, GOOD]
    learner.wait(days=1)
    learner.answer(MATVEC, 4, unaided=False)
    learner.wait(days=1)
    learner.answer(MATVEC, 5, right=False)
    assert grades(learner, "dot-product") == [AGAIN, GOOD]  # neither help nor an error credits anything
    assert grades(learner, "vector-arithmetic") == []  # two steps down: no credit


def test_what_a_placement_finds_missing_is_not_forgotten(learner: Learner) -> None:
    learner.answer(DOT, right=False, where="placement", rule="adds")
    assert grades(learner, "dot-product") == []
    assert due(learner.course, learner.state, NOON + timedelta(days=30)) == ()
    assert misconceptions(learner.course, learner.state, NOON) == ()
    learner.answer(DOT, 2, where="placement")
    assert grades(learner, "dot-product") == [GOOD]


def test_cards_say_when_a_skill_is_due_and_how_likely_it_is_still_known(learner: Learner) -> None:
    learner.answer(DOT)
    (card,) = skill_cards(learner.course, learner.state, learner.now).values()
    assert (card.skill, card.recall, card.is_due, card.last, card.trials) == ("dot-product", 1.0, False, NOON, 1)
    assert card.due == NOON + timedelta(days=2)
    later = skill_cards(learner.course, learner.state, card.due)["dot-product"]
    assert later.is_due
    assert later.recall == pytest.approx(0.9, abs=0.02)
    assert due(learner.course, learner.state, NOON) == ()
    (one,) = due(learner.course, learner.state, card.due)
    assert (one.skill, one.due) == ("dot-product", card.due)
    assert one.item != DOT  # one that was never asked
    assert "dot-product" in learner.course.templates[one.item].skills
    assert "2 days ago" in one.why
    assert f"{round(100 * one.recall)} %" in one.why


def test_a_reset_hides_history_from_the_schedule(learner: Learner) -> None:
    learner.answer(DOT, right=False, rule="adds")
    learner.answer(NORM)
    learner.wait(days=9)
    assert {one.skill for one in due(learner.course, learner.state, learner.now)} == {"dot-product", "norm"}
    learner.put(Reset("linear_algebra.dot", {"lappy-1": learner.state.folded.number}))
    assert [one.skill for one in due(learner.course, learner.state, learner.now)] == ["norm"]
    assert misconceptions(learner.course, learner.state, learner.now) == ()
    assert grades(learner, "dot-product") == []


def test_a_clock_set_back_makes_nothing_due_and_nothing_fail(learner: Learner) -> None:
    learner.answer(DOT)
    learner.wait(seconds=-3600)
    assert due(learner.course, learner.state, learner.now) == ()
    assert skill_cards(learner.course, learner.state, learner.now)["dot-product"].recall == 1.0
    learner.wait(days=-1)
    learner.answer(DOT, 2, right=False)
    assert grades(learner, "dot-product") == [AGAIN, GOOD]
    assert learner_statistics(learner.state, learner.now).accuracy.total == 2


def test_one_day_under_a_wrong_clock_does_not_put_a_skill_off_for_years(learner: Learner) -> None:
    learner.answer(DOT, 1)
    learner.wait(days=1500)
    learner.answer(DOT, 2, right=False, rule="adds")
    learner.answer("linear_algebra.dot.exercise", 0)
    learner.wait(days=-1496)
    (one,) = due(learner.course, learner.state, learner.now)
    assert one.skill == "dot-product"
    assert "4 days ago" in one.why
    assert misconceptions(learner.course, learner.state, learner.now) == ()
    assert skill_cards(learner.course, learner.state, learner.now)["dot-product"].trials == 1
    learner.wait(days=1496)
    assert skill_cards(learner.course, learner.state, learner.now)["dot-product"].trials == 2
    assert [one.rule for one in misconceptions(learner.course, learner.state, learner.now)] == ["adds"]


def test_the_draws_of_an_item_are_bounded(learner: Learner) -> None:
    for seed in range(600):
        learner.answer(DOT, seed)
        learner.wait(seconds=1)
    assert set(learner.state.items[DOT].draws) == set(range(600 - DRAWS, 600))


def random_history(course: Course, seed: int, count: int = 60) -> list[Event]:
    """Answers of a made-up learner over two months, some at the same moment, on two devices."""
    rng = Random(seed)
    ids = list(course.templates)[:40]
    left, right = Learner(course), Learner(course, device="desk-2")
    for _ in range(count):
        learner = rng.choice((left, right))
        learner.wait(days=rng.choice((0, 0, 0.01, 1, 3, -0.2)))
        item = rng.choice(ids)
        good = rng.random() < 0.7
        rules = course.item(item, 1).wrong_rules
        rule = None if good or not rules else rng.choice(rules).id
        learner.answer(item, rng.randrange(1, 9), good, rule=rule, unaided=rng.random() < 0.8, where="review")
    return [*left.events, *right.events]


@settings(deadline=None, max_examples=15)
@given(st.integers(0, 10_000), st.data())
def test_devices_merged_in_any_order_and_pieces_give_the_same_schedule(
    course: Course, seed: int, data: st.DataObject
) -> None:
    events = random_history(course, seed)
    now = NOON + timedelta(days=70)
    whole = fold(State(), events)
    shuffled = data.draw(st.permutations(events))
    cut = data.draw(st.integers(0, len(events)))
    pieces = fold_in_pieces([shuffled[:cut], shuffled[cut // 2 :]])
    assert due(course, pieces, now) == due(course, whole, now)
    assert skill_cards(course, pieces, now) == skill_cards(course, whole, now)
    assert misconceptions(course, pieces, now) == misconceptions(course, whole, now)
    assert learner_statistics(pieces, now) == learner_statistics(whole, now)


def test_ten_thousand_answers_leave_a_bounded_record(course: Course) -> None:
    """How long they take to look through is measured by `make bench`."""
    state, now = fold(State(), history(course, 10_000, 365)), NOON + timedelta(days=365)
    assert len(due(course, state, now)) > 10
    assert max(len(record.draws) for record in state.items.values()) <= DRAWS
    assert max(len(record.days) for record in state.items.values()) <= DAYS


# Misconceptions


def test_a_slip_is_active_until_two_later_questions_tell_it_apart(learner: Learner) -> None:
    course = learner.course
    learner.answer(DOT, 3, right=False, rule="never-sums")
    (one,) = misconceptions(course, learner.state, learner.now)
    assert (one.rule, one.skill, one.active, one.apart, one.times) == ("never-sums", "dot-product", True, 0, 1)
    message = next(rule.message for rule in course.item(DOT, 3).wrong_rules if rule.id == "never-sums")
    assert (one.seed, one.refutation) == (3, message)
    learner.answer(DOT, 4)  # the same day: not delayed
    assert misconceptions(course, learner.state, learner.now)[0].apart == 0
    learner.wait(days=1)
    learner.answer(DOT, 5, unaided=False)  # with help: tells nothing
    assert misconceptions(course, learner.state, learner.now)[0].apart == 0
    learner.wait(days=1)
    learner.answer(DOT, 6)
    assert misconceptions(course, learner.state, learner.now)[0].apart == 1
    learner.wait(days=1)
    learner.answer("linear_algebra.dot.exercise", 0)  # another question on which it would show
    (one,) = misconceptions(course, learner.state, learner.now)
    assert not one.active
    assert one.resolved == learner.now
    learner.wait(days=1)
    learner.answer(DOT, 7, right=False, rule="never-sums")
    (one,) = misconceptions(course, learner.state, learner.now)
    assert (one.active, one.apart, one.times, one.memory.trials) == (True, 0, 2, 1)


def test_the_letter_of_an_option_is_no_misconception_elsewhere(learner: Learner) -> None:
    learner.answer("linear_algebra.dot.sign", 0, right=False, rule="a")
    learner.answer("linear_algebra.dot.bigger", 0, right=False, rule="a")
    found = misconceptions(learner.course, learner.state, learner.now)
    assert [one.items for one in found] == [("linear_algebra.dot.bigger",), ("linear_algebra.dot.sign",)] or [
        one.items for one in found
    ] == [("linear_algebra.dot.sign",), ("linear_algebra.dot.bigger",)]
    assert all(one.refutation for one in found)


def test_one_slip_on_two_questions_of_a_skill_is_one_misconception(learner: Learner) -> None:
    learner.answer("linear_algebra.products.matmul", right=False, rule="entrywise")
    learner.answer("linear_algebra.products.rect", right=False, rule="entrywise")
    (one,) = misconceptions(learner.course, learner.state, learner.now)
    assert one.times == 2
    assert {"linear_algebra.products.matmul", "linear_algebra.products.rect"} <= set(one.items)


def test_a_due_misconception_is_asked_with_a_draw_on_which_it_shows(learner: Learner) -> None:
    learner.answer(DOT, 3, right=False, rule="drops-the-sign")
    learner.wait(days=2)
    (one,) = due(learner.course, learner.state, learner.now)
    assert one.rule == "drops-the-sign"
    assert any(rule.id == one.rule for rule in learner.course.item(one.item, one.seed).wrong_rules)
    assert "2 days ago" in one.why


# Numbers


def test_the_wilson_interval_as_published() -> None:
    """Wilson 1927; 81 of 263 is the example of Newcombe 1998: 0.2553 to 0.3662."""
    assert wilson(81, 263) == pytest.approx((0.2553, 0.3662), abs=1e-4)
    assert wilson(0, 20)[0] == 0.0
    assert wilson(0, 20)[1] == pytest.approx(0.1611, abs=1e-4)
    assert wilson(0, 0) == (0.0, 1.0)


@given(st.integers(0, 500), st.integers(1, 500))
def test_an_interval_holds_its_share_and_narrows(right: int, total: int) -> None:
    right = min(right, total)
    low, high = wilson(right, total)
    assert 0 <= low <= right / total <= high <= 1
    wider = wilson(right, total)
    narrower = wilson(right * 4, total * 4)
    assert narrower[1] - narrower[0] < wider[1] - wider[0]


def test_numbers_say_what_there_is_too_little_of(learner: Learner) -> None:
    empty = learner_statistics(learner.state, learner.now)
    assert empty.accuracy.value is None
    assert len(empty.too_few) == 5
    for seed in range(ENOUGH + 1):
        learner.answer(DOT, seed + 1, right=seed % 4 != 1, confidence=90 if seed else None)
        learner.wait(days=1)
    found = learner_statistics(learner.state, learner.now)
    assert (found.recall[1].total, found.recall[1].right) == (ENOUGH, 7)
    assert found.recall[7].total == found.recall[30].total == 0
    assert [(one.confidence, one.share.right, one.share.total) for one in found.calibration] == [(90, 7, 10)]
    assert not any("calibration" in line or "accuracy" in line or "a day" in line for line in found.too_few)
    learner.wait(days=30)
    learner.answer(DOT, 99)
    assert learner_statistics(learner.state, learner.now).recall[30].right == 1


# Old records under new content


SKILLS = {"low": [], "high": ["low"]}


def test_renamed_and_removed_questions_and_skills_keep_what_was_answered(tmp_path: Path) -> None:
    old = small_course(tmp_path / "old", SKILLS, {"basics.p.a": ["low"], "basics.p.b": ["high"], "basics.p.c": ["low"]})
    learner = Learner(old)
    learner.answer("basics.p.a", 0)
    learner.answer("basics.p.b", 0, right=False, rule="slip")
    learner.answer("basics.p.c", 0)
    learner.answer("basics.p.gone", 0)
    learner.wait(days=3)
    new = small_course(
        tmp_path / "new",
        {"bottom": [], "top": ["bottom"]},
        {"basics.p.z": ["bottom"], "basics.p.b": ["top"], "basics.p.n": ["bottom", "top"]},
        extra='[[retired]]\nid = "basics.p.c"\nkind = "number"\nskills = ["low"]',
        basics__p__z="basics.p.a",
        bottom="low",
        top="high",
    )
    found = build_learner_model(new, learner.state)
    assert found.record("basics.p.z").right == 1
    assert [grade for _, grade in found.histories["bottom"]] == [GOOD]
    assert [grade for _, grade in found.histories["top"]] == [AGAIN]
    assert learner.state.answers == 4
    cards = skill_cards(new, learner.state, learner.now)
    assert set(cards) == {"bottom", "top"}
    assert [one.rule for one in misconceptions(new, learner.state, learner.now)] == ["slip"]
    # The one question left that was not asked within the month:
    assert {one.item for one in due(new, learner.state, learner.now)} == {"basics.p.n"}
    # Without `was` and without a tombstone nothing fails either.
    bare = small_course(tmp_path / "bare", {"x": []}, {"basics.p.x": ["x"]})
    assert skill_cards(bare, learner.state, learner.now) == {}
    assert due(bare, learner.state, learner.now) == ()
    assert stamp(learner.now) > 0
