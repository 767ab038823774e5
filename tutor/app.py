"""TutorApp: owns the session, opens screens, keeps what happens."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar, cast

from textual.app import App, SystemCommand
from textual.binding import Binding, BindingType
from textual.driver import Driver
from textual.screen import Screen
from textual.timer import Timer
from textual.widgets import Input

from progress import Answer, SaveFailed
from progress.events import Known
from tutor.look import FALLBACKS, TERMINAL_THEMES, THEMES
from tutor.screens.base import TutorScreen
from tutor.session import Session
from tutor.widgets.bars import HeaderBar
from tutor.wire import WireDriver, redraw
from tutor.work import begin_work

if TYPE_CHECKING:
    from subprocess import Popen

    from lessons.model import Page
    from tutor.coach.sitting import Kind, Sitting
    from tutor.underway import Underway

SAVE_AFTER = 0.05  # seconds between a change of place and its way to the disk
LOOK_AFTER = 0.8  # seconds between looks for what other sessions have appended
BACK_UP_AFTER = 5.0  # seconds after the start until the day's copy is made
RETRY_AFTER = 2.0  # seconds between attempts to save what could not be saved
SLOW = 0.15  # seconds to the terminal and back from which a line counts as slow
WIDE = 118  # columns from which a figure stands beside its text
TALL = 32  # rows from which there is room for all challenges of a demo
WIDER = 142  # columns from which it has all the room it wants there
SITTINGS = ("review", "practice", "ten", "checkpoint", "placement")

BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide"), (WIDER, "-wider")]
HEIGHTS = [(0, "-low"), (TALL, "-tall")]


class TutorApp(App[None]):
    """The app. `start` is what to open first: None for where the learner left off, else kind and id."""

    CSS_PATH = "app.tcss"
    TITLE = "tutor"
    ENABLE_COMMAND_PALETTE = True
    HORIZONTAL_BREAKPOINTS = BREAKPOINTS
    VERTICAL_BREAKPOINTS = HEIGHTS

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q", "quit", "quit", show=False, priority=True),
        Binding("ctrl+z", "suspend_process", "suspend", show=False),
        Binding("ctrl+l", "repaint", "repaint", show=False),
    ]

    def __init__(
        self,
        session: Session,
        start: tuple[str, str] | None = None,
        theme: str | None = None,
        driver_class: type[Driver] | None = None,
    ) -> None:
        # Under NO_COLOR Textual chooses how to leave colours out here, before it knows the theme.
        super().__init__(driver_class, ansi_color=True if theme in TERMINAL_THEMES else None)
        self.session = session
        self._start = start
        self.wish: tuple[int | None, int | None] = (None, None)  # how many questions, and which draws, to begin with
        self._retrying: Timer | None = None
        self.lent_to: Popen[bytes] | None = None  # the editor that has the terminal, while one does
        for own in THEMES.values():
            self.register_theme(own)
        self.theme = theme or "dark"
        self.on_running: Callable[[], None] = lambda: None
        self.slow: bool | None = None  # whether the line is slow; None: to be measured
        self.fault = ""  # what could not be saved; stands at the top of every screen

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return FALLBACKS

    @property
    def plain(self) -> bool:
        """Whether to draw with ASCII only."""
        return self.session.plain

    def on_mount(self) -> None:
        """First screens and timers; `on_running` is told that the loop runs."""
        self.on_running()
        from tutor.screens.home import HomeScreen

        self.set_class(self.plain, "-plain")
        self.push_screen(HomeScreen(self.session))
        self._open_start()
        self.session.on_place_changed = self._place_changed
        self._save_place()
        self.set_interval(LOOK_AFTER, self._look_for_others)
        self.set_timer(BACK_UP_AFTER, self._back_up)
        for problem in self.session.problems:
            # The folder is the learner's own; its long name would push what matters out of a small toast.
            text = problem.replace(f"{self.session.home}/", "")
            self.notify(text, severity="warning", timeout=12, markup=False)
        self.call_after_refresh(self._settle)

    def slow_link(self, slow: bool) -> None:
        """Leave out what is only smooth, or leave it in."""
        self.slow = slow
        if slow:
            self.animation_level = "none"

    def on_wire_driver_answered(self, answer: WireDriver.Answered) -> None:
        """The terminal answered what it is asked at the start: how long that took says how far away it is."""
        if self.slow is None:
            self.slow_link(answer.seconds > SLOW)

    def on_command_palette_opened(self) -> None:
        """Nothing blinks, not even the cursor of a line that is not ours."""
        self.screen.query_one(Input).cursor_blink = False

    def _settle(self) -> None:
        """After the first paint: what was made so far stays, so the collector need not look at it again."""
        gc.freeze()
        gc.enable()

    def _open_start(self) -> None:
        place = self.session.place
        if self._start is not None:
            kind, id = self._start
            if kind in SITTINGS:
                self.open_sitting(cast("Kind", kind), id, *self.wish)
            else:
                self.open_thing(kind, id)
        elif place.screen == "lesson" and place.page:
            self.open_page(place.page, resume=True)
        elif place.screen == "sitting" and (left := self.session.underway) is not None:
            self.take_up(left)
        elif place.screen.startswith("demo:"):
            self.open_demo(place.screen.removeprefix("demo:"))
        elif place.screen.startswith("exercise."):
            self.open_exercise(place.screen)

    # Screens

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
        from tutor.screens.home import HomeScreen

        while not isinstance(self.screen, HomeScreen):
            self.pop_screen()
        self.session.remember(screen="home")

    def open_page(self, id: str, resume: bool = False, item: str | None = None) -> None:
        """A page, in place of the one that is open. An item that is on none comes at its end."""
        from lessons.course import find_page
        from lessons.model import ItemBlock
        from tutor.screens.lesson import LessonScreen

        entry = find_page(self.session.course, id)
        if entry is None:
            return
        page = self.session.course.page(entry.id)
        if item is not None and item not in page.items:
            page = replace(page, blocks=(*page.blocks, ItemBlock(item)))
        resume = resume or (item is None and self.session.place.page == page.id)
        self._show(LessonScreen(self.session, page, resume=resume, item=item))

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
        from tutor.coach.sitting import Sitting
        from tutor.underway import Underway

        left = self.session.underway
        if left is None or seed is not None or count or not left.goes_on(kind, scope, self.session.now()):
            left = Underway(Sitting(kind, scope, count=count, seed=seed))
            self.session.sit(left)
        self.take_up(left)

    def take_up(self, underway: Underway) -> None:
        """A sitting where it stands."""
        from tutor.screens.sitting import SittingScreen

        self._show(SittingScreen(self.session, underway))

    def end_sitting(self, sitting: Sitting) -> None:
        """What a sitting has shown, in its place."""
        from tutor.screens.placed import PlacedScreen
        from tutor.screens.results import ResultsScreen

        screen = PlacedScreen if sitting.kind == "placement" and sitting.done else ResultsScreen
        self._show(screen(self.session, sitting))

    def open_checklist(self, outcome: str = "") -> None:
        """The checklist with its evidence, at a line of it."""
        from tutor.screens.checklist import ChecklistScreen

        self.push_screen(ChecklistScreen(self.session, outcome))

    def open_record(self) -> None:
        """The learner's own numbers."""
        from tutor.screens.record import RecordScreen

        self.push_screen(RecordScreen(self.session))

    def open_misconceptions(self) -> None:
        """The slips that were met, and what refutes each."""
        from tutor.screens.misconceptions import MisconceptionsScreen

        self.push_screen(MisconceptionsScreen(self.session))

    def open_demo(self, id: str) -> None:
        """A demo, over whatever is open."""
        from tutor.screens.demo import DemoScreen

        if id in self.session.course.demos:
            self.push_screen(DemoScreen(self.session, self.session.course.demo(id)))

    def open_exercise(self, id: str, item: str | None = None) -> None:
        """An exercise, over whatever is open; at one of its questions."""
        from tutor.screens.exercise import ExerciseScreen

        if self.session.course.has_exercise(id):
            self.push_screen(ExerciseScreen(self.session, self.session.course.exercise(id), item))

    def open_cell(self, page: Page, index: int) -> None:
        """A code cell of a page in the editor."""
        from tutor.screens.cell import CellScreen

        self.push_screen(CellScreen(self.session, page, index))

    def open_reference(self, section: str = "") -> None:
        """Books, pitfalls, checklist, symbols; at a section of them."""
        from tutor.screens.reference import ReferenceScreen

        if not isinstance(self.screen, ReferenceScreen):
            self.push_screen(ReferenceScreen(self.session, section))

    def _show(self, screen: Screen[None]) -> None:
        from tutor.screens.home import HomeScreen

        while len(self.screen_stack) > 2 and not isinstance(self.screen, HomeScreen):
            self.pop_screen()
        if isinstance(self.screen, HomeScreen):
            self.push_screen(screen)
        else:
            self.switch_screen(screen)

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
        from tutor.screens.search import SearchScreen

        def opened(found: tuple[str, str] | None) -> None:
            if found is not None:
                self.open_thing(*found)

        self.push_screen(SearchScreen(self.session), opened)

    def action_help(self) -> None:
        from tutor.screens.help import HelpScreen

        if not isinstance(self.screen, HelpScreen):
            self.push_screen(HelpScreen(self.screen))

    def action_repaint(self) -> None:
        """Draw everything anew, for a terminal that something else wrote on."""
        redraw(self)
        self.refresh(repaint=True, layout=True)

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """What the command palette offers."""
        from tutor.palette import commands

        return commands(self)

    def action_other_theme(self) -> None:
        self.ansi_color = None
        self.theme = "light" if self.current_theme.dark else "dark"
        self.run_worker(self._keep_theme(self.theme))

    async def _keep_theme(self, theme: str) -> None:
        try:
            await asyncio.to_thread(self.session.keep_theme, theme)
        except SaveFailed as failed:
            self.notify(f"{failed}", severity="warning", markup=False)

    # Keeping

    async def keep(self, event: Known) -> None:
        """Bring an event to the disk; when that fails say so, go on, and try again until it is there."""
        try:
            await asyncio.wrap_future(self.session.append(event))
        except SaveFailed as failed:
            self._not_saved(failed)
        if isinstance(event, Answer) and event.verdict == "right":
            begin_work(self, self._note_cleared, "cleared")

    async def _note_cleared(self) -> None:
        """A line of the checklist that an answer has cleared goes on record as such."""
        from tutor.checklist import newly_cleared

        for cleared in await asyncio.to_thread(newly_cleared, self.session.course, self.session.state):
            await self.keep(cleared)

    def _place_changed(self) -> None:
        self.set_timer(SAVE_AFTER, self._save_place)

    def _save_place(self) -> None:
        future = self.session.save_place()
        if future is not None:
            self.run_worker(self._saved(asyncio.wrap_future(future)), group="place")

    async def _saved(self, future: asyncio.Future[bool]) -> None:
        try:
            await future
        except SaveFailed as failed:
            self._not_saved(failed)

    async def _look_for_others(self) -> None:
        """What was answered in another session shows here too."""
        if await asyncio.wrap_future(self.session.refresh()) and isinstance(self.screen, TutorScreen):
            self.screen.record_changed()

    async def _back_up(self) -> None:
        try:
            await asyncio.wrap_future(self.session.back_up())
        except SaveFailed as failed:
            self._not_saved(failed)
        await self._note_cleared()  # what a record from before such events has cleared already

    def _not_saved(self, failed: SaveFailed) -> None:
        """Say so at the top of every screen until it is saved, and go on trying."""
        self._say_fault(f"not saved ({failed.reason}): kept here, and tried again")
        if self._retrying is None:
            self._retrying = self.set_interval(RETRY_AFTER, self.save_again)

    def _say_fault(self, text: str) -> None:
        if text != self.fault:
            self.fault = text
            for screen in self.screen_stack:
                for bar in screen.query(HeaderBar):
                    bar.changed(layout=False)

    async def save_again(self) -> None:
        """Try to save what could not be saved; when that works, say so."""
        try:
            await asyncio.wrap_future(self.session.retry())
        except SaveFailed:
            return
        if self._retrying is not None:
            self._retrying.stop()
            self._retrying = None
            self._say_fault("")
            self.notify("saved: everything is on the disk again.", title="Your progress", timeout=6)
