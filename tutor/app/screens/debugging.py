"""The list of cases to debug: fault hunts by level, each with its best score, diagnoses and repairs."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from msgspec import Struct
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll

from tutor.app.screens.list_screen import ListScreen
from tutor.app.widgets.menu import Menu, Row
from tutor.rendering.icons import sign
from tutor.rendering.typeset import joined, words

if TYPE_CHECKING:
    from progress.state.records import HuntRecord

_ABOUT = (
    "A program that trains a model has one fault. Buy probes, strike out candidates, name the fault and its line. "
    "The fewer points your probes cost, the better."
)
_NEEDS = "Every verdict names the pages that help."
_DIAGNOSE = "A log, a curve or a traceback: first the number that decides, then the cause."
_REPAIR = "A short function that is wrong: edit it until the hidden cases pass."
HEADING = 4  # rows of a heading and its text
_EMPTY = "This course has nothing to debug yet."


class HuntList(Struct, frozen=True):
    """The listed hunts as (id, title, level), what was played, the drafts, and the next hunt after the listed ones.

    `others` are diagnoses and repairs as (id, title, form), with their `standings`.
    """

    hunts: tuple[tuple[str, str, str], ...]
    played: dict[str, HuntRecord]
    begun: frozenset[str]
    next: str
    others: tuple[tuple[str, str, str], ...] = ()
    standings: dict[str, str] = {}


class DebuggingScreen(ListScreen[HuntList]):
    """Every listed hunt by level and hunts without end, then the diagnoses and the repairs."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("d", "section('diagnose')", "diagnose"),
        Binding("r", "section('repair')", "repair"),
    ]
    HELP_TEXT = """
Each hunt is a program with one fault in it. Easy hunts have 8 candidates, medium ones 12, hard ones 16.
A hunt is found (✓) once you have named its fault and line at the first try with nothing else possible.
A diagnosis asks for a number and then for a cause; a repair is a program in the editor. **d** and **r** go there. What
you solve at the first try counts for its skills.
"""

    def gather(self) -> HuntList:
        from lessons.model.hunts import NAMED, hunt_id
        from tutor.learning.diagnosis_state import SAVED as CASE
        from tutor.learning.hunt_state import SAVED
        from tutor.learning.page_progress import case_standing

        played = dict(self.session.state.hunts)
        number = NAMED + 1
        while hunt_id(number) in played:
            number += 1
        drafts, course = self.session.place.drafts, self.session.course
        begun = frozenset(key.removeprefix(SAVED) for key in drafts if key.startswith(SAVED))
        others = tuple(entry for entry in course.cases if entry[2] != "hunt")
        standings = {
            case: str(case_standing(self.session.state, case, CASE + case in drafts or case in drafts))
            for case, *_ in others
        }
        return HuntList(course.hunts, played, begun, hunt_id(number), others, standings)

    def header(self, found: HuntList | None) -> tuple[str, str]:
        if found is None:
            return "Debug models", ""
        done = sum(one.clean_t is not None for one in found.played.values())
        solved = sum(standing == "done" for standing in found.standings.values())
        return "Debug models", f"{done} found, {solved} solved" if solved else f"{done} found"

    def rows(self, found: HuntList, width: int) -> list[Row]:
        if not found.hunts and not found.others:
            return self.say(_EMPTY, width)
        return [*self._hunts(found, width), *self._others(found, width)]

    def _hunts(self, found: HuntList, width: int) -> list[Row]:
        """The hunts by level, and the row that opens hunts without end."""
        if not found.hunts:
            return []
        rows = [*self.say(_ABOUT, width), *self.say(_NEEDS, width, "dim")]
        level = ""
        for hunt, title, its_level in found.hunts:
            if its_level != level:
                rows += [Row(), self.heading(its_level.capitalize())]
                level = its_level
            rows.append(self._row(found, hunt, title))
        return [*rows, Row(), *self.entry(f"Hunts without end: {found.next}", f"hunt:{found.next}", width)]

    def _others(self, found: HuntList, width: int) -> list[Row]:
        """The diagnoses, and the repairs."""
        rows: list[Row] = []
        for form, title, about in (("diagnose", "Diagnose", _DIAGNOSE), ("repair", "Repair", _REPAIR)):
            cases = [(case, name) for case, name, its_form in found.others if its_form == form]
            if cases:
                rows += [Row(), self.heading(title), *self.say(about, width, "dim")]
            for case, name in cases:
                standing = found.standings[case]
                lead = words(sign(standing, self.session.plain) + "  ", "dim" if standing == "new" else "accent")
                rows.append(Row(joined(lead, words(name)), f"{form}:{case}"))
        return rows

    def _row(self, found: HuntList, hunt: str, title: str) -> Row:
        record = found.played.get(hunt)
        clean = record is not None and record.clean_t is not None
        mark = "right" if clean else "begun" if hunt in found.begun or record is not None else "new"
        from tutor.learning.hunt_state import score_text

        score = words(f"   {score_text(record) or 'shown or guessed'}", "dim") if record is not None else ()
        lead = words(sign(mark, self.session.plain) + "  ", "good" if clean else "accent" if mark == "begun" else "dim")
        return Row(joined(lead, words(title), score), f"hunt:{hunt}")

    def chosen(self, kind: str, what: str) -> None:
        self.navigator.open_thing(kind, what)

    def show_rows(self, key: str | None = None) -> None:
        super().show_rows(key)
        self.refresh_bindings()

    def action_section(self, form: str) -> None:
        """Go to the first case of a form."""
        cases = self.found.others if self.found is not None else ()
        if first := next((case for case, _, its_form in cases if its_form == form), ""):
            self.show_rows(f"{form}:{first}")
            self.call_after_refresh(self._show_section)

    def _show_section(self) -> None:
        """Scroll until the row under the cursor is at the top, with its heading."""
        menu, scroll = self.query_one(Menu), self.query_one(VerticalScroll)
        scroll.scroll_to(y=menu.virtual_region.y + max(0, menu.cursor - HEADING), animate=False)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only sections that there are."""
        if action == "section":
            return self.found is not None and any(form in parameters for *_, form in self.found.others)
        return super().check_action(action, parameters)
