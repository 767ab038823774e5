"""Records of items, pages, predictions and exercises, each of bounded size.

Every record is a function of the set of its events: counts add up, first and last go by time, and lists keep the latest
few by time, then number, then id. So events can be added in any order, and records of disjoint sets of events merge.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import TypeAlias, TypeVar
from zlib import crc32

import msgspec

from progress.events import Checked, Diagnosed, Finished, Hunted, Opened, PaperRead, Predicted, Repaired
from progress.times import day_at, time_text, utc_day

RECENT = 8
"""How many of the latest answers to an item, or tries at a prediction, are kept."""

DAY = 86_400_000
"""Milliseconds in a day."""

_K = TypeVar("_K", bound=Hashable)
_V = TypeVar("_V")
_M = TypeVar("_M", "AnswerRecord", "Try")
SortKey: TypeAlias = tuple[int, int, int]
"""The order of answers: (milliseconds since 1970, number in the id, checksum of the id)."""


class AnswerRecord(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One judged answer: its sort key (`ms` since 1970, `number`, `id_checksum`) and its result."""

    ms: int
    number: int
    id_checksum: int
    seed: int
    right: bool
    unaided: bool
    format: str
    where: str
    wrong_rule: str | None
    typed: str = ""
    day: int = 0
    """The learner's day, counted from 1970-01-01."""

    @property
    def t(self) -> str:
        """The time as events carry it."""
        return time_text(self.ms)


class Evidence(msgspec.Struct, frozen=True, array_like=True):
    """Right answers without help to one item in one format: their count, the first, the last."""

    count: int
    first: AnswerRecord
    last: AnswerRecord


class DailyGrade(msgspec.Struct, frozen=True, array_like=True, gc=False, order=True):
    """The first try of a day at an item: `grade` is 0 for given up, 1 wrong, 2 right with help, 3 right.

    Of tries with the same time and number the one with the lower grade is first. `day` is the learner's own, counted
    from 1970-01-01.
    """

    ms: int
    number: int
    grade: int
    day: int


class TryRecord(msgspec.Struct, frozen=True, array_like=True, gc=False, order=True):
    """One try at an item, with its sort key; grades and days are those of DailyGrade."""

    ms: int
    number: int
    id_checksum: int
    grade: int
    day: int


class DrawRecord(msgspec.Struct, frozen=True, array_like=True, gc=False, order=True):
    """What came first at one draw of an item, with its sort key: a readable answer, a hint, a step or the solution.

    `right` and `unaided` are False for help. `bar`, `off_page` and `day` are those of the answer.
    """

    ms: int
    number: int
    id_checksum: int
    seed: int
    right: bool = False
    unaided: bool = False
    answered: bool = False
    bar: str = ""
    off_page: bool = False
    day: str = ""
    format: str = ""
    where: str = ""
    typed: str = ""

    @property
    def t(self) -> str:
        """The time as events carry it."""
        return time_text(self.ms)

    @property
    def own_day(self) -> str:
        """The learner's own day; for an answer that does not say it, the day in UTC."""
        return self.day or utc_day(self.ms)


class WordsRecord(msgspec.Struct, frozen=True, array_like=True, gc=False, order=True):
    """An explanation in the learner's own words, with its sort key."""

    ms: int
    number: int
    id_checksum: int
    seed: int
    typed: str = ""

    @property
    def t(self) -> str:
        """The time as events carry it."""
        return time_text(self.ms)


TRIES = 64
"""An item's latest tries that always count; twice as many are kept, so that the first that counts seldom changes."""


_decode_try_records = msgspec.json.Decoder(tuple[TryRecord, ...]).decode
_decode_first_draws = msgspec.json.Decoder(tuple[DrawRecord, ...]).decode
_decode_recent = msgspec.json.Decoder(tuple[AnswerRecord, ...]).decode
_decode_formats = msgspec.json.Decoder(dict[str, Evidence]).decode
_decode_days = msgspec.json.Decoder(tuple[DailyGrade, ...]).decode
_decode_draws = msgspec.json.Decoder(dict[int, int]).decode


def decode_tries(text: str, count: int) -> tuple[TryRecord, ...]:
    """The tries that count, of those kept as JSON, at an item with so many tries in all."""
    kept = _decode_try_records(text)
    return kept if count <= 2 * TRIES else kept[-(TRIES + count % TRIES) :]


class ItemRecord(msgspec.Struct, frozen=True, array_like=True):
    """All answers to one item; unreadable answers are counted in `unreadable` only."""

    answers: int = 0
    right: int = 0
    unreadable: int = 0
    unaided_right: int = 0
    hints: int = 0
    gave_up: bool = False
    first_right_t: str | None = None
    wrong_rules: Mapping[str, int] = {}
    formats_json: str = "{}"
    """`formats` as JSON: the first paint does not need it, and text takes less memory and time to load."""
    recent_json: str = "[]"
    """`recent` as JSON, for the same reason."""
    days_json: str = "[]"
    """`days` as JSON, for the same reason."""
    misconception_times: Mapping[str, tuple[tuple[int, int], ...]] = {}
    """By misconception, for each of the latest days on which it occurred: (its first time, the learner's day)."""
    draws_json: str = "{}"
    """`draws` as JSON, for the same reason."""
    confidences: Mapping[int, tuple[int, int]] = {}
    """By stated confidence in percent, (answers, right answers)."""

    first_draws_json: str = "[]"
    """`first_draws` as JSON, for the same reason."""
    words: WordsRecord | None = None
    """The first explanation that came before the statements."""
    try_count: int = 0
    """How many tries there were in all."""
    tries_json: str = "[]"
    """The latest tries as JSON, for the same reason."""

    @property
    def tries(self) -> tuple[TryRecord, ...]:
        """The latest tries, oldest first, from one that changes only once in TRIES tries."""
        return decode_tries(self.tries_json, self.try_count)

    @property
    def first_draws(self) -> tuple[DrawRecord, ...]:
        """What came first at each of the earliest draws, oldest first."""
        return _decode_first_draws(self.first_draws_json)

    @property
    def formats(self) -> Mapping[str, Evidence]:
        """By format, the right answers without help."""
        return _decode_formats(self.formats_json)

    @property
    def recent(self) -> tuple[AnswerRecord, ...]:
        """The latest answers, oldest first."""
        return _decode_recent(self.recent_json)

    @property
    def days(self) -> tuple[DailyGrade, ...]:
        """The first try of each of the latest days with a try, oldest first."""
        return _decode_days(self.days_json)

    @property
    def draws(self) -> Mapping[int, int]:
        """By seed, when each of the latest draws was last answered or given up, in milliseconds since 1970."""
        return _decode_draws(self.draws_json)

    @property
    def last_t(self) -> str | None:
        """The time of the latest answer; None where there is none."""
        recent = self.recent
        return recent[-1].t if recent else None


class PageRecord(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """When a page was last opened, by which event, and when it was first finished."""

    opened_t: str | None = None
    opened_id: str = ""
    finished_t: str | None = None


class Try(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One try at a prediction: its sort key (`ms` since 1970, `number`, `id_checksum`) and whether it was right."""

    ms: int
    number: int
    id_checksum: int
    right: bool


class PredictionRecord(msgspec.Struct, frozen=True, array_like=True):
    """All tries at one prediction: their count, right ones, and the latest, oldest first."""

    tries: int = 0
    right: int = 0
    recent: tuple[Try, ...] = ()

    @property
    def streak(self) -> int:
        """The number of right tries since the last wrong one, at most RECENT."""
        for count, one in enumerate(reversed(self.recent)):
            if not one.right:
                return count
        return len(self.recent)


class ExerciseRecord(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """All checks of one exercise: their count, when it first passed, and when it first passed without help."""

    checks: int = 0
    passed_t: str | None = None
    unaided_t: str | None = None


class FirstPlay(msgspec.Struct, frozen=True, array_like=True, gc=False, order=True):
    """The first play of a hunt, a diagnosis or a repair, with its sort key.

    `clean` is True where it was solved at this first try and without help. `fault` is that of a hunt.
    """

    ms: int
    number: int
    id_checksum: int
    clean: bool
    fault: str = ""


class CaseRecord(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """All plays of one case to diagnose, or all checks of one program to repair.

    When it was first solved, when it was first solved clean, and the first play.
    """

    plays: int = 0
    solved_t: str | None = None
    clean_t: str | None = None
    first: FirstPlay | None = None


class LastPlay(msgspec.Struct, frozen=True, array_like=True, gc=False, order=True):
    """The latest play of a hunt, with its sort key; its moves as in the event, empty where they were not kept."""

    ms: int
    number: int
    id_checksum: int
    moves: str = ""


class HuntRecord(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """All plays of one hunt: their count, when it was first played clean, the best score, the first and the last play.

    The score is (bits lost, cost over par); the less the better. None where the fault was always shown or guessed.
    """

    plays: int = 0
    clean_t: str | None = None
    best: tuple[float, float] | None = None
    first: FirstPlay | None = None
    last: LastPlay | None = None


class Reading(msgspec.Struct, frozen=True, array_like=True, gc=False, order=True):
    """One reading of a paper card, with its sort key: the draw, and whether all shapes and the line were clean."""

    ms: int
    number: int
    id_checksum: int
    seed: int
    clean: bool

    @property
    def t(self) -> str:
        """The time as events carry it."""
        return time_text(self.ms)


READ = frozenset({"shapes", "line"})
"""The fields of a paper card that show whether its line can be read."""

READING_DAYS = 64
"""How many of the earliest days with a reading are kept."""


class PaperRecord(msgspec.Struct, frozen=True, array_like=True):
    """All readings of one paper card: their count, when it was first finished without help, and its clean fields.

    A field is clean if at some reading every first answer in it was right.
    """

    readings: int = 0
    done_t: str | None = None
    clean: tuple[str, ...] = ()
    days: Mapping[int, Reading] = {}
    """By the learner's day, counted from 1970-01-01, the first reading of that day: it has not seen the answers."""


def latest(entries: Iterable[_M]) -> tuple[_M, ...]:
    """The latest RECENT of some answers or tries, oldest first."""
    return tuple(sorted(entries, key=sort_key)[-RECENT:])


def sort_key(entry: AnswerRecord | Try) -> SortKey:
    """The sort key of an answer or a try."""
    return entry.ms, entry.number, entry.id_checksum


def id_checksum(name: str) -> int:
    """The CRC-32 of an event's id."""
    return crc32(name.encode())


def earlier(left: str | None, right: str | None) -> str | None:
    """The earlier of two times, either of which may be None."""
    return min(left, right) if left and right else left or right


class ClearedRecord(msgspec.Struct, frozen=True, array_like=True):
    """When an outcome was first cleared, the id of the event, the items that cleared it and the parts they showed.

    Without parts it was cleared under the rule of an earlier version.
    """

    t: str
    id: str
    items: tuple[str, ...]
    parts: tuple[str, ...] = ()


def with_visit(old: PageRecord, event: Opened | Finished) -> PageRecord:
    """The page's record with one more event."""
    if isinstance(event, Finished):
        return msgspec.structs.replace(old, finished_t=earlier(old.finished_t, event.t))
    if (event.t, event.id) < (old.opened_t or "", old.opened_id):
        return old
    return PageRecord(event.t, event.id, old.finished_t)


def with_try(old: PredictionRecord, event: Predicted, at: SortKey) -> PredictionRecord:
    """The prediction's record with one more try."""
    tries = (*old.recent, Try(*at, event.right))
    in_order = not old.recent or sort_key(old.recent[-1]) <= at
    return PredictionRecord(old.tries + 1, old.right + event.right, tries[-RECENT:] if in_order else latest(tries))


def with_check(old: ExerciseRecord, event: Checked) -> ExerciseRecord:
    """The exercise's record with one more check."""
    passed = event.t if event.passed else None
    unaided = passed if not (event.hints or event.shown) else None
    return ExerciseRecord(old.checks + 1, earlier(old.passed_t, passed), earlier(old.unaided_t, unaided))


def merged_exercises(a: ExerciseRecord, b: ExerciseRecord) -> ExerciseRecord:
    """The record of the union of two disjoint sets of events."""
    passed, unaided = earlier(a.passed_t, b.passed_t), earlier(a.unaided_t, b.unaided_t)
    return ExerciseRecord(a.checks + b.checks, passed, unaided)


def with_hunt(old: HuntRecord, event: Hunted, at: SortKey) -> HuntRecord:
    """The hunt's record with one more play."""
    score = None if event.shown or event.guessed else (event.lost, event.cost - event.par)
    first, last = FirstPlay(*at, event.clean, event.fault), LastPlay(*at, event.moves)
    return merged_hunts(old, HuntRecord(1, event.t if event.clean else None, score, first, last))


def merged_hunts(a: HuntRecord, b: HuntRecord) -> HuntRecord:
    """The record of the union of two disjoint sets of events."""
    scores = [one.best for one in (a, b) if one.best is not None]
    clean = earlier(a.clean_t, b.clean_t)
    last = max(a.last, b.last) if a.last and b.last else a.last or b.last
    return HuntRecord(a.plays + b.plays, clean, min(scores, default=None), _first_play(a.first, b.first), last)


def with_case(old: CaseRecord, event: Diagnosed | Repaired, at: SortKey) -> CaseRecord:
    """The case's record with one more play or check."""
    match event:
        case Diagnosed():
            solved, clean = not event.shown, event.clean
        case Repaired():
            solved, clean = event.passed, event.passed and not (event.hints or event.shown)
    new = CaseRecord(1, event.t if solved else None, event.t if clean else None, FirstPlay(*at, clean))
    return merged_cases(old, new)


def merged_cases(a: CaseRecord, b: CaseRecord) -> CaseRecord:
    """The record of the union of two disjoint sets of events."""
    solved, clean = earlier(a.solved_t, b.solved_t), earlier(a.clean_t, b.clean_t)
    return CaseRecord(a.plays + b.plays, solved, clean, _first_play(a.first, b.first))


def _first_play(a: FirstPlay | None, b: FirstPlay | None) -> FirstPlay | None:
    return min(a, b) if a and b else a or b


def with_reading(old: PaperRecord, event: PaperRead, at: SortKey) -> PaperRecord:
    """The card's record with one more reading."""
    reading = {day_at(event.day, at[0]): Reading(*at, event.seed, set(event.clean) >= READ)}
    new = PaperRecord(1, None if event.helped else event.t, tuple(sorted(event.clean)), reading)
    return merged_papers(old, new)


def merged_papers(a: PaperRecord, b: PaperRecord) -> PaperRecord:
    """The record of the union of two disjoint sets of events."""
    clean, days = tuple(sorted({*a.clean, *b.clean})), merged_maps(a.days, b.days, min)
    kept = {day: days[day] for day in sorted(days)[:READING_DAYS]}
    return PaperRecord(a.readings + b.readings, earlier(a.done_t, b.done_t), clean, kept)


def merged_pages(a: PageRecord, b: PageRecord) -> PageRecord:
    """The record of the union of two disjoint sets of events."""
    last = max(a, b, key=lambda page: (page.opened_t or "", page.opened_id))
    return PageRecord(last.opened_t, last.opened_id, earlier(a.finished_t, b.finished_t))


def merged_predictions(a: PredictionRecord, b: PredictionRecord) -> PredictionRecord:
    """The record of the union of two disjoint sets of events."""
    recent = latest((*a.recent, *b.recent))
    return PredictionRecord(a.tries + b.tries, a.right + b.right, recent)


def merged_maps(a: Mapping[_K, _V], b: Mapping[_K, _V], both: Callable[[_V, _V], _V]) -> dict[_K, _V]:
    """The union of two mappings; `both` merges the values of a key that both have."""
    out = dict(a)
    for key, value in b.items():
        out[key] = both(out[key], value) if key in out else value
    return out
