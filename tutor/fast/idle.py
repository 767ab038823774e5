"""When the learner did something last: what can wait is done once that is answered, and saved."""

from __future__ import annotations

import asyncio
import time

from tutor.fast import enabled

ANSWERED = 0.025  # seconds from a key until its frame is out
SAVED = 0.3  # seconds from something typed until it is safely on the disk
BREATH = 0.001  # seconds between two pieces of work


class IdleClock:
    """How long nothing was done."""

    def __init__(self) -> None:
        self._acted = time.monotonic()
        self._free = self._acted  # from when on there is time for what can wait

    def acted(self) -> None:
        """The learner did something."""
        self._acted = time.monotonic()
        self._free = max(self._free, self._acted + ANSWERED)

    def typed(self) -> None:
        """The learner typed something that is to be kept."""
        self._free = time.monotonic() + SAVED

    @property
    def quiet(self) -> float:
        """Seconds since the learner did something."""
        return time.monotonic() - self._acted

    async def breath(self) -> None:
        """Before a piece of work that can wait: keys come first, and what they show, and keep."""
        await asyncio.sleep(BREATH)
        while enabled("idle") and (remaining := self._free - time.monotonic()) > 0:
            await asyncio.sleep(remaining)
