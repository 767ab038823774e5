"""Garbage collected while nobody types: to look at all there is takes a tenth of a second, and some key would wait."""

from __future__ import annotations

import gc

from tutor.fast import enabled
from tutor.fast.idle import IdleClock

QUIET = 1.5  # seconds without a key after which the learner reads
ENOUGH = 4  # collections of what is newer since all was looked at; Textual's widgets are only freed by one of all
AT_LAST = 60  # so many that not even a learner who types without a pause is waited for


class GarbageCollector:
    """When to collect. Between keys only what is new is looked at, a few milliseconds each."""

    def __init__(self, pace: IdleClock) -> None:
        self._pace = pace

    def begin(self) -> None:
        """After the first paint: what was made so far stays, so it need not be looked at again."""
        if not enabled("garbage"):
            gc.enable()
            return
        gc.freeze()
        new, newer, _ = gc.get_threshold()
        gc.set_threshold(new, newer, AT_LAST)
        gc.enable()

    def look(self) -> None:
        """Collect if there is something to collect and nobody waits."""
        if enabled("garbage") and gc.get_count()[2] >= ENOUGH and self._pace.quiet >= QUIET:
            gc.collect()
