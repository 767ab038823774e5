"""A fault hunt line by line: the program, the candidates and the probes as text, and commands to type."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from lessons.hunting.outcomes import both_losses
from lessons.model.debugging import Reading
from tutor.learning.hunt_state import (
    UNMEASURED,
    Compared,
    Named,
    RefusedError,
    Shown,
    Struck,
    bits_text,
    result_text,
)
from tutor.plain.console import Console, EndOfInputError
from tutor.plain.hunt_recorder import HuntRecorder
from tutor.plain.text import TextStyle
from tutor.rendering.hunt import briefing_lines, compared_lines, heading, reading_lines, sentences, verdict_lines
from tutor.rendering.notation import Line
from tutor.rendering.typeset import text_of

COMMANDS = (
    ("probe NAME", "buy a probe"),
    ("strike NAME ...", "strike out candidates, then compare with what the probes rule out"),
    ("unstrike NAME ...", "put candidates back"),
    ("name FAULT LINE", "name the fault and a line that it changes"),
    ("program", "print the program again"),
    ("status", "print what is known, candidates, probes and score"),
    ("show", "end the hunt and show the fault"),
    ("quit", "stop here; the hunt waits for you"),
)


def run(recorder: HuntRecorder, console: Console, style: TextStyle) -> None:
    """Run a hunt until it is over, `quit` is typed, or the input ends. A finished one first shows its verdict."""
    view = _View(recorder, console, style)
    view.say([recorder.case.title])
    try:
        if recorder.state.over and not view.again():
            return
        view.begin()
        while not recorder.state.over:
            if not view.take(console.ask("> ")):
                view.tell("Stopped. The hunt waits for you.")
                return
    except EndOfInputError:
        return


class _View:
    """Prints a hunt, and runs what is typed."""

    def __init__(self, recorder: HuntRecorder, console: Console, style: TextStyle) -> None:
        self._recorder, self._console, self._style = recorder, console, style
        self._asked_to_guess = False

    def again(self) -> bool:
        """Print the verdict of the last play, and ask whether to play again."""
        self._verdict()
        while (typed := self._console.ask("again or quit> ").strip()) not in ("q", "quit"):
            if typed == "again":
                self._recorder.restart()
                return True
            self.tell("This hunt is finished. Type again to play it again, or quit.")
        return False

    def begin(self) -> None:
        """Print what to do, the program, and what is known."""
        self.tell(
            "Buy probes, strike out candidates, then name the fault and its line. The less the probes cost, the better."
        )
        self.program()
        self.status()

    def say(self, lines: list[str]) -> None:
        self._console.say([self._style.plain(line) for line in self._style.fold(lines)])

    def tell(self, text: str) -> None:
        """Print a paragraph."""
        self.show(sentences(text, self._style))

    def show(self, lines: list[Line]) -> None:
        """Print lines of cells."""
        self.say(text_of(lines).split("\n"))

    def program(self) -> None:
        case = self._recorder.case
        source = case.program.with_fault(case.fault).split("\n")
        self.say(["", *(f"{number:3}  {line}".rstrip() for number, line in enumerate(source, 1))])

    def status(self) -> None:
        self.say([""])
        self.show(briefing_lines(self._recorder.case, self._recorder.briefing, self._style))
        self.say(["", "Candidates", *self._candidates(), "", "Probes (cost)", *self._probes(), "", self._score()])
        self.tell("Commands: " + ", ".join(command for command, _ in COMMANDS) + "; help explains them.")

    def _candidates(self) -> Iterator[str]:
        case, struck = self._recorder.case, self._recorder.state.struck
        for name in case.puzzle.candidates:
            mark = "x" if struck & case.puzzle.bit(name) else " "
            yield f"  {mark} {name:<18} {case.program.faults[name].text}"

    def _probes(self) -> Iterator[str]:
        case, taken = self._recorder.case, {one.probe: one for one in self._recorder.state.taken}
        for name, part in case.puzzle.partitions.items():
            known = f": {result_text(taken[name].outcome, taken[name].summary)}" if name in taken else ""
            yield f"  {part.cost}  {name:<16} {case.program.probes[name].title}{known}"

    def _score(self) -> str:
        state = self._recorder.state
        lost = f", {bits_text(state.lost)} lost" if state.lost else ""
        return f"Cost {state.cost}, par {self._recorder.par.cost:.1f}{lost}."

    def take(self, line: str) -> bool:
        """Run one line; whether the hunt goes on."""
        command, *arguments = line.split() or [""]
        if command in ("q", "quit"):
            return False
        action = self._actions().get(command)
        if action is None:
            self.tell("Type one of: " + ", ".join(known for known, _ in COMMANDS) + ".")
            return True
        try:
            action(arguments)
        except RefusedError as refused:
            self.tell(f"{str(refused)[:1].upper()}{str(refused)[1:]}.")
        if self._recorder.trouble:
            self.tell(self._recorder.trouble)
        return True

    def _actions(self) -> Mapping[str, Callable[[list[str]], None]]:
        return {
            "probe": self._probe,
            "strike": self._strike,
            "unstrike": self._unstrike,
            "name": self._name,
            "program": lambda _: self.program(),
            "status": lambda _: self.status(),
            "show": self._show,
            "help": lambda _: self.say([f"  {command:<18} {text}" for command, text in COMMANDS]),
            "?": lambda _: self.say([f"  {command:<18} {text}" for command, text in COMMANDS]),
        }

    def _probe(self, names: list[str]) -> None:
        if len(names) != 1:
            raise RefusedError("type the name of one probe, such as probe loss-curve")
        reading = self._recorder.buy(names[0])
        self._reading(names[0], reading)
        self.tell("Which candidates does this rule out? Type strike and their names, or strike alone for none.")

    def _reading(self, probe: str, reading: Reading) -> None:
        title = self._recorder.case.program.probes[probe].title
        self.say(["", heading(f"{title[:1].upper()}{title[1:]}", reading)])
        self.show(reading_lines(reading, self._style))

    def _strike(self, names: list[str]) -> None:
        self._toggle(names, struck=True)
        self._recorder.take(Compared())
        state = self._recorder.state
        self.show(compared_lines(state, self._style))
        count = state.struck.bit_count()
        self.tell(f"{count} of {len(state.case.puzzle.candidates)} struck out. {self._score()}")

    def _unstrike(self, names: list[str]) -> None:
        self._toggle(names, struck=False)
        self.say(list(self._candidates()))

    def _toggle(self, names: list[str], struck: bool) -> None:
        puzzle = self._recorder.case.puzzle
        unknown = [name for name in names if name not in puzzle.candidates]
        if unknown:
            raise RefusedError(f"{unknown[0]} is not among the candidates")
        for name in dict.fromkeys(names):
            if bool(self._recorder.state.struck & puzzle.bit(name)) != struck:
                self._recorder.take(Struck(name))

    def _name(self, arguments: list[str]) -> None:
        if len(arguments) != 2 or not (arguments[1].isascii() and arguments[1].isdigit()):
            raise RefusedError("type the fault and the number of a line, such as name log2 32")
        before = self._recorder.state.lost
        if not self._recorder.state.taken and not self._asked_to_guess:
            self._asked_to_guess = True
            self.tell(f"{UNMEASURED} Type it again to guess.")
            return
        self._recorder.take(Named(arguments[0], int(arguments[1])))
        state = self._recorder.state
        if state.over:
            self._verdict()
        else:
            self.tell(f"It is not {arguments[0]}. That costs {bits_text(state.lost - before)}: what was still open.")

    def _show(self, _: list[str]) -> None:
        self._recorder.take(Shown())
        self._verdict()

    def _verdict(self) -> None:
        recorder, case = self._recorder, self._recorder.case
        titles = tuple(page.title for page in recorder.pages)
        losses = both_losses(case.program, case.fault, case.seed)
        self.show(verdict_lines(recorder.state, recorder.par, losses, titles, self._style, recorder.best))
