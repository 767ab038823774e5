"""The checklist: what clears a line of it, what is still missing, and when it is due. Pure.

A line is cleared by two kinds of question without help, by every skill it names shown without help, and by one more
success on a later day. Once cleared it stays so: the clearing is itself an event, which changes of the course do not
touch. When predicted recall falls, the line shows as due.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Literal

from msgspec import Struct

from lessons.course import Course
from lessons.outline import Outcome
from progress.events import Cleared
from progress.schedule import replay, stamp
from progress.state.records import AnswerRecord, ItemRecord
from progress.state.state import State
from tutor.learning.scheduling.learner_model import LearnerModel, build_learner_model

FORMATS = 2  # kinds of question that have to be answered unaided


class AnswerSeen(Struct, frozen=True):
    """One right answer without help: which draw was asked, what was typed, when."""

    t: str
    seed: int
    typed: str
    kind: str


class Evidence(Struct, frozen=True):
    """A question of an outcome that was answered rightly; `seen` has the first and the last time without help."""

    item: str
    kind: str
    first_right: str
    last: str
    unaided: bool
    seen: tuple[AnswerSeen, ...] = ()


class OutcomeStatus(Struct, frozen=True):
    """A line of the checklist: its evidence, and in words what is missing."""

    outcome: Outcome
    evidence: tuple[Evidence, ...]
    missing: tuple[str, ...]
    since: str = ""
    """When it was cleared, as far as that is on record."""
    recall: float | None = None
    """The least predicted recall among its skills."""
    due: bool = False
    """Whether it was cleared and one of its skills is due."""

    @property
    def cleared(self) -> bool:
        return not self.missing

    @property
    def sign(self) -> Literal["done", "begun", "new"]:
        return "done" if self.cleared else "begun" if self.evidence else "new"


def checklist(course: Course, state: State, now: datetime | None = None) -> tuple[OutcomeStatus, ...]:
    """Every line of the checklist; what is due and predicted recall only where the time is given."""
    return tuple(standing(course, state, outcome, now) for outcome in course.outline.outcomes)


def standing(course: Course, state: State, outcome: Outcome, now: datetime | None = None) -> OutcomeStatus:
    """One line."""
    found = build_learner_model(course, state)
    questions = _questions(found, outcome)
    evidence = tuple(_evidence(found, questions))
    missing = tuple(_missing(found, outcome, questions, evidence))
    since = _on_record(found, outcome)
    recall, due = _predicted(found, outcome, now)
    cleared = bool(since) or not missing
    return OutcomeStatus(outcome, evidence, () if cleared else missing, since, recall, cleared and due)


def newly_cleared(course: Course, state: State) -> tuple[Cleared, ...]:
    """The events to put on record after an answer: lines that its evidence clears and that are not recorded yet."""
    found = build_learner_model(course, state)
    events = []
    for outcome in course.outline.outcomes:
        if not _on_record(found, outcome):
            questions = _questions(found, outcome)
            evidence = tuple(_evidence(found, questions))
            if not any(_missing(found, outcome, questions, evidence)):
                items = tuple(one.item for one in evidence if one.unaided)
                events.append(Cleared(outcome=outcome.id, items=items))
    return tuple(events)


def _questions(found: LearnerModel, outcome: Outcome) -> Mapping[str, tuple[str, tuple[str, ...]]]:
    """By id, kind and skills of the questions that exercise a skill of the outcome; retired ones too."""
    wanted = set(outcome.skills)
    rows = {id: (one.kind, one.skills) for id, one in found.course.templates.items()}
    rows |= {one.id: (one.kind, one.skills) for one in found.retired}
    return {id: row for id, row in rows.items() if wanted & set(row[1])}


def _evidence(found: LearnerModel, questions: Mapping[str, tuple[str, tuple[str, ...]]]) -> Iterator[Evidence]:
    for id, (kind, _) in questions.items():
        record = found.records.get(id)
        if record is not None and record.right:
            seen = tuple(_seen(record, kind))
            yield Evidence(id, kind, record.first_right_t or "", record.last_t or "", bool(seen), seen)


def _seen(record: ItemRecord, kind: str) -> Iterator[AnswerSeen]:
    """The first and the last right answer without help in each format, in order of time."""
    marks: dict[tuple[int, int, int], AnswerRecord] = {}
    for evidence in record.formats.values():
        marks |= {(mark.ms, mark.number, mark.tie): mark for mark in (evidence.first, evidence.last)}
    for _, mark in sorted(marks.items()):
        yield AnswerSeen(mark.t, mark.seed, mark.typed, mark.format or kind)


def _missing(
    found: LearnerModel,
    outcome: Outcome,
    questions: Mapping[str, tuple[str, tuple[str, ...]]],
    evidence: tuple[Evidence, ...],
) -> Iterator[str]:
    if not questions:
        yield "its pages are not written yet"
        return
    unaided = [one for one in evidence if one.unaided]
    shown = {skill for one in unaided for skill in questions[one.item][1]}
    yield from (f"unaided: {found.title(skill)}" for skill in outcome.skills if skill not in shown)
    kinds = {seen.kind for one in unaided for seen in one.seen}
    if len(kinds) < FORMATS:
        yield f"{FORMATS} kinds of question unaided, {len(kinds)} so far"
    if len({seen.t[:10] for one in unaided for seen in one.seen}) < 2:
        yield "one success on a later day"


def _on_record(found: LearnerModel, outcome: Outcome) -> str:
    """When a line was cleared, as far as that is on record and no reset has taken its evidence away."""
    events = [found.state.cleared[id] for id in (outcome.id, *outcome.was) if id in found.state.cleared]
    return min((one.t for one in events if all(found.shown_unaided(item) for item in one.items)), default="")


def _predicted(found: LearnerModel, outcome: Outcome, now: datetime | None) -> tuple[float | None, bool]:
    if now is None:
        return None, False
    at = stamp(now)
    memories = [memory for skill in outcome.skills if (memory := replay(found.history(skill, at))) is not None]
    recall = min((one.recall(at) for one in memories), default=None)
    return recall, any(one.is_due(at) for one in memories)
