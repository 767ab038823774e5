"""An attempt at one question: the last answer and its verdict, and the help taken. Pure; every face uses it."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from lessons.answers import Verdict
from lessons.course import Course
from lessons.model.page import Item
from progress.state.state import State
from tutor.learning.question_draft import QuestionDraft

TWIN = 7919
"""The distance from a question's seed to that of its worked twin: far beyond the draws that a learner reaches."""
TRIES = 20
"""How many seeds are tried for a twin whose numbers differ."""
MISSES_TO_HINT = 3
"""Wrong answers in a row after which the hint is offered."""
MISSES_TO_SOLUTION = 6
"""Wrong answers in a row after which the worked solution is offered."""


class AttemptStatus(StrEnum):
    """Whether a question is answered, and how."""

    OPEN = "open"
    WRONG = "wrong"
    RIGHT = "right"
    SHOWN = "shown"


class Attempt(Struct, frozen=True):
    """The state of one question: the last answer and its verdict, hints taken, whether steps or solution were shown."""

    item: Item
    typed: str = ""
    verdict: Verdict | None = None
    hints: int = 0
    gave_up: bool = False
    steps: bool = False
    misses: int = 0
    words: str = ""
    """The explanation in the learner's own words, as it was given."""
    bar: str = ""
    """Why the last answer is no evidence for the checklist although it may be right."""
    before: Attempt | None = None
    """The attempt before the last answer, where that is wrong and can be taken back as a typo."""

    @classmethod
    def on_record(cls, item: Item, status: str) -> Attempt:
        """The attempt for a status that the record gives: `right`, `shown`, or anything else for an open one."""
        if status == AttemptStatus.RIGHT:
            return cls(item, item.answer, Verdict("right", "", ""))
        return cls(item, gave_up=status == AttemptStatus.SHOWN)

    @property
    def over(self) -> bool:
        """Whether the answer is known: found, or shown."""
        return self.gave_up or (self.verdict is not None and self.verdict.mark == "right")

    @property
    def standing(self) -> AttemptStatus:
        """The status; an answer that could not be read leaves the question open."""
        if self.gave_up:
            return AttemptStatus.SHOWN
        if self.verdict is None or self.verdict.mark == "unreadable":
            return AttemptStatus.OPEN
        return AttemptStatus(self.verdict.mark)

    def standing_with(self, draft: str) -> AttemptStatus:
        """The status while the answer box holds a text: a wrong answer that was changed since is open again."""
        changed = self.standing == AttemptStatus.WRONG and draft != self.typed
        return AttemptStatus.OPEN if changed else self.standing

    @property
    def unaided(self) -> bool:
        """Whether no hint, step or solution was shown."""
        return not (self.hints or self.gave_up or self.steps)

    @property
    def help_taken(self) -> str:
        """The help so far, as drafts have it: an answer can be taken back until more is taken."""
        return f"{self.hints} hints{' and steps' if self.steps else ''}"

    def judged(self, typed: str, verdict: Verdict, bar: str = "", *, retractable: bool = False) -> Attempt:
        """The attempt after an answer; a wrong one counts as a miss, a right one ends the row of misses."""
        misses = {"wrong": self.misses + 1, "right": 0}.get(verdict.mark, self.misses)
        before = replace(self, before=None) if retractable and verdict.mark == "wrong" else None
        return replace(self, typed=typed, verdict=verdict, misses=misses, bar=bar, before=before)

    def offered(self, hints: int) -> Literal["", "hint", "solution"]:
        """The help to offer after these misses in a row, for a question with so many hints."""
        if self.over or self.misses < MISSES_TO_HINT:
            return ""
        if self.misses >= MISSES_TO_SOLUTION:
            return "solution"
        return "hint" if self.hints < hints else ""

    def hinted(self) -> Attempt:
        """The attempt after one more hint."""
        return replace(self, hints=self.hints + 1, before=None)

    def worded(self, text: str) -> Attempt:
        """The attempt after an explanation in the learner's own words."""
        return replace(self, words=text)

    def stepped(self) -> Attempt:
        """The attempt after its worksheet was opened, or a worked example was shown first."""
        return self if self.steps else replace(self, steps=True, before=None)

    def shown(self) -> Attempt:
        """The attempt after its solution was shown."""
        return replace(self, gave_up=True, before=None)


def recorded_status(state: State, item: str, seed: int) -> str:
    """The status that the record gives one draw of an item: `right`, `shown`, or empty."""
    record = state.items.get(item)
    if record is None:
        return ""
    recent = record.recent
    if any(answer.right and answer.seed == seed for answer in recent) or (record.right and not recent):
        return AttemptStatus.RIGHT
    return AttemptStatus.SHOWN if record.gave_up else ""


def drawn_before(course: Course, state: State, item: Item) -> bool:
    """Whether something is on record at this draw already: a readable answer, a hint, a step or the solution."""
    names = (item.id, *(old for old, present in course.renamed.items() if present == item.id))
    records = (state.items[name] for name in names if name in state.items)
    return any(draw.seed == item.seed for record in records for draw in record.first_draws)


def looked_at_page(course: Course, state: State, item: Item, since: int) -> bool:
    """Whether a page that teaches a skill of the item, or asks it, was opened since a time in milliseconds.

    A part of the page that was seen elsewhere, in the glossary for example, counts as the page.
    """
    skills, home = set(item.skills), item.id.rpartition(".")[0]
    return any(page == home or skills & set(course.teaches.get(page, ())) for page in state.pages_seen(since))


def restore(attempt: Attempt, draft: QuestionDraft, course: Course) -> Attempt:
    """The attempt with what a draft has of it: hints, the last answer, judged again, the misses, an open worksheet."""
    for _ in range(min(draft.hints, len(hints(course, attempt.item)))):
        attempt = attempt.hinted()
    attempt = attempt.worded(draft.said)
    if draft.steps is not None:
        attempt = attempt.stepped()
    attempt = replace(attempt, misses=max(0, draft.misses - 1))
    if draft.tried:
        from lessons.answers import judge  # of what was typed alone

        verdict, retractable = judge(attempt.item.question, draft.tried), draft.typo == attempt.help_taken
        attempt = attempt.judged(draft.tried, verdict, retractable=retractable)
    return replace(attempt, misses=max(attempt.misses, draft.misses))


def hints(course: Course, item: Item) -> tuple[str, ...]:
    """The hints of an item as Markdown, in order; the last is a worked example with other numbers, if there is one."""
    if not course.is_computed(item.id) or not item.steps:
        return item.hints
    twin = twin_of(course, item)
    if twin is None:
        return item.hints
    steps = "\n".join(f"{number}. {step.text}" for number, step in enumerate(twin.steps, 1))
    return (*item.hints, f"One like it, worked: {twin.prompt.strip()}\n\n{steps}")


def twin_of(course: Course, item: Item) -> Item | None:
    """Another draw of the same question; None where every draw has the same prompt and answer."""
    seeds = range(item.seed + TWIN, item.seed + TWIN + TRIES)
    draws = (course.item(item.id, seed) for seed in seeds)
    return next((draw for draw in draws if (draw.prompt, draw.answer) != (item.prompt, item.answer)), None)


def solution(item: Item) -> str:
    """The worked solution as Markdown."""
    steps = "\n".join(f"{number}. {step.text}" for number, step in enumerate(item.steps, 1))
    return f"{steps}\n\n{item.explanation}" if steps else item.explanation
