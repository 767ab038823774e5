"""Character widths in columns (UAX #11), and whether terminals agree on them."""

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
def is_narrow(char: str) -> bool:
    """Whether a character takes one column in every terminal and context.

    East Asian Ambiguous characters count as narrow, as Textual counts them.
    """
    return (
        cell_len(char) == 1
        and unicodedata.east_asian_width(char) not in "WF"
        and unicodedata.category(char) not in _DOUBTFUL
        and unicodedata.bidirectional(char) not in _RIGHT_TO_LEFT
        and not "\U0001f1e6" <= char <= "\U0001f1ff"
    )


@lru_cache(maxsize=8192)
def has_certain_width(cluster: str) -> bool:
    """Whether terminals agree on the width of a cluster: a narrow character with combining accents, or one wide one."""
    base, accents = cluster[0], cluster[1:]
    if not accents and cell_len(base) == 2 and unicodedata.east_asian_width(base) in ("W", "F"):
        return unicodedata.category(base) not in _PICTURES  # emoji are wide only since Unicode 9
    return is_narrow(base) and all(map(_accent, accents))


@lru_cache(maxsize=2048)
def _accent(char: str) -> bool:
    return unicodedata.category(char) == "Mn" and unicodedata.combining(char) != 0 and cell_len(char) == 0


def grapheme_clusters(text: str) -> Iterator[str]:
    """Text in clusters as Textual divides it: accents, selectors and joined characters stay with their base."""
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
