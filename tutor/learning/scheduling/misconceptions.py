"""Misconceptions that were met: which are active, which resolved, and what refutes each."""

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
"""How many later right answers, to questions on which the misconception would have shown, resolve it."""

_SEEDS = 20
_RIGHT = 3


class Misconception(Struct, frozen=True):
    """One wrong rule, on the questions that tell it from the right one."""

    id: str
    rule: str
    skill: str
    items: tuple[str, ...]
    """Questions on which it would show."""
    times: int
    last: datetime
    item: str
    """The question and the draw on which it was followed last, as far as that is known."""
    seed: int
    apart: int
    """How many of those questions were answered right on a later day, without help, since."""
    resolved: datetime | None
    refutation: str
    memory: Memory
    is_due: bool

    @property
    def active(self) -> bool:
        return self.resolved is None


def misconceptions(course: Course, state: State, now: datetime) -> tuple[Misconception, ...]:
    """Every misconception met, the active ones first, the latest first."""
    found = build_learner_model(course, state)
    at = stamp(now)
    known = (_misconception(found, rule, items, at) for rule, items in _families(found))
    return tuple(sorted((one for one in known if one), key=lambda one: (not one.active, -stamp(one.last), one.id)))


def _families(found: LearnerModel) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each wrong rule that was followed, with the questions that share it and a skill with where it was."""
    done: set[tuple[str, str]] = set()
    for id, record in found.records.items():
        for rule in record.caught if id in found.course.templates else ():
            if (id, rule) not in done:
                family = _family(found, id, rule)
                done |= {(one, rule) for one in family}
                yield rule, family


def _family(found: LearnerModel, item: str, rule: str) -> tuple[str, ...]:
    """The question and all that are tied to it by the same rule and a common skill, in the order of the course."""
    if _is_option(found.course, item, rule):
        return (item,)
    met = [id for id, record in found.records.items() if rule in record.caught and id in found.course.templates]
    holders = {*_holders(found.course).get(rule, ()), *(id for id in met if not _is_option(found.course, id, rule))}
    family, grown = {item}, True
    while grown:
        skills = {skill for one in family for skill in found.course.templates[one].skills}
        more = {one for one in holders if skills & set(found.course.templates[one].skills)} - family
        family, grown = family | more, bool(more)
    return tuple(one for one in found.course.templates if one in family)


@lru_cache(maxsize=4)
def _holders(course: Course) -> Mapping[str, tuple[str, ...]]:
    """By wrong rule, the questions that have it, options aside."""
    found: dict[str, list[str]] = {}
    for id in course.templates:
        item = course.item(id, 1)
        options = {option.id for option in item.options}
        for rule in item.wrong_rules:
            if rule.id not in options:
                found.setdefault(rule.id, []).append(id)
    return {rule: tuple(items) for rule, items in found.items()}


def _is_option(course: Course, item: str, rule: str) -> bool:
    """Whether the rule is an option of the question: it means nothing elsewhere."""
    return any(option.id == rule for option in course.item(item, 1).options)


def _misconception(found: LearnerModel, rule: str, items: tuple[str, ...], now: int) -> Misconception | None:
    records = {id: found.record(id) for id in items}
    times = ((ms, id) for id, record in records.items() for ms in record.caught.get(rule, ()))
    caught = sorted(one for one in times if one[0] <= now + DAY)  # as in histories: later is a clock that was wrong
    if not caught:
        return None
    rights = _told_apart(found, items, {ms // DAY for ms, _ in caught}, now)
    begun, later = _episode([ms for ms, _ in caught], rights)
    last, item = caught[-1]
    history = first_of_days(
        [*((ms, AGAIN) for ms, _ in caught if ms >= begun), *((ms, GOOD) for ms in rights if ms > begun)]
    )
    memory = replay(history)
    if memory is None:
        return None
    seed, refutation = _refuted(found, item, rule)
    return Misconception(
        id=f"{items[0]}:{rule}",
        rule=rule,
        skill=found.leading(item)[0],
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


def _told_apart(found: LearnerModel, items: tuple[str, ...], bad_days: set[int], now: int) -> list[int]:
    """When questions on which the rule would have shown were answered right, without help, at the day's first try."""
    tries = (day for id in items for day in found.days(id) if day.ms <= now + DAY)
    return sorted(day.ms for day in tries if day.grade == _RIGHT and day.ms // DAY not in bad_days)


def _episode(caught: list[int], rights: list[int]) -> tuple[int, list[int]]:
    """Where the latest episode began, and the right answers on later days since the rule was followed last.

    A misconception that is met again after it was resolved begins anew.
    """
    begun = caught[0]
    for before, again in pairwise(caught):
        if len(_later(rights, before, again)) >= APART:
            begun = again
    return begun, _later(rights, caught[-1])


def _later(rights: list[int], after: int, until: int | None = None) -> list[int]:
    """The right answers after one time and before another; they are never of a day on which the rule was followed."""
    first = bisect_left(rights, after)
    return rights[first : None if until is None else bisect_left(rights, until)]


def _refuted(found: LearnerModel, item: str, rule: str) -> tuple[int, str]:
    """The draw on which the rule was followed last, and what refutes it there; else one on which it shows."""
    marks = [mark.seed for mark in found.record(item).recent if mark.wrong_rule == rule]
    for seed in [*reversed(marks), *range(1, _SEEDS)]:
        message = refutation_on(found.course.item(item, seed), rule)
        if message:
            return seed, message
    return 1, ""


def refutation_on(item: Item, rule: str) -> str:
    """What refutes a wrong rule on one draw; empty where the rule does not show on it."""
    written = [one.message for one in item.wrong_rules if one.id == rule]
    return next(iter([*written, *(option.message for option in item.options if option.id == rule)]), "")
