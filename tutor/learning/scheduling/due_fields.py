"""The fields of paper cards that are due again, and their place in a review. Pure."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from lessons.course import Course
from lessons.outline import READING_SKILLS
from progress.schedule import stamp
from progress.state.state import State
from progress.times import day_end, today
from tutor.learning.scheduling.due import reason_for
from tutor.learning.scheduling.learner_model import LearnerModel, build_learner_model
from tutor.learning.scheduling.study_session import StudySession

MOST = 2
"""The most fields in one review: each takes as long as several questions."""

EVERY = 3
"""The questions of a review before each of its fields, while it has any left."""


class DueField(Struct, frozen=True):
    """A field to read again: the card, the skill that is due, the predicted recall, and the reason shown."""

    card: str
    field: str
    skill: str
    recall: float
    why: str

    @property
    def id(self) -> str:
        """The id under which the field opens alone."""
        return f"{self.card}.{self.field}"


def due_fields(course: Course, state: State, now: datetime) -> tuple[DueField, ...]:
    """The fields that are due by the end of the learner's day, lowest recall first, each of another skill.

    The card is the one whose field was answered longest ago, among those that were met.
    """
    model, at = build_learner_model(course, state), stamp(now)
    recalls, end, day = model.recalls(at), day_end(now), today(now)
    found = []
    for field, skill in READING_SKILLS.items():
        recall = recalls.get(skill)
        if recall is not None and recall.is_due(end) and (card := _longest_ago(model, skill)):
            found.append(DueField(card, field, skill, recall.chance, reason_for(model, recall, at, day)))
    return tuple(sorted(found, key=lambda one: one.recall))


def field_in_review(session: StudySession, asks: bool, course: Course, state: State, now: datetime) -> DueField | None:
    """The field to read now in a review of the whole course, if any; `asks` says whether a question is left to ask."""
    opened = len(session.fields)
    if session.kind != "review" or session.scope or opened >= MOST:
        return None
    if asks and len(session.done) < EVERY * (opened + 1):
        return None
    return next((field for field in due_fields(course, state, now) if field.id not in session.fields), None)


def _longest_ago(model: LearnerModel, skill: str) -> str:
    """The card whose field of a skill was answered longest ago; empty where none was."""
    last = {
        card.id: tries[-1].ms
        for card in model.course.outline.cards
        if (tries := model.record(f"{card.id}.{skill}").tries)
    }
    return min(last, key=lambda card: last[card], default="")
