"""The pages of rung 2: what they teach and ask, and every number on them worked out again."""

from __future__ import annotations

import contextlib
import io
import re
from collections import Counter
from collections.abc import Iterator

import numpy as np
import pytest
from numpy.typing import NDArray

from lessons.course import Course
from lessons.figures import Arrow, Bars, Figure, HeatMap, Label, Line, Points, Region
from lessons.model import (
    CodeCell,
    FigureBlock,
    Formula,
    ItemBlock,
    Page,
    Paragraph,
    Pitfall,
    Prose,
    SidePath,
    Span,
)
from tests.test_content_probability_arithmetic import checked
from tutor.charts import fits

Array = NDArray[np.float64]

COURSE = Course()
PAGES = {page.id.partition(".")[2]: page for page in COURSE.pages("probability")}


def _figure(name: str) -> Figure:
    return next(block.figure for block in PAGES[name].blocks if isinstance(block, FigureBlock))


def _caption(name: str) -> str:
    caption = next(block.caption for block in PAGES[name].blocks if isinstance(block, FigureBlock))
    return "".join(span.text for span in caption)


def _formulas(page: Page) -> list[str]:
    return [block.latex for block in page.blocks if isinstance(block, Formula)]


def _spans(page: Page) -> Iterator[Span]:
    for block in page.blocks:
        if isinstance(block, Prose | Pitfall | SidePath):
            for node in block.nodes:
                if isinstance(node, Paragraph):
                    yield from node.spans


def _said(page: Page) -> str:
    return "".join(span.text for span in _spans(page))


def test_the_rung_is_read_in_five_to_six_minutes() -> None:
    assert len(PAGES) == 7
    assert 1100 <= sum(page.words for page in PAGES.values()) <= 1320
    assert all(130 <= page.words <= 200 for page in PAGES.values())


def test_every_skill_is_taught_by_one_page_and_exercised() -> None:
    skills = {skill.id for skill in COURSE.outline.skills if skill.rung == "probability"}
    taught = Counter(skill for page in PAGES.values() for skill in page.teaches)
    assert taught == Counter(skills)
    exercised = {skill for page in PAGES.values() for id in page.items for skill in COURSE.item(id).skills}
    assert skills <= exercised
    assert 9 <= len(skills) <= 12


def _known_before() -> set[str]:
    return {skill for page in COURSE.pages("linear_algebra") for skill in page.teaches}


def test_a_page_leans_only_on_what_came_before() -> None:
    known = _known_before()
    for page in PAGES.values():
        assert set(page.leans_on) <= known, page.id
        known |= set(page.teaches)


def test_a_question_asks_only_for_what_its_page_or_an_earlier_one_taught() -> None:
    known = _known_before()
    for page in PAGES.values():
        known |= set(page.teaches)
        for id in page.items:
            assert set(COURSE.item(id).skills) <= known, id


def test_every_question_and_demo_stands_on_exactly_one_page() -> None:
    standing = Counter(id for page in PAGES.values() for id in page.items)
    ours = {id for id in COURSE.templates if id.startswith("probability.")}
    alone = {id for one in COURSE.outline.exercises for id in (*one.hand, *one.after)} - standing.keys()
    assert standing == Counter(ours - alone)
    assert len(ours) >= 16
    assert sum(COURSE.is_computed(id) for id in ours) >= 10
    assert [demo for page in PAGES.values() for demo in page.demos] == [
        "distribution",
        "bayes",
        "likelihood",
        "softmax",
    ]


def test_why_softmax_is_what_it_is_comes_in_many_formats() -> None:
    outcome = next(outcome for outcome in COURSE.outline.outcomes if outcome.id == "softmax")
    items = [COURSE.item(id) for id in COURSE.templates if set(COURSE.item(id).skills) & set(outcome.skills)]
    kinds = Counter(item.kind for item in items)
    assert kinds.total() >= 4
    assert len(kinds) >= 4
    assert kinds["explain"] >= 1
    assert kinds["order"] + kinds["cloze"] >= 1


@pytest.mark.parametrize("name", PAGES)
def test_every_page_has_a_figure_that_fits_and_something_to_do(name: str) -> None:
    blocks = PAGES[name].blocks
    figures = [block.figure for block in blocks if isinstance(block, FigureBlock)]
    assert figures
    assert sum(isinstance(block, ItemBlock) for block in blocks) >= 3
    for figure in figures:
        assert fits(figure, 60, figure.height) == ()
        assert fits(figure, 60, figure.height, ascii=True) == ()
        assert figure.alt


@pytest.mark.parametrize("name", PAGES)
def test_code_prints_what_the_page_says(name: str) -> None:
    names: dict[str, object] = {}
    cells = [block for block in PAGES[name].blocks if isinstance(block, CodeCell)]
    assert cells
    for cell in cells:
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            exec(compile(cell.source, name, "exec"), names)  # the course's own code, on no input
        assert out.getvalue().rstrip("\n") == cell.output
        assert all(len(line) <= 72 for line in cell.source.splitlines())


@pytest.mark.parametrize(
    ("name", "relations"),
    [
        ("variables", 1), ("expectation", 3), ("covariance", 1), ("conditional", 3), ("bayes", 1), ("likelihood", 0),
        ("softmax", 2),
    ],
)  # fmt: skip
def test_worked_formulas_hold(name: str, relations: int) -> None:
    shown = [f"${latex}$" for latex in _formulas(PAGES[name])]
    shown += [f"${span.text}$" for span in _spans(PAGES[name]) if span.kind == "math"]
    assert sum(map(checked, shown)) == relations


def test_the_shaded_area_under_the_bell_is_what_the_caption_says() -> None:
    figure = _figure("variables")
    curve = next(mark for mark in figure.marks if isinstance(mark, Line) and mark.role == "accent")
    x, y = np.array(curve.points).T
    assert np.isclose(np.trapezoid(y, x), 1, atol=1e-3)
    assert np.allclose(y, np.exp(-(x**2) / (2 * 0.25**2)) / (0.25 * np.sqrt(2 * np.pi)))
    assert y.max() > 1
    corners = np.array(next(mark for mark in figure.marks if isinstance(mark, Region)).corners)
    inside = corners[corners[:, 1] > 0]
    assert np.allclose(inside[:, 1], np.interp(inside[:, 0], x, y), atol=2e-3)
    assert f"{np.trapezoid(inside[:, 1], inside[:, 0]):.2f}" in _caption("variables")
    assert (inside[:, 0].min(), inside[:, 0].max()) == (-0.25, 0.25)


def test_the_plank_balances_at_the_expectation() -> None:
    figure = _figure("expectation")
    masses = np.array(next(mark for mark in figure.marks if isinstance(mark, Points)).points)
    support = next(mark for mark in figure.marks if isinstance(mark, Arrow)).end[0]
    assert np.isclose(masses[:, 1].sum(), 1)
    assert np.isclose(((masses[:, 0] - support) * masses[:, 1]).sum(), 0)
    assert "2 with 0.3 and 7 with 0.2" in _said(PAGES["expectation"])
    assert round(float(np.sqrt(7)), 1) == 2.6


def test_the_cloud_is_centred_and_leans_as_the_alt_text_says() -> None:
    cloud = np.array(next(mark for mark in _figure("covariance").marks if isinstance(mark, Points)).points)
    assert np.allclose(cloud.mean(axis=0), 0)
    products = cloud.prod(axis=1)
    assert ((products > 0).sum(), (products < 0).sum()) == (10, 2)
    assert np.cov(cloud.T)[0, 1] > 0


def test_the_direction_of_largest_variance_is_the_first_eigenvector() -> None:
    c = np.array([[2.5, 1.5], [1.5, 1.0]])
    turns = np.linspace(0, np.pi, 3601)
    ways = np.stack([np.cos(turns), np.sin(turns)])
    along = (ways * (c @ ways)).sum(axis=0)
    values, vectors = np.linalg.eigh(c)
    assert np.isclose(along.max(), values[-1])
    assert abs(ways[:, along.argmax()] @ vectors[:, -1]) > 0.999999


def test_the_table_of_mails_is_the_one_worked_with() -> None:
    table = np.array(next(mark for mark in _figure("conditional").marks if isinstance(mark, HeatMap)).values)
    assert table.sum() == 200
    assert f"{table[0, 0]:.0f} of {table[:, 0].sum():.0f} are spam" in _caption("conditional")
    given, plain = (float(table[0, 0] / table[:, 0].sum()), float(table[0].sum() / 200))
    formula = next(latex for latex in _formulas(PAGES["conditional"]) if "0.5625" in latex)
    assert (f"= {given}" in formula, f"= {plain}" in formula) == (True, True)
    assert 1.8 < given / plain < 2


def test_the_tree_counts_heads() -> None:
    said = {mark.text for mark in _figure("bayes").marks if isinstance(mark, Label)}
    ill, healthy = 10, 990
    hit, false = round(0.9 * ill), round(0.09 * healthy)
    assert said == {
        "1000 people", f"{ill} ill", f"{healthy} healthy", f"{hit} positive", f"{ill - hit} not",
        f"{false} positive", f"{healthy - false} not",
    }  # fmt: skip
    assert f"Of {hit + false} alarms {hit} are real" in _caption("bayes")
    assert hit / (hit + false) < 0.1


def test_a_rare_thing_makes_nearly_every_alarm_false() -> None:
    """99 % right on either side, once in ten thousand."""
    real, false = 0.99 * 1e-4, 0.01 * (1 - 1e-4)
    assert false / (real + false) > 0.99
    assert "99 %" in _said(PAGES["bayes"])


def test_the_likelihood_curve_has_its_peak_where_it_is_marked() -> None:
    figure = _figure("likelihood")
    curve = np.array(next(m for m in figure.marks if isinstance(m, Line) and m.role == "accent").points)
    marked = next(m for m in figure.marks if isinstance(m, Line) and m.dashed)
    assert np.allclose(curve[:, 1], curve[:, 0] ** 7 * (1 - curve[:, 0]) ** 3)
    best = curve[curve[:, 1].argmax()]
    assert np.isclose(best[0], marked.points[0][0], atol=0.01)
    assert np.isclose(marked.points[1][1], 0.7**7 * 0.3**3, atol=5e-6)
    assert "0.0022" in figure.alt


def test_least_squares_and_maximum_likelihood_agree_on_a_gaussian() -> None:
    x = np.array([2.0, 4.0, 4.0, 6.0])

    def loglik(mean: Array, var: Array) -> Array:
        found: Array = sum(-((v - mean) ** 2) / (2 * var) - np.log(2 * np.pi * var) / 2 for v in x)
        return found

    mean, var = np.meshgrid(np.linspace(3, 5, 201), np.linspace(1, 3, 201))
    place = np.unravel_index(loglik(mean, var).argmax(), mean.shape)
    assert np.isclose(mean[place], x.mean())
    assert np.isclose(var[place], x.var())


def test_the_bars_are_softmax_at_three_temperatures() -> None:
    groups = [mark for mark in _figure("softmax").marks if isinstance(mark, Bars)]
    for bars, heat in zip(groups, (0.5, 1.0, 2.0), strict=True):
        raised = np.exp(np.array([2.0, 1.0, 0.0]) / heat)
        assert np.allclose(bars.heights, raised / raised.sum(), atol=6e-4)
    stated = [float(found) for found in re.findall(r"0\.\d\d", _figure("softmax").alt)]
    assert np.allclose(stated, np.concatenate([bars.heights for bars in groups]), atol=0.006)
    assert "temperature 0.5, 1 and 2" in _caption("softmax")


def test_the_first_page_says_what_will_be_possible_and_the_last_where_it_leads() -> None:
    assert "After this rung" in _said(PAGES["variables"])
    last = _said(PAGES["softmax"])
    for words in ("Stage 02", "stage 06", "Mathematics for Machine Learning", "Probabilistic Machine Learning"):
        assert words in last
    assert any(isinstance(block, SidePath) for page in PAGES.values() for block in page.blocks)
    assert sum(isinstance(block, Pitfall) for page in PAGES.values() for block in page.blocks) >= 2
