"""Rows under a cursor: some can be opened, others only say something."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from msgspec import Struct
from textual import events
from textual.binding import Binding, BindingType
from textual.containers import ScrollableContainer
from textual.geometry import Region
from textual.message import Message

from tutor.app.theme import sign
from tutor.app.widgets.lines import Lines
from tutor.rendering.notation import Line
from tutor.rendering.typeset import joined, words


class Row(Struct, frozen=True):
    """One line of a menu; without a key it cannot be opened. `short` is said where the line has no room."""

    line: Line = ()
    key: str = ""
    short: Line = ()

    def within(self, width: int, ascii_only: bool) -> Line:
        """The line, or what there is room for."""
        line = self.short if self.short and len(self.line) > width else self.line
        return (
            line
            if len(line) <= width
            else joined(line[: max(0, width - 3)], words("...", "dim", ascii_only=ascii_only))
        )


class Menu(Lines, can_focus=True):
    """Rows, one of them under the cursor."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", "move", show=False),
        Binding("down", "move(1)", "move", key_display="↑↓"),
        Binding("home", "end(-1)", "first", show=False),
        Binding("end", "end(1)", "last", show=False),
        Binding("enter", "open", "open"),
    ]

    class Chosen(Message):
        """Enter on a row, or a click."""

        def __init__(self, key: str) -> None:
            super().__init__()
            self.key = key

    class Moved(Message):
        """The cursor went to another row."""

        def __init__(self, key: str) -> None:
            super().__init__()
            self.key = key

    def __init__(self, rows: Sequence[Row], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.rows = tuple(rows)
        self.cursor = next((index for index, row in enumerate(self.rows) if row.key), 0)

    @property
    def key(self) -> str:
        """The key under the cursor."""
        return self.rows[self.cursor].key if self.rows else ""

    def show(self, rows: Sequence[Row], key: str | None = None) -> None:
        """Show other rows, the cursor on `key` or where it was."""
        wanted = self.key if key is None else key
        self.rows = tuple(rows)
        self.cursor = next((index for index, row in enumerate(self.rows) if row.key and row.key == wanted), -1)
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

    def bring_in_sight(self) -> None:
        """Scroll what holds the menu so that the row under the cursor shows, and what is said with it."""
        holder = self._holder()
        if holder is None:
            return
        height = holder.size.height
        keyed = [index for index, row in enumerate(self.rows) if row.key]
        before = self.cursor if any(index < self.cursor for index in keyed) or self.cursor >= height - 1 else 0
        after = next((index for index in keyed if index > self.cursor), len(self.rows))
        end = min(after, before + height - 1)
        holder.scroll_to_region(Region(0, self.virtual_region.y + before, 1, max(1, end - before)), animate=False)

    def _holder(self) -> ScrollableContainer | None:
        """What scrolls the menu."""
        return next((one for one in self.ancestors if isinstance(one, ScrollableContainer)), None)

    def action_move(self, by: int) -> None:
        keyed = [index for index, row in enumerate(self.rows) if row.key]
        if self.cursor in keyed:
            at = keyed.index(self.cursor) + by
            if 0 <= at < len(keyed):
                self._to(keyed[at])
            elif (holder := self._holder()) is not None:
                # Nothing to choose that way, but perhaps something to read.
                holder.scroll_relative(y=3 * by, animate=False)

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
        self.bring_in_sight()
        self.post_message(self.Moved(self.key))
