"""The schedule: when something is due, and its predicted recall, by FSRS-6 over a history of one grade a day.

A history is a sequence of trials, oldest first: (milliseconds since 1970, grade). Everything is a function of histories
and a time. The `fsrs` package (py-fsrs, the reference implementation of FSRS-6) computes stability, difficulty and
retrievability with its default parameters and no fuzz; intervals are whole days, because a history has one entry a
day. The package is imported when the first history is replayed.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Literal, TypeAlias

from msgspec import Struct

if TYPE_CHECKING:
    from fsrs import Card, Rating, Scheduler

RETENTION = 0.9
"""The predicted recall at which something is due: FSRS's desired retention."""

Grade: TypeAlias = Literal[1, 2, 3]
AGAIN: Grade = 1
HARD: Grade = 2
GOOD: Grade = 3

Trial: TypeAlias = tuple[int, Grade]
History: TypeAlias = tuple[Trial, ...]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LATEST = (datetime(9899, 1, 1, tzinfo=UTC) - _EPOCH) // timedelta(milliseconds=1)
"""A clock may be wrong by thousands of years; a due date a century later is still a date."""


class Memory(Struct, frozen=True):
    """The FSRS state after a history; `last` (review) and `due` in milliseconds since 1970, stability in days."""

    stability: float
    difficulty: float
    last: int
    due: int
    trials: int = 1

    def recall(self, now: int) -> float:
        """The predicted probability of recall at a time: FSRS's retrievability."""
        card = _card(self)
        return float(_scheduler().get_card_retrievability(card, moment(max(now, self.last))))

    def is_due(self, end: int) -> bool:
        """Whether it is due before the end of the learner's day, so that a day's reviews fit in one session."""
        return self.due < end


def moment(ms: int) -> datetime:
    """Milliseconds since 1970 as a time."""
    return _EPOCH + timedelta(milliseconds=ms)


def stamp(when: datetime) -> int:
    """A time as milliseconds since 1970; a naive one is local time."""
    return (when.astimezone(UTC) - _EPOCH) // timedelta(milliseconds=1)


def after(memory: Memory | None, trial: Trial) -> Memory:
    """The memory after one more trial; one that carries an earlier time than the last counts at the last's."""
    return _replayed(memory, (trial,))


@lru_cache(maxsize=8192)
def replay(history: History) -> Memory | None:
    """The memory that a history leaves; None for an empty one."""
    return _replayed(None, history) if history else None


def _replayed(memory: Memory | None, trials: History) -> Memory:
    review, ratings, card = _scheduler().review_card, _ratings(), _card(memory)
    last = memory.last if memory else min(trials[0][0], _LATEST)
    for ms, grade in trials:
        last = max(min(ms, _LATEST), last)
        card, _ = review(card, ratings[grade], moment(last))
    if card.stability is None or card.difficulty is None:
        raise AssertionError("a reviewed card has a stability and a difficulty")
    done = memory.trials if memory else 0
    return Memory(card.stability, card.difficulty, last, stamp(card.due), done + len(trials))


@cache
def _scheduler() -> Scheduler:
    from fsrs import Scheduler

    return Scheduler(desired_retention=RETENTION, learning_steps=(), relearning_steps=(), enable_fuzzing=False)


@cache
def _ratings() -> Mapping[int, Rating]:
    from fsrs import Rating

    return {grade: Rating(grade) for grade in (AGAIN, HARD, GOOD)}


@cache
def _card_class() -> type[Card]:
    from fsrs import Card

    class Own(Card):
        """An FSRS card that a review changes in place, which halves the time of a replay; it must not be shared."""

        def __copy__(self) -> Own:
            return self

    return Own


def _card(memory: Memory | None) -> Card:
    from fsrs import State

    if memory is None:
        return _card_class()(card_id=0, due=_EPOCH)
    due, last = moment(memory.due), moment(memory.last)
    return _card_class()(0, State.Review, None, memory.stability, memory.difficulty, due, last)
