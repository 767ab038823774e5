"""What counts for the checklist, said where it is answered and offered on Home."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest
from textual import events

from lessons.course import Course
from tests.conftest import START, MakeApp
from tests.support.journeys import focused_item, text_on, type_text
from tests.support.study_sessions import answer, question, ready, record_days
from tutor.app.screens.study_session import StudySessionScreen
from tutor.app.widgets.text_input import TextInput

SIZE = (80, 30)
STEP = "calculus.descent.step"


def answers(home: Path) -> list[dict[str, object]]:
    lines = [line for path in (home / "journal").glob("*.jsonl") for line in path.read_text().splitlines()]
    return [event for event in map(json.loads, lines) if event["kind"] == "answer"]


async def test_a_pasted_answer_does_not_count(make_app: MakeApp, home: Path) -> None:
    app = make_app(("item", "linear_algebra.dot.compute"))
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        view = focused_item(app)
        assert view is not None
        assert isinstance(view.box, TextInput)
        view.box.post_message(events.Paste(f" {view.item.answer} "))
        await pilot.press("enter")
        await ready(pilot)
        assert view.settled
        assert "when you type it yourself" in text_on(app)
    (event,) = answers(home)
    assert (event["verdict"], event["bar"]) == ("right", "paste")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("section", "query", "bar"),
    [
        ("demo", "", "page"),
        ("exercise", "", "page"),
        ("symbols", "", "page"),
        ("books", "", ""),
        ("", "matching entries", "page"),
        ("", "zzz", ""),
    ],
)
async def test_what_was_looked_up_in_the_session_does_not_count(
    make_app: MakeApp, home: Path, course: Course, section: str, query: str, bar: str
) -> None:
    record_days(home, course, ["linear_algebra.dot.compute"], [START - timedelta(days=days) for days in (3, 2, 1)])
    app = make_app(("practice", "dot-product"))
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        item = question(app).item
        if section == "demo":
            app.navigator.open_demo("vectors")
        elif section == "exercise":
            app.navigator.open_exercise("dot_product")
        elif section:
            app.navigator.open_reference(section)
        else:
            app.navigator.open_search()
            await ready(pilot)
            await type_text(pilot, query)
        await ready(pilot)
        await ready(pilot)
        await pilot.press("escape")
        await ready(pilot)
        await answer(pilot, app, item.answer)
    event = answers(home)[-1]
    assert (event["verdict"], event["bar"]) == ("right", bar)


async def test_home_names_what_is_missing_and_one_key_asks_it(make_app: MakeApp, home: Path, course: Course) -> None:
    record_days(home, course, [STEP], [START])
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        await ready(pilot)
        assert "For the checklist" in text_on(app)
        assert "the rule from memory" in text_on(app)
        await pilot.press("m")
        await ready(pilot)
        assert isinstance(app.screen, StudySessionScreen)
        asked = app.screen.underway.asked
        assert asked is not None
        assert asked.part.startswith("gradient-descent.")
