"""One line to type an answer on."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.widgets import Input

from tutor.widgets.answer_box import AnswerSubmitted, AnswerTyped

LONGEST = 300  # characters; what is pasted beyond them could not be judged


class LineBox(Input):
    """A line of text, with the editing keys of Textual's Input."""

    DEFAULT_CSS = """
    LineBox, LineBox:focus { width: 1fr; height: 1; border: none; padding: 0 1; background: $panel; }
    LineBox:disabled { opacity: 100%; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "submit", "check")]

    def __init__(self, placeholder: str) -> None:
        super().__init__(placeholder=placeholder, compact=True, max_length=LONGEST, select_on_focus=False)
        self._restored: str | None = None

    def restore(self, text: str, cursor: int | None = None) -> None:
        if text != self.value:
            self._restored = text
            self.value = text
        self.cursor_position = len(text) if cursor is None else min(cursor, len(text))

    def mark(self, cells: tuple[tuple[bool, ...], ...] | None) -> None:
        """A line has no entries to point at."""

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Every printable key is text here but the question mark, which no answer holds."""
        return key != "question_mark" and (key == "slash" or super().check_consume_key(key, character))

    async def on_key(self, event: events.Key) -> None:
        if event.character == "?":
            event.stop()
            event.prevent_default()
            await self.run_action("app.help")

    def close(self) -> None:
        self.disabled = True

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        if event.value != self._restored:
            self.post_message(AnswerTyped(event.value, self.cursor_position))
        self._restored = None

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.post_message(AnswerSubmitted(event.value))
