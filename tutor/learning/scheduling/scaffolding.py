"""How much of the way is shown in practice: worked, faded, bare, by the last answers to a skill."""

from __future__ import annotations

from progress.state.records import AnswerRecord
from tutor.learning.scheduling.learner_model import LearnerModel
from tutor.learning.scheduling.study_session import Support
from tutor.learning.worksheet import cells_of

STREAK = 2
"""Answers in a row that change the level."""


def last_marks(found: LearnerModel, skill: str) -> list[AnswerRecord]:
    """The latest answers to questions of a skill, oldest first."""
    marks = [mark for item in found.items_of.get(skill, ()) for mark in found.record(item).recent]
    return sorted(marks, key=lambda mark: (mark.ms, mark.number, mark.tie))


def level_of(found: LearnerModel, skill: str) -> int:
    """How many of the latest answers were right without help, in a row."""
    count = 0
    for mark in reversed(last_marks(found, skill)):
        if not (mark.right and mark.unaided):
            break
        count += 1
    return count


def support_for(found: LearnerModel, skill: str, item: str) -> tuple[Support, str]:
    """How much of the way to show, and why, in a line."""
    wanted, why = _wanted(found, skill)
    drawn = found.course.item(item, 1)
    if wanted == "worked" and not (found.course.is_computed(item) and drawn.steps):
        wanted = "faded"
    if wanted == "faded" and len(cells_of(drawn)) < 2:
        wanted = "bare"
    how = {
        "worked": "so first one like it, worked",
        "faded": "so with some of the steps given",
        "bare": "so without help",
    }
    return wanted, f"{why}, {how[wanted]}."


def _wanted(found: LearnerModel, skill: str) -> tuple[Support, str]:
    title, marks = found.title(skill), last_marks(found, skill)
    if not marks:
        return "worked", f"New here: {title}"
    streak = level_of(found, skill)
    if streak >= STREAK:
        return "bare", f"The last {streak} were right"
    if streak:
        return "bare", "The last one was right"
    if marks[-1].right:
        return "faded", "The last one was right with help"
    if len(marks) >= STREAK and not any(mark.right for mark in marks[-STREAK:]):
        return "worked", f"The last {STREAK} went wrong"
    return "faded", "The last one went wrong"
