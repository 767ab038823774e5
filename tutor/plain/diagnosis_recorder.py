"""A diagnosis without the app: brings moves and results to the disk."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from lessons.course import Course
from lessons.outline import PageEntry
from progress.files import SaveError
from progress.record import Record
from progress.state.records import CaseRecord
from tutor.learning.diagnosis_state import SAVED, DiagnosisState, Move, begin, decode, diagnosed, encode, move, replay
from tutor.learning.labels import pages_teaching
from tutor.plain.drafts import Drafts


class DiagnosisRecorder:
    """One diagnosis: its state after the moves so far, which are saved as they are made.

    Args:
        course: The course.
        case: The id of the case.
        record: The learner's record.
        now: The clock.
        seed: The draw; None for the one that was left, or the next.
        again: Whether to begin with the next draw, whatever was left.
    """

    def __init__(
        self,
        course: Course,
        case: str,
        record: Record,
        now: Callable[[], datetime],
        seed: int | None = None,
        again: bool = False,
    ) -> None:
        self.course, self.trouble = course, ""
        self._record, self._drafts, self._key = record, Drafts(record, now), SAVED + case
        text = self._drafts.text(self._key)
        saved = decode(text) if text is not None and not again else None
        following = record.state.cases.get(case, CaseRecord()).plays + 1
        chosen = seed if seed is not None else saved.seed if saved else following
        drawn = course.diagnosis(case, chosen)
        moves = saved.moves if saved is not None and saved.seed == chosen else ()
        self.state: DiagnosisState = replay(drawn, moves) if moves else begin(drawn)

    @property
    def pages(self) -> tuple[PageEntry, ...]:
        """The pages that teach what the case builds on."""
        return pages_teaching(self.course, self.state.case.skills)

    def take(self, given: Move) -> None:
        """Make a move and save it."""
        self.state = move(self.state, given)
        try:
            if self.state.over:
                self._record.append(diagnosed(self.state))
            self._drafts.save(self._key, None if self.state.over else encode(self.state))
            self.trouble = ""
        except SaveError as failed:
            self.trouble = f"Not saved: {failed}."
