"""The opening screen of a placement or a checkpoint: what will happen, before the first question."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from tutor.app.key_settings import key_of
from tutor.app.screens.list_screen import ListScreen
from tutor.app.widgets.menu import Row
from tutor.learning.session_intro import intro
from tutor.learning.session_state import SessionState, name_of

if TYPE_CHECKING:
    from tutor.app.session import Session


class SessionIntroScreen(ListScreen[tuple[str, ...]]):
    """What a session that is not begun will ask and what follows from it. Enter begins it."""

    HELP_TEXT = "**Enter** begins. **Escape** goes back; nothing was asked and nothing is on record."

    BINDINGS: ClassVar[list[BindingType]] = [Binding("q,escape", "back", "back", key_display="q")]

    def __init__(self, session: Session, planned: SessionState) -> None:
        super().__init__(session)
        self.planned = planned

    def remember_place(self) -> None:
        self.session.remember(screen="home")

    def gather(self) -> tuple[str, ...]:
        """The paragraphs of the announcement."""
        session = self.session
        return intro(session.course, session.state, self.planned.sitting, session.now())

    def header(self, found: tuple[str, ...] | None) -> tuple[str, str]:
        return name_of(self.session.course, self.planned.sitting), "not begun"

    def rows(self, found: tuple[str, ...], width: int) -> list[Row]:
        rows: list[Row] = []
        for text in found:
            rows += [*self.say(text, width), Row()]
        if self.planned.sitting.kind == "placement":
            rows += [*self.say(f"{key_of('do_not_know', self.session.keys)} says that you don't know.", width), Row()]
        return [*rows, *self.entry("Begin", "begin:", width), *self.entry("Not now", "home:", width)]

    def chosen(self, kind: str, what: str) -> None:
        if kind == "begin":
            self.navigator.resume_session(self.planned)
        else:
            self.navigator.open_home()
