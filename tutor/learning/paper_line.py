"""The optional line of the checklist that paper cards clear. Pure.

A reading counts if all its shapes and its line were right at the first try and without help, and it was the first of
its card that day: a later one has seen the answers. So many cards from so many rungs, and one of them again on a later
day with another draw, clear the line. It stays cleared, and is due when the predicted recall of its skills falls.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from msgspec import Struct

from lessons.course import Course
from lessons.outline import Outcome, PaperLine, Part
from progress.state.records import Reading
from progress.state.state import State
from progress.times import time_text
from tutor.learning.checklist import AnswerSeen, Evidence, OutcomeStatus, predicted
from tutor.learning.scheduling.checklist_parts import APART, PartEvidence, PartStatus
from tutor.learning.scheduling.learner_model import build_learner_model

CARD = "card"
"""The kind of evidence that a card is."""


class _Read(Struct, frozen=True):
    """A reading that counts: the card, its rung, the learner's day, and the reading."""

    card: str
    rung: str
    day: int
    reading: Reading


def paper_line(course: Course, state: State, now: datetime | None = None) -> tuple[OutcomeStatus, ...]:
    """The status of the line; none where the course has no such line."""
    line = course.outline.paper_line
    if line is None:
        return ()
    outcome = Outcome(line.id, line.title, line.skills)
    read = sorted(_read(course, state), key=lambda one: one.reading)
    parts = (_cards_part(line, read), _again_part(read))
    seen = [one for part in parts for one in part.evidence]
    missing = tuple(f"{part.part.title}: {part.missing}" for part in parts if part.missing)
    recall, due = predicted(build_learner_model(course, state), outcome, now)
    since = max(one.t for one in seen) if not missing else ""
    evidence = tuple(_evidence(one) for one in seen)
    status = OutcomeStatus(outcome, evidence, missing, since, recall, bool(since) and due, parts, optional=True)
    return (status,)


def _read(course: Course, state: State) -> Iterator[_Read]:
    for card in course.outline.cards:
        if (record := state.papers.get(card.id)) is not None:
            yield from (_Read(card.id, card.rung, day, one) for day, one in record.days.items() if one.clean)


def _cards_part(line: PaperLine, read: list[_Read]) -> PartStatus:
    """So many cards, from so many rungs: the first reading of each, up to the one with which there are enough."""
    first: dict[str, _Read] = {}
    for one in read:
        if len(first) < line.cards or len({kept.rung for kept in first.values()}) < line.rungs:
            first.setdefault(one.card, one)
    cards, rungs = len(first), len({one.rung for one in first.values()})
    missing = []
    if cards < line.cards:
        missing.append(f"{line.cards - cards} more, all shapes and the line right at the first try")
    if rungs < line.rungs:
        missing.append(f"from {line.rungs} rungs")
    part = Part("cards", f"{line.cards} cards from {line.rungs} rungs", tuple(first))
    return PartStatus(part, tuple(map(_part_evidence, first.values())), ", ".join(missing), bool(missing))


def _again_part(read: list[_Read]) -> PartStatus:
    """One of the cards again, on a later day, hours after the first time, with another draw."""
    part = Part("again", "one of them again on a later day", ())
    for at, later in enumerate(read):
        for first in read[:at]:
            apart = later.day > first.day and later.reading.ms - first.reading.ms >= APART
            if first.card == later.card and apart and first.reading.seed != later.reading.seed:
                return PartStatus(part, (_part_evidence(later),), "")
    return PartStatus(part, (), "one card read again with other numbers", True)


def _part_evidence(one: _Read) -> PartEvidence:
    day = time_text(one.day * 86_400_000)[:10]
    return PartEvidence(one.card, one.reading.seed, one.reading.t, day, "", CARD, "paper", True, True)


def _evidence(one: PartEvidence) -> Evidence:
    return Evidence(one.item, CARD, one.t, one.t, True, (AnswerSeen(one.t, one.seed, one.typed, CARD),))
