"""A problem of a course."""

from __future__ import annotations

from msgspec import Struct

from lessons.source import CourseError


class Problem(Struct, frozen=True):
    """A problem: file and line (from 1), what is wrong and how to fix it."""

    path: str
    line: int
    text: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.text}"

    @classmethod
    def all_of(cls, error: CourseError) -> tuple[Problem, ...]:
        """The problems of an error: its own and those of its `others`."""
        return tuple(cls(cause.place, cause.line, cause.fault) for cause in (error, *error.others))
