"""A small editor for Python: line numbers, undo, colours for the syntax, indentation that follows."""

from __future__ import annotations

from typing import ClassVar

from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import TextArea
from textual.widgets.text_area import TextAreaTheme

from tutor.fast.key_order import run_binding_now

INDENT = 4
LONGEST = 100_000  # characters; what is pasted beyond them is refused

# What kinds of token look like: a role of the theme's own palette, and whether it is bold.
_SYNTAX = {
    "keyword": ("accent", True), "keyword.function": ("accent", True), "keyword.return": ("accent", True),
    "keyword.operator": ("accent", False), "repeat": ("accent", True), "conditional": ("accent", True),
    "include": ("accent", True), "exception": ("accent", True), "comment": ("dim", False),
    "string": ("second", False), "string.documentation": ("second", False), "number": ("code", False),
    "float": ("code", False), "boolean": ("code", False), "constant.builtin": ("code", False),
    "function": ("", True), "method": ("", True), "class": ("", True),
}  # fmt: skip
_ANSI = {"accent": "green", "dim": "bright_black", "second": "blue", "code": "cyan"}


class CodeEditor(TextArea):
    """The learner's program. Tab indents; Escape leaves, and then Tab goes on to the next thing."""

    DEFAULT_CSS = """
    CodeEditor { height: 12; border: none; padding: 0; background: $panel; scrollbar-size: 0 1; }
    CodeEditor:focus { border: none; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "leave"),
        Binding("enter", "newline", show=False),
        Binding("tab", "indent", show=False),
        Binding("shift+tab", "dedent", show=False),
        Binding("backspace", "erase", show=False),
        Binding("ctrl+z", "undo", "undo"),
    ]

    class Left(Message):
        """The learner wants to go on with the page."""

    class Moved(Message):
        """Text or cursor changed."""

    def __init__(self, text: str, *, id: str | None = None) -> None:
        super().__init__(text, language="python", soft_wrap=False, tab_behavior="indent", show_line_numbers=True, id=id)
        self.indent_width = INDENT

    def on_mount(self) -> None:
        self._recolour()
        self.app.theme_changed_signal.subscribe(self, lambda _: self._recolour())

    def _recolour(self) -> None:
        """The colours of the theme that is on."""
        app = self.app
        variables = app.theme_variables
        plain = app.current_theme.name.startswith("ansi")

        def style(role: str, bold: bool) -> Style:
            if not role:
                return Style(bold=bold)
            found = _ANSI[role] if plain else variables.get(role, "")
            return Style(color=found if plain or found.startswith("#") else None, bold=bold)

        styles = {name: style(*look) for name, look in _SYNTAX.items()}
        name = f"tutor {app.theme}"
        self.register_theme(TextAreaTheme(name, syntax_styles=styles))
        self.theme = name

    # The place in the text, as one number

    @property
    def cursor(self) -> int:
        """The cursor, in characters from the beginning."""
        row, column = self.cursor_location
        return sum(len(self.document.get_line(line)) + 1 for line in range(row)) + column

    def place(self, cursor: int, scroll: int = 0) -> None:
        """Put the cursor at a character, and a line at the top."""
        row, left = 0, max(0, min(cursor, len(self.text)))
        while row < self.document.line_count - 1 and left > len(self.document.get_line(row)):
            left -= len(self.document.get_line(row)) + 1
            row += 1
        self.move_cursor((row, left))
        self.scroll_to(y=scroll, animate=False)

    def show_line(self, line: int) -> None:
        """Put the cursor on a line, counted from 1."""
        row = max(0, min(line - 1, self.document.line_count - 1))
        text = self.document.get_line(row)
        self.move_cursor((row, len(text) - len(text.lstrip())), center=True)

    def exchange(self, text: str) -> None:
        """Put another text here, as one step that can be undone; the cursor stays on its line."""
        if text != self.text:
            row, column = self.cursor_location
            self.replace(text, (0, 0), self.document.end)
            row = min(row, self.document.line_count - 1)
            self.move_cursor((row, min(column, len(self.document.get_line(row)))))

    # Keys

    def check_consume_key(self, key: str, character: str | None = None) -> bool:
        """Every printable key is text. The slash has no character of its own in Textual."""
        return key == "slash" or super().check_consume_key(key, character)

    async def _on_key(self, event: events.Key) -> None:
        """In a burst, a key that edits must not be overtaken by the letters that follow it."""
        if not await run_binding_now(self, event, TextArea):
            await super()._on_key(event)

    async def on_paste(self, event: events.Paste) -> None:
        if len(self.text) + len(event.text) > LONGEST:
            event.stop()
            event.prevent_default()
            self.notify(f"a program has at most {LONGEST:,} characters here", severity="warning")

    def action_newline(self) -> None:
        """A new line, indented as the one before, and further behind a colon."""
        row, column = self.cursor_location
        before = self.document.get_line(row)[:column]
        indent = len(before) - len(before.lstrip(" "))
        code = before.split("#")[0].rstrip()
        if code.endswith(":"):
            indent += INDENT
        elif code.strip() in ("pass", "break", "continue") or code.lstrip().startswith("return"):
            indent = max(0, indent - INDENT)
        self._type("\n" + " " * indent)

    def action_indent(self) -> None:
        """To the next column of four; a selection moves as a whole."""
        start, end = sorted(self.selection)
        if start[0] != end[0]:
            self._shift(start[0], end[0], INDENT)
        else:
            self._type(" " * (INDENT - self.cursor_location[1] % INDENT))

    def action_dedent(self) -> None:
        """Four columns to the left."""
        start, end = sorted(self.selection)
        self._shift(start[0], end[0], -INDENT)

    def action_erase(self) -> None:
        """One character; within the indentation, back to the column of four before."""
        row, column = self.cursor_location
        before = self.document.get_line(row)[:column]
        if self.selection.is_empty and before and not before.strip(" "):
            back = (column - 1) % INDENT + 1
            self.delete((row, column - back), (row, column))
        else:
            self.action_delete_left()

    def _type(self, text: str) -> None:
        start, end = self.selection
        self._replace_via_keyboard(text, start, end)

    def _shift(self, first: int, last: int, by: int) -> None:
        lines = [self.document.get_line(row) for row in range(first, last + 1)]
        moved = [self._shifted(line, by) for line in lines]
        row, column = self.cursor_location
        change = len(moved[row - first]) - len(lines[row - first])
        self.replace("\n".join(moved), (first, 0), (last, len(lines[-1])))
        self.move_cursor((row, max(0, column + change)))

    @staticmethod
    def _shifted(line: str, by: int) -> str:
        if by > 0:
            return " " * by + line if line.strip() else line
        return line[min(-by, len(line) - len(line.lstrip(" "))) :]

    def action_leave(self) -> None:
        self.post_message(self.Left())

    def on_text_area_changed(self) -> None:
        self.post_message(self.Moved())

    def on_text_area_selection_changed(self) -> None:
        self.post_message(self.Moved())
