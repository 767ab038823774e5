"""The feedback below an answer: how it was read, the verdict, hints, the worked solution. Pure."""

from __future__ import annotations

from typing import NamedTuple

from msgspec import Struct

from lessons.answers import Verdict, read
from lessons.course import Course
from lessons.model.page import Item
from tutor.learning.attempt import Attempt, hints, solution
from tutor.learning.not_counted import not_counted
from tutor.rendering.context import RenderContext
from tutor.rendering.icons import sign
from tutor.rendering.notation import Cell, Line, inline
from tutor.rendering.typeset import formula, joined, markdown, words


class Offers(NamedTuple):
    """What is offered after misses in a row; keys of commands stand between backquotes, by default the default ones."""

    hint: str = "Three misses in a row: `ctrl+t` gives a hint."
    solution: str = "Six misses in a row: `ctrl+r` shows the worked solution, and the question comes back another day."


OFFERS = Offers()
_READ_AS = words("read as ", "dim")


class AnswerFeedback(Struct, frozen=True):
    """The state that feedback depends on: the attempt, the text in the input, and what is offered after misses."""

    course: Course
    attempt: Attempt
    draft: str
    disputed: bool = False
    nothing_typed: bool = False
    taken_back: bool = False
    offers: Offers = OFFERS

    @property
    def item(self) -> Item:
        """The item that is answered."""
        return self.attempt.item

    def lines(self, context: RenderContext) -> list[Line]:
        """The feedback as lines."""
        lines: list[Line] = []
        if not (self.attempt.over or self._shows_draft()):
            # The echo has a line even while it is empty, so that typing does not move what is below.
            lines += self._echo(context) or [()]
        lines += self._verdict(context)
        for number, hint in enumerate(hints(self.course, self.item)[: self.attempt.hints], 1):
            lines += [(), *led(f"hint {number}  ", "accent", markdown(hint, context.narrowed(8)))]
        if self.attempt.gave_up:
            lines += [(), *markdown(solution(self.item), context)]
        return lines

    def _echo(self, context: RenderContext) -> list[Line]:
        """How the text in the input is read, or why it cannot be."""
        if self.item.options or not self.draft.strip(" [],;"):
            prompt = "choose one first: its letter, or up and down" if self.item.options else "type an answer first"
            return [words(prompt, "dim")] if self.nothing_typed else []
        if self.item.shape is not None and _has_empty_cell(self.draft):
            return []
        reading = read(self.item.question, self.draft)
        if reading.ok:
            return understood(reading.latex, context)
        if reading.column is not None and reading.column > len(self.draft.rstrip()):
            return [words("...", "dim")]  # unfinished, so not an error yet
        return [*self._caret(reading.column, context.ascii_only), *markdown(reading.message, context)]

    def _shows_draft(self) -> bool:
        """Whether the input still holds the answer that was judged."""
        return self.attempt.verdict is not None and self.attempt.typed == self.draft

    def _verdict(self, context: RenderContext) -> list[Line]:
        verdict = self.attempt.verdict
        if verdict is None or self.taken_back:
            return [words("taken back: it stays on record and does not count.", "dim")] if self.taken_back else []
        if verdict.mark == "right":
            verdict_line = joined(
                words(sign("right", context.ascii_only) + " ", "good", bold=True), words("right.", "good")
            )
            note = not_counted(self.course, self.item.id, self.attempt.bar)
            said = markdown(note, context) if note else []
            return [(), verdict_line, *said, *markdown(self.item.explanation, context)]
        if self.attempt.gave_up:
            return []
        if verdict.mark == "unreadable":
            return self._unreadable(verdict, context) if self._shows_draft() else []
        stale = not self._shows_draft()
        mark = " " if stale else sign("wrong", context.ascii_only)
        lines = [(), *led(f"{mark} ", "bad", markdown(verdict.feedback, context.narrowed(2)))]
        if stale:
            # The input holds a newer text, so the feedback on the previous answer is dimmed and has no sign.
            lines = [tuple(Cell(cell.text, cell.style._replace(role="dim")) for cell in line) for line in lines]
        if offered := self.attempt.offered(len(hints(self.course, self.item))):
            lines += markdown(self.offers.hint if offered == "hint" else self.offers.solution, context)
        if self.disputed:
            lines.append(words("noted: you think yours is right. It is in your record.", "dim"))
        return lines

    def _unreadable(self, verdict: Verdict, context: RenderContext) -> list[Line]:
        message = led(
            sign("unread", context.ascii_only) + " ", "accent", markdown(verdict.feedback, context.narrowed(2))
        )
        return [*self._caret(verdict.column, context.ascii_only), *message]

    def _caret(self, column: int | None, ascii_only: bool) -> list[Line]:
        """A caret under a column, counted from the start of the input."""
        if column is None or self.item.options or self.item.kind == "matrix":
            return []
        before = len(joined(*inline(self.item.lead, ascii_only))) + 1 if self.item.lead else 1
        return [words(" " * (before + column) + "^", "accent")]


def _has_empty_cell(text: str) -> bool:
    """Whether a matrix in the text form of the grid lacks an entry."""
    return any(not cell.strip() for row in text.strip("[]").split(";") for cell in row.split(","))


def understood(latex: str, context: RenderContext) -> list[Line]:
    """How an answer was read: in a line if it fits, else as a displayed formula."""
    drawn = joined(*inline(latex, context.ascii_only))
    if len(drawn) + len(_READ_AS) <= context.width:
        return [joined(_READ_AS, drawn)]
    return [_READ_AS, *formula(latex, context, indent=2)]


def led(lead: str, role: str, body: list[Line]) -> list[Line]:
    """Lines after a lead of one or more characters, continued with the same indent."""
    blank = words(" " * len(lead))
    return [joined(words(lead, role, bold=True) if row == 0 else blank, line) for row, line in enumerate(body)]
