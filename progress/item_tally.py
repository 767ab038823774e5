"""One item's record while many events are added to it, and the record of two sets of events."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from progress.events import Answer, GaveUp
from progress.tallies import (
    DAY,
    RECENT,
    Day,
    Evidence,
    ItemRecord,
    Mark,
    Place,
    earlier,
    latest,
    merged_maps,
    order_of,
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


class ItemTally:
    """An item's record while many events are added to it."""

    def __init__(self, old: ItemRecord) -> None:
        self._answers, self._right, self._unreadable = old.answers, old.right, old.unreadable
        self._unaided, self._hints, self._gave_up = old.unaided_right, old.hints, old.gave_up
        self._first_right = old.first_right_t
        self._rules = dict(old.wrong_rules)
        self._counts = {name: one.count for name, one in old.formats.items()}
        self._firsts = {name: one.first for name, one in old.formats.items()}
        self._lasts = {name: one.last for name, one in old.formats.items()}
        self._recent = list(old.recent)
        self._days = {day.ms // DAY: day for day in old.days}
        self._caught = {rule: {ms // DAY: ms for ms in times} for rule, times in old.caught.items()}
        self._draws = dict(old.draws)
        self._sure = dict(old.sure)

    def add_answer(self, event: Answer, at: Place) -> None:
        """One more answer."""
        verdict, rule = event.verdict, event.wrong_rule
        if verdict == "unreadable":
            self._unreadable += 1
            return
        right, unaided = verdict == "right", event.unaided
        typed = event.typed[:LONGEST_TYPED]
        mark = Mark(*at, event.seed, right, unaided, event.format, event.where, rule, typed)
        self._answers += 1
        self._add_draw(event.seed, at[0])
        # What a placement finds missing may never have been learned: that is no forgetting, and no slip.
        learned = right or event.where != PLACEMENT
        if learned:
            self._add_day(at, (3 if unaided else 2) if right else 1)
        if rule is not None:
            self._rules[rule] = self._rules.get(rule, 0) + 1
            if learned:
                self._add_caught(rule, at[0])
        if event.confidence is not None and 0 <= event.confidence <= 100:
            count, hits = self._sure.get(event.confidence, (0, 0))
            self._sure[event.confidence] = count + 1, hits + right
        if right:
            self._add_right(event, mark)
        self._recent.append(mark)
        if len(self._recent) >= 8 * RECENT:
            self._recent = list(latest(self._recent))

    def _add_right(self, event: Answer, mark: Mark) -> None:
        self._right += 1
        if self._first_right is None or event.t < self._first_right:
            self._first_right = event.t
        if event.unaided:
            self._unaided += 1
            name = event.format
            self._counts[name] = self._counts.get(name, 0) + 1
            last = self._lasts.get(name, mark)
            if mark.ms <= last.ms:
                self._firsts[name] = min(self._firsts.get(name, mark), mark, key=order_of)
                mark = max(last, mark, key=order_of)
            self._lasts[name] = mark

    def _add_day(self, at: Place, grade: int) -> None:
        day, new = at[0] // DAY, Day(at[0], at[1], grade)
        self._days[day] = min(self._days.get(day, new), new)
        if len(self._days) > 2 * DAYS:
            self._days = {one.ms // DAY: one for one in sorted(self._days.values())[-DAYS:]}

    def _add_caught(self, rule: str, ms: int) -> None:
        times = self._caught.setdefault(rule, {})
        day = ms // DAY
        times[day] = min(times.get(day, ms), ms)
        if len(times) > 2 * SLIPS:
            self._caught[rule] = {one // DAY: one for one in sorted(times.values())[-SLIPS:]}

    def _add_draw(self, seed: int, ms: int) -> None:
        self._draws[seed] = max(self._draws.get(seed, ms), ms)
        if len(self._draws) > 2 * DRAWS:
            self._draws = _of_late(self._draws)

    def add_hint(self) -> None:
        """A hint was shown."""
        self._hints += 1

    def add_giving_up(self, event: GaveUp, at: Place) -> None:
        """The answer was shown."""
        self._gave_up = True
        self._add_day(at, 0)
        self._add_draw(event.seed, at[0])

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
            {name: Evidence(count, self._firsts[name], self._lasts[name]) for name, count in self._counts.items()},
            latest(self._recent),
            _written(sorted(self._days.values())[-DAYS:]),
            {rule: tuple(sorted(times.values())[-SLIPS:]) for rule, times in self._caught.items()},
            _written(_of_late(self._draws)),
            self._sure,
        )


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
        merged_maps(a.formats, b.formats, _merged_evidence),
        latest((*a.recent, *b.recent)),
        _written(_merged_days(a.days, b.days)),
        merged_maps(a.caught, b.caught, _merged_times),
        _written(_of_late(merged_maps(a.draws, b.draws, max))),
        merged_maps(a.sure, b.sure, _added),
    )


def _merged_days(a: tuple[Day, ...], b: tuple[Day, ...]) -> list[Day]:
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


def _written(value: Iterable[Day] | Mapping[int, int]) -> str:
    return msgspec.json.encode(value).decode()
