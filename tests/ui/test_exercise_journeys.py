"""Exercises through the app: questions, the editor, the check, what is kept, what comes back."""

from __future__ import annotations

import asyncio
import threading
import time
from functools import partial
from pathlib import Path
from typing import cast

import pytest

from lessons.reading.exercise import Task
from lessons.sandbox import Run
from progress import resume
from progress.events import Stepped
from progress.journal.codec import decode
from tests.conftest import MakeApp
from tests.support.content import COURSE
from tests.support.exercises import EXERCISES
from tests.support.journeys import (
    NARROW,
    PATIENCE,
    WIDE,
    checked,
    give,
    lesson,
    screen,
    text_on,
    type_text,
    wait_until,
    write,
)
from tests.support.programs.dot_product import PROGRAMS
from tutor.app.screens.exercise import ExerciseScreen
from tutor.app.screens.home import HomeScreen
from tutor.app.screens.lesson import LessonScreen
from tutor.app.widgets.exercise_panels import KnobView
from tutor.app.workers import start_run
from tutor.learning.exercise_files import ExerciseFiles, Stamp
from tutor.learning.hand_results import step_key
from tutor.rendering.page_document import ExerciseLink


def says(view: KnobView, wanted: str) -> bool:
    return wanted in view.text


WALKS = [*((item_id, WIDE) for item_id in EXERCISES), ("softmax", NARROW), ("gradient_descent", NARROW)]


@pytest.mark.slow
@pytest.mark.parametrize(("item_id", "size"), WALKS)
async def test_an_exercise_from_beginning_to_end(item_id: str, size: tuple[int, int], make_app: MakeApp) -> None:
    """Enter leads from question to question, to the code, and to what is asked after it."""
    app = make_app(("exercise", item_id))
    task = COURSE.exercise(item_id)
    async with app.run_test(size=size) as pilot:
        await wait_until(pilot, lambda: isinstance(app.screen, ExerciseScreen))
        for _ in task.entry.hand:
            await pilot.press("enter")
            await pilot.pause()
            view = next(view for view in screen(app).questions if view.has_focus_within)
            await give(pilot, view, view.item.answer)
            assert view.settled
        await pilot.press("enter")
        await pilot.pause()
        editor = screen(app).panel.editor
        assert editor.has_focus
        await checked(pilot, app)
        await wait_until(pilot, lambda: "This is still the starter" in text_on(app))
        await write(pilot, editor, task.solution)
        await checked(pilot, app)
        assert "passed." in text_on(app)
        comparison = screen(app).panel.compared.comparison
        assert comparison is not None
        assert comparison.agrees
        assert all(picture.figure is not None for picture in screen(app).panel.pictures)
        await pilot.press("escape")
        for _ in task.entry.after:
            await pilot.press("enter")
            await pilot.pause()
            view = next(view for view in screen(app).questions if view.has_focus_within)
            await give(pilot, view, view.item.answer)
            assert view.settled
        await pilot.press("q")
        assert isinstance(app.screen, HomeScreen)
        assert app.session.exercise_standing(item_id) == "done"
        assert (app.session.home / "exercises" / f"{item_id}.py").read_text("utf-8") == task.solution


async def test_a_program_typed_key_by_key(make_app: MakeApp) -> None:
    """Lines indent by themselves, Backspace steps out, Tab indents and does not leave."""
    app = make_app(("exercise", "dot_product"))
    async with app.run_test(size=NARROW) as pilot:
        await wait_until(pilot, lambda: isinstance(app.screen, ExerciseScreen))
        editor = screen(app).panel.editor
        editor.focus()
        editor.load_text("")
        for line in ("def dot(a, b):", "total = 0", "for x, y in zip(a, b):", "total += x * y"):
            await type_text(pilot, line)
            await pilot.press("enter")
        await pilot.press("backspace")
        await type_text(pilot, "return total")
        assert (
            editor.text
            == "def dot(a, b):\n    total = 0\n    for x, y in zip(a, b):\n        total += x * y\n    return total"
        )
        await checked(pilot, app)
        found = screen(app).panel.findings.judgement
        assert found is not None
        assert found.passed
        await pilot.press("tab")
        assert editor.has_focus
        await pilot.press("escape", "tab")
        assert not editor.has_focus


@pytest.mark.slow
async def test_what_is_half_written_is_kept_with_its_cursor(make_app: MakeApp) -> None:
    app = make_app(("exercise", "entropy"))
    async with app.run_test(size=NARROW) as pilot:
        await wait_until(pilot, lambda: isinstance(app.screen, ExerciseScreen))
        editor = screen(app).panel.editor
        editor.focus()
        await pilot.pause()
        await type_text(pilot, "abc")
        text, cursor = editor.text, editor.cursor
        await wait_until(pilot, lambda: "exercise.entropy" in resume.load(app.session.home).drafts)
    again = make_app()
    async with again.run_test(size=NARROW) as pilot:
        await wait_until(pilot, lambda: isinstance(again.screen, ExerciseScreen))
        editor = screen(again).panel.editor
        await wait_until(pilot, lambda: editor.cursor == cursor)
        assert editor.text == text
        assert editor.has_focus
        assert not (again.session.home / "exercises" / "entropy.py").exists()


@pytest.mark.slow
async def test_what_another_terminal_saves_is_shown_and_checked(make_app: MakeApp) -> None:
    app = make_app(("exercise", "dot_product"))
    path = app.session.home / "exercises" / "dot_product.py"
    async with app.run_test(size=WIDE) as pilot:
        await wait_until(pilot, lambda: isinstance(app.screen, ExerciseScreen))
        path.parent.mkdir(exist_ok=True)
        path.write_text(PROGRAMS.right["the operator"], "utf-8")
        await wait_until(pilot, lambda: app.session.exercise_standing("dot_product") == "done")
        assert "a @ b" in screen(app).panel.editor.text


@pytest.mark.slow
async def test_a_file_changed_elsewhere_does_not_swallow_what_stands_here(make_app: MakeApp) -> None:
    app = make_app(("exercise", "dot_product"))
    folder = app.session.home / "exercises"
    async with app.run_test(size=WIDE) as pilot:
        await wait_until(pilot, lambda: isinstance(app.screen, ExerciseScreen))
        editor = screen(app).panel.editor
        editor.focus()
        await pilot.pause()
        await type_text(pilot, "mine")
        folder.mkdir(exist_ok=True)
        (folder / "dot_product.py").write_text(PROGRAMS.wrong["adds"][0], "utf-8")
        await wait_until(pilot, lambda: (folder / "dot_product.py.1").exists() and "(a + b)" in editor.text)
        assert "mine" in (folder / "dot_product.py.1").read_text("utf-8")


@pytest.mark.slow
async def test_to_start_anew_while_the_file_is_still_read(make_app: MakeApp, monkeypatch: pytest.MonkeyPatch) -> None:
    """The disk may be slow: the starter in the editor is not written over the file that is about to be shown."""
    app = make_app()
    path = app.session.home / "exercises" / "dot_product.py"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(PROGRAMS.right["the operator"], "utf-8")
    look, asked, free = ExerciseFiles.look, threading.Event(), threading.Event()

    def slow(bench: ExerciseFiles, task: Task) -> tuple[Stamp | None, str | None]:
        asked.set()
        free.wait(PATIENCE)
        return look(bench, task)

    monkeypatch.setattr(ExerciseFiles, "look", slow)
    async with app.run_test(size=WIDE) as pilot:
        app.navigator.open_exercise("dot_product")
        assert await asyncio.to_thread(asked.wait, PATIENCE)
        restart = asyncio.create_task(screen(app).action_start_over())
        for _ in range(20):
            await asyncio.sleep(0.01)
        assert path.read_text("utf-8") == PROGRAMS.right["the operator"]
        free.set()
        await restart
        await pilot.pause()
    assert path.with_name("dot_product.py.1").read_text("utf-8").strip() == PROGRAMS.right["the operator"].strip()


@pytest.mark.slow
async def test_what_is_typed_while_that_is_kept_is_kept_too(make_app: MakeApp, monkeypatch: pytest.MonkeyPatch) -> None:
    app = make_app(("exercise", "dot_product"))
    folder = app.session.home / "exercises"
    keep = ExerciseFiles.keep

    def slow(bench: ExerciseFiles, task: Task, text: str) -> Path:
        if "more" not in text:
            app.call_from_thread(screen(app).panel.editor.insert, "more")
        return keep(bench, task, text)

    monkeypatch.setattr(ExerciseFiles, "keep", slow)
    async with app.run_test(size=WIDE) as pilot:
        await wait_until(pilot, lambda: isinstance(app.screen, ExerciseScreen))
        editor = screen(app).panel.editor
        editor.focus()
        await pilot.pause()
        await type_text(pilot, "mine")
        folder.mkdir(exist_ok=True)
        (folder / "dot_product.py").write_text(PROGRAMS.wrong["adds"][0], "utf-8")
        await wait_until(pilot, lambda: "(a + b)" in editor.text)
        assert "minemore" in (folder / "dot_product.py.2").read_text("utf-8")


@pytest.mark.slow
async def test_a_file_that_is_no_text_is_never_written_over(make_app: MakeApp) -> None:
    app = make_app(("exercise", "dot_product"))
    folder = app.session.home / "exercises"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "dot_product.py").write_bytes(b"\xff\xfe mine")
    async with app.run_test(size=WIDE) as pilot:
        await wait_until(pilot, lambda: isinstance(app.screen, ExerciseScreen))
        await write(pilot, screen(app).panel.editor, PROGRAMS.right["the operator"])
        await checked(pilot, app)
        assert (folder / "dot_product.py.1").read_bytes() == b"\xff\xfe mine"
        assert app.session.exercise_standing("dot_product") == "done"


@pytest.mark.slow
async def test_each_worksheet_cell_is_recorded_once(make_app: MakeApp) -> None:
    app = make_app(("exercise", "softmax"))
    async with app.run_test(size=WIDE) as pilot:
        await wait_until(pilot, lambda: isinstance(app.screen, ExerciseScreen))
        await pilot.press("enter", "ctrl+o", "9", "enter")
        await pilot.pause()
        recorded = [
            event for event in (decode(line) for line in app.session.record.lines()) if isinstance(event, Stepped)
        ]
        assert [(event.step, event.typed) for event in recorded] == [(0, "9")]
        assert app.session.place.drafts[step_key(recorded[0].item, 0)].text == "9"  # what the comparison reads


@pytest.mark.slow
async def test_an_endless_program_is_stopped_by_escape(make_app: MakeApp) -> None:
    app = make_app(("exercise", "dot_product"))
    async with app.run_test(size=WIDE) as pilot:
        await wait_until(pilot, lambda: isinstance(app.screen, ExerciseScreen))
        await write(pilot, screen(app).panel.editor, "def dot(a, b):\n    while True:\n        pass\n")
        await pilot.press("ctrl+s")
        await wait_until(pilot, lambda: screen(app).check.run is not None)
        assert "running" in text_on(app)
        await pilot.press("escape")
        await wait_until(pilot, lambda: screen(app).check.run is None and not screen(app).panel.findings.running)
        assert "Stopped after" in text_on(app)
        assert "dot_product" not in app.session.state.exercises  # nothing was judged
        assert screen(app).panel.editor.has_focus


@pytest.mark.slow
async def test_a_check_that_is_asked_for_takes_the_place_of_the_screens_own(make_app: MakeApp) -> None:
    """Coming back, the screen checks by itself; the key is not lost meanwhile, and what it asks for is on record."""
    app = make_app(("exercise", "dot_product"))
    async with app.run_test(size=WIDE) as pilot:
        await wait_until(pilot, lambda: isinstance(app.screen, ExerciseScreen))
        await write(pilot, screen(app).panel.editor, "def dot(a, b):\n    while True:\n        pass\n")
        await screen(app).file.save()
        screen(app).check.start(record=False)
        await wait_until(pilot, lambda: screen(app).check.run is not None)
        endless = screen(app).check.run
        await write(pilot, screen(app).panel.editor, PROGRAMS.right["the operator"])
        await checked(pilot, app)
        assert screen(app).check.run is None
        assert endless is not None
        stopped = await asyncio.to_thread(endless.wait, PATIENCE)
        assert stopped is not None
        assert stopped.end == "stopped"
        assert app.session.exercise_standing("dot_product") == "done"


async def test_a_run_that_begins_when_nobody_waits_any_more_is_ended() -> None:
    may_begin, ended = threading.Event(), threading.Event()

    class Begun:
        def stop(self) -> None:
            ended.set()

    def start() -> Run:
        may_begin.wait()
        return cast(Run, Begun())

    waiting = asyncio.ensure_future(start_run(start))
    await asyncio.sleep(0)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    may_begin.set()
    assert await asyncio.to_thread(ended.wait, PATIENCE)


@pytest.mark.slow
async def test_hints_in_order_then_a_solution_and_the_starter_again(make_app: MakeApp) -> None:
    app = make_app(("exercise", "dot_product"))
    task = COURSE.exercise("dot_product")
    folder = app.session.home / "exercises"
    async with app.run_test(size=WIDE) as pilot:
        await wait_until(pilot, lambda: isinstance(app.screen, ExerciseScreen))
        panel = screen(app).panel
        for count in range(1, len(task.entry.hints) + 1):
            await pilot.press("ctrl+t")
            assert panel.hints.count == count
        await pilot.press("ctrl+t", "ctrl+r")
        await pilot.pause()
        assert (panel.hints.count, panel.hints.solution) == (len(task.entry.hints), True)
        await write(pilot, panel.editor, PROGRAMS.right["einsum"])
        await checked(pilot, app)
        record = app.session.state.exercises["dot_product"]
        assert record.passed_t is not None
        assert record.unaided_t is None
        await pilot.press("ctrl+n")
        await wait_until(pilot, lambda: panel.editor.text == task.starter)
        assert (folder / "dot_product.py.1").read_text("utf-8") == PROGRAMS.right["einsum"]
        assert (folder / "dot_product.py").read_text("utf-8") == task.starter
        await pilot.press("ctrl+z")


@pytest.mark.slow
async def test_hand_and_program_part_at_a_term(make_app: MakeApp) -> None:
    """The worksheet's products are held against those of the program, one pair at a time."""
    app = make_app(("exercise", "dot_product"))
    async with app.run_test(size=WIDE) as pilot:
        await wait_until(pilot, lambda: isinstance(app.screen, ExerciseScreen))
        await pilot.press("enter", "ctrl+o")
        await pilot.pause()
        for cell in ("4", "10", "18", "32"):
            await type_text(pilot, cell)
            await pilot.press("enter")
            await pilot.pause()
        wrong = "def dot(a, b):\n    return sum(x * y if x != 2 else x + y for x, y in zip(a, b))\n"
        await write(pilot, screen(app).panel.editor, wrong)
        await checked(pilot, app)
        comparison = screen(app).panel.compared.comparison
        assert comparison is not None
        assert comparison.summary == r"They first differ at $2 \cdot 5$: 10 by hand, 7 from your program."


@pytest.mark.slow
async def test_a_step_size_of_ones_own(make_app: MakeApp) -> None:
    app = make_app(("exercise", "gradient_descent"))
    task = COURSE.exercise("gradient_descent")
    async with app.run_test(size=WIDE) as pilot:
        await wait_until(pilot, lambda: isinstance(app.screen, ExerciseScreen))
        panel = screen(app).panel
        await write(pilot, panel.editor, task.solution)
        await checked(pilot, app)
        assert panel.knob_input is not None
        for typed, said in (
            ("1.05", "it diverges"),
            ("1", "no nearer"),
            ("0.4", "away from 3"),
            ("seven", "Type a number"),
        ):
            panel.knob_input.focus()
            panel.knob_input.value = ""
            await pilot.pause()
            await type_text(pilot, typed)
            await pilot.press("enter")
            await wait_until(pilot, partial(says, panel.knob_text, said))


@pytest.mark.slow
async def test_the_classifier_runs_on_ones_own_functions_once_they_pass(make_app: MakeApp) -> None:
    app = make_app(("exercise", "classifier"))
    async with app.run_test(size=WIDE) as pilot:
        await wait_until(pilot, lambda: isinstance(app.screen, ExerciseScreen))
        await write(pilot, screen(app).panel.editor, COURSE.exercise("classifier").solution)
        await checked(pilot, app)
        assert "`matrix_product` and `softmax` are lent to you" in screen(app).panel.findings.note
        await pilot.press("escape", "escape")
        app.navigator.open_exercise("softmax")
        await wait_until(pilot, lambda: isinstance(app.screen, ExerciseScreen))
        await write(pilot, screen(app).panel.editor, COURSE.exercise("softmax").solution)
        await checked(pilot, app)
        await pilot.press("escape", "escape")
        app.navigator.open_exercise("classifier")
        await wait_until(pilot, lambda: isinstance(app.screen, ExerciseScreen))
        await checked(pilot, app)
        assert "It runs on your own `softmax`." in screen(app).panel.findings.note
        assert "`matrix_product` is lent to you" in screen(app).panel.findings.note


@pytest.mark.slow
async def test_a_page_leads_to_its_exercise_and_back(make_app: MakeApp) -> None:
    app = make_app(("page", "linear_algebra.dot"))
    async with app.run_test(size=NARROW) as pilot:
        await wait_until(pilot, lambda: isinstance(app.screen, LessonScreen))
        scroll = lesson(app).scroll
        scroll.begin(scroll.document.of(ExerciseLink)[0])
        await pilot.press("enter")
        await wait_until(pilot, lambda: isinstance(app.screen, ExerciseScreen))
        await pilot.press("escape")
        assert isinstance(app.screen, LessonScreen)


@pytest.mark.slow
async def test_the_app_stays_awake_while_a_program_runs(make_app: MakeApp) -> None:
    """Keys are answered while an endless program is under way."""
    app = make_app(("exercise", "dot_product"))
    async with app.run_test(size=WIDE) as pilot:
        await wait_until(pilot, lambda: isinstance(app.screen, ExerciseScreen))
        await write(pilot, screen(app).panel.editor, "def dot(a, b):\n    while True: pass\n")
        await pilot.press("ctrl+s")
        await wait_until(pilot, lambda: screen(app).check.run is not None)
        begun = time.monotonic()
        await asyncio.wait_for(type_text(pilot, "# awake"), 5)
        assert time.monotonic() - begun < 5
        assert "# awake" in screen(app).panel.editor.text
        await pilot.press("escape")
        await wait_until(pilot, lambda: screen(app).check.run is None)
