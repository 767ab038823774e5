"""The checklist: the five outcomes, the evidence for each, and what is still missing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from tutor.app.screens.list_screen import ListScreen
from tutor.app.theme import sign
from tutor.app.widgets.menu import Row
from tutor.learning.checklist import AnswerSeen, Evidence, OutcomeStatus
from tutor.learning.labels import date_name
from tutor.rendering.typeset import joined, words

if TYPE_CHECKING:
    from tutor.app.session import Session

_RULE = "A line is cleared by doing it: two kinds of question without help, and once more on a later day."
_DUE = "due: the chance that you still have it has fallen to 90 %; it stays cleared"


class ChecklistScreen(ListScreen[tuple[OutcomeStatus, ...]]):
    """The outcomes; one of them open."""

    HELP_TEXT = """
What you can do by the end of the stage. A line is cleared by doing it: by every skill it names, in two
kinds of question without help, and by one success on a later day. It stays cleared; when the
predicted recall falls it is marked as due. **Enter** opens a line; on what is missing it practises that.
"""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("y", "app.record", "your record")]

    def __init__(self, session: Session, outcome: str = "") -> None:
        super().__init__(session, f"outcome:{outcome}" if outcome else "")
        self.open = outcome

    def gather(self) -> tuple[OutcomeStatus, ...]:
        return self.session.checklist()

    def header(self, found: tuple[OutcomeStatus, ...] | None) -> tuple[str, str]:
        return "Checklist", f"{sum(one.cleared for one in found)} of {len(found)} cleared" if found else ""

    def rows(self, found: tuple[OutcomeStatus, ...], width: int) -> list[Row]:
        rows = [*self.say(_RULE, width, "dim"), Row()]
        for one in found:
            rows += self._outcome(one, width)
        rows.append(Row())
        rows += self.entry("The last checkpoint: all five, mixed, without hints", "checkpoint:", width)
        return rows

    def _outcome(self, one: OutcomeStatus, width: int) -> Iterator[Row]:
        role = "good" if one.cleared else "accent" if one.evidence else "dim"
        mark = "due" if one.due else "right" if one.cleared else one.sign
        yield from self.entry(one.outcome.title, f"outcome:{one.outcome.id}", width, mark, role)
        if one.due:
            yield from self.say(_DUE, width, "dim", 3)
        if one.outcome.id == self.open:
            yield from self._opened(one, width)

    def _opened(self, one: OutcomeStatus, width: int) -> Iterator[Row]:
        if one.since:
            yield from self.say(f"cleared {date_name(one.since)}", width, "dim", 3)
        for evidence in one.evidence:
            yield from self._evidence(evidence, width)
        if not one.evidence:
            yield from self.say("no evidence yet: answer one of its questions", width, "dim", 3)
        for missing in one.missing:
            yield from self._missing(one, missing, width)
        if not one.missing:
            yield from self._practice("practise it again", one.outcome.id)
        yield Row()

    def _evidence(self, one: Evidence, width: int) -> Iterator[Row]:
        """What was asked, typed, when, and whether help was had."""
        plain = self.session.plain
        template = self.session.course.templates.get(one.item)
        what = one.item if template is None else one.kind
        for seen in one.seen:
            yield Row(
                joined(
                    words("   " + sign("right", plain) + " ", "good"),
                    words(f"{what}, without help, {date_name(seen.t)}", ascii_only=plain),
                ),
                f"item:{one.item}" if template else "",
            )
            yield from self._asked(one.item, seen, width)
        if not one.seen:
            text = f"{what}, with help, {date_name(one.first_right)}" if one.first_right else f"{what}, with help"
            yield Row(joined(words("   " + sign("begun", plain) + " ", "accent"), words(text, ascii_only=plain)))

    def _asked(self, item: str, seen: AnswerSeen, width: int) -> Iterator[Row]:
        if item not in self.session.course.templates:
            return
        prompt = self.session.course.item(item, seen.seed).prompt
        yield from self.tell(prompt, width, 5)
        if seen.typed:
            yield from self.say(f"answered: {seen.typed}", width, "dim", 5)

    def _missing(self, one: OutcomeStatus, missing: str, width: int) -> Iterator[Row]:
        skill = next((id for id in one.outcome.skills if missing.endswith(self._title(id))), one.outcome.id)
        yield from self._practice(f"missing: {missing}", skill)

    def _title(self, skill: str) -> str:
        title = next(found.title for found in self.session.course.outline.skills if found.id == skill)
        return title[:1].lower() + title[1:]

    def _practice(self, text: str, what: str) -> Iterator[Row]:
        plain = self.session.plain
        yield Row(
            joined(words("   " + sign("new", plain) + " ", "accent"), words(text, ascii_only=plain)), f"practice:{what}"
        )

    def chosen(self, kind: str, what: str) -> None:
        if kind == "outcome":
            self.open = "" if self.open == what else what
            self.show_rows(f"outcome:{what}")
        else:
            self.tutor.open_thing(kind, what)
