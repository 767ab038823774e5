"""What is due, and in which order: skills and misconceptions alike, what sits loosest first."""

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
from tutor.learning.scheduling.selection import SelectionContext, Target, pick

DAILY = 20
"""Questions of review a day: about ten minutes."""


class Due(Struct, frozen=True):
    """Something to be asked again, and with which question."""

    skill: str
    item: str
    seed: int
    due: datetime
    recall: float
    why: str
    rule: str = ""


class _Ranked(Struct, frozen=True):
    recall: float
    target: Target
    memory: Memory


def due(course: Course, state: State, now: datetime) -> tuple[Due, ...]:
    """All that is due by the end of the UTC day, least likely still known first; what has to wait is left out."""
    found, at = build_learner_model(course, state), stamp(now)
    rows = []
    for one in ranked(found, now, only_due=True):
        if (picked := pick(SelectionContext(found, at), [one.target])) is not None:
            target = one.target
            when = moment(one.memory.due)
            rows.append(Due(target.skill, picked.item, picked.seed, when, one.recall, target.why, target.rule))
    return tuple(rows)


def ranked(found: LearnerModel, now: datetime, *, only_due: bool) -> list[_Ranked]:
    """Skills and active misconceptions, loosest first; a misconception stands for its skill too."""
    at = stamp(now)
    errors = [one for one in misconceptions(found.course, found.state, now) if one.active]
    rows = [
        _Ranked(one.memory.recall(at), _against(one, at), one.memory) for one in errors if one.is_due or not only_due
    ]
    covered = {row.target.skill for row in rows}
    for skill, memory in found.memories(at).items():
        if skill not in covered and (memory.is_due(at) or not only_due):
            recall = memory.recall(at)
            rows.append(_Ranked(recall, Target(skill, because(found, skill, recall, at)), memory))
    places = {skill: place for place, skill in enumerate(found.skills)}
    return sorted(rows, key=lambda row: (row.recall, places.get(row.target.skill, 0), row.target.rule))


def because(found: LearnerModel, skill: str, recall: float, now: int) -> str:
    """Why a skill is asked now."""
    last, grade = found.history(skill, now)[-1]
    if grade == AGAIN:
        return f"Went wrong {ago(last, now)}: the chance that you have it now is put at {percent(recall)}."
    return f"Last used {ago(last, now)}: the chance that you still have it is put at {percent(recall)}."


def why_now(found: LearnerModel, target: Target, now: int) -> str:
    """Why a target is asked now; what was true when the sitting began may not be any more."""
    if not target.rule:
        memory = found.memories(now).get(target.skill)
        return because(found, target.skill, memory.recall(now), now) if memory else target.why
    errors = misconceptions(found.course, found.state, moment(now))
    met = next((one for one in errors if (one.rule, one.items) == (target.rule, target.items)), None)
    return _against(met, now).why if met else target.why


def _against(one: Misconception, now: int) -> Target:
    when = ago(stamp(one.last), now)
    times = "" if one.times == 1 else f", {one.times} times in all"
    why = f"A slip of {when}{times} would show here: this tells it from the right rule."
    return Target(one.skill, why, one.rule, one.items)


def reviewed_today(found: LearnerModel, now: int) -> int:
    """How many questions of review were answered since the UTC day began, as far as the latest answers tell."""
    return len(set(_reviews(found, now // DAY)))


def _reviews(found: LearnerModel, day: int) -> Iterator[tuple[str, int]]:
    for id, record in found.records.items():
        for mark in record.recent:
            if mark.where == "review" and mark.ms // DAY == day:
                yield id, mark.seed
