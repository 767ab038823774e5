"""What is said below an answer: what was understood, the verdict, hints, the worked solution. Pure."""

from __future__ import annotations

from msgspec import Struct

from lessons.answers import Verdict, read
from lessons.course import Course
from lessons.model.page import Item
from tutor.app.theme import sign
from tutor.learning.attempt import Attempt, hints, solution
from tutor.rendering.notation import Cell, Line, inline
from tutor.rendering.typeset import formula, joined, markdown, words

OFFERS = {
    "": "",
    "hint": "Three misses in a row: `ctrl+t` gives a hint.",
    "solution": "Six misses in a row: `ctrl+r` shows the worked solution, and the question comes back another day.",
}
_READ_AS = words("read as ", "dim")


class AnswerFeedback(Struct, frozen=True):
    """One moment at a question: how the attempt stands, and what the box holds."""

    course: Course
    attempt: Attempt
    draft: str
    disputed: bool = False
    nothing_typed: bool = False

    @property
    def item(self) -> Item:
        return self.attempt.item

    def lines(self, width: int, ascii_only: bool = False) -> list[Line]:
        """All of it, set at a width."""
        lines: list[Line] = []
        if not (self.attempt.over or self._shows_draft()):
            # The echo has a line of its own even while it is empty, so that typing moves nothing.
            lines += self._echo(width, ascii_only) or [()]
        lines += self._verdict(width, ascii_only)
        for number, hint in enumerate(hints(self.course, self.item)[: self.attempt.hints], 1):
            lines += [(), *led(f"hint {number}  ", "accent", markdown(hint, width - 8, ascii_only))]
        if self.attempt.gave_up:
            lines += [(), *markdown(solution(self.item), width, ascii_only)]
        return lines

    def _echo(self, width: int, ascii_only: bool) -> list[Line]:
        """What is understood of the text in the box, as it is typed."""
        if self.item.options or not self.draft.strip(" [],;"):
            how = "choose one first: its letter, or up and down" if self.item.options else "type an answer first"
            return [words(how, "dim")] if self.nothing_typed else []
        if self.item.shape is not None and _has_empty_cell(self.draft):
            return []
        reading = read(self.item.question, self.draft)
        if reading.ok:
            return understood(reading.latex, width, ascii_only)
        if reading.column is not None and reading.column > len(self.draft.rstrip()):
            return [words("...", "dim")]  # merely unfinished: nothing to complain of yet
        return [*self._caret(reading.column, ascii_only), *markdown(reading.message, width, ascii_only)]

    def _shows_draft(self) -> bool:
        """Whether the box still holds what the verdict speaks of."""
        return self.attempt.verdict is not None and self.attempt.typed == self.draft

    def _verdict(self, width: int, ascii_only: bool) -> list[Line]:
        verdict = self.attempt.verdict
        if verdict is None:
            return []
        if verdict.mark == "right":
            said = joined(words(sign("right", ascii_only) + " ", "good", bold=True), words("right.", "good"))
            return [(), said, *markdown(self.item.explanation, width, ascii_only)]
        if self.attempt.gave_up:
            return []
        if verdict.mark == "unreadable":
            return self._unreadable(verdict, width, ascii_only) if self._shows_draft() else []
        lines = [(), *led(sign("wrong", ascii_only) + " ", "bad", markdown(verdict.feedback, width - 2, ascii_only))]
        if not self._shows_draft():
            # The box holds something newer: what was said of the answer before steps back.
            lines = [tuple(Cell(cell.text, cell.style._replace(role="dim")) for cell in line) for line in lines]
        if offer := OFFERS[self.attempt.offered(len(hints(self.course, self.item)))]:
            lines += markdown(offer, width, ascii_only)
        if self.disputed:
            lines.append(words("noted: you think yours is right. It is in your record.", "dim"))
        return lines

    def _unreadable(self, verdict: Verdict, width: int, ascii_only: bool) -> list[Line]:
        said = led(sign("unread", ascii_only) + " ", "accent", markdown(verdict.feedback, width - 2, ascii_only))
        return [*self._caret(verdict.column, ascii_only), *said]

    def _caret(self, column: int | None, ascii_only: bool) -> list[Line]:
        """A caret under the column, which is counted from where the box begins."""
        if column is None or self.item.options or self.item.kind == "matrix":
            return []
        before = len(joined(*inline(self.item.lead, ascii_only))) + 1 if self.item.lead else 1
        return [words(" " * (before + column) + "^", "accent")]


def _has_empty_cell(text: str) -> bool:
    """Whether a matrix as a grid spells it lacks an entry."""
    return any(not cell.strip() for row in text.strip("[]").split(";") for cell in row.split(","))


def understood(latex: str, width: int, ascii_only: bool = False) -> list[Line]:
    """How an answer was read: in a line where it fits, else set as a formula."""
    drawn = joined(*inline(latex, ascii_only))
    if len(drawn) + len(_READ_AS) <= width:
        return [joined(_READ_AS, drawn)]
    return [_READ_AS, *formula(latex, width, ascii_only, indent=2)]


def led(lead: str, role: str, body: list[Line]) -> list[Line]:
    """Lines behind a sign."""
    blank = words(" " * len(lead))
    return [joined(words(lead, role, bold=True) if row == 0 else blank, line) for row, line in enumerate(body)]
