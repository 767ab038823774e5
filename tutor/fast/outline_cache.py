"""The disk cache of the outline, and of what each page teaches: with it, Home reads neither TOML nor a page.

It is one file, in `cache` of the learner's home. It notes when each file it was read from was last changed, and is
ignored once one of them differs.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

import msgspec

import lessons
import tutor
from lessons.course import Course
from lessons.outline import Outline
from lessons.source import PLACE, CourseError, Source
from tutor.fast import enabled
from tutor.fast.item_cache import ItemCache
from tutor.fast.page_cache import PageCache

READERS = ("outline.py", "source.py", "reading/front_matter.py")
"""The modules that decide what is read from the files."""


class _File(msgspec.Struct, frozen=True, array_like=True):
    """The content of the cache file.

    Attributes:
        version: The version of the program that wrote it.
        stamps: By path, the time of the last change in nanoseconds and the size of each file it depends on.
        outline: The outline.
        teaches: By page id, the skills it teaches.
    """

    version: str
    stamps: dict[str, tuple[int, int]]
    outline: Outline
    teaches: dict[str, tuple[str, ...]]


def cached_course(home: Path, source: Source) -> Course:
    """The course of a source, with its outline, pages and items from the disk where they are cached."""
    path, pages, items = home / "cache" / "outline.json", PageCache(home), ItemCache(home, source)
    if not enabled("outline_cache"):
        return Course(source, page_store=pages, entry_store=items)
    with suppress(OSError, ValueError, RecursionError):
        file = msgspec.json.decode(path.read_bytes(), type=_File)
        wanted = str(source.root / PLACE)
        if file.version == tutor.__version__ and wanted in file.stamps and file.stamps == _stamps(file.stamps):
            return Course(source, file.outline, pages, file.teaches, items)
    course = Course(source, page_store=pages, entry_store=items)
    with suppress(OSError, CourseError):  # a faulty course is reported where it is read first
        _write(path, course)
    return course


def _write(path: Path, course: Course) -> None:
    from tutor.fast.line_cache import write_atomic

    root, readers = course.source.root, Path(str(lessons.__file__)).parent
    files = (root / PLACE, *(root.joinpath(*page.path) for page in course.outline.pages))
    stamps = _stamps([str(file) for file in (*files, *(readers / name for name in READERS))])
    file = _File(tutor.__version__, stamps, course.outline, dict(course.teaches))
    write_atomic(path, msgspec.json.encode(file))


def _stamps(paths: list[str] | dict[str, tuple[int, int]]) -> dict[str, tuple[int, int]]:
    return {path: ((status := os.stat(path)).st_mtime_ns, status.st_size) for path in paths}
