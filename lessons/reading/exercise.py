"""An exercise: what is done by hand, the file to write, its solution, and the check."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from msgspec import Struct

from lessons.source import CourseError, Source

if TYPE_CHECKING:
    from lessons.grading import Check, Judgement
    from lessons.outline import Exercise
    from lessons.sandbox import Report

PREFIX = "exercise."  # before an exercise's id where it stands among others
TODO = "TODO"


class Task(Struct, frozen=True):
    """An exercise with its files. `solutions` are those of the exercises it builds on, by their ids."""

    entry: Exercise
    starter: str
    solution: str
    check: Check
    place: str
    solutions: Mapping[str, str]

    @property
    def id(self) -> str:
        return self.entry.id

    @property
    def file(self) -> str:
        """The name of the learner's file."""
        return f"{self.entry.id}.py"

    @property
    def items(self) -> tuple[str, ...]:
        """Its questions: those before the code, then those after it."""
        return (*self.entry.hand, *self.entry.after)

    def untouched(self, text: str) -> bool:
        """Whether a file is still the starter, but for blanks."""
        return text.split() == self.starter.split()

    @property
    def todo(self) -> int:
        """The line of the first thing to do in the starter."""
        lines = self.starter.split("\n")
        return next((number for number, line in enumerate(lines, 1) if TODO in line), 1)

    def beside(self, own: Mapping[str, str]) -> dict[str, str]:
        """The files that the program may import: the learner's own where there are any, else the solutions."""
        return {f"{id}.py": own.get(id, solution) for id, solution in self.solutions.items()}

    def judged(self, report: Report, text: str) -> Judgement:
        """What the run of a file showed."""
        from lessons.grading import judged

        return judged(self.check, report, self.todo if self.untouched(text) else None)


def read_task(source: Source, entry: Exercise, entries: Mapping[str, Exercise]) -> Task:
    """The exercise with its files. CourseError names the first fault."""
    from lessons.grading import Check

    check, place = read_check(source, entry), f"{entry.rung}/exercises/{entry.id}.py"
    if not isinstance(check, Check):
        raise CourseError(
            place.replace(".py", "_check.py"), 1, "CHECK is missing; say what is called: CHECK = Check(...)"
        )
    unknown = [id for id in check.beside if id not in entries]
    if unknown:
        raise CourseError(place.replace(".py", "_check.py"), 1, f"beside names {unknown[0]}, which is no exercise")
    return Task(
        entry=entry,
        starter=source.text(entry.rung, "exercises", f"{entry.id}.py"),
        solution=source.text(entry.rung, "exercises", f"{entry.id}_solution.py"),
        check=check,
        place=place,
        solutions={id: source.text(entries[id].rung, "exercises", f"{id}_solution.py") for id in check.beside},
    )


def read_check(source: Source, entry: Exercise) -> object:
    """What the check module of an exercise declares; None where it declares nothing."""
    module = source.module(entry.rung, f"exercises/{entry.id}_check")
    if module is None:
        place = f"{entry.rung}/exercises/{entry.id}_check.py"
        raise CourseError(place, 1, "the file is missing; write it, or take the exercise out of course.toml")
    return getattr(module, "CHECK", None)
