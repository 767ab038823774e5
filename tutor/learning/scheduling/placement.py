"""Placement: which skills a learner has, from a dozen questions over the graph of what needs what."""

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
    """What the answers say: a skill answered right is in hand with all that it needs; one answered wrong is not, nor
    is what needs it. The rest was not asked about."""

    in_hand: tuple[str, ...]
    not_yet: tuple[str, ...]
    unknown: tuple[str, ...]


def placement(course: Course, sitting: StudySession) -> Placement:
    """What a placement has found so far."""
    found = build_learner_model(course, State())
    has, lacks = _sorted_out(found, sitting.done)
    rest = tuple(skill for skill in found.skills if skill not in has and skill not in lacks)
    return Placement(
        tuple(skill for skill in found.skills if skill in has),
        tuple(skill for skill in found.skills if skill in lacks),
        rest,
    )


def placed(course: Course, sitting: StudySession) -> Placed:
    """The event that puts a placement on record."""
    return Placed(skills=placement(course, sitting).in_hand)


def skippable(course: Course, state: State) -> tuple[str, ...]:
    """The skills that the latest placement found in hand, less those the learner wants to keep on their way."""
    has = known_skills(course.outline, state)
    return tuple(skill.id for skill in course.outline.skills if skill.id in has)


def best_split(found: LearnerModel, done: Sequence[AnsweredQuestion]) -> Target | None:
    """The skill whose answer settles most of what is open, whichever way it goes; None where nothing can be asked."""
    has, lacks = _sorted_out(found, done)
    still = frozenset(found.skills) - has - lacks
    best: tuple[int, int, float, Target] | None = None
    for skill in found.skills:
        items = _questions(found, skill) if skill in still else ()
        if not items:
            continue
        below, above = 1 + len(found.below[skill] & still), 1 + len(found.above[skill] & still)
        why = f"Settles {below} of {len(still)} open skills if right, {above} if not: {found.title(skill)}."
        target = Target(skill, why, items=items, in_order=True, kinds=_GUESSABLE, number=len(done))
        rank = (min(below, above), below + above, -cost(found, items[0]), target)
        if best is None or rank[:3] > best[:3]:
            best = rank
    return best[3] if best else None


def _questions(found: LearnerModel, skill: str) -> tuple[str, ...]:
    """The questions whose answer speaks of this skill, those that are hard to guess and quick to answer first."""
    fits = [
        item
        for item in found.items_of.get(skill, ())
        if set(found.course.templates[item].skills) <= found.below[skill] | {skill}
    ]
    kinds = {item: found.course.templates[item].kind in _GUESSABLE for item in fits}
    return tuple(sorted(fits, key=lambda item: (kinds[item], cost(found, item))))


def _sorted_out(found: LearnerModel, done: Sequence[AnsweredQuestion]) -> tuple[frozenset[str], frozenset[str]]:
    """The skills that are in hand, and those that are not; a later answer outweighs an earlier one."""
    has: frozenset[str] = frozenset()
    lacks: frozenset[str] = frozenset()
    for one in done:
        skill = one.asked.skill
        if skill not in found.skills:
            continue
        if one.right:
            settled = found.below[skill] | {skill}
            has, lacks = has | settled, lacks - settled
        else:
            settled = found.above[skill] | {skill}
            has, lacks = has - settled, lacks | settled
    return has, lacks
