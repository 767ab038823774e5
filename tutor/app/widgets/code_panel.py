"""The code half of an exercise: the editor, what the check found, the comparison, the pictures."""

from __future__ import annotations

from textual.app import ComposeResult

from lessons.grading import Judgement
from lessons.grading.hand_comparison import Comparison
from lessons.grading.model import Seen
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
from tutor.app.widgets.plain_containers import Horizontal, Vertical
from tutor.app.widgets.question import QuestionView

LOWEST, HIGHEST = 8, 30  # rows of the editor
BESIDE = 9  # rows kept below it for what a check finds


class CodePanel(Vertical):
    """Shows; the screen acts."""

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
        self.help_ = HintPanel(task)
        self.compared = ComparisonPanel()
        self.pictures = [OwnPicture(one.caption) for one in task.check.pictures]
        self.afterwards = Vertical(ExerciseTitle("Afterwards"), *after, id="afterwards")
        knob = task.check.knob
        self.box = KnobInput(f"{knob.initial:g}", 20) if knob else None
        self.knob_picture, self.knob_said = OwnPicture(""), KnobView()
        self.knob = Vertical(id="knob")

    def compose(self) -> ComposeResult:
        yield self.file
        yield self.editor
        yield self.findings
        yield self.help_
        yield self.compared
        yield from self.pictures
        knob = self.exercise.check.knob
        if knob is not None and self.box is not None:
            with self.knob:
                yield ExerciseTitle(
                    "Your choice", "Another step size, for your own program: type one, and Enter runs it."
                )
                yield Horizontal(KnobLead(knob.label), self.box)
                yield self.knob_said
                yield self.knob_picture
        if self.after:
            yield self.afterwards

    def on_mount(self) -> None:
        self.knob.styles.height = "auto"
        self.open_rest(False)

    def fit(self, rows: int) -> None:
        """As many rows for the editor as its text needs and the screen has."""
        wanted = self.editor.document.line_count + 1
        self.editor.styles.height = max(LOWEST, min(wanted, HIGHEST, rows - BESIDE))

    def open_rest(self, on: bool) -> None:
        """What comes after the code: shown once there are numbers of it."""
        self.afterwards.display = on
        self.knob.display = on and self.box is not None

    def show(self, found: Judgement, note: str, output: str, comparison: Comparison | None) -> None:
        """Everything that follows from a check."""
        self.findings.show(found, note, output)
        self.compared.show(comparison)
        for widget, picture in zip(self.pictures, self.exercise.check.pictures, strict=True):
            widget.show(picture.draw(found.seen))

    def show_knob(self, value: float, seen: Seen) -> None:
        """What a number of the learner's choice came to."""
        knob = self.exercise.check.knob
        if knob is not None:
            self.knob_said.show(knob.say(value, seen))
            self.knob_picture.show(knob.draw(value, seen))
