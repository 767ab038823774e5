"""A diagnosis line by line: the symptom, then the number, then the letter of the cause."""

from __future__ import annotations

from lessons.model.page import Item
from tutor.learning.diagnosis_state import Answered, Shown
from tutor.plain.console import Console, EndOfInputError
from tutor.plain.diagnosis_recorder import DiagnosisRecorder
from tutor.plain.text import TextStyle
from tutor.rendering.diagnosis import cause_lines, closing_lines, number_lines, symptom_lines
from tutor.rendering.notation import Line
from tutor.rendering.typeset import text_of

HELP = "Type an answer, or: show (the answer), again (the symptom), quit (it waits for you)."


def run(recorder: DiagnosisRecorder, console: Console, style: TextStyle) -> None:
    """Ask until the case is over, `quit` is typed, or the input ends."""
    view = _View(recorder, console, style)
    view.say([f"Diagnose: {recorder.state.case.title}", ""])
    view.symptom()
    view.ask()
    try:
        while not recorder.state.over:
            if not view.take(console.ask("> ")):
                view.say(["Stopped. The case waits for you."])
                return
    except EndOfInputError:
        return
    view.show(closing_lines(recorder.state, tuple(page.title for page in recorder.pages), style))


class _View:
    """Prints a case, and takes what is typed."""

    def __init__(self, recorder: DiagnosisRecorder, console: Console, style: TextStyle) -> None:
        self._recorder, self._console, self._style = recorder, console, style

    def say(self, lines: list[str]) -> None:
        self._console.say([self._style.plain(line) for line in self._style.fold(lines)])

    def show(self, lines: list[Line]) -> None:
        """Print lines of cells."""
        self.say(text_of(lines).split("\n"))

    def symptom(self) -> None:
        self.show(symptom_lines(self._recorder.state.case, self._style))

    def ask(self) -> None:
        """Print the question that is open."""
        item = self._recorder.state.question
        self.say(["", *self._style.markdown(item.prompt), *self._options(item)])

    def _options(self, item: Item) -> list[str]:
        return [line for option in item.options for line in self._style.markdown(option.text, f"  {option.id}) ")]

    def take(self, line: str) -> bool:
        """Run one line; whether the case goes on."""
        match line.strip().lower():
            case "":
                return True
            case "quit" | "q":
                return False
            case "help" | "?":
                self.say([HELP])
                return True
            case "again":
                self.symptom()
                self.ask()
                return True
            case "show":
                self._move(Shown())
            case _:
                self._move(Answered(line))
        return True

    def _move(self, given: Answered | Shown) -> None:
        recorder, before = self._recorder, self._recorder.state.stage
        recorder.take(given)
        if recorder.trouble:
            self.say([recorder.trouble])
        if before == "number":
            self.show(number_lines(recorder.state, self._style))
            if recorder.state.stage == "cause":
                self.ask()
        elif not recorder.state.over:
            self.show(cause_lines(recorder.state, self._style))
