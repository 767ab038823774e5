"""The protocol of the answer inputs, and the messages that they post."""

from __future__ import annotations

from typing import Protocol

from textual.message import Message


class AnswerTyped(Message):
    """The text in an input has changed, or the cursor in it."""

    def __init__(self, text: str, cursor: int) -> None:
        super().__init__()
        self.text, self.cursor = text, cursor


class AnswerPasted(Message):
    """A text of more than one character was pasted into an input."""


class AnswerSubmitted(Message):
    """The learner submits an answer."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text


class AnswerInput(Protocol):
    """An input for an answer. It posts AnswerTyped and AnswerSubmitted."""

    def restore(self, text: str, cursor: int | None = None) -> None:
        """Put back what was typed before, without posting a message."""

    def mark(self, cells: tuple[tuple[bool, ...], ...] | None) -> None:
        """Mark the entries that are wrong: `cells` is True by row and column where one is right; None removes marks."""

    def show_answer(self, answer: str) -> None:
        """Show the right answer, which the learner asked for."""

    def close(self) -> None:
        """Accept no more keys."""
