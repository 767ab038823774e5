"""The letters that mean one thing in one paper and another in the next, from the symbols of all cards."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import combinations

from msgspec import Struct

from lessons.model.papers import Symbol

GREEK = re.compile(
    r"alpha|beta|gamma|delta|epsilon|eta|theta|lambda|mu|nu|pi|phi|psi|rho|sigma|tau|omega", re.IGNORECASE
)
_DECORATION = re.compile(r"\\(?:bar|tilde|hat|mathbb|mathcal|mathrm|operatorname)\b\s*|[{}]")
_FIRST = re.compile(r"\\([A-Za-z]+)|([A-Za-z])")


class Letter(Struct, frozen=True):
    """A letter, in LaTeX, and its meaning card by card: (id of the card, symbol)."""

    latex: str
    meanings: tuple[tuple[str, Symbol], ...]


def letter_of(latex: str) -> str:
    """The letter of a symbol, without indices and decoration: `\\beta` for `\\beta_1^t`; empty where it has none."""
    match = _FIRST.match(_DECORATION.sub("", latex))
    if match is None:
        return ""
    command, letter = match.groups()
    return letter or (f"\\{command}" if GREEK.fullmatch(command) else "")


def same_meaning(one: Symbol, other: Symbol) -> bool:
    """Whether two symbols mean the same, by their words or because one of them says so."""
    return one.means == other.means or one.means in other.also or other.means in one.also


def false_friends(symbols: Mapping[str, Sequence[Symbol]]) -> tuple[Letter, ...]:
    """The letters that two cards or more use for different things, in the order of their first use.

    Args:
        symbols: By card, its symbols.
    """
    uses: dict[str, list[tuple[str, Symbol]]] = {}
    for card, found in symbols.items():
        for symbol in found:
            if letter := letter_of(symbol.latex):
                uses.setdefault(letter, []).append((card, symbol))
    return tuple(
        Letter(letter, tuple(meanings))
        for letter, meanings in uses.items()
        if any(
            card != other_card and not same_meaning(symbol, other)
            for (card, symbol), (other_card, other) in combinations(meanings, 2)
        )
    )


def elsewhere(card: str, symbol: Symbol, letters: Sequence[Letter]) -> tuple[tuple[str, Symbol], ...]:
    """The symbols of other cards that have the letter of a card's symbol and mean something else, by card."""
    return tuple(
        (other_card, other)
        for letter in letters
        if letter.latex == letter_of(symbol.latex)
        for other_card, other in letter.meanings
        if other_card != card and not same_meaning(symbol, other)
    )
