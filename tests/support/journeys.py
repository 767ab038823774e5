"""Walking through the app as a learner does: with keys, and with what the screen shows."""

from __future__ import annotations

import time
from collections.abc import Callable

from rich.segment import Segment
from rich.style import Style as RichStyle
from textual import events
from textual.pilot import Pilot

from lessons.answers import WrongRule
from lessons.model.page import Item
from tests.support.painted import painted_rows
from tutor.app.app import TutorApp
from tutor.app.screens.demo import DemoScreen
from tutor.app.screens.exercise import ExerciseScreen
from tutor.app.screens.home import HomeScreen
from tutor.app.screens.lesson import LessonScreen
from tutor.app.screens.study_session import StudySessionScreen
from tutor.app.widgets.choice_input import ChoiceInput
from tutor.app.widgets.code_editor import CodeEditor
from tutor.app.widgets.explain_input import ExplainInput
from tutor.app.widgets.free_text import FreeText
from tutor.app.widgets.matrix_input import MatrixInput
from tutor.app.widgets.ordering_input import OrderingInput
from tutor.app.widgets.question import QuestionView
from tutor.app.widgets.text_input import TextInput
from tutor.learning.question_state import QuestionState
from tutor.rendering.answer_boxes import box_of, fields
from tutor.rendering.page_document import Question

PRESSES = 900
KEYS = {
    " ": "space", ",": "comma", ".": "full_stop", "-": "minus", "/": "slash", "+": "plus", "*": "asterisk",
    "(": "left_parenthesis", ")": "right_parenthesis", "[": "left_square_bracket", "]": "right_square_bracket",
    ";": "semicolon", "^": "circumflex_accent", "=": "equals_sign", "<": "less_than_sign", "_": "underscore",
}  # fmt: skip


async def type_text(pilot: Pilot[None], text: str) -> None:
    """Each character as a key press."""
    await pilot.press(*(KEYS.get(char, char) for char in text))


def text_on(app: TutorApp) -> str:
    """What the current screen shows, as text."""
    lines = painted_rows(app)
    return "\n".join("".join(segment.text for segment in strip) for strip in lines)


def focused_item(app: TutorApp) -> QuestionView | None:
    """The question whose box has the focus."""
    widget = app.focused
    while widget is not None and not isinstance(widget, QuestionView):
        parent = widget.parent
        widget = parent if hasattr(parent, "children") else None  # type: ignore[assignment]
    return widget


async def give(pilot: Pilot[None], view: QuestionView, answer: str) -> None:
    """Put an answer into the box in focus and submit it."""
    box = view.box
    if isinstance(box, OrderingInput):
        await pilot.press(*["backspace"] * len(box.taken), *answer.split(), "end", "enter")
    elif isinstance(box, ChoiceInput | ExplainInput):
        if isinstance(box, ExplainInput) and box.stage == "write":
            await type_text(pilot, "all in my own words")
            await pilot.press("tab")
            await pilot.pause()
            await pilot.pause()
        ticked = box.ticked if isinstance(box, ChoiceInput) else box.statements.ticked
        await pilot.press(*sorted(ticked), *answer.split(), "enter")
    elif isinstance(box, MatrixInput):
        box.restore("", 0)
        for row in fields(answer, box.rows, box.columns):
            for cell in row:
                await type_text(pilot, cell)
                await pilot.press("enter")
    else:
        assert isinstance(box, TextInput)
        box.value = ""
        box.insert_text_at_cursor(answer)  # pasted: a key at a time is what `type_text` and the tests in a pty do
        await pilot.press("enter")
    await pilot.pause()


def wrong_answer(item: Item) -> str:
    """A wrong answer to a question without wrong rules of its own."""
    if item.kind == "order":
        return " ".join(reversed(item.answer.split()))
    right = item.answer.split()
    false = next(option.id for option in item.options if option.id not in right)
    return " ".join([false, *right[1:]]) if item.kind == "cloze" else false


def giveable(item: Item) -> list[WrongRule]:
    """The wrong rules whose answer can be put into the item's box: a grid takes its own shape only."""
    if item.kind == "matrix":
        return [rule for rule in item.wrong_rules if fits_grid(item, rule.answer)]
    return list(item.wrong_rules)


def rule_to_give(item: Item) -> WrongRule | None:
    """One of the item's wrong rules; that the box takes each of them is for `test_widgets_agree`."""
    rules = giveable(item)
    return rules[len(item.id) % len(rules)] if rules else None


def fits_grid(item: Item, answer: str) -> bool:
    """Whether an answer is a matrix of the item's shape."""
    rows, columns = item.shape or (0, 0)
    body = answer.strip("[]").split(";")
    return len(body) == rows and all(len(row.split(",")) == columns for row in body)


async def onward(pilot: Pilot[None], app: TutorApp, rung: str, answer: str = "right") -> list[str]:
    """Press Enter again and again until the rung is left; answer what comes, rightly or wrongly with giving up.

    The questions met, in order.
    """
    met: list[str] = []
    for _ in range(PRESSES):
        if isinstance(app.screen, HomeScreen | StudySessionScreen) or (
            isinstance(app.screen, LessonScreen) and app.screen.page.rung != rung
        ):
            return met
        if isinstance(app.screen, DemoScreen | ExerciseScreen):
            await pilot.press("escape")
            await pilot.pause()
            continue
        view = focused_item(app)
        if isinstance(app.focused, FreeText):
            await pilot.press("tab")
            await pilot.pause()
            continue
        if view is None or view.settled:
            await pilot.press("enter")
            await pilot.pause()
            continue
        met.append(view.item.id)
        if answer == "right":
            await give(pilot, view, view.item.answer)
        else:
            rule = rule_to_give(view.item)
            await give(pilot, view, rule.answer if rule else wrong_answer(view.item))
            if rule:
                assert view.attempt.verdict is not None
                assert view.attempt.verdict.feedback == rule.message, (view.item.id, rule.id)
            await pilot.press("ctrl+r")
            await pilot.pause()
        assert view.settled, (view.item.id, view.attempt)
    raise AssertionError(f"still in {rung} after {PRESSES} presses: {app.screen}, {met}")


def questions_on(app: TutorApp, box: str = "") -> list[int]:
    """The blocks of the questions on the page, or of those with a kind of box."""
    document = lesson(app).scroll.document
    states = [(index, document.blocks[index]) for index in document.of(Question)]
    return [index for index, one in states if isinstance(one, Question) and box in ("", box_of(one.state.item))]


def state_of(app: TutorApp, question: int | str) -> QuestionState:
    """A question of the page as it stands, by its block or its item."""
    scroll = lesson(app).scroll
    index = scroll.question(question) if isinstance(question, str) else question
    live, block = scroll.live, scroll.document.blocks[index]
    assert isinstance(block, Question)
    return live.state if index == scroll.live_index and isinstance(live, QuestionView) else block.state


async def work_at(pilot: Pilot[None], question: int) -> QuestionView:
    """Go to a question of the page: its widget, once it has the focus."""
    app = pilot.app
    assert isinstance(app, TutorApp)
    lesson(app).scroll.begin(question)
    for _ in range(PRESSES):
        view = focused_item(app)
        if view is not None and lesson(app).scroll.live_index == question:
            return view
        await pilot.pause()
    raise AssertionError("the question never got the focus")


def lesson(app: TutorApp) -> LessonScreen:
    """The lesson screen on top."""
    assert isinstance(app.screen, LessonScreen)
    return app.screen


PATIENCE = 20.0  # seconds for a program to start and end on a busy machine


WIDE, NARROW = (120, 40), (80, 24)


def screen(app: TutorApp) -> ExerciseScreen:
    assert isinstance(app.screen, ExerciseScreen), app.screen
    return app.screen


async def wait_until(pilot: Pilot[None], true: Callable[[], bool]) -> None:
    """Until it holds: a program that runs takes as long as it takes."""
    deadline = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < deadline, text_on(pilot.app)  # type: ignore[arg-type]
        await pilot.pause(0.02)
    await pilot.pause()


async def write(pilot: Pilot[None], editor: CodeEditor, text: str) -> None:
    """Put a whole program in the editor, the way it is pasted."""
    editor.focus()
    editor.select_all()
    pilot.app.post_message(events.Paste(text))
    await pilot.pause()
    assert editor.text.rstrip() == text.rstrip()


async def checked(pilot: Pilot[None], app: TutorApp) -> None:
    """Press the key that checks, and wait for what it finds."""
    before = app.session.state.exercises.get(screen(app).exercise.id)
    count = before.checks if before else 0

    def done() -> bool:
        record = app.session.state.exercises.get(screen(app).exercise.id)
        return record is not None and record.checks > count and not screen(app).panel.findings.running

    await pilot.press("ctrl+s")
    await wait_until(pilot, done)


SIZE = (80, 24)
DOT = ("page", "linear_algebra.dot")


def cells_of(segment: Segment) -> list[tuple[object, ...]]:
    """What can be seen of a run of cells: of a blank one only its ground."""
    style = segment.style or RichStyle()
    return [
        (char, style.bgcolor, None if char == " " else (style.color, style.bold, style.italic)) for char in segment.text
    ]


def rows_of(app: TutorApp, block: int) -> list[list[tuple[object, ...]]]:
    """The rows of the screen on which a block stands."""
    scroll = lesson(app).scroll
    top = scroll.region.y - round(scroll.scroll_y)
    rows = painted_rows(app)[top + scroll.top_of(block) : top + scroll.end_of(block)]
    return [[cell for segment in row.crop(0, 76) for cell in cells_of(segment)] for row in rows]


async def shown(pilot: Pilot[None], block: int) -> list[list[tuple[object, ...]]]:
    """The same, once it is in sight as far as it can be."""
    app = pilot.app
    assert isinstance(app, TutorApp)
    scroll = lesson(app).scroll
    scroll.scroll_to(y=scroll.top_of(block) - 1, animate=False)
    await pilot.pause()
    return rows_of(app, block)
