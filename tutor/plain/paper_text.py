"""A paper card line by line: the formula, each question, and answers or commands to type."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tutor.learning.paper_state import Ended, Hinted, RefusedError, Retracted, Shown, Turned
from tutor.plain.console import Console, EndOfInputError
from tutor.plain.paper_recorder import PaperRecorder
from tutor.plain.text import TextStyle
from tutor.rendering.notation import Line
from tutor.rendering.paper import (
    TITLES,
    answer_lines,
    closing_lines,
    context_lines,
    field_lines,
    formula_lines,
    lead_of,
)
from tutor.rendering.typeset import markdown, text_of, wrap_plain

COMMANDS = (
    ("hint", "a hint; the answer then counts as given with help"),
    ("show", "show this answer and go on"),
    ("next", "leave this one open and go on"),
    ("back", "go to the one before"),
    ("formula", "print the formula again"),
    ("question", "print the question again"),
    ("typo", "take back a wrong choice in a review, once"),
    ("end", "end the card; open answers are shown"),
    ("quit", "stop here; the card waits for you"),
    ("help", "these commands"),
)


def run(recorder: PaperRecorder, console: Console, style: TextStyle) -> None:
    """Run a card until it is over, `quit` is typed, or the input ends."""
    view = _View(recorder, console, style)
    view.begin()
    try:
        while not recorder.state.over:
            if not view.take(console.ask(view.prompt)):
                view.tell("Stopped. The card waits for you.")
                return
    except EndOfInputError:
        return
    view.end()


class _View:
    """Prints a card, and runs what is typed."""

    def __init__(self, recorder: PaperRecorder, console: Console, style: TextStyle) -> None:
        self._recorder, self._console, self._style = recorder, console, style

    @property
    def prompt(self) -> str:
        """The text before the cursor: what the answer is of."""
        state = self._recorder.state
        lead = text_of(self._lines_of(lead_of(state, state.blank))).split("\n")[0]
        return f"{self._style.plain(lead)} > " if len(lead) < self._style.width // 2 else "> "

    def _lines_of(self, text: str) -> list[Line]:
        return markdown(text, self._style)

    def show(self, lines: list[Line]) -> None:
        """Print lines of cells."""
        self._console.say([self._style.plain(line) for line in self._style.fold(text_of(lines).split("\n"))])

    def tell(self, text: str) -> None:
        """Print a paragraph."""
        self.show(wrap_plain(text, self._style))

    def begin(self) -> None:
        state = self._recorder.state
        self.tell(state.drawn.card.title)
        self.show([(), *context_lines(state, self._style), ()])
        self.formula()
        self.tell("Type your answer, or " + ", ".join(command for command, _ in COMMANDS) + ".")
        self.question()

    def formula(self) -> None:
        self.show([*formula_lines(self._recorder.state, self._style), ()])

    def question(self) -> None:
        state = self._recorder.state
        self.show([(), *wrap_plain(TITLES[state.blank.field], self._style)])
        self.show(field_lines(state, self._style))

    def end(self) -> None:
        state = self._recorder.state
        titles = tuple(page.title for page in self._recorder.pages)
        self.show([(), *closing_lines(state, titles, self._style)])

    def take(self, line: str) -> bool:
        """Run one line; whether the card goes on."""
        if line == "quit":
            return False
        before = self._recorder.state
        action = self._actions().get(line)
        try:
            action() if action else self._recorder.answer(line)
        except RefusedError as refused:
            self.tell(f"{str(refused)[:1].upper()}{str(refused)[1:]}.")
            return True
        if self._recorder.trouble:
            self.tell(self._recorder.trouble)
        if self._recorder.state is not before and line not in ("hint", "typo"):
            self._react(before.at)
        return True

    def _actions(self) -> Mapping[str, Callable[[], None]]:
        return {
            "hint": self._hint,
            "show": self._show,
            "next": lambda: self._turn(1),
            "back": lambda: self._turn(-1),
            "formula": self.formula,
            "question": self.question,
            "typo": self._typo,
            "end": lambda: self._recorder.take(Ended()),
            "help": lambda: self._console.say([f"  {command:<10} {text}" for command, text in COMMANDS]),
            "?": lambda: self._console.say([f"  {command:<10} {text}" for command, text in COMMANDS]),
        }

    def _turn(self, by: int) -> None:
        state = self._recorder.state
        if (blank := state.beside(by)) == state.at:
            raise RefusedError("there is nothing further; end ends the card")
        self._recorder.take(Turned(blank))

    def _typo(self) -> None:
        self._recorder.take(Retracted(self._recorder.state.at))
        self.tell("Taken back: it stays in your record and does not count. Try again.")

    def _hint(self) -> None:
        self._recorder.take(Hinted(self._recorder.state.at))
        state = self._recorder.state
        self.show(self._lines_of(state.entry(state.at).hints[-1]))

    def _show(self) -> None:
        state = self._recorder.state
        self._recorder.take(Shown(state.at))
        self.show(answer_lines(state, state.blank, self._style))

    def _react(self, at: str) -> None:
        """Say what was made of the answer, and ask the next one."""
        state = self._recorder.state
        entry = state.entry(at)
        if state.over or state.at != at:
            self._praise(at)
        if state.over:
            return
        if state.named(at).field == "line" or state.blank.field != state.named(at).field:
            self.question()
        elif state.at == at and not entry.settled:
            self.show(self._lines_of(entry.message or "That is not right."))
        elif state.blank.field == "symbols":
            self.show(self._lines_of(f"What does {lead_of(state, state.blank)} mean here?"))

    def _praise(self, at: str) -> None:
        entry = self._recorder.state.entry(at)
        if entry.mark in ("right", "carried"):
            # What is said of an answer in a review stands at the end, which follows at once.
            note = "" if self._recorder.state.drawn.explanation else entry.message
            self.show(self._lines_of(note if entry.mark == "carried" else f"Right: {note}." if note else "Right."))
