"""The screen of a paper card: answered, left and taken up again by keyboard alone."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from textual.pilot import Pilot

from lessons.model.papers import FIELDS
from lessons.paper_cards.drawing import draw
from progress.events import Answer, PaperRead
from progress.record import Record
from tests.conftest import START, Clock, MakeApp
from tests.support.journeys import text_on, wait_until
from tests.support.paper_oracles import cards
from tests.support.study_sessions import ready
from tutor.app.app import TutorApp
from tutor.app.screens.home import HomeScreen
from tutor.app.screens.paper import PaperScreen
from tutor.app.screens.papers import PapersScreen
from tutor.app.screens.session_results import SessionResultsScreen
from tutor.app.widgets.menu import Menu
from tutor.learning.paper_state import SAVED, PaperState

CASES = [((80, 24), False), pytest.param((60, 20), True, marks=pytest.mark.slow)]  # the same card once more


def on_top(app: TutorApp) -> PaperScreen:
    assert isinstance(app.screen, PaperScreen), app.screen
    return app.screen


def state_of(app: TutorApp) -> PaperState:
    state = on_top(app).state
    assert state is not None
    return state


def text_of(app: TutorApp) -> str:
    """What the screen shows, on one line."""
    return " ".join(text_on(app).split())


async def give(pilot: Pilot[None], app: TutorApp, text: str) -> None:
    """Type an answer and press Enter; the text is put in at once, as a paste would."""
    on_top(app).box.value = text
    await pilot.press("enter")
    await ready(pilot)


@pytest.mark.parametrize(("size", "plain"), CASES, ids=str)
async def test_a_whole_card(make_app: MakeApp, size: tuple[int, int], plain: bool) -> None:
    drawn = draw(cards()["paper.he_init"], 0)
    app = make_app(("paper", "paper.he_init"), plain=plain)
    async with app.run_test(size=size) as pilot:
        await ready(pilot)
        assert "fan-in" in text_on(app)
        assert "more keys" in text_on(app)
        await give(pilot, app, next(one.id for one in drawn.bank if "fan-out" in one.text))
        assert "Fan-out appears in the backward case." in text_of(app)
        for blank in drawn.blanks:
            assert state_of(app).at == blank.id
            await give(pilot, app, drawn.answer(blank))
        text = text_of(app)
        assert state_of(app).over
        assert state_of(app).clean == FIELDS[1:]
        assert "more keys" not in text, "there is no line to leave"
        assert "You can now read an initialization rule" in text
        assert not plain or text_on(app).isascii()
        record = app.session.state.papers["paper.he_init"]
        assert record.done_t is not None
        assert not any(key.startswith(SAVED) for key in app.session.place.drafts)
        await pilot.press("a")
        await ready(pilot)
        assert state_of(app).drawn.seed == 1
        assert not state_of(app).over


@pytest.mark.slow
async def test_help_a_wrong_line_and_the_way_on(make_app: MakeApp) -> None:
    app = make_app(("paper", "paper.attention"))
    async with app.run_test(size=(120, 40)) as pilot:
        await ready(pilot)
        assert on_top(app).has_class("-side")
        await pilot.press("escape", "s", "s")
        await ready(pilot)
        assert state_of(app).entry("symbols.0").mark == "shown"
        await pilot.press("enter", "z", "down", "up")
        await ready(pilot)
        assert on_top(app).box.value == "z"
        await pilot.press(*["down"] * 14)
        await ready(pilot)
        assert state_of(app).blank.field == "line"
        await pilot.press("enter")
        await give(pilot, app, "out = softmax(Q @ K.T / np.sqrt(d), axis=0) @ V")
        text = text_of(app)
        assert "Your columns add up to 1." in text
        assert "reference" in text
        await pilot.press("escape", "x")
        assert not state_of(app).over
        await pilot.press("x")
        await ready(pilot)
        assert state_of(app).over
        assert "Left open" in text_on(app)
        await pilot.press("enter")
        await ready(pilot)
        assert on_top(app).card == "paper.sqrt_dk"
        await pilot.press("escape", "q")
        await ready(pilot)
        assert not isinstance(app.screen, PaperScreen)


@pytest.mark.slow
async def test_what_was_typed_is_there_when_the_program_starts_again(make_app: MakeApp) -> None:
    app = make_app(("paper", "paper.adam"))
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        await pilot.press(*["down"] * 6)
        await give(pilot, app, "(P,)")
        await give(pilot, app, "scalar")
        on_top(app).box.value = ""
        await pilot.press(*"(q")
        await ready(pilot)
        before = state_of(app)
        assert (before.at, before.entry("shapes.1").mark) == ("shapes.1", "wrong")
    again = make_app()
    async with again.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        after = state_of(again)
        assert (after.at, after.moves, after.entries) == (before.at, before.moves, before.entries)
        assert on_top(again).box.value == "(q"
        assert "entry by entry" in text_of(again)


async def test_from_home_to_the_list_to_a_card_and_back(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        keys = [row.key for row in app.screen.query_one(Menu).rows if row.key]
        assert keys.index("papers:") == keys.index("debug:") - 1
        await pilot.press("home", *["down"] * keys.index("papers:"), "enter")
        await ready(pilot)
        assert isinstance(app.screen, PapersScreen)
        assert "Softmax; " in text_on(app)
        await app.keep(PaperRead(card="paper.adam", seed=0, clean=FIELDS))
        app.screen.record_changed()
        await ready(pilot)
        assert "1 of 14 done" in text_on(app)
        await pilot.press("enter")
        await ready(pilot)
        assert on_top(app).card == "paper.softmax_ce"
        await pilot.press("escape", "escape")
        await ready(pilot)
        await pilot.press("q")
        await ready(pilot)
        assert isinstance(app.screen, HomeScreen)
        assert "1 of 14" in text_on(app)


async def test_a_review_reads_a_field_and_goes_on(make_app: MakeApp, home: Path) -> None:
    past = Record.open(home, device="past", now=Clock(START - timedelta(days=60)))
    past.append(
        Answer(item="paper.adam.read-shapes", seed=0, typed="", verdict="right", wrong_rule=None, where="paper")
    )
    past.close()
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        assert "1 due today" in text_on(app)
        app.navigator.open_session("review")
        await ready(pilot)
        assert on_top(app).field == "shapes"
        assert "you used this in Adam 60 days ago" in text_of(app)
        drawn = state_of(app).drawn
        for blank in drawn.blanks:
            await give(pilot, app, drawn.answer(blank))
        assert "Enter goes on" in text_of(app)
        await pilot.press("enter")
        await ready(pilot)
        assert isinstance(app.screen, SessionResultsScreen)
        assert "Asked again: the shapes of Adam" in text_of(app)


@pytest.mark.slow  # three starts of the app
async def test_a_review_asks_for_a_letter_and_goes_on_where_it_was_left(make_app: MakeApp, home: Path) -> None:
    past = Record.open(home, device="past", now=Clock(START - timedelta(days=60)))
    past.append(
        Answer(item="paper.dpo.read-symbols", seed=0, typed="", verdict="right", wrong_rule=None, where="paper")
    )
    past.close()
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        app.navigator.open_session("review")
        await ready(pilot)
        card = state_of(app).drawn
        (blank,) = card.blanks
        assert card.only == "friends"
        assert "stand for in this formula?" in text_of(app)
        await pilot.press("escape", "n")
        assert isinstance(app.screen, PaperScreen), "the table of letters would be the answer"
        await pilot.press("enter")
        miss = next(option for option in card.options("friends") if option.id != card.answer(blank))
        await give(pilot, app, miss.id)
        assert state_of(app).entry(blank.id).message == miss.message
        await pilot.press("backspace", "z")
        await ready(pilot)
        before = state_of(app)
    again = make_app()
    async with again.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        assert (state_of(again).drawn.asked, state_of(again).moves) == (card.asked, before.moves)
        assert on_top(again).box.value == "z"
        await pilot.press("ctrl+n")  # right after the start it waits in the queue of early keys
        await wait_until(pilot, lambda: on_top(again).box.value == "")
        assert state_of(again).entry(blank.id).mark == ""
        await give(pilot, again, card.answer(blank))
        assert "1 of 1 at the first try" in text_of(again)
    last = make_app()
    async with last.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        assert isinstance(last.screen, SessionResultsScreen), "the field is not asked twice"
        assert "Asked again: a letter of Direct preference optimization" in text_of(last)
    record = again.session.state.items["paper.dpo.friends"]
    assert (record.answers, record.right) == (1, 1)
