"""The screen of a fault hunt: the program, the candidates, the probes, and in the end the verdict."""

from __future__ import annotations

import asyncio
import threading
from functools import partial
from math import inf
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.widget import Widget

from tutor.app.screens.base import TutorScreen
from tutor.app.screens.hunt_texts import HuntTexts, SetUp, set_up_hunt
from tutor.app.widgets.header_footer import HeaderBar, KeyLine
from tutor.app.widgets.hunt_panels import (
    CandidateMenu,
    FocusedMenu,
    ProbeMenu,
    ProgramView,
    TextPanel,
    candidate_rows,
    probe_rows,
)
from tutor.app.widgets.menu import Menu, Row
from tutor.app.workers import start_work
from tutor.rendering.context import RenderContext
from tutor.rendering.icons import sign
from tutor.rendering.notation import Line
from tutor.rendering.typeset import words

if TYPE_CHECKING:
    from lessons.model.debugging import Reading, Trace
    from lessons.outline import PageEntry
    from tutor.app.session import Session
    from tutor.learning.hunt_state import HuntState

STATUS_ROWS = 2


class HuntScreen(TutorScreen):
    """A fault hunt. The moves are saved as they are made; probes run in a thread, and Escape stops them.

    Args:
        session: The session.
        hunt: The id of the hunt.
    """

    DEFAULT_CSS = """
    HuntScreen > Horizontal { height: 1fr; }
    HuntScreen #left { width: 1fr; height: 1fr; scrollbar-size-vertical: 1; }
    HuntScreen #candidates { width: 23; height: 1fr; scrollbar-size-vertical: 1; border-left: solid $panel; }
    HuntScreen #probes { height: 9; scrollbar-size-vertical: 1; border-top: solid $panel; padding: 0 1; }
    HuntScreen.-tall #probes { height: 16; }
    HuntScreen #status { height: 2; padding: 0 1; color: $dim; }
    HuntScreen #text { display: none; padding: 0 1; }
    HuntScreen.-reading #text, HuntScreen.-verdict #text { display: block; }
    HuntScreen #briefing { padding: 0 1 1 1; }
    HuntScreen.-reading #program, HuntScreen.-verdict #program { display: none; }
    HuntScreen.-reading #briefing, HuntScreen.-verdict #briefing, HuntScreen.-line #briefing { display: none; }
    HuntScreen.-reading #probes, HuntScreen.-verdict #probes { display: none; }
    HuntScreen.-verdict #candidates, HuntScreen.-verdict #status { display: none; }
    HuntScreen.-line #probes { display: none; }
    """
    HELP_TEXT = """
One of the faults on the right is in the program. **Tab** moves between probes, candidates and program.
**Enter** on a probe buys it and shows a real result. Then strike out what it rules out with **x**, and compare
with **c**: a candidate struck out or left wrongly costs a bit. **n** names the candidate under the
cursor; choose a line that it changes. The fewer points your probes cost, the better: par is what optimal play
needs on average. **p** switches between the program and the last result; the page keys scroll the result, else the
pane that has the cursor. **s** twice ends the hunt and shows the fault. Your moves are kept when you leave, and so
is the verdict.
"""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "next", "next hunt"),
        Binding("a", "again", "again"),
        Binding("o", "page", "its page"),
        Binding("c", "compare", "compare"),
        Binding("n", "name", "name"),
        Binding("p", "program", "code"),
        Binding("p", "result", "result"),
        Binding("s", "show_fault", "end"),
        Binding("tab", "pane(1)", "pane", priority=True),
        Binding("shift+tab", "pane(-1)", "pane", show=False, priority=True),
        Binding("pageup", "scroll_text(-1)", "up", show=False),
        Binding("pagedown,space", "scroll_text(1)", "down", show=False),
        Binding("q", "back", "back"),
        Binding("escape", "escape", "back", show=False),
    ]

    def __init__(self, session: Session, hunt: str) -> None:
        super().__init__(session)
        self.hunt = hunt
        self.set_up: SetUp | None = None
        self.state: HuntState | None = None
        self.reading: tuple[str, Reading] | None = None
        """The probe that is shown, and what it has shown."""
        self.naming = ""
        """The candidate that is being named, while its line is chosen."""
        self.note = ""
        self.message = ""
        """What the status says until the cursor moves or something is done: an answer to the last key."""
        self.curves: tuple[Trace, ...] = ()
        self._stop = threading.Event()
        self._probing = False
        self._asked_to_guess = False
        self._asking = False  # whether the message is a question
        self._struck = -1  # what was struck out when the last probe was bought
        self._at_program = False  # whether the learner has gone back from a result to the program

    def compose(self) -> ComposeResult:
        yield HeaderBar(f"Debug {sign('within', self.session.plain)} {self.hunt}")
        with Horizontal():
            with VerticalScroll(id="left", can_focus=False):
                yield TextPanel(widget_id="briefing")
                yield ProgramView(widget_id="program")
                yield TextPanel(widget_id="text")
            with VerticalScroll(id="candidates", can_focus=False):
                yield CandidateMenu([], widget_id="candidate-menu")
        with VerticalScroll(id="probes", can_focus=False):
            yield ProbeMenu([Row(words("setting up the hunt"))], widget_id="probe-menu")
        yield TextPanel(widget_id="status")
        yield KeyLine()

    def on_mount(self) -> None:
        self.session.remember(screen=self.hunt)
        self.query_one(ProbeMenu).focus()
        start_work(self, self._load, "load", exclusive=True)

    def on_unmount(self) -> None:
        self._stop.set()

    async def _load(self) -> None:
        """Set up the hunt in a thread."""
        self.set_up = await asyncio.to_thread(set_up_hunt, self.session, self.hunt, self._stop.is_set)
        self.state = self.set_up.state
        if self.is_attached:
            self._show()
            if self.state.over:
                self.set_focus(None)
                start_work(self, self._repair, "repair", exclusive=True)

    # What is shown

    def _show(self) -> None:
        """Show the state in every panel."""
        from tutor.learning.hunt_state import score_text

        hunt, state = self.set_up, self.state
        if hunt is None or state is None:
            return
        texts = HuntTexts(
            hunt,
            state,
            self.session.plain,
            lambda: self.query_one("#left").size.height,
            self.reading,
            self.note,
            self.curves,
            score_text(self.session.state.hunts.get(self.hunt)),
            tuple(page.title for page in _pages(self.session, state)),
        )
        self.set_class(state.over, "-verdict")
        reading = self.reading is not None and not self._at_program
        self.set_class(reading and not state.over and not self.naming, "-reading")
        self.set_class(bool(self.naming), "-line")
        title = f"Debug {sign('within', self.session.plain)} {hunt.case.title}"
        self.query_one(HeaderBar).show(title, _score(state, hunt.par.cost))
        self.query_one(ProgramView).show(hunt.case.program.with_fault(hunt.case.fault).split("\n"))
        self.query_one(CandidateMenu).show(candidate_rows(state, self.session.plain))
        self.query_one(ProbeMenu).show(probe_rows(state, self.session.plain))
        self.query_one("#briefing", TextPanel).show(texts.briefing)
        self.query_one("#text", TextPanel).show(texts.verdict if state.over else texts.result)
        self._show_status()
        self.refresh_bindings()

    def _show_status(self) -> None:
        from tutor.rendering.hunt import sentences

        def lines(width: int) -> list[Line]:
            role = "accent" if self.message else ""
            return sentences(self._status(), RenderContext(width, self.session.plain), role)[:STATUS_ROWS]

        self.query_one("#status", TextPanel).show(lines)

    def _say(self, message: str, asks: bool = False) -> None:
        """Answer a key in the status lines, where it hides nothing; `asks` if Escape takes the key back."""
        self.message, self._asking = message, asks
        if self.state is not None:
            self._show_status()

    def _unsay(self) -> None:
        """Take back what the status lines answered, and what they asked."""
        self.message, self._asking = "", False
        self.tutor.second_press.take_back()

    def _status(self) -> str:
        """What the status lines say: the answer to the last key, what waits, else what the row under the cursor is."""
        if self.message:
            return self.message
        assert self.set_up is not None
        assert self.state is not None
        program = self.set_up.case.program
        if self._probing:
            return "running the probe; esc stops it"
        if self.naming:
            return f"Which line is wrong, if it is {self.naming}? Move to it and press Enter; esc cancels."
        if self.query_one(CandidateMenu).has_focus and (name := self.query_one(CandidateMenu).key):
            waits = "  (c compares)" if self.state.waiting else ""
            return f"{name}: {program.faults[name].text}{waits}"
        if self.state.waiting:
            return "Strike out what this rules out with x, then c compares it with what the probes say."
        probe = program.probes.get(self.query_one(ProbeMenu).key)
        return f"{probe.title}, cost {probe.cost}. {probe.tells}" if probe else ""

    # What is done

    def on_menu_chosen(self, event: Menu.Chosen) -> None:
        from tutor.learning.hunt_state import Struck, move

        event.stop()
        if self.query_one(CandidateMenu).has_focus:
            if self.state is not None and not self.state.over:
                self._keep(move(self.state, Struck(event.key)))
        elif self.state is not None and not self._probing:
            start_work(self, partial(self._probe, event.key), "probe", exclusive=True)

    def on_focused_menu_moved(self, event: FocusedMenu.Moved) -> None:
        event.stop()
        if not event.by_focus:
            self._unsay()
        if self.state is not None:
            self._show_status()

    def _keep(self, state: HuntState) -> None:
        """Take a state, save its moves, and show it."""
        from tutor.learning.hunt_state import SAVED, encode

        self.state = state
        self._unsay()
        if state.over or not state.moves:
            self.session.undraft(SAVED + self.hunt)
        else:
            self.session.draft(SAVED + self.hunt, encode(state))
        self._show()

    async def _probe(self, probe: str) -> None:
        """Buy a probe, or show again what one has shown."""
        from tutor.learning.hunt_state import Bought, move

        state = self.state
        if state is None or state.over:
            return
        known = any(one.probe == probe for one in state.taken)
        if not known and state.waiting:
            self._say("First strike out what the last probe rules out; c compares.")
            self._focus(CandidateMenu)
            return
        reading = await self._read(probe)
        if reading is None or self.state is not state:
            return
        self.reading, self.note, self._at_program = (probe, reading), "", False
        if not known:
            self._struck = state.struck
        self._keep(state if known else move(state, Bought(probe, reading.outcome, reading.summary)))
        self.verdict_shown()
        if not self.naming:  # begun meanwhile: its Enter is meant for a line of the program
            self._to_top()
            self._focus(CandidateMenu)

    async def _read(self, probe: str) -> Reading | None:
        """Run a probe in a thread; None if it was stopped."""
        from lessons.hunting.outcomes import read
        from lessons.hunting.run import StoppedError

        hunt = self.set_up
        if hunt is None:
            return None
        self._probing = True
        self._stop.clear()
        self._show_status()
        try:
            return await asyncio.to_thread(read, hunt.case.program, probe, hunt.run)
        except StoppedError:
            return None
        finally:
            self._probing = False
            if self.is_attached:
                self._show_status()

    def action_compare(self) -> None:
        from tutor.learning.hunt_state import Compared, move

        if self.state is None or not self.state.waiting:
            return
        if self.state.struck == self._struck and not self.tutor.second_press.confirms(self, "compare", inf):
            self._say("Nothing is struck out yet. If this rules out no candidate, c again compares.", asks=True)
            return
        self.note, self._at_program = "", False
        self._keep(move(self.state, Compared()))
        self._to_top()

    def action_name(self) -> None:
        """Name the candidate under the cursor: its line is to be chosen next. Before any probe, ask first."""
        from tutor.learning.hunt_state import UNMEASURED

        candidate = self.query_one(CandidateMenu).key
        if self.state is None or not candidate or self.state.over:
            return
        if not self.state.taken and not self._asked_to_guess:
            self._asked_to_guess = True
            self._say(f"{UNMEASURED} n again guesses {candidate}.", asks=True)
            return
        self._unsay()
        self.naming = candidate
        self._show()
        self._focus(ProgramView)

    def on_program_view_chosen(self, event: ProgramView.Chosen) -> None:
        event.stop()
        if not self.naming:
            self._say("n on a candidate names it; then choose its line here.")
            return
        start_work(self, partial(self._settle, event.line), "name", exclusive=True)

    async def _settle(self, line: int) -> None:
        from tutor.learning.hunt_state import Named, RefusedError, move

        if self.state is None or not self.naming:
            return
        candidate, self.naming = self.naming, ""
        try:
            state = move(self.state, Named(candidate, line))
        except RefusedError as refused:
            self._say(f"{str(refused)[:1].upper()}{str(refused)[1:]}.")
            self._show()
            self._focus(CandidateMenu)
            return
        if state.over:
            await self._end(state)
            return
        self.note = f"It is not {candidate}. That costs {_bits(state.lost - self.state.lost)}: what was still open."
        self._at_program = False
        self._keep(state)
        if self.reading is None:
            self._say(self.note)
        self.verdict_shown()
        self._focus(CandidateMenu)

    async def action_show_fault(self) -> None:
        """End the hunt, if the key is pressed twice."""
        from tutor.learning.hunt_state import Shown, move

        if self.state is None or self.state.over:
            return
        if not self.tutor.second_press.confirms(self, "show_fault", inf):
            self._say("s again ends the hunt and shows the fault.", asks=True)
            return
        await self._end(move(self.state, Shown()))

    async def _end(self, state: HuntState) -> None:
        """Record the end, then show the verdict, and train the repaired program."""
        from tutor.learning.hunt_state import hunted

        assert self.set_up is not None
        await self.tutor.keep(hunted(state, self.set_up.par.cost))
        self.naming, self.reading, self.curves = "", None, ()
        self._keep(state)
        self.verdict_shown()
        self._to_top()
        self.set_focus(None)
        start_work(self, self._repair, "repair", exclusive=True)

    async def _repair(self) -> None:
        """Train the program with the fault and without it, and show both losses in one figure."""
        from lessons.hunting.outcomes import both_losses

        assert self.set_up is not None
        case = self.set_up.case
        self.curves = await asyncio.to_thread(both_losses, case.program, case.fault, case.seed)
        if self.is_attached:
            self._show()

    def action_next(self) -> None:
        from lessons.model.hunts import hunt_id, number_of

        if self.state is not None and self.state.over:
            self.app.pop_screen()
            self.navigator.open_thing("hunt", hunt_id((number_of(self.hunt) or 0) + 1))

    def action_page(self) -> None:
        """Open the page that teaches what the fault builds on."""
        if self.state is not None and self.state.over and (pages := _pages(self.session, self.state)):
            self.navigator.open_page(pages[0].id)

    def action_again(self) -> None:
        from tutor.learning.hunt_state import begin

        if self.state is not None and self.state.over:
            self._asked_to_guess = False
            self._keep(begin(self.state.case))
            self._to_top()
            self._focus(ProbeMenu)

    def action_program(self) -> None:
        """Show the program instead of the last result."""
        self._at_program = True
        self._switched(ProbeMenu)

    def action_result(self) -> None:
        """Show the last result instead of the program; a hunt that was left has to read it again."""
        if self.reading is None and self.state is not None and self.state.taken:
            start_work(self, partial(self._probe, self.state.taken[-1].probe), "probe", exclusive=True)
            return
        self._at_program = False
        self._switched(CandidateMenu)

    def _switched(self, pane: type[ProbeMenu | CandidateMenu]) -> None:
        self._unsay()
        self.set_class(not self._at_program, "-reading")
        self._focus(pane)
        self._to_top()
        self.refresh_bindings()

    def action_pane(self, by: int) -> None:
        panes = [one for one in (ProbeMenu, CandidateMenu, ProgramView) if _visible(self.query_one(one))]
        if not panes:
            return
        at = next((index for index, one in enumerate(panes) if self.query_one(one).has_focus), -1)
        if self._asking:
            self._unsay()
        self._focus(panes[(at + by) % len(panes)])

    def _focus(self, pane: type[ProbeMenu | CandidateMenu | ProgramView]) -> None:
        self.query_one(pane).focus(scroll_visible=False)
        self.call_after_refresh(self._show_status)

    def _to_top(self) -> None:
        self.query_one("#left", VerticalScroll).scroll_home(animate=False)

    def action_scroll_text(self, by: int) -> None:
        """Scroll the result or the verdict, else move in the menu that has the focus, a page at a time."""
        if isinstance(self.focused, FocusedMenu) and not self.has_class("-reading"):
            self.focused.action_page(by)
            return
        scroll = self.query_one("#left", VerticalScroll)
        scroll.scroll_page_down(animate=False) if by > 0 else scroll.scroll_page_up(animate=False)

    def action_escape(self) -> None:
        """Stop a probe that runs, else cancel a question or the naming, else go back."""
        if self._probing:
            self._stop.set()
        elif self._asking:
            self._unsay()
            self._show_status()
        elif self.naming:
            self.naming = ""
            self._show()
            self._focus(CandidateMenu)
        else:
            self.action_back()

    def action_back(self) -> None:
        self._stop.set()
        self.session.remember(screen="home")
        self.app.pop_screen()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what can be done now."""
        state = self.state
        if action in ("next", "again", "page"):
            return state is not None and state.over
        if action == "compare":
            return state is not None and state.waiting and not state.over and not self.naming
        if action in ("name", "show_fault", "pane"):
            return state is not None and not state.over and not self.naming
        if action in ("program", "result"):
            shown = self.has_class("-reading") is (action == "program")
            return state is not None and not state.over and bool(state.taken) and not self.naming and shown
        return super().check_action(action, parameters)


def _pages(session: Session, state: HuntState) -> tuple[PageEntry, ...]:
    """The pages that teach what the fault builds on."""
    from tutor.learning.labels import pages_teaching

    return pages_teaching(session.course, state.case.program.faults[state.case.fault].skills)


def _visible(pane: Widget) -> bool:
    """Whether a pane and all that it stands in are displayed."""
    return all(one.display for one in (pane, *pane.ancestors) if isinstance(one, Widget))


def _score(state: HuntState, par: float) -> str:
    """How far the learner is, and at what cost, for the header."""
    lost = f", {_bits(state.lost)} lost" if state.lost else ""
    cost = f"cost {state.cost}, par {par:.1f}{lost}"
    if state.over:
        return "" if state.remembered else cost
    count = len(state.case.puzzle.candidates)
    return f"{count - state.struck.bit_count()} of {count} not struck   {cost}"


def _bits(bits: float) -> str:
    from tutor.learning.hunt_state import bits_text

    return bits_text(bits)
