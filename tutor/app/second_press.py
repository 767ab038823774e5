"""Asks for a key to be pressed twice before it does what cannot be taken back."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import NamedTuple

CONFIRM_TIME = 6.0  # seconds in which a key pressed again confirms what it asked


class _Asked(NamedTuple):
    asker: object
    action: str
    when: float


class SecondPress:
    """Tells the second press of a key from the first; any other key in between takes the first one back.

    Args:
        now: The time in seconds.
    """

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._before: _Asked | None = None  # asked at the press before this one
        self._asked: _Asked | None = None  # asked at this one

    def pressed(self) -> None:
        """Note that a key is pressed, before anything is done about it."""
        self._before, self._asked = self._asked, None

    def confirms(self, asker: object, action: str, within: float = CONFIRM_TIME) -> bool:
        """Whether the press before this one asked for the same; if not, this one asks, and the caller says so."""
        now, before = self._now(), self._before
        self._before = None
        if before is not None and before[:2] == (asker, action) and now - before.when < within:
            return True
        self._asked = _Asked(asker, action, now)
        return False

    def take_back(self) -> None:
        """Forget what was asked, without another key: what asked it is no longer in sight."""
        self._before = self._asked = None
