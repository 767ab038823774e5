"""What every screen with questions on it does: what happens at one is on record before it is shown."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.events import DescendantFocus

from progress.events import Answer, Disputed, Explained, GaveUp, Hint, Stepped
from tutor.app.screens.base import TutorScreen
from tutor.learning.question_draft import HINTS, STEP, STEPS, TRIED, WORDS, box_key
from tutor.learning.worksheet import verdict_of

if TYPE_CHECKING:
    from tutor.app.session import Session
    from tutor.app.widgets.explain_input import ExplainInput
    from tutor.app.widgets.question import QuestionView
    from tutor.app.widgets.worksheet import WorksheetView


class QuestionScreen(TutorScreen):
    """A screen with questions. It says which they are, and what follows from what happened at one."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("h", "on_item('hint')", "hint"),
        Binding("s", "on_item('show_me')", "show me"),
        Binding("w", "on_item('worksheet')", "steps"),
        Binding("exclamation_mark", "on_item('dispute')", "mine is right"),
        Binding("n", "on_item('another')", "another"),
    ]

    where = "lesson"
    """What the record calls the kind of place at which an answer was given."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.latest: QuestionView | None = None
        self._looking = False

    # What a screen says of itself

    @property
    def questions(self) -> Iterable[QuestionView]:
        """The questions on the screen."""
        raise NotImplementedError

    def in_hand(self) -> QuestionView | None:
        """The question on which a key acts that is pressed outside its box."""
        raise NotImplementedError

    def draft_key(self, view: QuestionView) -> str:
        """Under which name what is half typed at a question is kept."""
        return view.item.id

    def judged(self, view: QuestionView) -> None:
        """A verdict is shown."""

    def answer_known(self, view: QuestionView) -> None:
        """The answer was found, or shown on request."""

    def words_kept(self, view: QuestionView) -> None:
        """An explanation in the learner's own words is complete."""

    def show_whole(self, view: QuestionView) -> None:
        """More is said at a question in use: bring it in sight."""

    def look_around(self) -> None:
        """Something changed that the screen may speak of."""

    # What happens at a question

    def on_descendant_focus(self, _: DescendantFocus) -> None:
        self.latest = next((view for view in self.questions if view.has_focus_within), self.latest)

    def on_question_view_drafted(self, event: QuestionView.Drafted) -> None:
        event.stop()
        self.session.draft(box_key(self.draft_key(event.view), event.box), event.text, event.cursor)
        self.tutor.pace.typed()
        if not self._looking:  # once for all that was typed in a burst
            self._looking = self.call_after_refresh(self._look_once)

    def _look_once(self) -> None:
        self._looking = False
        self.look_around()

    async def on_question_view_judged(self, event: QuestionView.Judged) -> None:
        """An answer: on record first, then the verdict."""
        event.stop()
        self.latest = view = event.view
        verdict = event.verdict
        answer = Answer(
            item=view.item.id,
            seed=view.item.seed,
            typed=event.typed,
            verdict=verdict.mark,
            wrong_rule=verdict.wrong_rule,
            understood=verdict.understood,
            feedback=verdict.feedback,
            unaided=view.attempt.unaided,
            where=self.where,
            format=view.item.kind,
            confidence=view.sure,
        )
        self._note(view, TRIED, event.typed)
        await self.tutor.keep(answer)
        view.reveal(event.typed, verdict)
        self.judged(view)
        if verdict.mark == "right":
            self.answer_known(view)
        self.look_around()

    async def on_question_view_helped(self, event: QuestionView.Helped) -> None:
        """A hint, the solution, or an objection."""
        event.stop()
        self.latest = view = event.view
        item, seed = view.item.id, view.item.seed
        if event.kind == "hint":
            self._note(view, HINTS, str(view.attempt.hints))
            await self.tutor.keep(Hint(item=item, seed=seed, level=view.attempt.hints))
        elif event.kind == "gave_up":
            await self.tutor.keep(GaveUp(item=item, seed=seed))
            self.answer_known(view)
        elif (verdict := view.attempt.verdict) is not None:
            typed, understood = view.attempt.typed, verdict.understood
            await self.tutor.keep(
                Disputed(item=item, seed=seed, typed=typed, understood=understood, verdict=verdict.mark)
            )
        self.look_around()

    async def on_worksheet_view_filled(self, event: WorksheetView.Filled) -> None:
        """A cell of a worksheet: on record first, then what came of it."""
        event.stop()
        cell, item = event.sheet.cells[event.index], event.sheet.item
        step = Stepped(
            item=item.id,
            seed=item.seed,
            step=event.index,
            typed=cell.typed,
            verdict=verdict_of(cell).mark,
            carried=cell.mark == "carried",
        )
        view = next((view for view in self.questions if view.item.id == item.id), None)
        if view is not None:
            self._note(view, STEPS, event.sheet.entries)
            self._note(view, STEP, "")
        await self.tutor.keep(step)
        event.view.reveal(event.index, event.sheet)
        if view is not None:
            self.call_after_refresh(self.show_whole, view)

    async def on_explain_input_explained(self, event: ExplainInput.Explained) -> None:
        event.stop()
        view = self._question_of(event.box)
        await self.tutor.keep(Explained(item=view.item.id, seed=view.item.seed, typed=event.text, ticked=event.ticked))
        self.words_kept(view)

    def on_explain_input_words_typed(self, event: ExplainInput.WordsTyped) -> None:
        event.stop()
        view = self._question_of(event.box)
        self._note(view, WORDS, event.text, len(event.text))

    def _note(self, view: QuestionView, box: str, text: str, cursor: int = 0) -> None:
        self.session.draft(box_key(self.draft_key(view), box), text, cursor)

    def _question_of(self, box: ExplainInput) -> QuestionView:
        return next(view for view in self.questions if view.box is box)

    def on_question_view_grown(self, event: QuestionView.Grown) -> None:
        event.stop()
        if event.view.has_focus_within or event.view is self.latest:
            self.call_after_refresh(self.show_whole, event.view)

    def restore_drafts(self) -> None:
        """Every question as it was left."""
        for view in self.questions:
            view.come_back(self.session.left_of(self.draft_key(view)))

    # Keys for the question in hand, pressed outside its box

    async def action_on_item(self, action: str) -> None:
        """A key for the question in hand."""
        view = self.in_hand()
        if view is not None and view.check_action(action, ()):
            await view.run_action(action)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "on_item":
            view = self.in_hand()
            return view is not None and bool(view.check_action(str(parameters[0]), ()))
        return True
