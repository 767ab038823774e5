"""A learner's program under way: started, waited for, stopped; and all of them at once."""

from __future__ import annotations

import os
import secrets
import threading
import time

from lessons.sandbox import levels
from lessons.sandbox.job import Job
from lessons.sandbox.monitor import Monitor, StartFailed
from lessons.sandbox.values import Report

_alive: set[Run] = set()
_lock = threading.Lock()
_without: list[str] = []  # why bubblewrap does not work here, once it is known


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
            return Monitor(self._job, level, self.mark, self._wake_read).report()
        except StartFailed as why:
            if self._level is not None or level != "bubblewrap":
                raise
            _without.append(str(why))
            return Monitor(self._job, levels.fallback().name, self.mark, self._wake_read).report()


def working_level() -> str:
    """The level to start with: bubblewrap, unless it is missing or failed before."""
    return "bubblewrap" if levels.bwrap() and not _without else levels.fallback().name


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
