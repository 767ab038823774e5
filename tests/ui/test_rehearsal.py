"""A start without a terminal: it shows what the next start will show, and leaves the record as it was."""

from __future__ import annotations

from pathlib import Path

from msgspec.structs import replace

from progress import resume
from progress.resume import ResumePoint
from tests.support.study_sessions import placed_home
from tutor.app.launch_options import LaunchOptions
from tutor.app.rehearsal import rehearse
from tutor.fast.kept_frame import FirstScreen

SIZE = (80, 24)


def rehearsed(home: Path) -> FirstScreen | None:
    return rehearse(LaunchOptions(home), SIZE, "")


def record_in(home: Path) -> dict[str, bytes]:
    """Every file of a home but the cache."""
    files = (path for path in home.rglob("*") if path.is_file() and "cache" not in path.relative_to(home).parts)
    return {str(path): path.read_bytes() for path in files}


def test_a_page_is_rehearsed_and_nothing_is_saved() -> None:
    home = placed_home()
    resume.save(home, "past", ResumePoint(screen="lesson", page="linear_algebra.dot", t="2026-03-02T09:00:00.000Z"))
    before = record_in(home)
    screen = rehearsed(home)
    assert screen is not None
    assert "Linear algebra › The dot product" in screen.text
    assert screen.summary is None
    assert screen.since < screen.until
    assert record_in(home) == before


def test_what_is_not_certain_is_not_rehearsed() -> None:
    """A study session counts seconds, and a file with a fault is spoken of for a while."""
    home = placed_home()
    place = ResumePoint(screen="sitting", t="2026-03-02T09:00:00.000Z")
    resume.save(home, "past", place)
    assert rehearsed(home) is None
    resume.save(home, "past", replace(place, screen="home"))
    (home / "settings.toml").write_text("theme = 3\n")
    assert rehearsed(home) is None
