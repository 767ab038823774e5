"""The memory state of each skill: when it is due, and its predicted recall."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from msgspec import Struct

from lessons.course import Course
from progress.schedule import moment, stamp
from progress.state.state import State
from tutor.learning.scheduling.learner_model import build_learner_model


class SkillCard(Struct, frozen=True):
    """The memory state of a skill: predicted recall now, stability in days, and when recall falls to 90%."""

    skill: str
    due: datetime
    recall: float
    stability: float
    last: datetime
    trials: int
    is_due: bool


def skill_cards(course: Course, state: State, now: datetime) -> Mapping[str, SkillCard]:
    """Cards by skill, in course order; a skill that was never tried has none."""
    model = build_learner_model(course, state)
    at = stamp(now)
    return {
        skill: SkillCard(
            skill,
            moment(memory.due),
            memory.recall(at),
            memory.stability,
            moment(memory.last),
            memory.trials,
            memory.is_due(at),
        )
        for skill, memory in model.memories(at).items()
    }
