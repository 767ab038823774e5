"""What holds for the pages of every rung: their length, what they teach, build on, ask and print."""

from __future__ import annotations

from collections import Counter

import pytest

from lessons.model.figure import Label
from lessons.model.page import CodeCell, FigureBlock, ItemBlock, Pitfall, Why
from lessons.outline import READING_SKILLS
from tests.support.arithmetic import checked, exp_checked, log_checked
from tests.support.content import (
    COURSE,
    RUNGS,
    formulas_of,
    items_of_outcome,
    pages_of,
    said_on,
    spans_of,
)
from tutor.rendering.charts import fits

PAGES = {"linear_algebra": 8, "probability": 9, "calculus": 7, "information_theory": 7}
BUDGET = {"linear_algebra": 1180, "probability": 1210, "calculus": 1170, "information_theory": 1140}
SHORTEST = {"linear_algebra": 110, "probability": 90, "calculus": 130, "information_theory": 130}
LONGEST = {"linear_algebra": 175, "probability": 175, "calculus": 255, "information_theory": 235}
BELOW = {
    "linear_algebra": (),
    "probability": ("linear_algebra",),
    "calculus": ("linear_algebra",),
    "information_theory": ("linear_algebra", "probability", "calculus"),
}
DEMOS = {
    "linear_algebra": ["arrows", "vectors", "matrix", "eigen"],
    "probability": ["distribution", "bayes", "likelihood", "softmax"],
    "calculus": ["tangent", "graph", "descent"],
    "information_theory": ["entropy", "divergence", "classifier"],
}
ALL_PAGES = [(rung, name) for rung in RUNGS for name in pages_of(rung)]
OUTCOMES = {
    "by-hand": {"number", "vector", "matrix"},
    "softmax": {"explain", "order", "choice"},
    "gradient-descent": {"rule", "number", "choice", "explain"},
    "entropy": {"number", "expression", "choice", "explain"},
    "nll": {"number", "order", "explain", "choice"},
}


def _skills(*rungs: str) -> set[str]:
    return {skill.id for skill in COURSE.outline.skills if skill.rung in rungs and not skill.second_pass}


@pytest.mark.parametrize("rung", RUNGS)
def test_a_rung_is_read_in_five_to_six_minutes(rung: str) -> None:
    words = [page.words for page in pages_of(rung).values()]
    assert len(words) == PAGES[rung]
    assert 1100 <= sum(words) <= BUDGET[rung]
    assert all(SHORTEST[rung] <= count <= LONGEST[rung] for count in words)


@pytest.mark.parametrize("rung", RUNGS)
def test_every_skill_is_taught_by_one_page_and_exercised_on_one(rung: str) -> None:
    pages = pages_of(rung).values()
    assert 9 <= len(_skills(rung)) <= (17 if rung == "linear_algebra" else 13)
    assert Counter(skill for page in pages for skill in page.teaches) == Counter(_skills(rung))
    exercised = {skill for page in pages for item_id in page.items for skill in COURSE.item(item_id).skills}
    assert _skills(rung) <= exercised <= _skills(rung, *BELOW[rung])


@pytest.mark.parametrize("rung", RUNGS)
def test_every_demo_stands_on_exactly_one_page(rung: str) -> None:
    assert [demo for page in pages_of(rung).values() for demo in page.demos] == DEMOS[rung]


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


def test_a_skill_of_reading_is_exercised_by_every_card() -> None:
    by_cards = {skill.id for skill in COURSE.outline.skills if skill.by_cards}
    assert by_cards == set(READING_SKILLS.values())
    assert all(by_cards <= set(card.graded.values()) for card in COURSE.outline.cards)


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
def test_code_stands_alone(rung: str, name: str) -> None:
    cells = [block for block in pages_of(rung)[name].blocks if isinstance(block, CodeCell)]
    assert all("import numpy as np" in cell.source for cell in cells if rung == "calculus")


# Where marks are not told apart by the accent: sets of marks that belong together, and none.
ACCENTS = {("probability", "conditional"): 0, ("calculus", "derivative"): 2, ("calculus", "descent"): 2}
LABELLED = {("calculus", "chain")}  # its accent is on a label


@pytest.mark.parametrize(("rung", "name"), ALL_PAGES)
def test_one_mark_of_a_figure_stands_out(rung: str, name: str) -> None:
    for block in pages_of(rung)[name].blocks:
        if isinstance(block, FigureBlock):
            accents = [mark for mark in block.figure.marks if getattr(mark, "role", "") == "accent"]
            if (rung, name) in LABELLED:
                assert accents
            else:
                assert sum(not isinstance(mark, Label) for mark in accents) == ACCENTS.get((rung, name), 1)


CHECKED = {
    "linear_algebra": checked,
    "probability": exp_checked,
    "calculus": checked,
    "information_theory": log_checked,
}
EQUALITIES = {
    "linear_algebra": {
        "vectors": 5, "dot": 2, "angle": 5, "maps": 2, "products": 1, "shapes": 1, "eigen": 5, "decomposition": 4,
    },
    "probability": {
        "variables": 2, "expectation": 4, "covariance": 4, "conditional": 6, "bayes": 1, "likelihood": 2,
        "log_likelihood": 2, "softmax": 2, "temperature": 3,
    },
    "calculus": {"rules": 3, "gradient": 3, "chain": 3, "descent": 3, "stepsize": 6},
    "information_theory": {
        "surprisal": 5, "entropy": 5, "cross_entropy": 2, "kl": 4, "nll": 2, "classifier_loss": 2, "end_to_end": 3,
    },
}  # fmt: skip


@pytest.mark.parametrize(("rung", "name"), ALL_PAGES)
def test_worked_formulas_hold(rung: str, name: str) -> None:
    page = pages_of(rung)[name]
    sources = [*formulas_of(page), *(span.text for span in spans_of(page) if span.kind == "math")]
    assert sum(CHECKED[rung](f"${latex}$") for latex in sources) == EQUALITIES[rung].get(name, 0)


REASONED = {
    "linear_algebra": ("vectors", "dot", "angle", "shapes", "eigen", "decomposition"),
    "probability": ("expectation", "covariance", "likelihood", "log_likelihood"),
}


@pytest.mark.parametrize(("rung", "name"), [(rung, name) for rung, names in REASONED.items() for name in names])
def test_reasons_are_given_behind_their_question(rung: str, name: str) -> None:
    assert any(isinstance(block, Why) for block in pages_of(rung)[name].blocks)


# What the first and the last page of a rung say, where they say what it is for and where it leads.
LAST = {
    "calculus": ("Stages 02 and 03", "next rung", "Mathematics for Machine Learning"),
    "information_theory": (
        "Rung 1", "Rung 2", "Rung 3", "Rung 4", "Stage 02", "Stage 03", "Stage 06", "Probabilistic Machine",
    ),
}  # fmt: skip


@pytest.mark.parametrize("rung", LAST)
def test_the_first_page_says_what_a_rung_is_for_and_the_last_where_it_leads(rung: str) -> None:
    pages = list(pages_of(rung).values())
    assert "After this rung" in said_on(pages[0])
    assert [words for words in LAST[rung] if words not in said_on(pages[-1])] == []


@pytest.mark.parametrize("rung", RUNGS)
def test_a_rung_warns_of_a_pitfall(rung: str) -> None:
    assert any(isinstance(block, Pitfall) for page in pages_of(rung).values() for block in page.blocks)
