"""What the coach makes of the record: histories, credit, misconceptions, numbers. Straight from the stated rules."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lessons.course import Course
from lessons.source import Source
from progress.events import Event, Reset
from progress.fsrs6 import MemoryState, first_memory, next_memory
from progress.ids import parse_id
from progress.schedule import AGAIN, GOOD, HARD, stamp
from progress.state.fold import fold
from progress.state.item_records import DAYS, DRAWS
from progress.state.state import State
from tests.bench.scheduling import history
from tests.support.records import fold_in_pieces
from tests.support.study import NOON, Learner, small_course
from tutor.learning.scheduling import Due, due, misconceptions, skill_cards, wilson
from tutor.learning.scheduling.due import rank_by_recall
from tutor.learning.scheduling.learner_model import build_learner_model
from tutor.learning.scheduling.recall import ENOUGH_DELAYED, SkillMemory
from tutor.learning.scheduling.recall_fold import credited, fold_tries
from tutor.learning.scheduling.skill_graph import skill_graph
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


def memory(learner: Learner, skill: str) -> SkillMemory | None:
    """What the record holds of a skill."""
    now = stamp(learner.now)
    return build_learner_model(learner.course, learner.state).recall(now).model.skills.get(skill)


def stability(learner: Learner, skill: str) -> float:
    held = memory(learner, skill)
    assert held is not None
    return held.memory.stability


def test_every_try_counts_those_of_one_day_by_the_short_term_rule(learner: Learner) -> None:
    learner.answer(DOT, 1, right=False)
    learner.answer(DOT, 2)
    learner.wait(days=1)
    learner.answer(DOT, 3, unaided=False)
    learner.wait(days=3)
    learner.give_up(DOT, 4)
    state = first_memory(AGAIN)
    for grade, days in ((GOOD, 0), (HARD, 1), (AGAIN, 3)):
        state = next_memory(state, grade, days)
    held = memory(learner, "dot-product")
    assert held is not None
    assert held.memory == state
    assert (held.tries, held.last_right, held.right_today, held.wrong_today) == (4, False, 0, 1)


def test_a_wrong_answer_speaks_of_the_leading_skill_only(learner: Learner) -> None:
    learner.answer(MISSING, right=False)
    assert memory(learner, "dot-sign") is not None
    assert memory(learner, "dot-product") is None
    learner.wait(days=1)
    learner.answer(MISSING, 2)
    assert memory(learner, "dot-product") is not None


def test_success_credits_what_a_skill_needs_by_its_share(learner: Learner) -> None:
    learner.answer(MATVEC, 1)
    assert memory(learner, "dot-product") is None  # never met by itself: no credit
    learner.wait(days=1)
    learner.answer(DOT, 1, right=False)
    before = stability(learner, "dot-product")
    learner.answer(MATVEC, 2)
    assert stability(learner, "dot-product") == before  # its own try of the day goes before a credit
    learner.wait(days=2)
    learner.answer(MATVEC, 3)
    good = next_memory(MemoryState(before, first_memory(AGAIN).difficulty), GOOD, 2).stability
    assert stability(learner, "dot-product") == pytest.approx((before * good) ** 0.5)  # a share of one half
    held = memory(learner, "dot-product")
    assert held is not None
    assert stamp(learner.now) - held.ms == 86_400_000  # half of two days
    assert held.tried == stamp(learner.now) - 2 * 86_400_000
    learner.wait(days=1)
    learner.answer(MATVEC, 4, unaided=False)
    assert memory(learner, "dot-product") == held  # with help nothing is credited


def test_a_credit_that_comes_early_counts_as_much_less_as_the_memory_has_faded_less() -> None:
    day, held = 86_400_000, SkillMemory(MemoryState(40.0, 5.0), 0, 0, 0, 1, 0, True)
    faded = [(1 - held.recall(days * day)) / 0.1 for days in (2, 10, 40, 90)]
    assert faded[2] == pytest.approx(1)
    for days, part in zip((2, 10, 40, 90), faded, strict=True):
        share = 0.5 * min(1.0, part)
        good = next_memory(held.memory, GOOD, days).stability
        after = credited(held, 0.5, days * day)
        assert after.memory.stability == pytest.approx(40 ** (1 - share) * good**share)
        assert after.ms == round(share * days * day)


def test_blame_goes_up_to_what_needs_a_skill(learner: Learner) -> None:
    learner.answer(MATVEC, 1)
    learner.wait(days=4)
    before = stability(learner, "matvec")
    learner.answer(DOT, 1, right=False)
    after = stability(learner, "matvec")
    lapse = next_memory(first_memory(GOOD), AGAIN, 4).stability
    assert after == pytest.approx((before * lapse) ** 0.5)
    assert after < before
    learner.answer(MATVEC, 2, right=False)
    assert stability(learner, "dot-product") == first_memory(AGAIN).stability  # and never down


def test_shares_multiply_along_the_path_and_the_course_may_say_them(tmp_path: Path) -> None:
    course = small_course(
        tmp_path / "shares", {"a": [], "b": ["a"], "c": ["b"], "d": ["c", "a"]}, {"basics.p.d": ["d"]}
    )
    graph = skill_graph(course)
    assert graph.shares["d"] == {"c": 0.5, "a": 0.5, "b": 0.25}
    assert graph.shares["c"] == {"b": 0.5, "a": 0.25}
    assert graph.blames["a"] == {"b": 0.5, "c": 0.25, "d": 0.5}
    text = course.source.text("course.toml").replace('needs = ["b"]', 'needs = ["b"]\nshares = { b = 0.9 }')
    (tmp_path / "shares" / "course.toml").write_text(text)
    told = skill_graph(Course(Source.folder(tmp_path / "shares")))
    assert told.shares["c"] == {"b": 0.9, "a": pytest.approx(0.45)}


def test_one_credited_review_in_ten_is_asked_and_the_record_says_how_often_the_credit_held(tmp_path: Path) -> None:
    skills = {"low": [], "high": ["low"]}
    course = small_course(tmp_path / "audit", skills, {"basics.p.low": ["low"], "basics.p.high": ["high"]})
    learner, asked = Learner(course), 0
    learner.answer("basics.p.low", 0)
    for day in range(60):
        held = memory(learner, "low")
        assert held is not None
        if held.memory.stability > 60:
            learner.answer("basics.p.low", 0, right=False)
        learner.wait(days=2 + round(1.2 * held.memory.stability))
        learner.answer("basics.p.high", 0)
        fold = build_learner_model(course, learner.state).recall(stamp(learner.now))
        if fold.pending:
            entries = rank_by_recall(build_learner_model(course, learner.state), learner.now, only_due=True)
            (entry,) = (one for one in entries if one.target.skill == "low")
            assert "one such credit in ten is checked" in entry.target.why
            learner.wait(days=1)
            learner.answer("basics.p.low", 0, right=bool(day % 3))
            asked += 1
    audit = build_learner_model(course, learner.state).recall(stamp(learner.now)).audit
    assert audit.checked == asked > 1
    assert 0 < audit.held < audit.checked
    assert audit.checked / audit.credited == pytest.approx(0.1, abs=0.06)


def test_what_a_placement_finds_missing_is_not_forgotten(learner: Learner) -> None:
    learner.answer(DOT, right=False, where="placement", rule="adds")
    assert memory(learner, "dot-product") is None
    assert due(learner.course, learner.state, NOON + timedelta(days=30)) == ()
    assert misconceptions(learner.course, learner.state, NOON) == ()
    learner.answer(DOT, 2, where="placement")
    assert stability(learner, "dot-product") == first_memory(GOOD).stability


def test_cards_say_when_a_skill_is_due_and_how_likely_it_is_still_known(learner: Learner) -> None:
    learner.answer(DOT)
    (card,) = skill_cards(learner.course, learner.state, learner.now).values()
    assert (card.skill, card.recall, card.is_due, card.last, card.trials) == (
        "dot-product",
        chance(learner),
        False,
        NOON,
        1,
    )
    assert card.due == NOON + timedelta(days=2)
    learner.wait(days=2)
    later = skill_cards(learner.course, learner.state, card.due)["dot-product"]
    assert later.is_due
    assert later.recall == chance(learner) < card.recall
    assert due(learner.course, learner.state, NOON) == ()
    (one,) = due(learner.course, learner.state, card.due)
    assert (one.skill, one.due) == ("dot-product", card.due)
    assert one.item != DOT  # one that was never asked
    assert "dot-product" in learner.course.templates[one.item].skills
    said = "last used 2 days ago; too early to say how likely you still have it"
    assert one.why == f"Work out a dot product by hand (The dot product): {said}."


def chance(learner: Learner, skill: str = "dot-product") -> float:
    """What the model says now, at an average question of a skill."""
    model = build_learner_model(learner.course, learner.state)
    now = stamp(learner.now)
    return model.recall(now).model.predict(skill, model.items_of[skill], now)


def test_a_percentage_is_said_from_the_tenth_delayed_answer_on(learner: Learner) -> None:
    for number in range(ENOUGH_DELAYED + 1):
        learner.wait(days=3)
        (why, *_) = [one.why for one in due(learner.course, learner.state, learner.now)] or [""]
        assert "%" not in why
        learner.answer(DOT, number, right=number % 4 != 3)
    learner.wait(days=9)
    (one,) = due(learner.course, learner.state, learner.now)
    assert f"the chance that you get it right is put at {round(100 * one.recall)} %" in one.why
    assert one.recall == chance(learner)


def test_a_reset_hides_history_from_the_schedule(learner: Learner) -> None:
    learner.answer(DOT, right=False, rule="adds")
    learner.answer(NORM)
    learner.wait(days=9)
    assert {one.skill for one in due(learner.course, learner.state, learner.now)} == {"dot-product", "norm"}
    learner.put(Reset("linear_algebra.dot", {"lappy-1": learner.state.folded.number}))
    assert [one.skill for one in due(learner.course, learner.state, learner.now)] == ["norm"]
    assert misconceptions(learner.course, learner.state, learner.now) == ()
    assert memory(learner, "dot-product") is None


def test_a_clock_set_back_makes_nothing_due_and_nothing_fail(learner: Learner) -> None:
    learner.answer(DOT)
    learner.wait(seconds=-3600)
    assert due(learner.course, learner.state, learner.now) == ()
    assert skill_cards(learner.course, learner.state, learner.now)["dot-product"].recall > 0.8
    learner.wait(days=-1)
    learner.answer(DOT, 2, right=False)
    held = memory(learner, "dot-product")
    assert held is not None
    assert (held.tries, held.last_right) == (1, False)  # the other try lies more than a day ahead
    assert learner_statistics(learner.state, learner.now).accuracy.total == 2


def test_one_day_under_a_wrong_clock_does_not_put_a_skill_off_for_years(learner: Learner) -> None:
    learner.answer(DOT, 1)
    learner.wait(days=1500)
    learner.answer(DOT, 2, right=False, rule="adds")
    learner.answer("linear_algebra.dot.exercise", 0, right=False, rule="adds")
    learner.wait(days=-1496)
    (one,) = due(learner.course, learner.state, learner.now)
    assert one.skill == "dot-product"
    assert "4 days ago" in one.why
    assert misconceptions(learner.course, learner.state, learner.now) == ()
    assert skill_cards(learner.course, learner.state, learner.now)["dot-product"].trials == 1
    learner.wait(days=1496)
    assert skill_cards(learner.course, learner.state, learner.now)["dot-product"].trials == 3
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


@settings(deadline=None, max_examples=4)
@given(st.integers(0, 10_000), st.data())
def test_every_past_reason_can_be_replayed(course: Course, seed: int, data: st.DataObject) -> None:
    """As the answers come one by one, and from any part of the journal in any order, without what was cached."""
    events = sorted(random_history(course, seed, 40), key=lambda event: (event.t, parse_id(event.id)))
    state, shown, now = State(), list[tuple[Due, ...]](), NOON + timedelta(days=70)
    for event in events:
        state = fold(state, [event])
        shown.append(due(course, state, now))
    cut = data.draw(st.integers(1, len(events)))
    fold_tries(course, [])  # forgets what was cached
    replayed = fold(State(), data.draw(st.permutations(events[:cut])))
    assert due(course, replayed, now) == shown[cut - 1]


@pytest.mark.slow
def test_ten_thousand_answers_leave_a_bounded_record(course: Course) -> None:
    """How long they take to look through is measured by `make bench`."""
    state, now = fold(State(), history(course, 10_000, 365)), NOON + timedelta(days=365)
    assert len(due(course, state, now)) > 10
    assert max(len(record.draws) for record in state.items.values()) <= DRAWS
    assert max(len(record.days) for record in state.items.values()) <= DAYS


# Misconceptions


def test_a_slip_is_active_until_two_later_questions_tell_it_apart(learner: Learner) -> None:
    course = learner.course
    learner.answer(DOT, 2, right=False, rule="never-sums")
    learner.answer(DOT, 2, right=False, rule="never-sums")  # the same draw again is the same meeting
    (one,) = misconceptions(course, learner.state, learner.now)
    assert (one.active, one.meetings, one.resolved) == (False, 1, None)
    learner.answer(DOT, 3, right=False, rule="never-sums")
    (one,) = misconceptions(course, learner.state, learner.now)
    assert (one.rule, one.skill, one.active, one.apart, one.times) == ("never-sums", "dot-product", True, 0, 3)
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
    assert (one.active, one.meetings, one.apart, one.times, one.memory.trials) == (False, 1, 0, 4, 1)
    learner.answer(DOT, 8, right=False, rule="never-sums")
    assert misconceptions(course, learner.state, learner.now)[0].active


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
    learner.answer(DOT, 2, right=False, rule="drops-the-sign")
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
    held = found.recall(stamp(learner.now)).model.skills
    assert held["bottom"].last_right
    assert not held["top"].last_right
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
