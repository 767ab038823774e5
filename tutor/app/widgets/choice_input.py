"""Options to choose from: one of them, or all that hold."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.reactive import reactive

from lessons.answers import Option
from tutor.app.theme import sign
from tutor.app.widgets.answer_input import AnswerSubmitted, AnswerTyped
from tutor.app.widgets.lines import Lines
from tutor.app.widgets.options import Options
from tutor.fast.key_order import run_binding_now
from tutor.rendering.notation import Line
from tutor.rendering.typeset import joined, words


class ChoiceInput(Options, can_focus=True):
    """Options under a cursor. With `several`, Space ticks and Enter submits; else Enter submits the one."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", "move", show=False),
        Binding("down", "move(1)", "move", key_display="↑↓"),
        Binding("space", "tick", "tick"),
        Binding("enter", "submit", "check"),
    ]

    cursor: reactive[int] = reactive(0, repaint=False)

    def __init__(self, options: tuple[Option, ...], several: bool = False) -> None:
        super().__init__()
        self.options, self.several = options, several
        self.ticked: frozenset[str] = frozenset()
        self.right: frozenset[str] = frozenset()
        self.closed = False

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return self.several if action == "tick" else not self.closed

    @property
    def text(self) -> str:
        """The answer as the record keeps it: option ids."""
        if self.several:
            return " ".join(option.id for option in self.options if option.id in self.ticked)
        return self.options[self.cursor].id

    def restore(self, text: str, cursor: int | None = None) -> None:
        ids = [option.id for option in self.options]
        known = [id for id in text.split() if id in ids]
        if self.several:
            self.ticked = frozenset(known)
            self.set_reactive(ChoiceInput.cursor, min(cursor or 0, len(ids) - 1))
        elif known:
            self.set_reactive(ChoiceInput.cursor, ids.index(known[0]))
        self.changed(layout=False)

    def mark(self, cells: tuple[tuple[bool, ...], ...] | None) -> None:
        """Nothing to point at: the message speaks of the option itself."""

    def show_answer(self, answer: str) -> None:
        """Mark what is right; what was chosen stays beside it."""
        self.right = frozenset(answer.split())
        self.changed(layout=False)

    def close(self) -> None:
        self.closed = True
        self.can_focus = False
        self.changed(layout=False)

    def typeset(self, width: int) -> list[Line]:
        lines: list[Line] = []
        for index, option in enumerate(self.options):
            here = index == self.cursor and (self.has_focus or self.closed)
            right = option.id in self.right
            pointer = sign("right", self.plain) if right else sign("cursor", self.plain) if here else " "
            box = (f"[{'x' if option.id in self.ticked else ' '}] ") if self.several else ""
            body = self.option(option.text, width - 2, f"{box}{option.id}) ")
            for row, line in enumerate(body):
                lead = words(pointer + " " if row == 0 else "  ", "good" if right else "accent", bold=True)
                lines.append(joined(lead, line))
        return lines

    def watch_cursor(self) -> None:
        self.changed(layout=False)

    def watch_has_focus(self, _: bool) -> None:
        self.changed(layout=False)

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """An option's letter is an answer here, whatever else it does elsewhere."""
        return not self.closed and any(option.id == key for option in self.options)

    async def on_key(self, event: events.Key) -> None:
        """An option's own letter goes to it."""
        ids = [option.id for option in self.options]
        if await run_binding_now(self, event, Lines):
            return
        if not self.closed and event.key in ids:
            event.stop()
            self.cursor = ids.index(event.key)
            if self.several:
                self.action_tick()
            else:
                self._typed()

    def on_click(self, event: events.Click) -> None:
        if self.closed:
            return
        row = 0
        for index, option in enumerate(self.options):
            row += len(self.option(option.text, self.size.width - 2, f"{option.id}) "))
            if event.y < row:
                self.cursor = index
                self.action_tick() if self.several else self.action_submit()
                return

    def action_move(self, by: int) -> None:
        self.cursor = (self.cursor + by) % len(self.options)
        self._typed()

    def action_tick(self) -> None:
        self.ticked = self.ticked ^ {self.options[self.cursor].id}
        self.changed(layout=False)
        self._typed()

    def action_submit(self) -> None:
        self.post_message(AnswerSubmitted(self.text))

    def _typed(self) -> None:
        self.post_message(AnswerTyped(self.text, self.cursor))
