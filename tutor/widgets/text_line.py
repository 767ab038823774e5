"""A line of text that leaves the question mark to help."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.reactive import reactive
from textual.widgets import Input

from tutor.widgets.at_once import act_at_once


class TextLine(Input):
    """Textual's Input without a frame; `?` asks for help, for nothing that is typed here holds one."""

    DEFAULT_CSS = """
    TextLine, TextLine:focus {
        width: 1fr; height: 1; border: none; padding: 0 1; background: $panel;
    }
    TextLine:disabled { opacity: 100%; }
    TextLine:ansi { text-style: underline; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "submit", "check")]

    virtual_size = reactive(Size(0, 0))  # Textual's lays out the whole screen at each character

    def __init__(self, placeholder: str, longest: int, *, id: str | None = None) -> None:
        super().__init__(placeholder=placeholder, max_length=longest, select_on_focus=False, id=id)
        self.cursor_blink = False

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Every printable key but the question mark is text. The slash has no character of its own in Textual."""
        return key == "slash" or (character is not None and character.isprintable() and key != "question_mark")

    def validate(self, value: str) -> None:
        """Nothing is looked for here while it is typed."""

    async def on_key(self, event: events.Key) -> None:
        if event.character == "?":
            event.stop()
            event.prevent_default()
            await self.run_action("app.help")
        else:
            await act_at_once(self, event, Input)
