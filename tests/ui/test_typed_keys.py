"""What was typed is handled, and what widgets tell each other of it, before the app ends."""

from __future__ import annotations

import asyncio

import pytest
from textual.app import App, ComposeResult
from textual.containers import Vertical
from textual.events import Key
from textual.message import Message
from textual.widget import Widget

from tutor.app.typed_keys import when_handled


class Told(Message):
    """That a key was typed, and how often it was told so far."""

    def __init__(self, key: str, times: int) -> None:
        super().__init__()
        self.key, self.times = key, times


class Box(Widget, can_focus=True):
    """Tells of each key."""

    def on_key(self, event: Key) -> None:
        self.post_message(Told(event.key, 1))


class Teller(Vertical):
    """Tells its parent by a message of its own what it was told."""

    async def on_told(self, event: Told) -> None:
        if event._sender is not self:
            event.stop()
            await asyncio.sleep(0)  # as if it had something to wait for
            self.post_message(Told(event.key, event.times + 1))


class Typing(App[None]):
    """A box in a number of parents, each of which tells the next; what has reached the app is `heard`."""

    def __init__(self, parents: int) -> None:
        super().__init__()
        self.parents = parents
        self.heard: list[str] = []

    def compose(self) -> ComposeResult:
        inner: Widget = Box()
        for _ in range(self.parents):
            inner = Teller(inner)
        yield inner

    def on_told(self, event: Told) -> None:
        self.heard.append(event.key)


@pytest.mark.parametrize("parents", [0, 1, 2, 3, 4])
async def test_what_was_typed_is_heard_before_the_end(parents: int) -> None:
    app = Typing(parents)
    async with app.run_test() as pilot:
        app.query_one(Box).focus()
        await pilot.pause()
        handled = asyncio.Event()
        for key in "abc":
            app.post_message(Key(key, key))
        when_handled(app, handled.set)
        await handled.wait()
        assert app.heard == list("abc")
