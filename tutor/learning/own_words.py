"""Whether an explanation is in the learner's own words: it has some, and they are not those of the question. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum

from lessons.model.page import Item

LEAST = 3
"""How many words an explanation has at least."""

RUN = 3
"""How many words in a row make a run; runs of other texts are what is copied."""

SHARE = 0.6
"""From which share of its runs on an explanation is a copy."""

_WORD = re.compile(r"[^\W_]+")


class WordsFault(StrEnum):
    """What keeps a text from being the learner's own words, as the learner is told."""

    FEW = "Say it in a sentence: a word or two does not explain it."
    COPIED = "These are the words of the question or of its model answer. Say it in yours."


def asks_own_words(item: Item) -> bool:
    """Whether an item asks for own words, before its statements."""
    return item.kind == "explain" and bool(item.rubric)


def words_fault(item: Item, text: str) -> WordsFault | None:
    """What keeps a text from being the learner's own words; None where they are."""
    words = _words(text)
    if len(words) < LEAST:
        return WordsFault.FEW
    runs = list(_runs(words))
    known = {run for source in _sources(item) for run in _runs(_words(source))}
    copied = sum(run in known for run in runs)
    return WordsFault.COPIED if copied >= SHARE * len(runs) else None


def _sources(item: Item) -> tuple[str, ...]:
    """Every text that the question shows, sooner or later."""
    options = [text for option in item.options for text in (option.text, option.message)]
    return (item.prompt, item.model, item.explanation, *item.rubric, *item.hints, *options)


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _runs(words: list[str]) -> Iterator[tuple[str, ...]]:
    return (tuple(words[start : start + RUN]) for start in range(len(words) - RUN + 1))
