"""What Home says beside the pages: questions due, an unfinished study session, checklist signs. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from lessons.course import Course
from progress.resume import ResumePoint
from progress.schedule import moment, stamp
from progress.state.records import DAY
from progress.state.state import State
from progress.times import day_end, local_day, milliseconds
from tutor.learning.checklist import checklist
from tutor.learning.home_texts import HomeSummary, Unfinished
from tutor.learning.labels import day_name
from tutor.learning.scheduling.due_fields import due_fields
from tutor.learning.scheduling.forecast import DAYS, forecast
from tutor.learning.scheduling.learner_model import build_learner_model
from tutor.learning.scheduling.next_question import TEN_MINUTES
from tutor.learning.scheduling.skill_cards import skill_cards
from tutor.learning.scheduling.start import missing_targets, review_load
from tutor.learning.session_state import SessionState, name_of, saved_session

PACE = 2
"""Questions a minute, for the estimate of a review."""


NAMED = 2
"""How many missing parts are named."""


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


def unchanged_until(state: State, point: ResumePoint, now: datetime) -> datetime:
    """Until when nothing on Home changes by time alone; `now` where an event carries a later time.

    Days are counted from 4 a.m. and named from midnight, ten minutes end by themselves, and so does an experiment.
    """
    ends = [day_end(now), stamp(_midnight(now))]
    for saved in (point.sitting, *(one.sitting for one in point.paused)):
        session = saved_session(saved)
        if session is not None and session.waits(now) and session.sitting.kind == "ten":
            ends.append(session.sitting.started + TEN_MINUTES)
    if (plan := state.experiment) is not None:
        ends.append(milliseconds(plan.t) + plan.days * DAY)
    at = stamp(now)
    if (latest := state.folded.latest[0]) and milliseconds(latest) > at:
        return now
    return moment(min(end for end in ends if end > at))


def _midnight(now: datetime) -> datetime:
    """The end of the day by the clock of the machine."""
    here = now.astimezone()
    return datetime.combine(here.date() + timedelta(days=1), time.min).astimezone()
