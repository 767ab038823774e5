"""The target that course text is rendered for."""

from __future__ import annotations

from typing import NamedTuple

READING_WIDTH = 76
MIN_WIDTH = 8  # columns; what does not fit into fewer is cut at the edge of the screen


class RenderContext(NamedTuple):
    """A width in columns, the character set, and whether formulas are written as they are read aloud."""

    width: int = READING_WIDTH
    ascii_only: bool = False
    spoken: bool = False

    def narrowed(self, columns: int) -> RenderContext:
        """The same context, so many columns narrower, though never narrower than `MIN_WIDTH`."""
        return self._replace(width=max(self.width - columns, MIN_WIDTH))

    def at_most(self, width: int) -> RenderContext:
        """The same context, no wider than a width."""
        return self._replace(width=min(self.width, width))
