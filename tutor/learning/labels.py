"""Labels for skills, days, times and durations, and the page that teaches a skill. Pure."""

from __future__ import annotations

from datetime import datetime

from lessons.course import Course
from lessons.model.papers import PREFIX
from lessons.outline import PageEntry

FIELD_NAMES = {
    "symbols": "The symbols",
    "shapes": "The shapes",
    "limit": "The special case",
    "line": "The line",
    "friends": "A letter",
    "output": "The line behind an output",
}
"""The fields of a paper card that are asked again."""

_WEEK = 7
"""Days ahead that are named by their weekday."""


def page_teaching(course: Course, skill: str) -> PageEntry | None:
    """The first page that teaches a skill, in the skill's own rung if there is one; None where no page does."""
    rung = next((entry.rung for entry in course.outline.skills if entry.id == skill), "")
    pages = sorted(course.outline.pages, key=lambda entry: entry.rung != rung)
    return next((entry for entry in pages if skill in course.teaches[entry.id]), None)


def pages_teaching(course: Course, skills: tuple[str, ...]) -> tuple[PageEntry, ...]:
    """The pages that teach some skills, each once, in the order of the skills."""
    entries = (page_teaching(course, skill) for skill in skills)
    return tuple(dict.fromkeys(entry for entry in entries if entry is not None))


def skill_title(course: Course, skill: str) -> str:
    """The title of a skill; its id where the course no longer has it."""
    return next((entry.title for entry in course.outline.skills if entry.id == skill), skill)


def card_title(course: Course, card: str) -> str:
    """The title of a paper card; its id where the course no longer has it."""
    return next((entry.title for entry in course.outline.cards if entry.id == card), card)


def use_title(course: Course, use: str) -> str:
    """The title of a paper card or of a case to debug, as it stands within a sentence; its id where there is none."""
    if use.startswith(PREFIX):
        return card_title(course, use)
    title = next((title for case, title, _ in course.cases if case == use), use.replace(".", " "))
    return title[:1].lower() + title[1:]


def day_name(when: datetime, now: datetime) -> str:
    """The name of a day ahead: today, tomorrow, on Thursday, on 3 May."""
    then, today = when.astimezone().date(), now.astimezone().date()
    days = (then - today).days
    if days <= 0:
        return "today"
    if days == 1:
        return "tomorrow"
    return f"on {then:%A}" if days < _WEEK else f"on {then.day} {then:%B}"


def date_name(when: str) -> str:
    """A time of the record, from its text in UTC, in local time: 2 Mar 2026, 09:15."""
    at = datetime.fromisoformat(when.replace("Z", "+00:00")).astimezone()
    return f"{at.day} {at:%b %Y, %H:%M}"


def minutes(seconds: float) -> str:
    """A duration: 40 s, 12 min, 3 h 20 min."""
    if seconds < 60:
        return f"{round(seconds)} s"
    whole = round(seconds / 60)
    return f"{whole} min" if whole < 60 else f"{whole // 60} h {whole % 60} min"
