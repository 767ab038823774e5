"""A draw of a question that was not asked within a month."""

from __future__ import annotations

from collections.abc import Collection
from itertools import count, islice

from lessons.model.page import Item
from progress.state.records import DAY
from tutor.learning.scheduling.learner_model import LearnerModel

MONTH = 31 * DAY

TRIES = 60
"""Draws to look at before a question counts as used up for the month."""


def asked_of_late(found: LearnerModel, item: str, now: int) -> frozenset[int]:
    """The seeds of a question's draws that were answered within a month of now.

    What carries a time after now was written under another clock; a month ahead it is taken for right.
    """
    return frozenset(seed for seed, ms in found.draws.get(item, {}).items() if abs(now - ms) < MONTH)


def fresh(
    found: LearnerModel, item: str, now: int, taken: Collection[int] = (), first: int | None = None
) -> int | None:
    """A seed that asks something not asked within a month; None where the question has to wait.

    Draws with other seeds can come out alike, so what is asked is compared, and not the seed alone. `first` is the
    seed to begin with, where the learner has chosen one: then only what this sitting has `taken` counts as asked.
    """
    used = asked_of_late(found, item, now) | frozenset(taken)
    if not found.course.is_computed(item):
        return None if used else 0
    used = used if first is None else frozenset(taken)
    known = {content(found.course.item(item, seed)) for seed in used}
    start = first if first is not None else 1 + max([*found.draws.get(item, {}), *taken, 0])
    for seed in islice(count(start), TRIES):
        if content(found.course.item(item, seed)) not in known:
            return seed
    return None


def content(item: Item) -> tuple[str, ...]:
    """What a learner sees of a question: two draws that agree in it are one variant."""
    return (item.prompt, item.lead, *(option.text for option in item.options))
