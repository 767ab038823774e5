"""One run of a learner's program: started, listened to, ended in time, nothing left behind."""

from __future__ import annotations

import contextlib
import os
import secrets
import select
import selectors
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

from lessons.running import sandbox
from lessons.running.held import Held
from lessons.running.job import Job
from lessons.running.listening import MOST, Messages, Output, line_in
from lessons.running.values import End, Report

STARTING = 20.0  # seconds until a child that never spoke is given up
ASKING = 0.15  # seconds that the line where a program hangs is waited for
CHUNK = 1 << 16

_alive: set[Run] = set()
_lock = threading.Lock()
_without: list[str] = []  # why bubblewrap does not work here, once it is known


class Unwilling(Exception):
    """Bubblewrap is there but starts nothing."""


class Run:
    """A program under way. `wait` and `stop` may be called from any thread."""

    def __init__(self, job: Job, level: str | None = None) -> None:
        self.mark = secrets.token_hex(8)  # all its processes have it in their environment
        self._job = job
        self._level = level
        self._report: Report | None = None
        self._wake_read, self._wake_write = os.pipe()
        self._stopping = False
        with _lock:
            _alive.add(self)
        self._thread = threading.Thread(target=self._go, name="run", daemon=True)
        self._thread.start()

    def wait(self, timeout: float | None = None) -> Report | None:
        """The report; None when it is not there in time."""
        self._thread.join(timeout)
        return self._report

    def stop(self) -> None:
        """End it now, wherever it is; the report says that it was stopped."""
        with _lock:
            if self in _alive and not self._stopping:
                self._stopping = True
                os.write(self._wake_write, b".")

    def _go(self) -> None:
        begun = time.monotonic()
        try:
            self._report = self._run()
        except Exception as error:
            trouble = getattr(error, "strerror", None) or str(error) or type(error).__name__
            self._report = Report(
                "unstarted", name=self._job.name, limits=self._job.limits, trouble=trouble,
                seconds=time.monotonic() - begun,
            )  # fmt: skip
        finally:
            with _lock:
                _alive.discard(self)
                os.close(self._wake_read)
                os.close(self._wake_write)

    def _run(self) -> Report:
        if self._job.refused is not None:
            return self._job.refused
        level = self._level or working_level()
        try:
            return Listening(self._job, level, self.mark, self._wake_read).report()
        except Unwilling as why:
            if self._level is not None or level != "bubblewrap":
                raise
            _without.append(str(why))
            return Listening(self._job, sandbox.fallback().name, self.mark, self._wake_read).report()


def working_level() -> str:
    """The level to start with: bubblewrap, unless it is missing or failed before."""
    return "bubblewrap" if sandbox.bwrap() and not _without else sandbox.fallback().name


def reason_without() -> str:
    """What bubblewrap said when it failed."""
    return _without[0] if _without else ""


def stop_all(timeout: float = 1.0) -> None:
    """End every run under way, and wait for that a little."""
    with _lock:
        runs = list(_alive)
    for run in runs:
        run.stop()
    end = time.monotonic() + timeout
    for run in runs:
        run.wait(max(0.0, end - time.monotonic()))


@dataclass(slots=True)
class Listening:
    """Hears a process out, until it has answered, ended, or has to be ended."""

    job: Job
    level: str
    mark: str
    wake: int
    held: Held = field(init=False)
    messages: Messages = field(init=False)
    output: Output = field(init=False)
    trace: bytearray = field(default_factory=bytearray)
    begun: float = field(default_factory=time.monotonic)

    def report(self) -> Report:
        """Run it, and say how it ended."""
        self.held = Held(self.job, self.level, self.mark)
        self.messages = Messages(self.held.nonce, self.job.expected)
        self.output = Output(self.job.limits.shown)
        try:
            forced = self._listen()
            if forced in ("timeout", "stopped", "flooded"):
                self._ask_where()
            seconds = time.monotonic() - self.begun
        finally:
            status = self.held.end()
        if self.held.pid is None and forced is None:
            raise Unwilling(_first_line(self.output.text) or f"it ended with status {status}")
        return self._told(forced, status, seconds)

    def _listen(self) -> End | None:
        """Read until there is an end; the one that was forced, or None where it came by itself."""
        with selectors.DefaultSelector() as selector, _exit_of(self.held.process.pid) as exited:
            for descriptor in (self.held.output, self.held.results, self.held.trace, self.wake):
                selector.register(descriptor, selectors.EVENT_READ)
            if exited is not None:
                selector.register(exited, selectors.EVENT_READ)
            deadline = self.begun + STARTING
            while True:
                greeted = self.held.pid is not None
                left = deadline - time.monotonic()
                if left <= 0:
                    return "timeout" if greeted else "unstarted"
                ready = {key.fd for key, _ in selector.select(left if exited is not None else min(left, 0.01))}
                if self.wake in ready:
                    return "stopped"
                gone = self.held.process.poll() is not None
                for descriptor in ready & {self.held.output, self.held.results, self.held.trace}:
                    if not self._read(descriptor):
                        selector.unregister(descriptor)
                if not greeted and self.held.pid is not None:
                    self.begun = time.monotonic()
                    deadline = self.begun + self.job.limits.seconds
                if self.messages.end is not None or gone:
                    self._drain()
                    return None
                if self.output.total > self.job.limits.printed or self.messages.total > MOST:
                    return "flooded"

    def _read(self, descriptor: int) -> bool:
        """Take in a chunk; False at the end of the pipe."""
        try:
            data = os.read(descriptor, CHUNK)
        except BlockingIOError:
            return True
        if descriptor == self.held.output:
            self.output.feed(data)
        elif descriptor == self.held.results:
            self.messages.feed(data)
            if self.held.pid is None and self.messages.hello is not None:
                self.held.greeted(self.messages.hello)
        else:
            self.trace += data
            del self.trace[:-CHUNK]
        return bool(data)

    def _drain(self) -> None:
        """What still stands in the pipes; never waiting for more."""
        for descriptor in (self.held.results, self.held.trace, self.held.output):
            for _ in range(64):
                if not select.select([descriptor], [], [], 0)[0] or not self._read(descriptor):
                    break

    def _ask_where(self) -> None:
        """A trace comes in pieces: listened for until one of them names the file."""
        del self.trace[:]
        self.held.ask_where()
        end = time.monotonic() + ASKING
        while self._line() is None and (left := end - time.monotonic()) > 0:
            if not select.select([self.held.trace], [], [], left)[0] or not self._read(self.held.trace):
                return

    def _told(self, forced: End | None, status: int, seconds: float) -> Report:
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
            trouble="Python did not start" if end == "unstarted" else "",
        )

    def _line(self) -> int | None:
        if self.job.cells is not None:
            return line_in(bytes(self.trace), f"<cell {len(self.messages.outcomes) + 1}>")
        return line_in(bytes(self.trace), f"{self.held.work}/{self.job.file}")


XCPU = 128 + 24


def _end(said: str | None, status: int) -> End:
    match said:
        case "done" | "failed" | "memory" | "exited":
            return said
    if status == XCPU:
        return "timeout"
    return "crashed" if status > 128 else "exited"


def _first_line(text: str) -> str:
    return text.strip().partition("\n")[0][:200]


@contextlib.contextmanager
def _exit_of(pid: int) -> Iterator[int | None]:
    """A descriptor that becomes readable when a child of ours ends; None where the system has none."""
    try:
        descriptor = os.pidfd_open(pid)
    except (AttributeError, OSError):
        yield None
        return
    try:
        yield descriptor
    finally:
        os.close(descriptor)
