"""One item's record while many events are added to it, and the record of two sets of events."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from operator import itemgetter
from typing import TypeAlias

import msgspec

from progress.events import Answer, GaveUp
from progress.state.records import (
    DAY,
    RECENT,
    AnswerRecord,
    DailyGrade,
    Evidence,
    ItemRecord,
    Place,
    earlier,
    latest,
    merged_maps,
    order_of,
    tie,
)

DAYS = 32
"""Of how many days, the latest on which an item was tried, the first try is kept."""

SLIPS = 8
"""Of how many days, the latest on which a wrong rule was followed, the first time is kept."""

DRAWS = 64
"""How many of an item's latest draws are remembered."""

LONGEST_TYPED = 300
"""Characters of an answer that are kept with it."""

PLACEMENT = "placement"
"""Where an answer was given that was to find out what the learner knows already."""

Given: TypeAlias = tuple[int, int, Answer]
"""An answer with its time in milliseconds and its number."""

Tried: TypeAlias = tuple[int, int, int]
"""The fields of a Day."""

_moment = itemgetter(0, 1)


class ItemTally:
    """An item's record while many events are added to it."""

    def __init__(self, old: ItemRecord) -> None:
        self._answers, self._right, self._unreadable = old.answers, old.right, old.unreadable
        self._unaided, self._hints, self._gave_up = old.unaided_right, old.hints, old.gave_up
        self._first_right = old.first_right_t
        self._rules = dict(old.wrong_rules)
        self._formats = dict(old.formats)
        self._recent = old.recent
        self._days: dict[int, Tried] = {day.ms // DAY: (day.ms, day.number, day.grade) for day in old.days}
        self._caught = {rule: {ms // DAY: ms for ms in times} for rule, times in old.caught.items()}
        self._draws = dict(old.draws)
        self._sure = dict(old.sure)

    def add_answers(self, given: Iterable[Given]) -> None:
        """More answers: in one go over many, for a long record is made of hardly anything else."""
        ordered = _in_order(given)
        tries: list[Tried] = []
        draws: dict[int, int] = {}
        right: list[Given] = []
        read: list[Given] = []
        first, tomorrow = None, ordered[0][0] if ordered else 0
        for one in ordered:
            ms, number, event = one
            verdict = event.verdict
            if verdict == "unreadable":
                continue
            read.append(one)
            draws[event.seed] = ms
            if good := verdict == "right":
                right.append(one)
            # What a placement finds missing may never have been learned: that is no forgetting, and no slip.
            learned = good or event.where != PLACEMENT
            if learned and (ms >= tomorrow or ms == first):
                first, tomorrow = ms, ms - ms % DAY + DAY
                tries.append((ms, number, (3 if event.unaided else 2) if good else 1))
            if event.wrong_rule is not None:
                self._add_rule(event.wrong_rule, learned, ms)
            if event.confidence is not None:
                self._add_confidence(event.confidence, good)
        self._answers += len(read)
        self._unreadable += len(ordered) - len(read)
        self._recent = latest((*self._recent, *map(_mark, read[-RECENT:])))
        self._add_tries(tries)
        self._add_draws(draws)
        self._add_right(right)

    def _add_right(self, given: Sequence[Given]) -> None:
        if given:
            self._right += len(given)
            self._first_right = earlier(self._first_right, given[0][2].t)
        unaided: defaultdict[str, list[Given]] = defaultdict(list)
        for one in given:
            if one[2].unaided:
                unaided[one[2].format].append(one)
        for name, some in unaided.items():
            self._unaided += len(some)
            fresh = Evidence(len(some), _mark(some[0]), _mark(some[-1]))
            self._formats[name] = _merged_evidence(self._formats[name], fresh) if name in self._formats else fresh

    def _add_tries(self, tries: Iterable[Tried]) -> None:
        days = self._days
        for one in tries:
            day = one[0] // DAY
            held = days.get(day)
            if held is None or one < held:
                days[day] = one
        if len(days) > 2 * DAYS:
            self._days = {one[0] // DAY: one for one in sorted(days.values())[-DAYS:]}

    def _add_draws(self, draws: Mapping[int, int]) -> None:
        held = self._draws
        for seed, ms in draws.items():
            if held.get(seed, -1) < ms:
                held[seed] = ms
        if len(held) > 2 * DRAWS:
            self._draws = _of_late(held)

    def _add_rule(self, rule: str, learned: bool, ms: int) -> None:
        self._rules[rule] = self._rules.get(rule, 0) + 1
        if learned:
            times = self._caught.setdefault(rule, {})
            times[ms // DAY] = min(times.get(ms // DAY, ms), ms)
            if len(times) > 2 * SLIPS:
                self._caught[rule] = {one // DAY: one for one in sorted(times.values())[-SLIPS:]}

    def _add_confidence(self, percent: int, right: bool) -> None:
        if 0 <= percent <= 100:
            count, hits = self._sure.get(percent, (0, 0))
            self._sure[percent] = count + 1, hits + right

    def add_hint(self) -> None:
        """A hint was shown."""
        self._hints += 1

    def add_giving_up(self, event: GaveUp, ms: int, number: int) -> None:
        """The answer was shown."""
        self._gave_up = True
        self._add_tries([(ms, number, 0)])
        self._add_draws({event.seed: ms})

    def record(self) -> ItemRecord:
        """The record with everything added."""
        return ItemRecord(
            self._answers,
            self._right,
            self._unreadable,
            self._unaided,
            self._hints,
            self._gave_up,
            self._first_right,
            self._rules,
            _written(dict(sorted(self._formats.items()))),
            _written(self._recent),
            _written(DailyGrade(*one) for one in sorted(self._days.values())[-DAYS:]),
            {rule: tuple(sorted(times.values())[-SLIPS:]) for rule, times in self._caught.items()},
            _written(_of_late(self._draws)),
            self._sure,
        )


def _in_order(given: Iterable[Given]) -> list[Given]:
    """By time, then number, then the checksum of the id."""
    ordered = sorted(given, key=_moment)
    if len(set(map(_moment, ordered))) < len(ordered):
        ordered.sort(key=_place)
    return ordered


def _place(one: Given) -> Place:
    ms, number, event = one
    return ms, number, tie(event.id)


def _mark(one: Given) -> AnswerRecord:
    event = one[2]
    right, typed = event.verdict == "right", event.typed[:LONGEST_TYPED]
    place = _place(one)
    return AnswerRecord(*place, event.seed, right, event.unaided, event.format, event.where, event.wrong_rule, typed)


def _of_late(draws: Mapping[int, int]) -> dict[int, int]:
    """The latest draws, at most so many: the same for every order of merging."""
    return {seed: ms for ms, seed in sorted((ms, seed) for seed, ms in draws.items())[-DRAWS:]}


def merged_items(a: ItemRecord, b: ItemRecord) -> ItemRecord:
    """The record of both sets of events."""
    return ItemRecord(
        a.answers + b.answers,
        a.right + b.right,
        a.unreadable + b.unreadable,
        a.unaided_right + b.unaided_right,
        a.hints + b.hints,
        a.gave_up or b.gave_up,
        earlier(a.first_right_t, b.first_right_t),
        merged_maps(a.wrong_rules, b.wrong_rules, int.__add__),
        _written(dict(sorted(merged_maps(a.formats, b.formats, _merged_evidence).items()))),
        _written(latest((*a.recent, *b.recent))),
        _written(_merged_days(a.days, b.days)),
        merged_maps(a.caught, b.caught, _merged_times),
        _written(_of_late(merged_maps(a.draws, b.draws, max))),
        merged_maps(a.sure, b.sure, _added),
    )


def _merged_days(a: tuple[DailyGrade, ...], b: tuple[DailyGrade, ...]) -> list[DailyGrade]:
    first = {day.ms // DAY: day for day in sorted((*a, *b), reverse=True)}
    return sorted(first.values())[-DAYS:]


def _merged_times(a: tuple[int, ...], b: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(sorted({ms // DAY: ms for ms in sorted((*a, *b), reverse=True)}.values())[-SLIPS:])


def _added(a: tuple[int, int], b: tuple[int, int]) -> tuple[int, int]:
    return a[0] + b[0], a[1] + b[1]


def _merged_evidence(a: Evidence, b: Evidence) -> Evidence:
    first = a.first if order_of(a.first) < order_of(b.first) else b.first
    last = a.last if order_of(a.last) > order_of(b.last) else b.last
    return Evidence(a.count + b.count, first, last)


def _written(value: Iterable[DailyGrade | AnswerRecord] | Mapping[int, int] | Mapping[str, Evidence]) -> str:
    return msgspec.json.encode(value if isinstance(value, Mapping) else tuple(value)).decode()
