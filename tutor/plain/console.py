"""A console on two byte streams: lines out, lines in, flushed in order."""

from __future__ import annotations

from collections.abc import Iterable
from typing import BinaryIO, TextIO

LONGEST = 4000
"""How many characters of a line are read; the rest is dropped."""


class EndOfInputError(Exception):
    """The input has ended."""


class QuitError(Exception):
    """The learner asked to stop."""


class Console:
    """Writes lines to one stream and reads them from another.

    Args:
        source: Where lines come from, in UTF-8.
        sink: Where lines go.
        width: Columns of a line.
        echo: Whether to repeat what was read, for a stream that does not show it by itself as a terminal does.
    """

    def __init__(self, source: BinaryIO, sink: TextIO, width: int, echo: bool) -> None:
        self._source, self._sink, self._width, self._echo = source, sink, width, echo

    def say(self, lines: Iterable[str]) -> None:
        """Write lines."""
        self._sink.write("".join(f"{line}\n" for line in lines))
        self._sink.flush()

    def ask(self, prompt: str) -> str:
        """Write a prompt and read the next line, without control characters. Raises EndOfInputError."""
        self._sink.write(prompt)
        self._sink.flush()
        data = self._source.readline(4 * LONGEST)
        if len(data) == 4 * LONGEST and not data.endswith(b"\n"):
            self._skip_line()
        if not data:
            self.say([""] if prompt else [])
            raise EndOfInputError
        text = "".join(char for char in data.decode("utf-8", "replace").strip() if char.isprintable())[:LONGEST]
        if self._echo:
            self._repeat(prompt, text)
        return text

    def _repeat(self, prompt: str, text: str) -> None:
        encoding = self._sink.encoding or "ascii"
        shown = text.encode(encoding, "replace").decode(encoding)
        if len(prompt) + len(shown) > self._width:
            self.say([""])
        self.say(shown[at : at + self._width] for at in range(0, max(1, len(shown)), self._width))

    def _skip_line(self) -> None:
        while (part := self._source.readline(1 << 16)) and not part.endswith(b"\n"):
            pass
