"""Scaffolding in practice: how much of a solution is shown, by the latest answers to a skill.

Worked examples first, then faded ones, then problems without help (Renkl and Atkinson, 2003).
"""

from __future__ import annotations

from progress.state.records import AnswerRecord
from tutor.learning.scheduling.learner_model import LearnerModel
from tutor.learning.scheduling.study_session import Scaffold
from tutor.learning.worksheet import cells_of

STREAK = 2
"""The number of consecutive answers that changes the scaffold."""


def recent_answers(model: LearnerModel, skill: str) -> list[AnswerRecord]:
    """The latest answers to items of a skill, oldest first."""
    answers = [answer for item in model.items_of.get(skill, ()) for answer in model.record(item).recent]
    return sorted(answers, key=lambda answer: (answer.ms, answer.number, answer.id_checksum))


def right_streak(model: LearnerModel, skill: str) -> int:
    """The number of latest answers in a row that were right without help."""
    count = 0
    for answer in reversed(recent_answers(model, skill)):
        if not (answer.right and answer.unaided):
            break
        count += 1
    return count


def scaffold_for(model: LearnerModel, skill: str, item: str, now: int) -> tuple[Scaffold, str]:
    """The scaffold for an item, and the reason shown to the learner; none in the treated arm of an experiment."""
    scaffold, why = _preferred(model, skill)
    if scaffold is not Scaffold.BARE and model.is_treated(skill, "order", now):
        return Scaffold.BARE, f"{why}; in your experiment this one is answered first."
    example = model.course.item(item, 1)
    if scaffold is Scaffold.WORKED and not (model.course.is_computed(item) and example.steps):
        scaffold = Scaffold.FADED
    if scaffold is Scaffold.FADED and len(cells_of(example)) < 2:
        scaffold = Scaffold.BARE
    how = {
        Scaffold.WORKED: "so first one like it, worked",
        Scaffold.FADED: "so with some of the steps given",
        Scaffold.BARE: "so without help",
    }
    return scaffold, f"{why}, {how[scaffold]}."


def _preferred(model: LearnerModel, skill: str) -> tuple[Scaffold, str]:
    title, answers = model.title(skill), recent_answers(model, skill)
    if not answers:
        return Scaffold.WORKED, f"New here: {title}"
    streak = right_streak(model, skill)
    if streak >= STREAK:
        return Scaffold.BARE, f"The last {streak} were right"
    if streak:
        return Scaffold.BARE, "The last one was right"
    if answers[-1].right:
        return Scaffold.FADED, "The last one was right with help"
    if len(answers) >= STREAK and not any(answer.right for answer in answers[-STREAK:]):
        return Scaffold.WORKED, f"The last {STREAK} went wrong"
    return Scaffold.FADED, "The last one went wrong"
