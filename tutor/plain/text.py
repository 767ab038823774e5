"""Course text as lines of plain characters, formulas drawn or in words."""

from __future__ import annotations

from lessons.model.text import Node, Span
from lessons.reading.markdown import prose
from tutor.rendering.ascii import to_ascii
from tutor.rendering.context import MIN_WIDTH, RenderContext
from tutor.rendering.notation import inline
from tutor.rendering.typeset import formula, in_words, joined, running, text_of, wrap


class TextStyle(RenderContext):
    """A render context that writes course text as lines of plain characters."""

    __slots__ = ()

    def markdown(self, text: str, lead: str = "") -> list[str]:
        """A piece of Markdown; `lead` precedes the first line, the others are indented as far."""
        return self.nodes(prose(text), lead)

    def nodes(self, nodes: tuple[Node, ...], lead: str = "") -> list[str]:
        """Running text; `lead` as for `markdown`."""
        lines = text_of(running(nodes, self._replace(width=max(10, self.width - len(lead))))).split("\n")
        blank = " " * len(lead)
        return self.fold([(lead if row == 0 else blank) + line for row, line in enumerate(lines)])

    def words(self, text: str) -> list[str]:
        """Plain words."""
        return self.fold(text_of(wrap((Span(text),), self)).split("\n"))

    def plain(self, text: str) -> str:
        """A line in the character set of the context."""
        return to_ascii(text) if self.ascii_only else text

    def formula(self, latex: str) -> list[str]:
        """A displayed formula."""
        return self.fold(text_of(formula(latex, self)).split("\n"))

    def inline(self, latex: str) -> str:
        """An inline formula."""
        return in_words(latex) if self.spoken else text_of([joined(*inline(latex, self.ascii_only))])

    def fold(self, lines: list[str]) -> list[str]:
        """The lines, folded at the width."""
        return [part for line in lines for part in _folded(line.rstrip(), self.width)]


def _folded(line: str, width: int) -> list[str]:
    parts, width = [], max(width, MIN_WIDTH)
    while len(line) > width:
        cut = line.rfind(" ", width // 2, width + 1)
        cut = cut if cut > 0 else width
        parts.append(line[:cut].rstrip())
        line = line[cut:].lstrip()
    return [*parts, line]
