"""The misconceptions a learner has shown: which are active, which are resolved, and what refutes each."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Mapping
from datetime import datetime
from functools import lru_cache
from itertools import pairwise
from operator import is_

from msgspec import Struct
from msgspec.structs import replace

from lessons.course import Course
from lessons.model.page import Item
from progress.schedule import AGAIN, GOOD, Memory, Trial, moment, replay, stamp
from progress.state.records import DAY, ItemRecord
from progress.state.state import State
from progress.times import day_end
from tutor.learning.scheduling.learner_model import LearnerModel, build_learner_model

APART = 2
"""The number of later right answers to items that would have shown the misconception that resolve it."""

MEETINGS = 2
"""The number of questions on which a wrong rule was followed that make it a misconception; one may be a slip."""

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
    meetings: int = MEETINGS
    """The number of questions on which it was met since it was resolved last."""

    @property
    def active(self) -> bool:
        """Whether it was met often enough to be one, and is not resolved."""
        return self.resolved is None and self.meetings >= MEETINGS


def misconceptions(course: Course, state: State, now: datetime) -> tuple[Misconception, ...]:
    """All misconceptions shown so far: active before resolved, then latest first."""
    model = build_learner_model(course, state)
    at, end = stamp(now), day_end(now)
    met = tuple((item, *rules) for item, record in model.records.items() if (rules := record.misconception_times))
    known = (_known(model, rule, items, at, end) for rule, items in _families(course, met))

    def order(misconception: Misconception) -> tuple[bool, int, str]:
        return not misconception.active, -stamp(misconception.last), misconception.id

    return tuple(sorted(filter(None, known), key=order))


@lru_cache(maxsize=4)
def _families(course: Course, met: tuple[tuple[str, ...], ...]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Each wrong rule that was followed, with the items that share the rule and a skill.

    `met` has a row for each item on which some were: its id and the rules.
    """
    done: set[tuple[str, str]] = set()
    families = []
    holders = {rule: set(items) for rule, items in _holders(course).items()}
    for item, *rules in met:
        for rule in rules if item in course.entries else ():
            if not _is_option(course, item, rule):
                holders.setdefault(rule, set()).add(item)
    for item, *rules in met:
        for rule in rules if item in course.entries else ():
            if (item, rule) not in done:
                family = _family(course, item, rule, holders.get(rule, set()))
                done |= {(member, rule) for member in family}
                families.append((rule, family))
    return tuple(families)


def _family(course: Course, item: str, rule: str, holders: Collection[str]) -> tuple[str, ...]:
    """An item and all that are connected to it by the same rule and a common skill, in course order."""
    if _is_option(course, item, rule):
        return (item,)
    entries = course.entries
    family, grown = {item}, True
    while grown:
        skills = {skill for member in family for skill in entries[member].skills}
        more = {holder for holder in holders if skills & set(entries[holder].skills)} - family
        family, grown = family | more, bool(more)
    return tuple(item_id for item_id in entries if item_id in family) if len(family) > 1 else (item,)


@lru_cache(maxsize=4)
def _holders(course: Course) -> Mapping[str, tuple[str, ...]]:
    """By wrong rule, the items that recognize it, other than as an option."""
    holders: dict[str, list[str]] = {}
    for item_id, entry in course.entries.items():
        for rule in entry.wrong_rules:
            holders.setdefault(rule, []).append(item_id)
    return {rule: tuple(items) for rule, items in holders.items()}


def _is_option(course: Course, item: str, rule: str) -> bool:
    """Whether the rule is one of the item's options; it then has no meaning for other items."""
    return rule in course.entries[item].option_rules


_latest: dict[tuple[str, tuple[str, ...]], tuple[Course, list[ItemRecord], Misconception | None]] = {}
"""By rule and items, what came of their records last: most records stay what they were from one answer to the next."""


def _known(model: LearnerModel, rule: str, items: tuple[str, ...], now: int, end: int) -> Misconception | None:
    records = [model.record(item_id) for item_id in items]
    course, before, found = _latest.get((rule, items), (None, [], None))
    ahead = bool(model.tries) and model.tries[-1].ms > now  # under a wrong clock it depends on `now`
    if ahead or course is not model.course or len(before) != len(records) or not all(map(is_, before, records)):
        found = _misconception(model, rule, items, now)
        _latest[rule, items] = model.course, [] if ahead else records, found
    return found if found is None else replace(found, is_due=found.memory.is_due(end))


def _misconception(model: LearnerModel, rule: str, items: tuple[str, ...], now: int) -> Misconception | None:
    records = {item_id: model.record(item_id) for item_id in items}
    # Later times come from a wrong clock.
    caught = sorted(
        (ms, item_id, day)
        for item_id, record in records.items()
        for ms, day in record.misconception_times.get(rule, ())
        if ms <= now + DAY
    )
    if not caught:
        return None
    rights = _discriminating_answers(model, items, caught, now)
    begun, later = _episode([ms for ms, _, _ in caught], [ms for ms, _ in rights])
    last, item, _ = caught[-1]
    first: dict[int, Trial] = {}  # by the learner's day
    for ms, _, day in caught:
        if ms >= begun:
            first.setdefault(day, (ms, AGAIN))
    for ms, day in rights:
        if ms > begun:
            first.setdefault(day, (ms, GOOD))
    memory = replay(tuple(sorted(first.values())))
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
        is_due=False,
        meetings=_meetings(records, rule, begun, now),
    )


def _meetings(records: Mapping[str, ItemRecord], rule: str, begun: int, now: int) -> int:
    """The number of draws on which a rule was followed since a time, as far as the record tells them apart."""
    met = 0
    for record in records.values():
        days = [day for ms, day in record.misconception_times.get(rule, ()) if begun <= ms <= now + DAY]
        draws = {one.seed for one in record.recent if one.wrong_rule == rule and begun <= one.ms <= now + DAY}
        met += max(len(days), len(draws))
    return met


def _discriminating_answers(
    model: LearnerModel, items: tuple[str, ...], caught: list[tuple[int, str, int]], now: int
) -> list[tuple[int, int]]:
    """(time, day) of right answers without help to items that would have shown the rule, at the day's first attempt.

    None is of a day on which the rule was followed, and none is earlier.
    """
    bad_days = {day for _, _, day in caught}
    return sorted(
        (one.ms, one.day)
        for item in items
        for one in model.days(item)
        if one.grade == _RIGHT and one.day not in bad_days and caught[0][0] < one.ms <= now + DAY
    )


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
