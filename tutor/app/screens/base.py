"""What the screens have in common: the app they belong to, and the keys that hold everywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from textual.binding import Binding, BindingType
from textual.screen import Screen

from tutor.app.widgets.plain_containers import PlainContainer

if TYPE_CHECKING:
    from tutor.app.app import TutorApp
    from tutor.app.session import Session


class TutorScreen(Screen[None], PlainContainer):
    """A screen of the app."""

    HELP_TEXT: ClassVar[str] = ""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "app.search", "search"),
        Binding("question_mark", "app.help", "help"),
    ]

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session

    def record_changed(self) -> None:
        """The record holds more than it did: show it."""

    @property
    def tutor(self) -> TutorApp:
        """The app, by its own type."""
        return cast("TutorApp", self.app)
