"""Watching one run until it has answered, ended, or must be terminated."""

from __future__ import annotations

import contextlib
import os
import select
import selectors
import time
from collections.abc import Iterator

from lessons.sandbox.job import Job
from lessons.sandbox.output import MOST, Messages, Output, line_in
from lessons.sandbox.process import ProcessGroup
from lessons.sandbox.values import End, Report

STARTING = 20.0  # seconds until a child that never sent its greeting is given up
ASKING = 0.4  # seconds to wait for the traceback of a program that hangs
CHUNK = 1 << 16
XCPU = 128 + 24  # the exit status after SIGXCPU: the CPU time limit


class StartError(Exception):
    """The program could not be started; the message is what the launcher printed."""


class Monitor:
    """Reads the pipes of a process group until it has answered, ended, or must be terminated."""

    def __init__(self, job: Job, level: str, mark: str, wake: int) -> None:
        self.begun = time.monotonic()
        self.job, self.level = job, level
        self.wake = wake
        self.process = ProcessGroup(job, level, mark)
        self.messages = Messages(self.process.nonce, job.expected)
        self.output = Output(job.limits.shown)
        self.trace = bytearray()

    def report(self) -> Report:
        """Wait for the end, and report it. Raises StartError."""
        try:
            forced = self._until_end()
            seconds = time.monotonic() - self.begun
            if forced in ("timeout", "stopped", "flooded"):
                self._await_traceback()
        finally:
            status = self.process.terminate()
        if self.process.pid is None and forced is None:
            raise StartError(_first_line(self.output.text) or f"it ended with status {status}")
        return self._report(forced, status, seconds)

    def _until_end(self) -> End | None:
        """Read until the run ends: why it must be terminated, or None where it ended by itself."""
        with selectors.DefaultSelector() as selector, _exit_of(self.process.popen.pid) as exited:
            for descriptor in (self.process.output, self.process.results, self.process.trace, self.wake):
                selector.register(descriptor, selectors.EVENT_READ)
            if exited is not None:
                selector.register(exited, selectors.EVENT_READ)
            deadline = self.begun + STARTING
            while True:
                child_started = self.process.pid is not None
                remaining = deadline - time.monotonic()
                if remaining <= 0:
                    return "timeout" if child_started else "unstarted"
                ready = {
                    key.fd for key, _ in selector.select(remaining if exited is not None else min(remaining, 0.01))
                }
                if self.wake in ready:
                    return "stopped"
                has_exited = self.process.popen.poll() is not None
                for descriptor in ready & {self.process.output, self.process.results, self.process.trace}:
                    if not self._read(descriptor):
                        selector.unregister(descriptor)
                if not child_started and self.process.pid is not None:
                    self.begun = time.monotonic()
                    deadline = self.begun + self.job.limits.seconds
                if self.messages.end is not None or has_exited:
                    self._drain()
                    return None
                if self.output.total > self.job.limits.printed or self.messages.total > MOST:
                    return "flooded"

    def _read(self, descriptor: int) -> bool:
        """Read a chunk of a pipe; False at its end."""
        try:
            data = os.read(descriptor, CHUNK)
        except BlockingIOError:
            return True
        if descriptor == self.process.output:
            self.output.feed(data)
        elif descriptor == self.process.results:
            self.messages.feed(data)
            if self.process.pid is None and self.messages.hello is not None:
                self.process.child_started(self.messages.hello)
        else:
            self.trace += data
            del self.trace[:-CHUNK]
        return bool(data)

    def _drain(self) -> None:
        """Read what is left in the pipes, without waiting for more."""
        for descriptor in (self.process.results, self.process.trace, self.process.output):
            for _ in range(64):
                if not select.select([descriptor], [], [], 0)[0] or not self._read(descriptor):
                    break

    def _await_traceback(self) -> None:
        """Request a traceback and read until it names the file: it arrives in pieces."""
        del self.trace[:]
        self.process.request_traceback()
        end = time.monotonic() + ASKING
        while self._line() is None and (remaining := end - time.monotonic()) > 0:
            if not select.select([self.process.trace], [], [], remaining)[0] or not self._read(self.process.trace):
                return

    def _report(self, forced: End | None, status: int, seconds: float) -> Report:
        messages = self.messages
        last = messages.outcomes[-1].raised if messages.outcomes else None
        end: End = forced or _end(messages.end, status)
        line = self._line()
        if line is None and end in ("failed", "exited", "memory") and (raised := messages.failed or last):
            line = raised.line
        return Report(
            end=end,
            outcomes=tuple(messages.outcomes),
            raised=messages.failed,
            output=self.output.text,
            cut=self.output.cut,
            line=line,
            status=status if messages.end is None and forced is None else None,
            seconds=seconds,
            level=self.level,
            name=self.job.name,
            limits=self.job.limits,
            trouble=self._trouble(end),
        )

    def _trouble(self, end: End) -> str:
        if end == "unstarted":
            return f"Python did not start within {STARTING:g} s"
        return f"gave back more than {MOST >> 20} MB" if end == "flooded" and self.messages.total > MOST else ""

    def _line(self) -> int | None:
        if self.job.cells is not None:
            return line_in(bytes(self.trace), f"<cell {len(self.messages.outcomes) + 1}>")
        return line_in(bytes(self.trace), f"{self.process.work}/{self.job.file}")


def _end(message: str | None, status: int) -> End:
    match message:
        case "done" | "failed" | "memory" | "exited":
            return message
    if status == XCPU:
        return "timeout"
    return "crashed" if status > 128 else "exited"


def _first_line(text: str) -> str:
    return text.strip().partition("\n")[0][:200]


@contextlib.contextmanager
def _exit_of(pid: int) -> Iterator[int | None]:
    """A pidfd, readable when the child ends; None where the system has none."""
    try:
        descriptor = os.pidfd_open(pid)
    except (AttributeError, OSError):
        yield None
        return
    try:
        yield descriptor
    finally:
        os.close(descriptor)
