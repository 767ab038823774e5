"""The checklist: what clears a line of it, and what is still missing. A pure function of course and record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from lessons.course import Course
from lessons.outline import Outcome
from progress import State

FORMATS = 2  # kinds of question that have to be answered unaided


@dataclass(frozen=True, slots=True)
class Evidence:
    """A question of an outcome that was answered rightly."""

    item: str
    kind: str
    first_right: str
    last: str
    unaided: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """A line of the checklist: its evidence, and in words what is missing."""

    outcome: Outcome
    evidence: tuple[Evidence, ...]
    missing: tuple[str, ...]

    @property
    def cleared(self) -> bool:
        return not self.missing

    @property
    def sign(self) -> Literal["done", "begun", "new"]:
        return "done" if self.cleared else "begun" if self.evidence else "new"


def checklist(course: Course, state: State) -> tuple[Standing, ...]:
    """Every line of the checklist."""
    return tuple(standing(course, state, outcome) for outcome in course.outline.outcomes)


def standing(course: Course, state: State, outcome: Outcome) -> Standing:
    """One line: cleared by two kinds of question unaided, in every skill, and one success on a later day."""
    items = _items(course, outcome)
    evidence = tuple(found for id, kind in items.items() if (found := _evidence(state, id, kind)) is not None)
    return Standing(outcome, evidence, tuple(_missing(course, outcome, items, evidence)))


def _items(course: Course, outcome: Outcome) -> dict[str, str]:
    """Ids and kinds of the questions that exercise a skill of the outcome."""
    found = {}
    for id, template in course.templates.items():
        if set(template.skills) & set(outcome.skills):
            found[id] = template.kind
    return found


def _evidence(state: State, id: str, kind: str) -> Evidence | None:
    record = state.items.get(id)
    if record is None or not record.right:
        return None
    return Evidence(id, kind, record.first_right_t or "", record.last_t or "", record.unaided_right > 0)


def _missing(course: Course, outcome: Outcome, items: dict[str, str], evidence: tuple[Evidence, ...]) -> list[str]:
    if not items:
        return ["its pages are not written yet"]
    missing = []
    unaided = [one for one in evidence if one.unaided]
    shown = {skill for one in unaided for skill in course.templates[one.item].skills}
    titles = {skill.id: skill.title for skill in course.outline.skills}
    missing += [f"unaided: {titles[skill].lower()}" for skill in outcome.skills if skill not in shown]
    kinds = {one.kind for one in unaided}
    if len(kinds) < FORMATS:
        missing.append(f"{FORMATS} kinds of question unaided, {len(kinds)} so far")
    days = {time[:10] for one in unaided for time in (one.first_right, one.last) if time}
    if len(days) < 2:
        missing.append("one success on a later day")
    return missing
