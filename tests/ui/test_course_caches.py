"""The cached outline and pages are what would be read; another file, another version or a bad file is read again."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from subprocess import run

import pytest

import tutor
from lessons.course import Course
from lessons.source import Source
from tests.support.content import COURSE
from tests.support.paths import COURSES
from tutor.cli.options import Options
from tutor.fast import line_cache
from tutor.fast.item_cache import ItemCache
from tutor.fast.outline_cache import cached_course
from tutor.fast.page_cache import PageCache

PAGES = COURSE.outline.pages
DAMAGED = [b"", b"{}", b"[", b"\xff\xfe", b"[" * 100_000, b'["0",{},{},{}]']


def reading(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files of the course that are read from now on."""
    read: list[str] = []
    text = Source.text

    def noted(self: Source, *parts: str) -> str:
        read.append("/".join(parts))
        return text(self, *parts)

    monkeypatch.setattr(Source, "text", noted)
    return read


@pytest.fixture
def source(tmp_path: Path) -> Source:
    return Source.folder(Path(shutil.copytree(COURSES / "tiny", tmp_path / "course")))


def test_every_page_comes_back_as_it_was_read(tmp_path: Path) -> None:
    first = Course(COURSE.source, COURSE.outline, PageCache(tmp_path))
    read = [first.page(entry.id) for entry in PAGES]
    first.save_pages()
    cached = PageCache(tmp_path)
    for entry, page in zip(PAGES, read, strict=True):
        text = COURSE.source.text(*entry.path)
        assert repr(cached.page(entry, text)) == repr(page)
        assert cached.page(entry, text + "\n") is None


@pytest.mark.parametrize("damage", DAMAGED)
def test_a_damaged_page_is_read_anew(tmp_path: Path, damage: bytes) -> None:
    entry = PAGES[0]
    path = tmp_path / "cache" / "pages" / f"{entry.id}.json"
    path.parent.mkdir(parents=True)
    path.write_bytes(damage)
    assert Course(COURSE.source, COURSE.outline, PageCache(tmp_path)).page(entry.id) == COURSE.page(entry.id)


def test_a_page_of_other_code_is_read_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    course = Course(COURSE.source, COURSE.outline, PageCache(tmp_path))
    course.page(PAGES[0].id)
    course.save_pages()
    text = COURSE.source.text(*PAGES[0].path)
    assert PageCache(tmp_path).page(PAGES[0], text) is not None
    monkeypatch.setattr(line_cache, "code_stamp", lambda: "other code")
    assert PageCache(tmp_path).page(PAGES[0], text) is None


def test_the_outline_is_read_once(tmp_path: Path, source: Source, monkeypatch: pytest.MonkeyPatch) -> None:
    first = cached_course(tmp_path, source)
    read = reading(monkeypatch)
    second = cached_course(tmp_path, source)
    assert (second.outline, second.teaches) == (first.outline, first.teaches)
    assert read == []


@pytest.mark.parametrize(("name", "old", "new"), [("course.toml", "Sums", "Totals"), ("basics/sums.md", "adding", "a")])
def test_a_changed_file_is_read_anew(tmp_path: Path, source: Source, name: str, old: str, new: str) -> None:
    before = cached_course(tmp_path, source)
    file = source.root / name
    file.write_text(file.read_text("utf-8").replace(old, new), "utf-8")
    os.utime(file, ns=(1, 1))
    after, read = cached_course(tmp_path, source), Course(source)
    assert (after.outline, after.teaches) == (read.outline, read.teaches)
    assert (after.outline, after.teaches) != (before.outline, before.teaches)


def test_another_course_and_another_version_are_read_anew(
    tmp_path: Path, source: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    cached_course(tmp_path, source)
    assert cached_course(tmp_path, COURSE.source).outline == COURSE.outline
    cached_course(tmp_path, source)
    monkeypatch.setattr(tutor, "__version__", "9.9")
    read = reading(monkeypatch)
    cached_course(tmp_path, source)
    assert "course.toml" in read


@pytest.mark.parametrize("damage", DAMAGED)
def test_a_damaged_outline_is_read_anew(tmp_path: Path, source: Source, damage: bytes) -> None:
    (tmp_path / "cache").mkdir()
    (tmp_path / "cache" / "outline.json").write_bytes(damage)
    assert cached_course(tmp_path, source).outline == Course(source).outline


def test_items_are_neither_read_nor_drawn_again(
    tmp_path: Path, source: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = cached_course(tmp_path, source).entries
    read = reading(monkeypatch)
    again = cached_course(tmp_path, source)
    assert list(again.entries.items()) == list(first.items())
    assert read == []
    assert list(again.entries.items()) == list(Course(source).entries.items())
    assert again.renamed == Course(source).renamed


@pytest.mark.parametrize("name", ["basics/items.toml", "basics/items.py"])
def test_items_of_changed_files_are_read_anew(tmp_path: Path, source: Source, name: str) -> None:
    assert cached_course(tmp_path, source).entries
    assert ItemCache(tmp_path, source).entries() is not None
    os.utime(source.root / name, ns=(1, 1))
    assert ItemCache(tmp_path, source).entries() is None


@pytest.mark.parametrize("damage", DAMAGED)
def test_damaged_items_are_read_anew(tmp_path: Path, source: Source, damage: bytes) -> None:
    (tmp_path / "cache").mkdir()
    (tmp_path / "cache" / "items.json").write_bytes(damage)
    assert cached_course(tmp_path, source).entries == Course(source).entries


def test_an_entry_says_of_an_item_what_the_item_does() -> None:
    assert list(COURSE.entries) == list(COURSE.templates)
    for item_id, entry in COURSE.entries.items():
        item, template = COURSE.item(item_id, COURSE.first_seed(item_id)), COURSE.templates[item_id]
        assert (entry.kind, entry.form, entry.skills) == (item.kind, item.form, item.skills)
        assert (entry.strategy, entry.was, entry.steps) == (template.strategy, template.was, len(item.steps))
        assert (entry.is_computed, entry.has_draws) == (COURSE.is_computed(item_id), COURSE.has_draws(item_id))
        assert set(entry.option_rules) == {option.misconception for option in item.options}
        assert set(entry.wrong_rules) == {rule.id for rule in item.wrong_rules} - set(entry.option_rules)


def test_without_a_home_nothing_is_written(tmp_path: Path, source: Source) -> None:
    home = tmp_path / "home"
    assert Options(home, course_name=str(source.root)).cached_course().entries
    assert not home.exists()


def test_a_faulty_course_is_reported_where_it_is_read(tmp_path: Path, source: Source) -> None:
    (source.root / "course.toml").write_text("format =", "utf-8")
    course = cached_course(tmp_path, source)
    with pytest.raises(ValueError, match=r"course\.toml:1: not TOML"):
        _ = course.outline


def test_a_cached_page_needs_no_parser(tmp_path: Path) -> None:
    program = f"""
import sys
from pathlib import Path
from lessons.source import Source
from tutor.fast.outline_cache import cached_course
course = cached_course(Path({str(tmp_path)!r}), Source.installed())
course.page({PAGES[0].id!r})
course.save_pages()
print(sorted({{"markdown_it", "tomli"}} & set(sys.modules)))
"""
    first, again = (run([sys.executable, "-c", program], capture_output=True, text=True, check=True) for _ in range(2))
    assert (first.stdout.strip(), again.stdout.strip()) == ("['markdown_it', 'tomli']", "[]")
