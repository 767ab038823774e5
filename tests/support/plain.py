"""The plain face in a test: what is typed, what comes out, what is on record."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path

from lessons.course import Course
from progress.events import Event
from progress.files import Files
from progress.journal.codec import decode
from progress.record import Record
from progress.schedule import stamp
from tests.support.records import NoSync
from tutor.learning.scheduling import PlannedQuestion, StudySession
from tutor.learning.scheduling.study_session import Kind
from tutor.learning.session_state import FirstAnswer, SessionState
from tutor.learning.study_engine import StudyEngine
from tutor.plain.console import Console
from tutor.plain.question import Question
from tutor.plain.recorder import Recorder
from tutor.plain.study_session import run
from tutor.plain.text import TextStyle


class Scene:
    """A record in a folder, and what was said so far."""

    def __init__(
        self,
        course: Course,
        home: Path,
        now: Callable[[], datetime],
        voice: TextStyle = TextStyle(80),  # noqa: B008 (frozen)
        files: Files | None = None,
    ) -> None:
        self.course, self.home, self.now, self.voice = course, home, now, voice
        self.files = files or NoSync()
        self.record = Record.open(home, device="test", now=now, files=self.files)
        self.sink = io.StringIO()

    def console(self, typed: Iterable[str]) -> Console:
        """A console on which these lines are typed, and then no more."""
        source = io.BytesIO("".join(f"{line}\n" for line in typed).encode())
        return Console(source, self.sink, self.voice.width, echo=True)

    def recorder(self) -> Recorder:
        """A recorder as a start of the program makes one."""
        return Recorder(self.course, self.record, self.now, self.files)

    def ask(self, asked: PlannedQuestion, *typed: str, kind: Kind = "practice") -> FirstAnswer | None:
        """One question; the first readable answer to it."""
        recorder = self.recorder()
        started = stamp(self.now()) + 1  # answers so far are those of sessions before this one
        session = SessionState(StudySession(kind, started=started), asked, begun=True)
        engine = StudyEngine.resume(self.course, session, self.record.state, {})
        return Question(self.console(typed), self.voice, recorder, engine).run().session.first

    def sit(
        self,
        kind: Kind,
        scope: str = "",
        *typed: str,
        count: int | None = None,
        seed: int | None = None,
        start_over: bool = False,
    ) -> StudyEngine:
        """A study session, resumed or new, until it is over or nothing more is typed."""
        recorder = self.recorder()
        return run(
            recorder.session(kind, scope, count, seed, start_over=start_over), recorder, self.console(typed), self.voice
        )

    @property
    def said(self) -> str:
        """All that was said since the last look."""
        text = self.sink.getvalue()
        self.sink.seek(0)
        self.sink.truncate()
        return text

    @property
    def events(self) -> list[Event]:
        """What is on the disk."""
        file = self.home / "journal" / "test.jsonl"
        return [decode(line) for line in file.read_bytes().splitlines()] if file.exists() else []
