"""Sending without ever making the event loop wait."""

from __future__ import annotations

import contextlib
import os
import select
import threading
from collections.abc import Callable
from queue import SimpleQueue


class Sender:
    """Writes to a file descriptor in the order in which it was given things: at once what a terminal takes at once.

    The rest is left to a thread, however long that takes. `ready` is called from that thread once it has written
    everything, if `busy` was found true since.
    """

    def __init__(self, fileno: int, ready: Callable[[], None]) -> None:
        self._fileno = fileno
        self._ready = ready
        self._at_once = _without_waiting(fileno)
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
        if self._at_once is not None and self._given == self._written:
            # An error is met again by the thread, which knows what to do.
            with contextlib.suppress(OSError):
                data = data[os.write(self._at_once, data) :]
        if data:
            self._given += 1
            self._queue.put(data)

    def stop(self) -> None:
        """Wait until everything is written, and end."""
        self._queue.put(None)
        self._thread.join()
        if self._at_once is not None:
            os.close(self._at_once)
            self._at_once = None

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


def _without_waiting(fileno: int) -> int | None:
    """The same terminal once more, never to wait for; None where there is none, or another user's.

    Not the descriptor itself: whether it waits is shared with everything that reads and writes this terminal.
    """
    try:
        return os.open(os.ttyname(fileno), os.O_WRONLY | os.O_NOCTTY | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:
        return None
