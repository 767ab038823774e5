"""An exercise with its files: starter, solution and check."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from msgspec import Struct

from lessons.model.repair import PREFIX as REPAIR
from lessons.source import CourseError, Source

if TYPE_CHECKING:
    from lessons.grading import Check, Judgement
    from lessons.outline import Exercise
    from lessons.sandbox import Report

PREFIX = "exercise."  # of an exercise's id where ids of other kinds can occur too
TODO = "TODO"


class Task(Struct, frozen=True):
    """An exercise with its files; `solutions` are the solutions of the exercises it builds on, by id."""

    entry: Exercise
    starter: str
    solution: str
    check: Check
    place: str
    solutions: Mapping[str, str]
    harness: str = ""
    """Functions that the check calls, run below the learner's program in the same file."""
    closing: str = ""
    """What it teaches, as Markdown; said once the program passes."""

    @property
    def id(self) -> str:
        """The exercise's id, without `exercise.`; that of a program to repair as it is."""
        return self.entry.id

    @property
    def key(self) -> str:
        """The id where ids of other kinds can occur too."""
        return self.id if self.is_repair else f"{PREFIX}{self.id}"

    @property
    def is_repair(self) -> bool:
        """Whether it is a program to repair: its starter does something, and does it wrong."""
        return self.id.startswith(REPAIR)

    @property
    def file(self) -> str:
        """The name of the learner's file."""
        return f"{self.entry.id.replace('.', '_').replace('-', '_')}.py"

    @property
    def items(self) -> tuple[str, ...]:
        """The ids of its items: those before the code, then those after it."""
        return (*self.entry.hand, *self.entry.after)

    def untouched(self, text: str) -> bool:
        """Whether a file equals the starter, white space aside."""
        return text.split() == self.starter.split()

    @property
    def todo(self) -> int:
        """The number of the starter's first line with a TODO, from 1."""
        lines = self.starter.split("\n")
        return next((number for number, line in enumerate(lines, 1) if TODO in line), 1)

    def modules(self, own_files: Mapping[str, str]) -> dict[str, str]:
        """The files that the program may import, by name: the learner's own where they exist, else the solutions."""
        return {
            f"{exercise_id}.py": own_files.get(exercise_id, solution)
            for exercise_id, solution in self.solutions.items()
        }

    def judged(self, report: Report, text: str) -> Judgement:
        """The judgement of a run of the file `text`."""
        from lessons.grading import judged, unrepaired, within

        untouched = self.untouched(text)
        if not self.is_repair:
            return judged(self.check, report, self.todo if untouched else None)
        judgement = within(judged(self.check, report), text.count("\n") + 1)
        return unrepaired(judgement) if untouched else judgement


def read_task(source: Source, entry: Exercise, entries: Mapping[str, Exercise]) -> Task:
    """Read an exercise's files. Raises CourseError for the first fault."""
    from lessons.grading import Check

    check, place = read_check(source, entry), f"{entry.rung}/exercises/{entry.id}.py"
    if not isinstance(check, Check):
        raise CourseError(
            place.replace(".py", "_check.py"), 1, "CHECK is missing; say what is called: CHECK = Check(...)"
        )
    unknown = [exercise_id for exercise_id in check.builds_on if exercise_id not in entries]
    if unknown:
        raise CourseError(place.replace(".py", "_check.py"), 1, f"builds_on names {unknown[0]}, which is no exercise")
    return Task(
        entry=entry,
        starter=source.text(entry.rung, "exercises", f"{entry.id}.py"),
        solution=source.text(entry.rung, "exercises", f"{entry.id}_solution.py"),
        check=check,
        place=place,
        solutions={
            exercise_id: source.text(entries[exercise_id].rung, "exercises", f"{exercise_id}_solution.py")
            for exercise_id in check.builds_on
        },
    )


def read_check(source: Source, entry: Exercise) -> object:
    """The `CHECK` of an exercise's check module, unchecked; None where it is missing. Raises CourseError."""
    module = source.module(entry.rung, f"exercises/{entry.id}_check")
    if module is None:
        place = f"{entry.rung}/exercises/{entry.id}_check.py"
        raise CourseError(place, 1, "the file is missing; write it, or take the exercise out of course.toml")
    return getattr(module, "CHECK", None)
