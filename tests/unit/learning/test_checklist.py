"""The checklist: cleared by evidence, opened by evidence, never lost in silence."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lessons.course import Course
from progress.events import Cleared, Explained, Reset
from tests.support.study import NOON, Learner, small_course
from tutor.learning.checklist import OutcomeStatus, checklist, evidence_of, newly_cleared
from tutor.learning.scheduling.checklist_parts import PartStatus
from tutor.learning.scheduling.learner_model import build_learner_model
from tutor.learning.scheduling.start import missing_targets

STEP, RULE, LETTERS = "calculus.descent.step", "calculus.descent.rule", "calculus.descent.letters"


def line(learner: Learner, outcome: str = "gradient-descent", course: Course | None = None) -> OutcomeStatus:
    rows = checklist(course or learner.course, learner.state, learner.now)
    return next(one for one in rows if one.outcome.id == outcome)


def part(learner: Learner, name: str, outcome: str = "gradient-descent") -> PartStatus:
    return next(one for one in line(learner, outcome).parts if one.part.id == name)


@pytest.fixture
def learner(course: Course) -> Learner:
    return Learner(course)


def clear(learner: Learner) -> None:
    learner.answer(RULE, 0)
    learner.answer(STEP)
    learner.wait(days=1)
    learner.answer(LETTERS, 1, where="review")
    learner.answer(STEP, 2, where="checkpoint")


def test_two_days_clear_a_part_and_all_parts_clear_a_line(learner: Learner) -> None:
    assert line(learner).sign == "new"
    learner.answer(STEP)
    assert line(learner).sign == "begun"
    assert "on a later day" in part(learner, "use").missing
    learner.answer(STEP, 2, where="review")
    assert not part(learner, "use").cleared  # on the same day
    learner.wait(days=1)
    learner.answer(STEP, 3)
    assert part(learner, "use").cleared
    assert not line(learner).cleared
    learner.answer(RULE, 0, where="review")
    learner.wait(days=1)
    learner.answer(LETTERS, 1)
    assert line(learner).cleared


@pytest.mark.parametrize("hours", [1, 7.9, 8.1, 23])
def test_two_days_are_eight_hours_apart(learner: Learner, hours: float) -> None:
    learner.wait(seconds=15.5 * 3600)  # half past three in the morning: still the day before
    learner.answer(STEP, 1, where="review")
    learner.wait(seconds=hours * 3600)
    learner.answer(STEP, 2, where="review")
    assert part(learner, "use").cleared == (hours >= 8)


def test_one_answer_is_given_away_from_the_page(learner: Learner) -> None:
    for seed in (1, 2, 3):
        learner.answer(STEP, seed)
        learner.wait(days=1)
    assert not part(learner, "use").cleared
    assert "in a review" in part(learner, "use").missing
    learner.answer(STEP, 4, where="ten")
    assert part(learner, "use").cleared


def test_help_bars_an_answer_and_so_does_a_look_at_the_page(learner: Learner) -> None:
    learner.answer(STEP, 1, where="review", unaided=False)
    learner.answer(STEP, 2, where="review", bar="page")
    learner.give_up(STEP, 3)
    learner.wait(seconds=1)
    learner.answer(STEP, 3, where="review")
    assert part(learner, "use").evidence == ()


def test_only_the_first_answer_to_a_draw_counts(learner: Learner) -> None:
    learner.answer(STEP, 1, where="review", right=False)
    for _ in range(5):
        learner.wait(days=1)
        learner.answer(STEP, 1, where="review")
    assert part(learner, "use").evidence == ()


def test_a_draw_with_the_same_question_is_no_new_draw(learner: Learner) -> None:
    coin = "information_theory.entropy.coin"
    prompts: dict[str, int] = {}
    for seed in range(200):
        first = prompts.setdefault(learner.course.item(coin, seed).prompt, seed)
        if first != seed:
            learner.answer(coin, first, right=False, where="review")
            learner.wait(days=1)
            learner.answer(coin, seed, where="review")
            break
    assert learner.events
    assert part(learner, "compute", "entropy").evidence == ()


def test_a_wrong_first_answer_in_between_starts_the_count_again(learner: Learner) -> None:
    for seed, right in enumerate((True, False, True)):
        learner.answer(STEP, seed, where="review", right=right)
        learner.wait(days=1)
    assert not part(learner, "use").cleared
    learner.answer(STEP, 9, where="review")
    assert part(learner, "use").cleared


def test_a_fixed_wording_in_two_orders_is_no_pair_and_an_order_counts_beside_what_is_typed(learner: Learner) -> None:
    order, typed = "information_theory.nll.derivation", "information_theory.nll.line"
    learner.put(Explained(item="information_theory.nll.why", seed=3, typed="a mean of counts is a fraction"))
    for seed in (0, 1, 2):
        learner.answer(order, seed, where="review")
        learner.wait(days=1)
    assert [one.seed for one in part(learner, "why", "nll").evidence] == [0, 1, 2]
    assert not part(learner, "why", "nll").cleared
    learner.answer(typed, 1, where="review")
    assert part(learner, "why", "nll").cleared


def test_a_part_with_an_explanation_needs_own_words_and_they_alone_clear_nothing(learner: Learner) -> None:
    define, words = "information_theory.entropy.summand", "information_theory.cross_entropy.recall"
    learner.put(Explained(item=words, seed=2, typed="said after the statements", late=True))
    for seed in (1, 2):
        learner.answer(define, seed, where="review")
        learner.wait(days=1)
    status = part(learner, "define", "entropy")
    assert (status.cleared, status.answers_missing, status.words) == (False, False, None)
    assert "own words" in status.missing
    learner.put(Explained(item=words, seed=3, typed="the surprise to expect"))
    status = part(learner, "define", "entropy")
    assert status.cleared
    assert status.words is not None
    assert (status.words.item, status.words.typed) == (words, "the surprise to expect")
    other = Learner(learner.course)
    other.put(Explained(item=words, seed=3, typed="the surprise to expect"))
    assert not part(other, "define", "entropy").cleared
    assert part(other, "define", "entropy").answers_missing


def test_an_explanation_answered_without_own_words_comes_again_after_a_week(learner: Learner) -> None:
    words = "information_theory.cross_entropy.recall"

    def asked() -> bool:
        model = build_learner_model(learner.course, learner.state)
        skills = model.leading(words)
        targets = missing_targets(model, learner.now, skills, model.tried_skills)
        return any(target.items == (words,) for target in targets)

    learner.answer(words, 1, where="review")
    found = []
    for _ in range(8):
        found.append(asked())
        learner.wait(days=1)
    assert found == [False] * 7 + [True]
    learner.put(Explained(item=words, seed=3, typed="the surprise to expect"))
    assert not asked()


def test_evidence_says_what_was_asked_typed_and_when(learner: Learner) -> None:
    learner.answer(STEP, 7)
    learner.wait(days=2)
    learner.answer(STEP, 9, where="review")
    assert [(seen.t, seen.day, seen.seed, seen.typed, seen.where) for seen in part(learner, "use").evidence] == [
        ("2026-03-02T12:00:00.000Z", "2026-03-02", 7, "12", "lesson"),
        ("2026-03-04T12:00:00.000Z", "2026-03-04", 9, "12", "review"),
    ]
    assert evidence_of(learner.course, learner.state, STEP, 9) == (("gradient-descent", "use"),)
    assert evidence_of(learner.course, learner.state, STEP, 8) == ()


def test_a_cleared_line_shows_as_due_and_stays_cleared(learner: Learner) -> None:
    clear(learner)
    assert not line(learner).due
    before = line(learner).recall
    learner.put(newly_cleared(learner.course, learner.state)[0])
    learner.wait(days=120)
    later = line(learner)
    assert later.cleared
    assert later.due
    assert before is not None
    assert later.recall is not None
    assert later.recall < before
    learner.answer(STEP, 77, right=False)
    assert line(learner).cleared
    undated = checklist(learner.course, learner.state)
    assert all(one.recall is None and not one.due for one in undated)


def test_clearing_is_put_on_record_once(learner: Learner) -> None:
    assert newly_cleared(learner.course, learner.state) == ()
    clear(learner)
    (event,) = newly_cleared(learner.course, learner.state)
    assert (event.outcome, set(event.items)) == ("gradient-descent", {RULE, LETTERS, STEP})
    assert event.parts == ("rule", "use")
    learner.put(event)
    assert newly_cleared(learner.course, learner.state) == ()
    assert line(learner).since == "2026-03-03T12:00:00.000Z"


def test_what_an_earlier_rule_cleared_stays_and_can_be_confirmed(learner: Learner) -> None:
    learner.answer(STEP)
    learner.put(Cleared(outcome="gradient-descent", items=(STEP,)))
    status = line(learner)
    assert status.cleared
    assert status.earlier_rule
    assert len(status.missing) == 2
    learner.wait(days=1)
    learner.answer(STEP, 5, where="review")
    learner.answer(RULE, 0, where="review")
    learner.wait(days=1)
    learner.answer(LETTERS, 5, where="review")
    (event,) = newly_cleared(learner.course, learner.state)
    learner.put(event)
    assert not line(learner).earlier_rule
    assert line(learner).missing == ()


def test_a_reset_takes_the_evidence_and_the_clearing_with_it(learner: Learner) -> None:
    clear(learner)
    learner.put(newly_cleared(learner.course, learner.state)[0])
    learner.put(Reset("calculus.descent", {"lappy-1": learner.state.folded.number}))
    assert line(learner).sign == "new"


@pytest.mark.slow
@settings(deadline=None, max_examples=5)
@given(st.integers(0, 10_000))
def test_nothing_un_clears(course: Course, seed: int) -> None:
    """Whatever is answered afterwards, however late, whatever the clock does."""
    rng, learner = Random(seed), Learner(course)
    names = [item for outcome in course.outline.outcomes for one in outcome.parts for item in one.items]
    cleared: set[str] = set()
    for turn in range(150):
        learner.wait(days=rng.choice((0, 0.5, 1, 20, -3)))
        learner.answer(rng.choice(names), turn, rng.random() < 0.9, where="review")
        for event in newly_cleared(course, learner.state):
            learner.put(event)
        now = {one.outcome.id for one in checklist(course, learner.state, learner.now) if one.cleared}
        assert cleared <= now
        cleared = now
    assert cleared


OUTCOME = """
[[outcome]]
id = "{id}"
title = "be good at it"
skills = {skills}
was = {was}
"""


def small(folder: Path, items: Mapping[str, list[str]], outcome: str = "", more: str = "", **was: str) -> Course:
    skills: dict[str, list[str]] = {"one": [], "two": []}
    extra = (outcome or OUTCOME.format(id="good", skills='["one"]', was="[]")) + more
    return small_course(folder, skills, items, extra=extra, **was)


def test_what_was_cleared_survives_every_change_of_the_course(tmp_path: Path) -> None:
    """Its questions removed, renamed, of another kind; skills added to the line; the line renamed."""
    old = small(tmp_path / "old", {"p.q.a": ["one"], "p.q.b": ["one"]})
    learner = Learner(old, NOON)
    learner.answer("p.q.a", 0, where="review")
    learner.wait(days=1)
    learner.answer("p.q.a", 0, where="review")
    assert not line(learner, "good").cleared  # twice the same question
    learner.answer("p.q.b", 0)
    assert line(learner, "good").cleared
    learner.put(newly_cleared(old, learner.state)[0])
    for number, course in enumerate(
        (
            small(tmp_path / "gone", {"p.q.c": ["one"]}),
            small(tmp_path / "renamed", {"p.q.z": ["one"], "p.q.b": ["one"]}, p__q__z="p.q.a"),
            small(tmp_path / "more", {"p.q.a": ["one"]}, OUTCOME.format(id="good", skills='["one", "two"]', was="[]")),
            small(tmp_path / "line", {"p.q.a": ["one"]}, OUTCOME.format(id="fine", skills='["one"]', was='["good"]')),
        )
    ):
        (row,) = checklist(course, learner.state, learner.now + timedelta(days=400))
        assert row.cleared, number
        assert row.since


def test_evidence_of_renamed_and_retired_questions_counts_before_a_line_is_cleared(tmp_path: Path) -> None:
    old = small(tmp_path / "old", {"p.q.a": ["one"], "p.q.b": ["one"]})
    learner = Learner(old)
    learner.answer("p.q.a", 0)
    learner.answer("p.q.b", 0)
    retired = '[[retired]]\nid = "p.q.b"\nkind = "vector"\nskills = ["one"]'
    new = small(tmp_path / "new", {"p.q.z": ["one"]}, more=retired, p__q__z="p.q.a")
    evidence = line(learner, "good", new).evidence
    assert [one.item for one in evidence] == ["p.q.z", "p.q.b"]
    assert line(learner, "good", new).missing == line(learner, "good").missing
