"""The panels of a fault hunt: the program with a line cursor, menus whose cursor shows with the focus, and text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.containers import ScrollableContainer
from textual.geometry import Region
from textual.message import Message

from tutor.app.widgets.lines import Lines
from tutor.app.widgets.menu import Menu, Row
from tutor.rendering.icons import sign
from tutor.rendering.notation import Line
from tutor.rendering.typeset import joined, words

if TYPE_CHECKING:
    from tutor.learning.hunt_state import HuntState

_NUMBER = 2  # columns of a line number


class FocusedMenu(Menu):
    """A menu whose cursor shows while it has the focus; Tab moves between several on one screen."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("down", "move(1)", "move", show=False)]

    class Moved(Message):
        """The cursor is on another row, or the menu has the focus now (`by_focus`)."""

        def __init__(self, by_focus: bool = False) -> None:
            super().__init__()
            self.by_focus = by_focus

    def typeset(self, width: int) -> list[Line]:
        if self.has_focus:
            return super().typeset(width)
        return [joined(words("  "), row.within(width - 2, self.plain)) for row in self.rows]

    def on_focus(self) -> None:
        self.call_next(self.changed, layout=False)  # the base class notes the focus after this
        self.post_message(self.Moved(by_focus=True))

    def on_blur(self) -> None:
        self.call_next(self.changed, layout=False)

    def action_move(self, by: int) -> None:
        super().action_move(by)
        self.post_message(self.Moved())

    def action_end(self, by: int) -> None:
        super().action_end(by)
        self.post_message(self.Moved())

    def action_page(self, by: int) -> None:
        """Move the cursor by as many rows as are in sight."""
        container = next((one for one in self.ancestors if isinstance(one, ScrollableContainer)), None)
        rows = max(1, container.size.height - 1) if container is not None else len(self.rows)
        self.cursor = max(0, min(self.cursor + by * rows, len(self.rows) - 1))
        self.action_move(0)


class ProbeMenu(FocusedMenu):
    """The probes, with what those that were bought have shown."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "open", "buy")]


class CandidateMenu(FocusedMenu):
    """The candidates; struck ones carry a mark."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("x,enter,space", "open", "strike", key_display="x")]


class ProgramView(Lines, can_focus=True):
    """The program with line numbers and a cursor; lines that do not fit continue on the next row."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", "line", show=False),
        Binding("down", "move(1)", "line", key_display="↑↓"),
        Binding("pageup", "move(-10)", "up", show=False),
        Binding("pagedown", "move(10)", "down", show=False),
        Binding("home", "move(-999)", "first", show=False),
        Binding("end", "move(999)", "last", show=False),
        Binding("enter", "choose", "choose this line"),
    ]

    class Chosen(Message):
        """A line was chosen, by Enter or a click."""

        def __init__(self, line: int) -> None:
            super().__init__()
            self.line = line

    def __init__(self, *, widget_id: str) -> None:
        super().__init__(id=widget_id)
        self.source: tuple[str, ...] = ()
        self.cursor = 1

    def show(self, source: Sequence[str]) -> None:
        """Show the lines of a program."""
        self.source = tuple(source)
        self.cursor = max(1, min(self.cursor, len(self.source)))
        self.changed()

    def typeset(self, width: int) -> list[Line]:
        return [row for number in range(1, len(self.source) + 1) for row in self._rows(number, width)]

    def _rows(self, number: int, width: int) -> list[Line]:
        here = number == self.cursor and self.has_focus
        pointer = words(sign("cursor", self.plain) if here else " ", "accent", bold=True)
        lead = joined(pointer, words(f"{number:{_NUMBER}} ", "accent" if here else "dim"))
        text, room = self.source[number - 1], max(10, width - _NUMBER - 2)
        parts = [text[:room]]
        rest = text[room:]
        while rest:
            parts.append("    " + rest[: room - 4])
            rest = rest[room - 4 :]
        blank = words(" " * (_NUMBER + 2))
        return [joined(lead if row == 0 else blank, words(part, "code", bold=here)) for row, part in enumerate(parts)]

    def on_focus(self) -> None:
        self.call_next(self.changed, layout=False)  # the base class notes the focus after this

    def on_blur(self) -> None:
        self.call_next(self.changed, layout=False)

    @property
    def cursor_rows(self) -> tuple[int, int]:
        """The first row of the line under the cursor, and how many it has."""
        above = (len(self._rows(number, self.size.width)) for number in range(1, self.cursor))
        return sum(above), len(self._rows(self.cursor, self.size.width)) if self.source else 1

    def on_click(self, event: events.Click) -> None:
        number = self._number_at(event.y)
        if number:
            self.cursor = number
            self.changed(layout=False)

    def _number_at(self, row: int) -> int:
        for number in range(1, len(self.source) + 1):
            row -= len(self._rows(number, self.size.width))
            if row < 0:
                return number
        return 0

    def action_move(self, by: int) -> None:
        self.cursor = max(1, min(self.cursor + by, len(self.source)))
        self.changed(layout=False)
        self.scroll_to_cursor()

    def scroll_to_cursor(self) -> None:
        """Scroll until the line under the cursor shows."""
        container = next((one for one in self.ancestors if isinstance(one, ScrollableContainer)), None)
        if container is not None:
            row = sum(len(self._rows(number, self.size.width)) for number in range(1, self.cursor))
            container.scroll_to_region(Region(0, self.virtual_region.y + max(0, row - 1), 1, 3), animate=False)

    def action_choose(self) -> None:
        self.post_message(self.Chosen(self.cursor))


class TextPanel(Lines):
    """The lines that a function gives for a width."""

    def __init__(self, *, widget_id: str) -> None:
        super().__init__(id=widget_id)
        self.lines_for: Callable[[int], list[Line]] = lambda _: []

    def show(self, lines_for: Callable[[int], list[Line]]) -> None:
        """Show other lines."""
        self.lines_for = lines_for
        self.changed()

    def typeset(self, width: int) -> list[Line]:
        return self.lines_for(width)


def candidate_rows(state: HuntState, ascii_only: bool) -> list[Row]:
    """The candidates; those that are struck out carry a mark."""
    puzzle, rows = state.case.puzzle, []
    for name in puzzle.candidates:
        struck = bool(state.struck & puzzle.bit(name))
        mark = words(sign("wrong", ascii_only) + " " if struck else "  ", "bad")
        rows.append(Row(joined(mark, words(name, "dim" if struck else "")), name))
    return rows


def probe_rows(state: HuntState, ascii_only: bool) -> list[Row]:
    """The probes with their cost: first those that were bought, with what they have shown."""
    from tutor.learning.hunt_state import result_text

    taken = {one.probe: one for one in state.taken}
    rows = []
    for name in (*taken, *state.menu):
        probe = state.case.program.probes[name]
        lead = words(f"{probe.cost}  ", "dim" if name in taken else "accent")
        title = words(f"{probe.title:<30}", ascii_only=ascii_only)
        shown = result_text(taken[name].outcome, taken[name].summary) if name in taken else ""
        rows.append(Row(joined(lead, title, words(shown, "good", ascii_only=ascii_only)), name))
    return rows
