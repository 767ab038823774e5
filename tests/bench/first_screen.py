"""Times from exec: to the kept first screen, and to the answer to a key that was pressed on it.

Without an emulator in between, which takes longer to show a screen than the program to paint it.
"""

from __future__ import annotations

import fcntl
import os
import pty
import shutil
import signal
import struct
import sys
import termios
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import pyte

from ml_math_tutor.first_paint import BEGIN
from tests.bench.hello import HELLO
from tests.support.first_screens import keep
from tests.support.study_sessions import placed_home

STARTS = 100  # of which the slowest twentieth is looked at
KEYS = 11
COLUMNS, ROWS = 80, 24
DOWN = b"\x1b[B"
Row = tuple[str, float, str]


class Start:
    """A program in a terminal; its argument is what Python is given."""

    def __init__(self, *arguments: str) -> None:
        self.begun = time.perf_counter()
        self.pid, self.terminal = pty.fork()
        if self.pid == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
            os.execve(sys.executable, [sys.executable, *arguments], {**os.environ, "TERM": "xterm-256color"})
        self.raw = b""

    def until(self, done: Callable[[bytes], bool]) -> float:
        """Seconds from exec until what has come, all of it, is what is waited for."""
        while not done(self.raw):
            self.raw += os.read(self.terminal, 65536)
        return time.perf_counter() - self.begun

    def kill(self) -> None:
        """End it as the power goes."""
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self.terminal)


def bare() -> float:
    """Seconds of `python -c pass`, from exec to its end."""
    start = Start("-c", "pass")
    os.waitpid(start.pid, 0)
    taken = time.perf_counter() - start.begun
    os.close(start.terminal)
    return taken


def painted(home: Path, frame: bytes) -> float:
    """Seconds until all of the kept screen has come."""
    start = Start("-m", "tutor", "--home", str(home))
    taken = start.until(lambda raw: len(raw) >= len(frame))
    assert start.raw.startswith(frame)
    start.kill()
    return taken


def answered(home: Path, frame: bytes, key: bytes, answer: str) -> float:
    """Seconds until the answer to a key that is pressed as soon as the kept screen is there."""
    screen = pyte.Screen(COLUMNS, ROWS)
    stream = pyte.ByteStream(screen)
    start = Start("-m", "tutor", "--home", str(home))
    start.until(lambda raw: len(raw) >= len(frame))
    os.write(start.terminal, key)
    shown = 0

    def done(raw: bytes) -> bool:
        nonlocal shown
        stream.feed(raw[shown:])
        shown = len(raw)
        return any(answer in line for line in screen.display)

    taken = start.until(done)
    start.kill()
    return taken


def opened(home: Path) -> float:
    """Seconds until the page is there that Enter opens; in a home of its own, for that goes on record."""
    shutil.copytree(placed_home(), home)
    return answered(home, (BEGIN + keep(home, "quit").text).encode(), b"\r", "Builds on")


def hello() -> float:
    """Seconds until a Textual hello world is painted."""
    start = Start("-c", HELLO)
    taken = start.until(lambda raw: b"hello world" in raw)
    start.kill()
    return taken


def rows() -> list[Row]:
    """The measures, each beside what it is measured against."""
    with TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        shutil.copytree(placed_home(), home)
        frame = (BEGIN + keep(home, "quit").text).encode()
        early = [(bare(), painted(home, frame)) for _ in range(STARTS)]
        keys = [
            (
                hello(),
                answered(home, frame, DOWN, " ▸ Review"),
                answered(home, frame, b"/", "search all pages"),
                opened(Path(folder) / f"{number}"),
            )
            for number in range(KEYS)
        ]
    python = median(one for one, _ in early)
    first = sorted(one for _, one in early)
    world, key, other, page = (median(column) for column in zip(*keys, strict=True))
    return [
        ("kept first screen painted", median(first) * 1000, "ms"),
        ("kept first screen painted / python -c pass", median(first) / python, "x"),
        ("the same, 95th percentile", first[int(0.95 * STARTS)] / python, "x"),
        ("its first key answered, if that is Down", key * 1000, "ms"),
        ("its first key answered, if that is Down / hello world painted", key / world, "x"),
        ("its first key answered, if that is Enter / hello world painted", page / world, "x"),
        ("its first key answered, if that is another / hello world painted", other / world, "x"),
    ]
