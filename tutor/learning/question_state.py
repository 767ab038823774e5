"""One question of a page as it stands, between the moments at which a widget works at it. Pure."""

from __future__ import annotations

from msgspec import Struct

from lessons.course import Course
from lessons.model.page import Item
from progress.resume import Draft
from tutor.learning import attempt as attempts
from tutor.learning.attempt import Attempt
from tutor.learning.own_words import asks_own_words
from tutor.learning.question_draft import QuestionDraft
from tutor.learning.worksheet import Sheet, sheet


class QuestionState(Struct, frozen=True):
    """An attempt, what its answer box holds, and what was said about it.

    Attributes:
        cursor: The cursor in the answer box; None where the box decides.
        marked: Whether the box points at the wrong entries of the last answer.
        sure: How sure the learner is, in percent, as said before the answer.
        words: The learner's own words of an explanation.
        stage: How far an explanation has come: build, write, tick or done.
        ticked: The names of the lines of the rubric that were ticked.
        sheet: The worksheet, where it is open; `step` is half typed into its next cell.
        solved: How often the question was answered right without help; fewer steps are given then.
    """

    attempt: Attempt
    draft: str = ""
    cursor: int | None = None
    disputed: bool = False
    nothing_typed: bool = False
    marked: bool = False
    sure: int | None = None
    words: str = ""
    stage: str = ""
    ticked: frozenset[str] = frozenset()
    sheet: Sheet | None = None
    step: Draft = Draft("")
    solved: int = 0

    @property
    def item(self) -> Item:
        """The question."""
        return self.attempt.item

    @property
    def writes(self) -> bool:
        """Whether the learner's own words are asked for now."""
        return asks_own_words(self.item) and self.stage in ("", "write") and not self.attempt.words

    @property
    def standing(self) -> str:
        """The status: open, wrong, right or shown."""
        return self.attempt.standing

    @property
    def settled(self) -> bool:
        """Whether nothing is left to do."""
        return self.standing in ("right", "shown")


def question_state(course: Course, item: Item, standing: str, draft: QuestionDraft, solved: int = 0) -> QuestionState:
    """A question as the record and the learner's drafts have it.

    Args:
        course: The course of the item.
        item: The question, with its numbers drawn.
        standing: `right`, `shown`, or nothing, as the record has it.
        draft: What the learner left half done.
        solved: How often it was answered right without help.
    """
    attempt = Attempt.on_record(item, standing).worded(draft.said)
    text, cursor = (draft.answer.text, draft.answer.cursor) if draft.answer else ("", None)
    if attempt.over:
        text = text or (item.answer if standing == "right" else "")
        return QuestionState(attempt, text, cursor, words=draft.words, solved=solved)
    attempt = attempts.restore(attempt, draft, course)
    blank = sheet(item, solved) if draft.steps is not None else None
    steps = blank.refilled(draft.steps or "") if blank is not None else None
    return QuestionState(
        attempt, text, cursor, words=draft.words, sheet=steps, step=draft.step if steps else Draft(""), solved=solved
    )
