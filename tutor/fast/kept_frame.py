"""The kept first screen: written when the program has ended, painted by the next start before anything is imported.

It is one file, `cache/first_screen` in the learner's home, and holds what the screen depends on besides: the terminal,
the options, the files of the program, of the course and of the record, and the time. `ml_math_tutor.first_paint` reads
it, and paints it only if all of that is as it was.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import msgspec
from msgspec import Struct

from ml_math_tutor import first_paint
from ml_math_tutor.early_keys import Answer
from progress.paths import Paths
from tutor.fast import enabled
from tutor.fast.line_cache import write_atomic
from tutor.learning.home_texts import HomeSummary

OURS = ("ml_math_tutor", "tutor", "lessons", "progress")
SYSTEM = ("/etc/machine-id", "/etc/localtime")
"""Files that tell one machine, and one time zone, from another."""


class FirstScreen(Struct, frozen=True):
    """What a start shows, when the clock was read for it, and until when nothing on it changes by time alone.

    Attributes:
        text: What draws it.
        answers: What the first keys show on it.
    """

    text: str
    answers: tuple[Answer, ...]
    summary: HomeSummary | None
    since: datetime
    until: datetime


def summary_of(painted: first_paint.Painted) -> HomeSummary | None:
    """What Home says on a screen that was painted; None where it was another screen."""
    return msgspec.json.decode(painted.summary, type=HomeSummary) if painted.summary else None


class Start(Struct, frozen=True):
    """A start without a command.

    Attributes:
        home: The learner's folder.
        settings_home: The folder of the settings.
        course: The folder of the course.
        options: The options that its first screen depends on.
        background: What the terminal says of its background; empty where that makes no difference.
    """

    home: Path
    settings_home: Path
    course: Path
    options: tuple[object, ...]
    background: str


def keep(start: Start, size: tuple[int, int], rehearse: Callable[[], FirstScreen | None]) -> None:
    """Keep the screen that the next start in this terminal shows, unless it is kept already. Blocks.

    Args:
        start: The start that it is for.
        size: Columns and rows of the terminal.
        rehearse: Returns the screen, or None where it is not certain.
    """
    if not enabled("kept_frame") or not first_paint.at_start:
        return
    key, path = first_paint.key_of(str(start.home), start.options, size), start.home.joinpath(*first_paint.PLACE)
    if _is_kept(path, key, start.background):
        return
    record = stamped(record_files(start.home, start.settings_home))
    screen = rehearse()
    program = stamped(program_files(start.course))
    # What was loaded may be older than a file that has changed since, and another session may have written meanwhile.
    same = stamped(record_files(start.home, start.settings_home)) == record
    certain = first_paint.unchanged_since_start(program) and same
    if screen is None or not screen.text or not certain:
        path.unlink(missing_ok=True)
        return
    summary = msgspec.json.encode(screen.summary).decode() if screen.summary is not None else ""
    since, until, stamps = screen.since.timestamp(), screen.until.timestamp(), record | program
    kept = first_paint.Kept(key, since, until, start.background, stamps, summary, screen.text, screen.answers)
    try:
        write_atomic(path, kept.encoded())
    except ValueError:  # a name that a line cannot hold
        path.unlink(missing_ok=True)


def _is_kept(path: Path, key: str, background: str) -> bool:
    """Whether the file holds the screen of this start already."""
    try:
        kept = first_paint.decoded(path.read_bytes())
    except (OSError, ValueError):
        return False
    return kept is not None and kept.background == background and first_paint.holds(kept, key, time.time())


def stamped(paths: Iterator[str]) -> dict[str, str]:
    """The stamps of some files and folders, by path."""
    return {path: first_paint.stamp_of(path) for path in paths}


def record_files(home: Path, settings_home: Path) -> Iterator[str]:
    """The files and folders of the learner that what is shown depends on."""
    paths = Paths(home)
    yield str(Paths(settings_home).settings)
    yield str(paths.cache)
    for folder in (paths.journal, paths.drafts):
        yield str(folder)
        if folder.is_dir():
            yield from sorted(str(file) for file in folder.iterdir())
    yield str(Paths(home.with_name("tutor")).journal)  # where the first edition had its record
    yield from SYSTEM


def program_files(course: Path) -> Iterator[str]:
    """The files of the program and of the course, their folders, and what else is installed."""
    folders = set()
    for name, module in list(sys.modules.items()):
        file = getattr(module, "__file__", None)
        top, _, below = name.partition(".")
        if file and (top in OURS or not below):
            yield file
            if top in OURS:
                folders.add(os.path.dirname(file))
    for folder, _, names in os.walk(course):
        if not folder.endswith("__pycache__"):
            folders.add(folder)
            yield from (os.path.join(folder, name) for name in names if not name.endswith((".py", ".pyc")))
    yield from sorted(folders)
    yield from (entry for entry in sys.path if entry.endswith("site-packages"))
