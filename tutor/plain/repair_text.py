"""A repair line by line: the program is edited in its file, with any editor, and checked from here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from progress.files import SaveError, reason
from tutor.learning.exercise_files import Dependencies, note_on
from tutor.plain.console import Console, EndOfInputError
from tutor.plain.repair_recorder import RepairRecorder
from tutor.plain.text import TextStyle
from tutor.rendering.check_report import judgement_lines
from tutor.rendering.notation import Line
from tutor.rendering.typeset import text_of

COMMANDS = (
    ("check [FILE]", "run the check on your file, or on another"),
    ("program", "print your file"),
    ("hint", "print the next hint"),
    ("show", "print one right program"),
    ("quit", "stop here; your file stays"),
)


def run(recorder: RepairRecorder, console: Console, style: TextStyle) -> None:
    """Take commands until the program passes, `quit` is typed, or the input ends."""
    view = _View(recorder, console, style)
    view.begin()
    try:
        while not view.passed:
            if not view.take(console.ask("> ")):
                return
    except EndOfInputError:
        return


class _View:
    """Prints a repair, and runs what is typed."""

    def __init__(self, recorder: RepairRecorder, console: Console, style: TextStyle) -> None:
        self._recorder, self._console, self._style = recorder, console, style

    def say(self, lines: list[str]) -> None:
        self._console.say([self._style.plain(line) for line in self._style.fold(lines)])

    def tell(self, markdown: str) -> None:
        """Print Markdown."""
        self.say(self._style.markdown(markdown))

    def show(self, lines: list[Line]) -> None:
        """Print lines of cells."""
        self.say(text_of(lines).split("\n"))

    @property
    def passed(self) -> bool:
        """Whether the latest check passed."""
        return self._recorder.judgement is not None and self._recorder.judgement.passed

    def begin(self) -> None:
        """Print the task, write the file, and say where it is."""
        recorder = self._recorder
        self.say([f"Repair: {recorder.repair.title}", ""])
        self.tell(recorder.task.entry.about)
        self.say([""])
        try:
            fresh = recorder.start()
        except SaveError as failed:
            self.say([f"The file could not be written: {failed}."])
            return
        self._program()
        self.say(["", str(recorder.path)])
        self.say(["Written. Edit it, then type check." if fresh else "Your file. Edit it, then type check."])

    def take(self, line: str) -> bool:
        """Run one line; whether the repair goes on."""
        command, _, rest = line.strip().partition(" ")
        if command in ("q", "quit"):
            return False
        action = self._actions().get(command)
        if action is None:
            self.say([f"  {name:<14} {text}" for name, text in COMMANDS])
        else:
            action(rest.strip())
        if self._recorder.trouble:
            self.say([self._recorder.trouble])
        return True

    def _actions(self) -> Mapping[str, Callable[[str], None]]:
        return {
            "check": self._check,
            "program": lambda _: self._program(),
            "hint": lambda _: self.tell(self._recorder.hint() or "There is no further hint; show prints a program."),
            "show": lambda _: self.say(self._recorder.solution().rstrip("\n").split("\n")),
        }

    def _program(self) -> None:
        try:
            text = self._recorder.path.read_text("utf-8", "replace")
        except OSError as error:
            self.say([f"{self._recorder.path}: {reason(error)}"])
            return
        self.say([f"{number:3}  {line}".rstrip() for number, line in enumerate(text.rstrip("\n").split("\n"), 1)])

    def _check(self, name: str) -> None:
        recorder = self._recorder
        try:
            found = recorder.check(Path(name).read_bytes() if name else None)
        except OSError as error:
            self.say([f"{name}: {reason(error)}"])
            return
        if found is None:
            self.say([f"{recorder.path} is not there."])
            return
        judgement, report = found
        note = note_on(recorder.task, judgement, Dependencies())
        self.show(judgement_lines(judgement, self._style, note, report.output))
        if judgement.passed and recorder.pages:
            self.tell(f"It builds on: {', '.join(page.title for page in recorder.pages)}.")
