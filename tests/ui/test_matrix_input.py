"""The grid takes what a line takes, and a matrix pasted from anywhere; what it cannot take changes nothing."""

from __future__ import annotations

import pytest
from textual import events
from textual.app import App, ComposeResult

from tests.support.content import COURSE
from tutor.app.theme import FALLBACKS
from tutor.app.widgets.answer_input import AnswerSubmitted
from tutor.app.widgets.input_factory import box_for
from tutor.app.widgets.matrix_input import MatrixInput

ITEM = COURSE.item("linear_algebra.maps.build")
CELLS = [["-1", "1"], ["4", "2"]]
PASTED = {
    "NumPy, two lines": "array([[-1,  1],\n       [ 4,  2]])",
    "NumPy with a type": "array([[-1,  1],\n       [ 4,  2]], dtype=int32)",
    "NumPy, one line": "np.array([[-1, 1], [4, 2]])",
    "NumPy, printed": "[[-1  1]\n [ 4  2]]",
    "NumPy, printed floats": "[[-1.  1.]\r\n [ 4.  2.]]",
    "PyTorch": "tensor([[-1., 1.],\n        [4., 2.]], dtype=torch.float64)",
    "a list": "[[-1, 1],\n [4, 2]]",
    "rows by line": "-1 1\n4 2",
    "rows by line, commas": "-1, 1\n4, 2\n",
    "a spreadsheet": "-1\t1\r\n4\t2\r\n",
    "LaTeX": "\\begin{bmatrix}\n -1 & 1 \\\\\n 4 & 2\n\\end{bmatrix}",
    "MATLAB": "[-1 1; 4 2]",
}
REFUSED = ["hello world", "-1 1 4", "[[1, 2, 3], [4, 5, 6]]", "1 2\n3", "7" * 21, "[1, 2; 3, 4] " * 900]


class Grid(App[None]):
    """One grid, and what it submits."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self.submitted: list[str] = []

    def compose(self) -> ComposeResult:
        yield box_for(ITEM)

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return FALLBACKS

    @property
    def grid(self) -> MatrixInput:
        return self.query_one(MatrixInput)

    def on_answer_submitted(self, event: AnswerSubmitted) -> None:
        self.submitted.append(event.text)

    @property
    def notices(self) -> list[str]:
        return [notice.message for notice in self._notifications]


@pytest.mark.parametrize("text", PASTED.values(), ids=PASTED)
async def test_a_matrix_can_be_pasted(text: str) -> None:
    app = Grid()
    async with app.run_test() as pilot:
        app.grid.focus()
        app.post_message(events.Paste(text))
        await pilot.pause()
        assert app.grid.cells == CELLS


@pytest.mark.parametrize("text", REFUSED, ids=range(len(REFUSED)))
async def test_what_cannot_be_taken_whole_changes_nothing_and_is_said(text: str) -> None:
    app = Grid()
    async with app.run_test() as pilot:
        app.grid.focus()
        await pilot.press("5")
        app.post_message(events.Paste(text))
        await pilot.pause()
        assert app.grid.cells == [["5", ""], ["", ""]]
        assert ["nothing was changed" in notice for notice in app.notices] == [True]


async def test_every_cell_takes_what_a_line_takes_and_no_letter_leaves_it() -> None:
    app = Grid()
    async with app.run_test() as pilot:
        app.grid.focus()
        for entry in ("sqrt(2)", "1e-3", "1/2", "hsnwqr!"):
            await pilot.press(*("slash" if char == "/" else char for char in entry), "tab")
        assert app.grid.cells == [["sqrt(2)", "1e-3"], ["1/2", "hsnwqr!"]]


async def test_the_first_key_in_a_filled_cell_replaces_and_enter_checks_from_the_last_cell() -> None:
    app = Grid()
    async with app.run_test() as pilot:
        app.grid.focus()
        await pilot.press("1", "enter", "2", "enter", "3", "enter", "4")
        app.grid.place = (0, 0)
        await pilot.press("7", "8", "enter")
        assert (app.grid.cells, app.grid.place, app.submitted) == ([["78", "2"], ["3", "4"]], (0, 1), [])
        await pilot.press("backspace", "5", "enter", "enter", "enter")
        assert app.submitted == ["[78, 5; 3, 4]"]
        app.grid.place = (0, 0)
        await pilot.press("ctrl+j")
        assert app.submitted == ["[78, 5; 3, 4]"] * 2


async def test_enter_in_the_last_cell_goes_to_one_that_is_empty() -> None:
    app = Grid()
    async with app.run_test() as pilot:
        app.grid.focus()
        await pilot.press("1", "tab", "tab", "3", "tab", "4", "enter")
        assert (app.grid.place, app.submitted) == ((0, 1), [])
        await pilot.press("shift+tab")
        assert app.grid.place == (0, 0)
