"""Running a learner's program in a sandbox and reporting what it did.

The child process never knows the expected results: it makes the calls and sends back their results as plain data. The
caller judges these.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from lessons.sandbox.cells import CellsResult, run_cells, start_cells
from lessons.sandbox.job import Job, read_program
from lessons.sandbox.levels import BUBBLEWRAP, Level, level_without
from lessons.sandbox.outcome_text import summary
from lessons.sandbox.run import Run, reason_without, stop_all
from lessons.sandbox.values import (
    Array,
    Call,
    End,
    Limits,
    Named,
    Opaque,
    Outcome,
    Plain,
    Polynomial,
    Raised,
    Report,
    Warned,
)

__all__ = [
    "Array",
    "Call",
    "CellsResult",
    "End",
    "Level",
    "Limits",
    "Named",
    "Opaque",
    "Outcome",
    "Plain",
    "Polynomial",
    "Raised",
    "Report",
    "Run",
    "Warned",
    "run_calls",
    "run_cells",
    "sandbox_level",
    "start",
    "start_cells",
    "stop_all",
]  # fmt: skip


def start(
    source: Path | str | bytes,
    calls: Sequence[Call] = (),
    *,
    name: str = "",
    modules: Mapping[str, str | bytes] | None = None,
    limits: Limits | None = None,
    level: str | None = None,
) -> Run:
    """Start a program, a file or its text, and the calls of its functions.

    Args:
        source: The program's file, or its text.
        calls: The calls to make.
        name: The file name used in messages.
        modules: Files that it may import, by name ("softmax.py").
        limits: The resource limits.
        level: A sandbox level, for tests and diagnosis; by default the best that works.
    """
    name = name or (source.name if isinstance(source, Path) else "solution.py")
    limits = limits or Limits()
    content, refused = read_program(source, name, limits)
    job = Job(
        name=name,
        source=content,
        modules={name: _bytes(text) for name, text in (modules or {}).items()},
        calls=tuple(calls),
        limits=limits,
        refused=refused,
    )
    return Run(job, level)


def run_calls(
    source: Path | str | bytes,
    calls: Sequence[Call] = (),
    *,
    name: str = "",
    modules: Mapping[str, str | bytes] | None = None,
    limits: Limits | None = None,
    level: str | None = None,
    stop: threading.Event | None = None,
) -> Report:
    """Run a program to its end; setting `stop` terminates it."""
    run = start(source, calls, name=name, modules=modules, limits=limits, level=level)
    report = run.wait(None if stop is None else 0.02)
    while report is None:
        if stop is not None and stop.is_set():
            run.stop()
            stop = None
        report = run.wait(None if stop is None else 0.02)
    return report


@lru_cache(maxsize=1)
def sandbox_level() -> Level:
    """The level that works here, determined once by running an empty program; "none" where nothing can be run."""
    report = run_calls("")
    if report.end != "done":
        return Level("none", "nothing", "everything", summary(report))
    return BUBBLEWRAP if report.level == BUBBLEWRAP.name else level_without(reason_without())


def _bytes(text: str | bytes) -> bytes:
    return text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
