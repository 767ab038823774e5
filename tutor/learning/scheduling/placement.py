"""Placement: which skills of the core a learner has, estimated from at most a dozen questions over the skill graph."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from lessons.course import Course
from progress.events import Placed
from progress.state.state import State
from tutor.learning.page_progress import known_skills
from tutor.learning.scheduling.learner_model import LearnerModel, build_learner_model
from tutor.learning.scheduling.selection import Target, cost
from tutor.learning.scheduling.study_session import AnsweredQuestion, StudySession

QUESTIONS = 12

_GUESSABLE = ("choice", "multi", "order", "cloze", "explain")


class Placement(Struct, frozen=True):
    """The result of a placement.

    A right answer implies the skill and its prerequisites, a wrong answer rules out the skill and its dependents. The
    other skills are unknown.
    """

    in_hand: tuple[str, ...]
    not_yet: tuple[str, ...]
    unknown: tuple[str, ...]


def placement(course: Course, session: StudySession) -> Placement:
    """The result of the answers so far."""
    model = build_learner_model(course, State())
    has, lacks = _known_and_unknown(model, session.done)
    rest = tuple(skill for skill in model.core_skills if skill not in has and skill not in lacks)
    return Placement(
        tuple(skill for skill in model.core_skills if skill in has),
        tuple(skill for skill in model.core_skills if skill in lacks),
        rest,
    )


def placed(course: Course, session: StudySession) -> Placed:
    """The event that records a placement."""
    return Placed(skills=placement(course, session).in_hand)


def skippable(course: Course, state: State) -> tuple[str, ...]:
    """The skills that the latest placement found, without those the learner chose to keep."""
    has = known_skills(course.outline, state)
    return tuple(skill.id for skill in course.outline.skills if skill.id in has)


def most_informative_target(model: LearnerModel, done: Sequence[AnsweredQuestion]) -> Target | None:
    """The skill whose answer settles most open skills in the worse case; None if nothing can be asked."""
    has, lacks = _known_and_unknown(model, done)
    undecided = frozenset(model.core_skills) - has - lacks
    best: tuple[int, int, float, Target] | None = None
    for skill in model.core_skills:
        items = _questions(model, skill) if skill in undecided else ()
        if not items:
            continue
        below, above = 1 + len(model.prerequisites[skill] & undecided), 1 + len(model.dependents[skill] & undecided)
        why = f"Settles {below} of {len(undecided)} open skills if right, {above} if not: {model.title(skill)}."
        target = Target(skill, why, items=items, in_order=True, kinds=_GUESSABLE, number=len(done))
        rank = (min(below, above), below + above, -cost(model, items[0]), target)
        if best is None or rank[:3] > best[:3]:
            best = rank
    return best[3] if best else None


def _questions(model: LearnerModel, skill: str) -> tuple[str, ...]:
    """The items that test this skill and its prerequisites only, hard to guess and quick to answer first."""
    fits = [
        item
        for item in model.items_of.get(skill, ())
        if set(model.course.templates[item].skills) <= model.prerequisites[skill] | {skill}
    ]
    kinds = {item: model.course.templates[item].kind in _GUESSABLE for item in fits}
    return tuple(sorted(fits, key=lambda item: (kinds[item], cost(model, item))))


def _known_and_unknown(model: LearnerModel, done: Sequence[AnsweredQuestion]) -> tuple[frozenset[str], frozenset[str]]:
    """The skills the learner has and those they lack; a later answer overrides an earlier one."""
    has: frozenset[str] = frozenset()
    lacks: frozenset[str] = frozenset()
    for answer in done:
        skill = answer.asked.skill
        if skill not in model.skills:
            continue
        if answer.right:
            settled = model.prerequisites[skill] | {skill}
            has, lacks = has | settled, lacks - settled
        else:
            settled = model.dependents[skill] | {skill}
            has, lacks = has - settled, lacks | settled
    return has, lacks
