"""Answers the first keys on the kept first screen, in a thread, while the program is being imported.

What they show has been kept with the screen. A key of which nothing is kept ends this, and all keys are handed to the
program, which comes to show the same. Imports only what Python itself has loaded, and `select`.
"""

from __future__ import annotations

import os

TYPE_CHECKING = False  # importing typing takes longer than all of this
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

MOST = 4096  # bytes that are read at a time
PATIENCE = 1.0  # seconds in which a terminal has to take what is being written to it

Answer = tuple[int, str, int, str]
"""What a key shows: the number of a screen, what a terminal sends for the key, the number of the screen that it leads
to, and what draws that on the one before. The first screen has number 0."""


class EarlyKeys:
    """The keys that come before the program is there, by default on the standard input.

    Attributes:
        sent: What was written in answer to them.
        typed: All that was read.
        answered: How many keys were answered.
    """

    def __init__(self, answers: Sequence[Answer], write: Callable[[str], None], terminal: int = 0) -> None:
        self.sent, self.typed, self.answered = "", b"", 0
        self._answers = {(at, key.encode()): (to, text) for at, key, to, text in answers}
        self._write, self._terminal = write, terminal
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
        while (key := next(filter(self._rest.startswith, self._known()), None)) is not None:
            self._rest = self._rest[len(key) :]
            self._answer(key)
        return bool(data) and any(key.startswith(self._rest) for key in self._known())

    def _known(self) -> list[bytes]:
        """The keys that have an answer on this screen."""
        return [key for at, key in self._answers if at == self._at]

    def _answer(self, key: bytes) -> None:
        self._at, text = self._answers[self._at, key]
        self._write(text)
        self.sent += text
        self.answered += 1
