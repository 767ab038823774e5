"""What comes from the child: messages told from noise, output capped and made harmless, the line in a trace."""

from __future__ import annotations

import re

from lessons.sandbox import protocol
from lessons.sandbox.sanitize import harmless
from lessons.sandbox.values import Opaque, Outcome, Raised

MOST = 16 << 20  # bytes of messages, all told: as objects they take ten times as much


class Messages:
    """The messages of one run, out of a stream on which anything may stand."""

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
        """Take in what came; whole lines are read, the rest waits."""
        self.total += len(data)
        *lines, self._rest = (self._rest + data).split(b"\n")
        for line in lines:
            if line.startswith(self._mark) and self.end is None:
                self._take(line[len(self._mark) :])

    def _take(self, line: bytes) -> None:
        try:
            message = protocol.message(line)
            if self.hello is None:
                self.hello = int(message["hello"])
            elif "outcome" in message and len(self.outcomes) < self._expected:
                self.outcomes.append(_outcome(message["outcome"]))
            elif "failed" in message:
                self.failed = protocol.raised(message["failed"])
            elif (end := message.get("end")) in ("done", "failed", "memory", "exited"):
                self.end = "exited" if end == "done" and len(self.outcomes) < self._expected else end
        except (protocol.Unreadable, KeyError, TypeError, ValueError, RecursionError):
            return


def _outcome(read: object) -> Outcome:
    """One that cannot be read keeps its place: the next belongs to the next call."""
    try:
        return protocol.outcome(read)
    except (protocol.Unreadable, OverflowError, RecursionError):
        return Outcome(Opaque("", "something that cannot be read"))


class Output:
    """What was printed: the first part kept, all of it counted."""

    def __init__(self, most: int) -> None:
        self.total = 0
        self._most = most
        self._kept = b""

    def feed(self, data: bytes) -> None:
        """Take in what came."""
        self.total += len(data)
        if len(self._kept) < self._most:
            self._kept += data[: self._most - len(self._kept)]

    @property
    def cut(self) -> bool:
        return self.total > self._most

    @property
    def text(self) -> str:
        return harmless(self._kept.decode("utf-8", "replace"))


def line_in(trace: bytes, path: str) -> int | None:
    """The line of a file in the last trace that faulthandler wrote."""
    last = trace.decode("utf-8", "replace").rpartition("most recent call first")[2]
    found = re.search(rf'File "{re.escape(path)}", line (\d+)', last)
    return int(found.group(1)) if found else None
