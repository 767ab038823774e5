"""The answer input for an order: the steps of an argument, or words for gaps."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType

from lessons.answers import Option
from tutor.app.widgets.answer_input import AnswerSubmitted, AnswerTyped
from tutor.app.widgets.cursor_row import show_cursor
from tutor.app.widgets.lines import Lines
from tutor.app.widgets.options import NOT_OPTIONS, Options, letters_of
from tutor.fast.key_order import run_binding_now
from tutor.rendering.answer_boxes import CHECK, listed, ordering_lines, remaining
from tutor.rendering.notation import Line


class OrderingInput(Options, can_focus=True):
    """The row so far, below it the pieces that are left, and at the end an entry to check it.

    With `gaps`, that many words are asked for and a word may be used twice; else each step is used once.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", "move", show=False),
        Binding("down", "move(1)", "move", key_display="↑↓"),
        Binding("end", "last", "check", show=False),
        Binding("enter", "take", "take"),
        Binding("ctrl+j,ctrl+enter", "submit", "check", key_display="^j"),
        Binding("backspace", "undo", "take back", key_display="bksp"),
    ]

    def __init__(self, options: tuple[Option, ...], gaps: int = 0) -> None:
        super().__init__()
        self.options, self.gaps = options, gaps
        self.taken: list[str] = []
        self.wrong: tuple[bool, ...] = ()
        self.cursor = 0
        self.closed = False

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return not self.closed and (action != "undo" or bool(self.taken))

    @property
    def left(self) -> list[str]:
        """What can still be taken, and the check at the end."""
        return remaining(self.options, self.gaps, self.taken)

    def restore(self, text: str, cursor: int | None = None) -> None:
        ids = {option.id for option in self.options}
        self.taken = [option_id for option_id in text.split() if option_id in ids]
        self.cursor = min(cursor or 0, len(self.left) - 1)
        self.changed()

    def mark(self, cells: tuple[tuple[bool, ...], ...] | None) -> None:
        self.wrong = tuple(not right for right in cells[0]) if cells else ()
        self.changed()

    def show_answer(self, answer: str) -> None:
        self.wrong = ()
        self.restore(answer)

    def close(self) -> None:
        self.closed, self.can_focus = True, False
        self.changed()

    def typeset(self, width: int) -> list[Line]:
        cursor = self.cursor if self.has_focus else None
        return ordering_lines(
            self.options, self.gaps, self.taken, self.wrong, cursor, self.closed, width, self.plain, self.option
        )

    @property
    def cursor_rows(self) -> tuple[int, int]:
        """The first row of the piece under the cursor, and how many it has."""
        width = self.size.width
        texts = {option.id: option.text for option in self.options}
        below = listed(self.options, self.left)
        heights = [1 if name == CHECK else len(self.option(texts[name], width - 2, f"{name}) ")) for name in below]
        place = below.index(self.left[self.cursor])
        return len(self.lines(width)) - sum(heights[place:]), heights[place]

    def watch_has_focus(self, _: bool) -> None:
        self.changed(layout=False)

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Whether a key is a piece's letter, which takes it here whatever it does on other screens."""
        return not self.closed and key in self.left

    async def on_key(self, event: events.Key) -> None:
        """Take a piece by its letter."""
        self.call_after_refresh(show_cursor, self)
        if await run_binding_now(self, event, Lines):
            return
        if not self.closed and event.key in self.left:
            event.stop()
            self._take(event.key)

    def on_paste(self, event: events.Paste) -> None:
        """Put the pieces in place whose letters are pasted; refuse anything else as a whole."""
        event.stop()
        ids = letters_of(event.text, self.options)
        if self.closed or not event.text.strip():
            return
        fits = ids is not None and (len(ids) <= self.gaps if self.gaps else len(ids) == len(set(ids)))
        if ids is not None and fits:
            self._put(ids)
        else:
            self.notify(NOT_OPTIONS, severity="warning", timeout=8)

    def action_move(self, by: int) -> None:
        self.cursor = (self.cursor + by) % len(self.left)
        self.changed(layout=False)

    def action_last(self) -> None:
        self.cursor = len(self.left) - 1
        self.changed(layout=False)

    def action_take(self) -> None:
        option_id = self.left[self.cursor]
        if option_id == CHECK:
            self.action_submit()
        else:
            self._take(option_id)

    def action_submit(self) -> None:
        """Submit the row as it stands, wherever the cursor is."""
        self.post_message(AnswerSubmitted(" ".join(self.taken)))

    def _take(self, option_id: str) -> None:
        self._put([*self.taken, option_id])

    def action_undo(self) -> None:
        self._put(self.taken[:-1])

    def _put(self, taken: list[str]) -> None:
        """Put pieces in place; the cursor stays on its piece, or where that is taken on the one that follows it.

        Where the next gap takes other pieces, it goes to the first of them.
        """
        before = self.left
        self.taken, self.wrong = taken, ()
        left = self.left
        follows = next(name for name in before[self.cursor :] if name in left)
        changes = any(option.gap for option in self.options) and not {*before[:-1]} & {*left}
        self.cursor = 0 if changes else left.index(follows)
        self.changed()
        self.refresh_bindings()
        self.post_message(AnswerTyped(" ".join(self.taken), self.cursor))
