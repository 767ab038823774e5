"""The way out when nobody says goodbye: a signal, a line that drops, a client that takes nothing more.

Textual alone dies on the spot or stays behind; see README, "Over SSH", for what is promised instead.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import select
import signal
import termios
import threading
from collections.abc import Callable
from types import FrameType
from typing import Any

GRACE = 2.0  # seconds that the app gets to end by itself
LAST_KEYS = 0.05  # seconds of it in which keys that came before the end are still taken
STDIN, STDERR = 0, 2  # Textual reads the one and draws on the other

# What a terminal needs to be usable again after an app that could not say goodbye: modes off, screen and cursor back.
RESET = (
    b"\x1b[?2026l\x1b[<u\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?1006l\x1b[?1015l\x1b[?1016l"
    b"\x1b[?1004l\x1b[?2004l\x1b[?2048l\x1b[?7h\x1b[0m\x1b[?1049l\x1b[?25h"
)


class ShutdownGuard:
    """Ends the program in order, or at least in time, when its terminal goes or a signal comes.

    `rescue` brings everything to the disk; it is called from a thread of its own, first of all. `halt` ends the
    programs of the learner that still run: they have sessions of their own, so no signal of the line reaches them.
    `status` is the exit status that the end asks for, None while there is none.
    """

    def __init__(self, rescue: Callable[[], None], halt: Callable[[], None]) -> None:
        self.status: int | None = None
        self._rescue = rescue
        self._halt = halt
        self._leave: Callable[[], None] = lambda: None
        self._over = threading.Event()
        self._begun = threading.Lock()
        self._attributes: list[Any] | None = None

    def watch(self) -> None:
        """Take over the signals, and keep an eye on the line."""
        with contextlib.suppress(termios.error):
            self._attributes = termios.tcgetattr(STDIN)
        for one in (signal.SIGHUP, signal.SIGTERM):
            signal.signal(one, self._signalled)
        threading.Thread(target=self._poll, name="line", daemon=True).start()

    def leave_by(self, loop: asyncio.AbstractEventLoop, leave: Callable[[], object]) -> None:
        """How to ask the app to end; called once it runs."""

        def ask() -> None:
            loop.call_soon_threadsafe(loop.call_later, LAST_KEYS, leave)

        self._leave = ask

    def over(self) -> None:
        """The app has ended by itself: no hurry any more."""
        self._over.set()

    def end(self, status: int) -> None:
        """Begin the end; only the first call counts."""
        if self._begun.acquire(blocking=False):
            self.status = status
            threading.Thread(target=self._end, args=(status,), name="end").start()

    def restore(self) -> None:
        """Give the terminal back as it was, without ever waiting for it."""
        with contextlib.suppress(OSError):
            os.set_blocking(STDERR, False)
            os.write(STDERR, RESET)
        if self._attributes is not None:
            with contextlib.suppress(termios.error):
                termios.tcsetattr(STDIN, termios.TCSANOW, self._attributes)

    def _signalled(self, number: int, _: FrameType | None) -> None:
        self.end(128 + number)

    def _poll(self) -> None:
        """Wait, without taking any time, for the line to go: no event is asked for, so only its end is told."""
        poll = select.poll()
        poll.register(STDIN, 0)
        poll.register(STDERR, 0)
        while not self._over.is_set():
            if any(event & (select.POLLHUP | select.POLLERR | select.POLLNVAL) for _, event in poll.poll()):
                self.end(128 + signal.SIGHUP)
                return

    def _end(self, status: int) -> None:
        with contextlib.suppress(Exception):
            self._rescue()
        with contextlib.suppress(RuntimeError):  # the loop may be closed by now
            self._leave()
        with contextlib.suppress(Exception):
            self._halt()
        if not self._over.wait(GRACE):
            self.restore()
            os._exit(status)
