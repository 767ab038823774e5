"""TutorApp: owns the session, keeps what happens, says what could not be kept."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import SystemCommand
from textual.binding import Binding, BindingType
from textual.driver import Driver
from textual.screen import Screen
from textual.timer import Timer
from textual.widgets import Input

from progress.events import Answer, Known
from progress.files import SaveFailed
from tutor.app.navigation import NavigatingApp
from tutor.app.screens.base import TutorScreen
from tutor.app.session import Session
from tutor.app.theme import FALLBACKS, TERMINAL_THEMES, THEMES
from tutor.app.widgets.header_footer import HeaderBar
from tutor.app.workers import start_work
from tutor.driver import DiffDriver, redraw
from tutor.fast.garbage import GarbageCollector
from tutor.fast.idle import IdleClock

if TYPE_CHECKING:
    from subprocess import Popen

SAVE_AFTER = 0.03  # seconds between a change of place and its way to the disk: the frame that shows it goes first
SAVE_APART = 0.04  # seconds between one such save and the next
LOOK_AFTER = 0.8  # seconds between looks for what other sessions have appended
BACK_UP_AFTER = 5.0  # seconds after the start until the day's copy is made
RETRY_AFTER = 2.0  # seconds between attempts to save what could not be saved
SLOW = 0.15  # seconds to the terminal and back from which a line counts as slow
WIDE = 118  # columns from which a figure stands beside its text
TALL = 32  # rows from which there is room for all challenges of a demo
WIDER = 142  # columns from which it has all the room it wants there

BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide"), (WIDER, "-wider")]
HEIGHTS = [(0, "-low"), (TALL, "-tall")]


class TutorApp(NavigatingApp):
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
        self.start = start
        self._keeping = False  # whether the place is on its way to the disk
        self._retrying: Timer | None = None
        self.lent_to: Popen[bytes] | None = None  # the editor that has the terminal, while one does
        for own in THEMES.values():
            self.register_theme(own)
        self.theme = theme or "dark"
        self.pace = IdleClock()
        self._sweep = GarbageCollector(self.pace)
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
        self.set_class(self.plain, "-plain")
        self.open_start()
        self.session.on_place_changed = self._place_changed
        self._place_changed()
        self.set_interval(LOOK_AFTER, self._look_for_others)
        self.set_timer(BACK_UP_AFTER, self._back_up)
        for problem in self.session.problems:
            # The folder is the learner's own; its long name would push what matters out of a small toast.
            text = problem.replace(f"{self.session.home}/", "")
            self.notify(text, severity="warning", timeout=12, markup=False)
        self.call_after_refresh(self._settle)

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, events.InputEvent):
            self.pace.acted()
        await super().on_event(event)

    def slow_link(self, slow: bool) -> None:
        """Leave out what is only smooth, or leave it in."""
        self.slow = slow
        if slow:
            self.animation_level = "none"

    def on_diff_driver_answered(self, answer: DiffDriver.Answered) -> None:
        """The terminal answered what it is asked at the start: how long that took says how far away it is."""
        if self.slow is None:
            self.slow_link(answer.seconds > SLOW)

    def on_command_palette_opened(self) -> None:
        """Nothing blinks, not even the cursor of a line that is not ours."""
        self.screen.query_one(Input).cursor_blink = False

    def _settle(self) -> None:
        """After the first paint."""
        self._sweep.begin()

    def action_help(self) -> None:
        from tutor.app.screens.help import HelpScreen

        if not isinstance(self.screen, HelpScreen):
            self.push_screen(HelpScreen(self.screen))

    def action_repaint(self) -> None:
        """Draw everything anew, for a terminal that something else wrote on."""
        redraw(self)
        self.refresh(repaint=True, layout=True)

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """What the command palette offers."""
        from tutor.app.command_palette import commands

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
            start_work(self, self._note_cleared, "cleared")

    async def _note_cleared(self) -> None:
        """A line of the checklist that an answer has cleared goes on record as such."""
        from tutor.learning.checklist import newly_cleared

        for cleared in await asyncio.to_thread(newly_cleared, self.session.course, self.session.state):
            await self.keep(cleared)

    def _place_changed(self) -> None:
        if not self._keeping:
            self._keeping = True
            start_work(self, self._keep_place, "place")

    async def _keep_place(self) -> None:
        """Bring the place to the disk until it changes no more, one save after the other."""
        try:
            await asyncio.sleep(SAVE_AFTER)
            while (future := self.session.save_place()) is not None:
                try:
                    await asyncio.wrap_future(future)
                except SaveFailed as failed:
                    self._not_saved(failed)
                await asyncio.sleep(SAVE_APART)
        finally:
            self._keeping = False

    async def _look_for_others(self) -> None:
        """What was answered in another session shows here too; a moment for what else nobody is to wait for."""
        self._sweep.look()
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
