"""A memo of typeset lines, keyed by content, width and character set."""

from __future__ import annotations

from collections.abc import Callable

from tutor.rendering.notation import Line


class LineMemo:
    """Typeset lines in memory.

    Attributes:
        kept: How often lines were stored.
    """

    def __init__(self) -> None:
        self.kept = 0
        self._lines: dict[tuple[object, int, bool], list[Line]] = {}

    def lines(self, content: object, width: int, ascii_only: bool, typeset: Callable[[], list[Line]]) -> list[Line]:
        """The stored lines, or those that `typeset` returns, which are then stored."""
        lines = self.find(content, width, ascii_only)
        if lines is None:
            lines = typeset()
            self.keep(content, width, ascii_only, lines)
        return lines

    def find(self, content: object, width: int, ascii_only: bool) -> list[Line] | None:
        """The stored lines; None on a miss."""
        return self._lines.get((content, width, ascii_only))

    def keep(self, content: object, width: int, ascii_only: bool, lines: list[Line]) -> None:
        """Store lines."""
        self._lines[content, width, ascii_only] = lines
        self.kept += 1

    def save(self) -> None:
        """Write the lines to disk, where there is a disk cache."""
