"""Journeys through the real app, with the keyboard only."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lessons.course import Course
from progress import resume
from progress.events import Opened, Predicted
from tests.conftest import MakeApp
from tests.support.content import COURSE
from tests.support.journeys import (
    focused_item,
    give,
    lesson,
    onward,
    questions_on,
    rule_to_give,
    text_on,
    type_text,
    work_at,
)
from tests.support.study_sessions import ready
from tutor.app.app import TutorApp
from tutor.app.screens.demo import DemoScreen
from tutor.app.screens.help import HelpScreen
from tutor.app.screens.home import HomeScreen
from tutor.app.screens.lesson import LessonScreen
from tutor.app.screens.reference import ReferenceScreen
from tutor.app.screens.search import SearchScreen
from tutor.app.screens.session_intro import SessionIntroScreen
from tutor.app.widgets.menu import Menu
from tutor.app.widgets.page_view import PageView
from tutor.app.widgets.question import QuestionView
from tutor.learning.page_progress import CALLED

SIZE = (80, 24)
ROAD = "linear_algebra.ten_minutes"
FIRST = "linear_algebra.vectors"
DOT = ("page", "linear_algebra.dot")


def journal(home: Path) -> list[dict[str, object]]:
    return [json.loads(line) for path in (home / "journal").glob("*.jsonl") for line in path.read_text().splitlines()]


async def to_item(app: object, pilot: object, item_id: str) -> QuestionView:
    """Enter until the box of a question has the focus."""
    from textual.pilot import Pilot

    assert isinstance(app, TutorApp)
    assert isinstance(pilot, Pilot)
    view = await work_at(pilot, lesson(app).scroll.question(item_id))
    await pilot.pause()
    assert focused_item(app) is view
    return view


async def test_first_start_offers_three_doors(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        shown = text_on(app)
        for door in ("Start at the bottom", "I have ten minutes", "Look around"):
            assert door in shown
        await pilot.press("enter")
        await pilot.pause()
        assert lesson(app).page.id == FIRST
    assert make_app().session.state.door == "bottom"


@pytest.mark.slow
async def test_the_door_of_ten_minutes_leads_down_the_short_road_to_the_bottom(make_app: MakeApp) -> None:
    """A page of its own, which says how much of it is left; Home goes on with it until the core was begun."""
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        assert "the short road" in text_on(app)
        await pilot.press("down", "enter")
        await ready(pilot)
        assert lesson(app).page.id == ROAD
        assert "about 10 minutes left" in text_on(app)
        assert "This is the short road" in text_on(app)
        app.navigator.open_demo("vectors")
        await ready(pilot)
        app.session.append(Predicted(demo="vectors", prediction="sign", typed="1", right=False)).result()
        await pilot.press("q")
        await ready(pilot)
        assert "about 8 minutes left" in text_on(app)
        await pilot.press("q")
        await ready(pilot)
        assert first_rows(app, 2) == [f"page:{ROAD}", f"page:{FIRST}"]
        await pilot.press("enter")
        await ready(pilot)
        lesson(app).scroll.post_message(PageView.PastEnd())
        await ready(pilot)
        assert lesson(app).page.id == FIRST
        await pilot.press("q")
        await ready(pilot)
        assert first_rows(app, 2) == [f"page:{FIRST}", "demo:vectors"]


@pytest.mark.slow
async def test_the_door_of_ten_minutes_leads_through_the_rung_to_the_demo(make_app: MakeApp, course: Course) -> None:
    """Rung 1 read once, then two vectors until sign and size were called three times each; Home says what is next."""
    app = make_app()
    pages = [page.id for page in course.rung("linear_algebra").pages]
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        await pilot.press("down", "enter")
        await ready(pilot)
        lesson(app).scroll.post_message(PageView.PastEnd())
        await ready(pilot)
        assert lesson(app).page.id == FIRST
        await pilot.press("q")
        await ready(pilot)
        assert first_rows(app, 2) == ["page:linear_algebra.vectors", "demo:vectors"]

        for page in pages[1:-1]:
            app.session.append(Opened(page=page)).result()
        app.navigator.open_page(pages[-1])
        await ready(pilot)
        lesson(app).scroll.post_message(PageView.PastEnd())
        await ready(pilot)
        assert isinstance(app.screen, DemoScreen)
        assert app.screen.demo.id == "vectors"
        await pilot.press("q")
        await ready(pilot)
        assert lesson(app).page.id == pages[-1], "back to where one came from"
        lesson(app).scroll.post_message(PageView.PastEnd())
        await ready(pilot)
        assert isinstance(app.screen, SessionIntroScreen), "nobody is made to go there twice"
        app.navigator.open_page(pages[-1])
        await ready(pilot)
        await pilot.press("q")
        await ready(pilot)
        assert first_rows(app, 2) == ["demo:vectors", f"page:{pages[-1]}"]

        for _ in range(CALLED):
            for call in ("sign", "size"):
                app.session.append(Predicted(demo="vectors", prediction=call, typed="1", right=True)).result()
        await app.refresh_record()
        app.navigator.open_page(pages[-1])
        await ready(pilot)
        lesson(app).scroll.post_message(PageView.PastEnd())
        await ready(pilot)
        assert isinstance(app.screen, SessionIntroScreen), "the checkpoint, as for everybody"
        app.navigator.open_home()
        await ready(pilot)
        assert "demo:vectors" not in first_rows(app, 1)


def first_rows(app: TutorApp, count: int) -> list[str]:
    """What the first rows of Home open."""
    return [row.key for row in app.screen.query_one(Menu).rows if row.key][:count]


RUNGS = [rung.id for rung in COURSE.outline.rungs if rung.pages]


@pytest.mark.slow
@pytest.mark.parametrize("rung", RUNGS)
async def test_enter_leads_through_a_whole_rung(make_app: MakeApp, course: Course, rung: str) -> None:
    """Every question answered rightly, the pages one after the other; nothing but Enter is needed to go on."""
    app = make_app(("page", course.rung(rung).pages[0].id))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        met = await onward(pilot, app, rung)
        await pilot.pause()
    pages = course.pages(rung)
    assert met == [item for page in pages for item in page.items]
    state = make_app().session.state
    assert state.right == state.answers == len(met)
    assert all(state.pages[page.id].finished_t for page in pages)


@pytest.mark.slow
@pytest.mark.parametrize("rung", RUNGS)
async def test_wrong_everywhere_and_giving_up_still_arrives(make_app: MakeApp, course: Course, rung: str) -> None:
    app = make_app(("page", course.rung(rung).pages[0].id))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        met = await onward(pilot, app, rung, answer="wrong")
        await pilot.pause()
    state = make_app().session.state
    assert met == [item for page in course.pages(rung) for item in page.items]
    assert state.right == 0
    assert state.answers >= len(met)
    kept = {(item, rule) for item, record in state.items.items() for rule in record.wrong_rules}
    assert kept >= {(name, rule.id) for name in met if (rule := rule_to_give(course.item(name, 1)))}
    assert all(record.gave_up for record in state.items.values())


async def test_a_verdict_is_on_disk_when_it_shows(make_app: MakeApp, home: Path) -> None:
    app = make_app(DOT)
    async with app.run_test(size=SIZE) as pilot:
        view = await to_item(app, pilot, "linear_algebra.dot.exercise")
        await give(pilot, view, "[4, 10, 18]")
        assert "three products" in text_on(app)
        (answer,) = [event for event in journal(home) if event["kind"] == "answer"]
        assert answer["item"] == "linear_algebra.dot.exercise"
        assert (answer["typed"], answer["verdict"], answer["wrong_rule"]) == ("[4, 10, 18]", "wrong", "never-sums")
        await give(pilot, view, "32")
        assert "✓ right." in text_on(app)
        assert [event["verdict"] for event in journal(home) if event["kind"] == "answer"] == ["wrong", "right"]


async def test_what_cannot_be_read_costs_nothing(make_app: MakeApp) -> None:
    app = make_app(DOT)
    async with app.run_test(size=SIZE) as pilot:
        view = await to_item(app, pilot, "linear_algebra.dot.exercise")
        await give(pilot, view, "3 +")
        assert not view.settled
        assert view.standing == "open"
        assert "^" in text_on(app)
    assert make_app().session.state.answers == 0


async def test_the_echo_follows_what_is_typed(make_app: MakeApp) -> None:
    app = make_app(DOT)
    async with app.run_test(size=SIZE) as pilot:
        await to_item(app, pilot, "linear_algebra.dot.exercise")
        await type_text(pilot, "64/2")
        assert "read as" in text_on(app)


async def test_back_to_the_keystroke(make_app: MakeApp, home: Path) -> None:
    """Half an answer typed, the app gone without a goodbye: the next start has page, place, text and cursor."""
    app = make_app(DOT)
    async with app.run_test(size=SIZE) as pilot:
        await to_item(app, pilot, "linear_algebra.dot.exercise")
        await type_text(pilot, "4 + 10")
        await pilot.press("left", "left")
        await pilot.pause(0.3)
        anchor = lesson(app).scroll.place
    place = resume.load(home)
    assert place.page == "linear_algebra.dot"
    again = make_app()
    async with again.run_test(size=SIZE) as pilot:
        await pilot.pause()
        await pilot.pause()
        view = focused_item(again)
        assert view is not None
        assert view.item.id == "linear_algebra.dot.exercise"
        assert view.draft == "4 + 10"
        assert lesson(again).scroll.place == anchor


async def test_a_matrix_goes_into_a_grid_that_marks_the_wrong_cell(make_app: MakeApp) -> None:
    app = make_app(("item", "linear_algebra.products.matmul"))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        view = focused_item(app)
        assert view is not None
        right = view.item.answer
        cells = right.strip("[]").replace(";", ",").split(",")
        for index, cell in enumerate(cells):
            await type_text(pilot, "99" if index == 1 else cell.strip())
            await pilot.press("enter")
        await pilot.pause()
        shown = text_on(app)
        marked = [line for line in shown.split("\n") if "99" in line]
        assert any("✗" in line for line in marked)
        await pilot.press("ctrl+r")
        await pilot.pause()
        assert "row 1 · column 2" in view_text(view)


def view_text(view: QuestionView) -> str:
    from tutor.rendering.typeset import text_of

    return text_of(view.aftermath(72, False))


async def test_hint_dispute_another(make_app: MakeApp, home: Path) -> None:
    app = make_app(("item", "linear_algebra.dot.compute"))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        view = focused_item(app)
        assert view is not None
        await pilot.press("ctrl+t")
        assert "hint 1" in text_on(app)
        await give(pilot, view, "1000")
        await pilot.press("ctrl+g")
        await pilot.pause()
        await give(pilot, view, view.item.answer)
        first = view.item.prompt
        await pilot.press("n")
        await pilot.pause()
        assert view.item.seed == 2
        assert view.item.prompt != first
        assert not view.settled
    kinds = [event["kind"] for event in journal(home)]
    for kind in ("hint", "answer", "disputed"):
        assert kind in kinds
    state = make_app().session.state
    assert [dispute.typed for dispute in state.disputes] == ["1000"]
    assert state.items["linear_algebra.dot.compute"].unaided_right == 0
    assert make_app().session.seed_of("linear_algebra.dot.compute") == 2


async def test_a_demo_asks_first_then_follows_the_hand(make_app: MakeApp) -> None:
    app = make_app(("demo", "vectors"))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        screen = app.screen
        assert isinstance(screen, DemoScreen)
        assert screen.play.covered
        before = screen.play.state
        await pilot.press("enter")
        await pilot.pause()
        assert screen.play.said is not None
        await pilot.press("right", "shift+up")
        await pilot.pause()
        assert screen.play.state != before
        await pilot.press("tab")
        await type_text(pilot, "1, -3")
        await pilot.press("enter")
        await pilot.pause()
        assert screen.play.state[screen.play.name] == (1.0, -3.0)
        await pilot.press("u")
        await pilot.pause()
        assert screen.play.state[screen.play.name] != (1.0, -3.0)
        moved = dict(screen.play.state)
        await pilot.press("q")
        await pilot.pause()
        assert isinstance(app.screen, HomeScreen)
    state = make_app().session.state
    assert sum(record.tries for record in state.predictions.values()) == 1
    again = make_app()
    assert again.session.demo_left(again.session.course.demo("vectors")) == moved


async def test_every_way_leads_back(make_app: MakeApp) -> None:
    """Escape and q undo each step on the way in."""
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        for key, screen in (("slash", SearchScreen), ("question_mark", HelpScreen), ("b", ReferenceScreen)):
            await pilot.press(key)
            await pilot.pause()
            assert isinstance(app.screen, screen)
            await pilot.press("escape")
            await pilot.pause()
            assert isinstance(app.screen, HomeScreen)


@pytest.mark.slow
async def test_search_opens_what_it_finds(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("slash")
        await pilot.pause()
        await pilot.pause()
        await type_text(pilot, "dot product")
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, LessonScreen)
        assert app.screen.page.id == "linear_algebra.dot"


async def test_left_and_right_turn_pages_and_q_goes_home(make_app: MakeApp) -> None:
    app = make_app(("page", FIRST))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("right")
        await pilot.pause()
        assert lesson(app).page.id == "linear_algebra.dot"
        await pilot.press("left")
        await pilot.pause()
        assert lesson(app).page.id == FIRST
        await pilot.press("q")
        await pilot.pause()
        assert "Continue" in text_on(app)


@pytest.mark.slow
async def test_something_to_do_out_of_sight_is_announced(make_app: MakeApp) -> None:
    app = make_app(DOT)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        await pilot.pause()
        assert "to do below" in text_on(app)
        await pilot.press("end")
        await pilot.pause()
        assert "to do above" in text_on(app)


async def test_an_unwritable_home_is_said_and_nothing_stops(make_app: MakeApp, tmp_path: Path) -> None:
    """The folder cannot be made; later it can: what was answered meanwhile gets there."""
    blocked = tmp_path / "blocked"
    blocked.write_text("a file where a folder would have to be")
    app = make_app(DOT, at=blocked / "home")
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        view = await to_item(app, pilot, "linear_algebra.dot.exercise")
        await give(pilot, view, "32")
        assert view.settled
        assert app.session.record.unsaved
        assert "not saved" in text_on(app)
        blocked.unlink()
        await app.save_again()
        assert not app.session.record.unsaved
    assert make_app(at=blocked / "home").session.state.right == 1


@pytest.mark.slow
async def test_two_sessions_see_each_other(make_app: MakeApp) -> None:
    """What is answered in one shows in the other within a second."""
    one, other = make_app(("item", "linear_algebra.dot.exercise")), make_app()
    async with one.run_test(size=SIZE) as pilot:
        await pilot.pause()
        view = focused_item(one)
        assert view is not None
        await give(pilot, view, "32")
    assert "linear_algebra.dot.exercise" not in other.session.state.items
    async with other.run_test(size=SIZE) as pilot:
        await pilot.pause(1.0)
        assert other.session.state.items["linear_algebra.dot.exercise"].right == 1
        assert "◐" in text_on(other)


@pytest.mark.slow
async def test_a_question_of_practice_opens_at_the_end_of_its_page(make_app: MakeApp, course: Course) -> None:
    item_id = "probability.bayes.posterior_frequencies"
    assert all(item_id not in page.items for page in course.pages("probability"))
    app = make_app(("item", item_id))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        assert lesson(app).page.id == "probability.bayes"
        assert questions_on(app)[-1] == lesson(app).scroll.question(item_id)
        view = focused_item(app)
        assert view is not None
        assert view.item.id == item_id
        await give(pilot, view, view.item.answer)
        await pilot.pause()
        assert view.settled
    again = make_app()
    async with again.run_test(size=SIZE) as pilot:
        await pilot.pause()
        assert lesson(again).page.id == "probability.bayes"
    assert again.session.state.items[item_id].right == 1
