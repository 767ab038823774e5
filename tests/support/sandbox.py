"""What the tests of the runner share: the levels to run at, and looking for what a run left behind."""

from __future__ import annotations

import sys
import textwrap
import time

import pytest

from lessons.sandbox import Call, Limits, Report, Run, start
from lessons.sandbox.levels import bwrap, fallback
from lessons.sandbox.process import MARK, processes_marked

LINUX = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
BUBBLEWRAP = pytest.param(
    "bubblewrap", marks=pytest.mark.skipif(bwrap() is None, reason="bubblewrap is not installed; .ci/run installs it")
)
LEVELS = [BUBBLEWRAP, fallback().name]
SHORT = Limits(seconds=1, processes=16)
PATIENT = Limits(seconds=20)


def left_of(run: Run) -> list[int]:
    """The living processes of a run; each inherits the mark in its environment."""
    return processes_marked(f"{MARK}={run.mark}".encode())


def ended(source: str | bytes, *calls: Call, level: str, limits: Limits = SHORT, name: str = "mine.py") -> Report:
    """Run to the end, which comes in time and leaves nothing behind."""
    begun = time.monotonic()
    run = start(source, calls, name=name, level=level, limits=limits)
    report = run.wait(60)
    assert report is not None
    assert time.monotonic() - begun < limits.seconds + 5
    assert left_of(run) == []
    return report


def one(source: str, level: str, limits: Limits = PATIENT) -> Report:
    """A run in which f is called with nothing, told to its end."""
    return ended(textwrap.dedent(source).lstrip("\n"), Call("f"), level=level, limits=limits)


def value(source: str, call: Call, level: str = "") -> object:
    """The one value of a program that behaves."""
    report = ended(source, call, level=level or fallback().name, limits=PATIENT)
    assert report.end == "done", report
    (outcome,) = report.outcomes
    assert outcome.raised is None, outcome
    return outcome.value
