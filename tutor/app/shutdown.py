"""Shutdown after a signal, a dropped connection or a terminal that reads nothing more: save first, then end in time.

Textual alone would die at once or stay behind; README, "Over SSH", says what is promised instead.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import threading
from collections.abc import Callable
from types import FrameType
from typing import Any

from ml_math_tutor import platform

GRACE_PERIOD = 2.0  # seconds that the app has to exit by itself
LAST_KEYS = 0.05  # seconds of these in which keys typed before the end are still handled
HANGUP = 1  # SIGHUP, which Windows has not
STDIN, STDERR = 0, 2  # Textual reads from the first and draws on the second

# Makes a terminal usable again after an app that could not clean up: modes off, main screen and cursor back.
RESET = (
    b"\x1b[?2026l\x1b[<u\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?1006l\x1b[?1015l\x1b[?1016l"
    b"\x1b[?1004l\x1b[?2004l\x1b[?2048l\x1b[?7h\x1b[0m\x1b[?1049l\x1b[?25h"
)


class ShutdownGuard:
    """Ends the program in order, or at least in time, when its terminal closes or a signal arrives.

    Args:
        rescue: Saves everything; called first, from a thread of its own.
        halt: Stops the learner's programs. They run in sessions of their own, so no signal of the terminal reaches
            them.

    Attributes:
        status: The exit status that the shutdown asks for; None while there is none.
    """

    def __init__(self, rescue: Callable[[], None], halt: Callable[[], None]) -> None:
        self.status: int | None = None
        self._rescue = rescue
        self._halt = halt
        self._leave: Callable[[], None] = lambda: None
        self._over = threading.Event()
        self._begun = threading.Lock()
        self._attributes: list[Any] | None = None

    def watch(self, attributes: list[Any] | None = None) -> None:
        """Install the signal handlers, and watch the terminal; `attributes` are what it had if they were changed."""
        self._attributes = attributes or platform.terminal_attributes(STDIN)
        for number in (HANGUP, signal.SIGTERM):
            if number in signal.valid_signals():
                signal.signal(number, self._signalled)
        threading.Thread(target=self._poll, name="terminal", daemon=True).start()

    def leave_by(self, loop: asyncio.AbstractEventLoop, leave: Callable[[], object]) -> None:
        """Set how the app is asked to exit; called once its event loop runs."""

        def ask() -> None:
            loop.call_soon_threadsafe(loop.call_later, LAST_KEYS, leave)

        self._leave = ask

    def over(self) -> None:
        """Note that the app has ended by itself."""
        self._over.set()

    def end(self, status: int) -> None:
        """Begin the shutdown; calls after the first do nothing."""
        if self._begun.acquire(blocking=False):
            self.status = status
            threading.Thread(target=self._end, args=(status,), name="end").start()

    def restore(self) -> None:
        """Restore the terminal if there is one, without blocking on one that reads nothing."""
        if not os.isatty(STDERR):  # in a browser this is a pipe, and what it takes is shown where the server runs
            return
        with contextlib.suppress(OSError):
            if hasattr(os, "set_blocking"):
                os.set_blocking(STDERR, False)
            os.write(STDERR, RESET)
        platform.set_terminal_attributes(STDIN, self._attributes)

    def _signalled(self, number: int, _: FrameType | None) -> None:
        self.end(128 + number)

    def _poll(self) -> None:
        """End the program when its terminal closes."""
        if platform.wait_for_hangup((STDIN, STDERR)) and not self._over.is_set():
            self.end(128 + HANGUP)

    def _end(self, status: int) -> None:
        with contextlib.suppress(Exception):
            self._rescue()
        with contextlib.suppress(RuntimeError):  # the loop may be closed by now
            self._leave()
        with contextlib.suppress(Exception):
            self._halt()
        if not self._over.wait(GRACE_PERIOD):
            self.restore()
            os._exit(status)
