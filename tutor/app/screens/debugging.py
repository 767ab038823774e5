"""The list of cases to debug: fault hunts by level, each with its best score."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from tutor.app.screens.list_screen import ListScreen
from tutor.app.widgets.menu import Row
from tutor.rendering.typeset import joined, words

if TYPE_CHECKING:
    from progress.state.records import HuntRecord

_ABOUT = (
    "A program that trains a model has one fault. Buy probes, strike out candidates, name the fault and its line. "
    "The fewer points your probes cost, the better."
)
_NEEDS = (
    "It leans on gradient descent, backpropagation and the classifier's loss; every verdict names the pages that help."
)
_EMPTY = "This course has nothing to debug yet."


class HuntList(Struct, frozen=True):
    """The listed hunts as (id, title, level), what was played, the drafts, and the next hunt after the listed ones."""

    hunts: tuple[tuple[str, str, str], ...]
    played: dict[str, HuntRecord]
    begun: frozenset[str]
    next: str


class DebuggingScreen(ListScreen[HuntList]):
    """Every listed hunt by level; the last row opens hunts without end."""

    HELP_TEXT = """
Each hunt is a program with one fault in it. Easy hunts have 8 candidates, medium ones 12, hard ones 16.
A hunt is found (✓) once you have named its fault and line at the first try with nothing else possible.
"""

    def gather(self) -> HuntList:
        from lessons.model.hunts import NAMED, hunt_id
        from tutor.learning.hunt_state import SAVED

        played = dict(self.session.state.hunts)
        number = NAMED + 1
        while hunt_id(number) in played:
            number += 1
        begun = frozenset(key.removeprefix(SAVED) for key in self.session.place.drafts if key.startswith(SAVED))
        return HuntList(self.session.course.hunts, played, begun, hunt_id(number))

    def header(self, found: HuntList | None) -> tuple[str, str]:
        done = sum(one.clean_t is not None for one in found.played.values()) if found else 0
        return "Debug models", f"{done} found" if found else ""

    def rows(self, found: HuntList, width: int) -> list[Row]:
        if not found.hunts:
            return self.say(_EMPTY, width)
        rows = [*self.say(_ABOUT, width), *self.say(_NEEDS, width, "dim")]
        level = ""
        for hunt, title, its_level in found.hunts:
            if its_level != level:
                rows += [Row(), self.heading(its_level.capitalize())]
                level = its_level
            rows.append(self._row(found, hunt, title))
        return [*rows, Row(), *self.entry(f"Hunts without end: {found.next}", f"hunt:{found.next}", width)]

    def _row(self, found: HuntList, hunt: str, title: str) -> Row:
        record = found.played.get(hunt)
        clean = record is not None and record.clean_t is not None
        mark = "right" if clean else "begun" if hunt in found.begun or record is not None else "new"
        score = words(f"   {_score(record)}", "dim") if record is not None else ()
        from tutor.rendering.icons import sign

        lead = words(sign(mark, self.session.plain) + "  ", "good" if clean else "accent" if mark == "begun" else "dim")
        return Row(joined(lead, words(title), score), f"hunt:{hunt}")

    def chosen(self, kind: str, what: str) -> None:
        self.navigator.open_thing(kind, what)


def _score(record: HuntRecord) -> str:
    """The best score of a hunt in words."""
    if record.best is None:
        return "shown"
    lost, over = record.best
    from tutor.learning.hunt_state import bits_text

    return f"{over:+.1f} to par" + (f", {bits_text(lost)} lost" if lost else "")
