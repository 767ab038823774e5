"""The schedule: FSRS-6 as published, and the reference package on whatever history."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from fsrs import Card, Rating, Scheduler
from hypothesis import given, settings
from hypothesis import strategies as st

from progress.schedule import (
    AGAIN,
    GOOD,
    HARD,
    RETENTION,
    Grade,
    History,
    Memory,
    after,
    moment,
    replay,
    stamp,
)
from progress.state.records import DAY

START = stamp(datetime(2022, 11, 29, 12, 30, tzinfo=UTC))
GRADES: tuple[Grade, ...] = (AGAIN, HARD, GOOD)


def at_gaps(gaps: list[int], grades: list[Grade]) -> History:
    """A history with so many days between its trials."""
    days = [sum(gaps[: place + 1]) for place in range(len(gaps))]
    return tuple((START + day * DAY, grade) for day, grade in zip(days, grades, strict=True))


def test_the_published_memory_states() -> None:
    """FSRS-6 with its default parameters: first reviews, and six reviews after 0, 0, 1, 3, 8 and 21 days."""
    firsts = [after(None, (START, grade)) for grade in GRADES]
    assert [one.stability for one in firsts] == pytest.approx([0.212, 1.2931, 2.3065], abs=1e-4)
    assert [one.difficulty for one in firsts] == pytest.approx([6.4133, 5.11217071, 2.11810397], abs=1e-4)
    memory = replay(at_gaps([0, 0, 1, 3, 8, 21], [AGAIN, GOOD, GOOD, GOOD, GOOD, GOOD]))
    assert memory is not None
    assert memory.stability == pytest.approx(53.62691, abs=1e-4)
    assert memory.difficulty == pytest.approx(6.3574867, abs=1e-4)


def test_the_published_intervals() -> None:
    """Always good, each review on the day it is due; the steps of minutes before the first day are not ours."""
    memory, gaps = after(None, (START, GOOD)), []
    for _ in range(4):
        gaps.append((memory.due - memory.last) // DAY)
        memory = after(memory, (memory.due, GOOD))
    assert gaps == [2, 11, 46, 163]


def direct(history: History) -> Card:
    """What the reference package makes of a history by itself."""
    scheduler = Scheduler(desired_retention=RETENTION, learning_steps=(), relearning_steps=(), enable_fuzzing=False)
    card = Card(card_id=1)
    for ms, grade in history:
        when = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=ms)
        card, _ = scheduler.review_card(card, Rating(grade), when)
    return card


def agrees(memory: Memory | None, card: Card, now: int) -> bool:
    scheduler = Scheduler(enable_fuzzing=False)
    recall = scheduler.get_card_retrievability(card, moment(now))
    assert memory is not None
    return (memory.stability, memory.difficulty, moment(memory.due), moment(memory.last), memory.recall(now)) == (
        card.stability,
        card.difficulty,
        card.due,
        card.last_review,
        recall,
    )


@pytest.mark.slow
def test_ten_thousand_random_histories_as_the_reference_package_has_them() -> None:
    """Whole, and trial by trial from what was kept: the same to the last bit."""
    rng = Random(6)
    for number in range(10_000):
        ms, history = START, list[tuple[int, Grade]]()
        for _ in range(rng.randrange(1, 6 if number % 100 else 40)):
            history.append((ms, rng.choice(GRADES)))
            ms += int(rng.choice((0.2, 1, 3, 20, 200)) * rng.random() * DAY)
        whole, now = tuple(history), ms + rng.randrange(60 * DAY)
        card = direct(whole)
        assert agrees(replay(whole), card, now), whole
        step = None
        for trial in whole:
            step = after(step, trial)
        assert agrees(step, card, now), whole


@settings(deadline=None, max_examples=40)
@given(st.lists(st.tuples(st.integers(0, 400 * DAY), st.sampled_from(GRADES)), min_size=1, max_size=40))
def test_recall_falls_from_one_and_the_due_day_is_where_it_reaches_nine_tenths(
    trials: list[tuple[int, Grade]],
) -> None:
    memory = replay(tuple(sorted({ms // DAY: (ms, grade) for ms, grade in sorted(trials, reverse=True)}.values())))
    assert memory is not None
    recalls = [memory.recall(memory.last + days * DAY) for days in (-5, 0, 1, 2, 5, 30, 365, 20_000)]
    assert recalls[0] == recalls[1] == 1.0
    assert recalls == sorted(recalls, reverse=True)
    assert recalls[-1] > 0
    days = (memory.due - memory.last) // DAY
    if days > 1:  # a day is the least; a rounded day may be half of one off
        assert memory.recall(memory.due) == pytest.approx(RETENTION, abs=0.04)


def test_a_clock_that_runs_backwards_is_no_review_before_the_last() -> None:
    first = after(None, (START, GOOD))
    again = after(first, (START - 5 * DAY, GOOD))
    assert again.last == START
    assert again == after(first, (START, GOOD))
    assert again.recall(START - 9 * DAY) == 1.0


def test_nothing_is_due_before_its_day_and_all_of_it_on_its_day() -> None:
    memory = after(None, (START, GOOD))
    evening = memory.due // DAY * DAY
    assert not memory.is_due(evening)
    assert memory.is_due(evening + DAY)
    assert memory.is_due(memory.due + 300 * DAY)


def test_empty_histories_have_no_memory() -> None:
    assert replay(()) is None


def test_the_package_is_imported_when_the_first_history_is_replayed() -> None:
    code = (
        "import sys, progress, progress.schedule, tutor.learning.scheduling, tutor.learning.checklist\n"
        "assert 'fsrs' not in sys.modules\n"
        "progress.schedule.replay(((0, 3),))\n"
        "assert 'fsrs' in sys.modules and 'torch' not in sys.modules and 'numpy' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
