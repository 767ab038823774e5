"""Running the code cells of a page, top to bottom in a fresh Python with one namespace."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lessons.sandbox.job import Job
from lessons.sandbox.outcome_text import exception_text, summary
from lessons.sandbox.run import Run
from lessons.sandbox.values import Limits, Report

SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class CellsResult:
    """The output of one cell, and, if it failed, the last line of the traceback and the line of the cell."""

    output: str
    error: str = ""
    line: int | None = None


def start_cells(
    sources: Sequence[str], *, name: str = "the cell", limits: Limits | None = None, level: str | None = None
) -> Run:
    """Start cells; pass the report to `cell_results`."""
    return Run(Job(name, cells=tuple(sources), limits=limits or Limits()), level)


def cell_results(report: Report, count: int) -> tuple[CellsResult, ...]:
    """The result of each cell; the first that did not end has the end of the run as its error."""
    found = [
        CellsResult(one.printed, exception_text(one.raised), one.raised.line)
        if one.raised
        else CellsResult(one.printed)
        for one in report.outcomes
    ]
    missing = count - len(found)
    if missing > 0:
        before = "".join(one.output for one in found)
        rest = report.output[len(before) :] if report.output.startswith(before) else ""
        found.append(CellsResult(rest, summary(report), report.line))
        found += [CellsResult("", "not run, because a cell above did not end")] * (missing - 1)
    return tuple(found)


def run_cells(sources: Sequence[str], seconds: float = SECONDS, level: str | None = None) -> tuple[CellsResult, ...]:
    """Run cells to the end. Raises TimeoutError."""
    report = start_cells(sources, limits=Limits(seconds=seconds), level=level).wait()
    assert report is not None  # nobody else stops it
    if report.end == "timeout":
        raise TimeoutError(f"the cells did not end within {seconds:g} s")
    return cell_results(report, len(sources))
