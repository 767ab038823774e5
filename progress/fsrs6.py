"""FSRS-6 with its default parameters, in floats and fractions of a day: one step of a memory, and its retrievability.

The reference package computes on cards and dates, which takes ten times as long; a model of recall that looks at every
answer of a record takes one step for each. For gaps of whole days both agree to the last digits.

Source: the FSRS-6 algorithm (open-spaced-repetition, "The Algorithm", section FSRS-6); the parameters are the defaults
of py-fsrs 6.
"""

from __future__ import annotations

from math import exp

from msgspec import Struct

PARAMETERS = (
    0.212, 1.2931, 2.3065, 8.2956, 6.4133, 0.8334, 3.0194, 0.001, 1.8722, 0.1666, 0.796, 1.4835, 0.0614, 0.2629, 1.6483,
    0.6014, 1.8729, 0.5425, 0.0912, 0.0658, 0.1542,
)  # fmt: skip

_W = PARAMETERS
_DECAY = -_W[20]
_FACTOR = 0.9 ** (1 / _DECAY) - 1
_LEAST = 0.001
_EASY_DIFFICULTY = _W[4] - exp(_W[5] * 3) + 1
_RECALL_GAIN = exp(_W[8])
_SHORTEST_LAPSE = exp(_W[17] * _W[18])


class MemoryState(Struct, frozen=True, gc=False):
    """A memory: its stability, the days after which retrievability is 0.9, and its difficulty, from 1 to 10."""

    stability: float
    difficulty: float


def retrievability(stability: float, days: float) -> float:
    """The probability of recall after some days; 1 for none, and for a clock that ran backwards."""
    return float((1 + _FACTOR * max(0.0, days) / stability) ** _DECAY)


def days_until(stability: float, retention: float) -> float:
    """The days after which retrievability is `retention`."""
    return float(stability / _FACTOR * (retention ** (1 / _DECAY) - 1))


def first_memory(grade: int) -> MemoryState:
    """The memory after a first trial; grades are 1 for again, 2 hard, 3 good."""
    difficulty = _W[4] - exp(_W[5] * (grade - 1)) + 1
    return MemoryState(max(_W[grade - 1], _LEAST), min(10.0, max(1.0, difficulty)))


def next_memory(memory: MemoryState, grade: int, days: float) -> MemoryState:
    """The memory after one more trial, `days` after the last; within a day by the short-term rule."""
    stability, difficulty = memory.stability, memory.difficulty
    if days < 1:
        gain = exp(_W[17] * (grade - 3 + _W[18])) * stability ** -_W[19]
        stability *= max(gain, 1.0) if grade > 1 else gain
    else:
        recall = retrievability(stability, days)
        stability = _lapsed(memory, recall) if grade == 1 else _recalled(memory, recall, grade)
    moved = difficulty - _W[6] * (grade - 3) * (10 - difficulty) / 9
    return MemoryState(max(stability, _LEAST), min(10.0, max(1.0, _W[7] * _EASY_DIFFICULTY + (1 - _W[7]) * moved)))


def _lapsed(memory: MemoryState, recall: float) -> float:
    stability = memory.stability
    long = _W[11] * memory.difficulty ** -_W[12] * ((stability + 1) ** _W[13] - 1) * exp((1 - recall) * _W[14])
    return float(min(long, stability / _SHORTEST_LAPSE))


def _recalled(memory: MemoryState, recall: float, grade: int) -> float:
    gain = _RECALL_GAIN * (11 - memory.difficulty) * memory.stability ** -_W[9] * (exp((1 - recall) * _W[10]) - 1)
    return float(memory.stability * (1 + gain * (_W[15] if grade == 2 else 1.0)))
