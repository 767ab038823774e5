"""Few pictures; each docstring says what a person should see."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

import pytest
from textual.pilot import Pilot

from lessons.course import Course
from tests.conftest import MakeApp
from tests.support.journeys import checked
from tests.support.programs.dot_product import PROGRAMS
from tests.support.study_sessions import ready
from tutor.app.app import TutorApp
from tutor.app.screens.exercise import ExerciseScreen

Compare = Callable[..., bool]
SMALL, WIDE = (80, 24), (120, 40)


async def settle(pilot: Pilot[None]) -> None:
    """Until figures are drawn and the place on the page is found."""
    await ready(pilot)
    for _ in range(4):
        await pilot.pause()


@pytest.mark.parametrize("size", [SMALL, WIDE], ids=str)
def test_first_start(snap_compare: Compare, make_app: MakeApp, size: tuple[int, int]) -> None:
    """Four doors with the cursor on the first, the ladder of four rungs, the checklist; at 120 columns that stands
    on the right. One line above, one below; nothing cut."""
    assert snap_compare(make_app(), terminal_size=size, run_before=settle)


@pytest.mark.parametrize("size", [SMALL, WIDE], ids=str)
def test_a_page(snap_compare: Compare, make_app: MakeApp, size: tuple[int, int]) -> None:
    """The dot product: prose, a drawn sum with its limits, an answer box; at 120 columns the figure of four arrows
    stands in the right margin. The line above the keys says how much is to be done below."""
    assert snap_compare(make_app(("page", "linear_algebra.dot")), terminal_size=size, run_before=settle)


@pytest.mark.slow
def test_a_grid_with_a_wrong_cell(snap_compare: Compare, make_app: MakeApp, course: Course) -> None:
    """A two by two grid between brackets; one cell is marked with a cross and all others are not; the reason below."""

    async def fill(pilot: Pilot[None]) -> None:
        await settle(pilot)
        item = course.item("linear_algebra.products.matmul", 1)
        cells = item.answer.strip("[]").replace(";", ",").split(",")
        for index, cell in enumerate(cells):
            for char in "99" if index == 2 else cell.strip():
                await pilot.press("minus" if char == "-" else char)
            await pilot.press("enter")
        await settle(pilot)

    app = make_app(("item", "linear_algebra.products.matmul"))
    assert snap_compare(app, terminal_size=SMALL, run_before=fill)


def test_a_demo_asks_first(snap_compare: Compare, make_app: MakeApp) -> None:
    """Two arrows on equal axes; the dot product and the shadow are question marks; below, a question with
    three answers and the cursor on one of them."""
    assert snap_compare(make_app(("demo", "vectors")), terminal_size=SMALL, run_before=settle)


def test_the_checklist_in_light_colours(snap_compare: Compare, make_app: MakeApp) -> None:
    """Dark text on a light ground: the five outcomes, the first open, with what is missing in it."""

    async def looked_up(pilot: Pilot[None]) -> None:
        await pilot.app.workers.wait_for_complete()
        await settle(pilot)

    app = make_app(("outcome", "by-hand"), theme="light")
    assert snap_compare(app, terminal_size=SMALL, run_before=looked_up)


def test_a_placement(snap_compare: Compare, make_app: MakeApp) -> None:
    """One question: above it, dim, why it is asked; the header counts to twelve; no hint among the keys."""

    async def asked(pilot: Pilot[None]) -> None:
        await pilot.pause()
        await pilot.app.workers.wait_for_complete()
        await settle(pilot)
        await pilot.press("enter")
        await pilot.app.workers.wait_for_complete()
        await settle(pilot)

    assert snap_compare(make_app(("placement", "")), terminal_size=SMALL, run_before=asked)


async def check_a_wrong_program(pilot: Pilot[None]) -> None:
    """Put a program in that forgets to add, and run the check."""
    screen = pilot.app.screen
    assert isinstance(screen, ExerciseScreen)
    screen.panel.editor.load_text(PROGRAMS.wrong["keeps-the-last"][0])
    await checked(pilot, cast(TutorApp, pilot.app))
    screen.parts.focus()
    await settle(pilot)


@pytest.mark.slow
@pytest.mark.parametrize("size", [SMALL, WIDE], ids=str)
def test_an_exercise(snap_compare: Compare, make_app: MakeApp, size: tuple[int, int]) -> None:
    """A program in the editor with its line numbers, and below it the call that went wrong: what it gave, what was
    expected, and why. At 120 columns the question stands on the left of it."""
    app = make_app(("exercise", "dot_product"))
    assert snap_compare(app, terminal_size=size, run_before=check_a_wrong_program)


def test_plain_characters(snap_compare: Compare, make_app: MakeApp) -> None:
    """The dot product page in ASCII only: SUM with limits, a * b, no box-drawing characters."""
    app = make_app(("page", "linear_algebra.dot"), plain=True)
    assert snap_compare(app, terminal_size=SMALL, run_before=settle)
