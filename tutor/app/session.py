"""The session of one run of the app: course, record and resume point, saved to disk as they change."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import msgspec
from msgspec.structs import replace

from lessons.course import Course
from progress import resume, settings
from progress.backups import backup
from progress.events import Event, Known
from progress.files import SaveFailed
from progress.ids import new_session
from progress.paths import Paths
from progress.record import Record
from progress.resume import Draft, ResumePoint, ScrollAnchor
from progress.state.state import State
from progress.times import utc_text
from tutor.learning.page_progress import NextStep, exercise_standing, fast_path_left, known_pages, next_step
from tutor.learning.question_draft import QuestionDraft, draft_of, without

if TYPE_CHECKING:
    from lessons.model.demo import Demo, Value
    from tutor.learning.checklist import OutcomeStatus
    from tutor.learning.session_state import SessionState


class Session:
    """What the screens share. One thread does all saves, in order, so that nothing here waits for the disk."""

    def __init__(
        self,
        course: Course,
        record: Record,
        place: ResumePoint,
        home: Path,
        now: Callable[[], datetime],
        plain: bool = False,
        problems: tuple[str, ...] = (),
    ) -> None:
        self.course, self.record, self.home, self.now, self.plain = course, record, home, now, plain
        self.problems = problems
        self.place = msgspec.structs.replace(place, session=new_session())
        self._scribe = ThreadPoolExecutor(max_workers=1, thread_name_prefix="scribe")
        self._waiting = False
        self.on_place_changed: Callable[[], None] = lambda: None

    @property
    def state(self) -> State:
        return self.record.state

    @property
    def position(self) -> str | None:
        """The page to resume at: that of the resume point, else the one opened last on any device."""
        return self.place.page or self.state.position

    @property
    def known_pages(self) -> frozenset[str]:
        """The pages that the latest placement found known."""
        return known_pages(self.course, self.state)

    @property
    def next_step(self) -> NextStep | None:
        """The page to read next; None where every page is done or known."""
        return next_step(self.course.outline, self.state, self.position, self.known_pages)

    @property
    def fast_path_left(self) -> Literal["pages", "demo"] | None:
        """The next part of the fast path; None where it is done or was not chosen."""
        return fast_path_left(self.course.outline, self.state)

    def checklist(self) -> tuple[OutcomeStatus, ...]:
        """The status of every outcome of the checklist."""
        from tutor.learning.checklist import checklist

        return checklist(self.course, self.state, self.now())

    # Reading the record and the resume point

    def seed_of(self, item: str) -> int:
        """The seed of the draw in progress of an item: 1 at first, 0 for an item that has no draws."""
        return self.place.seeds.get(item, 1) if self.course.is_computed(item) else 0

    def standing_of(self, item: str, seed: int) -> str:
        """The status of one draw of an item by the record: `right`, `shown`, or empty."""
        from tutor.learning.attempt import recorded_status

        return recorded_status(self.state, item, seed)

    def left_of(self, item: str) -> QuestionDraft:
        """The draft of a question; `item` is the id with the prefix of its drafts."""
        return draft_of(self.place.drafts, item)

    def draft_of(self, box: str) -> Draft | None:
        """The draft saved under a key; None where there is none."""
        return self.place.drafts.get(box)

    def exercise_standing(self, exercise: str) -> str:
        """The status of an exercise by the record."""
        return exercise_standing(self.state, exercise)

    @property
    def underway(self) -> SessionState | None:
        """The study session that was begun and not ended; None where there is none."""
        from tutor.learning.session_state import saved_session

        return saved_session(self.place.sitting)

    def challenges_met(self, demo: Demo) -> int:
        """How many of a demo's challenges were ever met."""
        return sum(f"{demo.id}.{challenge.id}" in self.state.challenges for challenge in demo.challenges)

    # Other programs

    def refresh(self) -> Future[bool]:
        """Fold in what other programs and devices have appended; whether anything changed."""
        return self._scribe.submit(self.record.refresh)

    def back_up(self) -> Future[Path | None]:
        """Make today's backup of what cannot be rebuilt, unless there is one."""
        return self._scribe.submit(backup, self.home, self.now().date())

    # Writing

    def append(self, event: Known) -> Future[Event]:
        """Append an event to the journal. The future fails with SaveFailed; the event then stays in memory."""
        return self._scribe.submit(self.record.append, event)

    def retry(self) -> Future[None]:
        """Try again to save the events and the resume point that could not be saved."""
        return self._scribe.submit(self.rescue)

    def remember(
        self,
        *,
        screen: str | None = None,
        page: str | None = None,
        focus: str | None = "",
        anchor: tuple[int, int] | None = None,
    ) -> None:
        """Set where the learner is; an empty `focus` leaves the focus unchanged."""
        place = self.place
        self._put(
            screen=screen or place.screen,
            page=page or place.page,
            focus=place.focus if focus == "" else focus,
            anchor=ScrollAnchor(*anchor) if anchor is not None else place.anchor,
        )

    def draft(self, box: str, text: str, cursor: int = 0, scroll: int = 0) -> None:
        """Set the draft of a box."""
        self._put(drafts={**self.place.drafts, box: Draft(text, cursor, scroll)})

    def undraft(self, *items: str) -> None:
        """Remove drafts by key."""
        self._put(drafts={key: draft for key, draft in self.place.drafts.items() if key not in items})

    def seed(self, item: str, seed: int) -> None:
        """Set the draw in progress of an item, and remove its drafts."""
        self._put(seeds={**self.place.seeds, item: seed}, drafts=without(self.place.drafts, item))

    def sit(self, underway: SessionState | None) -> None:
        """Set the study session, None for none. The drafts at its open question go when that changes."""
        from tutor.learning.session_state import save_session

        place = save_session(self.place, underway)
        self._put(sitting=place.sitting, drafts=place.drafts)

    def demo_state(self, demo: str, state: Mapping[str, Value]) -> None:
        """Set the state of a demo."""
        values = {name: list(value) if isinstance(value, tuple) else [value] for name, value in state.items()}
        self._put(demos={**self.place.demos, demo: values})

    def demo_left(self, demo: Demo) -> dict[str, Value]:
        """The saved state of a demo; its initial state where none is saved or its controls have changed."""
        state: dict[str, Value] = dict(demo.initial())
        for name, values in self.place.demos.get(demo.id, {}).items():
            if name in state and len(values) == (2 if isinstance(state[name], tuple) else 1):
                value: Value = (values[0], values[1]) if len(values) == 2 else values[0]
                state = dict(demo.place(state, name, value))
        return state

    def _put(self, **changes: object) -> None:
        changed = msgspec.structs.replace(self.place, **changes)
        if changed != self.place:
            self.place = msgspec.structs.replace(changed, t=utc_text(self.now()))
            if not self._waiting:
                self._waiting = True
                self.on_place_changed()

    def save_place(self) -> Future[bool] | None:
        """Save the resume point if it changed; None where it did not."""
        if not self._waiting:
            return None
        self._waiting = False
        now = self.now()
        return self._scribe.submit(lambda: resume.save(self.home, self.record.device, self.place, now=now))

    def keep_theme(self, theme: str) -> None:
        """Save the theme in the settings. Blocks. Raises SaveFailed."""
        path = Paths(self.home).settings
        chosen, _ = settings.load(path)
        settings.save(path, replace(chosen, theme=theme))

    def rescue(self) -> None:
        """Save everything at once, from any thread, because the program may end now. Raises SaveFailed."""
        try:
            resume.save(self.home, self.record.device, self.place, now=self.now())
        finally:
            self.record.retry()

    def close_quietly(self) -> None:
        """Close, and print a line on stderr for what could not be saved."""
        try:
            self.close()
        except SaveFailed as failed:
            print(f"tutor: not saved: {failed}", file=sys.stderr)

    def close(self) -> None:
        """Save everything and stop the saving thread. Raises SaveFailed."""
        self.save_place()
        self._scribe.shutdown(wait=True)
        self.record.close()
