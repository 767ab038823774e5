"""A line of text in which the question mark opens help."""

from __future__ import annotations

from typing import ClassVar, NamedTuple

from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.reactive import reactive
from textual.widgets import Input

from tutor.app.widgets.cursor_row import show_cursor
from tutor.fast.key_order import run_binding_now


class Edit(NamedTuple):
    """A text and the position of its cursor."""

    text: str
    cursor: int

    def typed(self, character: str) -> Edit:
        """Return the text with a character inserted at the cursor."""
        return Edit(self.text[: self.cursor] + character + self.text[self.cursor :], self.cursor + 1)

    def erased(self) -> Edit:
        """Return the text without the character before the cursor."""
        cursor = max(0, self.cursor - 1)
        return Edit(self.text[:cursor] + self.text[self.cursor :], cursor)


class LineEdit(Input):
    """Textual's Input without a frame, in which `?` opens help: no answer contains one.

    Keys of a burst, as a slow connection delivers them, are put in together: Input takes half a millisecond for each
    change of its value.
    """

    DEFAULT_CSS = """
    LineEdit, LineEdit:focus {
        width: 1fr; height: 1; border: none; padding: 0 1; background: $panel;
    }
    LineEdit:disabled { opacity: 100%; }
    LineEdit:ansi { text-style: underline; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "submit", "check"),
        Binding("ctrl+c", "copy", "copy", show=False),
    ]

    virtual_size = reactive(Size(0, 0))  # Input's own lays out the whole screen at each character

    def __init__(self, placeholder: str, longest: int) -> None:
        super().__init__(placeholder=placeholder, max_length=longest, select_on_focus=False)
        self.cursor_blink = False
        self._longest = longest
        self._edit: Edit | None = None  # what is typed and not yet put into Input

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Whether a key is text: every printable one but `?`, and the slash, which has no character in Textual."""
        return key == "slash" or (character is not None and character.isprintable() and key != "question_mark")

    def validate(self, value: str) -> None:
        """Skip validation, which nothing here uses."""

    async def on_key(self, event: events.Key) -> None:
        edit = self._edited(event)
        show_cursor(self)
        if edit is None:
            self.put_in()
            await self._act(event)
            return
        event.stop()
        event.prevent_default()
        held, self._edit = self._edit, edit
        if self.message_queue_size and held is None:
            self.call_later(self.put_in)
        elif held is None:
            self.put_in()

    async def _act(self, event: events.Key) -> None:
        if event.character == "?":
            event.stop()
            event.prevent_default()
            await self.run_action("app.help")
        else:
            await run_binding_now(self, event, Input)

    def _edited(self, event: events.Key) -> Edit | None:
        """Return the line after a key that inserts or deletes one character; None for any other key."""
        if not self.selection.is_empty:
            return None
        now = self._edit or Edit(self.value, self.cursor_position)
        if event.key == "backspace":
            return now.erased()
        fits = event.is_printable and event.character != "?" and len(now.text) < self._longest
        return now.typed(event.character) if fits and event.character is not None else None

    def put_in(self) -> None:
        """Put what was typed into Input."""
        edit, self._edit = self._edit, None
        if edit is not None:
            self.value, self.cursor_position = edit

    def watch_value(self, _: str) -> None:
        self._edit = None  # the value was set from elsewhere

    def on_paste(self, event: events.Paste) -> None:
        """Put in a whole paste, whose lines become one, or refuse it with a sentence."""
        event.stop()
        event.prevent_default()
        self.paste(event.text)

    def action_paste(self) -> None:
        """Paste what was copied in the app."""
        self.paste(self.app.clipboard)

    def paste(self, text: str) -> None:
        """Put a text in place of the selection; nothing changes if it is too long for the line."""
        self.put_in()
        line = " ".join(text.split())
        start, end = sorted(self.selection)
        length = len(self.value) - (end - start) + len(line)
        if length <= self._longest:
            self.replace(line, start, end)
            self.was_pasted(line)
        else:
            message = f"With the pasted text the line would have {length:,} characters, and it takes {self._longest}: "
            self.notify(f"{message}nothing was pasted.", severity="warning", timeout=8)

    def was_pasted(self, text: str) -> None:
        """Called when a text was pasted."""

    def action_copy(self) -> None:
        """Copy the selection; without one, the whole line."""
        self.put_in()
        if text := self.selected_text or self.value:
            self.app.copy_to_clipboard(text)

    def on_mouse_down(self) -> None:
        self.put_in()
