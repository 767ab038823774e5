"""What a learner worked out by hand, as numbers: from what stands in the boxes, and from the record. Pure."""

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
    """Under which name a cell of a worksheet is kept among the drafts."""
    return f"{item} step {index}"


def hand_results(course: Course, task: Task, state: State, drafts: Mapping[str, Draft]) -> Hand:
    """The numbers that an exercise's hand half has come to so far."""
    answers: dict[str, tuple[float, ...]] = {}
    steps: dict[tuple[str, int], float] = {}
    implied: dict[tuple[str, int], float] = {}
    for id in task.items:
        item = course.item(id)
        typed = _typed(item, state, drafts)
        found = numbers(item.question, typed) if typed else None
        if found is not None:
            answers[id] = found
        right = bool(typed) and judge(item.question, typed).mark == "right"
        for index, step in enumerate(cells_of(item)):
            draft = drafts.get(step_key(id, index))
            written = numbers(_cell(item, step.value), draft.text) if draft and draft.text.strip() else None
            if written is not None and len(written) == 1:
                steps[id, index] = written[0]
            elif right and (given := numbers(_cell(item, step.value), step.value)):
                implied[id, index] = given[0]
    return Hand(answers, steps, implied)


def _typed(item: Item, state: State, drafts: Mapping[str, Draft]) -> str:
    """What stands in the box; where that is gone, what the record says was right."""
    draft = drafts.get(item.id)
    if draft is not None and draft.text.strip(" [],;"):
        return draft.text
    record = state.items.get(item.id)
    return item.answer if record is not None and record.right else ""


def _cell(item: Item, value: str) -> Question:
    return Question("number", value, log_base=item.log_base, zero_log_zero=item.zero_log_zero)
