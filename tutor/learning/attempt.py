"""One learner at one question: what was typed, what came of it, what to show next. Pure; every face uses it."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from lessons.answers import Verdict, judge
from lessons.course import Course
from lessons.model.page import Item
from tutor.learning.question_draft import QuestionDraft

TWIN = 7919  # how far off the worked twin's seed lies: far from any that a learner reaches
MISSES_TO_HINT = 3  # wrong answers in a row after which the hint is offered
MISSES_TO_SOLUTION = 6  # and after which the worked solution is
TRIES = 20  # draws to look at for one that is not the same question again


class Attempt(Struct, frozen=True):
    """Where a learner stands with one question."""

    item: Item
    typed: str = ""
    verdict: Verdict | None = None
    hints: int = 0
    gave_up: bool = False
    steps: bool = False
    misses: int = 0

    @classmethod
    def on_record(cls, item: Item, standing: str) -> Attempt:
        """An attempt as the record has it: `right`, `shown`, or none yet."""
        if standing == "right":
            return cls(item, item.answer, Verdict("right", "", ""))
        return cls(item, gave_up=standing == "shown")

    @property
    def over(self) -> bool:
        """Whether the answer is known: found, or shown."""
        return self.gave_up or (self.verdict is not None and self.verdict.mark == "right")

    @property
    def standing(self) -> str:
        """open, wrong, right or shown."""
        if self.gave_up:
            return "shown"
        mark = self.verdict.mark if self.verdict else "open"
        return "open" if mark == "unreadable" else mark

    @property
    def unaided(self) -> bool:
        return not (self.hints or self.gave_up or self.steps)

    def judged(self, typed: str, verdict: Verdict) -> Attempt:
        misses = {"wrong": self.misses + 1, "right": 0}.get(verdict.mark, self.misses)
        return replace(self, typed=typed, verdict=verdict, misses=misses)

    def offered(self, hints: int) -> Literal["", "hint", "solution"]:
        """What is offered after this many misses in a row, of a question with so many hints."""
        if self.over or self.misses < MISSES_TO_HINT:
            return ""
        if self.misses >= MISSES_TO_SOLUTION:
            return "solution"
        return "hint" if self.hints < hints else ""

    def hinted(self) -> Attempt:
        return replace(self, hints=self.hints + 1)

    def stepped(self) -> Attempt:
        return replace(self, steps=True)

    def shown(self) -> Attempt:
        return replace(self, gave_up=True)


def as_left(attempt: Attempt, left: QuestionDraft, course: Course) -> Attempt:
    """The attempt with the hints that were taken, the last answer judged again, and its steps where they were open."""
    for _ in range(min(left.hints, len(hints(course, attempt.item)))):
        attempt = attempt.hinted()
    if left.tried:
        attempt = attempt.judged(left.tried, judge(attempt.item.question, left.tried))
    return attempt if left.steps is None else attempt.stepped()


def hints(course: Course, item: Item) -> tuple[str, ...]:
    """The hints of an item in order; the last is a worked twin with other numbers, where there is one."""
    if not course.is_computed(item.id) or not item.steps:
        return item.hints
    twin = twin_of(course, item)
    if twin is None:
        return item.hints
    steps = "\n".join(f"{number}. {step.text}" for number, step in enumerate(twin.steps, 1))
    return (*item.hints, f"One like it, worked: {twin.prompt.strip()}\n\n{steps}")


def twin_of(course: Course, item: Item) -> Item | None:
    """The same question with other numbers; None where it has no others."""
    seeds = range(item.seed + TWIN, item.seed + TWIN + TRIES)
    drawn = (course.item(item.id, seed) for seed in seeds)
    return next((one for one in drawn if (one.prompt, one.answer) != (item.prompt, item.answer)), None)


def solution(item: Item) -> str:
    """The worked solution as Markdown."""
    steps = "\n".join(f"{number}. {step.text}" for number, step in enumerate(item.steps, 1))
    return f"{steps}\n\n{item.explanation}" if steps else item.explanation
