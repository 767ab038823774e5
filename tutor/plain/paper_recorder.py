"""A paper card without the app: runs the lines, and brings moves and results to the disk."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from msgspec.structs import replace

from lessons.course import Course
from lessons.model.papers import PaperCard, split_id
from lessons.outline import PageEntry
from lessons.paper_cards.lines import judge_line
from progress import resume
from progress.files import SaveError
from progress.ids import new_session
from progress.record import Record
from progress.resume import Draft
from progress.times import utc_text
from tutor.learning.labels import pages_teaching
from tutor.learning.paper_draws import next_draw
from tutor.learning.paper_state import (
    Move,
    PaperState,
    Ran,
    Typed,
    answer_events,
    begin,
    decode,
    draft_key,
    encode,
    end_events,
    move,
    replay,
)


def field_recorder(course: Course, name: str, record: Record, now: Callable[[], datetime]) -> PaperRecorder:
    """One field of a card, named as in `paper.adam.shapes`."""
    card, field = split_id(name)
    return PaperRecorder(course, course.card(card), record, now, field=field)


class PaperRecorder:
    """One card: its state after the moves so far, which are saved as they are made.

    Args:
        course: The course.
        card: The card.
        record: The learner's record.
        now: The clock.
        seed: Which draw; None for the one that was left, else the next.
        field: The one field that is asked; empty for all.
    """

    def __init__(
        self,
        course: Course,
        card: PaperCard,
        record: Record,
        now: Callable[[], datetime],
        seed: int | None = None,
        field: str = "",
    ) -> None:
        self.course, self.card, self.trouble = course, card, ""
        self._record, self._now, self._name = record, now, new_session()
        self.state: PaperState = begin(
            next_draw(course, record.state, card, field) if seed is None else course.drawn_card(card, seed, field)
        )
        draft = resume.load(record.paths.home).drafts.get(draft_key(self.state.drawn))
        saved = decode(draft.text) if draft is not None else None
        if saved is not None and seed in (None, saved.seed):
            self.state = replay(course.drawn_card(card, saved.seed, field), saved.moves)

    @property
    def pages(self) -> tuple[PageEntry, ...]:
        """The pages that teach what the card leans on."""
        return pages_teaching(self.course, self.card.needs)

    def answer(self, text: str) -> None:
        """Answer the blank in hand. Raises RefusedError."""
        if self.state.blank.field == "line" and text.strip():
            self.take(Ran(text, judge_line(self.card, self.state.drawn.seed, text)))
        else:
            self.take(Typed(self.state.at, text))

    def take(self, given: Move) -> None:
        """Make a move and save it. Raises RefusedError."""
        before, self.state = self.state, move(self.state, given)
        try:
            for event in answer_events(before, self.state):
                self._record.append(event)
            for ended in end_events(self.state):
                self._record.append(ended)
            self._save()
            self.trouble = ""
        except SaveError as failed:
            self.trouble = f"Not saved: {failed}."

    def _save(self) -> None:
        """Save the moves as a draft, which an ended card has no more."""
        home, key, now = self._record.paths.home, draft_key(self.state.drawn), self._now()
        point = resume.load(home)
        drafts = {name: draft for name, draft in point.drafts.items() if name != key}
        if not self.state.over:
            drafts[key] = Draft(encode(self.state))
        point = replace(point, t=utc_text(now), session=self._name, drafts=drafts)
        resume.save(home, self._record.device, point, now=now)
