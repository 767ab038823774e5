"""A fault hunt without the app: runs the probes, and brings moves and results to the disk."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from lessons.course import Course
from lessons.hunting.cases import Case
from lessons.hunting.outcomes import read
from lessons.hunting.run import Run
from lessons.model.debugging import Reading
from lessons.outline import PageEntry
from progress.files import SaveError
from progress.record import Record
from tutor.learning.hunt_state import SAVED, Bought, HuntState, Move, Par, begin, encode, hunted, move, replay
from tutor.learning.labels import pages_teaching
from tutor.plain.drafts import Drafts


class HuntRecorder:
    """One hunt: its state after the moves so far, which are saved as they are made.

    Args:
        course: The course.
        case: The hunt.
        record: The learner's record.
        now: The clock.
        again: Whether to begin again, whatever was left.
    """

    def __init__(
        self, course: Course, case: Case, record: Record, now: Callable[[], datetime], again: bool = False
    ) -> None:
        self.course, self.case, self.par, self.trouble = course, case, Par(case), ""
        self._record, self._drafts = record, Drafts(record, now)
        self._run = Run(case.program, case.fault, case.seed)
        saved = self._drafts.text(SAVED + case.id)
        self.state: HuntState = begin(case) if again or saved is None else replay(case, saved)

    @property
    def pages(self) -> tuple[PageEntry, ...]:
        """The pages that teach what the fault builds on."""
        return pages_teaching(self.course, self.case.program.faults[self.case.fault].skills)

    def buy(self, probe: str) -> Reading:
        """Buy a probe and return what it shows. Raises RefusedError."""
        move(self.state, Bought(probe, ""))  # refused before anything runs
        reading = self.reading(probe)
        self.take(Bought(probe, reading.outcome, reading.summary))
        return reading

    def reading(self, probe: str) -> Reading:
        """What a probe shows."""
        return read(self.case.program, probe, self._run)

    def take(self, given: Move) -> None:
        """Make a move and save it. Raises RefusedError."""
        self.state = move(self.state, given)
        try:
            if self.state.over:
                self._record.append(hunted(self.state, self.par.cost))
            self._drafts.save(SAVED + self.case.id, None if self.state.over else encode(self.state))
            self.trouble = ""
        except SaveError as failed:
            self.trouble = f"Not saved: {failed}."
