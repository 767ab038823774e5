"""A page is drawn as a document; one block of it has a widget, and looks the same before and after."""

from __future__ import annotations

import pytest
from rich.color import Color

from lessons.model.page import CodeCell, FigureBlock, Item
from progress.events import ChallengeMet
from tests.conftest import MakeApp
from tests.support.content import COURSE
from tests.support.journeys import (
    DOT,
    SIZE,
    focused_item,
    give,
    giveable,
    lesson,
    questions_on,
    shown,
    state_of,
    text_on,
    wait_until,
    work_at,
    wrong_answer,
)
from tests.support.study_sessions import ready
from tutor.app.screens.demo import DemoScreen
from tutor.app.widgets.ordering_input import OrderingInput
from tutor.app.widgets.question_text import QuestionFeedback, QuestionPrompt
from tutor.fast.line_cache import LineCache
from tutor.rendering.notation import Line
from tutor.rendering.page_document import DemoLink, Illustration
from tutor.rendering.question import lead_line
from tutor.rendering.typeset import text_of

Rows = list[list[tuple[object, ...]]]
PAGES = [page.id for page in COURSE.outline.pages]
ANSWERED = [
    "linear_algebra.dot.compute", "linear_algebra.dot.sign", "linear_algebra.products.matmul",
    "probability.softmax.order",
]  # fmt: skip


def alike(some: Rows, others: Rows) -> bool:
    """Whether rows look the same; colours that Textual blends may be a hair off."""

    def near(one: object, other: object) -> bool:
        if isinstance(one, Color) and isinstance(other, Color) and one.triplet and other.triplet:
            return all(abs(a - b) <= 2 for a, b in zip(one.triplet, other.triplet, strict=True))
        if isinstance(one, tuple) and isinstance(other, tuple):
            return len(one) == len(other) and all(map(near, one, other))
        return one == other

    return len(some) == len(others) and all(
        near(tuple(one), tuple(other)) for one, other in zip(some, others, strict=True)
    )


def wrong_to(item: Item) -> str:
    return giveable(item)[0].answer if giveable(item) else wrong_answer(item)


@pytest.mark.slow  # opens every page
@pytest.mark.parametrize("page", PAGES)
async def test_a_block_looks_the_same_before_it_is_worked_at(page: str, make_app: MakeApp) -> None:
    app = make_app(("page", page))
    async with app.run_test(size=(80, 40)) as pilot:
        await ready(pilot)
        await app.workers.wait_for_complete()
        scroll = lesson(app).scroll
        blocks = [index for index in range(len(scroll.document.blocks)) if scroll.takes_keys(index)]
        assert len(questions_on(app)) > 1
        for block in blocks:
            before = await shown(pilot, block)
            live = await scroll.make_live(scroll.document, block)
            await pilot.pause()
            assert live is not None
            assert live.is_mounted
            assert await shown(pilot, block) == before


@pytest.mark.slow
@pytest.mark.parametrize("item", ANSWERED)
@pytest.mark.parametrize("how", ["right", "wrong", "shown", "hint", "steps", "typed"])
async def test_a_question_looks_the_same_when_it_is_left(item: str, how: str, make_app: MakeApp) -> None:
    """Its answer, what was said of it and its worksheet stay on the page; and they come back with its widget."""
    app = make_app(("item", item))
    async with app.run_test(size=(80, 60)) as pilot:
        await ready(pilot)
        scroll = lesson(app).scroll
        view = focused_item(app)
        assert view is not None
        question = scroll.question(item)
        if how in ("right", "wrong"):
            await give(pilot, view, view.item.answer if how == "right" else wrong_to(view.item))
        elif how == "typed":
            await pilot.press("b" if view.item.options else "4")
        else:
            await pilot.press({"shown": "ctrl+r", "hint": "ctrl+t", "steps": "ctrl+o"}[how])
        scroll.focus()
        await ready(pilot)
        state = view.state
        live = await shown(pilot, question)
        other = next(index for index in questions_on(app) if index != question)
        await work_at(pilot, other)
        scroll.focus()
        await ready(pilot)
        assert scroll.live_index == other
        assert state_of(app, question) == state
        assert alike(await shown(pilot, question), live)
        await scroll.make_live(scroll.document, question)
        await pilot.pause()
        assert state_of(app, question) == state
        assert await shown(pilot, question) == live


async def test_a_page_is_made_of_few_widgets(make_app: MakeApp) -> None:
    app = make_app(DOT)
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        assert len(list(lesson(app).walk_children())) <= 10
        assert "Your turn" in text_on(app)


async def test_a_page_is_turned_in_place(make_app: MakeApp) -> None:
    app = make_app(DOT)
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        screen, first = app.screen, lesson(app).scroll.document
        await pilot.press("pagedown", "right")
        await ready(pilot)
        assert app.screen is screen
        assert lesson(app).page.id != DOT[1]
        assert lesson(app).scroll.document is not first
        assert lesson(app).scroll.document.memo is not first.memo
        assert lesson(app).scroll.scroll_y == 0
        assert list(lesson(app).scroll.text.children) == [lesson(app).scroll.above, lesson(app).scroll.below]
        assert [page for page, one in app.session.state.pages.items() if one.opened_t] == [DOT[1], lesson(app).page.id]


@pytest.mark.slow
async def test_every_page_that_is_turned_to_is_whole(make_app: MakeApp) -> None:
    """There and back: what stands on the sheet and what has widgets of its own are this page's, and no other's."""
    app = make_app(("page", PAGES[0]))
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        scroll = lesson(app).scroll
        for key in ["right"] * 8 + ["left"] * 3:
            await pilot.press("space", key)
            await pilot.pause(0.02)
            await pilot.press("space")
            await wait_until(
                pilot, lambda: scroll.document.page is lesson(app).page and scroll.virtual_size.height == scroll.rows
            )
            shown = [child for child in scroll.text.children if child.display]
            assert shown in ([scroll.above, scroll.below], [scroll.above, scroll.live, scroll.below])
        await ready(pilot)
        assert all(child.display for child in scroll.text.children)


async def test_turning_fast_ends_on_the_last_page(make_app: MakeApp) -> None:
    app = make_app(("page", PAGES[0]))
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        for _ in range(4):
            lesson(app).action_turn(1)
        await ready(pilot)
        assert lesson(app).page.id == PAGES[4]
        scroll = lesson(app).scroll
        assert list(scroll.text.children) == [scroll.above, scroll.below]
        assert scroll.document.page is lesson(app).page
        assert [page for page, one in app.session.state.pages.items() if one.opened_t] == [PAGES[0], PAGES[4]]
        assert lesson(app).page.title in text_on(app)


@pytest.mark.slow
async def test_a_page_passed_over_counts_no_hint_twice(make_app: MakeApp) -> None:
    """Turned to and away again before it was shown: what the learner left on it is put on it once."""
    app = make_app(DOT)
    async with app.run_test(size=(80, 60)) as pilot:
        await ready(pilot)
        screen = lesson(app)
        view = await work_at(pilot, questions_on(app, "text")[0])
        await pilot.press("ctrl+t")
        await wait_until(pilot, lambda: view.attempt.hints == 1)
        screen.action_turn(1)
        await ready(pilot)
        screen.action_turn(-1)
        screen.action_turn(1)
        await ready(pilot)
        screen.action_turn(-1)
        await ready(pilot)
        assert screen.page.id == DOT[1]
        assert state_of(app, view.item.id).attempt.hints == 1


async def test_a_page_found_from_a_demo_is_opened_in_place(make_app: MakeApp) -> None:
    app = make_app(DOT)
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        screen = app.screen
        lesson(app).action_link("demo")
        await wait_until(pilot, lambda: isinstance(app.screen, DemoScreen))
        app.navigator.open_page("probability.bayes")
        await ready(pilot)
        assert app.screen is screen
        assert lesson(app).page.id == "probability.bayes"
        assert lesson(app).page.title in text_on(app)
        assert app.focused is lesson(app).scroll


async def test_the_next_page_is_got_ready(make_app: MakeApp, monkeypatch: pytest.MonkeyPatch) -> None:
    """When it is turned to, no text has to be set; a figure is drawn then, and code stands at a door of its own."""
    made: list[tuple[str, object]] = []
    keep = LineCache.keep

    def noted(self: LineCache, what: object, width: int, ascii_only: bool, lines: list[Line]) -> None:
        made.append((self.page, what))
        keep(self, what, width, ascii_only, lines)

    monkeypatch.setattr(LineCache, "keep", noted)
    monkeypatch.setattr("tutor.app.screens.lesson.STAYED", 0)
    app = make_app(DOT)
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        await app.workers.wait_for_complete()
        following = PAGES[PAGES.index(DOT[1]) + 1]
        assert following in {page for page, _ in made}
        made.clear()
        await pilot.press("right")
        await ready(pilot)
        assert lesson(app).page.id == following
        assert {type(what) for page, what in made if page == following} <= {FigureBlock, CodeCell}


async def test_the_words_follow_a_box_that_shrinks(make_app: MakeApp) -> None:
    """Shown its answer, a row of pieces has nothing left to choose from."""
    app = make_app(("item", "probability.softmax.order"))
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        view = focused_item(app)
        assert view is not None
        assert isinstance(view.box, OrderingInput)
        before = view.box.outer_size.height
        await pilot.press("ctrl+r")
        await ready(pilot)
        assert view.box.outer_size.height != before
        prompt, feedback = view.query_one(QuestionPrompt), view.query_one(QuestionFeedback)
        assert feedback.region.y == view.box.region.bottom
        assert feedback.outer_size.height == len(feedback.lines(feedback.size.width))
        assert view.outer_size.height == sum(part.outer_size.height for part in (prompt, view.box, feedback))


async def test_what_was_met_shows_at_a_door_without_a_widget(make_app: MakeApp) -> None:
    app = make_app(DOT)
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        scroll = lesson(app).scroll
        index = scroll.document.of(DemoLink)[0]
        link = scroll.document.blocks[index]
        assert isinstance(link, DemoLink)
        before = await shown(pilot, index)
        app.navigator.open_demo(link.demo.id)
        await wait_until(pilot, lambda: isinstance(app.screen, DemoScreen))
        await app.keep(ChallengeMet(demo=link.demo.id, challenge=link.demo.challenges[0].id))
        await pilot.press("q")
        await ready(pilot)
        assert scroll.live is None
        assert await shown(pilot, index) != before
        assert "1 of" in text_on(app)


async def test_a_figure_goes_to_the_margin_when_there_is_room(make_app: MakeApp) -> None:
    """Known, it is drawn with the text; in the margin, and where it has to be drawn again, it has a widget."""
    app = make_app(("page", PAGES[0]))
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        await app.workers.wait_for_complete()
        await pilot.press("right")
        await ready(pilot)
        scroll = lesson(app).scroll
        await wait_until(pilot, lambda: bool(scroll.document.of(Illustration)))
        (figure,) = scroll.document.of(Illustration)
        place = scroll.layout_now().places[figure]
        drawn = scroll.above.lines(scroll.text_width)[place.top : place.top + place.rows]
        assert any(drawn)
        await pilot.resize_terminal(120, 40)
        await wait_until(pilot, lambda: scroll.margin.display and scroll.margin.region.x > 72)
        await ready(pilot)
        beside = scroll.layout_now().places[figure]
        lines = scroll.margin.lines(scroll.margin.size.width)[beside.top : beside.top + beside.rows]
        assert lines == scroll.document.lines_of(figure, 40)
        assert lines != drawn
        await pilot.resize_terminal(*SIZE)
        await wait_until(pilot, lambda: not scroll.margin.display)
        assert scroll.layout_now().places[figure] == place


async def test_in_the_terminals_own_colours_a_box_is_underlined(make_app: MakeApp) -> None:
    """There a box has no ground of its own, with a widget or without; the colours may be changed meanwhile."""
    app = make_app(DOT)
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        app.theme = "ansi-dark"
        await pilot.press("right")
        await ready(pilot)
        question = questions_on(app, "text")[0]
        await shown(pilot, question)
        scroll = lesson(app).scroll
        text = state_of(app, question)
        lead = lead_line(text.item, False)
        row = next(
            row
            for row, line in enumerate(scroll.document.lines_of(question, scroll.text_width))
            if line[: len(lead)] == lead
        )
        y = scroll.region.y + scroll.top_of(question) - round(scroll.scroll_y) + row
        assert app.screen.get_style_at(scroll.above.region.x + len(lead) + 2, y).underline
        await scroll.make_live(scroll.document, question)
        await pilot.pause()
        assert app.screen.get_style_at(scroll.above.region.x + len(lead) + 2, y).underline


async def test_the_bar_shows_how_much_of_the_page_is_seen(make_app: MakeApp) -> None:
    """As tall as the share that is seen, at the top, at the end, and where it is pulled to."""
    app = make_app(DOT)
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        scroll = lesson(app).scroll
        bar, height, rows = scroll.bar, scroll.size.height, scroll.virtual_size.height

        def filled() -> list[int]:
            """Half rows that are filled."""
            marks = ["".join(cell.text for cell in line) for line in bar.lines(1)]
            assert len(marks) == height
            return [2 * row + half for row, mark in enumerate(marks) for half in (0, 1) if mark in ("█", "▀▄"[half])]

        def seen() -> list[int]:
            first, last = scroll.scroll_y / rows, (scroll.scroll_y + height) / rows
            return list(range(round(first * 2 * height), round(last * 2 * height)))

        assert filled() == seen()
        await pilot.press("pagedown")
        await pilot.pause()
        assert len(filled()) == pytest.approx(len(seen()), abs=1)
        assert filled()[0] == pytest.approx(seen()[0], abs=2)
        await pilot.mouse_down(bar, offset=(0, height - 1))
        await pilot.mouse_up(bar, offset=(0, height - 1))
        await pilot.pause()
        assert scroll.scroll_y == scroll.max_scroll_y
        assert filled()[-1] == 2 * height - 1
        assert app.mouse_captured is None


@pytest.mark.slow
async def test_the_page_before_is_shown_as_it_was_left(make_app: MakeApp) -> None:
    """What was made of a page is not made again, but for what was worked at: that is as the record has it."""
    app = make_app(("page", PAGES[0]))
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        scroll = lesson(app).scroll
        await pilot.press("right")
        await ready(pilot)
        left = scroll.document
        await pilot.press("right")
        await ready(pilot)
        await pilot.press("left")
        await ready(pilot)
        assert scroll.document is left
        question = questions_on(app, "text")[0]
        await work_at(pilot, question)
        await pilot.press("4", "2")
        await pilot.press("escape", "right")
        await ready(pilot)
        await pilot.press("left")
        await ready(pilot)
        assert scroll.live is None
        assert state_of(app, question).draft == "42"
        assert "42" in text_of(scroll.document.lines_of(question, scroll.text_width))
