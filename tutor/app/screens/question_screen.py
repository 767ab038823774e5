"""The base of every screen with questions: it records what happens at one before it shows it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.events import DescendantFocus

from lessons.answers import load_diagnosis
from tutor.app.screens.base import TutorScreen
from tutor.app.screens.key_router import KeyRouter, Typist
from tutor.app.widgets.question import CONFIRM
from tutor.learning.attempt import drawn_before, looked_at_page
from tutor.learning.formulas_shown import formula_shown
from tutor.learning.question_draft import WORDS
from tutor.learning.question_recorder import Exposure, QuestionRecorder, Recording, bar_of

if TYPE_CHECKING:
    from lessons.answers import Verdict
    from tutor.app.command_palette import ScreenCommand
    from tutor.app.session import Session
    from tutor.app.widgets.explain_input import ExplainInput
    from tutor.app.widgets.question import QuestionView
    from tutor.app.widgets.worksheet import WorksheetView
    from tutor.fast.idle import IdleClock
    from tutor.learning.question_state import QuestionState
    from tutor.learning.scheduling.study_session import AnsweredQuestion
    from tutor.learning.worksheet import Sheet

BOX_COMMANDS = {
    "hint": "hint", "show_me": "show me", "worksheet": "steps", "sure": "how sure", "dispute": "mine is right",
    "typo": "a typo",
}  # fmt: skip
"""Commands of a question, by action, with the descriptions of their bindings."""


async def load_diagnosis_when_idle(pace: IdleClock) -> None:
    """Load what explains a wrong answer while nobody waits: the first one comes as fast as any other."""
    await pace.wait_until_idle()
    await asyncio.to_thread(load_diagnosis)


class QuestionScreen(TutorScreen):
    """A screen with questions, which has a recorder for them. Subclasses say which they are and what follows."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("h", "on_item('hint')", "hint"),
        Binding("s", "on_item('show_me')", "show me"),
        Binding("t", "on_item('typo')", "a typo"),
        Binding("w", "on_item('worksheet')", "steps"),
        Binding("exclamation_mark", "on_item('dispute')", "mine is right"),
        Binding("n", "on_item('another')", "another"),
    ]

    where = "lesson"
    """The kind of place of an answer, as the journal names it."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.recorder = QuestionRecorder(self.where)
        self.latest: QuestionView | None = None
        self._looking = False
        self.router = KeyRouter(self)

    # What a subclass defines

    @property
    def questions(self) -> Iterable[QuestionView]:
        """The questions on the screen."""
        raise NotImplementedError

    @property
    def session_started(self) -> int | None:
        """When the study session began, in milliseconds; None outside of one."""
        return None

    @property
    def done_before(self) -> Iterable[AnsweredQuestion]:
        """The questions of this study session that are done."""
        return ()

    def in_hand(self) -> QuestionView | None:
        """The question that keys outside its box act on; None where there is none."""
        raise NotImplementedError

    def open_in_sight(self) -> Iterable[tuple[QuestionState, Typist]]:
        """The questions in sight that can be answered, the one that keys are most likely meant for first."""
        return [
            (view.state, self.router.typist(view)) for view in self.questions if not view.over and self.is_seen(view)
        ]

    def is_seen(self, view: QuestionView) -> bool:
        """Whether any row of a question is on the screen."""
        return view.is_attached and bool(view.region.intersection(self.region))

    def judged(self, view: QuestionView) -> None:
        """Called when a verdict is shown, and when its answer was taken back."""

    def answer_known(self, view: QuestionView) -> None:
        """Called when the answer was found, or shown on request."""

    def words_kept(self, view: QuestionView) -> None:
        """Called when a question is left: with Escape, or with an explanation that is complete."""

    def show_whole(self, view: QuestionView) -> None:
        """Scroll to all of a question in use, after it has grown."""

    def look_around(self) -> None:
        """Update header and footer after a change at a question."""

    def record_changed(self) -> None:
        self.look_around()

    def focus_moved(self) -> None:
        """Called when another widget has the focus."""

    def cell_filled(self, sheet: Sheet, index: int) -> None:
        """Called when a cell of a worksheet is filled, before that is recorded."""

    # Messages of the questions

    def on_descendant_focus(self, _: DescendantFocus) -> None:
        view = next((view for view in self.questions if view.has_focus_within), None)
        self.latest = view or self.latest
        if view is not None:
            self.router.left = self.router.typing_into = None
        self.focus_moved()

    def on_question_view_drafted(self, event: QuestionView.Drafted) -> None:
        event.stop()
        self._save_draft(event.view, event.box, event.text, event.cursor)
        self.tutor.pace.note_typing()
        if not self._looking:  # once for all that was typed in a burst
            self._looking = self.call_after_refresh(self._look_once)

    def _look_once(self) -> None:
        self._looking = False
        self.look_around()

    async def _record(self, recording: Recording) -> None:
        """Save the drafts and bring the event to the disk: nothing is shown before that."""
        for key, draft in recording.drafts.items():
            self.session.draft(key, draft.text, draft.cursor)
        await self.tutor.keep(recording.event)

    async def on_question_view_judged(self, event: QuestionView.Judged) -> None:
        """Record an answer, then show the verdict."""
        event.stop()
        self.latest = view = event.view
        if view.over:
            return
        exposure = self._exposure(view, event.verdict)
        retractable = not self.session.state.took_back(view.item.id, view.item.seed)
        given = (view.attempt, event.typed, event.verdict, view.sure, exposure)
        await self._record(self.recorder.answer(*given, retractable=retractable))
        view.reveal(event.typed, event.verdict, bar_of(view.attempt, event.typed, exposure), retractable=retractable)
        self.verdict_shown()
        self.judged(view)
        if event.verdict.mark == "right":
            self.answer_known(view)
        self.look_around()

    def _exposure(self, view: QuestionView, verdict: Verdict) -> Exposure:
        """What the learner had before them at an answer."""
        course, state, since = self.session.course, self.session.state, self.session_started
        return Exposure(
            first=not drawn_before(course, state, view.item),
            looked=since is not None and looked_at_page(course, state, view.item, since),
            shown=verdict.mark == "right" and formula_shown(course, view.item, self.done_before),
            pasted=view.pasted,
        )

    async def on_question_view_helped(self, event: QuestionView.Helped) -> None:
        """Record a hint, a request for the solution, a dispute, or that an answer was taken back."""
        event.stop()
        self.latest = view = event.view
        if event.kind == "hint":
            await self._record(self.recorder.hint(view.attempt))
        elif event.kind == "gave_up":
            await self._record(self.recorder.give_up(view.attempt))
            self.answer_known(view)
        elif event.kind == "typo":
            await self._record(self.recorder.take_back(view.attempt))
            self.judged(view)
        elif (verdict := view.attempt.verdict) is not None:
            await self._record(self.recorder.dispute(view.attempt, verdict))
        self.look_around()

    async def on_worksheet_view_filled(self, event: WorksheetView.Filled) -> None:
        """Record a cell of a worksheet, then show its verdict."""
        event.stop()
        self.cell_filled(event.sheet, event.index)
        await self._record(self.recorder.step(event.sheet, event.index))
        event.view.reveal(event.index, event.sheet)
        view = next((view for view in self.questions if view.item.id == event.sheet.item.id), None)
        if view is not None:
            self.call_after_refresh(self.show_whole, view)
        self.look_around()

    async def on_explain_input_words_given(self, event: ExplainInput.WordsGiven) -> None:
        event.stop()
        view = question_of(event.box, self.questions)
        await self._record(self.recorder.own_words(view.attempt, event.text))
        view.words_recorded(event.text)

    async def on_explain_input_ticked(self, event: ExplainInput.Ticked) -> None:
        event.stop()
        view = question_of(event.box, self.questions)
        await self._record(self.recorder.ticks(view.attempt, event.ticked))
        self.words_kept(view)

    def on_explain_input_words_typed(self, event: ExplainInput.WordsTyped) -> None:
        event.stop()
        self._save_draft(question_of(event.box, self.questions), WORDS, event.text, len(event.text))

    def _save_draft(self, view: QuestionView, box: str, text: str, cursor: int) -> None:
        for key, draft in self.recorder.draft(view.item, box, text, cursor).items():
            self.session.draft(key, draft.text, draft.cursor)

    def on_question_view_grown(self, event: QuestionView.Grown) -> None:
        event.stop()
        if event.view.has_focus_within or event.view is self.latest:
            self.call_after_refresh(self.show_whole, event.view)

    def on_question_view_left(self, event: QuestionView.Left) -> None:
        event.stop()
        self.router.left, self.router.asked = event.view, None
        self.words_kept(event.view)

    # Keys for an answer box, pressed while the focus is elsewhere

    def takes_letter(self, character: str) -> bool:
        """Whether a letter is typed into an answer box in sight, and so is no command."""
        return not self.router.is_command(character) and self.router.typist_for(character) is not None

    def on_paste(self, event: events.Paste) -> None:
        """Paste into the answer box in sight, if the focus is on nothing that takes a paste."""
        event.stop()
        if self.focused is not None and self.focused.check_consume_key("0", "0"):
            return  # a line or a text area, which has taken it
        typist = next((typist for _, typist in self.open_in_sight()), None)
        if typist is not None:
            typist(events.Paste(event.text))

    def restore_drafts(self) -> None:
        """Restore every question from its drafts."""
        for view in self.questions:
            view.come_back(self.session.left_of(self.recorder.key(view.item)))

    def commands(self) -> list[ScreenCommand]:
        """Also those of the question worked at last, whose keys work in its box only."""
        view = self.in_hand()
        found = {title: (title, key, run) for title, key, run in super().commands()}
        if view is not None:
            for action, title in BOX_COMMANDS.items():
                if view.check_action(action, ()):
                    found[title] = (title, "", partial(view.run_action, action))
        return list(found.values())

    # Keys for the question in hand, pressed outside its box

    async def action_on_item(self, action: str) -> None:
        """Run an action of the question in hand."""
        view = self.in_hand()
        allowed = view is not None and view.check_action(action, ())
        if view is not None and allowed and (action not in CONFIRM or view.confirmed(action)):
            await view.run_action(action)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "on_item":
            view = self.in_hand()
            return view is not None and bool(view.check_action(str(parameters[0]), ()))
        return True


def question_of(box: ExplainInput, questions: Iterable[QuestionView]) -> QuestionView:
    """The question whose answer a box takes."""
    return next(view for view in questions if view.box is box)
