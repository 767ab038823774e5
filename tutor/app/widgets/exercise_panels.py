"""What stands around the editor of an exercise: what is to be done, what a check found, hints, hand beside program."""

from __future__ import annotations

from textual import events
from textual.message import Message
from textual.widgets import Input

from lessons.grading import Judgement
from lessons.grading.hand_comparison import Comparison
from lessons.model.figure import Figure
from lessons.model.page import CodeCell, FigureBlock
from lessons.reading.exercise import Task
from lessons.reading.page import one_paragraph
from tutor.app.theme import sign
from tutor.app.widgets.line_edit import LineEdit
from tutor.app.widgets.lines import Lines
from tutor.rendering.blocks import code, figure_block
from tutor.rendering.check_report import comparison_lines, judgement_lines
from tutor.rendering.notation import Line
from tutor.rendering.typeset import formula, joined, markdown, words, wrap_plain


class ExerciseTitle(Lines):
    """The name of a part, and what is to be said of it."""

    DEFAULT_CSS = "ExerciseTitle { margin: 0 0 1 0; }"

    def __init__(self, title: str, text: str = "", id: str | None = None) -> None:
        super().__init__(id=id)
        self.title, self.text = title, text

    def show(self, text: str) -> None:
        """Say something else."""
        if text != self.text:
            self.text = text
            self.changed()

    def typeset(self, width: int) -> list[Line]:
        lines = [words(self.title, "accent", bold=True, ascii_only=self.plain)] if self.title else []
        return lines + (markdown(self.text, width, self.plain) if self.text else [])


class FileLine(Lines):
    """Where the program is kept, and whether what is on the screen is what is in the file."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name_, self.standing = name, ""

    def show(self, standing: str) -> None:
        if standing != self.standing:
            self.standing = standing
            self.changed(layout=False)

    def typeset(self, width: int) -> list[Line]:
        left, right = words("In NumPy", "accent", bold=True), words(f"  {self.name_}", "dim")
        end = words(self.standing, "dim", ascii_only=self.plain)
        gap = max(1, width - len(left) - len(right) - len(end))
        return [joined(left, right, words(" " * gap), end)[:width]]


class FindingsPanel(Lines):
    """What the latest check found, or that one is running."""

    DEFAULT_CSS = "FindingsPanel { margin: 1 0 1 0; }"

    def __init__(self) -> None:
        super().__init__()
        self.judgement: Judgement | None = None
        self.note = self.output = ""
        self.running = self.stale = False

    def run(self) -> None:
        """A check is under way."""
        self.running = True
        self.changed()

    def show(self, judgement: Judgement | None, note: str = "", output: str = "") -> None:
        """What it found."""
        self.judgement, self.note, self.output = judgement, note, output
        self.running = self.stale = False
        self.changed()

    def age(self) -> None:
        """The program has changed since: what was found steps back."""
        if self.judgement is not None and not self.stale:
            self.stale = True
            self.changed(layout=False)

    def typeset(self, width: int) -> list[Line]:
        if self.running:
            return [joined(words("running", "accent", bold=True), words("  esc stops it", "dim"))]
        if self.judgement is None:
            return wrap_plain("ctrl+s saves your program and runs the check on it.", width, "dim", self.plain)
        lines = judgement_lines(self.judgement, width, self.plain, self.note, self.output)
        if self.stale:
            lines = [tuple(cell._replace(style=cell.style._replace(role="dim")) for cell in line) for line in lines]
        return lines


class HintPanel(Lines):
    """Hints for the code, and one solution."""

    def __init__(self, task: Task) -> None:
        super().__init__()
        self.exercise = task
        self.hints = 0
        self.shown = False

    def show(self, hints: int, shown: bool) -> None:
        """How many hints, and whether the solution."""
        if (hints, shown) != (self.hints, self.shown):
            self.hints, self.shown = hints, shown
            self.changed()

    def typeset(self, width: int) -> list[Line]:
        lines: list[Line] = []
        for number, hint in enumerate(self.exercise.entry.hints[: self.hints], 1):
            lead = f"hint {number}  "
            for row, line in enumerate(markdown(hint, width - len(lead), self.plain)):
                lines.append(joined(words(lead if row == 0 else " " * len(lead), "accent", bold=True), line))
            lines.append(())
        if self.shown:
            lines += [words("One solution", "accent", bold=True), ()]
            lines += [*code(CodeCell(self.exercise.solution.rstrip("\n"), ""), width, self.plain)[:-1], ()]
        return lines


class ComparisonPanel(Lines):
    """The numbers of the hand and of the program, row by row."""

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
        return [head, *comparison_lines(self.comparison, width, self.plain)]


class OwnPicture(Lines):
    """A figure of the learner's own numbers; nothing while there are none."""

    DEFAULT_CSS = "OwnPicture { margin: 0 0 1 0; }"

    def __init__(self, caption: str, id: str | None = None) -> None:
        super().__init__(id=id)
        self.caption = caption
        self.figure: Figure | None = None

    def show(self, figure: Figure | None) -> None:
        if figure != self.figure:
            self.figure = figure
            self.changed()

    def typeset(self, width: int) -> list[Line]:
        if self.figure is None:
            return []
        return figure_block(FigureBlock(self.figure, one_paragraph(self.caption)), width, self.plain)


class KnobView(Lines):
    """What a number of the learner's choice came to."""

    def __init__(self) -> None:
        super().__init__()
        self.said = ""

    def show(self, said: str) -> None:
        if said != self.said:
            self.said = said
            self.changed()

    def typeset(self, width: int) -> list[Line]:
        return markdown(self.said, width, self.plain) if self.said else []


class KnobInput(LineEdit):
    """Where the number is typed."""

    DEFAULT_CSS = "KnobInput, KnobInput:focus { width: 14; }"

    class Turned(Message):
        """The learner wants to see this number at work."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    class Left(Message):
        """Back to the page."""

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.post_message(self.Turned(event.value))

    async def on_key(self, event: events.Key) -> None:
        if event.key == "escape":
            event.stop()
            event.prevent_default()
            self.put_in()
            self.post_message(self.Left())
        else:
            await super().on_key(event)


class KnobLead(Lines):
    """The letter of the number, before its box."""

    DEFAULT_CSS = "KnobLead { width: auto; }"

    def __init__(self, label: str) -> None:
        super().__init__()
        self.label = label

    def typeset(self, width: int) -> list[Line]:
        return [
            joined(
                words(sign("cursor", self.plain) + " ", "accent"), *formula(self.label, 20, self.plain, 0), words(" = ")
            )
        ]

    def get_content_width(self, *_: object) -> int:
        return len(self.typeset(0)[0])
