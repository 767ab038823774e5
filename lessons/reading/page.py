"""Pages: read from Markdown; every error has file and line."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import partial

from markdown_it.token import Token

from lessons.model.page import (
    Block,
    CodeCell,
    DemoBlock,
    ExerciseBlock,
    FigureBlock,
    Formula,
    ItemBlock,
    OwnData,
    Page,
    Pitfall,
    Prose,
    SidePath,
    Why,
)
from lessons.model.text import Bullets, Display, Node, Span, Spans
from lessons.outline import PageEntry
from lessons.reading.figure import FigureError, read_figure
from lessons.reading.front_matter import read_front
from lessons.reading.markdown import ProseError, nodes, parser, prose
from lessons.reading.personal_block import filled, read_own_data
from lessons.source import CourseError, raise_all

_WORD = re.compile(r"[^\s]*\w[^\s]*")


def read_page(entry: PageEntry, text: str) -> Page:
    """Read the page of an outline entry from its text. Raises CourseError with all faults."""
    page, faults = read_blocks(entry, text)
    raise_all(faults)
    return page


def read_blocks(entry: PageEntry, text: str) -> tuple[Page, tuple[CourseError, ...]]:
    """Read what can be read of a page, and what is wrong with the rest. Raises CourseError for the front matter."""
    place = "/".join(entry.path)
    front, body, offset = read_front(place, text)
    blocks, faults = _blocks(place, parser().parse(body), offset)
    page = Page(
        id=entry.id,
        title=entry.title,
        rung=entry.rung,
        teaches=front.get("teaches", ()),
        leans_on=front.get("leans_on", ()),
        blocks=tuple(blocks),
        words=sum(_words(block) for block in blocks),
        place=place,
    )
    return page, faults


def _blocks(place: str, tokens: list[Token], offset: int) -> tuple[list[Block], tuple[CourseError, ...]]:
    """The blocks of a page, and the faults of those that could not be read."""
    blocks: list[Block] = []
    errors: list[CourseError] = []
    for start, end in _runs(tokens):
        try:
            if tokens[start].type == "fence":
                blocks.extend(_fence(place, offset, tokens, start))
            else:
                blocks.extend(_prose_blocks(place, tokens[start:end], offset))
        except CourseError as error:
            errors += (error, *error.others)
    return blocks, tuple(errors)


def _runs(tokens: list[Token]) -> Iterator[tuple[int, int]]:
    """(start, end) of each fence, and of each run of tokens between fences."""
    start = 0
    for index, token in enumerate(tokens):
        if token.type == "fence":
            if start < index:
                yield start, index
            yield index, index + 1
            start = index + 1
    if start < len(tokens):
        yield start, len(tokens)


def _prose_blocks(place: str, tokens: list[Token], offset: int) -> list[Block]:
    """Running text as Prose blocks, split at displayed formulas, which are blocks of their own."""
    line = offset + (tokens[0].map[0] if tokens[0].map else 0) + 1
    try:
        parsed = nodes(tokens)
    except ProseError as error:
        raise CourseError(place, offset + error.line + 1, error.fault) from None
    blocks: list[Block] = []
    run: list[Node] = []
    for node in parsed:
        if isinstance(node, Display):
            if run:
                blocks.append(Prose(tuple(run), line))
                run = []
            blocks.append(Formula(node.latex, line))
        else:
            run.append(node)
    if run:
        blocks.append(Prose(tuple(run), line))
    return blocks


def _fence(place: str, offset: int, tokens: list[Token], index: int) -> Iterator[Block]:
    """The block of a fence; none for an output fence, which belongs to the code cell before it."""
    token = tokens[index]
    line = offset + (token.map[0] if token.map else 0) + 1
    kind, _, argument = token.info.strip().partition(" ")
    argument = argument.strip()
    if kind == "output":
        if index == 0 or not tokens[index - 1].info.startswith("python"):
            raise CourseError(place, line, "output follows the python block that printed it; move it there")
        return
    if kind == "python":
        following = tokens[index + 1] if index + 1 < len(tokens) else None
        if following is None or following.type != "fence" or following.info.strip() != "output":
            raise CourseError(place, line, "a python block states what it prints; add an output block after it")
        yield CodeCell(token.content.rstrip("\n"), following.content.rstrip("\n"), line)
        return
    if kind not in _FENCES:
        kinds = ", ".join(["python", "output", *_FENCES])
        raise CourseError(place, line, f"no block is called {kind!r}; there are {kinds}")
    try:
        yield _FENCES[kind](token.content, argument, line)
    except ProseError as error:
        raise CourseError(place, line + error.line + 1, error.fault) from None
    except FigureError as error:
        raise_all([CourseError(place, line, f"{kind}: {fault}") for fault in error.faults])
    except ValueError as error:
        raise CourseError(place, line, f"{kind}: {error}") from None


def _figure(content: str, argument: str, line: int) -> Block:
    return FigureBlock(read_figure(content), one_paragraph(argument), line)


def _item(content: str, argument: str, line: int) -> Block:
    return ItemBlock(_one_id(content, argument), line)


def _demo(content: str, argument: str, line: int) -> Block:
    if not argument:
        raise ValueError("name it behind the word: ```demo ID, and say in the block why to open it")
    return DemoBlock(argument, one_paragraph(content), line)


def _exercise(content: str, argument: str, line: int) -> Block:
    if not argument:
        raise ValueError("name it behind the word: ```exercise ID, and say in the block what it is for")
    return ExerciseBlock(argument, one_paragraph(content), line)


def _one_id(content: str, argument: str) -> str:
    ids = [*argument.split(), *content.split()]
    if len(ids) != 1:
        raise ValueError(f"one id is wanted, {len(ids)} given")
    return ids[0]


def _boxed(make: Callable[[str, tuple[Node, ...], int], Block], content: str, argument: str, line: int) -> Block:
    if not argument:
        raise ValueError("a title is missing behind the word")
    return make(argument, prose(content), line)


def _why(content: str, argument: str, line: int) -> Block:
    if not argument.endswith("?"):
        raise ValueError("its title is the question it answers; end it with a question mark")
    return _boxed(Why, content, argument, line)


_FENCES: Mapping[str, Callable[[str, str, int], Block]] = {
    "figure": _figure,
    "item": _item,
    "demo": _demo,
    "exercise": _exercise,
    "pitfall": partial(_boxed, Pitfall),
    "aside": partial(_boxed, SidePath),
    "why": _why,
    "own": read_own_data,
}


def block_kinds() -> Mapping[str, str]:
    """By name of a fenced block, what is written behind it and in it."""
    return _MEANINGS


_MEANINGS: Mapping[str, str] = {
    "python": "a code cell; the cells of a page share their names, and an `output` block follows each",
    "output": "what the code cell before it prints",
    "figure": "`figure CAPTION`, and the figure in TOML",
    "item": "`item ID`: a question, answered in place",
    "demo": "`demo ID`, and one paragraph that says why to open it",
    "exercise": "`exercise ID`, and one paragraph that says what it is for",
    "pitfall": "`pitfall TITLE`: a common mistake",
    "aside": "`aside TITLE`: optional reading that nothing later needs",
    "why": "`why QUESTION?`: a longer reason, folded until it is asked for, which ends in a number that checks it",
    "own": "`own STATISTIC`: the learner's own record, in TOML with `own`, `example` and `data`",
}


def one_paragraph(text: str) -> Spans:
    """The spans of a text of at most one paragraph. Raises ValueError for more."""
    parsed = prose(text.strip())
    if not parsed:
        return ()
    spans = getattr(parsed[0], "spans", None)
    if len(parsed) != 1 or spans is None:
        raise ValueError("one paragraph is wanted here")
    return tuple(spans)


def _words(block: Block) -> int:
    match block:
        case Prose(nodes=nodes) | Pitfall(nodes=nodes) | SidePath(nodes=nodes):
            return sum(_node_words(node) for node in nodes)
        case FigureBlock(caption=spans) | DemoBlock(text=spans) | ExerciseBlock(text=spans):
            return span_words(spans)
        case OwnData(own=own_text, example=example):
            return max(sum(_node_words(node) for node in prose(filled(text))) for text in (own_text, example))
        case _:
            return 0


def _node_words(node: Node) -> int:
    if isinstance(node, Bullets):
        return sum(span_words(entry) for entry in node.entries)
    return 0 if isinstance(node, Display) else span_words(node.spans)


def span_words(spans: tuple[Span, ...]) -> int:
    """The number of words; an inline formula counts as one."""
    return sum(1 if span.kind == "math" else len(_WORD.findall(span.text)) for span in spans)
