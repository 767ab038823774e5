"""A start without a terminal: it shows what the next start will show, and leaves the record as it was."""

from __future__ import annotations

from pathlib import Path

from msgspec.structs import replace

from lessons.model.page import ItemBlock
from progress import resume
from progress.resume import ResumePoint, ScrollAnchor
from tests.support.content import COURSE
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
    assert [(at, key, to) for at, key, to, _ in screen.answers] == [(0, " ", 1), (1, " ", 2), (2, " ", 3)]
    assert record_in(home) == before


def test_on_home_the_likely_keys_are_rehearsed_and_nothing_is_saved() -> None:
    home = placed_home()
    before = record_in(home)
    screen = rehearsed(home)
    assert screen is not None
    steps = {(at, key): (to, text) for at, key, to, text in screen.answers}
    assert {key for at, key in steps if at == 0} == {"\x1b[B", "\r"}
    assert {key for at, key in steps if at == 1} == {"\x1b[B", "\x1b[A"}
    page, text = steps[0, "\r"]
    assert "Linear algebra › " in text
    assert (page, " ") in steps
    assert record_in(home) == before


def test_no_key_goes_to_a_question() -> None:
    """What is typed into one is for the record, so a page that goes on there has no answers."""
    home = placed_home()
    page, item = "linear_algebra.angle", "linear_algebra.angle.cosine"
    blocks = COURSE.page(page).blocks
    anchor = ScrollAnchor(next(number for number, block in enumerate(blocks) if isinstance(block, ItemBlock)))
    point = ResumePoint(screen="lesson", page=page, focus=item, anchor=anchor, t="2026-03-02T09:00:00.000Z")
    resume.save(home, "past", point)
    screen = rehearsed(home)
    assert screen is not None
    assert screen.answers == ()


def test_what_is_not_certain_is_not_rehearsed() -> None:
    """A study session counts seconds, and a file with a fault is spoken of for a while."""
    home = placed_home()
    place = ResumePoint(screen="sitting", t="2026-03-02T09:00:00.000Z")
    resume.save(home, "past", place)
    assert rehearsed(home) is None
    resume.save(home, "past", replace(place, screen="home"))
    (home / "settings.toml").write_text("theme = 3\n")
    assert rehearsed(home) is None
