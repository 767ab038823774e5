"""Running text as frozen values: what a paragraph is made of."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

SpanKind = Literal["text", "code", "math"]


class Span(Struct, frozen=True):
    """A run of prose: text, code, or LaTeX."""

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
    """A list, numbered or not; each entry wraps by itself."""

    entries: tuple[Spans, ...]
    numbered: bool = False


class Display(Struct, frozen=True, tag=True):
    """A formula on lines of its own, in LaTeX."""

    latex: str


Node = Paragraph | Heading | Bullets | Display
