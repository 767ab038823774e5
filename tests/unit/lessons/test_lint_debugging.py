"""What the checks say of a program to debug with something wrong in it."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from lessons.lint.debugging import program_faults, table_faults
from lessons.model.debugging import Fault, Outcomes, Program
from tests.support.hunts import programs

SKILLS = {skill for program in programs().values() for fault in program.faults.values() for skill in fault.skills}


def said(program: Program) -> str:
    return "\n".join(text for _, text in program_faults(program, SKILLS))


def with_fault(**changes: object) -> Program:
    program = programs()["regression"]
    fault = replace(program.faults["update-sign"], **changes)
    return replace(program, faults={**program.faults, fault.id: fault})


def test_the_programs_that_ship_have_no_fault() -> None:
    for program in programs().values():
        assert said(program) == ""
        assert list(table_faults(program)) == []


@pytest.mark.slow
def test_faults_of_a_fault() -> None:
    assert "occurs 0 times" in said(with_fault(edits=(("not there", "x"),)))
    assert "must match exactly once" in said(with_fault(edits=(("return", "x"),)))
    assert "number of lines" in said(with_fault(edits=(("    r = p - y", "    r = p - y\n"),)))
    assert "no Python" in said(with_fault(edits=(("    r = p - y", "    r = = p"),)))
    assert "change nothing" in said(with_fault(edits=()))
    assert "no skill juggling" in said(with_fault(skills=("juggling",)))
    assert "names no skill" in said(with_fault(skills=()))
    assert "letters" in said(with_fault(id="a-name-that-is-too-long"))
    assert "update-sign" in said(with_fault(rule="The mails are weighed by their quotient."))


def test_faults_of_a_program() -> None:
    program = programs()["regression"]
    few: dict[str, Fault] = dict(list(program.faults.items())[:3])
    assert "3 faults" in said(replace(program, faults=few))
    assert "columns" in said(replace(program, source=program.source + "\n" + "#" * 80))
    assert "lines" in said(replace(program, source=program.source + "\n" * 40))


def test_faults_of_a_table() -> None:
    program = programs()["regression"]
    table = program.outcomes
    rows = {probe: {**row, "update-sign": None} for probe, row in table.by_probe.items()}
    blind = Outcomes(table.seeds, rows, table.stamp)
    assert any("no probe tells" in text for text in table_faults(replace(program, outcomes=blind)))
    other = Outcomes(table.seeds, {}, table.stamp)
    assert any("other probes" in text for text in table_faults(replace(program, outcomes=other)))
    two = dict(list(program.faults.items())[:2])
    probes = dict(list(program.probes.items())[:2])
    changed = replace(program, stamp="changed", faults=two, probes=probes)
    assert any("lessons measure regression" in text for text in table_faults(changed))
