"""Lines that take long to set, kept by what they show, their width and their character set."""

from __future__ import annotations

from collections.abc import Callable

from tutor.rendering.notation import Line


class LineMemo:
    """Lines that were set before, in memory."""

    def __init__(self) -> None:
        self._lines: dict[tuple[object, int, bool], list[Line]] = {}

    def lines(self, content: object, width: int, ascii_only: bool, typeset: Callable[[], list[Line]]) -> list[Line]:
        """The lines as they were set before, else set now and kept."""
        lines = self.find(content, width, ascii_only)
        if lines is None:
            lines = typeset()
            self.keep(content, width, ascii_only, lines)
        return lines

    def find(self, content: object, width: int, ascii_only: bool) -> list[Line] | None:
        """The lines as they were set before; None where they were not."""
        return self._lines.get((content, width, ascii_only))

    def keep(self, content: object, width: int, ascii_only: bool, lines: list[Line]) -> None:
        """Keep lines that were set elsewhere."""
        self._lines[content, width, ascii_only] = lines

    def save(self) -> None:
        """Keep the lines for the next start of the program, where there is a cache on disk."""
