"""Draws of an item that the learner has not seen within a month."""

from __future__ import annotations

from collections.abc import Collection
from itertools import count, islice

from lessons.model.page import Item
from progress.state.records import DAY
from tutor.learning.scheduling.learner_model import LearnerModel

MONTH = 31 * DAY

MAX_DRAWS = 60
"""The number of draws to try before an item counts as exhausted for the month."""


def recent_seeds(model: LearnerModel, item: str, now: int) -> frozenset[int]:
    """The seeds of an item that were answered within a month of `now`, before or after it.

    A later time comes from another clock; up to a month ahead it counts.
    """
    return frozenset(seed for seed, ms in model.draws.get(item, {}).items() if abs(now - ms) < MONTH)


def unseen_seed(
    model: LearnerModel,
    item: str,
    now: int,
    taken: Collection[int] = (),
    first: int | None = None,
    *,
    again: bool = False,
) -> int | None:
    """A seed whose question was not asked within a month; None if there is none.

    Different seeds can give the same question, so the visible content is compared, not the seed. `first` is the seed to
    begin with, if the learner has chosen one: then only the draws in `taken`, those of this session, count as asked.
    With `again` a fixed wording may come back sooner, with its options in another order.
    """
    used = recent_seeds(model, item, now) | frozenset(taken)
    if not model.course.is_computed(item):
        # Its options come in another order each time; the words stay, so a month passes before it is asked again.
        if model.course.has_draws(item):
            return None if (taken if again else used) else _next(model, item, taken, first)
        return None if used else 0
    used = used if first is None else frozenset(taken)
    known = {content(model.course.item(item, seed)) for seed in used}
    for seed in islice(count(_next(model, item, taken, first)), MAX_DRAWS):
        if content(model.course.item(item, seed)) not in known:
            return seed
    return None


def _next(model: LearnerModel, item: str, taken: Collection[int], first: int | None) -> int:
    """The seed to begin with: the one chosen, else the one after the greatest that was asked."""
    return first if first is not None else 1 + max([*model.draws.get(item, {}), *taken, 0])


def content(item: Item) -> tuple[str, ...]:
    """The visible content of a question: draws that agree in it are one variant."""
    return (item.prompt, item.lead, *(option.text for option in item.options))
