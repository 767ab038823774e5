"""What a learner is told before a placement or a checkpoint begins. Pure."""

from __future__ import annotations

from datetime import datetime

from lessons.course import Course
from progress.state.state import State
from tutor.learning.scheduling.learner_model import build_learner_model
from tutor.learning.scheduling.selection import cost
from tutor.learning.scheduling.start import begin
from tutor.learning.scheduling.study_session import StudySession

ANNOUNCED = ("placement", "checkpoint")
"""The kinds of session that say what they are before they begin."""

PLACEMENT_INTRO = (
    "A placement finds out what you know already, so that you can skip it. It asks at most twelve questions, about "
    "ten minutes, and stops sooner when no further answer would tell it much.",
    "Each question is chosen by your answers so far, from the middle of the course on. Some will be too hard. "
    '"I don\'t know" is an honest answer, and it tells more than a guess.',
    "There are no hints. One slip decides nothing: at the end you see how sure the result is for each page, and you "
    "can overrule it. You can stop at any time and go on later.",
)


def intro(course: Course, state: State, planned: StudySession, now: datetime) -> tuple[str, ...]:
    """The paragraphs that announce a session; none for kinds that need no announcement."""
    if planned.kind == "placement":
        return PLACEMENT_INTRO
    return _checkpoint(course, state, planned, now) if planned.kind == "checkpoint" else ()


def _checkpoint(course: Course, state: State, planned: StudySession, now: datetime) -> tuple[str, ...]:
    targets = begin("checkpoint", course, state, now, planned.scope, planned.count, planned.seed).targets
    count = len(targets) if planned.count is None else min(len(targets), planned.count)
    model = build_learner_model(course, state)
    costs = [
        min(cost(model, item) for item in target.items or model.items_of[target.skill]) for target in targets[:count]
    ]
    minutes = max(1, round(sum(costs) / 4))  # costs are in quarters of a minute
    return (
        f"A checkpoint asks about everything here once, mixed: {count} questions, about {minutes} minutes, no hints.",
        "Its right answers count for the checklist, and at the end you see by skill what to go back to. It can wait: "
        "nothing is closed until you take it. Once begun, it stays where you leave it.",
    )
