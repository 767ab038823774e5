"""The letters that mean one thing in one paper and another in the next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.app.screens.list_screen import ListScreen
from tutor.app.widgets.menu import Row
from tutor.rendering.context import RenderContext
from tutor.rendering.paper import letter_lines

if TYPE_CHECKING:
    from lessons.paper_cards.letters import Letter
    from tutor.app.session import Session

_ABOUT = "One letter, many meanings: what each letter stands for, card by card."
_HIDDEN = "What the letters of the open card mean is not shown here."


class LettersScreen(ListScreen[tuple["Letter", ...]]):
    """Every letter with two meanings or more, card by card.

    Args:
        session: The session.
        hidden: The card that asks for its own letters now: their meanings are left out.
    """

    HELP_TEXT = "Papers share an alphabet and not its meanings. Each row is a letter as one card uses it."

    def __init__(self, session: Session, hidden: str = "") -> None:
        super().__init__(session)
        self.hidden = hidden

    def gather(self) -> tuple[Letter, ...]:
        return self.session.course.letters

    def header(self, found: tuple[Letter, ...] | None) -> tuple[str, str]:
        return "Letters of the papers", f"{len(found)} letters" if found else ""

    def rows(self, found: tuple[Letter, ...], width: int) -> list[Row]:
        titles = {card.id: card.title for card in self.session.course.outline.cards}
        rows = [*self.say(_ABOUT, width), *(self.say(_HIDDEN, width, "dim") if self.hidden else ()), Row()]
        for letter in found:
            for card, line in letter_lines(letter, titles, RenderContext(width, self.session.plain), self.hidden):
                rows.append(Row(line, f"paper:{card}" if card else ""))
        return rows

    def chosen(self, kind: str, what: str) -> None:
        if not self.hidden:
            self.navigator.open_thing(kind, what)
