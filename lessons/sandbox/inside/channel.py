"""Sending messages: one per line, marked with a nonce that the learner's code does not know."""

from __future__ import annotations

import os

from .json_encoder import to_json

TYPE_CHECKING = False  # importing typing takes longer than all of this
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any


class Channel:
    """Sends messages on a descriptor; it binds the functions it needs before other code can replace them."""

    def __init__(self, descriptor: int, nonce: str) -> None:
        self._descriptor = descriptor
        self._mark = f"\n{nonce} "
        self._write: Callable[[int, bytes], int] = os.write
        self._getpid = os.getpid
        self._pid = os.getpid()

    def send(self, message: dict[str, Any]) -> None:
        """Send one message, whole."""
        if self._getpid() != self._pid:  # a process that the learner's code forked, which came back to us
            return
        data = f"{self._mark}{to_json(message)}\n".encode("ascii")
        while data:
            data = data[self._write(self._descriptor, data) :]
