"""Misconceptions that were met: which are active, which resolved, and what refutes each."""

from __future__ import annotations

from collections.abc import Iterator

from tutor.app.screens.list_screen import ListScreen
from tutor.app.widgets.menu import Row
from tutor.learning.labels import date_name, skill_title
from tutor.learning.scheduling.misconceptions import APART, Misconception, misconceptions
from tutor.rendering.typeset import words

_NONE = (
    "None met so far. When an answer is one that a known misconception gives, it is kept here, with what refutes it."
)
_RULE = "Resolved by two right answers, each on a later day, to questions on which it would have shown."

MOST = 40  # of a kind, the latest


class MisconceptionsScreen(ListScreen[tuple[Misconception, ...]]):
    """Each with its refutation; Enter practises the skill it belongs to."""

    HELP_TEXT = """
A misconception is noted when your answer is the one it gives. It is resolved by two right answers on
later days to questions that tell it from the right rule; a new slip makes it active again.
**Enter** practises the skill.
"""

    def gather(self) -> tuple[Misconception, ...]:
        return misconceptions(self.session.course, self.session.state, self.session.now())

    def header(self, found: tuple[Misconception, ...] | None) -> tuple[str, str]:
        active = sum(one.active for one in found or ())
        return "Misconceptions", f"{active} active, {len(found) - active} resolved" if found else ""

    def rows(self, found: tuple[Misconception, ...], width: int) -> list[Row]:
        if not found:
            return [*self.say(_NONE, width), Row(), *self.entry("Back", "back:", width)]
        rows = [*self.say(_RULE, width, "dim"), Row()]
        for title, active in (("Active", True), ("Resolved", False)):
            some = [one for one in found if one.active == active]
            if some:
                rows += [self.heading(title), *(row for one in some[:MOST] for row in self._one(one, width))]
            if len(some) > MOST:
                rows += self.say(f"and {len(some) - MOST} more, met longer ago", width, "dim", 3)
        return rows

    def _one(self, one: Misconception, width: int) -> Iterator[Row]:
        mark, role = ("wrong", "bad") if one.active else ("right", "good")
        title = skill_title(self.session.course, one.skill)
        yield from self.entry(title, f"practice:{one.skill}", width, mark, role)
        yield from self.tell(one.refutation, width, 3)
        times = "once" if one.times == 1 else f"{one.times} times"
        text = f"met {times}, last {date_name(one.last.isoformat())}"
        if one.resolved is not None:
            text += f"; resolved {date_name(one.resolved.isoformat())}"
        else:
            text += f"; {one.apart} of {APART} right since"
        yield from self.say(text, width, "dim", 3)
        yield Row(words(""))

    def chosen(self, kind: str, what: str) -> None:
        if kind == "back":
            self.action_back()
        else:
            self.tutor.open_thing(kind, what)
