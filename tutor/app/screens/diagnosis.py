"""The screen of a case to diagnose: what it shows, the number that decides, then the cause."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll

from tutor.app.screens.base import TutorScreen
from tutor.app.widgets.answer_input import AnswerSubmitted, AnswerTyped
from tutor.app.widgets.choice_input import ChoiceInput
from tutor.app.widgets.header_footer import HeaderBar, KeyLine
from tutor.app.widgets.hunt_panels import TextPanel
from tutor.app.widgets.text_input import TextInput
from tutor.app.workers import start_work
from tutor.rendering.answer_boxes import placeholders
from tutor.rendering.context import READING_WIDTH, RenderContext
from tutor.rendering.icons import sign
from tutor.rendering.notation import Line
from tutor.rendering.typeset import markdown, words, wrap_plain

if TYPE_CHECKING:
    from lessons.outline import PageEntry
    from tutor.app.session import Session
    from tutor.learning.diagnosis_state import DiagnosisState, Move

LOW, TALL, TALL_SCREEN = 8, 14, 36  # rows of a figure, and of a screen that has room for a tall one
_NEXT = "Enter opens the next case, a shows this one with other numbers, o opens the page it builds on, q goes back."


class DiagnosisScreen(TutorScreen):
    """A case to diagnose. The moves are saved as they are made.

    Args:
        session: The session.
        case: The id of the case.
    """

    DEFAULT_CSS = """
    DiagnosisScreen > VerticalScroll { height: 1fr; scrollbar-size-vertical: 1; padding: 1 2; }
    DiagnosisScreen TextPanel, DiagnosisScreen ChoiceInput, DiagnosisScreen TextInput { max-width: 84; }
    DiagnosisScreen TextInput { margin: 0 0 0 0; }
    DiagnosisScreen #ask, DiagnosisScreen #ask-cause, DiagnosisScreen #end { margin: 1 0 0 0; }
    """
    HELP_TEXT = """
A model misbehaves, and this is its log. First type the **number** that decides; **Enter** checks it. Anything that can
be computed will do: `ln 10`, `e^2.3`, `2/0.7`. Then choose the **cause** with the arrows or its letter, and check it
with **Enter**. `ctrl+r` shows the answer to the question that is open. Your moves are kept when you leave.
"""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "next", "next case"),
        Binding("a", "again", "other numbers"),
        Binding("o", "page", "its page"),
        Binding("ctrl+r", "show_answer", "show", id="solution"),
        Binding("pageup", "scroll_case(-1)", "up", show=False),
        Binding("pagedown", "scroll_case(1)", "down", show=False),
        Binding("space", "scroll_case(1)", "down", show=False),
        Binding("q", "back", "back", show=False),
        Binding("escape", "back", "back", key_display="esc"),
    ]

    def __init__(self, session: Session, case: str) -> None:
        super().__init__(session)
        self.case = case
        self.state: DiagnosisState | None = None
        self.number = TextInput("")
        self.causes: ChoiceInput | None = None
        self._typed = ""

    def compose(self) -> ComposeResult:
        title = dict(self.session.course.diagnoses).get(self.case, self.case)
        yield HeaderBar(f"Diagnose {sign('within', self.session.plain)} {title}")
        with VerticalScroll(can_focus=False):
            yield TextPanel(widget_id="symptom")
            yield TextPanel(widget_id="ask")
            yield self.number
            yield TextPanel(widget_id="because")
            yield TextPanel(widget_id="ask-cause")
            yield TextPanel(widget_id="end")
        yield KeyLine()

    def on_mount(self) -> None:
        self.session.remember(screen=self.case)
        self.number.focus()  # what is typed meanwhile waits in it
        self._panel("symptom").show(lambda _: [words("running the model", "dim")])
        start_work(self, self._load, "load", exclusive=True)

    async def _load(self) -> None:
        """Draw the case in a thread: that runs it, and imports NumPy."""
        state, typed = await asyncio.to_thread(self._drawn)
        if not self.is_attached:
            return
        self.state = state
        if self.causes is not None:
            await self.causes.remove()
        self.causes = ChoiceInput(state.case.cause.options)
        self.causes.display = False
        await self.query_one(VerticalScroll).mount(self.causes, after=self._panel("ask-cause"))
        self.number.disabled = False
        self.number.placeholder = placeholders(state.case.number)[0]
        self._typed = typed + self.number.value
        self.number.restore(self._typed)
        self._show()
        self.query_one(VerticalScroll).scroll_home(animate=False)

    def _drawn(self) -> tuple[DiagnosisState, str]:
        """The diagnosis as it was left, else the next draw of the case; and what was typed."""
        from progress.state.records import CaseRecord
        from tutor.learning.diagnosis_state import SAVED, Saved, decode, replay

        draft = self.session.draft_of(SAVED + self.case)
        plays = self.session.state.cases.get(self.case, CaseRecord()).plays
        saved = (decode(draft.text) if draft else None) or Saved(plays + 1)
        return replay(self.session.course.diagnosis(self.case, saved.seed), saved.moves), saved.typed

    def _panel(self, name: str) -> TextPanel:
        return self.query_one(f"#{name}", TextPanel)

    # What is shown

    def _show(self) -> None:
        """Show the state, and give the question that is open the focus."""
        state, causes = self.state, self.causes
        if state is None or causes is None:
            return
        self.query_one(HeaderBar).show(
            f"Diagnose {sign('within', self.session.plain)} {state.case.title}", self._standing(state)
        )
        for name in ("symptom", "ask", "because", "ask-cause", "end"):
            self._panel(name).show(partial(self._lines, name))
        causes.display = state.stage != "number"
        self._panel("ask-cause").display = causes.display
        self._panel("end").display = causes.display
        if state.stage == "number":
            self.number.focus(scroll_visible=False)
        else:
            self.number.close()
            causes.focus(scroll_visible=False)
        if state.over:
            causes.show_answer(state.case.cause.answer)
            causes.close()
            self.set_focus(None)
        self.refresh_bindings()
        self.call_after_refresh(self._bring_in_sight)

    def _bring_in_sight(self) -> None:
        """Scroll until the question that is open shows, or the end of the case."""
        state = self.state
        if state is not None and (state.moves or state.stage != "number"):
            self._panel("end" if state.stage != "number" else "because").scroll_visible(animate=False)

    def _standing(self, state: DiagnosisState) -> str:
        if state.over:
            return "first try" if state.clean else "done"
        wrong = len(state.rules)
        return f"{1 if state.stage == 'number' else 2} of 2" + (f"   {wrong} wrong" if wrong else "")

    def _lines(self, name: str, width: int) -> list[Line]:
        from tutor.rendering.diagnosis import cause_lines, closing_lines, number_lines, symptom_lines

        assert self.state is not None
        state, context = self.state, RenderContext(max(30, min(width, READING_WIDTH + 4)), self.session.plain)
        match name:
            case "symptom":
                return symptom_lines(state.case, context, TALL if self.size.height >= TALL_SCREEN else LOW)
            case "ask":
                return markdown(state.case.number.prompt, context)
            case "because":
                return self._echo(context) or number_lines(state, context)
            case "ask-cause":
                return markdown(state.case.cause.prompt, context)
            case _ if state.over:
                titles = tuple(page.title for page in self._pages())
                return [*closing_lines(state, titles, context), *wrap_plain(_NEXT, context, "dim")]
            case _:
                return cause_lines(state, context)

    def _echo(self, context: RenderContext) -> list[Line]:
        """How a number is read that is typed and not checked yet."""
        state, text = self.state, self._typed
        if state is None or state.stage != "number" or not text.strip():
            return []
        from lessons.answers import read
        from tutor.rendering.answer_feedback import understood

        reading = read(state.question.question, text)
        return understood(reading.latex, context) if reading.ok else [words("...", "dim")]

    def _pages(self) -> tuple[PageEntry, ...]:
        from tutor.learning.labels import pages_teaching

        return pages_teaching(self.session.course, self.state.case.skills) if self.state is not None else ()

    # What is done

    def on_answer_typed(self, event: AnswerTyped) -> None:
        event.stop()
        if self.state is not None and self.state.stage == "number":
            self._typed = event.text
            self._save()
            self._panel("because").show(partial(self._lines, "because"))

    def on_answer_submitted(self, event: AnswerSubmitted) -> None:
        from tutor.learning.diagnosis_state import Answered

        event.stop()
        if event.text.strip():
            self._make(Answered(event.text))

    def action_show_answer(self) -> None:
        from tutor.learning.diagnosis_state import Shown

        self._make(Shown())

    def _make(self, given: Move) -> None:
        start_work(self, partial(self._take, given), "move")

    async def _take(self, given: Move) -> None:
        """Make a move: it is saved, and the result of an ended case is on disk, before the verdict is shown."""
        from tutor.learning.diagnosis_state import diagnosed, move

        if self.state is None or self.state.over:
            return
        # The state is taken before the disk is waited for, so that a second Enter meanwhile finds the case ended.
        self.state = after = move(self.state, given)
        self._typed = ""
        if after.over:
            await self.tutor.keep(diagnosed(after))
        self._save()
        if self.is_attached:
            self._show()
            self.verdict_shown()

    def _save(self) -> None:
        from tutor.learning.diagnosis_state import SAVED, encode

        assert self.state is not None
        if self.state.over:
            self.session.undraft(SAVED + self.case)
        else:
            self.session.draft(SAVED + self.case, encode(self.state, self.number.value))

    def action_next(self) -> None:
        ids = [case for case, _ in self.session.course.diagnoses]
        following = ids[(ids.index(self.case) + 1) % len(ids)]
        self.app.pop_screen()
        self.navigator.open_thing("diagnose", following)

    def action_again(self) -> None:
        self.number.restore("")
        start_work(self, self._load, "load", exclusive=True)

    def action_page(self) -> None:
        """Open the page that teaches what the case builds on."""
        if pages := self._pages():
            self.navigator.open_page(pages[0].id)

    def action_scroll_case(self, by: int) -> None:
        scroll = self.query_one(VerticalScroll)
        scroll.scroll_page_down(animate=False) if by > 0 else scroll.scroll_page_up(animate=False)

    def action_back(self) -> None:
        self.session.remember(screen="home")
        self.app.pop_screen()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what can be done now."""
        over = self.state is not None and self.state.over
        if action in ("next", "again", "page"):
            return over
        if action == "show_answer":
            return self.state is not None and not over
        return super().check_action(action, parameters)
