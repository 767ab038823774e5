"""Pages as they were read last, a file each: what reads Markdown is slow to load."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

import lessons
from lessons.outline import PageEntry
from tutor.fast.cache_file import FOLDER, code_stamp, digest, write_atomic

if TYPE_CHECKING:  # Home needs no page
    from lessons.model.page import Page


class _File(msgspec.Struct, frozen=True, array_like=True):
    """What the page was read by and from, and the page."""

    code_stamp: str
    source: str
    page: msgspec.Raw


class PageCache:
    """The shelf of a course, in a learner's home."""

    def __init__(self, home: Path) -> None:
        self._folder = home / FOLDER / "pages"

    def page(self, entry: PageEntry, text: str) -> Page | None:
        from lessons.model.page import Page

        try:
            found = msgspec.json.decode(self._path(entry).read_bytes(), type=_File)
            if (found.code_stamp, found.source) != (self._stamp, digest(entry, text)):
                return None
            return msgspec.json.decode(found.page, type=Page)
        except (OSError, ValueError, RecursionError):
            return None

    def keep(self, entry: PageEntry, text: str, page: Page) -> None:
        raw = msgspec.Raw(msgspec.json.encode(page))
        write_atomic(self._path(entry), msgspec.json.encode(_File(self._stamp, digest(entry, text), raw)))

    def _path(self, entry: PageEntry) -> Path:
        return self._folder / f"{entry.id}.json"

    @cached_property
    def _stamp(self) -> str:
        here = Path(lessons.__file__).parent
        makers = [*here.glob("*.py"), *here.glob("model/*.py"), *here.glob("reading/*.py")]
        return code_stamp(makers, ["markdown_it", "mdit_py_plugins"])
