"""The list of paper cards, each with what it builds on and how far it is read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from tutor.app.screens.list_screen import ListScreen
from tutor.app.widgets.menu import Row
from tutor.learning.labels import FIELD_NAMES
from tutor.rendering.icons import sign
from tutor.rendering.typeset import joined, words

if TYPE_CHECKING:
    from lessons.outline import CardEntry
    from progress.state.records import PaperRecord
    from tutor.learning.scheduling.due_fields import DueField

_ABOUT = (
    "Each card takes one formula from a paper: what its symbols mean, the shapes, a limit, one number, and the line of "
    "NumPy. Six to nine minutes; you can leave after any answer."
)
_EMPTY = "This course has no papers to read yet."


class PaperList(Struct, frozen=True):
    """The cards, what was read of them, the drafts, the titles of the pages that each builds on, and what is due."""

    cards: tuple[CardEntry, ...]
    read: dict[str, PaperRecord]
    begun: frozenset[str]
    pages: dict[str, tuple[str, ...]]
    due: tuple[DueField, ...]


class PapersScreen(ListScreen[PaperList]):
    """Every paper card, in the order of the course."""

    HELP_TEXT = """
Each card is one formula from a paper. A card is done (✓) once you have answered everything in it yourself.
After its title come the pages it builds on. Reading a card again draws other numbers.
A single field comes back (↻), here and in reviews, when the predicted recall of that kind of reading has fallen.
"""

    def gather(self) -> PaperList:
        from tutor.learning.labels import pages_teaching
        from tutor.learning.paper_state import SAVED
        from tutor.learning.scheduling.due_fields import due_fields

        course = self.session.course
        begun = frozenset(key.removeprefix(SAVED) for key in self.session.place.drafts if key.startswith(SAVED))
        pages = {
            card.id: tuple(page.title for page in pages_teaching(course, card.needs)) for card in course.outline.cards
        }
        due = due_fields(course, self.session.state, self.session.now())
        return PaperList(course.outline.cards, dict(self.session.state.papers), begun, pages, due)

    def header(self, found: PaperList | None) -> tuple[str, str]:
        done = sum(one.done_t is not None for one in found.read.values()) if found else 0
        return "Read papers", f"{done} of {len(found.cards)} done" if found else ""

    def rows(self, found: PaperList, width: int) -> list[Row]:
        if not found.cards:
            return self.say(_EMPTY, width)
        rows = [*self.say(_ABOUT, width), Row(), *self._due(found, width)]
        rows += [self._row(found, card, width) for card in found.cards]
        return [*rows, Row(), *self.entry("Letters: what each one means, card by card", "letters:", width)]

    def _due(self, found: PaperList, width: int) -> Iterator[Row]:
        """The fields that are due again, each with the reason."""
        titles = {card.id: card.title for card in found.cards}
        for one in found.due:
            yield from self.entry(f"{FIELD_NAMES[one.field]} of {titles[one.card]}", f"paper:{one.id}", width, "due")
            yield from self.say(one.why, width, "dim", 3)
        if found.due:
            yield Row()

    def _row(self, found: PaperList, card: CardEntry, width: int) -> Row:
        record = found.read.get(card.id)
        done = record is not None and record.done_t is not None
        mark = "right" if done else "begun" if card.id in found.begun or record is not None else "new"
        role = "good" if done else "accent" if mark == "begun" else "dim"
        lead = words(sign(mark, self.session.plain) + "  ", role)
        title = words(card.title)
        room = width - len(lead) - len(title) - 2
        pages = words(f"  {_that_fit(found.pages[card.id], room)}", "dim", ascii_only=self.session.plain)
        return Row(joined(lead, title, pages), f"paper:{card.id}")

    def chosen(self, kind: str, what: str) -> None:
        self.navigator.open_thing(kind, what)


def _that_fit(titles: Sequence[str], room: int) -> str:
    """The titles that fit into some columns, none of them cut, and how many more there are."""
    for shown in range(len(titles), 0, -1):
        more = f" and {len(titles) - shown} more" if shown < len(titles) else ""
        text = "; ".join(titles[:shown]) + more
        if len(text) <= room:
            return text
    return ""
