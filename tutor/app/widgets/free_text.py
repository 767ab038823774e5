"""A text area for an explanation in the learner's own words."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message

from tutor.app.textual_patches.text_area_undo import UndoSafeTextArea
from tutor.app.widgets.cursor_row import show_cursor

LONGEST = 2000  # characters of an explanation


class FreeText(UndoSafeTextArea):
    """A text area for a few sentences; Tab ends them."""

    DEFAULT_CSS = "FreeText, FreeText:focus { height: 5; border: none; background: $panel; padding: 0 1; }"

    BINDINGS: ClassVar[list[BindingType]] = [Binding("tab", "done", "done", priority=True)]

    class Done(Message):
        """The explanation is complete."""

    def check_consume_key(self, key: str, character: str | None = None) -> bool:
        """Whether a key is text: Enter and the slash are, whatever they do on other screens."""
        return key in ("enter", "slash") or super().check_consume_key(key, character)

    def on_key(self) -> None:
        self.call_after_refresh(show_cursor, self)

    def action_done(self) -> None:
        self.post_message(self.Done())

    async def on_paste(self, event: events.Paste) -> None:
        if len(self.text) + len(event.text) > LONGEST:
            event.stop()
            event.prevent_default()
            self.notify(f"an explanation has at most {LONGEST} characters", severity="warning")
