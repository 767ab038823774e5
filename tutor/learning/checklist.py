"""The checklist: the evidence for each outcome, what is missing to clear it, and whether it is due. Pure.

An outcome is cleared by right answers without help: to two kinds of question, to every skill it names, and on two
days. A cleared outcome stays cleared, because the journal has an event for it; it is due when predicted recall falls.
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

FORMATS = 2
"""How many kinds of question have to be answered without help."""


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

    @property
    def cleared(self) -> bool:
        """Whether nothing is missing."""
        return not self.missing

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
    questions = _questions(model, outcome)
    evidence = tuple(_evidence(model, questions))
    missing = tuple(_missing(model, outcome, questions, evidence))
    since = _cleared_since(model, outcome)
    recall, due = _predicted(model, outcome, now)
    cleared = bool(since) or not missing
    return OutcomeStatus(outcome, evidence, () if cleared else missing, since, recall, cleared and due)


def newly_cleared(course: Course, state: State) -> tuple[Cleared, ...]:
    """The events for outcomes that the evidence clears and that have no such event yet."""
    model = build_learner_model(course, state)
    events = []
    for outcome in course.outline.outcomes:
        if not _cleared_since(model, outcome):
            questions = _questions(model, outcome)
            evidence = tuple(_evidence(model, questions))
            if not any(_missing(model, outcome, questions, evidence)):
                items = tuple(question.item for question in evidence if question.unaided)
                events.append(Cleared(outcome=outcome.id, items=items))
    return tuple(events)


def _questions(model: LearnerModel, outcome: Outcome) -> Mapping[str, tuple[str, tuple[str, ...]]]:
    """By id, kind and skills of the questions that exercise a skill of the outcome, retired ones included."""
    skills = set(outcome.skills)
    rows = {item: (template.kind, template.skills) for item, template in model.course.templates.items()}
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


def _missing(
    model: LearnerModel,
    outcome: Outcome,
    questions: Mapping[str, tuple[str, tuple[str, ...]]],
    evidence: tuple[Evidence, ...],
) -> Iterator[str]:
    if not questions:
        yield "its pages are not written yet"
        return
    unaided = [question for question in evidence if question.unaided]
    shown = {skill for question in unaided for skill in questions[question.item][1]}
    yield from (f"unaided: {model.title(skill)}" for skill in outcome.skills if skill not in shown)
    kinds = {seen.kind for question in unaided for seen in question.seen}
    if len(kinds) < FORMATS:
        yield f"{FORMATS} kinds of question unaided, {len(kinds)} so far"
    if len({seen.t[:10] for question in unaided for seen in question.seen}) < 2:
        yield "one success on a later day"


def _cleared_since(model: LearnerModel, outcome: Outcome) -> str:
    """The time of the first event that cleared an outcome, unless a reset took its evidence away; else empty."""
    names = (outcome.id, *outcome.was)
    events = [model.state.cleared[name] for name in names if name in model.state.cleared]
    return min((event.t for event in events if all(model.shown_unaided(item) for item in event.items)), default="")


def _predicted(model: LearnerModel, outcome: Outcome, now: datetime | None) -> tuple[float | None, bool]:
    if now is None:
        return None, False
    at = stamp(now)
    memories = [memory for skill in outcome.skills if (memory := replay(model.history(skill, at))) is not None]
    recall = min((memory.recall(at) for memory in memories), default=None)
    return recall, any(memory.is_due(at) for memory in memories)
