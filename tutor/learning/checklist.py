"""The checklist: the parts of each outcome, the evidence for them, what is missing, and what is due. Pure.

An outcome is cleared by all its parts. It stays cleared, because the journal has an event for it; it is due when
predicted recall falls.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Literal

from msgspec import Struct

from lessons.course import Course
from lessons.outline import Outcome
from progress.events import Cleared
from progress.schedule import stamp
from progress.state.records import AnswerRecord, ItemRecord
from progress.state.state import State
from progress.times import day_end
from tutor.learning.scheduling.checklist_parts import PartStatus, cleared_event, part_statuses, parts_of
from tutor.learning.scheduling.learner_model import LearnerModel, build_learner_model


class AnswerSeen(Struct, frozen=True):
    """A right answer without help: the draw, what was typed, the kind of question, and the time in UTC."""

    t: str
    seed: int
    typed: str
    kind: str


class Evidence(Struct, frozen=True):
    """A question of an outcome that was answered right; `seen` has the first and the last answer without help."""

    item: str
    kind: str
    first_right: str
    last: str
    unaided: bool
    seen: tuple[AnswerSeen, ...] = ()


class OutcomeStatus(Struct, frozen=True):
    """The state of one outcome: its evidence, and in words what is missing."""

    outcome: Outcome
    evidence: tuple[Evidence, ...]
    missing: tuple[str, ...]
    since: str = ""
    """The time of the event that cleared it; empty where there is none."""
    recall: float | None = None
    """The lowest predicted recall among its skills, from 0 to 1."""
    due: bool = False
    """Whether it was cleared and one of its skills is due."""
    parts: tuple[PartStatus, ...] = ()
    earlier_rule: bool = False
    """Whether it was cleared under the rule of an earlier version, and not yet under this one."""
    optional: bool = False
    """Whether it stands beside the checklist of the stage, which is complete without it."""

    @property
    def cleared(self) -> bool:
        """Whether nothing is missing, or it was cleared before."""
        return bool(self.since) or not self.missing

    @property
    def sign(self) -> Literal["done", "begun", "new"]:
        """The name of the sign that shows the state."""
        return "done" if self.cleared else "begun" if self.evidence else "new"


def checklist(course: Course, state: State, now: datetime | None = None) -> tuple[OutcomeStatus, ...]:
    """The status of every outcome; predicted recall and what is due only where `now` is given."""
    return tuple(outcome_status(course, state, outcome, now) for outcome in course.outline.outcomes)


def outcome_status(course: Course, state: State, outcome: Outcome, now: datetime | None = None) -> OutcomeStatus:
    """The status of one outcome."""
    model = build_learner_model(course, state)
    evidence = tuple(_evidence(model, _questions(model, outcome)))
    parts = part_statuses(model, outcome)
    event = cleared_event(model, outcome)
    confirmed = event is not None and bool(event.parts)
    missing = () if confirmed else tuple(f"{one.part.title}: {one.missing}" for one in parts if one.missing)
    if not parts:
        missing = ("its pages are not written yet",)
    recall, due = predicted(model, outcome, now)
    since = event.t if event is not None else ""
    earlier_rule = event is not None and not confirmed and bool(missing)
    cleared = bool(since) or not missing
    return OutcomeStatus(outcome, evidence, missing, since, recall, cleared and due, parts, earlier_rule)


def newly_cleared(course: Course, state: State) -> tuple[Cleared, ...]:
    """The events for outcomes that the evidence clears and that have no such event yet."""
    model = build_learner_model(course, state)
    events = []
    for outcome in course.outline.outcomes:
        event = cleared_event(model, outcome)
        if event is not None and event.parts:
            continue
        parts = part_statuses(model, outcome)
        if parts and all(one.cleared for one in parts):
            items = tuple(dict.fromkeys(seen.item for one in parts for seen in one.evidence))
            events.append(Cleared(outcome=outcome.id, items=items, parts=tuple(one.part.id for one in parts)))
    return tuple(events)


def evidence_of(course: Course, state: State, item: str, seed: int) -> tuple[tuple[str, str], ...]:
    """The (outcome, part) pairs for which the answer to a draw is evidence."""
    model = build_learner_model(course, state)
    return tuple(
        (outcome.id, status.part.id)
        for outcome in course.outline.outcomes
        if any(item in part.items for part in parts_of(model, outcome))
        for status in part_statuses(model, outcome)
        if any((seen.item, seen.seed) == (item, seed) for seen in status.evidence)
    )


def _questions(model: LearnerModel, outcome: Outcome) -> Mapping[str, tuple[str, tuple[str, ...]]]:
    """By id, kind and skills of the questions that exercise a skill of the outcome, retired ones included."""
    skills = set(outcome.skills)
    rows = {item: (entry.kind, entry.skills) for item, entry in model.course.entries.items()}
    rows |= {retired.id: (retired.kind, retired.skills) for retired in model.retired}
    return {item: row for item, row in rows.items() if skills & set(row[1])}


def _evidence(model: LearnerModel, questions: Mapping[str, tuple[str, tuple[str, ...]]]) -> Iterator[Evidence]:
    for item, (kind, _) in questions.items():
        record = model.records.get(item)
        if record is not None and record.right:
            seen = tuple(_seen(record, kind))
            yield Evidence(item, kind, record.first_right_t or "", record.last_t or "", bool(seen), seen)


def _seen(record: ItemRecord, kind: str) -> Iterator[AnswerSeen]:
    """The first and the last right answer without help in each format, in order of time."""
    answers: dict[tuple[int, int, int], AnswerRecord] = {}
    for evidence in record.formats.values():
        both = (evidence.first, evidence.last)
        answers |= {(answer.ms, answer.number, answer.id_checksum): answer for answer in both}
    for _, answer in sorted(answers.items()):
        yield AnswerSeen(answer.t, answer.seed, answer.typed, answer.format or kind)


def predicted(model: LearnerModel, outcome: Outcome, now: datetime | None) -> tuple[float | None, bool]:
    """The lowest predicted recall among the skills of an outcome, and whether one is due; None without `now`."""
    if now is None:
        return None, False
    recalls, end = model.recalls(stamp(now)), day_end(now)
    of_outcome = [recalls[skill] for skill in outcome.skills if skill in recalls]
    return min((one.chance for one in of_outcome), default=None), any(one.is_due(end) for one in of_outcome)
