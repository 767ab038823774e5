"""When something is due again, and how likely it is still known: FSRS over a history of one grade a day.

A history is what was tried, oldest first: (milliseconds since 1970, grade). Everything is a function of histories and
the time asked about. The `fsrs` package does the arithmetic, with its default parameters and no fuzz; intervals are
whole days, since a history has one entry a day. It is imported when the first history is replayed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Literal, TypeAlias

from progress.tallies import DAY

if TYPE_CHECKING:
    from fsrs import Card, Scheduler

RETENTION = 0.9
"""The predicted recall at which something is due."""

Grade: TypeAlias = Literal[1, 2, 3]
AGAIN: Grade = 1
HARD: Grade = 2
GOOD: Grade = 3

Trial: TypeAlias = tuple[int, Grade]
History: TypeAlias = tuple[Trial, ...]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Memory:
    """What FSRS holds of one thing after its history; times in milliseconds since 1970."""

    stability: float
    difficulty: float
    last: int
    due: int
    trials: int = 1

    def recall(self, now: int) -> float:
        """The predicted chance of knowing it now."""
        card = _card(self)
        return float(_scheduler().get_card_retrievability(card, moment(max(now, self.last))))

    def is_due(self, now: int) -> bool:
        """Whether its time comes before the UTC day is over: a day's reviews can be done in one sitting."""
        return self.due // DAY <= now // DAY


def moment(ms: int) -> datetime:
    """Milliseconds since 1970 as a time."""
    return _EPOCH + timedelta(milliseconds=ms)


def stamp(when: datetime) -> int:
    """A time as milliseconds since 1970; a naive one is local time."""
    return (when.astimezone(UTC) - _EPOCH) // timedelta(milliseconds=1)


def after(memory: Memory | None, trial: Trial) -> Memory:
    """The memory after one more trial; one that carries an earlier time than the last counts at the last's."""
    from fsrs import Rating

    ms, grade = trial
    at = max(ms, memory.last) if memory else ms
    card, _ = _scheduler().review_card(_card(memory), Rating(grade), moment(at))
    if card.stability is None or card.difficulty is None:
        raise AssertionError("a reviewed card has a stability and a difficulty")
    return Memory(card.stability, card.difficulty, at, stamp(card.due), memory.trials + 1 if memory else 1)


_STRIDE = 16
"""Every so many trials of a history the memory is kept, so that a longer history goes on from there."""


def replay(history: History) -> Memory | None:
    """The memory that a history leaves; None for an empty one."""
    cut = max(0, (len(history) - 1) // _STRIDE * _STRIDE)
    memory = _stretch(history[:cut]) if cut else None
    for trial in history[cut:]:
        memory = after(memory, trial)
    return memory


@lru_cache(maxsize=8192)
def _stretch(history: History) -> Memory | None:
    """The memory after whole strides; none of them is replayed twice."""
    memory = _stretch(history[:-_STRIDE]) if len(history) > _STRIDE else None
    for trial in history[-_STRIDE:]:
        memory = after(memory, trial)
    return memory


def schedule(histories: Mapping[str, Sequence[Trial]]) -> dict[str, Memory]:
    """By name, what is left of each history that is not empty."""
    found = ((name, replay(tuple(history))) for name, history in histories.items())
    return {name: memory for name, memory in found if memory is not None}


def first_of_days(trials: Iterable[Trial]) -> History:
    """One trial for each UTC day, the earliest; of equal times the lower grade."""
    first: dict[int, Trial] = {}
    for trial in sorted(trials):
        first.setdefault(trial[0] // DAY, trial)
    return tuple(first.values())


@cache
def _scheduler() -> Scheduler:
    from fsrs import Scheduler

    return Scheduler(desired_retention=RETENTION, learning_steps=(), relearning_steps=(), enable_fuzzing=False)


def _card(memory: Memory | None) -> Card:
    from fsrs import Card, State

    if memory is None:
        return Card(card_id=0, due=_EPOCH)
    return Card(0, State.Review, None, memory.stability, memory.difficulty, moment(memory.due), moment(memory.last))
