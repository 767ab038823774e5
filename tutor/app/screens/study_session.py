"""The study session screen: review, practice, checkpoint, placement or ten minutes, one question at a time."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from lessons.outline import reading_item
from progress.schedule import stamp
from tutor.app.key_settings import key_of
from tutor.app.screens.question_screen import QuestionScreen, load_diagnosis_when_idle
from tutor.app.widgets.header_footer import HeaderBar, KeyLine
from tutor.app.widgets.question import QuestionView
from tutor.app.widgets.question_pane import QuestionPane, StatusLine
from tutor.app.widgets.worksheet import WorksheetView
from tutor.app.workers import start_work
from tutor.learning.labels import page_teaching
from tutor.learning.question_draft import SESSION_PREFIX
from tutor.learning.question_recorder import QuestionRecorder
from tutor.learning.scheduling.next_question import TEN_MINUTES
from tutor.learning.scheduling.placement import placed
from tutor.learning.session_state import FirstAnswer, SessionState, name_of
from tutor.rendering.icons import sign

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tutor.app.session import Session
    from tutor.learning.scheduling.due_fields import DueField
    from tutor.learning.scheduling.study_session import AnsweredQuestion


class StudySessionScreen(QuestionScreen):
    """Asks the questions of a study session, and gives way to its results at the end."""

    HELP_TEXT = """
One question at a time. **Enter** checks an answer and, when the answer is known, goes on; nothing
goes on automatically. An answer that cannot be read costs nothing. `ctrl+r` (or `s`, pressed twice) shows the
solution, which counts as not known.

`ctrl+y` before an answer says how sure you are, 50, 70 or 90%; your record shows how well that fits.

After a wrong answer, Escape and then **p** open the page at the place that teaches it; Escape there comes back.
`ctrl+n` takes the answer back if it was a typo, once a question.

**Escape** leaves the answer box, then the sitting. You can go on later where you left off.
"""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+k", "pass_over", "I don't know", priority=True, id="do_not_know"),
        Binding("p", "open_page", "its page"),
        Binding("q", "stop", "stop"),
        Binding("escape", "stop", "stop"),
    ]

    def __init__(self, session: Session, underway: SessionState) -> None:
        super().__init__(session)
        self.underway = underway
        self.recorder = QuestionRecorder(underway.sitting.kind, SESSION_PREFIX)
        self.desk = QuestionPane(self.router.route_key)
        self.foot = StatusLine()
        self._header = HeaderBar(name_of(session.course, underway.sitting), "")
        self._turning = True
        self._reading = False  # whether a field of a paper card is open over this screen
        self._before = underway
        """The session before the latest answer."""

    @property
    def session_started(self) -> int | None:
        return self.underway.sitting.started

    def compose(self) -> ComposeResult:
        yield self._header
        yield self.desk
        yield self.foot
        yield KeyLine()

    async def on_mount(self) -> None:
        self.desk.focus()
        self.session.remember(screen="sitting", focus=None)
        start_work(self, self._begin, "turn")

    async def _begin(self) -> None:
        """Open the question that was open when the session was left, else the first."""
        self.underway = await asyncio.to_thread(self.underway.under, self.session.course)
        if self.underway.over:
            self.navigator.end_session(self.underway.sitting)
        elif self.underway.field is not None and not await asyncio.to_thread(self._was_read, self.underway.field):
            self._read(self.underway.field)
        elif self.underway.asked is not None:
            await self._ask()
        else:
            await self._turn()
        start_work(self, partial(load_diagnosis_when_idle, self.tutor.pace), "ready")

    # One question after the other

    async def _turn(self) -> None:
        """Open the next question, which is selected off the event loop because that takes milliseconds."""
        state, now = self.session.state, self.session.now()
        self.foot.show("")
        self.underway = await asyncio.to_thread(self.underway.onward, self.session.course, state, now)
        self.session.sit(self.underway)
        if self.underway.over:
            if self.underway.sitting.kind == "placement":
                await self.tutor.keep(placed(self.session.course, self.underway.sitting))
            self.navigator.end_session(self.underway.sitting)
        elif self.underway.field is not None:
            self._read(self.underway.field)
        else:
            await self._ask()

    def _read(self, field: DueField) -> None:
        """Open a field of a paper card over this screen; leaving it goes on with the next question."""
        self._reading = True
        self.navigator.open_paper(field.id, field.why)

    def _was_read(self, field: DueField) -> bool:
        """Whether a field came to its end before the program was left: it is on record and has no draft."""
        from tutor.learning.paper_state import SAVED

        record = self.session.state.items.get(reading_item(field.card, field.field))
        since = record is not None and any(one.ms >= self.underway.sitting.started for one in record.tries)
        return since and self.session.draft_of(f"{SAVED}{field.id}") is None

    async def _ask(self) -> None:
        asked = self.underway.asked
        assert asked is not None
        view = QuestionView(self.session.course, self.session.course.item(asked.item, asked.seed))
        view.redraws, view.deliberate = False, True
        view.tested = not self.underway.sitting.hints_allowed
        self._restore(view)
        with self.app.batch_update():  # a question is not shown before its box takes keys
            await self.desk.lay(asked, view)
            self.latest = view
            self._turning = False
            self.look_around()
            if not (view.over or view.query(WorksheetView)):
                view.begin()
        self.refresh_bindings()

    def _restore(self, view: QuestionView) -> None:
        """Restore a question from the session state and its drafts."""
        self.underway = self.underway.with_recorded_answer(self.session.state)
        view.attempt = self.underway.open_attempt(view.item, self.session.state)
        view.come_back(self.session.left_of(self.recorder.key(view.item)))
        self._before = self.underway.before_last(view.attempt)

    # The open question

    @property
    def questions(self) -> Iterable[QuestionView]:
        return [self.desk.view] if self.desk.view is not None else []

    @property
    def done_before(self) -> Iterable[AnsweredQuestion]:
        return self.underway.sitting.done

    def in_hand(self) -> QuestionView | None:
        view = self.desk.view
        return view if view is not None and view.is_attached else None

    def judged(self, view: QuestionView) -> None:
        verdict = view.attempt.verdict
        if view.taken_back:
            self._save(self._before)
        elif verdict is not None and verdict.mark != "unreadable":
            self._before = self.underway
            self._save(self.underway.judged(FirstAnswer.of(view.attempt, verdict)))
        if view.over and not view.settled:
            self.desk.focus()

    def answer_known(self, view: QuestionView) -> None:
        if view.attempt.gave_up:
            self._save(self.underway.gave_up())
        elif view.asks_more:
            self.call_after_refresh(view.begin)
            return
        self.desk.focus()

    def words_kept(self, view: QuestionView) -> None:
        self.desk.focus()

    def _save(self, underway: SessionState) -> None:
        self.underway = underway
        self.session.sit(underway)

    def show_whole(self, view: QuestionView) -> None:
        self.desk.show_whole(view)
        self.look_around()

    def look_around(self) -> None:
        """Update the progress in the header, and the status line with how to go on."""
        if not self.is_attached:
            return
        self._header.show(name_of(self.session.course, self.underway.sitting), self._progress())
        view, plain = self.in_hand(), self.session.plain
        if not self.desk.at_end:
            self.foot.show(f"{sign('below', plain)} more below")
        elif view is not None and view.over:
            self.foot.show(f"{sign('cursor', plain)} {'enter' if plain else '⏎'} goes on", "accent")
        else:
            self.foot.show(self._after_a_miss())
        self.refresh_bindings()

    def _after_a_miss(self) -> str:
        """The keys that only a wrong answer has; the line of keys is too short for them on a narrow screen."""
        view = self.in_hand()
        typo = view is not None and view.check_action("typo", ())
        page = self.check_action("open_page", ())
        offers = [f"{key_of('typo', self.session.keys)} takes a typo back"] * bool(typo)
        return ", ".join([*offers, *["esc, then p opens the page"] * bool(page)])

    def _progress(self) -> str:
        done, of = self.underway.sitting.progress
        number = done + (self.underway.asked is not None)
        if self.underway.sitting.kind == "ten":
            passed = stamp(self.session.now()) - self.underway.sitting.started
            return f"question {number}, about {max(0, round((TEN_MINUTES - passed) / 60_000))} min left"
        return f"question {number} of {of}" if of is not None else f"question {number}"

    def resized(self) -> None:
        super().resized()
        self.look_around()

    def on_question_pane_scrolled(self) -> None:
        self.look_around()

    # Keys of the pane

    def action_begin(self) -> None:
        if self.desk.view is not None:
            self.desk.view.begin()

    def action_onward(self) -> None:
        if not self._turning:
            self._turning = True
            self.refresh_bindings()
            start_work(self, self._turn, "turn")

    def action_pass_over(self) -> None:
        """Leave the open question of a placement without an answer: the learner does not know."""
        self.action_onward()

    def action_open_page(self) -> None:
        """Open the page that teaches the skill, where it teaches it; leaving it leads back here."""
        asked = self.underway.asked
        page = page_teaching(self.session.course, asked.skill) if asked is not None else None
        if asked is not None and page is not None:
            self.navigator.open_page_over(page.id, asked.skill)

    def on_screen_resume(self) -> None:
        """Coming back from a page or a field: the session is what goes on at the next start."""
        self.session.remember(screen="sitting", focus=None)
        if self._reading and self.is_current:
            self._reading = False
            start_work(self, self._turn, "turn")

    def action_stop(self) -> None:
        """Leave the session, which stays as it is."""
        self.navigator.open_home()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "pass_over":
            view = self.in_hand()
            placing = self.underway.sitting.kind == "placement"
            return placing and view is not None and not self._turning and not view.over
        if action == "open_page":
            view, asked = self.in_hand(), self.underway.asked
            missed = view is not None and view.standing in ("wrong", "shown") and not view.tested
            return missed and asked is not None and page_teaching(self.session.course, asked.skill) is not None
        if action in ("onward", "begin"):
            view = self.in_hand()
            return view is not None and not self._turning and view.over == (action == "onward")
        return super().check_action(action, parameters)
