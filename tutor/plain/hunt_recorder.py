"""A fault hunt without the app: runs the probes, and brings moves and results to the disk."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import cached_property

from lessons.course import Course
from lessons.hunting.briefing import Briefing, briefing
from lessons.hunting.cases import Case
from lessons.hunting.outcomes import read
from lessons.hunting.run import Run
from lessons.model.debugging import Reading
from lessons.outline import PageEntry
from progress.files import SaveError
from progress.record import Record
from tutor.learning.hunt_state import (
    SAVED,
    Bought,
    HuntState,
    Move,
    Par,
    begin,
    encode,
    hunted,
    move,
    reopened,
    score_text,
)
from tutor.learning.labels import pages_teaching
from tutor.plain.drafts import Drafts


class HuntRecorder:
    """One hunt: its state after the moves so far, which are saved as they are made. A finished one has its verdict.

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
        played, saved = record.state.hunts.get(case.id), self._drafts.text(SAVED + case.id)
        self.state: HuntState = begin(case) if again else reopened(case, saved, played)

    @property
    def pages(self) -> tuple[PageEntry, ...]:
        """The pages that teach what the fault leans on."""
        return pages_teaching(self.course, self.case.program.faults[self.case.fault].skills)

    @cached_property
    def briefing(self) -> Briefing:
        """What is told before the first probe."""
        return briefing(self.case)

    @property
    def best(self) -> str:
        """The best score so far, in words; empty where there is none."""
        return score_text(self._record.state.hunts.get(self.case.id))

    def restart(self) -> None:
        """Play again from the beginning."""
        self.state = begin(self.case)

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
