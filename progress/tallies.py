"""What is kept of the answers to one item, of one page, of one prediction: bounded, whatever the history.

Every tally is a function of the set of its events: counts add up, first and last go by time, and lists keep the
latest few by time, then number, then id. So tallies can be added to in any order, and those of disjoint sets of
events can be merged.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TypeAlias, TypeVar

import msgspec

from progress.events import Answer, Checked, Finished, GaveUp, Hint, Opened, Predicted, Verdict
from progress.times import time_text

RECENT = 8
"""How many of the latest answers to an item, or tries at a prediction, are kept one by one."""

_V = TypeVar("_V")
_M = TypeVar("_M", "Mark", "Try")
Place: TypeAlias = tuple[int, int, int]
"""What answers are ordered by: milliseconds since 1970, the number in the id, a checksum of the id."""


class Mark(msgspec.Struct, frozen=True, array_like=True, gc=False):
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

    @property
    def t(self) -> str:
        return time_text(self.ms)


class Evidence(msgspec.Struct, frozen=True, array_like=True):
    """The right answers without help to one item in one format: how many, the first, the last."""

    count: int
    first: Mark
    last: Mark


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
    formats: Mapping[str, Evidence] = {}
    recent: tuple[Mark, ...] = ()
    """The latest answers, oldest first."""

    @property
    def last_verdict(self) -> Verdict | None:
        if not self.recent:
            return None
        return "right" if self.recent[-1].right else "wrong"

    @property
    def last_seed(self) -> int | None:
        return self.recent[-1].seed if self.recent else None

    @property
    def last_t(self) -> str | None:
        return self.recent[-1].t if self.recent else None


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


def _latest(marks: Iterable[_M]) -> tuple[_M, ...]:
    return tuple(sorted(marks, key=_order)[-RECENT:])


def _order(mark: Mark | Try) -> Place:
    return mark.ms, mark.number, mark.tie


def _earlier(left: str | None, right: str | None) -> str | None:
    return min(left, right) if left and right else left or right


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

    def add_answer(self, event: Answer, at: Place) -> None:
        """One more answer."""
        verdict, rule = event.verdict, event.wrong_rule
        if verdict == "unreadable":
            self._unreadable += 1
            return
        right, unaided = verdict == "right", event.unaided
        mark = Mark(*at, event.seed, right, unaided, event.format, event.where, rule)
        self._answers += 1
        if rule is not None:
            self._rules[rule] = self._rules.get(rule, 0) + 1
        if right:
            self._add_right(event, mark)
        self._recent.append(mark)
        if len(self._recent) >= 8 * RECENT:
            self._recent = list(_latest(self._recent))

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
                self._firsts[name] = min(self._firsts.get(name, mark), mark, key=_order)
                mark = max(last, mark, key=_order)
            self._lasts[name] = mark

    def add_help(self, event: Hint | GaveUp) -> None:
        """A hint or the answer was shown."""
        if isinstance(event, Hint):
            self._hints += 1
        else:
            self._gave_up = True

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
            _latest(self._recent),
        )


def with_visit(old: PageRecord, event: Opened | Finished) -> PageRecord:
    """The page's record with one more visit or completion."""
    if isinstance(event, Finished):
        return msgspec.structs.replace(old, finished_t=_earlier(old.finished_t, event.t))
    if (event.t, event.id) < (old.opened_t or "", old.opened_id):
        return old
    return PageRecord(event.t, event.id, old.finished_t)


def with_try(old: PredictionRecord, event: Predicted, at: Place) -> PredictionRecord:
    """The prediction's record with one more try."""
    one = Try(*at, event.right)
    return PredictionRecord(old.tries + 1, old.right + event.right, _latest((*old.recent, one)))


def with_check(old: ExerciseRecord, event: Checked) -> ExerciseRecord:
    """The exercise's record with one more check."""
    passed = event.t if event.passed else None
    unaided = passed if not (event.hints or event.shown) else None
    return ExerciseRecord(old.checks + 1, _earlier(old.passed_t, passed), _earlier(old.unaided_t, unaided))


def merged_exercises(a: ExerciseRecord, b: ExerciseRecord) -> ExerciseRecord:
    """The record of both sets of events."""
    return ExerciseRecord(a.checks + b.checks, _earlier(a.passed_t, b.passed_t), _earlier(a.unaided_t, b.unaided_t))


def merged_items(a: ItemRecord, b: ItemRecord) -> ItemRecord:
    """The record of both sets of events."""
    return ItemRecord(
        a.answers + b.answers,
        a.right + b.right,
        a.unreadable + b.unreadable,
        a.unaided_right + b.unaided_right,
        a.hints + b.hints,
        a.gave_up or b.gave_up,
        _earlier(a.first_right_t, b.first_right_t),
        merged_maps(a.wrong_rules, b.wrong_rules, int.__add__),
        merged_maps(a.formats, b.formats, _merged_evidence),
        _latest((*a.recent, *b.recent)),
    )


def _merged_evidence(a: Evidence, b: Evidence) -> Evidence:
    first = a.first if _order(a.first) < _order(b.first) else b.first
    last = a.last if _order(a.last) > _order(b.last) else b.last
    return Evidence(a.count + b.count, first, last)


def merged_pages(a: PageRecord, b: PageRecord) -> PageRecord:
    """The record of both sets of events."""
    last = max(a, b, key=lambda page: (page.opened_t or "", page.opened_id))
    return PageRecord(last.opened_t, last.opened_id, _earlier(a.finished_t, b.finished_t))


def merged_predictions(a: PredictionRecord, b: PredictionRecord) -> PredictionRecord:
    """The record of both sets of events."""
    recent = _latest((*a.recent, *b.recent))
    return PredictionRecord(a.tries + b.tries, a.right + b.right, recent)


def merged_maps(a: Mapping[str, _V], b: Mapping[str, _V], both: Callable[[_V, _V], _V]) -> dict[str, _V]:
    """The union of two mappings; `both` makes one value of two."""
    out = dict(a)
    for key, value in b.items():
        out[key] = both(out[key], value) if key in out else value
    return out
