"""The answer input for one line of text."""

from __future__ import annotations

from textual.reactive import reactive
from textual.widgets import Input

from tutor.app.widgets.answer_input import AnswerPasted, AnswerSubmitted, AnswerTyped
from tutor.app.widgets.line_edit import LineEdit
from tutor.rendering.answer_boxes import fitting

LONGEST = 300  # characters; a longer answer could not be judged


class TextInput(LineEdit):
    """A line of text, with the editing keys of Textual's Input.

    Args:
        hints: What the empty line says, the fullest first; the first that fits is shown.
    """

    typed: reactive[str] = reactive(
        "", repaint=False, init=False, always_update=True
    )  # by the learner; restored text is not

    def __init__(self, *hints: str) -> None:
        super().__init__(hints[0], LONGEST)
        self._hints = hints
        self._restored: str | None = None

    def on_resize(self) -> None:
        if len(self._hints) > 1:
            self.placeholder = fitting(self._hints, self.size.width)

    def restore(self, text: str, cursor: int | None = None) -> None:
        if text != self.value:
            self._restored = text
            self.value = text
        self.cursor_position = len(text) if cursor is None else min(cursor, len(text))

    def watch_value(self, value: str) -> None:
        super().watch_value(value)
        if value != self._restored:
            self.typed = value

    def mark(self, cells: tuple[tuple[bool, ...], ...] | None) -> None:
        """Do nothing: a line has no entries to mark."""

    def show_answer(self, answer: str) -> None:
        self.restore(answer)

    def close(self) -> None:
        self.disabled = True

    def was_pasted(self, text: str) -> None:
        if len(text.strip()) > 1:
            self.post_message(AnswerPasted())

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        if event.value != self._restored:
            self.post_message(AnswerTyped(event.value, self.cursor_position))
        self._restored = None

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.post_message(AnswerSubmitted(event.value))
