"""What came first at each draw, and on which day of the learner's own: functions of the set of events."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from progress.events import Answer, Event, GaveUp, Hint, Stepped
from progress.ids import make_id
from progress.record import Record
from progress.state.fold import fold
from progress.state.item_records import FIRST_DRAWS
from progress.state.state import State
from progress.times import local_day, utc_text
from tests.support.records import NOON, fold_in_pieces, histories, tries_at_one_item

_CASES = settings(deadline=None, max_examples=60)
LOS_ANGELES, AUCKLAND = ZoneInfo("America/Los_Angeles"), ZoneInfo("Pacific/Auckland")


@pytest.mark.slow
@_CASES
@given(st.one_of(tries_at_one_item(), histories(resets=False)), st.data())
def test_each_draw_keeps_what_came_first_in_every_order(events: list[Event], data: st.DataObject) -> None:
    state = fold(State(), data.draw(st.permutations(events)))
    for item, record in state.items.items():
        first: dict[int, tuple[str, Event]] = {}
        for event in events:
            if not isinstance(event, Answer | Hint | GaveUp | Stepped) or event.item != item:
                continue
            if isinstance(event, Answer) and event.verdict == "unreadable":
                continue
            seed = event.seed
            if seed not in first or (event.t, event.id) < (first[seed][0], first[seed][1].id):
                first[seed] = event.t, event
        assert {one.seed: one.t for one in record.first_draws} == {seed: t for seed, (t, _) in first.items()}


def _answers(count: int) -> list[Event]:
    return [
        Answer("la.dot.one", seed, "12", "right", None, id=make_id(seed + 1, "lappy-1", "aaaaaa"),
               t=utc_text(NOON + timedelta(minutes=seed)))
        for seed in range(count)
    ]  # fmt: skip


@_CASES
@given(st.permutations(range(4)))
def test_the_earliest_draws_are_kept_however_the_record_is_cut(order: list[int]) -> None:
    events = _answers(4 * FIRST_DRAWS)
    pieces = [events[one::4] for one in order]
    record = fold_in_pieces(pieces).items["la.dot.one"]
    assert [one.seed for one in record.first_draws] == list(range(FIRST_DRAWS))


def test_help_before_an_answer_comes_first() -> None:
    hint = Hint("la.dot.one", 0, 1, id=make_id(9, "lappy-1", "bbbbbb"), t=utc_text(NOON - timedelta(days=1)))
    (first,) = fold(State(), [*_answers(1), hint]).items["la.dot.one"].first_draws
    assert not first.answered


def test_an_answer_of_an_earlier_version_has_a_day_and_a_place() -> None:
    late = Answer(
        "a", 1, "12", "right", None, where="review", id=make_id(1, "d", "aaaaaa"), t="2026-03-02T03:00:00.000Z"
    )
    (draw,) = fold(State(), [late]).items["a"].first_draws
    assert (draw.own_day, draw.off_page) == ("2026-03-01", True)


def test_days_are_the_learners_own_from_four_in_the_morning() -> None:
    afternoon = datetime(2026, 3, 2, 16, 55, tzinfo=LOS_ANGELES)
    assert local_day(afternoon) == local_day(afternoon + timedelta(minutes=10)) == "2026-03-02"  # midnight in UTC
    monday, tuesday = datetime(2026, 3, 2, 13, tzinfo=AUCKLAND), datetime(2026, 3, 3, 8, tzinfo=AUCKLAND)
    assert monday.astimezone(UTC).date() == tuesday.astimezone(UTC).date()
    assert (local_day(monday), local_day(tuesday)) == ("2026-03-02", "2026-03-03")
    assert local_day(datetime(2026, 3, 3, 3, 59, tzinfo=AUCKLAND)) == "2026-03-02"
    assert local_day(datetime(2026, 3, 3, 4, 0, tzinfo=AUCKLAND)) == "2026-03-03"


def test_days_hold_when_the_clock_is_put_forward_or_back() -> None:
    for spring in (datetime(2026, 3, 8, tzinfo=LOS_ANGELES), datetime(2026, 11, 1, tzinfo=LOS_ANGELES)):
        assert (
            local_day(spring.replace(hour=3, minute=59))
            < local_day(spring.replace(hour=4))
            == spring.date().isoformat()
        )


def test_the_record_keeps_the_day_of_the_zone_that_the_learner_was_in(tmp_path: Path) -> None:
    here = datetime(2026, 3, 3, 8, tzinfo=AUCKLAND)
    record = Record.open(tmp_path, now=lambda: here)
    record.append(Answer("a", 1, "12", "right", None))
    (draw,) = record.state.items["a"].first_draws
    assert (draw.day, draw.t) == ("2026-03-03", "2026-03-02T19:00:00.000Z")
