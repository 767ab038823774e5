"""The start of a study session: what it will ask about."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime

from lessons.course import Course
from progress.schedule import stamp
from progress.state.state import State
from progress.times import local_day
from tutor.learning.scheduling.checklist_parts import (
    answered_on,
    askable_items,
    askable_words,
    missing_parts,
)
from tutor.learning.scheduling.due import DAILY, rank_by_recall, reviewed_today
from tutor.learning.scheduling.due_fields import MOST, due_fields
from tutor.learning.scheduling.learner_model import LearnerModel, build_learner_model
from tutor.learning.scheduling.placement import QUESTIONS
from tutor.learning.scheduling.selection import Target
from tutor.learning.scheduling.study_session import Kind, StudySession

FINAL = 2
"""Questions per skill in the final checkpoint."""

DAYS_TO_WORDS = 7
"""The days after which an explanation that was answered without own words is asked again for the checklist."""


def begin(
    kind: Kind,
    course: Course,
    state: State,
    now: datetime,
    scope: str = "",
    count: int | None = None,
    seed: int | None = None,
) -> StudySession:
    """A new session.

    Args:
        kind: What the session is for.
        course: The course.
        state: The learner's record.
        now: The time of the start.
        scope: The id of a skill, an outcome, a rung or a page; empty for the whole course.
        count: The maximum number of questions; None for the default.
        seed: The seed of the first draw, if the learner has chosen one.

    Raises:
        UnknownIdError: `scope` is no such id.
    """
    return _PLANNERS[kind](build_learner_model(course, state), now, scope, count, seed)


def scope_skills(model: LearnerModel, scope: str) -> tuple[str, ...]:
    """The skills of a skill, outcome, rung or page id; all for an empty one.

    A rung and the whole course have those of their second pass whose pages were opened.

    Raises:
        UnknownIdError: there is no such id.
    """
    outline = model.course.outline
    if not scope or scope == outline.id:
        return tuple(model.open_skills)
    for outcome in outline.outcomes:
        if scope in (outcome.id, *outcome.was):
            return outcome.skills
    of_rung = tuple(skill_id for skill_id, skill in model.open_skills.items() if skill.rung == scope)
    if of_rung:
        return of_rung
    for skill in outline.skills:
        if scope in (skill.id, *skill.was):
            return (skill.id,)
    if any(scope == page.id for page in outline.pages):
        teaches = model.course.page(scope).teaches
        return tuple(skill for skill in model.skills if skill in teaches)
    known = [*model.skills, *(outcome.id for outcome in outline.outcomes), *(rung.id for rung in outline.rungs)]
    known += [page.id for page in outline.pages]
    raise model.course.unknown(scope, "skill, outcome, rung or page", list(dict.fromkeys(known)))


def _review(model: LearnerModel, now: datetime, scope: str, count: int | None, seed: int | None) -> StudySession:
    """What is due, up to the rest of the daily limit."""
    limit = max(0, DAILY - reviewed_today(model, now)) if count is None else count
    return StudySession("review", scope, stamp(now), _due_targets(model, now, scope)[:limit], limit, seed)


def _due_targets(model: LearnerModel, now: datetime, scope: str) -> tuple[Target, ...]:
    """What is missing on the checklist, then what is due."""
    skills = set(scope_skills(model, scope))
    targets = [entry.target for entry in rank_by_recall(model, now, only_due=True) if entry.target.skill in skills]
    missing = missing_targets(model, now, skills, model.tried_skills)
    shown = {target.skill for target in missing}
    others = [target for target in targets if target.rule or target.skill not in shown]
    return (*missing, *others)


def review_load(course: Course, state: State, now: datetime) -> tuple[int, int]:
    """How much a review that begins now asks at most, and how much more waits for another day.

    It is what is due, fields of paper cards included, and what is missing on the checklist.
    """
    model = build_learner_model(course, state)
    targets, fields = len(_due_targets(model, now, "")), len(due_fields(course, state, now))
    today = min(targets, max(0, DAILY - reviewed_today(model, now))) + min(fields, MOST)
    return today, targets + fields - today


def missing_targets(
    model: LearnerModel, now: datetime, skills: Collection[str], known: Collection[str]
) -> list[Target]:
    """A target for each part of the checklist that is missing, of some skills that are known.

    A part that was asked today is left out: what would clear it is an answer on another day. An explanation that was
    answered without own words comes again after a week, so that whoever gives none is not asked for it every day.
    """
    targets = []
    today = date.fromisoformat(local_day(now)).toordinal()
    week = [date.fromordinal(day).isoformat() for day in range(max(1, today - DAYS_TO_WORDS + 1), today + 1)]
    for outcome, status in missing_parts(model):
        part = status.part
        wanted = [(askable_items(model, part), week[-1:])] if status.answers_missing else []
        wanted += [(askable_words(model, part), week)] if status.words is None else []
        for number, (items, days) in enumerate(wanted):
            of_part = {skill for item in items for skill in model.leading(item)}
            fits = items and of_part <= set(known) and of_part & set(skills)
            if fits and not answered_on(model, items, days):
                why = f"Missing on the checklist: {outcome.title} ({part.title})."
                skill = model.leading(items[0])[0]
                targets.append(Target(skill, why, items=items, part=f"{outcome.id}.{part.id}", number=number))
    return targets


def _ten(model: LearnerModel, now: datetime, scope: str, count: int | None, seed: int | None) -> StudySession:
    """Everything ever tried, lowest recall first."""
    skills = set(scope_skills(model, scope))
    targets = [entry.target for entry in rank_by_recall(model, now, only_due=False) if entry.target.skill in skills]
    return StudySession("ten", scope, stamp(now), tuple(targets), count, seed)


def _practice(model: LearnerModel, now: datetime, scope: str, count: int | None, seed: int | None) -> StudySession:
    targets = tuple(Target(skill, "") for skill in scope_skills(model, scope) if model.items_of.get(skill))
    whole = not scope or scope in {outcome.id for outcome in model.course.outline.outcomes}
    ask_parts = whole and seed is None  # practice of one skill keeps to the support that the learner needs in it
    chosen = missing_targets(model, now, scope_skills(model, scope), model.tried_skills) if ask_parts else ()
    return StudySession("practice", scope, stamp(now), (*chosen, *targets), count, seed)


def _checkpoint(model: LearnerModel, now: datetime, scope: str, count: int | None, seed: int | None) -> StudySession:
    """One question per core skill of a rung; in the final checkpoint two per skill, in different formats."""
    final = not scope or scope == model.course.outline.id
    asked = _outcome_skills(model) if final else scope_skills(model, scope)
    skills = tuple(skill for skill in asked if skill in model.core_skills)
    missing = missing_targets(model, now, skills, model.core_skills)
    shown = {(target.skill, target.number) for target in missing}
    targets = [
        Target(skill, f"Part of the checkpoint: {model.title(skill)}.", number=number)
        for number in range(FINAL if final else 1)
        for skill in skills
        if model.items_of.get(skill) and (skill, number) not in shown
    ]
    return StudySession("checkpoint", "" if final else scope, stamp(now), (*missing, *targets), count, seed)


def _outcome_skills(model: LearnerModel) -> tuple[str, ...]:
    return tuple(dict.fromkeys(skill for outcome in model.course.outline.outcomes for skill in outcome.skills))


def _placement(_: LearnerModel, now: datetime, scope: str, count: int | None, seed: int | None) -> StudySession:
    """At most a dozen questions over the whole skill graph."""
    return StudySession("placement", scope, stamp(now), (), min(count or QUESTIONS, QUESTIONS), seed)


_PLANNERS: Mapping[Kind, Callable[[LearnerModel, datetime, str, int | None, int | None], StudySession]] = {
    "review": _review,
    "practice": _practice,
    "ten": _ten,
    "checkpoint": _checkpoint,
    "placement": _placement,
}
