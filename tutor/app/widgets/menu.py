"""A list of rows with a cursor: some rows can be opened, others are text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from msgspec import Struct
from textual import events
from textual.binding import Binding, BindingType
from textual.containers import ScrollableContainer
from textual.geometry import Region
from textual.message import Message

from tutor.app.widgets.lines import Lines
from tutor.rendering.icons import sign
from tutor.rendering.notation import Line
from tutor.rendering.typeset import in_ascii, joined, words


class Row(Struct, frozen=True):
    """One line of a menu; one without a key cannot be opened. `short` replaces a line that does not fit."""

    line: Line = ()
    key: str = ""
    short: Line = ()

    def within(self, width: int, ascii_only: bool) -> Line:
        """Return the line, in the characters there are, shortened to a width."""
        line, short = (in_ascii(self.line), in_ascii(self.short)) if ascii_only else (self.line, self.short)
        line = short if short and len(line) > width else line
        return line if len(line) <= width else joined(line[: max(0, width - 3)], words("...", "dim"))


class Menu(Lines, can_focus=True):
    """The rows; the one under the cursor is marked."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", "move", show=False),
        Binding("down", "move(1)", "move", key_display="↑↓"),
        Binding("home", "end(-1)", "first", show=False),
        Binding("end", "end(1)", "last", show=False),
        Binding("enter", "open", "open"),
    ]

    class Chosen(Message):
        """A row was opened, by Enter or a click."""

        def __init__(self, key: str) -> None:
            super().__init__()
            self.key = key

    def __init__(self, rows: Sequence[Row], *, widget_id: str | None = None) -> None:
        super().__init__(id=widget_id)
        self.rows = tuple(rows)
        self.cursor = next((index for index, row in enumerate(self.rows) if row.key), 0)

    @property
    def key(self) -> str:
        """The key of the row under the cursor."""
        return self.rows[self.cursor].key if self.rows else ""

    @property
    def cursor_rows(self) -> tuple[int, int]:
        """The first row of what the cursor is on, and the number of its rows."""
        return self.cursor, 1

    def show(self, rows: Sequence[Row], key: str | None = None) -> None:
        """Show other rows, with the cursor on `key`, else where it was."""
        target = self.key if key is None else key
        self.rows = tuple(rows)
        self.cursor = next((index for index, row in enumerate(self.rows) if row.key and row.key == target), -1)
        if self.cursor < 0:
            self.cursor = next((index for index, row in enumerate(self.rows) if row.key), 0)
        self.changed()

    def typeset(self, width: int) -> list[Line]:
        pointer = words(sign("cursor", self.plain) + " ", "accent", bold=True)
        lines = []
        for index, row in enumerate(self.rows):
            here = index == self.cursor and bool(row.key)
            lines.append(joined(pointer if here else words("  "), row.within(width - 2, self.plain)))
        return lines

    def on_click(self, event: events.Click) -> None:
        if 0 <= event.y < len(self.rows) and self.rows[event.y].key:
            self._to(event.y)
            self.action_open()

    def scroll_to_cursor(self) -> None:
        """Scroll until the row under the cursor shows, with the text rows that belong to it."""
        container = self._container()
        if container is None:
            return
        height = container.size.height
        keyed = [index for index, row in enumerate(self.rows) if row.key]
        before = self.cursor if any(index < self.cursor for index in keyed) or self.cursor >= height - 1 else 0
        after = next((index for index in keyed if index > self.cursor), len(self.rows))
        end = min(after, before + height - 1)
        top = self.region.y - container.region.y + round(container.scroll_y)  # other containers may lie between
        container.scroll_to_region(Region(0, top + before, 1, max(1, end - before)), animate=False)

    def _container(self) -> ScrollableContainer | None:
        """Return the container that scrolls the menu."""
        return next((widget for widget in self.ancestors if isinstance(widget, ScrollableContainer)), None)

    def action_move(self, by: int) -> None:
        keyed = [index for index, row in enumerate(self.rows) if row.key]
        if self.cursor in keyed:
            at = keyed.index(self.cursor) + by
            if 0 <= at < len(keyed):
                self._to(keyed[at])
            elif (container := self._container()) is not None:
                # No row to open in that direction, but there may be text to read.
                container.scroll_relative(y=3 * by, animate=False)

    def action_end(self, by: int) -> None:
        keyed = [index for index, row in enumerate(self.rows) if row.key]
        if keyed:
            self._to(keyed[0] if by < 0 else keyed[-1])

    def action_open(self) -> None:
        if self.key:
            self.post_message(self.Chosen(self.key))

    def _to(self, index: int) -> None:
        self.cursor = index
        self.changed(layout=False)
        self.scroll_to_cursor()
