"""The base class of the screens: access to the app, and the keys that work on every screen."""

from __future__ import annotations

from functools import partial
from math import inf
from typing import TYPE_CHECKING, ClassVar, cast

from textual.binding import Binding, BindingType
from textual.events import InputEvent, Key, Resize
from textual.geometry import Size
from textual.message import Message
from textual.screen import Screen

from tutor.app.widgets.cursor_row import show_cursor

if TYPE_CHECKING:
    from tutor.app.command_palette import ScreenCommand
    from tutor.app.ports import Application, Navigator
    from tutor.app.session import Session


MOVES = frozenset(("up", "down", "left", "right", "enter", "space", "tab", "escape", "colon", "ctrl+p"))
"""Keys whose bindings the command palette leaves out."""


class TutorScreen(Screen[None]):
    """A screen of the app."""

    HELP_TEXT: ClassVar[str] = ""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "app.search", "search"),
        Binding("question_mark", "app.help", "help"),
        Binding("colon", "app.command_palette", "commands", show=False),
    ]

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self._seen_from = 0.0  # the time of events from which on the latest verdict is on the screen
        self._last_was_enter = False

    def on_resize(self, event: Resize) -> None:
        self.resizing(event.size)
        self.call_after_refresh(self.resized)

    def resizing(self, size: Size) -> None:
        """Called before the screen is laid out for another size."""

    def resized(self) -> None:
        """Called once the screen is laid out for another size: the cursor stays in sight."""
        if self.focused is not None:
            show_cursor(self.focused)

    def verdict_shown(self) -> None:
        """Note that a verdict was shown: an Enter that was pressed before it could be seen does not lead on."""
        self._seen_from = inf
        self.call_after_refresh(self._verdict_painted)

    def _verdict_painted(self) -> None:
        self._seen_from = Message().time

    def comes_too_early(self, event: InputEvent) -> bool:
        """Whether this is a second Enter in a row, pressed before the verdict of the first could be seen.

        With anything typed or pasted between them, the second one gives an answer, and does not lead on.
        """
        enter = isinstance(event, Key) and event.key == "enter"
        again, self._last_was_enter = enter and self._last_was_enter, enter
        return again and event.time < self._seen_from

    def record_changed(self) -> None:
        """Show what was added to the record since, by an answer here or in another session."""

    def commands(self) -> list[ScreenCommand]:
        """What the command palette offers of this screen: everything that a key here does, but for moving about."""
        found: dict[str, ScreenCommand] = {}
        for active in self.active_bindings.values():
            binding = active.binding
            offered = binding.id or binding.show or len(binding.key) == 1
            if active.enabled and binding.description and offered and binding.key not in MOVES:
                run = partial(self.app.run_action, binding.action, active.node)
                found.setdefault(binding.description, (binding.description, binding.key, run))
        return list(found.values())

    def takes_letter(self, character: str) -> bool:
        """Whether a letter is typed into something in sight, and so is no command."""
        return False

    @property
    def tutor(self) -> Application:
        """The app, as its screens see it."""
        return cast("Application", self.app)

    @property
    def navigator(self) -> Navigator:
        """Opens other screens."""
        return self.tutor.navigator
