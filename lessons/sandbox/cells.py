"""The code cells of a page: top to bottom in one fresh Python, with one namespace."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lessons.sandbox.job import Job
from lessons.sandbox.outcome_text import described
from lessons.sandbox.run import Run
from lessons.sandbox.values import Limits, Report

SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class CellsResult:
    """What one cell printed, and the last line of its traceback if it failed, with the line of the cell it was in."""

    output: str
    error: str = ""
    line: int | None = None


def start_cells(
    sources: Sequence[str], *, name: str = "the cell", limits: Limits | None = None, level: str | None = None
) -> Run:
    """Start cells, one after the other; `ran` reads the report."""
    return Run(Job(name, cells=tuple(sources), limits=limits or Limits()), level)


def ran(report: Report, count: int) -> tuple[CellsResult, ...]:
    """What each of the cells did; those that were not reached have the end of the run as their error."""
    found = [
        CellsResult(one.printed, described(one.raised), one.raised.line) if one.raised else CellsResult(one.printed)
        for one in report.outcomes
    ]
    missing = count - len(found)
    if missing > 0:
        before = "".join(one.output for one in found)
        rest = report.output[len(before) :] if report.output.startswith(before) else ""
        found.append(CellsResult(rest, report.said, report.line))
        found += [CellsResult("", "not run, because a cell above did not end")] * (missing - 1)
    return tuple(found)


def run_cells(sources: Sequence[str], seconds: float = SECONDS, level: str | None = None) -> tuple[CellsResult, ...]:
    """Run cells to the end. TimeoutError when they take too long."""
    report = start_cells(sources, limits=Limits(seconds=seconds), level=level).wait()
    assert report is not None  # nobody else stops it
    if report.end == "timeout":
        raise TimeoutError(f"the cells did not end within {seconds:g} s")
    return ran(report, len(sources))
