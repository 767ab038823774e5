"""What the commands share: global options, JSON output, one-line errors.

Nothing here imports click, which opening the app does not need.
"""

from __future__ import annotations

import os
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct

if TYPE_CHECKING:
    from lessons.course import Course
    from lessons.source import Source


class CannotOpenError(Exception):
    """The app cannot be opened here; the message says what can be done instead."""


class Options(Struct, frozen=True):
    """The options given before the command."""

    home: Path | None = None
    ascii_only: bool = False
    theme: str | None = None
    no_mouse: bool = False
    blocks: bool = False
    course_name: str | None = None
    """A course's folder, or the name of an installed pack; None for the course that ships."""

    def drawn(self, text: str) -> str:
        """Return a text to print, with its figures in blocks if that is wanted."""
        if not self.blocks:
            return text
        from tutor.rendering.quadrants import BLOCKS

        return text.translate(BLOCKS)

    def own_dir(self) -> Path:
        """The learner's folder: `--home`, else TUTOR_HOME, else the platform's data folder."""
        from progress.paths import home_dir

        return home_dir(str(self.home) if self.home else None, os.environ)

    def home_dir(self) -> Path:
        """The folder of the record: the learner's, or one in it for a course other than the one that ships.

        Raises:
            CourseError: the course cannot be read.
            ValueError: there is no such course.
        """
        if self.course_name is None:
            return self.own_dir()
        from progress.paths import course_home

        return course_home(self.own_dir(), self.course().outline.id)

    def source(self) -> Source:
        """The files of the course. Raises ValueError where there is no such course."""
        return _source(self.course_name)

    def course(self) -> Course:
        """The course, read when its parts are first used. Raises ValueError where there is no such course."""
        from lessons.course import Course

        return Course(self.source())

    def cached_course(self) -> Course:
        """The course, with what the learner's home has of it. Raises ValueError where there is no such course."""
        from tutor.fast.outline_cache import cached_course

        home = self.home_dir()
        return cached_course(home, self.source()) if home.is_dir() else self.course()

    def plain_characters(self) -> bool:
        """Whether output is limited to ASCII, by option or by the encoding of stdout."""
        encoding = (getattr(sys.stdout, "encoding", None) or "ascii").lower().replace("-", "")
        return self.ascii_only or encoding not in ("utf8", "utf16", "utf32")


@cache
def _source(name: str | None) -> Source:
    """The files of a course by its name, found once."""
    from lessons.source import Source

    return Source.installed() if name is None else Source.named(name)


def print_json(value: object) -> None:
    """Print one JSON document to stdout."""
    import json

    print(json.dumps(value, ensure_ascii=False, indent=2))


def failure(error: Exception) -> int:
    """Print an error in one line and return the exit status; an unexpected one leaves its traceback in a file."""
    from lessons.course import UnknownIdError
    from lessons.source import CourseError
    from progress.files import SaveError

    if isinstance(error, UnknownIdError):
        print(f"tutor: {error}", file=sys.stderr)
        return 2
    if isinstance(error, SaveError):
        print(f"tutor: not saved: {error}", file=sys.stderr)
        return 1
    if isinstance(error, CannotOpenError | CourseError | ValueError | OSError) and not isinstance(error, UnicodeError):
        print(f"tutor: {_said(error)}", file=sys.stderr)
        return 1
    print(f"tutor: something unforeseen: {error!r}. {_keep_traceback(error)}", file=sys.stderr)
    return 1


def _said(error: Exception) -> str:
    """An error in words, without the number that the system gives it."""
    if isinstance(error, OSError) and error.strerror and error.filename is not None:
        return f"{error.filename}: {error.strerror}"
    return str(error)


def _keep_traceback(error: Exception) -> str:
    import tempfile
    import traceback

    text = "".join(traceback.format_exception(error))
    with tempfile.NamedTemporaryFile("w", prefix="tutor-crash-", suffix=".txt", delete=False, encoding="utf-8") as file:
        file.write(text)
    return f"The details are in {file.name}."


JsonObject = dict[str, Any]
