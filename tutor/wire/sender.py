"""Sending without ever making the event loop wait."""

from __future__ import annotations

import os
import select
import threading
from collections.abc import Callable
from queue import SimpleQueue


class Sender:
    """A thread that writes to a file descriptor, however long that takes, in the order in which it was given things.

    `ready` is called from that thread once it has written everything, if `busy` was found true since.
    """

    def __init__(self, fileno: int, ready: Callable[[], None]) -> None:
        self._fileno = fileno
        self._ready = ready
        self._queue: SimpleQueue[bytes | None] = SimpleQueue()
        self._given = self._written = 0
        self._asked = False
        self._thread = threading.Thread(target=self._run, name="wire", daemon=True)
        self._thread.start()

    @property
    def busy(self) -> bool:
        """Whether something given before is not yet written."""
        if self._given == self._written:
            return False
        self._asked = True
        return self._given != self._written  # it may have been written before the thread could see the wish

    def send(self, data: bytes) -> None:
        self._given += 1
        self._queue.put(data)

    def stop(self) -> None:
        """Wait until everything is written, and end."""
        self._queue.put(None)
        self._thread.join()

    def _run(self) -> None:
        gone = False
        while (data := self._queue.get()) is not None:
            gone = gone or not self._write(data)
            self._written += 1
            if self._asked and self._given == self._written:
                self._asked = False
                self._ready()

    def _write(self, data: bytes) -> bool:
        """Whether there is still somebody to write to."""
        while data:
            try:
                data = data[os.write(self._fileno, data) :]
            except BlockingIOError:
                select.select([], [self._fileno], [])
            except OSError:
                return False
        return True
