"""Keys that are typed while a block gets its widget and the focus: they are meant for it."""

from __future__ import annotations

from textual import events
from textual.widget import Widget

from tutor.app.widgets.question import QuestionView


class KeyBuffer:
    """Holds keys until a block can take them, and passes on those that still come here until it has the focus."""

    def __init__(self) -> None:
        self._block: int | None = None  # the index of the block that keys are for
        self._is_question = False
        self._target: Widget | None = None
        self._held: list[events.Key | events.Paste] | None = None
        self._typed = False  # whether there was a key that is meant for it

    @property
    def waits(self) -> bool:
        """Whether a block is to take keys that cannot yet."""
        return self._held is not None

    @property
    def active(self) -> bool:
        """Whether keys are for a block."""
        return self._block is not None

    def begin(self, block: int, is_question: bool) -> None:
        """From now on keys are for this block."""
        self._block, self._is_question = block, is_question
        self._target, self._held, self._typed = None, [], False

    def go_on(self, widget: Widget) -> None:
        """The block has its widget: pass on what was held."""
        self._target = widget.key_target if isinstance(widget, QuestionView) else widget
        held, self._held = self._held or [], None
        for key in held:
            self._pass_on(key)

    def end(self, block: int | None = None) -> None:
        """Keys are for the page again, if they were for this block; those that were never passed on are lost."""
        if block is None or block == self._block:
            self._block = self._held = self._target = None

    def take(self, key: events.Key | events.Paste) -> bool:
        """Keep a key or a paste, or pass it on; False when it is not for a block."""
        if self._block is None:
            return False
        key.stop()
        if isinstance(key, events.Key) and key.key == "enter" and self._is_question and not self._typed:
            return True  # it chooses, so it has to be meant for a question that is seen, or worked at
        self._typed = True
        if self._held is not None:
            self._held.append(key)
        else:
            self._pass_on(key)
        return True

    def _pass_on(self, key: events.Key | events.Paste) -> None:
        if self._target is not None:
            again = events.Paste(key.text) if isinstance(key, events.Paste) else events.Key(key.key, key.character)
            self._target.post_message(again)
