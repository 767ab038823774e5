"""What screens ask of the app, as protocols: no screen imports the app or the module that opens screens."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping
    from subprocess import Popen

    from textual.screen import Screen

    from lessons.model.page import Page
    from progress.events import Known
    from tutor.app.second_press import SecondPress
    from tutor.fast.idle import IdleClock
    from tutor.learning.scheduling.study_session import Kind, StudySession
    from tutor.learning.session_state import SessionState


class EventSink(Protocol):
    """Records what the learner does."""

    async def keep(self, event: Known) -> None:
        """Append an event to the journal. Returns when it is on disk, or is known to wait for another attempt."""


class Navigator(Protocol):
    """Opens the screens of the course."""

    def open_thing(self, kind: str, item_id: str) -> None:
        """Open what a kind (page, item, demo, exercise, outcome, a kind of session, ...) and an id name.

        A kind that is none of these opens the reference at the section that the id names.
        """

    def open_home(self) -> None:
        """Go back to Home and close everything above it."""

    def open_page(self, page_id: str, resume: bool = False, item: str | None = None) -> None:
        """Open a page in place of the one that is open: at the place left, at an item, or at its top.

        An item that is on no page is added at the end of this one.
        """

    def open_page_over(self, page_id: str, skill: str) -> None:
        """Open a page over the current screen, at the first question of a skill; leaving it leads back."""

    def open_item(self, item_id: str) -> None:
        """Open the page or the exercise that asks a question, at that question."""

    def open_session(self, kind: Kind, scope: str = "", count: int | None = None, seed: int | None = None) -> None:
        """Open a study session: the unfinished one if it has the same kind and scope, else a new one."""

    def resume_session(self, session_state: SessionState) -> None:
        """Open a study session at the question it has reached."""

    def end_session(self, study_session: StudySession) -> None:
        """Show the results of a study session in its place."""

    def open_checklist(self, outcome: str = "") -> None:
        """Open the checklist, at one of its outcomes."""

    def open_statistics(self) -> None:
        """Open the learner's own numbers."""

    def open_misconceptions(self) -> None:
        """Open the misconceptions that were met."""

    def open_demo(self, demo_id: str) -> None:
        """Open a demo over the current screen."""

    def open_exercise(self, exercise_id: str, item: str | None = None) -> None:
        """Open an exercise over the current screen, at one of its questions."""

    def open_hunt(self, hunt: str) -> None:
        """Open a fault hunt over the current screen."""

    def open_diagnosis(self, case: str) -> None:
        """Open a case to diagnose over the current screen."""

    def open_repair(self, repair: str) -> None:
        """Open a program to repair over the current screen, once it is read."""

    def open_debugging(self) -> None:
        """Open the list of cases to debug."""

    def open_paper(self, card: str, why: str = "") -> None:
        """Open a paper card over the current screen, or a field of one with the reason why a review asks it now."""

    def open_papers(self) -> None:
        """Open the list of paper cards."""

    def open_letters(self, hidden: str = "") -> None:
        """Open the letters of the paper cards, without those of one card."""

    def open_cell(self, page: Page, index: int) -> None:
        """Open a code cell of a page in the editor; `index` counts the page's cells from 0."""

    def open_reference(self, section: str = "") -> None:
        """Open books, pitfalls and symbols, at one of these sections."""

    def open_search(self) -> None:
        """Open the search over the current screen, then what the learner finds with it."""


class Application(EventSink, Protocol):
    """The app as its screens see it."""

    @property
    def navigator(self) -> Navigator:
        """Opens other screens."""

    @property
    def keys(self) -> Mapping[str, str]:
        """By command, the key that the learner has chosen for it."""

    pace: IdleClock
    """When the learner last did something."""

    second_press: SecondPress
    """Asks again before a key does what cannot be taken back."""

    lent_to: Popen[bytes] | None
    """The editor that has the terminal, while one does."""

    def screen_loaded(self, screen: Screen[None]) -> None:
        """Note that a screen shows everything that it loads after its first paint."""
