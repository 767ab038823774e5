"""Fixtures: every test has a home, a clock and a course of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from lessons.course import Course
from progress.files import Files
from progress.record import Record
from progress.resume import ResumePoint
from tutor.app.app import TutorApp
from tutor.app.session import Session

# How long an example takes depends on what else the machine does: speed is measured by `make bench`.
settings.register_profile("any-machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any-machine")

pytest_plugins = ["tests.support.browser", "tests.support.commands", "tests.support.ssh"]  # their fixtures

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


class Clock:
    """Starts at a fixed time and moves a second at each look."""

    def __init__(self, start: datetime = START) -> None:
        self.now = start

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


@pytest.fixture(autouse=True)
def _own_world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reads or writes anything of the person who runs it."""
    monkeypatch.setenv("TUTOR_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("TUTOR_NOW", "NO_COLOR", "COLUMNS", "LINES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")


@pytest.fixture(autouse=True)
def _no_waiting_for_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only a loss of power tells synced data from data that is not; disks that forget are in tests/support/records."""
    monkeypatch.setattr(Files, "sync_data", lambda _files, _fd: None)


@pytest.fixture(scope="session")
def course() -> Course:
    """The course that ships."""
    from tests.support.content import COURSE  # with NumPy: only tests that read the course pay for it

    return COURSE


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


MakeApp = Callable[..., TutorApp]


@pytest.fixture
def make_app(home: Path, course: Course) -> Iterator[MakeApp]:
    """Apps on one home, as one after the other would be started; each is closed at the end."""
    from progress import resume

    sessions: list[Session] = []
    clock = Clock()

    def make(
        start: tuple[str, str] | None = None,
        plain: bool = False,
        theme: str | None = None,
        at: Path = home,
        course: Course = course,
    ) -> TutorApp:
        record = Record.open(at, device="test", now=clock)
        place: ResumePoint = resume.load(at)
        session = Session(course, record, place, at, clock, plain)
        sessions.append(session)
        return TutorApp(session, start, theme)

    yield make
    for session in sessions:
        session.close()
