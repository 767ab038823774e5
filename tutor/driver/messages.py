"""What an app hears from the driver and asks of it. Imports nothing that only Unix has."""

from __future__ import annotations

from typing import Any, NamedTuple, Protocol
from weakref import WeakKeyDictionary

from textual.app import App
from textual.message import Message


class Reply(Message):
    """The terminal answered a query; `text` is the answer without its terminator."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text


class TerminalAnswered(Message):
    """The terminal answered the first of Textual's own queries, `seconds` after the start."""

    def __init__(self, seconds: float) -> None:
        super().__init__()
        self.seconds = seconds


class Shown(NamedTuple):
    """A first screen that was sent before the driver was made, on the alternate screen.

    Attributes:
        text: What was sent; empty for nothing, and the main screen.
        size: Columns and rows.
        attributes: Those of the terminal before it was put into raw mode.
        typed: What was read from it.
        answered: How many of the keys in it the text shows the answer to.
    """

    text: str
    size: tuple[int, int]
    attributes: list[Any]
    typed: bytes = b""
    answered: int = 0


class Redrawable(Protocol):
    """A driver that keeps what the terminal shows."""

    def redraw(self) -> None:
        """Send the whole screen with the next frame."""

    def release(self) -> None:
        """Send what was drawn since the first screen was sent."""


drivers: WeakKeyDictionary[App[Any], Redrawable] = WeakKeyDictionary()
"""The driver of each app that has one of ours."""


def redraw(app: App[Any]) -> None:
    """Send the whole screen with the next frame, after another program has written to the terminal."""
    driver = drivers.get(app)
    if driver is not None:
        driver.redraw()


def release(app: App[Any]) -> None:
    """Replace the first screen that was sent before the start with what the app has drawn."""
    driver = drivers.get(app)
    if driver is not None:
        driver.release()
