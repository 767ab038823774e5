"""The learner's program files of the exercises: starting, reading, saving, resetting and checking them on disk."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from lessons.course import Course
from lessons.reading.exercise import Task
from progress.events import Checked, Repaired
from progress.files import DISK, SaveError, reason, replace_file
from progress.paths import Paths, ensure_folder
from progress.state.state import State
from tutor.learning.page_progress import Status, case_standing, exercise_standing

if TYPE_CHECKING:
    from lessons.grading import Judgement
    from lessons.grading.model import Probe
    from lessons.sandbox import Run

LONGEST = 1_000_000
"""How many bytes of a file are read; a longer file counts as unreadable."""

SHOWN = "shown"
"""The text of the draft that says which help was taken, once the solution was shown; its cursor counts the hints."""

LOOK = 0.1
"""Seconds between two looks at a file that is watched."""

Stamp = tuple[int, int]
"""When a file was last written, in nanoseconds since 1970, and its length in bytes."""


class Dependencies(Struct, frozen=True):
    """The exercises whose functions a program uses, by whether they are the learner's `own` or `solutions`."""

    own: tuple[str, ...] = ()
    solutions: tuple[str, ...] = ()

    @property
    def said(self) -> str:
        """A sentence on whose functions are used, as Markdown; empty where there are none."""
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
    """The folder of the learner's program files in a home."""

    def __init__(self, home: Path) -> None:
        self.folder = Paths(home).exercises

    def path(self, task: Task) -> Path:
        """The path of an exercise's file."""
        return self.folder / task.file

    def stamp(self, task: Task) -> Stamp | None:
        """The stamp of the file; None where there is no file."""
        try:
            status = self.path(task).stat()
        except OSError:
            return None
        return status.st_mtime_ns, status.st_size

    def bytes(self, task: Task) -> bytes | None:
        """The bytes of the file; None where there is no file. Raises OSError."""
        try:
            with self.path(task).open("rb") as file:
                return file.read(LONGEST + 1)
        except FileNotFoundError:
            return None

    def text(self, task: Task) -> str | None:
        """The text of the file; None where there is no file, or none that can be read as UTF-8."""
        try:
            data = self.bytes(task)
            if data is None or len(data) > LONGEST:
                return None
            return data.decode("utf-8").replace("\r\n", "\n")
        except (OSError, UnicodeDecodeError):
            return None

    def look(self, task: Task) -> tuple[Stamp | None, str | None]:
        """The stamp and the text of the file."""
        return self.stamp(task), self.text(task)

    def start(self, task: Task) -> tuple[Path, bool]:
        """Write the starter where there is no file; its path, and whether it was written. Raises SaveError."""
        path = self.path(task)
        if path.exists():
            return path, False
        self.save(task, task.starter)
        return path, True

    def save(self, task: Task, text: str) -> None:
        """Replace the file with a text. Raises SaveError."""
        ensure_folder(self.folder)
        data = text.encode("utf-8", "replace")
        replace_file(DISK, self.path(task), [data if data.endswith(b"\n") else data + b"\n"])

    def reset(self, task: Task) -> Path | None:
        """Replace the file with the starter; the path of the renamed old file, if any. Raises SaveError."""
        path = self.path(task)
        renamed = self.set_aside(task) if path.exists() else None
        self.save(task, task.starter)
        return renamed

    def keep(self, task: Task, text: str) -> Path:
        """Save a text beside the file, under its name with the next free number. Raises SaveError."""
        copy = _free(self.path(task))
        ensure_folder(self.folder)
        replace_file(DISK, copy, [text.encode("utf-8", "replace")])
        return copy

    def set_aside(self, task: Task) -> Path:
        """Rename the file to its name with the next free number; the new path. Raises SaveError."""
        path = self.path(task)
        free = _free(path)
        try:
            path.rename(free)
        except OSError as error:
            raise SaveError(free, reason(error)) from error
        return free

    def beside(self, task: Task, course: Course, state: State) -> tuple[Mapping[str, str], Dependencies]:
        """The modules that an exercise imports: the learner's own where they passed their check, else the solutions."""
        own: dict[str, str] = {}
        for exercise in task.solutions:
            record = state.exercises.get(exercise)
            text = self.text(course.exercise(exercise)) if record and record.passed_t else None
            if text is not None:
                own[exercise] = text
        dependencies = Dependencies(tuple(own), tuple(name for name in task.solutions if name not in own))
        return task.modules(own), dependencies


def help_key(task: Task) -> str:
    """The name of the draft that says which help was taken."""
    return f"{task.key} help"


def standing(task: Task, state: State, begun: bool = False) -> Status:
    """The status of a program: new, begun or done; `begun` says that there is a file."""
    return (case_standing if task.is_repair else exercise_standing)(state, task.id, begun)


def was_checked(task: Task, state: State) -> bool:
    """Whether the program was ever checked."""
    return task.id in (state.cases if task.is_repair else state.exercises)


def checked(task: Task, judgement: Judgement, hints: int = 0, shown: bool = False) -> Checked | Repaired:
    """The event of a check, after so many hints, and the solution if it was shown."""
    if task.is_repair:
        return Repaired(repair=task.id, passed=judgement.passed, rules=judgement.rules, hints=hints, shown=shown)
    return Checked(exercise=task.id, passed=judgement.passed, rules=judgement.rules, hints=hints, shown=shown)


def note_on(task: Task, judgement: Judgement, dependencies: Dependencies) -> str:
    """What is said below the result of a check: whose functions it used, or what a repair teaches. Markdown."""
    return dependencies.said or (task.closing if judgement.passed else "")


def _free(path: Path) -> Path:
    """The path with the first number appended that no file has."""
    number = 1
    while path.with_name(f"{path.name}.{number}").exists():
        number += 1
    return path.with_name(f"{path.name}.{number}")


def begin(task: Task, source: str | bytes, beside: Mapping[str, str], probes: tuple[Probe, ...] = ()) -> Run:
    """Start the check of a program, or only the given probes; `wait` for it off the event loop."""
    from lessons.sandbox import start

    calls = tuple(probe.call for probe in probes) or task.check.calls
    program = source + task.harness if isinstance(source, str) else source + task.harness.encode()
    return start(program, calls, name=task.file, modules=beside)


def saves(stamp: Callable[[], object], pause: Callable[[float], None] = time.sleep) -> Iterator[None]:
    """Now and after each save of a file, once it is written whole. It may be missing while an editor replaces it."""
    before = None
    while True:
        found = stamp()
        pause(LOOK)
        if found is not None and found != before and stamp() == found:
            before = found
            yield
