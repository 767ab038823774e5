"""The numbers that a learner worked out by hand in an exercise, from drafts and the record. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from lessons.answers import Question, judge, numbers
from lessons.course import Course
from lessons.grading.hand_comparison import Hand
from lessons.model.page import Item
from lessons.reading.exercise import Task
from progress.resume import Draft
from progress.state.state import State
from tutor.learning.worksheet import cells_of


def step_key(item: str, index: int) -> str:
    """The key of the draft of a worksheet cell in an exercise."""
    return f"{item} step {index}"


def hand_results(course: Course, task: Task, state: State, drafts: Mapping[str, Draft]) -> Hand:
    """The numbers of an exercise's questions and worksheet cells, as far as the learner has them."""
    answers: dict[str, tuple[float, ...]] = {}
    steps: dict[tuple[str, int], float] = {}
    implied: dict[tuple[str, int], float] = {}
    for item_id in task.items:
        item = course.item(item_id)
        typed = _typed(item, state, drafts)
        values = numbers(item.question, typed) if typed else None
        if values is not None:
            answers[item_id] = values
        right = bool(typed) and judge(item.question, typed).mark == "right"
        for index, step in enumerate(cells_of(item)):
            draft = drafts.get(step_key(item_id, index))
            written = numbers(_cell(item, step.value), draft.text) if draft and draft.text.strip() else None
            if written is not None and len(written) == 1:
                steps[item_id, index] = written[0]
            elif right and (given := numbers(_cell(item, step.value), step.value)):
                implied[item_id, index] = given[0]
    return Hand(answers, steps, implied)


def _typed(item: Item, state: State, drafts: Mapping[str, Draft]) -> str:
    """The drafted answer; without a draft the right answer, if the record has it."""
    draft = drafts.get(item.id)
    if draft is not None and draft.text.strip(" [],;"):
        return draft.text
    record = state.items.get(item.id)
    return item.answer if record is not None and record.right else ""


def _cell(item: Item, value: str) -> Question:
    return Question("number", value, log_base=item.log_base, zero_log_zero=item.zero_log_zero)
