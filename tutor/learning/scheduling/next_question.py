"""What each kind of sitting asks next."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from msgspec.structs import replace

from tutor.learning.scheduling.due import why_now
from tutor.learning.scheduling.learner_model import LearnerModel
from tutor.learning.scheduling.placement import best_split
from tutor.learning.scheduling.scaffolding import level_of, support_for
from tutor.learning.scheduling.selection import Selected, SelectionContext, Target, cost, pick
from tutor.learning.scheduling.study_session import AnsweredQuestion, PlannedQuestion, StudySession

SOLID = 0.95
"""Predicted recall from which a prerequisite explains no error."""

TEN_MINUTES = 600_000


def review(sitting: StudySession, moment: SelectionContext) -> PlannedQuestion | None:
    """Follow-ups of what went wrong first, then what is due; two strategies alike in a row only where all are."""
    picked = pick(
        moment, [*_otherwise(sitting, moment), *_follow_ups(sitting, moment), *_not_exercised(sitting, moment.found)]
    )
    if picked is None:
        return None
    asked = _asked(picked)
    return asked if asked.follows else replace(asked, why=why_now(moment.found, picked.target, moment.now))


def _not_exercised(sitting: StudySession, found: LearnerModel) -> Iterator[Target]:
    """What is left of the plan, less what an answer of this sitting has exercised by the way."""
    asked = {one.asked.item for one in sitting.done}
    spoken_of = {skill for one in sitting.done for skill in _spoken_of(one, found)}
    for target in sitting.open_targets:
        if not (asked & set(target.items) if target.rule else target.skill in spoken_of):
            yield target


def _spoken_of(one: AnsweredQuestion, found: LearnerModel) -> tuple[str, ...]:
    item = one.asked.item
    return found.skills_of.get(item, ()) if one.right else found.leading(item)


def ten(sitting: StudySession, moment: SelectionContext) -> PlannedQuestion | None:
    """A review of what sits loosest, until ten minutes are over."""
    return None if moment.now - sitting.started >= TEN_MINUTES else review(sitting, moment)


def practice(sitting: StudySession, moment: SelectionContext) -> PlannedQuestion | None:
    """Whatever of the scope came up least in this sitting and sits loosest, at the level of the last answers."""
    found = moment.found
    counts = {target.skill: 0 for target in sitting.targets}
    for one in sitting.done:
        counts[one.asked.skill] = counts.get(one.asked.skill, 0) + 1
    places = {target.skill: place for place, target in enumerate(sitting.targets)}

    memories = found.memories(moment.now)

    def order(target: Target) -> tuple[int, float, int]:
        memory = memories.get(target.skill)
        return counts[target.skill], memory.recall(moment.now) if memory else 0.0, places[target.skill]

    targets = [_at_level(found, target) for target in sorted(sitting.targets, key=order)]
    picked = pick(moment, [*_otherwise(sitting, moment), *targets], within=_reach(sitting, found))
    if picked is None:
        return None
    if picked.target.follows:
        return _asked(picked)
    support, why = support_for(found, picked.target.skill, picked.item)
    return PlannedQuestion(picked.item, picked.seed, picked.target.skill, why, support=support)


def checkpoint(sitting: StudySession, moment: SelectionContext) -> PlannedQuestion | None:
    """One target after the other, strategies mixed; a skill that comes twice is asked in another format."""
    templates = moment.found.course.templates
    asked = [(one.asked.skill, templates[one.asked.item].kind) for one in sitting.done]
    targets = [
        replace(target, kinds=tuple(kind for skill, kind in asked if skill == target.skill))
        for target in sitting.open_targets
    ]
    picked = pick(moment, targets, within=_reach(sitting, moment.found))
    return _asked(picked) if picked else None


def placement(sitting: StudySession, moment: SelectionContext) -> PlannedQuestion | None:
    """The question whose answer says most about the rest of the graph."""
    target = best_split(moment.found, sitting.done)
    picked = pick(moment, [target], within=moment.found.skills) if target else None
    return _asked(picked) if picked else None


def _reach(sitting: StudySession, found: LearnerModel) -> frozenset[str]:
    """The skills that a question may need: those met, those of the scope, and what these need."""
    scope = frozenset(target.skill for target in sitting.targets)
    return (found.met | scope).union(*(found.below.get(skill, frozenset()) for skill in scope))


def _asked(picked: Selected) -> PlannedQuestion:
    one = picked.target
    return PlannedQuestion(
        picked.item, picked.seed, one.skill, one.why, one.rule, number=one.number, follows=one.follows
    )


def _otherwise(sitting: StudySession, moment: SelectionContext) -> Iterator[Target]:
    """After an error: the same in another representation, where the question knows of one."""
    if not sitting.done or sitting.done[-1].right:
        return
    asked = sitting.done[-1].asked
    instead = getattr(moment.found.course.templates.get(asked.item), "instead", "")
    if instead and instead not in {one.asked.item for one in sitting.done}:
        why = "That went wrong in percentages; here is one like it in heads."
        yield Target(asked.skill, why, items=(instead,), follows=asked.skill)


def _follow_ups(sitting: StudySession, moment: SelectionContext) -> Iterator[Target]:
    """For each wrong answer that has had no follow-up, its cheapest prerequisite that would explain it."""
    followed = {one.asked.follows for one in sitting.done}
    for one in reversed(sitting.done):
        if not one.right and one.asked.skill not in followed:
            explaining = _explaining(sitting.done, one.asked.skill, moment)
            if explaining is not None:
                yield explaining


def _explaining(done: Sequence[AnsweredQuestion], failed: str, moment: SelectionContext) -> Target | None:
    """Of what a skill needs directly and is not known to be solid, what takes least time to ask."""
    found = moment.found
    shown = {skill for one in done if one.right for skill in found.course.templates[one.asked.item].skills}
    asked = {one.asked.skill for one in done}
    best: tuple[float, float, Target] | None = None
    for skill in found.skills[failed].needs if failed in found.skills else ():
        memory = found.memories(moment.now).get(skill)
        recall = memory.recall(moment.now) if memory else 0.0
        picked = None if skill in shown | asked or recall >= SOLID else pick(moment, [Target(skill, "")])
        if picked is None:
            continue
        why = f"That went wrong, and it needs this: {found.title(skill)}."
        rank = (cost(found, picked.item), recall, Target(skill, why, items=(picked.item,), follows=failed))
        if best is None or rank[:2] < best[:2]:
            best = rank
    return best[2] if best else None


def _at_level(found: LearnerModel, target: Target) -> Target:
    """The questions of a skill, those at the level of the last answers first."""
    items = sorted(found.items_of.get(target.skill, ()), key=lambda item: cost(found, item))
    level = min(level_of(found, target.skill), len(items) - 1)
    near = sorted(range(len(items)), key=lambda place: abs(place - level))
    return Target(target.skill, target.why, items=tuple(items[place] for place in near), in_order=True)


ASKING: Mapping[str, Callable[[StudySession, SelectionContext], PlannedQuestion | None]] = {
    "review": review,
    "ten": ten,
    "practice": practice,
    "checkpoint": checkpoint,
    "placement": placement,
}
