"""The results screen of a placement: the pages that can be skipped, each of which the learner can keep."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, ClassVar

from msgspec import Struct
from textual.binding import Binding, BindingType

from lessons.outline import PageEntry, Rung
from progress.events import Kept, Placed
from tutor.app.screens.list_screen import ListScreen
from tutor.app.widgets.menu import Row
from tutor.learning.page_progress import Status, known_pages, page_status
from tutor.learning.scheduling.placement import placement
from tutor.learning.scheduling.study_session import StudySession
from tutor.rendering.icons import sign
from tutor.rendering.typeset import joined, words

if TYPE_CHECKING:
    from tutor.app.session import Session

_SKIP = (
    "The number is how likely it is, by your answers so far, that you know all of a page. Enter on a page overrules it."
)
_NONE = "Nothing was found that could be skipped, so you start with the first page."
_FREE = "Nothing is closed: every page stays open, and the placement can be done again."


CLAIMABLE = 0.3
"""The probability from which a page is listed, so that the learner can skip it although the result does not."""


class PlacedPages(Struct, frozen=True):
    """The pages that can be skipped, kept ones included, and by page how likely it is that all of it is known."""

    known: frozenset[str]
    chances: Mapping[str, float]


class PlacementResultsScreen(ListScreen[PlacedPages]):
    """The pages by rung, marked as known or on the way, with how sure that is. Enter on a page overrules it."""

    HELP_TEXT = """
A page is skipped when you know each skill that it teaches with a probability of 0.7 or more. Your answers
give this probability, with slips and lucky guesses allowed for. Pages that come close are listed, too.
**Enter** on a page overrules the result, and Enter again takes that back. Home goes on with the first page
that is left.
"""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("q,escape", "back", "home", key_display="q")]

    def __init__(self, session: Session, sitting: StudySession) -> None:
        super().__init__(session)
        self.sitting = sitting

    def remember_place(self) -> None:
        self.session.remember(screen="sitting", focus=None)

    def gather(self) -> PlacedPages:
        """The known pages, and how sure the answers of this placement make each."""
        course = self.session.course
        chances = placement(course, self.sitting).chances
        by_page = {
            page: min(chances[skill] for skill in core)
            for page, skills in course.teaches.items()
            if (core := [skill for skill in skills if skill in chances])
        }
        return PlacedPages(known_pages(course, self.session.state, less_kept=False), by_page)

    def header(self, found: PlacedPages | None) -> tuple[str, str]:
        right = sum(question.right for question in self.sitting.done)
        return "Placement", f"{right} of {len(self.sitting.done)} right"

    def rows(self, found: PlacedPages, width: int) -> list[Row]:
        rows = [*self.say(_SKIP if found.known else _NONE, width), *self.say(_FREE, width, "dim"), Row()]
        step = self.session.next_step
        if step is not None:
            rows += [*self.entry(f"Go on with: {step.page.title}", f"page:{step.page.id}", width), Row()]
        for number, rung in enumerate(self.session.course.outline.rungs, 1):
            rows += self._rung(number, rung, found)
        return [*rows, Row(), *self.entry("Home", "home:", width)]

    def _rung(self, number: int, rung: Rung, found: PlacedPages) -> Iterator[Row]:
        known = [page for page in rung.pages if page.id in found.known]
        whole = "all of it can be skipped" if len(known) == len(rung.pages) else ""
        some = f"{len(known)} of {len(rung.pages)} pages can be skipped" if known else ""
        head = words(f"{number}  {rung.title:<22}", bold=True)
        yield Row(joined(head, words(whole or some or "nothing to skip", "dim")))
        for page in rung.pages:
            if page.id in found.known or found.chances.get(page.id, 0.0) >= CLAIMABLE:
                yield self._page(page, found.chances.get(page.id))

    def _page(self, page: PageEntry, chance: float | None) -> Row:
        plain, state = self.session.plain, self.session.state
        skipped = page.id in known_pages(self.session.course, state)
        mark = "done" if page_status(state, page.id) == Status.DONE else "known" if skipped else "new"
        label = "worked through" if mark == "done" else "skipped" if skipped else "on your way"
        sure = "" if chance is None else f"known, {min(chance, 0.99):.2f}"  # a dozen answers make nothing certain
        name = words(f"   {sign(mark, plain)} {page.title:<37}{sure:<13}", ascii_only=plain)
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
        if not keep and page not in known_pages(self.session.course, self.session.state, less_kept=False):
            skills = dict.fromkeys((*(self.session.state.placed or ()), *self.session.course.teaches[page]))
            await self.tutor.keep(Placed(skills=tuple(skills)))
        for skill in self.session.course.teaches[page]:
            await self.tutor.keep(Kept(skill=skill, keep=keep))
        self.show_rows(f"keep:{page}")

    def action_back(self) -> None:
        self.session.sit(None)
        self.navigator.open_home()
