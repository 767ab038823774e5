"""The misconceptions a learner has shown: which are active, which are resolved, and what refutes each."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import lru_cache
from itertools import pairwise

from msgspec import Struct

from lessons.course import Course
from lessons.model.page import Item
from progress.schedule import AGAIN, GOOD, Memory, first_of_days, moment, replay, stamp
from progress.state.records import DAY
from progress.state.state import State
from tutor.learning.scheduling.learner_model import LearnerModel, build_learner_model

APART = 2
"""The number of later right answers to items that would have shown the misconception that resolve it."""

_SEEDS = 20
_RIGHT = 3


class Misconception(Struct, frozen=True):
    """A wrong rule the learner has applied, and the items that tell it from the right rule."""

    id: str
    rule: str
    skill: str
    items: tuple[str, ...]
    """The items whose answers would show it."""
    times: int
    last: datetime
    item: str
    """The item and draw of the latest answer that shows it, as far as known."""
    seed: int
    apart: int
    """The number of right answers to these items since, without help and on a later day."""
    resolved: datetime | None
    refutation: str
    memory: Memory
    is_due: bool

    @property
    def active(self) -> bool:
        """Whether it is not resolved."""
        return self.resolved is None


def misconceptions(course: Course, state: State, now: datetime) -> tuple[Misconception, ...]:
    """All misconceptions shown so far: active before resolved, then latest first."""
    model = build_learner_model(course, state)
    at = stamp(now)
    known = (_misconception(model, rule, items, at) for rule, items in _families(model))

    def order(misconception: Misconception) -> tuple[bool, int, str]:
        return not misconception.active, -stamp(misconception.last), misconception.id

    return tuple(sorted(filter(None, known), key=order))


def _families(model: LearnerModel) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each wrong rule that was applied, with the items that share the rule and a skill."""
    done: set[tuple[str, str]] = set()
    for item_id, record in model.records.items():
        for rule in record.misconception_times if item_id in model.course.templates else ():
            if (item_id, rule) not in done:
                family = _family(model, item_id, rule)
                done |= {(member, rule) for member in family}
                yield rule, family


def _family(model: LearnerModel, item: str, rule: str) -> tuple[str, ...]:
    """An item and all that are connected to it by the same rule and a common skill, in course order."""
    if _is_option(model.course, item, rule):
        return (item,)
    templates = model.course.templates
    caught = [
        item_id
        for item_id, record in model.records.items()
        if rule in record.misconception_times and item_id in templates
    ]
    holders = {*_holders(model.course).get(rule, ())}
    holders |= {item_id for item_id in caught if not _is_option(model.course, item_id, rule)}
    family, grown = {item}, True
    while grown:
        skills = {skill for member in family for skill in templates[member].skills}
        more = {holder for holder in holders if skills & set(templates[holder].skills)} - family
        family, grown = family | more, bool(more)
    return tuple(item_id for item_id in templates if item_id in family)


@lru_cache(maxsize=4)
def _holders(course: Course) -> Mapping[str, tuple[str, ...]]:
    """By wrong rule, the items that recognize it, other than as an option."""
    holders: dict[str, list[str]] = {}
    for item_id in course.templates:
        item = course.item(item_id, 1)
        options = {option.misconception for option in item.options}
        for rule in item.wrong_rules:
            if rule.id not in options:
                holders.setdefault(rule.id, []).append(item_id)
    return {rule: tuple(items) for rule, items in holders.items()}


def _is_option(course: Course, item: str, rule: str) -> bool:
    """Whether the rule is one of the item's options; it then has no meaning for other items."""
    return any(option.misconception == rule for option in course.item(item, 1).options)


def _misconception(model: LearnerModel, rule: str, items: tuple[str, ...], now: int) -> Misconception | None:
    records = {item_id: model.record(item_id) for item_id in items}
    times = ((ms, item_id) for item_id, record in records.items() for ms in record.misconception_times.get(rule, ()))
    caught = sorted((ms, item_id) for ms, item_id in times if ms <= now + DAY)  # later times come from a wrong clock
    if not caught:
        return None
    rights = _discriminating_answers(model, items, {ms // DAY for ms, _ in caught}, now)
    begun, later = _episode([ms for ms, _ in caught], rights)
    last, item = caught[-1]
    history = first_of_days(
        [*((ms, AGAIN) for ms, _ in caught if ms >= begun), *((ms, GOOD) for ms in rights if ms > begun)]
    )
    memory = replay(history)
    if memory is None:
        return None
    seed, refutation = _refuted_draw(model, item, rule)
    return Misconception(
        id=f"{items[0]}:{rule}",
        rule=rule,
        skill=model.leading(item)[0],
        items=items,
        times=sum(record.wrong_rules.get(rule, 0) for record in records.values()),
        last=moment(last),
        item=item,
        seed=seed,
        apart=min(APART, len(later)),
        resolved=moment(later[APART - 1]) if len(later) >= APART else None,
        refutation=refutation,
        memory=memory,
        is_due=memory.is_due(now),
    )


def _discriminating_answers(model: LearnerModel, items: tuple[str, ...], bad_days: set[int], now: int) -> list[int]:
    """When items that would have shown the rule were answered right without help, at the day's first attempt."""
    tries = (day for item_id in items for day in model.days(item_id) if day.ms <= now + DAY)
    return sorted(day.ms for day in tries if day.grade == _RIGHT and day.ms // DAY not in bad_days)


def _episode(caught: list[int], rights: list[int]) -> tuple[int, list[int]]:
    """The start of the latest episode, and the right answers on later days since the rule was last applied.

    A misconception that shows again after it was resolved begins a new episode.
    """
    begun = caught[0]
    for before, again in pairwise(caught):
        if len(_later(rights, before, again)) >= APART:
            begun = again
    return begun, _later(rights, caught[-1])


def _later(rights: list[int], after: int, until: int | None = None) -> list[int]:
    """The right answers between two times; none is of a day on which the rule was applied."""
    first = bisect_left(rights, after)
    return rights[first : None if until is None else bisect_left(rights, until)]


def _refuted_draw(model: LearnerModel, item: str, rule: str) -> tuple[int, str]:
    """The latest draw that shows the rule, and its refutation; failing that, any draw that shows it."""
    marks = [mark.seed for mark in model.record(item).recent if mark.wrong_rule == rule]
    for seed in [*reversed(marks), *range(1, _SEEDS)]:
        message = refutation_on(model.course.item(item, seed), rule)
        if message:
            return seed, message
    return 1, ""


def refutation_on(item: Item, rule: str) -> str:
    """The refutation of a wrong rule on a draw; empty if the draw cannot show the rule."""
    messages = {option.misconception: option.message for option in item.options}
    messages |= {wrong.id: wrong.message for wrong in reversed(item.wrong_rules)}
    return messages.get(rule, "")
