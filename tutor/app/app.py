"""TutorApp: owns the session, records events, and reports what could not be saved."""

from __future__ import annotations

import asyncio
import os
import shutil
import sys
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import App, SystemCommand
from textual.binding import Binding, BindingType
from textual.driver import Driver
from textual.screen import Screen
from textual.timer import Timer
from textual.widgets import Input

from progress.events import Answer, Known
from progress.files import SaveError
from tutor.app.background import NEVER_ASKED, QUERY, is_light
from tutor.app.clipboard import clipboard_command, copy
from tutor.app.job_control import can_be_continued
from tutor.app.key_queue import KeyQueue
from tutor.app.navigation import ScreenNavigator
from tutor.app.painted import when_painted
from tutor.app.screens.base import TutorScreen
from tutor.app.second_press import SecondPress
from tutor.app.session import Session
from tutor.app.theme import FALLBACKS, TERMINAL_THEMES, THEMES, themes_by_background
from tutor.app.typed_keys import when_handled
from tutor.app.widgets.header_footer import HeaderBar
from tutor.app.workers import start_work
from tutor.driver.messages import Reply, Shown, TerminalAnswered, redraw, release
from tutor.fast.garbage import GarbageCollector
from tutor.fast.idle import IdleClock

if TYPE_CHECKING:
    from subprocess import Popen

    from tutor.learning.scheduling.study_session import Kind

SAVE_DELAY = 0.03  # seconds from a change of the resume point until it is saved: the frame that shows it goes first
SAVE_INTERVAL = 0.04  # seconds between one such save and the next
REFRESH_INTERVAL = 0.8  # seconds between looks for events that other sessions have appended
BACKUP_DELAY = 5.0  # seconds from the start until the backup of the day may be made
BACKUP_PATIENCE = 60  # how often it is put off by a second because the learner types
RETRY_INTERVAL = 2.0  # seconds between attempts to save what could not be saved
EARLY = 1.5  # seconds from the first paint in which keys are taken one by one, if they could be typed before it
SLOW_ROUND_TRIP = 0.15  # seconds to the terminal and back from which a connection counts as slow
NARROW = 72  # columns from which the figure of a demo and its numbers are apart
WIDE = 118  # columns from which a figure is placed beside its text
TALL = 32  # rows from which all challenges of a demo fit
WIDER = 142  # columns from which the figure beside the text has its full width

BREAKPOINTS = [(0, "-tight"), (NARROW, "-narrow"), (WIDE, "-wide"), (WIDER, "-wider")]
HEIGHTS = [(0, "-low"), (TALL, "-tall")]


class TutorApp(App[None]):
    """The app.

    Args:
        session: The learner's record, resume point and settings.
        start: Kind and id of what to open first; None resumes where the learner left off.
        theme: Textual's name of the theme; None is the dark one.
        follow: Whether the theme follows the background of the terminal.
        substitutes: By code point, what is written in place of characters that the font lacks.
        driver_class: How the terminal is written to; None is Textual's own driver.
    """

    CSS_PATH = "app.tcss"
    TITLE = "tutor"
    ENABLE_COMMAND_PALETTE = True
    HORIZONTAL_BREAKPOINTS = BREAKPOINTS
    VERTICAL_BREAKPOINTS = HEIGHTS

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q", "quit", "quit", show=False, priority=True, id="quit"),
        Binding("ctrl+z", "suspend_process", "suspend", show=False),
        Binding("ctrl+l", "repaint", "repaint", show=False, id="repaint"),
        Binding("f1", "help", "help", show=False, id="help"),
        Binding("ctrl+p", "command_palette", "commands", show=False, priority=True, id="commands"),
    ]

    def __init__(
        self,
        session: Session,
        start: tuple[str, str] | None = None,
        theme: str | None = None,
        driver_class: type[Driver] | None = None,
        *,
        follow: bool = False,
        substitutes: Mapping[int, str] | None = None,
    ) -> None:
        # Under NO_COLOR Textual decides here how to drop colors, before it knows the theme.
        super().__init__(driver_class, ansi_color=True if theme in TERMINAL_THEMES else None)
        self.session = session
        self.navigator = ScreenNavigator(self, session, start)
        self._saving_place = False  # whether a worker is saving the resume point
        self._retry_timer: Timer | None = None
        self.lent_to: Popen[bytes] | None = None  # the editor that has the terminal, while one does
        for tutor_theme in THEMES.values():
            self.register_theme(tutor_theme)
        self.theme = theme or "dark"
        self.follow = follow
        self.substitutes = dict(substitutes or {})
        self.background = ""  # what the terminal has said of its background, if the theme follows it
        self.queries = QUERY if follow and os.environ.get("TERM", "") not in NEVER_ASKED else ""
        self.pace = IdleClock()
        self.second_press = SecondPress()
        self.typed = KeyQueue(self, self._deliver, self._key_taken)
        self._garbage = GarbageCollector(self.pace)
        self.on_running: Callable[[], None] = lambda: None
        self.slow: bool | None = None  # whether the connection is slow; None until it is measured
        self.shown: Shown | None = None  # what the terminal shows from before the start, for the driver
        self._answered = 0  # keys that are answered on it, and that the app has not taken yet
        self.loaded: Screen[None] | None = None  # the screen that shows all that it loads after its first paint
        self.fault = ""  # what could not be saved, for the header of every screen

    def get_default_screen(self) -> Screen[None]:
        return self.navigator.first_screen()

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return FALLBACKS

    @property
    def keys(self) -> Mapping[str, str]:
        """By command, the key that the learner has chosen for it."""
        return self.session.keys

    @property
    def plain(self) -> bool:
        """Whether to draw with ASCII only."""
        return self.session.plain

    def on_mount(self) -> None:
        """Open the first screens and start the timers; `on_running` is called because the event loop runs now."""
        self.on_running()
        self._answered = self.shown.answered if self.shown is not None else 0
        self.set_keymap(dict(self.keys))
        self.set_class(self.plain, "-plain")
        self.navigator.open_start()
        self.session.on_place_changed = self._place_changed
        self._place_changed()
        self.set_interval(REFRESH_INTERVAL, self.refresh_record)
        self.set_timer(BACKUP_DELAY, self._back_up_while_reading)
        for problem in self.session.problems:
            # A long path of the learner's folder would push the message out of a small toast.
            text = problem.replace(f"{self.session.home}{os.sep}", "")
            self.notify(text, severity="warning", timeout=12, markup=False)
        when_painted(self, self._garbage.start)
        when_painted(self, self._begin_early)

    async def on_event(self, event: events.Event) -> None:
        if not self.typed.holds(event):
            await self._deliver(event)

    async def _deliver(self, event: events.Event) -> None:
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:  # else it comes back from a widget
            self.second_press.pressed()
        if isinstance(event, events.InputEvent):
            self.pace.note_key()
            if isinstance(self.screen, TutorScreen) and self.screen.comes_too_early(event):
                event.stop()
                return
        await super().on_event(event)

    def _key_taken(self) -> None:
        """Show what the app has drawn: after a key whose answer is shown already, once its screen is loaded."""
        when_painted(self, self._release if self._answered else partial(release, self))
        self._answered = max(0, self._answered - 1)

    async def _begin_early(self) -> None:
        await self.typed.begin(EARLY if self.shown is not None else 0.0)

    def slow_link(self, slow: bool) -> None:
        """Switch animations off on a slow connection."""
        self.slow = slow
        if slow:
            self.animation_level = "none"

    def on_terminal_answered(self, answer: TerminalAnswered) -> None:
        """Measure the connection by how long the terminal took to answer the query at the start."""
        if self.slow is None:
            self.slow_link(answer.seconds > SLOW_ROUND_TRIP)

    def screen_loaded(self, screen: Screen[None]) -> None:
        """Note that a screen shows everything that it loads after its first paint."""
        self.loaded = screen
        self._release()

    def _release(self) -> None:
        if self.loaded is self.screen and not self._answered:
            release(self)

    def on_reply(self, reply: Reply) -> None:
        """Follow the background of the terminal, which answers a query, if the theme is left to the program."""
        light = is_light(reply.text) if self.follow else None
        if light is not None:
            self.background = reply.text
            self.theme = themes_by_background(self.theme)[light]

    def on_command_palette_opened(self) -> None:
        """Stop the cursor of Textual's own input from blinking, as no cursor here blinks."""
        self.screen.query_one(Input).cursor_blink = False

    def action_help(self) -> None:
        from tutor.app.screens.help import HelpScreen

        if not isinstance(self.screen, HelpScreen):
            self.push_screen(HelpScreen(self.screen))

    async def action_quit(self) -> None:
        self.leave()

    def leave(self) -> None:
        """Exit once what was typed before is handled."""
        when_handled(self, partial(self.typed.when_empty, self.exit))  # which may still be on its way to the queue

    def action_suspend_process(self) -> None:
        """Stop the program as a shell expects, unless there is no shell that could continue it."""
        if can_be_continued():
            super().action_suspend_process()
        else:
            self.notify("ctrl+z: no shell here could wake the program again, so it goes on.", timeout=6)

    def copy_to_clipboard(self, text: str) -> None:
        """Copy a text by OSC 52, and with the clipboard program of the computer where the app runs on it."""
        super().copy_to_clipboard(text)
        command = clipboard_command(os.environ, sys.platform, shutil.which)
        if command is not None:
            start_work(self, partial(asyncio.to_thread, copy, command, text), "copy")

    def action_repaint(self) -> None:
        """Repaint the whole screen, for a terminal that another program wrote on."""
        redraw(self)
        self.refresh(repaint=True, layout=True)

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Return what the command palette offers."""
        from tutor.app.command_palette import commands

        return commands(
            self.navigator,
            self.session,
            here=screen.commands() if isinstance(screen, TutorScreen) else (),
            switch_theme=self.action_switch_theme,
            show_help=self.action_help,
            leave=self.leave,
        )

    # Screens that a key opens from more than one other screen

    def action_reference(self, section: str) -> None:
        self.navigator.open_reference(section)

    def action_session(self, kind: Kind, scope: str = "") -> None:
        self.navigator.open_session(kind, scope)

    def action_checklist(self) -> None:
        self.navigator.open_checklist()

    def action_statistics(self) -> None:
        self.navigator.open_statistics()

    def action_misconceptions(self) -> None:
        self.navigator.open_misconceptions()

    def action_search(self) -> None:
        self.navigator.open_search()

    def action_switch_theme(self) -> None:
        self.ansi_color = None
        self.follow, self.background = False, ""
        self.theme = "light" if self.current_theme.dark else "dark"
        self.run_worker(self._save_theme(self.theme))

    async def _save_theme(self, theme: str) -> None:
        try:
            await asyncio.to_thread(self.session.keep_theme, theme)
        except SaveError as failed:
            self.notify(f"{failed}", severity="warning", markup=False)

    # Saving

    async def keep(self, event: Known) -> None:
        """Append an event to the journal; if that fails, report it and try again until it is saved."""
        try:
            await asyncio.wrap_future(self.session.append(event))
        except SaveError as failed:
            self._not_saved(failed)
        if isinstance(event, Answer) and event.verdict == "right":
            start_work(self, self._record_cleared, "cleared")

    async def _record_cleared(self) -> None:
        """Record each outcome of the checklist that the latest answers have cleared."""
        from tutor.learning.checklist import newly_cleared

        for cleared in await asyncio.to_thread(newly_cleared, self.session.course, self.session.state):
            await self.keep(cleared)

    def _place_changed(self) -> None:
        if not self._saving_place:
            self._saving_place = True
            start_work(self, self._save_place, "place")

    async def _save_place(self) -> None:
        """Save the resume point, and again as long as it has changed meanwhile."""
        try:
            await asyncio.sleep(SAVE_DELAY)
            while (future := self.session.save_place()) is not None:
                try:
                    await asyncio.wrap_future(future)
                except SaveError as failed:
                    self._not_saved(failed)
                await asyncio.sleep(SAVE_INTERVAL)
        finally:
            self._saving_place = False

    async def refresh_record(self) -> None:
        """Read events that other sessions have appended, and show them; collect garbage if the learner is idle."""
        self._garbage.collect_if_idle()
        if await asyncio.wrap_future(self.session.refresh()) and isinstance(self.screen, TutorScreen):
            self.screen.record_changed()

    def _back_up_while_reading(self, patience: int = BACKUP_PATIENCE) -> None:
        """Make the backup of the day while the learner reads: a key would have to wait a tenth of a second for it."""
        if self.pace.is_reading or not patience:
            start_work(self, self._back_up, "backup")  # keys would wait for what a timer of the app itself awaits
        else:
            self.set_timer(1, partial(self._back_up_while_reading, patience - 1))

    async def _back_up(self) -> None:
        try:
            await asyncio.wrap_future(self.session.back_up())
        except SaveError as failed:
            self._not_saved(failed)
        await self._record_cleared()  # of answers from before such events were recorded

    def _not_saved(self, failed: SaveError) -> None:
        """Report a failed save in the header of every screen, and try again until it succeeds."""
        self._show_fault(f"not saved ({failed.reason}): kept here, and tried again")
        if self._retry_timer is None:
            self._retry_timer = self.set_interval(RETRY_INTERVAL, self.save_again)

    def _show_fault(self, text: str) -> None:
        if text != self.fault:
            self.fault = text
            for screen in self.screen_stack:
                for bar in screen.query(HeaderBar):
                    bar.changed(layout=False)

    async def save_again(self) -> None:
        """Try to save what could not be saved, and report success."""
        try:
            await asyncio.wrap_future(self.session.retry())
        except SaveError:
            return
        if self._retry_timer is not None:
            self._retry_timer.stop()
            self._retry_timer = None
            self._show_fault("")
            self.notify("saved: everything is on the disk again.", title="Your progress", timeout=6)
