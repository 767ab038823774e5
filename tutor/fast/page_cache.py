"""The disk cache of pages as they were read: with it, a resumed page loads no Markdown parser.

It is one file per page, in `cache/pages` of the learner's home. A damaged file, or one that another version of the
program or another text of the page wrote, is ignored.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from tutor.fast import enabled

if TYPE_CHECKING:
    from lessons.model.page import Page
    from lessons.outline import PageEntry


class _File(msgspec.Struct, frozen=True, array_like=True):
    """The content of a cache file: the stamp of the code that wrote it, a hash of the page's text, and the page."""

    code_stamp: str
    text_hash: str
    page: msgspec.Raw


class PageCache:
    """The pages of a course, on disk. New ones are in memory until `save`."""

    def __init__(self, home: Path) -> None:
        self._folder = home / "cache" / "pages"
        self._unsaved: dict[str, tuple[str, Page]] = {}

    def page(self, entry: PageEntry, text: str) -> Page | None:
        """The cached page of this text; None where there is none."""
        if not enabled("page_cache"):
            return None
        from lessons.model.page import Page
        from tutor.fast.line_cache import code_stamp, digest

        try:
            file = msgspec.json.decode(self._path(entry.id).read_bytes(), type=_File)
            if file.code_stamp == code_stamp() and file.text_hash == digest(entry, text):
                return msgspec.json.decode(file.page, type=Page)
        except (OSError, ValueError, RecursionError):
            pass
        return None

    def keep(self, entry: PageEntry, text: str, page: Page) -> None:
        """Add a page that was read from this text; `save` writes it to disk."""
        if enabled("page_cache"):
            from tutor.fast.line_cache import digest

            self._unsaved[entry.id] = digest(entry, text), page

    def save(self) -> None:
        """Write new pages to disk; a failure is ignored. Blocks."""
        from tutor.fast.line_cache import code_stamp, write_atomic

        new, self._unsaved = self._unsaved, {}
        if new and (stamp := code_stamp()) is not None:
            for page_id, (text_hash, page) in new.items():
                file = _File(stamp, text_hash, msgspec.Raw(msgspec.json.encode(page)))
                write_atomic(self._path(page_id), msgspec.json.encode(file))

    def _path(self, page_id: str) -> Path:
        return self._folder / f"{page_id}.json"
