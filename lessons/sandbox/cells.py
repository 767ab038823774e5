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
    results = [
        CellsResult(outcome.printed, exception_text(outcome.raised), outcome.raised.line)
        if outcome.raised
        else CellsResult(outcome.printed)
        for outcome in report.outcomes
    ]
    missing = count - len(results)
    if missing > 0:
        before = "".join(result.output for result in results)
        output = report.output[len(before) :] if report.output.startswith(before) else ""
        results.append(CellsResult(output, summary(report), report.line))
        results += [CellsResult("", "not run, because a cell above did not end")] * (missing - 1)
    return tuple(results)


def run_cells(sources: Sequence[str], seconds: float = SECONDS, level: str | None = None) -> tuple[CellsResult, ...]:
    """Run cells to the end. Raises TimeoutError."""
    report = start_cells(sources, limits=Limits(seconds=seconds), level=level).wait()
    assert report is not None  # nobody else stops it
    if report.end == "timeout":
        raise TimeoutError(f"the cells did not end within {seconds:g} s")
    return cell_results(report, len(sources))
