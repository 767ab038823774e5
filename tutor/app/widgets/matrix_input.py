"""The answer input for a matrix, cell by cell."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.reactive import reactive

from tutor.app.widgets.answer_input import AnswerPasted, AnswerSubmitted, AnswerTyped
from tutor.app.widgets.cursor_row import show_cursor
from tutor.app.widgets.lines import Lines
from tutor.fast.key_order import run_binding_now
from tutor.learning.pasted_matrix import is_one_entry
from tutor.rendering.answer_boxes import cell_width, fields, matrix_lines
from tutor.rendering.notation import Line

LONGEST = 20  # characters in a cell
LONGEST_PASTE = 2000  # characters of a pasted matrix
SEPARATORS = set(",;[]")


def _is_text(character: str | None) -> bool:
    return character is not None and character.isprintable() and character not in ("", " ", "?")


def spelled(cells: list[list[str]]) -> str:
    """Return the cells as one text, such as `[1, 2; 3, 4]`."""
    return "[" + "; ".join(", ".join(row) for row in cells) + "]"


class MatrixInput(Lines, can_focus=True):
    """Cells between brackets, in which whatever a line of text takes can be typed.

    Arrow keys, Tab and Enter move. The first character typed in a cell replaces what is in it. Enter in the last cell
    submits, or goes to the first empty cell if there is one; ctrl+Enter submits from every cell.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1, 0)", "move", show=False),
        Binding("down", "move(1, 0)", "move", show=False),
        Binding("left", "move(0, -1)", "move", show=False),
        Binding("right", "move(0, 1)", "move", key_display="↑↓←→"),
        Binding("space", "next", "next cell", show=False),
        Binding("tab", "tab", "next cell", show=False),
        Binding("shift+tab", "back_tab", "cell before", show=False),
        Binding("ctrl+enter,ctrl+j", "submit", "check", show=False),
        Binding("enter", "enter", "next cell, check"),
        Binding("backspace", "rub", "rub out", show=False),
        Binding("delete", "clear", "empty the cell", show=False),
        Binding("ctrl+c", "copy", "copy", show=False),
    ]

    place: reactive[tuple[int, int]] = reactive((0, 0), repaint=False)

    def __init__(self, rows: int, columns: int, whole: Callable[[str], list[list[str]] | None]) -> None:
        """Make an empty matrix; `whole` reads a pasted text as cells, and is None for a text of another shape."""
        super().__init__()
        self.rows, self.columns, self.whole = rows, columns, whole
        self.cells = fields("", rows, columns)
        self.wrong: tuple[tuple[bool, ...], ...] | None = None
        self.closed = False
        self._replaces = True  # whether the next character replaces what is in the cell

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "tab":
            return not self.closed and self.place != self._last
        if action == "back_tab":
            return not self.closed and self.place != (0, 0)
        return not self.closed

    @property
    def _last(self) -> tuple[int, int]:
        return self.rows - 1, self.columns - 1

    def restore(self, text: str, cursor: int | None = None) -> None:
        self.cells = fields(text, self.rows, self.columns)
        if cursor is not None:
            cursor = min(max(cursor, 0), self.rows * self.columns - 1)
            self.set_reactive(MatrixInput.place, divmod(cursor, self.columns))
        self.changed(layout=False)

    def mark(self, cells: tuple[tuple[bool, ...], ...] | None) -> None:
        self.wrong = tuple(tuple(not right for right in row) for row in cells) if cells else None
        self.changed(layout=False)

    def show_answer(self, answer: str) -> None:
        self.wrong = None
        self.restore(answer)

    def close(self) -> None:
        self.closed = True
        self.can_focus = False
        self.changed(layout=False)

    def typeset(self, width: int) -> list[Line]:
        return matrix_lines(self.cells, self.wrong, self.place if self.has_focus else None, self.plain)

    @property
    def cursor_rows(self) -> tuple[int, int]:
        """The row of the cell under the cursor."""
        return self.place[0], 1

    def watch_place(self) -> None:
        self._replaces = True
        self.changed(layout=False)

    def watch_has_focus(self, _: bool) -> None:
        self._replaces = True
        self.changed(layout=False)

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Whether a key is text here, whatever it does on other screens: every printable one but `?`."""
        return not self.closed and (key == "slash" or _is_text(character))

    async def on_key(self, event: events.Key) -> None:
        """Type a character of a number; a separator moves to the next cell or row."""
        char = event.character
        self.call_after_refresh(show_cursor, self)
        if self.closed or await run_binding_now(self, event, Lines) or not char:
            return
        if char in SEPARATORS:
            event.stop()
            if char == ",":
                self.action_next()
            elif char == ";":
                self.place = (min(self.place[0] + 1, self.rows - 1), 0)
        elif _is_text(char):
            event.stop()
            self._insert(char)

    def on_paste(self, event: events.Paste) -> None:
        """Paste a whole matrix, in any notation, or one entry into the cell; refuse anything else as a whole."""
        event.stop()
        text = event.text.strip()
        if self.closed or not text:
            return
        if len(text) > 1:
            self.post_message(AnswerPasted())
        whole = self.whole(text) if len(text) <= LONGEST_PASTE else None
        before = "" if self._replaces else self._text()
        if whole is not None and all(len(entry) <= LONGEST for row in whole for entry in row):
            self.cells, self.wrong = whole, None
            self.place = self._last  # from where Enter checks
            self._replaces = True
            self._typed()
        elif is_one_entry(text) and text.isprintable() and len(before + text) <= LONGEST:
            self._insert(text)
        else:
            size = f"{self.rows} by {self.columns} matrix"
            self.notify(
                f"The pasted text could not be read as a {size}, so nothing was changed.", severity="warning", timeout=8
            )

    def on_click(self, event: events.Click) -> None:
        wide = cell_width(self.cells)
        row, column = event.y, (event.x - 2) // wide
        if 0 <= row < self.rows and 0 <= column < self.columns and not self.closed:
            self.place = (row, column)

    def action_move(self, down: int, right: int) -> None:
        row, column = self.place
        self.place = (min(max(row + down, 0), self.rows - 1), min(max(column + right, 0), self.columns - 1))

    def action_next(self) -> None:
        row, column = self.place
        self.place = divmod(min(row * self.columns + column + 1, self.rows * self.columns - 1), self.columns)

    def action_tab(self) -> None:
        self.action_next()

    def action_back_tab(self) -> None:
        row, column = self.place
        self.place = divmod(row * self.columns + column - 1, self.columns)

    def action_enter(self) -> None:
        """Go to the next cell; from the last one, submit."""
        if self.place == self._last:
            self.action_submit()
        else:
            self.action_next()

    def action_submit(self) -> None:
        """Submit, or go to the first empty cell."""
        empty = [
            (row, column) for row in range(self.rows) for column in range(self.columns) if not self.cells[row][column]
        ]
        if empty:
            self.place = empty[0]
        else:
            self._replaces = True
            self.post_message(AnswerSubmitted(spelled(self.cells)))

    def action_rub(self) -> None:
        self._replaces = False
        self._write(self._text()[:-1])

    def action_clear(self) -> None:
        self._write("")

    def action_copy(self) -> None:
        """Copy the whole matrix."""
        self.app.copy_to_clipboard(spelled(self.cells))

    def _text(self) -> str:
        row, column = self.place
        return self.cells[row][column]

    def _insert(self, text: str) -> None:
        before = "" if self._replaces else self._text()
        self._replaces = False
        self._write(before + text)

    def _write(self, text: str) -> None:
        row, column = self.place
        self.cells[row][column] = text[:LONGEST]
        self.wrong = None
        self._typed()

    def _typed(self) -> None:
        self.changed(layout=False)
        row, column = self.place
        self.post_message(AnswerTyped(spelled(self.cells), row * self.columns + column))
