"""How many reviews fall due on each of the next days. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from progress.fsrs6 import days_until
from progress.schedule import stamp
from progress.times import day_end
from tutor.learning.scheduling.learner_model import LearnerModel

DAYS = 7


def loads(model: LearnerModel, now: datetime, aims: Sequence[float]) -> dict[float, float]:
    """By chance of recall to aim at, the reviews a day that it means: the sum of one over each skill's interval."""
    fold = model.recall(stamp(now)).model
    found = {}
    for aim in aims:
        total = 0.0
        for skill, held in fold.skills.items():
            if skill in model.open_skills:
                retention = fold.retention(skill, model.items_of.get(skill, ()), aim)
                total += 1 / max(1.0, days_until(held.memory.stability, retention))
        found[aim] = total
    return found


def forecast(model: LearnerModel, now: datetime) -> tuple[int, ...]:
    """How many skills fall due on each of the next days, if nothing more is learned and each is done on its day.

    Today is first, and has those that were due before, too.
    """
    at = stamp(now)
    ends = [day_end(now + timedelta(days=day)) for day in range(DAYS)]
    dues = [recall.due for skill, recall in model.recalls(at).items() if skill in model.open_skills]
    counts = [sum(due < end for due in dues) for end in ends]
    return tuple(count - before for count, before in zip(counts, [0, *counts], strict=False))
