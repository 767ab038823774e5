"""The list of paper cards, each with what it leans on and how far it is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from tutor.app.screens.list_screen import ListScreen
from tutor.app.widgets.menu import Row
from tutor.rendering.icons import sign
from tutor.rendering.typeset import joined, words

if TYPE_CHECKING:
    from lessons.outline import CardEntry
    from progress.state.records import PaperRecord

_ABOUT = (
    "One formula from a paper a card: what its symbols mean, the shapes, a limit, one number, and the line of NumPy. "
    "Six to nine minutes; you can leave after any answer."
)
_EMPTY = "This course has no papers to read yet."


class PaperList(Struct, frozen=True):
    """The cards, what was read of them, the drafts, and the titles of the pages that each leans on."""

    cards: tuple[CardEntry, ...]
    read: dict[str, PaperRecord]
    begun: frozenset[str]
    pages: dict[str, str]


class PapersScreen(ListScreen[PaperList]):
    """Every paper card, in the order of the course."""

    HELP_TEXT = """
Each card is one formula from a paper. A card is done (✓) once you have answered everything in it yourself.
After its title come the pages it builds on. Reading a card again draws other numbers.
"""

    def gather(self) -> PaperList:
        from tutor.learning.labels import pages_teaching
        from tutor.learning.paper_state import SAVED

        course = self.session.course
        begun = frozenset(key.removeprefix(SAVED) for key in self.session.place.drafts if key.startswith(SAVED))
        pages = {
            card.id: ", ".join(page.title for page in pages_teaching(course, card.needs))
            for card in course.outline.cards
        }
        return PaperList(course.outline.cards, dict(self.session.state.papers), begun, pages)

    def header(self, found: PaperList | None) -> tuple[str, str]:
        done = sum(one.done_t is not None for one in found.read.values()) if found else 0
        return "Read papers", f"{done} of {len(found.cards)} done" if found else ""

    def rows(self, found: PaperList, width: int) -> list[Row]:
        if not found.cards:
            return self.say(_EMPTY, width)
        return [*self.say(_ABOUT, width), Row(), *(self._row(found, card) for card in found.cards)]

    def _row(self, found: PaperList, card: CardEntry) -> Row:
        record = found.read.get(card.id)
        done = record is not None and record.done_t is not None
        mark = "right" if done else "begun" if card.id in found.begun or record is not None else "new"
        role = "good" if done else "accent" if mark == "begun" else "dim"
        lead = words(sign(mark, self.session.plain) + "  ", role)
        title = words(card.title)
        pages = words(f"  {found.pages[card.id]}", "dim", ascii_only=self.session.plain)
        return Row(joined(lead, title, pages), f"paper:{card.id}")

    def chosen(self, kind: str, what: str) -> None:
        self.navigator.open_thing(kind, what)
