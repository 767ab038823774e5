"""Diagnoses and repairs for tests: read and drawn once, and programs judged without the sandbox."""

from __future__ import annotations

from functools import lru_cache

from lessons.grading import Judgement
from lessons.lint.tools import Tools
from lessons.model.diagnosis import Diagnosis
from lessons.reading.diagnosis import case_names, diagnosis, read_texts
from lessons.reading.repair import HEAD, Repair, read_repair, repair_names, returned
from lessons.sandbox.values import Array, Outcome, Raised, Report
from lessons.source import Source
from tutor.rendering.author_check import RenderingTools

SOURCE = Source.installed()
CASES = case_names(SOURCE)
REPAIRS = repair_names(SOURCE)
TOOLS: Tools = RenderingTools()


@lru_cache(maxsize=400)
def drawn(name: str, seed: int) -> Diagnosis:
    """A draw of a case to diagnose, by the name of its file."""
    return diagnosis(read_texts(SOURCE, name), seed)


@lru_cache(maxsize=16)
def repair(name: str) -> Repair:
    """A program to repair, by the name of its file."""
    return read_repair(SOURCE, name)


def judged(one: Repair, program: str) -> Judgement:
    """The judgement of a known program, run in this process as the sandbox would run it."""
    outcomes = []
    for case, found in zip(one.cases, returned(program, one.harness, one.cases), strict=True):
        arguments = case.call.arguments
        if found.mutates:
            first = arguments[0]
            assert isinstance(first, Array)
            arguments = (Array((0.5,) * len(first.numbers), first.shape), *arguments[1:])
        if isinstance(found.value, str):
            outcomes.append(Outcome(raised=Raised(found.value, ""), arguments=arguments))
        else:
            outcomes.append(Outcome(value=found.value, kind="ndarray", arguments=arguments))
    return one.task.judged(Report("done", tuple(outcomes)), HEAD + program)
