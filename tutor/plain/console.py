"""Lines from a stream and to a stream, in order, each on its way before the next is waited for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import BinaryIO, TextIO

LONGEST = 4000
"""Characters of a line that are taken; the rest of it is passed over."""


class Closed(Exception):
    """Nothing more is to be read."""


class Quit(Exception):
    """The learner wants to stop."""


class Console:
    """Where the learner types and reads."""

    def __init__(self, source: BinaryIO, sink: TextIO, width: int, echo: bool) -> None:
        """`echo` repeats what was read, for a stream that does not show it by itself, as a terminal does."""
        self._source, self._sink, self._width, self._echo = source, sink, width, echo

    def say(self, lines: Iterable[str]) -> None:
        """Put lines out."""
        self._sink.write("".join(f"{line}\n" for line in lines))
        self._sink.flush()

    def ask(self, prompt: str) -> str:
        """The next line that is typed. Closed at the end of the input."""
        self._sink.write(prompt)
        self._sink.flush()
        data = self._source.readline(4 * LONGEST)
        if len(data) == 4 * LONGEST and not data.endswith(b"\n"):
            self._skip_line()
        if not data:
            self.say([""])
            raise Closed
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
