"""The skills and misconceptions that are due, lowest predicted recall first."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from msgspec import Struct

from lessons.course import Course
from progress.schedule import AGAIN, Memory, moment, stamp
from progress.state.records import DAY
from progress.state.state import State
from tutor.learning.scheduling.learner_model import LearnerModel, ago, build_learner_model, percent
from tutor.learning.scheduling.misconceptions import Misconception, misconceptions
from tutor.learning.scheduling.selection import SelectionContext, Target, select

DAILY = 20
"""Review questions per day: about ten minutes."""


class Due(Struct, frozen=True):
    """A review that is due: the skill, the question and draw to ask, and the predicted recall."""

    skill: str
    item: str
    seed: int
    due: datetime
    recall: float
    why: str
    rule: str = ""


class _RankedTarget(Struct, frozen=True):
    recall: float
    target: Target
    memory: Memory


def due(course: Course, state: State, now: datetime) -> tuple[Due, ...]:
    """All reviews due by the end of the UTC day, lowest recall first, without those that have no unseen question."""
    model, at = build_learner_model(course, state), stamp(now)
    rows = []
    for entry in rank_by_recall(model, now, only_due=True):
        if (selected := select(SelectionContext(model, at), [entry.target])) is not None:
            target = entry.target
            when = moment(entry.memory.due)
            rows.append(Due(target.skill, selected.item, selected.seed, when, entry.recall, target.why, target.rule))
    return tuple(rows)


def rank_by_recall(model: LearnerModel, now: datetime, *, only_due: bool) -> list[_RankedTarget]:
    """Targets for skills and active misconceptions, lowest recall first; a misconception replaces its skill."""
    at = stamp(now)
    errors = [entry for entry in misconceptions(model.course, model.state, now) if entry.active]
    rows = [
        _RankedTarget(entry.memory.recall(at), _refutation_target(entry, at), entry.memory)
        for entry in errors
        if (entry.is_due or not only_due) and entry.skill in model.open_skills
    ]
    covered = {row.target.skill for row in rows}
    for skill, memory in model.memories(at).items():
        if skill not in covered and skill in model.open_skills and (memory.is_due(at) or not only_due):
            recall = memory.recall(at)
            rows.append(_RankedTarget(recall, Target(skill, reason_for(model, skill, recall, at)), memory))
    order = {skill: index for index, skill in enumerate(model.skills)}
    return sorted(rows, key=lambda row: (row.recall, order.get(row.target.skill, 0), row.target.rule))


def reason_for(model: LearnerModel, skill: str, recall: float, now: int) -> str:
    """The reason shown for reviewing a skill."""
    last, grade = model.history(skill, now)[-1]
    if grade == AGAIN:
        return f"Went wrong {ago(last, now)}: the chance that you have it now is put at {percent(recall)}."
    return f"Last used {ago(last, now)}: the chance that you still have it is put at {percent(recall)}."


def current_reason(model: LearnerModel, target: Target, now: int) -> str:
    """The reason shown for a target, by the present record; it may differ from the reason when the session began."""
    if not target.rule:
        memory = model.memories(now).get(target.skill)
        return reason_for(model, target.skill, memory.recall(now), now) if memory else target.why
    errors = misconceptions(model.course, model.state, moment(now))
    misconception = next((entry for entry in errors if (entry.rule, entry.items) == (target.rule, target.items)), None)
    return _refutation_target(misconception, now).why if misconception else target.why


def _refutation_target(misconception: Misconception, now: int) -> Target:
    when = ago(stamp(misconception.last), now)
    times = "" if misconception.times == 1 else f", {misconception.times} times in all"
    why = f"A slip of {when}{times} would show here: this tells it from the right rule."
    return Target(misconception.skill, why, misconception.rule, misconception.items)


def reviewed_today(model: LearnerModel, now: int) -> int:
    """The number of review questions answered in this UTC day, as far as the recent answers tell."""
    return len(set(_reviews(model, now // DAY)))


def _reviews(model: LearnerModel, day: int) -> Iterator[tuple[str, int]]:
    for item_id, record in model.records.items():
        for mark in record.recent:
            if mark.where == "review" and mark.ms // DAY == day:
                yield item_id, mark.seed
