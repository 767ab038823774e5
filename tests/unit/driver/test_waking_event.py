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


def test_its_descriptors_are_closed() -> None:
    one = WakingEvent()
    number = one.fileno()
    one.close()
    with pytest.raises(OSError, match="descriptor"):
        os.fstat(number)
