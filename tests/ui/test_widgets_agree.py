"""The app's boxes and the JSON face say the same of every question: right, each wrong rule, unreadable.

The boxes are worked as keys work them, from the text they hold to what they submit; walking with every single key
is for the journeys.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from textual.app import App, ComposeResult
from textual.containers import VerticalScroll
from textual.pilot import Pilot

from lessons.model.page import Item
from tests.support.content import COURSE
from tests.support.journeys import fits_grid, wrong_answer
from tutor.app.theme import FALLBACKS
from tutor.app.widgets.choice_input import ChoiceInput
from tutor.app.widgets.explain_input import ExplainInput
from tutor.app.widgets.matrix_input import MatrixInput
from tutor.app.widgets.ordering_input import OrderingInput
from tutor.app.widgets.question import QuestionView
from tutor.app.widgets.text_input import TextInput
from tutor.cli.judge_requests import judge_request

RUNGS = [rung.id for rung in COURSE.outline.rungs]
UNREADABLE = ("((", "1,5 + ", "\\frac{1}")


class Host(App[None]):
    """Holds one question at a time, and keeps what its box submits and how that was judged."""

    def __init__(self) -> None:
        super().__init__()
        self.judged: list[QuestionView.Judged] = []
        self.keys: dict[str, str] = {}

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return FALLBACKS

    def compose(self) -> ComposeResult:
        yield VerticalScroll()

    def on_question_view_judged(self, event: QuestionView.Judged) -> None:
        self.judged.append(event)
        event.view.reveal(event.typed, event.verdict)


async def submit(pilot: Pilot[None], view: QuestionView, text: str) -> None:
    """Put a text into the box and press what submits it."""
    box = view.box
    if isinstance(box, ExplainInput):
        box.go_on()
        box = box.statements
    if isinstance(box, ChoiceInput) and box.several:
        box.ticked = frozenset()
    box.restore(text)
    if isinstance(box, TextInput):
        await box.action_submit()
    elif isinstance(box, ChoiceInput):
        box.action_submit()
    elif isinstance(box, OrderingInput):
        box.action_last()
        box.action_take()
    else:
        assert isinstance(box, MatrixInput)
        box.place = (box.rows - 1, box.columns - 1)
        box.action_enter()
    await pilot.pause()


def answers(item: Item) -> Iterator[str]:
    """What is given to a question: what is wrong first, for a right answer closes the box."""
    if item.kind == "matrix" and item.shape is not None:
        rows, columns = item.shape
        yield "[" + "; ".join(", ".join("((" for _ in range(columns)) for _ in range(rows)) + "]"
        yield from (rule.answer for rule in item.wrong_rules if fits_grid(item, rule.answer))
    elif item.options:
        options = {option.id for option in item.options}
        yield from (rule.answer for rule in item.wrong_rules if set(rule.answer.split()) <= options)
        yield wrong_answer(item)
    else:
        yield from UNREADABLE
        yield from (rule.answer for rule in item.wrong_rules)
    yield item.answer


@pytest.mark.slow
@pytest.mark.parametrize("rung", RUNGS)
async def test_the_boxes_say_what_the_json_face_says(rung: str) -> None:
    app = Host()
    items = [COURSE.item(item_id, 3) for item_id in COURSE.templates if item_id.startswith(f"{rung}.")]
    marks: dict[str, set[str]] = {}
    async with app.run_test(size=(80, 8)) as pilot:  # nothing here is looked at
        for item in items:
            view = QuestionView(COURSE, item)
            await app.query_one(VerticalScroll).mount(view)
            await pilot.pause()
            for text in answers(item):
                before = len(app.judged)
                await submit(pilot, view, text)
                assert len(app.judged) == before + 1, (item.id, text)
                event = app.judged[-1]
                request = {"id": 1, "item": item.id, "seed": item.seed, "answer": event.typed}
                said = judge_request(lambda: COURSE, request)
                verdict = event.verdict
                assert (said["verdict"], said["feedback"], said["understood"], said["column"], said["wrong_rule"]) == (
                    verdict.mark, verdict.feedback, verdict.understood, verdict.column, verdict.wrong_rule,
                ), (item.id, text)  # fmt: skip
                assert judge_request(lambda: COURSE, {**request, "answer": text})["verdict"] == said["verdict"]
                marks.setdefault(item.id, set()).add(verdict.mark)
            assert view.settled, item.id
            await view.remove()
    assert all({"right", "wrong"} <= seen for seen in marks.values())
    typed = [item for item in items if not item.options]
    assert all("unreadable" in marks[item.id] for item in typed)
