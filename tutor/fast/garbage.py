"""Full garbage collections while nobody types: each takes a tenth of a second, which a key would have to wait."""

from __future__ import annotations

import gc

from tutor.fast import enabled
from tutor.fast.idle import IdleClock

# Collections of the younger generations since the last full one. Only a full one frees Textual's widgets.
MIN_COLLECTIONS = 4  # from here on, a full collection is worth its time
MAX_COLLECTIONS = 60  # from here on, it does not wait for a pause


class GarbageCollector:
    """The schedule of garbage collections: young generations at any time, full ones while the learner reads."""

    def __init__(self, pace: IdleClock) -> None:
        self._pace = pace
        self._settled = False

    def start(self) -> None:
        """Start collecting, after the first paint; objects that exist by then stay and are not scanned again."""
        if not enabled("garbage"):
            gc.enable()
            return
        gc.freeze()
        new, newer, _ = gc.get_threshold()
        gc.set_threshold(new, newer, MAX_COLLECTIONS)
        gc.enable()

    def collect_if_idle(self) -> None:
        """Run a full collection if there is something to collect and the learner is idle.

        What the first one leaves is what was loaded after the first paint: it stays, and is not scanned again.
        """
        if enabled("garbage") and gc.get_count()[2] >= MIN_COLLECTIONS and self._pace.is_reading:
            gc.collect()
            if not self._settled:
                gc.freeze()
            self._settled = True
