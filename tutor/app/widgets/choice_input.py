"""The answer input for a choice: one of the options, or all that are true."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.reactive import reactive

from lessons.answers import Option
from tutor.app.widgets.answer_input import AnswerSubmitted, AnswerTyped
from tutor.app.widgets.cursor_row import show_cursor
from tutor.app.widgets.lines import Lines
from tutor.app.widgets.options import NOT_OPTIONS, Options, letters_of
from tutor.fast.key_order import run_binding_now
from tutor.rendering.answer_boxes import choice_lines
from tutor.rendering.notation import Line

NONE = -1  # the cursor on no option


class ChoiceInput(Options, can_focus=True):
    """Options with a cursor. Enter submits the option under it, or with `several` those that Space has ticked.

    Until a key or a click has chosen one, the cursor of a single choice is on none, and Enter submits nothing.
    """

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
        self.set_reactive(ChoiceInput.cursor, 0 if several else NONE)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return self.several if action == "tick" else not self.closed

    @property
    def text(self) -> str:
        """The answer as it is recorded: option ids, separated by spaces."""
        if self.several:
            return " ".join(option.id for option in self.options if option.id in self.ticked)
        return self.options[self.cursor].id if self.cursor != NONE else ""

    def restore(self, text: str, cursor: int | None = None) -> None:
        ids = [option.id for option in self.options]
        known = [option_id for option_id in text.split() if option_id in ids]
        if self.several:
            self.ticked = frozenset(known)
            self.set_reactive(ChoiceInput.cursor, min(cursor or 0, len(ids) - 1))
        elif known:
            self.set_reactive(ChoiceInput.cursor, ids.index(known[0]))
        self.changed(layout=False)

    def mark(self, cells: tuple[tuple[bool, ...], ...] | None) -> None:
        """Do nothing: the message says which option is wrong."""

    def show_answer(self, answer: str) -> None:
        """Mark the right options; what was chosen stays visible."""
        self.right = frozenset(answer.split())
        self.changed(layout=False)

    def close(self) -> None:
        self.closed = True
        self.can_focus = False
        self.changed(layout=False)

    def typeset(self, width: int) -> list[Line]:
        ticked = self.ticked if self.several else None
        cursor = self.cursor if self.has_focus or self.closed else None
        return choice_lines(self.options, ticked, self.right, cursor, width, self.plain, self.option)

    @property
    def cursor_rows(self) -> tuple[int, int]:
        """The first row of the option under the cursor, and how many it has."""
        heights = [len(self.option(option.text, self.size.width - 2, self._lead(option))) for option in self.options]
        cursor = max(self.cursor, 0)
        return sum(heights[:cursor]), heights[cursor]

    def _lead(self, option: Option) -> str:
        box = f"[{'x' if option.id in self.ticked else ' '}] " if self.several else ""
        return f"{box}{option.id}) "

    def watch_cursor(self) -> None:
        self.changed(layout=False)

    def watch_has_focus(self, _: bool) -> None:
        self.changed(layout=False)

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Whether a key is an option's letter, which chooses it here whatever it does on other screens."""
        return not self.closed and any(option.id == key for option in self.options)

    async def on_key(self, event: events.Key) -> None:
        """Go to an option by its letter."""
        ids = [option.id for option in self.options]
        self.call_after_refresh(show_cursor, self)
        if await run_binding_now(self, event, Lines):
            return
        if not self.closed and event.key in ids:
            event.stop()
            self.cursor = ids.index(event.key)
            if self.several:
                self.action_tick()
            else:
                self._typed()

    def on_paste(self, event: events.Paste) -> None:
        """Choose the options whose letters are pasted; refuse anything else as a whole."""
        event.stop()
        ids = letters_of(event.text, self.options)
        if self.closed or not event.text.strip():
            return
        if ids is None or not (self.several or len(ids) == 1):
            self.notify(NOT_OPTIONS, severity="warning", timeout=8)
        else:
            self.restore(" ".join(ids))
            self._typed()

    def on_click(self, event: events.Click) -> None:
        if self.closed:
            return
        row = 0
        for index, option in enumerate(self.options):
            row += len(self.option(option.text, self.size.width - 2, self._lead(option)))
            if event.y < row:
                self.cursor = index
                self.action_tick() if self.several else self.action_submit()
                return

    def action_move(self, by: int) -> None:
        start = -1 if by > 0 else 0
        self.cursor = ((start if self.cursor == NONE else self.cursor) + by) % len(self.options)
        self._typed()

    def action_tick(self) -> None:
        self.ticked = self.ticked ^ {self.options[self.cursor].id}
        self.changed(layout=False)
        self._typed()

    def action_submit(self) -> None:
        self.post_message(AnswerSubmitted(self.text))

    def _typed(self) -> None:
        self.post_message(AnswerTyped(self.text, self.cursor))
