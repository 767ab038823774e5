"""How a sitting begins: what it is to ask about."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from lessons.course import Course
from progress.schedule import stamp
from progress.state.state import State
from tutor.learning.scheduling.due import DAILY, ranked, reviewed_today
from tutor.learning.scheduling.learner_model import LearnerModel, build_learner_model
from tutor.learning.scheduling.placement import QUESTIONS
from tutor.learning.scheduling.selection import Target
from tutor.learning.scheduling.study_session import Kind, StudySession

FINAL = 2
"""Questions of the final checkpoint for each skill of an outcome."""


def begin(
    kind: Kind,
    course: Course,
    state: State,
    now: datetime,
    scope: str = "",
    count: int | None = None,
    seed: int | None = None,
) -> StudySession:
    """A sitting of a kind. `scope` is a skill, an outcome or a rung, empty for all; UnknownId when it is none.

    `count` bounds the questions, `seed` fixes which draws are asked.
    """
    return _BEGINNINGS[kind](build_learner_model(course, state), now, scope, count, seed)


def scope_skills(found: LearnerModel, scope: str) -> tuple[str, ...]:
    """The skills that an id speaks of: a skill, an outcome, a rung, what a page teaches; empty is all. UnknownId."""
    outline = found.course.outline
    if not scope or scope == outline.id:
        return tuple(found.skills)
    for outcome in outline.outcomes:
        if scope in (outcome.id, *outcome.was):
            return outcome.skills
    rung = tuple(skill.id for skill in outline.skills if skill.rung == scope)
    if rung:
        return rung
    for skill in outline.skills:
        if scope in (skill.id, *skill.was):
            return (skill.id,)
    if any(scope == page.id for page in outline.pages):
        teaches = found.course.page(scope).teaches
        return tuple(skill for skill in found.skills if skill in teaches)
    known = [*found.skills, *(one.id for one in outline.outcomes), *(one.id for one in outline.rungs)]
    known += [page.id for page in outline.pages]
    raise found.course.unknown(scope, "skill, outcome, rung or page", list(dict.fromkeys(known)))


def _review(found: LearnerModel, now: datetime, scope: str, count: int | None, seed: int | None) -> StudySession:
    """What is due, within what is left of the day's share."""
    skills = set(scope_skills(found, scope))
    targets = [one.target for one in ranked(found, now, only_due=True) if one.target.skill in skills]
    share = max(0, DAILY - reviewed_today(found, stamp(now))) if count is None else count
    return StudySession("review", scope, stamp(now), tuple(targets[:share]), share, seed)


def _ten(found: LearnerModel, now: datetime, scope: str, count: int | None, seed: int | None) -> StudySession:
    """All that was ever tried, loosest first."""
    skills = set(scope_skills(found, scope))
    targets = [one.target for one in ranked(found, now, only_due=False) if one.target.skill in skills]
    return StudySession("ten", scope, stamp(now), tuple(targets), count, seed)


def _practice(found: LearnerModel, now: datetime, scope: str, count: int | None, seed: int | None) -> StudySession:
    targets = tuple(Target(skill, "") for skill in scope_skills(found, scope) if found.items_of.get(skill))
    return StudySession("practice", scope, stamp(now), targets, count, seed)


def _checkpoint(found: LearnerModel, now: datetime, scope: str, count: int | None, seed: int | None) -> StudySession:
    """A question for each skill of a rung; of the five outcomes two for each skill, in different formats."""
    final = not scope or scope == found.course.outline.id
    skills = _outcome_skills(found) if final else scope_skills(found, scope)
    targets = [
        Target(skill, f"Part of the checkpoint: {found.title(skill)}.", number=number)
        for number in range(FINAL if final else 1)
        for skill in skills
        if found.items_of.get(skill)
    ]
    return StudySession("checkpoint", "" if final else scope, stamp(now), tuple(targets), count, seed)


def _outcome_skills(found: LearnerModel) -> tuple[str, ...]:
    return tuple(dict.fromkeys(skill for outcome in found.course.outline.outcomes for skill in outcome.skills))


def _placement(_: LearnerModel, now: datetime, scope: str, count: int | None, seed: int | None) -> StudySession:
    """A dozen questions at most, over the whole graph."""
    return StudySession("placement", scope, stamp(now), (), min(count or QUESTIONS, QUESTIONS), seed)


_BEGINNINGS: Mapping[Kind, Callable[[LearnerModel, datetime, str, int | None, int | None], StudySession]] = {
    "review": _review,
    "practice": _practice,
    "ten": _ten,
    "checkpoint": _checkpoint,
    "placement": _placement,
}
