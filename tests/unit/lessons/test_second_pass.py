"""Second-pass pages: their own group in the outline, the listing and the text, and the order in which skills come."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from lessons.course import Course
from lessons.lint.order import order_faults
from lessons.model.page import ExerciseBlock
from lessons.source import CourseError, Source
from tests.support.content import COURSE
from tests.support.second_pass import CORE, DOUBLE, HALF, second_pass_course
from tutor.cli.catalogue import listing, listing_text, shown
from tutor.plain.reading import rung_lines as spoken_lines
from tutor.plain.text import TextStyle
from tutor.rendering.article import rung_lines
from tutor.rendering.author_check import check_course
from tutor.rendering.context import RenderContext
from tutor.rendering.typeset import text_of

OUTLINE, WORDED, SUMS, PAGE = "course.toml", "basics/items.toml", "basics/sums.md", "basics/double.md"

FAULTS: dict[str, tuple[str, str, str, str]] = {  # file, what to replace, with what, what the message says
    "a pass that there is not": (OUTLINE, 'pass = "papers" },', 'pass = "third" },', 'pass is "core" or "papers"'),
    "a core skill that needs the second pass": (
        OUTLINE,
        "needs = []",
        'needs = ["double"]',
        "the core skill adding needs double of the second pass",
    ),
    "an outcome about the second pass": (
        OUTLINE,
        'skills = ["adding"]',
        'skills = ["adding", "half"]',
        "outcome add names half of the second pass",
    ),
    "a core page that teaches a skill of the second pass": (
        SUMS,
        'teaches = ["adding"]',
        'teaches = ["adding", "double"]',
        "a core page teaches double, a second-pass skill",
    ),
    "a second-pass page that teaches a core skill": (
        OUTLINE,
        'needs = ["adding"]\npass = "papers"',
        'needs = ["adding"]',
        "a second-pass page teaches double, a core skill",
    ),
    "a core page that builds on the second pass": (
        SUMS,
        "leans_on = []",
        'leans_on = ["double"]',
        "this page needs double, which no page before it teaches",
    ),
    "a skill that needs a later one": (
        OUTLINE,
        'needs = ["adding"]\npass',
        'needs = ["adding", "half"]\npass',
        "this page needs half, which no page before it teaches",
    ),
    "an item that needs a later skill": (
        WORDED,
        'skills = ["double", "adding"]',
        'skills = ["double", "half"]',
        "basics.double.fixed needs half, which no page up to this one teaches",
    ),
    "a core item that needs the second pass": (
        WORDED,
        'id = "basics.sums.three"\nkind = "number"\nskills = ["adding"]',
        'id = "basics.sums.three"\nkind = "number"\nskills = ["adding", "half"]',
        "basics.sums.three exercises half of the second pass",
    ),
    "a second-pass item about the core alone": (
        WORDED,
        'skills = ["double", "adding"]',
        'skills = ["adding"]',
        "basics.double.fixed is named after a second-pass page and exercises no skill of the second pass",
    ),
    "a second-pass page that is too long": (
        PAGE,
        "What double does",
        "What " + "number after " * 100 + "double does",
        "words; a second-pass page has 200 at most",
    ),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return second_pass_course(tmp_path / "course")


@pytest.fixture
def course(folder: Path) -> Course:
    return Course(Source.folder(folder))


def test_a_sound_course_has_no_faults(folder: Path) -> None:
    assert check_course(Source.folder(folder)) == ()


@pytest.mark.parametrize("name", FAULTS)
def test_each_fault_is_caught(name: str, folder: Path) -> None:
    file, old, new, message = FAULTS[name]
    text = (folder / file).read_text("utf-8")
    assert old in text, f"{file} no longer holds {old!r}"
    (folder / file).write_text(text.replace(old, new, 1), "utf-8")
    found = [str(fault) for fault in check_course(Source.folder(folder))]
    assert any(message in fault for fault in found), found


def test_a_pass_that_there_is_not_is_named_with_its_line(folder: Path) -> None:
    outline = folder / OUTLINE
    outline.write_text(outline.read_text("utf-8").replace('pass = "papers" },', 'pass = "third" },', 1), "utf-8")
    with pytest.raises(CourseError, match="'third'") as caught:
        _ = Course(Source.folder(folder)).outline
    assert DOUBLE in outline.read_text("utf-8").splitlines()[caught.value.line - 1]


def test_the_core_and_the_second_pass_are_apart(course: Course) -> None:
    outline, (rung,) = course.outline, course.outline.rungs
    assert [page.id for page in rung.pages] == [page.id for page in outline.core_pages] == [CORE]
    assert [page.id for page in rung.second_pass] == [DOUBLE, HALF]
    assert [page.id for page in outline.pages] == [CORE, DOUBLE, HALF]
    assert [page.id for page in rung.pages_beside(HALF)] == [DOUBLE, HALF]
    assert [page.id for page in rung.pages_beside(CORE)] == [CORE]


def test_the_listing_names_the_pass_and_counts_the_core_alone(course: Course) -> None:
    found = listing(course)
    (rung,) = found["rungs"]
    assert [(page["id"], page["pass"]) for page in rung["pages"]] == [
        (CORE, "core"),
        (DOUBLE, "papers"),
        (HALF, "papers"),
    ]
    core = round(course.page(CORE).minutes, 1)
    assert found["stage"]["minutes"] == rung["minutes"] == core
    assert round(sum(course.page(page).minutes for page in (CORE, DOUBLE, HALF)), 1) > core
    assert "basics.half.drawn" in [item["id"] for item in rung["items"]]
    (line,) = [line for line in listing_text(found).splitlines() if " page   basics.half" in line]
    assert line.endswith("for papers")
    assert [shown(course, page, 1)["pass"] for page in (CORE, HALF)] == ["core", "papers"]


def test_a_rung_as_text_has_its_second_pass_last_under_a_heading(course: Course) -> None:
    rung = course.rung("basics")
    written = text_of(rung_lines(course, rung, RenderContext(76))).splitlines()
    spoken = spoken_lines(course, rung, TextStyle(76, False, True))
    for lines in (written, spoken):
        places = [lines.index(title) for title in ("Sums", "Basics, for papers", "Doubling", "Halving")]
        assert places == sorted(places)


def test_an_exercise_asks_for_nothing_that_comes_later() -> None:
    """Its questions count where it stands: one about axes does not go with a page before they are taught."""
    pages = [COURSE.page(entry.id) for entry in COURSE.outline.pages]
    assert list(order_faults(COURSE.outline, pages, COURSE.templates)) == []
    early = [
        replace(page, blocks=(*page.blocks, ExerciseBlock("matrix_product", ())))
        if page.id == "linear_algebra.products"
        else page
        for page in pages
    ]
    said = [fault.text for fault in order_faults(COURSE.outline, early, COURSE.templates)]
    assert said == ["linear_algebra.products.means needs shapes, which no page up to this one teaches"]
