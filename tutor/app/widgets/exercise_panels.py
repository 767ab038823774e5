"""The panels around the editor of an exercise: title, file, findings, hints, comparison, figures, knob."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Input

from lessons.grading import Judgement
from lessons.grading.hand_comparison import Comparison
from lessons.model.figure import Figure
from lessons.model.page import CodeCell, FigureBlock
from lessons.reading.exercise import Task
from lessons.reading.page import one_paragraph
from tutor.app.key_settings import key_of
from tutor.app.widgets.line_edit import LineEdit
from tutor.app.widgets.lines import Lines
from tutor.rendering.blocks import code, figure_block
from tutor.rendering.check_report import comparison_lines, judgement_lines
from tutor.rendering.context import RenderContext
from tutor.rendering.icons import sign
from tutor.rendering.notation import Line
from tutor.rendering.typeset import formula, joined, markdown, words, wrap_plain

if TYPE_CHECKING:
    from tutor.app.ports import Application


class ExerciseTitle(Lines):
    """The title of a part, and a text below it."""

    DEFAULT_CSS = "ExerciseTitle { margin: 0 0 1 0; }"

    def __init__(self, title: str, text: str = "") -> None:
        super().__init__()
        self.title, self.text = title, text

    def show(self, text: str) -> None:
        """Show another text."""
        if text != self.text:
            self.text = text
            self.changed()

    def typeset(self, width: int) -> list[Line]:
        lines = [words(self.title, "accent", bold=True, ascii_only=self.plain)] if self.title else []
        return lines + (markdown(self.text, RenderContext(width, self.plain)) if self.text else [])


class FileLine(Lines):
    """The name of the file, and whether the text in the editor is saved."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._file, self.standing = name, ""

    def show(self, standing: str) -> None:
        if standing != self.standing:
            self.standing = standing
            self.changed(layout=False)

    def typeset(self, width: int) -> list[Line]:
        left, right = words("In NumPy", "accent", bold=True), words(f"  {self._file}", "dim")
        end = words(self.standing, "dim", ascii_only=self.plain)
        gap = max(1, width - len(left) - len(right) - len(end))
        return [joined(left, right, words(" " * gap), end)[:width]]


class FindingsPanel(Lines):
    """The findings of the latest check, or that one is running."""

    DEFAULT_CSS = "FindingsPanel { margin: 1 0 1 0; }"

    def __init__(self) -> None:
        super().__init__()
        self.judgement: Judgement | None = None
        self.note = self.output = ""
        self.running = self.stale = False
        self.folded = True

    def fold(self) -> None:
        """Hide the calls of a program that passed, or show them again."""
        self.folded = not self.folded
        self.changed()

    def run(self) -> None:
        """Show that a check is running."""
        self.running = True
        self.changed()

    def show(self, judgement: Judgement | None, note: str = "", output: str = "") -> None:
        """Show the findings of a check; None removes them."""
        self.judgement, self.note, self.output = judgement, note, output
        self.running = self.stale = False
        self.changed()

    def age(self) -> None:
        """Dim the findings, because the program has changed since."""
        if self.judgement is not None and not self.stale:
            self.stale = True
            self.changed(layout=False)

    def typeset(self, width: int) -> list[Line]:
        if self.running:
            return [joined(words("running", "accent", bold=True), words("  esc stops it", "dim"))]
        if self.judgement is None:
            run = key_of("run", cast("Application", self.app).keys)
            return wrap_plain(
                f"{run} saves your program and runs the check on it.", RenderContext(width, self.plain), "dim"
            )
        context = RenderContext(width, self.plain)
        lines = judgement_lines(self.judgement, context, self.note, self.output, folded=self.folded)
        if self.stale:
            lines = [tuple(cell._replace(style=cell.style._replace(role="dim")) for cell in line) for line in lines]
        return lines


class HintPanel(Lines):
    """Hints for the code, and one solution."""

    def __init__(self, task: Task) -> None:
        super().__init__()
        self.exercise = task
        self.count = 0
        self.solution = False

    def show(self, count: int, solution: bool) -> None:
        """Show the first `count` hints, and the solution if `solution` is true."""
        if (count, solution) != (self.count, self.solution):
            self.count, self.solution = count, solution
            self.changed()

    def typeset(self, width: int) -> list[Line]:
        lines: list[Line] = []
        for number, hint in enumerate(self.exercise.entry.hints[: self.count], 1):
            lead = f"hint {number}  "
            for row, line in enumerate(markdown(hint, RenderContext(width - len(lead), self.plain))):
                lines.append(joined(words(lead if row == 0 else " " * len(lead), "accent", bold=True), line))
            lines.append(())
        if self.solution:
            lines += [words("One solution", "accent", bold=True), ()]
            lines += [
                *code(CodeCell(self.exercise.solution.rstrip("\n"), ""), RenderContext(width, self.plain))[:-1],
                (),
            ]
        return lines


class ComparisonPanel(Lines):
    """The numbers by hand and those of the program, row by row."""

    DEFAULT_CSS = "ComparisonPanel { margin: 0 0 1 0; }"

    def __init__(self) -> None:
        super().__init__()
        self.comparison: Comparison | None = None

    def show(self, comparison: Comparison | None) -> None:
        if comparison != self.comparison:
            self.comparison = comparison
            self.changed()

    def typeset(self, width: int) -> list[Line]:
        if self.comparison is None:
            return []
        head = words("Compared", "accent", bold=True)
        return [head, *comparison_lines(self.comparison, RenderContext(width, self.plain))]


class OwnPicture(Lines):
    """A figure of the learner's own numbers; empty until there are any."""

    DEFAULT_CSS = "OwnPicture { margin: 0 0 1 0; }"

    def __init__(self, caption: str) -> None:
        super().__init__()
        self.caption = caption
        self.figure: Figure | None = None

    def show(self, figure: Figure | None) -> None:
        if figure != self.figure:
            self.figure = figure
            self.changed()

    def typeset(self, width: int) -> list[Line]:
        if self.figure is None:
            return []
        return figure_block(FigureBlock(self.figure, one_paragraph(self.caption)), RenderContext(width, self.plain))


class KnobView(Lines):
    """What the program gave for a number of the learner's choice."""

    def __init__(self) -> None:
        super().__init__()
        self.text = ""

    def show(self, text: str) -> None:
        if text != self.text:
            self.text = text
            self.changed()

    def typeset(self, width: int) -> list[Line]:
        return markdown(self.text, RenderContext(width, self.plain)) if self.text else []


class KnobInput(LineEdit):
    """The line on which the number is typed."""

    DEFAULT_CSS = "KnobInput, KnobInput:focus { width: 14; }"

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", show=False)]

    class Turned(Message):
        """The learner submits a number."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    class Left(Message):
        """The learner leaves the line."""

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.post_message(self.Turned(event.value))

    def action_leave(self) -> None:
        self.post_message(self.Left())


class KnobLead(Lines):
    """The letter of the number, before the line on which it is typed."""

    DEFAULT_CSS = "KnobLead { width: auto; }"

    def __init__(self, label: str) -> None:
        super().__init__()
        self.label = label

    def typeset(self, width: int) -> list[Line]:
        return [
            joined(
                words(sign("cursor", self.plain) + " ", "accent"),
                *formula(self.label, RenderContext(20, self.plain), 0),
                words(" = "),
            )
        ]

    def get_content_width(self, *_: object) -> int:
        return len(self.typeset(0)[0])
