"""A fault that an author can mend."""

from __future__ import annotations

from msgspec import Struct

from lessons.source import CourseError


class Problem(Struct, frozen=True):
    """Where it is, and what it is and what to do about it."""

    path: str
    line: int
    text: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.text}"

    @classmethod
    def all_of(cls, error: CourseError) -> tuple[Problem, ...]:
        """The fault of an error, and the others it brings along."""
        return tuple(cls(one.place, one.line, one.fault) for one in (error, *error.others))
