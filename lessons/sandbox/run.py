"""Runs in progress: started, waited for, stopped, one by one or all at once."""

from __future__ import annotations

import os
import secrets
import threading
import time

from lessons.sandbox import levels
from lessons.sandbox.job import Job
from lessons.sandbox.monitor import Monitor, StartError
from lessons.sandbox.values import Report
from ml_math_tutor.platform import why_no_programs

_alive: set[Run] = set()
_lock = threading.Lock()
SWITCH = "TUTOR_SANDBOX"
"""The variable that, set to `bubblewrap`, refuses every weaker level. Learners who share an account need it."""

_without: list[str] = []  # why bubblewrap does not work here, once it is known


class Run:
    """A program in progress. `wait` and `stop` may be called from any thread."""

    def __init__(self, job: Job, level: str | None = None) -> None:
        self.mark = secrets.token_hex(8)  # in the environment of all its processes
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
        """The report; None if the run has not ended within `timeout` seconds."""
        self._thread.join(timeout)
        return self._report

    def stop(self) -> None:
        """Terminate the program; its report ends with "stopped"."""
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
        if reason := why_no_programs():
            return Report("unstarted", name=self._job.name, limits=self._job.limits, trouble=reason)
        level = self._level or working_level()
        if level != "bubblewrap" and _needs_bubblewrap():
            reason = f"{SWITCH} asks for bubblewrap, which is not installed here"
            return Report("unstarted", name=self._job.name, limits=self._job.limits, trouble=reason)
        try:
            return Monitor(self._job, level, self.mark, self._wake_read).report()
        except StartError as error:
            if self._level is not None or level != "bubblewrap" or _needs_bubblewrap():
                raise
            _without.append(str(error))
            return Monitor(self._job, levels.fallback().name, self.mark, self._wake_read).report()


def working_level() -> str:
    """The level to use: bubblewrap, unless it is missing or has failed before."""
    return "bubblewrap" if levels.bwrap() and not _without else levels.fallback().name


def _needs_bubblewrap() -> bool:
    return os.environ.get(SWITCH) == "bubblewrap"


def reason_without() -> str:
    """The message of bubblewrap's failure; empty if it has not failed."""
    return _without[0] if _without else ""


def stop_all(timeout: float = 1.0) -> None:
    """Stop every run in progress, and wait up to `timeout` seconds for their ends."""
    with _lock:
        runs = list(_alive)
    for run in runs:
        run.stop()
    end = time.monotonic() + timeout
    for run in runs:
        run.wait(max(0.0, end - time.monotonic()))
