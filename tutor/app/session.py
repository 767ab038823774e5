"""One sitting: the course, the record, and the place on the way, kept on disk as it changes."""

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
from tutor.learning.question_draft import QuestionDraft, unfinished, without

if TYPE_CHECKING:
    from lessons.model.demo import Demo, Value
    from tutor.learning.checklist import OutcomeStatus
    from tutor.learning.session_state import SessionState

SITTING = "sitting "  # begins the names of drafts at the open question of a sitting


class Session:
    """What the screens share. Saves go through one thread, in order; nothing here waits for the disk."""

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
        """The page left off at: this place's, else the one opened last on any device."""
        return self.place.page or self.state.position

    @property
    def known_pages(self) -> frozenset[str]:
        """The pages that a placement says can be skipped."""
        return known_pages(self.course, self.state)

    @property
    def next_step(self) -> NextStep | None:
        """The page to go on with; None when none is left."""
        return next_step(self.course.outline, self.state, self.position, self.known_pages)

    @property
    def fast_path_left(self) -> Literal["pages", "demo"] | None:
        """What is left of the fast path for somebody who is on it."""
        return fast_path_left(self.course.outline, self.state)

    def checklist(self) -> tuple[OutcomeStatus, ...]:
        """How every line of the checklist stands."""
        from tutor.learning.checklist import checklist

        return checklist(self.course, self.state, self.now())

    # What is asked of the record

    def seed_of(self, item: str) -> int:
        """The draw in progress of a question; at first the first, and 0 for one whose numbers are not drawn."""
        return self.place.seeds.get(item, 1) if self.course.is_computed(item) else 0

    def standing_of(self, item: str, seed: int) -> str:
        """right, shown, or nothing: how the record has this draw of a question."""
        record = self.state.items.get(item)
        if record is None:
            return ""
        if any(mark.right and mark.seed == seed for mark in record.recent):
            return "right"
        if record.right and not record.recent:
            return "right"
        return "shown" if record.gave_up else ""

    def left_of(self, item: str) -> QuestionDraft:
        """How a question was left."""
        return unfinished(self.place.drafts, item)

    def draft_of(self, box: str) -> Draft | None:
        """What was left half typed in a box."""
        return self.place.drafts.get(box)

    def exercise_standing(self, exercise: str) -> str:
        """new, begun or done: how the record has the program of an exercise."""
        return exercise_standing(self.state, exercise)

    @property
    def underway(self) -> SessionState | None:
        """The sitting that was begun and not ended."""
        from tutor.learning.session_state import unpacked

        return unpacked(self.place.sitting)

    def challenges_met(self, demo: Demo) -> int:
        """How many of a demo's challenges were ever met."""
        return sum(f"{demo.id}.{challenge.id}" in self.state.challenges for challenge in demo.challenges)

    # What others put there

    def refresh(self) -> Future[bool]:
        """Fold in what other sessions and devices have appended; whether anything changed."""
        return self._scribe.submit(self.record.refresh)

    def back_up(self) -> Future[Path | None]:
        """Make today's copy of what cannot be rebuilt, unless it is there."""
        return self._scribe.submit(backup, self.home, self.now().date())

    # What is put on record

    def append(self, event: Known) -> Future[Event]:
        """Bring an event to the disk; the future fails with SaveFailed, and the event is kept in memory then."""
        return self._scribe.submit(self.record.append, event)

    def retry(self) -> Future[None]:
        """Try again to save what could not be saved: events, and the place."""
        return self._scribe.submit(self.rescue)

    def remember(
        self,
        *,
        screen: str | None = None,
        page: str | None = None,
        focus: str | None = "",
        anchor: tuple[int, int] | None = None,
    ) -> None:
        """Note where the learner is; an empty `focus` leaves it as it was."""
        place = self.place
        self._put(
            screen=screen or place.screen,
            page=page or place.page,
            focus=place.focus if focus == "" else focus,
            anchor=ScrollAnchor(*anchor) if anchor is not None else place.anchor,
        )

    def draft(self, box: str, text: str, cursor: int = 0, scroll: int = 0) -> None:
        """Note what is half typed in a box."""
        self._put(drafts={**self.place.drafts, box: Draft(text, cursor, scroll)})

    def undraft(self, *items: str) -> None:
        """What was half typed there is kept elsewhere now."""
        self._put(drafts={key: draft for key, draft in self.place.drafts.items() if key not in items})

    def seed(self, item: str, seed: int) -> None:
        """Note which draw of a question is in progress; its draft begins anew."""
        self._put(seeds={**self.place.seeds, item: seed}, drafts=without(self.place.drafts, item))

    def sit(self, underway: SessionState | None) -> None:
        """Note how the sitting stands; None ends it. What was half typed at its last question goes with it."""
        from tutor.learning.session_state import packed

        drafts = {key: draft for key, draft in self.place.drafts.items() if not key.startswith(SITTING)}
        same = self.underway is not None and underway is not None and underway.asked == self.underway.asked
        self._put(sitting=packed(underway), drafts=self.place.drafts if same else drafts)

    def demo_state(self, demo: str, state: Mapping[str, Value]) -> None:
        """Note how a demo was left."""
        values = {name: list(value) if isinstance(value, tuple) else [value] for name, value in state.items()}
        self._put(demos={**self.place.demos, demo: values})

    def demo_left(self, demo: Demo) -> dict[str, Value]:
        """How a demo was left; its beginning where it never was, or has other controls now."""
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
        """Bring the place to the disk if it changed; None when it did not."""
        if not self._waiting:
            return None
        self._waiting = False
        now = self.now()
        return self._scribe.submit(lambda: resume.save(self.home, self.record.device, self.place, now=now))

    def keep_theme(self, theme: str) -> None:
        """Note the colours chosen. Blocks; raises SaveFailed."""
        path = Paths(self.home).settings
        chosen, _ = settings.load(path)
        settings.save(path, replace(chosen, theme=theme))

    def rescue(self) -> None:
        """Everything to the disk at once, from whatever thread: the program may not live long. Raises SaveFailed."""
        try:
            resume.save(self.home, self.record.device, self.place, now=self.now())
        finally:
            self.record.retry()

    def close_quietly(self) -> None:
        """Close, saying in a line what could not be saved."""
        try:
            self.close()
        except SaveFailed as failed:
            print(f"tutor: not saved: {failed}", file=sys.stderr)

    def close(self) -> None:
        """Everything to the disk, then no more."""
        self.save_place()
        self._scribe.shutdown(wait=True)
        self.record.close()
