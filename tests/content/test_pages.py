"""What holds for the pages of every rung: their length, what they teach, lean on, ask and print."""

from __future__ import annotations

from collections import Counter

import pytest

from lessons.model.page import FigureBlock, ItemBlock
from tests.support.content import COURSE, RUNGS, all_of, items_of_outcome, pages_of, practice_of, printed
from tutor.rendering.charts import fits

LONGEST = {"linear_algebra": 235, "probability": 200, "calculus": 255, "information_theory": 235}
BELOW = {
    "linear_algebra": (),
    "probability": ("linear_algebra",),
    "calculus": ("linear_algebra",),
    "information_theory": ("linear_algebra", "probability", "calculus"),
}
DEMOS = {
    "linear_algebra": ["vectors", "matrix"],
    "probability": ["distribution", "bayes", "likelihood", "softmax"],
    "calculus": ["tangent", "graph", "descent"],
    "information_theory": ["entropy", "divergence", "classifier"],
}
ALL_PAGES = [(rung, name) for rung in RUNGS for name in pages_of(rung)]
OUTCOMES = {
    "by-hand": {"number", "vector", "matrix"},
    "softmax": {"explain", "order", "choice"},
    "gradient-descent": {"rule", "number", "cloze", "order", "choice", "explain"},
    "entropy": {"number", "expression", "choice", "cloze", "explain"},
    "nll": {"number", "order", "explain", "choice"},
}


def _skills(*rungs: str) -> set[str]:
    return {skill.id for skill in COURSE.outline.skills if skill.rung in rungs}


@pytest.mark.parametrize("rung", RUNGS)
def test_a_rung_is_read_in_five_to_six_minutes(rung: str) -> None:
    words = [page.words for page in pages_of(rung).values()]
    assert len(words) == 7
    assert 1100 <= sum(words) <= 1320
    assert all(130 <= count <= LONGEST[rung] for count in words)


@pytest.mark.parametrize("rung", RUNGS)
def test_every_skill_is_taught_by_one_page_and_exercised_on_one(rung: str) -> None:
    pages = pages_of(rung).values()
    assert 9 <= len(_skills(rung)) <= (15 if rung == "linear_algebra" else 12)
    assert Counter(skill for page in pages for skill in page.teaches) == Counter(_skills(rung))
    exercised = {skill for page in pages for id in page.items for skill in COURSE.item(id).skills}
    assert _skills(rung) <= exercised <= _skills(rung, *BELOW[rung])


@pytest.mark.parametrize("rung", RUNGS)
def test_pages_lean_and_ask_only_on_what_came_before(rung: str) -> None:
    known = _skills(*BELOW[rung])
    for page in pages_of(rung).values():
        assert set(page.leans_on) <= known, page.id
        known |= set(page.teaches)
        for id in page.items:
            assert set(COURSE.item(id).skills) <= known, id


@pytest.mark.parametrize("rung", RUNGS)
def test_every_question_and_demo_stands_on_exactly_one_page(rung: str) -> None:
    """But for the questions of practice, which stand on none."""
    pages = pages_of(rung).values()
    assert Counter(id for page in pages for id in page.items) == Counter(all_of(rung) - practice_of(rung))
    assert [demo for page in pages for demo in page.demos] == DEMOS[rung]


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_a_line_of_the_checklist_is_served_in_many_formats(outcome: str) -> None:
    items = items_of_outcome(outcome)
    kinds = {item.kind for item in items}
    assert len(items) >= 6
    assert len(kinds) >= 4
    assert kinds >= OUTCOMES[outcome]


def test_each_hand_computation_draws_its_numbers_in_several_questions() -> None:
    assert OUTCOMES.keys() == {outcome.id for outcome in COURSE.outline.outcomes}
    computed = [item for item in items_of_outcome("by-hand") if COURSE.is_computed(item.id)]
    for skill in ("dot-product", "matvec", "matmul"):
        assert sum(skill in item.skills for item in computed) >= 2


@pytest.mark.parametrize("skill", [skill.id for skill in COURSE.outline.skills])
def test_a_skill_can_be_asked_again_in_another_way(skill: str) -> None:
    items = [template for template in COURSE.templates.values() if skill in template.skills]
    assert len(items) >= 3
    assert len({template.kind for template in items}) >= 2
    assert len({COURSE.item(template.id).strategy for template in items}) >= 2
    assert any(COURSE.is_computed(template.id) for template in items)


@pytest.mark.parametrize(("rung", "name"), ALL_PAGES)
def test_every_page_has_a_figure_that_fits_and_something_to_do(rung: str, name: str) -> None:
    blocks = pages_of(rung)[name].blocks
    figures = [block.figure for block in blocks if isinstance(block, FigureBlock)]
    assert figures
    assert sum(isinstance(block, ItemBlock) for block in blocks) >= (4 if rung == "linear_algebra" else 3)
    for figure in figures:
        assert fits(figure, 60, figure.height) == ()
        assert fits(figure, 60, figure.height, ascii_only=True) == ()
        assert figure.alt


@pytest.mark.parametrize(("rung", "name"), ALL_PAGES)
def test_code_prints_what_the_page_says(rung: str, name: str) -> None:
    cells = printed(pages_of(rung)[name])
    assert cells
    for cell, output in cells:
        assert output == cell.output
        assert all(len(line) <= 72 for line in cell.source.splitlines())
