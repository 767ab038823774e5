"""Reports of runs as text for the learner."""

from __future__ import annotations

import signal

from lessons.sandbox.values import Raised, Report

NAMES = {
    "SIGSEGV": "it touched memory that is not its own",
    "SIGABRT": "it aborted",
    "SIGFPE": "an arithmetic fault",
    "SIGBUS": "it touched memory that is not there",
    "SIGILL": "an instruction that does not exist",
    "SIGKILL": "it was killed; usually the machine had no memory left",
    "SIGXCPU": "it used up its processor time",
    "SIGXFSZ": "it wrote too large a file",
    "SIGTERM": "it was told to terminate",
}


def summary(report: Report) -> str:
    """How a run ended, in one line, with the line number where it is known."""
    return _SUMMARIES[report.end](report)


def _done(report: Report) -> str:
    return f"{report.name} ran to its end in {report.seconds:.1f} s."


def _failed(report: Report) -> str:
    raised = report.raised or Raised("Error", "")
    if raised.kind in ("SyntaxError", "IndentationError", "TabError"):
        return f"{_place(report)}: Python cannot read it: {raised.message}."
    if raised.kind == "Encoding":
        return f"{_place(report)}: {raised.message}"
    return f"{_place(report)}: {exception_text(raised)}, before any function could be called."


def _timeout(report: Report) -> str:
    return f"{report.name} had not ended after {report.limits.seconds:g} s and was stopped{_at(report)}."


def _stopped(report: Report) -> str:
    return f"Stopped after {report.seconds:.1f} s{_at(report)}."


def _memory(report: Report) -> str:
    amount = report.limits.memory / (1 << 30)
    return f"{report.name} asked for more than the {amount:g} GiB of memory that it may use{_at(report)}."


def _crashed(report: Report) -> str:
    number = (report.status or 0) - 128
    reason = next((text for name, text in NAMES.items() if getattr(signal, name, 0) == number), f"signal {number}")
    return f"Python itself was ended by the system{_at(report)}: {reason}."


def _exited(report: Report) -> str:
    status = "" if report.status is None else f" (exit status {report.status})"
    return f"{report.name} ended Python itself{_at(report)}, before its work was done{status}."


def _flooded(report: Report) -> str:
    event = report.trouble or f"printed more than {report.limits.printed >> 20} MB"
    return f"{report.name} {event} and was stopped{_at(report)}."


def _unstarted(report: Report) -> str:
    return f"{report.name} could not be run: {report.trouble}."


_SUMMARIES = {
    "done": _done,
    "failed": _failed,
    "timeout": _timeout,
    "stopped": _stopped,
    "memory": _memory,
    "crashed": _crashed,
    "exited": _exited,
    "flooded": _flooded,
    "unstarted": _unstarted,
}


def exception_text(raised: Raised) -> str:
    """An exception as Python prints it: `type: message`."""
    return f"{raised.kind}: {raised.message}" if raised.message else raised.kind


def _at(report: Report) -> str:
    return "" if report.line is None else f", in line {report.line}"


def _place(report: Report) -> str:
    return report.name if report.line is None else f"{report.name}, line {report.line}"
