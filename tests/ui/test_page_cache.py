"""Pages kept between runs: what comes back is what was read, and anything else is read anew."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from lessons.course import Course
from lessons.outline import PageEntry
from lessons.source import Source
from tests.conftest import MakeApp
from tests.support.journeys import text_on
from tests.support.study_sessions import ready
from tutor.fast import cache_file
from tutor.fast.cache_file import code_stamp
from tutor.fast.page_cache import PageCache

COURSE = Course()
ENTRIES = COURSE.outline.pages
FIRST = ENTRIES[0]
TEXT = COURSE.source.text(*FIRST.path)


@pytest.mark.parametrize("entry", ENTRIES, ids=[entry.id for entry in ENTRIES])
def test_every_page_comes_back_as_it_was_read(tmp_path: Path, entry: PageEntry) -> None:
    """To the last type: a limit that was 4.0 is not 4."""
    first = Course(shelf=PageCache(tmp_path)).page(entry.id)
    again = Course(shelf=PageCache(tmp_path)).page(entry.id)
    assert again is not first
    assert repr(again) == repr(first) == repr(COURSE.page(first.id))


def test_a_kept_page_needs_no_markdown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = Course(shelf=PageCache(tmp_path)).page(FIRST.id)
    monkeypatch.setattr("lessons.reading.page.read_page", None)
    assert Course(shelf=PageCache(tmp_path)).page(FIRST.id) == page


def test_a_changed_text_is_read_anew(tmp_path: Path) -> None:
    shelf = PageCache(tmp_path)
    shelf.keep(FIRST, TEXT, COURSE.page(FIRST.id))
    assert shelf.page(FIRST, TEXT) == COURSE.page(FIRST.id)
    assert shelf.page(FIRST, TEXT + "\n") is None
    assert shelf.page(ENTRIES[1], TEXT) is None


def test_changed_code_reads_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    PageCache(tmp_path).keep(FIRST, TEXT, COURSE.page(FIRST.id))
    monkeypatch.setattr("tutor.fast.page_cache.code_stamp", lambda *_: "other code")
    assert PageCache(tmp_path).page(FIRST, TEXT) is None


def test_the_stamp_follows_the_files(tmp_path: Path) -> None:
    one, other = tmp_path / "one.py", tmp_path / "other.py"
    one.write_text("a")
    other.write_text("b")
    before = code_stamp([one, other], ["markdown_it", "no_such_package"])
    assert before == code_stamp([other, one], ["markdown_it"])
    assert before != code_stamp([one], ["markdown_it"])
    one.touch()
    assert before != code_stamp([one, other], ["markdown_it"])


@pytest.mark.parametrize("damage", [b"", b"[]", b"{", b"\xff", b"[" * 100_000, b'["a","b",{}]', b'["a","b",{"id":1}]'])
def test_a_file_that_is_none_is_read_anew(tmp_path: Path, damage: bytes) -> None:
    course = Course(shelf=PageCache(tmp_path))
    page = course.page(FIRST.id)
    path = tmp_path / "cache" / "pages" / f"{FIRST.id}.json"
    path.write_bytes(damage)
    assert Course(shelf=PageCache(tmp_path)).page(FIRST.id) == page
    assert len(path.read_bytes()) > 1000


def test_a_cut_off_file_is_read_anew(tmp_path: Path) -> None:
    page = Course(shelf=PageCache(tmp_path)).page(FIRST.id)
    path = tmp_path / "cache" / "pages" / f"{FIRST.id}.json"
    whole = path.read_bytes()
    for end in range(0, len(whole), 997):
        path.write_bytes(whole[:end])
        assert PageCache(tmp_path).page(FIRST, TEXT) is None
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert page == COURSE.page(FIRST.id)


def test_a_home_that_cannot_be_written_still_gives_pages(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    assert Course(shelf=PageCache(blocked)).page(FIRST.id) == COURSE.page(FIRST.id)
    assert blocked.read_text() == "in the way"


def test_what_a_kill_has_left_goes_with_the_next_save(tmp_path: Path) -> None:
    old, new = tmp_path / ".a.json.1.part", tmp_path / ".a.json.2.part"
    for part in (old, new):
        part.write_bytes(b"half")
    os.utime(old, (0, 0))
    cache_file.write_atomic(tmp_path / "a.json", b"data")
    assert sorted(one.name for one in tmp_path.iterdir()) == [new.name, "a.json"]


def test_what_cannot_be_put_in_place_leaves_nothing_behind(tmp_path: Path) -> None:
    path = tmp_path / "cache" / "a.json"
    path.mkdir(parents=True)
    cache_file.write_atomic(path, b"data")
    assert [one.name for one in path.parent.iterdir()] == ["a.json"]


async def test_a_page_with_a_fault_is_named_as_before(tmp_path: Path, make_app: MakeApp) -> None:
    """The shelf is asked for the text that there is, so what an author breaks is found at once."""
    course = Course(Source.installed(), shelf=PageCache(tmp_path))
    app = make_app(("page", FIRST.id), course=course)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        assert FIRST.title in text_on(app)
