"""Garbage is collected while nobody types."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from tutor.fast import garbage, idle
from tutor.fast.garbage import GarbageCollector


class Node:
    """Part of a circle, as a widget and its parent are."""

    other: Node
    alive = 0

    def __init__(self) -> None:
        Node.alive += 1

    def __del__(self) -> None:
        Node.alive -= 1


class Clock:
    now = 100.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[Clock]:
    clock, before = Clock(), gc.get_threshold()
    monkeypatch.setattr(idle, "time", clock)
    monkeypatch.setattr(gc, "freeze", lambda: None)  # it cannot be undone for what other tests have made
    yield clock
    gc.set_threshold(*before)


def grow_old() -> None:
    """What there is now has lived through enough collections of what is newer."""
    for _ in range(garbage.MIN_COLLECTIONS):
        gc.collect(1)


def test_nothing_is_collected_whole_while_the_learner_types(clock: Clock) -> None:
    mine = idle.IdleClock()
    found = GarbageCollector(mine)
    found.start()
    assert gc.get_threshold()[2] == garbage.MAX_COLLECTIONS
    one, two = Node(), Node()
    one.other, two.other = two, one
    grow_old()
    del one, two
    grow_old()
    assert Node.alive == 2
    mine.note_key()
    clock.now += idle.READING / 2
    found.collect_if_idle()
    assert Node.alive == 2
    clock.now += idle.READING
    found.collect_if_idle()
    assert Node.alive == 0


def test_without_anything_new_nothing_is_looked_at(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    found = GarbageCollector(idle.IdleClock())
    gc.collect()
    looked: list[int] = []
    monkeypatch.setattr(gc, "collect", lambda: looked.append(1))
    clock.now += 100
    found.collect_if_idle()
    assert not looked


def test_what_the_first_collection_leaves_is_not_looked_at_again(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    frozen: list[int] = []
    monkeypatch.setattr(gc, "freeze", lambda: frozen.append(1))
    found = GarbageCollector(idle.IdleClock())
    clock.now += 100
    for _ in range(2):
        grow_old()
        found.collect_if_idle()
    assert frozen == [1]
