"""One question, line by line: answers and commands, its worksheet, and own words, until it is over."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from lessons.answers import Verdict, load_diagnosis
from lessons.model.page import Item
from tutor.learning.attempt import hints
from tutor.learning.not_counted import not_counted
from tutor.learning.own_words import asks_own_words
from tutor.learning.study_engine import (
    AnswerInput,
    CellInput,
    CellOutput,
    ConfidenceInput,
    DisputeOutput,
    HintOutput,
    Input,
    Output,
    OwnWordsInput,
    OwnWordsOutput,
    QuestionOutput,
    Refusal,
    Request,
    SolutionOutput,
    StudyEngine,
    TicksInput,
    TicksOutput,
    TypoOutput,
    VerdictOutput,
)
from tutor.learning.worksheet import Cell, CellMark
from tutor.plain.console import Console, QuitError
from tutor.plain.prompt import prompt_lines, prompt_of, question_lines, statement_lines
from tutor.plain.recorder import Recorder
from tutor.plain.text import TextStyle

OFFERS = {
    "": "",
    "hint": "Three misses in a row: type `hint` for a hint.",
    "solution": "Six misses in a row: type `show` for the worked solution; the question comes back another day.",
}
HELP: Mapping[str, str] = {
    "?": "this help",
    "again": "the question once more",
    "why": "why this, now",
    "hint": "a hint",
    "steps": "step by step",
    "show": "the worked solution; goes on to the next question",
    "dispute": "I think mine is right: keeps what you typed and how it was read",
    "typo": "that was a typo: takes the last answer back, once a question",
    "sure": "how sure you are of the answer to come, in percent, such as: sure 80",
    "skip": "the next question",
    "quit": "stop here; everything is kept",
}

REFUSALS: Mapping[Refusal, str] = {
    Refusal.EMPTY: "Type an answer, or ? for help.",
    Refusal.NO_HELP: "Not here: this counts what you can do alone. `skip` goes on.",
    Refusal.NO_HINTS: "No more hints. `show` gives the worked solution.",
    Refusal.NO_STEPS: "This one has no steps to fill in.",
    Refusal.NO_TYPO: "Nothing to take back: that works once a question, right after a wrong answer.",
    Refusal.NO_VERDICT: "There is no verdict to dispute.",
}

TRIES = 3
"""Wrong entries in a cell after which its value is said: nobody gets stuck in a step."""


class Question:
    """Asks the open question of an engine; `engine` is how it stands, also after QuitError or EndOfInputError."""

    def __init__(self, console: Console, style: TextStyle, recorder: Recorder, engine: StudyEngine) -> None:
        assert engine.question is not None
        self.engine = engine
        self._console, self._style, self._recorder = console, style, recorder
        self._question: QuestionOutput = engine.question
        self._skipped = False

    @property
    def _item(self) -> Item:
        return self._question.item

    def run(self) -> StudyEngine:
        """Ask until the question is over or skipped. Raises QuitError and EndOfInputError."""
        if not self.engine.over:
            why = self._question.planned.why
            self._say([*self._style.words(f"Why this, now: {why}"), ""] if why else [])
            self._show_support()
            if self.engine.asks_words:
                self._say(prompt_lines(self._item, self._style))
                self._ask_own_words()
                self._say(statement_lines(self._item, self._style))
            else:
                self._say(question_lines(self._item, self._style))
            self._say_draft()
        load_diagnosis()
        while not (self.engine.over or self._skipped):
            self._read(self._console.ask(prompt_of(self._item, self._style)))
        if self.engine.over and asks_own_words(self._item):
            self._compare()
        return self.engine

    def _show_support(self) -> None:
        """Show the help that comes first: a worked example, or a worksheet with some of its steps given."""
        if self._question.planned.support == "worked":
            self._say([*self._style.markdown(hints(self.engine.course, self._item)[-1]), ""])
        if self.engine.sheet is not None and self.engine.sheet.next is not None:
            self._say(question_lines(self._item, self._style))
            self._fill()

    def _say_draft(self) -> None:
        """Say how a resumed question was left: its hints, the last answer, text that was half typed."""
        attempt, draft = self.engine.attempt, self.engine.draft
        assert attempt is not None
        for number, text in enumerate(hints(self.engine.course, self._item)[: attempt.hints], 1):
            self._say(self._style.markdown(text, f"Hint {number}: "))
        if attempt.verdict is not None:
            self._tell(f"Your last answer: {self._style.plain(attempt.typed)}")
            self._say(self._verdict(attempt.verdict))
        if draft.answer is not None and draft.answer.text.strip(" [],;") and draft.answer.text != draft.tried:
            self._tell(f"You had typed: {self._style.plain(draft.answer.text)}")

    def _read(self, text: str) -> None:
        name, _, rest = text.partition(" ")
        command = self._commands().get(name.casefold().lstrip(":"))
        if command is not None and not self._is_option(text) and (not rest or name.casefold() in ("sure", ":sure")):
            command(rest)
        else:
            self._take(AnswerInput(text))

    def _commands(self) -> Mapping[str, Callable[[str], object]]:
        return {
            "?": self._help,
            "help": self._help,
            "again": lambda _: self._say(question_lines(self._item, self._style)),
            "why": lambda _: self._tell(self._question.planned.why or "You asked for it."),
            "hint": lambda _: self._take(Request.HINT),
            "steps": self._steps,
            "show": lambda _: self._take(Request.SHOW),
            "dispute": lambda _: self._take(Request.DISPUTE),
            "typo": lambda _: self._take(Request.TYPO),
            "sure": self._be_sure,
            "skip": self._skip,
            "quit": self._quit,
        }

    def _is_option(self, text: str) -> bool:
        return any(text.casefold() in (option.id.casefold(), option.text.casefold()) for option in self._item.options)

    def _say(self, lines: list[str]) -> None:
        self._console.say(lines)

    def _tell(self, text: str) -> None:
        self._say(self._style.words(text))

    def _take(self, given: Input) -> tuple[Output, ...]:
        """Run an input, and say what comes of it once that is recorded."""
        self.engine, outputs = self._recorder.take(self.engine, given)
        if self._recorder.trouble:
            self._tell(self._recorder.trouble)
        for output in outputs:
            self._say(self._lines(output))
            if isinstance(output, VerdictOutput) and output.verdict.mark == "right":
                self._say_right()
        return outputs

    def _lines(self, output: Output) -> list[str]:
        match output:
            case VerdictOutput(verdict=verdict):
                return self._verdict(verdict)
            case HintOutput(number=number, text=text):
                return self._style.markdown(text, f"Hint {number}: ")
            case SolutionOutput(text=text):
                return self._style.markdown(text)
            case CellOutput(cell=cell):
                return self._cell_verdict(cell)
            case DisputeOutput():
                return self._style.words("Noted: you think yours is right. It is in your record.")
            case TypoOutput():
                return self._style.words("Taken back: it stays in your record and does not count. Try again.")
            case OwnWordsOutput(fault=fault):
                return self._style.words(fault or "Kept.")
            case TicksOutput(ticked=ticked):
                return self._style.words(f"Kept: {len(ticked)} of {len(self._item.rubric)}, by your own account.")
            case Refusal():
                return self._style.words(REFUSALS.get(output, output.value))
            case _:
                return []

    def _verdict(self, verdict: Verdict) -> list[str]:
        lines = []
        if verdict.understood and not self._item.options:
            lines += self._style.words(f"Read as {self._style.inline(verdict.understood)}")
        if verdict.mark == "right":
            bar = self.engine.attempt.bar if self.engine.attempt is not None else ""
            note = not_counted(self.engine.course, self._item.id, bar)
            return [*lines, *self._style.words(f"Right. {note}".strip())]
        if verdict.mark == "unreadable":
            said = self._style.markdown(verdict.feedback, "Not readable, costs nothing: ")
            return [*lines, *self._caret(verdict.column), *said]
        return [*lines, *self._style.markdown(verdict.feedback, "Wrong. "), *self._offer()]

    def _caret(self, column: int | None) -> list[str]:
        """What was typed, and a caret with its number under the column that cannot be read."""
        attempt = self.engine.attempt
        typed = self._style.plain(attempt.typed if attempt is not None else "")
        if column is None or self._item.options or not typed.isprintable():
            return []
        where = f"column {column}"
        if self._style.spoken or max(len(typed), column + 1 + len(where)) > self._style.width:
            return self._style.words(where.capitalize() + ":")
        return [typed, " " * (column - 1) + f"^ {where}"]

    def _offer(self) -> list[str]:
        attempt = self.engine.attempt
        if attempt is None or not self.engine.session.sitting.hints_allowed:
            return []
        offer = OFFERS[attempt.offered(len(hints(self.engine.course, self._item)))]
        return self._style.markdown(offer) if offer else []

    def _say_right(self) -> None:
        self._say(self._style.markdown(self._item.explanation))
        for title in self._recorder.newly_cleared(self._item):
            self._tell(f"Cleared on the checklist: {title}.")

    # Commands that the engine does not know

    def _help(self, _: str) -> None:
        self._say([line for name, text in HELP.items() for line in self._style.words(f"{name}: {text}")])

    def _be_sure(self, rest: str) -> None:
        digits = rest.strip().rstrip("%").strip()
        if not digits.isascii() or not digits.isdigit() or int(digits) > 100:
            self._tell("A number from 0 to 100, such as: sure 80")
            return
        self._take(ConfidenceInput(int(digits)))
        self._tell(f"{int(digits)} % it is; now the answer.")

    def _skip(self, _: str) -> None:
        self._skipped = True

    def _quit(self, _: str) -> None:
        raise QuitError

    # The worksheet

    def _steps(self, _: str) -> None:
        if not any(isinstance(output, Refusal) for output in self._take(Request.STEPS)):
            self._fill()

    def _fill(self) -> None:
        """Ask each cell that is not settled; an empty line leaves the worksheet."""
        sheet = self.engine.sheet
        assert sheet is not None
        self._tell("Step by step; an empty line goes back to the question.")
        for index, cell in enumerate(sheet.cells):
            head = f"{index + 1}. {self._style.inline(cell.step.lead)} "
            if cell.given:
                self._say(self._style.fold([head + self._style.inline(cell.step.value) + " (given)"]))
            elif cell.settled:
                self._say(self._style.fold([head + self._style.plain(cell.typed) + " (done)"]))
            elif not self._ask_cell(index, head, self.engine.draft.step.text if index == sheet.next else ""):
                return
        self._tell("Those are all the steps; what is left is the answer.")

    def _ask_cell(self, index: int, head: str, half_typed: str) -> bool:
        """Ask one cell until it is settled or its value was said; False where the learner leaves."""
        if half_typed:
            self._tell(f"You had typed: {self._style.plain(half_typed)}")
        wrong = 0
        while wrong < TRIES:
            if len(head) > self._style.width // 2:
                self._say(self._style.fold([head]))
            typed = self._console.ask(head if len(head) <= self._style.width // 2 else "> ")
            match typed.casefold():
                case "quit":
                    raise QuitError
                case "" | "skip" | "show":
                    return False
                case "?" | "help":
                    self._tell("Type what this step gives. An empty line goes back to the question; quit stops.")
                    continue
            self._take(CellInput(index, typed))
            assert self.engine.sheet is not None
            cell = self.engine.sheet.cells[index]
            if cell.settled:
                return True
            wrong += cell.mark == CellMark.WRONG
        self._tell(f"It is {self._style.inline(cell.step.value)}.")
        return True

    def _cell_verdict(self, cell: Cell) -> list[str]:
        if cell.mark == CellMark.RIGHT:
            return ["Right."]
        leads = {
            CellMark.CARRIED: "Carried. ",
            CellMark.WRONG: "Wrong. ",
            CellMark.UNREADABLE: "Not readable: ",
        }
        return self._style.markdown(cell.message, leads.get(cell.mark, ""))

    # Own words

    def _ask_own_words(self) -> None:
        """Ask for an explanation until there is one; an empty line does without."""
        self._tell("First in your own words, in a line, for somebody who has not read this page.")
        self._tell("An empty line goes on without; then the question does not count for the checklist.")
        if self.engine.draft.words:
            self._tell(f"You had typed: {self._style.plain(self.engine.draft.words)}")
        while self.engine.asks_words and (text := self._console.ask("> ")):
            if text.casefold() == "quit":
                raise QuitError
            self._take(OwnWordsInput(text))

    def _compare(self) -> None:
        """Show a model answer, and let the learner tick what of the rubric their own words say."""
        self._say(self._style.markdown(self._item.model, "One way to say it: "))
        if not self.engine.explains:
            return
        letters = [chr(ord("a") + index) for index in range(len(self._item.rubric))]
        self._tell("Which of these does yours say?")
        for letter, line in zip(letters, self._item.rubric, strict=True):
            self._say(self._style.markdown(line, f"{letter}) "))
        self._tell("(letters with spaces between, or an empty line for none)")
        chosen = self._console.ask("> ").casefold().replace(",", " ").split()
        self._take(TicksInput(tuple(index for index, letter in enumerate(letters) if letter in chosen)))
