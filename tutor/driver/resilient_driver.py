"""Textual's driver for Unix terminals, whose input thread nothing that a terminal sends can end.

Patch of Textual 8.2.8: its input thread decodes strictly, so a byte that is not UTF-8 ends the program without a word
(Textualize/textual#6456, #4376); it takes replies for typed text; and what its parser raises ends the program, too.
`run_input_thread` is rewritten here, and private names of the parser are used. For another version of Textual,
`tests/unit/driver/test_resilience.py` fails until this file has been compared with it.
"""

from __future__ import annotations

import os
import select
import time
from collections.abc import Iterable
from typing import Any

from textual import constants, events
from textual._xterm_parser import XTermParser
from textual.app import App
from textual.drivers.linux_driver import LinuxDriver
from textual.message import Message

from tutor.driver.bursts import GAP, BurstReader
from tutor.driver.input_filter import InputFilter, Kind, Part
from tutor.driver.messages import Reply, Shown
from tutor.driver.waking_event import WakingEvent

STRING_PATIENCE = 2.0  # seconds until a control string without its end is given up
LONGEST_ESCAPE_DELAY = 1.0  # seconds


def _untyped(message: Message, text: str) -> Message:
    """A key held with Alt, which comes as ESC and a character: it is a key, and types nothing."""
    is_held = len(text) == 2 and text[0] == "\x1b" and text[1].isprintable()
    if not is_held or not isinstance(message, events.Key) or message.character is None:
        return message
    name = "space" if text[1] == " " else text[1]
    return events.Key(message.key if message.key.startswith("alt+") else f"alt+{name}", None)


class KeyReader:
    """Bytes of a terminal as Textual's messages. Nothing that it is fed raises."""

    def __init__(self) -> None:
        self.filter = InputFilter()
        self.bursts = BurstReader()
        self._parser = XTermParser()

    def feed(self, data: bytes, now: float = 0.0) -> list[Message]:
        """Return the messages that are complete with these bytes, which have come at a time, in seconds."""
        return self._messages(self.bursts.feed(self.filter.feed(data), now))

    def tick(self, now: float) -> list[Message]:
        """Return what a burst is that is over."""
        return self._messages(self.bursts.tick(now))

    def flush(self) -> list[Message]:
        """Return what is held if nothing follows it: an incomplete sequence, a burst."""
        return self._messages([*self.bursts.release(), *self.filter.flush()])

    def _messages(self, parts: Iterable[Part]) -> list[Message]:
        return [message for part in parts for message in self._of(part)]

    def _of(self, part: Part) -> list[Message]:
        if part.kind is Kind.ESCAPE:
            return [events.Key("escape", "\x1b")]
        if part.kind is Kind.PASTE:
            return [events.Paste(part.text)]
        if part.kind is Kind.REPLY:
            return [Reply(part.text)]
        try:
            return self._parsed(part)
        except Exception:  # such as a code point that is none: ValueError, OverflowError or a generator's end
            before, self._parser = self._parser, XTermParser()
            self._parser.mouse_pixels = before.mouse_pixels
            self._parser.terminal_size = before.terminal_size
            self._parser.terminal_pixel_size = before.terminal_pixel_size
            return []

    def _parsed(self, part: Part) -> list[Message]:
        messages = list(self._parser.feed(part.text))
        if part.kind is Kind.SEQUENCE and self._parser._timeout_time is not None:
            # The parser waits for more of the sequence, and there is none: Alt and a key, or a sequence unknown to it.
            self._parser._timeout_time = 0.0
            flushed = list(self._parser.tick())
            messages += flushed if len(part.text) == 2 else []
        return [_untyped(message, part.text) for message in messages]


class ResilientDriver(LinuxDriver):
    """A driver that ignores what is no input, and waits for the rest of a sequence as long as the line is slow.

    Attributes:
        escape_delay: Seconds after which an ESC byte with nothing behind it is the Escape key.
        line_delay: Seconds that the terminal took to answer; 0 before it has.
    """

    def __init__(
        self, app: App[Any], *, debug: bool = False, mouse: bool = True, size: tuple[int, int] | None = None
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        self.exit_event = self._leaving = WakingEvent()
        self.escape_delay = constants.ESCAPE_DELAY
        self.line_delay = 0.0
        self._substitutes: dict[int, str] = dict(getattr(app, "substitutes", {}))
        shown: Shown | None = getattr(app, "shown", None)
        self._typed = shown.typed if shown is not None else b""  # what was read from the terminal before the start
        self._queries = str(getattr(app, "queries", ""))  # what the app asks the terminal; it answers with a Reply

    def start_application_mode(self) -> None:
        """Start what Textual's driver starts, and ask the terminal what the app wants to know."""
        self._leaving.open()  # it is closed while another program has the terminal
        super().start_application_mode()  # type: ignore[no-untyped-call]
        if self._queries:
            self.write(self._queries)

    def write(self, data: str) -> None:
        """Write to the terminal, with other characters for those that its font lacks."""
        super().write(data.translate(self._substitutes) if self._substitutes else data)

    def close(self) -> None:
        """Close what the driver has opened."""
        super().close()
        self._leaving.close()

    def line_takes(self, seconds: float) -> None:
        """Note how long the terminal takes to answer: the bytes of one key may arrive as far apart."""
        self.line_delay = seconds
        self.escape_delay = max(constants.ESCAPE_DELAY, min(2 * seconds, LONGEST_ESCAPE_DELAY))

    def run_input_thread(self) -> None:
        """Read input until the app asks for the thread's end, or the terminal is gone."""
        reader = KeyReader()
        since = time.monotonic()
        typed, self._typed = self._typed, b""
        self._process(reader.feed(typed, since))
        while not self._leaving.is_set():
            ready, _, _ = select.select([self.fileno, self._leaving], [], [], self._wait(reader, since))
            if self.fileno in ready:
                if not self._read(reader):
                    return
                since = time.monotonic()
            self._process(reader.tick(time.monotonic()))
            if self.fileno in ready:
                continue
            if reader.filter.holds and time.monotonic() - since >= self._patience(reader):
                self._process(reader.flush())
        if select.select([self.fileno], [], [], 0)[0]:
            self._read(reader)
        self._process(reader.flush())

    def _read(self, reader: KeyReader) -> bool:
        """Read what has come; False once the terminal is gone, which the app notices by itself."""
        try:
            data = os.read(self.fileno, 4096)
        except OSError:
            return False
        reader.bursts.delay = self.line_delay
        self._process(reader.feed(data, time.monotonic()))
        return bool(data)

    def _process(self, messages: Iterable[Message]) -> None:
        for message in messages:
            self.process_message(message)

    def _patience(self, reader: KeyReader) -> float:
        return STRING_PATIENCE if reader.filter.holds_string else self.escape_delay

    def _wait(self, reader: KeyReader, since: float) -> float | None:
        """Seconds until something has to be done although nothing has come; None for never."""
        if reader.bursts.holds:
            return GAP
        if not reader.filter.holds:
            return None
        return max(0.0, since + self._patience(reader) - time.monotonic())
