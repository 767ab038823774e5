"""The strategy of each kind of session: which question to ask next."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime

from msgspec.structs import replace

from lessons.course import Course
from progress.schedule import stamp
from progress.state.state import State
from tutor.learning.scheduling.due import current_reason
from tutor.learning.scheduling.learner_model import LearnerModel, build_learner_model
from tutor.learning.scheduling.placement import most_informative_target
from tutor.learning.scheduling.scaffolding import right_streak, scaffold_for
from tutor.learning.scheduling.selection import Selected, SelectionContext, Target, cost, select
from tutor.learning.scheduling.study_session import AnsweredQuestion, PlannedQuestion, StudySession

SOLID_RECALL = 0.95
"""FSRS-6's retrievability above which a prerequisite does not explain an error."""

TEN_MINUTES = 600_000


def next_question(session: StudySession, course: Course, state: State, now: datetime) -> PlannedQuestion | None:
    """The next question of a session; None if it is over."""
    if session.count is not None and len(session.done) >= session.count:
        return None
    context = session.selection_context(build_learner_model(course, state), stamp(now))
    return STRATEGIES[session.kind](session, context, now)


def review(session: StudySession, context: SelectionContext, now: datetime) -> PlannedQuestion | None:
    """Ask follow-ups of wrong answers first, then what is due, with questions that cover as much of it as they can.

    Strategies are interleaved where possible.
    """
    remaining = [*_remaining_targets(session, context.model)]
    due = frozenset(target.skill for target in remaining if not (target.rule or target.part))
    targets = [*_other_representation(session, context), *_follow_ups(session, context), *remaining]
    selected = select(replace(context, due=due), targets)
    if selected is None:
        return None
    question = _planned(selected)
    return (
        question
        if question.follows or question.part
        else replace(question, why=current_reason(context.model, selected.target, now))
    )


def _remaining_targets(session: StudySession, model: LearnerModel) -> Iterator[Target]:
    """The open targets whose skill no answer of this session has exercised."""
    asked = {answer.asked.item for answer in session.done}
    exercised = {skill for answer in session.done for skill in _exercised_skills(answer, model)}
    for target in session.open_targets:
        if target.part or not (asked & set(target.items) if target.rule else target.skill in exercised):
            yield target


def _exercised_skills(answer: AnsweredQuestion, model: LearnerModel) -> tuple[str, ...]:
    item = answer.asked.item
    return model.skills_of.get(item, ()) if answer.right else model.leading(item)


def ten(session: StudySession, context: SelectionContext, now: datetime) -> PlannedQuestion | None:
    """Review the skills with the lowest recall until ten minutes are over."""
    return None if context.now - session.started >= TEN_MINUTES else review(session, context, now)


def practice(session: StudySession, context: SelectionContext, _: datetime) -> PlannedQuestion | None:
    """Practice the skill of the scope asked least in this session, then of lowest recall, with its scaffold."""
    model = context.model
    parts = [target for target in session.open_targets if target.part]
    selected = select(context, parts) if parts else None
    if selected is not None:
        return _planned(selected)
    targets_of_skills = [target for target in session.targets if not target.part]
    counts = {target.skill: 0 for target in targets_of_skills}
    for answer in session.done:
        counts[answer.asked.skill] = counts.get(answer.asked.skill, 0) + 1
    positions = {target.skill: index for index, target in enumerate(targets_of_skills)}

    recalls = model.recalls(context.now)

    def order(target: Target) -> tuple[int, float, int]:
        recall = recalls.get(target.skill)
        return counts[target.skill], recall.fsrs if recall else 0.0, positions[target.skill]

    targets = [_at_level(model, target) for target in sorted(targets_of_skills, key=order)]
    selected = select(
        context, [*_other_representation(session, context), *targets], within=_known_skills(session, model)
    )
    if selected is None:
        return None
    if selected.target.follows:
        return _planned(selected)
    scaffold, why = scaffold_for(model, selected.target.skill, selected.item, context.now)
    return PlannedQuestion(selected.item, selected.seed, selected.target.skill, why, support=scaffold)


def checkpoint(session: StudySession, context: SelectionContext, _: datetime) -> PlannedQuestion | None:
    """Ask each target once, strategies interleaved; a skill that comes twice is asked in another format."""
    entries = context.model.course.entries
    asked = [(answer.asked.skill, entries[answer.asked.item].kind) for answer in session.done]
    targets = [
        replace(target, kinds=tuple(kind for skill, kind in asked if skill == target.skill))
        for target in session.open_targets
    ]
    known = _known_skills(session, context.model).intersection(context.model.core_skills)
    selected = select(context, targets, within=known)
    return _planned(selected) if selected else None


def placement(session: StudySession, context: SelectionContext, _: datetime) -> PlannedQuestion | None:
    """Ask about the skill whose answer settles most of the skill graph."""
    target = most_informative_target(context.model, session.done)
    selected = select(context, [target], within=context.model.core_skills) if target else None
    return _planned(selected) if selected else None


def _known_skills(session: StudySession, model: LearnerModel) -> frozenset[str]:
    """The skills an item may require: those tried, those of the scope, and their prerequisites."""
    scope = frozenset(target.skill for target in session.targets)
    return (model.tried_skills | scope).union(*(model.prerequisites.get(skill, frozenset()) for skill in scope))


def _planned(selected: Selected) -> PlannedQuestion:
    target = selected.target
    return PlannedQuestion(
        selected.item,
        selected.seed,
        target.skill,
        target.why,
        target.rule,
        number=target.number,
        follows=target.follows,
        part=target.part,
    )


def _other_representation(session: StudySession, context: SelectionContext) -> Iterator[Target]:
    """After an error, the same problem in another representation, if the item names one."""
    if not session.done or session.done[-1].right:
        return
    asked = session.done[-1].asked
    entry = context.model.course.entries.get(asked.item)
    alternative = entry.instead if entry else ""
    if alternative and alternative not in {answer.asked.item for answer in session.done}:
        why = "That went wrong in percentages; here is one like it in heads."
        yield Target(asked.skill, why, items=(alternative,), follows=asked.skill)


def _follow_ups(session: StudySession, context: SelectionContext) -> Iterator[Target]:
    """For each wrong answer without a follow-up, the quickest prerequisite that could explain it."""
    followed = {answer.asked.follows for answer in session.done}
    for answer in reversed(session.done):
        if not answer.right and answer.asked.skill not in followed:
            prerequisite = _weakest_prerequisite(session.done, answer.asked.skill, context)
            if prerequisite is not None:
                yield prerequisite


def _weakest_prerequisite(done: Sequence[AnsweredQuestion], failed: str, context: SelectionContext) -> Target | None:
    """The direct prerequisite of a failed skill that is not solid and takes least time to ask, if any."""
    model = context.model
    shown = {skill for answer in done if answer.right for skill in model.course.entries[answer.asked.item].skills}
    asked = {answer.asked.skill for answer in done}
    best: tuple[float, float, Target] | None = None
    for skill in model.skills[failed].needs if failed in model.skills else ():
        held = model.recalls(context.now).get(skill)
        recall = held.fsrs if held else 0.0
        selected = None if skill in shown | asked or recall >= SOLID_RECALL else select(context, [Target(skill, "")])
        if selected is None:
            continue
        why = f"That went wrong, and it needs this: {model.title(skill)}."
        rank = (cost(model, selected.item), recall, Target(skill, why, items=(selected.item,), follows=failed))
        if best is None or rank[:2] < best[:2]:
            best = rank
    return best[2] if best else None


def _at_level(model: LearnerModel, target: Target) -> Target:
    """The items of a skill in the order of their distance to the learner's level."""
    items = sorted(model.items_of.get(target.skill, ()), key=lambda item: cost(model, item))
    level = min(right_streak(model, target.skill), len(items) - 1)
    nearest = sorted(range(len(items)), key=lambda index: abs(index - level))
    return Target(target.skill, target.why, items=tuple(items[index] for index in nearest), in_order=True)


STRATEGIES: Mapping[str, Callable[[StudySession, SelectionContext, datetime], PlannedQuestion | None]] = {
    "review": review,
    "ten": ten,
    "practice": practice,
    "checkpoint": checkpoint,
    "placement": placement,
}
