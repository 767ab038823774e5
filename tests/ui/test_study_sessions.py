"""Reviews, checkpoints, placement: whole sittings in the app, with the keyboard only."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from lessons.course import Course
from lessons.model.page import Item
from progress import resume
from tests.conftest import START, MakeApp
from tests.support.journeys import give, text_on, type_text
from tests.support.study_sessions import answer, question, ready, record_days, rightly, sit, sitting, wrongly
from tutor.app.screens.home import HomeScreen
from tutor.app.screens.lesson import LessonScreen
from tutor.app.screens.placement_results import PlacementResultsScreen
from tutor.app.screens.session_results import SessionResultsScreen
from tutor.app.screens.study_session import StudySessionScreen
from tutor.app.widgets.header_footer import HeaderBar
from tutor.app.widgets.question_pane import Reason
from tutor.app.widgets.worksheet import WorksheetView
from tutor.learning.scheduling.study_session import Kind

SIZE = (80, 24)


@pytest.fixture
def items(course: Course) -> list[str]:
    """A few questions of the first rung's core, of skills of their own."""
    core = {skill.id for skill in course.outline.skills if skill.rung == "linear_algebra" and not skill.second_pass}
    met: dict[str, str] = {}
    for item_id, template in course.templates.items():
        if set(template.skills) <= core and len(template.skills) == 1 and course.is_computed(item_id):
            met.setdefault(template.skills[0], item_id)
    return list(met.values())[:4]


async def test_a_whole_review_by_keyboard(make_app: MakeApp, home: Path, course: Course, items: list[str]) -> None:
    """From Home: what is due is asked one by one, then said by skill; nothing is due after that."""
    record_days(home, course, items, [START - timedelta(days=30)])
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        assert f"{len(items)} due today" in text_on(app)
        await pilot.press("down", "enter")
        await ready(pilot)
        assert f"question 1 of {len(items)}" in text_on(app)
        assert any(reason in text_on(app) for reason in ("Last used 30 days ago", "Missing on the checklist"))
        met = await sit(pilot, app, rightly)
        assert isinstance(app.screen, SessionResultsScreen)
        assert f"{len(met)} of {len(met)} right at the first answer" in text_on(app)
        await pilot.press("q")
        await ready(pilot)
        assert "nothing due; next" in text_on(app)
    state = make_app().session.state
    assert {view.item.id for view in met} <= set(state.items)
    assert all(mark.where == "review" for view in met for mark in state.items[view.item.id].recent[-1:])
    assert not {(view.item.id, view.item.seed) for view in met} & {(item_id, 1) for item_id in items}  # other numbers


async def test_nothing_goes_on_by_itself_and_unreadable_costs_nothing(make_app: MakeApp) -> None:
    app = make_app(("checkpoint", "linear_algebra"))
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        view = question(app)
        while view.item.options:
            await answer(pilot, app, view.item.answer)
            await pilot.press("enter")
            await ready(pilot)
            view = question(app)
        await give(pilot, view, "(((")
        await ready(pilot)
        assert not view.over
        assert sitting(app).underway.first is None
        assert "hint" not in text_on(app)
        await answer(pilot, app, view.item.answer)
        assert question(app) is view
        assert "goes on" in text_on(app)


async def test_enter_twice_chooses_nothing(make_app: MakeApp) -> None:
    """The Enter that ends a question is easily pressed twice; the one after it must not answer the next."""
    app = make_app(("practice", "kl-direction"))
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        while question(app).item.kind != "choice":
            await pilot.press("ctrl+r")
            await ready(pilot)
            await pilot.press("enter")
            await ready(pilot)
        await pilot.press("enter")
        await ready(pilot)
        assert not question(app).over
        assert "choose one first" in text_on(app)
        await pilot.press("a", "enter")
        await ready(pilot)
        assert question(app).attempt.verdict is not None


@pytest.mark.slow
@pytest.mark.parametrize("choose", [wrongly, lambda _: None], ids=["wrong", "giving up"])
async def test_giving_up_always_advances(make_app: MakeApp, choose: object) -> None:
    """Every question of a checkpoint missed or given up: it ends all the same, and leads back to what is missing."""
    app = make_app(("checkpoint", "information_theory"))
    app.navigator.session_options = (6, None)
    async with app.run_test(size=SIZE) as pilot:
        met = await sit(pilot, app, choose)  # type: ignore[arg-type]
        assert isinstance(app.screen, SessionResultsScreen)
        assert f"0 of {len(met)} right" in text_on(app)
        assert len({view.item.id for view in met}) == len(met)
        await pilot.press("enter")
        await ready(pilot)
        assert isinstance(app.screen, LessonScreen)
        skill = next(iter(ids for ids in app.screen.page.teaches))
        assert skill in {one for view in met for one in view.item.skills}
        assert app.session.underway is None


@pytest.mark.slow
async def test_stopped_and_taken_up_again(make_app: MakeApp, home: Path) -> None:
    """Half an answer, then the line drops: the next start has the same question with the same text in the box."""
    app = make_app(("checkpoint", "calculus"))
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        await answer(pilot, app, question(app).item.answer)
        await pilot.press("enter")
        await ready(pilot)
        while question(app).item.options:
            await answer(pilot, app, question(app).item.answer)
            await pilot.press("enter")
            await ready(pilot)
        left = question(app).item
        done = len(sitting(app).underway.sitting.done)
        await type_text(pilot, "12 +")
        await pilot.pause(0.3)
    assert resume.load(home).sitting
    again = make_app()
    async with again.run_test(size=SIZE) as pilot:
        await ready(pilot)
        view = question(again)
        assert (view.item.id, view.item.seed) == (left.id, left.seed)
        assert view.draft == "12 +"
        assert view.has_focus_within
        assert f"question {done + 1} of" in text_on(again)
        await pilot.press("escape", "escape")
        await ready(pilot)
        assert isinstance(again.screen, HomeScreen)
        assert "Checkpoint: Calculus, question" in text_on(again)
        await pilot.press("down", "enter")
        await ready(pilot)
        assert question(again).item.id == left.id
        assert question(again).draft == "12 +"


@pytest.mark.slow
@pytest.mark.parametrize("moment", ["right", "wrong", "shown"])
async def test_a_verdict_that_was_shown_is_there_after_a_kill(make_app: MakeApp, moment: str) -> None:
    """Killed between the verdict and Enter: the question comes back as it was, and its answer counts once."""
    app = make_app(("checkpoint", "probability"))
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        view = question(app)
        if moment == "shown":
            await pilot.press("ctrl+r")
            await ready(pilot)
        else:
            await answer(pilot, app, view.item.answer if moment == "right" else wrongly(view.item))
        await pilot.pause(0.3)
    again = make_app()
    async with again.run_test(size=SIZE) as pilot:
        await ready(pilot)
        assert question(again).item.id == view.item.id
        assert question(again).standing == moment
        await pilot.press("enter")
        await ready(pilot)
        (done,) = sitting(again).underway.sitting.done
        assert done.right == (moment == "right")
    state = make_app().session.state
    assert state.items[view.item.id].answers == (moment != "shown")


def halves(course: Course) -> set[str]:
    """The skills of the first two rungs."""
    rungs = ("linear_algebra", "probability")
    return {skill.id for skill in course.outline.skills if skill.rung in rungs and not skill.second_pass}


@pytest.mark.slow
async def test_placement_to_its_result_and_back(make_app: MakeApp, course: Course) -> None:
    """Somebody who knows two rungs: some pages are known, one is kept, and Home goes on behind them."""
    known = halves(course)

    def choose(item: Item) -> str | None:
        return item.answer if set(item.skills) <= known else None

    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        assert "I know some of this" in text_on(app)
        await pilot.press("down", "down", "enter")
        await ready(pilot)
        assert "finds out what you know already" in text_on(app)
        await pilot.press("enter")
        met = await sit(pilot, app, choose)
        assert len(met) <= 12
        assert isinstance(app.screen, PlacementResultsScreen)
        before = app.session.known_pages
        assert "linear_algebra.vectors" in before
        step = app.session.next_step
        assert step is not None
        assert step.page.id not in before
        assert f"Go on with: {step.page.title}" in text_on(app)
        await pilot.press("down", "enter")
        await ready(pilot)
        assert before - app.session.known_pages == {"linear_algebra.vectors"}
        assert "on your way" in text_on(app)
        assert "known, 0.9" in text_on(app) or "known, 1.0" in text_on(app)
        await pilot.press("q")
        await ready(pilot)
        assert isinstance(app.screen, HomeScreen)
        assert "◌" in text_on(app)
        step = app.session.next_step
        assert step is not None
        assert step.page.id == "linear_algebra.vectors"
        await pilot.press("enter")
        await ready(pilot)
        assert isinstance(app.screen, LessonScreen)


@pytest.mark.slow
async def test_not_knowing_has_a_key_in_a_placement_and_nothing_else_has_it(make_app: MakeApp) -> None:
    app = make_app(("placement", ""))
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        await pilot.press("enter")
        await ready(pilot)
        first = question(app).item.id
        assert "I don't know" in text_on(app)
        await pilot.press("ctrl+k")
        await ready(pilot)
        assert question(app).item.id != first
        (done,) = sitting(app).underway.sitting.done
        assert (done.asked.item, done.right, done.not_known) == (first, False, True)
        assert app.session.state.answers == 0
        await pilot.press("escape", "escape")
        app.navigator.open_session("practice")
        await ready(pilot)
        assert "I don't know" not in text_on(app)


@pytest.mark.parametrize("kind", ["review", "ten"])
async def test_with_nothing_to_ask_it_says_what_will_fill_it(make_app: MakeApp, kind: str) -> None:
    app = make_app((kind, ""))
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        assert isinstance(app.screen, SessionResultsScreen)
        assert "Next page: Vectors" in text_on(app)
        assert "Nothing" in text_on(app)


@pytest.mark.slow
async def test_nothing_due_says_when(make_app: MakeApp, home: Path, course: Course, items: list[str]) -> None:
    record_days(home, course, items, [START - timedelta(hours=30)])
    app = make_app(("review", ""))
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        if isinstance(app.screen, StudySessionScreen):
            await sit(pilot, app, rightly)
            await pilot.press("q")
            await ready(pilot)
            await pilot.press("r")
            await ready(pilot)
        assert "Nothing is due." in text_on(app)
        assert "Next " in text_on(app)


@pytest.mark.slow
async def test_practice_is_worked_then_faded_then_bare(make_app: MakeApp) -> None:
    """New to a skill one sees one like it worked; after two right answers there is no help."""
    app = make_app(("practice", "matvec"))
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        seen = []
        for _ in range(3):
            asked = sitting(app).underway.asked
            assert asked is not None
            seen.append(asked.support)
            assert ("One like it, worked" in text_on(app)) == (asked.support == "worked")
            await answer(pilot, app, question(app).item.answer)
            await pilot.press("enter")
            await ready(pilot)
        assert seen[0] == "worked"


async def test_after_an_error_some_steps_are_given(make_app: MakeApp, home: Path, course: Course) -> None:
    """The worksheet is open, its first steps filled, the cursor in the first that is not."""
    record_days(home, course, ["linear_algebra.maps.matvec"], [START - timedelta(days=3)], right=False)
    app = make_app(("practice", "matvec"))
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        asked = sitting(app).underway.asked
        assert asked is not None
        assert asked.support == "faded"
        (sheet,) = question(app).query(WorksheetView)
        assert sheet.has_focus_within
        assert sheet.sheet.cells[0].given
        assert not all(cell.given for cell in sheet.sheet.cells)
        assert not question(app).attempt.unaided


async def test_the_last_page_leads_to_the_checkpoint(make_app: MakeApp, course: Course) -> None:
    app = make_app(("page", course.rung("linear_algebra").pages[-1].id))
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        screen = app.screen
        assert isinstance(screen, LessonScreen)
        screen.scroll.scroll_end(animate=False)
        await pilot.pause()
        screen.on_page_view_past_end()
        await ready(pilot)
        assert "no hints" in text_on(app)
        assert "It can wait" in text_on(app)
        assert app.session.underway is None
        await pilot.press("enter")
        await ready(pilot)
        assert sitting(app).underway.sitting.kind == "checkpoint"
        assert "Checkpoint: Linear algebra" in text_on(app)


async def test_how_sure_goes_on_record(make_app: MakeApp) -> None:
    app = make_app(("item", "linear_algebra.dot.compute"))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        await pilot.press("ctrl+y", "ctrl+y")
        assert "70 % sure" in text_on(app)
        screen = app.screen
        assert isinstance(screen, LessonScreen)
        view = screen.scroll.live_question
        assert view is not None
        await give(pilot, view, view.item.answer)
    assert make_app().session.state.items["linear_algebra.dot.compute"].confidences == {70: (1, 1)}


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=str)
@pytest.mark.parametrize("kind", ["practice", "placement"])
async def test_a_sitting_is_drawn_whole(make_app: MakeApp, kind: str, size: tuple[int, int]) -> None:
    """Nothing sideways, nothing over anything else; why it is asked in two lines at most."""
    app = make_app((kind, ""))
    async with app.run_test(size=size) as pilot:
        await ready(pilot)
        if kind == "placement":
            await pilot.press("enter")
            await ready(pilot)
        desk = sitting(app).desk
        assert desk.max_scroll_x == 0
        parts = list(desk.query_one("Vertical").children)
        regions = [part.region for part in parts]
        for index, region in enumerate(regions):
            assert region.right <= size[0]
            assert not any(region.overlaps(other) for other in regions[index + 1 :])
        why = desk.query_one(Reason)
        assert 1 <= len(why.lines(why.size.width)) <= 2
        line = sitting(app).query_one(HeaderBar).typeset(size[0] - 2)[0]
        assert len(line) <= size[0] - 2


@pytest.mark.slow
async def test_every_sitting_that_was_left_goes_on_where_it_was(make_app: MakeApp) -> None:
    """Three at once; the program ends, and each goes on at the question at which it was left."""
    scopes = ["linear_algebra", "calculus"]
    opened: list[tuple[Kind, str]] = [("placement", ""), *(("checkpoint", scope) for scope in scopes)]
    left: dict[str, str] = {}
    app = make_app(("page", "linear_algebra.vectors"))
    async with app.run_test(size=SIZE) as pilot:
        for kind, scope in opened:
            app.navigator.open_session(kind, scope)
            await ready(pilot)
            await pilot.press("enter")
            await ready(pilot)
            await pilot.press("ctrl+k") if kind == "placement" else await pilot.press("escape")
            await ready(pilot)
            left[scope] = question(app).item.id
    app = make_app(("page", "linear_algebra.vectors"))
    async with app.run_test(size=SIZE) as pilot:
        unfinished = app.session.unfinished
        assert [one.sitting.scope for one in unfinished] == [*reversed(scopes), ""]
        app.navigator.open_home()
        await ready(pilot)
        for title in ("Go on", "Placement, question 2", "Checkpoint: Calculus, question 1"):
            assert title in text_on(app)
        for state in unfinished:
            app.navigator.resume_session(state)
            await ready(pilot)
            assert question(app).item.id == left[sitting(app).underway.sitting.scope]
            assert len(app.session.unfinished) == 3


async def test_a_typo_is_taken_back_after_a_restart(make_app: MakeApp) -> None:
    """In a checkpoint, whose question is over with its first answer: it is open again."""
    app = make_app(("checkpoint", "calculus"))
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        await pilot.press("enter")
        await ready(pilot)
        item = question(app).item
        await give(pilot, question(app), wrongly(item))
        await ready(pilot)
    app = make_app(("checkpoint", "calculus"))
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        view = question(app)
        assert (view.item.id, view.over) == (item.id, True)
        await pilot.press("t")
        await ready(pilot)
        assert "taken back" in text_on(app)
        assert sitting(app).underway.first is None
        assert item.id not in app.session.state.items
        assert not view.over


@pytest.mark.parametrize("kind", ["practice", "checkpoint"])
async def test_a_typo_is_taken_back_with_a_key_once_a_question(make_app: MakeApp, kind: Kind) -> None:
    app = make_app((kind, "calculus"))
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        if kind == "checkpoint":
            await pilot.press("enter")
            await ready(pilot)
        while question(app).item.kind != "number":
            await pilot.press("ctrl+r")
            await ready(pilot)
            await pilot.press("enter")
            await ready(pilot)
        view = question(app)
        await give(pilot, view, "77777")
        await ready(pilot)
        assert sitting(app).underway.first is not None
        await pilot.press("ctrl+n" if kind == "practice" else "t")
        await ready(pilot)
        assert "taken back" in text_on(app)
        assert sitting(app).underway.first is None
        assert view.item.id not in app.session.state.items
        await pilot.press("ctrl+u", *["backspace"] * 6)
        await answer(pilot, app, view.item.answer)
        assert question(app) is view
        assert view.settled
        first = sitting(app).underway.first
        assert first is not None
        assert first.right


@pytest.mark.slow
async def test_after_a_wrong_answer_a_key_opens_its_page_and_escape_comes_back(make_app: MakeApp) -> None:
    app = make_app(("practice", "gd-update"))
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        if not question(app).item.options:
            await give(pilot, question(app), "77777")
        else:
            await pilot.press("ctrl+r")
        await ready(pilot)
        view, asked = question(app), sitting(app).underway.asked
        if question(app).has_focus_within and not question(app).item.options:
            await pilot.press("escape")
        await pilot.press("p")
        await ready(pilot)
        page = app.screen
        assert isinstance(page, LessonScreen)
        assert asked is not None
        assert any(asked.skill in app.session.course.templates[item].skills for item in page.page.items)
        for _ in range(3):
            if isinstance(app.screen, LessonScreen):
                await pilot.press("escape")
                await ready(pilot)
        assert question(app) is view
        assert sitting(app).underway.asked == asked
        assert app.session.place.screen == "sitting"
