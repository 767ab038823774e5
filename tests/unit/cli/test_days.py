"""The learner's own days, from 4 a.m., through the command: in any zone, when clocks change, and on a flight."""

from __future__ import annotations

import io
import json
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from lessons.course import Course
from progress.events import Answer as Answered
from progress.events import ExperimentPlanned
from progress.record import Record
from tutor.cli.main import main

STEP = "calculus.descent.step"
LOS_ANGELES, AUCKLAND = "America/Los_Angeles", "Pacific/Auckland"

Answer = Callable[[str, str], tuple[bool, bool]]


@pytest.fixture
def answer(
    tmp_path: Path, course: Course, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Answer]:
    """Answers a step of descent right, if a checkpoint asks it for the checklist at a time in a zone.

    Gives whether it was asked, and whether that part of the checklist is cleared afterwards.
    """

    def tutor(*arguments: str, lines: Sequence[object] = ()) -> str:
        typed = "".join(f"{json.dumps(line)}\n" for line in lines).encode()
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(typed)))
        with pytest.raises(SystemExit):
            main(["--home", str(tmp_path / "home"), *arguments])
        return capsys.readouterr().out

    def checkpoint(lines: Sequence[object]) -> list[dict[str, Any]]:
        out = tutor("practice", "calculus", "--checkpoint", "--jsonl", "--new", lines=lines)
        return [json.loads(line) for line in out.splitlines()]

    def call(now: str, zone: str) -> tuple[bool, bool]:
        monkeypatch.setenv("TUTOR_NOW", now)
        monkeypatch.setenv("TZ", zone)
        time.tzset()
        skips = [{"next": True}] * 3
        questions = [event for event in checkpoint(skips) if event["event"] == "question"]
        asked = [(event["item"], event["why"].startswith("Missing")) for event in questions]
        if (STEP, True) in asked:
            place = asked.index((STEP, True))
            item = course.item(STEP, questions[place]["seed"])
            checkpoint([*skips[:place], {"answer": item.answer}])
        rows = json.loads(tutor("progress", "show", "--json"))["checklist"]
        (use,) = [
            part for row in rows for part in row["parts"] if row["id"] == "gradient-descent" and part["id"] == "use"
        ]
        return (STEP, True) in asked, use["cleared"]

    yield call
    monkeypatch.undo()
    time.tzset()


@pytest.mark.slow
def test_ten_minutes_across_midnight_in_utc_are_one_day(answer: Answer) -> None:
    assert answer("2026-03-02T16:55", LOS_ANGELES) == (True, False)
    assert answer("2026-03-02T17:05", LOS_ANGELES) == (False, False)
    assert answer("2026-03-03T01:10", LOS_ANGELES) == (False, False)  # before 4 a.m.
    assert answer("2026-03-03T04:00", LOS_ANGELES) == (True, True)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("evening", "morning", "zone"),
    [
        ("2026-03-02T13:00", "2026-03-03T08:00", AUCKLAND),  # one day in UTC
        ("2026-03-07T20:00", "2026-03-08T05:00", LOS_ANGELES),  # an hour is missing in between
        ("2026-10-31T21:00", "2026-11-01T04:00", LOS_ANGELES),  # an hour comes twice in between
        ("2026-03-02T13:00+13:00", "2026-03-03T08:00+13:00", "UTC"),  # the offset is the zone
    ],
)
def test_an_evening_and_the_next_morning_are_two_days(answer: Answer, evening: str, morning: str, zone: str) -> None:
    assert answer(evening, zone) == (True, False)
    assert answer(morning, zone) == (True, True)


@pytest.mark.slow
def test_a_flight_neither_makes_nor_loses_a_day(answer: Answer) -> None:
    """Tuesday morning in Auckland is followed by Monday afternoon in Los Angeles, two hours later."""
    assert answer("2026-03-03T08:00", AUCKLAND) == (True, False)
    assert answer("2026-03-02T13:00", LOS_ANGELES) == (True, False)  # another day, but not eight hours later
    assert answer("2026-03-03T09:00", LOS_ANGELES) == (False, False)  # asked on this day already, before the flight
    assert answer("2026-03-04T09:00", LOS_ANGELES) == (True, True)


@pytest.mark.slow
def test_review_due_counts_what_review_then_asks(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """With what is missing on the checklist; nothing is due in an empty record, and that is exit status 1."""

    def tutor(*arguments: str, typed: bytes = b"") -> tuple[int, str]:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(typed)))
        with pytest.raises(SystemExit) as ended:
            main(["--home", str(home), *arguments])
        return int(ended.value.code or 0), capsys.readouterr().out.strip()

    monkeypatch.setenv("TUTOR_NOW", "2026-03-02T12:00:00+00:00")
    assert tutor("review", "--due") == (1, "0")
    record = Record.open(home, device="past", now=lambda: datetime(2026, 3, 1, 12, tzinfo=UTC))
    for item in ("linear_algebra.dot.compute", STEP):
        record.append(Answered(item=item, seed=1, typed="1", verdict="right", wrong_rule=None, format="number"))
    record.close()
    status, counted = tutor("review", "--due")
    assert (status, counted) == (0, "3")  # a·b, the rule from memory, one step
    first = json.loads(tutor("review", "--jsonl")[1].splitlines()[0])
    assert first["of"] == 3
    assert f"{counted} to review today" in tutor("progress", "show")[1]


def test_the_last_questions_of_an_experiment_are_asked_when_its_days_are_over(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Not before; what was left half way goes on, and each answer is one of the outcome."""

    def finish(now: str, lines: Sequence[object]) -> tuple[int, list[dict[str, Any]], str]:
        typed = "".join(f"{json.dumps(line)}\n" for line in lines).encode()
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(typed)))
        monkeypatch.setenv("TUTOR_NOW", now)
        with pytest.raises(SystemExit) as ended:
            main(["--home", str(home), "study", "finish", "--jsonl"])
        out, err = capsys.readouterr()
        return int(ended.value.code or 0), [json.loads(line) for line in out.splitlines()], err

    begun = datetime(2026, 3, 1, 12, tzinfo=UTC)
    assert "there is no experiment" in finish("2026-03-02T12:00:00+00:00", [])[2]
    record = Record.open(home, device="past", now=lambda: begun)
    record.append(ExperimentPlanned(("dot-product",), ("norm",), 30))
    record.close()
    status, _, err = finish("2026-03-30T12:00:00+00:00", [])
    assert (status, "not over" in err) == (1, True)
    first = finish("2026-04-01T12:00:00+00:00", [{"next": True}])[1]
    assert [(event["event"], event.get("number"), event.get("of")) for event in first[:2]] == [
        ("question", 1, 6), ("question", 2, 6),
    ]  # fmt: skip
    again = finish("2026-04-02T12:00:00+00:00", [])[1]
    assert (again[0]["item"], again[0]["number"]) == (first[1]["item"], 2)
