"""The fields of paper cards that are due again, and their place in a review. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from msgspec import Struct

from lessons.course import Course
from lessons.model.papers import split_id
from lessons.outline import READING_SKILLS, REVIEW_SKILLS, reading_item
from lessons.paper_cards.friends import friends_among
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

_SKILLS = {**READING_SKILLS, **REVIEW_SKILLS}
_FIELDS = {skill: tuple(field for field in _SKILLS if _SKILLS[field] == skill) for skill in READING_SKILLS.values()}
"""By skill of reading, the fields that ask for it: one of the card, and some that reviews alone ask."""


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

    Of a skill with two fields, the one comes that was not asked last. The card is the one in which the skill was used
    longest ago, among those that were met.
    """
    model, at = build_learner_model(course, state), stamp(now)
    recalls, end, day = model.recalls(at), day_end(now), today(now)
    found = []
    for skill in _FIELDS:
        recall = recalls.get(skill)
        if recall is not None and recall.is_due(end) and (place := _longest_ago(model, skill)):
            found.append(DueField(*place, skill, recall.chance, reason_for(model, recall, at, day)))
    return tuple(sorted(found, key=lambda one: one.recall))


def field_in_review(session: StudySession, asks: bool, course: Course, state: State, now: datetime) -> DueField | None:
    """The field to read now in a review of the whole course, if any; `asks` says whether a question is left to ask."""
    opened = len(session.fields)
    if session.kind != "review" or session.scope or opened >= MOST:
        return None
    if asks and len(session.done) < EVERY * (opened + 1):
        return None
    read = [_SKILLS.get(split_id(name)[1]) for name in session.fields]
    return next((field for field in due_fields(course, state, now) if field.skill not in read), None)


def _longest_ago(model: LearnerModel, skill: str) -> tuple[str, str] | None:
    """The card and the field of a skill that were answered longest ago; None where none can be asked."""
    times = {field: _times(model, field) for field in _FIELDS[skill]}
    met = dict.fromkeys(card for by_card in times.values() for card in by_card)
    last = {card: max(by_card.get(card, 0) for by_card in times.values()) for card in met}
    for field in sorted(times, key=lambda one: max(times[one].values(), default=0)):
        askable = [card for card in last if field != "friends" or askable_friends(model.course, model.state, card)]
        if askable:
            return min(askable, key=lambda card: last[card]), field
    return None


def askable_friends(course: Course, state: State, card: str) -> tuple[int, ...]:
    """The false friends of a card that can be asked, by their place in `friends`.

    They mean something else in the bank of the card, or on another card whose symbols the learner knows.
    """
    known = {entry.id for entry in course.outline.cards if _knows_symbols(state, entry.id)}
    return friends_among(card, course.card_symbols[card], course.letters, known) if card in known else ()


def _knows_symbols(state: State, card: str) -> bool:
    """Whether a card was read to its end, or its symbols were answered."""
    record = state.items.get(reading_item(card, "symbols"))
    return card in state.papers or (record is not None and bool(record.draws))


def _times(model: LearnerModel, field: str) -> Mapping[str, int]:
    """By card, when a field was answered last."""
    return {
        card.id: tries[-1].ms
        for card in model.course.outline.cards
        if (tries := model.record(reading_item(card.id, field)).tries)
    }
