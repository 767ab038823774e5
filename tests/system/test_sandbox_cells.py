"""The code cells of a page: top to bottom, one namespace, each with its own output and error."""

from __future__ import annotations

import pytest

from lessons.sandbox import CellsResult, Limits, run_cells, start_cells
from lessons.sandbox.cells import cell_results
from tests.support.sandbox import LEVELS, LINUX, PATIENT, left_of

pytestmark = LINUX


@pytest.mark.parametrize("level", LEVELS)
def test_cells_share_their_names(level: str) -> None:
    cells = ["import numpy as np\na = np.array([1, 2])", "print(a @ a)", "a = a + 1\nprint(a)\n"]
    assert run_cells(cells, level=level) == (CellsResult(""), CellsResult("5\n"), CellsResult("[2 3]\n"))


def test_an_error_has_its_cell_and_line_and_the_rest_runs() -> None:
    cells = ["x = 1", "print('so far')\ny = x / 0\nprint('never')", "print(x)"]
    assert run_cells(cells) == (
        CellsResult(""),
        CellsResult("so far\n", "ZeroDivisionError: division by zero", 2),
        CellsResult("1\n"),
    )


def test_an_error_in_a_function_of_an_earlier_cell_names_the_line_of_this_one() -> None:
    """The line that a learner can look at is in the cell that was run."""
    _, cell_results = run_cells(["def half(x):\n    return x / 0", "x = 1\nhalf(x)"])
    assert cell_results == CellsResult("", "ZeroDivisionError: division by zero", 2)


@pytest.mark.parametrize(
    ("source", "error", "line"),
    [
        ("x = (1,\n", "SyntaxError: '(' was never closed", 1),
        ("x = 1\nraise SystemExit(2)", "SystemExit: 2", 2),
        ("raise KeyError('a')", "KeyError: 'a'", 1),
        ("raise ValueError", "ValueError", 1),
        ("input()", "EOFError: EOF when reading a line", 1),
    ],
)
def test_errors_are_said_as_python_says_them(source: str, error: str, line: int) -> None:
    assert run_cells([source]) == (CellsResult("", error, line),)


def test_a_changed_cell_runs_with_those_before_it() -> None:
    page = ["a = 3", "b = a * 2\nprint(b)", "print(b + 1)"]
    changed = [*page[:1], "b = a * 10\nprint(b)"]
    assert run_cells(changed)[-1] == CellsResult("30\n")


def test_no_cell_no_result() -> None:
    assert run_cells([]) == ()


def test_what_goes_to_the_error_output_is_no_output_of_a_cell() -> None:
    cells = ["import sys, warnings\nprint('out')\nprint('err', file=sys.stderr)\nwarnings.warn('careful')"]
    assert run_cells(cells) == (CellsResult("out\n"),)


def test_too_long_for_an_author() -> None:
    with pytest.raises(TimeoutError, match="the cells did not end within 1 s"):
        run_cells(["x = 1", "while True: pass"], seconds=1)


@pytest.mark.parametrize("level", LEVELS)
def test_too_long_for_a_learner(level: str) -> None:
    """The cell that was under way has the report; what came before it stands, what comes after is not run."""
    cells = ["print('first')", "print('so far')\nwhile True: pass", "print('never')"]
    run = start_cells(cells, limits=Limits(seconds=1), level=level)
    report = run.wait(20)
    assert report is not None
    assert left_of(run) == []
    first, second, third = cell_results(report, len(cells))
    assert first == CellsResult("first\n")
    assert second == CellsResult("so far\n", "the cell had not ended after 1 s and was stopped, in line 2.", 2)
    assert third.error == "not run, because a cell above did not end"


def test_a_cell_that_ends_python() -> None:
    first, second = run_cells(["import os\nprint('gone')\nos._exit(0)", "print(1)"])
    assert first.error == "the cell ended Python itself, before its work was done (exit status 0)."
    assert first.output == "gone\n"
    assert second.error == "not run, because a cell above did not end"


def test_a_cell_that_wants_too_much() -> None:
    report = start_cells(["x = 1\ny = bytearray(10**10)"], limits=PATIENT).wait(20)
    assert report is not None
    assert cell_results(report, 1) == (CellsResult("", "MemoryError", 2),)


def test_long_output_of_a_cell_is_cut() -> None:
    (cell,) = run_cells(["for n in range(100_000): print(n)"])
    assert len(cell.output) == 64 << 10
    assert cell.error == ""
