"""The plain face: every kind of question, every command, every way of leaving, line by line."""

from __future__ import annotations

import contextlib
import errno
import io
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from lessons.course import Course
from lessons.model.page import CodeCell, ItemBlock
from progress.events import Answer, Disputed, Explained, GaveUp, Hint, Kept, Placed, Stepped
from tests.support.plain import Scene
from tests.support.records import Faulty, NoSync, put
from tests.support.study import Learner
from tutor.learning.scheduling import DAILY, PlannedQuestion, begin, due, next_question
from tutor.learning.session_state import FirstAnswer
from tutor.learning.worksheet import cells_of
from tutor.plain.console import LONGEST, Console, EndOfInputError
from tutor.plain.prompt import FORMS, question_lines
from tutor.plain.reading import course_lines, page_lines
from tutor.plain.text import TextStyle
from tutor.rendering import article
from tutor.rendering.context import RenderContext
from tutor.rendering.late_outputs import TITLE, outputs_set_apart
from tutor.rendering.typeset import text_of

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
DOT, MATVEC, MATMUL = "linear_algebra.dot.compute", "linear_algebra.maps.matvec", "linear_algebra.products.matmul"
EXPLAIN = "calculus.chain.once"
CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]")


def now() -> datetime:
    return NOW


@pytest.fixture
def scene(course: Course, tmp_path: Path) -> Scene:
    return Scene(course, tmp_path / "home", now)


def one(item: str, seed: int = 1, why: str = "", **more: str) -> PlannedQuestion:
    return PlannedQuestion(item, seed, "", why, **more)  # type: ignore[arg-type]


# One question


def test_a_right_answer_is_said_with_its_explanation_and_kept(scene: Scene, course: Course) -> None:
    item = course.item(DOT, 3)
    ended = scene.ask(one(DOT, 3, "You asked for it."), item.answer)
    said = scene.said
    assert ended == FirstAnswer(True)
    assert "Why this, now: You asked for it." in said
    assert "(a number)" in said
    assert "Right." in said
    assert "Multiply matching entries" in said or len(said.partition("Right.")[2].strip()) > 20
    (event,) = scene.events
    assert isinstance(event, Answer)
    assert (event.typed, event.verdict, event.where, event.format, event.unaided) == (
        item.answer,
        "right",
        "practice",
        "number",
        True,
    )


def test_a_wrong_answer_is_refuted_and_can_be_mended(scene: Scene, course: Course) -> None:
    item = course.item(DOT, 3)
    rule = item.wrong_rules[0]
    ended = scene.ask(one(DOT, 3), rule.answer, "3 +", item.answer)
    said = scene.said
    assert ended == FirstAnswer(False, True, rule.id)
    assert said.index("Wrong. ") < said.index("Not readable, costs nothing: ") < said.index("Right.")
    assert [event.verdict for event in scene.events if isinstance(event, Answer)] == ["wrong", "unreadable", "right"]


def test_in_a_checkpoint_there_is_no_help_and_one_readable_answer(scene: Scene) -> None:
    ended = scene.ask(one(DOT, 3), "hint", "show", "steps", "3 +", "99999", kind="checkpoint")
    said = scene.said
    assert said.count("Not here:") == 3
    assert ended == FirstAnswer(False)
    assert [type(event) for event in scene.events] == [Answer, Answer]
    assert scene.ask(one(DOT, 4), "skip", kind="checkpoint") is None


def test_every_command(scene: Scene, course: Course) -> None:
    item = course.item(DOT, 3)
    typed = ("?", "", "hint", "HINT", ":hint", "hint", "hint", "again", "why", "dispute", "77777", "dispute", "dispute")
    ended = scene.ask(one(DOT, 3), *typed, "sure", "sure 200", "sure 80", "show")
    said = scene.said
    assert "hint: a hint" in said
    assert "Type an answer, or ? for help." in said
    assert "Hint 3: " in said
    assert "One like it, worked" in said
    assert "No more hints." in said
    assert said.count("There is no verdict to dispute.") == 2
    assert "Noted: you think yours is right." in said
    assert said.count("such as: sure 80") == 2 + 1
    assert item.steps[0].text.split("$")[0].strip()[:5] in said
    assert ended == FirstAnswer(False, False)
    kinds = [type(event) for event in scene.events]
    assert kinds == [Hint] * 4 + [Answer, Disputed, GaveUp]
    assert course.item(DOT, 3).answer in said.replace("−", "-")


def test_confidence_is_kept_with_the_first_answer(scene: Scene, course: Course) -> None:
    scene.ask(one(DOT, 3), "sure 70 %", "77777", course.item(DOT, 3).answer)
    assert [event.confidence for event in scene.events if isinstance(event, Answer)] == [70, None]


def test_a_worksheet_cell_by_cell_with_the_error_carried_forward(scene: Scene, course: Course) -> None:
    item = next(
        course.item(item_id, 1)
        for item_id in course.templates
        if len(cells_of(course.item(item_id, 1))) >= 3 and cells_of(course.item(item_id, 1))[-1].follow is not None
    )
    cells = cells_of(item)
    given = len(cells) // 2
    typed = ["steps", *(cell.value for cell in cells[given:]), item.answer]
    ended = scene.ask(one(item.id), *typed)
    assert ended == FirstAnswer(True, False)
    steps = [event for event in scene.events if isinstance(event, Stepped)]
    assert [step.step for step in steps] == list(range(given, len(cells)))
    assert {step.verdict for step in steps} == {"right"}
    said = scene.said
    assert said.count("(given)") == given
    scene.ask(one(item.id, 2), "steps", "999999", "zz", "999998", "", "skip")
    assert "Wrong. " in scene.said


def test_nobody_gets_stuck_in_a_step(scene: Scene) -> None:
    scene.ask(one(MATVEC), "steps", "999", "998", "997", "skip")
    assert "It is " in scene.said


def test_in_a_step_too_what_cannot_be_read_costs_nothing(scene: Scene) -> None:
    scene.ask(one(MATVEC), "steps", "?", "3 +", "zz", "3 +", "(", "", "skip")
    assert "Type what this step gives." in scene.said
    assert "It is " not in scene.said
    assert all(event.typed != "?" for event in scene.events if isinstance(event, Stepped))


def test_faded_and_worked_practice_count_as_help(scene: Scene, course: Course) -> None:
    answer = course.item(MATVEC, 1).answer
    worked = scene.ask(one(MATVEC, 1, support="worked"), answer)
    assert "One like it, worked" in scene.said
    faded = scene.ask(one(MATVEC, 2, support="faded"), "", course.item(MATVEC, 2).answer)
    assert "Step by step" in scene.said
    assert worked == faded == FirstAnswer(True, False)


def test_explaining_begins_with_ones_own_words(scene: Scene, course: Course) -> None:
    item = course.item(EXPLAIN, 5)
    scene.ask(one(EXPLAIN, 5), item.model, "Because the paths share their end.", item.answer, "a, c")
    said = scene.said
    own, statement, model = (said.index(text) for text in ("First in your own words", "a) ", "One way to say it: "))
    assert own < said.index("Say it in yours") < statement < model
    assert "Kept: 2 of 3, by your own account." in said
    words, ticks = [event for event in scene.events if isinstance(event, Explained)]
    assert (words.ticked, ticks.ticked) == ((), (0, 2))
    scene.ask(one(EXPLAIN, 0), "", "show")
    assert "One way to say it: " in scene.said
    assert sum(isinstance(event, Explained) for event in scene.events) == 2


def test_words_that_are_commands_can_be_answers(scene: Scene, course: Course) -> None:
    """An option wins over a command of the same name; a bare q is an answer and not the end."""
    scene.ask(one("probability.bayes.formula", 0), "q", "skip")
    assert [type(event) for event in scene.events] == [Answer]
    assert not any(
        option.text.casefold() in ("hint", "show", "skip", "quit", "?")
        for item_id in course.templates
        for option in course.item(item_id, 1).options
    )


@pytest.mark.slow
@pytest.mark.parametrize(("width", "ascii_only", "spoken"), [(40, True, False), (40, False, True), (80, False, False)])
def test_no_line_is_wider_than_the_width_and_none_moves_the_cursor(
    course: Course, tmp_path: Path, width: int, ascii_only: bool, spoken: bool
) -> None:
    scene = Scene(course, tmp_path, now, TextStyle(width, ascii_only, spoken))
    for item_id in course.templates:
        with contextlib.suppress(EndOfInputError):
            scene.ask(one(item_id, 1, "Last used 8 days ago: the chance is put at 88 %."), *typed_at(course, item_id))
        said = scene.said
        assert "Why this, now" in said
        assert max(map(len, said.split("\n"))) <= width, item_id
        assert not CONTROL.search(said), item_id
        assert said.isascii() or not ascii_only, item_id


def typed_at(course: Course, item_id: str) -> list[str]:
    item = course.item(item_id, 1)
    rules = [rule.answer for rule in item.wrong_rules[:2]]
    return ["?", "hint", "hint", "hint", *rules, "3 +", "steps", "7", "", "show", "my own words", "a"]


# Streams


def test_lines_are_read_as_they_come_whatever_is_in_them() -> None:
    sink = io.StringIO()
    source = io.BytesIO(b"caf\xc3\xa9\r\n\xff\xfe 12\n" + b"x" * 100_000 + b"\nafter\nno newline")
    console = Console(source, sink, 80, echo=False)
    assert console.ask("> ") == "café"
    assert console.ask("> ").endswith(" 12")
    assert len(console.ask("> ")) == LONGEST
    assert console.ask("> ") == "after"
    assert console.ask("> ") == "no newline"
    with pytest.raises(EndOfInputError):
        console.ask("> ")


class Watching(NoSync):
    """A disk that notes what had been said when an answer came to it."""

    def __init__(self) -> None:
        self.sink = io.StringIO()
        self.said: list[str] = []

    def write(self, fd: int, data: bytes) -> int:
        if b'"answer"' in data:
            self.said.append(self.sink.getvalue())
        return super().write(fd, data)


def test_every_answer_is_on_the_disk_before_its_verdict_is_said(course: Course, tmp_path: Path) -> None:
    disk = Watching()
    scene = Scene(course, tmp_path, now, files=disk)
    scene.sink = disk.sink
    scene.ask(one(DOT, 3), "77777", "3 +", course.item(DOT, 3).answer)
    verdicts = [len(re.findall(r"Wrong\.|Not readable|Right\.", said)) for said in disk.said]
    assert verdicts == [0, 1, 2]


def test_a_disk_that_is_full_is_said_and_nothing_is_lost(course: Course, tmp_path: Path) -> None:
    disk = Faulty("write", error=errno.ENOSPC)
    scene = Scene(course, tmp_path, now, files=disk)
    scene.ask(one(DOT, 3), "77777", course.item(DOT, 3).answer)
    said = scene.said
    assert said.count("Not saved:") == 2
    assert "Right." in said
    assert scene.record.unsaved == 2
    disk.heal()
    scene.record.retry()
    assert len(scene.events) == 2


# Sittings


def test_a_sitting_to_its_end_and_what_it_says(scene: Scene) -> None:
    done = scene.sit("practice", "dot-product", "skip", "77777", "show", "", "show", count=3, seed=50)
    said = scene.said
    assert "Question 1 of 3." in said
    assert "3 questions, 0 right at the first try." in said
    assert done.session.sitting.progress == (3, 3)
    assert scene.sit("review", "bayes").session.sitting.done == ()
    assert "Nothing is due." in scene.said
    scene.sit("review", start_over=True)
    assert "Missing on the checklist: work out a·b, Av and AB by hand (a·b)." in " ".join(scene.said.split())


def test_a_review_says_what_is_due_beyond_the_days_share(course: Course, tmp_path: Path) -> None:
    learner = Learner(course, NOW)
    for item_id in course.templates:
        learner.answer(item_id, int(course.is_computed(item_id)))
    scene = Scene(course, tmp_path, lambda: NOW + timedelta(days=50))
    put(scene.record, learner.events)
    waiting = len(due(course, scene.record.state, scene.now()))
    assert waiting > DAILY
    for _ in range(3):  # an answer may show more than one skill, so a review may end before the share does
        sitting = begin("review", course, scene.record.state, scene.now())
        while (asked := next_question(sitting, course, scene.record.state, scene.now())) is not None:
            item = course.item(asked.item, asked.seed)
            scene.ask(asked, *(["in my own words"] if item.rubric else []), item.answer, "", kind="review")
            sitting = sitting.answered(asked, True)
    scene.said  # noqa: B018 (cleared)
    scene.sit("review", start_over=True)
    said = " ".join(scene.said.split())
    left = len(due(course, scene.record.state, scene.now()))
    assert f"Today's share is done. {left} more are due, and can wait until tomorrow" in said


def test_results_of_a_checkpoint_lead_back_to_the_page(scene: Scene, course: Course) -> None:
    sitting = begin("checkpoint", course, scene.record.state, NOW, "by-hand")
    answers = []
    rehearsal = sitting
    while (asked := next_question(rehearsal, course, scene.record.state, NOW)) is not None:
        right = asked.skill != "matvec"
        answers.append(course.item(asked.item, asked.seed).answer if right else "skip")
        rehearsal = rehearsal.answered(asked, right)
    scene.sit("checkpoint", "by-hand", *answers)
    said = scene.said
    assert "1 of 1: Work out a dot product by hand" in said
    assert "0 of 1: Work out a matrix times a vector by hand" in said
    assert "back to it: tutor read linear_algebra.maps" in said
    assert said.count("back to it") == 1


def test_a_placement_is_put_on_record_and_asks_what_to_keep(scene: Scene, course: Course) -> None:
    sitting = begin("placement", course, scene.record.state, NOW)
    answers = []
    rehearsal = sitting
    while (asked := next_question(rehearsal, course, scene.record.state, NOW)) is not None:
        answers.append(course.item(asked.item, asked.seed).answer)
        rehearsal = rehearsal.answered(asked, True)
    scene.sit("placement", "", *answers, "dot-product nonsense")
    said = scene.said
    assert "No hints here." in said
    assert "dot-product stays on your way." in said
    assert "nonsense is none of them." in said
    state = scene.record.state
    assert state.placed is not None
    assert "dot-product" in state.placed
    assert state.kept == {"dot-product"}
    assert [type(event) for event in scene.events][-2:] == [Placed, Kept]


def test_what_an_older_record_has_cleared_is_put_on_record(scene: Scene, course: Course) -> None:
    learner = Learner(course, NOW)
    learner.answer("calculus.descent.step", where="review")
    learner.answer("calculus.descent.letters", where="review")
    learner.wait(days=1)
    learner.answer("calculus.descent.step", 2)
    learner.answer("calculus.descent.letters", 2)
    put(scene.record, learner.events)
    scene.sit("review")
    assert set(scene.record.state.cleared) == {"gradient-descent"}
    assert "Cleared" not in scene.said


def test_clearing_a_line_of_the_checklist_is_said(scene: Scene, course: Course) -> None:
    names = ("probability.softmax.positive", "probability.softmax.line", "probability.softmax.compute")
    for name in names:
        item = course.item(name, 1)
        scene.ask(one(item.id, 1), item.answer, kind="review")
    later = Scene(course, scene.home, lambda: datetime(2026, 3, 4, 12, tzinfo=UTC))
    for name in names:
        other = course.item(name, 2)
        later.ask(one(other.id, 2), other.answer, kind="review")
    assert "Cleared on the checklist: say why softmax is never negative and adds up to 1." in later.said
    assert set(later.record.state.cleared) == {"softmax"}


@pytest.mark.parametrize(
    "typed", [[], ["?"], ["77777"], ["steps"], ["steps", "5"], ["steps", "quit"], ["quit"], ["hint", "quit"]]
)
def test_the_end_of_the_input_and_quit_leave_in_order(scene: Scene, typed: list[str]) -> None:
    done = scene.sit("practice", "matvec", *typed, seed=1)
    assert scene.said.rstrip().endswith("Everything is kept.")
    assert done.end.asked == ("77777" in typed)  # what was answered was asked


def test_ends_in_the_middle_of_an_explanation_too(scene: Scene, course: Course) -> None:
    item = course.item(EXPLAIN)
    for typed in (["in my own words"], ["", "z"], ["in my own words", item.answer], ["in my own words", "show"]):
        with pytest.raises(EndOfInputError):
            scene.ask(one(EXPLAIN, 0), *typed)
    assert [type(event) for event in scene.events] == [Explained, Answer, Explained, Answer, Explained, GaveUp]


# Pages for the ear


@pytest.mark.slow
def test_pages_are_said_without_a_single_formula_sign(course: Course) -> None:
    voice = TextStyle(72, spoken=True)
    lines = course_lines(course, voice)
    assert max(map(len, lines)) <= 72
    text = "\n".join(page_lines(course, course.page("linear_algebra.dot"), voice))
    assert "a dot b equals the sum over i from 1 to n" in text
    assert "Figure: Arrow a to (3, 1)." in text
    assert not re.search(r"[∑·⎡⎢│█•]", text)
    assert "$" not in text


@pytest.mark.parametrize("spoken", [False, True])
def test_what_code_below_a_question_prints_stands_at_the_end_of_the_page(course: Course, spoken: bool) -> None:
    page = course.page("linear_algebra.dot")
    if spoken:
        text = "\n".join(page_lines(course, page, TextStyle(72, spoken=True)))
    else:
        text = text_of(article.page_lines(course, page, RenderContext(72)))
    body, _, end = text.partition(TITLE)
    assert "output 1: at the end of the page" in body
    assert "[ 4 10 18]" not in body
    assert "[ 4 10 18]" in end


def test_no_output_below_a_question_stays_in_its_place(course: Course) -> None:
    for entry in course.outline.pages:
        blocks = course.page(entry.id).blocks
        kept, outputs = outputs_set_apart(blocks)
        first = next((at for at, block in enumerate(blocks) if isinstance(block, ItemBlock)), len(blocks))
        late = [block.output for block in blocks[first:] if isinstance(block, CodeCell) and block.output.strip()]
        assert kept[:first] == blocks[:first]
        assert [output.partition("\n")[2] for output in outputs] == late
        assert not {block.output for block in kept[first:] if isinstance(block, CodeCell)} & set(late)


def test_every_kind_of_question_says_how_to_answer(course: Course) -> None:
    assert {template.kind for template in course.templates.values()} <= set(FORMS)
    matrix = question_lines(course.item(MATMUL, 1), TextStyle(80))
    assert matrix[-1].startswith("(a matrix of ")
    assert "[1, 2; 3, 4]" in matrix[-1]
    items = [course.item(name, 1) for name in course.templates]
    for item in (item for item in items if item.kind == "vector"):
        form = question_lines(item, TextStyle(80))[-1]
        example = form.partition("such as ")[2].strip(")").split(", ")
        assert len([entry for entry in example if entry.isdigit()]) == len(item.answer.split(",")), form
