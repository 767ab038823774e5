"""Waiting for what another process does."""

from __future__ import annotations

import time
from collections.abc import Callable


def nap() -> None:
    """Give another process a moment."""
    time.sleep(0.02)


def happens(met: Callable[[], bool], seconds: float = 20, between: Callable[[], None] = nap) -> bool:
    """Whether something comes true in time; `between` is done between two looks, such as reading a terminal."""
    end = time.monotonic() + seconds
    while not met():
        if time.monotonic() >= end:
            return False
        between()
    return True
