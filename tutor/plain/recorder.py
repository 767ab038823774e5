"""What happens at a question, put on record before anything is said of it."""

from __future__ import annotations

from collections.abc import Iterator

from lessons.answers import Verdict
from lessons.course import Course
from lessons.model.page import Item
from progress.events import Answer, Known
from progress.files import SaveFailed
from progress.record import Record
from tutor.learning.attempt import Attempt
from tutor.learning.checklist import newly_cleared


class Recorder:
    """A record that events go to; what could not be saved is said, kept in memory and tried again."""

    def __init__(self, course: Course, record: Record, where: str) -> None:
        self.course, self.record, self.where = course, record, where
        self.trouble = ""

    def keep(self, event: Known) -> None:
        """Bring an event to the disk; `trouble` says why where that failed."""
        try:
            self.record.append(event)
            self.trouble = ""
        except SaveFailed as failed:
            self.trouble = f"Not saved: {failed}. It is kept in memory and tried again with the next answer."

    def answer(self, attempt: Attempt, typed: str, verdict: Verdict, confidence: int | None) -> None:
        """Put an answer on record."""
        item = attempt.item
        self.keep(
            Answer(
                item=item.id,
                seed=item.seed,
                typed=typed,
                verdict=verdict.mark,
                wrong_rule=verdict.wrong_rule,
                understood=verdict.understood,
                feedback=verdict.feedback,
                unaided=attempt.unaided,
                where=self.where,
                format=item.kind,
                confidence=confidence,
            )
        )

    def catch_up(self) -> None:
        """Put on record what a record from before such events has cleared already."""
        for event in newly_cleared(self.course, self.record.state):
            self.keep(event)

    def clearings(self, item: Item) -> Iterator[str]:
        """Lines of the checklist that the evidence now clears, put on record as it is said."""
        if not set(item.skills) & {skill for one in self.course.outline.outcomes for skill in one.skills}:
            return
        titles = {one.id: one.title for one in self.course.outline.outcomes}
        for event in newly_cleared(self.course, self.record.state):
            self.keep(event)
            yield titles[event.outcome]
