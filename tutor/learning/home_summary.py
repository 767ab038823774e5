"""What waits for the learner: what is due, a sitting that was left, how the checklist stands. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from msgspec import Struct

from lessons.course import Course
from progress.state.state import State
from tutor.learning.checklist import checklist
from tutor.learning.labels import day_name
from tutor.learning.scheduling.skill_cards import skill_cards
from tutor.learning.scheduling.start import begin
from tutor.learning.session_state import name_of, unpacked

PACE = 2  # questions a minute


class HomeSummary(Struct, frozen=True):
    """In words for Home: the day's review, the sitting that was left if any; by outcome, its sign."""

    review: str
    left: str
    signs: Mapping[str, str]


def ahead(course: Course, state: State, now: datetime, sitting: Mapping[str, object]) -> HomeSummary:
    """Looks through questions and histories, so it belongs off the event loop."""
    standings = checklist(course, state, now)
    signs = {one.outcome.id: "due" if one.due else "right" if one.cleared else one.sign for one in standings}
    return HomeSummary(_review(course, state, now), _left(course, now, sitting), signs)


def _review(course: Course, state: State, now: datetime) -> str:
    count = len(begin("review", course, state, now).targets)
    if count:
        return f"{f'{count} due today':<24}{max(1, round(count / PACE)):>16} min"
    dues = [card.due for card in skill_cards(course, state, now).values() if not card.is_due]
    return f"nothing due; next {day_name(min(dues), now)}" if dues else "nothing due"


def _left(course: Course, now: datetime, saved: Mapping[str, object]) -> str:
    left = unpacked(saved)
    if left is None or not left.goes_on(left.sitting.kind, left.sitting.scope, now):
        return ""
    done, of = left.sitting.progress
    return f"{name_of(course, left.sitting)}, question {done + 1}" + (f" of {of}" if of is not None else "")
