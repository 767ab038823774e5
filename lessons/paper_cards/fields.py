"""One field of a card with the numbers of a seed, also one that reviews alone ask."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from lessons.model.papers import PaperCard
from lessons.paper_cards.drawing import DrawnCard, draw
from lessons.paper_cards.friends import friend_question
from lessons.paper_cards.letters import Letter
from lessons.paper_cards.outputs import output_question


def draw_field(
    card: PaperCard, seed: int, field: str, letters: Sequence[Letter], titles: Mapping[str, str]
) -> DrawnCard:
    """A card of a seed, or one field of it. Raises AmbiguousDrawError.

    Args:
        card: The card.
        seed: The seed.
        field: The one field that is asked; empty for all that a reading of the card asks.
        letters: The letters that cards use for different things.
        titles: By card, its title.
    """
    drawn = draw(card, seed, field)
    match field:
        case "friends":
            return replace(drawn, asked=friend_question(card, seed, letters, titles))
        case "output":
            return replace(drawn, asked=output_question(card, seed))
    return drawn
