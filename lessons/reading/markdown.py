"""Markdown to nodes: paragraphs, lists, headings, with inline code and LaTeX."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.dollarmath import dollarmath_plugin

from lessons.model.text import Bullets, Display, Heading, Node, Paragraph, Span, Spans

_LISTS = ("bullet_list_open", "ordered_list_open")


class ProseError(ValueError):
    """Markdown that pages do not support; `line` is counted from 0 within the text."""

    def __init__(self, line: int, fault: str) -> None:
        super().__init__(fault)
        self.line, self.fault = line, fault


@lru_cache(maxsize=1)
def parser() -> MarkdownIt:
    """The one Markdown dialect of pages, prompts and messages."""
    markdown = MarkdownIt("commonmark", {"html": False}).use(
        dollarmath_plugin, allow_space=False, allow_digits=True, double_inline=True
    )
    return markdown.disable(["html_block", "html_inline", "image", "autolink", "lheading"])


@lru_cache(maxsize=2048)
def prose(text: str) -> tuple[Node, ...]:
    """The nodes of a piece of Markdown. Raises ProseError for blocks that running text does not support."""
    return nodes(parser().parse(text))


def nodes(tokens: list[Token]) -> tuple[Node, ...]:
    """The nodes of block tokens. Raises ProseError with the line of an unsupported token."""
    parsed: list[Node] = []
    index = 0
    while index < len(tokens):
        token = tokens[index]
        if token.type == "paragraph_open":
            parsed.extend(_paragraph(tokens[index + 1]))
            index += 3
        elif token.type == "heading_open":
            parsed.append(Heading(spans(tokens[index + 1])))
            index += 3
        elif token.type in _LISTS:
            end = _close(tokens, index)
            parsed.append(Bullets(tuple(_entries(tokens[index + 1 : end])), token.type.startswith("ordered")))
            index = end + 1
        elif token.type == "math_block":
            parsed.append(Display(token.content.strip()))
            index += 1
        else:
            raise ProseError(_line(token), f"{_name(token)} has no place in running text")
    return tuple(parsed)


def _paragraph(inline: Token) -> Iterator[Node]:
    """A paragraph, or the displayed formula that is its only content."""
    children = [child for child in inline.children or [] if child.content.strip() or child.type != "text"]
    if len(children) == 1 and children[0].type == "math_inline_double":
        yield Display(children[0].content.strip())
    else:
        yield Paragraph(spans(inline))


def _entries(tokens: list[Token]) -> Iterator[Spans]:
    for index, token in enumerate(tokens):
        if token.type in _LISTS:
            raise ProseError(_line(token), "a list within a list; use one level")
        if token.type in ("fence", "code_block", "math_block"):
            raise ProseError(_line(token), f"{_name(token)} within a list; put it after the list")
        if token.type == "list_item_open":
            if tokens[index + 1].type != "paragraph_open":
                raise ProseError(_line(token), "an empty list entry; write it or take it out")
            yield spans(tokens[index + 2])


def _close(tokens: list[Token], start: int) -> int:
    return next(
        index
        for index in range(start + 1, len(tokens))
        if tokens[index].level == tokens[start].level and tokens[index].nesting == -1
    )


def spans(inline: Token) -> Spans:
    """The spans of an inline token; adjacent text of one style is joined."""
    parsed: list[Span] = []
    strong = emph = 0
    for token in inline.children or []:
        match token.type:
            case "strong_open" | "strong_close":
                strong += token.nesting
            case "em_open" | "em_close":
                emph += token.nesting
            case "softbreak" | "hardbreak":
                _add(parsed, Span(" ", "text", strong > 0, emph > 0))
            case "text" | "text_special":
                _add(parsed, Span(token.content, "text", strong > 0, emph > 0))
            case "code_inline":
                parsed.append(Span(token.content, "code", strong > 0, emph > 0))
            case "math_inline":
                parsed.append(Span(token.content, "math", strong > 0, emph > 0))
            case _:
                raise ProseError(_line(inline), f"{_name(token)} has no place in running text")
    return tuple(span for span in parsed if span.text)


def _add(parsed: list[Span], span: Span) -> None:
    previous = parsed[-1] if parsed else None
    if previous and (previous.kind, previous.strong, previous.emph) == ("text", span.strong, span.emph):
        parsed[-1] = Span(previous.text + span.text, "text", span.strong, span.emph)
    else:
        parsed.append(span)


def _line(token: Token) -> int:
    return token.map[0] if token.map else 0


def _name(token: Token) -> str:
    names = {
        "fence": "a fenced block",
        "code_block": "an indented block",
        "link_open": "a link",
        "hr": "a rule",
        "blockquote_open": "a quotation",
        "math_inline_double": "a displayed formula inside a sentence",
    }
    return names.get(token.type, token.type)
