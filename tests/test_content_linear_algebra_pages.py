"""The pages of rung 1: what they teach and ask, and every number on them worked out again."""

from __future__ import annotations

import contextlib
import io
import re
from collections import Counter
from collections.abc import Iterator

import numpy as np
import pytest
from numpy.typing import NDArray

from lessons.answers import judge
from lessons.course import Course
from lessons.figures import Arrow, Figure, Line, Point, Points
from lessons.model import (
    CodeCell,
    FigureBlock,
    Formula,
    Item,
    ItemBlock,
    Page,
    Paragraph,
    Pitfall,
    Prose,
    SidePath,
    Span,
)
from lessons.worded import Worded
from tests.test_content_linear_algebra_arithmetic import agree, checked, equalities, value_of
from tutor.charts import fits

Array = NDArray[np.float64]

COURSE = Course()
PAGES = {page.id.partition(".")[2]: page for page in COURSE.pages("linear_algebra")}
WORDED = {id: one.item for id, one in COURSE.templates.items() if isinstance(one, Worded) and "linear_algebra" in id}


def _figure(name: str, which: int = 0) -> Figure:
    return [block.figure for block in PAGES[name].blocks if isinstance(block, FigureBlock)][which]


def _arrow(figure: Figure, label: str) -> Arrow:
    return next(m for m in figure.marks if isinstance(m, Arrow) and m.label.startswith(label))


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
    assert all(130 <= page.words <= 235 for page in PAGES.values())


def test_every_skill_is_taught_by_one_page_and_exercised() -> None:
    skills = {skill.id for skill in COURSE.outline.skills if skill.rung == "linear_algebra"}
    taught = Counter(skill for page in PAGES.values() for skill in page.teaches)
    assert taught == Counter(skills)
    exercised = {skill for page in PAGES.values() for id in page.items for skill in COURSE.item(id).skills}
    assert exercised == skills


def test_a_page_leans_only_on_what_came_before() -> None:
    known: set[str] = set()
    for page in PAGES.values():
        assert set(page.leans_on) <= known, page.id
        known |= set(page.teaches)


def test_every_question_and_demo_stands_on_exactly_one_page() -> None:
    standing = Counter(id for page in PAGES.values() for id in page.items)
    ours = {id for id in COURSE.templates if id.startswith("linear_algebra.")}
    alone = {id for one in COURSE.outline.exercises for id in (*one.hand, *one.after)} - standing.keys()
    assert standing == Counter(ours - alone)
    assert len(ours) >= 16
    assert sum(COURSE.is_computed(id) for id in ours) >= 11
    assert [demo for page in PAGES.values() for demo in page.demos] == ["vectors", "matrix"]


def test_a_question_asks_only_for_what_its_page_or_an_earlier_one_taught() -> None:
    known: set[str] = set()
    for page in PAGES.values():
        known |= set(page.teaches)
        for id in page.items:
            assert set(COURSE.item(id).skills) <= known, id


def test_the_hand_computations_come_in_three_formats() -> None:
    outcome = next(outcome for outcome in COURSE.outline.outcomes if outcome.id == "by-hand")
    items = [COURSE.item(id) for id in COURSE.templates if set(COURSE.item(id).skills) & set(outcome.skills)]
    assert len({item.kind for item in items}) >= 3
    computed = [item for item in items if COURSE.is_computed(item.id)]
    for skill in ("dot-product", "matvec", "matmul"):
        assert sum(skill in item.skills for item in computed) >= 2


@pytest.mark.parametrize("name", PAGES)
def test_every_page_has_a_figure_that_fits_and_something_to_do(name: str) -> None:
    blocks = PAGES[name].blocks
    figures = [block.figure for block in blocks if isinstance(block, FigureBlock)]
    assert figures
    assert sum(isinstance(block, ItemBlock) for block in blocks) >= 4
    for figure in figures:
        assert fits(figure, 60, figure.height) == ()
        assert fits(figure, 60, figure.height, ascii=True) == ()
        assert figure.alt
        assert sum(isinstance(m, Arrow | Line) and m.role == "accent" for m in figure.marks) == 1


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
    ("name", "chains"),
    [("vectors", 2), ("dot", 1), ("angle", 2), ("maps", 2), ("products", 1), ("shapes", 1), ("eigen", 2)],
)
def test_worked_formulas_hold(name: str, chains: int) -> None:
    found = [chain for latex in _formulas(PAGES[name]) for chain in equalities(latex)]
    assert all(agree(chain) for chain in found)
    assert len(found) == chains


def test_formulas_with_names_in_them_hold_for_the_numbers_beside_them() -> None:
    a, b = np.array([2.0, 3.0]), np.array([4.0, -1.0])
    assert r"\mathbf a = (2, 3)" in [span.text for span in _spans(PAGES["dot"])]
    assert float(a @ b) == 5
    assert any(latex.endswith("= 5") for latex in _formulas(PAGES["dot"]))
    p, q = np.array([3.0, 4.0]), np.array([4.0, 3.0])
    assert np.isclose(p @ q / (np.linalg.norm(p) * np.linalg.norm(q)), 0.96)
    rest = next(span.text for span in _spans(PAGES["angle"]) if span.kind == "math" and " - (2, 1)" in span.text)
    assert np.isclose(value_of(rest) @ np.array([4.0, 2.0]), 0)
    m = np.array([[2.0, 1.0], [-1.0, 3.0]])
    assert np.allclose(m @ [4, 1], [9, -1])


def test_signs_in_the_dot_product_figure_are_its_dot_products() -> None:
    figure = _figure("dot")
    a = np.array(_arrow(figure, "a").end)
    for name, sign in (("c", 1), ("d", 0), ("e", -1)):
        arrow = _arrow(figure, name)
        stated = float(arrow.label.partition("= ")[2].replace("−", "-"))
        assert np.isclose(a @ np.array(arrow.end), stated)
        assert np.sign(stated) == sign


def test_sums_in_the_vector_figure_are_sums() -> None:
    figure = _figure("vectors")
    a, total, double = (np.array(_arrow(figure, label).end) for label in ("a", "a+b", "2a"))
    b = next(m for m in figure.marks if isinstance(m, Arrow) and m.start != (0.0, 0.0))
    assert np.allclose(a, b.start)
    assert np.allclose(a + (np.array(b.end) - np.array(b.start)), total)
    assert np.allclose(2 * a, double)


def test_the_projection_figure_shows_the_projection() -> None:
    figure = _figure("angle")
    a, b = np.array(_arrow(figure, "a").end), np.array(_arrow(figure, "b").end)
    foot = np.array(next(m for m in figure.marks if isinstance(m, Arrow) and m.role == "accent").end)
    assert np.allclose(foot, a * (a @ b) / (a @ a))
    drop = next(m for m in figure.marks if isinstance(m, Line))
    assert np.allclose(drop.points, [b, foot])
    caption = next(block.caption for block in PAGES["angle"].blocks if isinstance(block, FigureBlock))
    assert f"{a @ b / np.linalg.norm(a):.2f}" in "".join(span.text for span in caption)


def _image(matrix: Array, corners: tuple[Point, ...]) -> set[Point]:
    return {(float(x), float(y)) for x, y in (matrix @ np.array(corners).T).T + 0.0}


def test_the_map_figure_shows_the_matrix_of_its_page() -> None:
    m = np.array([[2.0, 1.0], [-1.0, 3.0]])
    figure = _figure("maps")
    for label, column in (("(1, 0)", m[:, 0]), ("(0, 1)", m[:, 1])):
        arrow = _arrow(figure, label)
        assert np.allclose(arrow.end, column)
        assert np.allclose(value_of(arrow.label.partition("→ ")[2].replace("−", "-")), column)
    far, square = (m for m in figure.marks if isinstance(m, Line))
    assert _image(m, square.points) == {*far.points, (0.0, 0.0)}


def test_the_order_figure_shows_both_products() -> None:
    formula = next(latex for latex in _formulas(PAGES["products"]) if latex.startswith("R ="))
    r, s = (value_of(part.partition("=")[2]) for part in formula.split(r"\qquad"))
    assert np.allclose(r @ [1, 0], [0, 1])
    assert np.allclose(s @ [1, 1], [3, 1])
    square, lying, standing = (m for m in _figure("products").marks if isinstance(m, Line))
    assert set(lying.points) == _image(s @ r, square.points)
    assert set(standing.points) == _image(r @ s, square.points)


def test_the_shapes_figure_is_drawn_to_scale() -> None:
    sizes = []
    for mark in _figure("shapes").marks:
        if isinstance(mark, Line):
            xs, ys = np.array(mark.points).T
            sizes.append((np.ptp(ys), np.ptp(xs)))
    assert sizes == [(32, 10), (10, 4), (32, 4)]


def test_the_kept_direction_figure_shows_what_the_matrix_does() -> None:
    m, figure = np.array([[2.0, 1.0], [1.0, 2.0]]), _figure("eigen")
    v, u = np.array(_arrow(figure, "v").end), np.array(_arrow(figure, "u").end)
    assert np.allclose(_arrow(figure, "Av").end, m @ v)
    assert np.allclose(m @ v, 3 * v)
    assert np.allclose(_arrow(figure, "Au").end, m @ u)


def test_the_axes_drawn_in_the_cloud_are_the_eigenvectors_of_its_covariance() -> None:
    figure = _figure("eigen", 1)
    cloud = next(m for m in figure.marks if isinstance(m, Points))
    values, vectors = np.linalg.eigh(np.cov(np.array(cloud.points).T))
    assert len(cloud.points) == 30
    for label, index in (("long", 1), ("short", 0)):
        end = np.array(_arrow(figure, label).end)
        assert np.isclose(abs(end @ vectors[:, index]), np.linalg.norm(end), rtol=1e-4)
        assert np.isclose(np.linalg.norm(end), 2 * np.sqrt(values[index]), rtol=0.01)


def test_the_first_page_says_why_the_order_matters_and_the_last_where_it_leads() -> None:
    first, last = _said(PAGES["vectors"]), _said(PAGES["eigen"])
    for word in ("After this rung", "probability", "calculus", "information theory"):
        assert word in first
    assert any(isinstance(block, Pitfall) for block in PAGES["vectors"].blocks)
    for word in ("Stage 02", "stage 03", "stage 06", "Mathematics for Machine Learning", "matrix decompositions"):
        assert word in last
    assert any(isinstance(block, SidePath) for block in PAGES["eigen"].blocks)


# The worded questions.


def _right(item: Item) -> str:
    return next(option.text for option in item.options if option.id == item.answer)


def test_worded_questions_judge_their_own_options() -> None:
    assert len(WORDED) >= 7
    for item in WORDED.values():
        assert item.hints
        assert item.explanation
        assert judge(item.question, item.answer).mark == "right"
        for rule in item.wrong_rules:
            verdict = judge(item.question, rule.answer)
            assert (verdict.mark, verdict.wrong_rule, verdict.feedback) == ("wrong", rule.id, rule.message)
            assert re.search(r"\b[Bb]ut\b", rule.message)


def test_the_right_option_stands_in_every_place() -> None:
    places = Counter(item.answer for item in WORDED.values() if item.kind == "choice")
    assert places.keys() == {"a", "b", "c", "d"}
    assert all(3 <= len(item.options) <= 4 for item in WORDED.values() if item.kind == "choice")


def test_arithmetic_in_worded_questions_is_true() -> None:
    chains = 0
    for item in WORDED.values():
        messages = [rule.message for rule in item.wrong_rules]
        chains += sum(map(checked, [item.explanation, *messages, *(step.text for step in item.steps)]))
    assert chains >= 6
    item = WORDED["linear_algebra.dot.exercise"]
    a, b = np.array([1, 2, 3]), np.array([4, 5, 6])
    assert int(item.answer) == a @ b
    assert {rule.id: rule.answer for rule in item.wrong_rules} == {
        "never-sums": str((a * b).tolist()),
        "product-of-sums": str(a.sum() * b.sum()),
        "adds": str(a.sum() + b.sum()),
    }


def test_a_detour_is_between_one_and_seven_long() -> None:
    turns = np.linspace(0, np.pi, 181)
    ends = np.hypot(3 + 4 * np.cos(turns), 4 * np.sin(turns))
    assert f"from {ends.min():.0f} to {ends.max():.0f}" in _right(WORDED["linear_algebra.vectors.detour"])


def test_a_bigger_dot_product_is_not_more_alike() -> None:
    q, s, t = np.array([1.0, 1.0]), np.array([2.0, 2.0]), np.array([9.0, 0.0])
    assert (q @ s, q @ t) == (4, 9)
    cosines = [q @ x / np.linalg.norm(q) / np.linalg.norm(x) for x in (s, t)]
    assert np.isclose(cosines[0], 1)
    assert np.isclose(np.degrees(np.arccos(cosines[1])), 45)
    assert r"\mathbf s" in _right(WORDED["linear_algebra.dot.bigger"])


def test_stretching_triples_the_dot_product_and_keeps_the_cosine() -> None:
    a, b = np.array([2.0, -1.0, 3.0]), np.array([1.0, 4.0, 2.0])

    def cosine(x: Array) -> float:
        return float(a @ x / np.linalg.norm(a) / np.linalg.norm(x))

    assert np.isclose(a @ (3 * b), 3 * (a @ b))
    assert np.isclose(cosine(3 * b), cosine(b))
    assert _right(WORDED["linear_algebra.angle.stretched"]) == "The dot product triples, the cosine stays"


def test_brackets_of_matrices_multiply_out_in_order() -> None:
    a, b = np.array([[1, 2], [3, 4]]), np.array([[0, 1], [1, 1]])
    squares = (a + b) @ (a + b)
    claims = {
        "a": a @ a + 2 * a @ b + b @ b,
        "b": a @ a + a @ b + b @ a + b @ b,
        "c": a @ a + b @ b,
        "d": a @ a + 2 * b @ a + b @ b,
    }
    assert [id for id, claim in claims.items() if (claim == squares).all()] == ["b"]
    assert WORDED["linear_algebra.products.commute"].answer == "b"


def test_a_column_minus_a_flat_array_is_a_table() -> None:
    guess, target = np.arange(100.0).reshape(100, 1), np.arange(100.0)
    assert (guess - target).size == 10_000
    assert ((guess - target) ** 2).mean() > 0
    assert not (guess[:, 0] - target).any()
    assert "10,000" in _right(WORDED["linear_algebra.shapes.column"])
