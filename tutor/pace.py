"""When the learner did something last: what can wait is done once that is answered."""

from __future__ import annotations

import asyncio
import time

ANSWERED = 0.025  # seconds from a key until its frame is out
BREATH = 0.001  # seconds between two pieces of work


class Pace:
    """How long nothing was done."""

    def __init__(self) -> None:
        self._acted = time.monotonic()

    def acted(self) -> None:
        """The learner did something."""
        self._acted = time.monotonic()

    @property
    def quiet(self) -> float:
        """Seconds since the learner did something."""
        return time.monotonic() - self._acted

    async def breath(self) -> None:
        """Before a piece of work that can wait: keys come first, and so does what they show."""
        await asyncio.sleep(BREATH)
        while (left := ANSWERED - self.quiet) > 0:
            await asyncio.sleep(left)
