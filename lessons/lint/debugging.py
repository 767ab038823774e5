"""Checks of the programs to debug: their faults, their probes and the table of outcomes."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from itertools import combinations

from lessons.course import Course
from lessons.lint.problem import Problem
from lessons.lint.wording import word_faults
from lessons.model.debugging import Fault, Program
from lessons.model.hunts import LEVELS
from lessons.reading.debugging import FOLDER, program_names, read_program
from lessons.source import CourseError

MOST_LINES, WIDEST = 64, 52
LONGEST_ID = 17  # columns of a candidate beside the program
SEEDS = 3  # on which a table that is not current is measured
SLOW = 0.3  # seconds


def debugging_faults(course: Course) -> Iterator[Problem]:
    """All problems of the programs to debug."""
    for name in program_names(course.source):
        try:
            program = read_program(course.source, name)
        except CourseError as error:
            yield from Problem.all_of(error)
            continue
        place = f"{FOLDER}/{name}.toml"
        text = course.source.text(FOLDER, f"{name}.toml")
        for word, fault in program_faults(program, {skill.id for skill in course.outline.skills}):
            yield Problem(place, _line(text, word), fault)
        for fault in table_faults(program):
            yield Problem(f"{FOLDER}/{name}.json", 1, fault)


def _line(text: str, word: str) -> int:
    before, found, _ = text.partition(word)
    return before.count("\n") + 1 if found else 1


def program_faults(program: Program, skills: set[str]) -> Iterator[tuple[str, str]]:
    """(a word that stands on the line, what is wrong) for the program, its faults and its probes."""
    lines = program.source.split("\n")
    if len(lines) > MOST_LINES:
        yield "program", f"the program has {len(lines)} lines; {MOST_LINES} are shown at most"
    for line in lines:
        if len(line) > WIDEST:
            yield line, f"the line has {len(line)} columns; {WIDEST} stand beside the candidates"
    if len(program.faults) < LEVELS[0].candidates:
        yield "[[fault]]", f"{len(program.faults)} faults; a hunt has {LEVELS[0].candidates} candidates or more"
    for fault in program.faults.values():
        for text in _fault_faults(program, fault, skills):
            yield f'"{fault.id}"', f"fault {fault.id}: {text}"
    for probe in program.probes.values():
        if probe.cost < 1:
            yield f'"{probe.id}"', f"probe {probe.id}: it costs {probe.cost}; a cost is 1 or more"
        for text in (*word_faults(probe.title), *word_faults(probe.tells)):
            yield f'"{probe.id}"', f"probe {probe.id}: {text}"


def _fault_faults(program: Program, fault: Fault, skills: set[str]) -> Iterator[str]:
    text = program.source
    for old, new in fault.edits:
        if text.count(old) != 1:
            yield f"{old!r} occurs {text.count(old)} times in the program; an edit must match exactly once"
        text = text.replace(old, new, 1)
    if text.count("\n") != program.source.count("\n"):
        yield "an edit changes the number of lines; keep each line in its place"
    elif text == program.source:
        yield "its edits change nothing"
    try:
        ast.parse(text)
    except SyntaxError as error:
        yield f"the program with it is no Python: {error.msg}"
    if len(fault.id) > LONGEST_ID:
        yield f"the id has {len(fault.id)} letters; {LONGEST_ID} fit beside the program"
    if not fault.skills:
        yield "it names no skill; name those that it takes to see it"
    for skill in fault.skills:
        if skill not in skills:
            yield f"there is no skill {skill}"
    for sentence in (fault.text, fault.rule):
        yield from word_faults(sentence)


def table_faults(program: Program) -> Iterator[str]:
    """What is wrong with the table of outcomes. One that is not current is measured on a few seeds."""
    outcomes = program.outcomes
    measure = f"run `tutor lessons measure {program.id}`"
    if outcomes.stamp != program.stamp:
        yield f"the program, a fault or a probe has changed since the outcomes were measured; {measure}"
        yield from _measured_faults(program)
        return
    if set(outcomes.by_probe) != set(program.probes):
        yield f"the table has other probes than the program; {measure}"
        return
    for a, b in combinations(program.faults, 2):
        if not any(None not in (row.get(a), row.get(b)) and row[a] != row[b] for row in outcomes.by_probe.values()):
            yield f"no probe tells {a} from {b}; add a probe, or take one of them out"


def _measured_faults(program: Program) -> Iterator[str]:
    """Cells that differ from the table on a few seeds, and probes that are slow."""
    from statistics import median

    from lessons.hunting.outcomes import measure

    found = list(measure(program, range(SEEDS)))
    cells = {(one.probe, one.fault): Counter[str]() for one in found}
    for one in found:
        cells[one.probe, one.fault][one.outcome] += 1
    for (probe, fault), counts in cells.items():
        if len(counts) > 1:
            yield f"{probe} of {fault} depends on the seed: {', '.join(counts)}; hunts with it leave the probe out"
    for probe in program.probes:
        seconds = median(one.seconds for one in found if one.probe == probe)
        if seconds > SLOW:
            yield f"the probe {probe} takes {seconds:.2f} s; make it faster than {SLOW} s"
