"""Session: the course, the learner's record, and the resume point, which is saved as it changes."""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection, Iterable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from msgspec.structs import replace

from lessons.course import Course
from progress import resume, settings
from progress.backups import backup
from progress.events import Event, Known, Opened
from progress.files import SaveError
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
    from lessons.outline import Exercise
    from tutor.learning.checklist import OutcomeStatus
    from tutor.learning.home_texts import HomeSummary
    from tutor.learning.session_state import SessionState


class Session:
    """What the screens share. One thread saves everything in order; methods return without waiting for the disk.

    Args:
        course: The course.
        record: The learner's record.
        place: The resume point as it was saved last.
        home: The learner's folder.
        now: The clock.
        plain: Whether to draw with ASCII only.
        problems: What was wrong with the files, one message each.
        settings_home: The folder of the settings, where it is not `home`.
    """

    def __init__(
        self,
        course: Course,
        record: Record,
        place: ResumePoint,
        home: Path,
        now: Callable[[], datetime],
        plain: bool = False,
        problems: tuple[str, ...] = (),
        settings_home: Path | None = None,
    ) -> None:
        self.course, self.record, self.home, self.now, self.plain = course, record, home, now, plain
        self.problems = problems
        self._settings_home = settings_home or home
        self.keys: Mapping[str, str] = {}
        self.place = replace(place, session=new_session())
        self._writer = ThreadPoolExecutor(max_workers=1, thread_name_prefix="writer")
        self._known: tuple[object, frozenset[str]] = (None, frozenset())  # what a placement found, and its known pages
        self._unsaved = False  # whether the resume point has changed since it was saved
        self.on_place_changed: Callable[[], None] = lambda: None
        self.kept_summary: HomeSummary | None = None
        """What Home says at the start, where it is known to hold."""

    @property
    def state(self) -> State:
        return self.record.state

    @property
    def position(self) -> str | None:
        """The page to resume: the one of this device, else the one opened last on any device."""
        return self.place.page or self.state.position

    @property
    def known_pages(self) -> frozenset[str]:
        """The pages that can be skipped, by the placement."""
        found = (self.state.placed, self.state.kept)
        if self._known[0] != found:
            self._known = (found, known_pages(self.course, self.state))
        return self._known[1]

    @property
    def next_step(self) -> NextStep | None:
        """The page to go on with; None when every page is done."""
        return next_step(self.course.outline, self.state, self.position, self.known_pages)

    @property
    def fast_path_left(self) -> Literal["road", "pages", "demo"] | None:
        """The part of the fast path that is still to be done, for a learner who is on it."""
        return fast_path_left(self.course.outline, self.state)

    def checklist(self) -> tuple[OutcomeStatus, ...]:
        """Return the status of every outcome, the optional one last."""
        from tutor.learning.checklist import checklist
        from tutor.learning.paper_line import paper_line

        now = self.now()
        return (*checklist(self.course, self.state, now), *paper_line(self.course, self.state, now))

    def take_summary(self) -> HomeSummary | None:
        """Return what Home says at the start if it is known, once: what is done next may change it."""
        kept, self.kept_summary = self.kept_summary, None
        return kept

    # Reading the record

    def seed_of(self, item: str) -> int:
        """Return the seed of the draw in progress of a question: 1 at first, 0 for one whose wording is fixed."""
        first = self.course.first_seed(item)
        seed = self.place.seeds.get(item, first)
        return seed if seed == first or self.course.has_draws(item) else first

    def standing_of(self, item: str, seed: int) -> str:
        """Return the status of one draw of a question: right, shown, or an empty string."""
        from tutor.learning.attempt import recorded_status

        return recorded_status(self.state, item, seed)

    def left_of(self, item: str) -> QuestionDraft:
        """Return the draft of a question."""
        return draft_of(self.place.drafts, item)

    def draft_of(self, box: str) -> Draft | None:
        """Return the draft of an input."""
        return self.place.drafts.get(box)

    def exercise_standing(self, exercise: str) -> str:
        """Return the status of the program of an exercise: new, begun or done."""
        return exercise_standing(self.state, exercise)

    @property
    def underway(self) -> SessionState | None:
        """The study session that was begun and not ended."""
        from tutor.learning.session_state import saved_session

        return saved_session(self.place.sitting)

    @property
    def unfinished(self) -> tuple[SessionState, ...]:
        """The study sessions that can be gone on with, newest first."""
        from tutor.learning.session_state import unfinished_sessions

        return unfinished_sessions(self.place, self.now())

    def challenges_met(self, demo: Demo) -> int:
        """Return how many of a demo's challenges were ever met."""
        return sum(f"{demo.id}.{challenge.id}" in self.state.challenges for challenge in demo.challenges)

    # Other sessions and devices

    def refresh(self) -> Future[bool]:
        """Read what other sessions and devices have appended; the result is whether anything changed."""
        return self._writer.submit(self.record.refresh)

    def back_up(self) -> Future[Path | None]:
        """Make the backup of the day, unless there is one."""
        return self._writer.submit(backup, self.home, self.now().date())

    # Saving

    def append(self, event: Known) -> Future[Event]:
        """Append an event to the journal; the future may fail with SaveError, and the event stays in memory then."""
        return self._writer.submit(self.record.append, event)

    def note_parts_seen(self, pages: Iterable[str], part: str) -> None:
        """Put on record that a part of some pages is in sight; only during a study session, and once in it."""
        unfinished = self.unfinished
        if not unfinished:
            return
        known = self.state.pages_seen(max(one.sitting.started for one in unfinished))
        for page in pages:
            if page and page not in known:
                self.append(Opened(page=page, part=part))

    def note_skills_seen(self, skills: Collection[str], part: str) -> None:
        """Put on record that something is in sight that shows what the pages of these skills teach."""
        if self.unfinished:
            taught = self.course.teaches.items()
            self.note_parts_seen((page for page, skills_there in taught if set(skills) & set(skills_there)), part)

    def note_exercise_seen(self, exercise: Exercise) -> None:
        """Put on record that an exercise is in sight, which shows what its questions are about."""
        templates = [self.course.template(item) for item in (*exercise.hand, *exercise.after)]
        self.note_skills_seen({skill for one in templates if one is not None for skill in one.skills}, "exercise")

    def retry(self) -> Future[None]:
        """Try again to save events and the resume point; the future may fail with SaveError."""
        return self._writer.submit(self.rescue)

    def remember(
        self,
        *,
        screen: str | None = None,
        page: str | None = None,
        focus: str | None = "",
        anchor: tuple[int, int] | None = None,
    ) -> None:
        """Change the resume point; arguments left out, and an empty `focus`, leave their part as it was."""
        place = self.place
        self._put(
            screen=screen or place.screen,
            page=page or place.page,
            focus=place.focus if focus == "" else focus,
            anchor=ScrollAnchor(*anchor) if anchor is not None else place.anchor,
        )

    def draft(self, box: str, text: str, cursor: int = 0, scroll: int = 0) -> None:
        """Save what is typed in an input as a draft."""
        self._put(drafts={**self.place.drafts, box: Draft(text, cursor, scroll)})

    def undraft(self, *items: str) -> None:
        """Remove drafts."""
        self._put(drafts={key: draft for key, draft in self.place.drafts.items() if key not in items})

    def seed(self, item: str, seed: int) -> None:
        """Note which draw of a question is in progress, and remove its draft."""
        self._put(seeds={**self.place.seeds, item: seed}, drafts=without(self.place.drafts, item))

    def sit(self, underway: SessionState | None) -> None:
        """Save the state of the study session; None ends it. Drafts of a question no longer open are removed."""
        from tutor.learning.session_state import save_session

        place = save_session(self.place, underway)
        self._put(sitting=place.sitting, drafts=place.drafts, paused=place.paused)

    def demo_state(self, demo: str, state: Mapping[str, Value]) -> None:
        """Save the values of a demo's controls."""
        values = {name: list(value) if isinstance(value, tuple) else [value] for name, value in state.items()}
        self._put(demos={**self.place.demos, demo: values})

    def demo_left(self, demo: Demo) -> dict[str, Value]:
        """Return the saved values of a demo's controls; the initial value where one is missing or has another shape."""
        state: dict[str, Value] = dict(demo.initial())
        for name, values in self.place.demos.get(demo.id, {}).items():
            if name in state and len(values) == (2 if isinstance(state[name], tuple) else 1):
                value: Value = (values[0], values[1]) if len(values) == 2 else values[0]
                state = dict(demo.place(state, name, value))
        return state

    def _put(self, **changes: object) -> None:
        changed = replace(self.place, **changes)
        if changed != self.place:
            self.place = replace(changed, t=utc_text(self.now()))
            if not self._unsaved:
                self._unsaved = True
                self.on_place_changed()

    def save_place(self) -> Future[bool] | None:
        """Save the resume point if it has changed; None if it has not."""
        if not self._unsaved:
            return None
        self._unsaved = False
        return self._writer.submit(self._write_place, self.now())

    def _write_place(self, now: datetime) -> bool:
        """Write the resume point; it counts as unsaved again if that fails. Raises SaveError."""
        try:
            return resume.save(self.home, self.record.device, self.place, now=now)
        except SaveError:
            self._unsaved = True
            raise

    def keep_theme(self, theme: str) -> None:
        """Save the theme in the settings. Blocks; raises SaveError."""
        path = Paths(self._settings_home).settings
        chosen, _ = settings.load(path)
        settings.save(path, replace(chosen, theme=theme))

    def rescue(self) -> None:
        """Save everything at once, from any thread. Raises SaveError."""
        try:
            resume.save(self.home, self.record.device, self.place, now=self.now())
        finally:
            self.record.retry()

    def close_quietly(self) -> bool:
        """Close, and print a line if something could not be saved; return whether everything was."""
        try:
            self.close()
        except SaveError as failed:
            answers = self.record.unsaved
            lost = (
                f" Lost with it: {answers} {'entry' if answers == 1 else 'entries'} of your record." if answers else ""
            )
            print(f"tutor: not saved: {failed}.{lost}", file=sys.stderr)
            return False
        return True

    def close(self) -> None:
        """Save everything and close the record. Raises SaveError."""
        saving = self.save_place()
        self._writer.shutdown(wait=True)
        self.record.close()
        if saving is not None:
            saving.result()
