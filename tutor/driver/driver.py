"""The Textual driver that sends only changed cells; the package docstring says what it assumes."""

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

from textual import events
from textual.app import App
from textual.message import Message
from textual.messages import InBandWindowResize, TerminalSupportsSynchronizedOutput

from tutor.driver.encoder import Encoder
from tutor.driver.messages import Shown, TerminalAnswered, drivers
from tutor.driver.resilient_driver import ResilientDriver
from tutor.driver.sender import Sender

PATIENCE = 5.0  # seconds that a first screen sent before the start stands while the app draws what it has so far


class DiffDriver(ResilientDriver):
    """Textual's driver for Unix terminals, with an `Encoder` between what Textual writes and what is sent.

    The event loop never waits for the terminal: frames that arrive while one is being sent are merged into one. Nothing
    is sent while the app is suspended; Textual's own driver then fills the queue of a stopped writer thread and hangs
    (reported in terok-ai/terok#1187).
    """

    def __init__(
        self, app: App[Any], *, debug: bool = False, mouse: bool = True, size: tuple[int, int] | None = None
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        drivers[app] = self
        self._app_loop = asyncio.get_running_loop()
        self._thread = threading.get_ident()
        self._output = sys.__stderr__.fileno() if sys.__stderr__ is not None else 2
        self._sender: Sender | None = None
        self._encoder: Encoder | None = None
        self._query_time: float | None = None
        self._shown: Shown | None = getattr(app, "shown", None)
        self._answered = self._shown.answered if self._shown is not None else 0  # keys after which the app releases
        self._stale = False
        self._drawing = False
        self._postponed: list[int] = []
        for number in (signal.SIGTSTP, signal.SIGCONT):
            self._between_frames(number)

    def write(self, data: str) -> None:
        """Encode and send what Textual writes; thread-safe."""
        if threading.get_ident() != self._thread:
            with contextlib.suppress(RuntimeError):  # the loop may be closed by now
                self._app_loop.call_soon_threadsafe(self.write, data)
            return
        data = data.translate(self._substitutes) if self._substitutes else data
        with self._whole_frame():
            encoder = self._current_encoder()
            if encoder is None:
                self._send(data)
            else:
                encoder.feed(data)
                self._take()

    def redraw(self) -> None:
        """Send the whole screen with the next frame."""
        self._stale = True

    def start_application_mode(self) -> None:
        """Start the sender thread, then what Textual's driver starts."""
        if self._sender is None:
            self._sender = Sender(self._output, self._on_sent)
        self._query_time = time.monotonic()
        super().start_application_mode()
        if self._shown is not None:
            self.attrs_before = self._shown.attributes  # those that Textual has found are of the raw mode
            self._app_loop.call_later(PATIENCE, self.release)
            self._shown = None
        self._watch_size()

    def release(self) -> None:
        """Send what was drawn since the first screen was sent, and from now on every frame."""
        if self._encoder is not None and self._encoder.held:
            self._encoder.held = False
            self._send_next()

    def stop_application_mode(self) -> None:
        """Stop what Textual's driver stops; the app has drawn by then."""
        self.release()
        super().stop_application_mode()

    def close(self) -> None:
        """Send what is left and stop the sender thread."""
        if self._sender is not None:
            if self._encoder is not None:
                self._send(self._encoder.take())
            self._sender.stop()
            self._sender = None
        super().close()

    def process_message(self, message: Message) -> None:
        """Watch for a resize and for the first answer of the terminal, then pass the message on."""
        if isinstance(message, events.InputEvent | events.Paste) and not self._answered:  # its answer is not to wait
            with contextlib.suppress(RuntimeError):  # the loop may be closed by now
                self._app_loop.call_soon_threadsafe(self.release)
        if isinstance(message, events.Resize):  # in-band: this terminal reports its size itself
            self._stale = True
        if (
            isinstance(message, InBandWindowResize | TerminalSupportsSynchronizedOutput)
            and self._query_time is not None
        ):
            seconds = time.monotonic() - self._query_time
            self.line_takes(seconds)
            self.send_message(TerminalAnswered(seconds))
            self._query_time = None
        super().process_message(message)

    def _current_encoder(self) -> Encoder | None:
        """The encoder for the terminal's present size; None if the size or the encoding is unknown."""
        try:
            size = tuple(os.get_terminal_size(self._output))
        except OSError:
            size = (0, 0)
        if not all(size) or not _is_utf8():
            return None
        if self._encoder is None:
            self._encoder = Encoder(*size, back_color_erase=has_back_color_erase(os.environ))
            if self._shown is not None and self._shown.text and self._shown.size == size:
                self._encoder.adopt(self._shown.text)
        elif self._encoder.size != size:
            self._encoder.resize(*size)
        elif self._stale:
            self._encoder.redraw()
        self._stale = False
        return self._encoder

    @contextlib.contextmanager
    def _whole_frame(self) -> Iterator[None]:
        """Postpone SIGTSTP and SIGCONT until the body has run, so that no frame is cut in two."""
        self._drawing = True
        try:
            yield
        finally:
            self._drawing = False
        while self._postponed:
            os.kill(os.getpid(), self._postponed.pop())

    def _send_next(self) -> None:
        """Send what has changed while the last frame was being written."""
        with self._whole_frame():
            self._take()

    def _take(self) -> None:
        """Send what has changed, unless the last frame is still being written."""
        if self._encoder is not None and self._sender is not None and not self._sender.busy:
            self._send(self._encoder.take())

    def _send(self, text: str) -> None:
        if text and self._sender is not None:
            self._sender.send(text.encode("utf-8", "replace"))

    def _on_sent(self) -> None:
        with contextlib.suppress(RuntimeError):  # the loop may be closed by now
            self._app_loop.call_soon_threadsafe(self._send_next)

    def _watch_size(self) -> None:
        """Redraw after every SIGWINCH: a terminal resized and resized back has lost cells, too."""
        stock = signal.getsignal(signal.SIGWINCH)

        def changed(number: int, frame: FrameType | None) -> None:
            self._stale = True
            if callable(stock):
                stock(number, frame)

        signal.signal(signal.SIGWINCH, changed)

    def _between_frames(self, number: int) -> None:
        """Postpone a signal that stops or starts the app until the frame it interrupts is complete."""
        stock = signal.getsignal(number)

        def handle(number: int, frame: FrameType | None) -> None:
            if self._drawing:
                self._postponed.append(number)
            elif callable(stock):
                stock(number, frame)

        signal.signal(number, handle)


def _is_utf8() -> bool:
    encoding = getattr(sys.__stderr__, "encoding", None) or "ascii"
    return encoding.lower().replace("-", "") == "utf8"


BACK_COLOR_ERASE = {"xterm": True, "xterm-256color": True, "screen": False, "screen-256color": False}
"""What terminfo says of the usual terminals, unless somebody has descriptions of their own.

Loading curses takes a hundredth of a start.
"""


def has_back_color_erase(environ: Mapping[str, str]) -> bool:
    """Whether erasing fills with the current background (terminfo `bce`); GNU screen never does, whatever TERM says."""
    term = environ.get("TERM") or "dumb"
    if "STY" in environ:
        return False
    own = {"TERMINFO", "TERMINFO_DIRS"} & set(environ) or os.path.exists(f"{environ.get('HOME')}/.terminfo")
    return BACK_COLOR_ERASE[term] if term in BACK_COLOR_ERASE and not own else reads_back_color_erase(term)


def reads_back_color_erase(term: str) -> bool:
    """What terminfo says of a terminal; False where it does not know it."""
    import curses

    try:
        curses.setupterm(term, 2)
        return curses.tigetflag("bce") > 0
    except curses.error:
        return False
