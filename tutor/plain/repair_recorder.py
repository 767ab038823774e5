"""A repair without the app: the learner's file, its checks, and the help that was taken."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from lessons.course import Course
from lessons.grading import Judgement
from lessons.outline import PageEntry
from lessons.reading.repair import Repair
from lessons.sandbox import Report
from progress.files import SaveError
from progress.record import Record
from tutor.learning.exercise_files import SHOWN, ExerciseFiles, begin, checked, help_key
from tutor.learning.labels import pages_teaching
from tutor.plain.drafts import Drafts


class RepairRecorder:
    """One program to repair; its file is written where there is none.

    Args:
        course: The course.
        repair: The program to repair.
        record: The learner's record.
        now: The clock.
    """

    def __init__(self, course: Course, repair: Repair, record: Record, now: Callable[[], datetime]) -> None:
        self.course, self.repair, self.task, self.trouble = course, repair, repair.task, ""
        self._record, self._drafts = record, Drafts(record, now)
        self._files = ExerciseFiles(record.paths.home)
        taken = self._drafts.of(help_key(self.task))
        self.hints, self.shown = (taken.cursor, taken.text == SHOWN) if taken else (0, False)
        self.judgement: Judgement | None = None
        """The result of the latest check."""
        self.checks = 0

    @property
    def pages(self) -> tuple[PageEntry, ...]:
        """The pages that teach what the repair builds on."""
        return pages_teaching(self.course, self.repair.skills)

    @property
    def path(self) -> Path:
        """The path of the learner's file."""
        return self._files.path(self.task)

    def start(self) -> bool:
        """Write the file where there is none; whether it was written. Raises SaveError."""
        return self._files.start(self.task)[1]

    @property
    def first_try(self) -> bool:
        """Whether the program passed at its very first check, without help."""
        record = self._record.state.cases.get(self.task.id)
        return record is not None and record.plays == 1 and record.clean_t is not None

    def check(self, source: bytes | None = None) -> tuple[Judgement, Report] | None:
        """Check a program, else the learner's file, and record the result; None where there is no file."""
        source = self._files.bytes(self.task) if source is None else source
        if source is None:
            return None
        report = begin(self.task, source, {}).wait()
        assert report is not None
        self.judgement = self.task.judged(report, source.decode("utf-8", "replace"))
        self.checks += 1
        self._saving(lambda: self._record.append(checked(self.task, self._judged, self.hints, self.shown)))
        return self.judgement, report

    @property
    def _judged(self) -> Judgement:
        assert self.judgement is not None
        return self.judgement

    def hint(self) -> str | None:
        """The next hint, as Markdown; None where there is none left."""
        hints = self.task.entry.hints
        if self.hints >= len(hints):
            return None
        self._note_help(self.hints + 1, self.shown)
        return hints[self.hints - 1]

    def solution(self) -> str:
        """A right program; from now on no check counts for the skills."""
        self._note_help(self.hints, True)
        return self.task.solution

    def _note_help(self, hints: int, shown: bool) -> None:
        self.hints, self.shown = hints, shown
        self._saving(lambda: self._drafts.save(help_key(self.task), SHOWN if shown else "", hints))

    def _saving(self, save: Callable[[], object]) -> None:
        try:
            save()
            self.trouble = ""
        except SaveError as failed:
            self.trouble = f"Not saved: {failed}."
