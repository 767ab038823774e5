"""The questions of a part of a course, drawn with a seed. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from lessons.course import Course, find_page
from lessons.model.page import Item


def questions_in(course: Course, scope: str) -> tuple[str, ...]:
    """The ids of the questions of a course, rung, page, exercise, outcome, skill or question, in course order.

    Raises:
        UnknownIdError: `scope` is no such id.
    """
    outline = course.outline
    if scope == outline.id:
        return in_order(course, [rung.id for rung in outline.rungs])
    if any(rung.id == scope for rung in outline.rungs):
        return in_order(course, [scope])
    if (entry := find_page(course, scope)) is not None:
        return of_page(course, entry.id)
    if scope.startswith("exercise.") and course.has_exercise(scope):
        return course.exercise(scope).items
    for outcome in outline.outcomes:
        if scope in (outcome.id, *outcome.was):
            return _exercising(course, outcome.skills)
    for skill in outline.skills:
        if scope in (skill.id, *skill.was):
            return _exercising(course, (skill.id,))
    if course.has_exercise(scope):
        return course.exercise(scope).items
    if (template := course.template(scope)) is not None:
        return (template.id,)
    known = [*course.ids(), *(skill.id for skill in outline.skills)]
    raise course.unknown(scope, "rung, page, exercise, outcome, skill or question", known)


def of_page(course: Course, page_id: str) -> tuple[str, ...]:
    """The questions on a page, then those for practice that are named after it."""
    asked = course.page(page_id).items
    return (*asked, *practice_of(course, page_id))


def practice_of(course: Course, page_id: str) -> tuple[str, ...]:
    """The questions for practice that are named after a page, on which they do not stand."""
    return tuple(
        item_id
        for item_id, template in course.templates.items()
        if template.practice and item_id.rpartition(".")[0] == page_id
    )


def in_order(course: Course, rungs: Sequence[str]) -> tuple[str, ...]:
    """The questions of some rungs: page by page, then those of no page."""
    on_pages = [
        item_id for entry in course.outline.pages if entry.rung in rungs for item_id in of_page(course, entry.id)
    ]
    others = [item_id for item_id in course.templates if item_id.partition(".")[0] in rungs]
    return tuple(dict.fromkeys([*on_pages, *others]))


def _exercising(course: Course, skills: Sequence[str]) -> tuple[str, ...]:
    everything = in_order(course, [rung.id for rung in course.outline.rungs])
    return tuple(item_id for item_id in everything if set(skills) & set(course.templates[item_id].skills))


def sample(course: Course, scope: str, seed: int, count: int) -> tuple[Item, ...]:
    """At most `count` questions of a scope, drawn by the seed as their numbers are, in course order.

    Raises:
        UnknownIdError: `scope` is no id that has questions.
    """
    known = questions_in(course, scope)
    chosen = set(known if len(known) <= count else Random(f"{scope}/{seed}").sample(known, count))
    return tuple(course.item(item_id, seed) for item_id in known if item_id in chosen)
