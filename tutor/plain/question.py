"""One question, line by line: answers and commands, until it is over."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from msgspec import Struct

from lessons.answers import Verdict, judge
from lessons.model.page import Item
from progress.events import Disputed, GaveUp, Hint
from tutor.learning.attempt import Attempt, hints, solution
from tutor.learning.scheduling.study_session import PlannedQuestion
from tutor.learning.worksheet import cells_of
from tutor.plain.console import Console, Quit
from tutor.plain.free_text import own_words
from tutor.plain.prompt import prompt_of, question_lines
from tutor.plain.recorder import Recorder
from tutor.plain.text import TextStyle
from tutor.plain.worksheet import fill

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
    "sure": "how sure you are of the answer to come, in percent, such as: sure 80",
    "skip": "the next question",
    "quit": "stop here; everything is kept",
}


class QuestionEnd(Struct, frozen=True):
    """How the first readable answer went; `answered` is False where there was none."""

    answered: bool
    right: bool
    unaided: bool
    wrong_rule: str | None


class Question:
    """One draw of a question, from its prompt to where the next one begins."""

    def __init__(
        self, console: Console, voice: TextStyle, keeper: Recorder, asked: PlannedQuestion, helped: bool
    ) -> None:
        """`helped` is whether hints, steps and the solution are to be had, and a wrong answer may be mended."""
        self._console, self._voice, self._keeper, self._asked = console, voice, keeper, asked
        self._helped = helped
        self._attempt = Attempt(keeper.course.item(asked.item, asked.seed))
        self._first: QuestionEnd | None = None
        self._sure: int | None = None
        self._skipped = False
        self._disputed = False

    @property
    def _item(self) -> Item:
        return self._attempt.item

    def run(self) -> QuestionEnd:
        """Ask until it is over. Quit, Closed."""
        self._say([*self._voice.words(f"Why this, now: {self._asked.why}"), ""] if self._asked.why else [])
        self._support()
        self._say(question_lines(self._item, self._voice))
        while not self.over:
            self._take(self._console.ask(prompt_of(self._item, self._voice)))
        return self.ended

    @property
    def over(self) -> bool:
        """Whether the next question can come."""
        return self._attempt.over or self._skipped

    @property
    def ended(self) -> QuestionEnd:
        """How it went, so far."""
        return self._first or QuestionEnd(False, False, False, None)

    def _support(self) -> None:
        """What is shown of the way beforehand: one like it, worked, or a worksheet with some of its steps given."""
        if self._asked.support == "worked":
            self._attempt = self._attempt.stepped()
            self._say([*self._voice.markdown(hints(self._keeper.course, self._item)[-1]), ""])
        elif self._asked.support == "faded":
            self._say(question_lines(self._item, self._voice))
            self._steps("")

    def _take(self, text: str) -> None:
        name, _, rest = text.partition(" ")
        command = self._commands().get(name.casefold().lstrip(":"))
        if command is not None and not self._is_option(text) and (not rest or name.casefold() in ("sure", ":sure")):
            command(rest)
        elif text:
            self._judge(text)
        else:
            self._tell("Type an answer, or ? for help.")

    def _commands(self) -> Mapping[str, Callable[[str], None]]:
        return {
            "?": self._help,
            "help": self._help,
            "again": lambda _: self._say(question_lines(self._item, self._voice)),
            "why": lambda _: self._say(self._voice.words(self._asked.why or "You asked for it.")),
            "hint": self._hint,
            "steps": self._steps,
            "show": self._show,
            "dispute": self._dispute,
            "sure": self._be_sure,
            "skip": self._skip,
            "quit": self._quit,
        }

    def _is_option(self, text: str) -> bool:
        return any(text.casefold() in (one.id.casefold(), one.text.casefold()) for one in self._item.options)

    def _say(self, lines: list[str]) -> None:
        self._console.say(lines)

    def _tell(self, text: str) -> None:
        self._say(self._voice.words(text))

    # Answers

    def _judge(self, typed: str) -> None:
        """Judge, put on record, and only then say what came of it."""
        verdict = judge(self._item.question, typed)
        self._keeper.answer(self._attempt, typed, verdict, None if verdict.mark == "unreadable" else self._sure)
        if self._first is None and verdict.mark != "unreadable":
            right = verdict.mark == "right"
            self._first = QuestionEnd(True, right, self._attempt.unaided, verdict.wrong_rule)
            self._sure = None
        self._attempt = self._attempt.judged(typed, verdict)
        self._disputed = False
        self._say(self._verdict(verdict))
        if verdict.mark == "right":
            self._after_right()
        elif verdict.mark == "wrong" and not self._helped:
            self._skipped = True

    def _verdict(self, verdict: Verdict) -> list[str]:
        lines = self._voice.words(self._keeper.trouble) if self._keeper.trouble else []
        if verdict.understood and not self._item.options:
            lines += self._voice.words(f"Read as {self._voice.inline(verdict.understood)}")
        if verdict.mark == "right":
            return [*lines, "Right."]
        if verdict.mark == "unreadable":
            said = self._voice.markdown(verdict.feedback, "Not readable, costs nothing: ")
            return [*lines, *self._caret(verdict.column), *said]
        return [*lines, *self._voice.markdown(verdict.feedback, "Wrong. "), *self._offer()]

    def _caret(self, column: int | None) -> list[str]:
        """What was typed, and a caret with its number under the column that cannot be read."""
        typed = self._voice.plain(self._attempt.typed)
        if column is None or self._item.options or not typed.isprintable():
            return []
        where = f"column {column}"
        if self._voice.aloud or max(len(typed), column + 1 + len(where)) > self._voice.width:
            return self._voice.words(where.capitalize() + ":")
        return [typed, " " * (column - 1) + f"^ {where}"]

    def _offer(self) -> list[str]:
        known = len(hints(self._keeper.course, self._item)) if self._helped else 0
        offer = OFFERS[self._attempt.offered(known)] if self._helped else ""
        return self._voice.markdown(offer) if offer else []

    def _after_right(self) -> None:
        self._say(self._voice.markdown(self._item.explanation))
        for title in self._keeper.clearings(self._item):
            self._tell(f"Cleared on the checklist: {title}.")
        if self._item.kind == "explain":
            own_words(self._console, self._voice, self._keeper, self._item)

    # Commands

    def _help(self, _: str) -> None:
        self._say([line for name, what in HELP.items() for line in self._voice.words(f"{name}: {what}")])

    def _denied(self) -> bool:
        if not self._helped:
            self._tell("Not here: this counts what you can do alone. `skip` goes on.")
        return not self._helped

    def _hint(self, _: str) -> None:
        known = hints(self._keeper.course, self._item)
        if self._denied():
            return
        if self._attempt.hints >= len(known):
            self._tell("No more hints. `show` gives the worked solution.")
            return
        self._attempt = self._attempt.hinted()
        number = self._attempt.hints
        self._keeper.keep(Hint(item=self._item.id, seed=self._item.seed, level=number))
        self._say(self._voice.markdown(known[number - 1], f"Hint {number}: "))

    def _steps(self, _: str) -> None:
        if self._denied():
            return
        if len(cells_of(self._item)) < 2:
            self._tell("This one has no steps to fill in.")
            return
        self._attempt = self._attempt.stepped()
        fill(self._console, self._voice, self._keeper, self._item)

    def _show(self, _: str) -> None:
        if self._denied():
            return
        self._keeper.keep(GaveUp(item=self._item.id, seed=self._item.seed))
        self._attempt = self._attempt.shown()
        self._say(self._voice.markdown(solution(self._item)))
        if self._item.kind == "explain":
            own_words(self._console, self._voice, self._keeper, self._item)

    def _dispute(self, _: str) -> None:
        verdict = self._attempt.verdict
        if verdict is None or verdict.mark == "right" or self._disputed:
            self._tell("There is no verdict to dispute.")
            return
        self._disputed = True
        typed, understood = self._attempt.typed, verdict.understood
        self._keeper.keep(
            Disputed(item=self._item.id, seed=self._item.seed, typed=typed, understood=understood, verdict=verdict.mark)
        )
        self._tell("Noted: you think yours is right. It is in your record.")

    def _be_sure(self, rest: str) -> None:
        digits = rest.strip().rstrip("%").strip()
        if not digits.isascii() or not digits.isdigit() or int(digits) > 100:
            self._tell("A number from 0 to 100, such as: sure 80")
            return
        self._sure = int(digits)
        self._tell(f"{self._sure} % it is; now the answer.")

    def _skip(self, _: str) -> None:
        self._skipped = True

    def _quit(self, _: str) -> None:
        raise Quit
