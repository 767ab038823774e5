"""Where something is taught, and in which words days and skills are spoken of. Pure."""

from __future__ import annotations

from datetime import datetime

from lessons.course import Course
from lessons.outline import PageEntry

_WEEK = 7  # days ahead for which the name of the day says enough


def page_teaching(course: Course, skill: str) -> PageEntry | None:
    """The first page that teaches a skill, of its own rung if there is one."""
    rung = next((one.rung for one in course.outline.skills if one.id == skill), "")
    pages = sorted(course.outline.pages, key=lambda entry: entry.rung != rung)
    return next((entry for entry in pages if skill in course.teaches[entry.id]), None)


def skill_title(course: Course, skill: str) -> str:
    """A skill by its title; its id where the course has it no more."""
    return next((one.title for one in course.outline.skills if one.id == skill), skill)


def day_name(when: datetime, now: datetime) -> str:
    """A day ahead as one says it: today, tomorrow, on Thursday, on 3 May."""
    then, today = when.astimezone().date(), now.astimezone().date()
    days = (then - today).days
    if days <= 0:
        return "today"
    if days == 1:
        return "tomorrow"
    return f"on {then:%A}" if days < _WEEK else f"on {then.day} {then:%B}"


def date_name(when: str) -> str:
    """A day of the record, from its time in UTC, as one writes it: 2 Mar 2026, 09:15."""
    at = datetime.fromisoformat(when.replace("Z", "+00:00")).astimezone()
    return f"{at.day} {at:%b %Y, %H:%M}"


def minutes(seconds: float) -> str:
    """Time spent: 40 s, 12 min, 3 h 20 min."""
    if seconds < 60:
        return f"{round(seconds)} s"
    whole = round(seconds / 60)
    return f"{whole} min" if whole < 60 else f"{whole // 60} h {whole % 60} min"
