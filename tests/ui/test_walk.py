"""What a learner who errs sees: the right answer once it was asked for, keys that are named, values beyond a range."""

from __future__ import annotations

import pytest
from textual.binding import Binding

from tests.conftest import MakeApp
from tests.support.journeys import text_on, wait_until
from tutor.app.screens.demo import DemoScreen
from tutor.app.screens.lesson import LessonScreen
from tutor.app.widgets.choice_input import ChoiceInput
from tutor.app.widgets.header_footer import binding_sign
from tutor.app.widgets.menu import Row
from tutor.app.widgets.question import QuestionView
from tutor.rendering.typeset import words

ASKED = (
    "linear_algebra.dot.bigger",
    "linear_algebra.dot.compute",
    "linear_algebra.shapes.fits",
    "linear_algebra.products.matmul",
    "probability.softmax.order",
    "calculus.descent.rule",
)


def shown_in(view: QuestionView) -> str:
    """What the box shows as the answer."""
    box = view.box
    if isinstance(box, ChoiceInput):
        return " ".join(option.id for option in box.options if option.id in box.right)
    if hasattr(box, "taken"):
        return " ".join(box.taken)
    if hasattr(box, "cells"):
        return "[" + "; ".join(", ".join(row) for row in box.cells) + "]"
    return str(getattr(box, "value", ""))


@pytest.mark.parametrize("item_id", ASKED)
async def test_show_me_puts_the_right_answer_into_the_box(item_id: str, make_app: MakeApp) -> None:
    app = make_app(("item", item_id))
    async with app.run_test(size=(80, 24)) as pilot:
        await wait_until(pilot, lambda: isinstance(app.screen, LessonScreen) and bool(app.screen.query(QuestionView)))
        view = app.screen.query_one(QuestionView)
        assert view.item.id == item_id
        view.action_show_me()
        await pilot.pause()
        assert "".join(shown_in(view).split()) == "".join(view.item.answer.split())
        assert view.standing == "shown"


async def test_a_value_beyond_the_range_is_named(make_app: MakeApp) -> None:
    app = make_app(("demo", "vectors"))
    async with app.run_test(size=(80, 24)) as pilot:
        await wait_until(pilot, lambda: isinstance(app.screen, DemoScreen))
        assert isinstance(app.screen, DemoScreen)
        app.screen.play = app.screen.play.free()
        app.screen.refresh_all()
        await pilot.pause()
        await pilot.press("9")
        await wait_until(pilot, lambda: "put arrow a at:" in text_on(app))
        await pilot.press("comma", "1", "enter")
        await wait_until(pilot, lambda: "arrow a goes from" in text_on(app))


def test_keys_are_named_in_ascii_too() -> None:
    arrows = Binding("down", "move(1)", "move", key_display="↑↓")
    assert binding_sign(arrows, plain=False) == "↑↓"
    assert binding_sign(arrows, plain=True) == "up/down"
    assert binding_sign(Binding("q,escape", "back", "back", key_display="q"), plain=True) == "q"


def test_a_row_says_less_where_there_is_less_room() -> None:
    row = Row(words("two arrows to move"), "demo:vectors", words("two arrows"))
    text = {width: "".join(cell.text for cell in row.within(width, False)) for width in (18, 12, 8)}
    assert text == {18: "two arrows to move", 12: "two arrows", 8: "two a..."}
