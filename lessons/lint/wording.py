"""Words that the course does not use, each with the word of the field to write instead."""

from __future__ import annotations

import re
from collections.abc import Iterator
from random import Random
from typing import TYPE_CHECKING

from lessons.lint.problem import Problem
from lessons.model.page import (
    Block,
    DemoBlock,
    ExerciseBlock,
    FigureBlock,
    OwnData,
    Page,
    Pitfall,
    Prose,
    SidePath,
    Why,
)
from lessons.model.text import Bullets, Display, Node, Spans
from lessons.reading.markdown import prose
from lessons.reading.personal_block import filled

if TYPE_CHECKING:
    from lessons.model.demo import Demo
    from lessons.outline import Outline

WORDS = (
    (r"mails?", "emails"),
    (r"quotients?(?! rule)", "ratio"),
    (r"came", "happened, or was observed"),
    (r"weigh(?:s|ed|ing)?(?! more| less)", "weight by, or weighted"),
    (r"shares?", "probability, fraction, or softmax outputs"),
    (r"raise[sd]?,? (?:and|then) (?:share|divide)s?", "exponentiate and normalize"),
    (r"turn(?:s|ed|ing)?(?: \w+){0,2} round", "reverse"),
    (r"(?:is|are|lies) level|level (?:surface|ground|place|in)", "flat, or stationary"),
    (r"(?<!false )alarms (?:\d+ ?%|the|every)", "raises a false alarm"),
    (r"unit of way", "unit of distance"),
    (r"dear to", "expensive to"),
    (r"belongs? into", "belongs in"),
    (r"terraces?", "flat inflection point"),
    (r"carry \w+ (?:\w+ )?on the way", "keep four decimals"),
    (r"to the bit", "1 bit is ln 2, about 0.693 nats"),
    (r"the \d+\. (?-i:[a-z]+)", "row N"),
    (r"shorten(?:s|ed)?", "simplify"),
    (r"of its own accord|by itself", "automatically"),
    (r"whoever|who reads", "if you, or a reader"),
    (r"to the full|of one kind", "complete, or the same"),
    (r"(?:take|takes|taken|taking) (?:\S+ ){0,4}(?:off|away)", "subtract"),
    (r"(?<!lies )(?<!lie )(?<!points )(?:above|below) (?:and below )?the line", "numerator, or denominator"),
    (r"behind the bar", "to the right of the bar"),
    (r"behind the loop", "after the loop"),
    (r"square to|stands? square", "orthogonal, or perpendicular"),
    (r"(?<!three )quarters", "quadrants"),
    (r"anew", "again"),
    (r"cent(?:re[sd]?|ring)", "center"),
    (r"(?:to|back|for|up|down)wards", "toward, backward, forward"),
    (r"(?:label|model)l(?:ed|ing)", "labeled, modeled"),
    (r"(?:colo|favo|neighbo|behavio)ur\w*", "color, favor, neighbor, behavior"),
    (r"normalis\w+", "normalize"),
)
"""Regular expressions of the words that are refused, with what to write instead."""
_REFUSED = tuple((re.compile(rf"\b(?:{pattern})(?!\w)", re.IGNORECASE), instead) for pattern, instead in WORDS)
_NOT_PROSE = re.compile(r"`[^`]*`|\$\$.*?\$\$|\$[^$]*\$", re.DOTALL)


def word_faults(markdown: str) -> Iterator[str]:
    """Every refused word in a text, formulas and code left out, with what to write instead."""
    text = re.sub(r"\s+", " ", _NOT_PROSE.sub(" x ", markdown))
    for pattern, instead in _REFUSED:
        for word in dict.fromkeys(match.group(0) for match in pattern.finditer(text)):
            yield f"the word {word!r} is not used here; write {instead}"


def page_word_faults(page: Page) -> Iterator[Problem]:
    """Refused words in the title and the running text of a page."""
    for fault in word_faults(page.title):
        yield Problem(page.place, 1, fault)
    for block in page.blocks:
        for text in _texts(block):
            yield from (Problem(page.place, block.line, fault) for fault in word_faults(text))


def item_word_faults(texts: list[str]) -> Iterator[str]:
    """Refused words in the texts of a question."""
    for text in texts:
        yield from word_faults(text)


def demo_word_faults(demo: Demo) -> Iterator[str]:
    """Refused words in what a demo says: at its start, and after one draw of each prediction."""
    texts = [demo.title, demo.about, *(control.label for control in demo.controls)]
    texts += [action.label for action in demo.actions]
    texts += [text for challenge in demo.challenges for text in (challenge.text, challenge.hint, challenge.reason)]
    for prediction in demo.predictions:
        state = prediction.draw(Random(prediction.id))
        texts += [prediction.question, *prediction.options, prediction.because(state)]
    view = demo.view(demo.initial())
    texts += [view.figure.alt, view.covered.alt]
    for text in texts:
        yield from word_faults(text)


def outline_word_faults(outline: Outline) -> Iterator[tuple[str, str]]:
    """Refused words of course.toml, each with an id or a formula that is found near it."""
    rungs = [(rung.id, (rung.title, rung.tagline)) for rung in outline.rungs]
    pages = [(page.id, (page.title,)) for page in outline.pages]
    skills = [(skill.id, (skill.title,)) for skill in outline.skills]
    tasks = [(exercise.id, (exercise.title, exercise.about, *exercise.hints)) for exercise in outline.exercises]
    symbols = [(symbol.latex, (symbol.aloud, symbol.meaning)) for symbol in outline.symbols]
    entries = [(pitfall.id, (pitfall.title, pitfall.text)) for pitfall in outline.pitfalls]
    entries += [(book.id, (book.title, book.text)) for book in outline.books]
    entries += [(stage.id, (stage.title, stage.text)) for stage in outline.later]
    for word, texts in (*rungs, *pages, *skills, *tasks, *symbols, *entries):
        for text in texts:
            yield from ((word, fault) for fault in word_faults(text))


def _texts(block: Block) -> Iterator[str]:
    """The running text of a block, formulas and code left out."""
    match block:
        case Prose(nodes=nodes):
            yield from map(_words, nodes)
        case Pitfall(title=title, nodes=nodes) | SidePath(title=title, nodes=nodes) | Why(title=title, nodes=nodes):
            yield title
            yield from map(_words, nodes)
        case FigureBlock(figure=figure, caption=caption):
            yield figure.alt
            yield _joined(caption)
        case DemoBlock(text=spans) | ExerciseBlock(text=spans):
            yield _joined(spans)
        case OwnData(own=own_text, example=example):
            yield from (_words(node) for text in (own_text, example) for node in prose(filled(text)))
        case _:
            return


def _words(node: Node) -> str:
    if isinstance(node, Display):
        return ""
    return " ".join(map(_joined, node.entries)) if isinstance(node, Bullets) else _joined(node.spans)


def _joined(spans: Spans) -> str:
    return "".join(span.text if span.kind == "text" else "x" for span in spans)
