"""A page is drawn as one sheet; a question has widgets only once it is worked at, and looks the same before."""

from __future__ import annotations

import pytest
from rich.segment import Segment
from rich.style import Style as RichStyle
from textual.pilot import Pilot
from textual.widget import Widget

from lessons.course import Course
from lessons.model.page import CodeCell, FigureBlock
from progress.events import ChallengeMet
from tests.conftest import MakeApp
from tests.support.journeys import focused_item, lesson, text_on
from tests.support.study_sessions import ready
from tests.ui.test_exercise_journeys import until
from tutor.app.app import TutorApp
from tutor.app.screens.demo import DemoScreen
from tutor.app.widgets.ordering_input import OrderingInput
from tutor.app.widgets.page_links import DemoLink
from tutor.app.widgets.page_parts import Picture
from tutor.app.widgets.question import QuestionView
from tutor.app.widgets.question_text import QuestionText
from tutor.app.widgets.text_input import TextInput
from tutor.fast.line_cache import LineCache
from tutor.rendering.notation import Line

SIZE = (80, 24)
DOT = ("page", "linear_algebra.dot")
PAGES = [page.id for page in Course().outline.pages]


def cells_of(segment: Segment) -> list[tuple[object, ...]]:
    """What can be seen of a run of cells: of a blank one only its ground."""
    style = segment.style or RichStyle()
    return [
        (char, style.bgcolor, None if char == " " else (style.color, style.bold, style.italic)) for char in segment.text
    ]


def rows_of(app: TutorApp, view: Widget) -> list[list[tuple[object, ...]]]:
    """The rows of the screen on which a block stands."""
    scroll = lesson(app).scroll
    top = scroll.region.y - round(scroll.scroll_y)
    rows = app.screen._compositor.render_strips()[top + scroll.top_of(view) : top + scroll.end_of(view)]
    return [[cell for segment in row.crop(0, 76) for cell in cells_of(segment)] for row in rows]


async def shown(pilot: Pilot[None], view: Widget) -> list[list[tuple[object, ...]]]:
    """The same, once it is in sight as far as it can be."""
    app = pilot.app
    assert isinstance(app, TutorApp)
    scroll = lesson(app).scroll
    scroll.scroll_to(y=scroll.top_of(view) - 1, animate=False)
    await pilot.pause()
    return rows_of(app, view)


@pytest.mark.parametrize("page", PAGES)
async def test_a_block_looks_the_same_before_it_is_worked_at(page: str, make_app: MakeApp) -> None:
    app = make_app(("page", page))
    async with app.run_test(size=(80, 40)) as pilot:
        await ready(pilot)
        await app.workers.wait_for_complete()
        blocks = [one for one in lesson(app).scroll.blocks if not one.is_mounted]
        assert any(isinstance(one, QuestionView) for one in blocks)
        before = [await shown(pilot, one) for one in blocks]
        column = lesson(app).scroll.column
        assert column is not None
        await column.wake(*blocks)
        await pilot.pause()
        assert all(one.is_mounted for one in blocks)
        assert [await shown(pilot, one) for one in blocks] == before


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
        screen, first = app.screen, lesson(app).ink
        await pilot.press("pagedown", "right")
        await ready(pilot)
        assert app.screen is screen
        assert lesson(app).page.id != DOT[1]
        assert lesson(app).ink is not first
        assert lesson(app).scroll.scroll_y == 0
        assert list(lesson(app).scroll.children) == [lesson(app).scroll.column, lesson(app).scroll.bar]
        assert [page for page, one in app.session.state.pages.items() if one.opened_t] == [DOT[1], lesson(app).page.id]


async def test_every_page_that_is_turned_to_is_whole(make_app: MakeApp) -> None:
    """There and back: what stands on the sheet and what has widgets of its own are this page's, and no other's."""
    app = make_app(("page", PAGES[0]))
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        scroll = lesson(app).scroll
        column = scroll.column
        assert column is not None
        for key in ["right"] * 8 + ["left"] * 3:
            await pilot.press("space", key)
            await pilot.pause(0.02)
            await pilot.press("space")
            await until(pilot, lambda: scroll.laid_out and set(column.places) == set(scroll._all))
            assert all(child in scroll._all for child in column.children if child.display and child is not column.sheet)
        await ready(pilot)
        assert scroll.column is column
        assert all(child.display for child in scroll.query("*"))


async def test_turning_fast_ends_on_the_last_page(make_app: MakeApp) -> None:
    app = make_app(("page", PAGES[0]))
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        for _ in range(4):
            lesson(app).action_turn(1)
        await ready(pilot)
        assert lesson(app).page.id == PAGES[4]
        scroll = lesson(app).scroll
        assert list(scroll.children) == [scroll.column, scroll.bar]
        assert scroll.column is not None
        assert set(scroll.column.places) == set(scroll._all)
        assert [page for page, one in app.session.state.pages.items() if one.opened_t] == [PAGES[0], PAGES[4]]
        assert lesson(app).page.title in text_on(app)


async def test_a_page_passed_over_counts_no_hint_twice(make_app: MakeApp) -> None:
    """Turned to and away again before it was shown: what the learner left on it is put on it once."""
    app = make_app(DOT)
    async with app.run_test(size=(80, 60)) as pilot:
        await ready(pilot)
        screen = lesson(app)
        view = next(view for view in screen.scroll.of(QuestionView) if isinstance(view.box, TextInput))
        screen.scroll.begin(view)
        await until(pilot, lambda: focused_item(app) is view)
        await pilot.press("ctrl+t")
        await until(pilot, lambda: view.attempt.hints == 1)
        screen.action_turn(1)
        await ready(pilot)
        screen.action_turn(-1)
        screen.action_turn(1)
        await ready(pilot)
        screen.action_turn(-1)
        await ready(pilot)
        assert screen.page.id == DOT[1]
        assert screen.items[view.item.id].attempt.hints == 1


async def test_a_page_found_from_a_demo_is_opened_in_place(make_app: MakeApp) -> None:
    app = make_app(DOT)
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        screen = app.screen
        await pilot.press("d")
        await until(pilot, lambda: isinstance(app.screen, DemoScreen))
        app.open_page("probability.bayes")
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
        view = next(view for view in lesson(app).scroll.of(QuestionView) if isinstance(view.box, OrderingInput))
        await until(pilot, lambda: focused_item(app) is view)
        before = view.box.outer_size.height
        await pilot.press("ctrl+r")
        await ready(pilot)
        assert view.box.outer_size.height != before
        words = view.query_one(QuestionText)
        assert words.gap == view.box.outer_size.height
        assert words.outer_size.height == len(words.lines(words.size.width))
        assert view.outer_size.height == words.outer_size.height


async def test_what_was_met_shows_at_a_door_without_a_widget(make_app: MakeApp) -> None:
    app = make_app(DOT)
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        scroll = lesson(app).scroll
        door = scroll.of(DemoLink)[0]
        before = await shown(pilot, door)
        app.open_demo(door.demo.id)
        await until(pilot, lambda: isinstance(app.screen, DemoScreen))
        await app.keep(ChallengeMet(demo=door.demo.id, challenge=door.demo.challenges[0].id))
        await pilot.press("q")
        await ready(pilot)
        assert not door.is_mounted
        assert await shown(pilot, door) != before
        assert "1 of" in text_on(app)


async def test_a_figure_goes_to_the_margin_when_there_is_room(make_app: MakeApp) -> None:
    """Known, it is drawn with the text; in the margin, and where it has to be drawn anew, it has a widget."""
    app = make_app(("page", PAGES[0]))
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        await app.workers.wait_for_complete()
        await pilot.press("right")
        await ready(pilot)
        scroll = lesson(app).scroll
        await until(pilot, lambda: bool(scroll.of(Picture)))
        (picture,) = scroll.of(Picture)
        assert not picture.is_mounted
        drawn = scroll.top_of(picture)
        await pilot.resize_terminal(120, 40)
        await until(pilot, lambda: picture.is_mounted and picture.region.x > 72)
        await pilot.resize_terminal(*SIZE)
        await until(pilot, lambda: picture.region.x < 10)
        assert scroll.top_of(picture) == drawn


async def test_in_the_terminals_own_colours_every_block_has_a_widget(make_app: MakeApp) -> None:
    """There a box is known by its underline; from the next page on, too, when the colours are changed meanwhile."""
    app = make_app(DOT)
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        app.theme = "ansi-dark"
        await pilot.press("right")
        await ready(pilot)
        assert all(one.is_mounted for one in lesson(app).scroll.blocks)


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


async def test_the_page_before_is_shown_as_it_was_left(make_app: MakeApp) -> None:
    """What was made of a page is not made again, but for what was worked at: that is as the record has it."""
    app = make_app(("page", PAGES[0]))
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        scroll = lesson(app).scroll
        await pilot.press("right")
        await ready(pilot)
        left = scroll._all
        await pilot.press("right")
        await ready(pilot)
        await pilot.press("left")
        await ready(pilot)
        assert scroll._all == left
        view = next(view for view in scroll.of(QuestionView) if isinstance(view.box, TextInput))
        scroll.begin(view)
        await until(pilot, lambda: focused_item(app) is view)
        await pilot.press("4", "2")
        await pilot.press("escape", "right")
        await ready(pilot)
        await pilot.press("left")
        await ready(pilot)
        again = next(one for one in scroll.of(QuestionView) if one.item.id == view.item.id)
        assert again is not view
        assert again.draft == "42"
        assert again.is_mounted
