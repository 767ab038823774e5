"""What a hurried or clumsy learner does: bursts of keys, stray keys, coming back, pasting."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual import events

from lessons.course import Course
from lessons.source import Source
from tests.conftest import MakeApp
from tests.support.journeys import focused_item, give, lesson, questions_on, state_of, text_on
from tests.support.paths import COURSES
from tests.support.pty import Terminal, until_saved
from tutor.app.screens.demo import DemoScreen
from tutor.app.screens.home import HomeScreen
from tutor.app.widgets.choice_input import ChoiceInput
from tutor.app.widgets.matrix_input import MatrixInput
from tutor.rendering.typeset import text_of

SIZE = (80, 24)
KINDS = Course(Source.folder(COURSES / "kinds"))


@pytest.mark.slow
@pytest.mark.parametrize("burst", ["\x1b[C" * 4, "\x1b[C\x1b[D" * 5, " " * 30, "\r" * 6, "\x1b[Cq\r\x1b[C"])
def test_keys_that_come_in_a_burst(home: Path, burst: str) -> None:
    """As over a slow line: several page turns before the first is painted."""
    terminal = Terminal(home, "open", "linear_algebra.vectors")
    terminal.wait_for("page 1 of 8")
    terminal.press(burst)
    terminal.pump(1.0)
    terminal.press("\x11")
    assert terminal.end() == 0
    assert not (home / "crash").exists()


async def test_no_option_of_a_choice_is_chosen_before_a_key_chooses_one(make_app: MakeApp) -> None:
    app = make_app(("item", "linear_algebra.dot.sign"))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        view = focused_item(app)
        assert view is not None
        assert "▸ a) It is positive" not in text_on(app)
        await pilot.press("enter")
        await pilot.pause()
        assert "choose one first" in text_on(app)
        assert view.standing == "open"
        await pilot.press("down")
        await pilot.pause()
        assert "▸ a) It is positive" in text_on(app)
        await pilot.press("escape")
        await pilot.pause()
        assert "▸ a) It is positive" not in text_on(app)


async def test_the_letter_of_an_option_is_not_offered_for_something_else(make_app: MakeApp) -> None:
    app = make_app(("item", "linear_algebra.dot.sign"))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        assert "d demo" not in text_on(app)
        await pilot.press("d")
        view = focused_item(app)
        assert view is not None
        assert isinstance(view.box, ChoiceInput)
        assert view.box.text == "d"


@pytest.mark.slow
async def test_what_was_answered_stays_answered(make_app: MakeApp) -> None:
    """A question with fixed words, answered and come back to: done, with its explanation, and nothing left to do."""
    app = make_app(("item", "linear_algebra.dot.sign"))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        view = focused_item(app)
        assert view is not None
        await give(pilot, view, "c")
    again = make_app(("page", "linear_algebra.dot"))
    async with again.run_test(size=SIZE) as pilot:
        await pilot.pause()
        scroll = lesson(again).scroll
        block = scroll.question("linear_algebra.dot.sign")
        assert state_of(again, block).standing == "right"
        assert block not in scroll.undone
        assert "dot product is negative" in text_of(scroll.document.lines_of(block, 76))


async def test_a_stray_key_gives_nothing_away(make_app: MakeApp) -> None:
    """h and s speak to the question one has begun, and to no other."""
    app = make_app(("page", "linear_algebra.dot"))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        await pilot.press("s", "h")
        await pilot.pause()
        states = [state_of(app, question) for question in questions_on(app)]
        assert all(state.standing == "open" and not state.attempt.hints for state in states)


@pytest.mark.slow
async def test_enter_comes_back_to_what_was_passed_over(make_app: MakeApp) -> None:
    app = make_app(("page", "linear_algebra.dot"))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        await pilot.press("end")
        await pilot.pause()
        lesson(app).scroll.focus()
        for _ in range(3):
            await pilot.press("enter")
            await pilot.pause()
        assert not isinstance(app.screen, HomeScreen)
        assert focused_item(app) is not None


async def test_scrolling_away_takes_the_keys_away(make_app: MakeApp) -> None:
    app = make_app(("item", "linear_algebra.dot.compute"))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        assert focused_item(app) is not None
        await pilot.press("pagedown", "pagedown")
        await pilot.pause()
        assert focused_item(app) is None


@pytest.mark.parametrize("text", ["[1,2;3,4]", "[[1, 2], [3, 4]]", "np.array([[1, 2], [3, 4]])", "1 2\n3 4"])
async def test_a_matrix_is_pasted_whole(make_app: MakeApp, text: str) -> None:
    app = make_app(("item", "basics.sums.matrix"), course=KINDS)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        view = focused_item(app)
        assert view is not None
        assert isinstance(view.box, MatrixInput)
        view.box.post_message(events.Paste(text))
        await pilot.pause()
        assert view.box.cells == [["1", "2"], ["3", "4"]]


async def test_a_matrix_is_typed_with_its_brackets(make_app: MakeApp) -> None:
    app = make_app(("item", "basics.sums.matrix"), course=KINDS)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        view = focused_item(app)
        assert view is not None
        assert isinstance(view.box, MatrixInput)
        await pilot.press("left_square_bracket", "2", "comma", "0", "semicolon", "0", "comma", "2")
        await pilot.pause()
        assert view.box.cells == [["2", "0"], ["0", "2"]]


async def test_a_half_filled_grid_is_not_complained_of(make_app: MakeApp) -> None:
    app = make_app(("item", "basics.sums.matrix"), course=KINDS)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        await pilot.press("2", "right", "0")
        await pilot.pause()
        assert "comma" not in text_on(app)


async def test_a_value_typed_in_a_burst_loses_nothing(make_app: MakeApp) -> None:
    app = make_app(("demo", "vectors"))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("enter")
        await pilot.pause()
        for key in "1.5,0.5":
            app.post_message(events.Key({".": "full_stop", ",": "comma"}.get(key, key), key))
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        screen = app.screen
        assert isinstance(screen, DemoScreen)
        assert screen.play.state[screen.play.name] == (1.5, 0.5)


async def test_unfinished_text_is_not_scolded(make_app: MakeApp) -> None:
    app = make_app(("item", "linear_algebra.dot.exercise"))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        await pilot.press("4", "plus")
        await pilot.pause()
        view = focused_item(app)
        assert view is not None
        said = [line for line in view.aftermath(70, False) if line]
        assert ["".join(cell.text for cell in line) for line in said] == ["..."]


@pytest.mark.slow  # starts the program each time
@pytest.mark.parametrize(
    ("item", "keys", "draft"),
    [
        ("linear_algebra.dot.exercise", "12\x7f3", "13"),
        ("linear_algebra.dot.exercise", "12\x1b[D3", "132"),
        ("linear_algebra.dot.exercise", "99\x154 + 1", "4 + 1"),
        ("linear_algebra.products.matmul", "1\x1b[C2\x1b[B3\x1b[D4\x7f5", "[1, 2; 5, 3]"),
        ("linear_algebra.dot.sign", "a\x1b[B\x1b[B", "c"),
    ],
)
def test_a_burst_of_keys_keeps_its_order(home: Path, item: str, keys: str, draft: str) -> None:
    """As a slow line delivers them: letters and editing keys in one packet."""
    terminal = Terminal(home, "open", item)
    terminal.wait_for(" hint ")
    terminal.press(keys)
    until_saved(home, f'"text":"{draft}"', terminal)
    terminal.kill()
