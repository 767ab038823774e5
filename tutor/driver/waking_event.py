"""An event that a thread can wait for beside a terminal, so that it need not look ten times a second."""

from __future__ import annotations

import os
from threading import Event


class WakingEvent(Event):
    """An event with a descriptor that is readable while it is set. One thread sets and clears it."""

    def __init__(self) -> None:
        super().__init__()
        self._read_end, self._write_end = os.pipe()

    def fileno(self) -> int:
        """The descriptor, for `select`."""
        return self._read_end

    def set(self) -> None:
        """Set the event, and wake who waits for it."""
        if not self.is_set():
            super().set()
            os.write(self._write_end, b".")

    def clear(self) -> None:
        """Clear the event."""
        if self.is_set():
            os.read(self._read_end, 1)
            super().clear()

    def close(self) -> None:
        """Close the descriptors; nobody may wait any more."""
        for descriptor in (self._read_end, self._write_end):
            os.close(descriptor)
