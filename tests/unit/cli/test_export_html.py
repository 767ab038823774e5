"""`tutor export html`: every page as valid HTML that asks nothing of any network."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from html import escape
from pathlib import Path

import pytest

from lessons.course import Course
from tests.support.broken_courses import TINY
from tests.support.commands import ok, one_line
from tests.support.markup import Markup
from tutor.export.html_text import HtmlText, mathml_or_source
from tutor.export.site import SEED, site

Site = Mapping[str, str]


@pytest.fixture(scope="module")
def files(course: Course) -> Site:
    """The site of the course that ships: texts by the names of their files."""
    return {file.name: file.text for file in site(course)}


@pytest.fixture(scope="module")
def pages(files: Site) -> Site:
    return {name: text for name, text in files.items() if name.endswith(".html")}


@pytest.fixture(scope="module")
def read(pages: Site) -> Mapping[str, Markup]:
    """The pages without their formulas, which are read as XML, in a tenth of the time."""
    return {name: Markup(re.sub(r"<math.*?</math>", "", text, flags=re.DOTALL)) for name, text in pages.items()}


@pytest.mark.slow
def test_every_page_and_exercise_is_there(pages: Site, course: Course) -> None:
    outline = course.outline
    assert {f"{entry.id}.html" for entry in outline.pages} <= set(pages)
    assert {f"exercise.{entry.id}.html" for entry in outline.exercises} <= set(pages)


def test_every_page_is_well_formed(read: Mapping[str, Markup]) -> None:
    assert {name: page.faults for name, page in read.items() if page.faults} == {}


def test_formulas_and_figures_are_well_formed(pages: Site) -> None:
    for name, text in pages.items():
        for piece in re.findall(r"<math.*?</math>|(?<=<figure>)<svg.*?</svg>(?=<figcaption|</figure)", text, re.DOTALL):
            try:
                ET.fromstring(piece)
            except ET.ParseError as error:
                pytest.fail(f"{name}: {error}: {piece[:200]}")


def test_every_formula_is_drawn(pages: Site) -> None:
    for name, text in pages.items():
        rest = re.sub(r"<pre.*?</pre>|<math.*?</math>", "", text, flags=re.DOTALL)
        assert not re.search(r"\$|\\[a-zA-Z]", rest), name


def test_nothing_is_requested_and_nothing_runs(read: Mapping[str, Markup]) -> None:
    for name, page in read.items():
        used = [
            value
            for tag, attributes in page.elements
            for key, value in attributes.items()
            if key in ("src", "href", "action", "data", "srcset", "poster") and tag != "a"
        ]
        assert used == ["style.css"], name
        tags = {tag for tag, _ in page.elements}
        assert not tags & {"script", "iframe", "object", "embed", "img", "form"}
        assert not [key for _, attributes in page.elements for key in attributes if key.startswith("on")]


def test_the_style_requests_nothing(files: Site) -> None:
    style = files["style.css"]
    assert "url(" not in style
    assert "@import" not in style
    assert "@media print" in style
    assert "max-width" in style


def test_every_link_leads_to_a_page(read: Mapping[str, Markup]) -> None:
    for page in read.values():
        assert {link["href"].partition("#")[0] for link in page.tags("a")} <= set(read)
        assert any(meta.get("name") == "viewport" for meta in page.tags("meta"))


def test_every_question_of_a_page_has_a_folded_answer(read: Mapping[str, Markup], course: Course) -> None:
    for entry in course.outline.pages:
        page = read[f"{entry.id}.html"]
        asked = {section["id"] for section in page.tags("section") if section.get("class") == "question"}
        assert set(course.page(entry.id).items) <= asked
        assert len(page.tags("details")) >= len(asked)
        assert not [details for details in page.tags("details") if "open" in details]


def test_an_answer_does_not_stand_above_its_fold(pages: Site, course: Course) -> None:
    """What code prints below a question is folded, as its answer is."""
    for entry in course.outline.pages:
        text = pages[f"{entry.id}.html"]
        first = text.find('<section class="question"')
        outside = re.sub(r"<details>.*?</details>", "", text[first:], flags=re.DOTALL)
        assert '<pre class="output">' not in outside, entry.id


def test_figures_and_demos_are_in_place(read: Mapping[str, Markup], course: Course) -> None:
    for entry in course.outline.pages:
        page, content = read[f"{entry.id}.html"], course.page(entry.id)
        demos = [section for section in page.tags("section") if section.get("class") == "demo"]
        assert len(demos) == len(content.demos)
        figures = sum(type(block).__name__ == "FigureBlock" for block in content.blocks)
        assert len(page.tags("figure")) >= figures + len(demos)


def test_cards_and_cases_have_their_answers_folded(pages: Site, course: Course) -> None:
    folds = re.compile(r"<details>.*?</details>", re.DOTALL)
    for entry in course.outline.cards:
        card, page = course.card(entry.id), pages[f"{entry.id}.html"]
        outside, inside = folds.sub("", page), "".join(folds.findall(page))
        assert escape(card.cite) in outside
        for answer in (escape(card.line.line), *(escape(symbol.means) for symbol in card.symbols)):
            assert answer in inside
        assert escape(card.line.line) not in outside
    for name, _ in course.diagnoses:
        page = pages[f"{name}.html"]
        assert escape(course.diagnosis(name, SEED).symptom.log[0]) in page
        assert folds.sub("", page).count("<summary>Answer") == 0
    for name, _ in course.repairs:
        repair, page = course.repair(name), pages[f"{name}.html"]
        assert escape(repair.program.rstrip()) in folds.sub("", page)
        assert escape(repair.task.solution.rstrip()) not in folds.sub("", page)
    for name, program in course.programs.items():
        assert all(escape(fault) not in folds.sub("", pages[f"hunts.{name}.html"]) for fault in program.faults)


def test_every_page_is_reached_from_the_index(read: Mapping[str, Markup]) -> None:
    assert {link["href"].partition("#")[0] for link in read["index.html"].tags("a")} == set(read) - {"index.html"}


def test_a_mark_stays_with_the_formula_before_it() -> None:
    text = HtmlText(mathml_or_source).markdown("So $a = 1$: one, $b$, and $c$ d")
    assert re.findall(r"</math>(.)?</span>", text) == [":", ","]
    assert text.endswith("</math> d</p>")


def test_the_command_writes_the_course_that_is_named(run: object, tmp_path: Path) -> None:
    folder = tmp_path / "new" / "site"
    ok(run, "--course", str(TINY), "export", "html", str(folder))
    text = (folder / "basics.sums.html").read_text("utf-8")
    assert "Adding joins two numbers" in text
    assert "linear_algebra" not in (folder / "index.html").read_text("utf-8")
    ok(run, "--course", str(TINY), "export", "html", str(folder))


def test_a_folder_with_other_files_is_left_alone(run: object, tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("mine")
    said = one_line(ok(run, "--course", str(TINY), "export", "html", str(tmp_path), status=1))
    assert "other files" in said
    assert (tmp_path / "index.html").read_text() == "mine"
