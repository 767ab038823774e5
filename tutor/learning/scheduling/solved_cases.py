"""What hunts, diagnoses and repairs tell of the skills: those that were solved at the first try. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from lessons.course import Course
from progress.state.records import DailyGrade
from progress.state.state import State
from progress.times import day_at

RIGHT = 3
"""The grade of a right answer without help."""


class SolvedCase(Struct, frozen=True):
    """A case that was solved at the first try and without help: its id, its skills, and its grade that day."""

    case: str
    skills: tuple[str, ...]
    day: DailyGrade


def solved_cases(course: Course, state: State) -> Iterator[SolvedCase]:
    """Every case that counts for its skills, as a right answer without help in another format does.

    Only the first play counts: after it the solution is known. One that went wrong counts for nothing, because a case
    takes several skills at once. Of a hunt they are the skills of its fault.
    """
    current = {old: skill.id for skill in course.outline.skills for old in skill.was}
    hunts = {hunt: record.first for hunt, record in state.hunts.items()}
    cases = {case: record.first for case, record in state.cases.items()}
    for case, first in sorted({**hunts, **cases}.items()):
        if first is not None and first.clean:
            skills = course.case_skills(case, first.fault)
            present = tuple(current.get(skill, skill) for skill in skills)
            yield SolvedCase(case, present, DailyGrade(first.ms, first.number, RIGHT, day_at("", first.ms)))
