"""The checks of the exercises: right programs pass however they are written, wrong ones are told what they did."""

from __future__ import annotations

import pytest

from lessons.reading.exercise import TODO
from lessons.sandbox import run_calls
from tests.support.content import COURSE
from tests.support.exercises import EXERCISES, judged
from tests.support.programs import programs_of

RIGHT = [(item_id, name) for item_id in EXERCISES for name in programs_of(item_id).right]
WRONG = [(item_id, rule) for item_id in EXERCISES for rule in programs_of(item_id).wrong]


@pytest.mark.parametrize(("item_id", "name"), RIGHT)
def test_a_right_program_passes(item_id: str, name: str) -> None:
    found = judged(COURSE.exercise(item_id), programs_of(item_id).right[name])
    assert found.passed, [one for one in found.findings if not one.ok]


@pytest.mark.parametrize(("item_id", "rule"), WRONG)
def test_a_wrong_program_is_told_what_it_did(item_id: str, rule: str) -> None:
    """The rule that was broken is named, and its message is read out."""
    text, said = programs_of(item_id).wrong[rule]
    rule = rule.partition(" (")[0]
    found = judged(COURSE.exercise(item_id), text)
    assert not found.passed
    assert rule in found.rules, [(one.call, one.got, one.rule, one.text) for one in found.findings if not one.ok]
    told = next(one for one in found.findings if one.rule == rule)
    assert said in told.text, told.text


@pytest.mark.parametrize("item_id", EXERCISES)
def test_there_are_enough_of_both(item_id: str) -> None:
    found = programs_of(item_id)
    assert len(found.right) >= 6
    assert len(found.wrong) >= 8
    assert len(set(found.right.values())) == len(found.right)


@pytest.mark.parametrize("item_id", EXERCISES)
def test_the_solution_passes_in_the_child_process(item_id: str) -> None:
    task = COURSE.exercise(item_id)
    report = run_calls(task.solution, task.check.calls, name=task.file, modules=task.modules({}))
    found = task.judged(report, task.solution)
    assert found.passed, (report, found.findings)


@pytest.mark.parametrize("item_id", EXERCISES)
def test_the_starter_fails_and_says_where_to_begin(item_id: str) -> None:
    task = COURSE.exercise(item_id)
    report = run_calls(task.starter, task.check.calls, name=task.file, modules=task.modules({}))
    found = task.judged(report, task.starter)
    assert not found.passed
    first = next(one for one in found.findings if not one.ok)
    assert first.rule == "starter"
    assert f"TODO in line {first.line}" in first.text
    assert TODO in task.starter.split("\n")[(first.line or 0) - 1]


@pytest.mark.parametrize("item_id", EXERCISES)
def test_in_process_and_child_agree(item_id: str) -> None:
    """What the tables above are judged by is what a learner's program is judged by."""
    task = COURSE.exercise(item_id)
    rule, (text, _) = next(iter(programs_of(item_id).wrong.items()))
    report = run_calls(text, task.check.calls, name=task.file, modules=task.modules({}))
    there, here = task.judged(report, text), judged(task, text)
    assert rule in there.rules
    assert [(one.ok, one.call, one.got, one.rule) for one in there.findings] == [
        (one.ok, one.call, one.got, one.rule) for one in here.findings
    ]


@pytest.mark.parametrize("item_id", EXERCISES)
def test_a_starter_has_all_that_its_solution_imports(item_id: str) -> None:
    """Nobody has to guess which names are there; what a starter gives back is said, and not left out."""
    task = COURSE.exercise(item_id)
    starter, solution = (
        [line for line in text.split("\n") if line.startswith(("import ", "from "))]
        for text in (task.starter, task.solution)
    )
    assert starter == solution != []
    assert "return\n" not in task.starter
