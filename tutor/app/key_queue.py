"""Holds keys until what was pressed before them is done: each may open what the next is typed into."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any

from textual import events
from textual.app import App

from tutor.app.typed_keys import when_handled

UNDERWAY = 0.25  # seconds for which what a key leads to may be under way
LONGEST = 2.0  # seconds after which the next key is taken in any case
LOOK = 0.01  # seconds between two looks whether work that a key has started is done
WORK = frozenset(("move", "turn"))
"""Groups of workers that a key starts, and that show what the next key is typed into."""
IN_PLACE = frozenset(
    ("up", "down", "left", "right", "home", "end", "pageup", "pagedown", "space", "backspace", "delete")
)
"""Keys that move a cursor, scroll, turn a page or change a text: what they do is done before the next key."""

Typed = events.Key | events.Paste


class KeyQueue:
    """Takes keys one by one after one that leads on, such as Enter; all others go straight on.

    Args:
        app: The app.
        deliver: Handles a key.
        taken: Called when a key from the queue is handled.
    """

    def __init__(
        self, app: App[Any], deliver: Callable[[events.Event], Awaitable[None]], taken: Callable[[], None]
    ) -> None:
        self._app, self._deliver, self._taken = app, deliver, taken
        self._waiting: deque[Typed] | None = deque()  # from the start; None while keys go straight on
        self._takes = True  # whether the next of them is taken without being asked for
        self._each_until = 0.0  # until then every key leads on
        self._led_on = 0.0  # when the last key was pressed that did
        self._then: Callable[[], object] | None = None

    async def begin(self, seconds: float) -> None:
        """Take what came before the first paint; for so many seconds, every key may be meant for what it showed."""
        self._each_until = time.monotonic() + seconds
        await self._next()

    def holds(self, event: events.Event) -> bool:
        """Whether an event is a key, or a paste, that has to wait, and is kept here for that."""
        if not isinstance(event, Typed) or event.is_forwarded:
            return False
        if self._waiting is None:
            if event.time - self._led_on >= UNDERWAY and not self._works():
                if self._leads_on(event):
                    self._led_on = event.time
                return False
            self._waiting = deque()
        self._waiting.append(event)
        if not self._takes:
            self._takes = True
            if time.monotonic() < self._each_until:  # what came before is handled
                self._app.call_later(self._next)
            else:
                when_handled(self._app, self._next)
        return True

    def when_empty(self, then: Callable[[], object]) -> None:
        """Call back once every key that was pressed before is handled."""
        if self._waiting:
            self._then = then
        else:
            when_handled(self._app, then)

    def _works(self) -> bool:
        return any(worker.group in WORK and not worker.is_finished for worker in self._app.workers)

    def _leads_on(self, event: Typed) -> bool:
        """Whether a key may do more than change a text or move a cursor."""
        if isinstance(event, events.Paste) or event.key.rpartition("+")[2] in IN_PLACE:
            return False
        focused = self._app.focused
        if event.key == "enter" and hasattr(focused, "tab_behavior"):  # a TextArea, without importing it for this
            return False
        return focused is None or not focused.check_consume_key(event.key, event.character)

    async def _next(self) -> None:
        """Take the next key, if there is one, once what the one before has started is done."""
        if not self._waiting:
            self._takes, self._led_on = False, 0.0
            if self._then is not None:
                then, self._then = self._then, None
                when_handled(self._app, then)
            if time.monotonic() >= self._each_until:
                self._waiting = None
        elif self._works() and time.monotonic() - self._waiting[0].time < LONGEST:
            self._app.set_timer(LOOK, self._next)
        else:
            event = self._waiting.popleft()
            leads_on = self._leads_on(event)
            await self._deliver(event)
            if leads_on or time.monotonic() < self._each_until:
                when_handled(self._app, self._after)
            else:
                self._app.call_later(self._after)

    async def _after(self) -> None:
        self._taken()
        await self._next()
