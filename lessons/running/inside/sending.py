"""The way back: one line a message, marked so that what the learner's code writes there is told from it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .dump import dumped


class Channel:
    """Sends messages on a descriptor; the function that writes is fixed before any other code runs."""

    def __init__(self, descriptor: int, nonce: str, write: Callable[[int, bytes], int]) -> None:
        self._descriptor = descriptor
        self._mark = f"\n{nonce} "
        self._write = write

    def send(self, message: dict[str, Any]) -> None:
        """Send one message, whole."""
        data = f"{self._mark}{dumped(message)}\n".encode("ascii")
        while data:
            data = data[self._write(self._descriptor, data) :]
