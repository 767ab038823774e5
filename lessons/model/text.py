"""Running text as frozen values: paragraphs, lists, headings, and their spans."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

SpanKind = Literal["text", "code", "math"]


class Span(Struct, frozen=True):
    """A run of text, code, or LaTeX."""

    text: str
    kind: SpanKind = "text"
    strong: bool = False
    emph: bool = False


Spans = tuple[Span, ...]


class Paragraph(Struct, frozen=True, tag=True):
    """Spans that wrap together."""

    spans: Spans


class Heading(Struct, frozen=True, tag=True):
    """A title within a page."""

    spans: Spans


class Bullets(Struct, frozen=True, tag=True):
    """A list of entries, numbered or not."""

    entries: tuple[Spans, ...]
    numbered: bool = False


class Display(Struct, frozen=True, tag=True):
    """A displayed formula, in LaTeX."""

    latex: str


Node = Paragraph | Heading | Bullets | Display
