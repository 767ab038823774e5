"""Sittings: what is asked, in which order, how they end. The properties hold for learners made up at random."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lessons.course import Course
from progress.schedule import stamp
from progress.times import today
from tests.support.study import Learner, lucky, read_up, small_course
from tutor.learning.attempt import twin_of
from tutor.learning.scheduling import DAILY, PlannedQuestion, StudySession, begin, due, next_question
from tutor.learning.scheduling.learner_model import build_learner_model
from tutor.learning.scheduling.next_question import SOLID_RECALL, _remaining_targets
from tutor.learning.scheduling.selection import questions
from tutor.learning.scheduling.study_session import Kind
from tutor.learning.scheduling.variants import MONTH, content, unseen_seed

_CASES = settings(deadline=None, max_examples=8)
KINDS: tuple[Kind, ...] = ("review", "ten", "checkpoint", "practice", "placement")


@pytest.fixture
def learner(course: Course) -> Learner:
    return Learner(course)


# Order


def may_repeat(sitting: StudySession, learner: Learner, asked: PlannedQuestion) -> bool:
    """Whether every question that could have been asked in its place has the strategy of the last one."""
    model, now = build_learner_model(learner.course, learner.state), stamp(learner.now)
    context = sitting.selection_context(model, now)
    last = model.strategy(context.last)
    return not any(
        model.strategy(item) != last and unseen_seed(model, item, now, context.taken.get(item, ())) is not None
        for target in _remaining_targets(sitting, model)
        for item in questions(model, target)
        if item != asked.item
    )


@pytest.mark.slow
@_CASES
@given(st.integers(0, 10_000))
def test_never_two_of_one_strategy_in_a_row_when_another_is_due(course: Course, seed: int) -> None:
    rng = Random(seed)
    learner = Learner(course)
    read_up(learner, rng.choice(("linear_algebra", "information_theory")), rng)
    repeats = 0

    def look(sitting: StudySession, asked: PlannedQuestion) -> None:
        nonlocal repeats
        last = sitting.done[-1].asked.item if sitting.done else ""
        model = build_learner_model(course, learner.state)
        if last and model.strategy(last) == model.strategy(asked.item):
            repeats += 1
            assert may_repeat(sitting, learner, asked)

    for _ in range(5):
        learner.wait(days=rng.randrange(1, 12))
        learner.sit(rng.choice(("review", "ten")), right=lucky(rng), told=look)
    assert repeats < 40


def test_what_is_due_is_interleaved(learner: Learner) -> None:
    rng = Random(1)
    read_up(learner, "calculus", rng, 1.0)
    learner.wait(days=4)
    sitting = learner.sit("review")
    model = build_learner_model(learner.course, learner.state)
    ways = [model.strategy(one.asked.item) for one in sitting.done]
    assert len(ways) > 8
    assert all(a != b for a, b in pairwise(ways))


# Variants


@pytest.mark.slow
@settings(deadline=None, max_examples=3)
@given(st.integers(0, 10_000))
def test_never_the_same_variant_twice_in_a_month(course: Course, seed: int) -> None:
    """Ninety days of reviews, practice, checkpoints and mixes."""
    rng = Random(seed)
    learner = Learner(course)
    asked_at: dict[tuple[str, tuple[str, ...]], int] = {}

    def look(_: StudySession, asked: PlannedQuestion) -> None:
        key = asked.item, content(course.item(asked.item, asked.seed))
        now = stamp(learner.now)
        assert now - asked_at.get(key, -2 * MONTH) >= MONTH, asked
        asked_at[key] = now

    for _ in range(25):
        learner.wait(days=rng.choice((1, 2, 4, 8)))
        kind = rng.choice(KINDS)
        scope = rng.choice(("calculus", "entropy", "softmax")) if kind in ("practice", "checkpoint") else ""
        learner.sit(kind, scope, right=lucky(rng), count=15, told=look)
    assert len(asked_at) > 100


def test_worded_questions_wait_and_computed_ones_draw_afresh() -> None:
    course, scope = Course(), "kl-direction"  # one of its own, which is changed below
    asked = {
        item_id: one
        for item_id, one in course.templates.items()
        if scope not in one.skills or not course.is_computed(item_id)
    }
    course.__dict__["templates"] = asked  # worded questions only, for this skill
    worded = sum(scope in one.skills for one in asked.values())
    learner = Learner(course)
    assert len(learner.sit("practice", scope, most=20).done) == worded
    learner.wait(days=30)
    assert learner.sit("practice", scope).done == ()
    learner.wait(days=2)
    assert len(learner.sit("practice", scope, most=20).done) == worded
    many = learner.sit("practice", "chain-rule", most=60)
    assert len(many.done) >= 40


def test_two_seeds_that_come_out_alike_are_one_variant(course: Course) -> None:
    """The sigmoid question has eleven draws; after them it waits, whatever the seeds."""
    learner, item = Learner(course), "calculus.rules.sigmoid"
    seen = set()
    while (seed := unseen_seed(build_learner_model(course, learner.state), item, stamp(learner.now))) is not None:
        variant = content(course.item(item, seed))
        assert variant not in seen
        seen.add(variant)
        learner.wait(seconds=20)
        learner.answer(item, seed)
    assert len(seen) == len({content(course.item(item, seed)) for seed in range(1, 200)})


def test_a_worked_twin_never_gives_the_answer_away(course: Course) -> None:
    """A question with few draws could come out the same as its twin."""
    for item_id in ("calculus.rules.sigmoid", "information_theory.entropy.coin", "information_theory.entropy.equal"):
        for seed in range(1, 60):
            item = course.item(item_id, seed)
            twin = twin_of(course, item)
            assert twin is not None
            assert (twin.prompt, twin.answer) != (item.prompt, item.answer)


def test_a_skill_whose_questions_all_need_something_new_is_asked_all_the_same(tmp_path: Path) -> None:
    """Its own question was taken out of the course; what is left of it exercises another skill too."""
    old = small_course(tmp_path / "old", {"a": [], "b": ["a"]}, {"p.q.a": ["a"]})
    learner = Learner(old)
    learner.answer("p.q.a", 0)
    learner.wait(days=40)
    retired = '[[retired]]\nid = "p.q.a"\nkind = "number"\nskills = ["a"]'
    new = small_course(tmp_path / "new", {"a": [], "b": ["a"]}, {"p.q.ab": ["a", "b"]}, extra=retired)
    assert [one.item for one in due(new, learner.state, learner.now)] == ["p.q.ab"]


# Bounds and ends


def test_a_day_of_review_is_bounded_and_stays_so_when_it_is_taken_up_again(learner: Learner) -> None:
    for rung in ("linear_algebra", "probability", "calculus", "information_theory"):
        read_up(learner, rung, Random(3), 1.0)
    learner.wait(days=40)
    assert len(due(learner.course, learner.state, learner.now)) > DAILY
    first = learner.sit("review", most=8)
    assert len(first.done) == 8
    second = learner.sit("review")
    assert len(second.done) == DAILY - 8
    assert learner.sit("review").done == ()
    assert learner.sit("review", count=3).done  # asked for by number, there is more
    learner.wait(days=1)
    assert learner.sit("review").done


@pytest.mark.slow
@_CASES
@given(st.integers(0, 10_000), st.sampled_from(KINDS))
def test_giving_up_always_advances_and_every_sitting_ends(course: Course, seed: int, kind: Kind) -> None:
    """Nothing known, everything given up: no question comes twice, and there is an end."""
    rng = Random(seed)
    learner = Learner(course)
    read_up(learner, "probability", rng)
    learner.wait(days=9)
    sitting = begin(kind, course, learner.state, learner.now, "probability" if kind == "practice" else "")
    seen: set[tuple[str, int]] = set()
    while (asked := next_question(sitting, course, learner.state, learner.now)) is not None and len(seen) < 150:
        assert (asked.item, asked.seed) not in seen
        seen.add((asked.item, asked.seed))
        if rng.random() < 0.5:
            learner.give_up(asked.item, asked.seed)
        done = sitting.progress[0]
        sitting = sitting.answered(asked, False)
        assert sitting.progress[0] == done + 1
    limit = {"review": DAILY, "placement": 12, "ten": 150, "checkpoint": 20, "practice": 150}[kind]
    assert len(seen) <= limit


def test_ten_minutes_are_ten_minutes_and_begin_with_what_sits_loosest(learner: Learner) -> None:
    for rung in ("linear_algebra", "probability", "calculus"):
        read_up(learner, rung, Random(3), 1.0)
    learner.wait(days=3)
    learner.answer("linear_algebra.dot.compute", 50)
    learner.wait(days=2)
    start = learner.now
    sitting = learner.sit("ten")
    assert timedelta(minutes=10) <= learner.now - start <= timedelta(minutes=10.5)
    assert len(sitting.done) == 30  # one in twenty seconds
    assert Learner(learner.course).sit("ten").done == ()


def test_the_same_state_and_clock_ask_the_same(learner: Learner) -> None:
    read_up(learner, "calculus", Random(5))
    learner.wait(days=3)
    for kind in KINDS:
        one, other = (begin(kind, learner.course, learner.state, learner.now) for _ in range(2))
        assert one == other
        assert next_question(one, learner.course, learner.state, learner.now) == next_question(
            other, learner.course, learner.state, learner.now
        )


def test_a_seed_fixes_the_draws(course: Course) -> None:
    asked = []
    for _ in range(2):
        learner = Learner(course)
        sitting = begin("practice", course, learner.state, learner.now, "matvec", 3, 700)
        while (one := next_question(sitting, course, learner.state, learner.now)) is not None:
            asked.append((one.item, one.seed))
            sitting = sitting.answered(one, True)
    assert asked[:3] == asked[3:]
    assert [seed for _, seed in asked[:3]] == [700, 701, 702]
    learner = Learner(course)
    learner.answer("linear_algebra.maps.matvec", 700)
    again = begin("practice", course, learner.state, learner.now, "matvec", 1, 700)
    first = next_question(again, course, learner.state, learner.now)
    assert first is not None
    assert first.seed == 700  # chosen by the learner, so asked again within the month


# Follow-ups


def test_a_failure_asks_the_cheapest_prerequisite_that_would_explain_it(tmp_path: Path) -> None:
    skills = {"a": [], "b": [], "c": [], "top": ["a", "b", "c"]}
    items = {"p.q.a": ["a"], "p.q.b": ["b"], "p.q.c": ["c"], "p.q.top": ["top"], "p.q.top2": ["top"]}
    course = small_course(tmp_path / "course", skills, items)
    learner = Learner(course)
    learner.answer("p.q.top", 0)
    learner.wait(days=34)
    learner.answer("p.q.a", 0)  # asked just now, so it has to wait, and is solid: it explains nothing
    learner.wait(days=1)
    sitting = begin("review", course, learner.state, learner.now)
    asked = next_question(sitting, course, learner.state, learner.now)
    assert asked is not None
    assert asked.skill == "top"
    sitting = sitting.answered(asked, False)
    follow = next_question(sitting, course, learner.state, learner.now)
    assert follow is not None
    assert (follow.skill, follow.follows) == ("b", "top")
    assert "went wrong" in follow.why
    assert next_question(sitting.answered(follow, True), course, learner.state, learner.now) is None


@pytest.mark.slow
def test_every_follow_up_is_a_prerequisite_that_was_not_shown(course: Course) -> None:
    followed = [one for seed in range(8) for one in follow_ups(course, Random(seed))]
    assert len(followed) > 20


def follow_ups(course: Course, rng: Random) -> list[PlannedQuestion]:
    learner = Learner(course)
    read_up(learner, "linear_algebra", rng)
    read_up(learner, "probability", rng)
    learner.wait(days=15)
    followed: list[PlannedQuestion] = []

    def look(sitting: StudySession, asked: PlannedQuestion) -> None:
        if asked.follows in ("", asked.skill):
            return  # the same skill in another representation is no prerequisite
        followed.append(asked)
        model = build_learner_model(course, learner.state)
        assert asked.skill in model.skills[asked.follows].needs
        assert any(one.asked.skill == asked.follows and not one.right for one in sitting.done)
        shown = {skill for one in sitting.done if one.right for skill in course.templates[one.asked.item].skills}
        assert asked.skill not in shown
        held = model.recalls(stamp(learner.now)).get(asked.skill)
        assert held is None or held.fsrs < SOLID_RECALL

    learner.sit("review", right=lucky(rng, 0.4), told=look)
    return followed


# Why this, now


@pytest.mark.slow
@_CASES
@given(st.integers(0, 10_000))
def test_every_question_says_why_in_one_true_line(course: Course, seed: int) -> None:
    rng = Random(seed)
    learner = Learner(course)
    read_up(learner, "calculus", rng)

    def look(sitting: StudySession, asked: PlannedQuestion) -> None:
        assert asked.why
        assert "\n" not in asked.why
        assert len(asked.why) < 160
        if asked.part:
            assert asked.why.startswith("Missing on the checklist: ")
        elif sitting.kind == "review" and not asked.rule and not asked.follows:
            recall = build_learner_model(course, learner.state).recalls(stamp(learner.now))[asked.skill]
            days = today(learner.now) - recall.last_day
            assert ("yesterday" if days == 1 else f"{days} days ago" if days else "today") in asked.why

    for kind in KINDS:
        learner.wait(days=rng.randrange(2, 9))
        learner.sit(kind, right=lucky(rng), count=8, told=look)


def test_a_review_asks_what_covers_most_of_what_is_due(tmp_path: Path) -> None:
    items = {"basics.p.a": ["a"], "basics.p.b": ["b"], "basics.p.both": ["b", "a"]}
    learner = Learner(small_course(tmp_path / "cover", {"a": [], "b": ["a"]}, items))
    learner.answer("basics.p.both", 0)
    learner.answer("basics.p.a", 0)
    learner.answer("basics.p.b", 0)
    learner.wait(days=40)
    sitting = learner.sit("review")
    assert [one.asked.item for one in sitting.done] == ["basics.p.both"]
