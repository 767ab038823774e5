"""False friends: a letter that one card uses for something else than the next. Imports no NumPy."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from random import Random

from msgspec import Struct

from lessons.model.papers import PaperCard, Symbol
from lessons.paper_cards.drawing import AmbiguousDrawError, Asked, Told, choice
from lessons.paper_cards.letters import Letter, elsewhere

MOST_OPTIONS, FEWEST_OPTIONS = 4, 3


class Meaning(Struct, frozen=True):
    """A wrong meaning of a symbol, and what is said to it; `on_card` if its letter means this on another card."""

    text: str
    message: str
    on_card: bool = False


def friends(card: str, symbols: Sequence[Symbol], letters: Sequence[Letter]) -> tuple[int, ...]:
    """The places of a card's symbols that mean something else elsewhere, in the order in which seeds ask for them.

    Letters that other cards use come before those of which only the bank of the card has another meaning.
    """
    shared = [index for index, symbol in enumerate(symbols) if elsewhere(card, symbol, letters)]
    own = [index for index, symbol in enumerate(symbols) if symbol.wrong and index not in shared]
    random = Random(f"{card}/friends")
    return (*random.sample(shared, len(shared)), *random.sample(own, len(own)))


def friends_among(
    card: str, symbols: Sequence[Symbol], letters: Sequence[Letter], known: Collection[str]
) -> tuple[int, ...]:
    """The places in `friends` that can be asked: the bank of the card, or a card that is known, has another meaning."""
    return tuple(
        place
        for place, index in enumerate(friends(card, symbols, letters))
        if symbols[index].wrong or any(other in known for other, _ in elsewhere(card, symbols[index], letters))
    )


def friend_question(card: PaperCard, seed: int, letters: Sequence[Letter], titles: Mapping[str, str]) -> Asked:
    """What a letter means on a card, among what it means on others. Raises AmbiguousDrawError where no letter does.

    Args:
        card: The card.
        seed: The seed: one after the other they ask for every letter.
        letters: The letters that cards use for different things.
        titles: By card, its title.
    """
    order = friends(card.id, card.symbols, letters)
    if not order:
        raise AmbiguousDrawError(f"{card.id}: no symbol means something else elsewhere")
    index = order[seed % len(order)]
    symbol, random = card.symbols[index], Random(f"{card.id}/{seed}/friends")
    told = friend_options(card.id, card.symbols, index, letters, titles, random)
    prompt = f"What does ${symbol.latex}$ stand for in this formula?"
    listed = _listed(elsewhere(card.id, symbol, letters), titles)
    return Asked(prompt, choice(told, random), listed, symbol=index)


def friend_options(
    card: str,
    symbols: Sequence[Symbol],
    index: int,
    letters: Sequence[Letter],
    titles: Mapping[str, str],
    random: Random | None = None,
) -> list[Told]:
    """What there is to choose from for a symbol of a card, the right meaning first."""
    others = elsewhere(card, symbols[index], letters)
    wrong = _chosen(_meanings(symbols, index, others, titles), random or Random(card))
    return [Told(symbols[index].means), *(Told(one.text, one.message, one.text) for one in wrong)]


def _meanings(
    symbols: Sequence[Symbol], index: int, others: Sequence[tuple[str, Symbol]], titles: Mapping[str, str]
) -> Iterator[Meaning]:
    """The wrong meanings of a symbol: those of its bank, of its letter on other cards, of the other symbols here."""
    symbol = symbols[index]
    told = [lure.card for lure in symbol.wrong]
    for lure in symbol.wrong:
        yield Meaning(lure.text, lure.message, bool(lure.card))
    for other_card, other in others:
        if other_card in told:
            continue
        message = f"That is ${other.latex}$ on the card “{titles.get(other_card, other_card)}”."
        yield Meaning(other.means, f"{message} Look at what this formula does with ${symbol.latex}$.", True)
    for other in symbols:
        if other != symbol:
            yield Meaning(other.means, f"That is ${other.latex}$ in this formula.")


def _chosen(meanings: Iterator[Meaning], random: Random) -> list[Meaning]:
    """So many of some meanings as there is room for, those of other cards first, then in their order."""
    by_text: dict[str, Meaning] = {}
    for meaning in meanings:
        by_text.setdefault(meaning.text, meaning)
    on_cards = [meaning for meaning in by_text.values() if meaning.on_card]
    rest = [meaning for meaning in by_text.values() if not meaning.on_card]
    return [*random.sample(on_cards, len(on_cards)), *rest][: MOST_OPTIONS - 1]


def _listed(others: Sequence[tuple[str, Symbol]], titles: Mapping[str, str]) -> str:
    """What the letter means on other cards, as Markdown; empty where no card uses it for something else."""
    listed = "; ".join(f"${other.latex}$ in “{titles.get(card, card)}”: {other.means}" for card, other in others)
    return f"Elsewhere: {listed}." if listed else ""
