"""The checklist screen: the five outcomes, the evidence for each, and what is still missing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from tutor.app.screens.list_screen import ListScreen
from tutor.app.widgets.menu import Row
from tutor.learning.checklist import AnswerSeen, Evidence, OutcomeStatus
from tutor.learning.labels import date_name
from tutor.rendering.icons import sign
from tutor.rendering.typeset import joined, words

if TYPE_CHECKING:
    from tutor.app.session import Session

_RULE = "A line is cleared by doing it: two kinds of question without help, and once more on a later day."
_DUE = "due: the chance that you still have it has fallen to 90 %; it stays cleared"


class ChecklistScreen(ListScreen[tuple[OutcomeStatus, ...]]):
    """A row for each outcome; one outcome is open and shows its evidence."""

    HELP_TEXT = """
What you can do by the end of the stage. A line is cleared by doing it: by every skill it names, in two
kinds of question without help, and by one success on a later day. It stays cleared; when the
predicted recall falls it is marked as due. **Enter** opens a line; on what is missing it practises that.
"""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("y", "app.statistics", "your record")]

    def __init__(self, session: Session, outcome: str = "") -> None:
        super().__init__(session, f"outcome:{outcome}" if outcome else "")
        self.open = outcome

    def gather(self) -> tuple[OutcomeStatus, ...]:
        return self.session.checklist()

    def header(self, found: tuple[OutcomeStatus, ...] | None) -> tuple[str, str]:
        return "Checklist", f"{sum(status.cleared for status in found)} of {len(found)} cleared" if found else ""

    def rows(self, found: tuple[OutcomeStatus, ...], width: int) -> list[Row]:
        rows = [*self.say(_RULE, width, "dim"), Row()]
        for status in found:
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
        for evidence in status.evidence:
            yield from self._evidence(evidence, width)
        if not status.evidence:
            yield from self.say("no evidence yet: answer one of its questions", width, "dim", 3)
        for missing in status.missing:
            yield from self._missing(status, missing)
        if not status.missing:
            yield from self._practice("practise it again", status.outcome.id)
        yield Row()

    def _evidence(self, evidence: Evidence, width: int) -> Iterator[Row]:
        """Rows for what was asked, what was typed and when, and whether it took help."""
        plain = self.session.plain
        template = self.session.course.templates.get(evidence.item)
        name = evidence.item if template is None else evidence.kind
        for seen in evidence.seen:
            yield Row(
                joined(
                    words("   " + sign("right", plain) + " ", "good"),
                    words(f"{name}, without help, {date_name(seen.t)}", ascii_only=plain),
                ),
                f"item:{evidence.item}" if template else "",
            )
            yield from self._asked(evidence.item, seen, width)
        if not evidence.seen:
            when = f", {date_name(evidence.first_right)}" if evidence.first_right else ""
            text = f"{name}, with help{when}"
            yield Row(joined(words("   " + sign("begun", plain) + " ", "accent"), words(text, ascii_only=plain)))

    def _asked(self, item: str, seen: AnswerSeen, width: int) -> Iterator[Row]:
        if item not in self.session.course.templates:
            return
        prompt = self.session.course.item(item, seen.seed).prompt
        yield from self.tell(prompt, width, 5)
        if seen.typed:
            yield from self.say(f"answered: {seen.typed}", width, "dim", 5)

    def _missing(self, status: OutcomeStatus, missing: str) -> Iterator[Row]:
        outcome = status.outcome
        skill = next((skill for skill in outcome.skills if missing.endswith(self._title(skill))), outcome.id)
        yield from self._practice(f"missing: {missing}", skill)

    def _title(self, skill_id: str) -> str:
        title = next(skill.title for skill in self.session.course.outline.skills if skill.id == skill_id)
        return title[:1].lower() + title[1:]

    def _practice(self, text: str, scope: str) -> Iterator[Row]:
        plain = self.session.plain
        line = joined(words("   " + sign("new", plain) + " ", "accent"), words(text, ascii_only=plain))
        yield Row(line, f"practice:{scope}")

    def chosen(self, kind: str, what: str) -> None:
        if kind == "outcome":
            self.open = "" if self.open == what else what
            self.show_rows(f"outcome:{what}")
        else:
            self.navigator.open_thing(kind, what)
