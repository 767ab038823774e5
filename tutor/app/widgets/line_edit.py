"""A line of text that leaves the question mark to help."""

from __future__ import annotations

from typing import ClassVar, NamedTuple

from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.reactive import reactive
from textual.widgets import Input

from tutor.fast.key_order import run_binding_now


class Edit(NamedTuple):
    """A text and where its cursor stands."""

    text: str
    cursor: int

    def typed(self, character: str) -> Edit:
        """With a character more."""
        return Edit(self.text[: self.cursor] + character + self.text[self.cursor :], self.cursor + 1)

    def rubbed_out(self) -> Edit:
        """Without the character before the cursor."""
        left = max(0, self.cursor - 1)
        return Edit(self.text[:left] + self.text[self.cursor :], left)


class LineEdit(Input):
    """Textual's Input without a frame; `?` asks for help, for nothing that is typed here holds one.

    What comes faster than it can be shown, as a slow line delivers it, is put in at once: Input works at every key for
    half a millisecond.
    """

    DEFAULT_CSS = """
    LineEdit, LineEdit:focus {
        width: 1fr; height: 1; border: none; padding: 0 1; background: $panel;
    }
    LineEdit:disabled { opacity: 100%; }
    LineEdit:ansi { text-style: underline; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "submit", "check")]

    virtual_size = reactive(Size(0, 0))  # Textual's lays out the whole screen at each character

    def __init__(self, placeholder: str, longest: int, *, id: str | None = None) -> None:
        super().__init__(placeholder=placeholder, max_length=longest, select_on_focus=False, id=id)
        self.cursor_blink = False
        self._longest = longest
        self._edit: Edit | None = None  # what is typed and not put in yet

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Every printable key but the question mark is text. The slash has no character of its own in Textual."""
        return key == "slash" or (character is not None and character.isprintable() and key != "question_mark")

    def validate(self, value: str) -> None:
        """Nothing is looked for here while it is typed."""

    async def on_key(self, event: events.Key) -> None:
        edit = self._edited(event)
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
        """The line after a key that only changes it at the cursor."""
        if not self.selection.is_empty:
            return None
        now = self._edit or Edit(self.value, self.cursor_position)
        if event.key == "backspace":
            return now.rubbed_out()
        fits = event.is_printable and event.character != "?" and len(now.text) < self._longest
        return now.typed(event.character) if fits and event.character is not None else None

    def put_in(self) -> None:
        """Put in what was typed."""
        edit, self._edit = self._edit, None
        if edit is not None:
            self.value, self.cursor_position = edit

    def watch_value(self, _: str) -> None:
        self._edit = None  # somebody else has put something in

    def on_paste(self) -> None:
        self.put_in()

    def on_mouse_down(self) -> None:
        self.put_in()
