"""Every kind of question in the app: what is typed or chosen, judged and put on record."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lessons.answers import judge
from lessons.course import Course
from lessons.source import Source
from tests.conftest import MakeApp
from tests.support.content import COURSE
from tests.support.journeys import (
    focused_item,
    give,
    lesson,
    questions_on,
    state_of,
    text_on,
    type_text,
    wait_until,
    work_at,
)
from tests.support.paths import COURSES
from tutor.app.app import TutorApp
from tutor.app.widgets.explain_input import ExplainInput
from tutor.app.widgets.free_text import FreeText
from tutor.app.widgets.ordering_input import OrderingInput
from tutor.app.widgets.text_input import TextInput
from tutor.app.widgets.worksheet import WorksheetView
from tutor.learning.worksheet import Sheet, cells_of, sheet
from tutor.rendering.typeset import text_of

SIZE = (80, 30)
KINDS = Course(Source.folder(COURSES / "kinds"))


def journal(home: Path) -> list[dict[str, object]]:
    return [json.loads(line) for path in (home / "journal").glob("*.jsonl") for line in path.read_text().splitlines()]


def app_at(make_app: MakeApp, item: str) -> TutorApp:
    return make_app(("item", f"basics.sums.{item}"), course=KINDS)


@pytest.mark.parametrize(
    ("item", "typed"),
    [("add", None), ("pick", "a"), ("several", "a c"), ("vector", "4 6"), ("matrix", "[2, 0; 0, 2]"),
     ("formula", "x+x"), ("rule", "x := 1 + x"), ("gaps", "a c")],
)  # fmt: skip
async def test_a_right_answer(make_app: MakeApp, home: Path, item: str, typed: str | None) -> None:
    app = app_at(make_app, item)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        view = focused_item(app)
        assert view is not None
        await give(pilot, view, typed or view.item.answer)
        assert view.standing == "right"
        assert "✓ right." in text_on(app)
    (answer,) = [event for event in journal(home) if event["kind"] == "answer"]
    assert (answer["verdict"], answer["format"]) == ("right", view.item.kind)


@pytest.mark.slow
async def test_steps_are_put_in_order(make_app: MakeApp, home: Path) -> None:
    """A false step has its own message; a step can be taken back; the order is judged as it stands."""
    app = app_at(make_app, "order")
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        view = focused_item(app)
        assert view is not None
        assert isinstance(view.box, OrderingInput)
        await pilot.press("c", "d", "end", "enter")
        await pilot.pause()
        assert "Nothing is multiplied" in text_on(app)
        await pilot.press("backspace", "b", "a", "end", "enter")
        await pilot.pause()
        assert view.standing == "wrong"
        assert "✗" in text_on(app)
        await pilot.press("backspace", "backspace", "a", "b", "end", "enter")
        await pilot.pause()
        assert view.standing == "right"
    typed = [event["typed"] for event in journal(home) if event["kind"] == "answer"]
    assert typed == ["c d", "c b a", "c a b"]


@pytest.mark.slow
async def test_a_half_built_order_comes_back(make_app: MakeApp) -> None:
    app = app_at(make_app, "order")
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        await pilot.press("c", "a")
        await pilot.pause(0.3)
    again = make_app(course=KINDS)
    async with again.run_test(size=SIZE) as pilot:
        await pilot.pause()
        await wait_until(pilot, lambda: focused_item(again) is not None)
        view = focused_item(again)
        assert view is not None
        assert isinstance(view.box, OrderingInput)
        assert view.box.taken == ["c", "a"]


@pytest.mark.slow
async def test_explaining_in_stages(make_app: MakeApp, home: Path) -> None:
    """Statements are judged; the own words and the ticks are kept as the learner's own, and clear nothing."""
    app = app_at(make_app, "why")
    async with app.run_test(size=(80, 40)) as pilot:
        await pilot.pause()
        view = focused_item(app)
        assert view is not None
        assert isinstance(view.box, ExplainInput)
        assert isinstance(app.focused, FreeText)
        assert "kind of multiplication" not in text_on(app)
        await type_text(pilot, "heaps")
        await pilot.press("tab")
        await pilot.pause()
        assert (view.box.stage, view.box.words_left) == ("write", "heaps")
        await type_text(pilot, " keep no order")
        await pilot.press("tab")
        await pilot.pause()
        await pilot.pause()
        assert "kind of multiplication" in text_on(app)
        await pilot.press("b", "enter")
        await pilot.pause()
        assert "It is not" in text_on(app)
        assert "Pouring two heaps" not in text_on(app)
        await pilot.press("b", "a", "enter")
        await pilot.pause()
        await pilot.pause()
        assert "Pouring two heaps" in text_on(app)
        await pilot.press("a", "enter")
        await pilot.pause()
        assert "1 of 2" in text_on(app)
        state, before = view.state, text_on(app)
        scroll = lesson(app).scroll
        question = scroll.question(view.item.id)
        await work_at(pilot, next(index for index in questions_on(app) if index != question))
        assert state_of(app, question) == state
        drawn = text_of(scroll.document.lines_of(question, scroll.text_width))
        assert all(words in drawn for words in ("heaps", "Pouring two heaps", "1 of 2"))
        await scroll.make_live(scroll.document, question)
        await pilot.pause()
        assert state_of(app, question) == state
        assert scroll.live is not None
        assert scroll.live.outer_size.height == len(scroll.document.lines_of(question, scroll.text_width))
        assert before.count("heaps") <= drawn.count("heaps")
    events = journal(home)
    assert [event["verdict"] for event in events if event["kind"] == "answer"] == ["wrong", "right"]
    explained = [event for event in events if event["kind"] == "explained"]
    assert [(event["typed"], event["ticked"]) for event in explained] == [
        ("heaps keep no order", []),
        ("heaps keep no order", [0]),
    ]


async def test_own_words_come_back_half_said(make_app: MakeApp) -> None:
    app = app_at(make_app, "why")
    async with app.run_test(size=(80, 40)) as pilot:
        await pilot.pause()
        await type_text(pilot, "because")
        await pilot.pause(0.3)
    again = make_app(course=KINDS)
    draft = again.session.place.drafts.get("basics.sums.why words")
    assert draft is not None
    assert draft.text == "because"


def test_fewer_steps_are_given_the_more_often_it_was_solved() -> None:
    item = KINDS.item("basics.sums.add", 1)
    given = [sum(cell.given for cell in made.cells) for solved in range(3) if (made := sheet(item, solved))]
    assert given == [1, 0, 0]
    assert len(cells_of(item)) == 3


def filled(made: Sheet, *typed: str) -> list[str]:
    for index, text in enumerate(typed):
        made = made.filled(index, text)
    return [cell.mark for cell in made.cells]


def test_an_error_is_carried_forward_and_counted_once() -> None:
    item = KINDS.item("basics.sums.add", 1)
    made = sheet(item, solved=5)
    assert made is not None
    first, second, third = (int(step.value) for step in cells_of(item))
    assert filled(made, str(first), str(second), str(third)) == ["right", "right", "right"]
    slip = (str(first + 1), str(second + 1), str(2 * (second + 1)))
    assert filled(made, *slip) == ["wrong", "carried", "carried"]
    assert filled(made, str(first), str(second + 1), str(third)) == ["right", "wrong", "right"]
    assert filled(made, "1 +", str(second + 1)) == ["unreadable", "wrong", ""]


@pytest.mark.parametrize("item_id", [item_id for item_id in COURSE.templates if cells_of(COURSE.item(item_id, 1))])
def test_worksheets_of_the_course_follow_their_own_steps(course: Course, item_id: str) -> None:
    """What a cell should be, worked out from the right cells before it, is what it is."""
    for seed in range(20):
        item = course.item(item_id, seed)
        made = sheet(item, solved=99)
        assert made is not None
        for index, cell in enumerate(made.cells):
            made = made.filled(index, cell.step.value)
            assert made.cells[index].mark == "right", (item_id, seed, index)
            if cell.step.follow is not None:
                assert made._follows(index, cell.step.value), (item_id, seed, index)


async def test_a_worksheet_in_the_app(make_app: MakeApp, home: Path) -> None:
    app = app_at(make_app, "add")
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        view = focused_item(app)
        assert view is not None
        await pilot.press("ctrl+o")
        await pilot.pause()
        steps = cells_of(view.item)
        assert "given" in text_on(app)
        await type_text(pilot, "1000")
        await pilot.press("enter")
        await pilot.pause()
        for _ in range(4):
            await pilot.press("backspace")
        for step in steps[1:]:
            await type_text(pilot, step.value)
            await pilot.press("enter")
            await pilot.pause()
        assert view.query_one(WorksheetView).sheet.next is None
        assert view.box.has_focus
        await give(pilot, view, view.item.answer)
        assert view.standing == "right"
    steps_kept = [(event["step"], event["verdict"]) for event in journal(home) if event["kind"] == "stepped"]
    assert steps_kept == [(1, "wrong"), (1, "right"), (2, "right")]
    (answer,) = [event for event in journal(home) if event["kind"] == "answer"]
    assert answer["unaided"] is False


@pytest.mark.slow
async def test_a_worksheet_comes_back_as_it_was_left(make_app: MakeApp) -> None:
    """Two cells filled, one of them wrong, a third half typed: the next start shows all of it, the cursor there."""
    app = app_at(make_app, "add")
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        view = focused_item(app)
        assert view is not None
        await pilot.press("ctrl+t", "ctrl+o")
        await pilot.pause()
        await type_text(pilot, "1000")
        await pilot.press("enter")
        await pilot.pause()
        await pilot.press("backspace")
        await pilot.pause(0.3)
    again = make_app(course=KINDS)
    async with again.run_test(size=SIZE) as pilot:
        for _ in range(4):
            await pilot.pause()
        view = focused_item(again)
        assert view is not None
        sheet_view = view.query_one(WorksheetView)
        assert [cell.mark for cell in sheet_view.sheet.cells] == ["", "wrong", ""]
        assert isinstance(again.focused, TextInput)
        assert again.focused.value == "100"
        assert view.attempt.hints == 1
        assert not view.attempt.unaided
        await pilot.press("0", "enter")
        await pilot.pause()
        assert sheet_view.sheet.cells[1].typed == "1000"


@pytest.mark.slow
async def test_a_verdict_comes_back(make_app: MakeApp) -> None:
    app = app_at(make_app, "add")
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        await type_text(pilot, "1000")
        await pilot.press("enter")
        await pilot.pause(0.3)
        said = [line for line in text_on(app).splitlines() if "✗" in line]
    again = make_app(course=KINDS)
    async with again.run_test(size=SIZE) as pilot:
        for _ in range(4):
            await pilot.pause()
        assert [line for line in text_on(again).splitlines() if "✗" in line] == said != []


@pytest.mark.parametrize("item_id", list(KINDS.templates))
def test_every_wrong_rule_of_every_kind_says_its_own(item_id: str) -> None:
    item = KINDS.item(item_id, 3)
    assert judge(item.question, item.answer).mark == "right"
    for rule in item.wrong_rules:
        verdict = judge(item.question, rule.answer)
        assert (verdict.mark, verdict.wrong_rule, verdict.feedback) == ("wrong", rule.id, rule.message)
