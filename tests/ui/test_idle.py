"""What can wait waits until a key is answered, and until what was typed is saved."""

from __future__ import annotations

import pytest

from tutor.fast import idle
from tutor.fast.idle import IdleClock


class Clock:
    """A clock that goes on while somebody sleeps, and may be told what happens meanwhile."""

    def __init__(self) -> None:
        self.now = 100.0
        self.then: list[tuple[float, str]] = []
        self.pace: IdleClock | None = None

    def monotonic(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        end = self.now + seconds
        while self.then and self.then[0][0] <= end:
            self.now, what = self.then.pop(0)
            getattr(self.pace, what)()
        self.now = end


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(idle, "time", clock)
    monkeypatch.setattr(idle, "asyncio", clock)
    clock.pace = IdleClock()
    return clock


async def wait_after(clock: Clock, *then: tuple[float, str]) -> float:
    """How long the wait takes, from a first key on, when these things happen so many seconds after it."""
    assert clock.pace is not None
    clock.pace.note_key()
    begun = clock.now
    clock.then = [(begun + after, what) for after, what in then]
    await clock.pace.wait_until_idle()
    return clock.now - begun


async def test_nobody_there(clock: Clock) -> None:
    assert clock.pace is not None
    clock.now += 1
    await clock.pace.wait_until_idle()
    assert clock.now == pytest.approx(101 + idle.PAUSE)
    assert clock.pace.idle_seconds == pytest.approx(1 + idle.PAUSE)


async def test_a_key_is_answered_first(clock: Clock) -> None:
    assert await wait_after(clock) == pytest.approx(idle.ANSWERED)


async def test_another_key_meanwhile_too(clock: Clock) -> None:
    assert await wait_after(clock, (0.02, "note_key")) == pytest.approx(0.02 + idle.ANSWERED)


async def test_what_is_typed_is_saved_first(clock: Clock) -> None:
    found = await wait_after(clock, (0.01, "note_typing"), (0.02, "note_key"))
    assert found == pytest.approx(0.01 + idle.SAVED)


def test_after_a_while_without_a_key_the_learner_reads(clock: Clock) -> None:
    assert clock.pace is not None
    clock.pace.note_key()
    assert not clock.pace.is_reading
    clock.now += idle.READING
    assert clock.pace.is_reading
