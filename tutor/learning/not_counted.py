"""Why a right answer is no evidence for the checklist, in words. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from lessons.course import Course

_REASONS: Mapping[str, str] = {
    "hint": "It will count for the checklist when you do it without a hint.",
    "steps": "It will count for the checklist when you do it without the steps.",
    "solution": "It will count for the checklist when you do it before you see the solution.",
    "page": "It will count for the checklist in a session in which you do not look it up.",
    "shown": "It will count for the checklist in a session that has not shown the formula before.",
    "paste": "It will count for the checklist when you type it yourself.",
    "words": "It will count for the checklist when you say it in your own words first.",
    "letters": "It will count for the checklist in the letters that the question asks for.",
    "again": "What counts for the checklist is the first answer to a question: the next one will be new.",
}
"""By what bars a right answer from counting, what a learner is told."""


def not_counted(course: Course, item: str, bar: str) -> str:
    """What is said below a right answer that does not count; empty where it may, or decides nothing."""
    parts = (part for outcome in course.outline.outcomes for part in outcome.parts)
    decides = bar and any(item in (*part.items, *part.words) for part in parts)
    return _REASONS.get(bar, "") if decides else ""
