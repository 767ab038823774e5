"""What opens what: pages, questions, sittings, demos and exercises to screens, over or in place of the one there is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, cast

from msgspec.structs import replace
from textual.app import App
from textual.screen import Screen

if TYPE_CHECKING:
    from lessons.model.page import Page
    from tutor.app.screens.lesson import LessonScreen
    from tutor.app.session import Session
    from tutor.learning.scheduling.study_session import Kind, StudySession
    from tutor.learning.session_state import SessionState

SITTINGS = ("review", "practice", "ten", "checkpoint", "placement")


class NavigatingApp(App[None]):
    """An app that opens the screens of the course. Each screen is imported when it is first opened."""

    session: Session
    start: tuple[str, str] | None = None  # what to begin with, as kind and id; None: where the learner left off
    wish: tuple[int | None, int | None] = (None, None)  # how many questions, and which draws, to begin with
    _floor_left = False  # whether the page at the bottom was left

    def get_default_screen(self) -> Screen[None]:
        """The page to begin with, else Home: that costs time to make, and is made when it is gone to."""
        from tutor.app.screens.home import HomeScreen

        return self._first_page() or HomeScreen(self.session)

    def _first_page(self) -> LessonScreen | None:
        place = self.session.place
        match self.start:
            case ("page", id) if (page := self._page(id)) is not None:
                return self._page_screen(page, self._was_left_at(page))
            case ("item", id) if (entry := self.session.course.page_of(id)) is not None:
                page = self._page(entry.id, id)
                return self._page_screen(page, False, id) if page is not None else None
            case None if place.screen == "lesson" and (page := self._page(place.page or "")) is not None:
                return self._page_screen(page, True)
        return None

    def open_start(self) -> None:
        """What was asked for by its kind and id; where nothing was, what the learner had open."""
        from tutor.app.screens.home import HomeScreen

        place = self.session.place
        if not isinstance(self.screen, HomeScreen):
            return
        if self.start is not None:
            kind, id = self.start
            if kind in SITTINGS:
                self.open_sitting(cast("Kind", kind), id, *self.wish)
            else:
                self.open_thing(kind, id)
        elif place.screen == "sitting" and (left := self.session.underway) is not None:
            self.take_up(left)
        elif place.screen.startswith("demo:"):
            self.open_demo(place.screen.removeprefix("demo:"))
        elif place.screen.startswith("exercise."):
            self.open_exercise(place.screen)

    def open_thing(self, kind: str, id: str) -> None:
        """What a kind and an id name, whatever it is."""
        if kind in SITTINGS:
            self.open_sitting(cast("Kind", kind), id)
            return
        openers: Mapping[str, Callable[[str], None]] = {
            "page": self.open_page,
            "item": self.open_item,
            "demo": self.open_demo,
            "exercise": self.open_exercise,
            "outcome": self.open_checklist,
            "record": lambda _: self.open_record(),
            "misconceptions": lambda _: self.open_misconceptions(),
        }
        openers.get(kind, self.open_reference)(id)

    def open_home(self) -> None:
        """Back to Home, whatever is open above it."""
        from tutor.app.screens.home import HomeScreen

        home = self._home()
        if home is None:
            self._show_at(1, HomeScreen(self.session))
        else:
            self._pop_to(home)
        self.session.remember(screen="home")

    def open_page(self, id: str, resume: bool = False, item: str | None = None) -> None:
        """A page, in place of the one that is open. An item that is on none comes at its end."""
        page = self._page(id, item)
        if page is None:
            return
        resume = resume or (item is None and self._was_left_at(page))
        index, open_now = self._lesson()
        if open_now is None:
            self._show_at(index, self._page_screen(page, resume, item))
        else:
            self._pop_to(index)
            open_now.turn_to(page, resume=resume, item=item)

    def _page(self, id: str, item: str | None = None) -> Page | None:
        from lessons.course import find_page
        from lessons.model.page import ItemBlock

        entry = find_page(self.session.course, id)
        if entry is None:
            return None
        page = self.session.course.page(entry.id)
        if item is not None and item not in page.items:
            page = replace(page, blocks=(*page.blocks, ItemBlock(item)))
        return page

    def _page_screen(self, page: Page, resume: bool, item: str | None = None) -> LessonScreen:
        from tutor.app.screens.lesson import LessonScreen

        return LessonScreen(self.session, page, resume=resume, item=item)

    def _was_left_at(self, page: Page) -> bool:
        return self.session.place.page == page.id

    def _lesson(self) -> tuple[int, LessonScreen | None]:
        """Where a page is to lie, from the bottom, and the one that lies there."""
        from tutor.app.screens.lesson import LessonScreen

        home = self._home()
        index = 0 if home is None and not self._floor_left else (home or 0) + 1
        there = self.screen_stack[index] if index < len(self.screen_stack) else None
        return index, there if isinstance(there, LessonScreen) else None

    def open_item(self, id: str) -> None:
        """The page on which a question stands, at that question."""
        page = self.session.course.page_of(id)
        exercise = self.session.course.exercise_of(id)
        if page is not None:
            self.open_page(page.id, item=id)
        elif exercise is not None:
            self.open_exercise(exercise, id)

    def open_sitting(self, kind: Kind, scope: str = "", count: int | None = None, seed: int | None = None) -> None:
        """A sitting; the one that was left, when it is of this kind and about the same."""
        from tutor.learning.scheduling.study_session import StudySession
        from tutor.learning.session_state import SessionState

        left = self.session.underway
        if left is None or seed is not None or count or not left.goes_on(kind, scope, self.session.now()):
            left = SessionState(StudySession(kind, scope, count=count, seed=seed))
            self.session.sit(left)
        self.take_up(left)

    def take_up(self, underway: SessionState) -> None:
        """A sitting where it stands."""
        from tutor.app.screens.study_session import StudySessionScreen

        self._show(StudySessionScreen(self.session, underway))

    def end_sitting(self, sitting: StudySession) -> None:
        """What a sitting has shown, in its place."""
        from tutor.app.screens.placement_results import PlacementResultsScreen
        from tutor.app.screens.session_results import SessionResultsScreen

        screen = PlacementResultsScreen if sitting.kind == "placement" and sitting.done else SessionResultsScreen
        self._show(screen(self.session, sitting))

    def open_checklist(self, outcome: str = "") -> None:
        """The checklist with its evidence, at a line of it."""
        from tutor.app.screens.checklist import ChecklistScreen

        self.push_screen(ChecklistScreen(self.session, outcome))

    def open_record(self) -> None:
        """The learner's own numbers."""
        from tutor.app.screens.statistics import StatisticsScreen

        self.push_screen(StatisticsScreen(self.session))

    def open_misconceptions(self) -> None:
        """The slips that were met, and what refutes each."""
        from tutor.app.screens.misconceptions import MisconceptionsScreen

        self.push_screen(MisconceptionsScreen(self.session))

    def open_demo(self, id: str) -> None:
        """A demo, over whatever is open."""
        from tutor.app.screens.demo import DemoScreen

        if id in self.session.course.demos:
            self.push_screen(DemoScreen(self.session, self.session.course.demo(id)))

    def open_exercise(self, id: str, item: str | None = None) -> None:
        """An exercise, over whatever is open; at one of its questions."""
        from tutor.app.screens.exercise import ExerciseScreen

        if self.session.course.has_exercise(id):
            self.push_screen(ExerciseScreen(self.session, self.session.course.exercise(id), item))

    def open_cell(self, page: Page, index: int) -> None:
        """A code cell of a page in the editor."""
        from tutor.app.screens.code_cell import CodeCellScreen

        self.push_screen(CodeCellScreen(self.session, page, index))

    def open_reference(self, section: str = "") -> None:
        """Books, pitfalls, checklist, symbols; at a section of them."""
        from tutor.app.screens.reference import ReferenceScreen

        if not isinstance(self.screen, ReferenceScreen):
            self.push_screen(ReferenceScreen(self.session, section))

    def _show(self, screen: Screen[None]) -> None:
        home = self._home()
        self._show_at(1 if home is None else home + 1, screen)

    def _home(self) -> int | None:
        """Where Home lies, from the bottom; None while the app that began with a page has not been there."""
        from tutor.app.screens.home import HomeScreen

        return next((index for index, one in enumerate(self.screen_stack[:2]) if isinstance(one, HomeScreen)), None)

    def _pop_to(self, index: int) -> None:
        while len(self.screen_stack) > index + 1:
            self.pop_screen()

    def _show_at(self, index: int, screen: Screen[None]) -> None:
        """This screen so far from the bottom, in place of what is there or above.

        The one at the bottom cannot be replaced without a moment in which there is none; a page there is emptied.
        """
        from tutor.app.screens.home import HomeScreen

        self._pop_to(index)
        if len(self.screen_stack) > index:
            self.switch_screen(screen)
            return
        self.push_screen(screen)
        floor = self.screen_stack[0]
        if not isinstance(floor, HomeScreen):
            self._floor_left = True
            floor.remove_children()

    def action_reference(self, section: str) -> None:
        self.open_reference(section)

    def action_sitting(self, kind: Kind, scope: str = "") -> None:
        self.open_sitting(kind, scope)

    def action_checklist(self) -> None:
        self.open_checklist()

    def action_record(self) -> None:
        self.open_record()

    def action_misconceptions(self) -> None:
        self.open_misconceptions()

    def action_search(self) -> None:
        from tutor.app.screens.search import SearchScreen

        def opened(found: tuple[str, str] | None) -> None:
            if found is not None:
                self.open_thing(*found)

        self.push_screen(SearchScreen(self.session), opened)
