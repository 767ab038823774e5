"""A deck for Anki: every question and every field of a paper card with the numbers of a seed, and the glossary.

Ids are made from the ids of the course. Importing a newer deck updates the notes that are there and keeps their
reviews.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from html import escape
from pathlib import Path

import genanki
from msgspec import Struct

from lessons.course import Course
from lessons.outline import Symbol
from lessons.paper_cards.drawing import DrawnCard, draw
from tutor.export.html_text import HtmlText, mathjax
from tutor.export.paper_fields import card_fields
from tutor.export.questions import in_order

TIME = 1_700_000_000.0
"""The time, in seconds since 1970, of a deck's notes: the same course and seed give the same deck."""
_FIELDS = ("Id", "Front", "Back")
_STYLE = """.card { font: 20px/1.5 sans-serif; max-width: 40em; margin: 0 auto; padding: 0 1em; text-align: left }
.form { color: #777; font-size: 80% } ul.options { list-style: none; padding-left: 1em } code { font-size: 90% }
table.symbols td { padding: 0 1em .3em 0; vertical-align: top }"""


class Card(Struct, frozen=True):
    """A note of one card: the id that it keeps, its two sides as HTML, and its tags."""

    id: str
    front: str
    back: str
    tags: tuple[str, ...]


def cards(course: Course, seed: int) -> Iterator[Card]:
    """The cards of a course: its questions in course order, the fields of its paper cards, then its symbols."""
    text = HtmlText(mathjax, heading=4)
    for item_id in in_order(course, [rung.id for rung in course.outline.rungs]):
        item = course.item(item_id, seed if course.is_computed(item_id) else 0)
        back = f"{text.answer(item)}\n<hr>\n{text.worked(item)}"
        yield Card(item_id, text.question(item), back, (item_id.partition(".")[0], *item.skills))
    for entry in course.outline.cards:
        yield from _field_cards(draw(course.card(entry.id), seed), text)
    for symbol in course.outline.symbols:
        yield _symbol_card(symbol, text)


def _field_cards(drawn: DrawnCard, text: HtmlText) -> Iterator[Card]:
    """A card for each field of a paper card."""
    card = drawn.card
    head = f"<p><b>{escape(card.title)}</b>: {escape(card.cite)}</p>{text.formula(card.latex)}"
    for field in card_fields(drawn, text):
        tags = ("papers", card.id, *card.needs)
        yield Card(f"{card.id}.{field.name}", head + field.prompt, field.answer, tags)


def _symbol_card(symbol: Symbol, text: HtmlText) -> Card:
    front = f"{text.formula(symbol.latex)}<p>How is it read, and what does it mean?</p>"
    back = f"<p><em>{escape(symbol.aloud)}</em></p><p>{escape(symbol.meaning)}</p>"
    return Card(f"symbol:{symbol.latex}", front, back, ("symbols",))


def number_of(name: str) -> int:
    """The number by which Anki knows a deck or a note type: from 2^30 up to 2^31, the same for the same name."""
    return 2**30 + int.from_bytes(sha256(name.encode()).digest()[:8], "big") % 2**30


def write(course: Course, file: Path, seed: int) -> int:
    """Write a deck and return the number of its notes. Raises OSError."""
    model = genanki.Model(
        number_of("ml-math-tutor/question"),
        "ml-math-tutor",
        fields=[{"name": name} for name in _FIELDS],
        templates=[{"name": "Question", "qfmt": "{{Front}}", "afmt": "{{FrontSide}}<hr id=answer>{{Back}}"}],
        css=_STYLE,
    )
    outline = course.outline
    deck = genanki.Deck(number_of(f"ml-math-tutor/{outline.id}"), outline.title)
    for place, card in enumerate(cards(course, seed)):
        guid = genanki.guid_for("ml-math-tutor", outline.id, card.id)
        fields = [escape(card.id), card.front, card.back]
        deck.add_note(genanki.Note(model, fields, guid=guid, tags=list(card.tags), due=place))
    genanki.Package(deck).write_to_file(str(file), timestamp=TIME)
    return len(deck.notes)
