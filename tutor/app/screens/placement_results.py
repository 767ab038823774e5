"""The results screen of a placement: the pages that can be skipped, each of which the learner can keep."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from lessons.outline import PageEntry, Rung
from progress.events import Kept
from tutor.app.screens.list_screen import ListScreen
from tutor.app.widgets.menu import Row
from tutor.learning.page_progress import Status, known_pages, page_status
from tutor.learning.scheduling.study_session import StudySession
from tutor.rendering.icons import sign
from tutor.rendering.typeset import joined, words

if TYPE_CHECKING:
    from tutor.app.session import Session

_SKIP = "What you showed, and all that it leans on, is marked as known. Enter on a page keeps it on your way."
_NONE = "Nothing was found that could be skipped, so the way begins at the bottom."
_FREE = "Nothing is closed: every page stays open, and the placement can be done again."


class PlacementResultsScreen(ListScreen[frozenset[str]]):
    """The pages by rung, marked as known or on the way. Enter on a page keeps it, or lets it go again."""

    HELP_TEXT = """
A page can be skipped when all that it teaches was shown, directly or by something that leans on it.
**Enter** on a page keeps it on your way, and Enter again lets it go. Home goes on with the first page
that is left.
"""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("q,escape", "back", "home", key_display="q")]

    def __init__(self, session: Session, sitting: StudySession) -> None:
        super().__init__(session)
        self.sitting = sitting

    def remember_place(self) -> None:
        self.session.remember(screen="sitting", focus=None)

    def gather(self) -> frozenset[str]:
        """The known pages, kept ones included."""
        return known_pages(self.session.course, self.session.state, less_kept=False)

    def header(self, found: frozenset[str] | None) -> tuple[str, str]:
        right = sum(question.right for question in self.sitting.done)
        return "Placement", f"{right} of {len(self.sitting.done)} right"

    def rows(self, found: frozenset[str], width: int) -> list[Row]:
        rows = [*self.say(_SKIP if found else _NONE, width), *self.say(_FREE, width, "dim"), Row()]
        step = self.session.next_step
        if step is not None:
            rows += [*self.entry(f"Go on with: {step.page.title}", f"page:{step.page.id}", width), Row()]
        for number, rung in enumerate(self.session.course.outline.rungs, 1):
            rows += self._rung(number, rung, found)
        return [*rows, Row(), *self.entry("Home", "home:", width)]

    def _rung(self, number: int, rung: Rung, found: frozenset[str]) -> Iterator[Row]:
        known = [page for page in rung.pages if page.id in found]
        whole = "all of it can be skipped" if len(known) == len(rung.pages) else ""
        some = f"{len(known)} of {len(rung.pages)} pages can be skipped" if known else ""
        head = words(f"{number}  {rung.title:<22}", bold=True)
        yield Row(joined(head, words(whole or some or "all of it is on your way", "dim")))
        yield from (self._page(page) for page in known)

    def _page(self, page: PageEntry) -> Row:
        plain, state = self.session.plain, self.session.state
        skipped = page.id in known_pages(self.session.course, state)
        mark = "done" if page_status(state, page.id) == Status.DONE else "known" if skipped else "new"
        label = "worked through" if mark == "done" else "skipped" if skipped else "kept"
        name = words(f"   {sign(mark, plain)} {page.title:<37}", ascii_only=plain)
        return Row(joined(name, words(label, "dim" if skipped else "accent")), f"keep:{page.id}")

    def chosen(self, kind: str, target: str) -> None:
        if kind == "keep":
            self.run_worker(self._keep(target), group="keep")
        elif kind == "home":
            self.action_back()
        else:
            self.session.sit(None)
            self.navigator.open_thing(kind, target)

    async def _keep(self, page: str) -> None:
        """Record that the learner keeps a page on the way, or no longer does."""
        keep = page in known_pages(self.session.course, self.session.state)
        for skill in self.session.course.teaches[page]:
            await self.tutor.keep(Kept(skill=skill, keep=keep))
        self.show_rows(f"keep:{page}")

    def action_back(self) -> None:
        self.session.sit(None)
        self.navigator.open_home()
