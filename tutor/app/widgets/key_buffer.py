"""Keys that are typed while a block gets its widget, and the cursor: they are meant for it."""

from __future__ import annotations

from textual import events
from textual.widget import Widget

from tutor.app.widgets.question import QuestionView


class KeyBuffer:
    """Holds keys until the block can take them, and passes on those that still come here until it has the focus."""

    def __init__(self) -> None:
        self._to: Widget | None = None
        self._held: list[events.Key] | None = None
        self._typed = False  # whether there was a key that is meant for it

    @property
    def waits(self) -> bool:
        """Whether a block is to take keys that cannot yet."""
        return self._held is not None

    def begin(self, to: Widget) -> None:
        """From now on keys are for this block."""
        self._to, self._held, self._typed = to, [], False

    def go_on(self) -> None:
        """It can take them."""
        held, self._held = self._held or [], None
        for key in held:
            self._pass_on(key)

    def end(self, to: Widget | None = None) -> None:
        """Keys are for the page again, if they were for this block; those that were never passed on are lost."""
        if to is None or to is self._to:
            self._to = self._held = None

    def take(self, key: events.Key) -> bool:
        """Keep a key, or pass it on; False when it is not for a block."""
        if self._to is None:
            return False
        key.stop()
        if key.key == "enter" and isinstance(self._to, QuestionView) and not self._typed:
            return True  # it chooses, so it has to be meant for a question that is seen, or worked at
        self._typed = True
        if self._held is not None:
            self._held.append(key)
        else:
            self._pass_on(key)
        return True

    def _pass_on(self, key: events.Key) -> None:
        to = self._to.box if isinstance(self._to, QuestionView) else self._to
        if to is not None:
            to.post_message(events.Key(key.key, key.character))
