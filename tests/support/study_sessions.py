"""Walking through a sitting in the app by keyboard, and records to sit down with."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from textual.pilot import Pilot

from lessons.course import Course
from lessons.model.page import Item
from progress.events import Answer, Placed
from progress.record import Record
from tests.conftest import Clock
from tests.support.journeys import give, giveable, wrong_answer
from tutor.app.app import TutorApp
from tutor.app.screens.study_session import StudySessionScreen
from tutor.app.widgets.free_text import FreeText
from tutor.app.widgets.question import QuestionView


def record_days(
    home: Path, course: Course, items: list[str], days: list[datetime], right: bool = True, off_page: bool = False
) -> None:
    """Each question answered once on each day, with other numbers each time."""
    for number, day in enumerate(days):
        record = Record.open(home, device="past", now=Clock(day))
        for item_id in items:
            item = course.item(item_id, number + 1 if course.is_computed(item_id) else 0)
            rule = None if right or not item.wrong_rules else item.wrong_rules[0]
            record.append(
                Answer(
                    item=item_id,
                    seed=item.seed,
                    typed=rule.answer if rule else item.answer,
                    verdict="wrong" if rule else "right",
                    wrong_rule=rule.id if rule else None,
                    format=item.kind,
                    where="review" if off_page else "lesson",
                    off_page=off_page,
                )
            )
        record.close()


def placed_home() -> Path:
    """A home with an answer and a placement on record."""
    home = Path(tempfile.mkdtemp()) / "home"
    record = Record.open(home, device="past", now=Clock())
    record.append(Answer(item="linear_algebra.dot.compute", seed=1, typed="1", verdict="wrong", wrong_rule=None))
    record.append(Placed(skills=("vector-arithmetic", "norm", "dot-product", "dot-sign")))
    record.close()
    return home


async def ready(pilot: Pilot[None]) -> None:
    """Until what is found out in threads is there and drawn."""
    await pilot.pause()
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


def sitting(app: TutorApp) -> StudySessionScreen:
    """The sitting on top."""
    assert isinstance(app.screen, StudySessionScreen), app.screen
    return app.screen


def question(app: TutorApp) -> QuestionView:
    """The question that is open."""
    view = sitting(app).desk.view
    assert view is not None
    return view


async def answer(pilot: Pilot[None], app: TutorApp, text: str) -> None:
    """An answer into the box of the open question."""
    view = question(app)
    view.begin()
    await pilot.pause()
    await give(pilot, view, text)
    await ready(pilot)
    if isinstance(app.focused, FreeText):
        await pilot.press("escape")
        await pilot.pause()


async def sit(
    pilot: Pilot[None], app: TutorApp, choose: Callable[[Item], str | None], most: int = 60
) -> list[QuestionView]:
    """Answer what comes with what `choose` says, None to give up, until the sitting ends. The questions met."""
    met: list[QuestionView] = []
    await ready(pilot)
    while isinstance(app.screen, StudySessionScreen):
        view = question(app)
        assert len(met) < most, "the sitting does not end"
        met.append(view)
        text = choose(view.item)
        if text is None:
            await pilot.press("ctrl+r")
            await ready(pilot)
        else:
            await answer(pilot, app, text)
        if not view.over:
            await pilot.press("ctrl+r")
            await ready(pilot)
        assert view.over
        await pilot.press("enter")
        await ready(pilot)
    return met


def rightly(item: Item) -> str:
    return item.answer


def wrongly(item: Item) -> str:
    """A wrong answer that the question has a rule for, else any."""
    rules = giveable(item)
    return rules[0].answer if rules else wrong_answer(item)
