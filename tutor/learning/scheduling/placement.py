"""Placement: which skills of the core a learner has, and how sure that is, from at most a dozen questions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from lessons.course import Course
from progress.events import Placed
from progress.state.state import State
from tutor.learning.page_progress import known_skills
from tutor.learning.scheduling.knowledge_states import GradedAnswer, state_sample
from tutor.learning.scheduling.learner_model import LearnerModel
from tutor.learning.scheduling.selection import Target, cost
from tutor.learning.scheduling.skill_graph import skill_graph
from tutor.learning.scheduling.study_session import AnsweredQuestion, StudySession

QUESTIONS = 12

KNOWN = 0.7
"""The probability from which a skill counts as known."""

NOT_KNOWN = 0.3
"""The probability up to which a skill counts as not known."""

LEAST_BITS = 0.12
"""The bits below which an answer is not worth a question."""

_TIME_WEIGHT = 0.35
"""How much the time of a question counts against what it tells: the power of its cost."""

_BEST = 4
"""How many items are offered for a question, the best first."""


class Placement(Struct, frozen=True):
    """The result of a placement: the skills that the learner has, lacks, and those that stayed open.

    Attributes:
        in_hand: The skills that the learner has.
        not_yet: The skills that they lack.
        unknown: The others.
        chances: By skill of the core, the probability that the learner has it.
    """

    in_hand: tuple[str, ...]
    not_yet: tuple[str, ...]
    unknown: tuple[str, ...]
    chances: Mapping[str, float] = {}


def placement(course: Course, session: StudySession) -> Placement:
    """The result of the answers so far. Takes milliseconds: call it off the event loop."""
    sample = state_sample(course)
    chances = sample.probabilities(sample.weights(graded(course, session.done)))
    return Placement(
        tuple(skill for skill, chance in chances.items() if chance >= KNOWN),
        tuple(skill for skill, chance in chances.items() if chance <= NOT_KNOWN),
        tuple(skill for skill, chance in chances.items() if NOT_KNOWN < chance < KNOWN),
        chances,
    )


def graded(course: Course, done: Sequence[AnsweredQuestion]) -> list[GradedAnswer]:
    """The answers of a placement; those to questions that the course no longer has are left out."""
    skills_of = skill_graph(course).skills_of
    return [
        GradedAnswer(
            skills_of[answer.asked.item],
            course.entries[answer.asked.item].kind,
            answer.right,
            answer.not_known,
        )
        for answer in done
        if answer.asked.item in course.entries
    ]


def placed(course: Course, session: StudySession) -> Placed:
    """The event that records a placement."""
    return Placed(skills=placement(course, session).in_hand)


def skippable(course: Course, state: State) -> tuple[str, ...]:
    """The skills that the latest placement found, without those the learner chose to keep."""
    has = known_skills(course.outline, state)
    return tuple(skill.id for skill in course.outline.skills if skill.id in has)


def most_informative_target(model: LearnerModel, done: Sequence[AnsweredQuestion]) -> Target | None:
    """The questions whose answers tell most for their time; None if no answer is worth a question."""
    course = model.course
    sample = state_sample(course)
    weights = sample.weights(graded(course, done))
    core = frozenset(sample.skills)
    asked = {answer.asked.item for answer in done}
    middle = frozenset(sample.skills[len(sample.skills) // 4 : -(len(sample.skills) // 4) or None])
    ranked: list[tuple[float, float, str]] = []
    bits_of: dict[tuple[tuple[str, ...], str], float] = {}
    for item, entry in course.entries.items():
        if item in asked or not core.issuperset(entry.skills) or not entry.skills or entry.kind == "explain":
            continue
        if not done and model.leading(item)[0] not in middle:
            continue  # what comes first is neither the easiest nor the hardest of the course
        key = entry.skills, entry.kind
        if key not in bits_of:
            bits_of[key] = sample.information(weights, *key)
        if bits_of[key] >= LEAST_BITS:
            ranked.append((bits_of[key] / cost(model, item) ** _TIME_WEIGHT, bits_of[key], item))
    if not ranked:
        return None
    ranked.sort(key=lambda row: (-row[0], row[2]))
    best = ranked[0]
    skill = model.leading(best[2])[0]
    items = [item for _, _, item in ranked if skill in model.leading(item)][:_BEST]
    why = f"Chosen because it tells most about what you know ({best[1]:.2f} bits): {model.title(skill)}."
    return Target(skill, why, items=tuple(items), in_order=True, number=len(done))
