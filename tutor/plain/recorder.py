"""The disk side of a study session: events to the journal, session state and drafts to the resume point."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime

from msgspec.structs import replace

from lessons.course import Course
from lessons.model.page import Item
from progress import resume
from progress.events import Known
from progress.files import DISK, Files, SaveError
from progress.ids import new_session
from progress.record import Record
from progress.resume import Draft
from progress.times import utc_text
from tutor.learning.checklist import newly_cleared
from tutor.learning.scheduling.study_session import Kind
from tutor.learning.session_state import SessionState, resume_or_new, save_session, unfinished_sessions
from tutor.learning.study_engine import Input, Output, StudyEngine

_SCREEN = "sitting"


class Recorder:
    """Runs the engine and records each transition before anything is said of it.

    What cannot be saved is kept in memory and tried again with the next event; `trouble` says so.
    """

    def __init__(self, course: Course, record: Record, now: Callable[[], datetime], files: Files = DISK) -> None:
        self.course, self.record, self.now = course, record, now
        self.trouble = ""
        self._files, self._name = files, new_session()
        self._before = resume.load(record.paths.home, files=files).screen

    def session(
        self,
        kind: Kind,
        scope: str = "",
        count: int | None = None,
        seed: int | None = None,
        *,
        start_over: bool = False,
    ) -> SessionState:
        """The unfinished session of this kind and scope, else a new one.

        `count`, `seed` and `start_over` each ask for a new one.
        """
        point = resume.load(self.record.paths.home, files=self._files)
        saved = () if start_over else unfinished_sessions(point, self.now())
        return resume_or_new(saved, kind, scope, self.now(), count, seed)

    def engine(self, session: SessionState) -> StudyEngine:
        """The engine at the open question of a session, with the drafts that were saved for it."""
        point = resume.load(self.record.paths.home, files=self._files)
        return StudyEngine.resume(self.course, session, self.record.state, save_session(point, session).drafts)

    def take(self, engine: StudyEngine, given: Input) -> tuple[StudyEngine, tuple[Output, ...]]:
        """Run one input and record what follows; the engine after it, and what is to be said."""
        transition = engine.take(given, self.record.state, self.now())
        after = transition.engine
        for event in transition.events:
            self.append(event)
        if transition.drafts or after.session != engine.session:
            self._save(after.session, transition.drafts)
        return after, transition.outputs

    def append(self, event: Known) -> None:
        """Bring an event to the disk; `trouble` says why where that failed."""
        try:
            self.record.append(event)
            self.trouble = ""
        except SaveError as failed:
            self.trouble = f"Not saved: {failed}. It is kept in memory and tried again with the next answer."

    def _save(self, session: SessionState, drafts: Mapping[str, Draft]) -> None:
        """Save the session in the newest resume point: another program may have changed the rest of it meanwhile."""
        home, now = self.record.paths.home, self.now()
        point = save_session(resume.load(home, files=self._files), None if session.over else session)
        ended = "home" if self._before == _SCREEN else self._before
        point = replace(
            point,
            t=utc_text(now),
            session=self._name,
            screen=ended if session.over else _SCREEN,
            focus=point.focus if session.over else None,
            drafts={**point.drafts, **drafts},
        )
        try:
            resume.save(home, self.record.device, point, now=now, files=self._files)
        except SaveError as failed:
            self.trouble = f"Not saved: {failed}."

    def catch_up(self) -> None:
        """Record the checklist lines that an older record has cleared without an event for them."""
        for event in newly_cleared(self.course, self.record.state):
            self.append(event)

    def newly_cleared(self, item: Item) -> Iterator[str]:
        """Record the checklist lines that an answer to this item has cleared, and give their titles."""
        if not set(item.skills) & {skill for outcome in self.course.outline.outcomes for skill in outcome.skills}:
            return
        titles = {outcome.id: outcome.title for outcome in self.course.outline.outcomes}
        for event in newly_cleared(self.course, self.record.state):
            self.append(event)
            yield titles[event.outcome]
