"""The programs to debug: every fault is in the text that is trained, and every outcome is what the probe shows."""

from __future__ import annotations

import ast
from math import isfinite

import numpy as np
import pytest

from lessons.course import Course
from lessons.debugging import classifier, common, regression
from lessons.debugging.common import band
from lessons.hunting.outcomes import SEEDS, encode, measure, read
from lessons.hunting.run import Run, StoppedError
from lessons.reading.debugging import stamp
from tests.support.hunts import programs
from tests.support.seeds import seeds

MARGIN = 0.02
"""The least distance of a number that decides an outcome from a border, relative to the border."""
ALL = [(program.id, fault) for program in programs().values() for fault in program.faults]


def test_two_programs_with_twenty_six_faults_or_more() -> None:
    assert len(programs()) == 2
    assert len(programs()["classifier"].faults) == 36
    assert len(programs()["classifier"].probes) == 25


@pytest.mark.parametrize("name", list(programs()))
def test_a_program_fits_and_its_table_is_current(course: Course, name: str) -> None:
    program = programs()[name]
    lines = program.source.split("\n")
    assert len(lines) <= 64
    assert max(map(len, lines)) <= 54
    assert program.outcomes.stamp == stamp(course.source, name)
    assert program.outcomes.seeds >= SEEDS
    assert encode(program.outcomes) == course.source.text("debugging", f"{name}.json")


@pytest.mark.parametrize(("name", "fault"), ALL)
def test_a_fault_is_in_the_text_once(course: Course, name: str, fault: str) -> None:
    program = programs()[name]
    one = program.faults[fault]
    assert all(program.source.count(old) == 1 for old, _ in one.edits)
    assert program.changed_lines(fault)
    assert len(program.with_fault(fault).split("\n")) == len(program.source.split("\n"))
    ast.parse(program.with_fault(fault))
    assert len(fault) <= 17
    known = {skill.id for skill in course.outline.skills}
    assert one.skills
    assert set(one.skills) <= known
    assert one.rule.endswith(".")


@pytest.mark.parametrize("name", list(programs()))
def test_every_pair_of_faults_can_be_told_apart(name: str) -> None:
    program = programs()[name]
    table = program.outcomes.by_probe
    names = list(program.faults)
    for at, a in enumerate(names):
        for b in names[:at]:
            assert any(None not in (row[a], row[b]) and row[a] != row[b] for row in table.values()), (a, b)


@pytest.mark.parametrize(("name", "fault"), ALL[::7])
def test_cheap_probes_show_what_the_table_says(name: str, fault: str) -> None:
    """Those that do not train; all of them stand in the slow test."""
    program = programs()[name]
    run = Run(program, fault, 1)
    for probe in program.probes.values():
        expected = program.outcomes.of(probe.id, fault)
        if probe.cost == 1 and expected is not None:
            assert read(program, probe.id, run).outcome == expected, probe.id


@pytest.mark.slow
@pytest.mark.seeds
@pytest.mark.parametrize("name", list(programs()))
def test_every_outcome_on_three_seeds_is_clear_of_its_borders(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Trains every program with every fault some five times, on each of three seeds.

    Another machine rounds otherwise: a number that decides an outcome keeps away from the border to the next one.
    """
    program = programs()[name]
    drawn, count = seeds(3, few=1), 0
    banded: list[tuple[str, float]] = []

    def recorded(value: float, *bands: tuple[float, str]) -> str:
        outcome, tops = band(value, *bands), [top for top, _ in bands if top and isfinite(top)]
        banded.append((outcome, min((abs(value - top) / abs(top) for top in tops), default=1.0)))
        return outcome

    for module in (common, classifier, regression):
        monkeypatch.setattr(module, "band", recorded)
    for one in measure(program, drawn):
        expected, decided, count = program.outcomes.of(one.probe, one.fault), list(banded), count + 1
        banded.clear()
        assert expected is None or one.outcome == expected, one
        for outcome, margin in decided:
            assert expected is None or outcome not in one.outcome or not margin < MARGIN, (one, margin)
    assert count == len(drawn) * len(program.faults) * len(program.probes)


def test_labels_are_shuffled_in_one_way_however_often_they_are_loaded() -> None:
    run = Run(programs()["classifier"], "labels-shuffled", 0)
    assert np.array_equal(run.data[0], run.data[0])
    _ = run.trained
    assert np.array_equal(run.data[0], Run(programs()["classifier"], "labels-shuffled", 0).data[0])


def test_a_run_that_is_stopped_ends_at_once() -> None:
    with pytest.raises(StoppedError):
        _ = Run(programs()["regression"], "", 0, stopped=lambda: True).trained
