"""What waits for the first paint is done although another screen covers, before it, the one that was in front."""

from __future__ import annotations

import asyncio

import pytest
from textual.app import App, ComposeResult
from textual.screen import Screen
from textual.widgets import Label

from tutor.app.painted import when_painted


class Full(Screen[None]):
    """A screen that takes a while to build."""

    def compose(self) -> ComposeResult:
        for number in range(30):
            yield Label(f"{number}")


class Covering(App[None]):
    """An app whose first screen is covered after so many rounds of the loop."""

    def __init__(self, rounds: int) -> None:
        super().__init__()
        self.rounds, self.calls, self.done = rounds, 0, asyncio.Event()

    def on_mount(self) -> None:
        self.push_screen(Full())
        when_painted(self, self.painted)
        self.run_worker(self.cover())

    async def cover(self) -> None:
        """Open another screen."""
        for _ in range(self.rounds):
            await asyncio.sleep(0)
        self.push_screen(Full())

    def painted(self) -> None:
        self.calls += 1
        self.done.set()


@pytest.mark.parametrize("rounds", [0, 5, 20, 40, 80, 160])
async def test_it_comes_once_whatever_is_in_front(rounds: int) -> None:
    app = Covering(rounds)
    async with app.run_test() as pilot:
        await asyncio.wait_for(app.done.wait(), 5)
        await pilot.pause(0.25)
        assert app.calls == 1
