"""What is offered after misses in a row, with the keys that the learner has chosen."""

from __future__ import annotations

from collections.abc import Mapping

from tutor.app.key_settings import with_chosen_keys
from tutor.rendering.answer_feedback import OFFERS, Offers


def offers(chosen: Mapping[str, str]) -> Offers:
    """The sentences, with keys by command."""
    return Offers(*(with_chosen_keys(text, chosen, "question") for text in OFFERS)) if chosen else OFFERS
