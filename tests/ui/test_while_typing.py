"""What happens by itself while something is typed takes neither the keys nor the place."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from textual import events
from textual.containers import VerticalScroll

import lessons.hunting.outcomes as outcomes
from lessons.course import Course
from lessons.model.page import CodeCell
from lessons.source import Source
from progress.events import Finished, Known
from progress.record import Record
from tests.conftest import Clock, MakeApp
from tests.support.cursors import cursor_is_seen
from tests.support.journeys import PATIENCE, focused_item, lesson, questions_on, wait_until, work_at
from tests.support.paths import COURSES
from tests.support.study_sessions import ready
from tutor.app.app import TutorApp
from tutor.app.screens.code_cell import CodeCellScreen
from tutor.app.screens.exercise import ExerciseScreen
from tutor.app.screens.hunt import HuntScreen
from tutor.app.screens.paper import PaperScreen
from tutor.app.widgets.explain_input import ExplainInput
from tutor.app.widgets.hunt_panels import ProgramView
from tutor.app.widgets.menu import Menu

pytestmark = pytest.mark.slow  # a start of the app for each

KINDS = Course(Source.folder(COURSES / "kinds"))
SIZE = (80, 24)


class SlowDisk:
    """Stands for the disk of an app: keeps no event before `free` is set."""

    def __init__(self, app: TutorApp) -> None:
        self._keep = app.keep
        self.asked, self.free = False, asyncio.Event()

    async def keep(self, event: Known) -> None:
        self.asked = True
        await self.free.wait()
        await self._keep(event)


async def come_true(true: Callable[[], bool]) -> None:
    """Until it holds while the screen waits for the disk: the pilot would wait for the screen."""
    async with asyncio.timeout(PATIENCE):
        while not true():
            await asyncio.sleep(0)


@pytest.mark.parametrize("over", ["help", "record"])
async def test_another_size_while_another_screen_is_open(over: str, make_app: MakeApp) -> None:
    app = make_app(("page", "linear_algebra.maps"))
    async with app.run_test(size=(160, 45)) as pilot:
        await ready(pilot)
        view = await work_at(pilot, questions_on(app)[-1])
        await pilot.press("1", "2", "ctrl+t")
        await ready(pilot)
        (app.action_help if over == "help" else app.action_statistics)()
        await ready(pilot)
        await pilot.resize_terminal(60, 20)
        await ready(pilot)
        await pilot.press("escape")
        await ready(pilot)
        await pilot.press("left", "9")
        await ready(pilot)
        assert (lesson(app).page.id, view.draft) == ("linear_algebra.maps", "192")


async def test_a_letter_while_a_line_of_a_paper_runs(make_app: MakeApp) -> None:
    """It is typed: one letter shows no answer."""
    app = make_app(("paper", "paper.he_init"))
    async with app.run_test(size=SIZE) as pilot:
        await wait_until(pilot, lambda: isinstance(app.screen, PaperScreen) and app.screen.state is not None)
        screen = app.screen
        assert isinstance(screen, PaperScreen)
        while screen.state is not None and screen.state.blank.field != "line":
            await pilot.press("down")
            await ready(pilot)
        screen.box.value = "w = 1"
        await pilot.press("enter", "s")
        await wait_until(pilot, lambda: screen.state is not None and bool(screen.state.moves))
        assert screen.state is not None
        assert "Shown" not in [type(move).__name__ for move in screen.state.moves]


async def test_own_words_typed_outside_their_box(make_app: MakeApp) -> None:
    app = make_app(("item", "basics.sums.why"), course=KINDS)
    async with app.run_test(size=(80, 40)) as pilot:
        await wait_until(pilot, lambda: focused_item(app) is not None)
        view = focused_item(app)
        assert view is not None
        assert isinstance(view.box, ExplainInput)
        await pilot.press("escape")
        await ready(pilot)
        for key in "zebra":
            await pilot.press(key)
            await ready(pilot)
        assert view.box.area.text == "zebra"


async def test_the_program_of_a_hunt_at_another_size(make_app: MakeApp) -> None:
    app = make_app(("hunt", "hunt.1"))
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        app.screen.query_one(ProgramView).focus()
        await ready(pilot)
        await pilot.press("end")
        await ready(pilot)
        left = app.screen.query_one("#left", VerticalScroll)
        before = left.scroll_y
        await pilot.resize_terminal(80, 25)
        await ready(pilot)
        assert abs(left.scroll_y - before) <= 1
        assert cursor_is_seen(app)


@pytest.mark.parametrize("rows", [20, 24])
async def test_the_caret_of_the_editor_at_another_size(rows: int, make_app: MakeApp) -> None:
    app = make_app(("exercise", "softmax"))
    async with app.run_test(size=(160, 45)) as pilot:
        await wait_until(pilot, lambda: isinstance(app.screen, ExerciseScreen))
        screen = app.screen
        assert isinstance(screen, ExerciseScreen)
        editor = screen.panel.editor
        editor.focus()
        editor.load_text("\n".join(f"x{number} = {number}" for number in range(60)))
        await ready(pilot)
        editor.move_cursor((59, 0))
        await ready(pilot)
        await pilot.resize_terminal(80, rows)
        await ready(pilot)
        assert editor.scroll_y + editor.size.height >= 60
        assert cursor_is_seen(app)


@pytest.mark.parametrize("start", ["letters", "debug"])
async def test_a_list_that_is_read_by_screenfuls_at_another_size(start: str, make_app: MakeApp) -> None:
    app = make_app((start, ""))
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        scroll = app.screen.query(VerticalScroll).first()
        for _ in range(3):
            await pilot.press("space")
            await ready(pilot)
        before = scroll.scroll_y
        await pilot.resize_terminal(80, 25)
        await ready(pilot)
        assert abs(scroll.scroll_y - before) <= 1


async def test_a_file_saved_by_another_program_while_answering_by_hand(make_app: MakeApp) -> None:
    app = make_app(("exercise", "softmax"))
    async with app.run_test(size=SIZE) as pilot:
        await wait_until(pilot, lambda: isinstance(app.screen, ExerciseScreen))
        screen = app.screen
        assert isinstance(screen, ExerciseScreen)
        await ready(pilot)
        await pilot.press("enter", "1")
        await ready(pilot)
        path = app.session.home / "exercises" / "softmax.py"
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"{screen.panel.editor.text}\n# x\n", "utf-8")
        await wait_until(pilot, lambda: screen.panel.findings.judgement is not None)
        await ready(pilot)
        assert cursor_is_seen(app)


async def test_the_output_of_a_cell_while_typing(make_app: MakeApp) -> None:
    app = make_app(("page", "linear_algebra.maps"))
    async with app.run_test(size=(80, 20)) as pilot:
        await ready(pilot)
        pages = (app.session.course.page(entry.id) for entry in app.session.course.outline.pages)
        app.navigator.open_cell(next(page for page in pages if any(isinstance(b, CodeCell) for b in page.blocks)), 0)
        await wait_until(pilot, lambda: isinstance(app.screen, CodeCellScreen))
        screen = app.screen
        assert isinstance(screen, CodeCellScreen)
        screen.editor.load_text("import time\ntime.sleep(1)\nfor i in range(100): print(i)\n")
        await ready(pilot)
        await pilot.press("ctrl+s", "a", "b")
        await wait_until(pilot, lambda: screen.printed.ran is not None)
        await ready(pilot)
        assert cursor_is_seen(app)


async def test_home_while_another_session_finishes_a_page(make_app: MakeApp, home: Path) -> None:
    app = make_app(("home", ""))
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        menu = app.screen.query_one(Menu)
        await wait_until(pilot, lambda: len([row for row in menu.rows if row.key]) > 3)
        await pilot.press("end")
        before, rows = menu.key, menu.rows
        record = Record.open(home, device="other", now=Clock())
        record.append(Finished(page=app.session.course.outline.pages[0].id))
        record.close()
        await wait_until(pilot, lambda: menu.rows != rows)
        assert menu.key == before


async def test_the_result_of_a_probe_while_a_line_is_named(make_app: MakeApp, monkeypatch: pytest.MonkeyPatch) -> None:
    read: Callable[..., object] = outcomes.read
    free = threading.Event()
    free.set()  # setting up the hunt reads, too

    def held_back(*given: object) -> object:
        assert free.wait(PATIENCE)
        return read(*given)

    monkeypatch.setattr(outcomes, "read", held_back)
    app = make_app(("hunt", "hunt.1"))
    async with app.run_test(size=SIZE) as pilot:
        await wait_until(pilot, lambda: isinstance(app.screen, HuntScreen) and app.screen.state is not None)
        screen = app.screen
        assert isinstance(screen, HuntScreen)
        await ready(pilot)
        free.clear()
        await pilot.press("enter", "tab", "n", "n")
        await wait_until(pilot, lambda: bool(screen.naming))
        free.set()
        await wait_until(pilot, lambda: screen.state is not None and bool(screen.state.taken))
        await pilot.press("enter")
        await ready(pilot)
        assert screen.state is not None
        assert "Struck" not in [type(move).__name__ for move in screen.state.moves]


async def test_a_verdict_that_comes_when_another_question_was_gone_to(
    make_app: MakeApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = make_app(("page", "linear_algebra.dot"))
    async with app.run_test(size=(80, 120)) as pilot:
        await ready(pilot)
        disk = SlowDisk(app)
        monkeypatch.setattr(app, "keep", disk.keep)
        scroll = lesson(app).scroll
        view = await work_at(pilot, questions_on(app)[0])
        view.box.restore(view.item.answer, None)
        app.post_message(events.Key("enter", "\r"))
        await come_true(lambda: disk.asked)
        other = questions_on(app)[1]
        scroll.touch(scroll.document, other, pressed=True)
        await come_true(lambda: scroll.live_index == other and scroll.has_focus_within_live)
        assert not view.settled
        disk.free.set()
        await wait_until(pilot, lambda: view.settled)
        await ready(pilot)
        assert scroll.live_index == other
        assert scroll.has_focus_within_live


@pytest.mark.parametrize("kind", ["question", "editor"])
async def test_a_verdict_that_comes_when_something_else_in_an_exercise_was_gone_to(
    kind: str, make_app: MakeApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = make_app(("exercise", "softmax"))
    async with app.run_test(size=(160, 45)) as pilot:
        await wait_until(pilot, lambda: isinstance(app.screen, ExerciseScreen))
        screen = app.screen
        assert isinstance(screen, ExerciseScreen)
        await ready(pilot)
        await pilot.press("enter")
        view, after = list(screen.questions)[:2]
        assert focused_item(app) is view
        disk = SlowDisk(app)
        monkeypatch.setattr(app, "keep", disk.keep)
        view.box.restore(view.item.answer, None)
        app.post_message(events.Key("enter", "\r"))
        await come_true(lambda: disk.asked)
        other = screen.panel.editor if kind == "editor" else after.key_target
        other.focus()
        await come_true(lambda: other.has_focus)
        assert not view.settled
        disk.free.set()
        await wait_until(pilot, lambda: view.settled)
        await ready(pilot)
        assert app.focused is other
