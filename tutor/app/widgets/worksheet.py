"""The worksheet of a question: its steps one below the other, each a cell to fill."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message

from tutor.app.widgets.answer_input import AnswerSubmitted, AnswerTyped
from tutor.app.widgets.lines import Lines
from tutor.app.widgets.text_input import TextInput
from tutor.learning.worksheet import Cell, Sheet
from tutor.rendering.notation import Line
from tutor.rendering.question import step_lead, step_note


class CellLead(Lines):
    """The left-hand side of a step, and its value if that is given."""

    DEFAULT_CSS = "CellLead { width: auto; }"

    def __init__(self, number: int, cell: Cell) -> None:
        super().__init__()
        self.number, self.cell = number, cell

    def typeset(self, width: int) -> list[Line]:
        return [step_lead(self.number, self.cell, self.plain)]

    def get_content_width(self, *_: object) -> int:
        return len(self.typeset(0)[0])


class CellNote(Lines):
    """The verdict on a cell."""

    def __init__(self, cell: Cell) -> None:
        super().__init__()
        self.cell = cell

    def show(self, cell: Cell) -> None:
        """Show the verdict on the cell as it is now."""
        self.cell = cell
        self.changed()

    def typeset(self, width: int) -> list[Line]:
        return step_note(self.cell, width, self.plain)


class WorksheetView(Vertical):
    """The cells of a question; each is judged on its own."""

    DEFAULT_CSS = """
    WorksheetView { height: auto; margin: 1 0 0 2; }
    WorksheetView Horizontal { height: auto; }
    """

    class Filled(Message):
        """A cell was judged; it is recorded before `reveal` shows the verdict."""

        def __init__(self, view: WorksheetView, index: int, sheet: Sheet) -> None:
            super().__init__()
            self.view, self.index, self.sheet = view, index, sheet

    class Typed(Message):
        """The text in the cell being filled has changed."""

        def __init__(self, text: str, cursor: int) -> None:
            super().__init__()
            self.text, self.cursor = text, cursor

    class Done(Message):
        """Every cell is filled."""

    def __init__(self, sheet: Sheet, text: str = "", cursor: int = 0) -> None:
        """Show a sheet; `text` is restored in the first cell that is still to be filled, with its cursor."""
        super().__init__()
        self.sheet = sheet
        self._left = (text, cursor)
        self._boxes: list[TextInput | None] = []
        self._notes: list[CellNote] = []

    def compose(self) -> ComposeResult:
        for number, cell in enumerate(self.sheet.cells, 1):
            lead, note = CellLead(number, cell), CellNote(cell)
            box = None if cell.given else TextInput("")
            self._boxes.append(box)
            self._notes.append(note)
            yield Horizontal(lead) if box is None else Horizontal(lead, box)
            yield note

    def on_mount(self) -> None:
        """Restore what was typed into the cells that are filled."""
        for box, cell in zip(self._boxes, self.sheet.cells, strict=True):
            if box is not None and cell.typed:
                box.restore(cell.typed)
                if cell.settled:
                    box.close()
        at = self.sheet.next
        if at is not None and self._left[0] and (box := self._boxes[at]) is not None:
            box.restore(*self._left)

    def begin(self, scroll_visible: bool = True) -> None:
        """Focus the first cell that is still to be filled."""
        at = self.sheet.next
        box = self._boxes[at] if at is not None else None
        if box is None:
            self.post_message(self.Done())
        else:
            box.focus(scroll_visible=scroll_visible)

    def reveal(self, index: int, sheet: Sheet) -> None:
        """Show the verdict on a cell, which is on disk by now."""
        self.sheet = sheet
        self._notes[index].show(sheet.cells[index])
        box = self._boxes[index]
        if sheet.cells[index].settled:
            if box is not None:
                box.close()
            self.begin()

    def on_answer_typed(self, event: AnswerTyped) -> None:
        event.stop()
        self.post_message(self.Typed(event.text, event.cursor))

    def on_answer_submitted(self, event: AnswerSubmitted) -> None:
        event.stop()
        index = next((index for index, box in enumerate(self._boxes) if box is not None and box.has_focus), None)
        if index is not None and event.text.strip():
            self.post_message(self.Filled(self, index, self.sheet.filled(index, event.text)))
