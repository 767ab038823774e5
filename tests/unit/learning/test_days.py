"""The learner's own days: what travel, daylight saving time and clocks do to what is counted and what is due."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from lessons.course import Course
from progress.events import Aimed, Answer, GaveUp
from progress.record import Record
from progress.resume import ResumePoint
from progress.schedule import stamp
from progress.times import day_at, day_end, day_number, day_start, today, utc_text
from tutor.learning.home_summary import ahead, unchanged_until, waiting_text
from tutor.learning.scheduling import due
from tutor.learning.scheduling.due import reviewed_today
from tutor.learning.scheduling.forecast import DAYS, forecast, loads
from tutor.learning.scheduling.learner_model import build_learner_model
from tutor.learning.scheduling.statistics import learner_statistics
from tutor.learning.scheduling.study_session import PlannedQuestion, StudySession
from tutor.learning.session_state import SessionState, save_session

LOS_ANGELES, AUCKLAND, TOKYO = (ZoneInfo(name) for name in ("America/Los_Angeles", "Pacific/Auckland", "Asia/Tokyo"))
DOT = "linear_algebra.dot.compute"
HOUR = 3_600_000


class Clock:
    """A clock that is set by hand."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


def answered(home: Path, times: list[datetime], where: str = "review") -> Record:
    """A record with an answer at each of some times, by the clock there."""
    clock = Clock(times[0])
    record = Record.open(home, now=clock)
    for seed, clock.now in enumerate(times, 1):
        record.append(Answer(DOT, seed, "12", "right", None, where=where, format="number"))
    return record


def tried_on(record: Record) -> list[int]:
    return [one.day for one in record.state.items[DOT].days]


def test_one_evening_in_los_angeles_is_one_day_although_utc_has_two(tmp_path: Path) -> None:
    five = datetime(2026, 3, 2, 15, 55, tzinfo=LOS_ANGELES)  # midnight in UTC is at four there
    record = answered(tmp_path, [five, five + timedelta(minutes=10)])
    assert tried_on(record) == [today(five)]
    assert learner_statistics(record.state, five + timedelta(hours=3)).today.total == 1
    assert learner_statistics(record.state, five + timedelta(days=1)).recall[1].total == 0


def test_monday_and_tuesday_morning_in_auckland_are_two_days_although_utc_has_one(tmp_path: Path) -> None:
    monday, tuesday = datetime(2026, 3, 2, 13, tzinfo=AUCKLAND), datetime(2026, 3, 3, 8, tzinfo=AUCKLAND)
    record = answered(tmp_path, [monday, tuesday])
    assert tried_on(record) == [today(monday), today(monday) + 1]
    assert learner_statistics(record.state, tuesday).recall[1].total == 1


@pytest.mark.parametrize("change", [datetime(2026, 3, 8), datetime(2026, 11, 1)])
def test_a_night_in_which_the_clock_changes_neither_makes_nor_loses_a_day(tmp_path: Path, change: datetime) -> None:
    evenings = [(change + timedelta(days=day, hours=22)).replace(tzinfo=LOS_ANGELES) for day in (-1, 0, 1)]
    record = answered(tmp_path, evenings)
    first = today(evenings[0])
    assert tried_on(record) == [first, first + 1, first + 2]
    morning = change.replace(hour=5, tzinfo=LOS_ANGELES)
    assert day_start(morning) < morning.timestamp() * 1000 < day_end(morning)
    assert day_end(morning) - day_start(morning) in (24 * HOUR, 23 * HOUR, 25 * HOUR)
    assert day_start(evenings[1]) == day_end(evenings[0])


def test_a_flight_of_twelve_zones_neither_makes_nor_loses_a_day(tmp_path: Path) -> None:
    """Before it and after it on one local day; what was counted stays, wherever the record is opened."""
    before = datetime(2026, 3, 2, 9, tzinfo=ZoneInfo("Etc/GMT-12"))
    landed = (before + timedelta(hours=9)).astimezone(ZoneInfo("Etc/GMT-0"))  # 6 a.m. of the same date
    later = landed + timedelta(hours=24)
    record = answered(tmp_path, [before, landed, later])
    assert tried_on(record) == [today(before), today(before) + 1]
    elsewhere = Record.open(tmp_path, now=lambda: later.astimezone(TOKYO), readonly=True)
    assert elsewhere.state == record.state
    back = Record.open(tmp_path, now=lambda: later.astimezone(LOS_ANGELES), readonly=True)
    assert tried_on(back) == tried_on(record)


def test_a_clock_set_back_takes_nothing_away(tmp_path: Path, course: Course) -> None:
    noon = datetime(2026, 3, 5, 12, tzinfo=UTC)
    record = answered(tmp_path, [noon, noon - timedelta(days=2), noon - timedelta(days=1)])
    assert tried_on(record) == [today(noon) - 2, today(noon) - 1, today(noon)]
    assert due(course, record.state, noon) == ()


def test_a_giving_up_has_the_learners_day_too_and_old_events_have_that_of_utc(tmp_path: Path) -> None:
    evening = datetime(2026, 3, 2, 18, tzinfo=LOS_ANGELES)
    record = Record.open(tmp_path, now=lambda: evening)
    record.append(GaveUp(DOT, 1))
    assert tried_on(record) == [day_number("2026-03-02")]
    assert utc_text(evening).startswith("2026-03-03")
    ms = round(evening.timestamp() * 1000)
    assert day_at("", ms) == day_number("2026-03-02")  # 2 a.m. in UTC belongs to the evening before
    assert day_at("someday", ms) == day_at("", ms)


def test_a_review_lasts_until_four_in_the_morning(tmp_path: Path, course: Course) -> None:
    evening = datetime(2026, 3, 2, 23, 30, tzinfo=LOS_ANGELES)
    sitting = StudySession("review", started=round(evening.timestamp() * 1000))
    state = SessionState(sitting, PlannedQuestion(DOT, 1, "dot-product", ""), begun=True)
    assert state.goes_on("review", "", evening + timedelta(hours=4))
    assert not state.goes_on("review", "", evening + timedelta(hours=5))
    record = answered(tmp_path, [evening])
    assert reviewed_today(build_learner_model(course, record.state), evening + timedelta(hours=4)) == 1
    assert reviewed_today(build_learner_model(course, record.state), evening + timedelta(hours=5)) == 0


def test_what_falls_due_within_the_learners_day_is_due_in_its_morning(tmp_path: Path, course: Course) -> None:
    noon = datetime(2026, 3, 2, 12, tzinfo=LOS_ANGELES)
    record = answered(tmp_path, [noon])
    model = build_learner_model(course, record.state)
    (recall,) = model.recalls(round(noon.timestamp() * 1000)).values()
    day = datetime.fromtimestamp(recall.due / 1000, LOS_ANGELES).replace(hour=4, minute=0)
    assert due(course, record.state, day - timedelta(minutes=1)) == ()
    assert len(due(course, record.state, day)) == 1


def test_the_forecast_counts_each_skill_on_its_day(tmp_path: Path, course: Course) -> None:
    noon = datetime(2026, 3, 2, 12, tzinfo=LOS_ANGELES)
    record = answered(tmp_path, [noon])
    model = build_learner_model(course, record.state)
    (recall,) = model.recalls(round(noon.timestamp() * 1000)).values()
    days = round((recall.due - noon.timestamp() * 1000) / 86_400_000)
    assert forecast(model, noon) == tuple(int(day == days) for day in range(DAYS))
    assert forecast(model, noon + timedelta(days=30)) == (1, 0, 0, 0, 0, 0, 0)
    summary = ahead(course, record.state, noon)
    assert [name for name, _ in summary.ahead] == ["today", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    assert ahead(course, record.state, noon + timedelta(days=30)).review.startswith("1 due today ")
    assert (waiting_text(0), waiting_text(3)) == ("", ", 3 more waiting")


def test_the_learner_chooses_when_a_skill_is_due_and_sees_what_that_means(tmp_path: Path, course: Course) -> None:
    noon = datetime(2026, 3, 2, 12, tzinfo=LOS_ANGELES)
    record = answered(tmp_path, [noon])
    at = round(noon.timestamp() * 1000)

    def days() -> int:
        (recall,) = build_learner_model(course, record.state).recalls(at).values()
        return (recall.due - at) // 86_400_000

    assert record.state.aim == 0.9
    usual = days()
    record.append(Aimed(recall=0.75))
    assert record.state.aim == 0.75
    assert days() > usual
    record.append(Aimed(recall=0.2))  # out of bounds, from another program: it does not count
    assert record.state.aim == 0.75
    by_aim = list(loads(build_learner_model(course, record.state), noon, (0.75, 0.85, 0.95)).values())
    assert by_aim == sorted(by_aim)
    assert by_aim[0] < by_aim[-1]
    assert Record.open(tmp_path, now=lambda: noon, readonly=True).state == record.state


@pytest.mark.parametrize("zone", [UTC, LOS_ANGELES, AUCKLAND], ids=["utc", "los-angeles", "auckland"])
def test_nothing_on_home_changes_by_time_before_it_is_said_to(tmp_path: Path, course: Course, zone: tzinfo) -> None:
    first = datetime(2026, 3, 2, 9, 0, tzinfo=zone)
    record = answered(tmp_path, [first, first + timedelta(days=1), first + timedelta(days=4)])
    for hours in (0, 14, 17, 40, 24 * 9 + 3):
        now = first + timedelta(days=4, hours=hours)
        until = unchanged_until(record.state, ResumePoint(), now)
        assert now < until <= now + timedelta(hours=25)
        last = (until - timedelta(milliseconds=1)).astimezone(zone)
        assert ahead(course, record.state, last) == ahead(course, record.state, now)


def test_on_home_a_session_of_ten_minutes_ends_by_itself(tmp_path: Path) -> None:
    begun = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
    state = SessionState(
        StudySession("ten", started=stamp(begun)), PlannedQuestion(DOT, 1, "dot-product", ""), begun=True
    )
    place = save_session(ResumePoint(), state)
    record = answered(tmp_path, [begun])
    assert unchanged_until(record.state, place, begun) == begun + timedelta(minutes=10)
    assert unchanged_until(record.state, place, begun + timedelta(minutes=11)) > begun + timedelta(hours=1)


def test_after_an_answer_of_the_future_nothing_is_certain(tmp_path: Path) -> None:
    later = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
    now = later - timedelta(minutes=1)
    assert unchanged_until(answered(tmp_path, [later]).state, ResumePoint(), now) == now
