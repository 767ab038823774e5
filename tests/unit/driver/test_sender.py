"""What is sent reaches the terminal whole and in order, and nobody waits for a terminal that does not read."""

from __future__ import annotations

import os
import pty
import select
import threading
from collections.abc import Iterator

import pytest

from tutor.driver.sender import Sender


@pytest.fixture
def line() -> Iterator[tuple[int, int]]:
    """A terminal: the end that reads it, the end that is written to."""
    reading, writing = pty.openpty()
    yield reading, writing
    os.close(reading)
    os.close(writing)


def read(file: int, size: int) -> bytes:
    found = b""
    while len(found) < size and select.select([file], [], [], 10)[0]:
        found += os.read(file, 1 << 16)
    return found


def test_what_a_terminal_takes_is_there_at_once(line: tuple[int, int]) -> None:
    sender = Sender(line[1], lambda: None)
    sender.send(b"shown")
    assert select.select([line[0]], [], [], 0)[0]
    assert read(line[0], 5) == b"shown"
    assert not sender.busy
    sender.stop()


def test_a_terminal_that_does_not_read_holds_nobody_up(line: tuple[int, int]) -> None:
    """What it does not take comes later and in order; `ready` says when all is written, if somebody asked."""
    all_written = threading.Event()
    sender = Sender(line[1], all_written.set)
    pieces = [bytes([97 + number % 26]) * 5000 for number in range(40)]
    for piece in pieces:
        sender.send(piece)
    assert sender.busy
    assert not all_written.is_set()
    assert read(line[0], 40 * 5000) == b"".join(pieces)
    assert all_written.wait(10)
    assert not sender.busy
    sender.send(b"after")
    assert read(line[0], 5) == b"after"
    sender.stop()


def test_the_terminal_itself_still_waits(line: tuple[int, int]) -> None:
    """Others write to it and read from it, and do not expect to be turned away."""
    sender = Sender(line[1], lambda: None)
    assert os.get_blocking(line[1])
    sender.send(b"x")
    assert os.get_blocking(line[1])
    sender.stop()


def test_what_is_no_terminal_is_written_to_all_the_same() -> None:
    reading, writing = os.pipe()
    sender = Sender(writing, lambda: None)
    sender.send(b"one ")
    sender.send(b"two")
    sender.stop()
    assert os.read(reading, 100) == b"one two"
    os.close(reading)
    os.close(writing)


def test_a_terminal_that_is_gone_ends_nothing() -> None:
    reading, writing = pty.openpty()
    sender = Sender(writing, lambda: None)
    os.close(reading)
    sender.send(b"nobody there")
    sender.send(b"still nobody")
    sender.stop()
    os.close(writing)
