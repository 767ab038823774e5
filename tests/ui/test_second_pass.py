"""Pages for papers in the app: a group under their rung, offered after its checkpoint, never in the way of the core."""

from __future__ import annotations

from pathlib import Path

import pytest

from lessons.course import Course
from lessons.source import Source
from tests.conftest import MakeApp
from tests.support.journeys import lesson, text_on
from tests.support.second_pass import CORE, DOUBLE, HALF, second_pass_course
from tests.support.study_sessions import ready
from tutor.app.command_palette import commands
from tutor.app.screens.home import HomeScreen
from tutor.app.screens.search import entries, matches
from tutor.app.screens.session_results import SessionResultsScreen
from tutor.app.widgets.menu import Menu
from tutor.learning.scheduling.study_session import StudySession

SIZE = (80, 40)


@pytest.fixture
def course(tmp_path: Path) -> Course:
    return Course(Source.folder(second_pass_course(tmp_path / "course")))


async def test_home_shows_the_group_under_its_rung(make_app: MakeApp, course: Course) -> None:
    app = make_app(course=course)
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        assert isinstance(app.screen, HomeScreen)
        app.screen.open_rung = "basics"
        app.screen.record_changed()
        await ready(pilot)
        keys = [row.key for row in app.screen.query_one(Menu).rows if row.key]
        assert keys[keys.index("checkpoint:basics") :][1:3] == [f"page:{DOUBLE}", f"page:{HALF}"]
        assert "For papers  after the checkpoint, or any time" in text_on(app)


async def test_a_page_for_papers_counts_within_its_group(make_app: MakeApp, course: Course) -> None:
    app = make_app(("page", DOUBLE), course=course)
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        assert "page 1 of 2 for papers" in text_on(app)
        lesson(app).action_turn(1)
        await ready(pilot)
        assert lesson(app).page.id == HALF
        lesson(app).on_page_view_past_end()
        await ready(pilot)
        assert isinstance(app.screen, HomeScreen)


async def test_next_on_the_last_core_page_stays_in_the_core(make_app: MakeApp, course: Course) -> None:
    app = make_app(("page", CORE), course=course)
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        lesson(app).action_turn(1)
        await ready(pilot)
        assert isinstance(app.screen, HomeScreen)


async def test_the_checkpoint_offers_the_first_page_for_papers(make_app: MakeApp, course: Course) -> None:
    app = make_app(course=course)
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        await app.push_screen(SessionResultsScreen(app.session, StudySession("checkpoint", "basics")))
        await ready(pilot)
        assert "For papers: Doubling" in text_on(app)


async def test_search_and_palette_name_the_group(make_app: MakeApp, course: Course) -> None:
    app = make_app(course=course)
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        index = entries(app.session)
        titles = [entry.title for entry in index if entry.kind == "page"]
        assert titles == ["Sums", "Doubling, for papers", "Halving, for papers"]
        assert [hit.id for hit in matches(index, "papers") if hit.kind == "page"] == [DOUBLE, HALF]
        names = [
            command.title
            for command in commands(
                app.navigator,
                app.session,
                here=(),
                switch_theme=lambda: None,
                show_help=lambda: None,
                leave=lambda: None,
            )
        ]
        assert [name for name in names if name.startswith(("Page", "For papers"))] == [
            "Page: Sums",
            "For papers: Doubling",
            "For papers: Halving",
        ]
