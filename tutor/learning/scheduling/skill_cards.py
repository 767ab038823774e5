"""How each skill stands: when it is due, and how likely it is still known."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from msgspec import Struct

from lessons.course import Course
from progress.schedule import moment, stamp
from progress.state.state import State
from tutor.learning.scheduling.learner_model import build_learner_model


class SkillCard(Struct, frozen=True):
    """A skill that was tried: predicted recall now, and when it falls to nine in ten."""

    skill: str
    due: datetime
    recall: float
    stability: float
    last: datetime
    trials: int
    is_due: bool


def skill_cards(course: Course, state: State, now: datetime) -> Mapping[str, SkillCard]:
    """By skill, in the order of the course; a skill that was never tried has no card."""
    found = build_learner_model(course, state)
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
        for skill, memory in found.memories(at).items()
    }
