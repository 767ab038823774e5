"""What commands printed last, printed again without reading the course or the record, where nothing has changed.

It is a file for each command line, in `cache/answers` of the learner's home, in the form of the kept first screen, and
holds what the text depends on. Reading it imports only what the script has loaded.
"""

from __future__ import annotations

import os
import sys
import time
from typing import TYPE_CHECKING

from ml_math_tutor import first_paint
from tutor.fast import enabled

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

FOLDER = ("cache", "answers")
KEPT = 40  # files; the oldest are deleted first
COMMANDS = (("progress", "show"), ("review", "--due"), ("read",))
"""The commands whose text is kept. What follows these words is part of what it depends on."""

_NEWLINE = "\x1f"  # stands for a line break in the file, whose lines are its fields
_FOREVER = float(1 << 40)


class Place:
    """Where the text of a command line is kept, and what must be the same for it to be printed again."""

    def __init__(self, home: str, words: Sequence[str]) -> None:
        self.home = home
        told = (os.environ.get("COLUMNS"), getattr(sys.stdout, "encoding", None), os.getcwd())
        self.key = first_paint.key_of(home, (*words, told), (0, 0))
        self.path = os.path.join(home, *FOLDER, f"{first_paint.checksum_of(self.key.encode()):x}")


def place_of(words: Sequence[str]) -> Place | None:
    """Where the text of a command line is kept; None for other commands, and for `read` in a terminal."""
    count = _count_options(words)
    command = tuple(words[count:])
    options = first_paint.options_of(words[:count])
    is_kept = any(command[: len(known)] == known for known in COMMANDS)
    if options is None or not is_kept or not first_paint.at_start or not enabled("kept_answers"):
        return None
    if command[0] == "read" and sys.stdout.isatty():
        return None
    home = first_paint.home_of(options[0])
    return Place(home, words) if home is not None else None


def _count_options(words: Sequence[str]) -> int:
    """How many words come before the command."""
    count = 0
    while count < len(words) and words[count].startswith("-"):
        count += 2 if words[count] in first_paint.VALUES else 1
    return count


def answer_again(words: Sequence[str]) -> int | None:
    """Print what a command line printed last, and return its status; None where that may have changed."""
    place = place_of(words)
    if place is None:
        return None
    try:
        with open(place.path, "rb") as file:
            kept = first_paint.decoded(file.read())
        if kept is None or not first_paint.holds(kept, place.key, time.time()):
            return None
    except (OSError, ValueError):
        return None
    sys.stdout.write(kept.text.replace(_NEWLINE, "\n"))
    return int(kept.summary)


def keep(
    text: str,
    status: int,
    course: Path,
    record: Mapping[str, str] | None,
    span: tuple[datetime, datetime] | None,
) -> None:
    """Keep what this command line has printed, unless something it depends on has changed since it began. Blocks.

    Args:
        text: What was printed.
        status: The exit status.
        course: The folder of the course.
        record: The stamps of the record, from before it was read; None where the text does not depend on it.
        span: From when, and until when, the text is the same if nothing changes but the time; None for always.
    """
    place = place_of(sys.argv[1:])
    if place is None or not os.path.isdir(place.home):
        return
    from pathlib import Path

    from tutor.fast.kept_frame import program_files, stamped
    from tutor.fast.line_cache import write_atomic

    program = stamped(program_files(course))
    same = record is None or record_stamps(Path(place.home)) == record
    if not (same and first_paint.unchanged_since_start(program)) or _NEWLINE in text:
        return
    since, until = (one.timestamp() for one in span) if span is not None else (0.0, _FOREVER)
    stamps = {**program, **(record or {})}
    kept = first_paint.Kept(place.key, since, until, "", stamps, str(status), text.replace("\n", _NEWLINE))
    path = Path(place.path)
    try:
        write_atomic(path, kept.encoded())
    except ValueError:  # a name that a line cannot hold
        return
    _delete_oldest(path.parent)


def record_stamps(home: Path) -> dict[str, str]:
    """The stamps of the files of a record."""
    from tutor.fast.kept_frame import record_files, stamped

    return stamped(record_files(home, home))


def _delete_oldest(folder: Path) -> None:
    try:
        files = sorted(folder.iterdir(), key=lambda path: path.stat().st_mtime_ns, reverse=True)
        for path in files[KEPT:]:
            path.unlink()
    except OSError:
        return
