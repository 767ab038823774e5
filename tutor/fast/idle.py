"""The idle clock: work that can wait starts after the last key has been answered and what was typed is saved."""

from __future__ import annotations

import asyncio
import time

from tutor.fast import enabled

ANSWERED = 0.025  # seconds from a key to the frame that answers it
SAVED = 0.3  # seconds from typing until the text is on disk
SLICE = 0.004  # seconds of work after which keys are looked for
PAUSE = 0.001  # seconds for which they are
READING = 1.5  # seconds without a key after which the learner counts as reading


class IdleClock:
    """A clock of the learner's last key, and of the earliest time for work that can wait."""

    def __init__(self) -> None:
        self._last_key = time.monotonic()
        self._idle_from = self._last_key  # the earliest time for work that can wait
        self._paused = 0.0  # when keys were looked for last

    def note_key(self) -> None:
        """Note a key or a click."""
        self._last_key = time.monotonic()
        self._idle_from = max(self._idle_from, self._last_key + ANSWERED)

    def note_typing(self) -> None:
        """Note that the learner typed something that has to be saved."""
        self._idle_from = time.monotonic() + SAVED

    @property
    def idle_seconds(self) -> float:
        """Seconds since the last key or click."""
        return time.monotonic() - self._last_key

    @property
    def is_reading(self) -> bool:
        """Whether the learner has pressed no key for so long that one is hardly about to come."""
        return self.idle_seconds >= READING

    async def wait_until_idle(self) -> None:
        """Wait until the last key has been answered and what was typed is saved; call it before each piece of work.

        Small pieces go on without a pause: after each, other programs would have the processor and its caches.
        """
        now = time.monotonic()
        if self._idle_from <= now < self._paused + SLICE:
            return
        await asyncio.sleep(PAUSE)
        while enabled("idle") and (remaining := self._idle_from - time.monotonic()) > 0:
            await asyncio.sleep(remaining)
        self._paused = time.monotonic()
