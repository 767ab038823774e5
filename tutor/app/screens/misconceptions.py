"""The misconceptions screen: which are active, met on one question, or resolved, and what refutes each."""

from __future__ import annotations

from collections import Counter
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

_ONCE = "Met on one question: it may be a slip"
_MARKS = {"Active": ("wrong", "bad"), _ONCE: ("unread", "dim"), "Resolved": ("right", "good")}  # by section

MOST = 40  # misconceptions in each section, the latest


class MisconceptionsScreen(ListScreen[tuple[Misconception, ...]]):
    """A row for each misconception, with its refutation; Enter practices its skill."""

    HELP_TEXT = """
A misconception is noted when your answer is the one it gives. It is resolved by two right answers on
later days to questions that tell it from the right rule; a new slip makes it active again. What was
met on one question only is listed apart: once may be a slip.
**Enter** practices the skill.
"""

    def gather(self) -> tuple[Misconception, ...]:
        return misconceptions(self.session.course, self.session.state, self.session.now())

    def header(self, found: tuple[Misconception, ...] | None) -> tuple[str, str]:
        count = Counter(map(_section, found or ()))
        return "Misconceptions", f"{count['Active']} active, {count['Resolved']} resolved" if found else ""

    def rows(self, found: tuple[Misconception, ...], width: int) -> list[Row]:
        if not found:
            return [*self.say(_NONE, width), Row(), *self.entry("Back", "back:", width)]
        rows = [*self.say(_RULE, width, "dim"), Row()]
        for title in _MARKS:
            section = [misconception for misconception in found if _section(misconception) == title]
            if section:
                rows.append(self.heading(title))
            for misconception in section[:MOST]:
                rows += self._misconception(misconception, width)
            if len(section) > MOST:
                rows += self.say(f"and {len(section) - MOST} more, met longer ago", width, "dim", 3)
        return rows

    def _misconception(self, misconception: Misconception, width: int) -> Iterator[Row]:
        mark, role = _MARKS[_section(misconception)]
        title = skill_title(self.session.course, misconception.skill)
        yield from self.entry(title, f"practice:{misconception.skill}", width, mark, role)
        yield from self.tell(misconception.refutation, width, 3)
        times = "once" if misconception.times == 1 else f"{misconception.times} times"
        text = f"met {times}, last {date_name(misconception.last.isoformat())}"
        if misconception.resolved is not None:
            text += f"; resolved {date_name(misconception.resolved.isoformat())}"
        else:
            text += f"; {misconception.apart} of {APART} right since"
        yield from self.say(text, width, "dim", 3)
        yield Row(words(""))

    def chosen(self, kind: str, what: str) -> None:
        if kind == "back":
            self.action_back()
        else:
            self.navigator.open_thing(kind, what)


def _section(misconception: Misconception) -> str:
    """The heading that a misconception stands under."""
    if misconception.active:
        return "Active"
    return _ONCE if misconception.resolved is None else "Resolved"
