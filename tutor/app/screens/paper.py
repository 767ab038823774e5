"""The screen of a paper card: the formula in sight, the field in hand, and a line to type answers on."""

from __future__ import annotations

import asyncio
import threading
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, VerticalScroll
from textual.geometry import Size

from lessons.model.papers import split_id
from tutor.app.screens.base import TutorScreen
from tutor.app.second_press import CONFIRM_TIME
from tutor.app.widgets.answer_input import AnswerSubmitted, AnswerTyped
from tutor.app.widgets.header_footer import HeaderBar, KeyLine
from tutor.app.widgets.hunt_panels import TextPanel
from tutor.app.widgets.text_input import TextInput
from tutor.app.workers import start_work
from tutor.rendering.context import READING_WIDTH, RenderContext
from tutor.rendering.icons import sign
from tutor.rendering.notation import Line
from tutor.rendering.typeset import wrap_plain

if TYPE_CHECKING:
    from lessons.model.papers import LineVerdict, PaperCard
    from tutor.app.session import Session
    from tutor.learning.paper_state import Move, PaperState

SIDE_BY_SIDE = 110  # columns from which on the formula stands beside the field
_NEXT = "Enter opens the next card, a reads this one with other numbers, o opens the page it builds on, q goes back."
_AFTER_FIELD = "Enter goes on, a asks for another draw of this field, o opens the page it builds on."


class PaperScreen(TutorScreen):
    """A paper card. What is typed is saved as it is typed; a line runs in a thread, and Escape stops it.

    Args:
        session: The session.
        card: The id of the card, with a field behind it where that alone is asked.
        why: Why a review asks this field now; empty outside reviews.
    """

    DEFAULT_CSS = """
    PaperScreen #card { height: 1fr; layout: vertical; align-horizontal: center; }
    PaperScreen #top { height: auto; max-height: 50%; padding: 0 1; scrollbar-size-vertical: 1; max-width: 84; }
    PaperScreen #field { height: 1fr; padding: 0 1; scrollbar-size-vertical: 1; max-width: 84; }
    PaperScreen #top TextPanel, PaperScreen #field TextPanel { padding: 0; }
    PaperScreen TextInput { margin: 0 1; }
    PaperScreen.-side #card { layout: horizontal; }
    PaperScreen.-side #top { width: 1fr; height: 1fr; max-height: 100%; padding: 1 2; }
    PaperScreen.-side #field { width: 1fr; padding: 1 2; border-left: solid $panel; }
    PaperScreen.-over #top, PaperScreen.-over TextInput { display: none; }
    PaperScreen.-over #field { border-left: none; }
    """
    HELP_TEXT = """
One formula from a paper, in five fields. Type an answer and press **Enter**. **↑** and **↓** move between the blanks
of the card; a wrong answer may stay while you go on. `ctrl+t` gives a hint: the answer then counts as one with help.
`ctrl+n` takes a wrong choice in a review back if it was a typo, once.
**Escape** leaves the line you type on. Then **h** gives a hint, too, **s** shows the answer in hand, and **x** ends the
card, each pressed twice; **n** lists what each letter means from card to card, and **q** goes back. What you typed is
kept.

A shape is `(n, d)`, with the card's names, numbers, or your own letters: each letter then keeps its size.
A line is one assignment in NumPy. It runs twice, with sizes that all differ and with equal ones.
"""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "enter", "go on"),
        Binding("up", "turn(-1)", "before", show=False),
        Binding("down", "turn(1)", "move", key_display="↑↓"),
        Binding("ctrl+t", "hint", "hint", id="hint"),
        Binding("h", "letter('hint')", "hint"),
        Binding("ctrl+n", "typo", "a typo", id="typo"),
        Binding("s", "letter('show_answer')", "show me"),
        Binding("n", "letters", "letters"),
        Binding("x", "letter('end')", "end"),
        Binding("a", "again", "again"),
        Binding("o", "page", "its page"),
        Binding("pageup", "scroll_field(-1)", "up", show=False),
        Binding("pagedown", "scroll_field(1)", "down", show=False),
        Binding("q", "back", "back"),
        Binding("escape", "escape", "more keys"),
        Binding("escape", "back", "back", key_display="esc"),
    ]

    def __init__(self, session: Session, card: str, why: str = "") -> None:
        super().__init__(session)
        self.name_of_card, self._why = card, why
        self.card, self.field = split_id(card)
        self.state: PaperState | None = None
        self.running = False
        self._content: PaperCard | None = None
        self._stop = threading.Event()
        self._unsent: dict[str, str] = {}  # by blank, what was typed there and not given

    def compose(self) -> ComposeResult:
        yield HeaderBar(f"Papers {sign('within', self.session.plain)} {self._title}")
        with Container(id="card"):
            with VerticalScroll(id="top", can_focus=False):
                yield TextPanel(widget_id="formula")
            with VerticalScroll(id="field", can_focus=False):
                yield TextPanel(widget_id="body")
        yield TextInput("setting up the card")
        yield KeyLine()

    @property
    def _title(self) -> str:
        cards = self.session.course.outline.cards
        return next((entry.title for entry in cards if entry.id == self.card), self.card)

    @property
    def box(self) -> TextInput:
        """The line to type on."""
        return self.query_one(TextInput)

    def on_mount(self) -> None:
        if not self._why:  # the next start goes on with the review, which opens its field again
            self.session.remember(screen=self.name_of_card)
        self.box.focus()
        start_work(self, self._load, "load", exclusive=True)

    def on_unmount(self) -> None:
        self._stop.set()

    def resizing(self, size: Size) -> None:
        self.set_class(size.width >= SIDE_BY_SIDE, "-side")
        self._show()

    async def _load(self) -> None:
        """Read and draw the card in a thread: that imports NumPy."""
        self._content, self.state, text = await asyncio.to_thread(self._draw)
        if self.is_attached:
            typed = self.box.value
            self.box.restore(text + typed)
            self._show()

    def _draw(self, again: bool = False) -> tuple[PaperCard, PaperState, str]:
        import lessons.paper_cards.lines  # noqa: F401  what judges lines takes a moment to load
        from lessons.answers import load_diagnosis
        from tutor.learning.paper_draws import next_draw
        from tutor.learning.paper_state import begin, decode, draft_key, replay

        load_diagnosis()
        course = self.session.course
        card = self._content or course.card(self.card)
        state = begin(next_draw(course, self.session.state, card, self.field))
        draft = self.session.draft_of(draft_key(state.drawn))
        saved = decode(draft.text) if draft is not None and not again else None
        if saved is not None:
            return card, replay(course.drawn_card(card, saved.seed, self.field), saved.moves), saved.box
        return card, state, ""

    # What is shown

    def _show(self) -> None:
        """Show the state in every panel."""
        state = self.state
        if state is None or not self.is_mounted:
            return
        from tutor.rendering.paper import progress_text

        self.set_class(state.over, "-over")
        title = f"Papers {sign('within', self.session.plain)} {self._title}"
        self.query_one(HeaderBar).show(title, progress_text(state, self.session.plain))
        self.query_one("#formula", TextPanel).show(self._formula_lines)
        self.query_one("#body", TextPanel).show(self._closing_lines if state.over else self._field_lines)
        self.box.placeholder = _HINTS.get(state.blank.field, "your answer")
        self.box.disabled = state.entry(state.at).settled
        self.refresh_bindings()

    def _rendering(self, width: int) -> RenderContext:
        return RenderContext(max(30, min(width - 1, READING_WIDTH + 4)), self.session.plain)

    def _formula_lines(self, width: int) -> list[Line]:
        from tutor.rendering.paper import context_lines, formula_lines

        assert self.state is not None
        context = self._rendering(width)
        if self.has_class("-side"):
            return [*formula_lines(self.state, context), (), *context_lines(self.state, context)]
        return formula_lines(self.state, context, most=self.size.height // 2 - 1)

    def _field_lines(self, width: int) -> list[Line]:
        from tutor.rendering.paper import context_lines, field_lines

        assert self.state is not None
        context = self._rendering(width)
        lines = field_lines(self.state, context)
        if self.running:
            return [*lines, (), *wrap_plain("running your line; esc stops it", context, "dim")]
        if self.state.moves:
            return lines
        reason = [*wrap_plain(self._why, context, "dim"), ()] if self._why else []
        told = [] if self.has_class("-side") else context_lines(self.state, context)
        if self.state.drawn.asked is not None:  # the card is known: what it is for can wait
            return [*reason, *lines, (), *told]
        return [*reason, *([*told, ()] if told else []), *lines]

    def _closing_lines(self, width: int) -> list[Line]:
        from tutor.learning.labels import pages_teaching
        from tutor.rendering.paper import closing_lines, formula_lines

        assert self.state is not None
        context = self._rendering(width)
        pages = tuple(page.title for page in pages_teaching(self.session.course, self.state.drawn.card.needs))
        formula = formula_lines(self.state, context)
        return [
            *formula,
            (),
            *closing_lines(self.state, pages, context),
            (),
            *wrap_plain(_AFTER_FIELD if self.field else _NEXT, context, "dim"),
        ]

    # What is done

    def on_answer_typed(self, event: AnswerTyped) -> None:
        event.stop()
        if self.state is not None:
            self._save(event.text)

    def on_answer_submitted(self, event: AnswerSubmitted) -> None:
        event.stop()
        if self.state is not None and not self.running and event.text.strip():
            runs = self.state.blank.field == "line"
            start_work(self, partial(self._answer, event.text), "run" if runs else "move", exclusive=runs)

    async def _answer(self, text: str) -> None:
        from tutor.learning.paper_state import Ran, Typed

        state = self.state
        if state is None or state.over:
            return
        if state.blank.field != "line":
            await self._take(Typed(state.at, text))
            return
        verdict = await self._run(state, text)
        if verdict is not None:
            await self._take(Ran(text, verdict))

    async def _run(self, state: PaperState, text: str) -> LineVerdict | None:
        """Run a line in a thread; None if it was stopped."""
        from lessons.paper_cards.lines import judge_line, run_sandboxed

        self.running = True
        self._stop.clear()
        self._show()
        runner = partial(run_sandboxed, stop=self._stop)
        try:
            return await asyncio.to_thread(judge_line, state.drawn.card, state.drawn.seed, text, runner)
        finally:
            self.running = False
            if self.is_attached:
                self._show()
                self.box.focus()

    async def _take(self, given: Move) -> None:
        """Make a move: record what it says of a skill, save it, and show it."""
        from tutor.learning.paper_state import RefusedError, answer_events, end_events, move

        before = self.state
        assert before is not None
        try:
            after = move(before, given)
        except RefusedError as refused:
            self.notify(f"{str(refused)[:1].upper()}{str(refused)[1:]}.")
            return
        for event in (*answer_events(before, after), *end_events(after)):
            await self.tutor.keep(event)
        self.state = after
        self._save("" if after.at != before.at else self.box.value)
        self._show()
        self.verdict_shown()
        if after.over:
            self.set_focus(None)
            self.app.clear_notifications()
            self.query_one("#field", VerticalScroll).scroll_home(animate=False)
        elif after.at != before.at:
            self._to_blank()

    def _to_blank(self) -> None:
        """Show the blank in hand, and what was typed into it before."""
        assert self.state is not None
        entry = self.state.entry(self.state.at)
        unsent = self._unsent.pop(self.state.at, "")
        self.box.restore(entry.text if entry.settled else unsent or entry.text)
        self._show()
        if not self.box.disabled:
            self.box.focus()
        self.query_one("#field", VerticalScroll).scroll_home(animate=False)

    def _save(self, text: str) -> None:
        """Save the moves and what is typed; an ended card has no draft."""
        from tutor.learning.paper_state import draft_key, encode

        assert self.state is not None
        key = draft_key(self.state.drawn)
        if self.state.over:
            self.session.undraft(key)
        else:
            self.session.draft(key, encode(self.state, text))

    async def action_turn(self, by: int) -> None:
        from tutor.learning.paper_state import Turned

        if self.state is not None and (blank := self.state.beside(by)) != self.state.at:
            self.box.put_in()
            self._unsent[self.state.at] = self.box.value
            await self._take(Turned(blank))

    async def action_typo(self) -> None:
        """Take a wrong choice back."""
        from tutor.learning.paper_state import Retracted

        if self.state is not None:
            self.box.put_in()
            await self._take(Retracted(self.state.at))
            self._to_blank()

    async def action_letter(self, action: str) -> None:
        """Run an action that goes on record, if its letter is pressed twice: one may be typed by mistake."""
        if self.tutor.second_press.confirms(self, action):
            await self.run_action(action)
        else:
            self.notify(_CONFIRM[action], timeout=CONFIRM_TIME)

    async def action_hint(self) -> None:
        from tutor.learning.paper_state import Hinted

        if self.state is not None:
            self.box.put_in()
            await self._take(Hinted(self.state.at))

    def action_letters(self) -> None:
        """Show what each letter means from card to card, without what is asked here."""
        if self.state is not None:
            self.navigator.open_letters("" if self.state.over else self.card)

    async def action_show_answer(self) -> None:
        from tutor.learning.paper_state import Shown

        if self.state is not None:
            await self._take(Shown(self.state.at))

    async def action_end(self) -> None:
        from tutor.learning.paper_state import Ended

        await self._take(Ended())

    def action_enter(self) -> None:
        """Go back to the line, or on to the next card."""
        if self.state is None:
            return
        if not self.state.over:
            self.box.focus()
            return
        if self.field:
            self.action_back()
            return
        ids = [entry.id for entry in self.session.course.outline.cards]
        following = ids[(ids.index(self.card) + 1) % len(ids)]
        self.app.pop_screen()
        self.navigator.open_thing("paper", following)

    async def action_again(self) -> None:
        _, self.state, _ = await asyncio.to_thread(self._draw, True)
        self._unsent.clear()
        self._to_blank()

    def action_page(self) -> None:
        """Open the page that teaches what the card builds on most."""
        from tutor.learning.labels import pages_teaching

        if self.state is not None and (pages := pages_teaching(self.session.course, self.state.drawn.card.needs)):
            self.navigator.open_page(pages[0].id)

    def action_scroll_field(self, by: int) -> None:
        scroll = self.query_one("#field", VerticalScroll)
        scroll.scroll_page_down(animate=False) if by > 0 else scroll.scroll_page_up(animate=False)

    def action_escape(self) -> None:
        """Stop a line that runs, else leave the line to type on."""
        if self.running:
            self._stop.set()
        else:
            self.set_focus(None)

    def action_back(self) -> None:
        self._stop.set()
        self.session.remember(screen="home")
        self.app.pop_screen()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what can be done now."""
        over = self.state is not None and self.state.over
        if action == "letter":
            return self.check_action(str(parameters[0]), ())
        if action in ("again", "page"):
            return over
        if action == "escape":
            return self.running or (self.is_mounted and self.box.has_focus)
        if action == "show_answer":
            return self.state is not None and not (over or self.running or self.state.entry(self.state.at).settled)
        if action == "hint":
            return self.state is not None and not over and not self.running and bool(self.state.open_hints)
        if action == "typo":
            return self.state is not None and not over and self.state.retractable
        if action == "letters":
            # The table says what the letter means on the other cards: the meaning that is left would be the answer.
            return self.state is not None and (over or self.field != "friends")
        if action in ("turn", "end"):
            return self.state is not None and not over and not self.running
        return super().check_action(action, parameters)


_CONFIRM = {
    "hint": "h again shows a hint; the answer then counts as one with help.",
    "show_answer": "s again shows the answer; the field then counts as given up.",
    "end": "x again ends the card and shows what is open.",
}
_HINTS = {
    "symbols": "the letter of a meaning",
    "shapes": "a shape, such as (n, d) or (n,)",
    "number": "a number",
    "friends": "the letter of a meaning",
    "output": "the letter of a line",
    "line": "one line of NumPy",
}
