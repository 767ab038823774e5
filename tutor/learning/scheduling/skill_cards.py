"""The memory state of each skill: when it is due, and its predicted recall."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from msgspec import Struct

from lessons.course import Course
from progress.schedule import moment, stamp
from progress.state.state import State
from progress.times import day_end
from tutor.learning.scheduling.learner_model import build_learner_model


class SkillCard(Struct, frozen=True):
    """The memory state of a skill: the chance of recall now, stability in days, and when it is due."""

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
    end = day_end(now)
    return {
        skill: SkillCard(
            skill,
            moment(recall.due),
            recall.chance,
            recall.stability,
            moment(recall.last),
            recall.trials,
            recall.is_due(end),
        )
        for skill, recall in model.recalls(stamp(now)).items()
    }
