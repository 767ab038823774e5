"""The opening screen of a placement: what will happen, before the first question."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType

from tutor.app.screens.list_screen import ListScreen
from tutor.app.widgets.menu import Row
from tutor.learning.session_state import SessionState
from tutor.learning.study_engine import PLACEMENT_INTRO


class PlacementIntroScreen(ListScreen[SessionState]):
    """What a placement asks and what follows from it. Enter begins."""

    HELP_TEXT = "**Enter** begins the placement. **Escape** goes back; nothing was asked and nothing is on record."

    BINDINGS: ClassVar[list[BindingType]] = [Binding("q,escape", "back", "back", key_display="q")]

    def remember_place(self) -> None:
        self.session.remember(screen="home")

    def gather(self) -> SessionState:
        """The session that would begin."""
        from tutor.learning.session_state import resume_or_new

        return resume_or_new(None, "placement", "", self.session.now())

    def header(self, found: SessionState | None) -> tuple[str, str]:
        return "Placement", "not begun"

    def rows(self, found: SessionState, width: int) -> list[Row]:
        rows: list[Row] = []
        for text in (*PLACEMENT_INTRO, "ctrl+k says that you don't know."):
            rows += [*self.say(text, width), Row()]
        return [*rows, *self.entry("Begin", "begin:", width), *self.entry("Not now", "home:", width)]

    def chosen(self, kind: str, what: str) -> None:
        if kind == "begin" and self.found is not None:
            self.session.sit(self.found)
            self.navigator.resume_session(self.found)
        else:
            self.navigator.open_home()
