"""A writer to the terminal that never blocks the event loop."""

from __future__ import annotations

import contextlib
import os
import select
import threading
from collections.abc import Callable
from queue import SimpleQueue


class Sender:
    """An ordered writer to a file descriptor: writes immediately what the terminal accepts, the rest in a thread.

    `ready` is called from that thread once everything is written, if `busy` was read as true in the meantime.
    """

    def __init__(self, fileno: int, ready: Callable[[], None]) -> None:
        self._fileno = fileno
        self._ready = ready
        self._nonblocking = _open_nonblocking(fileno)
        self._queue: SimpleQueue[bytes | None] = SimpleQueue()
        self._queued = self._written = 0
        self._notify = False
        self._thread = threading.Thread(target=self._run, name="terminal-sender", daemon=True)
        self._thread.start()

    @property
    def busy(self) -> bool:
        """Whether some of the data is not yet written."""
        if self._queued == self._written:
            return False
        self._notify = True
        return self._queued != self._written  # the thread may have finished before it could see `_notify`

    def send(self, data: bytes) -> None:
        """Write data now or, if the terminal does not take all of it, queue the rest."""
        if self._nonblocking is not None and self._queued == self._written:
            # The thread will meet the same error and handle it.
            with contextlib.suppress(OSError):
                data = data[os.write(self._nonblocking, data) :]
        if data:
            self._queued += 1
            self._queue.put(data)

    def stop(self) -> None:
        """Wait until everything is written, then end the thread."""
        self._queue.put(None)
        self._thread.join()
        if self._nonblocking is not None:
            os.close(self._nonblocking)
            self._nonblocking = None

    def _run(self) -> None:
        closed = False
        while (data := self._queue.get()) is not None:
            closed = closed or not self._write(data)
            self._written += 1
            if self._notify and self._queued == self._written:
                self._notify = False
                self._ready()

    def _write(self, data: bytes) -> bool:
        """Write all of the data, waiting as needed; False once the descriptor is closed."""
        while data:
            try:
                data = data[os.write(self._fileno, data) :]
            except BlockingIOError:
                select.select([], [self._fileno], [])
            except OSError:
                return False
        return True


def _open_nonblocking(fileno: int) -> int | None:
    """A non-blocking descriptor of the same terminal; None if there is no terminal or it belongs to another user.

    O_NONBLOCK cannot be set on the given descriptor: the flag is shared with every process that uses it.
    """
    try:
        return os.open(os.ttyname(fileno), os.O_WRONLY | os.O_NOCTTY | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:
        return None
