"""Finds pastes that come without brackets, as GNU screen, the Linux console and serial lines deliver them.

A person types a character at a time; a paste comes in one burst. Its line ends are no Enter keys: they would send the
first line of it as an answer, and the next as the answer to another question.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from tutor.driver.input_filter import Kind, Part

GAP = 0.02  # seconds without input that end a burst; a person needs more between two keys
LONG = 64  # characters that come at once and are no typing, even on a line that delivers late
TYPED = 15  # characters a second that a person types at most: so many of a burst may have been held up by the line

_LINE_END = re.compile(r"\r\n|[\r\n]")
_NO_PASTE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")  # control characters, which are keys


class BurstReader:
    """Parts of the input in which each burst of several lines is one paste.

    The first line of a burst is passed on at once, since it may be typed; what begins with its line end is held until
    the burst is over.

    Attributes:
        delay: Seconds by which the line may hold up what is typed.
    """

    def __init__(self) -> None:
        self.delay = 0.0
        self._held = ""
        self._last = float("-inf")  # when the last text came
        self._burst = ""  # what was passed on of the burst

    @property
    def holds(self) -> bool:
        """Whether a burst has begun whose end has not come."""
        return bool(self._held)

    def feed(self, parts: Iterable[Part], now: float) -> list[Part]:
        """Return the parts that are complete at a time, in seconds."""
        complete: list[Part] = []
        for part in parts:
            if part.kind is Kind.TEXT:
                complete += self._text(part.text, now)
            elif part.kind is not Kind.REPLY:
                complete += [*self.release(), part]
                self._last = float("-inf")
            else:
                complete.append(part)
        return complete

    def tick(self, now: float) -> list[Part]:
        """Return what is held if the burst is over."""
        return self.release() if self._held and now - self._last >= GAP else []

    def release(self) -> list[Part]:
        """Return what is held: a paste if there is text in it that nobody typed, else keys."""
        held, self._held = self._held, ""
        if not held:
            return []
        typed = len(self._burst + held) <= self.delay * TYPED
        is_paste = bool(held.strip()) and not typed and _NO_PASTE.search(held) is None
        return [Part(Kind.PASTE, "\n".join(_LINE_END.split(held))) if is_paste else Part(Kind.TEXT, held)]

    def _text(self, text: str, now: float) -> list[Part]:
        if now - self._last >= GAP:
            self._burst = ""
        self._last = now
        if self._held or (len(text) > LONG and _NO_PASTE.search(text) is None):
            self._held += text
            return []
        first = len(text) - len(text.lstrip("\r\n")) if not self._burst.strip() else 0
        end = _LINE_END.search(text, first)
        if end is None or not (self._burst + text[: end.start()]).strip():
            self._burst += text
            return [Part(Kind.TEXT, text)]
        typed, self._held = text[: end.start()], text[end.start() :]
        self._burst += typed
        return [Part(Kind.TEXT, typed)] if typed else []
