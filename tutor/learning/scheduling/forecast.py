"""How many reviews fall due on each of the next days. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta

from msgspec import Struct

from progress.schedule import stamp
from progress.times import day_end, day_start
from tutor.learning.scheduling.learner_model import LearnerModel

DAYS = 7


class Forecast(Struct, frozen=True):
    """The reviews ahead, if no more is learned and each is done on its day.

    Attributes:
        days: How many skills fall due on each day, today first; today has those that were due before, too.
        backlog: How many of today's were due on an earlier day.
    """

    days: tuple[int, ...]
    backlog: int


def forecast(model: LearnerModel, now: datetime) -> Forecast:
    """The forecast at a time."""
    at = stamp(now)
    ends = [day_end(now + timedelta(days=day)) for day in range(DAYS)]
    dues = [recall.due for skill, recall in model.recalls(at).items() if skill in model.open_skills]
    counts = [sum(due < end for due in dues) for end in ends]
    days = tuple(count - before for count, before in zip(counts, [0, *counts], strict=False))
    return Forecast(days, sum(due < day_start(now) for due in dues))
