"""What Home says beside the pages: questions due, an unfinished study session, checklist signs. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from msgspec import Struct

from lessons.course import Course
from progress.schedule import stamp
from progress.state.state import State
from progress.times import local_day
from tutor.learning.checklist import checklist
from tutor.learning.labels import day_name
from tutor.learning.scheduling.due_fields import due_fields
from tutor.learning.scheduling.forecast import DAYS, forecast
from tutor.learning.scheduling.learner_model import build_learner_model
from tutor.learning.scheduling.skill_cards import skill_cards
from tutor.learning.scheduling.start import missing_targets, review_load
from tutor.learning.session_state import SessionState, name_of

PACE = 2
"""Questions a minute, for the estimate of a review."""


NAMED = 2
"""How many missing parts are named."""


class Unfinished(Struct, frozen=True):
    """A study session to go on with: when it was begun, in milliseconds, and what it is and how far it came."""

    started: int
    name: str


class HomeSummary(Struct, frozen=True):
    """Texts for Home.

    They are the day's review, the unfinished sessions, newest first, by outcome the name of its sign, what is missing
    for the checklist, and the reviews of the next days.
    """

    review: str
    left: tuple[Unfinished, ...]
    signs: Mapping[str, str]
    missing: str = ""
    ahead: tuple[tuple[str, int], ...] = ()
    """The next days by name, today first, each with how many reviews fall due on it; empty where none ever will."""
    fields: int = 0
    """How many fields of paper cards are due again."""


def ahead(course: Course, state: State, now: datetime, unfinished: Sequence[SessionState] = ()) -> HomeSummary:
    """The summary for one moment. Takes tens of milliseconds: call it off the event loop."""
    signs = {
        status.outcome.id: "due" if status.due else "right" if status.cleared else status.sign
        for status in checklist(course, state, now)
    }
    review = _review(course, state, now)
    left = tuple(Unfinished(one.sitting.started, _left(course, one)) for one in unfinished)
    fields = len(due_fields(course, state, now))
    return HomeSummary(review, left, signs, _missing(course, state, now), _ahead(course, state, now), fields)


def _ahead(course: Course, state: State, now: datetime) -> tuple[tuple[str, int], ...]:
    model = build_learner_model(course, state)
    if not model.recalls(stamp(now)):
        return ()
    first = date.fromisoformat(local_day(now))
    names = ["today", *(f"{first + timedelta(days=day):%a}" for day in range(1, DAYS))]
    return tuple(zip(names, forecast(model, now), strict=True))


def _missing(course: Course, state: State, now: datetime) -> str:
    """The parts of the checklist that can be shown now, by their titles; empty for none."""
    model = build_learner_model(course, state)
    names = {f"{outcome.id}.{part.id}": part.title for outcome in course.outline.outcomes for part in outcome.parts}
    targets = missing_targets(model, now, model.skills, model.tried_skills)
    titles = list(dict.fromkeys(names.get(target.part, target.part) for target in targets))
    more = f", and {len(titles) - NAMED} more" if len(titles) > NAMED else ""
    return ", ".join(titles[:NAMED]) + more


def _review(course: Course, state: State, now: datetime) -> str:
    count, waiting = review_load(course, state, now)
    if count:
        return f"{f'{count} due today{waiting_text(waiting)}':<32}{max(1, round(count / PACE)):>8} min"
    asked, cards = build_learner_model(course, state).open_skills, skill_cards(course, state, now)
    dues = [card.due for skill, card in cards.items() if skill in asked and not card.is_due]
    return f"nothing due; next {day_name(min(dues), now)}" if dues else "nothing due"


def waiting_text(waiting: int) -> str:
    """What is due beyond the day's share, behind its number; empty for nothing."""
    return f", {waiting} more waiting" if waiting else ""


def _left(course: Course, session: SessionState) -> str:
    done, of = session.sitting.progress
    return f"{name_of(course, session.sitting)}, question {done + 1}" + (f" of {of}" if of is not None else "")
