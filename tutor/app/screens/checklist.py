"""The checklist screen: the outcomes, the evidence for each, and what is still missing; one more is optional."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from tutor.app.screens.list_screen import ListScreen
from tutor.app.widgets.menu import Row
from tutor.learning.checklist import OutcomeStatus
from tutor.learning.labels import card_title, date_name
from tutor.learning.paper_line import CARD
from tutor.learning.scheduling.checklist_parts import PartEvidence, PartStatus
from tutor.rendering.icons import sign
from tutor.rendering.typeset import joined, words

if TYPE_CHECKING:
    from tutor.app.session import Session

_RULE = "A line is cleared by doing it: each part right at the first try on two days, without help and off the page."
_EARLIER = "cleared under an earlier rule; two questions would confirm it"
_OPTIONAL = "Beside the checklist, which is complete without it:"
_DUE = "due: the chance that you still have it has fallen to 90 %; it stays cleared"


class ChecklistScreen(ListScreen[tuple[OutcomeStatus, ...]]):
    """A row for each outcome; one outcome is open and shows its evidence."""

    HELP_TEXT = """
What you can do by the end of the stage. A line is cleared by doing it: each of its parts right at the first
try and without help, twice in a row on two days, at least once away from the page. It stays cleared; when the
predicted recall falls it is marked as due. **Enter** opens a line; on what is missing it practices that.
The program cannot see another window: what you look up there is between you and the checklist.
"""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("y", "app.statistics", "your record")]

    def __init__(self, session: Session, outcome: str = "") -> None:
        super().__init__(session, f"outcome:{outcome}" if outcome else "")
        self.open = outcome

    def gather(self) -> tuple[OutcomeStatus, ...]:
        return self.session.checklist()

    def header(self, found: tuple[OutcomeStatus, ...] | None) -> tuple[str, str]:
        core = [status for status in found or () if not status.optional]
        return "Checklist", f"{sum(status.cleared for status in core)} of {len(core)} cleared" if core else ""

    def rows(self, found: tuple[OutcomeStatus, ...], width: int) -> list[Row]:
        rows = [*self.say(_RULE, width, "dim"), Row()]
        for status in found:
            if status.optional:
                rows += [Row(), *self.say(_OPTIONAL, width, "dim")]
            rows += self._outcome(status, width)
        rows.append(Row())
        rows += self.entry("The last checkpoint: all five, mixed, without hints", "checkpoint:", width)
        return rows

    def _outcome(self, status: OutcomeStatus, width: int) -> Iterator[Row]:
        role = "good" if status.cleared else "accent" if status.evidence else "dim"
        mark = "due" if status.due else "right" if status.cleared else status.sign
        yield from self.entry(status.outcome.title, f"outcome:{status.outcome.id}", width, mark, role)
        if status.due:
            yield from self.say(_DUE, width, "dim", 3)
        if status.outcome.id == self.open:
            yield from self._opened(status, width)

    def _opened(self, status: OutcomeStatus, width: int) -> Iterator[Row]:
        if status.since:
            yield from self.say(f"cleared {date_name(status.since)}", width, "dim", 3)
        if status.earlier_rule:
            yield from self.say(_EARLIER, width, "accent", 3)
        for part in status.parts:
            yield from self._part(part, status, width)
        if status.optional:
            yield from self._offer("read a card", "papers:")
        elif not status.missing:
            yield from self._offer("practice it again", f"practice:{status.outcome.id}")
        else:
            yield from self._offer("practice what is missing", f"practice:{status.outcome.id}")
        yield Row()

    def _part(self, status: PartStatus, outcome: OutcomeStatus, width: int) -> Iterator[Row]:
        """Rows for one part: each answer that counts for it, and what would clear it."""
        plain, mark = self.session.plain, "right" if status.cleared else "begun" if status.evidence else "new"
        role = "good" if status.cleared else "accent"
        title = words(status.part.title, ascii_only=plain)
        yield Row(joined(words("   " + sign(mark, plain) + " ", role), title))
        for evidence in status.evidence:
            yield from self._evidence(evidence, width)
        if status.words is not None:
            said = f"in your own words, {date_name(status.words.t)}: {status.words.typed}"
            yield from self.say(said, width, "dim", 5)
        if status.tries:
            yield from self.say(f"tries in all: {status.tries}, hints: {status.hints}", width, "dim", 5)
        if status.missing and outcome.missing:
            yield from self.say(f"missing: {status.missing}", width, "dim", 5)

    def _evidence(self, evidence: PartEvidence, width: int) -> Iterator[Row]:
        """Rows for what was asked, when and where, and what was typed."""
        plain, known = self.session.plain, evidence.item in self.session.course.templates
        if evidence.kind == CARD:
            title = card_title(self.session.course, evidence.item)
            text = f"     {title}, {date_name(evidence.t)}, draw {evidence.seed}"
            yield Row(words(text, ascii_only=plain), f"paper:{evidence.item}")
            return
        place = "off the page" if evidence.off_page else "on the page"
        text = f"     {evidence.kind}, {date_name(evidence.t)}, {place}"
        yield Row(words(text, ascii_only=plain), f"item:{evidence.item}" if known else "")
        if known:
            yield from self.tell(self.session.course.item(evidence.item, evidence.seed).prompt, width, 7)
        typed = f", answered: {evidence.typed}" if evidence.typed else ""
        yield from self.say(f"first try, no hints{typed}", width, "dim", 7)

    def _offer(self, text: str, key: str) -> Iterator[Row]:
        plain = self.session.plain
        line = joined(words("   " + sign("new", plain) + " ", "accent"), words(text, ascii_only=plain))
        yield Row(line, key)

    def chosen(self, kind: str, what: str) -> None:
        if kind == "outcome":
            self.open = "" if self.open == what else what
            self.show_rows(f"outcome:{what}")
        else:
            self.navigator.open_thing(kind, what)
