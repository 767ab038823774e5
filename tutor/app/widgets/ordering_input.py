"""Pieces to be put in a row: the steps of an argument, or words for gaps."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType

from lessons.answers import Option
from tutor.app.theme import sign
from tutor.app.widgets.answer_input import AnswerSubmitted, AnswerTyped
from tutor.app.widgets.lines import Lines
from tutor.app.widgets.options import Options
from tutor.fast.key_order import run_binding_now
from tutor.rendering.notation import Line
from tutor.rendering.typeset import joined, words

CHECK = "check"


class OrderingInput(Options, can_focus=True):
    """What was put in place stands on top, what is left below it, and under that the way to have it checked.

    With `gaps`, that many words are wanted and a word may be used twice; else each step is used once.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", "move", show=False),
        Binding("down", "move(1)", "move", key_display="↑↓"),
        Binding("end", "last", "check", show=False),
        Binding("enter", "take", "take"),
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
        free = [option.id for option in self.options if self.gaps or option.id not in self.taken]
        return [*([] if self.gaps and len(self.taken) >= self.gaps else free), CHECK]

    def restore(self, text: str, cursor: int | None = None) -> None:
        ids = {option.id for option in self.options}
        self.taken = [id for id in text.split() if id in ids]
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
        lines = [line for index in range(max(len(self.taken), self.gaps)) for line in self._place(index, width)]
        if self.closed:
            return lines
        whence = "choose from:" if self.gaps else "left to choose from:"
        lines.append(words(f"  {whence}" if len(self.left) > 1 else "", "dim"))
        return lines + [line for index, id in enumerate(self.left) for line in self._choice(index, id, width)]

    def _place(self, index: int, width: int) -> list[Line]:
        """One place of the row, filled or still open."""
        wrong = index < len(self.wrong) and index < len(self.taken) and self.wrong[index]
        mark = words(sign("wrong", self.plain) + " " if wrong else "  ", "bad")
        text = self._text(self.taken[index]) if index < len(self.taken) else "`____`"
        name = f"[{index + 1}] " if self.gaps else f"{index + 1}. "
        body = self.option(text, width - 2, name)
        return [joined(mark if row == 0 else words("  "), line) for row, line in enumerate(body)]

    def _choice(self, index: int, id: str, width: int) -> list[Line]:
        here = index == self.cursor and self.has_focus
        pointer = words(sign("cursor", self.plain) + " " if here else "  ", "accent", bold=True)
        if id == CHECK:
            return [joined(pointer, words("check it", "accent", bold=here))]
        body = self.option(self._text(id), width - 2, f"{id}) ")
        return [joined(pointer if row == 0 else words("  "), line) for row, line in enumerate(body)]

    def _text(self, id: str) -> str:
        return next(option.text for option in self.options if option.id == id)

    def watch_has_focus(self, _: bool) -> None:
        self.changed(layout=False)

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """A piece's letter takes it here, whatever else it does elsewhere."""
        return not self.closed and key in self.left

    async def on_key(self, event: events.Key) -> None:
        """A piece's own letter takes it."""
        if await run_binding_now(self, event, Lines):
            return
        if not self.closed and event.key in self.left:
            event.stop()
            self._take(event.key)

    def action_move(self, by: int) -> None:
        self.cursor = (self.cursor + by) % len(self.left)
        self.changed(layout=False)

    def action_last(self) -> None:
        self.cursor = len(self.left) - 1
        self.changed(layout=False)

    def action_take(self) -> None:
        id = self.left[self.cursor]
        if id == CHECK:
            self.post_message(AnswerSubmitted(" ".join(self.taken)))
        else:
            self._take(id)

    def _take(self, id: str) -> None:
        self.taken.append(id)
        self._put()

    def action_undo(self) -> None:
        self.taken.pop()
        self._put()

    def _put(self) -> None:
        self.wrong = ()
        full = len(self.left) == 1
        self.cursor = len(self.left) - 1 if full else min(self.cursor, len(self.left) - 2)
        self.changed()
        self.refresh_bindings()
        self.post_message(AnswerTyped(" ".join(self.taken), self.cursor))
