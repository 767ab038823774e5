"""Answers Up and Down on the kept first screen, in a thread, while the program is being imported.

What they show has been kept with the screen. Any other key ends this, and all keys are handed to the program, which
comes to show the same. Imports only what Python itself has loaded, and `select`.
"""

from __future__ import annotations

import os

TYPE_CHECKING = False  # importing typing takes longer than all of this
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

DOWN, UP = b"\x1b[B", b"\x1b[A"
MOST = 4096  # bytes that are read at a time
PATIENCE = 1.0  # seconds in which a terminal has to take what is being written to it

Move = tuple[str, str]
"""What draws the screen after one more Down, and what draws the one before it again."""


class EarlyKeys:
    """The keys that come before the program is there, by default on the standard input.

    Attributes:
        sent: What was written in answer to them.
        typed: All that was read.
        answered: How many keys were answered.
    """

    def __init__(self, moves: Sequence[Move], write: Callable[[str], None], terminal: int = 0) -> None:
        self.sent, self.typed, self.answered = "", b"", 0
        self._moves, self._write, self._terminal = moves, write, terminal
        self._at = 0
        self._rest = b""
        self._wake, self._waker = os.pipe()
        # A thread that imports could wait for a lock that the main thread holds while a signal is handled in it.
        self._wait = __import__("select").select
        threads = __import__("_thread")  # `threading` takes a tenth of a start
        self._running = threads.allocate_lock()
        self._running.acquire()
        threads.start_new_thread(self._run, ())

    def stop(self) -> bool:
        """Leave the rest to the program; False where the terminal does not take what is being written to it."""
        os.write(self._waker, b".")
        stopped: bool = self._running.acquire(True, PATIENCE)
        if stopped:
            os.close(self._wake)
            os.close(self._waker)
        return stopped

    def _run(self) -> None:
        try:
            while self._wake not in self._wait([self._terminal, self._wake], [], [])[0] and self._read():
                pass
        except OSError:
            pass  # the terminal is gone, which the program finds out by itself
        finally:
            self._running.release()

    def _read(self) -> bool:
        """Read what has come and answer it; False at the first key that is not answered."""
        data = os.read(self._terminal, MOST)
        self.typed += data
        self._rest += data
        while (key := self._rest[: len(DOWN)]) in (DOWN, UP):
            if not self._answer(key):
                return False
            self._rest = self._rest[len(key) :]
        return bool(data) and any(key.startswith(self._rest) for key in (DOWN, UP))

    def _answer(self, key: bytes) -> bool:
        to = self._at + (1 if key == DOWN else -1)
        if not 0 <= to <= len(self._moves):
            return False
        text = self._moves[self._at][0] if key == DOWN else self._moves[to][1]
        self._at = to
        self._write(text)
        self.sent += text
        self.answered += 1
        return True
