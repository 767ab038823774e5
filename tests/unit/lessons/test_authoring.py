"""Templates for authors pass the check as they are, and the reference says what the code does."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest
import tomli

from lessons.authoring import Files, TemplateError, new_demo, new_item, new_page, write
from lessons.course import Course
from lessons.hunting.cases import draw
from lessons.hunting.outcomes import read
from lessons.hunting.run import Run
from lessons.lint import case_keys, outline_keys
from lessons.lint.reference import FILE, reference
from lessons.outline import keys_of_tables
from lessons.reading.debugging import read_programs
from lessons.source import Source
from tests.support.broken_courses import OUTLINE, TINY, broken, faults_of
from tests.support.commands import ok, one_line


def test_the_reference_is_current() -> None:
    """`tutor lessons reference > lessons/AUTHORING.md` makes it so."""
    assert (Source.installed().root / FILE).read_text("utf-8") == reference()


def test_every_key_of_the_outline_that_is_read_has_a_meaning() -> None:
    tables, _ = keys_of_tables(Source.installed())
    assert {name: frozenset(keys) for name, keys in outline_keys.KEYS.items()} == tables


@pytest.mark.parametrize(
    ("folder", "meanings"),
    [
        ("papers", case_keys.CARD),
        ("debugging/diagnose", case_keys.DIAGNOSE),
        ("debugging/repair", case_keys.REPAIR),
    ],
)
def test_every_key_of_a_card_or_a_case_has_a_meaning(folder: str, meanings: case_keys.Meanings) -> None:
    used: dict[str, set[str]] = {}

    def note(name: str, table: Mapping[str, object]) -> None:
        used.setdefault(name, set()).update(table)
        for key, value in table.items():
            for entry in value if isinstance(value, list) else [value]:
                if isinstance(entry, dict) and key not in ("sizes", "names"):  # keys of the author's own
                    note(f"{name}.{key}".strip("."), entry)

    for path in sorted((Source.installed().root / folder).glob("*.toml")):
        note("", tomli.loads(path.read_text("utf-8")))
    assert used == {name: set(keys) for name, keys in meanings.items()}


@pytest.mark.slow
def test_the_reference_has_every_key_that_a_page_of_the_course_uses() -> None:
    text = reference()
    for words in (
        "a computed item has 3 or more",
        "`misconceptions: tuple[Misconception, ...]`",
        "`arrow`: `to`, `from`",
    ):
        assert words in text


def test_a_course_from_templates_alone_passes(run: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Begun in an empty folder, with one of everything; each step passes, too, and all of it can be asked."""
    monkeypatch.chdir(tmp_path)
    assert "no course.toml is in" in one_line(ok(run, "lessons", "new", "page", "first.means", status=1))
    ok(run, "lessons", "new", "course", "mine", "--title", "Mine")
    monkeypatch.chdir(tmp_path / "mine")
    assert "no page yet" in one_line(ok(run, "lessons", "new", "demo", "slider", status=1))
    ok(run, "lessons", "new", "page", "first.means")
    ok(run, "lessons", "new", "item", "first.means.median")
    ok(run, "lessons", "new", "demo", "slider")
    ok(run, "lessons", "new", "page", "first.lines", "--title", "Lines")
    ok(run, "lessons", "new", "exercise", "add_up", "--page", "first.means")
    ok(run, "lessons", "new", "paper", "squares")
    ok(run, "lessons", "new", "case", "doubled")
    ok(run, "lessons", "new", "case", "one_more", "--form", "repair")
    ok(run, "lessons", "new", "case", "sign_only", "--form", "fault", "--title", "Each step uses the sign alone")
    assert "already" in one_line(ok(run, "lessons", "new", "case", "sign_only", "--form", "fault", status=1))
    assert "already" in one_line(ok(run, "lessons", "new", "page", "first.means", status=1))
    assert faults_of(tmp_path / "mine") == ()
    course = Course(Source.folder(tmp_path / "mine"))
    assert [page.title for page in course.outline.pages] == ["Means", "Lines"]
    assert course.item("first.means.median", 3).wrong_rules
    assert course.demo("slider").rung == "first"
    assert course.exercise("add_up").check.cases
    assert course.card("paper.squares").needs == ("lines",)
    assert [name for name, *_ in course.cases if not name.startswith("hunt.")] == [
        "diagnose.doubled",
        "repair.one-more",
    ]
    programs = read_programs(course.source)
    case = next(one for one in (draw(programs, number) for number in range(1, 500)) if one.fault == "sign-only")
    assert course.case_skills(case.id, "sign-only") == ("lines",)
    run_, left = Run(case.program, case.fault, case.seed), case.puzzle.all
    while left.bit_count() > 1:
        probe = case.puzzle.best(left)
        left &= case.puzzle.partitions[probe].cells[read(case.program, probe, run_).outcome]
    assert case.puzzle.names(left) == ("sign-only",)


def added(tmp_path: Path, files: Files) -> Source:
    """A small course with files that were added to it."""
    shutil.copytree(TINY, tmp_path / "course", ignore=shutil.ignore_patterns("__pycache__"))
    write(tmp_path / "course", files)
    return Source.folder(tmp_path / "course")


def test_a_rung_that_gathers_its_questions_and_demos_gathers_the_new_ones(tmp_path: Path) -> None:
    tiny = Source.folder(TINY)
    files = {**new_item(tiny, "basics.sums.more", "More"), **new_demo(tiny, "second", "basics.sums", "A second")}
    source = added(tmp_path, files)
    assert faults_of(source.root) == ()
    course = Course(source)
    assert {"basics.sums.add", "basics.sums.more"} < set(course.templates)
    assert set(course.demos) == {"slide", "second"}


def test_the_gathering_module_that_ships_names_what_it_gathers() -> None:
    text = new_item(Source.installed(), "calculus.chain.again", "Again")["calculus/items.py"]
    assert "from .items_chain_again import chain_again\n" in text
    assert '    "chain_again",\n' in text


@pytest.mark.parametrize("page", ["basics.Sums", "basics.", "basics.a b", "basics.adding"])
def test_ids_that_make_no_page(page: str) -> None:
    with pytest.raises(TemplateError):
        new_page(Source.folder(TINY), page, "A page")


def test_a_key_of_the_outline_that_nothing_reads(tmp_path: Path) -> None:
    course = broken(tmp_path, [(OUTLINE, 'tagline = "adding"', 'tagline = "adding"\ntag = "x"', "")])
    (fault,) = faults_of(course)
    assert "rung knows no tag" in fault.text
