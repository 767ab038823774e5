"""A thread that waits for a terminal, and for the end, wakes at once for either."""

from __future__ import annotations

import os
import select
from collections.abc import Iterator

import pytest

from tutor.driver.waking_event import WakingEvent


@pytest.fixture
def event() -> Iterator[WakingEvent]:
    one = WakingEvent()
    yield one
    one.close()


def is_ready(event: WakingEvent) -> bool:
    return bool(select.select([event], [], [], 0)[0])


def test_it_is_readable_while_it_is_set(event: WakingEvent) -> None:
    states = []
    for change in (event.clear, event.set, event.set, event.clear, event.clear, event.set):
        change()
        states.append((event.is_set(), is_ready(event)))
    assert states == [(False, False), (True, True), (True, True), (False, False), (False, False), (True, True)]


@pytest.mark.parametrize("is_set", [False, True])
def test_it_is_closed_and_opened_again(event: WakingEvent, is_set: bool) -> None:
    """As where another program has the terminal in between."""
    if is_set:
        event.set()
    number = event.fileno()
    event.close()
    event.close()
    with pytest.raises(OSError, match="descriptor"):
        os.fstat(number)
    with pytest.raises(ValueError, match="closed"):
        event.fileno()
    event.open()
    event.open()
    assert (event.is_set(), is_ready(event)) == (is_set, is_set)
    event.clear()
    event.set()
    assert is_ready(event)


def test_it_is_set_and_cleared_without_a_descriptor(event: WakingEvent) -> None:
    event.close()
    event.set()
    event.clear()
    event.open()
    assert not is_ready(event)
