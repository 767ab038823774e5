"""The learner's files of the exercises: started, read, saved, begun anew, checked. Effects on the disk live here."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from lessons.course import Course
from lessons.reading.exercise import Task
from progress.files import DISK, SaveFailed, reason, replace_file
from progress.paths import Paths, ensure_folder
from progress.state.state import State

if TYPE_CHECKING:
    from lessons.grading.model import Probe
    from lessons.sandbox import Run

LONGEST = 1_000_000  # bytes of a file that is read; no program of an exercise is as long

Stamp = tuple[int, int]  # when a file was last written, and how long it is


class Dependencies(Struct, frozen=True):
    """What an exercise builds on: whose functions it is given."""

    own: tuple[str, ...] = ()
    solutions: tuple[str, ...] = ()

    @property
    def said(self) -> str:
        """Which functions are the learner's own, as Markdown; empty where the exercise builds on none."""
        parts = []
        if self.own:
            parts.append(f"It runs on your own {_listed(self.own)}.")
        if self.solutions:
            verb = "is" if len(self.solutions) == 1 else "are"
            parts.append(
                f"{_listed(self.solutions)} {verb} lent to you from the solution until yours pass their check."
            )
        return " ".join(parts)


def _listed(names: tuple[str, ...]) -> str:
    return " and ".join(f"`{name}`" for name in names)


class ExerciseFiles:
    """The folder with the learner's files."""

    def __init__(self, home: Path) -> None:
        self.folder = Paths(home).exercises

    def path(self, task: Task) -> Path:
        return self.folder / task.file

    def stamp(self, task: Task) -> Stamp | None:
        """When the file was last written, and its length; None where there is none."""
        try:
            found = self.path(task).stat()
        except OSError:
            return None
        return found.st_mtime_ns, found.st_size

    def bytes(self, task: Task) -> bytes | None:
        """The file as it is; None where there is none. OSError when it cannot be read."""
        try:
            with self.path(task).open("rb") as file:
                return file.read(LONGEST + 1)
        except FileNotFoundError:
            return None

    def text(self, task: Task) -> str | None:
        """The file as text; None where there is none, or it is no text: not UTF-8, or without end."""
        try:
            found = self.bytes(task)
            if found is None or len(found) > LONGEST:
                return None
            return found.decode("utf-8").replace("\r\n", "\n")
        except (OSError, UnicodeDecodeError):
            return None

    def look(self, task: Task) -> tuple[Stamp | None, str | None]:
        """When the file was last written and its length, and its text; each None as `stamp` and `text` say."""
        return self.stamp(task), self.text(task)

    def start(self, task: Task) -> tuple[Path, bool]:
        """Write the starter where there is no file yet; whether it was written. SaveFailed."""
        path = self.path(task)
        if path.exists():
            return path, False
        self.save(task, task.starter)
        return path, True

    def save(self, task: Task, text: str) -> None:
        """Put a text in the place of the file. SaveFailed."""
        ensure_folder(self.folder)
        data = text.encode("utf-8", "replace")
        replace_file(DISK, self.path(task), [data if data.endswith(b"\n") else data + b"\n"])

    def reset(self, task: Task) -> Path | None:
        """Begin anew with the starter; where the old file is kept, None where there was none. SaveFailed."""
        path = self.path(task)
        kept = self.set_aside(task) if path.exists() else None
        self.save(task, task.starter)
        return kept

    def keep(self, task: Task, text: str) -> Path:
        """Put a text beside the file, under the next free number. SaveFailed."""
        kept = _free(self.path(task))
        ensure_folder(self.folder)
        replace_file(DISK, kept, [text.encode("utf-8", "replace")])
        return kept

    def set_aside(self, task: Task) -> Path:
        """Rename the file, so that it is kept under the next free number. SaveFailed."""
        path = self.path(task)
        kept = _free(path)
        try:
            path.rename(kept)
        except OSError as error:
            raise SaveFailed(kept, reason(error)) from error
        return kept

    def beside(self, task: Task, course: Course, state: State) -> tuple[Mapping[str, str], Dependencies]:
        """The files that an exercise builds on: the learner's own where they passed their check, else the solutions."""
        own: dict[str, str] = {}
        for id in task.solutions:
            record = state.exercises.get(id)
            text = self.text(course.exercise(id)) if record and record.passed_t else None
            if text is not None:
                own[id] = text
        lent = Dependencies(tuple(own), tuple(id for id in task.solutions if id not in own))
        return task.beside(own), lent


def _free(path: Path) -> Path:
    """The file's name with the next free number behind it."""
    number = 1
    while path.with_name(f"{path.name}.{number}").exists():
        number += 1
    return path.with_name(f"{path.name}.{number}")


def begin(task: Task, source: str | bytes, beside: Mapping[str, str], probes: tuple[Probe, ...] = ()) -> Run:
    """Start the check of a file, or the probes of a knob alone; `wait` on it away from the event loop."""
    from lessons.sandbox import start

    calls = tuple(one.call for one in probes) or task.check.calls
    return start(source, calls, name=task.file, beside=beside)
