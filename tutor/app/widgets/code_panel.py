"""The code panel of an exercise: the editor, the findings of the check, the comparison, the figures."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from lessons.grading import Judgement
from lessons.grading.hand_comparison import Comparison
from lessons.grading.model import Results
from lessons.reading.exercise import Task
from tutor.app.widgets.code_editor import CodeEditor
from tutor.app.widgets.exercise_panels import (
    ComparisonPanel,
    ExerciseTitle,
    FileLine,
    FindingsPanel,
    HintPanel,
    KnobInput,
    KnobLead,
    KnobView,
    OwnPicture,
)
from tutor.app.widgets.question import QuestionView

MIN_ROWS, MAX_ROWS = 8, 30  # of the editor
FINDINGS_ROWS = 9  # kept free for the findings of a check


class CodePanel(Vertical):
    """Everything that is shown of a program; the screen acts on it."""

    DEFAULT_CSS = """
    CodePanel { height: auto; width: 1fr; }
    CodePanel Horizontal { height: auto; }
    CodePanel #afterwards { height: auto; }
    """

    def __init__(self, task: Task, text: str, after: list[QuestionView]) -> None:
        super().__init__()
        self.exercise, self.after = task, after
        self.file = FileLine(task.file)
        self.editor = CodeEditor(text)
        self.findings = FindingsPanel()
        self.hints = HintPanel(task)
        self.compared = ComparisonPanel()
        self.pictures = [OwnPicture(picture.caption) for picture in task.check.pictures]
        self.afterwards = Vertical(ExerciseTitle("Afterwards"), *after, id="afterwards")
        knob = task.check.knob
        self.knob_input = KnobInput(f"{knob.initial:g}", 20) if knob else None
        self.knob_picture, self.knob_text = OwnPicture(""), KnobView()
        self.knob = Vertical(id="knob")

    def compose(self) -> ComposeResult:
        yield self.file
        yield self.editor
        yield self.findings
        yield self.hints
        yield from self.pictures
        yield self.compared
        knob = self.exercise.check.knob
        if knob is not None and self.knob_input is not None:
            with self.knob:
                yield ExerciseTitle(
                    "Your choice", "Another step size, for your own program: type one, and Enter runs it."
                )
                yield Horizontal(KnobLead(knob.label), self.knob_input)
                yield self.knob_text
                yield self.knob_picture
        if self.after:
            yield self.afterwards

    def on_mount(self) -> None:
        self.knob.styles.height = "auto"
        self.open_rest(False)

    def fit(self, rows: int) -> None:
        """Give the editor the rows that its text needs, out of the rows that the screen has."""
        text_rows = self.editor.document.line_count + 1
        self.editor.styles.height = max(MIN_ROWS, min(text_rows, MAX_ROWS, rows - FINDINGS_ROWS))

    def open_rest(self, on: bool) -> None:
        """Show or hide what follows the code: questions, and the number of the learner's choice."""
        self.afterwards.display = on
        self.knob.display = on and self.knob_input is not None

    def show(self, judgement: Judgement, note: str, output: str, comparison: Comparison | None) -> None:
        """Show the result of a check.

        Args:
            judgement: What the check found.
            note: Which files the program imports.
            output: What the program printed.
            comparison: The numbers by hand beside those of the program.
        """
        self.findings.show(judgement, note, output)
        self.compared.show(comparison)
        for widget, picture in zip(self.pictures, self.exercise.check.pictures, strict=True):
            widget.show(picture.draw(judgement.results))

    def show_knob(self, value: float, results: Results) -> None:
        """Show what the program gave for a number of the learner's choice."""
        knob = self.exercise.check.knob
        if knob is not None:
            self.knob_text.show(knob.say(value, results))
            self.knob_picture.show(knob.draw(value, results))
