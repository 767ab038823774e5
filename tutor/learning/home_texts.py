"""The texts that Home shows beside the pages, as values: they can be kept, and read without what they are made by."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct


class Unfinished(Struct, frozen=True):
    """A study session to go on with: when it was begun, in milliseconds, and what it is and how far it came."""

    started: int
    name: str


class HomeSummary(Struct, frozen=True):
    """Texts for Home.

    They are the day's review, the unfinished sessions, newest first, by outcome the name of its sign, what is missing
    for the checklist, and the reviews of the next days.
    """

    review: str
    left: tuple[Unfinished, ...]
    signs: Mapping[str, str]
    missing: str = ""
    ahead: tuple[tuple[str, int], ...] = ()
    """The next days by name, today first, each with how many reviews fall due on it; empty where none ever will."""
    fields: int = 0
    """How many fields of paper cards are due again."""
