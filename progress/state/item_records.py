"""Building and merging the records of items."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from operator import itemgetter
from typing import TypeAlias, TypeVar

import msgspec

from progress.events import Answer, Explained, GaveUp, Hint, Stepped
from progress.state.records import (
    RECENT,
    TRIES,
    AnswerRecord,
    DailyGrade,
    DrawRecord,
    Evidence,
    ItemRecord,
    SortKey,
    TryRecord,
    WordsRecord,
    earlier,
    id_checksum,
    latest,
    merged_maps,
    sort_key,
)
from progress.times import day_at

DAYS = 32
"""For how many of the latest days with a try the first try is kept."""

MISCONCEPTION_DAYS = 8
"""For how many of the latest days with a misconception its first time is kept."""

DRAWS = 64
"""How many of an item's latest draws are kept."""

FIRST_DRAWS = 128
"""Of how many of an item's earliest draws the first answer is kept.

The earliest are kept, not the latest: a draw that was left out can then never come back as if it were new, so the
record is the same for every order of events.
"""

LONGEST_FIRST = 80
"""How many characters are kept of the text of a draw's first answer."""

STUDIED = ("review", "checkpoint", "practice", "ten")
"""The `where` of answers given in a study session, where no page is in view."""

LONGEST_TYPED = 300
"""How many characters of an answer's text are kept."""

PLACEMENT = "placement"
"""The `where` of answers given in a placement test."""

TimedAnswer: TypeAlias = tuple[int, int, Answer]
"""(time in milliseconds since 1970, number, answer)."""

DailyTry: TypeAlias = tuple[int, int, int, int]
"""The fields of a DailyGrade: (milliseconds since 1970, number, grade, day)."""

_T = TypeVar("_T")

_moment = itemgetter(0, 1)


class ItemTally:
    """Adds events to the record of one item."""

    def __init__(self, old: ItemRecord) -> None:
        self._answers, self._right, self._unreadable = old.answers, old.right, old.unreadable
        self._unaided, self._hints, self._gave_up = old.unaided_right, old.hints, old.gave_up
        self._first_right = old.first_right_t
        self._rules = dict(old.wrong_rules)
        self._formats = dict(old.formats)
        self._recent = old.recent
        self._days: dict[int, DailyTry] = {one.day: (one.ms, one.number, one.grade, one.day) for one in old.days}
        self._misconception_times = {
            rule: {day: ms for ms, day in times} for rule, times in old.misconception_times.items()
        }
        self._try_count, self._tries_json = old.try_count, old.tries_json
        self._tries: list[TryRecord] = []
        self._draws = dict(old.draws)
        self._confidences = dict(old.confidences)
        self._first_draws = {one.seed: one for one in old.first_draws}
        self._words = old.words

    def add_answers(self, given: Iterable[TimedAnswer]) -> None:
        """Add answers, in one pass over many: they are nearly all of a long record."""
        ordered = _in_order(given)
        tries: list[DailyTry] = []
        tried: list[Answer] = []
        draws: dict[int, int] = {}
        right: list[TimedAnswer] = []
        read: list[TimedAnswer] = []
        firsts: dict[int, TimedAnswer] = {}
        for one in ordered:
            ms, number, event = one
            verdict = event.verdict
            if verdict == "unreadable":
                continue
            read.append(one)
            draws[event.seed] = ms
            firsts.setdefault(event.seed, one)
            if good := verdict == "right":
                right.append(one)
            # A wrong answer in a placement is no forgetting: the skill may never have been learned.
            learned = good or event.where != PLACEMENT
            day = day_at(event.day, ms)
            if learned:
                tries.append((ms, number, (3 if event.unaided else 2) if good else 1, day))
                tried.append(event)
            if event.wrong_rule is not None:
                self._add_rule(event.wrong_rule, learned, ms, day)
            if event.confidence is not None:
                self._add_confidence(event.confidence, good)
        self._answers += len(read)
        self._unreadable += len(ordered) - len(read)
        self._recent = latest((*self._recent, *map(_answer_record, read[-RECENT:])))
        self._add_tries(tries, tried)
        self._add_draws(draws)
        self._add_firsts(map(_draw_record, firsts.values()))
        self._add_right(right)

    def _add_right(self, given: Sequence[TimedAnswer]) -> None:
        if given:
            self._right += len(given)
            self._first_right = earlier(self._first_right, given[0][2].t)
        unaided: defaultdict[str, list[TimedAnswer]] = defaultdict(list)
        for one in given:
            if one[2].unaided:
                unaided[one[2].format].append(one)
        for name, some in unaided.items():
            self._unaided += len(some)
            fresh = Evidence(len(some), _answer_record(some[0]), _answer_record(some[-1]))
            self._formats[name] = _merged_evidence(self._formats[name], fresh) if name in self._formats else fresh

    def _add_tries(self, tries: Sequence[DailyTry], events: Sequence[Answer | GaveUp]) -> None:
        """Add tries, in order, with the events they come from."""
        days = self._days
        for one in tries:
            held = days.get(one[3])
            if held is None or one < held:
                days[one[3]] = one
        if len(days) > 2 * DAYS:
            self._days = dict(_latest_days(days))
        self._try_count += len(tries)
        latest_few = zip(tries[-2 * TRIES :], events[-2 * TRIES :], strict=True)
        self._tries += [
            TryRecord(ms, number, id_checksum(event.id), grade, day) for (ms, number, grade, day), event in latest_few
        ]

    def _add_draws(self, draws: Mapping[int, int]) -> None:
        held = self._draws
        for seed, ms in draws.items():
            if held.get(seed, -1) < ms:
                held[seed] = ms
        if len(held) > 2 * DRAWS:
            self._draws = _latest_draws(held)

    def _add_firsts(self, some: Iterable[DrawRecord]) -> None:
        held = self._first_draws
        for one in some:
            known = held.get(one.seed)
            if known is None or one < known:
                held[one.seed] = one
        if len(held) > 2 * FIRST_DRAWS:
            self._first_draws = {one.seed: one for one in _earliest_draws(held.values())}

    def _add_rule(self, rule: str, learned: bool, ms: int, day: int) -> None:
        self._rules[rule] = self._rules.get(rule, 0) + 1
        if learned:
            times = self._misconception_times.setdefault(rule, {})
            times[day] = min(times.get(day, ms), ms)
            if len(times) > 2 * MISCONCEPTION_DAYS:
                self._misconception_times[rule] = {one: at for at, one in _latest_times(times)}

    def _add_confidence(self, percent: int, right: bool) -> None:
        if 0 <= percent <= 100:
            count, hits = self._confidences.get(percent, (0, 0))
            self._confidences[percent] = count + 1, hits + right

    def add(self, event: Hint | Explained | Stepped | GaveUp, ms: int, number: int) -> None:
        """Add an event other than an answer."""
        match event:
            case Hint():
                self.add_hint(event, ms, number)
            case Explained():
                self.add_words(event, ms, number)
            case Stepped():
                self.add_help(event, ms, number)
            case GaveUp():
                self.add_giving_up(event, ms, number)

    def add_hint(self, event: Hint, ms: int, number: int) -> None:
        """Count a hint."""
        self._hints += 1
        self.add_help(event, ms, number)

    def add_help(self, event: Hint | GaveUp | Stepped, ms: int, number: int) -> None:
        """Note that help was taken at a draw."""
        self._add_firsts([DrawRecord(ms, number, id_checksum(event.id), event.seed)])

    def add_words(self, event: Explained, ms: int, number: int) -> None:
        """Keep an explanation, if it is the first; one that came after the statements is not."""
        if not event.late and event.typed.strip():
            words = WordsRecord(ms, number, id_checksum(event.id), event.seed, event.typed[:LONGEST_TYPED])
            self._words = _first_words(self._words, words)

    def add_giving_up(self, event: GaveUp, ms: int, number: int) -> None:
        """Count a giving up: the answer was shown."""
        self._gave_up = True
        self.add_help(event, ms, number)
        self._add_tries([(ms, number, 0, day_at(event.day, ms))], [event])
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
            _encoded_json(dict(sorted(self._formats.items()))),
            _encoded_json(self._recent),
            _encoded_json(DailyGrade(*one) for _, one in _latest_days(self._days)),
            {rule: _latest_times(times) for rule, times in self._misconception_times.items()},
            _encoded_json(_latest_draws(self._draws)),
            self._confidences,
            _encoded_json(_earliest_draws(self._first_draws.values())),
            self._words,
            self._try_count,
            _added_tries(self._tries_json, self._tries),
        )


def _in_order(given: Iterable[TimedAnswer]) -> list[TimedAnswer]:
    """The answers sorted by time, number, and checksum of the id."""
    ordered = sorted(given, key=_moment)
    if len(set(map(_moment, ordered))) < len(ordered):
        ordered.sort(key=_sort_key)
    return ordered


def _sort_key(one: TimedAnswer) -> SortKey:
    ms, number, event = one
    return ms, number, id_checksum(event.id)


def _answer_record(one: TimedAnswer) -> AnswerRecord:
    event = one[2]
    right, typed = event.verdict == "right", event.typed[:LONGEST_TYPED]
    place = _sort_key(one)
    day = day_at(event.day, one[0])
    return AnswerRecord(
        *place, event.seed, right, event.unaided, event.format, event.where, event.wrong_rule, typed, day
    )


def _draw_record(one: TimedAnswer) -> DrawRecord:
    event = one[2]
    return DrawRecord(
        *_sort_key(one),
        event.seed,
        event.verdict == "right",
        event.unaided,
        True,
        event.bar,
        event.off_page or (not event.day and event.where in STUDIED),
        event.day,
        event.format,
        event.where,
        event.typed[:LONGEST_FIRST],
    )


def _earliest_draws(draws: Iterable[DrawRecord]) -> list[DrawRecord]:
    """The earliest FIRST_DRAWS draws, the same for every order of merging."""
    return sorted(draws)[:FIRST_DRAWS]


def _merged_firsts(a: tuple[DrawRecord, ...], b: tuple[DrawRecord, ...]) -> list[DrawRecord]:
    first = {one.seed: one for one in sorted((*a, *b), reverse=True)}
    return _earliest_draws(first.values())


def _latest_draws(draws: Mapping[int, int]) -> dict[int, int]:
    """The latest DRAWS draws by (time, seed), the same for every order of merging."""
    return {seed: ms for ms, seed in sorted((ms, seed) for seed, ms in draws.items())[-DRAWS:]}


def merged_items(a: ItemRecord, b: ItemRecord) -> ItemRecord:
    """The record of the union of two disjoint sets of events."""
    return ItemRecord(
        a.answers + b.answers,
        a.right + b.right,
        a.unreadable + b.unreadable,
        a.unaided_right + b.unaided_right,
        a.hints + b.hints,
        a.gave_up or b.gave_up,
        earlier(a.first_right_t, b.first_right_t),
        merged_maps(a.wrong_rules, b.wrong_rules, int.__add__),
        _encoded_json(dict(sorted(merged_maps(a.formats, b.formats, _merged_evidence).items()))),
        _encoded_json(latest((*a.recent, *b.recent))),
        _encoded_json(_merged_days(a.days, b.days)),
        merged_maps(a.misconception_times, b.misconception_times, _merged_times),
        _encoded_json(_latest_draws(merged_maps(a.draws, b.draws, max))),
        merged_maps(a.confidences, b.confidences, _added),
        _encoded_json(_merged_firsts(a.first_draws, b.first_draws)),
        _first_words(a.words, b.words),
        a.try_count + b.try_count,
        _added_tries(a.tries_json, msgspec.json.decode(b.tries_json, type=list[TryRecord])),
    )


def _first_words(a: WordsRecord | None, b: WordsRecord | None) -> WordsRecord | None:
    return min(a, b) if a and b else a or b


def _merged_days(a: tuple[DailyGrade, ...], b: tuple[DailyGrade, ...]) -> list[DailyGrade]:
    first = {one.day: one for one in sorted((*a, *b), reverse=True)}
    return [one for _, one in _latest_days(first)]


def _latest_days(days: Mapping[int, _T]) -> list[tuple[int, _T]]:
    """The latest DAYS days. By day and not by time, so that a day that was left out cannot come back as if new."""
    return sorted(days.items())[-DAYS:]


def _added_tries(kept: str, more: Sequence[TryRecord]) -> str:
    """The latest of the kept tries, which are JSON, and some more."""
    if not more:
        return kept
    tries = sorted([*msgspec.json.decode(kept, type=list[TryRecord]), *more])
    return _encoded_json(tries[-2 * TRIES :])


def _latest_times(times: Mapping[int, int]) -> tuple[tuple[int, int], ...]:
    """(time, day) of the latest days."""
    return tuple((ms, day) for day, ms in sorted(times.items())[-MISCONCEPTION_DAYS:])


def _merged_times(a: tuple[tuple[int, int], ...], b: tuple[tuple[int, int], ...]) -> tuple[tuple[int, int], ...]:
    return _latest_times({day: ms for ms, day in sorted((*a, *b), reverse=True)})


def _added(a: tuple[int, int], b: tuple[int, int]) -> tuple[int, int]:
    return a[0] + b[0], a[1] + b[1]


def _merged_evidence(a: Evidence, b: Evidence) -> Evidence:
    first = a.first if sort_key(a.first) < sort_key(b.first) else b.first
    last = a.last if sort_key(a.last) > sort_key(b.last) else b.last
    return Evidence(a.count + b.count, first, last)


def _encoded_json(
    value: Iterable[DailyGrade | AnswerRecord | DrawRecord | TryRecord] | Mapping[int, int] | Mapping[str, Evidence],
) -> str:
    return msgspec.json.encode(value if isinstance(value, Mapping) else tuple(value)).decode()
