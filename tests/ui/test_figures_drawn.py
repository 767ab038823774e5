"""Everything a learner can see, drawn in both character sets at the widths it is shown at: nothing cut, nothing raw."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import pytest

from lessons.model.demo import Slider
from lessons.model.page import DemoBlock, ExerciseBlock, FigureBlock, Item, ItemBlock
from tests.conftest import MakeApp
from tests.support.content import COURSE
from tutor.app.screens.demo import DemoScreen
from tutor.app.screens.lesson import LessonScreen
from tutor.app.widgets.demo_panels import DemoNumbers, DemoTalk
from tutor.app.widgets.demo_panels import _folded as folded_readout
from tutor.learning.attempt import Attempt, hints
from tutor.learning.demo_state import DemoState
from tutor.rendering.answer_feedback import AnswerFeedback
from tutor.rendering.blocks import passive_lines
from tutor.rendering.charts import fits
from tutor.rendering.context import RenderContext
from tutor.rendering.notation import Line
from tutor.rendering.page_document import Illustration
from tutor.rendering.typeset import markdown, text_of, words

PAGES = [page.id for page in COURSE.outline.pages]
ITEMS = list(COURSE.templates)
DEMOS = list(COURSE.demos)
WIDTHS = [76, 72, 56]
RAW = ("\\", "$", "\ufffd")


def check(lines: list[Line], width: int, ascii_only: bool, raw: tuple[str, ...] = RAW) -> None:
    """No line beyond the width, no LaTeX left over, in ASCII nothing else."""
    for line in lines:
        text = "".join(cell.text for cell in line)
        assert len(line) <= width, text
        assert not ascii_only or text.isascii(), text
        drawn = text.replace("/ \\", "").replace("\\|", "").replace(" \\ ", "") if ascii_only else text
        assert not any(sign in drawn for sign in raw) or "│" in text, text


@pytest.mark.parametrize("ascii_only", [False, True], ids=["unicode", "ascii"])
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("item_id", PAGES)
def test_pages(item_id: str, width: int, ascii_only: bool) -> None:
    for block in COURSE.page(item_id).blocks:
        if isinstance(block, ItemBlock | DemoBlock | ExerciseBlock):
            continue
        # Pictures and stretched roots are drawn with strokes that look like a command's backslash.
        raw = ("$",) if ascii_only or isinstance(block, FigureBlock) else RAW
        check(passive_lines(block, RenderContext(width, ascii_only)), width, ascii_only, raw)


def texts(item: Item) -> Iterator[str]:
    """All that a question can say."""
    yield from (item.prompt, item.explanation, *hints(COURSE, item), item.model, *item.rubric)
    yield from (step.text for step in item.steps)
    yield from (rule.message for rule in item.wrong_rules)
    yield from (part for option in item.options for part in (option.text, option.message))


@pytest.mark.slow
@pytest.mark.parametrize("ascii_only", [False, True], ids=["unicode", "ascii"])
@pytest.mark.parametrize("item_id", ITEMS)
def test_questions(item_id: str, ascii_only: bool) -> None:
    for seed in (1, 2, 3):
        item = COURSE.item(item_id, seed)
        for text in texts(item):
            check(markdown(text, RenderContext(68, ascii_only)), 68, ascii_only, ("$",) if ascii_only else RAW)
        shown = AnswerFeedback(COURSE, Attempt.on_record(item, "shown"), "").lines(RenderContext(72, ascii_only))
        check(shown, 72, ascii_only, ("$",) if ascii_only else RAW)


@pytest.mark.parametrize("ascii_only", [False, True], ids=["unicode", "ascii"])
@pytest.mark.parametrize("item_id", DEMOS)
def test_demo_pictures_have_room(item_id: str, ascii_only: bool) -> None:
    """Beside the numbers at 80 columns a picture has 41 by 14; nothing in it is dropped or clipped at the start."""
    view = COURSE.demo(item_id).view(COURSE.demo(item_id).initial())
    for figure in (view.figure, view.covered):
        assert fits(figure, 41, 14, ascii_only) == ()


@pytest.mark.parametrize("width", range(8, 45))
def test_a_long_readout_is_folded_and_nothing_of_it_is_lost(width: int) -> None:
    text = "sigma = (5.93, 4.24, 1.41, 0.90, ...)"
    rows = folded_readout(words(text), width)
    assert all(len(row) <= width for row in rows)
    assert "".join(text_of([row]) for row in rows).replace(" ", "") == text.replace(" ", "")


@pytest.mark.slow
@pytest.mark.parametrize("item_id", DEMOS)
async def test_demos_in_the_app(make_app: MakeApp, item_id: str) -> None:
    """Numbers and talk fit beside and below the picture, asked and free, and again when the terminal is resized."""
    app = make_app(("demo", item_id))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        screen = app.screen
        assert isinstance(screen, DemoScreen)
        demo, start = screen.demo, screen.demo.initial()
        beside = [  # the values of a slider that take most columns are beside its ends
            DemoState(demo, demo.place(start, one.name, one.lo + one.step))
            for one in demo.controls
            if isinstance(one, Slider)
        ]
        note = max((screen.praise(challenge) for challenge in demo.challenges), key=len)
        for size, play in product(((80, 24), (60, 20), (120, 40)), (screen.play, DemoState(demo, start), *beside)):
            if app.size != size:
                await pilot.resize_terminal(*size)
            screen.play = play
            screen.refresh_all(note)
            await pilot.pause()
            numbers, talk = screen.query_one(DemoNumbers), screen.query_one(DemoTalk)
            assert numbers.size.height <= screen.query_one("#numbers").size.height, text_of(
                numbers.lines(numbers.size.width)
            )
            for line in numbers.typeset(numbers.size.width):
                assert len(line) <= numbers.size.width, text_of([line])
            room = screen.query_one("#talk").size.height - (1 if screen.typing.display else 0)
            assert len(talk.lines(talk.size.width)) <= room, text_of(talk.lines(talk.size.width))


@pytest.mark.slow
@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=str)
@pytest.mark.parametrize("item_id", PAGES)
async def test_pages_in_the_app(make_app: MakeApp, item_id: str, size: tuple[int, int]) -> None:
    """Nothing is scrolled sideways, nothing overlaps, and every question has its box within the column."""
    app = make_app(("page", item_id))
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        await pilot.pause()
        screen = app.screen
        assert isinstance(screen, LessonScreen)
        scroll = screen.scroll
        assert scroll.max_scroll_x == 0
        assert scroll.margin.region.right <= size[0]
        assert not scroll.margin.region.overlaps(scroll.text.region)
        document, width, margin = scroll.document, scroll.text_width, scroll.margin.size.width
        rows: dict[bool, list[int]] = {False: [], True: []}
        for index, block in enumerate(document.blocks):
            beside = bool(margin) and isinstance(block, Illustration)
            top, count = scroll.layout_now().places[index]
            lines = document.lines_of(index, margin if beside else width)
            assert count == len(lines)
            assert all(len(line) <= (margin if beside else width) for line in lines)
            rows[beside] += range(top, top + count)
        assert all(len(taken) == len(set(taken)) for taken in rows.values())
