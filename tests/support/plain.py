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
from tests.support.records import NoSync
from tutor.learning.scheduling import PlannedQuestion, StudySession
from tutor.plain.console import Console
from tutor.plain.question import Question, QuestionEnd
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
        self.record = Record.open(home, device="test", now=now, files=files or NoSync())
        self.sink = io.StringIO()

    def console(self, typed: Iterable[str]) -> Console:
        """A console on which these lines are typed, and then no more."""
        source = io.BytesIO("".join(f"{line}\n" for line in typed).encode())
        return Console(source, self.sink, self.voice.width, echo=True)

    def ask(self, asked: PlannedQuestion, *typed: str, helped: bool = True, where: str = "practice") -> QuestionEnd:
        """One question."""
        keeper = Recorder(self.course, self.record, where)
        return Question(self.console(typed), self.voice, keeper, asked, helped).run()

    def sit(self, sitting: StudySession, *typed: str) -> StudySession:
        """A sitting, until it is over or nothing more is typed."""
        return run(self.course, self.record, sitting, self.console(typed), self.voice, self.now)

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
