"""The way back: one line a message, marked so that what the learner's code writes there is told from it."""

from __future__ import annotations

import os

from .dump import dumped

TYPE_CHECKING = False  # importing typing takes longer than all of this
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any


class Channel:
    """Sends messages on a descriptor; the functions it needs are fixed before any other code runs."""

    def __init__(self, descriptor: int, nonce: str) -> None:
        self._descriptor = descriptor
        self._mark = f"\n{nonce} "
        self._write: Callable[[int, bytes], int] = os.write
        self._who = os.getpid
        self._own = os.getpid()

    def send(self, message: dict[str, Any]) -> None:
        """Send one message, whole."""
        if self._who() != self._own:  # a process that the learner's code forked, which came back to us
            return
        data = f"{self._mark}{dumped(message)}\n".encode("ascii")
        while data:
            data = data[self._write(self._descriptor, data) :]
