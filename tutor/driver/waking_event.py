"""An event that a thread can wait for beside a terminal, so that it need not look ten times a second."""

from __future__ import annotations

import os
from threading import Event


class WakingEvent(Event):
    """An event with a descriptor that is readable while it is set. One thread opens, sets, clears and closes it."""

    def __init__(self) -> None:
        super().__init__()
        self._ends: tuple[int, int] | None = None
        self.open()

    def open(self) -> None:
        """Have a descriptor, also once more after the end."""
        if self._ends is None:
            self._ends = os.pipe()
            if self.is_set():
                os.write(self._ends[1], b".")

    def fileno(self) -> int:
        """The descriptor, for `select`. Raises ValueError where there is none any more."""
        if self._ends is None:
            raise ValueError("closed")
        return self._ends[0]

    def set(self) -> None:
        """Set the event, and wake who waits for it."""
        if not self.is_set():
            super().set()
            if self._ends is not None:
                os.write(self._ends[1], b".")

    def clear(self) -> None:
        """Clear the event."""
        if self.is_set():
            super().clear()
            if self._ends is not None:
                os.read(self._ends[0], 1)

    def close(self) -> None:
        """Give the descriptor back; nobody may wait for it."""
        ends, self._ends = self._ends, None
        for descriptor in ends or ():
            os.close(descriptor)
