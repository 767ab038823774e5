"""How many columns a character takes, and whether every terminal agrees on that."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from rich.cells import cell_len

JOINER = "\u200d"
SELECTORS = ("\ufe0e", "\ufe0f")
_DOUBTFUL = {"Mn", "Me", "Mc", "Cf", "Cn", "Co", "Cs", "Cc", "Zl", "Zp"}
_PICTURES = {"So", "Sk"}
_RIGHT_TO_LEFT = {"R", "AL", "AN"}


@lru_cache(maxsize=8192)
def narrow(char: str) -> bool:
    """Whether a character takes one column wherever it stands, in every terminal.

    Characters of ambiguous width count as narrow, as Textual counts them.
    """
    return (
        cell_len(char) == 1
        and unicodedata.east_asian_width(char) not in "WF"
        and unicodedata.category(char) not in _DOUBTFUL
        and unicodedata.bidirectional(char) not in _RIGHT_TO_LEFT
        and not "\U0001f1e6" <= char <= "\U0001f1ff"
    )


@lru_cache(maxsize=8192)
def certain(cluster: str) -> bool:
    """Whether terminals agree on the width of a cluster: one narrow or one wide character, and accents over it."""
    base, accents = cluster[0], cluster[1:]
    if not accents and cell_len(base) == 2 and unicodedata.east_asian_width(base) in ("W", "F"):
        return unicodedata.category(base) not in _PICTURES  # emoji became wide in Unicode 9 only
    return narrow(base) and all(map(_accent, accents))


@lru_cache(maxsize=2048)
def _accent(char: str) -> bool:
    return unicodedata.category(char) == "Mn" and unicodedata.combining(char) != 0 and cell_len(char) == 0


def clusters(text: str) -> Iterator[str]:
    """A text cut where Textual would cut it: accents, selectors and what is joined stay with what they follow."""
    cluster = ""
    joined = False
    for char in text:
        if cluster and (joined or char == JOINER or char in SELECTORS or cell_len(char) == 0):
            cluster += char
        else:
            if cluster:
                yield cluster
            cluster = char
        joined = char == JOINER
    if cluster:
        yield cluster
