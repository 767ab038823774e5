"""Opens a screen for a page, question, study session, demo or exercise, over the current screen or in its place."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Mapping
from typing import TYPE_CHECKING, cast

from msgspec.structs import replace
from textual.app import App
from textual.screen import Screen

from tutor.app.ports import Navigator
from tutor.app.workers import start_work

if TYPE_CHECKING:
    from lessons.model.page import Page
    from tutor.app.screens.lesson import LessonScreen
    from tutor.app.session import Session
    from tutor.learning.scheduling.study_session import Kind, StudySession
    from tutor.learning.session_state import SessionState

SESSION_KINDS = ("review", "practice", "ten", "checkpoint", "placement")


class ScreenNavigator(Navigator):
    """Opens the screens of the course in an app. Each screen is imported when it is first opened."""

    def __init__(self, app: App[None], session: Session, start: tuple[str, str] | None = None) -> None:
        self._app, self._session = app, session
        self._start = start
        self.session_options: tuple[int | None, int | None] = (None, None)
        """The number of questions and the seed of the study session to begin with."""
        self._floor_left = False  # whether the page at the bottom of the stack was left

    def first_screen(self) -> Screen[None]:
        """The screen at the bottom of the stack: the page to begin with, else Home.

        Home takes time to build, so below a page it is built when the learner goes to it.
        """
        from tutor.app.screens.home import HomeScreen

        return self._first_page() or HomeScreen(self._session)

    def _first_page(self) -> LessonScreen | None:
        place = self._session.place
        match self._start:
            case ("page", page_id) if (page := self._page(page_id)) is not None:
                return self._page_screen(page, self._was_left_at(page))
            case ("item", item_id) if (entry := self._session.course.page_of(item_id)) is not None:
                page = self._page(entry.id, item_id)
                return self._page_screen(page, False, item_id) if page is not None else None
            case None if place.screen == "lesson" and (page := self._page(place.page or "")) is not None:
                return self._page_screen(page, True)
        return None

    def open_start(self) -> None:
        """Open what was asked for on the command line, else what the learner had open."""
        from tutor.app.screens.home import HomeScreen

        place = self._session.place
        if not isinstance(self._app.screen, HomeScreen):
            return
        if self._start is not None:
            kind, item_id = self._start
            if kind in SESSION_KINDS:
                self._open_session(cast("Kind", kind), item_id, *self.session_options, announced=("placement",))
            else:
                self.open_thing(kind, item_id)
        elif place.screen == "sitting" and (unfinished := self._session.underway) is not None:
            self.resume_session(unfinished)
        elif place.screen.startswith("demo:"):
            self.open_demo(place.screen.removeprefix("demo:"))
        elif place.screen.startswith("exercise."):
            self.open_exercise(place.screen)
        elif place.screen.startswith("hunt."):
            self.open_hunt(place.screen)
        elif place.screen.startswith("diagnose."):
            self.open_diagnosis(place.screen)
        elif place.screen.startswith("repair."):
            self.open_repair(place.screen)
        elif place.screen.startswith("paper."):
            self.open_paper(place.screen)

    def open_thing(self, kind: str, item_id: str) -> None:
        if kind in SESSION_KINDS:
            self.open_session(cast("Kind", kind), item_id)
            return
        openers: Mapping[str, Callable[[str], None]] = {
            "page": self.open_page,
            "item": self.open_item,
            "demo": self.open_demo,
            "exercise": self.open_exercise,
            "home": lambda _: self.open_home(),
            "search": lambda _: self.open_search(),
            "outcome": self.open_checklist,
            "hunt": self.open_hunt,
            "diagnose": self.open_diagnosis,
            "repair": self.open_repair,
            "debug": lambda _: self.open_debugging(),
            "paper": self.open_paper,
            "papers": lambda _: self.open_papers(),
            "letters": lambda _: self.open_letters(),
            "record": lambda _: self.open_statistics(),
            "misconceptions": lambda _: self.open_misconceptions(),
        }
        openers.get(kind, self.open_reference)(item_id)

    def open_home(self) -> None:
        from tutor.app.screens.home import HomeScreen

        home = self._home()
        if home is None:
            self._show_at(1, HomeScreen(self._session))
        else:
            self._pop_to(home)
        self._session.remember(screen="home")

    def open_page(self, page_id: str, resume: bool = False, item: str | None = None) -> None:
        page = self._page(page_id, item)
        if page is None:
            return
        resume = resume or (item is None and self._was_left_at(page))
        index, lesson = self._lesson()
        if lesson is None:
            self._show_at(index, self._page_screen(page, resume, item))
        else:
            self._pop_to(index)
            lesson.turn_to(page, resume=resume, item=item)

    def open_page_over(self, page_id: str, skill: str) -> None:
        from tutor.app.screens.lesson import LessonScreen

        page = self._page(page_id)
        if page is not None:
            templates = self._session.course.templates
            item = next((item for item in page.items if skill in templates[item].skills), None)
            self._app.push_screen(LessonScreen(self._session, page, item=item, over=True))

    def _page(self, page_id: str, item: str | None = None) -> Page | None:
        from lessons.course import find_page
        from lessons.model.page import ItemBlock

        entry = find_page(self._session.course, page_id)
        if entry is None:
            return None
        page = self._session.course.page(entry.id)
        if item is not None and item not in page.items:
            page = replace(page, blocks=(*page.blocks, ItemBlock(item)))
        return page

    def _page_screen(self, page: Page, resume: bool, item: str | None = None) -> LessonScreen:
        from tutor.app.screens.lesson import LessonScreen

        return LessonScreen(self._session, page, resume=resume, item=item)

    def _was_left_at(self, page: Page) -> bool:
        return self._session.place.page == page.id

    def _lesson(self) -> tuple[int, LessonScreen | None]:
        """Return the place in the stack at which a page belongs, counted from the bottom, and the page screen there."""
        from tutor.app.screens.lesson import LessonScreen

        home = self._home()
        index = 0 if home is None and not self._floor_left else (home or 0) + 1
        screen = self._app.screen_stack[index] if index < len(self._app.screen_stack) else None
        return index, screen if isinstance(screen, LessonScreen) else None

    def open_item(self, item_id: str) -> None:
        page = self._session.course.page_of(item_id)
        exercise = self._session.course.exercise_of(item_id)
        if page is not None:
            self.open_page(page.id, item=item_id)
        elif exercise is not None:
            self.open_exercise(exercise, item_id)

    def open_session(self, kind: Kind, scope: str = "", count: int | None = None, seed: int | None = None) -> None:
        from tutor.learning.session_intro import ANNOUNCED

        self._open_session(kind, scope, count, seed, announced=ANNOUNCED)

    def _open_session(
        self, kind: Kind, scope: str, count: int | None, seed: int | None, *, announced: Collection[str]
    ) -> None:
        """Open a study session; a new one of a kind in `announced` says first what it will ask."""
        from tutor.learning.session_state import resume_or_new

        session_state = resume_or_new(self._session.unfinished, kind, scope, self._session.now(), count, seed)
        if session_state.begun or kind not in announced or count or seed is not None:
            self.resume_session(session_state)
            return
        from tutor.app.screens.session_intro import SessionIntroScreen

        self._show(SessionIntroScreen(self._session, session_state))

    def resume_session(self, session_state: SessionState) -> None:
        from tutor.app.screens.study_session import StudySessionScreen

        self._session.sit(session_state)
        self._show(StudySessionScreen(self._session, session_state))

    def end_session(self, study_session: StudySession) -> None:
        from tutor.app.screens.placement_results import PlacementResultsScreen
        from tutor.app.screens.session_results import SessionResultsScreen

        placed = study_session.kind == "placement" and study_session.done
        screen = PlacementResultsScreen if placed else SessionResultsScreen
        self._show(screen(self._session, study_session))

    def open_checklist(self, outcome: str = "") -> None:
        from tutor.app.screens.checklist import ChecklistScreen

        self._app.push_screen(ChecklistScreen(self._session, outcome))

    def open_statistics(self) -> None:
        from tutor.app.screens.statistics import StatisticsScreen

        self._app.push_screen(StatisticsScreen(self._session))

    def open_misconceptions(self) -> None:
        from tutor.app.screens.misconceptions import MisconceptionsScreen

        self._app.push_screen(MisconceptionsScreen(self._session))

    def open_demo(self, demo_id: str) -> None:
        from tutor.app.screens.demo import demo_screen_class

        if demo_id in self._session.course.demos:
            demo = self._session.course.demo(demo_id)
            self._app.push_screen(demo_screen_class(demo)(self._session, demo))

    def open_exercise(self, exercise_id: str, item: str | None = None) -> None:
        from tutor.app.screens.exercise import ExerciseScreen

        if self._session.course.has_exercise(exercise_id):
            self._app.push_screen(ExerciseScreen(self._session, self._session.course.exercise(exercise_id), item))

    def open_hunt(self, hunt: str) -> None:
        from lessons.model.hunts import number_of
        from tutor.app.screens.hunt import HuntScreen

        if number_of(hunt) is not None and self._session.course.hunts:
            self._app.push_screen(HuntScreen(self._session, hunt))

    def open_diagnosis(self, case: str) -> None:
        from tutor.app.screens.diagnosis import DiagnosisScreen

        if case in dict(self._session.course.diagnoses):
            self._app.push_screen(DiagnosisScreen(self._session, case))

    def open_repair(self, repair: str) -> None:
        from tutor.app.screens.exercise import ExerciseScreen

        async def read_and_open() -> None:
            """Read the program in a thread: its known repairs are run."""
            found = await asyncio.to_thread(self._session.course.repair, repair)
            self._app.push_screen(ExerciseScreen(self._session, found.task))

        if repair in dict(self._session.course.repairs):
            start_work(self._app.screen, read_and_open, "open", exclusive=True)

    def open_debugging(self) -> None:
        from tutor.app.screens.debugging import DebuggingScreen

        self._app.push_screen(DebuggingScreen(self._session))

    def open_paper(self, card: str, why: str = "") -> None:
        from tutor.app.screens.paper import PaperScreen

        if self._session.course.has_card(card):
            self._app.push_screen(PaperScreen(self._session, card, why))

    def open_papers(self) -> None:
        from tutor.app.screens.papers import PapersScreen

        self._app.push_screen(PapersScreen(self._session))

    def open_letters(self, hidden: str = "") -> None:
        from tutor.app.screens.letters import LettersScreen

        self._app.push_screen(LettersScreen(self._session, hidden))

    def open_cell(self, page: Page, index: int) -> None:
        from tutor.app.screens.code_cell import CodeCellScreen

        self._app.push_screen(CodeCellScreen(self._session, page, index))

    def open_reference(self, section: str = "") -> None:
        from tutor.app.screens.reference import ReferenceScreen

        if not isinstance(self._app.screen, ReferenceScreen):
            self._app.push_screen(ReferenceScreen(self._session, section))

    def _show(self, screen: Screen[None]) -> None:
        home = self._home()
        self._show_at(1 if home is None else home + 1, screen)

    def _home(self) -> int | None:
        """Return the place of Home in the stack; None while the app began with a page and Home was not opened."""
        from tutor.app.screens.home import HomeScreen

        return next(
            (index for index, screen in enumerate(self._app.screen_stack[:2]) if isinstance(screen, HomeScreen)), None
        )

    def _pop_to(self, index: int) -> None:
        while len(self._app.screen_stack) > index + 1:
            self._app.pop_screen()

    def _show_at(self, index: int, screen: Screen[None]) -> None:
        """Show a screen at a place in the stack, counted from the bottom, instead of what is there and above it.

        The screen at the bottom cannot be replaced: for a moment the stack would be empty. A page there is emptied.
        """
        from tutor.app.screens.home import HomeScreen

        self._pop_to(index)
        if len(self._app.screen_stack) > index:
            self._app.switch_screen(screen)
            return
        self._app.push_screen(screen)
        floor = self._app.screen_stack[0]
        if not isinstance(floor, HomeScreen):
            self._floor_left = True
            floor.remove_children()

    def open_search(self) -> None:
        from tutor.app.screens.search import SearchScreen

        def open_hit(hit: tuple[str, str] | None) -> None:
            if hit is not None:
                self.open_thing(*hit)

        self._app.push_screen(SearchScreen(self._session), open_hit)
