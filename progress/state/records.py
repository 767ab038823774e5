"""What is kept of the answers to one item, of one page, of one prediction: bounded, but for one entry a day.

Every tally is a function of the set of its events: counts add up, first and last go by time, and lists keep the
latest few by time, then number, then id. So tallies can be added to in any order, and those of disjoint sets of
events can be merged.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import TypeAlias, TypeVar
from zlib import crc32

import msgspec

from progress.events import Checked, Finished, Opened, Predicted
from progress.times import time_text

RECENT = 8
"""How many of the latest answers to an item, or tries at a prediction, are kept one by one."""

DAY = 86_400_000
"""Milliseconds in a day; days are counted in UTC from 1970, so that they are the same on every machine."""

_K = TypeVar("_K", bound=Hashable)
_V = TypeVar("_V")
_M = TypeVar("_M", "AnswerRecord", "Try")
Place: TypeAlias = tuple[int, int, int]
"""What answers are ordered by: milliseconds since 1970, the number in the id, a checksum of the id."""


class AnswerRecord(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One judged answer: when (milliseconds since 1970), its number and a checksum of its id, and how it went."""

    ms: int
    number: int
    tie: int
    seed: int
    right: bool
    unaided: bool
    format: str
    where: str
    wrong_rule: str | None
    typed: str = ""

    @property
    def t(self) -> str:
        return time_text(self.ms)


class Evidence(msgspec.Struct, frozen=True, array_like=True):
    """The right answers without help to one item in one format: how many, the first, the last."""

    count: int
    first: AnswerRecord
    last: AnswerRecord


class DailyGrade(msgspec.Struct, frozen=True, array_like=True, gc=False, order=True):
    """How the first try of a day at an item went: `grade` is 0 given up, 1 wrong, 2 right with help, 3 right.

    Of tries with the same time and number the one with the lower grade is the first.
    """

    ms: int
    number: int
    grade: int


_read_marks = msgspec.json.Decoder(tuple[AnswerRecord, ...]).decode
_read_formats = msgspec.json.Decoder(dict[str, Evidence]).decode
_read_days = msgspec.json.Decoder(tuple[DailyGrade, ...]).decode
_read_draws = msgspec.json.Decoder(dict[int, int]).decode


class ItemRecord(msgspec.Struct, frozen=True, array_like=True):
    """What is known of one item; unreadable answers are counted as such and nowhere else."""

    answers: int = 0
    right: int = 0
    unreadable: int = 0
    unaided_right: int = 0
    hints: int = 0
    gave_up: bool = False
    first_right_t: str | None = None
    wrong_rules: Mapping[str, int] = {}
    formats_json: str = "{}"
    """`formats` as JSON: what the first paint does not need of a record stays text, which takes less room."""
    recent_json: str = "[]"
    """`recent` as JSON, for the same reason."""
    days_json: str = "[]"
    """`days` as JSON, for the same reason."""
    caught: Mapping[str, tuple[int, ...]] = {}
    """By wrong rule, when it was first followed on each of the latest days on which it was, in milliseconds."""
    draws_json: str = "{}"
    """`draws` as JSON, for the same reason."""
    sure: Mapping[int, tuple[int, int]] = {}
    """By the confidence said beforehand, in percent, how many answers and how many of them right."""

    @property
    def formats(self) -> Mapping[str, Evidence]:
        """By format, the right answers that were given without help."""
        return _read_formats(self.formats_json)

    @property
    def recent(self) -> tuple[AnswerRecord, ...]:
        """The latest answers, oldest first."""
        return _read_marks(self.recent_json)

    @property
    def days(self) -> tuple[DailyGrade, ...]:
        """The first try of each of the latest days on which there was one, oldest first."""
        return _read_days(self.days_json)

    @property
    def draws(self) -> Mapping[int, int]:
        """By seed, when one of the latest draws was answered or given up last, in milliseconds."""
        return _read_draws(self.draws_json)

    @property
    def last_t(self) -> str | None:
        recent = self.recent
        return recent[-1].t if recent else None


class PageRecord(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """When a page was last opened, by which event, and when it was first finished."""

    opened_t: str | None = None
    opened_id: str = ""
    finished_t: str | None = None


class Try(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One prediction: when, its number and a checksum of its id, and whether it was right."""

    ms: int
    number: int
    tie: int
    right: bool


class PredictionRecord(msgspec.Struct, frozen=True, array_like=True):
    """How often a prediction was made and was right, and the latest tries, oldest first."""

    tries: int = 0
    right: int = 0
    recent: tuple[Try, ...] = ()

    @property
    def streak(self) -> int:
        """How many of the latest tries were right without a break; no more than are kept."""
        for count, one in enumerate(reversed(self.recent)):
            if not one.right:
                return count
        return len(self.recent)


class ExerciseRecord(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """How often the program of an exercise was checked, when it first passed, and when it first did without help."""

    checks: int = 0
    passed_t: str | None = None
    unaided_t: str | None = None


def latest(marks: Iterable[_M]) -> tuple[_M, ...]:
    return tuple(sorted(marks, key=order_of)[-RECENT:])


def order_of(mark: AnswerRecord | Try) -> Place:
    return mark.ms, mark.number, mark.tie


def tie(name: str) -> int:
    """The checksum of an event's id."""
    return crc32(name.encode())


def earlier(left: str | None, right: str | None) -> str | None:
    return min(left, right) if left and right else left or right


class ClearedRecord(msgspec.Struct, frozen=True, array_like=True):
    """When a line of the checklist was first cleared, by which event, and by the evidence of which items."""

    t: str
    id: str
    items: tuple[str, ...]


def with_visit(old: PageRecord, event: Opened | Finished) -> PageRecord:
    """The page's record with one more visit or completion."""
    if isinstance(event, Finished):
        return msgspec.structs.replace(old, finished_t=earlier(old.finished_t, event.t))
    if (event.t, event.id) < (old.opened_t or "", old.opened_id):
        return old
    return PageRecord(event.t, event.id, old.finished_t)


def with_try(old: PredictionRecord, event: Predicted, at: Place) -> PredictionRecord:
    """The prediction's record with one more try."""
    tries = (*old.recent, Try(*at, event.right))
    in_order = not old.recent or order_of(old.recent[-1]) <= at
    return PredictionRecord(old.tries + 1, old.right + event.right, tries[-RECENT:] if in_order else latest(tries))


def with_check(old: ExerciseRecord, event: Checked) -> ExerciseRecord:
    """The exercise's record with one more check."""
    passed = event.t if event.passed else None
    unaided = passed if not (event.hints or event.shown) else None
    return ExerciseRecord(old.checks + 1, earlier(old.passed_t, passed), earlier(old.unaided_t, unaided))


def merged_exercises(a: ExerciseRecord, b: ExerciseRecord) -> ExerciseRecord:
    """The record of both sets of events."""
    passed, unaided = earlier(a.passed_t, b.passed_t), earlier(a.unaided_t, b.unaided_t)
    return ExerciseRecord(a.checks + b.checks, passed, unaided)


def merged_pages(a: PageRecord, b: PageRecord) -> PageRecord:
    """The record of both sets of events."""
    last = max(a, b, key=lambda page: (page.opened_t or "", page.opened_id))
    return PageRecord(last.opened_t, last.opened_id, earlier(a.finished_t, b.finished_t))


def merged_predictions(a: PredictionRecord, b: PredictionRecord) -> PredictionRecord:
    """The record of both sets of events."""
    recent = latest((*a.recent, *b.recent))
    return PredictionRecord(a.tries + b.tries, a.right + b.right, recent)


def merged_maps(a: Mapping[_K, _V], b: Mapping[_K, _V], both: Callable[[_V, _V], _V]) -> dict[_K, _V]:
    """The union of two mappings; `both` makes one value of two."""
    out = dict(a)
    for key, value in b.items():
        out[key] = both(out[key], value) if key in out else value
    return out
