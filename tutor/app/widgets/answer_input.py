"""What every answer box says and can do."""

from __future__ import annotations

from typing import Protocol

from textual.message import Message


class AnswerTyped(Message):
    """The text in a box as it now stands, and the cursor in it."""

    def __init__(self, text: str, cursor: int) -> None:
        super().__init__()
        self.text, self.cursor = text, cursor


class AnswerSubmitted(Message):
    """The learner wants this judged."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text


class AnswerInput(Protocol):
    """A box in which an answer is given. It posts AnswerTyped and AnswerSubmitted."""

    def restore(self, text: str, cursor: int | None = None) -> None:
        """Put back what was typed before, without saying so."""

    def mark(self, cells: tuple[tuple[bool, ...], ...] | None) -> None:
        """Point at the entries that are wrong, where the box has entries."""

    def show_answer(self, answer: str) -> None:
        """Show the right answer, which was asked for."""

    def close(self) -> None:
        """Take no more."""
