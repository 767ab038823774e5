"""The real program in a real pty, and a terminal emulator that shows what a person would see."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import pexpect
import pyte

from tests.support.waiting import happens

PATIENCE = 30  # seconds until a screen that never comes counts as missing


class Terminal:
    """`tutor` with its arguments, in a pty of its own; `program` is another one, as Python's arguments."""

    program: tuple[str, ...] = ()

    def __init__(
        self, home: Path, *arguments: str, size: tuple[int, int] = (80, 24), env: Mapping[str, str] | None = None
    ) -> None:
        columns, rows = size
        self.screen = pyte.Screen(columns, rows)
        self.stream = pyte.ByteStream(self.screen)
        self.raw = b""
        self._text = ""
        command = self.command(home, *arguments)
        self.child = pexpect.spawn(
            command[0],
            command[1:],
            dimensions=(rows, columns),
            timeout=PATIENCE,
            env={**os.environ, "TERM": "xterm-256color", **(env or {})},
        )

    def command(self, home: Path, *arguments: str) -> list[str]:
        """What is run."""
        return [sys.executable, *(self.program or ("-m", "tutor", "--home", str(home))), *arguments]

    @property
    def text(self) -> str:
        """What the screen shows, without the blanks at the ends of lines."""
        if self.screen.dirty:  # a screen begins with all its lines in it
            self._text = "\n".join(line.rstrip() for line in self.screen.display)
            self.screen.dirty.clear()
        return self._text

    def pump(self, seconds: float = 0.05) -> None:
        """Read what has come."""
        try:
            data = self.child.read_nonblocking(65536, timeout=seconds)
        except (pexpect.TIMEOUT, pexpect.EOF):
            return
        self.raw += data
        self.stream.feed(data)

    def settle(self, quiet: float = 0.1) -> None:
        """Until nothing came for a while: the screen is whole, and no frame is on its way."""
        before = -1
        while before != len(self.raw):
            before = len(self.raw)
            self.pump(quiet)

    def wait_for(self, wanted: str) -> None:
        """Until the screen shows this."""
        end = time.monotonic() + PATIENCE
        while wanted not in self.text:
            if time.monotonic() > end:
                raise AssertionError(f"{wanted!r} never came:\n{self.text}")
            self.pump()

    def press(self, keys: str) -> None:
        self.child.send(keys)

    def kill(self) -> None:
        """As the power goes: no signal that could be handled."""
        os.kill(self.child.pid, signal.SIGKILL)
        self.child.wait()
        self.child.close()

    def end(self) -> int | None:
        """Wait for the program to end by itself; its exit status."""
        deadline = time.monotonic() + PATIENCE
        while self.child.isalive() and time.monotonic() < deadline:
            self.pump()
        self.pump()
        self.child.close()
        status: int | None = self.child.exitstatus
        return status


def drafts(home: Path) -> str:
    return "".join(path.read_text() for path in (home / "drafts").glob("*.json"))


def until_saved(home: Path, text: str, terminal: Terminal) -> None:
    """Until a draft is on the disk; drafts go there within a quarter of a second."""
    assert happens(lambda: text in drafts(home), 10, terminal.pump), drafts(home)
