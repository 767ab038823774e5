"""A line below the editor that asks what to find, or which line to go to."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import Input

from tutor.app.widgets.line_edit import LineEdit

LONGEST = 80  # characters


class EditorPrompt(LineEdit):
    """The line; Enter runs what it is for, Escape closes it.

    Args:
        editor: Gets the focus back.
        placeholder: What is asked.
        answered: Called with what was typed; returns whether the line is done with.
    """

    DEFAULT_CSS = "EditorPrompt, EditorPrompt:focus { max-width: 100; margin: 0 0 0 0; background: $panel; }"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "submit", "go"),
        Binding("escape", "close", "close"),
    ]

    def __init__(self, editor: Widget, placeholder: str, answered: Callable[[str], bool]) -> None:
        super().__init__(placeholder, LONGEST)
        self.editor, self.answered = editor, answered

    def on_mount(self) -> None:
        self.focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        if self.answered(event.value):
            self.action_close()

    def action_close(self) -> None:
        self.editor.focus()
        self.remove()
