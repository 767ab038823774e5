"""A driver for Textual that sends only what changed; see the package for what it assumes."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from types import FrameType
from typing import Any
from weakref import WeakKeyDictionary

from textual import events
from textual.app import App
from textual.drivers.linux_driver import LinuxDriver
from textual.message import Message
from textual.messages import InBandWindowResize, TerminalSupportsSynchronizedOutput

from tutor.driver.encoder import Encoder
from tutor.driver.sender import Sender

_drivers: WeakKeyDictionary[App[Any], DiffDriver] = WeakKeyDictionary()


def redraw(app: App[Any]) -> None:
    """Send everything again with the next frame, for a terminal that something else wrote on."""
    driver = _drivers.get(app)
    if driver is not None:
        driver.redraw()


class DiffDriver(LinuxDriver):
    """Textual's driver for terminals, with a `Wire` between what is written and what is sent.

    The event loop never waits for the terminal: while one frame is on its way, those that follow become one. Nothing is
    sent while the app is suspended; stock Textual fills the queue of a writer that has stopped and hangs in it
    (reported in terok-ai/terok#1187).
    """

    class Answered(Message):
        """The terminal answered the first of Textual's own questions, this many seconds after the start."""

        def __init__(self, seconds: float) -> None:
            super().__init__()
            self.seconds = seconds

    def __init__(
        self, app: App[Any], *, debug: bool = False, mouse: bool = True, size: tuple[int, int] | None = None
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        _drivers[app] = self
        self._app_loop = asyncio.get_running_loop()
        self._thread = threading.get_ident()
        self._output = sys.__stderr__.fileno() if sys.__stderr__ is not None else 2
        self._sender: Sender | None = None
        self._wire: Encoder | None = None
        self._asked: float | None = None
        self._stale = False
        self._drawing = False
        self._postponed: list[int] = []
        for number in (signal.SIGTSTP, signal.SIGCONT):
            self._between_frames(number)

    def write(self, data: str) -> None:
        if threading.get_ident() != self._thread:
            with contextlib.suppress(RuntimeError):  # the loop may be closed by now
                self._app_loop.call_soon_threadsafe(self.write, data)
            return
        with self._whole_frame():
            wire = self._fitting()
            if wire is None:
                self._send(data)
            else:
                wire.feed(data)
                self._take()

    def redraw(self) -> None:
        """Send everything again."""
        self._stale = True

    def start_application_mode(self) -> None:
        if self._sender is None:
            self._sender = Sender(self._output, self._sent)
        self._asked = time.monotonic()
        super().start_application_mode()  # type: ignore[no-untyped-call]
        self._watch_size()

    def close(self) -> None:
        if self._sender is not None:
            if self._wire is not None:
                self._send(self._wire.take())
            self._sender.stop()
            self._sender = None
        super().close()

    def process_message(self, message: Message) -> None:
        if isinstance(message, events.Resize):  # in-band: this terminal tells by itself
            self._stale = True
        if isinstance(message, InBandWindowResize | TerminalSupportsSynchronizedOutput) and self._asked is not None:
            self.send_message(self.Answered(time.monotonic() - self._asked))
            self._asked = None
        super().process_message(message)

    def _fitting(self) -> Encoder | None:
        """The wire for the size that the terminal has now; None where its cells cannot be known."""
        try:
            size = tuple(os.get_terminal_size(self._output))
        except OSError:
            size = (0, 0)
        if not all(size) or not _speaks_utf8():
            return None
        if self._wire is None:
            self._wire = Encoder(*size, shares_back=shares_back(os.environ))
        elif self._wire.size != size:
            self._wire.resize(*size)
        elif self._stale:
            self._wire.redraw()
        self._stale = False
        return self._wire

    @contextlib.contextmanager
    def _whole_frame(self) -> Iterator[None]:
        """What is done here is not interrupted by stopping or starting the app."""
        self._drawing = True
        try:
            yield
        finally:
            self._drawing = False
        while self._postponed:
            os.kill(os.getpid(), self._postponed.pop())

    def _go_on(self) -> None:
        """What was sent is written: what has changed since goes next."""
        with self._whole_frame():
            self._take()

    def _take(self) -> None:
        """Send what has changed, unless something is still on its way."""
        if self._wire is not None and self._sender is not None and not self._sender.busy:
            self._send(self._wire.take())

    def _send(self, text: str) -> None:
        if text and self._sender is not None:
            self._sender.send(text.encode("utf-8", "replace"))

    def _sent(self) -> None:
        with contextlib.suppress(RuntimeError):  # the loop may be closed by now
            self._app_loop.call_soon_threadsafe(self._go_on)

    def _watch_size(self) -> None:
        """A terminal that changed its size and back again shows something else, too."""
        stock = signal.getsignal(signal.SIGWINCH)

        def changed(number: int, frame: FrameType | None) -> None:
            self._stale = True
            if callable(stock):
                stock(number, frame)

        signal.signal(signal.SIGWINCH, changed)

    def _between_frames(self, number: int) -> None:
        """A signal that stops or starts the app waits until the frame that it interrupts is whole."""
        stock = signal.getsignal(number)

        def handle(number: int, frame: FrameType | None) -> None:
            if self._drawing:
                self._postponed.append(number)
            elif callable(stock):
                stock(number, frame)

        signal.signal(number, handle)


def _speaks_utf8() -> bool:
    encoding = getattr(sys.__stderr__, "encoding", None) or "ascii"
    return encoding.lower().replace("-", "") == "utf8"


def shares_back(environ: Mapping[str, str]) -> bool:
    """Whether erasing leaves the present background, as terminfo has it; GNU screen does not, whatever TERM says."""
    import curses

    if "STY" in environ:
        return False
    try:
        curses.setupterm(environ.get("TERM") or "dumb", 2)
        return curses.tigetflag("bce") > 0
    except curses.error:
        return False
