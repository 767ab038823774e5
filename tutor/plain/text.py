"""How course text is said: lines of plain characters, formulas drawn or in words."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from lessons.model.text import Bullets, Display, Heading, Node, Paragraph, Span, Spans
from lessons.reading.markdown import prose
from tutor.rendering.ascii import to_ascii
from tutor.rendering.notation import NotationError, inline, one_line, spoken
from tutor.rendering.typeset import formula, joined, running, text_of, wrap


class TextStyle(Struct, frozen=True):
    """Text at a width, in all characters or ASCII; with `aloud`, formulas in their spoken form."""

    width: int
    ascii_only: bool = False
    aloud: bool = False

    def markdown(self, text: str, lead: str = "") -> list[str]:
        """A piece of Markdown; `lead` stands before its first line, and the others are set under the text."""
        return self.nodes(prose(text), lead)

    def nodes(self, nodes: tuple[Node, ...], lead: str = "") -> list[str]:
        """Nodes of running text."""
        said = aloud(nodes) if self.aloud else nodes
        lines = text_of(running(said, max(10, self.width - len(lead)), self.ascii_only)).split("\n")
        blank = " " * len(lead)
        return self.fold([(lead if row == 0 else blank) + line for row, line in enumerate(lines)])

    def words(self, text: str) -> list[str]:
        """Plain words."""
        return self.fold(text_of(wrap((Span(text),), self.width, self.ascii_only)).split("\n"))

    def plain(self, text: str) -> str:
        """A line as it is, in the characters there are."""
        return to_ascii(text) if self.ascii_only else text

    def formula(self, latex: str) -> list[str]:
        """A formula on lines of its own."""
        if self.aloud:
            return self.words(in_words(latex))
        return self.fold(text_of(formula(latex, self.width, self.ascii_only)).split("\n"))

    def inline(self, latex: str) -> str:
        """A formula in a line."""
        return in_words(latex) if self.aloud else text_of([joined(*inline(latex, self.ascii_only))])

    def fold(self, lines: list[str]) -> list[str]:
        """The lines, none of them wider than the width."""
        return [part for line in lines for part in _folded(line.rstrip(), self.width)]


def _folded(line: str, width: int) -> list[str]:
    parts = []
    while len(line) > width:
        cut = line.rfind(" ", width // 2, width + 1)
        cut = cut if cut > 0 else width
        parts.append(line[:cut].rstrip())
        line = line[cut:].lstrip()
    return [*parts, line]


def in_words(latex: str) -> str:
    """A formula as it is read aloud; as it is typed where it cannot be."""
    try:
        return spoken(latex)
    except NotationError:
        return one_line(latex, ascii_only=True)


def aloud(nodes: tuple[Node, ...]) -> tuple[Node, ...]:
    """Running text with every formula in words."""
    return tuple(_aloud(node) for node in nodes)


def _aloud(node: Node) -> Node:
    match node:
        case Display(latex=latex):
            return Paragraph((Span(in_words(latex)),))
        case Bullets(entries=entries):
            return replace(node, entries=tuple(_said(entry) for entry in entries))
        case Paragraph(spans=spans) | Heading(spans=spans):
            return replace(node, spans=_said(spans))


def _said(spans: Spans) -> Spans:
    return tuple(replace(one, text=in_words(one.text), kind="text") if one.kind == "math" else one for one in spans)
