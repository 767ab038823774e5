"""What is asked: the question, its comparison rule, its wrong rules and its options."""

import math
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import NamedTuple, Never

NOTHING: Mapping[str, Never] = MappingProxyType({})


class QuestionError(ValueError):
    """The question itself cannot be judged: its author has to mend it."""


class AnswerError(ValueError):
    """A text that cannot be read: where (1-based column), why, and what to do about it."""

    def __init__(self, column: int, message: str) -> None:
        super().__init__(message)
        self.column = column
        self.message = message


class _Bounds(NamedTuple):
    relative: float | None
    absolute: float | None
    significant: int | None
    decimals: int | None


class Comparison(_Bounds):
    """How close a number must come; exactly one field is set, every bound is inclusive. Raises QuestionError."""

    __slots__ = ()

    def __new__(
        cls,
        relative: float | None = None,
        absolute: float | None = None,
        significant: int | None = None,
        decimals: int | None = None,
    ) -> "Comparison":
        """Check that exactly one bound is given. Raises QuestionError."""
        given = [value for value in (relative, absolute, significant, decimals) if value is not None]
        if len(given) != 1:
            raise QuestionError("a comparison is exactly one of relative, absolute, significant and decimals")
        if not 0 <= given[0] < math.inf or significant == 0:
            raise QuestionError("a comparison is a finite number from 0 up, and significant is at least 1")
        return super().__new__(cls, relative, absolute, significant, decimals)

    def words(self) -> str:
        """The rule as stated beside the answer box, such as "to 2 decimal places"."""
        if self.relative is not None:
            return f"within {self.relative * 100:g} %"
        if self.absolute is not None:
            return f"within {self.absolute:g}"
        if self.significant is not None:
            return f"to {_count(self.significant, 'significant figure')}"
        return f"to {_count(self.decimals or 0, 'decimal place')}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


class WrongRule(NamedTuple):
    """A misconception: what it gives, as a learner could type it, and what its victim is told."""

    id: str
    answer: str
    message: str


class Option(NamedTuple):
    """One option of a choice, a step of an order or a word for a gap.

    `id` is its letter, and `rule` the misconception that choosing it shows, where that is not named by the letter.
    `gap` is the number of the one gap that it is for, 0 where it fits any.
    """

    id: str
    text: str
    message: str = ""
    rule: str = ""
    gap: int = 0

    @property
    def misconception(self) -> str:
        """The id of the misconception that choosing it shows."""
        return self.rule or self.id


class Stage(NamedTuple):
    """One step of the worked solution: its text, what comes out of it, and its left-hand side (LaTeX), if any."""

    text: str
    value: str = ""
    lead: str = ""


class Question(NamedTuple):
    """A question with its right answer, as a learner could type it.

    `steps`, `given` (the numbers in it, by name) and `about` (the left-hand side, then the prompt) serve to explain a
    wrong answer; none of them changes a verdict.

    In a rule, names of the learner's own are read in their role; with `own_names` those of the question are asked for.

    With a `condition` the expected answer is one of many: right is whatever fulfils it. The condition takes the numbers
    of an answer, row by row, and gives what it lacks in words, nothing where it fulfils it.
    """

    kind: str
    expected: str
    names: Mapping[str, str] = NOTHING
    rule: Comparison | None = None
    wrong: tuple[WrongRule, ...] = ()
    options: tuple[Option, ...] = ()
    before: tuple[tuple[str, str], ...] = ()
    accept: tuple[str, ...] = ()
    forbid: tuple[str, ...] = ()
    log_base: str = "e"
    zero_log_zero: bool = False
    steps: tuple[Stage, ...] = ()
    given: tuple[tuple[str, str], ...] = ()
    about: tuple[str, ...] = ()
    condition: Callable[[tuple[float, ...]], str] | None = None
    own_names: bool = False
