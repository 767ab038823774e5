"""The skills and misconceptions that are due, lowest predicted recall first."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from msgspec import Struct

from lessons.course import Course
from progress.schedule import moment, stamp
from progress.state.state import State
from progress.times import day_end, today
from tutor.learning.labels import page_teaching, use_title
from tutor.learning.scheduling.learner_model import LearnerModel, SkillRecall, ago, build_learner_model, percent
from tutor.learning.scheduling.misconceptions import Misconception, misconceptions
from tutor.learning.scheduling.selection import SelectionContext, Target, select

_LONGEST = 60
"""The number of characters of a skill and its page up to which both are named."""

DAILY = 20
"""Review questions per day: about ten minutes."""


class Due(Struct, frozen=True):
    """A review that is due: the skill, the question and draw to ask, and the predicted recall."""

    skill: str
    item: str
    seed: int
    due: datetime
    recall: float
    why: str
    rule: str = ""


class _RankedTarget(Struct, frozen=True):
    recall: float
    target: Target
    due: int


def due(course: Course, state: State, now: datetime) -> tuple[Due, ...]:
    """All reviews due by the end of the learner's day, lowest recall first, without those with no unseen question."""
    model, at = build_learner_model(course, state), stamp(now)
    rows = []
    for entry in rank_by_recall(model, now, only_due=True):
        if (selected := select(SelectionContext(model, at), [entry.target])) is not None:
            target = entry.target
            when = moment(entry.due)
            rows.append(Due(target.skill, selected.item, selected.seed, when, entry.recall, target.why, target.rule))
    return tuple(rows)


def rank_by_recall(model: LearnerModel, now: datetime, *, only_due: bool) -> list[_RankedTarget]:
    """Targets for skills and active misconceptions, lowest recall first; a misconception replaces its skill.

    A credited review that is to be asked all the same counts as due.
    """
    at, end, day = stamp(now), day_end(now), today(now)
    errors = [entry for entry in misconceptions(model.course, model.state, now) if entry.active]
    rows = [
        (
            entry.memory.recall(at),
            _RankedTarget(entry.memory.recall(at), _refutation_target(entry, now), entry.memory.due),
        )
        for entry in errors
        if (entry.is_due or not only_due) and entry.skill in model.open_skills
    ]
    covered = {row.target.skill for _, row in rows}
    for skill, recall in model.recalls(at).items():
        asked = recall.is_due(end) or recall.audited or not only_due
        if asked and skill not in covered and skill in model.open_skills:
            target = Target(skill, reason_for(model, recall, at, day))
            rows.append((recall.fsrs, _RankedTarget(recall.chance, target, recall.due)))
    order = {skill: index for index, skill in enumerate(model.skills)}
    rows.sort(key=lambda row: (row[1].recall, row[0], order.get(row[1].target.skill, 0), row[1].target.rule))
    return [row for _, row in rows]


def reason_for(model: LearnerModel, recall: SkillRecall, now: int, day: int) -> str:
    """The reason shown for reviewing a skill."""
    title, when = _named(model, recall.skill), ago(recall.last_day, day)
    if recall.audited:
        return f"{title}: credited by another question; one such credit in ten is checked. Last used {when}."
    used, where = model.uses.get(recall.skill, (0, ""))
    place = f" in {use_title(model.course, where)}" if used == recall.last else ""
    what = "went wrong" if not recall.last_right else "you used this" if place else "last used"
    return f"{title}: {what}{place} {when}; {_chance_text(model, recall, now)}."


def _named(model: LearnerModel, skill: str) -> str:
    """A skill in plain words, with the page that teaches it."""
    title, page = model.skills[skill].title, page_teaching(model.course, skill)
    return f"{title} ({page.title})" if page is not None and len(title) + len(page.title) < _LONGEST else title


def _chance_text(model: LearnerModel, recall: SkillRecall, now: int) -> str:
    hold_out = model.recall(now).model.hold_out
    if not hold_out.enough:
        return "too early to say how likely you still have it"
    return f"the chance that you get it right is put at {percent(recall.chance)}"


def current_reason(model: LearnerModel, target: Target, now: datetime) -> str:
    """The reason shown for a target, by the present record; it may differ from the reason when the session began."""
    at = stamp(now)
    if not target.rule:
        recall = model.recalls(at).get(target.skill)
        return reason_for(model, recall, at, today(now)) if recall else target.why
    errors = misconceptions(model.course, model.state, now)
    misconception = next((entry for entry in errors if (entry.rule, entry.items) == (target.rule, target.items)), None)
    return _refutation_target(misconception, now).why if misconception else target.why


def _refutation_target(misconception: Misconception, now: datetime) -> Target:
    last = misconception.last.astimezone(now.tzinfo)
    when = ago(today(last), today(now))
    times = "" if misconception.times == 1 else f", {misconception.times} times in all"
    why = f"A slip of {when}{times} would show here: this tells it from the right rule."
    return Target(misconception.skill, why, misconception.rule, misconception.items)


def reviewed_today(model: LearnerModel, now: datetime) -> int:
    """The number of review questions answered on this day of the learner's, as far as the recent answers tell."""
    return len(set(_reviews(model, today(now))))


def _reviews(model: LearnerModel, day: int) -> Iterator[tuple[str, int]]:
    for item_id, record in model.records.items():
        for mark in record.recent:
            if mark.where == "review" and mark.day == day:
                yield item_id, mark.seed
