"""A small editor for Python: line numbers, undo, find, comments, syntax highlighting, automatic indentation."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widget import Widget
from textual.widgets import TextArea
from textual.widgets.text_area import Selection, TextAreaTheme

from tutor.app.textual_patches.text_area_undo import UndoSafeTextArea
from tutor.app.widgets.code_lines import next_match, toggled_comments
from tutor.app.widgets.cursor_row import show_cursor
from tutor.app.widgets.editor_prompt import EditorPrompt
from tutor.fast.key_order import run_binding_now

INDENT = 4
LONGEST = 100_000  # characters; a paste beyond them is refused

# By kind of token, a role of the theme and whether it is bold.
_SYNTAX = {
    "keyword": ("accent", True), "keyword.function": ("accent", True), "keyword.return": ("accent", True),
    "keyword.operator": ("accent", False), "repeat": ("accent", True), "conditional": ("accent", True),
    "include": ("accent", True), "exception": ("accent", True), "comment": ("dim", False),
    "string": ("second", False), "string.documentation": ("second", False), "number": ("code", False),
    "float": ("code", False), "boolean": ("code", False), "constant.builtin": ("code", False),
    "function": ("", True), "method": ("", True), "class": ("", True),
}  # fmt: skip
_ANSI = {"accent": "green", "dim": "bright_black", "second": "blue", "code": "cyan"}


class CodeEditor(UndoSafeTextArea):
    """An editor for a program. Tab indents; Escape leaves, and then Tab moves the focus."""

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
        Binding("ctrl+z", "undo", "undo", id="undo"),
        Binding("ctrl+f", "find", "find", id="find"),
        Binding("ctrl+g", "go_to_line", "go to line", show=False, id="go_to_line"),
        Binding("ctrl+underscore", "comment", "comment", show=False, id="comment"),
    ]

    class Left(Message):
        """The learner leaves the editor."""

    class Moved(Message):
        """The text or the cursor has changed."""

    def __init__(self, text: str) -> None:
        super().__init__(text, language="python", soft_wrap=False, tab_behavior="indent", show_line_numbers=True)
        self.indent_width = INDENT

    def on_mount(self) -> None:
        self._recolour()
        self.app.theme_changed_signal.subscribe(self, lambda _: self._recolour())

    def _recolour(self) -> None:
        """Use the colors of the current theme."""
        app = self.app
        variables = app.theme_variables
        plain = app.current_theme.name.startswith("ansi")

        def style(role: str, bold: bool) -> Style:
            if not role:
                return Style(bold=bold)
            color = _ANSI[role] if plain else variables.get(role, "")
            return Style(color=color if plain or color.startswith("#") else None, bold=bold)

        styles = {name: style(*look) for name, look in _SYNTAX.items()}
        name = f"tutor {app.theme}"
        self.register_theme(TextAreaTheme(name, syntax_styles=styles))
        self.theme = name

    # The position in the text, as one number

    @property
    def cursor(self) -> int:
        """The cursor, in characters from the beginning of the text."""
        row, column = self.cursor_location
        return sum(len(self.document.get_line(line)) + 1 for line in range(row)) + column

    def place(self, cursor: int, scroll: int = 0) -> None:
        """Put the cursor at a character, and scroll to a line."""
        row, column = 0, max(0, min(cursor, len(self.text)))
        while row < self.document.line_count - 1 and column > len(self.document.get_line(row)):
            column -= len(self.document.get_line(row)) + 1
            row += 1
        self.move_cursor((row, column))
        self.scroll_to(y=scroll, animate=False)

    def show_line(self, line: int) -> None:
        """Put the cursor on a line, counted from 1."""
        row = max(0, min(line - 1, self.document.line_count - 1))
        text = self.document.get_line(row)
        self.move_cursor((row, len(text) - len(text.lstrip())), center=True)

    def exchange(self, text: str) -> None:
        """Replace the text in one step that can be undone; the cursor stays on its line."""
        if text != self.text:
            row, column = self.cursor_location
            self.replace(text, (0, 0), self.document.end)
            row = min(row, self.document.line_count - 1)
            self.move_cursor((row, min(column, len(self.document.get_line(row)))))

    # Keys

    def check_consume_key(self, key: str, character: str | None = None) -> bool:
        """Whether a key is text: every printable one, and the slash, which has no character in Textual."""
        return key == "slash" or super().check_consume_key(key, character)

    async def on_key(self, event: events.Key) -> None:
        """Run a binding before the letters that follow it in a burst; any other key goes on to TextArea's handler."""
        self.call_after_refresh(show_cursor, self)
        await run_binding_now(self, event, TextArea)

    def on_resize(self) -> None:
        if self.has_focus:
            self.call_after_refresh(self._show_caret)

    def _show_caret(self) -> None:
        self.scroll_cursor_visible()
        self.call_after_refresh(show_cursor, self)

    async def on_paste(self, event: events.Paste) -> None:
        if len(self.text) + len(event.text) > LONGEST:
            event.stop()
            event.prevent_default()
            self.notify(f"a program has at most {LONGEST:,} characters here", severity="warning")

    def action_newline(self) -> None:
        """Start a new line, indented as the one before, and further after a colon."""
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
        """Indent to the next multiple of four columns; a selection of several lines as a whole."""
        start, end = sorted(self.selection)
        if start[0] != end[0]:
            self._shift(start[0], end[0], INDENT)
        else:
            self._type(" " * (INDENT - self.cursor_location[1] % INDENT))

    def action_dedent(self) -> None:
        """Move the selected lines four columns to the left."""
        start, end = sorted(self.selection)
        self._shift(start[0], end[0], -INDENT)

    def action_erase(self) -> None:
        """Delete a character; within the indentation, back to the multiple of four columns before."""
        row, column = self.cursor_location
        before = self.document.get_line(row)[:column]
        if self.selection.is_empty and before and not before.strip(" "):
            back = (column - 1) % INDENT + 1
            self.delete((row, column - back), (row, column))
        else:
            self.action_delete_left()

    def action_comment(self) -> None:
        """Comment the selected lines out, or take their comments away."""
        (first, _), (last, end) = sorted(self.selection)
        last -= last > first and end == 0  # a selection up to the beginning of a line does not hold that line
        lines = [self.document.get_line(row) for row in range(first, last + 1)]
        row, column = self.cursor_location
        toggled = toggled_comments(lines)
        self.replace("\n".join(toggled), (first, 0), (last, len(lines[-1])))
        if first <= row <= last:
            column = max(0, column + len(toggled[row - first]) - len(lines[row - first]))
        self.move_cursor((row, column))

    def action_find(self) -> None:
        self._ask("find; Enter goes to the next place", self.find)

    def action_go_to_line(self) -> None:
        self._ask(f"line, 1 to {self.document.line_count}", self._go_to_line)

    def _ask(self, question: str, answered: Callable[[str], bool]) -> None:
        """Open the line below the editor, in place of one that is open."""
        if isinstance(self.parent, Widget):
            for prompt in self.parent.query(EditorPrompt):
                prompt.remove()
            self.parent.mount(EditorPrompt(self, question, answered), after=self)

    def find(self, text: str) -> bool:
        """Select where a text is found next; False, because Enter may go on to the place after that."""
        lines = self.document.lines
        place = next_match(lines, text, max(self.selection))
        if place is None:
            self.notify(f"{text!r} is not in the program." if text else "Type what to find.", timeout=4, markup=False)
        else:
            row, column = place
            self.selection = Selection(place, (row, column + len(text)))
            self.scroll_cursor_visible(center=True)
        return False

    def _go_to_line(self, text: str) -> bool:
        """Go to a line by its number; whether it is one."""
        if not text.strip().isdecimal():
            self.notify(f"Type a number from 1 to {self.document.line_count}.", timeout=4)
            return False
        self.show_line(int(text))
        return True

    def _type(self, text: str) -> None:
        start, end = self.selection
        self.replace(text, start, end, maintain_selection_offset=False)

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
