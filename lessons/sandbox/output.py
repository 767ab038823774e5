"""Parsing what a child sends: messages, printed output, and the line of a traceback."""

from __future__ import annotations

import re

from lessons.sandbox import protocol
from lessons.sandbox.sanitize import sanitize
from lessons.sandbox.values import Opaque, Outcome, Raised

MOST = 16 << 20  # bytes of all messages: decoded, they take ten times as much


class Messages:
    """The messages of one run, parsed from a stream that the learner's code can write to as well."""

    def __init__(self, nonce: str, expected: int) -> None:
        self.hello: int | None = None
        self.outcomes: list[Outcome] = []
        self.failed: Raised | None = None
        self.end: str | None = None
        self.total = 0
        self._expected = expected
        self._mark = nonce.encode() + b" "
        self._rest = b""

    def feed(self, data: bytes) -> None:
        """Add data: whole lines are parsed, the rest is buffered."""
        self.total += len(data)
        *lines, self._rest = (self._rest + data).split(b"\n")
        for line in lines:
            if line.startswith(self._mark) and self.end is None:
                self._take(line[len(self._mark) :])

    def _take(self, line: bytes) -> None:
        try:
            message = protocol.decode_message(line)
            if self.hello is None:
                self.hello = int(message["hello"])
            elif "outcome" in message and len(self.outcomes) < self._expected:
                self.outcomes.append(_outcome(message["outcome"]))
            elif "failed" in message:
                self.failed = protocol.decode_raised(message["failed"])
            elif (end := message.get("end")) in ("done", "failed", "memory", "exited"):
                self.end = "exited" if end == "done" and len(self.outcomes) < self._expected else end
        except (protocol.ProtocolError, KeyError, TypeError, ValueError, RecursionError):
            return


def _outcome(read: object) -> Outcome:
    """An outcome; one that cannot be decoded becomes Opaque, so that the next still belongs to the next call."""
    try:
        return protocol.decode_outcome(read)
    except (protocol.ProtocolError, OverflowError, RecursionError):
        return Outcome(Opaque("", "something that cannot be read"))


class Output:
    """Printed output: the first `most` bytes are kept, all are counted."""

    def __init__(self, most: int) -> None:
        self.total = 0
        self._most = most
        self._kept = b""

    def feed(self, data: bytes) -> None:
        """Add data."""
        self.total += len(data)
        if len(self._kept) < self._most:
            self._kept += data[: self._most - len(self._kept)]

    @property
    def cut(self) -> bool:
        """Whether some output was dropped."""
        return self.total > self._most

    @property
    def text(self) -> str:
        """The kept output, sanitized."""
        return sanitize(self._kept.decode("utf-8", "replace"))


def line_in(trace: bytes, path: str) -> int | None:
    """The line of a file in the last traceback that faulthandler wrote; None where it is not in it."""
    traceback = trace.decode("utf-8", "replace").rpartition("most recent call first")[2]
    match = re.search(rf'File "{re.escape(path)}", line (\d+)', traceback)
    return int(match.group(1)) if match else None
