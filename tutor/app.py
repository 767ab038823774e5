"""TutorApp: owns the session, opens screens, keeps what happens."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from typing import ClassVar

from textual.app import App, SystemCommand
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.timer import Timer

from progress import SaveFailed
from progress.events import Known
from tutor.look import FALLBACKS, TERMINAL_THEMES, THEMES
from tutor.screens.base import TutorScreen
from tutor.session import Session
from tutor.standing import next_step
from tutor.widgets.bars import HeaderBar

SAVE_AFTER = 0.05  # seconds between a change of place and its way to the disk
LOOK_AFTER = 0.8  # seconds between looks for what other sessions have appended
BACK_UP_AFTER = 5.0  # seconds after the start until the day's copy is made
RETRY_AFTER = 2.0  # seconds between attempts to save what could not be saved
WIDE = 118  # columns from which a figure stands beside its text
TALL = 32  # rows from which there is room for all challenges of a demo
WIDER = 142  # columns from which it has all the room it wants there


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

    def __init__(self, session: Session, start: tuple[str, str] | None = None, theme: str | None = None) -> None:
        # Under NO_COLOR Textual chooses how to leave colours out here, before it knows the theme.
        super().__init__(ansi_color=True if theme in TERMINAL_THEMES else None)
        self.session = session
        self._start = start
        self._retrying: Timer | None = None
        for own in THEMES.values():
            self.register_theme(own)
        self.theme = theme or "dark"
        self.on_running: Callable[[], None] = lambda: None
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

    def _settle(self) -> None:
        """After the first paint: what was made so far stays, so the collector need not look at it again."""
        gc.freeze()
        gc.enable()

    def _open_start(self) -> None:
        place = self.session.place
        if self._start is not None:
            kind, id = self._start
            {"page": self.open_page, "item": self.open_item, "demo": self.open_demo}.get(kind, self.open_reference)(id)
        elif place.screen == "lesson" and place.page:
            self.open_page(place.page, resume=True)
        elif place.screen.startswith("demo:"):
            self.open_demo(place.screen.removeprefix("demo:"))

    # Screens

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
        if page is not None:
            self.open_page(page.id, item=id)

    def open_demo(self, id: str) -> None:
        """A demo, over whatever is open."""
        from tutor.screens.demo import DemoScreen

        if id in self.session.course.demos:
            self.push_screen(DemoScreen(self.session, self.session.course.demo(id)))

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

    def action_search(self) -> None:
        from tutor.screens.search import SearchScreen

        def opened(found: tuple[str, str] | None) -> None:
            if found is not None:
                kind, id = found
                {"page": self.open_page, "item": self.open_item, "demo": self.open_demo}[kind](id)

        self.push_screen(SearchScreen(self.session), opened)

    def action_help(self) -> None:
        from tutor.screens.help import HelpScreen

        if not isinstance(self.screen, HelpScreen):
            self.push_screen(HelpScreen(self.screen))

    def action_repaint(self) -> None:
        """Draw everything anew, for a terminal that something else wrote on."""
        self.refresh(repaint=True, layout=True)

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """What the command palette offers."""
        step = next_step(self.session.course.outline, self.session.state, self.session.position)
        if step is not None:
            yield SystemCommand("Continue", step.page.title, partial(self.open_page, step.page.id))
        for page in self.session.course.outline.pages:
            yield SystemCommand(f"Page: {page.title}", page.id, partial(self.open_page, page.id))
        for demo in self.session.course.demos.values():
            yield SystemCommand(f"Demo: {demo.title}", demo.about, partial(self.open_demo, demo.id))
        for section in ("checklist", "books", "pitfalls", "symbols"):
            yield SystemCommand(section.capitalize(), "reference", partial(self.open_reference, section))
        yield SystemCommand("Colours: light or dark theme", "change the colours", self.action_other_theme)
        yield SystemCommand("Help", "the keys of this screen", self.action_help)
        yield SystemCommand("Quit", "everything is saved", self.exit)

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
