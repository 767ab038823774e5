"""`tutor export anki`: the deck as it lies in the file, and in Anki itself where that is installed."""

from __future__ import annotations

import re
import sqlite3
import sys
import zipfile
from collections.abc import Mapping
from html import escape
from pathlib import Path

import pytest

from lessons.course import Course
from lessons.source import Source
from tests.support.broken_courses import TINY
from tests.support.commands import ok, one_line
from tests.support.markup import Markup
from tutor.export.anki import cards, number_of, write


def notes(file: Path) -> Mapping[str, tuple[str, str, str]]:
    """By the id of a note in the course, its id in Anki and its two sides."""
    with zipfile.ZipFile(file) as archive:
        assert set(archive.namelist()) == {"collection.anki2", "media"}
        (file.parent / "collection").write_bytes(archive.read("collection.anki2"))
    connection = sqlite3.connect(file.parent / "collection")
    rows = connection.execute("select guid, flds from notes").fetchall()
    assert connection.execute("select count(*) from cards").fetchone()[0] == len(rows)
    connection.close()
    split = [(guid, *fields.split("\x1f")) for guid, fields in rows]
    return {name: (guid, front, back) for guid, name, front, back in split}


@pytest.fixture
def tiny() -> Course:
    return Course(Source.folder(TINY))


FIELDS = ("symbols", "shapes", "limit", "number", "line")


def test_a_deck_has_every_question_field_and_symbol(course: Course, tmp_path: Path) -> None:
    file = tmp_path / "deck.apkg"
    count = write(course, file, 1)
    found = notes(file)
    symbols = {name for name in found if name.startswith("symbol:")}
    fields = {f"{entry.id}.{field}" for entry in course.outline.cards for field in FIELDS}
    assert set(found) - symbols == {*course.templates, *fields}
    _, front, back = found["paper.adam.line"]
    assert escape(course.card("paper.adam").line.line) in back
    assert escape(course.card("paper.adam").line.line) not in front
    assert len(symbols) == len(course.outline.symbols)
    assert len(found) == count
    assert len({guid for guid, *_ in found.values()}) == count


def test_both_sides_are_well_formed_and_formulas_are_for_mathjax(course: Course) -> None:
    for card in cards(course, 1):
        for side in (card.front, card.back):
            assert not Markup(side).faults, (card.id, side)
            assert "$" not in re.sub(r"\\\(.*?\\\)|\\\[.*?\\\]", "", side, flags=re.DOTALL), card.id
            assert "{{" not in re.sub(r"\\\(.*?\\\)|\\\[.*?\\\]", "", side, flags=re.DOTALL), card.id
        assert all(" " not in tag for tag in card.tags)


def test_a_note_keeps_its_id_when_its_numbers_change(tiny: Course, tmp_path: Path) -> None:
    first, second = tmp_path / "a" / "deck.apkg", tmp_path / "b" / "deck.apkg"
    for seed, file in enumerate((first, second), 1):
        file.parent.mkdir()
        write(tiny, file, seed)
    before, after = notes(first), notes(second)
    assert {name: guid for name, (guid, *_) in before.items()} == {name: guid for name, (guid, *_) in after.items()}


def test_the_numbers_by_which_anki_knows_a_deck_stay() -> None:
    assert number_of("ml-math-tutor/question") == 1424046931


def test_the_command_writes_the_course_that_is_named(run: object, tmp_path: Path, tiny: Course) -> None:
    file = tmp_path / "tiny.apkg"
    ran = ok(run, "--course", str(TINY), "export", "anki", str(file))
    assert str(file) in ran.err
    assert set(tiny.templates) <= set(notes(file))


def test_without_genanki_it_says_what_to_install(run: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "tutor.export.anki", raising=False)
    monkeypatch.setitem(sys.modules, "genanki", None)
    assert "ml-math-tutor[anki]" in one_line(ok(run, "export", "anki", str(tmp_path / "x.apkg"), status=1))


def test_anki_itself_takes_the_deck(tiny: Course, tmp_path: Path) -> None:
    collection = pytest.importorskip("anki.collection", reason="the package `anki` is not installed")
    count = write(tiny, tmp_path / "deck.apkg", 1)
    opened = collection.Collection(str(tmp_path / "col.anki2"))
    request = collection.ImportAnkiPackageRequest(package_path=str(tmp_path / "deck.apkg"))
    opened.import_anki_package(request)
    assert opened.note_count() == count
    opened.import_anki_package(request)
    assert opened.note_count() == count
    opened.close()
