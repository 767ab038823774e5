"""The state is a function of the set of events: whatever their order, pieces and repetitions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from random import Random
from zlib import crc32

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from progress.events import (
    Answer,
    Cleared,
    Event,
    GaveUp,
    Kept,
    Known,
    Opened,
    Placed,
    Reset,
    ResetUndone,
    TookBack,
    Unknown,
)
from progress.ids import make_id, parse_id
from progress.record import Record
from progress.state.fold import StateFold, fold, fold_order, hides
from progress.state.id_set import IdSets, IdSetsBuilder
from progress.state.item_records import DAYS, DRAWS, MISCONCEPTION_DAYS
from progress.state.records import DAY, RECENT, TRIES
from progress.state.state import State
from progress.times import milliseconds, utc_text
from tests.support.records import NOON, answer, fold_in_pieces, histories, tries_at_one_item

_CASES = settings(deadline=None, max_examples=60)


def _visible(events: Sequence[Event]) -> list[Known]:
    """What no reset in force hides, straight from the definition."""
    taken = {event.answer for event in events if isinstance(event, TookBack)}
    undone = {event.reset for event in events if isinstance(event, ResetUndone)}
    resets = [event for event in events if isinstance(event, Reset) and event.id not in undone]
    out: list[Known] = []
    for event in events:
        if isinstance(event, Reset | ResetUndone | Unknown) or (isinstance(event, Answer) and event.id in taken):
            continue
        number, _, device = parse_id(event.id) or (0, "", "")
        if not any(hides(reset, event, number, device) for reset in resets):
            out.append(event)
    return out


@_CASES
@given(histories(), st.data())
def test_every_order_gives_the_same_state(events: list[Event], data: st.DataObject) -> None:
    assert fold(State(), data.draw(st.permutations(events))) == fold(State(), events)


@_CASES
@given(histories(), st.lists(st.integers(0, 40), max_size=6))
def test_replay_in_pieces_gives_the_state_of_the_whole(events: list[Event], cuts: list[int]) -> None:
    edges = [0, *sorted(cuts), len(events)]
    pieces = [events[first:last] for first, last in pairwise(edges)]
    assert fold_in_pieces(pieces) == fold(State(), events)


@_CASES
@given(histories(), st.integers(1, 9))
def test_events_in_batches_fold_as_one_by_one(events: list[Event], size: int) -> None:
    """In any order and with repetitions, once the resets come first."""
    events = sorted([*events, *events[::2]], key=fold_order)
    folding = StateFold(State())
    folding.expect(events)
    for start in range(0, len(events), size):
        assert folding.add_all(events[start : start + size]) == []
    assert folding.state() == fold(State(), events)


@_CASES
@given(st.one_of(tries_at_one_item(), histories()), st.data())
def test_merging_is_commutative_associative_and_idempotent(events: list[Event], data: st.DataObject) -> None:
    owners = [data.draw(st.sets(st.integers(0, 2), min_size=1)) for _ in events]
    a, b, c = ([event for event, who in zip(events, owners, strict=True) if one in who] for one in range(3))
    whole = fold(State(), events)
    assert fold_in_pieces([a, b, c]) == whole
    assert fold_in_pieces([c, [*b, *a]]) == whole
    assert fold_in_pieces([b, a, c, c, b, a]) == whole


@pytest.mark.slow
@_CASES
@given(histories(resets=False))
def test_folding_again_changes_nothing(events: list[Event]) -> None:
    once = fold(State(), events)
    assert fold(once, events) == once


@_CASES
@given(histories())
def test_counts_are_those_of_the_visible_events(events: list[Event]) -> None:
    state = fold(State(), events)
    visible = _visible(events)
    judged = [event for event in visible if isinstance(event, Answer) and event.verdict != "unreadable"]
    unreadable = Counter(event.item for event in visible if isinstance(event, Answer) and event.verdict == "unreadable")
    assert state.answers == len(judged)
    assert state.right == sum(event.verdict == "right" for event in judged)
    for item, record in state.items.items():
        mine = [event for event in judged if event.item == item]
        rights = [event for event in mine if event.verdict == "right"]
        assert (record.answers, record.right, record.unreadable) == (len(mine), len(rights), unreadable[item])
        assert record.unaided_right == sum(event.unaided for event in rights)
        assert record.first_right_t == min((event.t for event in rights), default=None)
        assert record.wrong_rules == Counter(event.wrong_rule for event in mine if event.wrong_rule)
        assert record.last_t == max((event.t for event in mine), default=None)
        assert sum(one.count for one in record.formats.values()) == record.unaided_right
        assert len(record.recent) == min(RECENT, len(mine))
    assert {event.item for event in judged} <= state.items.keys()


@pytest.mark.slow
@_CASES
@given(histories())
def test_last_answer_is_the_latest_by_time_and_number(events: list[Event]) -> None:
    def place(event: Event) -> tuple[str, int, int]:
        return event.t, (parse_id(event.id) or (0,))[0], crc32(event.id.encode())

    judged = [event for event in _visible(events) if isinstance(event, Answer) and event.verdict != "unreadable"]
    for item, record in fold(State(), events).items.items():
        mine = sorted((event for event in judged if event.item == item), key=place)
        assert [mark.t for mark in record.recent] == [event.t for event in mine[-RECENT:]]
        assert [mark.seed for mark in record.recent] == [event.seed for event in mine[-RECENT:]]
        if mine:
            assert record.last_t == mine[-1].t
            assert record.recent[-1].right == (mine[-1].verdict == "right")


def _sort_key(event: Event) -> tuple[int, int, int]:
    return milliseconds(event.t), (parse_id(event.id) or (0,))[0], crc32(event.id.encode())


def _grade(event: Known) -> int | None:
    """What a try says of a day, straight from the definition; None for what is no try."""
    if isinstance(event, GaveUp):
        return 0
    if not isinstance(event, Answer) or event.verdict == "unreadable":
        return None
    if event.verdict == "right":
        return 3 if event.unaided else 2
    return None if event.where == "placement" else 1


def _day(event: Event) -> int:
    """The learner's day: what the event says, else from 4 a.m. in UTC."""
    assert isinstance(event, Answer | GaveUp)
    if event.day:
        return (date.fromisoformat(event.day) - date(1970, 1, 1)).days
    return (milliseconds(event.t) - 4 * 3_600_000) // DAY


@pytest.mark.slow
@_CASES
@given(st.one_of(tries_at_one_item(), histories()))
def test_each_day_has_the_grade_of_its_first_try(events: list[Event]) -> None:
    visible = _visible(events)
    for item, record in fold(State(), events).items.items():
        mine = sorted((event for event in visible if event.about == item), key=_sort_key)
        tried = [event for event in mine if _grade(event) is not None]
        tries = [(*_sort_key(event)[:2], _grade(event) or 0) for event in tried]
        first: dict[int, tuple[int, int, int]] = {}
        for one, event in sorted(zip(tries, tried, strict=True), key=lambda pair: pair[0]):
            first.setdefault(_day(event), one)
        assert [(one.ms, one.number, one.grade) for one in record.days] == [first[day] for day in sorted(first)][-DAYS:]
        assert [one.day for one in record.days] == sorted(first)[-DAYS:]
        assert [(one.ms, one.number, one.grade) for one in record.tries] == tries


@given(st.integers(), st.integers(1, 299))
@settings(max_examples=20, deadline=None)
def test_a_long_history_keeps_its_latest_days_slips_and_draws(seed: int, cut: int) -> None:
    """300 days with a wrong answer each, in any order and in two pieces: what is kept does not depend on either."""
    events: list[Event] = []
    for day in range(300):
        made = answer(seed=day, right=False)
        events.append(replace(made, id=make_id(day + 1, "d", "s"), t=utc_text(NOON + timedelta(days=day))))
    Random(seed).shuffle(events)
    state = fold(fold(State(), events[:cut]), events[cut:])
    record = state.items["la.dot.one"]
    every = sorted(milliseconds(event.t) for event in events)
    assert [day.ms for day in record.days] == every[-DAYS:]
    assert [ms for ms, _ in record.misconception_times["adds"]] == every[-MISCONCEPTION_DAYS:]
    assert record.try_count == 300
    assert [one.ms for one in record.tries] == every[-(TRIES + 300 % TRIES) :]
    assert sorted(record.draws) == list(range(300 - DRAWS, 300))
    assert record.answers == 300


@pytest.mark.slow
@_CASES
@given(st.one_of(tries_at_one_item(), histories()))
def test_slips_draws_and_confidence_are_those_of_the_visible_answers(events: list[Event]) -> None:
    visible = _visible(events)
    for item, record in fold(State(), events).items.items():
        judged = [
            one for one in visible if isinstance(one, Answer) and one.item == item and one.verdict != "unreadable"
        ]
        slips = [one for one in judged if one.wrong_rule and (one.verdict == "right" or one.where != "placement")]
        for rule in {one.wrong_rule for one in slips if one.wrong_rule}:
            days: dict[int, int] = {}
            for one in sorted(slips, key=_sort_key):
                if one.wrong_rule == rule:
                    days.setdefault(_day(one), milliseconds(one.t))
            assert {day: ms for ms, day in record.misconception_times[rule]} == dict(
                sorted(days.items())[-MISCONCEPTION_DAYS:]
            )
        asked: dict[int, int] = {}
        for event in visible:
            if event in judged or (isinstance(event, GaveUp) and event.item == item):
                assert isinstance(event, Answer | GaveUp)
                asked[event.seed] = max(asked.get(event.seed, 0), milliseconds(event.t))
        assert record.draws == asked
        said = [one for one in judged if one.confidence is not None and one.confidence <= 100]
        assert sum(count for count, _ in record.confidences.values()) == len(said)
        assert sum(right for _, right in record.confidences.values()) == sum(one.verdict == "right" for one in said)


@_CASES
@given(histories())
def test_placements_and_clearings_are_the_latest_and_the_first(events: list[Event]) -> None:
    state, visible = fold(State(), events), _visible(events)
    placements = [event for event in visible if isinstance(event, Placed)]
    latest = max(placements, key=lambda event: (event.t, event.id, event.skills), default=None)
    assert state.placed == (latest.skills if latest else None)
    kept = {event.skill: event.keep for event in sorted(visible, key=_by_time) if isinstance(event, Kept)}
    assert state.kept == {skill for skill, keep in kept.items() if keep}
    cleared: dict[str, str] = {}
    for event in sorted(visible, key=_by_time):
        if isinstance(event, Cleared):
            cleared.setdefault(event.outcome, event.id)
    assert {outcome: one.id for outcome, one in state.cleared.items()} == cleared


def _by_time(event: Known) -> tuple[str, str]:
    return event.t, event.id


@_CASES
@given(histories())
def test_time_is_what_each_event_says_where_under_two_minutes(events: list[Event]) -> None:
    everything = [event for event in events if isinstance(event, Reset) and not event.scope]
    known = [event for event in events if not isinstance(event, Reset | ResetUndone | Unknown)]
    if not everything:
        expected = sum(event.after for event in known if 0 < event.after < 120_000)
        assert fold(State(), events).seconds == expected / 1000


@_CASES
@given(histories())
def test_old_states_do_not_change(events: list[Event]) -> None:
    old = fold(State(), events[: len(events) // 2])
    before = (old.answers, dict(old.items), dict(old.pages), old.seconds, old.disputes, old.position)
    fold_in_pieces([events[: len(events) // 2], events])
    assert before == (old.answers, dict(old.items), dict(old.pages), old.seconds, old.disputes, old.position)


@_CASES
@given(st.lists(st.integers(0, 30)), st.lists(st.integers(0, 30)))
def test_runs_hold_exactly_what_was_added(first: list[int], second: list[int]) -> None:
    builder = IdSetsBuilder(IdSets())
    news = [builder.add("a", number) for number in first]
    half = builder.build()
    assert news == [number not in first[:place] for place, number in enumerate(first)]
    builder = IdSetsBuilder(half)
    for place, number in enumerate(second):
        assert builder.add("a", number) == (number not in {*first, *second[:place]})
    whole = builder.build()
    assert [number for number in range(-1, 32) if ("a", number) in whole] == sorted({*first, *second})
    runs = whole.runs("a")
    assert all(first > last + 1 for last, first in zip(runs[1::2], runs[2::2], strict=False))


def test_many_keys_settle_and_are_still_found() -> None:
    sets = IdSets()
    for number in range(300):
        builder = IdSetsBuilder(sets)
        builder.add(f"session-{number}", number)
        sets = builder.build()
    assert all((f"session-{number}", number) in sets for number in range(300))
    assert ("session-5", 6) not in sets
    assert len(sets.recent) <= 64
    assert len(sets.all()) == 300


def test_an_answer_that_was_taken_back_counts_nowhere_and_stays_on_record(tmp_path: Path) -> None:
    with_typo, without = (Record.open(tmp_path / name, device="a", session="b", now=lambda: NOON) for name in "xy")
    for record in (with_typo, without):
        record.append(Answer("la.dot.one", 3, "12", "right", None))
    typo = with_typo.append(Answer("la.dot.one", 4, "1", "wrong", "adds", confidence=90))
    assert with_typo.state.answers == 2
    with_typo.append(Opened(page="la.dot"))
    with_typo.close()
    with_typo = Record.open(tmp_path / "x", device="a", session="b", now=lambda: NOON)
    taken = with_typo.append(TookBack("la.dot.one", 4))
    assert isinstance(taken, TookBack)
    assert taken.answer == typo.id
    without.append(Opened(page="la.dot"))
    for record in (with_typo, without):
        record.append(Answer("la.dot.one", 4, "11", "right", None))
    (mine,), (theirs,) = (tuple(record.state.items.values()) for record in (with_typo, without))
    assert mine.answers == theirs.answers == 2
    assert (mine.wrong_rules, mine.confidences, mine.try_count) == ({}, {}, 2)
    assert [(draw.seed, draw.right) for draw in mine.first_draws] == [(3, True), (4, True)]
    assert with_typo.state.took_back("la.dot.one", 4)
    assert not with_typo.state.took_back("la.dot.one", 3)
    again = Record.open(tmp_path / "x", device="a", now=lambda: NOON, readonly=True)
    assert again.state == with_typo.state
    assert sum(b'"typed":"1"' in line for line in again.lines()) == 1
