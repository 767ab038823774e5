"""The screen of a fault hunt: bought, struck out, named and resumed by keyboard alone."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot

from progress.events import Hunted
from tests.conftest import MakeApp
from tests.support.hunts import case
from tests.support.journeys import text_on
from tests.support.study_sessions import ready
from tutor.app.app import TutorApp
from tutor.app.screens.debugging import DebuggingScreen
from tutor.app.screens.home import HomeScreen
from tutor.app.screens.hunt import HuntScreen
from tutor.app.widgets.hunt_panels import CandidateMenu, ProbeMenu, ProgramView, TextPanel
from tutor.app.widgets.menu import Menu
from tutor.rendering.typeset import text_of

CASES = [
    ((80, 24), False),
    pytest.param((60, 20), True, marks=pytest.mark.slow),  # the same hunt again, which trains the program again
]


def on_top(app: TutorApp) -> HuntScreen:
    assert isinstance(app.screen, HuntScreen), app.screen
    return app.screen


async def buy(pilot: Pilot[None], app: TutorApp, probe: str) -> None:
    """Put the cursor on a probe and press Enter."""
    screen = on_top(app)
    menu = screen.query_one(ProbeMenu)
    if screen.has_class("-reading"):
        await pilot.press("p")
    menu.focus()
    menu.show(menu.rows, probe)
    await pilot.press("enter")
    await ready(pilot)


async def strike(pilot: Pilot[None], app: TutorApp, names: list[str]) -> None:
    menu = on_top(app).query_one(CandidateMenu)
    menu.focus()
    for name in names:
        menu.show(menu.rows, name)
        await pilot.press("x")


@pytest.mark.parametrize(("size", "plain"), CASES, ids=str)
async def test_a_whole_hunt(make_app: MakeApp, size: tuple[int, int], plain: bool) -> None:
    one = case(1)
    puzzle = one.puzzle
    app = make_app(("hunt", "hunt.1"), plain=plain)
    async with app.run_test(size=size) as pilot:
        await ready(pilot)
        screen = on_top(app)
        assert screen.state is not None
        while screen.state.left.bit_count() > 1:
            probe = puzzle.best(screen.state.left)
            await buy(pilot, app, probe)
            assert one.program.probes[probe].title in text_on(app)
            ruled_out = [
                name
                for name in puzzle.candidates
                if puzzle.outcome(probe, name) != puzzle.outcome(probe, one.fault)
                and not screen.state.struck & puzzle.bit(name)
            ]
            await strike(pilot, app, ruled_out)
            await pilot.press("c")
            await ready(pilot)
            assert screen.state.lost == 0
            assert "It ruled out" in text_on(app)
        menu = screen.query_one(CandidateMenu)
        menu.focus()
        menu.show(menu.rows, one.fault)
        await pilot.press("n")
        assert screen.query_one(ProgramView).has_focus
        line = one.program.changed_lines(one.fault)[0]
        screen.query_one(ProgramView).action_move(line - 1)
        await pilot.press("enter")
        await ready(pilot)
        assert screen.state.clean
        assert screen.curves
        text = text_on(app)
        assert "Right" in text
        assert not plain or text.isascii()
        assert app.session.state.hunts["hunt.1"].clean_t
        assert not any(key.startswith("hunt:") for key in app.session.place.drafts)
        await pilot.press("enter")
        await ready(pilot)
        assert on_top(app).hunt == "hunt.2"


@pytest.mark.slow
async def test_what_was_done_is_there_when_it_is_opened_again(make_app: MakeApp) -> None:
    one = case(1)
    probe = next(iter(one.puzzle.partitions))
    app = make_app(("hunt", "hunt.1"))
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        await buy(pilot, app, probe)
        await strike(pilot, app, [one.puzzle.candidates[2]])
        before = on_top(app).state
        await pilot.press("q")
        await ready(pilot)
        assert not isinstance(app.screen, HuntScreen)
        app.navigator.open_hunt("hunt.1")
        await ready(pilot)
        assert on_top(app).state == before
        await pilot.press("c")
        await ready(pilot)
        assert on_top(app).state.waiting is False  # type: ignore[union-attr]


@pytest.mark.slow
async def test_wrong_names_and_the_solution(make_app: MakeApp) -> None:
    one = case(1)
    wrong = next(name for name in one.puzzle.candidates if name != one.fault)
    app = make_app(("hunt", "hunt.1"))
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        screen = on_top(app)
        screen.query_one(CandidateMenu).focus()
        menu = screen.query_one(CandidateMenu)
        menu.show(menu.rows, wrong)
        await pilot.press("n", "escape")
        assert screen.state is not None
        assert screen.naming == ""
        await pilot.press("n", "enter")
        await ready(pilot)
        assert screen.state.lost == 3
        assert not screen.state.over
        await pilot.press("s")
        assert not screen.state.over
        await pilot.press("s")
        await ready(pilot)
        assert screen.state.shown
        assert "Optimal play" in text_of(screen.query_one("#text", TextPanel).typeset(80))
        await pilot.press("a")
        await ready(pilot)
        assert not screen.state.over
        assert screen.state.moves == ()


@pytest.mark.slow
async def test_a_finished_hunt_opens_with_its_verdict(make_app: MakeApp) -> None:
    one = case(3)
    app = make_app(("hunt", "hunt.3"))
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        assert "A sound run takes the loss" in text_on(app)
        assert "8 of 8 not struck" in text_on(app)
        screen = on_top(app)
        menu = screen.query_one(CandidateMenu)
        menu.focus()
        menu.show(menu.rows, one.fault)
        await pilot.press("n")
        assert screen.naming == ""  # nothing was measured yet: asked once
        assert "a guess counts for no skill" in " ".join(text_on(app).split())
        await pilot.press("n")
        assert screen.naming == one.fault
        screen.query_one(ProgramView).cursor = one.program.changed_lines(one.fault)[0]
        await pilot.press("enter")
        await ready(pilot)
        finished = screen.state
        for again in ("", "a"):  # opened again, and once more after a play that was begun and left without a move
            if again:
                await pilot.press(again)
            await pilot.press("q")
            await ready(pilot)
            app.navigator.open_hunt("hunt.3")
            await ready(pilot)
            assert on_top(app).state == finished
            assert on_top(app).curves
            assert "a guess, which counts for no skill" in " ".join(text_on(app).split())


@pytest.mark.slow
@pytest.mark.parametrize("plain", [False, True])
async def test_the_keys_after_a_probe(make_app: MakeApp, plain: bool) -> None:
    app = make_app(("hunt", "hunt.12"), plain=plain)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        screen = on_top(app)
        await pilot.press("enter")
        await ready(pilot)
        keys = text_on(app).splitlines()[-1]
        assert all(f"{key} " in keys for key in ("x strike", "c compare", "n name", "p code", "s end", "q back"))
        await pilot.press("c", "c", "p")
        await ready(pilot)
        assert "p result" in text_on(app).splitlines()[-1]
        left, menu = screen.query_one("#left"), screen.query_one(CandidateMenu)
        menu.focus()
        await ready(pilot)
        await pilot.press("pagedown")
        assert (left.scroll_y, menu.key) == (0, menu.rows[-1].key)
        await pilot.press("pageup")
        assert (left.scroll_y, menu.key) == (0, menu.rows[0].key)
        await pilot.press("s")
        assert "s again ends the hunt" in text_on(app)
        await pilot.press("escape")
        assert "s again ends the hunt" not in text_on(app)
        await pilot.press("s", "down", "s")  # not twice in a row
        assert screen.state is not None
        assert not screen.state.over


@pytest.mark.slow
async def test_from_home_to_the_list_to_a_hunt_and_back(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        assert isinstance(app.screen, HomeScreen)
        rows = app.screen.query_one(Menu).rows
        keys = [row.key for row in rows if row.key]
        assert keys.index("debug:") < next(at for at, key in enumerate(keys) if key.startswith("rung:"))
        await pilot.press("home", *["down"] * keys.index("debug:"), "enter")
        await ready(pilot)
        assert isinstance(app.screen, DebuggingScreen)
        await app.keep(Hunted(hunt="hunt.2", fault="log2", clean=True, cost=4, par=3.0))
        app.screen.record_changed()
        await ready(pilot)
        assert "+1.0 to par" in text_on(app)
        await pilot.press("enter")
        await ready(pilot)
        assert on_top(app).hunt == "hunt.1"
        await pilot.press("escape")
        await ready(pilot)
        assert isinstance(app.screen, DebuggingScreen)
        await pilot.press("q")
        await ready(pilot)
        assert isinstance(app.screen, HomeScreen)
        assert "1 of 48" in text_on(app)


async def test_the_pane_that_takes_the_keys_shows_its_cursor(make_app: MakeApp) -> None:
    app = make_app(("hunt", "hunt.1"))
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        for pane in (CandidateMenu, ProgramView, ProbeMenu):
            await pilot.press("tab")
            await ready(pilot)
            panel = on_top(app).query_one(pane)
            assert panel.has_focus
            assert any("▸" in text_of([line]) for line in panel.typeset(60))
            assert text_on(app).count("▸") == 1


async def test_nothing_struck_out_is_compared_on_the_second_key(make_app: MakeApp) -> None:
    one = case(1)
    app = make_app(("hunt", "hunt.1"))
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        await buy(pilot, app, one.puzzle.best(one.puzzle.all))
        state = on_top(app).state
        await pilot.press("c")
        assert on_top(app).state == state
        await pilot.press("c")
        now = on_top(app).state
        assert now is not None
        assert not now.waiting


async def test_the_last_result_is_there_again_after_a_restart(make_app: MakeApp) -> None:
    one = case(1)
    probe = one.puzzle.best(one.puzzle.all)
    app = make_app(("hunt", "hunt.1"))
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        await buy(pilot, app, probe)
        await pilot.press("escape")
    app = make_app(("hunt", "hunt.1"))
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        await pilot.press("p")
        await ready(pilot)
        assert on_top(app).has_class("-reading")
        assert "Which candidates does this rule out?" in text_on(app)
